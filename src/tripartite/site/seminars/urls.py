from django.urls import URLPattern, URLResolver, include, path

from tripartite.site.seminars import (
    attending,
    badge_sheets,
    calling,
    enrolling,
    lists,
    materials,
    planning,
    registrations,
    views,
)
from tripartite.site.seminars.learning_urls import learning

OF_ORGANISATION = "o/<slug:org>/seminars/"
SEMINAR = f"{OF_ORGANISATION}<slug:seminar>/"
# A participant's and a trainer's own link, short enough for a code on a badge.
PARTICIPANT = "p/<str:token>/"
TRAINER = "t/<str:token>/"
# Where a seminar is announced: on posters, in mails, typed on telephones.
ANNOUNCED = "s/<slug:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("seminars/", views.seminars, name="seminars"),
    path(OF_ORGANISATION, views.of_organisation, name="organisation_seminars"),
    path(f"{OF_ORGANISATION}new/", planning.make, name="make_seminar"),
    path(SEMINAR, views.seminar, name="seminar"),
    path(f"{SEMINAR}change/", planning.change, name="change_seminar"),
    path(f"{SEMINAR}state/", planning.set_state, name="set_seminar_state"),
    path(f"{SEMINAR}agenda/", planning.show_agenda, name="agenda"),
    path(f"{SEMINAR}agenda/arrange/", planning.arrange, name="arrange_agenda"),
    path(f"{SEMINAR}agenda/propose/", planning.propose, name="propose_agenda"),
    path(f"{SEMINAR}agenda/begin/", planning.begin_day, name="begin_day"),
    path(f"{SEMINAR}agenda/add/", planning.add_session, name="add_session"),
    path(f"{SEMINAR}agenda/<int:number>/", planning.change_session, name="change_session"),
    path(f"{SEMINAR}agenda/<int:number>/move/", planning.move, name="move_session"),
    path(f"{SEMINAR}agenda/<int:number>/remove/", planning.remove_session, name="remove_session"),
    path(f"{SEMINAR}trainers/", planning.trainers, name="trainers"),
    path(f"{SEMINAR}trainers/<int:trainer>/remove/", planning.remove_trainer, name="remove_trainer"),
    path(f"{SEMINAR}rooms/<int:room>/remove/", planning.remove_room, name="remove_room"),
    path(f"{SEMINAR}registrations/", registrations.show, name="registrations"),
    path(f"{SEMINAR}registrations/decide/", registrations.decide, name="decide_registrations"),
    path(f"{SEMINAR}registrations/add/", registrations.add, name="add_registration"),
    path(f"{SEMINAR}registrations/import/", lists.take_in, name="import_registrations"),
    path(f"{SEMINAR}registrations/list.<slug:form>", lists.take_out, name="list_registrations"),
    path(f"{SEMINAR}registrations/<int:number>/", registrations.one, name="registration"),
    path(f"{SEMINAR}registrations/<int:number>/erase/", registrations.erase, name="erase_registration"),
    path(f"{SEMINAR}calls/", calling.calls, name="calls"),
    path(f"{SEMINAR}calls/letters/", calling.printed, name="printed_letters"),
    path(f"{PARTICIPANT}calendar.ics", materials.calendar, name="own_calendar"),
    path(f"{PARTICIPANT}<int:number>.ics", materials.session_calendar, name="session_calendar"),
    path(f"{PARTICIPANT}materials/<int:number>/<slug:part>/", materials.for_participant, name="materials"),
    path(f"{TRAINER}materials/<int:number>/<slug:part>/", materials.for_trainer, name="trainer_materials"),
    path(f"{TRAINER}materials/", materials.trainers_list, name="trainer_materials_list"),
    path(f"{SEMINAR}materials/", materials.of_seminar, name="seminar_materials"),
    path(f"{SEMINAR}materials/<int:number>/<slug:part>/", materials.for_organiser, name="session_materials"),
    path(f"{SEMINAR}badges/", attending.badges, name="badges"),
    path(f"{SEMINAR}badges/badges.pdf", badge_sheets.sheets, name="badges_pdf"),
    path(f"{SEMINAR}attendance/", attending.attendance, name="attendance"),
    path(f"{SEMINAR}attendance/paper/", attending.paper, name="attendance_paper"),
    path(f"{SEMINAR}attendance/<int:number>/", attending.of_session, name="attendance_session"),
    path(f"{SEMINAR}attendance/<int:number>/scan/", attending.scan, name="scan"),
    path(f"{SEMINAR}attendance/<int:number>/screen/", attending.screen, name="screen"),
    path(f"{TRAINER}<int:number>/scan/", attending.trainer_scan, name="trainer_scan"),
    path(f"{TRAINER}<int:number>/screen/", attending.trainer_screen, name="trainer_screen"),
    path(f"{ANNOUNCED}here/", attending.here, name="here"),
    path(f"{PARTICIPANT}here/", attending.own_here, name="own_here"),
    path(ANNOUNCED, enrolling.announced, name="announced"),
    path(f"{ANNOUNCED}poster/", enrolling.poster, name="poster"),
    path(f"{ANNOUNCED}register/", enrolling.register, name="register"),
    path(f"{PARTICIPANT}withdraw/", enrolling.withdraw, name="withdraw"),
    path(PARTICIPANT, views.participant, name="participant"),
    path(TRAINER, views.trainer, name="trainer"),
    path("", include("tripartite.site.seminars.afterwards_urls")),
    *learning,
]

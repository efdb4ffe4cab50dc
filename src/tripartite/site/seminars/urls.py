from django.urls import URLPattern, URLResolver, path

from tripartite.site.seminars import views

OF_ORGANISATION = "o/<slug:org>/seminars/"
SEMINAR = f"{OF_ORGANISATION}<slug:seminar>/"
# A participant's and a trainer's own link, short enough for a code on a badge.
PARTICIPANT = "p/<str:token>/"
TRAINER = "t/<str:token>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("seminars/", views.seminars, name="seminars"),
    path(OF_ORGANISATION, views.of_organisation, name="organisation_seminars"),
    path(SEMINAR, views.seminar, name="seminar"),
    path(PARTICIPANT, views.participant, name="participant"),
    path(TRAINER, views.trainer, name="trainer"),
]

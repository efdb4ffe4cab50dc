from django.urls import path

from tripartite.site.people import own_account, views

urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.make_organisation, name="make_organisation"),
    path("join/<str:token>/", views.accept, name="accept"),
    path("me/", own_account.profile, name="profile"),
    path("me/delete/", own_account.delete_account, name="delete_account"),
    path("o/<slug:org>/", views.organisation, name="organisation"),
    path("o/<slug:org>/settings/", views.settings, name="organisation_settings"),
    path("o/<slug:org>/delete/", views.delete_organisation, name="delete_organisation"),
    path("o/<slug:org>/people/", views.members, name="members"),
    path("o/<slug:org>/people/invite/", views.invite, name="invite"),
    path("o/<slug:org>/people/invitations/<int:invitation>/withdraw/", views.withdraw, name="withdraw"),
    path("o/<slug:org>/people/<int:member>/", views.change_member, name="change_member"),
    path("o/<slug:org>/log/", views.audit_log, name="audit_log"),
    path("o/<slug:org>/facilities/new/", views.make_facility, name="make_facility"),
]

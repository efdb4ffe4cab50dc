from django.urls import path

from tripartite.site.api import views

urlpatterns = [
    path("api/", views.programs, name="programs"),
    path("o/<slug:org>/tokens/", views.tokens, name="tokens"),
    path("o/<slug:org>/tokens/<int:number>/revoke/", views.revoke, name="revoke_token"),
]

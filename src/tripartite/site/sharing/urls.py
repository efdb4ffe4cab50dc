from django.urls import path

from tripartite.site.sharing import views

FACILITY = "o/<slug:org>/f/<slug:facility>/"

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("o/<slug:org>/keys/", views.keys, name="signing_keys"),
    path("o/<slug:org>/keys/renew/", views.renew, name="renew_key"),
    path(f"{FACILITY}sharing/", views.sharing, name="sharing"),
    path(f"{FACILITY}sharing/<int:grant>/revoke/", views.revoke, name="revoke"),
    path(f"{FACILITY}checks/<int:check>/bundle/", views.sign, name="sign_bundle"),
]

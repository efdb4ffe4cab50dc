from django.urls import path

from tripartite.site.sharing import views

FACILITY = "o/<slug:org>/f/<slug:facility>/"

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("o/<slug:org>/keys/", views.keys, name="signing_keys"),
    path("o/<slug:org>/keys/renew/", views.renew, name="renew_key"),
    path("o/<slug:org>/received/", views.received, name="received"),
    path(f"{FACILITY}sharing/", views.sharing, name="sharing"),
    path(f"{FACILITY}sharing/grant/", views.grant, name="grant"),
    path(f"{FACILITY}sharing/looks/", views.looks, name="looks"),
    path(f"{FACILITY}sharing/<int:grant>/looks/", views.looks, name="looks_by_grant"),
    path(f"{FACILITY}sharing/<int:grant>/revoke/", views.revoke, name="revoke"),
    path(f"{FACILITY}checks/<int:check>/bundle/", views.sign, name="sign_bundle"),
]

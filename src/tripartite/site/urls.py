"""Every address. Pages carry their language in front, so that a link shows what its sender saw."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tripartite.site.health import health
from tripartite.site.home import home

urlpatterns = [
    path("health", health, name="health"),
    path("api/", include("tripartite.site.api.urls")),
    *i18n_patterns(
        path("", home, name="home"),
        path("account/", include("allauth.urls")),
        path("", include("tripartite.site.people.urls")),
        path("", include("tripartite.site.sharing.urls")),
        path("", include("tripartite.site.plans.urls")),
        path("", include("tripartite.site.checks.urls")),
        path("", include("tripartite.site.wages.urls")),
        path("", include("tripartite.site.library.urls")),
    ),
]

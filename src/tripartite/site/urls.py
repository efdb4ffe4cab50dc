"""Every address. Pages carry their language in front, so that a link shows what its sender saw."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tripartite.site.health import health
from tripartite.site.home import home
from tripartite.site.library import downloads, sitemap
from tripartite.site.seminars.attending import scan_worker
from tripartite.site.theme import set_theme
from tripartite.site.wages.kept_pages import service_worker

handler500 = "tripartite.site.api.views.failed"

urlpatterns = [
    path("health", health, name="health"),
    # At the root, as a service worker reaches no further than its own folder.
    path("sw.js", service_worker, name="service_worker"),
    path("scan-worker.js", scan_worker, name="scan_worker"),
    path("api/", include("tripartite.site.api.urls")),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:language>.xml", sitemap.of_language, name="sitemap_language"),
    path("law/data/<str:name>", downloads.download, name="download"),
    *i18n_patterns(
        path("", home, name="home"),
        path("theme/", set_theme, name="theme"),
        path("account/", include("allauth.urls")),
        path("", include("tripartite.site.people.urls")),
        path("", include("tripartite.site.api.pages")),
        path("", include("tripartite.site.sharing.urls")),
        path("", include("tripartite.site.plans.urls")),
        path("", include("tripartite.site.seminars.urls")),
        path("", include("tripartite.site.checks.urls")),
        path("", include("tripartite.site.wages.urls")),
        path("", include("tripartite.site.library.urls")),
    ),
]

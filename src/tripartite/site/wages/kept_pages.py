"""The service worker: what it keeps on the device so that a worker's pages open without a line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from tripartite.site.people.access import public

SOURCE = Path(__file__).parent / "service_worker.js"
# Modules that others import, so that no page names them.
MODULES = (
    "log.js",
    "strings.js",
    "offline.js",
    "without_line.js",
    "calculate.js",
    "typed.js",
    "hours.js",
    "pay.js",
)


@cache
def _script() -> str:
    named = {static(f"wages/{name}") for name in (*MODULES, "wages.css")}
    plain = {f"{settings.STATIC_URL}wages/{name}" for name in MODULES}
    modules = ",".join(f'"{address}"' for address in sorted(named | plain))
    return SOURCE.read_text(encoding="utf-8").replace('"MODULES"', modules)


@public
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response

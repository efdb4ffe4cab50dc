"""Light, dark, or as the device has it: kept in a cookie that says nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tripartite.site.page import THEMES
from tripartite.site.people.access import public

YEAR = 365 * 24 * 3600


@csrf_exempt  # a token would set a cookie on every page and keep it from being shared; where a form stands is checked below
@require_POST
@public
def set_theme(request: HttpRequest) -> HttpResponse:
    if not from_here(request):
        raise PermissionDenied
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme")
    return response


def from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, as browsers tell it; what tells nothing is refused."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()

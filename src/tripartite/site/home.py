"""The first page: each kind of visitor finds their way in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tripartite.site.library.kept import kept
from tripartite.site.people.access import public
from tripartite.site.places import country_choices


@public
@kept
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"countries": country_choices()})

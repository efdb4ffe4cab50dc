"""The first page: what one can do here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tripartite.site.library.kept import kept
from tripartite.site.people.access import public


@public
@kept
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")

"""The same pages for machines: JSON-LD in schema.org's words of legislation, with the whole view beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tripartite.site.library.choices import chosen_day
from tripartite.site.library.kept import kept
from tripartite.site.library.views import reader
from tripartite.site.people.access import public
from tripartite.site.places import standards
from tripartite.standards.fields import StandardsError
from tripartite.standards.views.duty import duty_view
from tripartite.standards.views.instrument import instrument_view
from tripartite.standards.views.linked_data import jsonld
from tripartite.standards.views.provision import provision_view
from tripartite.standards.views.rule import rule_view


def _twin(page: str, view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    def answer(request: HttpRequest, key: str) -> HttpResponse:
        try:
            shown = view(standards(), key, reader(), chosen_day(request))
        except (StandardsError, KeyError) as error:
            raise Http404(str(error)) from error
        address = request.build_absolute_uri(reverse(page, kwargs={"key": key}))
        linked = {**jsonld(shown), "@id": address, "url": address, "view": shown}
        return JsonResponse(
            linked,
            json_dumps_params={"ensure_ascii": False, "default": str},
            content_type="application/ld+json",
        )

    return public(require_safe(kept(answer)))  # type: ignore[return-value]


instrument = _twin("instrument", instrument_view)
rule = _twin("rule", rule_view)
provision = _twin("provision", provision_view)
duty = _twin("duty", duty_view)

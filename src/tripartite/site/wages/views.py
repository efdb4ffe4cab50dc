"""Was I paid right? Anyone may ask, without an account; what is typed is answered and forgotten."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from tripartite.records.errors import RecordsError
from tripartite.site.languages import data_language
from tripartite.site.library.kept import kept
from tripartite.site.people.access import public
from tripartite.site.places import COUNTRIES, country_name, standards
from tripartite.site.wages import scripts
from tripartite.site.wages.answer import answer
from tripartite.site.wages.asked import kinds_told
from tripartite.site.wages.forms import PayForm, weekday_names
from tripartite.site.wages.names import month_choices, month_name
from tripartite.site.wages.twin import twin
from tripartite.standards.load import WEEKDAYS
from tripartite.standards.views.remedy import contacts_view

PLACE = ("region", "wage_class", "sector", "workers")
WAGE = ("month", "basis", "wage", "piece_earnings", "hours_system", "month_hours", "long_there")


@public
@require_GET
@kept
def wages(request: HttpRequest) -> HttpResponse:
    """Which country's law?"""
    countries = sorted((country_name(code), code) for code in COUNTRIES)
    return render(request, "wages/countries.html", {"countries": countries})


# Nothing is changed by a question, so that there is nothing to forge; without a token no cookie is needed.
@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
@kept
def pay(request: HttpRequest, country: str) -> HttpResponse:
    """The form of one country; posted, its answer."""
    if country.upper() not in COUNTRIES or country != country.lower():
        raise Http404
    country = country.upper()
    language = get_language() or "en"
    days = request.POST.get("by") == "days"
    if request.method == "GET":
        return _page(request, PayForm(country, language))
    step = request.POST.get("step", "answer")
    if step in ("days", "totals", "change"):
        form = PayForm(country, language, request.POST, days=days if step == "change" else step == "days")
        form.is_bound = False
        form.initial = _typed(form, request)
        return _page(request, form)
    form = PayForm(country, language, request.POST, days=days)
    if not form.is_valid():
        return _page(request, form, status=422)
    case = form.case()
    try:
        told = answer(case, data_language(language))
    except RecordsError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=422)
    return _page(request, form, told=told, remedy=_remedy(country, language), month=month_name(case["month"]))


@lru_cache(maxsize=64)
def _remedy(country: str, language: str) -> SafeString:
    """Whom to turn to: the same for everybody in a language, and as much to draw as the rest of the answer."""
    view = contacts_view(standards(), country, data_language(language), "wages")
    return mark_safe(render_to_string("wages/remedy.html", {"remedy": view}))  # noqa: S308 - our own template


def _typed(form: PayForm, request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, to show again when the way of giving hours changes."""
    out: dict[str, Any] = {}
    for name in form.fields:
        if name == "rest_days":
            # An empty list is an answer where it was asked for: no day of the week is free.
            if request.POST.get("by") == "days":
                out[name] = request.POST.getlist(name)
        elif name in request.POST:
            out[name] = request.POST[name]
    return out


def _page(request: HttpRequest, form: PayForm, *, status: int = 200, **more: Any) -> HttpResponse:
    kinds = _kinds(form)
    context = {
        "form": form, "country": form.country, "kinds": kinds, "weeks": _weeks(form),
        "place": [form[n] for n in PLACE if n in form.fields], "wage": [form[n] for n in WAGE if n in form.fields],
        "strings": scripts.of_pay(form.currency, data_language(get_language())),
        "has_rare": any(k["rare"] for k in kinds),
        "rare_filled": any(f.value() for k in kinds if k["rare"] for f in k["fields"]),
        "typed": [(k, v) for k, values in request.POST.lists() if k in form.fields or k == "by" for v in values],
        **more,
    }  # fmt: skip
    response = render(
        request, "wages/answer.html" if "told" in more else "wages/pay.html", context, status=status
    )
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


def _kinds(form: PayForm) -> list[dict[str, Any]]:
    """Kinds of day with their fields, the rare ones apart."""
    if form.days:
        return []
    return [
        {"title": title, "fields": [form[h.key] for h in kind.hours], "rare": kind.rare}
        for title, kind in kinds_told(form.country, form.words)
    ]


def _weeks(form: PayForm) -> list[dict[str, Any]]:
    """The days of the month with their fields."""
    if not form.days:
        return []
    names = weekday_names()
    return [
        {
            "number": day.day,
            "weekday": names[day.weekday()],
            "key": WEEKDAYS[day.weekday()],
            "sunday": day.weekday() == 6,
            "fields": [form[f"{n}-{day:%d}"] for n in ("in", "out", "in2", "out2")],
            "holiday": form[f"holiday-{day:%d}"] if form.asked.choosable else None,
        }
        for day in form.month_days()
    ]


@public
@require_GET
@kept
def law(request: HttpRequest, country: str) -> HttpResponse:
    """The law of a country for the telephone to keep, with the day on which it was fetched."""
    if country.upper() not in COUNTRIES:
        raise Http404
    months = tuple(month for month, _ in month_choices(country.upper()))
    held = twin(country.upper(), data_language(get_language()), months)
    return JsonResponse(
        {**held, "kept": timezone.localdate().isoformat()},
        json_dumps_params={"separators": (",", ":"), "ensure_ascii": False},
    )


@public
@require_GET
@kept
def hours(request: HttpRequest) -> HttpResponse:
    """A worker's own log. It lies on the worker's device: the server never sees it."""
    return render(request, "wages/hours.html", {"strings": scripts.of_hours()})


@public
@require_GET
@kept
def paper_log(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    return render(request, "wages/paper.html", {"days": range(1, 32)})

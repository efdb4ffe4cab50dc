"""Views of a facility's checks: where they stand, what they found, down to a worker's month."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tripartite.reports import figures
from tripartite.reports.wording import Words, words
from tripartite.site.checks import presented
from tripartite.site.checks.addresses import about, go_to
from tripartite.site.checks.calendar import month_of
from tripartite.site.checks.comparison import compared
from tripartite.site.checks.downloads import FORMS
from tripartite.site.checks.explained import explained
from tripartite.site.checks.findings import A_PAGE, choices, count, filters_of, listed
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import Seen, check_for, open_check, read_named
from tripartite.site.checks.progress import per_cent
from tripartite.site.checks.reaper import requeue_abandoned
from tripartite.site.checks.templatetags.hours import PART_NAMES, weekdays
from tripartite.site.languages import data_language
from tripartite.site.people.access import Action, Standing, on_facility
from tripartite.site.people.models import Facility

A_LIST = 25


def _words() -> Words:
    return words(data_language(get_language()))


def _seen(facility: Facility, standing: Standing, number: int) -> tuple[Seen, Words, dict[str, Any]]:
    """A check's results as this person may see them, the words to tell them in, and what its pages know."""
    found = check_for(standing, facility, number)
    seen, w = open_check(found, standing), _words()
    return seen, w, {**about(found, standing), "seen": seen, "w": w, "summary": seen.summary}


@on_facility(Action.SEE)
def facility(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    """A facility and its checks, newest first; others than its own people see what was published."""
    checks = facility.checks.all() if standing.role else facility.checks.exclude(published_at=None)
    page = Paginator(checks, A_LIST).get_page(request.GET.get("page"))
    context = {
        "facility": facility,
        "organisation": facility.organisation,
        "standing": standing,
        "page": page,
        "may_work": standing.may(Action.WORK),
        "w": _words(),
    }
    return render(request, "checks/facility.html", context)


@on_facility(Action.SEE)
def check(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """Where a check stands: the next step of a draft, how far it is, why it failed, or its result."""
    found = check_for(standing, facility, check)
    if found.is_done:
        return _result(request, facility, standing, check)
    if found.state == Check.State.DRAFT and standing.may(Action.WORK):
        return go_to("check_mapping" if "sheets.json" in found.sealed else "check_files", found)
    return render(request, "checks/underway.html", {**about(found, standing), "per_cent": per_cent(found)})


@on_facility(Action.SEE)
def progress(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """How far a check is, as a piece of its page; once it stands still the page is asked for anew."""
    requeue_abandoned()
    found = check_for(standing, facility, check)
    response = render(
        request, "checks/progress.html", {**about(found, standing), "per_cent": per_cent(found)}
    )
    if not found.is_underway:
        response["HX-Refresh"] = "true"
    return response


def _result(request: HttpRequest, facility: Facility, standing: Standing, number: int) -> HttpResponse:
    seen, w, context = _seen(facility, standing, number)
    rows = presented.broken_rules(seen, w)
    others = facility.checks.filter(state=Check.State.DONE).exclude(number=number)
    if not standing.role:
        others = others.exclude(published_at=None)
    context |= {
        "about": presented.about(seen, w),
        "headline": presented.headline(seen, w),
        "first": rows[: presented.SHOWN_FIRST],
        "left": len(rows) - presented.SHOWN_FIRST,
        "topics": presented.by_topic(rows, w),
        "people": presented.people(seen, w),
        "sections": presented.sections(seen, w),
        "others": others[:10],
        "downloads": [(form, told.name) for form, told in FORMS.items()],
        "trouble": json.loads(read_named(seen.check, "trouble.json")) if seen.whole else [],
    }
    return render(request, "checks/result.html", context)


@on_facility(Action.SEE)
def findings(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """All findings, filtered by what stands in the address."""
    seen, w, context = _seen(facility, standing, check)
    con, filters = seen.tables(), filters_of(request.GET)
    n = count(con, filters)
    page = Paginator(range(n), A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "n": n,
        "rows": listed(seen, w, filters, first=max(page.start_index() - 1, 0)),
        "filters": filters,
        "choices": [(k, w[NAMES[k]], some) for k, some in choices(seen, w).items()],
    }
    return render(request, "checks/findings.html", context)


# What reports call that by which findings can be filtered.
NAMES = {
    "topic": "topic",
    "rule": "rule",
    "certainty": "certainty_word",
    "month": "month",
    "worker": "worker",
}


@on_facility(Action.SEE)
def finding(
    request: HttpRequest, facility: Facility, standing: Standing, check: int, finding: str
) -> HttpResponse:
    """One finding: its values, rows, formula and law."""
    seen, w, context = _seen(facility, standing, check)
    return render(request, "checks/finding.html", {**context, "told": explained(seen, w, finding)})


@on_facility(Action.SEE)
def rule(request: HttpRequest, facility: Facility, standing: Standing, check: int, rule: str) -> HttpResponse:
    """One rule of the check: what it asks, how often it was met and not, how far beyond, the worst cases."""
    seen, w, context = _seen(facility, standing, check)
    found = next((r for r in seen.summary["rules"] if r["rule"] == rule), None)
    if found is None:
        raise Http404
    breaches = figures.breaches(seen.con) if seen.con else {}
    context |= {
        "r": found,
        "row": presented.rule_row(found, seen, w, breaches),
        "pictures": presented.pictures(found, seen, w, breaches.get(rule)),
        "asks": presented.safe(w.html(found["asks"])),
        "settled": presented.safe(w.html(found["settled_by"])),
        "advice": presented.safe(w.html(found["advice"])),
        "why": [w.of("reasons", k) for k in found["cannot_tell_because"]],
        "rows": listed(seen, w, {"rule": rule}, most=10) if seen.con else [],
    }
    return render(request, "checks/rule.html", context)


@on_facility(Action.SEE)
def worker(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """One worker's month as a calendar. The worker stands in the query, which no log writes down."""
    seen, w, context = _seen(facility, standing, check)
    number = request.GET.get("worker", "")
    month = month_of(seen, w, number, request.GET.get("month", ""))
    sums = [(PART_NAMES[k], w.quantity(minutes, "minute"), k) for k, minutes in month.sums.items()]
    context |= {"worker": number, "month": month, "sums": sums, "weekdays": weekdays()}
    return render(request, "checks/worker.html", context)


@on_facility(Action.SEE)
def records(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """What was read and what was not, every rule held, and how it was done."""
    seen, w, context = _seen(facility, standing, check)
    seen.tables()
    return render(request, "checks/records.html", {**context, "sections": presented.about_records(seen, w)})


@on_facility(Action.SEE)
def compare(
    request: HttpRequest, facility: Facility, standing: Standing, check: int, earlier: int
) -> HttpResponse:
    """What changed since an earlier check."""
    seen, w, context = _seen(facility, standing, check)
    before = open_check(check_for(standing, facility, earlier), standing)
    return render(request, "checks/compare.html", {**context, "before": before, **compared(before, seen, w)})

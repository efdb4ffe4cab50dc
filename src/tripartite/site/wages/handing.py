"""A worker hands a log over, by a code, and can take it back by a receipt. No account, no cookie."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tripartite.site.people.access import public
from tripartite.site.people.operations import RefusedError
from tripartite.site.templatetags.told import day
from tripartite.site.wages import operations, scripts
from tripartite.site.wages.models import LogRequest


def consent_to(request: LogRequest) -> str:
    """The statement that a worker agrees to, kept with the log as it was read."""
    return _(
        "I hand my log of hours over to %(organisation)s. Workplace: %(workplace)s. Purpose: %(purpose)s. "
        "It is kept until %(until)s and then deleted. I can withdraw it before that with my receipt."
    ) % {
        "organisation": request.organisation.name, "workplace": request.workplace, "purpose": request.purpose,
        "until": day(request.until),
    }  # fmt: skip


# Who has neither account nor cookie cannot be made to act in another's name: a token would guard nothing.
@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Enter a code, see who asks and what for, hand over, get a receipt."""
    code = request.POST.get("code", "")
    found = operations.open_request(code) if code else None
    if request.method == "GET" or found is None:
        wrong = (
            _("No organisation takes logs under this code. Look at it again, or ask for a new one.")
            if code
            else ""
        )
        return _page(request, code=code, wrong=wrong, status=422 if wrong else 200)
    if request.POST.get("step") != "hand":
        return _page(request, found=found, code=code, consent=consent_to(found))
    wrong = "" if request.POST.get("agreed") else _("Tick that you agree, if you do.")
    if not wrong:
        try:
            _made, receipt = operations.hand_over(
                found,
                request.POST.get("csv", ""),
                request.POST.get("name", "")[:60],
                consent_to(found),
                get_language() or "en",
                shown_to_facility=bool(request.POST.get("shown")),
            )
        except RefusedError as error:
            wrong = str(error)
        else:
            told = "-".join(receipt[i : i + 4] for i in range(0, len(receipt), 4))
            return render(request, "wages/receipt.html", {"found": found, "receipt": told})
    return _page(request, found=found, code=code, consent=consent_to(found), wrong=wrong, status=422)


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "wages/hand_over.html", {"strings": scripts.of_hours(), **more}, status=status)


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a log back by its receipt."""
    receipt, wrong, done = request.POST.get("receipt", ""), "", None
    if receipt:
        try:
            done = operations.withdraw(receipt)
        except RefusedError as error:
            wrong = str(error)
    context = {"done": done, "wrong": wrong}
    return render(request, "wages/withdraw.html", context, status=422 if wrong else 200)

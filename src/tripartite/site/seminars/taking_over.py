"""What somebody learned on a device without an account is taken into theirs, when they ask for it."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tripartite.site.people.access import signed_in
from tripartite.site.people.models import User
from tripartite.site.places import COUNTRIES
from tripartite.site.seminars.curriculum import curriculum
from tripartite.site.seminars.models import Studied


@require_POST
@signed_in
def take(request: HttpRequest) -> HttpResponse:
    """Merge what a device holds, as study.js keeps it; told as JSON, so that a page to sign in is not taken for a yes."""
    held = _read(request.POST.get("held", ""))
    if not held:
        return JsonResponse({"taken": False}, status=422)
    merge(cast("User", request.user), held)
    messages.success(request, _("What this device held is now kept with your account."))
    return JsonResponse({"taken": True})


def _read(text: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What is known here of what a device holds, by country and module; what is broken or unknown is left out."""
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    out = {}
    for key, kept in said.items() if isinstance(said, dict) else ():
        country, _slash, module = key.partition("/")
        known = curriculum().modules.get(module)
        if country not in COUNTRIES or known is None or not isinstance(kept, dict):
            continue
        ids, answers = {q.id for q in known.questions}, kept.get("answers")
        given = answers.items() if isinstance(answers, dict) else ()
        right = {q: r for q, r in given if q in ids and isinstance(r, bool)}
        if right or kept.get("read") is True:
            out[country, module] = {"answers": right, "read": kept.get("read") is True}
    return out


@transaction.atomic
def merge(user: User, held: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Add what a device holds to an account. What was right or read on either side stays so."""
    for (country, module), kept in sorted(held.items()):
        row, _made = Studied.objects.select_for_update().get_or_create(
            user=user, module=module, country=country
        )
        for question, right in kept["answers"].items():
            before = row.answers.get(question)
            if before is None or (right and not before["right"]):
                # A device keeps whether it was right, not what was answered.
                row.answers[question] = {"given": None, "right": right}
        if kept["read"]:
            row.read = sorted({*row.read, "lesson"})
        row.save()

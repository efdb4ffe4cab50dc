"""The questionnaire on a participant's telephone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tripartite.site.people.access import by_participant
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import feedback
from tripartite.site.seminars.models import Participant


@require_http_methods(["GET", "HEAD", "POST"])
@by_participant
def give_feedback(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask, and keep what is said; who gave feedback already is thanked."""
    seminar = participant.seminar
    items = feedback.items_of(seminar)
    said = request.POST
    if request.method == "POST":
        marks = {i.key: int(m) for i in items if (m := said.get(i.key, "")) in map(str, feedback.MARKS)}
        try:
            feedback.give(participant, marks, {k: said.get(f"text-{k}", "") for k in feedback.TOPICS})
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("give_feedback", token=participant.token)
        participant.refresh_from_db()
    context = {
        "participant": participant, "seminar": seminar, "asked": feedback.is_asked(seminar),
        "items": [(i, said.get(i.key, "")) for i in items],
        "marks": [(str(n), feedback.MEANINGS[n]) for n in feedback.MARKS],
        "topics": [(k, label, said.get(f"text-{k}", "")) for k, label in feedback.TOPICS.items()],
        "most": feedback.MOST_LETTERS,
    }  # fmt: skip
    return render(request, "seminars/learning/feedback.html", context)

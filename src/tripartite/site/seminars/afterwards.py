"""What comes of a seminar, as pages: participants undertake and tell, organisers see where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tripartite.site.people.access import Action, Standing, by_participant, on_seminar
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import commitments
from tripartite.site.seminars.commitment_forms import CommitmentForm, FollowUpForm
from tripartite.site.seminars.models import Commitment, FollowUp, Participant, Seminar
from tripartite.site.seminars.views import about
from tripartite.site.sharing.forms import topic_choices


@by_participant
def own_commitments(request: HttpRequest, participant: Participant) -> HttpResponse:
    """A participant's commitments, with what they said of each; and a form for another."""
    form = CommitmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commitments.undertake(participant, **said)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. You will be asked what became of it."))
            return redirect("own_commitments", token=participant.token)
    context = {
        "participant": participant,
        "seminar": participant.seminar,
        "form": form,
        "rows": rows(participant.seminar, participant.commitments.all()),
        "today": timezone.localdate(),
    }
    return render(request, "seminars/own_commitments.html", context, status=422 if form.is_bound else 200)


@require_POST
@by_participant
def drop_commitment(request: HttpRequest, participant: Participant, number: int) -> HttpResponse:
    try:
        commitments.drop(get_object_or_404(participant.commitments, pk=number))
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("own_commitments", token=participant.token)


@by_participant
def tell(request: HttpRequest, participant: Participant, number: int) -> HttpResponse:
    """What became of a commitment at the time it is asked after."""
    found = get_object_or_404(
        FollowUp.objects.select_related("commitment__participant__seminar__organisation"),
        pk=number,
        commitment__participant=participant,
    )
    if found.due > timezone.localdate():
        raise Http404
    seminar = participant.seminar
    before, said = commitments.texts(seminar, [found.commitment.sealed_text, found.sealed_text])
    form = FollowUpForm(request.POST or None, instance=found, initial={"text": said})
    if request.method == "POST" and form.is_valid():
        commitments.tell(found, **form.cleaned_data)
        messages.success(request, _("Thank you. It is kept."))
        return redirect("own_commitments", token=participant.token)
    context = {
        "participant": participant,
        "seminar": seminar,
        "follow_up": found,
        "text": before,
        "form": form,
    }
    return render(request, "seminars/follow_up.html", context, status=422 if form.is_bound else 200)


@require_safe
@on_seminar(Action.SEE)
def list_commitments(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """All commitments of a seminar, where they stand, and whom to call."""
    made = Commitment.objects.filter(participant__seminar=seminar).select_related(
        "participant__seminar__organisation"
    )
    context = {
        **about(seminar, standing),
        "rows": rows(seminar, made),
        "standings": commitments.standings(seminar),
        "labels": FollowUp.Told.choices,
        "waiting": [(p, p.person) for p in commitments.waiting(seminar)],
        "today": timezone.localdate(),
    }
    return render(request, "seminars/commitments.html", context)


def rows(seminar: Seminar, made: Any) -> list[dict[str, Any]]:
    """Commitments with their clear texts and what was said of each."""
    found = list(made.prefetch_related("follow_ups"))
    topics = dict(topic_choices())
    texts = commitments.texts(seminar, [c.sealed_text for c in found])
    out = []
    for c, text in zip(found, texts, strict=True):
        asked = list(c.follow_ups.all())
        said = commitments.texts(seminar, [f.sealed_text for f in asked])
        follow_ups = list(zip(asked, said, strict=True))
        out.append(
            {
                "commitment": c,
                "topic": topics.get(c.topic, c.topic),
                "text": text,
                "follow_ups": follow_ups,
            }
        )
    return out

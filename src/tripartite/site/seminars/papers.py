"""The papers of a seminar: two parallel forms, drawn once, kept as they stand in every language of the seminar."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tripartite.site.languages import data_language
from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import standards
from tripartite.site.seminars.curriculum import curriculum, teaching
from tripartite.site.seminars.models import Attempt, Opening, Paper, Seminar
from tripartite.training.asking import Asked, askable
from tripartite.training.forms import draw_forms, most_questions
from tripartite.training.schema import Module

FEWEST = 5
Question = dict[str, Any]


def modules_of(seminar: Seminar) -> list[Module]:
    """The modules on the agenda, each once, in the curriculum's order."""
    named = set(seminar.sessions.exclude(module="").values_list("module", flat=True))
    return [m for m in curriculum().of_country(seminar.country) if m.id in named]


def languages_of(seminar: Seminar) -> list[str]:
    """The seminar's languages as the curriculum names them, the main one first."""
    return list(dict.fromkeys(data_language(c) for c in (seminar.language, *seminar.languages)))


def snapshots(
    seminar: Seminar, modules: Sequence[Module], seed: str
) -> tuple[list[Asked], dict[str, Question]]:
    """Questions that can be put in all languages of the seminar, and how each is kept."""
    languages = languages_of(seminar)
    by_language = {
        lang: {q.id: q for q in askable(curriculum(), teaching(seminar, lang), seed, modules)[0]}
        for lang in languages
    }
    first, *others = by_language.values()
    common = [q for q in first.values() if all(q.id in other for other in others)]
    kept = {q.id: snapshot({lang: found[q.id] for lang, found in by_language.items()}) for q in common}
    return common, kept


def snapshot(said: dict[str, Asked]) -> Question:
    """A question as it is kept: what one asks, and the key. Answers stand in one order in all languages."""
    q = next(iter(said.values()))
    places = list(range(len(q.answers)))
    if q.kind == "order":
        # Asked gives the steps in their right order; shown so, they would answer themselves.
        places = _mixed(places, q.id)
    key: Any = {"number": q.number, "tolerance": q.tolerance, "unit": q.unit}
    if q.kind == "order":
        key = [places.index(step) for step in range(len(places))]
    elif q.number is None:
        key = [n for n, a in enumerate(q.answers) if a.right]
    return {
        "id": q.id, "module": q.module, "objective": q.objective, "kind": q.kind, "level": q.level,
        "provision": q.provision, "doubtful": q.doubtful, "key": key,
        "texts": {
            lang: {
                "text": a.text, "answers": [a.answers[p].text for p in places], "unit": a.unit, "why": a.why, "law": a.law,
                "fallen_back": a.fallen_back,
            }
            for lang, a in said.items()
        },
    }  # fmt: skip


def _mixed(places: list[int], seed: str) -> list[int]:
    rng = random.Random(seed)  # noqa: S311 - the same order in all languages
    mixed = rng.sample(places, len(places))
    while mixed == places:
        mixed = rng.sample(places, len(places))
    return mixed


@transaction.atomic
def draw(actor: User | None, seminar: Seminar) -> list[Paper]:
    """Draw forms A and B from the modules on the agenda, anew as long as nobody answered. Raises RefusedError."""
    # Two who draw at once would each keep half of different forms.
    now = Seminar.objects.select_for_update().get(pk=seminar.pk)
    if Opening.objects.filter(seminar=now).exists() or Attempt.objects.filter(paper__seminar=now).exists():
        raise RefusedError(_("The test was opened or answered already; its papers stay as they are."))
    times = now.papers.count()
    seed = f"{now.secret} {times and now.papers.latest('pk').pk}"
    asked, kept = snapshots(now, modules_of(now), seed)
    length = min(now.questions, most_questions(asked))
    if length < FEWEST:
        raise RefusedError(
            _(
                "The modules on the agenda have too few questions for two papers of at least %(n)s. Put more modules on the agenda."
            )
            % {"n": FEWEST}
        )
    now.papers.all().delete()
    version = _version()
    papers = [
        Paper.objects.create(seminar=now, form=form, questions=[kept[q.id] for q in drawn], standards=version)
        for form, drawn in zip(Paper.Form.values, draw_forms(asked, length, seed), strict=True)
    ]
    audit.record(now.organisation, actor, "test.drawn", now, questions=length)
    return papers


def _version() -> str:
    """Which standards the answers come from."""
    prints = {key: room.fingerprint for key, room in standards().rooms.items()}
    return hashlib.sha256(json.dumps(prints, sort_keys=True).encode()).hexdigest()


def told(question: Question, language: str | None) -> dict[str, Any]:
    """A question's texts in a language of the site, else in the seminar's first."""
    texts: dict[str, dict[str, Any]] = question["texts"]
    return texts.get(data_language(language)) or next(iter(texts.values()))

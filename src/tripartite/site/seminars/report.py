"""What a seminar achieved, in D. L. Kirkpatrick's four levels, with groups of fewer than five people told nowhere.

D. L. Kirkpatrick, "Techniques for evaluating training programs", Journal of the ASTD 13 (1959): reaction, learning,
behaviour, results.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from babel.numbers import format_percent
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tripartite.reports.bundle_content import FEWEST
from tripartite.site.languages import data_language
from tripartite.site.people.models import Organisation, User
from tripartite.site.places import babel_locale
from tripartite.site.seminars import feedback
from tripartite.site.seminars import results as comparing
from tripartite.site.seminars.curriculum import curriculum, module_title, modules_of
from tripartite.site.seminars.groups import together
from tripartite.site.seminars.models import Attempt, FollowUp, Participant, Seminar, When
from tripartite.site.seminars.papers import told
from tripartite.training.gain import Gain, difference_of, gain_of
from tripartite.training.items import Item, alpha, analyse

# --- Reaction -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rated:
    """How one thing was rated; None where fewer than five rated it."""

    name: str
    n: int = 0
    mean: float | None = None
    counts: tuple[int, ...] = ()


def reaction(seminar: Seminar) -> dict[str, Any]:
    """Ratings and what was written; nothing of it where fewer than five gave feedback."""
    given = list(seminar.feedback.all())
    accepted = seminar.participants.filter(state=Participant.State.ACCEPTED).count()
    few = len(given) < FEWEST
    return {
        "few": few, "n": len(given), "of": accepted,
        "items": [] if few else [_rated(i, [f.ratings[i.key] for f in given if i.key in f.ratings]) for i in feedback.items_of(seminar)],
        "written": [] if few else [(feedback.TOPICS[k], said) for k, said in feedback.written(seminar).items()],
        "subjects": [] if few else subjects(seminar),
    }  # fmt: skip


def subjects(seminar: Seminar) -> list[tuple[str, list[str]]]:
    """What was written by the modules it speaks of, the rest last; empty where no module was named by five people."""
    said = feedback.by_subject(seminar)
    told = [m for m in modules_of(seminar) if any(m in s.subjects for s in said)]
    groups = [(topic_name(seminar, m), sorted(s.text for s in said if m in s.subjects)) for m in told]
    rest = sorted(s.text for s in said if not s.subjects)
    return [*groups, (_("Other topics"), rest)] if groups and rest else groups


def _rated(item: feedback.Item, marks: Sequence[int]) -> Rated:
    if len(marks) < FEWEST:
        return Rated(item.name)
    counts = Counter(marks)
    return Rated(item.name, len(marks), sum(marks) / len(marks), tuple(counts[m] for m in feedback.MARKS))


# --- Learning -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sitting:
    """A person's two tests: which questions were right, by question, of those on each paper."""

    side: str
    before: Attempt
    after: Attempt
    right_before: Mapping[str, bool]
    right_after: Mapping[str, bool]


def learning(seminar: Seminar) -> dict[str, Any]:
    """Gain of those who took both tests: of all, by side, topic and objective; and what the papers were worth."""
    attempts = list(
        Attempt.objects.filter(participant__seminar=seminar).select_related("paper", "participant").prefetch_related("answers")
    )  # fmt: skip
    both = _sittings(attempts)
    return {
        "all": gain_of([_pair(s) for s in both]),
        "sides": _by_side(both),
        "topics": _by_topic(seminar, both),
        "objectives": _by_objective(both),
        "forms": _forms_alike(both),
        "papers": [_paper(seminar, attempts, form) for form in ("A", "B")],
    }


def _sittings(attempts: Sequence[Attempt]) -> list[Sitting]:
    by_person: dict[int, dict[str, Attempt]] = defaultdict(dict)
    for a in attempts:
        by_person[a.participant_id][a.when] = a
    return [
        Sitting(two[When.BEFORE].participant.side, two[When.BEFORE], two[When.AFTER], _right(two[When.BEFORE]), _right(two[When.AFTER]))
        for two in by_person.values()
        if len(two) == 2
    ]  # fmt: skip


def _right(attempt: Attempt) -> dict[str, bool]:
    """What was not answered is not right."""
    right = {a.question for a in attempt.answers.all() if a.right}
    return {q["id"]: q["id"] in right for q in attempt.paper.questions}


Chosen = Callable[[dict[str, Any]], bool]


def _pair(s: Sitting, chosen: Chosen = bool) -> tuple[float, float]:
    """Shares right before and after, of all questions or of those that are chosen."""
    shares = []
    for attempt, right in ((s.before, s.right_before), (s.after, s.right_after)):
        asked = [right[q["id"]] for q in attempt.paper.questions if chosen(q)]
        shares.append(sum(asked) / len(asked))
    return shares[0], shares[1]


def _by_side(both: Sequence[Sitting]) -> list[tuple[str, Gain]]:
    groups = together(Counter(s.side for s in both))
    return [
        (_(" and ").join(str(Organisation.Side(side).label) for side in sorted(group)), gain_of([_pair(s) for s in both if s.side in group]))
        for group in groups
    ]  # fmt: skip


def _by_topic(seminar: Seminar, both: Sequence[Sitting]) -> list[tuple[str, Gain]]:
    """Both papers hold the same objectives, so each gain is of the same people and none is found by subtraction."""
    modules = dict.fromkeys(q["module"] for s in both[:1] for q in s.before.paper.questions)
    return [
        (topic_name(seminar, m), gain_of([_pair(s, lambda q, m=m: q["module"] == m) for s in both]))  # type: ignore[misc]
        for m in modules
    ]


def _by_objective(both: Sequence[Sitting]) -> list[tuple[str, Gain]]:
    objectives = dict.fromkeys(
        (q["module"], q["objective"]) for s in both[:1] for q in s.before.paper.questions
    )
    return [
        (_objective_name(*o), gain_of([_pair(s, lambda q, o=o: (q["module"], q["objective"]) == o) for s in both]))  # type: ignore[misc]
        for o in objectives
    ]  # fmt: skip


def topic_name(seminar: Seminar, module: str) -> str:
    found = curriculum().modules.get(module)
    return module_title(found, seminar.country) if found else module


def _objective_name(module: str, objective: str) -> str:
    found = curriculum().modules.get(module)
    if found is None or objective not in found.objectives:
        return objective
    text = found.objectives[objective].text
    return text.get(data_language(get_language())) or text["en"]


def _forms_alike(both: Sequence[Sitting]) -> dict[str, Any] | None:
    """Whether paper A was as hard as B, by those who had each before the seminar; lots decided who had which."""
    scores = {form: [_pair(s)[0] for s in both if s.before.paper.form == form] for form in ("A", "B")}
    if min(len(x) for x in scores.values()) < FEWEST:
        return None
    d, low, high = difference_of(scores["A"], scores["B"])
    return {"difference": d, "low": low, "high": high, "alike": low <= 0 <= high}


def forms_told(forms: dict[str, Any] | None) -> str:
    """Which paper was answered better before the seminar, and what that means; empty where it is not known."""
    if forms is None:
        return ""
    turned = forms["difference"] < 0
    bounds = (-forms["high"], -forms["low"]) if turned else (forms["low"], forms["high"])
    found = _(
        "Before the seminar, paper %(better)s was answered better than %(other)s by %(d)s (95 %%: %(low)s to %(high)s)."
    ) % {
        "better": "B" if turned else "A", "other": "A" if turned else "B",
        "d": percent(abs(forms["difference"])), "low": percent(bounds[0]), "high": percent(bounds[1]),
    }  # fmt: skip
    meaning = (
        _("That they are of one difficulty is not contradicted.")
        if forms["alike"]
        else _(
            "The papers were not of one difficulty. As half of the people had each first, the gain of all is still fair; that of few people may not be."
        )
    )
    return f"{found} {meaning}"


def percent(value: float) -> str:
    return format_percent(value, locale=babel_locale())


def _paper(seminar: Seminar, attempts: Sequence[Attempt], form: str) -> dict[str, Any]:
    """How good the questions of a form are, by all who took it; empty where they are too few to tell."""
    taken = [a for a in attempts if a.paper.form == form]
    questions = taken[0].paper.questions if taken else []
    scores = np.array([[float(r) for r in _right(a).values()] for a in taken]) if taken else np.empty((0, 0))
    items = analyse(scores)
    return {
        "form": form,
        "alpha": alpha(scores) if items else None,
        "items": [
            {"text": told(q, get_language())["text"], "item": item, "flags": _flags(item)}
            for q, item in zip(questions, items or [], strict=False)
        ],
    }


def _flags(item: Item) -> list[str]:
    names = {
        "hard": _("hardly anybody knew it"),
        "easy": _("nearly everybody knew it"),
        "weak": _("tells little of who knows more"),
        "wrong-way": _("those who know more get it wrong: look at the key"),
    }
    return [names[f] for f in item.flags]


# --- Behaviour ------------------------------------------------------------------------------------------


def behaviour(seminar: Seminar) -> dict[str, Any]:
    """What was undertaken and what is told of it; what is not answered is not known."""
    made = seminar.participants.filter(commitments__isnull=False).distinct().count()
    due = FollowUp.objects.filter(commitment__participant__seminar=seminar, due__lte=timezone.localdate())
    counts = Counter(due.values_list("told", flat=True))
    # Of a handful of people even numbers name them.
    return {
        "few": made < FEWEST, "people": made, "due": sum(counts.values()),
        "told": [(FollowUp.Told(k).label, counts[k]) for k in FollowUp.Told.values if counts[k]],
    }  # fmt: skip


# --- Results --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """Of how many rules of a topic, each counted in each facility, the share of people not met is lower, the same, ..."""

    topic: str
    lower: int
    same: int
    higher: int
    cannot_tell: int

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of `share_headings`."""
        return self.lower, self.same, self.higher, self.cannot_tell

    @property
    def named_counts(self) -> list[tuple[str, int]]:
        return list(zip(share_headings(), self.counts, strict=True))


def share_headings() -> list[str]:
    return [
        pgettext("share", "lower"), pgettext("share", "the same"), pgettext("share", "higher"), pgettext("share", "cannot tell"),
    ]  # fmt: skip


def results(seminar: Seminar, user: User) -> dict[str, Any]:
    """Checks before and after at the facilities followed: as much as sharing lets the organiser see, small groups not shown."""
    found = comparing.results(seminar, user, hide_few=True)
    known = [r for r in found if r.topics]
    return {"facilities": found, "followed": len(found), "known": len(known), "topics": tallies(known)}


def tallies(known: Sequence[comparing.Result]) -> list[Tally]:
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for topic, rows in (pair for r in known for pair in r.topics):
        shares[topic].update(c.share for c in rows)
    return [Tally(topic, n["lower"], n["same"], n["higher"], n[""]) for topic, n in shares.items()]

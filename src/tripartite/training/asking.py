"""Questions made ready to be asked: of one country, day, language and seed, with the answer from the standards."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from tripartite.currencies import COUNTRY_CURRENCY, CURRENCIES
from tripartite.training.examples import told
from tripartite.training.load import Curriculum
from tripartite.training.pay_cases import make_case, worked
from tripartite.training.schema import Module, Question
from tripartite.training.values import NotHeldError, Seminar

# How a unit of the measures is asked for: how many of its smallest make one, and the name in `unit_names`.
UNITS = {
    "minute": (60, "hour"),
    "bp": (100, "%"),
    "day": (1, "day"),
    "year": (1, "year"),
    "month": (1, "month"),
    "count": (1, "count"),
}


@dataclass(frozen=True)
class Answer:
    """One answer to choose, and whether it is right."""

    text: str
    right: bool


@dataclass(frozen=True)
class Asked:
    """A question as it is put. answers: in the order shown; of an order question, in their right order.

    number and tolerance: of a numeric question. law: where the answer stands. doubtful: that provision was not yet
    read in a source, and whoever asks must say so. fallen_back: something is in English for want of a translation.
    """

    id: str
    module: str
    objective: str
    kind: str
    level: int
    text: str
    answers: tuple[Answer, ...]
    number: float | None
    tolerance: float
    unit: str
    why: str
    provision: str
    law: str
    doubtful: bool
    fallen_back: bool

    @property
    def explained(self) -> str:
        """Why, and where the answer stands unless that was said."""
        return self.why if self.law in self.why else f"{self.why} [{self.law}]"


def ask(question: Question, seminar: Seminar, seed: str) -> Asked:
    """The question ready to be put. Raises NotHeldError where the country has no verified value for it."""
    s = Seminar(seminar.standards, seminar.names, seminar.country, seminar.day, seminar.lang)
    rng = random.Random(f"{seed} {question.id}")  # noqa: S311 - the same paper from the same seed
    provision = s.provision(question.provision)
    text = "\n\n".join(filter(None, (s.say(question.given), s.say(question.asks))))
    number: float | None = None
    tolerance, unit, why = 0.0, "", s.say(question.why)
    if question.case:
        pay = make_case(question.case, s.country, s.day, seed + question.id)
        text = f"{told(pay, s)}\n\n{text}"
        number, tolerance, unit = pay.answer, pay.tolerance, COUNTRY_CURRENCY[s.country]
        why = f"{why} {worked(pay, s.words)}"
    elif question.value:
        number, unit = _number(question.value, s)
    answers = _answers(question, s, rng)
    if s.unverified:
        raise NotHeldError(f"{question.id}: not verified: {', '.join(sorted(s.unverified))}")
    if len({a.text for a in answers}) < len(answers):
        raise NotHeldError(f"{question.id}: two answers are the same in {s.country}")
    law = s.words.cite(s.standards.instrument(provision).title, provision.article)
    return Asked(
        question.id, question.module, question.objective, question.kind, question.level, text, answers, number, tolerance,
        unit, why, provision.id, law, not provision.verified, s.fallen_back,
    )  # fmt: skip


def _answers(question: Question, s: Seminar, rng: random.Random) -> tuple[Answer, ...]:
    if question.kind == "order":
        return tuple(Answer(s.say(t), right=True) for t in question.order)
    answers = [Answer(s.say(t), right=True) for t in question.right]
    answers += [Answer(s.say(t), right=False) for t in question.wrong]
    rng.shuffle(answers)
    return tuple(answers)


def _number(name: str, s: Seminar) -> tuple[float, str]:
    value = s.held(name).value
    if value.unit == "money":
        if name != "minimum-wage":
            raise NotHeldError(
                f"{name}: an amount that is nought or differs by place is no number to ask for"
            )
        currency = COUNTRY_CURRENCY[s.country]
        return value.number / CURRENCIES[currency], currency
    size, unit = UNITS[value.unit]
    return value.number / size, str(s.words.entries["unit_names"].get(unit, unit))


def askable(
    curriculum: Curriculum, seminar: Seminar, seed: str, modules: Iterable[Module] | None = None
) -> tuple[list[Asked], list[str]]:
    """All questions that can be put in a seminar, and why each of the others cannot."""
    asked, left_out = [], []
    for m in modules if modules is not None else curriculum.of_country(seminar.country):
        for q in m.questions:
            if q.countries and seminar.country not in q.countries:
                continue
            try:
                asked.append(ask(q, seminar, seed))
            except NotHeldError as reason:
                left_out.append(str(reason) if str(reason).startswith(q.id) else f"{q.id}: {reason}")
    return asked, left_out

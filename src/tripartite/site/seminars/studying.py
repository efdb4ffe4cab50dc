"""What one learns by oneself: modules of a country as its law holds today, their questions, and how far one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tripartite.site.languages import data_language
from tripartite.site.library.choices import topic_choices
from tripartite.site.people.models import User
from tripartite.site.places import COUNTRIES
from tripartite.site.seminars.answering import Given, is_right
from tripartite.site.seminars.curriculum import curriculum, module_title, teaching_of
from tripartite.site.seminars.models import Studied
from tripartite.site.seminars.papers import Question, snapshot
from tripartite.site.templatetags.told import number
from tripartite.standards.views.language import OWN_LANGUAGE
from tripartite.training.asking import askable
from tripartite.training.lesson import Lesson, lesson_of
from tripartite.training.schema import Module

# The same cases and the same order of answers each time, so that what was answered keeps its meaning.
SEED = "self-study"


@dataclass
class Study:
    """A module in a country, in the reader's language, and what its reader has done so far (None: not known here)."""

    module: Module
    country: str
    kept: Studied | None = None

    @property
    def title(self) -> str:
        return module_title(self.module, self.country)

    @cached_property
    def questions(self) -> list[Question]:
        """Those that can be put in the country today; without a value in force there is none to ask for."""
        asked, _left_out = askable(curriculum(), teaching_of(self.country), SEED, [self.module])
        return [snapshot({data_language(get_language()): q}) for q in asked]

    @property
    def ids(self) -> str:
        return " ".join(q["id"] for q in self.questions)

    @property
    def told(self) -> str:
        """How many were right, where something was answered."""
        given = [r for q in self.questions if (r := self.right(q["id"])) is not None]
        return counted(sum(given), len(self.questions)) if given else ""

    @property
    def read(self) -> bool:
        return bool(self.kept and "lesson" in self.kept.read)

    @property
    def progress(self) -> str:
        """How far one is, in words; empty where nothing is kept."""
        return " · ".join(filter(None, (_("lesson read") if self.read else "", self.told)))

    def right(self, question: str) -> bool | None:
        """Whether the last answer to a question was right; None where none is kept."""
        answer = self.kept.answers.get(question) if self.kept else None
        return bool(answer["right"]) if answer else None

    @property
    def marks(self) -> list[tuple[int, str, bool | None]]:
        """Each question's number, id and how it was answered."""
        return [(n, q["id"], self.right(q["id"])) for n, q in enumerate(self.questions, 1)]


@dataclass(frozen=True)
class Read:
    """A lesson to read. left_out: lines that the country has nothing for; fallen_back: English for want of a translation."""

    lesson: Lesson
    left_out: bool
    fallen_back: bool


def counted(right: int, of: int) -> str:
    return _("{n} of {all} right").format(n=number(right), all=number(of))


def country_of(asked: str) -> str | None:
    """The country asked for, else the one whose law a reader of the language most likely looks for; None: no such one."""
    if asked:
        return asked.upper() if asked.upper() in COUNTRIES else None
    own = {language: country.upper() for country, language in OWN_LANGUAGE.items()}
    return own.get(data_language(get_language()), COUNTRIES[0])


def study(user: Any, module: str, country: str) -> Study | None:
    """A module as somebody studies it; None where the country has no such module."""
    found = curriculum().modules.get(module)
    if found is None or found not in curriculum().of_country(country):
        return None
    return Study(found, country, _kept(user, country).get(module))


def by_topic(user: Any, country: str) -> list[tuple[str, list[Study]]]:
    """All modules of a country by their topic's name, in the curriculum's order."""
    kept = _kept(user, country)
    names = {t["id"]: t["name"]["text"] for t in topic_choices(data_language(get_language()))}
    out: dict[str, list[Study]] = {}
    for m in curriculum().of_country(country):
        out.setdefault(names[m.topic], []).append(Study(m, country, kept.get(m.id)))
    return list(out.items())


def _kept(user: Any, country: str) -> dict[str, Studied]:
    return {s.module: s for s in user.studied.filter(country=country)} if user.is_authenticated else {}


def lesson(study: Study) -> Read:
    teaching = teaching_of(study.country)
    filled = lesson_of(study.module, teaching)
    return Read(filled, filled.left_out, teaching.fallen_back or teaching.lang not in study.module.texts)


@transaction.atomic
def answer(user: User, study: Study, question: Question, given: Given) -> Study:
    """Keep an answer; the last one counts."""
    row = _row(user, study)
    row.answers[question["id"]] = {"given": given, "right": is_right(question, given)}
    row.save()
    return Study(study.module, study.country, row)


@transaction.atomic
def has_read(user: User, study: Study) -> None:
    row = _row(user, study)
    row.read = sorted({*row.read, "lesson"})
    row.save()


def _row(user: User, study: Study) -> Studied:
    """Locked, as two answers from two windows may come at once."""
    row, _made = Studied.objects.select_for_update().get_or_create(
        user=user, module=study.module.id, country=study.country
    )
    return row

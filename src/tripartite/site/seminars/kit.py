"""The kit of a seminar: all that a trainer needs on paper, for a country and in a language, as one archive."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from tripartite.site.languages import data_language
from tripartite.site.places import standards
from tripartite.site.seminars.curriculum import curriculum, module_title, session_title
from tripartite.site.seminars.models import Seminar
from tripartite.standards.fields import StandardsError
from tripartite.training.asking import askable
from tripartite.training.exchange import moodle_xml
from tripartite.training.forms import draw_forms
from tripartite.training.lesson import lesson_of, page_of
from tripartite.training.packages.content import Material
from tripartite.training.packages.scorm import scorm
from tripartite.training.paper import paper_page
from tripartite.training.schema import Module
from tripartite.training.values import Seminar as Teaching

# What is printed of each module: for the room, for each participant, and for who leads.
PAGES = {
    "slides": ("slides",),
    "handout": ("handout",),
    "guide": ("lesson", "facilitator", "exercise", "case"),
}


def kit(seminar: Seminar, country: str, language: str, on: date) -> bytes:
    """A ZIP archive: read-me, agenda, a folder for each module, the two papers with their keys, a question bank."""
    lang = data_language(language)
    teaching = Teaching(standards(), curriculum().names, country, on, lang)
    out = io.BytesIO()
    with translation.override(language), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        modules = _modules(seminar, country)
        archive.writestr("README.txt", _read_me(seminar, modules, country))
        archive.writestr("agenda.csv", _agenda(seminar, {m.id for m in modules}))
        for number, module in enumerate(modules, 1):
            for name, content in _module_files(seminar, module, teaching):
                archive.writestr(f"{number:02}-{module.id}/{name}", content)
        for name, text in _papers(seminar, modules, teaching):
            archive.writestr(name, text)
    return out.getvalue()


def _modules(seminar: Seminar, country: str) -> list[Module]:
    """The modules of its agenda that the country has, in their order."""
    held = {m.id: m for m in curriculum().of_country(country)}
    wanted = dict.fromkeys(s.module for s in seminar.sessions.all() if s.module)
    return [held[m] for m in wanted if m in held]


def _module_files(seminar: Seminar, module: Module, teaching: Teaching) -> Iterator[tuple[str, str | bytes]]:
    """Its pages, and the module as a package for Moodle and the like."""
    lesson = lesson_of(module, teaching)
    for name, parts in PAGES.items():
        there = [p for p in parts if p in lesson.parts]
        if there:
            yield f"{name}.html", page_of(lesson, teaching, there)
    asked, _left_out = askable(curriculum(), teaching, _seed(seminar), [module])
    yield "scorm.zip", scorm(Material(module.id, lesson, tuple(asked), teaching))


def _seed(seminar: Seminar) -> str:
    """Of other papers than those of the seminar itself, which nobody may know beforehand."""
    return f"{seminar.code} kit"


def _papers(seminar: Seminar, modules: list[Module], teaching: Teaching) -> Iterator[tuple[str, str]]:
    seed = _seed(seminar)
    asked, _left_out = askable(curriculum(), teaching, seed, modules)
    length = seminar.questions
    while length:
        try:
            forms = draw_forms(asked, length, seed)
            break
        except StandardsError:
            length -= 1
    else:
        return
    for letter, form in zip("AB", forms, strict=True):
        yield f"test-{letter}.html", paper_page(form, teaching, letter, key=False)
        yield f"test-{letter}-key.html", paper_page(form, teaching, letter, key=True)
    yield "questions-moodle.xml", moodle_xml(asked)


def _read_me(seminar: Seminar, modules: list[Module], country: str) -> str:
    files = (
        ("agenda.csv", _("the agenda, to be opened in a spreadsheet")),
        ("*/guide.html", _("for who leads: lesson, notes, exercise, case")),
        ("*/slides.html", _("slides")),
        ("*/handout.html", _("for participants")),
        ("*/scorm.zip", _("the module for Moodle and other learning platforms (SCORM 1.2)")),
        ("test-A.html, test-B.html", _("the test before and after; half the group has A first, half B")),
    )
    lines = [
        seminar.title,
        "",
        _("Everything to hold this seminar yourself. Open the pages in a browser and print them."),
        "",
        *(f"{name}  {what}" for name, what in files),
        "",
        *(f"{n:02}-{m.id}  {module_title(m, country)}" for n, m in enumerate(modules, 1)),
        "",
        _("This is information, not legal advice."),
    ]
    return "\r\n".join(lines) + "\r\n"


def _agenda(seminar: Seminar, modules: set[str]) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    table = csv.writer(out)
    table.writerow([_("Day"), _("Begins"), _("Minutes"), _("Session")])
    for s in seminar.sessions.all():
        if not s.module or s.module in modules:
            table.writerow([s.day, f"{s.starts:%H:%M}", s.minutes, session_title(s)])
    return out.getvalue()

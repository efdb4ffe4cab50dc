"""The curriculum as the site's seminars use it: read once, its modules by name in the reader's language."""

from __future__ import annotations

from functools import cache

from django.utils import timezone
from django.utils.translation import get_language

from tripartite.reports.wording import words
from tripartite.site.languages import data_language
from tripartite.site.places import standards
from tripartite.site.seminars.models import Seminar, Session
from tripartite.training.load import Curriculum, load_curriculum
from tripartite.training.schema import Module
from tripartite.training.values import Seminar as Teaching


@cache
def curriculum() -> Curriculum:
    """The whole curriculum, read once in each process."""
    return load_curriculum()


def teaching(seminar: Seminar, language: str | None = None) -> Teaching:
    """The seminar as lessons and questions know it: law of its country as it holds on its first day."""
    lang = data_language(language or get_language())
    return Teaching(standards(), curriculum().names, seminar.country, seminar.first_day, lang)


def teaching_of(country: str, language: str | None = None) -> Teaching:
    """What is taught without a seminar: law of a country as it holds today."""
    lang = data_language(language or get_language())
    return Teaching(standards(), curriculum().names, country, timezone.localdate(), lang)


def module_title(module: Module, country: str, language: str | None = None) -> str:
    """What a module is called in a country's seminars."""
    lang = data_language(language or get_language())
    title = str(module.title.get(lang) or module.title["en"])
    return title.replace("{country}", words(lang).of("countries", country))


def modules_of(seminar: Seminar) -> list[str]:
    """The modules on a seminar's agenda, in its order, each once."""
    named = seminar.sessions.exclude(module="").values_list("module", flat=True)
    return [m for m in dict.fromkeys(named) if m in curriculum().modules]


def session_title(session: Session, language: str | None = None) -> str:
    """What a session is called: its own title, else its module's, else its kind."""
    module = curriculum().modules.get(session.module)
    if session.title or module is None:
        return session.title or session.get_kind_display()
    return module_title(module, session.seminar.country, language)

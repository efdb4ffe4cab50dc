"""The sentences that the site says: found in its templates and code, to hold its catalogues against."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract_javascript, extract_python
from django.utils.translation.template import templatize

from tripartite.site.languages import SITE, locale_name

KEYWORDS = (
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy",
    "pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def scope_of(catalogues: Path) -> Path:
    """The folder whose sentences a folder of catalogues translates."""
    return catalogues.parent


def messages_of(folder: Path) -> list[polib.POEntry]:
    """All sentences below a folder, each once, without those of apps that have catalogues of their own."""
    entries: dict[tuple[str | None, str], polib.POEntry] = {}
    for path in _sources(folder):
        for msgctxt, msgid, plural in _extracted(path):
            entry = entries.setdefault(
                (msgctxt, msgid), polib.POEntry(msgid=msgid, msgid_plural=plural, msgctxt=msgctxt)
            )
            entry.msgid_plural = entry.msgid_plural or plural
            where = (path.relative_to(SITE).as_posix(), "")
            if where not in entry.occurrences:
                entry.occurrences.append(where)
            if PLACEHOLDER.search(msgid) and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return sorted(entries.values(), key=lambda e: (e.msgid, e.msgctxt or ""))


def borrowed(code: str) -> list[polib.POEntry]:
    """Sentences of Django and allauth that people meet here and that these do not say, or say wrongly, in a language."""
    locale = locale_name(code)
    said = _said_upstream(locale)
    return [
        e
        for e in polib.pofile(str(SITE / "borrowed.pot"))
        if (e.msgctxt, e.msgid) not in said or locale in e.comment.split()
    ]


def _said_upstream(locale: str) -> set[tuple[str | None, str]]:
    import allauth
    import django

    packages = [Path(str(p.__file__)).parent for p in (django, allauth)]
    folders = [packages[0] / "conf", packages[0] / "contrib" / "auth", packages[1]]
    catalogues = [f / "locale" / locale / "LC_MESSAGES" / "django.po" for f in folders]
    return {
        (e.msgctxt, e.msgid) for c in catalogues if c.exists() for e in polib.pofile(str(c)) if e.translated()
    }


def _sources(folder: Path) -> list[Path]:
    apart = [p.parent for p in SITE.glob("*/locale")] if folder == SITE else []
    found = [*folder.rglob("*.py"), *folder.rglob("templates/**/*.html"), *folder.rglob("templates/**/*.txt")]
    return sorted(p for p in found if not any(a in p.parents for a in apart) and "migrations" not in p.parts)


def _extracted(path: Path) -> list[tuple[str | None, str, str]]:
    text = path.read_text(encoding="utf-8")
    keywords = dict.fromkeys(KEYWORDS)
    if path.suffix == ".py":
        found = extract_python(BytesIO(text.encode()), keywords, [], {})
    else:
        # Django turns a template into calls among blanked text; Python's tokens would trip over the rest of it.
        calls = re.sub(r"\bu(?=['\"])", "", templatize(text))
        found = extract_javascript(BytesIO(calls.encode()), keywords, [], {"template_string": False})
    out = []
    for _, function, arguments, _ in found:
        said = [
            a
            for a in (arguments if isinstance(arguments, tuple | list) else [arguments])
            if isinstance(a, str)
        ]
        if not said:
            continue
        context = said.pop(0) if "pgettext" in str(function) else None
        out.append((context, said[0], said[1] if str(function).startswith("n") and len(said) > 1 else ""))
    return out

"""Every sentence of the site in all seven languages."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tripartite.site.languages import LANGUAGES_SPOKEN, SITE, catalogue_folders, locale_name
from tripartite.site.messages import borrowed, messages_of, scope_of

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
FOLDERS = catalogue_folders()


@pytest.mark.parametrize("code", [code for code, _ in LANGUAGES_SPOKEN[1:]])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.parent.name)
def test_nothing_waits_for_its_translation(folder, code):
    wanted = messages_of(scope_of(folder)) + (borrowed(code) if folder.parent == SITE else [])
    held = {
        (e.msgctxt, e.msgid): e
        for e in polib.pofile(str(folder / locale_name(code) / "LC_MESSAGES" / "django.po"))
    }
    missing = [
        e.msgid
        for e in wanted
        if (e.msgctxt, e.msgid) not in held or not held[e.msgctxt, e.msgid].translated()
    ]
    assert not missing, f"run tools/make_messages.py and translate: {missing[:10]}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.parent.name)
def test_translations_keep_what_is_filled_in(folder):
    for path in folder.glob("*/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                if text:
                    said = set(PLACEHOLDER.findall(text))
                    allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(
                        PLACEHOLDER.findall(entry.msgid_plural)
                    )
                    assert said <= allowed, f"{path}: {entry.msgid}: {said - allowed}"
                    assert said == set(PLACEHOLDER.findall(entry.msgid)) or entry.msgid_plural, (
                        f"{path}: {entry.msgid}"
                    )


@pytest.mark.parametrize("code", [code for code, _ in LANGUAGES_SPOKEN[1:]])
def test_one_sentence_has_one_translation(code):
    """Django makes one catalogue of all: of two translations one app's stands on the other's pages too.

    Where a word means two things, `context` in the template, or pgettext, tells them apart.
    """
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for folder in FOLDERS:
        for entry in polib.pofile(str(folder / locale_name(code) / "LC_MESSAGES" / "django.po")):
            told = entry.msgstr or str(entry.msgstr_plural)
            said.setdefault((entry.msgctxt, entry.msgid), {})[told] = folder.parent.name
    assert not {key: told for key, told in said.items() if len(told) > 1}


def test_no_sentence_hides_in_an_f_string():
    """There the catalogue's reader does not find it, and it stays English."""
    hidden = re.compile(r"""f["'][^\n]*\{n?p?(?:_|gettext)\(""")
    found = [str(p) for p in SITE.rglob("*.py") if hidden.search(p.read_text(encoding="utf-8"))]
    assert not found


def test_sentences_of_templates_and_code_are_found():
    assert "Skip to content" in {e.msgid for e in messages_of(SITE)}
    found = {e.msgid for e in messages_of(SITE / "people")}
    assert "Set up an organisation" in found
    assert "%(organisation)s invites you to join. Your role: %(role)s." in found
    assert "An organisation needs an administrator. Make somebody else one first." in found


def test_borrowed_sentences_are_still_said_by_their_libraries():
    import allauth
    import django

    roots = [Path(str(p.__file__)).parent for p in (django, allauth)]
    folders = [roots[0] / "conf", roots[0] / "contrib" / "auth", roots[1]]
    said = {
        (e.msgctxt, e.msgid)
        for f in folders
        for e in polib.pofile(str(f / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    }
    gone = [e.msgid for e in polib.pofile(str(SITE / "borrowed.pot")) if (e.msgctxt, e.msgid) not in said]
    assert not gone

"""Write what the site says into its catalogues: new sentences are added empty, gone ones removed, translations kept.

.venv/bin/python tools/make_messages.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

from tripartite.site.languages import LANGUAGES_SPOKEN, SITE, catalogue_folders, locale_name
from tripartite.site.messages import borrowed, messages_of, scope_of


def main() -> int:
    missing = 0
    for folder in catalogue_folders():
        own = messages_of(scope_of(folder))
        for code, _ in LANGUAGES_SPOKEN[1:]:
            said = {(e.msgctxt, e.msgid) for e in own}
            lent = borrowed(code) if folder.parent == SITE else []
            found = own + [e for e in lent if (e.msgctxt, e.msgid) not in said]
            missing += _bring_up_to_date(
                folder / locale_name(code) / "LC_MESSAGES" / "django.po", code, found
            )
    print(f"{missing} sentences wait for their translation")  # noqa: T201
    return 0


def _bring_up_to_date(path: Path, code: str, found: list[polib.POEntry]) -> int:
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    told = {(e.msgctxt, e.msgid): e for e in old}
    new = polib.POFile(wrapwidth=110)
    plurals = "nplurals=2; plural=(n != 1);" if code == "fil" else "nplurals=1; plural=0;"
    new.metadata = {"Language": locale_name(code), "Content-Type": "text/plain; charset=UTF-8",
                    "Content-Transfer-Encoding": "8bit", "Plural-Forms": plurals}  # fmt: skip
    for entry in found:
        fresh = polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgctxt=entry.msgctxt,
                              occurrences=entry.occurrences, flags=list(entry.flags))  # fmt: skip
        before = told.get((entry.msgctxt, entry.msgid))
        if before is not None:
            fresh.msgstr, fresh.msgstr_plural = before.msgstr, before.msgstr_plural
        elif entry.msgid_plural:
            fresh.msgstr_plural = {0: "", 1: ""} if code == "fil" else {0: ""}
        new.append(fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path))
    return sum(not e.translated() for e in new)


if __name__ == "__main__":
    sys.exit(main())

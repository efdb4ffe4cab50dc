"""The seven languages: their codes here and in the data, their names, and their compiled catalogues."""

from __future__ import annotations

import os
from pathlib import Path

import polib

SITE = Path(__file__).parent
CATALOGUES = SITE / "locale"
LANGUAGES_SPOKEN = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("ja", "日本語"),
    ("vi", "Tiếng Việt"),
    ("th", "ไทย"),
    ("my", "မြန်မာ"),
    ("fil", "Filipino"),
]


def add_to_django() -> None:
    """Tell Django of Filipino, which it does not know."""
    from django.conf.locale import LANG_INFO

    LANG_INFO.setdefault("fil", {"bidi": False, "code": "fil", "name": "Filipino", "name_local": "Filipino"})


def data_language(code: str | None) -> str:
    """The language of standards and reports for a language of the site: zh for zh-hans."""
    return "zh" if (code or "").startswith("zh") else (code or "en")


def site_language(code: str) -> str:
    """The language of the site for a language of standards and reports: zh-hans for zh."""
    return "zh-hans" if code == "zh" else code


def locale_name(code: str) -> str:
    """The name of a language's folder of catalogues: zh_Hans."""
    language, _, script = code.partition("-")
    return f"{language}_{script.title()}" if script else language


def catalogue_folders() -> list[Path]:
    """The folders of catalogues: the site's own, then each app's."""
    return [CATALOGUES, *sorted(p for p in SITE.glob("*/locale") if p.is_dir())]


def compile_catalogues() -> int:
    """Compile each catalogue that is newer than what was compiled of it; gives how many were."""
    n = 0
    for folder in catalogue_folders():
        for source in folder.glob("*/LC_MESSAGES/django.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            fresh = target.with_name(f".{target.name}.{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)
            n += 1
    return n

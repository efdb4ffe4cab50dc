"""The form for phones: what ODK and KoboToolbox expect of it, for every country and language."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tripartite.check.answers import field_name
from tripartite.check.assessment import questions_for
from tripartite.cli import main
from tripartite.reports.xlsform import LANGUAGES, write_xlsform
from tripartite.standards.load import load

ALL = load()
NATIONAL = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}
COUNTRIES = [k for k in NATIONAL if k in ALL.rooms]
SEVEN = list(LANGUAGES)


def sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    out = {}
    for name in book.sheet_names:
        header, *rows = book.get_sheet_by_name(name).to_python()
        out[name] = [dict(zip(map(str, header), map(str, row), strict=False)) for row in rows]
    return out


@pytest.mark.parametrize("country", COUNTRIES)
def test_settings_name_the_form_its_version_and_its_language(country: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    lang = NATIONAL[country]
    write_xlsform(path, questions_for(ALL, country), country, lang, date(2026, 11, 24))
    (settings,) = sheets(path)["settings"]
    assert settings["form_id"] == f"tripartite_{country}"
    assert settings["default_language"] == f"{LANGUAGES[lang]} ({lang})"
    assert re.fullmatch(r"20261124-[0-9a-f]{8}", settings["version"])
    assert "facility" in settings["instance_name"]


def test_another_wording_is_another_version(tmp_path: Path) -> None:
    questions = questions_for(ALL, "cn")
    versions = []
    for some in (questions, questions[1:], questions):
        write_xlsform(tmp_path / "form.xlsx", some, "cn", "zh")
        versions.append(sheets(tmp_path / "form.xlsx")["settings"][0]["version"])
    assert versions[0] == versions[2] != versions[1]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_label_stands_in_every_language_of_the_form(country: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_xlsform(path, questions_for(ALL, country), country, [NATIONAL[country], *SEVEN])
    book = sheets(path)
    for sheet in ("survey", "choices"):
        for row in book[sheet]:
            if row.get("type") == "end_group":
                continue
            for lang, name in LANGUAGES.items():
                assert row[f"label::{name} ({lang})"], (row["name"], lang)
    names = [row["name"] for row in book["survey"] if row["type"] != "end_group"]
    assert len(names) == len(set(names))
    begun = [row["name"] for row in book["survey"] if row["type"] == "begin_group"]
    assert begun == [row["name"] for row in book["survey"] if row["type"] == "end_group"]


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("lang", ["national", "all"])
def test_pyxform_takes_it(country: str, lang: str, tmp_path: Path) -> None:
    path, made = tmp_path / "form.xlsx", tmp_path / "form.xml"
    chosen = NATIONAL[country] if lang == "national" else "all"
    assert main(["questions", "form", "--country", country, "--lang", chosen, "--out", str(path)]) == 0
    run = subprocess.run(
        [sys.executable, "-m", "pyxform.xls2xform", "--skip_validate", str(path), str(made)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    xml = made.read_text("utf-8")
    assert xml.count("<translation ") == (7 if lang == "all" else 2 if NATIONAL[country] != "en" else 1)
    assert f'id="tripartite_{country}"' in xml
    assert 'version="' in xml
    for q in questions_for(ALL, country):
        assert f"/{field_name(q.id)}" in xml, q.id

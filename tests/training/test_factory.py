"""A month of a factory for a group: what is planted is what the check of the written workbook finds, and nothing else."""

from __future__ import annotations

import json
import shlex
import sys
from datetime import date
from fractions import Fraction
from html import escape
from io import BytesIO

import openpyxl
import pytest

from tripartite.cli import main
from tripartite.reports.wording import languages
from tripartite.standards.load import in_force, load
from tripartite.training.factory import case as c
from tripartite.training.factory.case import FAULTS_OF_A_CASE, make_case
from tripartite.training.factory.faults import BREAKS, KINDS, NOT_TOLD
from tripartite.training.factory.habits import HABITS
from tripartite.training.factory.month import FEWEST, MOST
from tripartite.training.factory.told import command_of, facts_of, key_as_data, key_page, task_page
from tripartite.training.load import load_curriculum
from tripartite.training.values import NotHeldError, Seminar

COUNTRIES = ("CN", "JP", "MM", "PH", "TH", "VN")
SPRING, SUMMER = date(2026, 3, 2), date(2026, 5, 18)


@pytest.fixture(scope="module")
def standards():
    return load()


@pytest.fixture(scope="module")
def case(standards):
    return make_case("CN", SPRING, "seminar", 2, standards)


@pytest.mark.parametrize(("on", "group"), [(SPRING, 1), (SUMMER, 2)])
@pytest.mark.parametrize("country", COUNTRIES)
def test_the_check_finds_what_was_planted_and_nothing_else(
    country, on, group, standards, tmp_path, monkeypatch, capsys
):
    case = make_case(country, on, "beijing", group, standards)
    assert len(case.faults) == len(set(case.faults.values())) == FAULTS_OF_A_CASE
    # The command that the group is told, run on the file that the group is given.
    monkeypatch.chdir(tmp_path)
    (tmp_path / case.file_name).write_bytes(case.workbook)
    words = shlex.split(command_of(case))[1:]
    assert main([*words, "--quiet", "--skip", "xlsx"]) == 1
    findings = json.loads((tmp_path / f"result-{group}/findings.json").read_text("utf-8"))
    summary = json.loads((tmp_path / f"result-{group}/summary.json").read_text("utf-8"))
    assert summary["workers"] == case.people
    assert FEWEST <= case.people <= MOST
    assert summary["rejects"] <= 1  # the row of sums below the payroll
    told = {(x.rule["rule"], x.worker, x.start.isoformat(), x.owed) for x in case.key}
    assert {(f["rule"], f["worker"], f["start"], f["owed"]) for f in findings} == told
    rules: dict[str, set[str]] = {}
    for f in findings:
        rules.setdefault(f["worker"], set()).add(f["rule"])
    assert set(rules) == set(case.faults)
    for worker, kind in case.faults.items():
        first, *others = BREAKS[kind][country]
        assert first in rules[worker]
        assert rules[worker] <= {first, *others}


def test_every_kind_is_told_in_a_country_or_said_why_not(standards):
    for kind in KINDS:
        for country in COUNTRIES:
            assert (country in BREAKS[kind]) != ((kind, country) in NOT_TOLD)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_rules_that_are_broken_are_verified_and_in_force(country, standards):
    for kind, by_country in BREAKS.items():
        for rule in by_country.get(country, ()):
            held = in_force(standards.rule(rule).values, SPRING)
            assert held, (kind, rule)
            assert all(v.verified for v in held), (kind, rule)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_kind_that_is_claimed_is_found_in_some_month(country, standards, tmp_path):
    """All kinds planted in one month: what one month cannot tell for certain, another must; and nothing else is found."""
    wanted = [k for k in KINDS if country in BREAKS[k]]
    found: set[str] = set()
    for on in (SUMMER, date(2025, 5, 2), date(2025, 11, 8), date(2026, 2, 3), date(2025, 7, 1)):
        month = c._planted(country, on, "all", 1, wanted, standards)
        key = c._key(
            c._paid_what_is_due(month, tmp_path / "x.xlsx", c._request(month), "all"), month, standards
        )
        c._only_what_was_planted(month, key)
        found |= {p.fault for p in month.people if p.fault} - c._missing(month, key)
        if found >= set(wanted):
            return
    assert found == set(wanted)


def test_what_is_owed_is_what_the_law_says_it_is(standards):
    """Reckoned here from the law's words: contract wage / 21.75 / 8, 150 % of eight hours, half of it paid."""
    cases = (make_case("CN", SUMMER, "sums", n, standards) for n in range(1, 9))
    case = next(x for x in cases if "overtime-at-half" in x.faults.values())
    worker = next(w for w, k in case.faults.items() if k == "overtime-at-half")
    rows = list(openpyxl.load_workbook(BytesIO(case.workbook))["花名册"].iter_rows(values_only=True))
    wage = next(r[5] for r in rows if str(r[0]).strip() == worker)
    due = Fraction(wage * 100, 1) / Fraction(2175, 100) / 8 * Fraction(3, 2) * 8
    (line,) = [x for x in case.key if x.worker == worker]
    # The half that was paid was rounded down to whole yuan.
    assert due / 2 - 1 <= line.owed <= due / 2 + 150


def test_the_same_seed_makes_the_same_bytes_and_groups_differ(case, standards):
    again = make_case("CN", SPRING, "seminar", 2, standards)
    assert again.workbook == case.workbook
    assert again.faults == case.faults
    other = make_case("CN", SPRING, "seminar", 3, standards)
    assert set(other.faults.values()) != set(case.faults.values())
    assert other.workbook != case.workbook
    assert make_case("CN", SPRING, "another", 2, standards).workbook != case.workbook


def test_the_workbook_is_kept_as_factories_keep_it(case):
    book = openpyxl.load_workbook(BytesIO(case.workbook))
    h = HABITS["CN"]
    assert book.sheetnames[:4] == list(h.sheets)
    for sheet in list(book)[:4]:
        assert sheet.merged_cells.ranges
        assert h.company in sheet["A1"].value
    times = [c.value for c in book[h.sheets[0]]["D"][3:]]
    assert {type(x).__name__ for x in times} == {"str", "time"}
    assert book[h.sheets[2]].cell(book[h.sheets[2]].max_row, 1).value == h.total


@pytest.mark.parametrize("lang", languages())
def test_task_and_key_are_told_in_every_language(case, lang, standards):
    seminar = Seminar(standards, load_curriculum().names, "CN", SPRING, lang)
    task, key = task_page(case, seminar), key_page(case, seminar)
    assert case.file_name in task
    assert f"--country {case.country}" in task
    for line in case.key:
        assert line.name not in task
        assert line.name in key
        assert escape(seminar.words.say(line.rule["title"])) in key
    assert "{" not in "".join(facts_of(case, seminar))
    english = Seminar(standards, load_curriculum().names, "CN", SPRING, "en")
    assert lang == "en" or facts_of(case, seminar)[2:] != facts_of(case, english)[2:]


def test_the_command_writes_workbook_task_and_key(tmp_path, capsys):
    out = tmp_path / "case"
    words = [
        "training",
        "case",
        "--country",
        "VN",
        "--on",
        "2026-05-18",
        "--seed",
        "x",
        "--group",
        "3",
        "--lang",
        "vi",
    ]
    assert main([*words, "--out", str(out)]) == 0
    names = {p.name for p in out.iterdir()}
    assert names == {"factory-vn-2026-04-group-3.xlsx", "task-3.html", "key-3.html", "key-3.json"}
    key = json.loads((out / "key-3.json").read_text("utf-8"))
    assert len({x["worker"] for x in key}) == FAULTS_OF_A_CASE
    assert all(x["kind"] and x["rule"].startswith("vn/") for x in key)


def test_the_key_for_programs_holds_what_the_page_holds(case):
    data = key_as_data(case)
    assert [x["owed"] for x in data] == [x.owed for x in case.key]
    assert sum(x["owed"] or 0 for x in data) == case.owed
    assert case.owed > 0


@pytest.mark.parametrize(("on", "group"), [(date(1990, 1, 1), 1), (SPRING, 0), (SPRING, -1)])
def test_what_cannot_be_made_is_refused_in_words(on, group, standards):
    with pytest.raises(NotHeldError, match=r"held|counted"):
        make_case("TH", on, "x", group, standards)


def test_a_refusal_of_the_command_has_no_traceback(tmp_path, capsys):
    assert main(["training", "case", "--country", "TH", "--on", "1990-01-01", "--out", str(tmp_path)]) == 2
    assert "public holidays" in capsys.readouterr().err


def test_a_missing_part_is_told_with_how_to_install_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["training", "case", "--country", "TH", "--on", "2026-05-18", "--out", str(tmp_path)]) == 2
    assert "pip install 'tripartite[sample]'" in capsys.readouterr().err


def test_a_seminar_to_come_gets_a_month_that_is_over(standards):
    case = make_case("JP", date(2027, 11, 1), "x", 1, standards)
    assert case.month < f"{date.today():%Y-%m}"  # noqa: DTZ011 - the reader's own day

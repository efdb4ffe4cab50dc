"""Each country's factory, in its own headers, encoding and dates: what is planted is found, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tripartite.cli import main
from tripartite.sample.countries import HABITS, LOW_PAY, NO_REST, UNPAID_OVERTIME, make_country_factory

# Rules that the planted faults break; what else they touch is told by `allowed`.
EXPECTED = {
    "JP": {
        # Flextime, Saturdays and yearly variable hours, all with overtime that is not paid.
        "jp/overtime-pay": {UNPAID_OVERTIME, "0046", "0048", "0051"},
        "jp/minimum-wage": {LOW_PAY},
        "jp/extended-100-in-a-month": {"0049"},
        "jp/extended-80-average": {"0049"},
    },
    "PH": {"ph/weekly-rest": {NO_REST}, "ph/overtime-pay": {UNPAID_OVERTIME}, "ph/minimum-wage": {LOW_PAY}},
    "VN": {
        "vn/rest-days-in-a-month": {NO_REST},
        "vn/overtime-pay": {UNPAID_OVERTIME},
        "vn/minimum-wage": {LOW_PAY},
    },
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize("country", sorted(HABITS))
def test_planted_faults_are_found_and_none_more(country: str, tmp_path: Path) -> None:
    files = tmp_path / "files"
    planted = make_country_factory(files, country)
    h = HABITS[country]
    place = ["--region", h.region] + (["--wage-class", h.wage_class] if h.wage_class else [])
    rest = ",".join(WEEKDAYS[d] for d in h.rest_days)
    code = main([
        "check", str(files), "--country", country, *place, "--standard", country.lower(), "--rest-days", rest,
        "--break", "12:00-13:00", "--shift", "08:00-17:00", "--date-order", "dmy", "--out", str(tmp_path / "out"),
        "--quiet", "--skip", "xlsx",
    ])  # fmt: skip
    assert code == 1
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert summary["rejects"] == 0
    findings = json.loads((tmp_path / "out/findings.json").read_text("utf-8"))
    by_rule: dict[str, set[str]] = {}
    for f in findings:
        by_rule.setdefault(f["rule"], set()).add(f["worker"])
    for rule, workers in EXPECTED[country].items():
        assert by_rule.get(rule) == workers, (rule, by_rule)
    faulty = {w for named in planted.values() for w in named}
    assert {w for found in by_rule.values() for w in found} <= faulty, by_rule
    if country == "JP":
        assert set(by_rule) == set(EXPECTED[country])


def test_the_report_of_a_currency_without_cents_heads_with_the_sum_owed(tmp_path: Path) -> None:
    make_country_factory(tmp_path / "files", "VN")
    main([
        "check", str(tmp_path / "files"), "--country", "VN", "--region", "VN-SG", "--wage-class", "I", "--rest-days", "sun",
        "--break", "12:00-13:00", "--shift", "08:00-17:00", "--date-order", "dmy", "--out", str(tmp_path / "out"), "--quiet",
        "--skip", "xlsx", "--lang", "vi",
    ])  # fmt: skip
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    page = (tmp_path / "out/report.html").read_text("utf-8")
    assert f'{summary["back_pay"]["VND"]["total"]:,} <span class="unit">VND</span>' in page

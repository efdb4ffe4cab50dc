from __future__ import annotations

import json

import duckdb
import pytest

from tripartite.reports import compare as module
from tripartite.reports.compare import compare
from tripartite.reports.folder import ResultsError, write_findings_parquet, write_summary
from tripartite.reports.wording import width


def render(result, lang="en"):
    return module.render(result, lang, columns=400)  # nothing cut or wrapped


@pytest.fixture
def results(check, tmp_path):
    """Writes a results folder from the made-up check after some SQL on its findings and changes to its summary."""
    summary, made = check
    write_findings_parquet(tmp_path / "made.parquet", made)

    def write(name, *statements, **changes):
        con = duckdb.connect()
        con.execute(f"CREATE TABLE findings AS FROM read_parquet('{tmp_path / 'made.parquet'}')")
        for sql in statements:
            con.execute(sql)
        (tmp_path / name).mkdir()
        write_findings_parquet(tmp_path / name / "findings.parquet", con)
        write_summary(tmp_path / name / "summary.json", {**summary, **changes})
        return tmp_path / name

    return write


def test_the_same_check_twice_is_the_same(results):
    old = results("old")
    result = compare(old, old)
    assert (result["gone"], result["new"], result["changed"]) == (0, 0, 0)
    assert result["still"] > 9000
    assert result["findings"] == []
    assert "0 gone, 0 new, 0 changed" in render(result)


def test_gone_new_and_changed_are_told_by_rule(results):
    old = results("old", "DELETE FROM findings WHERE rule = 'cn/minimum-age'")
    new = results(
        "new",
        "DELETE FROM findings WHERE rule = 'cn/deductions'",
        "UPDATE findings SET observed = observed - 60 WHERE rule = 'cn/overtime-in-a-month' AND worker = 'E0150'",
    )
    result = compare(old, new)
    by_rule = {r["rule"]: r for r in result["by_rule"]}
    assert by_rule["cn/minimum-age"]["new"] == 1
    assert by_rule["cn/deductions"]["gone"] == 20
    assert by_rule["cn/deductions"]["people_before"] == 9
    assert by_rule["cn/deductions"]["people_now"] == 0
    changed = [f for f in result["findings"] if f["change"] == "changed"]
    assert {(f["rule"], f["worker"], f["before"] - f["now"]) for f in changed} == {
        ("cn/overtime-in-a-month", "E0150", 60)
    }
    assert len(changed) == by_rule["cn/overtime-in-a-month"]["changed"]
    assert result["findings"][0]["change"] == "new"
    json.dumps(result, default=str)
    text = render(result)
    assert f"20 gone, 1 new, {len(changed)} changed" in text
    assert "Fines and damages above 20 %" in text


def test_what_is_owed_less_is_told_as_money(results):
    old = results("old")
    new = results("new", "UPDATE findings SET owed = owed - 100 WHERE rule = 'cn/minimum-wage'")
    result = compare(old, new)
    change = next(r for r in result["by_rule"] if r["rule"] == "cn/minimum-wage")
    assert change["owed_change"] == -100 * change["changed"]
    assert f"−{change['changed']}.00 CNY" in render(result)


def test_only_days_that_both_cover_are_compared(results):
    old = results("old")
    later = "start >= DATE '2025-07-01'"
    new = results(
        "new", f"DELETE FROM findings WHERE NOT ({later})", period={"from": "2025-07-01", "to": "2025-12-31"}
    )
    result = compare(old, new)
    assert result["period"] == {"from": "2025-07-01", "to": "2025-12-31"}
    assert (result["gone"], result["new"], result["changed"]) == (0, 0, 0)
    assert result["left_out"][0] > 0  # weeks and a year's findings that begin before July
    assert result["left_out"][1] == 0
    text = render(result)
    assert "Compared from 2025-07-01 to 2025-12-31" in text
    assert "the older covers 2025-01-01 to 2025-12-31" in text
    assert "that lie partly outside were left out" in text


def test_checks_that_share_no_day_cannot_be_compared(results):
    old, new = results("old"), results("new", period={"from": "2026-01-01", "to": "2026-06-30"})
    result = compare(old, new)
    assert result["period"] is None
    assert "they share no day, so nothing can be compared" in render(result)
    assert compare(old, results("none", period={"from": None, "to": None}))["period"] is None


def test_a_rule_that_only_one_check_held_is_neither_new_nor_gone(results, summary):
    national = [r for r in summary["rules"] if r["standard"] == "cn"]
    old, new = results("old", rules=national), results("new")
    result = compare(old, new)
    assert result["new"] == 0
    assert "ilo/weekly-rest" in result["only_newer"]
    assert "Rules that only the newer check held" in render(result)


def test_replaced_worker_numbers_are_not_matched(results):
    old, new = results("old"), results("new", anonymised=True)
    result = compare(old, new)
    assert not result["matched"]
    assert result["still"] == result["changed"] == 0
    assert result["gone"] == result["new"]
    assert result["findings"] == []
    assert "only their numbers are compared" in render(result)


def test_another_facility_is_said(results):
    assert "The facilities differ" in render(compare(results("old"), results("new", facility="Other")))


def test_a_folder_that_holds_no_results_is_refused(results, tmp_path):
    with pytest.raises(ResultsError, match="is not a results folder of tripartite check"):
        compare(results("old"), tmp_path)


def test_in_chinese(results):
    old = results("old")
    assert "比较 2025-01-01 至 2025-12-31" in render(compare(old, old), "zh")


def test_it_fits_the_terminal(results):
    old = results("old")
    new = results("new", "DELETE FROM findings WHERE rule = 'cn/overtime-pay'")
    for lang in ("en", "zh"):
        for line in module.render(compare(old, new), lang, columns=100).splitlines():
            assert width(line) <= 102

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tripartite.check.store import FINDINGS
from tripartite.records.read import read
from tripartite.reports import figures
from tripartite.reports.charts import brief, histogram, shares
from tripartite.reports.wording import words


def findings(distances, unit="minute", limit=2160):
    con = duckdb.connect()
    con.execute(FINDINGS)
    con.executemany(
        'INSERT INTO findings (id, rule, facility, worker, observed, "limit", unit, certainty) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (f"F{i:07d}", "cn/x", "F", f"W{i}", limit + d, limit, unit, "certain")
            for i, d in enumerate(distances)
        ],
    )
    return con


def spread_of(distances, unit="minute"):
    return figures.breaches(findings(distances, unit))["cn/x"].spread


def test_bins_are_round_and_hold_every_finding():
    spread = spread_of([10, 59, 60, 119, 120, 400])
    assert (spread.first, spread.width, spread.counts) == (0, 60, (2, 2, 1, 0, 0, 0, 1))
    assert not spread.open_ended


def test_one_far_out_does_not_flatten_the_rest():
    spread = spread_of([30] * 50 + [70] * 49 + [100_000])
    assert spread.width == 10
    assert spread.open_ended
    assert spread.counts[-1] == 50
    assert spread.most == 100_000


def test_whole_days_get_a_bar_each():
    spread = spread_of([1, 1, 2, 3], "day")
    assert (spread.first, spread.width, spread.counts) == (1, 1, (2, 1, 1))


def test_all_alike_needs_no_picture():
    assert spread_of([60, 60, 60]) is None


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 10**7), min_size=2, max_size=40),
    st.sampled_from(["minute", "money", "bp", "day"]),
)
def test_bins_add_up_to_the_findings(distances, unit):
    spread = spread_of(distances, unit)
    if spread is None:
        assert len(set(distances)) == 1
        return
    assert sum(spread.counts) == len(distances)
    assert len(spread.counts) <= figures.BINS
    assert spread.counts[-1] > 0
    ends = spread.first + len(spread.counts) * spread.width
    assert spread.open_ended == (max(distances) >= ends)


def test_examples_are_the_worst_of_each_rule(con):
    for rule, breach in figures.breaches(con).items():
        worst = con.execute(
            'SELECT max(abs(observed - "limit")) FROM findings WHERE rule = ?', [rule]
        ).fetchone()[0]
        assert abs(breach.examples[0]["observed"] - breach.examples[0]["limit"]) == worst
        assert len(breach.examples) <= figures.EXAMPLES
        assert sum(breach.certainties.values()) == breach.n


def test_a_histogram_says_its_figures_in_words():
    svg = histogram(spread_of([10, 59, 60, 119, 120, 400]), "minute", "CNY", words("en"))
    assert 'role="img"' in svg
    assert "0–1: 2; 1–2: 2; 2–3: 1; 3–4: 0; 4–5: 0; 5–6: 0; 6–7: 1" in svg
    assert "Half of them by" in svg


def test_shares_fill_the_bar_and_show_the_smallest():
    svg = shares([("broken", 1, "not met"), ("unsure", 0, "cannot tell"), ("met", 999_999, "met")], "all")
    assert "cannot tell" not in svg
    assert 'class="broken" x="0.00%" width="0.79%"' in svg
    assert 'x="0.79%" width="99.21%"' in svg


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (950, "950"),
        (1200, "1.2k"),
        (1234, "1,234"),
        (35_000, "35k"),
        (4_100_000, "4.1M"),
    ],
)
def test_brief_numbers(n, shown):
    assert brief(n) == shown


def test_headers_and_marks_that_were_not_understood_are_named_and_people_are_not(tmp_path: Path) -> None:
    days = ",".join(str(i) for i in range(1, 32))
    rows = f"007,张三,{'8,X9,Y8,' * 10}8,5\n007,张三,{'8,X9,Y8,' * 10}8,5\n"
    (tmp_path / "a.csv").write_text(f"2025年3月考勤表\n工号,姓名,{days},怪列\n{rows}", encoding="utf-8")
    con = read([tmp_path]).con
    said = {text for _, _, text, _, _ in figures.said_of_rows(con, "notes")}
    assert "the column is not understood and not used: 怪列" in said
    assert (
        "what stands under a day is neither hours, clock times, leave nor rest; the day is left open: X9, Y8"
        in said
    )
    assert "the worker has another row for this day; the first is kept" in said
    assert not any("007" in text for text in said)

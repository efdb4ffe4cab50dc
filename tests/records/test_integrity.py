"""The integrity screen: each sign rings on what it is for, not one short of it, and not on real logs."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from punch_logs import REAL_LOGS, empty, factory, real_log

from tripartite.records.breaks import Break
from tripartite.records.days import build_days
from tripartite.records.errors import RecordsError
from tripartite.records.integrity import screen
from tripartite.records.signs import FALSE_ALARMS, at_least, at_most

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import integrity_calibration as calibration

HOUR = Break(minutes=60, after=360)
CAPS = {"overtime_in_month": 2160, "overtime_in_day": 180, "hours_in_week": 3600}
FIRST = date(2024, 1, 1)


def honest(seed=1):
    return calibration.honest_factory(np.random.default_rng(seed))


def codes(con, **kw):
    return {s.code for s in screen(con, **kw)}


def day_rows(con, rows):
    """Insert (worker, day number, start, end, minutes)."""
    con.executemany(
        """INSERT INTO days (worker, date, start, "end", minutes, complete) VALUES (?, ?, ?, ?, ?, true)""",
        [(w, FIRST + timedelta(days=d), s, e, m) for w, d, s, e, m in rows],
    )
    return con


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_factory_is_silent(seed):
    assert screen(honest(seed), caps=CAPS) == []


@pytest.mark.parametrize(("tamper", "code"), calibration.TAMPERINGS, ids=lambda t: getattr(t, "__name__", t))
def test_each_falsification_rings(tamper, code):
    con = honest(4)
    tamper(con)
    signs = {s.code: s for s in screen(con, caps=CAPS)}
    assert code in signs
    sign = signs[code]
    assert sign.workers > 0
    assert sign.text["en"].endswith(".")
    assert sign.text["zh"].endswith("。")
    assert 0 < sign.false_alarm_rate < 1
    assert len(sign.evidence.get("examples", [])) <= 5


def test_every_sign_has_a_false_alarm_rate_and_a_falsification():
    rung = {code for _, code in calibration.TAMPERINGS}
    # These need tables of their own and are tried below.
    assert set(FALSE_ALARMS) - rung == {"same_totals", "two_places", "overlapping_days", "work_on_leave"}


def test_signs_come_strongest_first():
    con = honest(5)
    calibration.roster_times(con)
    calibration.half_hours(con)
    strengths = [s.strength for s in screen(con, caps=CAPS)]
    assert strengths == sorted(strengths, key=["strong", "moderate", "weak"].index)
    assert "weak" in strengths


def test_an_unknown_cap_is_refused_with_the_names_allowed():
    with pytest.raises(RecordsError, match=r'name "overtime_in_moth".*overtime_in_month'):
        screen(honest(), caps={"overtime_in_moth": 2160})


def test_empty_tables_give_no_signs():
    assert screen(empty(), caps=CAPS) == []


@pytest.mark.parametrize(("flat", "rings"), [(4, False), (5, True)])
def test_roster_times_ring_from_five_workers_on(flat, rings):
    con = empty()
    rows = []
    for w in range(12):
        for d in range(20):
            jitter = 0 if w < flat else (w * 7 + d * 11) % 23
            rows.append((f"W{w:02}", d, 480 - jitter, 1050 + jitter, 510))
    assert ("same_minute" in codes(day_rows(con, rows))) is rings


def test_weeks_copied_between_workers_and_over_time():
    con = empty()
    rng = np.random.default_rng(0)
    rows = []
    for w in range(6):
        for week in range(4):
            for d in range(5):
                s, e = 480 - rng.integers(0, 15), 1050 + rng.integers(0, 40)
                rows.append((f"W{w}", 7 * week + d, int(s), int(e), int(e - s)))
    assert codes(day_rows(con, rows)) == set()
    con.execute("DELETE FROM days WHERE date >= DATE '2024-01-08'")
    con.execute("INSERT INTO days SELECT * REPLACE (date + 7 AS date) FROM days")
    (sign,) = [s for s in screen(con) if s.code == "copied_weeks"]
    assert sign.strength == "strong"
    assert sign.evidence["copied"] == 12


def test_two_people_who_press_together_are_no_copied_weeks():
    con = empty()
    rng = np.random.default_rng(0)
    rows = []
    for d in range(60):
        s, e = int(480 - rng.integers(0, 15)), int(1050 + rng.integers(0, 40))
        rows += [("W1", d, s, e, e - s), ("W2", d, s, e, e - s)]
    assert "copied_weeks" not in codes(day_rows(con, rows))


@pytest.mark.parametrize(("months", "rings"), [(1, False), (2, True)])
def test_the_same_daily_totals_all_month(months, rings):
    con = empty()
    rng = np.random.default_rng(0)
    rows = []
    for w in range(4):
        own = rng.integers(420, 700, 60)
        shared = np.random.default_rng(9).integers(420, 700, 60)
        for d in range(60):
            same = w < 2 and d < 31 * months
            rows.append((f"W{w}", d, None, None, int(shared[d] if same else own[d])))
    assert ("same_totals" in codes(day_rows(con, rows))) is rings


def test_shifts_that_overlap():
    con = empty()
    rows = [("W1", d, 1200, 1440 + 600, 840) for d in range(0, 3, 1)]
    assert "overlapping_days" not in codes(day_rows(con, rows))
    rows = [("W2", d, 600, 1440 + 660, 840) for d in range(4)]
    (sign,) = [s for s in screen(day_rows(con, rows)) if s.code == "overlapping_days"]
    assert (sign.workers, sign.evidence["shifts"]) == (1, 3)


def test_one_number_at_two_terminals():
    con = empty()
    for d in range(5):
        for s, terminal in ((0, "gate"), (20, "canteen")):
            at = f"2024-01-0{d + 1} 08:00:{s:02}"
            con.execute(
                """INSERT INTO punches (worker, "at", terminal) VALUES ('W1', ?, ?)""", [at, terminal]
            )
    (sign,) = [s for s in screen(con) if s.code == "two_places"]
    assert sign.strength == "weak"
    con.execute("""DELETE FROM punches WHERE "at"::DATE = DATE '2024-01-05'""")
    assert "two_places" not in codes(con)


@pytest.mark.parametrize(
    ("worked", "leave", "strength"),
    [(2, 10, None), (3, 100, "moderate"), (3, 101, None), (10, 100, "moderate"), (11, 100, "strong")],
)
def test_punches_on_days_of_leave(worked, leave, strength):
    con = empty()
    for n in range(leave):
        con.execute(
            """INSERT INTO days (worker, date, minutes, leave, complete)
               VALUES (?, '2024-05-06', 0, 'annual', true)""",
            [f"W{n}"],
        )
        for hour in (8, 17) if n < worked else (8,):  # a single press is no working day
            con.execute(
                """INSERT INTO punches (worker, "at", terminal) VALUES (?, ?, '1')""",
                [f"W{n}", f"2024-05-06 {hour}:{n % 60}:{n // 60}"],
            )
    found = [s for s in screen(con) if s.code == "work_on_leave"]
    assert [s.strength for s in found] == ([strength] if strength else [])
    if strength:
        assert found[0].evidence["days"] == worked


def test_leave_in_the_afternoon_is_not_work_on_leave():
    con = honest(6)
    con.execute("UPDATE days SET leave = 'annual', minutes = 240 WHERE hash(worker, date) % 50 = 0")
    assert "work_on_leave" not in codes(con)


def test_exact_binomial_tails():
    assert at_least(0, 10, 0.5) == 1
    assert at_least(10, 10, 0.5) == pytest.approx(1 / 1024)
    assert at_most(0, 10, 0.5) == pytest.approx(1 / 1024)
    assert at_least(3, 10, 0.2) + at_most(2, 10, 0.2) == pytest.approx(1)
    assert at_least(600, 1000, 0.5) == pytest.approx(1.364e-10, rel=1e-3)
    assert (at_least(3, 2, 0.5), at_least(1, 2, 0.0), at_least(2, 2, 1.0)) == (0, 0, 1)


@pytest.mark.skipif(not REAL_LOGS.exists(), reason="the real logs are not here")
def test_the_real_logs_ring_for_one_pair_only():
    con, _ = real_log("cn-terminal.dat")
    build_days(con, breaks=HOUR)
    assert screen(con, caps=CAPS) == []
    con, _ = real_log("ph-terminal.dat")
    build_days(con, breaks=HOUR)
    (sign,) = screen(con, caps=CAPS)
    # Two people who came on the same day and press seconds apart on all 22 days that both are there.
    assert (sign.code, sign.strength, sign.workers) == ("one_hand", "weak", 2)
    assert sign.evidence["examples"][0][:2] == ["1004", "1008"]


def test_a_year_of_six_hundred_workers_rings_only_what_their_making_shows():
    con, _ = factory(starts=[[8], [20], [8]], hours=10, workers=600, days=365, missing=0.01)
    build_days(con, breaks=HOUR)
    # Arrivals are drawn evenly between two bounds here, which is what that sign is about.
    assert [s.code for s in screen(con, caps=CAPS) if s.strength == "strong"] == ["no_stragglers"]


def test_false_alarm_rates_are_those_that_the_calibration_found():
    text = (Path(calibration.__file__).parent / "results" / "integrity.md").read_text()
    bounds = dict(re.findall(r"^\| (\w+) \|.*\| ([\d.]+) \|$", text, flags=re.MULTILINE))
    bounds["under_cap"] = re.search(r"Worst source, upper 95 % bound: ([\d.]+)", text)[1]
    assert {code: float(bound) for code, bound in bounds.items()} == FALSE_ALARMS

"""A made-up check: 600 workers of a factory in Guangdong, with findings of every kind and state.

The rules, texts and the form of the summary are the real ones; only what was found is made up.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import lru_cache

import duckdb
import numpy as np

from tripartite.check.plan import make_plan
from tripartite.check.run import Outcome, empty_outcome
from tripartite.check.store import store_findings
from tripartite.check.summary import summarise
from tripartite.measures.facility import Gap
from tripartite.measures.panel import to_day
from tripartite.standards.load import load

WORKERS = 600
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
MONTHS = [(date(2025, m, 1), date(2025, m + 1, 1) - timedelta(1)) for m in range(1, 12)] + [
    (date(2025, 12, 1), LAST)
]
LENGTHS = {
    "day": 1,
    "week": 7,
    "quarter": 91,
    "year": 365,
    "streak": 9,
    "person": 365,
    "episode": 60,
    "job": 365,
}
# rule: people broken, how often each, least and most observed, limit, share of lower bounds, share assumed
BROKEN = {
    "cn/overtime-in-a-month": (412, 7, 2180, 5900, 2160, 0.1, 0),
    "cn/overtime-in-a-day": (268, 11, 185, 420, 180, 0.05, 0),
    "cn/weekly-rest-day": (197, 4, 0, 0, 1, 0, 0),
    "cn/overtime-pay": (365, 8, 1200, 148_000, 0, 0.2, 0.1),
    "cn/minimum-wage": (31, 3, 900, 61_000, 0, 0, 0),
    "cn/deductions": (9, 2, 2100, 4300, 2000, 0, 0),
    "cn/wage-payment-delay": (120, 1, 34, 34, 31, 0, 0),
    "cn/pregnant-overtime": (3, 5, 15, 130, 0, 0, 0),
    "cn/minimum-age": (1, 1, 15, 15, 16, 0, 0),
    "cn/written-contract": (44, 1, 2, 7, 1, 0, 0),
    "cn/dispatch-share": (1, 3, 1320, 1710, 1000, 0, 0),
    "cn/fire-drill": (1, 1, 1, 1, 2, 0, 0),
    "ilo/weekly-rest": (181, 2, 8700, 27_000, 8640, 0, 0),
}
UNTOLD = {
    "cn/heat-allowance": "limit-not-verified",
    "cn/young-worker-night": "birth-date-unknown",
    "cn/emergency-drill": "events-not-recorded",
    "cn/overtime-in-a-day-ordinary-limit": "exception-possible",
    "cn/maternity-leave": "leave-dates-unknown",
    "ilo/hours-in-a-day": "exception-possible",
    "ilo/overtime-premium": "limit-not-verified",
}
# Rules that concern few people or nobody here.
CONCERNED = {
    "cn/pregnant-overtime": 9, "cn/pregnant-night-work": 9, "cn/nursing-overtime": 14, "cn/nursing-night-work": 14,
    "cn/young-worker-night": 12, "cn/young-worker-overtime": 12, "cn/maternity-leave": 7, "ilo/maternity-leave": 7,
    "cn/miscarriage-leave": 2, "cn/part-time-week": 0, "cn/intern-overtime": 0, "cn/comprehensive-overtime-in-a-month": 0,
    "cn/comprehensive-overtime-in-a-quarter": 0, "cn/comprehensive-overtime-in-a-year": 0,
    "cn/comprehensive-hours-in-a-day": 0, "cn/comprehensive-weekly-rest": 0, "cn/maternity-leave-provincial": 7,
}  # fmt: skip
SIGNS = [
    {
        "code": "under_cap", "strength": "strong", "workers": 48, "false_alarm_rate": 0.005,
        "text": {
            "en": "Overtime in a month of 48 workers comes to just under 36 h and of 0 to more.",
            "zh": "48 名员工的月加班时间恰好略低于 36 小时，超过的只有 0 名。",
        },
        "evidence": {"measure": "overtime_in_month", "just_below": 48, "above": 0},
    },
    {
        "code": "round_hours", "strength": "weak", "workers": 600, "false_alarm_rate": 0.005,
        "text": {
            "en": "9,120 of 150,000 daily totals are full half hours: rounded or typed, not clocked.",
            "zh": "150,000 个日工时中有 9,120 个为整半小时：系取整或录入，而非打卡所得。",
        },
        "evidence": {"days": 150_000, "round": 9120, "examples": [["E0012", "2025-03-02", 8], ["E0019", "2025-03-02", 8]]},
    },
]  # fmt: skip


@lru_cache(maxsize=1)
def plan_and_standards():
    standards = load(["cn", "ilo"])
    return make_plan(standards, "CN"), standards


def made_up(*, scale=1, findings=True, gaps=True, facility="东莞市示范制衣厂 Dongguan Garments"):
    """(summary, connection) of the made-up check; `scale` multiplies the workers, `findings=False` is a clean one."""
    plan, standards = plan_and_standards()
    outcome = empty_outcome(plan)
    outcome.workers, outcome.facilities = WORKERS * scale, scale
    outcome.worker_days, outcome.unknown_days = 150_112 * scale, 2204 * scale
    outcome.first_day, outcome.last_day = to_day(FIRST), to_day(LAST)
    outcome.assumed_rest_days = 1
    draw = random.Random(20251)
    for i, rule in enumerate(plan.rules):
        _tell(outcome, i, rule, draw, scale, found=findings)
    if gaps:
        outcome.gaps = [
            ("F1", Gap(0, "车缝工 Sewing", 212, 41, 2310, 2590)),
            ("F1", Gap(0, "包装 Packing", 60, 22, 2105, 2080)),
            ("F1", Gap(0, "班长 Line leader", 4, 9, 3300, 3900)),
        ]
    con = duckdb.connect()
    records_of(con)
    store_findings(con, outcome, plan)
    summary = summarise(con, outcome, plan, standards, region="CN-GD", version="0.1.0")
    summary["facility"] = facility
    summary["made"] = "2026-01-12T09:30:00+00:00"
    summary["integrity"] = SIGNS if findings else []
    return summary, con


def _tell(outcome: Outcome, i, rule, draw, scale, *, found):
    tally = outcome.tallies[i]
    of_facility = rule.measure.scope == "facility"
    people = scale if of_facility else CONCERNED.get(rule.id, WORKERS) * scale
    tally.people_checked = people
    tally.applicable = people * len(periods(rule.measure.per))
    if not people:
        return
    if rule.id in UNTOLD:
        tally.cannot_tell, tally.people_cannot_tell = tally.applicable, people
        tally.add_reason(UNTOLD[rule.id], tally.applicable)
        return
    if rule.id in BROKEN and found:
        columns = _columns(i, rule, draw, scale, of_facility=of_facility)
        tally.not_met = len(columns["rule"])
        tally.people_not_met = len(set(zip(columns["facility"], columns["worker"], strict=True)))
        outcome.findings.append(columns)
    unsure = tally.applicable // 50 if rule.measure.unit in ("minute", "money") and not of_facility else 0
    unsure = min(unsure, tally.applicable - tally.not_met)
    tally.cannot_tell, tally.people_cannot_tell = unsure, min(unsure, people // 6)
    tally.add_reason("no-pay-record" if rule.measure.unit == "money" else "hours-incomplete", unsure)
    tally.met = tally.applicable - tally.not_met - tally.cannot_tell


def periods(per):
    """(first, last) of the year's periods of a kind."""
    if per == "month":
        return MONTHS
    length = LENGTHS[per]
    starts = [FIRST + timedelta(n) for n in range(0, 366 - length, length)]
    return [(start, start + timedelta(length - 1)) for start in starts]


def _columns(i, rule, draw, scale, *, of_facility):
    people, often, low, high, limit, least, assumed = BROKEN[rule.id]
    spans = periods(rule.measure.per)
    rows = []
    for f in range(scale):
        for who in sorted(draw.sample(range(WORKERS), people)) if not of_facility else [None]:
            times = min(draw.randint(1, 2 * often - 1), len(spans))
            for start, end in sorted(draw.sample(spans, times)):
                observed = low + int((high - low) * draw.random() ** 2.5)
                roll = draw.random()
                certainty = 1 if roll < least else 2 if roll > 1 - assumed else 0
                name = None if who is None else f"E{who + 1:04d}"
                row = (to_day(start), to_day(end), observed, limit, certainty, 2 * (certainty == 1))
                rows.append((f"F{f + 1}", name, *row))
    facility, worker, start, end, observed, limits, certainty, unknown = zip(*rows, strict=True)
    observed = np.array(observed, np.int64)
    owed = (
        abs(observed - np.array(limits)) if rule.measure.unit == "money" else np.full(len(rows), -1, np.int64)
    )
    return {
        "rule": np.full(len(rows), i, np.int32),
        "facility": np.array(facility, object),
        "worker": np.array(worker, object),
        "start": np.array(start, np.int64),
        "end": np.array(end, np.int64),
        "observed": observed,
        "limit": np.array(limits, np.int64),
        "owed": owed,
        "certainty": np.array(certainty, np.int8),
        "unknown_days": np.array(unknown, np.int64),
    }


def records_of(con):
    """The tables about the files read."""
    con.execute(
        "CREATE TABLE files (file VARCHAR, sheet VARCHAR, kind VARCHAR, rows_read BIGINT, rows_used BIGINT, rows_rejected BIGINT)"
    )
    con.execute(
        'CREATE TABLE rejects (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, reason VARCHAR, value VARCHAR)'
    )
    con.execute(
        'CREATE TABLE notes (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, message VARCHAR, value VARCHAR)'
    )
    con.executemany(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("考勤机1.dat", None, "punches", 301_220, 301_102, 118),
            ("考勤机2.dat", None, "punches", 122_006, 122_006, 0),
            ("2025年工资表.xlsx", "一月", "pay_wide", 598, 597, 1),
            ("员工花名册.xls", "Sheet1", "workers", 604, 600, 4),
        ],
    )
    con.executemany(
        "INSERT INTO rejects VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                "考勤机1.dat",
                None,
                40 + n,
                "clock-failed",
                "the terminal's clock had failed: the date is before 2000",
                "1999-11-30",
            )
            for n in range(118)
        ]
        + [
            ("2025年工资表.xlsx", "一月", 600, "not-a-row", "a row of sums", "合计"),
            ("员工花名册.xls", "Sheet1", 12, "no-worker", "no worker number", None),
            *[
                ("员工花名册.xls", "Sheet1", 300 + n, "formula", '=HYPERLINK("http://example.org")', "=1+1")
                for n in range(3)
            ],
        ],
    )
    con.executemany(
        "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                "考勤机1.dat",
                None,
                500 + n,
                "double-press",
                "pressed twice within two minutes; counted once",
                None,
            )
            for n in range(2310)
        ],
    )

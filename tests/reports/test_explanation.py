from __future__ import annotations

from datetime import date

import pytest

from tripartite.reports.explanation import clock, render


@pytest.fixture
def told():
    """An explanation as check.explain gives it."""
    law = {
        "provision": "cn/labour-law/41", "instrument": {"en": "Labour Law", "zh": "中华人民共和国劳动法"}, "article": "41",
        "asks": {"en": "At most 36 hours of overtime a month.", "zh": "每月不超过三十六小时。"}, "from": date(1995, 1, 1),
        "verified": True, "source": "Labour Law, official text", "url": "https://flk.npc.gov.cn", "read": date(2026, 11, 1),
    }  # fmt: skip
    convention = {
        **law, "instrument": {"en": "Hours of Work (Industry) Convention, 1919 (No. 1)"}, "article": "6", "verified": False,
        "read": None, "url": None,
    }  # fmt: skip
    return {
        "finding": {
            "id": "F0000042", "rule": "cn/overtime-in-a-month", "standard": "cn", "topic": "working-time",
            "facility": "F1", "worker": "1138", "start": date(2025, 10, 1), "end": date(2025, 10, 31), "observed": 2490,
            "limit": 2160, "unit": "minute", "owed": None, "currency": None, "certainty": "at least",
            "unknown_days": 2, "entitlement": None,
        },
        "title": {"en": "Overtime in a month above 36 hours", "zh": "每月加班超过三十六小时"},
        "measure": {"name": "overtime_in_month", "is": "Minutes of overtime in a calendar month.", "unit": "minute"},
        "formula": "overtime_in_month = 2490 minute; required: <= 2160",
        "law": law,
        "also": [convention],
        "days": [
            {"date": date(2025, 10, 9), "start": 480, "end": 1265, "minutes": 725, "night_minutes": 0, "kind": "ordinary",
             "leave": None, "complete": True, "file": "考勤机1.dat", "sheet": None, "row": 812},
            {"date": date(2025, 10, 10), "start": 1200, "end": 1710, "minutes": 390, "night_minutes": 390, "kind": None,
             "leave": None, "complete": False, "file": "days.xlsx", "sheet": "十月", "row": 12},
        ],
        "pay": [
            {"start": date(2025, 10, 1), "end": date(2025, 10, 31), "component": "overtime", "label": "加班费", "amount": 31_200,
             "currency": "CNY", "paid_on": None, "file": "工资表.xlsx", "sheet": "十月", "row": 7},
        ],
        "wages": [
            {"from": None, "to": None, "basis": "monthly", "amount": 500_000, "currency": "CNY", "file": "花名册.xls",
             "sheet": "Sheet1", "row": 3},
        ],
        "conditions": [
            {"kind": "nursing", "from": date(2025, 1, 1), "to": None, "file": "花名册.xls", "sheet": None, "row": 3}
        ],
        "advice": {"en": "Spread work over more people."},
    }  # fmt: skip


def test_rows_values_formula_and_law_are_shown(told):
    text = render(told)
    for piece in (
        "F0000042  Overtime in a month above 36 hours",
        "at least 41 h 30 min",
        "at most 36 h",
        "2025-10-01 to 2025-10-31",
        "overtime_in_month = 2490 minute; required: <= 2160",
        "Labour Law, article 41",
        "read in: Labour Law, official text (2026-11-01) https://flk.npc.gov.cn",
        "Hours of Work (Industry) Convention, 1919 (No. 1), article 6 [not verified]",
        "(not read)",
        "08:00–21:05",
        "12 h 5 min",
        "考勤机1.dat:812",
        "20:00–04:30+1",
        "at least 6 h 30 min",
        "days.xlsx:十月:12",
        "加班费",
        "312.00 CNY",
        "… to …",
        "5,000.00 CNY",
        "nursing",
        "What to do: Spread work over more people.",
    ):
        assert piece in text, piece


def test_in_chinese(told):
    text = render(told, "zh")
    assert "每月加班超过三十六小时" in text
    assert "至少 41 小时 30 分" in text
    assert "中华人民共和国劳动法第41条" in text


def test_a_finding_about_a_facility_needs_no_rows(told):
    told["finding"] |= {
        "worker": None,
        "unit": "count",
        "observed": 1,
        "limit": 2,
        "certainty": "certain",
        "unknown_days": 0,
    }
    told |= {"days": [], "pay": [], "wages": [], "conditions": [], "also": [], "advice": None}
    text = render(told)
    assert "Worker" not in text
    assert "Days" not in text


@pytest.mark.parametrize(
    ("minute", "shown"),
    [(None, "--:--"), (-1, "--:--"), (0, "00:00"), (1439, "23:59"), (1440, "00:00+1"), (2900, "00:20+2")],
)
def test_clock(minute, shown):
    assert clock(minute) == shown

"""One worker's due: the law's own arithmetic, published examples, refusals."""

from __future__ import annotations

import json

import pytest

from tripartite.check.payslip import due
from tripartite.cli import main
from tripartite.records.errors import RecordsError

CASE = {"country": "CN", "region": "CN-GD", "wage_class": "1", "month": "2025-10", "wage": "5220 CNY"}


def lines(result: dict) -> dict[str, tuple[int, int]]:
    return {line["what"]: (line["minutes"], line["amount"]) for line in result["lines"]}


def test_each_kind_of_day_has_its_rate() -> None:
    # 5,220 / 21.75 / 8 = 30 an hour.
    result = due({**CASE, "hours": {"ordinary_overtime": "10 h", "rest": "16 h", "holiday": "8 h"}})
    assert result["hourly_base"] == 3000
    assert sorted(amount for _, amount in lines(result).values()) == [45_000, 72_000, 96_000]
    assert result["premium_due"] == 213_000


def test_time_off_for_a_rest_day_leaves_nothing_due() -> None:
    assert due({**CASE, "hours": {"rest_compensated": "8 h"}})["premium_due"] == 0


def test_shifts_by_date_know_the_calendar() -> None:
    shifts = {
        "2025-10-01": "08:00-16:00",  # National Day
        "2025-10-09": ["08:00-12:00", "13:00-19:00"],  # ten hours on an ordinary day
        "2025-10-11": "08:00-16:00",  # a Saturday made a working day
        "2025-10-12": "08:00-12:00",  # a Sunday
    }
    result = due({**CASE, "shifts": shifts})
    assert sorted(lines(result).values()) == [(120, 9_000), (240, 24_000), (480, 72_000)]


def test_the_base_is_never_below_the_minimum_wage() -> None:
    result = due(
        {**CASE, "wage": "2000 CNY", "hours": {"ordinary_overtime": "1 h"}, "paid": {"basic": "2000 CNY"}}
    )
    assert result["premium_due"] == round(250_000 * 1.5 / 174)
    assert result["minimum_wage_short"] == 50_000


def test_overtime_pay_does_not_count_toward_the_minimum_wage() -> None:
    result = due({**CASE, "wage": "2000 CNY", "paid": {"basic": "2000 CNY", "overtime": "800 CNY"}})
    assert result["minimum_wage_short"] == 50_000


def test_a_class_not_known_gives_a_floor_and_no_certainty() -> None:
    case = {k: v for k, v in CASE.items() if k != "wage_class"}
    result = due({**case, "wage": "2000 CNY", "paid": {"basic": "2000 CNY"}})
    assert (result["minimum_wage"]["least"], result["minimum_wage"]["most"]) == (175_000, 252_000)
    assert result["minimum_wage_short"] == 0
    assert not result["minimum_wage_told"]


def test_flexible_hours_draw_no_premium_and_comprehensive_only_the_excess() -> None:
    assert due({**CASE, "hours_system": "flexible", "hours": {"rest": "8 h"}})["premium_due"] == 0
    case = {**CASE, "hours_system": "comprehensive", "hours_period": "quarter"}
    assert due({**case, "hours": {"period_excess": "10 h"}})["premium_due"] == 45_000
    assert due({**case, "hours": {"holiday": "8 h"}})["premium_due"] == 72_000


def test_piece_work_is_paid_above_its_hundred_per_cent() -> None:
    # 6,000 for 200 hours is 30 an hour; ten of them overtime: half of that again is due.
    case = {
        **CASE,
        "basis": "piece",
        "piece_earnings": "6000 CNY",
        "hours": {"normal": "190 h", "ordinary_overtime": "10 h"},
    }
    case.pop("wage")
    assert due(case)["premium_due"] == 15_000


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"month": "2025-13"}, "write it as 2025-10"),
        ({"month": "1990-01"}, "lies outside the calendar"),
        ({"wage": "a lot"}, "is not an amount of CNY"),
        ({"wage": "5000 USD"}, "is not an amount of CNY"),
        ({"region": "CN-XX"}, "is not known. Known: CN-AH"),
        ({"hours": {"night": "3 h"}}, "hours.night is not known"),
        ({"hours": {"rest": "many"}}, "is not a time such as 10 h"),
        ({"shifts": {"2025-11-01": "08:00-17:00"}}, "outside the month"),
        ({"basis": "weekly"}, "is not one of monthly"),
        ({"colour": "red"}, "is not a key of a pay case"),
        ({"country": "FR"}, "is not one of CN"),
    ],
)
def test_refusals_name_the_key_and_the_remedy(change: dict, says: str) -> None:
    with pytest.raises(RecordsError, match=says):
        due({**CASE, **change})


def test_the_command_prints_lines_with_their_article_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    flags = [
        "--country",
        "CN",
        "--region",
        "CN-GD",
        "--wage-class",
        "1",
        "--month",
        "2025-10",
        "--wage",
        "5220",
    ]
    assert main(["pay", *flags, "--overtime", "10"]) == 0
    assert "Labour Law, article 44" in capsys.readouterr().out
    assert main(["pay", *flags, "--overtime", "10", "--paid-overtime", "300", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["premium_short"] == 15_000
    assert main(["pay", "--month", "2025-10"]) == 2
    assert "say the contract wage" in capsys.readouterr().err


def test_an_agreed_wage_below_the_minimum_is_told_by_its_own_unit() -> None:
    case = {"country": "TH", "region": "TH-10", "month": "2025-10", "basis": "daily", "wage_class": "general"}
    assert due({**case, "wage": "400"})["wage_below_minimum"] == 0
    below = due({**case, "wage": "372"})
    assert (below["wage_below_minimum"], below["wage_below_minimum_told"]) == (2_800, True)


def test_a_total_alone_says_how_much_is_missing_but_not_for_sure() -> None:
    # Ten hours of overtime come to 450; the total is the bare wage.
    result = due({**CASE, "hours": {"ordinary_overtime": "10 h"}, "paid": {"gross": "5220 CNY"}})
    assert (result["premium_short"], result["premium_told"]) == (45_000, False)
    assert result["premium_why"] == "overtime-pay-not-itemised"
    more = due({**CASE, "hours": {"ordinary_overtime": "10 h"}, "paid": {"gross": "5670 CNY"}})
    assert more["premium_short"] == 0
    assert not more["premium_told"]


def test_why_a_minimum_wage_cannot_be_told() -> None:
    case = {k: v for k, v in CASE.items() if k != "wage_class"}
    result = due({**case, "wage": "2000 CNY", "paid": {"basic": "2000 CNY"}})
    assert result["minimum_wage_why"] == "minimum-wage-class-or-level-unsure"
    assert due({**CASE, "paid": {"basic": "5220 CNY"}})["minimum_wage_why"] is None


def test_a_minimum_of_the_whole_country_needs_no_region() -> None:
    case = {"country": "VN", "wage_class": "I", "month": "2025-04", "wage": "4800000"}
    told = due({**case, "hours": {"ordinary_overtime": "1 h"}})
    assert told["minimum_wage"] == due({**case, "region": "VN", "hours": {}})["minimum_wage"]
    # Decree 74/2024: 4,960,000 a month in region I.
    assert "4960000" in json.dumps(told["minimum_wage"])


def test_a_wage_class_that_a_place_does_not_have_is_refused() -> None:
    with pytest.raises(RecordsError, match="wage_class `V` is not known in VN"):
        due({"country": "VN", "wage_class": "V", "month": "2025-04", "wage": "4800000", "hours": {}})

"""Was I paid right? The figures are the engine's, the words the worker's, and nothing is kept."""

from __future__ import annotations

import html
import json
import logging
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.site.wages.filled import typed_from
from tripartite.check.payslip import due
from tripartite.site.places import COUNTRIES, standards
from tripartite.site.templatetags.told import money
from tripartite.site.wages.answer import answer
from tripartite.site.wages.asked import COUNTRIES as ASKED
from tripartite.site.wages.asked import hours_of
from tripartite.site.wages.forms import PayForm
from tripartite.site.wages.names import month_choices

CN = {
    "by": "totals", "region": "CN-GD", "wage_class": "1", "month": "2026-05", "basis": "monthly", "wage": "5,220",
    "ordinary_overtime": "10", "paid_basic": "5220", "paid_overtime": "300",
}  # fmt: skip


def text_of(answered: Any) -> str:
    body = answered.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def _askable() -> list[Any]:
    """Published examples that the form has fields for, in months that can still be chosen or not."""
    out = []
    for country in COUNTRIES:
        room = standards().rooms[country.lower()]
        fields = {h.key for h in hours_of(country)} | {"normal", "period_excess"}
        for e in room.examples:
            given = e["given"]
            plain = set(given) <= {"country", "region", "wage_class", "month", "wage", "basis", "hours", "paid", "month_hours",
                                   "sector", "hours_system", "piece_earnings"}  # fmt: skip
            # Of pieces the form asks for the normal hours, as earnings are spread over all.
            plain &= given.get("basis") != "piece" or "normal" in given["hours"]
            if "kind" not in given and plain and set(given.get("hours") or {}) <= fields:
                out.append(pytest.param(given, id=e["id"]))
    return out


@pytest.mark.parametrize("given", _askable())
def test_a_published_example_gives_the_same_on_the_page_as_by_the_command(
    given: dict[str, Any], monkeypatch
) -> None:
    country = given.get("country", "CN")
    month = str(given["month"])
    monkeypatch.setattr("tripartite.site.wages.forms.month_choices", lambda _: [(month, month)])
    typed = typed_from({"country": country, **given})
    typed.setdefault("region", next(iter(standards().rooms[country.lower()].region_names.regions)))
    with translation.override("en"):
        form = PayForm(country, "en", typed)
        assert form.is_valid(), form.errors
        result = due({"region": typed["region"], **given})
        told = answer(form.case(), "en")
        assert due(form.case())["lines"] == result["lines"]
        assert due(form.case())["premium_due"] == result["premium_due"]
        assert told.sums[0][1] == money(result["premium_due"], result["currency"])
        if given.get("basis") != "piece":
            assert [line.amount for line in told.lines] == [
                money(line["amount"], result["currency"]) for line in result["lines"]
            ]


def test_examples_of_every_country_are_among_them() -> None:
    countries = {p.values[0].get("country", "CN") for p in _askable()}
    assert {"CN", "JP", "PH", "TH", "VN"} <= countries
    assert len(_askable()) > 60


def test_the_page_says_line_by_line_what_is_due_and_missing(client: Client) -> None:
    told = text_of(client.post("/en/wages/cn/", CN))
    assert "You got at least CN¥150.00 too little." in told
    assert "10 h × 150 % × 30 = CN¥450.00" in told
    assert "Labour Law, article 44" in told
    assert "12333" in told


def test_the_law_of_a_line_is_a_link_to_its_provision(client: Client) -> None:
    page = client.post("/en/wages/cn/", CN).content.decode()
    address = re.search(r'class="law"><a href="([^"]+)"', page)
    assert address
    assert client.get(address[1]).status_code == 200


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", ["en", "zh-hans", "ja", "vi", "th", "my", "fil"])
def test_each_country_answers_in_each_language(client: Client, db: None, country: str, language: str) -> None:
    address = f"/{language}/wages/{country.lower()}/"
    assert client.get(address).status_code == 200
    regions = standards().rooms[country.lower()].region_names.regions
    typed = {"by": "totals", "region": next(iter(regions)), "month": month_choices(country)[3][0], "basis": "monthly", "wage": "9999999",
             hours_of(country)[0].key: "10", "paid_gross": "9999999"}  # fmt: skip
    answered = client.post(address, typed)
    assert answered.status_code == 200, text_of(answered)[:500]
    assert "150 %" in text_of(answered) or "125 %" in text_of(answered) or "200 %" in text_of(answered)


# --- what cannot be told ---------------------------------------------------------------------------


def verdict(**change: str) -> Any:
    typed = {k: v for k, v in {**CN, **change}.items() if v != ""}
    with translation.override("en"):
        form = PayForm("CN", "en", typed)  # type: ignore[arg-type]
        assert form.is_valid(), form.errors
        return answer(form.case(), "en")


def test_enough_pay_is_met_only_where_all_of_it_can_be_told() -> None:
    assert verdict(paid_overtime="450").verdict == "met"
    assert verdict(paid_overtime="449.99").verdict == "short"
    assert verdict(paid_overtime="450", wage_class="", wage="2000", paid_basic="2000").verdict != "met"


def test_a_total_alone_is_never_called_fine_nor_a_sure_shortfall() -> None:
    parts = {"paid_basic": "", "paid_overtime": ""}
    assert verdict(**parts, paid_gross="5220").verdict == "likely-short"
    enough = verdict(**parts, paid_gross="5670")
    assert enough.verdict == "cannot-tell"
    assert any("total does not say" in t for t in enough.unsure)


def test_nothing_said_of_pay_compares_nothing() -> None:
    told = verdict(paid_basic="", paid_overtime="")
    assert told.verdict == "not-compared"
    assert "450" in told.headline


def test_an_agreed_wage_below_the_minimum_is_told_though_nothing_was_paid() -> None:
    told = verdict(wage="2000", paid_basic="", paid_overtime="", ordinary_overtime="")
    assert told.verdict == "short"
    assert "below the minimum wage" in told.headline


def test_a_divisor_that_the_employer_may_choose_makes_it_a_least(client: Client) -> None:
    typed = {
        "by": "totals",
        "month": "2026-05",
        "basis": "monthly",
        "wage": "8.000.000",
        "ordinary_overtime": "10",
    }
    told = text_of(client.post("/vi/wages/vn/", typed))
    assert "Phải trả ít nhất" in told


# --- mistakes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"wage": "a lot"}, "“a lot” is no amount. Write it as 5,000"),
        ({"wage": ""}, "Write the agreed wage, such as 5,000"),
        ({"ordinary_overtime": "many"}, "“many” is no number of hours. Write 10, 10.5 or 10:30"),
        ({"ordinary_overtime": "800"}, "more than a month has"),
        ({"region": "CN-XX"}, "Select a valid choice"),
        ({"region": ""}, "required"),
        ({"month": "1999-01"}, "Select a valid choice"),
        ({"wage_class": "shenzhen", "region": "CN-BJ"}, "This class is of another region"),
        ({"paid_overtime": ""}, "How much was it? Write 0"),
        ({"paid_gross": "5000"}, "either the parts or the total"),
        ({"basis": "piece"}, "Write what the pieces came to"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_field_with_an_example_and_nothing_typed_is_lost(
    client: Client, change: dict[str, str], says: str
) -> None:
    answered = client.post("/en/wages/cn/", {**CN, **change})
    assert answered.status_code == 422
    assert says in text_of(answered)
    if "wage" not in change:
        assert 'value="5,220"' in answered.content.decode()


def test_an_unknown_country_is_not_found(client: Client, db: None) -> None:
    assert client.get("/en/wages/fr/").status_code == 404
    assert client.get("/en/wages/CN/").status_code == 404


# --- day by day -----------------------------------------------------------------------------------------

DAYS = {
    "by": "days", "region": "CN-GD", "wage_class": "1", "month": "2026-05", "basis": "monthly", "wage": "5220", "break": "60",
    "rest_days": ["sat", "sun"], "in-06": "08:00", "out-06": "20:00", "in-09": "08:00", "out-09": "17:00",
}  # fmt: skip


def test_days_give_what_the_engine_gives_for_the_same_shifts(client: Client) -> None:
    case = {"country": "CN", "region": "CN-GD", "wage_class": "1", "month": "2026-05", "wage": "5220", "break": "60", "rest_days": "sat,sun",
            "shifts": {"2026-05-06": ["08:00-20:00"], "2026-05-09": ["08:00-17:00"]}}  # fmt: skip
    result = due(case)
    told = text_of(client.post("/en/wages/cn/", DAYS))
    for line in result["lines"]:
        assert money(line["amount"], "CNY") in told


def test_a_second_stretch_and_a_night_count(client: Client) -> None:
    answered = client.post("/en/wages/cn/", {**DAYS, "in2-06": "21:00", "out2-06": "02:00"})
    assert "8 h × 150 %" in text_of(answered)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"out-06": ""}, "6 Wednesday, end The other time of this day is missing"),
        ({"in-06": "noon"}, "“noon” is no time of day. Write it as 08:00"),
        ({"out-06": "08:00"}, "The end is the same as the start"),
        ({"break": ""}, "required"),
        ({"in-06": "", "out-06": "", "in-09": "", "out-09": ""}, "at least one day"),
    ],
)
def test_mistakes_of_days_are_told(client: Client, change: dict[str, str], says: str) -> None:
    answered = client.post("/en/wages/cn/", {**DAYS, **change})
    assert answered.status_code == 422
    assert says in text_of(answered)


def test_changing_to_days_keeps_what_was_typed(client: Client) -> None:
    page = client.post("/en/wages/cn/", {**CN, "step": "days"})
    assert page.status_code == 200
    body = page.content.decode()
    assert 'value="5,220"' in body
    assert body.count('type="time"') == 4 * 31
    assert "Friday" in body


def test_thai_days_take_the_holidays_that_the_employer_announced(client: Client) -> None:
    typed = {"by": "days", "region": "TH-10", "wage_class": "general", "month": "2026-04", "basis": "daily", "wage": "400", "break": "60",
             "rest_days": ["sun"], "in-13": "08:00", "out-13": "17:00"}  # fmt: skip
    assert "Labour Day" in text_of(client.post("/en/wages/th/", typed))
    marked = text_of(client.post("/en/wages/th/", {**typed, "holiday-13": "on"}))
    assert "raditional holiday" in marked


# --- nothing is kept ----------------------------------------------------------------------------------------


def test_no_cookie_is_sent_and_none_is_needed(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for answered in (client.get("/my/wages/"), client.get("/my/wages/cn/"), client.post("/my/wages/cn/", CN), client.get("/my/hours/"),
                     client.get("/my/hand-over/")):  # fmt: skip
        assert answered.status_code == 200
        assert not answered.cookies, answered.cookies
    assert client.post("/my/wages/cn/", CN)["Cache-Control"] == "no-store"


def test_nothing_of_what_was_typed_is_logged_or_stored(
    client: Client, db: None, caplog, django_assert_num_queries
) -> None:
    caplog.set_level(logging.DEBUG)
    with django_assert_num_queries(0):
        client.post("/en/wages/cn/", {**CN, "wage": "5,219.37", "paid_basic": "5219.37"})
        client.post("/en/wages/cn/", {**CN, "wage": "secret-wage"})
    lines = "\n".join([r.getMessage() + json.dumps(getattr(r, "fields", {})) for r in caplog.records])
    assert "request" in lines
    assert not re.search(r"5,?219|secret-wage|CN-GD", lines)


def test_months_end_with_the_calendar_and_thai_years_are_told_twice() -> None:
    months = [m for m, _ in month_choices("CN")]
    assert months == sorted(months, reverse=True)
    assert all(m <= "2026-12" for m in months)
    with translation.override("th"):
        name = dict(month_choices("TH"))[months[0]]
    assert f"{date.fromisoformat(months[0] + '-01').year + 543}" in name


def test_each_key_of_hours_is_one_that_the_engine_knows() -> None:
    for country in ASKED:
        for hours in hours_of(country):
            due({"country": country, "month": "2026-05", "wage": "100000", "hours": {hours.key: "1 h"}})

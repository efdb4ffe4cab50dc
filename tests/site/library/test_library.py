"""The library's pages: every one opens in every language, says what the data say, and is never wrong about what is not known."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.places import COUNTRIES, standards
from tripartite.standards.schema import TOPICS

LANGUAGES = [code for code, _ in LANGUAGES_SPOKEN]
PAGES = [
    "law/", "law/search/?q=overtime", "law/countries/cn/", "law/countries/th/working-time/", "law/ratifications/",
    "law/compare/?topic=wages&c=CN&c=VN&c=ilo", "law/holds/?place=CN-GD&on=2025-10-01", "law/contacts/ph/",
    "law/provisions/cn/labour-law/41/", "law/rules/cn/overtime-in-a-month/", "law/instruments/ilo/c87/",
    "law/duties/overtime-cap/", "law/countries/th/wages/questions/",
]  # fmt: skip


@pytest.fixture
def page(client: Client, db):
    def get(address: str, language: str = "en"):
        return client.get(f"/{language}/{address}")

    return get


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_each_page_opens_in_each_language(page, address, language):
    answer = page(address, language)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers or "csrftoken" in answer.headers["Set-Cookie"]


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_provision_and_rule_has_a_page(page):
    body = standards()
    for room in body.rooms.values():
        for p in [*list(room.provisions)[::25]]:
            assert page(f"law/provisions/{p}/").status_code == 200, p
        for r in [*list(room.rules)[::12]]:
            assert page(f"law/rules/{r}/").status_code == 200, r
        for i in [*list(room.instruments)[::6]]:
            assert page(f"law/instruments/{room.key}/{i}/").status_code == 200, i


def test_every_country_has_every_topic(page):
    for country in COUNTRIES:
        for topic in TOPICS:
            assert page(f"law/countries/{country.lower()}/{topic}/").status_code == 200


def test_overtime_in_china_says_36_hours_and_its_article(page):
    shown = text_of(page("law/rules/cn/overtime-in-a-month/"))
    assert "at most 36 h a month" in shown
    assert "41" in shown


@pytest.mark.parametrize(("day", "wage"), [("2024-06-01", "1,900"), ("2025-10-01", "2,080")])
def test_minimum_wage_of_a_district_on_two_days(page, day, wage):
    """Guangdong's second class: 1,900 yuan a month until February 2025, 2,080 from March 2025."""
    assert wage in text_of(page(f"law/holds/?place=CN-GD&on={day}"))


def test_what_is_not_read_is_marked(page):
    body = standards()
    unread = next(p for room in body.rooms.values() for p in room.provisions.values() if not p.verified)
    assert "was not read in its source" in text_of(page(f"law/provisions/{unread.id}/"))


def test_what_has_ended_is_told(page):
    ended = next(
        p
        for room in standards().rooms.values()
        for p in room.provisions.values()
        if p.end and p.end < date(2026, 1, 1)
    )
    assert "This held until" in text_of(page(f"law/provisions/{ended.id}/"))


def test_one_reaches_the_counterparts(page):
    shown = page("law/provisions/cn/labour-law/41/").content.decode()
    for family in ("ilo/", "codes/", "jp/", "vn/"):
        assert re.search(rf"/en/law/provisions/{family}", shown), family


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("zh-hans", "加班", "cn/"), ("ja", "残業", "jp/"), ("th", "ล่วงเวลา", "th/"), ("vi", "lam them gio", "vn/"),
        ("my", "အချိန်ပို", "mm/"), ("fil", "overtime", "ph/"), ("en", "overtme", "overtime"), ("en", "C87", "ilo/c87"),
    ],
)  # fmt: skip
def test_search_finds_words_in_unspaced_text_and_forgives_typing(page, language, words, expected):
    shown = page(f"law/search/?q={words}", language).content.decode()
    assert expected in shown.partition("results")[2]


def test_hostile_words_are_shown_as_text(page):
    shown = page("law/search/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in shown


@pytest.mark.parametrize(
    "address",
    ["law/provisions/cn/labour-law/999/", "law/rules/xx/", "law/instruments/cn/nothing/", "law/countries/us/",
     "law/countries/cn/astrology/", "law/contacts/us/", "law/ratifications/?asked=zz"],
)  # fmt: skip
def test_what_is_not_held_is_not_found(page, address):
    assert page(address).status_code == 404


@pytest.mark.parametrize("query", ["?place=CN-GD&on=yesterday", "?place=XX&on=2025-01-01", "?on=9999-99-99"])
def test_a_wrong_day_or_place_is_told(page, query):
    answer = page(f"law/holds/{query}")
    assert answer.status_code == 200
    assert "was no date" in answer.content.decode() or "on=" not in query or "XX" in query


def test_the_twin_is_legislation(page):
    answer = page("law/provisions/cn/labour-law/41.json")
    linked = json.loads(answer.content)
    assert answer["Content-Type"] == "application/ld+json"
    assert linked["@type"] == "Legislation"
    assert linked["@id"] == "http://testserver/en/law/provisions/cn/labour-law/41/"
    assert linked["view"]["article"] == "41"


def test_answers_are_quick(page):
    """Not a benchmark: a page that suddenly takes a second is a mistake."""
    import time

    page("law/provisions/cn/labour-law/41/")
    began = time.perf_counter()
    page("law/provisions/cn/labour-law/41/")
    assert time.perf_counter() - began < 1


def test_hours_of_a_normal_day_are_neither_a_most_nor_a_least(page):
    """They are figures by themselves: "at least 8 hours a day" would say that the law asks for long days."""
    text = text_of(page("law/compare/?topic=working-time&c=CN&c=VN&c=TH"))
    assert "8 h a day" in text
    assert "at least 8 h a day" not in text
    assert "at least 48 h a week" not in text
    assert "Article 105 : 48 h a week" in text
    assert "at most 36 h a month" in text, "limits are told as before"

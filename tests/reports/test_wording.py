from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.check import blocks, limits, rules
from tripartite.measures import facility, pay, person, streak, time
from tripartite.records.mapping import KINDS
from tripartite.reports.wording import languages, money, pad, share, syllables, width, words, wrap
from tripartite.standards.schema import TOPICS

EN, ZH = words("en"), words("zh")


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (0, "minute", "0 h", "0 小时"),
        (59, "minute", "59 min", "59 分钟"),
        (60, "minute", "1 h", "1 小时"),
        (2490, "minute", "41 h 30 min", "41 小时 30 分"),
        (1, "day", "1 day", "1 天"),
        (6, "day", "6 days", "6 天"),
        (15, "year", "15 years", "15 岁"),
        (2000, "bp", "20 %", "20 %"),
        (1549, "bp", "15.49 %", "15.49 %"),
        (0, "bp", "0 %", "0 %"),
        (100_000, "bp", "1,000 %", "1,000 %"),
        (123_450, "money", "1,234.50 CNY", "1,234.50 CNY"),
        (None, "minute", "–", "–"),
    ],
)
def test_quantities_read_as_people_say_them(value, unit, en, zh):
    assert EN.quantity(value, unit, "CNY") == en
    assert ZH.quantity(value, unit, "CNY") == zh


def test_money_has_the_decimals_of_its_currency():
    assert money(123_456_789, "JPY") == "123,456,789 JPY"
    assert money(5, "CNY") == "0.05 CNY"
    assert money(-250, "CNY") == "−2.50 CNY"
    assert money(10**17 + 1, "CNY") == "1,000,000,000,000,000.01 CNY"  # beyond what a float holds


def test_a_lower_bound_and_an_assumption_are_said():
    rule = {"unit": "minute", "bound": "at_most", "scope": "worker", "per": "month"}
    assert EN.observed(rule, 2490, "CNY", "at least") == "at least 41 h 30 min"
    assert EN.observed(rule, 2490, "CNY", "assumed") == "41 h 30 min (assumed)"
    assert ZH.observed(rule, 2490, "CNY", "at least") == "至少 41 小时 30 分"
    assert EN.allowed(rule, 2160, "CNY") == "at most 36 h"


def test_missing_money_is_said_to_be_short():
    rule = {"unit": "money", "bound": "at_most", "scope": "worker", "per": "month"}
    assert EN.observed(rule, 31_200, "CNY") == "312.00 CNY short"
    assert EN.allowed(rule, 0, "CNY") == "nothing short"
    assert EN.allowed({**rule, "unit": "minute"}, 0, "CNY") == "none"
    allowance = {**rule, "bound": "at_least"}
    assert EN.observed(allowance, 31_200, "CNY") == "312.00 CNY"
    assert EN.allowed(allowance, 30_000, "CNY") == "at least 300.00 CNY"


def test_facilities_are_not_called_people():
    rule = {"scope": "facility", "people": {"not_met": 1, "checked": 1}, "per": "month"}
    assert EN.touched(rule) == "1 of 1 facility"
    assert EN.times(rule, 3) == "3 months"
    assert EN.times({**rule, "scope": "worker"}, 3) == "3 worker-months"


def test_a_share_is_never_rounded_to_all_or_nothing():
    assert [share(x) for x in (0, 0.0001, 0.5, 0.9999, 1)] == ["0 %", "< 1 %", "50 %", "> 99 %", "100 %"]


def test_a_text_that_a_language_lacks_is_marked_as_english():
    assert ZH.html({"en": "Rest", "zh": "休息"}) == "休息"
    assert ZH.html({"en": "Rest"}) == '<span lang="en">Rest</span>'
    assert EN.html({"zh": "休息"}) == '<span lang="zh-Hans">休息</span>'
    assert EN.html(None) == ""


def test_an_unknown_language_gives_english():
    assert words("xx").lang == "en"


def _flat(entries, path=""):
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", languages())
def test_every_language_says_the_same_things(lang):
    english, own = dict(_flat(EN.entries)), dict(_flat(words(lang).entries))
    assert own.keys() == english.keys()
    for key, text in own.items():
        assert text.strip() or not english[key].strip(), key
        assert _fields(text) == _fields(english[key]), key
        assert {frozenset(_fields(form)) for form in text.split("|")} == {frozenset(_fields(text))}, key


def _reason_codes():
    """Every reason that measures and rules give, from their source: `why` and `reasons` are words of that form."""
    import inspect
    import re

    source = "".join(
        inspect.getsource(m) for m in (blocks, facility, limits, pay, person, rules, streak, time)
    )
    return set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source))


@pytest.mark.parametrize("lang", languages())
def test_every_reason_topic_kind_and_unit_has_a_name(lang):
    entries = words(lang).entries
    assert set(TOPICS) <= set(entries["topics"])
    assert set(KINDS) <= set(entries["kinds"])
    assert _reason_codes() <= set(entries["reasons"])


def test_wide_letters_count_two_and_marks_none():
    assert width("工时") == 4
    assert width("ชั่วโมง") == 5
    assert pad("工时", 6) == "工时  "
    assert pad("工时记录", 6) == "工时…" + " "
    assert pad("7", 3, right=True) == "  7"


@given(st.text(st.sampled_from("ab 工时，。记录 -1"), max_size=60), st.integers(8, 40))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text, columns):
    lines = wrap(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        # A single word may be longer than the line, and Chinese punctuation may hang over its end.
        assert width(line.rstrip("，。")) <= columns or " " not in line.strip()


def test_thai_and_burmese_are_never_cut_within_a_syllable():
    assert syllables("เพื่อนำ") == ["เพื่", "อ", "นำ"]
    assert syllables("အလုပ်သမား") == ["အ", "လုပ်", "သ", "မား"]
    assert pad("ชั่วโมง", 4) == "ชั่ว… "
    assert pad("အလုပ်သမား", 4) == "အလုပ်…"


@pytest.mark.parametrize(
    "text", ["ลูกจ้างปฏิเสธงานล่วงเวลาได้โดยไม่ถูกลงโทษ", "အလုပ်သမားများသည်အပြစ်ပေးခံရခြင်းမရှိဘဲအချိန်ပိုကိုငြင်းနိုင်ပါသလား"]
)
def test_a_run_without_spaces_is_broken_to_the_width(text):
    lines = wrap(text, 20)
    assert "".join(lines) == text
    assert len(lines) > 1
    assert all(width(line) <= 20 for line in lines)
    joined = "".join(lines[0][-1:] + lines[1][:1])
    assert syllables(joined) == list(joined)  # the break parts two syllables


def test_a_law_in_another_language_is_parted_from_its_article():
    assert ZH.cite({"en": "Labour Law", "zh": "劳动法"}, "41") == "劳动法第41条"
    assert ZH.cite({"en": "Labor Code"}, "41") == "Labor Code 第41条"
    assert EN.cite({"en": "Labour Law"}, "41") == "Labour Law, article 41"


@pytest.mark.parametrize(
    ("lang", "article", "told"),
    [
        ("en", "41", "Labour Law, article 41"),
        ("en", "main duty", "Labour Law (main duty)"),
        ("ja", "41", "労働法第41条"),
        ("ja", "main duty", "労働法"),
        ("ja", "section 6", "労働法 (section 6)"),
        ("vi", "V.1b", "Labour Law, điều V.1b"),
        ("vi", "sections 4 and 5", "Labour Law (sections 4 and 5)"),
    ],
)
def test_a_law_is_cited_by_its_article_or_the_heading_that_it_has(lang: str, article: str, told: str) -> None:
    assert words(lang).cite({"en": "Labour Law", "ja": "労働法"}, article) == told

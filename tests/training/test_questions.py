"""Faults of questions that a program can find: what is typed and may change, what gives the answer away, what is no choice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from tests.training.test_curriculum import CURRICULUM, STANDARDS, seminar
from tripartite.training.asking import Asked, askable
from tripartite.training.schema import ANY_LANGUAGE, COUNTRIES, Question, Texts

EVERY = [q for m in CURRICULUM.modules.values() for q in m.questions]
ASKED = {c: askable(CURRICULUM, seminar(c), "7")[0] for c in COUNTRIES}
CHOICES = ("single", "scenario")
NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "thirty": 30, "twelfth": 12, "double": 2, "twice": 2,
}  # fmt: skip


def is_value(name: str) -> bool:
    return name in CURRICULUM.names and not name.startswith("duty:")


def english(text: Texts) -> str:
    return text.get(ANY_LANGUAGE) or text.get("en", "")


def numbers(text: str) -> set[float]:
    """Numbers in figures and in words; those of conventions and paragraphs are names."""
    text = re.sub(r"No\. \d+|article \S+", "", text.lower().replace("-", " "))
    found = {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    return found | {float(n) for word, n in NUMBERS.items() if re.search(rf"\b{word}\b", text)}


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.id)
def test_a_number_in_a_typed_key_stands_in_the_provision(q: Question) -> None:
    """A key that is typed would stay when the law changes: then this fails, until the question is mended."""
    if (
        q.provision.startswith("duty:")
        or q.kind not in (*CHOICES, "multiple")
        or q.provision in CURRICULUM.names
    ):
        return
    # What a question tells, and what is reckoned from it, is no law.
    told = numbers(english(q.given) + english(q.asks) + english(q.why))
    typed = set[float]().union(*(numbers(english(t)) for t in q.right if "{" not in english(t)))
    assert typed <= told | numbers(STANDARDS.provision(q.provision).asks["en"])


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.id)
def test_a_number_to_give_is_never_typed(q: Question) -> None:
    if q.kind == "numeric":
        assert q.value or q.case
    if is_value(q.provision) and q.kind in CHOICES:
        assert all("{rule:" in english(t) for t in (*q.right, *q.wrong))


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_longest_answer_is_not_mostly_the_right_one(country: str) -> None:
    single = [q for q in ASKED[country] if q.kind in CHOICES]
    expected = sum(1 / len(q.answers) for q in single)
    for lang in ("en", "zh"):
        longest = clearly = 0
        for q in askable(CURRICULUM, seminar(country, lang), "7")[0]:
            if q.kind in CHOICES:
                right = next(len(a.text) for a in q.answers if a.right)
                others = max(len(a.text) for a in q.answers if not a.right)
                longest += right > others
                clearly += right > 1.25 * others
        assert longest <= 1.5 * expected, (lang, longest, expected)
        assert clearly <= 1.1 * expected, (lang, clearly, expected)


def test_the_right_answer_stands_in_each_place_as_often() -> None:
    places: dict[int, Counter[int]] = defaultdict(Counter)
    for seed in range(8):
        for q in askable(CURRICULUM, seminar("CN"), str(seed))[0]:
            if q.kind in CHOICES:
                places[len(q.answers)][next(i for i, a in enumerate(q.answers) if a.right)] += 1
    for of, counts in places.items():
        total = counts.total()
        for place in range(of):
            # Four standard deviations of a fair draw.
            assert abs(counts[place] - total / of) <= 4 * (total / of * (1 - 1 / of)) ** 0.5, (of, counts)


def test_both_true_and_untrue_answers_of_several_are_offered() -> None:
    several = [q for q in EVERY if q.kind == "multiple"]
    assert all(q.right and q.wrong for q in several)
    # Not always as many, so that counting does not help.
    assert len({len(q.right) for q in several}) > 1


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_wrong_answer_is_a_value_or_a_provision_of_the_country(country: str) -> None:
    """A wrong answer that the law of the country says somewhere would be right too."""
    s = seminar(country)
    said = {p.asks["en"] for p in STANDARDS.rooms[country.lower()].provisions.values()}
    written = {q.id: q for q in EVERY}
    for q in ASKED[country]:
        assert not {a.text for a in q.answers if not a.right} & said, q.id
        name = written[q.id].provision
        if q.kind in CHOICES and is_value(name):
            others = values_beside(name, country)
            right = s.fill(f"{{rule:{name}}}")
            assert not {a.text for a in q.answers if not a.right} & (others - {right}), q.id


def values_beside(name: str, country: str) -> set[str]:
    """Values in force of rules that measure the same as the one of the name, such as a longer month by exception."""
    s = seminar(country)
    mine = (
        STANDARDS.rules_of(country)
        if hasattr(STANDARDS, "rules_of")
        else STANDARDS.rooms[country.lower()].rules
    )
    rule = mine.get(CURRICULUM.names[name].get(country, ""))
    if rule is None:
        return set()
    return {
        s.words.quantity(v.value.number, v.value.unit)
        for r in mine.values()
        if (r.measure, r.per) == (rule.measure, rule.per)
        for v in r.values
        if v.start <= s.day and (v.end is None or v.end >= s.day)
    }


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_module_can_be_tested_before_and_after_in_each_country(country: str) -> None:
    on: Counter[tuple[str, str]] = Counter((q.module, q.objective) for q in ASKED[country])
    for m in CURRICULUM.of_country(country):
        for objective in m.objectives:
            assert on[m.id, objective] >= 2, (m.id, objective)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_question_is_not_put_twice(country: str) -> None:
    texts = Counter((q.text, tuple(sorted(a.text for a in q.answers))) for q in ASKED[country])
    assert [t for t, n in texts.items() if n > 1] == []


def test_a_question_names_the_country_whose_law_it_asks_for() -> None:
    def named(q: Question) -> bool:
        text = english(q.given) + english(q.asks)
        return "{country}" in text or "{place}" in text

    national = [q for q in EVERY if q.provision.startswith("duty:") and q.kind in CHOICES and not q.case]
    judged = {"wt-9"}  # what can be told of a record, in any country
    assert [q.id for q in national if not named(q) and q.id not in judged] == []


def right(q: Asked) -> list[str]:
    return [a.text for a in q.answers if a.right]


def test_viet_nams_twelfth_holiday_is_known_from_its_day_on() -> None:
    asked = {q.id: q for q in ASKED["VN"]}
    assert right(asked["na-23"]) == ["24 November, Viet Nam Culture Day"]
    before, left = askable(CURRICULUM, seminar("VN", day=seminar().day.replace(month=6, day=30)), "7")
    assert "na-23" not in {q.id for q in before}
    assert "na-23: vn/resolution-28/2: not in force on 2026-06-30" in left

"""Lessons: nothing is missing, nothing is a stub, nothing is typed that the standards hold, and a changed law changes all of it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.training.test_curriculum import CURRICULUM, DAY, STANDARDS, seminar
from tripartite.check import payslip
from tripartite.check.plan import make_plan
from tripartite.standards.load import HERE as ROOMS
from tripartite.standards.load import load, load_room
from tripartite.training.asking import Asked, ask
from tripartite.training.lesson import lesson_of, markdown
from tripartite.training.load import SECTIONS
from tripartite.training.schema import COUNTRIES, Module
from tripartite.training.translations import LANGUAGES
from tripartite.training.values import NotHeldError, Seminar

MODULES = list(CURRICULUM.modules.values())
WHOLE = ("en", "zh")
HEADINGS = {
    "en": ["What is asked", "Why it matters", "An example", "What you will hear", "On Monday"],
    "zh": ["要求是什么", "为什么重要", "例子", "常见的反对意见", "回去以后先做什么"],
}
LED = {
    "en": ["Time", "How to lead it", "Key to the exercise", "Key to the case"],
    "zh": ["时间", "怎样带", "练习参考答案", "案例参考答案"],
}
# Fewest letters of a section, without its placeholders: below this it says too little to be taught from.
LEAST = {
    "en": {"lesson": 1500, "facilitator": 900, "exercise": 300, "case": 250, "slides": 350, "handout": 300},
    "zh": {"lesson": 450, "facilitator": 280, "exercise": 110, "case": 70, "slides": 110, "handout": 110},
}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# A number with a unit of law. What a story tells, and how long a task takes, stands in other sections.
TYPED = re.compile(r"\d[\d,.]*\s*(?:h\b|hours?|days?|weeks|months|years?|%|小时|天|日|周|个月|年|岁|％)")


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def items(text: str) -> list[str]:
    return re.findall(r"^(?:- |\d+\. )(.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("lang", WHOLE)
@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_a_module_has_all_that_is_needed_to_teach_it(m: Module, lang: str) -> None:
    parts = m.texts[lang]
    assert list(parts) == list(SECTIONS)
    for name, least in LEAST[lang].items():
        assert len(PLACEHOLDER.sub("", parts[name])) >= least, name
    assert headings(parts["lesson"]) == HEADINGS[lang]
    assert headings(parts["facilitator"]) == LED[lang]
    assert len(m.objectives) >= 2
    assert len(m.reading) >= 5


@pytest.mark.parametrize("lang", WHOLE)
@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_the_facilitators_time_adds_up(m: Module, lang: str) -> None:
    steps = re.findall(r"^- (\d+) (?:min|分钟)[:：]", m.texts[lang]["facilitator"], re.MULTILINE)
    assert sum(map(int, steps)) == m.minutes
    asked = re.findall(r"^- (\d+) ", m.texts["en"]["facilitator"], re.MULTILINE)
    assert steps == asked


@pytest.mark.parametrize("lang", WHOLE)
@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_slides_are_short_and_steps_are_counted(m: Module, lang: str) -> None:
    slides = re.split(r"^## ", m.texts[lang]["slides"], flags=re.MULTILINE)[1:]
    assert 5 <= len(slides) <= 10
    assert all(1 <= len(items(s)) <= 6 for s in slides)
    lesson, exercise = m.texts[lang]["lesson"], m.texts[lang]["exercise"]
    assert lesson.rpartition("## ")[2].count("\n1. ") == 1
    assert len(items(lesson.rpartition("## ")[2])) >= 3
    assert len(items(exercise)) >= 3
    assert len(items(m.texts[lang]["handout"])) >= 6


@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_both_languages_draw_on_the_same_values(m: Module) -> None:
    for part in SECTIONS:
        en, zh = (Counter(PLACEHOLDER.findall(m.texts[lang][part])) for lang in WHOLE)
        # Chinese may name the country where English says "here".
        assert en - zh == zh - en == Counter() or {*(en - zh), *(zh - en)} <= {"{country}"}, part


@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_every_lesson_draws_values_of_the_country(m: Module) -> None:
    for part in ("lesson", "slides", "handout"):
        told = m.texts["en"][part]
        national = re.search(r"\{(rule|law|asks|example):(?!ilo/|oecd/|un/|trade/|codes/)", told)
        assert national or (m.id, part) == ("declaration", "handout")
    assert re.search(r"\{(rule|example):", m.texts["en"]["lesson"].split("## An example")[1])


@pytest.mark.parametrize("lang", WHOLE)
@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_no_value_of_law_is_typed(m: Module, lang: str) -> None:
    for part in ("lesson", "slides", "handout"):
        told = re.sub(r"[“\"][^”\"]*[”\"]", "", PLACEHOLDER.sub("", m.texts[lang][part]))
        assert TYPED.findall(told) == [], part


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_a_chinese_lesson_has_no_english_sentence(m: Module, country: str) -> None:
    s = seminar(country, "zh")
    for name in re.findall(r"\{asks:([^}]+)\}", "".join(m.texts["zh"].values())):
        try:
            assert "zh" in s.provision(name).asks, name
        except NotHeldError:
            continue


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("m", MODULES, ids=lambda m: m.id)
def test_what_is_left_out_leaves_no_empty_heading(m: Module, country: str) -> None:
    """A slide or a heading whose lines are all left out would stand there alone."""
    for lang in WHOLE:
        lesson = lesson_of(m, seminar(country, lang))
        for part, text in lesson.parts.items():
            for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
                assert block.partition("\n")[2].strip(), (part, block)
            assert "<h2>" in markdown(text) or part in ("exercise", "case", "handout")


def test_titles_and_objectives_are_in_every_language() -> None:
    for m in MODULES:
        for text in (m.title, *(o.text for o in m.objectives.values())):
            assert set(text) == {"en", "zh", *LANGUAGES}, m.id


def test_the_law_of_another_country_is_left_out() -> None:
    told = lesson_of(CURRICULUM.module("national-law"), seminar("VN")).parts["lesson"]
    assert "Viet Nam Culture Day" in told
    assert STANDARDS.provision("cn/contract/82").asks["en"] not in told
    with pytest.raises(NotHeldError, match="the law of CN, not of VN"):
        seminar("VN").fill("{rule:cn/overtime-in-a-month}")


def test_law_not_in_force_on_the_day_is_left_out() -> None:
    with pytest.raises(NotHeldError, match="vn/resolution-28/2: not in force on 2026-03-02"):
        seminar("VN", day=DAY.replace(month=3, day=2)).fill("{asks:vn/resolution-28/2}")


def test_what_was_not_read_in_a_source_is_marked_in_a_lesson() -> None:
    s = seminar("JP")
    line = lesson_of(CURRICULUM.module("equality"), s).parts["lesson"]
    assert not STANDARDS.provision("jp/lsa/19").verified
    assert "(not yet read in a source)" in next(x for x in line.splitlines() if x.startswith("- Dismissal"))


# --- a changed law ------------------------------------------------------------------------------


@dataclass
class Changed:
    """A country's law with another minimum wage, overtime cap and premium; `caps`: names of values that are changed."""

    seminar: Seminar
    wage: str
    caps: dict[str, str]
    premium: str


CAPS = {"CN": "overtime-month", "JP": "overtime-month", "MM": "overtime-week", "TH": "overtime-week", "VN": "overtime-month"}  # fmt: skip
PREMIUMS = {"CN": (150, 160), "JP": (125, 135), "MM": (200, 210), "PH": (125, 135), "TH": (150, 160), "VN": (150, 160)}  # fmt: skip


def replaced(path: Path, old: str, new: str, rule: str = "") -> None:
    """Every `old` of a file, or of the rule alone."""
    text = path.read_text(encoding="utf-8")
    start = text.index(f"- id: {rule}\n") if rule else 0
    end = text.find("\n- id: ", start + 1) if rule else len(text)
    assert old in text[start:end], old
    path.write_text(text[:start] + text[start:end].replace(old, new) + text[end:], encoding="utf-8")


@pytest.fixture(scope="module")
def changed_of(tmp_path_factory: pytest.TempPathFactory):
    made: dict[str, Changed] = {}

    def of(country: str) -> Changed:
        if country not in made:
            made[country] = change(country, tmp_path_factory.mktemp(country))
        return made[country]

    return of


def change(country: str, folder: Path) -> Changed:
    key, now = country.lower(), seminar(country)
    shutil.copytree(ROOMS / key, folder / key)
    level = now._level()[1]
    csv = folder / key / "minimum_wages.csv"
    lines = csv.read_text(encoding="utf-8").splitlines()
    mine = f"{level.region},{level.wage_class},{level.start.isoformat()},"
    (at,) = [i for i, line in enumerate(lines) if line.startswith(mine)]
    period = ("monthly", "daily", "hourly").index(now._level()[0]) + 4
    cells = lines[at].split(",")
    cells[period] = str(int(cells[period]) + 7)
    lines[at] = ",".join(cells)
    csv.write_text("\n".join(lines) + "\n", encoding="utf-8")
    caps = {}
    if name := CAPS.get(country):
        written = now.held(name).value.written
        caps[name] = f"{int(written.split()[0]) - 4} h"
        rule = CURRICULUM.names[name][country]
        replaced(folder / key / "rules.yaml", f"value: {written}", f"value: {caps[name]}", rule)
    old, new = PREMIUMS[country]
    replaced(folder / key / "premiums.yaml", f"{old} %", f"{new} %")
    standards = load()
    standards.rooms[key] = load_room(folder / key, key)
    s = Seminar(standards, CURRICULUM.names, country, DAY)
    return Changed(s, s.fill("{rule:minimum-wage}"), caps, f"{new} %")


def put(key: str, s: Seminar) -> Asked:
    return ask(next(q for m in MODULES for q in m.questions if q.id == key), s, "1")


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_changed_minimum_wage_changes_lesson_slides_handout_and_answer(country: str, changed_of) -> None:
    changed, now = changed_of(country), seminar(country)
    before = now.fill("{rule:minimum-wage}")
    assert changed.wage != before
    new, old = (lesson_of(CURRICULUM.module("wages"), s) for s in (changed.seminar, now))
    for part in ("lesson", "slides", "handout"):
        assert changed.wage in new.parts[part]
        assert before not in new.parts[part]
        assert before in old.parts[part]
    assert put("wa-17", changed.seminar).number == put("wa-17", now).number + 7
    assert changed.wage in put("wa-17", changed.seminar).why


@pytest.mark.parametrize("country", sorted(CAPS))
def test_a_changed_cap_changes_lesson_slides_handout_and_answer(country: str, changed_of) -> None:
    changed, now = changed_of(country), seminar(country)
    ((name, cap),) = changed.caps.items()
    before = now.fill(f"{{rule:{name}}}")
    assert cap != before
    new = lesson_of(CURRICULUM.module("working-time"), changed.seminar)
    period = {"overtime-month": "month", "overtime-week": "week"}[name]
    assert re.search(rf"Overtime in a {period}.*: at most {cap} ", new.parts["lesson"])
    assert f"Overtime in a {period}: {cap}" in new.parts["slides"]
    assert f"Overtime in a {period}: {cap} (" in new.parts["handout"]
    key = {"overtime-month": "wt-4", "overtime-week": "wt-8"}[name]
    asked = put(key, changed.seminar)
    assert [a.text for a in asked.answers if a.right] == [cap]
    assert [a.text for a in put(key, now).answers if a.right] == [before]
    assert f"at most {cap}" in asked.why


def test_a_country_without_a_cap_has_none_in_lesson_slides_or_questions() -> None:
    s = seminar("PH")
    lesson = lesson_of(CURRICULUM.module("working-time"), s)
    assert "Overtime in a" not in lesson.parts["slides"] + lesson.parts["handout"]
    for key in ("wt-3", "wt-4", "wt-5", "wt-8"):
        with pytest.raises(NotHeldError):
            put(key, s)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_changed_premium_changes_lesson_slides_handout_and_answers(
    country: str, changed_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, now = changed_of(country), seminar(country)
    old, new = PREMIUMS[country]
    due_before = put("wa-1", now).number
    example = lesson_of(CURRICULUM.module("wages"), now).parts["handout"].splitlines()
    law = changed.seminar.standards
    plan = make_plan(law, country)
    monkeypatch.setattr(payslip, "law_of", lambda *_: (law, plan))
    lesson = lesson_of(CURRICULUM.module("wages"), changed.seminar)
    for part in ("lesson", "slides", "handout"):
        assert changed.premium in lesson.parts[part]
        assert f"at least {old} %" not in lesson.parts[part].lower()
    assert put("wa-7", changed.seminar).number == new
    due_after = put("wa-1", changed.seminar).number
    assert due_before is not None
    assert due_after == pytest.approx(due_before * new / old, abs=0.02 if country not in ("JP", "VN") else 1)
    # The worked example of the handout is reckoned anew too.
    assert lesson.parts["handout"].splitlines() != example
    assert f"× {new} % =" in lesson.parts["handout"]

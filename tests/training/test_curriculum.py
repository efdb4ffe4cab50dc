"""The curriculum's data: every file fits its form, every link leads somewhere, every value comes from the standards."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from tripartite.standards.fields import StandardsError
from tripartite.standards.load import HERE as ROOMS
from tripartite.standards.load import load, load_room
from tripartite.training.asking import ask, askable
from tripartite.training.lesson import lesson_of
from tripartite.training.load import HERE, dead_links, load_curriculum
from tripartite.training.pay_cases import CASES, WAGES, make_case
from tripartite.training.schema import COUNTRIES
from tripartite.training.values import NotHeldError, Seminar

DAY = date(2026, 11, 28)
SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
CURRICULUM = load_curriculum()
STANDARDS = load()


def seminar(country: str = "CN", lang: str = "en", day: date = DAY) -> Seminar:
    return Seminar(STANDARDS, CURRICULUM.names, country, day, lang)


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.yaml")), ids=lambda p: p.relative_to(HERE).as_posix())
def test_every_file_fits_its_schema(path: Path) -> None:
    form = "translation" if path.match("questions.*.yaml") else path.stem
    schema = json.loads((SCHEMAS / f"training-{form}.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader), schema)  # noqa: S506


def test_every_reading_and_provision_is_held() -> None:
    assert dead_links(CURRICULUM, STANDARDS) == []


def test_there_are_enough_questions_of_every_kind_on_every_objective() -> None:
    every = [q for m in CURRICULUM.modules.values() for q in m.questions]
    assert len(every) >= 150
    assert set(Counter(q.kind for q in every)) == {"single", "multiple", "numeric", "order", "scenario"}
    asked = {(q.module, q.objective) for q in every}
    assert asked == {(m.id, o) for m in CURRICULUM.modules.values() for o in m.objectives}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("lang", ["en", "zh", "my"])
def test_every_question_can_be_put_or_is_left_out_with_a_reason(country: str, lang: str) -> None:
    asked, left = askable(CURRICULUM, seminar(country, lang), "7")
    mine = [
        q
        for m in CURRICULUM.modules.values()
        for q in m.questions
        if not q.countries or country in q.countries
    ]
    assert len(asked) + len(left) == len(mine)
    assert len(asked) >= 130
    for q in asked:
        assert "{" not in q.text + q.why + "".join(a.text for a in q.answers), q.id
        assert q.law
        if q.kind in ("single", "scenario"):
            assert [a.right for a in q.answers].count(True) == 1, q.id
        if q.kind == "numeric":
            assert q.number is not None
            assert q.number > 0, q.id


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_answer_hangs_on_an_unverified_value(country: str) -> None:
    s = seminar(country)
    asked, _ = askable(CURRICULUM, s, "7")
    written = {q.id: q for m in CURRICULUM.modules.values() for q in m.questions}
    for q in asked:
        texts = [*written[q.id].right, *written[q.id].wrong, written[q.id].asks, written[q.id].why]
        names = {n for t in texts for w in t.values() for n in re.findall(r"\{rule:([^}*]+)", w)}
        for name in names | ({written[q.id].value} if written[q.id].value else set()):
            assert s.held(name).verified, (q.id, name)
        assert q.doubtful == (not STANDARDS.provision(q.provision).verified), q.id


def test_an_unverified_value_leaves_its_question_out() -> None:
    q = next(q for q in CURRICULUM.module("safety").questions if q.id == "sa-4")
    names = {**CURRICULUM.names, "safety-training": {"VN": "vn/induction-training"}}
    with pytest.raises(NotHeldError, match="not verified: safety-training"):
        ask(q, Seminar(STANDARDS, names, "VN", DAY), "1")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("lang", ["en", "zh", "th"])
def test_every_lesson_is_filled(country: str, lang: str) -> None:
    for m in CURRICULUM.of_country(country):
        lesson = lesson_of(m, seminar(country, lang))
        assert "{" not in "".join(lesson.parts.values()) + lesson.title
        assert lesson.reading
        assert all(lesson.parts.values())


def test_a_changed_law_changes_lesson_question_and_answer(tmp_path: Path) -> None:
    shutil.copytree(ROOMS / "cn", tmp_path / "cn")
    rules = tmp_path / "cn/rules.yaml"
    text = rules.read_text(encoding="utf-8")
    before = "- id: cn/overtime-in-a-month\n"
    head, tail = text.split(before)
    rules.write_text(head + before + tail.replace("value: 36 h", "value: 24 h", 1), encoding="utf-8")
    changed = load()
    changed.rooms["cn"] = load_room(tmp_path / "cn", "cn")
    s = Seminar(changed, CURRICULUM.names, "CN", DAY)
    module = CURRICULUM.module("working-time")
    question = next(q for q in module.questions if q.id == "wt-4")
    assert [a.text for a in ask(question, s, "1").answers if a.right] == ["24 h"]
    assert {a.text for a in ask(question, s, "1").answers} == {"12 h", "18 h", "24 h", "48 h"}
    assert "at most 24 h" in ask(question, s, "1").why
    assert "at most 24 h" in lesson_of(module, s).parts["lesson"]
    assert "at most 36 h" in lesson_of(module, seminar()).parts["lesson"]


def test_the_day_decides_which_value_holds() -> None:
    q = next(q for q in CURRICULUM.module("equality").questions if q.id == "eq-4")
    assert "120 days" in {a.text for a in ask(q, seminar("TH"), "1").answers if a.right}
    earlier = {a.text for a in ask(q, seminar("TH", day=date(2025, 6, 1)), "1").answers if a.right}
    assert earlier == {"98 days"}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("kind", CASES)
def test_generated_pay_is_sensible_and_the_same_from_the_same_seed(country: str, kind: str) -> None:
    if (country, kind) == ("JP", "holiday-pay"):
        with pytest.raises(NotHeldError):
            make_case(kind, country, DAY, "3")
        return
    made = make_case(kind, country, DAY, "3")
    assert made == make_case(kind, country, DAY, "3")
    assert made.answer > 0
    assert made.result["wage_below_minimum"] == 0
    assert made.case["month"] == "2026-10"
    assert set(WAGES) == set(COUNTRIES)


def test_overtime_pay_by_hand() -> None:
    """Article 44: 150 % of the hour, a month being 174 hours: 4600 / 174 × 8 × 1.5 = 317.24."""
    made = make_case("overtime-pay", "CN", DAY, "1")
    wage, hours = int(made.case["wage"].split()[0]), int(made.case["hours"]["ordinary_overtime"].split()[0])
    assert made.answer == pytest.approx(wage / 174 * hours * 1.5, abs=0.005)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("wages/questions.yaml", "objective: reckon, provision: overtime-rate", "objective: rekcon, provision: overtime-rate", "did you mean `reckon`"),
        ("wages/questions.yaml", "id: wa-2,", "id: wa-1,", "question `wa-1` stands in wages already"),
        ("wages/questions.yaml", "kind: numeric, level: 3, case: rest-day-pay", "kind: numeric, level: 3", "names either a `value` or a `case`"),
        ("wages/questions.yaml", "kind: single", "kind: singel", "did you mean `single`"),
        ("wages/module.yaml", "minutes: 120", "minutes: long", "`long` is not a whole number such as 90"),
        ("wages/lesson.en.md", "# exercise", "# excercise", "did you mean `exercise`"),
        ("findings.yaml", "topic: wages, modules: [wages]", "topic: wages, modules: [wage]", "did you mean `wages`"),
        ("findings.yaml", "topic: grievance", "topic: wages", "topic `grievance` is missing"),
        ("findings.yaml", "cause: orders, ", "cause: order, ", "did you mean `orders`"),
        ("findings.yaml", "rule: jp/annual-leave-5", "rule: mm/annual-leave", "rule `mm/annual-leave` stands here twice"),
        ("findings.yaml", "for: [payroll, managers]", "for: [pay-roll, managers]", "did you mean `payroll`"),
        ("values.yaml", "overtime-day: {CN:", "overtime-day: {CHN:", "`CHN` is no country"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    shutil.copytree(HERE, tmp_path / "curriculum")
    path = tmp_path / "curriculum" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StandardsError, match=re.escape(told)) as error:
        load_curriculum(tmp_path / "curriculum")
    assert re.search(rf"^{re.escape(file)}:\d+: ", str(error.value), re.MULTILINE)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(StandardsError, match="did you mean `overtime-month`"):
        seminar().fill("{rule:overtime-mont}")
    with pytest.raises(StandardsError, match="There is no duty `minimum-wag`"):
        seminar().fill("{law:duty:minimum-wag}")
    with pytest.raises(StandardsError, match="did you mean `wages`"):
        CURRICULUM.module("wage")

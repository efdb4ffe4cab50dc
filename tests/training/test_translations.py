"""Questions in further languages: what is translated, and what a translation may not do."""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

import pytest

from tests.training.test_curriculum import CURRICULUM, STANDARDS, seminar
from tripartite.standards.fields import StandardsError
from tripartite.training.asking import ask, askable
from tripartite.training.case_texts import CASE_TEXTS
from tripartite.training.load import HERE, load_curriculum
from tripartite.training.paper import paper_page
from tripartite.training.schema import ANY_LANGUAGE, COUNTRIES, Question
from tripartite.training.translations import LANGUAGES

TRANSLATION = """wa-9:
  asks: 控除はどこまで認められますか。
  right: 生活費
  wrong: [半分, 契約どおり]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The curriculum without its translations."""
    left_out = shutil.ignore_patterns("questions.*.yaml")
    return Path(shutil.copytree(HERE, tmp_path / "curriculum", ignore=left_out))


def languages(question: Question) -> set[str]:
    """The languages that all texts of a question are in."""
    single = [t for t in (question.given, question.asks, question.why) if t]
    texts = [*single, *question.right, *question.wrong, *question.order]
    return set.intersection(*(set(t) for t in texts if ANY_LANGUAGE not in t))


@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_every_question_is_in_the_language(lang: str) -> None:
    every = [q for m in CURRICULUM.modules.values() for q in m.questions]
    assert [q.id for q in every if lang not in languages(q)] == []


def test_a_translation_is_asked_and_what_it_leaves_to_placeholders_is_filled(folder: Path) -> None:
    (folder / "wages/questions.ja.yaml").write_text(TRANSLATION, encoding="utf-8")
    q = next(q for q in load_curriculum(folder).module("wages").questions if q.id == "wa-9")
    asked = ask(q, seminar("JP", "ja"), "1")
    assert asked.text == "控除はどこまで認められますか。"
    assert [a.text for a in asked.answers if a.right] == ["生活費"]
    assert asked.why == STANDARDS.provision("ilo/r85/1").asks["ja"]
    assert not asked.fallen_back
    other = next(q for q in load_curriculum(folder).module("wages").questions if q.id == "wa-8")
    assert ask(other, seminar("JP", "ja"), "1").fallen_back


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("ja", TRANSLATION.replace("wa-9:", "wa-99:"), "1: the module has no question `wa-99`; did you mean `wa-9`?"),
        ("ja", TRANSLATION * 2, "5: question `wa-9` stands twice in this file"),
        ("ja", TRANSLATION.replace("  right: 生活費\n", ""), "1: `right` of question `wa-9` is missing"),
        ("ja", TRANSLATION.replace("[半分, 契約どおり]", "[半分]"), "1: `wrong` of question `wa-9` has 1 texts, in English 2"),
        ("ja", TRANSLATION + "  order: [一, 二, 三]\n", "1: `order` of question `wa-9` has 3 texts, in English 0"),
        ("ja", TRANSLATION + "  given: 何か\n", "1: `given` of question `wa-9` has 1 texts, in English 0"),
        ("ja", TRANSLATION + '  why: "{asks:ilo/r85/2}"\n', "the placeholders are {asks:ilo/r85/2}, in English {asks:ilo/r85/1}"),
        ("ja", TRANSLATION.replace("半分", "'半分 {country'"), "the placeholders are {, in English none"),
        ("ja", TRANSLATION.replace("asks:", "ask:"), "2: translation has no key `ask`; did you mean `asks`?"),
        ("ja", TRANSLATION.replace("生活費", "''"), "3: expected text, found nothing"),
        ("ja", "- wa-9\n", "1: expected the texts under the id of each question"),
        ("ja", "", "1: nothing could be read here"),
        ("ja", "wa-9: {asks: [", "this is not YAML"),
        ("zh", TRANSLATION, "`asks` of question `wa-9` has `zh` in questions.yaml already"),
        ("jp", TRANSLATION, "1: `jp` is no language to translate to"),
        ("ja", 'wa-15:\n  asks: "{country}"\n  right: 何か\n  wrong: [一, 二]\n', "is the same in every language; leave `right` out"),
    ],
)  # fmt: skip
def test_a_translation_that_does_not_fit_is_refused(folder: Path, name: str, text: str, told: str) -> None:
    (folder / f"wages/questions.{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StandardsError, match=re.escape(told)) as error:
        load_curriculum(folder)
    assert re.search(rf"^wages/questions\.{name}\.yaml:\d+: ", str(error.value), re.MULTILINE)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_a_test_is_whole_in_its_language(country: str, lang: str) -> None:
    asked, _ = askable(CURRICULUM, seminar(country, lang), "7")
    assert [q.id for q in asked if q.fallen_back] == []


def test_a_generated_month_is_told_alike_in_every_language() -> None:
    def placeholders(lang: str) -> dict[str, list[str]]:
        return {k: sorted(re.findall(r"\{\w+\}", text)) for k, text in CASE_TEXTS[lang].items()}

    assert set(CASE_TEXTS) == {"en", *LANGUAGES}
    assert all(placeholders(lang) == placeholders("en") for lang in LANGUAGES)


@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_a_key_tells_where_an_answer_stands_once(lang: str) -> None:
    s = seminar("VN", lang)
    asked, _ = askable(CURRICULUM, s, "7")
    said = [q for q in asked if q.law in q.why]
    apart = [q for q in asked if q.law not in q.why]
    assert said
    assert apart
    page = paper_page([said[0], apart[0]], s, "A", key=True)
    assert page.count(escape(said[0].law)) == page.count(escape(apart[0].law)) == 1

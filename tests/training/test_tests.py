"""Test papers: forms that are parallel, and exchange formats that others read back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from tests.training.test_curriculum import CURRICULUM, seminar
from tripartite.cli import main
from tripartite.standards.fields import StandardsError
from tripartite.training.asking import Answer, askable
from tripartite.training.exchange import aiken, gift, moodle_xml
from tripartite.training.forms import draw_forms
from tripartite.training.paper import PHRASES, paper_page
from tripartite.training.schema import COUNTRIES

ASKED, _ = askable(CURRICULUM, seminar(), "5")


@pytest.mark.parametrize("country", COUNTRIES)
def test_forms_are_parallel(country: str) -> None:
    """As many questions on each objective, as hard in all, of the same kinds but for a few, whatever the lot."""
    asked, _ = askable(CURRICULUM, seminar(country), "5")
    for seed in map(str, range(25)):
        for length in (10, 20, 26):
            a, b = draw_forms(asked, length, seed)
            assert len(a) == len(b) == length
            assert not {q.id for q in a} & {q.id for q in b}
            assert Counter((q.module, q.objective) for q in a) == Counter((q.module, q.objective) for q in b)
            assert abs(sum(q.level for q in a) - sum(q.level for q in b)) <= 2
            kinds = Counter(q.kind for q in a)
            kinds.subtract(Counter(q.kind for q in b))
            assert all(abs(n) <= 3 for n in kinds.values()), (seed, length, kinds)
    assert draw_forms(asked, 20, "1") == draw_forms(asked, 20, "1")


def test_each_question_stands_in_either_form_as_often() -> None:
    counts = Counter[tuple[str, int]]()
    for seed in range(200):
        for n, form in enumerate(draw_forms(ASKED, 26, str(seed))):
            counts.update((q.id, n) for q in form)
    for q in ASKED:
        drawn = counts[q.id, 0] + counts[q.id, 1]
        assert drawn < 20 or 0.25 < counts[q.id, 0] / drawn < 0.75, q.id


def test_forms_cover_as_many_objectives_as_they_have_questions() -> None:
    objectives = {(q.module, q.objective) for q in ASKED}
    a, _ = draw_forms(ASKED, len(objectives), "1")
    assert len({(q.module, q.objective) for q in a}) == len(objectives)


def test_too_long_a_form_is_refused() -> None:
    with pytest.raises(StandardsError, match="ask for fewer"):
        draw_forms(ASKED[:4], 3, "1")


NASTY = r"a=b ~c #d {e} f:g \h <i> &amp;" + "\n\nnext"


def nasty() -> object:
    q = next(q for q in ASKED if q.kind == "single")
    return replace(q, text=NASTY, answers=(Answer("x = 1 ~ 2", right=True), Answer("{y}: #3", right=False)))


def test_gift_escapes_its_signs() -> None:
    text = gift([nasty()])
    assert r"a\=b \~c \#d \{e\} f\:g \\h <i> &amp;\n\nnext" in text
    assert "\n=x \\= 1 \\~ 2\n~\\{y\\}\\: \\#3\n" in text or "\n~\\{y\\}\\: \\#3\n=x \\= 1 \\~ 2\n" in text
    # Without escaped signs one pair of braces is left for the question, and no empty line within it.
    bare = re.sub(r"\\[\\~=#{}:n]", "", text.split("\n\n", 1)[1])
    assert bare.count("{") == bare.count("}") == 1
    assert "\n\n" not in bare.strip()


def test_gift_holds_every_question() -> None:
    text = gift(ASKED)
    assert len(re.findall(r"^::", text, re.MULTILINE)) == len(ASKED)
    multiple = next(q for q in ASKED if q.kind == "multiple")
    block = gift([multiple])
    shares = [float(s) for s in re.findall(r"~%(-?[\d.]+)%", block)]
    assert sum(s for s in shares if s > 0) == pytest.approx(100, abs=0.001)


def test_aiken_holds_single_answers_and_names_the_rest() -> None:
    text, unfit = aiken(ASKED)
    blocks = text.strip().split("\n\n")
    assert len(blocks) + len(unfit) == len(ASKED)
    for block in blocks:
        assert re.fullmatch(r"[^\n]+\n(?:[A-Z]\. [^\n]+\n){3,}ANSWER: [A-Z]", block), block


def test_moodle_xml_reads_back() -> None:
    root = ET.fromstring(moodle_xml([*ASKED, nasty()]).split("\n", 1)[1])  # noqa: S314 - our own
    questions = [q for q in root if q.get("type") != "category"]
    assert len(questions) == len(ASKED) + 1
    assert questions[-1].findtext("questiontext/text") == NASTY
    for q in questions:
        if q.get("type") == "multichoice":
            right = sum(float(a.get("fraction")) for a in q.findall("answer") if float(a.get("fraction")) > 0)
            assert right == pytest.approx(100, abs=0.001)


@pytest.mark.parametrize("lang", PHRASES)
def test_the_paper_has_no_key_and_the_key_has_all(lang: str) -> None:
    asked, _ = askable(CURRICULUM, seminar(lang=lang), "5")
    form, _ = draw_forms(asked, 12, "1")
    paper, key = (paper_page(form, seminar(lang=lang), "A", key=k) for k in (False, True))
    assert 'class="box round right"' not in paper
    assert "why" not in paper.split("</style>")[1]
    assert key.count('class="why"') == 12
    assert paper.startswith("<!doctype html>")
    # What many machines have no letters for is carried with the page, and nothing else is.
    assert ("data:font/woff2" in paper) == (lang in ("th", "my"))


def test_the_commands(tmp_path, capsys) -> None:
    base = ["--country", "VN", "--on", "2026-03-02"]
    assert main(["training", "list", *base]) == 0
    assert "working-time" in capsys.readouterr().out
    assert main(["training", "show", "wages", *base, "--part", "lesson"]) == 0
    assert "150 %" in capsys.readouterr().out
    assert main(["training", "paper", *base, "--out", str(tmp_path / "p"), "--questions", "8"]) == 0
    assert sorted(p.name for p in (tmp_path / "p").iterdir()) == [
        "key-A.html",
        "key-B.html",
        "test-A.html",
        "test-B.html",
    ]
    assert (
        main(
            [
                "training",
                "export",
                *base,
                "--module",
                "wages",
                "--format",
                "aiken",
                "--out",
                str(tmp_path / "a.txt"),
            ]
        )
        == 0
    )
    assert "Aiken has no such kind" in capsys.readouterr().out
    assert (
        main(["training", "show", "wages", *base, "--html", str(tmp_path / "s.html"), "--part", "slides"])
        == 0
    )
    assert (tmp_path / "s.html").read_text(encoding="utf-8").count('class="slide"') == 6
    capsys.readouterr()
    assert main(["training", "list", "--country", "VN", "--on", "soon"]) == 2
    assert "write it as 2026-03-02" in capsys.readouterr().err

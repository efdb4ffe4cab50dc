"""Question banks of other programs: our own come back as they went, others are read as their formats are described.

GIFT: https://docs.moodle.org/en/GIFT_format, Aiken: https://docs.moodle.org/en/Aiken_format,
Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. The samples are written here after those descriptions.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tripartite.cli import main
from tripartite.standards.load import load
from tripartite.training.asking import Answer, Asked, askable
from tripartite.training.banks.gift import read_gift
from tripartite.training.banks.read import form_of, read_bank
from tripartite.training.banks.taken import BankError
from tripartite.training.exchange import aiken, gift, moodle_xml
from tripartite.training.load import load_curriculum
from tripartite.training.values import Seminar


@pytest.fixture(scope="module", params=[("CN", "zh"), ("VN", "en"), ("TH", "en")])
def asked(request):
    country, lang = request.param
    curriculum = load_curriculum()
    return askable(curriculum, Seminar(load(), curriculum.names, country, date(2026, 3, 2), lang), "1")[0]


# --- our own export comes back ----------------------------------------------------------------------------------


def shown(q):
    return f"{q.text} ({q.unit})" if q.unit else q.text


def same(q, taken):
    kinds = {"scenario": "single"}
    assert taken.name == q.id
    assert taken.kind == kinds.get(q.kind, q.kind)
    assert "".join(taken.text.split()) == "".join(shown(q).split())
    if q.number is not None:
        assert taken.number == pytest.approx(q.number, rel=1e-11)
        assert taken.tolerance == pytest.approx(q.tolerance, rel=1e-11)
    assert [(a.text, a.right) for a in taken.answers] == [(a.text.strip(), a.right) for a in q.answers]
    assert "".join(taken.why.split()) == "".join(q.explained.split())
    assert taken.category == f"$course$/tripartite/{q.module}"


@pytest.mark.parametrize("write", [gift, moodle_xml])
def test_what_is_exported_comes_back_as_it_was(asked, write):
    bank = read_bank(write(asked).encode())
    assert bank.troubles == []
    assert len(bank.questions) == len(asked) > 100
    for q, taken in zip(asked, bank.questions, strict=True):
        same(q, taken)


def test_aiken_comes_back_but_for_what_it_cannot_hold(asked):
    text, unfit = aiken(asked)
    bank = read_bank(text.encode())
    assert bank.troubles == []
    kept = [q for q in asked if q.id not in unfit]
    assert len(bank.questions) == len(kept) > 50
    for q, taken in zip(kept, bank.questions, strict=True):
        assert taken.text == " ".join(shown(q).split())
        assert [(a.text, a.right) for a in taken.answers] == [
            (" ".join(a.text.split()), a.right) for a in q.answers
        ]


SIGNS = st.text(alphabet=st.sampled_from("aé中 ~=#{}:\\%/$[]-><&.n1\n\"'"), min_size=1, max_size=30).map(
    lambda t: " ".join(f"x{t}x".split())
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SIGNS, min_size=3, max_size=5, unique=True), SIGNS, SIGNS)
def test_signs_within_texts_are_no_signs(answers, text, why):
    q = Asked(
        "id", "m", "o", "single", 1, text, tuple(Answer(a, i == 1) for i, a in enumerate(answers)), None, 0.0, "", why, "p",
        "law", doubtful=False, fallen_back=False,
    )  # fmt: skip
    for write in (gift, moodle_xml):
        (taken,) = read_bank(write([q]).encode()).questions
        same(q, taken)


# --- banks of others ------------------------------------------------------------------------------------------------

GIFT = r"""// A bank of a trainer, in every kind that the description of the format knows
$CATEGORY: tests/wages

Who sets the minimum wage of a province?{
   ~the employer # that would be convenient
   =the provincial government # right
   ~the bank
   ####It is published and reviewed. }

::Q2 hours::[html]<p>How many hours make a normal day&nbsp;?</p>{ =8 ~10 ~12 }

::TF:: A pay slip may be withheld. {F#No, never.#Yes.}

Two answers are right. {
 ~%50%equal pay
 ~%50%a safe place
 ~%-100%a fine for being late
}

When was the convention on hours adopted? {#1919:0}

Between which years? {#1819..1821}

How many in about? {#
 =%100%36:1#exact
 =%50%36:6#near
}

Weekly rest is at least {=24 ~12 ~6} hours in a row.

Put the steps in their order {
 =ask -> 2
 =look -> 1
 =write -> 3
}

Escaped\: 2 \= 1 \+ 1 \{a\} \# \~ {=yes ~no}
"""


def test_each_kind_of_gift_is_read():
    bank = read_gift(GIFT)
    kinds = [(q.kind, q.line) for q in bank.questions]
    assert kinds == [
        ("single", 4), ("single", 10), ("single", 12), ("multiple", 14), ("numeric", 20), ("numeric", 22), ("numeric", 24),
        ("single", 29), ("order", 31), ("single", 37),
    ]  # fmt: skip
    q = bank.questions
    assert {x.category for x in q} == {"tests/wages"}
    assert [(a.text, a.right) for a in q[0].answers] == [
        ("the employer", False), ("the provincial government", True), ("the bank", False),
    ]  # fmt: skip
    assert q[0].why == "It is published and reviewed."
    assert (q[1].name, q[1].text) == ("Q2 hours", "How many hours make a normal day ?")
    assert [(a.text, a.right) for a in q[2].answers] == [("True", False), ("False", True)]
    assert [a.right for a in q[3].answers] == [True, True, False]
    assert (q[4].number, q[4].tolerance) == (1919, 0)
    assert (q[5].number, q[5].tolerance) == (1820, 1)
    assert (q[6].number, q[6].tolerance) == (36, 1)
    assert q[7].text == "Weekly rest is at least _____ hours in a row."
    assert [a.text for a in q[8].answers] == ["look", "ask", "write"]
    assert q[9].text == r"Escaped: 2 = 1 \+ 1 {a} # ~"
    assert [(t.line, t.left_out) for t in bank.troubles] == [(24, False)]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What do you think of it? {}", "essay"),
        ("Name one right. {=rest =pay}", "own words"),
        ("Capitals {=China -> Beijing =Japan -> Tokyo =Thailand -> Bangkok}", "matching"),
        ("This module is about hours.", "description"),
        ("Broken {=a ~b", "without its other"),
        ("Broken =a ~b}", "without its other"),
        ("One {=a ~b} and two {=c ~d}", "several gaps"),
        ("Which? {~a ~b ~c}", "no answer is right|0 answers are right"),
        ("Which? {=a}", "own words"),
        ("Which? {=a =b ~c}", "2 answers are right"),
        ("Which? {=a ~a}", "the same"),
        ("When? {#soon}", "no number"),
        ("When? {#}", "no number"),
        ("{=a ~b}", "no text"),
        ("What? {nonsense}", "cannot be read"),
    ],
)
def test_what_cannot_be_taken_of_gift_is_told_with_its_line(question, reason):
    import re

    bank = read_gift(f"// first\n\n{question}\n\nGood? {{=yes ~no}}\n")
    assert [q.text for q in bank.questions] == ["Good?"]
    (trouble,) = bank.troubles
    assert trouble.line == 3
    assert trouble.left_out
    assert re.search(reason, trouble.reason)


AIKEN = """What is a normal working day?
A. 8 hours
B) 10 hours
C. 12 hours
ANSWER: A

Which of these is no fundamental principle\r
A. freedom of association\r
B. free meals\r
ANSWER: B\r

Who has no answer line?
A. this
B. that

Who names another?
A. this
B. that
ANSWER: D

Small letters
A. this
B. that
answer: a

Too few
A. this
ANSWER: A

Cut off
A. this
"""


def test_aiken_is_read_and_its_mistakes_are_told_with_their_lines():
    bank = read_bank(AIKEN.encode())
    assert [(q.line, [a.right for a in q.answers]) for q in bank.questions] == [
        (1, [True, False, False]),
        (7, [False, True]),
    ]
    told = [(t.line, t.reason) for t in bank.troubles]
    assert [line for line, _ in told] == [12, 16, 21, 26, 30]
    for (_, reason), word in zip(
        told, ("no line ANSWER", "D is not among", "capitals", "fewer than two", "file ends"), strict=True
    ):
        assert word in reason


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/hours</text></category></question>
  <question type="multichoice">
    <name><text>q1</text></name>
    <questiontext format="html"><text><![CDATA[<p>Rest per <b>week</b>?</p><p><img src="@@PLUGINFILE@@/a.png" alt="a week"/></p>]]></text></questiontext>
    <generalfeedback format="html"><text>&lt;p&gt;24 hours.&lt;/p&gt;</text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><single>true</single><shuffleanswers>true</shuffleanswers>
    <answer fraction="100" format="html"><text>24 h</text><feedback format="html"><text>yes</text></feedback></answer>
    <answer fraction="0" format="html"><text>12 h</text></answer>
    <answer fraction="50" format="html"><text>36 h</text></answer>
  </question>
  <question type="multichoice">
    <name><text>q2</text></name><questiontext format="plain_text"><text>a &lt; b?</text></questiontext>
    <single>false</single>
    <answer fraction="33.33333" format="plain_text"><text>one</text></answer>
    <answer fraction="33.33333" format="plain_text"><text>two</text></answer>
    <answer fraction="33.33333" format="plain_text"><text>three</text></answer>
    <answer fraction="-100" format="plain_text"><text>four</text></answer>
  </question>
  <question type="truefalse"><name><text>q3</text></name><questiontext format="html"><text>So?</text></questiontext>
    <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
  <question type="numerical"><name><text>q4</text></name><questiontext format="html"><text>How many?</text></questiontext>
    <answer fraction="100"><text>36</text><tolerance>0.5</tolerance></answer></question>
  <question type="matching"><name><text>q5</text></name><questiontext format="html"><text>Order</text></questiontext>
    <subquestion format="html"><text>b</text><answer><text>2</text></answer></subquestion>
    <subquestion format="html"><text>a</text><answer><text>1</text></answer></subquestion>
    <subquestion format="html"><text>c</text><answer><text>3</text></answer></subquestion></question>
  <question type="essay"><name><text>q6</text></name><questiontext format="html"><text>Write.</text></questiontext></question>
  <question type="cloze"><name><text>q7</text></name><questiontext><text>{1:SA:=x}</text></questiontext></question>
  <question type="shortanswer"><name><text>q8</text></name><questiontext><text>Say</text></questiontext>
    <answer fraction="100"><text>x</text></answer></question>
  <question type="ddwtos"><name><text>q9</text></name><questiontext><text>Drag</text></questiontext></question>
  <question type="numerical"><name><text>q10</text></name><questiontext><text>n</text></questiontext>
    <answer fraction="100"><text>*</text></answer></question>
</quiz>
"""


def test_each_kind_of_moodle_xml_is_read():
    bank = read_bank(MOODLE.encode())
    q = {x.name: x for x in bank.questions}
    assert {k: x.kind for k, x in q.items()} == {
        "q1": "single", "q2": "multiple", "q3": "single", "q4": "numeric", "q5": "order",
    }  # fmt: skip
    assert q["q1"].text == "Rest per week?\na week"
    assert q["q1"].why == "24 hours."
    assert q["q1"].line == 4
    assert q["q1"].category == "$course$/top/hours"
    assert [a.right for a in q["q1"].answers] == [True, False, False]
    assert q["q2"].text == "a < b?"
    assert [a.right for a in q["q2"].answers] == [True, True, True, False]
    assert [a.right for a in q["q3"].answers] == [False, True]
    assert (q["q4"].number, q["q4"].tolerance) == (36, 0.5)
    assert [a.text for a in q["q5"].answers] == ["a", "b", "c"]
    left = {t.name: t for t in bank.troubles if t.left_out}
    assert set(left) == {"q6", "q7", "q8", "q9", "q10"}
    assert left["q6"].line == next(n for n, row in enumerate(MOODLE.split("\n"), 1) if "q6" in row)
    assert "ddwtos" in left["q9"].reason
    assert [t.name for t in bank.troubles if not t.left_out] == ["q1", "q1"]  # the picture, the part mark


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither"),
        (b"just some words", "neither"),
        (b"<html><body/></html>", "begins with <html>"),
        (b"<quiz><question>", "no XML"),
        (b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "DOCTYPE"),
        (b'<?xml version="1.0" encoding="ebcdic-strange"?><quiz/>', "encoding|XML"),
        (b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>", "deeper"),
        ("Größe? {=ja ~nein}".encode("cp1252"), "line 1: the file is not UTF-8"),
    ],
)
def test_a_file_that_is_no_bank_is_refused_in_words(data, reason):
    with pytest.raises(BankError, match=reason):
        read_bank(data)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(data):
    for form in ("gift", "aiken", "moodle", ""):
        with suppress(BankError):
            read_bank(data, form)


@settings(deadline=None)
@given(st.text(alphabet="a{}=~#%:\\->\n1.T ", max_size=80))
def test_no_text_makes_gift_stumble(text):
    for q in read_gift(text).questions:
        assert q.text
        assert q.kind in ("single", "multiple", "numeric", "order")
        assert q.kind == "numeric" or sum(a.right for a in q.answers) >= 1


@pytest.mark.parametrize(("text", "form"), [(GIFT, "gift"), (AIKEN, "aiken"), (MOODLE, "moodle")])
def test_the_form_is_told_by_the_content(text, form):
    assert form_of(text.encode()) == form
    assert form_of(b"\xef\xbb\xbf" + text.encode()) == form
    assert form_of(text.replace("UTF-8", "UTF-16").encode("utf-16")) == form
    assert len(read_bank(text.replace("UTF-8", "UTF-16").encode("utf-16")).questions) > 1


def test_the_command_tells_what_was_read_and_what_was_not(tmp_path, capsys):
    path = tmp_path / "bank.txt"
    path.write_text(AIKEN, encoding="utf-8")
    assert main(["training", "import", str(path)]) == 1
    out = capsys.readouterr().out
    assert "2 questions were read, 5 left out" in out
    assert "line 16: Who names another?: the answer D is not among A, B" in out
    assert main(["training", "import", str(path), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["questions"]) == 2
    assert main(["training", "import", str(tmp_path / "none.txt")]) == 2
    path.write_text("words", encoding="utf-8")
    assert main(["training", "import", str(path)]) == 2
    assert "bank.txt: line 1: neither GIFT" in capsys.readouterr().err

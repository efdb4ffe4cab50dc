"""Our exports, read by programs and rules of others. What reads which format, and why, is told in readers/README.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

import jsonschema
import pytest
import referencing
from referencing.jsonschema import DRAFT4

from tests.training import moodle
from tests.training.test_packages import material, unpacked
from tripartite.standards.load import load
from tripartite.training import statements
from tripartite.training.asking import Answer, Asked, askable
from tripartite.training.banks.read import read_bank
from tripartite.training.exchange import aiken, gift, moodle_xml
from tripartite.training.load import load_curriculum
from tripartite.training.packages.qti import qti
from tripartite.training.values import Seminar

READERS = Path(__file__).parent / "readers"
PLACES = {"en": "PH", "zh": "CN", "ja": "JP", "vi": "VN", "th": "TH", "my": "MM", "fil": "PH"}


def questions(lang):
    curriculum = load_curriculum()
    seminar = Seminar(load(), curriculum.names, PLACES[lang], date(2026, 3, 2), lang)
    return askable(curriculum, seminar, "1")[0]


@pytest.fixture(scope="module")
def banks():
    """All questions of a country in each language."""
    return {lang: questions(lang) for lang in PLACES}


# Texts that a format could read as something else.
NASTY = (
    r"= ~ { } # : \ ", r"a\nb \= \\ \:", "<b>bold</b> & \"two\" 'one' &amp;", "=SUM(A1:A2)", "+1", "-2", "@x|y",
    "[html]<i>x</i>", "[plain]", "[9", "%50%half", "%-100%none", "-> arrow", "// no comment", "$CATEGORY: none", "::name::x",
    "😀 🏭 中文 ဗမာ ไทย", "####", "A. letter", "ANSWER: B", "{T}", "T", "]]>", "<![CDATA[x", "two\nlines", "{#5}", "0",
)  # fmt: skip


def nasty():
    """A question of each kind for each text, with it as question, answer, step and explanation."""

    def made(kind, n, text, answers, number=None):
        return Asked(
            f"{kind}-{n}", "m", "o", kind, 1, text, answers, number, 0.5 if number else 0.0, "h" if number else "", text, "p", f"{text}.",
            doubtful=False, fallen_back=False,
        )  # fmt: skip

    for n, text in enumerate(NASTY):
        others = (f"{text} 1", f"2 {text}", f"three {n}")
        for kind, right in (("single", {n % 4}), ("scenario", {0}), ("multiple", {0, 1, 3})):
            yield made(kind, n, text, tuple(Answer(a, i in right) for i, a in enumerate((text, *others))))
        yield made("order", n, text, tuple(Answer(a, right=True) for a in (*others, text)))
        yield made("numeric", n, text, (), number=-2.5 if n % 2 else 1822.25)


def shown(q):
    return f"{q.text} ({q.unit})" if q.unit else q.text


def held(q, read, *, arrow=False):
    """Whether a question came through. arrow: `->` in a step had to become the one sign."""
    assert read.name == q.id
    assert read.text == shown(q).strip()
    assert read.why == q.explained.strip()
    assert read.category == f"$course$/tripartite/{q.module}"
    if q.number is not None:
        assert read.numbers == [pytest.approx((q.number, q.tolerance), rel=1e-11)]
    elif q.kind == "order":
        steps = [a.text.strip().replace("->", "→") if arrow else a.text.strip() for a in q.answers]
        assert read.pairs == [(text, str(n)) for n, text in enumerate(steps, 1)]
    else:
        assert read.single == (q.kind != "multiple")
        assert [(text, share > 0) for text, share in read.answers] == [
            (a.text.strip(), a.right) for a in q.answers
        ]


# --- GIFT, Aiken, Moodle XML ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", PLACES)
def test_moodle_reads_our_banks_in_every_language(banks, lang):
    asked = banks[lang]
    kinds = {q.kind for q in asked}
    assert kinds == {"single", "multiple", "numeric", "order", "scenario"}
    for q, read in zip(asked, moodle.read_gift(gift(asked)), strict=True):
        held(q, read, arrow=True)
        assert read.form == "plain"
    for q, read in zip(asked, moodle.read_xml(moodle_xml(asked)), strict=True):
        held(q, read)
        assert read.form == "plain_text"
    text, unfit = aiken(asked)
    assert len(unfit) < len(asked) / 2
    ours = [q for q in asked if q.id not in unfit]
    for q, read in zip(ours, moodle.read_aiken(text), strict=True):
        in_aiken(q, read)


def in_aiken(q, read):
    def line(written):
        return escape(" ".join(written.split()), quote=False)

    assert read.text == line(shown(q))
    assert [(t, s > 0) for t, s in read.answers] == [(line(a.text), a.right) for a in q.answers]


def test_moodle_and_we_read_texts_that_look_like_signs():
    asked = list(nasty())
    assert len(asked) == 5 * len(NASTY)
    for q, read in zip(asked, moodle.read_gift(gift(asked)), strict=True):
        held(q, read, arrow=True)
    for q, read in zip(asked, moodle.read_xml(moodle_xml(asked)), strict=True):
        held(q, read)
    for write in (gift, moodle_xml):
        bank = read_bank(write(asked).encode())
        assert bank.troubles == []
        for q, taken in zip(asked, bank.questions, strict=True):
            assert (taken.name, taken.text) == (q.id, shown(q).strip())
            arrow = write is gift and q.kind == "order"
            steps = [a.text.strip().replace("->", "→") if arrow else a.text.strip() for a in q.answers]
            assert [a.text for a in taken.answers] == steps
            assert [a.right for a in taken.answers] == [a.right for a in q.answers]
            assert (taken.number, taken.tolerance) == (q.number, q.tolerance)


def test_aiken_leaves_out_what_would_be_read_as_an_answer():
    asked = [q for q in nasty() if q.kind == "single"]
    text, unfit = aiken(asked)
    told = {q.text for q in asked if q.id in unfit}
    assert told == {"A. letter", "ANSWER: B", "T", "0"}
    ours = [q for q in asked if q.id not in unfit]
    for q, read in zip(ours, moodle.read_aiken(text), strict=True):
        in_aiken(q, read)
    many = replace(asked[0], answers=tuple(Answer(f"answer {n}", n == 26) for n in range(27)))
    assert aiken([many])[1] == [many.id]


# The parser changes the language of the whole process when it is imported, so it has one of its own.
GIFT_PARSER = """
import io, json, sys
from pygiftparser import parser
out = []
for q in parser.parseFile(io.StringIO(sys.stdin.read())):
    kind = type(q.answers).__name__
    told = [vars(a) for a in q.answers.answers]
    out.append({"valid": q.valid, "kind": kind, "title": q.title, "text": q.text, "why": q.generalFeedback, "answers": told})
print(json.dumps(out))
"""


def test_another_parser_reads_our_gift(banks):
    asked = [q for lang in banks for q in banks[lang]]
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-X", "utf8", "-c", GIFT_PARSER],
        input=gift(asked), capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    names = {"single": "SelectSet", "scenario": "SelectSet", "multiple": "MultipleChoicesSet", "order": "MatchingSet", "numeric": "NumericAnswerSet"}  # fmt: skip
    for q, read in zip(asked, json.loads(ran.stdout), strict=True):
        assert (read["valid"], read["title"], read["kind"]) == (True, q.id, names[q.kind])
        assert without_escapes(read["text"]) == shown(q)
        assert without_escapes(read["why"]) == q.explained
        answers = read["answers"]
        if q.number is not None:
            assert [(a["value"], a["tolerance"]) for a in answers] == [
                pytest.approx((q.number, q.tolerance), rel=1e-9)
            ]
        elif q.kind == "order":
            steps = [(without_escapes(a["question"]).strip(), a["answer"].strip()) for a in answers]
            assert steps == [(a.text, str(n)) for n, a in enumerate(q.answers, 1)]
        else:
            assert [(without_escapes(a["answer"]), a["fraction"] > 0) for a in answers] == [
                (a.text, a.right) for a in q.answers
            ]


def without_escapes(text):
    """The parser leaves escapes in its texts until it shows them."""
    return re.sub(r"\\([\\#=~:{}])", r"\1", text)


# As Moodle's own exports write them (writequestion of question/format/gift/format.php and xml/format.php).
FROM_MOODLE_GIFT = r"""// question: 0  name: Switch category to $course$/top/Löhne
$CATEGORY: $course$/top/Löhne


// question: 4711  name: Lohn
// [id:w-1] [tag:wages]
::Lohn \: 1::[html]<p>Wer setzt ihn\?<br>\nSo\: a \= b, <a href\="http\://x.example">hier</a></p>{
	=<p>die Provinz</p>#<p>ja</p>
	~<p>die Bank \{x\}</p>#<p>nein</p>
	~<p>0</p>
	####[html]<p>Art. 48</p>
}


// question: 4712  name: zwei
::zwei::[html]<p>Welche?</p>{
	~%50%<p>a</p>
	~%50%<p>b</p>
	~%-33.33333%<p>c</p>
	~%-33.33333%<p>d</p>
	~%-33.33333%<p>e</p>
}


// question: 4713  name: Zahl
::Zahl::Wie viele?{#
	=%100%36:0.5#genau
}


// question: 4714  name: Folge
::Folge::[html]<p>In welcher Folge?</p>{
	=<p>prüfen</p> -> 2
	=<p>fragen</p> -> 1
	=<p>handeln</p> -> 3
}


// question: 4715  name: wahr
::wahr::[html]<p>Stimmt es?</p>{FALSE#<p>nein</p>#<p>ja</p>####<p>Art. 1</p>}
"""
FROM_MOODLE_XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category>
      <text>$course$/top/Löhne</text>
    </category>
    <info format="moodle_auto_format">
      <text>Fragen &amp; Antworten</text>
    </info>
    <idnumber></idnumber>
  </question>
<!-- question: 4711  -->
  <question type="multichoice">
    <name>
      <text>zwei</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr">Welche gilt: a &lt; b ]]]]><![CDATA[> ?<br></p>]]></text>
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber>w-1</idnumber>
    <single>false</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>abc</answernumbering>
    <showstandardinstruction>0</showstandardinstruction>
    <correctfeedback format="html">
      <text>Die Antwort ist richtig.</text>
    </correctfeedback>
    <shownumcorrect/>
    <answer fraction="50" format="html">
      <text><![CDATA[<p>a</p>]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <answer fraction="50" format="html">
      <text><![CDATA[<p>b</p>]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <answer fraction="-100" format="html">
      <text><![CDATA[<p>c</p>]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <tags>
      <tag><text>wages</text>
</tag>
    </tags>
  </question>
<!-- question: 4713  -->
  <question type="numerical">
    <name>
      <text>Zahl</text>
    </name>
    <questiontext format="moodle_auto_format">
      <text>Wie viele?</text>
    </questiontext>
    <generalfeedback format="moodle_auto_format">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <answer fraction="100" format="moodle_auto_format">
      <text>36</text>
      <feedback format="html">
        <text></text>
      </feedback>
      <tolerance>0.5</tolerance>
    </answer>
    <unitgradingtype>0</unitgradingtype>
    <unitpenalty>0.1000000</unitpenalty>
    <showunits>3</showunits>
    <unitsleft>0</unitsleft>
  </question>
</quiz>
"""


def test_what_moodle_exports_is_read():
    bank = read_bank(FROM_MOODLE_GIFT.encode())
    assert bank.troubles == []
    one, two, number, order, truth = bank.questions
    assert {q.category for q in bank.questions} == {"$course$/top/Löhne"}
    assert (one.name, one.why) == ("Lohn : 1", "Art. 48")
    assert one.text == "Wer setzt ihn\\?\nSo: a = b, hier"
    assert [(a.text, a.right) for a in one.answers] == [
        ("die Provinz", True),
        ("die Bank {x}", False),
        ("0", False),
    ]
    assert [a.right for a in two.answers] == [True, True, False, False, False]
    assert (number.number, number.tolerance) == (36, 0.5)
    assert [a.text for a in order.answers] == ["fragen", "prüfen", "handeln"]
    assert ([a.right for a in truth.answers], truth.why) == ([False, True], "Art. 1")
    bank = read_bank(FROM_MOODLE_XML.encode())
    assert bank.troubles == []
    two, number = bank.questions
    assert (two.text, two.category) == ("Welche gilt: a < b ]]> ?", "$course$/top/Löhne")
    assert [(a.text, a.right) for a in two.answers] == [("a", True), ("b", True), ("c", False)]
    assert (number.number, number.tolerance) == (36, 0.5)


# --- QTI 2.1 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [("CN", "zh", "working-time"), ("MM", "my", "wages")])
def test_a_converter_of_qti_reads_our_items(place, tmp_path):
    from onyx2moodle.classifier import classify
    from onyx2moodle.parser import parse_item
    from onyx2moodle.translate import multichoice

    m = material(*place)
    files, seen = unpacked(qti(m)), Counter()
    for q in m.questions:
        path = tmp_path / f"{q.id}.xml"
        path.write_bytes(files[f"items/{q.id}.xml"])
        item = parse_item(path)
        assert (item.title, item.adaptive) == (q.id, False)
        response = item.response_decls["RESPONSE"]
        assert q.why in item.feedback[0].html.replace("&lt;", "<").replace("&amp;", "&")
        target = classify(item).target
        seen[target] += 1
        if q.number is not None:
            assert (target, response.base_type) == ("shortanswer", "float")
            assert [float(v) for v in response.correct_values] == [pytest.approx(q.number, rel=1e-11)]
        elif q.kind == "order":
            # Moodle has no such question; the answers are read all the same.
            assert (target, response.cardinality) == ("unknown", "ordered")
            assert response.correct_values == [f"a{n}" for n in range(len(q.answers))]
        else:
            (taken,) = read_bank(f"<quiz>{multichoice.translate(item)}</quiz>".encode()).questions
            assert (taken.name, taken.kind) == (q.id, "multiple" if q.kind == "multiple" else "single")
            assert [(a.text, a.right) for a in taken.answers] == [(a.text, a.right) for a in q.answers]
    assert seen["multichoice"] > 5
    assert seen["shortanswer"] > 1


# --- xAPI -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def statement_schema():
    return statement_validator()


def statement_validator():
    """The published schema of a statement, with its own forms of texts."""
    folder = READERS / "tin-can-schema"
    # Its parts are named by `id` and referred to by `#name`; to validators of today each is a document of its own.
    text = (folder / "1.0.1.json").read_text(encoding="utf-8")
    parts = dict(named_parts(json.loads(re.sub(r'"\$ref": "#', '"$ref": "part:', text))["properties"]))
    checker = jsonschema.FormatChecker(formats=())
    forms = json.loads((folder / "formats.json").read_text(encoding="utf-8"))
    assert {"uuid", "iri", "iso_date", "iso_duration", "langtag", "mailto-iri", "version"} <= set(forms)
    for name, rule in forms.items():
        checker.checks(name)(lambda text, rule=re.compile(rule): rule.search(text) is not None)
    registry = referencing.Registry().with_resources(
        (f"part:{name}", DRAFT4.create_resource(part)) for name, part in parts.items()
    )
    return jsonschema.Draft4Validator({"$ref": "part:statement"}, registry=registry, format_checker=checker)


def named_parts(node):
    """Every part that has a name, without it."""
    if isinstance(node, list):
        for x in node:
            yield from named_parts(x)
    if isinstance(node, dict):
        if isinstance(node.get("id"), str) and node["id"].startswith("#"):
            yield node.pop("id")[1:], node
        for x in list(node.values()):
            yield from named_parts(x)


def test_statements_are_as_the_published_schema_asks(statement_schema, banks):
    from tests.training import test_statements as x

    made = [
        statements.attended(x.LI, x.SESSION, x.WHEN, within=x.SEMINAR, duration=x.timedelta(minutes=95)),
        statements.completed(statements.Person(email="a@b.example", hidden=True), x.SEMINAR, x.WHEN),
        statements.scored(statements.Person(email="a@b.example", name="A"), x.TEST, 62.5, x.WHEN),
        statements.passed(x.LI, x.TEST, 80, 70, x.WHEN, within=x.SEMINAR),
        statements.passed(x.LI, x.TEST, 60, 70, x.WHEN, within=x.SEMINAR),
    ]
    for lang, asked in banks.items():
        for q in {q.kind: q for q in asked}.values():
            given = ["1.5"] if q.number is not None else ["0", "0,1", ""]
            made += [
                statements.answered(
                    x.LI, q, f"https://s.example/q/{q.id}", g, x.WHEN, within=x.TEST, lang=lang
                )
                for g in given
            ]
    kinds = Counter(s["object"]["definition"].get("interactionType") for s in made)
    assert set(kinds) == {None, "numeric", "choice", "sequencing"}
    assert len(made) == 5 + 7 * (1 + 4 * 3)
    for s in made:
        assert [e.message for e in statement_schema.iter_errors(s)] == []
    # Stores refuse empty values.
    assert not [s for s in made if "" in values(s)]


def values(node):
    if isinstance(node, dict):
        return [v for x in node.values() for v in values(x)]
    return [v for x in node for v in values(x)] if isinstance(node, list) else [node]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), "no-uuid"),
        (("timestamp",), "yesterday"),
        (("actor",), {"objectType": "Agent"}),
        (("verb", "id"), None),
        (("result", "score", "scaled"), 1.5),
        (("object", "objectType"), "Thing"),
        (("version",), "one"),
        (("more",), 1),
    ],
)
def test_the_schema_refuses_what_is_wrong(statement_schema, path, value):
    from tests.training import test_statements as x

    s = statements.scored(x.LI, x.TEST, 80, x.WHEN)
    assert statement_schema.is_valid(s)
    node = s
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert not statement_schema.is_valid(s)

"""The words of every room: rules and shared questions in seven languages, national questions in the country's own."""

from __future__ import annotations

import unicodedata

import pytest

from tripartite.standards.load import load

ALL = load()
SEVEN = ("en", "zh", "ja", "vi", "th", "my", "fil")
OWN = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}
# Letters of which a text in the language has at least one; and of a foreign script none.
LETTERS = {"zh": ("一", "鿿"), "ja": ("ぁ", "鿿"), "th": ("ก", "๛"), "my": ("က", "႟")}


def texts() -> list[tuple[str, str, dict[str, str]]]:
    """Every text that a finding or an assessment shows: room, where it is, the text by language."""
    out = []
    for key, room in ALL.rooms.items():
        for rule in room.rules.values():
            out += [
                (key, f"{rule.id} {name}", text)
                for name, text in (
                    ("title", rule.title),
                    ("settled_by", rule.settled_by),
                    ("advice", rule.advice),
                )
                if text
            ]
        for q in room.questions.values():
            named = (
                ("text", q.text),
                ("help", q.help),
                ("evidence", q.evidence),
                *((c[0], c[1]) for c in q.choices),
            )
            out += [(key, f"{q.id} {name}", text) for name, text in named if text]
    return out


TEXTS = texts()


@pytest.mark.parametrize("room", sorted(k for k, r in ALL.rooms.items() if r.rules))
def test_rules_speak_seven_languages(room: str) -> None:
    rules = ALL.rooms[room].rules.values()
    named = [(r.id, n, getattr(r, n)) for r in rules for n in ("title", "settled_by", "advice")]
    lacking = {f"{i} {n}": sorted(set(SEVEN) - set(t)) for i, n, t in named if t and not set(SEVEN) <= set(t)}
    assert not lacking


@pytest.mark.parametrize("room", sorted(k for k, r in ALL.rooms.items() if r.rules))
def test_what_can_be_found_says_what_to_do_and_what_settles_it(room: str) -> None:
    """An indicator accuses nobody, and of what may be excused or was not read there is no finding."""
    for r in ALL.rooms[room].rules.values():
        assert r.settled_by or r.indicator, r.id
        found = not r.indicator and not r.excusable and any(v.verified for v in r.values)
        assert r.advice or not found, r.id


def test_shared_questions_speak_seven_languages_throughout() -> None:
    assert len(ALL.rooms["core"].questions) > 180
    for q in ALL.rooms["core"].questions.values():
        for text in (q.text, q.evidence, *(c[1] for c in q.choices)):
            assert tuple(text) == SEVEN, q.id
        assert not q.help or tuple(q.help) == SEVEN, q.id
        assert len({q.text[lang] for lang in SEVEN}) == len(SEVEN), q.id


@pytest.mark.parametrize("room", [k for k in OWN if k in ALL.rooms and ALL.rooms[k].questions])
def test_national_questions_speak_english_and_the_country(room: str) -> None:
    for q in ALL.rooms[room].questions.values():
        for text in (q.text, q.evidence, *(c[1] for c in q.choices)):
            assert not text or {"en", OWN[room]} <= set(text), q.id


def test_a_text_is_in_the_script_of_its_language() -> None:
    for _, where, text in TEXTS:
        for lang, (first, last) in LETTERS.items():
            if lang in text:
                assert any(first <= c <= last for c in text[lang]), (where, lang)
        for lang in {"en", "vi", "fil"} & set(text):
            strange = {c for c in text[lang] if c.isalpha() and not unicodedata.name(c).startswith("LATIN")}
            assert not strange or all("CJK" in unicodedata.name(c) for c in strange), (where, lang, strange)


def test_texts_are_whole_and_of_one_unicode_form() -> None:
    for _, where, text in TEXTS:
        for lang, said in text.items():
            assert said == said.strip(), (where, lang)
            assert "  " not in said, (where, lang)
            assert unicodedata.normalize("NFC", said) == said, (where, lang)


def test_a_question_in_english_ends_with_its_mark() -> None:
    for room in ALL.rooms.values():
        for q in room.questions.values():
            assert q.text["en"].endswith("?"), q.id
            assert not q.text.get("zh") or q.text["zh"].endswith("？"), q.id
            assert not q.text.get("my") or q.text["my"].endswith("။"), q.id


def test_no_text_of_a_rule_is_another_language_by_mistake() -> None:
    """The same words under two languages are a copy that nobody translated; figures and short names aside."""
    for _, where, text in TEXTS:
        for a, b in (("en", "vi"), ("en", "fil"), ("zh", "ja"), ("th", "my")):
            if a in text and b in text and len(text[a]) > 24:
                assert text[a] != text[b], (where, a, b)

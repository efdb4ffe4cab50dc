"""What is searched: provisions, rules, questions, duties, instruments and contacts, field by field and by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from tripartite.standards.counterparts import vocabulary
from tripartite.standards.law import duties_of_all
from tripartite.standards.load import Standards
from tripartite.standards.schema import Contact, Duty, Instrument, Provision, Question, Room, Rule

KINDS = ("provision", "rule", "question", "duty", "instrument", "contact")
# How much a word of a field counts; `named` are words of the duty, topic or office that the text itself may not use.
WEIGHTS = {"title": 3.0, "text": 2.0, "of": 1.0, "named": 1.0, "more": 0.5, "topic": 0.3}
NEUTRAL = ""
Period = tuple[date | None, date | None]


class Text(NamedTuple):
    """A text of a document: which field, in which language; NEUTRAL for ids and numbers."""

    field: str
    name: str
    lang: str
    text: str


class Document(Struct):
    """One thing that can be found. id: as elsewhere; an instrument's is its room and its name, a duty's its name.

    periods: when it holds, the last day included; empty: at any time. central: a rule or premium is computed from it.
    """

    kind: str
    id: str
    room: str
    topics: tuple[str, ...]
    periods: tuple[Period, ...]
    verified: bool
    articles: tuple[str, ...] = ()
    central: bool = False
    of_statute: bool = False
    texts: list[Text] = field(default_factory=list)

    def add(self, field_name: str, name: str, texts: Mapping[str, str]) -> None:
        self.texts += [Text(field_name, name, lang, text) for lang, text in texts.items() if text]

    def add_neutral(self, *texts: str) -> None:
        self.texts += [Text("of", "id", NEUTRAL, text) for text in texts if text]

    def holds_on(self, day: date) -> bool:
        return not self.periods or any((not a or a <= day) and (not b or day <= b) for a, b in self.periods)


def documents(standards: Standards) -> Iterator[Document]:
    """Everything that search can find, with topic and duty names in seven languages."""
    known, duties = vocabulary(standards), duties_of_all(standards)
    names = {key: w.text for room in standards.rooms.values() for key, w in room.words.items()}
    for key, room in standards.rooms.items():
        computed = {r.provision for r in room.rules.values()}
        computed |= {c.provision for c in room.premiums.cells} if room.premiums else set()
        found: list[Document] = [_instrument(key, i) for i in room.instruments.values()]
        found += [
            _provision(key, room, p, [known[d] for d in duties.get(p.id, ())])
            for p in room.provisions.values()
        ]
        found += [_rule(key, room, r) for r in room.rules.values()]
        found += [_question(key, q) for q in room.questions.values()]
        found += [_duty(key, d) for d in room.duties.values()]
        found += [_contact(key, c, names) for c in (room.remedy.contacts if room.remedy else ())]
        for document in found:
            document.central = document.id in computed
            for topic in document.topics:
                document.add("topic", "topic", names.get(f"topic/{topic}", {}))
            yield document


def _instrument(key: str, i: Instrument) -> Document:
    document = Document("instrument", f"{key}/{i.id}", key, (), _held(i.start, i.end), verified=True)
    document.add("title", "title", i.title)
    document.add_neutral(_spaced(document.id), i.number, i.issuer)
    return document


def _provision(key: str, room: Room, p: Provision, duties: list[Duty]) -> Document:
    instrument = room.instruments[p.instrument]
    periods = _held(p.start or instrument.start, p.end or instrument.end)
    document = Document("provision", p.id, key, p.topics, periods, p.verified, _articles(p.article))
    document.of_statute = instrument.kind == "statute"
    document.add("text", "asks", p.asks)
    document.add("of", "instrument", instrument.title)
    for duty in duties:
        document.add("named", "duty", duty.title)
    for name, texts in (("note", p.note), ("records_show", p.records_show), ("to_ask", p.to_ask)):
        document.add("more", name, texts)
    document.add_neutral(_spaced(p.id), instrument.number)
    return document


def _rule(key: str, room: Room, r: Rule) -> Document:
    periods: tuple[Period, ...] = tuple((v.start, v.end) for v in r.values)
    verified = any(v.verified for v in r.values)
    articles = _articles(room.provisions[r.provision].article)
    document = Document("rule", r.id, key, (r.topic,), periods, verified, articles)
    document.add("title", "title", r.title)
    document.add("more", "advice", r.advice)
    document.add("more", "settled_by", r.settled_by)
    document.add_neutral(_spaced(r.id), r.measure.replace("_", " "))
    return document


def _question(key: str, q: Question) -> Document:
    document = Document("question", q.id, key, (q.topic,), (), verified=True)
    document.add("text", "text", q.text)
    for name, texts in (("help", q.help), ("evidence", q.evidence), *(("choice", c[1]) for c in q.choices)):
        document.add("more", name, texts)
    document.add_neutral(_spaced(q.id))
    return document


def _duty(key: str, d: Duty) -> Document:
    document = Document("duty", d.id, key, (d.topic,), (), verified=True)
    document.add("title", "title", d.title)
    document.add_neutral(_spaced(d.id))
    return document


def _contact(key: str, c: Contact, names: Mapping[str, Mapping[str, str]]) -> Document:
    document = Document("contact", c.id, key, c.topics, (), c.verified)
    document.add("title", "name", c.name)
    document.add("more", "note", c.note)
    for name in (f"contact/{c.kind}", *(f"who/{w}" for w in c.who)):
        document.add("named", "kind", names.get(name, {}))
    document.add_neutral(_spaced(c.id), *(p.number for p in c.phones))
    return document


def _held(start: date | None, end: date | None) -> tuple[Period, ...]:
    return ((start, end),) if start or end else ()


def _spaced(key: str) -> str:
    return key.replace("/", " ").replace("-", " ")


def _articles(article: str) -> tuple[str, ...]:
    """The numbers under which an article is cited: `41(2)` is 41(2) and 41, `36 and 39` is both."""
    numbers = re.findall(r"\d+(?:[-/.]\d+)*", article)
    heads = [n for number in numbers for n in (number, re.split(r"[-/.]", number)[0])]
    return tuple(dict.fromkeys([article.lower().replace(" ", ""), *heads]))

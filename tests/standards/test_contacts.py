"""Whom a worker can turn to: every country has the inspectorate, a union and legal aid; nothing is given unread."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.standards.test_refusals import GOOD, write
from tripartite.cli import main
from tripartite.reports.wording import words
from tripartite.standards.fields import StandardsError
from tripartite.standards.load import load, load_room
from tripartite.standards.schema import CONTACT_KINDS, COSTS, FAMILIES, RELATIONS, TOPICS, WHO, Remedy
from tripartite.standards.views.remedy import contacts_view

ALL = load()
COUNTRIES = ("cn", "jp", "mm", "ph", "th", "vn")
SEVEN = {"en", "zh", "ja", "vi", "th", "my", "fil"}


def remedy(key: str) -> Remedy:
    held = ALL.rooms[key].remedy
    assert held is not None
    return held


@pytest.mark.parametrize("key", COUNTRIES)
def test_a_country_names_an_inspectorate_a_union_and_legal_aid(key: str) -> None:
    kinds = {c.kind for c in remedy(key).contacts}
    assert {"union", "legal-aid"} <= kinds
    assert kinds & {"inspectorate", "hotline"}
    assert any(t in c.topics for c in remedy(key).contacts for t in ("child-labour", "forced-labour"))
    assert len(remedy(key).steps) >= 4
    assert remedy(key).time_limits


@pytest.mark.parametrize("key", COUNTRIES)
def test_what_is_not_verified_says_what_was_not_read(key: str) -> None:
    for c in remedy(key).contacts:
        source = ALL.rooms[key].sources[c.source]
        assert c.verified == (source.kind != "none"), c.id
        assert c.verified or re.search(r"\b(was|were) (not )?read|No page", c.note["en"]), c.id


@pytest.mark.parametrize("key", COUNTRIES)
def test_texts_speak_english_and_the_country_and_limits_all_seven(key: str) -> None:
    own = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}[key]
    for c in remedy(key).contacts:
        assert {"en", own} <= set(c.name), c.id
        assert not c.note or {"en", own} <= set(c.note), c.id
        assert not c.address or {"en", own} <= set(c.address), c.id
    for s in remedy(key).steps:
        assert {"en", own} == set(s.text)
    for t in remedy(key).time_limits:
        assert set(t.text) == SEVEN, t.id
        assert len(set(t.text.values())) == 7, t.id


def test_every_coded_name_is_there_in_seven_languages() -> None:
    held = ALL.rooms["core"].words
    wanted = [f"topic/{t}" for t in TOPICS] + [f"family/{f}" for f in FAMILIES]
    wanted += [f"relation/{r}" for r in RELATIONS] + [f"contact/{k}" for k in CONTACT_KINDS]
    wanted += [f"who/{w}" for w in WHO] + [f"cost/{c}" for c in COSTS]
    for key in wanted:
        assert set(held[key].text) == SEVEN, key
        assert len(set(held[key].text.values())) >= 6, key  # Chinese and Japanese may share a word


def test_topics_are_named_as_in_reports() -> None:
    for lang in SEVEN:
        for topic in TOPICS:
            assert ALL.rooms["core"].words[f"topic/{topic}"].text[lang] == words(lang).of("topics", topic)


def test_numbers_that_sources_give() -> None:
    """Each was compared with the page that its source names."""
    numbers = {c.id: [p.number for p in c.phones] for k in COUNTRIES for c in remedy(k).contacts}
    assert numbers["jp/contact/houterasu-languages"] == ["0570-078377"]
    assert numbers["ph/contact/dole-1349"] == ["1349"]
    assert numbers["th/contact/1546"] == ["1546"]
    assert numbers["vn/contact/legal-aid"] == ["1800 1233"]
    assert numbers["mm/contact/forced-labour"] == ["067 3430184", "067 3430229", "067 3430274"]
    assert numbers["cn/contact/12348"] == ["12348"]
    by_language = {
        lang: p.number
        for c in remedy("jp").contacts
        if c.id == "jp/contact/hotline"
        for p in c.phones
        for lang in p.languages
    }
    assert by_language["my"] == "0120-662-700"


def test_a_limit_cites_the_provision_that_states_it() -> None:
    limits = {t.id: t for k in COUNTRIES for t in remedy(k).time_limits}
    assert (limits["cn/limit/arbitration"].value.written, limits["cn/limit/arbitration"].provision) == (
        "1 y",
        "cn/dispute-law/27",
    )
    assert limits["jp/limit/wages"].value.number == 3
    assert limits["vn/limit/conciliator"].value.written == "6 mo"
    assert limits["th/limit/wages"].provision == "th/civil-code/193-34"
    assert not limits["mm/limit/dispute"].verified


def test_a_view_is_in_the_readers_language_and_tells_where_it_is_not() -> None:
    view = contacts_view(ALL, "TH", "my")
    json.dumps(view)
    line = next(c for c in view["contacts"] if c["id"] == "th/contact/1694")
    assert line["topics"][0]["name"] == {"text": "အလုပ်ခန့်ထားမှု ဆက်ဆံရေး", "lang": "my", "fallback": False}
    assert line["name"]["lang"] == "en"
    assert line["name"]["fallback"]
    assert line["speaks_reader"]
    assert line["hours"]["spans"] == [
        {
            "days": ["mon", "tue", "wed", "thu", "fri"],
            "names": line["hours"]["spans"][0]["names"],
            "opens": "08:30",
            "closes": "16:30",
        }
    ]
    assert [c["verified"] for c in view["contacts"]] == sorted(
        (c["verified"] for c in view["contacts"]), reverse=True
    )


def test_a_view_of_a_topic_and_of_a_country_not_held() -> None:
    ids = {c["id"] for c in contacts_view(ALL, "CN-GD", "zh", "safety-health")["contacts"]}
    assert ids == {"cn/contact/12351", "cn/contact/12350"}
    with pytest.raises(StandardsError, match="No contacts are held for `KR`"):
        contacts_view(ALL, "KR")
    with pytest.raises(StandardsError, match="no view in `de`"):
        contacts_view(ALL, "CN", "de")


def test_a_number_to_dial_has_digits_only() -> None:
    phones = {
        p["number"]: p["dial"]
        for k in COUNTRIES
        for c in contacts_view(ALL, k)["contacts"]
        for p in c["phones"]
    }
    assert phones["1111 press 77"] == "1111"
    assert phones["(02) 8527-3000 ext 607"] == "0285273000"
    assert all(re.fullmatch(r"\d{3,11}", d) for d in phones.values())


def test_the_command_line_tells_contacts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "contacts", "TH", "--lang", "th"]) == 0
    told = capsys.readouterr().out
    assert "กรมสวัสดิการและคุ้มครองแรงงาน สายด่วน 1546" in told
    assert "[not verified]" in told
    assert main(["law", "contacts", "jp", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["country"] == "JP"


def test_contacts_are_exported(tmp_path: Path) -> None:
    assert main(["law", "export", "--out", str(tmp_path), "--format", "csv", "--format", "json"]) == 0
    with (tmp_path / "contacts.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len({r["id"] for r in rows}) == sum(len(remedy(k).contacts) for k in COUNTRIES)
    assert next(r for r in rows if r["phone"] == "0120-662-700")["phone_languages"] == "my"
    data = json.loads((tmp_path / "standards.json").read_text("utf-8"))
    assert data["rooms"]["vn"]["remedy"]["time_limits"][0]["value"]["written"] == "6 mo"


CONTACTS = "contacts:\n  - {id: xx/contact/1, kind: hotline, name: {en: Line}, for: [wages], phones: [{number: '123'}], source: s1}\n"
BROKEN = [
    (CONTACTS.replace("'123'", "'call us'"), "`call us` is not a telephone number"),
    (CONTACTS.replace("hotline", "hot-line"), "did you mean `hotline`"),
    (CONTACTS.replace("source: s1", "source: none"), "no note says what was not read"),
    (CONTACTS.replace("source: s1", "source: none, verified: yes"), "cannot be `verified: yes`"),
    (CONTACTS.replace("source: s1", "source: s1, hours: in the morning"), "days and times"),
    (CONTACTS.replace("phones: [{number: '123'}], ", ""), "has no phone, url or address"),
    (CONTACTS + CONTACTS.split("\n", 1)[1], "stands twice"),
    (CONTACTS + "time_limits:\n  - {id: xx/limit/1, for: [wages], value: 36 h, text: {en: Long}, source: s1}\n", "is no time"),
    (CONTACTS + "steps:\n  - {text: {en: Go}, provision: xx/law/9, source: s1}\n", "provision `xx/law/9` is not in provisions.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "says"), BROKEN)
def test_mistakes_are_refused_with_their_line(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(StandardsError, match=r"contacts.yaml:\d+") as refused:
        load_room(write(tmp_path, **{**GOOD, "contacts.yaml": content}), "xx")
    assert says in str(refused.value)


def test_a_good_file_loads(tmp_path: Path) -> None:
    room = load_room(write(tmp_path, **{**GOOD, "contacts.yaml": CONTACTS}), "xx")
    assert room.remedy is not None
    assert replace(room.remedy.contacts[0], line=0).phones[0].number == "123"

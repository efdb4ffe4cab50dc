"""xAPI statements, held against what Experience API 1.0.3 asks of them (xAPI-Data.md, parts 2.2 to 4.6)."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tripartite.standards.load import load
from tripartite.training import statements as x
from tripartite.training.asking import askable
from tripartite.training.load import load_curriculum
from tripartite.training.values import Seminar

LI = x.Person(home="https://seminars.example", account="p-17", name="李晓梅")
SEMINAR = x.Activity("https://seminars.example/s/12", "体面劳动", x.SEMINAR, "zh")
SESSION = x.Activity("https://seminars.example/s/12/3", "Working time", x.SESSION)
TEST = x.Activity("https://seminars.example/s/12/after", "Test after", x.TEST)
WHEN = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=8)))
# 2.4.6 with ISO 8601 4.4.3.2, without weeks.
DURATION = re.compile(r"PT(?=\d)(\d+H)?(\d+M)?(\d+S)?")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
# 4.2: RFC 5646, as far as our seven languages go.
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")


@pytest.fixture(scope="module")
def asked():
    curriculum = load_curriculum()
    return askable(curriculum, Seminar(load(), curriculum.names, "CN", date(2026, 3, 2), "zh"), "1")[0]


def valid(s):
    """What the specification requires of every statement, and of what ours hold besides."""
    assert set(s) <= {
        "id",
        "actor",
        "verb",
        "object",
        "result",
        "context",
        "timestamp",
        "version",
    }  # 2.2, 2.4
    assert str(uuid.UUID(s["id"])) == s["id"]  # 2.4.1
    inverse = {"mbox", "mbox_sha1sum", "openid", "account"} & set(s["actor"])
    assert len(inverse) == 1  # 2.4.2.3
    assert s["actor"]["objectType"] == "Agent"
    if "account" in s["actor"]:
        assert IRI.fullmatch(s["actor"]["account"]["homePage"])
        assert s["actor"]["account"]["name"]
    assert IRI.fullmatch(s["verb"]["id"])  # 2.4.3
    assert s["object"]["objectType"] == "Activity"
    assert IRI.fullmatch(s["object"]["id"])  # 2.4.4.1
    moment = datetime.fromisoformat(s["timestamp"])  # 2.4.7, 4.5
    assert moment.tzinfo
    assert re.fullmatch(r"1\.0(\.\d+)?", s["version"])  # 2.4.10
    result = s.get("result", {})
    assert set(result) <= {"score", "success", "completion", "response", "duration"}  # 2.4.5
    if score := result.get("score"):
        assert -1 <= score["scaled"] <= 1  # 2.4.5.1
        assert score["min"] <= score["raw"] <= score["max"]
    if "duration" in result:
        assert DURATION.fullmatch(result["duration"])
    for parent in s.get("context", {}).get("contextActivities", {}).get("parent", []):  # 2.4.6.2
        assert IRI.fullmatch(parent["id"])
    for tag in languages(s):
        assert TAG.fullmatch(tag)
    assert json.loads(json.dumps(s)) == s
    assert None not in values(s)  # 2.2: no null
    return s


def languages(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("display", "name", "description") and isinstance(value, dict):
                yield from value
            else:
                yield from languages(value)
    elif isinstance(node, list):
        for value in node:
            yield from languages(value)


def values(node):
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [node, *(v for child in inside for v in values(child))] if inside else [node]


def test_each_kind_of_statement_is_valid():
    s = valid(x.attended(LI, SESSION, WHEN, within=SEMINAR, duration=timedelta(minutes=90)))
    assert s["verb"]["id"] == "http://adlnet.gov/expapi/verbs/attended"
    assert s["result"] == {"duration": "PT1H30M"}
    assert s["context"]["contextActivities"]["parent"][0]["definition"]["name"] == {"zh-Hans": "体面劳动"}
    s = valid(x.completed(LI, SEMINAR, WHEN))
    assert s["result"] == {"completion": True}
    s = valid(x.scored(LI, TEST, 87.5, WHEN, within=SEMINAR))
    assert s["result"]["score"] == {"scaled": 0.875, "raw": 87.5, "min": 0, "max": 100}
    s = valid(x.passed(LI, TEST, 70, 70, WHEN))
    assert (s["verb"]["id"].rsplit("/", 1)[1], s["result"]["success"]) == ("passed", True)
    s = valid(x.passed(LI, TEST, 69.9, 70, WHEN))
    assert (s["verb"]["id"].rsplit("/", 1)[1], s["result"]["success"]) == ("failed", False)


def right_answer(q):
    if q.number is not None:
        return repr(q.number)
    if q.kind == "order":
        return ",".join(str(i) for i in range(len(q.answers)))
    return ",".join(str(i) for i, a in enumerate(q.answers) if a.right)


def test_every_question_of_a_seminar_can_be_told_as_answered(asked):
    kinds = set()
    for q in asked:
        address = f"https://seminars.example/q/{q.id}"
        s = valid(x.answered(LI, q, address, right_answer(q), WHEN, within=TEST, lang="zh"))
        definition = s["object"]["definition"]
        kinds.add(definition["interactionType"])
        assert s["result"]["success"]
        (pattern,) = definition["correctResponsesPattern"]  # 2.4.4.1, interaction activities
        if definition["interactionType"] == "numeric":
            low, high = map(float, pattern.split("[:]"))
            assert low <= float(s["result"]["response"]) <= high
        else:
            assert s["result"]["response"] == pattern
            ids = [c["id"] for c in definition["choices"]]
            assert len(ids) == len(set(ids)) == len(q.answers)
            assert set(pattern.split("[,]")) <= set(ids)
        wrong = "-1" if q.number is not None else "" if q.kind != "order" else "0"
        assert not x.answered(LI, q, address, wrong, WHEN, within=TEST)["result"]["success"]
    assert kinds == {"numeric", "choice", "sequencing"}


def test_the_same_deed_has_the_same_id_and_another_has_another():
    first = x.scored(LI, TEST, 80, WHEN)
    assert x.scored(LI, TEST, 80, WHEN)["id"] == first["id"]
    later = x.scored(LI, TEST, 80, WHEN + timedelta(seconds=1))
    other = x.scored(x.Person(home="https://seminars.example", account="p-18"), TEST, 80, WHEN)
    assert len({first["id"], later["id"], other["id"]}) == 3


def test_a_person_is_named_in_one_way_and_may_be_hidden():
    shown = x.Person(email="li@example.org", name="Li")
    assert shown.as_actor() == {"objectType": "Agent", "name": "Li", "mbox": "mailto:li@example.org"}
    hidden = x.Person(email="li@example.org", name="Li", hidden=True).as_actor()
    # SHA-1 of `mailto:li@example.org`, reckoned with sha1sum.
    assert hidden == {"objectType": "Agent", "mbox_sha1sum": "10c8dc3cd0f0adfb6a03fcee85c2cc818e186a29"}
    for wrong in (
        x.Person(),
        x.Person(account="p"),
        x.Person(home="https://a.example", account="p", email="a@b.example"),
    ):
        with pytest.raises(x.StatementError):
            wrong.as_actor()


@settings(deadline=None)
@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_durations_are_iso_8601_and_lead_back(span):
    told = x.iso_duration(span)
    assert DURATION.fullmatch(told)
    parts = {unit: int(n) for n, unit in re.findall(r"(\d+)([HMS])", told)}
    assert parts.get("H", 0) * 3600 + parts.get("M", 0) * 60 + parts.get("S", 0) == round(
        span.total_seconds()
    )


def test_what_cannot_be_stated_is_refused(asked):
    choice = next(q for q in asked if q.kind == "single")
    number = next(q for q in asked if q.number is not None)
    for build in (
        lambda: x.scored(LI, TEST, 101, WHEN),
        lambda: x.scored(LI, TEST, float("nan"), WHEN),
        lambda: x.scored(LI, TEST, 50, datetime(2026, 3, 4, 9)),  # noqa: DTZ001 - what is refused
        lambda: x.scored(LI, x.Activity("no address", "x", x.TEST), 50, WHEN),
        lambda: x.attended(LI, SESSION, WHEN, within=SEMINAR, duration=timedelta(-1)),
        lambda: x.answered(LI, choice, "https://a.example", "99", WHEN, within=TEST),
        lambda: x.answered(LI, choice, "https://a.example", "-1", WHEN, within=TEST),
        lambda: x.answered(LI, choice, "https://a.example", "b", WHEN, within=TEST),
        lambda: x.answered(LI, number, "https://a.example", "many", WHEN, within=TEST),
    ):
        with pytest.raises(x.StatementError):
            build()


def test_moments_keep_their_zone():
    assert x.scored(LI, TEST, 1, WHEN)["timestamp"] == "2026-03-04T09:30:00.000+08:00"
    assert x.scored(LI, TEST, 1, WHEN.astimezone(UTC))["timestamp"] == "2026-03-04T01:30:00.000+00:00"

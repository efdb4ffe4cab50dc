"""What people did in a seminar as xAPI statements (Experience API 1.0.3), for a learning record store of the organiser's.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md: a statement is who did what to which activity, with what
result. Statements are built of plain values, and the same deed gets the same id each time, so that sending it again
does not count it twice.
"""

from __future__ import annotations

import hashlib
import math
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tripartite.reports.wording import HTML_LANGUAGE
from tripartite.standards.fields import StandardsError
from tripartite.training.asking import Asked

VERSION = "1.0.3"
VERBS = "http://adlnet.gov/expapi/verbs/"
TYPES = "http://adlnet.gov/expapi/activities/"
# The kinds of activities, by the names of ADL's list.
SEMINAR, SESSION, MODULE, TEST, QUESTION = "course", "meeting", "module", "assessment", "cmi.interaction"
OURS = uuid.UUID("8c1f0c36-6f0a-5d0b-9a52-2b0f4f6f3b11")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class StatementError(StandardsError):
    """What cannot be stated; the text says why."""


@dataclass(frozen=True)
class Person:
    """Who did it, named in exactly one way: an account of the organiser's site, or an e-mail address.

    hidden: the address is given as a SHA-1 hash, as xAPI has it for those who must not be read off.
    """

    home: str = ""
    account: str = ""
    email: str = ""
    name: str = ""
    hidden: bool = False

    def as_actor(self) -> dict[str, Any]:
        if bool(self.email) == bool(self.account and self.home):
            raise StatementError(
                "A person is named by an account with its home page, or by an e-mail address; by one of them"
            )
        actor: dict[str, Any] = {"objectType": "Agent"} | (
            {"name": self.name} if self.name and not self.hidden else {}
        )
        if self.account:
            return actor | {"account": {"homePage": _address(self.home), "name": self.account}}
        address = f"mailto:{self.email}"
        if self.hidden:
            return actor | {"mbox_sha1sum": hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()}
        return actor | {"mbox": address}


@dataclass(frozen=True)
class Activity:
    """To what it was done. id: its address; kind: SEMINAR, SESSION, MODULE, TEST or QUESTION."""

    id: str
    name: str
    kind: str
    lang: str = "en"

    def as_object(self) -> dict[str, Any]:
        definition = {"name": {_tag(self.lang): self.name}, "type": TYPES + self.kind}
        return {"objectType": "Activity", "id": _address(self.id), "definition": definition}


def attended(
    who: Person, session: Activity, when: datetime, *, within: Activity, duration: timedelta | None = None
) -> dict[str, Any]:
    """A person was in a session of a seminar."""
    result = {"duration": iso_duration(duration)} if duration is not None else None
    return _statement(who, "attended", session.as_object(), when, result, within)


def answered(
    who: Person,
    question: Asked,
    address: str,
    response: str,
    when: datetime,
    *,
    within: Activity,
    lang: str = "en",
) -> dict[str, Any]:
    """A person answered a question. response: places of the answers as shown (`0`, `0,2`), a number, or the order (`2,0,1`)."""
    activity = Activity(address, question.id, QUESTION, lang).as_object()
    activity["definition"] |= _interaction(question, lang)
    given, right = _response(question, response)
    # Stores refuse empty values: who gave no answer has no response.
    result = ({"response": given} if given else {}) | {"success": right}
    return _statement(who, "answered", activity, when, result, within)


def completed(
    who: Person,
    what: Activity,
    when: datetime,
    *,
    within: Activity | None = None,
    duration: timedelta | None = None,
) -> dict[str, Any]:
    """A person completed a seminar or a module."""
    result: dict[str, Any] = {"completion": True}
    if duration is not None:
        result["duration"] = iso_duration(duration)
    return _statement(who, "completed", what.as_object(), when, result, within)


def scored(
    who: Person, test: Activity, percent: float, when: datetime, *, within: Activity | None = None
) -> dict[str, Any]:
    """A person got a score in a test, of 0 to 100 per cent."""
    return _statement(who, "scored", test.as_object(), when, {"score": _score(percent)}, within)


def passed(
    who: Person,
    test: Activity,
    percent: float,
    pass_mark: float,
    when: datetime,
    *,
    within: Activity | None = None,
) -> dict[str, Any]:
    """A person passed a test, or failed it, as the score is to the mark."""
    well = percent >= pass_mark
    result = {"score": _score(percent), "success": well, "completion": True}
    return _statement(who, "passed" if well else "failed", test.as_object(), when, result, within)


def _statement(
    who: Person,
    verb: str,
    activity: dict[str, Any],
    when: datetime,
    result: dict[str, Any] | None,
    within: Activity | None,
) -> dict[str, Any]:
    if when.tzinfo is None:
        raise StatementError(f"{when} has no time zone: a store could not tell when it was")
    actor, moment = who.as_actor(), when.isoformat(timespec="milliseconds")
    key = "\n".join((str(sorted(actor.items())), verb, activity["id"], moment))
    statement: dict[str, Any] = {
        "id": str(uuid.uuid5(OURS, key)),
        "actor": actor,
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": activity,
        "timestamp": moment,
        "version": VERSION,
    }
    if result:
        statement["result"] = result
    if within:
        statement["context"] = {"contextActivities": {"parent": [within.as_object()]}}
    return statement


def _score(percent: float) -> dict[str, float]:
    if not math.isfinite(percent) or not 0 <= percent <= 100:
        raise StatementError(f"A score is 0 to 100 per cent, not {percent}")
    return {"scaled": round(percent / 100, 4), "raw": percent, "min": 0, "max": 100}


def iso_duration(span: timedelta) -> str:
    """A duration as ISO 8601 has it, to whole seconds: PT1H30M. Days are told in hours: a day of work is no day of 24."""
    seconds = round(span.total_seconds())
    if seconds < 0:
        raise StatementError(f"{span} is less than nothing")
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    told = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n)
    return f"PT{told or '0S'}"


def _interaction(q: Asked, lang: str) -> dict[str, Any]:
    """The question itself, as an interaction of xAPI: its kind, its answers, which is right."""
    described = {"description": {_tag(lang): q.text}}
    if q.number is not None:
        low, high = q.number - q.tolerance, q.number + q.tolerance
        return described | {
            "interactionType": "numeric",
            "correctResponsesPattern": [f"{low:.12g}[:]{high:.12g}"],
        }
    ids = [LETTERS[i] for i in range(len(q.answers))]
    choices = [{"id": x, "description": {_tag(lang): a.text}} for x, a in zip(ids, q.answers, strict=True)]
    right = ids if q.kind == "order" else [x for x, a in zip(ids, q.answers, strict=True) if a.right]
    kind = "sequencing" if q.kind == "order" else "choice"
    return described | {
        "interactionType": kind,
        "correctResponsesPattern": ["[,]".join(right)],
        "choices": choices,
    }


def _response(q: Asked, response: str) -> tuple[str, bool]:
    """An answer as xAPI writes it, and whether it is right. Raises StatementError."""
    try:
        if q.number is not None:
            number = float(response)
            return f"{number:.12g}", abs(number - q.number) <= q.tolerance + 1e-9
        places = [int(x) for x in response.split(",") if x.strip()]
        given = [dict(enumerate(LETTERS[: len(q.answers)]))[p] for p in places]
    except (ValueError, KeyError) as error:
        raise StatementError(f"{q.id}: `{response[:40]}` is no answer to this question") from error
    if q.kind == "order":
        return "[,]".join(given), places == list(range(len(q.answers)))
    return "[,]".join(given), set(places) == {i for i, a in enumerate(q.answers) if a.right}


def _tag(lang: str) -> str:
    return HTML_LANGUAGE.get(lang, lang)


def _address(text: str) -> str:
    if ":" not in text or any(c.isspace() for c in text):
        raise StatementError(f"`{text[:80]}` is no absolute address, such as https://…")
    return text

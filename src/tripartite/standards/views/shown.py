"""A provision's or a rule's view as lines to read, in the reader's language where it is held."""

from __future__ import annotations

from datetime import date
from typing import Any

from tripartite.standards.law import Answer, entry, mark, show
from tripartite.standards.load import Standards
from tripartite.standards.views.instrument import instrument_view
from tripartite.standards.views.provision import provision_view
from tripartite.standards.views.rule import rule_view

View = dict[str, Any]


def shown(standards: Standards, key: str, lang: str, day: date) -> Answer:
    """What `law show` tells of a provision, rule or instrument; of anything else, the plain answer. Raises StandardsError."""
    seen: View
    if any(key in room.provisions for room in standards.rooms.values()):
        seen = provision_view(standards, key, lang, day)
        return {"title": key, "entries": [_provision(seen)], "view": seen}
    if any(key in room.rules for room in standards.rooms.values()):
        seen = rule_view(standards, key, lang, day)
        return {"title": key, "entries": [_rule(seen)], "view": seen}
    if is_instrument(standards, key):
        seen = instrument_view(standards, key, lang, day)
        return {"title": key, "entries": [_instrument(seen)], "view": seen}
    return show(standards, key)  # a question, or the refusal that names what is near


def is_instrument(standards: Standards, key: str) -> bool:
    room, _, name = key.rpartition("/")
    return room in standards.rooms and name in standards.rooms[room].instruments


def _provision(v: View) -> View:
    i = v["instrument"]
    return entry(
        f"{v['id']}  {_said(i['title'])}, {v['article']}{mark(v['verified'])}",
        _said(v["asks"]),
        _since(v),
        *(
            f"{_said(r['name'])} ({r['direction']}) {r['provision']['id']}: {_said(r['provision']['asks'])}"
            for r in v["relations"]
        ),
        *(line for r in v["rules"] for line in _values(r)),
        *(f"{_said(q['text'])}  [{q['id']}]" for q in v["questions"]),
        *(line for d in v["duties"] for line in _duty(d)),
        *([_said(v["note"])] if v["note"] else []),
        _read(v["source"]),
    )


def _since(v: View) -> str:
    of = " (its instrument)" if v["from_instrument"] else ""
    return f"{v['from'] or '?'} – {v['to'] or ''}{of}".rstrip()


def _values(r: View) -> list[str]:
    head = f"{_said(r['title'])}  [{r['id']}]"
    return [
        head,
        *(
            f"    {h['from']} – {h['to'] or ''}: {r['bound']} {h['value']['written']}{mark(h['verified'])}"
            for h in r["history"]
        ),
    ]


def _duty(d: View) -> list[str]:
    lines = [f"{_said(d['title'])}  [{d['id']}]"]
    for group in d["counterparts"]:
        told = ", ".join(p["id"] for p in group["provisions"]) or _said(group["none"])
        lines.append(f"    {_said(group['family']['name'])}: {told}")
    return lines


def _rule(v: View) -> View:
    return entry(
        f"{v['id']}  {_said(v['title'])}",
        f"{_said(v['topic']['name'])}: {v['measure']} / {v['per']}",
        *_values(v)[1:],
        *([_said(v["settled_by"])] if v["settled_by"] else []),
        *([_said(v["advice"])] if v["advice"] else []),
        f"{v['provision']['id']}: {_said(v['provision']['asks'])}",
        _read(v["provision"]["source"]),
    )


def _instrument(v: View) -> View:
    ratified = ", ".join(f"{c} {s['state']}" for c, s in (v["ratified"] or {}).items())
    return entry(
        f"{v['id']}  {_said(v['title'])} {v['number'] or ''}".rstrip(),
        f"{v['from'] or '?'} – {v['to'] or ''}".rstrip(),
        *([ratified] if ratified else []),
        *(f"{p['article']}: {_said(p['asks'])}  [{p['id']}]" for p in v["provisions"]),
        _read(v["source"]),
    )


def _read(source: View) -> str:
    return f"read in: {source['title']} ({source['read'] or 'not read'}) {source['url'] or ''}".rstrip()


def _said(text: View | None) -> str:
    """A text; where it is not in the language asked for, with the language that it is in."""
    if text is None:
        return ""
    return f"({text['lang']}) {text['text']}" if text["fallback"] else str(text["text"])

"""What a group reads with its workbook, and the facilitator's key, as pages to print in the seminar's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

from tripartite.kept import kept
from tripartite.plain_yaml import load_plain
from tripartite.reports.explanation import render
from tripartite.reports.wording import Words, money
from tripartite.training.factory.case import Case, KeyLine
from tripartite.training.factory.habits import BREAK, HABITS, SHIFT
from tripartite.training.printed import page
from tripartite.training.schema import Texts
from tripartite.training.values import Seminar

WORDS = Path(__file__).with_name("words.yaml")


@lru_cache(maxsize=1)
def _words() -> dict[str, Texts]:
    return kept("words-of-factory-cases", [WORDS], lambda: load_plain(WORDS.read_text(encoding="utf-8")))


def _say(key: str, seminar: Seminar, **values: object) -> str:
    texts = _words()[key]
    return texts.get(seminar.lang, texts["en"]).format(**values)


def task_page(case: Case, seminar: Seminar) -> str:
    """The group's sheet: what the workbook is, what is known of the factory, what to do."""
    title = _say("title", seminar)
    facts = "".join(f"<li>{escape(x)}</li>" for x in facts_of(case, seminar))
    task = _say(
        "task", seminar, file=case.file_name, people=case.people, month=case.month, faults=len(case.faults)
    )
    steps = "".join(f"<li>{escape(_say(k, seminar))}</li>" for k in ("by_hand", "by_tool"))
    body = (
        f"<h1>{escape(title)}</h1><p><strong>{escape(_say('group', seminar, n=case.group))}</strong></p><p>{escape(task)}</p>"
        f"<h2>{escape(_say('facts', seminar))}</h2><ul>{facts}</ul>"
        f"<h2>{escape(_say('steps', seminar))}</h2><ol>{steps}</ol><pre>{escape(command_of(case))}</pre>"
    )
    return page(title, body, seminar)


def facts_of(case: Case, seminar: Seminar) -> list[str]:
    """What is known of the factory beyond its workbook, in sentences."""
    h = HABITS[case.country]
    days = seminar.words.listed(d.isoformat() for d in case.holidays) or _say("no_holidays", seminar)
    return [
        h.company,
        _say("place", seminar, place=_place(case, seminar)),
        _say("shift", seminar, shift=SHIFT, **{"break": BREAK}),
        _say("rest", seminar, days=_say("sunday" if h.rest_days == (6,) else "weekend", seminar)),
        _say("holidays", seminar, days=days),
    ]


def _place(case: Case, seminar: Seminar) -> str:
    h, names = HABITS[case.country], seminar.standards.rooms[case.country.lower()].region_names
    country = seminar.words.of("countries", case.country)
    parts = [seminar.words.say(names.regions.get(h.region)) or h.region if names else h.region]
    if h.wage_class:
        parts.append(
            seminar.words.say(names.classes.get(h.wage_class)) or h.wage_class if names else h.wage_class
        )
    return seminar.words.listed([*parts, country])


def command_of(case: Case) -> str:
    """The command that checks the workbook as the key was made."""
    r = case.request
    options = {
        "country": r.country, "region": r.region, "wage-class": r.wage_class, "sector": r.sector,
        "standard": ",".join(r.standards), "rest-days": r.rest_days, "break": r.breaks, "shift": r.planned,
        "date-order": r.date_order, "holidays": r.holidays, "out": f"result-{case.group}",
    }  # fmt: skip
    return " ".join(["tripartite check", case.file_name, *(f"--{k} {v}" for k, v in options.items() if v)])


def key_page(case: Case, seminar: Seminar) -> str:
    """The key: each finding with who, when, what was found, what the law allows, what is owed; then how it came about."""
    w, title = seminar.words, _say("key", seminar)
    when = f"{w['start']} – {w['end']}"
    heads = (w["worker"], w["what"], w["law"], when, w["observed"], w["limit"], w["owed"])
    rows = "".join(_row(line, w) for line in case.key)
    total = money(case.owed, next((x.currency for x in case.key if x.currency), ""))
    explained = "".join(
        f"<h3>{escape(x.worker)} {escape(x.name)} · {escape(w.say(x.rule['title']))}</h3><pre>{escape(render(x.explained, seminar.lang, 90))}</pre>"
        for x in _one_of_each(case.key)
    )
    body = (
        f"<h1>{escape(title)}</h1><p><strong>{escape(_say('group', seminar, n=case.group))}</strong> · {escape(case.file_name)}</p>"
        f"<p>{escape(_say('found', seminar))}</p><table><thead><tr>{''.join(f'<th>{escape(x)}</th>' for x in heads)}</tr></thead>"
        f"<tbody>{rows}</tbody></table><p><strong>{escape(w['total'])}: {escape(total)}</strong></p>{explained}"
    )
    return page(title, body, seminar)


def _row(x: KeyLine, w: Words) -> str:
    when = x.start.isoformat() if x.start == x.end else f"{x.start} – {x.end}"
    cells = (
        f"{x.worker} {x.name}", w.say(x.rule["title"]), w.cite(x.rule["instrument_title"], x.rule["article"]), when,
        w.observed(x.rule, x.observed, x.currency, x.certainty), w.allowed(x.rule, x.limit, x.currency),
        "–" if x.owed is None else money(x.owed, x.currency),
    )  # fmt: skip
    return f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>"


def _one_of_each(key: Iterable[KeyLine]) -> list[KeyLine]:
    """The first finding of each worker and rule: five evenings of one worker are explained once."""
    first: dict[tuple[str, str], KeyLine] = {}
    for line in key:
        first.setdefault((line.worker, line.rule["rule"]), line)
    return list(first.values())


def key_as_data(case: Case) -> list[dict[str, object]]:
    """The key for programs."""
    return [
        {
            "kind": x.kind, "worker": x.worker, "name": x.name, "rule": x.rule["rule"], "topic": x.topic,
            "provision": x.rule["provision"], "article": x.rule["article"], "start": x.start.isoformat(), "end": x.end.isoformat(),
            "observed": x.observed, "limit": x.limit, "unit": x.rule["unit"], "owed": x.owed, "currency": x.currency,
            "certainty": x.certainty,
        }
        for x in case.key
    ]  # fmt: skip

"""What agents can ask: the law, what a worker is due, and checks of records on this machine, each answer with its law.

An answer goes to a model that may run anywhere, so no tool gives a worker's number, and a check answers with what may
leave a factory (reports/bundle_content.py); the whole lies in the results folder on this machine.
"""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field, WithJsonSchema

from tripartite import VERSION
from tripartite.check.payslip import input_schema
from tripartite.records.errors import RecordsError
from tripartite.reports.folder import ResultsError
from tripartite.standards.fields import StandardsError
from tripartite.standards.load import Standards, load
from tripartite.standards.schema import Provision, Source

NOTICE = "This is information, not legal advice."
INSTRUCTIONS = f"""Labour law of China, Japan, Myanmar, the Philippines, Thailand and Viet Nam, ILO conventions and buyers' codes, with sources.
Cite the provision, its article and its source with each statement of law. A provision that is `verified: false` was not read in a source:
say so, and accuse nobody by it. Where an answer says that something cannot be told, do not guess. {NOTICE}"""
LONGEST_CHECK = 3600  # seconds
MOST_CITATIONS = 100
IDS = re.compile(r"[a-z0-9][\w./-]*/[\w./-]*\w")
IN_BRACKETS = re.compile(r"\[([\w.-]+)\]")

Answer = dict[str, Any]
F = TypeVar("F", bound=Callable[..., Answer])
Place = Annotated[str, Field(description="country or region, such as TH or CN-GD (ISO 3166)")]
Day = Annotated[str | None, Field(description="such as 2025-10-01; today without it")]
Folder = Annotated[str, Field(description="results folder of a check on this machine")]
Language = Literal["en", "zh", "ja", "vi", "th", "my", "fil"]
PayCase = Annotated[
    dict[str, Any], WithJsonSchema({k: v for k, v in input_schema().items() if k != "$schema"})
]


def server() -> MCPServer:
    """The server with its tools."""
    made = MCPServer("tripartite", instructions=INSTRUCTIONS, version=VERSION, log_level="WARNING")
    for tool in (
        search_law, show_law, law_in_force, compare_law, counterparts, ratifications, contacts, pay_due, check_records,
        list_findings, explain_finding,
    ):  # fmt: skip
        made.tool()(tool)
    return made


def _tool(function: F) -> F:
    """A tool whose refusals are told in words, and whose answers say that they are no legal advice."""

    @functools.wraps(function)
    def asked(*args: Any, **kwargs: Any) -> Answer:
        try:
            answer = function(*args, **kwargs)
        except (RecordsError, StandardsError, ResultsError) as error:
            raise ToolError(str(error)) from error
        # Dates and the like as text: what goes over the wire is JSON.
        plain: Answer = json.loads(json.dumps({**answer, "notice": NOTICE}, ensure_ascii=False, default=str))
        return plain

    return asked  # type: ignore[return-value]


# --- the law ------------------------------------------------------------------------------------------


@_tool
def search_law(
    words: Annotated[
        str, Field(description="words in any of seven languages, such as `overtime` or 加班", min_length=1)
    ],
    lang: Language = "en",
) -> Answer:
    """Find provisions, rules and questions by words. An empty list means that nothing is held, not that there is no law."""
    from tripartite.standards.search.answer import search

    return _looked_up(search(_law(), words, lang))


@_tool
def show_law(
    key: Annotated[
        str, Field(description="of a provision or rule, such as cn/labour-law/41 or cn/overtime-in-a-month")
    ],
) -> Answer:
    """A provision or rule: what it asks, since when, its values and their history, what relates to it, where it was read."""
    from tripartite.standards.law import show

    return _looked_up(show(_law(), key))


@_tool
def law_in_force(place: Place, day: Day = None) -> Answer:
    """What holds in a country or region on a day: limits, premiums, minimum wages."""
    from tripartite.standards.law import in_force_at

    return _looked_up(in_force_at(_law(), place, _day(day)), place.split("-", maxsplit=1)[0].lower())


@_tool
def compare_law(
    named: Annotated[
        list[str],
        Field(
            description="rooms such as cn, th, ilo; or a measure such as overtime_in_month across all",
            min_length=1,
        ),
    ],
    day: Day = None,
) -> Answer:
    """Countries, the ILO and codes side by side, by measure, on a day."""
    from tripartite.standards.compare import compare

    return _looked_up(compare(_law(), named, _day(day)))


@_tool
def counterparts(
    key: Annotated[str, Field(description="of a provision, a rule or a duty, such as cn/labour-law/38")],
) -> Answer:
    """What other laws, conventions, guidelines and codes ask for the same duty."""
    from tripartite.standards.counterparts import counterparts as of

    return _looked_up(of(_law(), key))


@_tool
def ratifications(
    asked: Annotated[
        str | None, Field(description="an instrument such as c87, or a country such as VN; all without it")
    ] = None,
) -> Answer:
    """Which State has ratified which convention, since when. `not known` is neither yes nor no."""
    from tripartite.standards.counterparts import ratifications as of

    rooms = [key for key, room in _law().rooms.items() if room.ratifications]
    return _looked_up(of(_law(), asked), *rooms)


@_tool
def contacts(
    country: Annotated[str, Field(description="such as TH")],
    lang: Language = "en",
) -> Answer:
    """Whom a worker can turn to, until when a claim can be brought, and in which steps."""
    from tripartite.standards.views.remedy import contacts as of

    answer = of(_law(), country, lang)
    return {**_looked_up(answer), "view": answer["view"]}


# --- what a worker is due -----------------------------------------------------------------------------


@_tool
def pay_due(case: PayCase) -> Answer:
    """What one worker is due for a month, line by line with rate and article, and what is short of it.

    Amounts are in minor units of the currency (fen, satang; yen and dong have none), time in minutes, rates in basis points.
    `at_least` and `..._told: false` say that something cannot be told; `..._why` says why.
    """
    from tripartite.check.payslip import due

    result = due(case)
    return {"result": result, **_citations(line["provision"] for line in result["lines"])}


# --- records on this machine ----------------------------------------------------------------------------


@_tool
def check_records(
    files: Annotated[list[str], Field(description="files and folders on this machine", min_length=1)],
    country: Annotated[str, Field(description="CN, JP, MM, PH, TH or VN")],
    out: Annotated[str, Field(description="folder on this machine to write the results to")],
    region: Annotated[str | None, Field(description="such as CN-GD")] = None,
    wage_class: Annotated[
        str | None, Field(description="the district's minimum-wage class, such as 2")
    ] = None,
    standards: Annotated[
        list[str] | None, Field(description="such as cn, ilo, codes/rba-8; without it the law and the ILO")
    ] = None,
    breaks: Annotated[
        str | None, Field(description="unpaid break that nobody punches: 60, `60 after 6h` or 12:00-13:00")
    ] = None,
    shift: Annotated[str | None, Field(description="planned shifts, such as 08:00-17:00")] = None,
    rest_days: Annotated[str | None, Field(description="weekly rest days, such as sun or sat,sun")] = None,
    facility: Annotated[str | None, Field(description="the facility's name in the results")] = None,
    lang: Language = "en",
) -> Answer:
    """Check a factory's own records (attendance, payroll, worker lists) against the law, for every worker and day.

    The whole result with the report lies in `out` afterwards. The answer holds no worker and no figure of fewer than five
    people; null means one to four.
    """
    options = {
        "--country": country, "--out": out, "--region": region, "--wage-class": wage_class, "--break": breaks, "--shift": shift,
        "--rest-days": rest_days, "--facility": facility, "--lang": lang,
    }  # fmt: skip
    given = [f"{k}={v}" for k, v in options.items() if v is not None] + [
        f"--standard={s}" for s in standards or ()
    ]
    _run_check([*given, "--quiet", "--", *files])
    return _results(Path(out), lang)


@_tool
def list_findings(
    results: Folder,
    rule: Annotated[
        str | None, Field(description="one rule, such as cn/overtime-in-a-month; all without it")
    ] = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 20,
) -> Answer:
    """Findings of a check, the worst of each rule first, by number; without the workers' numbers, which stay in the results."""
    from tripartite.reports.folder import open_results

    summary, con = open_results(Path(results))
    known = {r["rule"]: r for r in summary["rules"]}
    if rule is not None and rule not in known:
        raise ResultsError(
            f"`{rule}` is no rule of this check; those with findings: {', '.join(r for r in known if known[r]['not_met'])}"
        )
    names = (
        "id",
        "rule",
        "start",
        "end",
        "observed",
        "limit",
        "unit",
        "owed",
        "currency",
        "certainty",
        "unknown_days",
    )
    where, values = ("WHERE rule = ?", [rule]) if rule else ("", [])
    quoted = ", ".join(f'"{n}"' for n in names)
    rows = con.execute(f"SELECT {quoted} FROM findings {where} ORDER BY id LIMIT {limit}", values).fetchall()
    found = con.execute(f"SELECT count(*) FROM findings {where}", values).fetchall()[0][0]
    told = [dict(zip(names, row, strict=True)) for row in rows]
    return {"findings": told, "of": found, **_citations(known[f["rule"]]["provision"] for f in told)}


@_tool
def explain_finding(
    results: Folder,
    finding: Annotated[str, Field(description="its number, such as F0000001")],
    lang: Language = "en",
) -> Answer:
    """One finding: the rows in the files, the values, the formula, the law, what to do. The worker's number is left out."""
    from tripartite.reports.explanation import explained

    told = explained(Path(results), finding)
    told["finding"] = {k: v for k, v in told["finding"].items() if k != "worker"}
    laws = [told["law"], *told["also"]]
    return {"explanation": _in_language(told, lang), **_citations(law["provision"] for law in laws)}


def _run_check(arguments: list[str]) -> None:
    """Run `tripartite check` in a process of its own: it forks, and this one has threads and speaks on its standard output."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program; no shell reads the arguments
            [sys.executable, "-m", "tripartite.cli", "check", *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_CHECK, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RecordsError(
            f"The check took longer than {LONGEST_CHECK // 60} minutes and was stopped; check fewer files at a time"
        ) from error
    if done.returncode not in (0, 1):
        said = done.stderr.decode("utf-8", errors="replace").strip()
        raise RecordsError(
            said.splitlines()[-1].removeprefix("tripartite: ")
            if "usage:" in said
            else said.removeprefix("tripartite: ")
        )


def _results(folder: Path, lang: str) -> Answer:
    from tripartite.reports.bundle_content import results
    from tripartite.reports.folder import open_results

    told = results(*open_results(folder))
    told["rules"] = [r for r in told["rules"] if r["broken"] or r["cannot_tell"]]
    cited = _citations(r["provision"] for r in told["rules"] if r["broken"])
    return {"report": str(folder / "report.html"), "results": _in_language(told, lang), **cited}


def _in_language(node: Any, lang: str) -> Any:
    """The same with each text of many languages as that of one: seven are more than an agent should have to read."""
    if isinstance(node, dict):
        if "en" in node and set(node) <= set(get_args(Language)):
            return node.get(lang, node["en"])
        return {k: _in_language(v, lang) for k, v in node.items()}
    return [_in_language(v, lang) for v in node] if isinstance(node, list) else node


# --- citations ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _law() -> Standards:
    return load()


@lru_cache(maxsize=1)
def _provisions() -> dict[str, Provision]:
    return {key: p for room in _law().rooms.values() for key, p in room.provisions.items()}


@lru_cache(maxsize=1)
def _provisions_of_rules() -> dict[str, str]:
    return {key: rule.provision for room in _law().rooms.values() for key, rule in room.rules.items()}


def _day(text: str | None) -> date:
    if text is None:
        return date.today()  # noqa: DTZ011 - the reader's own day
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise StandardsError(f"`{text}` is not a date; write it as 2025-10-01") from error


def _looked_up(answer: Answer, *rooms: str) -> Answer:
    """A look-up with the law that it names; `rooms`: whose sources stand in brackets in it."""
    lines = [text for e in answer["entries"] for text in (e["head"], *map(str, e["lines"]))]
    named = [key.rstrip(".") for line in lines for key in IDS.findall(line)]
    out = {"title": answer["title"], "entries": answer["entries"], **_citations(named)}
    if rooms:
        known = {key: source for room in rooms for key, source in _law().rooms[room].sources.items()}
        keys = dict.fromkeys(key for line in lines for key in IN_BRACKETS.findall(line) if key in known)
        out["sources"] = [_source(known[key]) for key in keys]
    if not answer["entries"]:
        out["nothing_found"] = (
            "Nothing is held for this. Try fewer or other words; it does not mean that there is no law."
        )
    return out


def _citations(keys: Iterable[str]) -> Answer:
    """The law of provisions and rules, each once: instrument, article, source, and whether it was verified in it."""
    known = dict.fromkeys(_provisions_of_rules().get(key, key) for key in keys)
    cited = [_citation(_provisions()[key]) for key in known if key in _provisions()]
    left_out = len(cited) - MOST_CITATIONS
    return {"citations": cited[:MOST_CITATIONS], **({"citations_left_out": left_out} if left_out > 0 else {})}


def _citation(p: Provision) -> Answer:
    room = _law().room_of(p.id)
    return {
        "provision": p.id, "instrument": room.instruments[p.instrument].title, "article": p.article, "verified": p.verified,
        "source": _source(room.sources[p.source]),
    }  # fmt: skip


def _source(source: Source) -> Answer:
    return {"id": source.id, "title": source.title, "url": source.url, "read": source.read}

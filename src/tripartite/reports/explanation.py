"""A finding's explanation as text: what was found, in which rows, by which formula, under which law."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tripartite.reports.folder import ResultsError, is_results, read_summary
from tripartite.reports.wording import Words, money, pad, width, words, wrap

INDENT = "  "


def explained(folder: Path, finding: str) -> dict[str, Any]:
    """The explanation of a finding of a results folder. Raises ResultsError where there is none."""
    import duckdb

    from tripartite.check.explain import explain
    from tripartite.check.plan import LOADED  # noqa: F401 - registers the measures
    from tripartite.records.tables import TABLES
    from tripartite.standards.load import load

    if not is_results(folder) or not (folder / "records").is_dir():
        raise ResultsError(f"{folder} is not the results folder of a check of files")
    con = duckdb.connect()
    for name, path in (("findings", "findings.parquet"), *((t, f"records/{t}.parquet") for t in TABLES)):
        target = str(folder / path).replace("'", "''")
        con.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{target}')")
    told = explain(con, load(read_summary(folder)["standards"]), finding)
    if told is None:
        raise ResultsError(
            f"There is no finding {finding} in {folder}; see findings.xlsx or findings.parquet for their numbers"
        )
    return told


def render(told: dict[str, Any], lang: str = "en", columns: int = 100) -> str:
    """The explanation of one finding, as check.explain gives it, for a terminal so many columns wide."""
    w = words(lang)
    blocks = [
        _found(told, w),
        _formula(told, w, columns),
        _laws(told, w, columns),
        _titled(_name(w, "days"), _days(told["days"], w)),
        _titled(_name(w, "pay"), _pay(told["pay"], w)),
        _titled(_name(w, "wages"), _wages(told["wages"], w)),
        _titled(_name(w, "conditions"), _conditions(told["conditions"], w)),
        wrap(f"{w['what_to_do']} {w.say(told['advice'])}", columns) if told["advice"] else [],
    ]
    return "\n\n".join("\n".join(b) for b in blocks if b)


def _name(w: Words, key: str) -> str:
    return w.of("explanation", key)


def _found(told: dict[str, Any], w: Words) -> list[str]:
    f = told["finding"]
    measure = told.get("measure", {}).get("name", "short")
    rule = {"unit": f["unit"], "bound": told.get("bound", "at_most"), "measure": measure}
    currency = f["currency"] or ""
    when = (
        str(f["start"])
        if f["start"] == f["end"]
        else w.fill("span", **{"from": str(f["start"]), "to": str(f["end"])})
    )
    pairs = [
        (w["facility"], f["facility"]),
        (w["worker"], f["worker"]),
        (w["period"], when),
        (w["observed"], w.observed(rule, f["observed"], currency, f["certainty"])),
        (w["limit"], w.allowed(rule, f["limit"], currency)),
        (w["owed"], money(f["owed"], currency) if f["owed"] else ""),
        (w["unknown_days"], f"{f['unknown_days']:,}" if f["unknown_days"] else ""),
    ]
    return [f"{f['id']}  {w.say(told['title'])}", *_aligned([(n, str(v)) for n, v in pairs if v])]


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows with each column as wide as its widest cell."""
    widths = [max(width(r[i]) for r in rows) for i in range(len(rows[0]))] if rows else []
    return [(INDENT + "  ".join(pad(c, x) for c, x in zip(r, widths, strict=True))).rstrip() for r in rows]


def _formula(told: dict[str, Any], w: Words, columns: int) -> list[str]:
    meaning = f"{told['measure']['name']}: {told['measure']['is']}"
    return [
        _name(w, "formula"),
        *(INDENT + x for x in (*wrap(told["formula"], columns - 2), *wrap(meaning, columns - 2))),
    ]


def _laws(told: dict[str, Any], w: Words, columns: int) -> list[str]:
    out = [_name(w, "law")]
    for law in [told["law"], *told["also"]]:
        unread = "" if law["verified"] else f" [{_name(w, 'not_verified')}]"
        out.append(INDENT + w.cite(law["instrument"], law["article"]) + unread)
        out += [2 * INDENT + line for line in wrap(w.say(law["asks"]), columns - 4)]
        read = f"{_name(w, 'read_in')}: {law['source']} ({law['read'] or _name(w, 'not_read')}) {law['url'] or ''}"
        out += [2 * INDENT + line for line in wrap(read.rstrip(), columns - 4)]
    return out


def _titled(title: str, lines: list[str]) -> list[str]:
    return [title, *lines] if lines else []


def _days(days: list[dict[str, Any]], w: Words) -> list[str]:
    rows = []
    for d in days:
        hours = w.quantity(d["minutes"], "minute")
        hours = hours if d["complete"] or d["leave"] else w.fill("at least", "certainty", x=hours)
        rows.append(
            (
                str(d["date"]),
                f"{clock(d['start'])}–{clock(d['end'])}",
                hours,
                w.of("leaves", d["leave"]) if d["leave"] else w.of("day_kinds", d["kind"] or ""),
                _row(d),
            )
        )
    return _aligned(rows)


def clock(minute: int | None) -> str:
    """A minute of the day as a time; `+1` after midnight."""
    if minute is None or minute < 0:
        return "--:--"
    days, rest = divmod(minute, 1440)
    return f"{rest // 60:02d}:{rest % 60:02d}" + (f"+{days}" if days else "")


def _pay(rows: list[dict[str, Any]], w: Words) -> list[str]:
    return _aligned(
        [
            (w.fill("span", **{"from": str(p["start"]), "to": str(p["end"])}), p["label"] or "",
             w.of("components", p["component"]), money(p["amount"], p["currency"] or ""), _row(p))
            for p in rows
        ]
    )  # fmt: skip


def _wages(rows: list[dict[str, Any]], w: Words) -> list[str]:
    return _aligned(
        [
            (_span(x, w), money(x["amount"], x["currency"] or ""), w.of("bases", x["basis"] or ""), _row(x))
            for x in rows
        ]
    )


def _conditions(rows: list[dict[str, Any]], w: Words) -> list[str]:
    return _aligned([(w.of("conditions", c["kind"]), _span(c, w), _row(c)) for c in rows])


def _span(x: dict[str, Any], w: Words) -> str:
    return w.fill("span", **{"from": str(x["from"] or "…"), "to": str(x["to"] or "…")})


def _row(x: dict[str, Any]) -> str:
    """Where a record came from: file, sheet and row, as the file's own program counts."""
    if not x["file"]:
        return ""
    return ":".join(str(part) for part in (x["file"], x["sheet"], x["row"]) if part is not None)

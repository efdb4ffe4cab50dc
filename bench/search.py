"""How long search takes to build and to answer, and how often the gold list's provision is where it should be.

    .venv/bin/python bench/search.py

Writes bench/results/search.json. The gold list is tests/standards/search_gold.csv.
"""

from __future__ import annotations

import csv
import json
import platform
import statistics
import time
from datetime import date
from pathlib import Path

from tripartite.standards.load import load
from tripartite.standards.search.index import build
from tripartite.standards.search.ranking import Search

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/standards/search_gold.csv"
TURNS = 20


def main() -> None:
    standards = load()
    rows = list(csv.DictReader(GOLD.read_text("utf-8").splitlines()))
    Search(standards, of_package=True)  # so that one is kept
    built = [_timed(lambda: Search(standards)) for _ in range(5)]
    kept = [_timed(lambda: Search(standards, of_package=True)) for _ in range(5)]
    search = Search(standards)
    cold = [_timed(lambda r=r: search.find(r["query"], r["lang"], r["country"])) for r in rows]
    warm = [
        statistics.median(
            _timed(lambda r=r: search.find(r["query"], r["lang"], r["country"])) for _ in range(TURNS)
        )
        for r in rows
    ]
    right = [_right(search, r) for r in rows]
    result = {
        "day": date.today().isoformat(),  # noqa: DTZ011
        "python": platform.python_version(),
        "documents": len(search.documents),
        "tokens": len(search.index.places),
        "build_s": round(statistics.median(built), 3),
        "index_alone_s": round(_timed(lambda: build(search.documents)), 3),
        "kept_s": round(statistics.median(kept), 3),
        "queries": len(rows),
        "first_ms": {"median": _ms(statistics.median(cold)), "most": _ms(max(cold))},
        "warm_ms": {"median": _ms(statistics.median(warm)), "most": _ms(max(warm))},
        "right": {
            lang: _share(rows, right, lang) for lang in ("all", *dict.fromkeys(r["lang"] for r in rows))
        },
        "right_of_queries_written_after_tuning": _share(rows, right, "all", tuned="no"),
        "missed": [r["query"] for r, ok in zip(rows, right, strict=True) if not ok],
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    (ROOT / "bench/results/search.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _right(search: Search, row: dict[str, str]) -> bool:
    """Whether one of the provisions expected is among the first of the row."""
    found = search.find(row["query"], row["lang"], row["country"], limit=int(row["top"]))
    return any(h.id in row["expected"].split() for h in found.hits)


def _share(rows: list[dict[str, str]], right: list[bool], lang: str, tuned: str = "") -> str:
    meant = [
        ok
        for r, ok in zip(rows, right, strict=True)
        if lang in ("all", r["lang"]) and tuned in ("", r["tuned"])
    ]
    return f"{sum(meant)} of {len(meant)}"


def _timed(run: object) -> float:
    start = time.perf_counter()
    run()  # type: ignore[operator]
    return time.perf_counter() - start


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


if __name__ == "__main__":
    main()

"""How long the server takes for the calculator: its form, its answer, its law for the telephone; and what they weigh.

    .venv/bin/python bench/pay_page.py

In process, by Django's test client with every middleware, in a data folder of its own. Writes bench/results/pay-page.json.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

from load import CALCULATIONS

ROOT = Path(__file__).parents[1]
TURNS = 40


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TRIPARTITE_DATA": folder, "TRIPARTITE_HTTPS": "0", "TRIPARTITE_LOG_LEVEL": "ERROR"}
        from tripartite.site.serve import prepare

        prepare()
        from django.test import Client

        client = Client(headers={"host": "localhost"})
        rows = {}
        for language in ("en", "my"):
            for page, typed in dict.fromkeys(tuple(c.split(" ")) for c in CALCULATIONS):
                address, given = f"/{language}/{page}", dict(parse_qsl(typed))
                country = page.split("/")[1].upper()
                rows[f"form, {country}, {language}"] = _row(lambda a=address: client.get(a))
                rows[f"answer, {country}, {language}"] = _row(lambda a=address, g=given: client.post(a, g))
                rows[f"law, {country}, {language}"] = _row(lambda a=address: client.get(f"{a}law.json"))
        days = {"by": "days", "month": "2026-05", "basis": "monthly", "region": "CN-GD", "wage_class": "1", "wage": "5220",
                "break": "60", "rest_days": ["sat", "sun"], **{f"in-{d:02d}": "08:00" for d in range(1, 29)},
                **{f"out-{d:02d}": "19:00" for d in range(1, 29)}}  # fmt: skip
        rows["answer by days, CN, my"] = _row(lambda: client.post("/my/wages/cn/", days))
    result = {
        "day": date.today().isoformat(),  # noqa: DTZ011
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "pages": rows,
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    (ROOT / "bench/results/pay-page.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _row(ask: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of the first time, the median and the slowest of the rest, and kilobytes as they travel."""
    seconds = []
    for _ in range(TURNS):
        began = time.perf_counter()
        answer = ask()
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.content[:200]  # type: ignore[attr-defined] # noqa: S101
    first, *rest = (round(s * 1000, 1) for s in seconds)
    size = len(gzip.compress(answer.content))  # type: ignore[attr-defined]
    return {
        "first_ms": first,
        "median_ms": statistics.median(rest),
        "most_ms": max(rest),
        "kb": round(size / 1000, 1),
    }


if __name__ == "__main__":
    main()

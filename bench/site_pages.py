"""How long the server takes for each page of the library: made anew, and as kept for anonymous visitors.

    .venv/bin/python bench/site_pages.py

In process, by Django's test client with every middleware, and without compression on the way; in a data folder of its
own. Writes bench/results/site.json.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
TURNS = 15
PAGES = {
    "home": "", "library": "law/", "country": "law/countries/cn/", "topic": "law/countries/th/working-time/",
    "questions": "law/countries/vn/wages/questions/", "duty": "law/duties/overtime-premium/",
    "provision": "law/provisions/cn/labour-law/41/", "rule": "law/rules/cn/overtime-in-a-month/",
    "instrument": "law/instruments/ilo/c87/", "compare": "law/compare/?topic=wages&c=CN&c=TH&c=VN&c=ilo",
    "what holds": "law/holds/?place=CN-GD&on=2025-10-01", "ratifications": "law/ratifications/",
    "contacts": "law/contacts/ph/", "search": "law/search/?q=overtime", "search, Thai": "law/search/?q=ล่วงเวลา",
    "search, mistyped": "law/search/?q=overtme", "search, long": "law/search/?q=how+many+hours+of+overtime+are+allowed+in+a+month",
}  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TRIPARTITE_DATA": folder, "TRIPARTITE_HTTPS": "0", "TRIPARTITE_LOG_LEVEL": "ERROR"}
        from tripartite.site.serve import prepare

        prepare()
        from django.test import Client

        from tripartite.site.library.kept import PAGES as KEPT

        client = Client(headers={"host": "localhost"})
        rows = {
            f"{name}, {language}": _page(client, f"/{language}/{address}", KEPT.clear)
            for language in ("en", "my")
            for name, address in PAGES.items()
        }
    result = {
        "day": date.today().isoformat(),  # noqa: DTZ011
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "pages": rows,
    }
    text = json.dumps(result, ensure_ascii=False, indent=1)
    (ROOT / "bench/results/site.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _page(client: object, address: str, forget: Callable[[], None]) -> dict[str, float]:
    made, kept, size = [], [], 0
    for _ in range(TURNS):
        forget()
        made.append(_timed(client, address)[0])
        seconds, size = _timed(client, address)
        kept.append(seconds)
    made = made[1:]  # the first reads templates and the index of search
    return {
        "made_ms": _ms(statistics.median(made)),
        "made_most_ms": _ms(max(made)),
        "kept_ms": _ms(statistics.median(kept)),
        "kb": round(size / 1000, 1),
    }


def _timed(client: object, address: str) -> tuple[float, int]:
    began = time.perf_counter()
    answer = client.get(address)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return seconds, len(answer.content)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    main()

"""Measure speed and memory as ratios within one run: python bench/speed.py [--workers 410000] [--big 2950000].

Each figure is a whole process: start, import, read, work, write. The two sides of a pair run in turn, so
that a slow moment of the machine touches both. Results go to bench/results/speed.json and speed.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from process import as_installed

HERE = Path(__file__).parent
GROUP_BY = """
import duckdb, sys
con = duckdb.connect()
con.execute("SET threads = 2; SET preserve_insertion_order = false")
con.execute(f"COPY (SELECT worker, date_trunc('month', date) AS m, sum(minutes) AS s FROM '{sys.argv[1]}/days/*.parquet' "
            f"GROUP BY 1, 2) TO '{sys.argv[2]}'")
"""
FLOOR = """
import sys
import numpy, duckdb
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
PAY = """
import time
from tripartite.check.payslip import due
case = {"country": "CN", "region": "CN-GD", "wage_class": "1", "month": "2025-10", "wage": "5000", "hours": {"rest": "16 h"}}
due(case)
start = time.perf_counter()
for _ in range(200):
    due(case)
print((time.perf_counter() - start) / 200)
"""


def run(command: list[str]) -> tuple[float, int]:
    """Wall seconds and peak memory in MB of a command and of the largest process it started."""
    start = time.perf_counter()
    pid = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=as_installed()
    ).pid
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {code}")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def pair(name: str, ours: list[str], theirs: list[str], runs: int) -> dict[str, object]:
    a, b = [], []
    for command in (theirs, ours):
        run(command)  # once for the file cache
    for _ in range(runs):
        b.append(run(theirs))
        a.append(run(ours))
    ratios = [x[0] / y[0] for x, y in zip(a, b, strict=True)]
    return {
        "name": name,
        "ours_s": round(statistics.median(x[0] for x in a), 2),
        "ours_mb_largest_process": max(x[1] for x in a),
        "other_s": round(statistics.median(x[0] for x in b), 2),
        "other_mb": max(x[1] for x in b),
        "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(r, 2) for r in ratios],
    }


def dataset(folder: Path, workers: int, *extra: str) -> Path:
    if not (folder / "planted.json").exists():
        command = [
            sys.executable,
            "-m",
            "tripartite.sample",
            "dataset",
            str(folder),
            "--workers",
            str(workers),
            *extra,
        ]
        subprocess.run(command, check=True)
    return folder


def check(folder: Path, out: Path, jobs: int = 2) -> list[str]:
    return [
        sys.executable, "-m", "tripartite.cli", "check", str(folder), "--country", "CN", "--standard", "cn", "--standard", "ilo",
        "--jobs", str(jobs), "--quiet", "--skip", "xlsx", "--skip", "json", "--out", str(out),
    ]  # fmt: skip


def small_workbook(folder: Path) -> Path:
    """600 workers x one month of days as one XLSX."""
    path = folder / "month.xlsx"
    if not path.exists():
        from xlsxwriter import Workbook

        with Workbook(str(path), {"constant_memory": True}) as book:
            sheet = book.add_worksheet("考勤")
            sheet.write_row(0, 0, ["工号", "日期", "上班", "下班", "工时"])
            i = 1
            for worker in range(600):
                for day in range(1, 32):
                    sheet.write_row(i, 0, [1001 + worker, f"2025-03-{day:02d}", "08:00", "17:30", 8.5])
                    i += 1
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--workers",
        type=int,
        default=41_000,
        help="of the middle dataset; the large one has ten times as many",
    )
    parser.add_argument(
        "--big",
        type=int,
        default=0,
        help="workers of one run of great size; 2950000 is 720 million worker-days",
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    args = parser.parse_args()
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        tmp = Path(scratch)
        group = [sys.executable, "-c", GROUP_BY]
        for label, workers, extra in (
            ("10 million worker-days", args.workers, ()),
            ("100 million worker-days", args.workers * 10, ()),
            ("100 million, rows shuffled within files", args.workers * 10, ("--shuffled",)),
        ):
            folder = dataset(args.data / f"{workers}{'-shuffled' if extra else ''}", workers, *extra)
            found = pair(f"all rules of cn and ilo with pay against one group-by, {label}",
                         check(folder, tmp / "out"), [*group, str(folder), str(tmp / "g.parquet")], args.runs)  # fmt: skip
            results.append(found)
            print(found)
        book = small_workbook(args.data)
        small = [sys.executable, "-m", "tripartite.cli", "check", str(book), "--country", "CN", "--region", "CN-GD", "--quiet",
                 "--out", str(tmp / "small")]  # fmt: skip
        results.append(pair("check of 600 workers x one month from XLSX against importing numpy and DuckDB and reading the file",
                            small, [sys.executable, "-c", FLOOR, str(book)], 7))  # fmt: skip
        print(results[-1])
        warm = float(
            subprocess.run([sys.executable, "-c", PAY], check=True, capture_output=True, text=True).stdout
        )
        results.append({"name": "pay for one worker, in process and warm", "ours_s": round(warm, 5)})
        if args.big:
            folder = dataset(args.data / str(args.big), args.big)
            planted = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
            wall, memory = run(check(folder, tmp / "big"))
            results.append({"name": f"one run of {planted['worker_days']:,} worker-days", "ours_s": round(wall, 1),
                            "ours_mb_largest_process": memory})  # fmt: skip
    write(results)


def write(results: list[dict[str, object]]) -> None:
    import duckdb
    import numpy as np

    about = {
        "when": time.strftime("%Y-%m-%d"), "python": platform.python_version(), "numpy": np.__version__,
        "duckdb": duckdb.__version__, "cores": os.cpu_count(), "machine": platform.machine(),
        "page_kb": resource.getpagesize() // 1024,
    }  # fmt: skip
    target = HERE / "results"
    target.mkdir(exist_ok=True)
    (target / "speed.json").write_text(
        json.dumps({"about": about, "results": results}, indent=1), encoding="utf-8"
    )
    lines = [f"# Speed and memory, {about['when']}", "", f"{about['cores']} cores, Python {about['python']}, numpy {about['numpy']}, DuckDB {about['duckdb']}.", "",
             "| what | ours | other | ratio | memory of our largest process |", "| --- | --- | --- | --- | --- |"]  # fmt: skip
    lines += [
        f"| {r['name']} | {r['ours_s']} s | {r.get('other_s', '')} | {r.get('ratio', '')} | {r.get('ours_mb_largest_process', '')} MB |"
        for r in results
    ]
    (target / "speed.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

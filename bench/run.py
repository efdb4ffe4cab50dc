"""Run the benchmarks: rivals alternately, as whole processes, and write what came of it.

    python bench/run.py [--data FOLDER] [--only NAME] [--times 5]

Results go to bench/results/NAME.json and, as a table, to bench/README.md. What is compared in one row ran
in turn in one session; only the ratios are meant to be kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from process import Run, run

HERE = Path(__file__).parent
ROOT = HERE.parent
RESULTS = HERE / "results"
PYTHON = sys.executable
TOOL = str(Path(PYTHON).with_name("tripartite"))
SIX = ("R1", "R2", "R3", "R4", "R5", "R6")
PLANTED = {
    "R1": "cn/overtime-in-a-day", "R2": "cn/overtime-in-a-month", "R3": "days-in-a-row", "R4": "hours-in-a-week",
    "R5": "cn/minimum-wage", "R6": "cn/overtime-pay",
}  # fmt: skip


@dataclass
class Rival:
    """A command under a name; the first rival of a benchmark is what the others are measured against."""

    name: str
    command: list[str]
    runs: list[Run] = field(default_factory=list)
    megabytes: float = 0.0

    @property
    def seconds(self) -> float:
        return statistics.median(r.seconds for r in self.runs)

    @property
    def processor(self) -> float:
        return statistics.median(r.processor for r in self.runs)

    def times(self, base: Rival, what: str) -> float:
        """How many times as much as `base`: the median over the turns, as a slow moment touches both."""
        pairs = zip(self.runs, base.runs, strict=True)
        return round(statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs), 2)


def check(data: Path, out: Path, *more: str) -> list[str]:
    return [
        TOOL,
        "check",
        str(data),
        "--country",
        "CN",
        "--standard",
        "cn",
        "--standard",
        "ilo",
        "--out",
        str(out),
        "--quiet",
        *more,
    ]


def against_group_by(data: Path, out: Path, _: argparse.Namespace) -> list[Rival]:
    """All rules of cn and ilo with pay, against one plain group-by of the same day files."""
    return [
        Rival("DuckDB group-by of the days", [PYTHON, str(HERE / "group_by.py"), str(data)]),
        Rival("tripartite check, one process", check(data, out / "one")),
        Rival("tripartite check, two processes", check(data, out / "two", "--jobs", "2")),
    ]


def unsorted(data: Path, out: Path, args: argparse.Namespace) -> list[Rival]:
    """The same worker-days sorted by worker and date, and in no order within each file."""
    return [
        Rival("sorted", check(data, out / "sorted", "--jobs", "2")),
        Rival("shuffled", check(args.shuffled, out / "shuffled", "--jobs", "2")),
    ]


def six_rules(data: Path, out: Path, args: argparse.Namespace) -> list[Rival]:
    """Six rules and the pay due: tripartite's engine, one SQL query a rule, OpenFisca."""
    rivals = [
        Rival(
            "tripartite, two processes",
            [PYTHON, str(HERE / "six_rules.py"), str(data), str(out / "ours2"), "2"],
        ),
        Rival("tripartite, one process", [PYTHON, str(HERE / "six_rules.py"), str(data), str(out / "ours")]),
        Rival("DuckDB, one query a rule", [PYTHON, str(HERE / "sql_rules.py"), str(data), str(out / "sql")]),
    ]
    if args.openfisca:
        rivals.append(
            Rival(
                "OpenFisca",
                [args.openfisca, str(HERE / "openfisca_rules.py"), str(data), str(out / "openfisca")],
            )
        )
    return rivals


def cold_start(_: Path, out: Path, __: argparse.Namespace) -> list[Rival]:
    """600 workers and one month in a workbook: from nothing to the report, against importing and reading."""
    book = out / "month.xlsx"
    subprocess.run([PYTHON, str(HERE / "cold_start.py"), "make", str(book)], check=True)
    command = [
        TOOL, "check", str(book), "--country", "CN", "--region", "CN-GD", "--wage-class", "1",
        "--standard", "cn", "--standard", "ilo", "--out", str(out / "month"), "--quiet",
    ]  # fmt: skip
    return [
        Rival(
            "import numpy and DuckDB, read the workbook",
            [PYTHON, str(HERE / "cold_start.py"), "floor", str(book)],
        ),
        Rival("tripartite check, to the report", command),
    ]


BENCHMARKS = {
    "group-by": against_group_by,
    "unsorted": unsorted,
    "six-rules": six_rules,
    "cold-start": cold_start,
}


def measure(name: str, data: Path, args: argparse.Namespace) -> dict:
    """Run one benchmark's rivals in turn: once for their memory, which warms the file cache, then `times` times for time."""
    with tempfile.TemporaryDirectory(prefix="tripartite-bench-") as scratch:
        rivals = BENCHMARKS[name](data, Path(scratch), args)
        for turn in range(args.times + 1):
            for rival in rivals:
                result = run(rival.command, watched=turn == 0)
                # 1 is tripartite's way to say that it found something.
                if result.code not in (0, 1):
                    sys.exit(
                        f"bench: `{' '.join(rival.command)}` ended with {result.code}. Run it by hand to see why."
                    )
                if turn:
                    rival.runs.append(result)
                else:
                    rival.megabytes = result.megabytes
                print(
                    f"  {name}: {rival.name}: {result.seconds:.2f} s ({result.processor:.2f} s of processor), "
                    f"{result.megabytes:.0f} MB",
                    flush=True,
                )
    return _told(name, data, args, rivals)


def _told(name: str, data: Path, args: argparse.Namespace, rivals: list[Rival]) -> dict:
    base = rivals[0]
    truth = truth_of(data)
    out = {
        "benchmark": name, "what": (BENCHMARKS[name].__doc__ or "").strip(), "made": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": machine(), "versions": versions(args), "times": args.times,
        "data": None if name == "cold-start" else {k: truth.get(k) for k in ("workers", "worker_days", "seed")},
        "rivals": [
            {
                "name": r.name, "seconds": round(r.seconds, 3), "megabytes": round(r.megabytes),
                "spread": [round(min(x.seconds for x in r.runs), 3), round(max(x.seconds for x in r.runs), 3)],
                "processor": round(r.processor, 3), "times_as_long": r.times(base, "seconds"),
                "times_the_processor": r.times(base, "processor"), "times_the_memory": round(r.megabytes / base.megabytes, 2),
            }
            for r in rivals
        ],
    }  # fmt: skip
    if name == "six-rules":
        out["findings"] = compare_findings(rivals, truth)
    return out


def compare_findings(rivals: list[Rival], truth: dict) -> dict:
    """Findings and sums by rule; ends the run if two rivals do not agree, or do not find what was planted."""
    told = {r.name: json.loads(r.runs[-1].output) for r in rivals}
    first = told[rivals[0].name]
    for name, counts in told.items():
        if counts != first:
            sys.exit(
                f"bench: {name} finds {counts}, {rivals[0].name} {first}. Figures of different work are no comparison."
            )
    for rule in SIX:
        planted = truth.get("rules", {}).get(PLANTED[rule])
        if planted and planted["findings"] != first[rule]["findings"]:
            sys.exit(
                f"bench: {rule} has {first[rule]['findings']} findings, {planted['findings']} were planted."
            )
    return first


def truth_of(data: Path) -> dict:
    for path in (data.with_name(data.name + ".planted.json"), data / "planted.json"):
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
    return {}


def machine() -> dict:
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "",
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024**2
    load = Path("/proc/loadavg").read_text().split()[0]
    cores = len(os.sched_getaffinity(0))
    return {
        "processor": cpu or platform.machine(),
        "cores": cores,
        "memory_gb": memory,
        "system": platform.release(),
        "load_at_end": float(load),
    }


def versions(args: argparse.Namespace) -> dict:
    found = {
        "python": platform.python_version(),
        **{p: version(p) for p in ("duckdb", "numpy", "pyarrow", "python-calamine")},
    }
    if args.openfisca:
        asked = "from importlib.metadata import version; print(version('openfisca-core'))"
        found["openfisca-core"] = subprocess.run(
            [args.openfisca, "-c", asked], check=True, capture_output=True, text=True
        ).stdout.strip()
    return found


# --- the readable table -----------------------------------------------------------------------------


def write_readme() -> None:
    """Put the recorded results between the marks of bench/README.md."""
    readme = HERE / "README.md"
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split("<!-- results -->\n", 1)
    _, tail = rest.split("<!-- end of results -->", 1)
    results = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(RESULTS.glob("*.json"))]
    tables = [_table(r) for r in results if "rivals" in r]  # other benchmarks have words of their own
    readme.write_text(
        f"{head}<!-- results -->\n\n{''.join(tables)}<!-- end of results -->{tail}", encoding="utf-8"
    )


def _table(r: dict) -> str:
    size = (
        f", {r['data']['worker_days']:,} worker-days"
        if r.get("data") and r["data"].get("worker_days")
        else ""
    )
    m = r["machine"]
    lines = [
        f"### {r['benchmark']}{size}\n", f"{r['what']}\n", "| | time | processor | memory | times as long | times the processor | times the memory |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {x['name']} | {x['seconds']:.2f} s | {x['processor']:.2f} s | {x['megabytes']} MB | {x['times_as_long']} "
            f"| {x['times_the_processor']} | {x['times_the_memory']} |"
            for x in r["rivals"]
        ),
        f"\n{r['made']}, median of {r['times']}; {m['processor']}, {m['cores']} cores, {m['memory_gb']} GB, load {m['load_at_end']} at the end; "
        + ", ".join(f"{k} {v}" for k, v in r["versions"].items()) + ".\n",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=HERE / "data/10m", help="dataset of canonical tables")
    parser.add_argument(
        "--shuffled", type=Path, default=None, help="the same dataset in no order; default: DATA-shuffled"
    )
    parser.add_argument(
        "--openfisca", help="python of an environment with openfisca-core; without it that rival is left out"
    )
    parser.add_argument("--only", action="append", choices=BENCHMARKS, default=[])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--label", default="", help="ending of the result's name, such as 100m")
    args = parser.parse_args()
    args.shuffled = args.shuffled or args.data.with_name(args.data.name + "-shuffled")
    for name in args.only or BENCHMARKS:
        needs = [] if name == "cold-start" else [args.data] + [args.shuffled] * (name == "unsorted")
        absent = next((p for p in needs if not (p / "days").is_dir()), None)
        if absent:
            print(f"bench: {name} left out: no dataset in {absent}. Make it: see bench/README.md")
            continue
        RESULTS.mkdir(exist_ok=True)
        result = measure(name, args.data, args)
        target = RESULTS / f"{name}{'-' + args.label if args.label else ''}.json"
        target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write_readme()


if __name__ == "__main__":
    main()

"""python -m tripartite.sample factory DIR | dataset DIR."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tripartite.sample.dataset import Shape


def main(argv: Sequence[str] | None = None) -> int:
    """Make a sample; 0 if it was made, 2 if it could not be."""
    args = _parser().parse_args(argv)
    try:
        result: int = args.run(args)
    except (ValueError, OSError) as error:
        print(f"tripartite.sample: {error}", file=sys.stderr)  # noqa: T201 - the command line's voice
        return 2
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tripartite.sample", description="Made-up records with known faults.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    p = commands.add_parser("factory", help="a factory's messy files of 2025")
    p.add_argument("folder", type=Path)
    p.add_argument("--seed", type=int, default=2026)
    p.add_argument("--workers", type=int, default=600)
    p.add_argument("--months", type=int, default=12)
    p.add_argument("--truth", type=Path, help="where the planted faults are told; default: FOLDER.planted.json beside it")
    p.set_defaults(run=_factory)
    p = commands.add_parser("dataset", help="canonical Parquet tables of any size, a year of them")
    p.add_argument("folder", type=Path)
    p.add_argument("--workers", type=int, required=True)
    p.add_argument("--per-facility", type=int, default=500)
    p.add_argument("--facilities-per-file", type=int, default=10)
    p.add_argument("--seed", type=int, default=2026)
    p.add_argument("--dense", action="store_true", help="work on most Saturdays: some 288 days a year and not 254")
    p.add_argument("--shuffled", action="store_true", help="days in no order within each file")
    p.add_argument("--jobs", type=int, default=1)
    p.set_defaults(run=_dataset)
    return parser


def _dataset(args: argparse.Namespace) -> int:
    from tripartite.sample.dataset import Shape, make_dataset

    shape = Shape(args.workers, args.per_facility, args.facilities_per_file, args.seed, args.dense, args.shuffled)
    counts = make_dataset(args.folder, shape, jobs=args.jobs, progress=_show(shape))
    print(f"{args.folder}: {counts.worker_days:,} worker-days of {args.workers:,} workers")  # noqa: T201
    return 0


def _show(shape: Shape) -> Callable[[int], None] | None:
    if not sys.stderr.isatty():
        return None
    total = sum(1 for _ in shape.shards())
    return lambda done: print(f"\r  {done} of {total} files", end="" if done < total else "\n", file=sys.stderr, flush=True)  # noqa: T201


def _factory(args: argparse.Namespace) -> int:
    from tripartite.sample.factory import make_factory

    truth = args.truth or args.folder.with_name(args.folder.name + ".planted.json")
    truth.parent.mkdir(parents=True, exist_ok=True)
    planted = make_factory(args.folder, args.seed, workers=args.workers, months=args.months, truth=truth)
    n = sum(len(f) for f in planted.faults.values())
    print(f"{args.folder}: {args.workers} workers; {n} faults planted, told in {truth}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())

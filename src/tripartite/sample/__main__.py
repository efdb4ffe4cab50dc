"""python -m tripartite.sample factory DIR | dataset DIR."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


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
    return parser


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

"""python -m tripartite.sample factory DIR | dataset DIR"""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def main() -> None:
    """Make a sample factory's files, or a dataset of any size."""
    parser = argparse.ArgumentParser(prog="python -m tripartite.sample", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="what")
    factory = commands.add_parser("factory", help="a year of one factory's messy files")
    factory.add_argument("folder", type=Path)
    factory.add_argument("--workers", type=int, default=600)
    dataset = commands.add_parser("dataset", help="canonical Parquet tables of many factories")
    dataset.add_argument("folder", type=Path)
    dataset.add_argument("--workers", type=int, default=40_000)
    dataset.add_argument("--shuffled", action="store_true", help="rows in random order within each file")
    for p in (factory, dataset):
        p.add_argument("--seed", type=int, default=2026)
        p.add_argument("--planted", type=Path, help="write what was planted as JSON")
    args = parser.parse_args()
    if args.what == "factory":
        from tripartite.sample.factory import make_factory

        planted = make_factory(args.folder, args.seed, args.workers)
    else:
        from tripartite.sample.dataset import make_dataset

        planted = make_dataset(args.folder, args.seed, args.workers, shuffled=args.shuffled)
    if args.planted:
        args.planted.write_text(json.dumps(planted, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The commands `serve` and `site`: the words of the command line to the web site, which is imported when they run."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path
from typing import Any


def add_serve_parser(commands: Any) -> None:
    """Add the commands to the command line."""
    p = commands.add_parser("serve", help="serve the web site on this machine, with its worker")
    p.add_argument("--host", default="127.0.0.1", help="address to listen on")
    p.add_argument("--port", type=int, default=8000)
    p.add_argument("--data", type=Path, help="folder for database and files (TRIPARTITE_DATA, else ./var)")
    p.add_argument(
        "--demonstration", action="store_true", help="put made-up organisations and checks into an empty site"
    )
    p.add_argument(
        "--no-worker", action="store_true", help="leave the background work to a worker of its own"
    )
    p.set_defaults(run=_serve)
    p = commands.add_parser("site", help="manage the web site: migrate, backup, restore, db_worker, ...")
    p.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND ...")
    p.set_defaults(run=_manage)


def _need_site() -> None:
    from tripartite.records.errors import RecordsError

    if importlib.util.find_spec("django") is None:
        raise RecordsError("The site is not installed. Install it with: pip install 'tripartite[site]'")


def _serve(args: argparse.Namespace) -> int:
    _need_site()
    from tripartite.site.serve import serve

    return serve(
        args.host, args.port, args.data, demonstration=args.demonstration, with_worker=not args.no_worker
    )


def _manage(args: argparse.Namespace) -> int:
    _need_site()
    from tripartite.site.serve import manage

    return manage(args.rest)

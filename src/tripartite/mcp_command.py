"""tripartite mcp: look-up, calculation and check as tools for agents; the server is imported when it runs."""

from __future__ import annotations

import argparse
import importlib.util
from typing import Any


def add_mcp_parser(commands: Any) -> None:
    """Add the command `mcp` to the command line."""
    p = commands.add_parser("mcp", help="serve look-up, calculation and check to an agent (MCP over stdio)")
    p.set_defaults(run=_serve)


def _serve(_: argparse.Namespace) -> int:
    from tripartite.records.errors import RecordsError

    if importlib.util.find_spec("mcp") is None:
        raise RecordsError(
            "The server for agents is not installed. Install it with: pip install 'tripartite[mcp]'"
        )
    from tripartite.mcp_server import server

    server().run("stdio")
    return 0

"""Worker numbers replaced in all that a check writes; the key to them is not kept."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def anonymise(con: duckdb.DuckDBPyConnection, summary: dict[str, Any]) -> None:
    """Replace worker numbers by W00001, ... in random order, in every table and in the summary."""
    tables = [
        r[0]
        for r in con.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'worker'"
        ).fetchall()
    ]
    everyone = " UNION ".join(f'SELECT worker FROM "{t}" WHERE worker IS NOT NULL' for t in tables)
    # A salt of this run orders the numbers: the same worker has another number next time.
    salt = secrets.token_hex(16)
    con.execute(f"""
        CREATE TEMP TABLE masks AS
        SELECT worker, printf('W%05d', row_number() OVER (ORDER BY md5('{salt}' || worker))) AS mask
        FROM ({everyone})""")
    for t in tables:
        con.execute(f'UPDATE "{t}" SET worker = masks.mask FROM masks WHERE "{t}".worker = masks.worker')
    masks = dict(con.execute("SELECT worker, mask FROM masks").fetchall())
    for person in summary["people"]:
        person["worker"] = masks[person["worker"]]
    for sign in summary["integrity"]:
        # Examples name workers and days; without them the numbers remain.
        sign["evidence"] = {k: v for k, v in sign["evidence"].items() if not isinstance(v, (list, dict))}
    summary["anonymised"] = True
    # What was rejected or noted quotes the rows, and rows name people.
    for t in ("rejects", "notes"):
        if t in {r[0] for r in con.execute("SELECT table_name FROM information_schema.tables").fetchall()}:
            con.execute(f"UPDATE {t} SET value = NULL")
    con.execute("DROP TABLE masks")

"""Write each room's in_force.csv: what holds on the day on which the room was last checked.

Run: make in-force. The files are committed, so that a change of law is a readable diff.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tripartite.standards.in_force import COLUMNS, rows_in_force
from tripartite.standards.load import HERE, load


def made() -> dict[Path, str]:
    """Text of each room's file by its path; rooms that hold no values have none."""
    out = {}
    for key, room in load().rooms.items():
        rows = rows_in_force(room, room.about.checked) if room.about else []
        if rows:
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
            out[HERE / key / "in_force.csv"] = text.getvalue()
    return out


if __name__ == "__main__":
    for path, content in made().items():
        path.write_text(content, encoding="utf-8")

"""Punch tables for tests: from a few typed lines, from a made-up factory, from the real logs."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from tripartite.records.read import read
from tripartite.records.tables import TABLES

SHARED = Path(os.environ.get("TRIPARTITE_SHARED", Path(__file__).parents[3] / "shared"))
REAL_LOGS = SHARED / "data" / "punches"
START = datetime.fromisoformat("2024-01-01")  # a Monday


def empty() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for table in TABLES.values():
        con.execute(table.create_sql())
    return con


def insert(con, rows):
    """Insert (worker, time, state, terminal, row) as punches of log.dat; times as text or datetime."""
    workers, times, states, terminals, numbers = zip(*rows, strict=True)
    con.register(
        "typed",
        {
            "worker": np.array(workers, object),
            "at": np.array([str(t) for t in times], object),
            "state": np.array(["" if s is None else str(s) for s in states], object),
            "terminal": np.array(terminals, object),
            "row": np.array(numbers, np.int64),
        },
    )
    con.execute("""
        INSERT INTO punches
        SELECT worker, "at"::TIMESTAMP, nullif(state, ''), terminal, 'log.dat', NULL, "row" FROM typed
    """)
    con.unregister("typed")


def log(*lines: str, worker="W1", terminal="1"):
    """Punches of one worker from "2024-01-01 08:00/0 17:30/1" lines; seconds and states are optional."""
    con = empty()
    insert(con, list(typed(lines, worker, terminal)))
    return con


def typed(lines, worker="W1", terminal="1", first_row=1):
    n = first_row
    for line in lines:
        date, *presses = line.split()
        for press in presses:
            at, _, state = press.partition("/")
            seconds = "" if at.count(":") == 2 else ":00"
            yield worker, f"{date} {at}{seconds}", state or None, terminal, n
            n += 1


def real_log(name):
    """Read a real log: its tables, and how many of its rows were rejected."""
    con = read([REAL_LOGS / name]).con
    return con, con.execute("SELECT count(*) FROM rejects").fetchone()[0]


def factory(*, starts, hours, workers=40, days=90, missing=0.02, states="none", seed=0, doubles=0.05):
    """Make a log and its truth: {(worker, date): (start, end)} of shifts with both presses.

    `starts` is, per group of workers, the hours at which shifts begin in one week and the next.
    """
    rng = np.random.default_rng(seed)
    pattern = np.array(starts)
    w, d = np.repeat(np.arange(workers), days), np.tile(np.arange(days), workers)
    w, d = w[d % 7 != 6], d[d % 7 != 6]
    start = d * 1440 + pattern[w % len(pattern), d // 7 % pattern.shape[1]] * 60 - rng.integers(0, 13, len(w))
    end = start + hours * 60 + rng.integers(12, 30, len(w))
    has_in, has_out = rng.random(len(w)) >= missing, rng.random(len(w)) >= missing
    who, when = np.r_[w[has_in], w[has_out]], np.r_[start[has_in], end[has_out]] * 60
    state = np.r_[np.zeros(has_in.sum(), int), np.ones(has_out.sum(), int)]
    when += rng.integers(0, 60, len(when))
    again = rng.random(len(who)) < doubles
    who, state = np.r_[who, who[again]], np.r_[state, state[again]]
    when = np.r_[when, when[again] + rng.integers(1, 60, again.sum())]
    if states == "random":
        state = rng.integers(0, 2, len(state))
    said = [None] * len(state) if states == "none" else state.tolist()
    con = empty()
    insert(
        con,
        [
            (f"W{a:03}", START + timedelta(seconds=int(b)), s, str(i % 2), i)
            for i, (a, b, s) in enumerate(zip(who, when, said, strict=True), 1)
        ],
    )
    truth = {
        (f"W{a:03}", (START + timedelta(days=int(b))).date()): (int(s - b * 1440), int(e - b * 1440))
        for a, b, s, e, i, o in zip(w, d, start, end, has_in, has_out, strict=True)
        if i and o
    }
    return con, truth


def days(con):
    """Rows of `days` as {(worker, date text): (start, end, minutes, night, complete)}."""
    rows = con.execute(
        'SELECT worker, date::VARCHAR, start, "end", minutes, night_minutes, complete FROM days ORDER BY ALL'
    ).fetchall()
    return {(r[0], r[1]): r[2:] for r in rows}


def notes(con):
    return con.execute('SELECT code, "row" FROM notes ORDER BY ALL').fetchall()

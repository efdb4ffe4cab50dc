"""How often honest records ring the integrity signs, and how often tampered ones do.

Honest records: random parts (workers and months) of two real terminal logs, and made-up factories whose
times are drawn like real ones. Tampered records: copies of the same with one thing falsified. Writes
bench/results/integrity.md, from which records/signs.py takes its false-alarm rates.

    .venv/bin/python bench/integrity_calibration.py [--samples 200]

The real logs are read from the folder named by TRIPARTITE_SHARED (data/punches/*.dat) if it is there.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "records"))

from punch_logs import REAL_LOGS, empty, real_log  # noqa: E402

from tripartite.records.breaks import Break  # noqa: E402
from tripartite.records.days import build_days, create_tables  # noqa: E402
from tripartite.records.integrity import gather_presence, screen  # noqa: E402
from tripartite.records.signs import FALSE_ALARMS, at_most  # noqa: E402
from tripartite.records.signs_of_hours import CAP_CHANCE, CAPPED, pile_up, tabulate, values  # noqa: E402

Con = duckdb.DuckDBPyConnection
MADE_UP = "made-up factories"
NEEDS_MORE_THAN_PUNCHES = (
    "paid_but_not_recorded", "pay_apart_from_hours", "two_books", "two_places", "work_on_leave",
)  # fmt: skip
CAPS = {"overtime_in_month": 2160, "overtime_in_day": 180, "hours_in_week": 3600}


def honest_factory(rng: np.random.Generator, *, overtime: float = 1.5, pay: bool = True) -> Con:
    """Make a factory whose people come, go and are paid as people do: 80 to 200 workers, three to six months.

    Arrivals are mostly a few minutes early with a tail of late ones, lines stop together after planned
    overtime and people leave one by one; each has a share of weekend work. Overtime is paid at 150 %
    and 200 % of the recorded hours, from a wage of their own.
    """
    con = empty()
    workers, days = int(rng.integers(80, 200)), int(rng.integers(90, 180))
    lines = rng.integers(0, 8, workers)
    date = np.arange(days)
    weekend = date % 7 > 4
    planned = np.maximum(rng.normal(overtime * 60, 50, (8, days)), 0) // 30 * 30  # per line and day
    at_work = rng.random((workers, days)) < np.where(weekend, 0.35, 0.96)
    early = rng.gamma(2.5, 4.0, (workers, days)) + rng.gamma(2, 3, workers)[:, None]
    late = (rng.random((workers, days)) < 0.04) * rng.exponential(25, (workers, days))
    start = 480 - early + late
    stays = rng.random((workers, days)) < 0.92  # others go home at the end of normal hours
    end = 1020 + 60 + stays * planned[lines] + rng.gamma(1.6, 5.0, (workers, days))
    w, d = np.nonzero(at_work)
    s, e = start[w, d].astype(np.int64), end[w, d].astype(np.int64)
    minutes = e - s - 60
    con.register("made", {"w": w, "d": d, "s": s, "e": e, "m": minutes})
    con.execute("""
        INSERT INTO days (worker, date, start, "end", minutes, night_minutes, complete, file)
        SELECT printf('W%04d', w), DATE '2024-01-01' + d::INTEGER, s, e, m, 0, true, 'made' FROM made
    """)
    gate = (np.arange(len(w)) + (rng.random(len(w)) < 0.3)) % 2  # two gates, far apart
    seconds = (np.r_[d, d] * 1440 + np.r_[s, e]) * 60 + rng.integers(0, 60, 2 * len(w))
    con.register("pressed", {"w": np.r_[w, w], "t": seconds, "gate": np.r_[gate, gate]})
    con.execute("""
        INSERT INTO punches (worker, "at", terminal, file)
        SELECT printf('W%04d', w), TIMESTAMP '2024-01-01' + to_seconds(t), gate::VARCHAR, 'made' FROM pressed
    """)
    create_tables(con)
    _leave(con, rng, workers, days)
    _timesheet(con, rng)
    if pay:
        _pay(con, rng)
    return con


def _leave(con: Con, rng: np.random.Generator, workers: int, days: int) -> None:
    """Give each worker three days of leave; on one in a hundred they come in for some hours all the same."""
    w, d = np.repeat(np.arange(workers), 3), rng.integers(0, days, 3 * workers)
    con.register("leave_days", {"w": w, "d": d, "came": rng.random(len(w)) < 0.01})
    con.execute("""
        CREATE OR REPLACE TEMP TABLE away AS
        SELECT printf('W%04d', w) AS worker, DATE '2024-01-01' + d::INTEGER AS date, bool_or(came) AS came
        FROM leave_days GROUP BY ALL
    """)
    con.execute("DELETE FROM days USING away a WHERE a.worker = days.worker AND a.date = days.date")
    con.execute("""
        DELETE FROM punches USING away a
        WHERE a.worker = punches.worker AND a.date = "at"::DATE AND NOT a.came
    """)
    con.execute("""
        INSERT INTO days (worker, date, minutes, leave, complete, file)
        SELECT worker, date, 0, 'annual', true, 'made' FROM away ORDER BY ALL
    """)


def _timesheet(con: Con, rng: np.random.Generator) -> None:
    """Compare a timesheet in quarter hours, wrong by an hour or so either way on one day in fifty."""
    con.execute("SELECT setseed(?)", [float(rng.random())])
    con.execute("""
        INSERT INTO day_conflicts
        SELECT worker, date, minutes // 15 * 15
                   + CASE WHEN random() < 0.02 THEN (random() * 240 - 120)::BIGINT ELSE 0 END,
               true, minutes, true, start, "end"
        FROM days WHERE minutes > 0 ORDER BY worker, date
    """)


def _pay(con: Con, rng: np.random.Generator) -> None:
    con.execute("SELECT setseed(?)", [float(rng.random())])
    con.execute("""
        INSERT INTO wages (worker, basis, amount, currency)
        SELECT worker, 'monthly', (200000 + random() * 300000)::BIGINT, 'CNY'
        FROM (SELECT DISTINCT worker FROM days)
    """)
    con.execute("""
        INSERT INTO pay (worker, start, "end", component, amount, currency)
        SELECT d.worker, date_trunc('month', date)::DATE, last_day(date), 'overtime',
               sum(w.amount / 174 / 60 * CASE WHEN isodow(date) > 5 THEN 2 * minutes
                   ELSE 1.5 * greatest(minutes - 480, 0) END)::BIGINT, 'CNY'
        FROM days d JOIN wages w USING (worker) GROUP BY ALL
    """)


def real_part(whole: Con, rng: np.random.Generator) -> Con:
    """Take a random part of a real log: half to all of its workers, three to six months."""
    con = empty()
    first, last = whole.execute("SELECT min(date), max(date) - min(date) FROM days").fetchone()
    length = int(rng.integers(90, 181))
    begin = int(rng.integers(0, max(last - length, 1)))
    names = [r[0] for r in whole.execute("SELECT DISTINCT worker FROM days ORDER BY 1").fetchall()]
    chosen = rng.choice(names, int(len(names) * rng.uniform(0.5, 1)), replace=False).tolist()
    for table, when in (("days", "date"), ("punches", '"at"::DATE')):
        rows = whole.sql(
            f"FROM {table} WHERE worker IN (SELECT unnest($1)) AND {when} - $2::DATE BETWEEN $3 AND $4",
            params=[chosen, first, begin, begin + length],
        )
        con.register("part", rows.to_arrow_table())
        con.execute(f"INSERT INTO {table} FROM part")
    create_tables(con)
    return con


# One falsification each: what a person or a program does to records before showing them.


def cap_overtime_in_month(con: Con) -> None:
    """Cut weekday overtime and drop weekend work until each month's total is just under 36 h."""
    con.execute("""
        CREATE TEMP TABLE months AS
        SELECT worker, date_trunc('month', date) AS month,
               sum(CASE WHEN isodow(date) > 5 THEN minutes ELSE greatest(minutes - 480, 0) END) AS overtime,
               sum(greatest(minutes - 480, 0)) FILTER (isodow(date) < 6) AS weekdays,
               any_value(2160 - (hash(worker, date_trunc('month', date)) % 60)::BIGINT) AS shown
        FROM days GROUP BY 1, 2
    """)
    con.execute("""
        DELETE FROM days USING months m WHERE m.worker = days.worker AND m.month = date_trunc('month', date)
        AND isodow(date) > 5 AND m.overtime > 2160
    """)
    con.execute("""
        UPDATE days SET minutes = 480 + floor((minutes - 480) * least(m.shown / m.weekdays, 1))::BIGINT
        FROM months m WHERE m.worker = days.worker AND m.month = date_trunc('month', date)
        AND m.overtime > 2160 AND minutes > 480
    """)


def cap_overtime_in_day(con: Con) -> None:
    """Move departures so that no day has more than three hours of overtime."""
    con.execute("""
        UPDATE days SET minutes = 660 - (hash(worker, date) % 12)::BIGINT,
               "end" = "end" - (minutes - 660 + (hash(worker, date) % 12)::BIGINT)
        WHERE minutes > 660
    """)


def roster_times(con: Con) -> None:
    """Write the roster instead of the clock."""
    con.execute("""UPDATE days SET start = 480, "end" = 1050, minutes = 510 WHERE "end" IS NOT NULL""")


def random_times(con: Con) -> None:
    """Draw arrivals from ten minutes before the roster, as such programs do."""
    con.execute("""UPDATE days SET start = 470 + (hash(worker, date) % 11)::BIGINT WHERE start IS NOT NULL""")


def typed_times(con: Con) -> None:
    """Round times to five minutes."""
    con.execute("""UPDATE days SET start = start // 5 * 5, "end" = ("end" + 4) // 5 * 5""")


def avoid_round_times(con: Con) -> None:
    """Make up times that look unrounded: never a full five minutes."""
    con.execute("UPDATE days SET start = start + 1 WHERE start % 5 = 0")
    con.execute("""UPDATE days SET "end" = "end" - 1 WHERE "end" % 5 = 0""")


def copy_weeks(con: Con) -> None:
    """Give a tenth of the workers the days of one colleague."""
    con.execute("""
        CREATE TEMP TABLE model AS FROM days WHERE worker = (SELECT worker FROM days WHERE "end" IS NOT NULL
            AND start IS NOT NULL GROUP BY 1 ORDER BY count(DISTINCT (start, "end")) DESC, 1 LIMIT 1)
    """)
    con.execute("""
        CREATE TEMP TABLE copies AS SELECT DISTINCT worker FROM days WHERE hash(worker) % 10 = 0
        AND worker NOT IN (SELECT worker FROM model)
    """)
    con.execute("DELETE FROM days WHERE worker IN (FROM copies)")
    con.execute("INSERT INTO days SELECT m.* REPLACE (c.worker AS worker) FROM model m, copies c")


def half_hours(con: Con) -> None:
    """Round daily totals to half hours."""
    con.execute(
        "UPDATE days SET minutes = greatest(minutes // 30 * 30, 30), complete = true WHERE minutes > 0"
    )


def press_for_others(con: Con) -> None:
    """Let five people press for a colleague."""
    con.execute("""
        CREATE TEMP TABLE hands AS SELECT worker, row_number() OVER (ORDER BY count(*) DESC, worker) AS n
        FROM punches GROUP BY 1
    """)
    con.execute("DELETE FROM punches WHERE worker IN (SELECT worker FROM hands WHERE n BETWEEN 6 AND 10)")
    con.execute("""
        INSERT INTO punches SELECT p.* REPLACE (o.worker AS worker, p."at" + INTERVAL 4 SECOND AS "at")
        FROM punches p JOIN hands h USING (worker) JOIN hands o ON o.n = h.n + 5 WHERE h.n <= 5
    """)


def second_books(con: Con) -> None:
    """Show a timesheet with an hour and a half less on one day in five."""
    con.execute("""
        INSERT INTO day_conflicts
        SELECT worker, date, minutes - 90, complete, minutes, complete, start, "end"
        FROM days WHERE minutes > 400 AND hash(worker, date) % 5 = 0
    """)


def pay_true_hours_show_fewer(con: Con) -> None:
    """Pay the overtime worked, show records without most of it."""
    con.execute("UPDATE days SET minutes = least(minutes, 490) WHERE isodow(date) < 6")
    con.execute("DELETE FROM days WHERE isodow(date) > 5")


def pay_by_other_books(con: Con) -> None:
    """Pay overtime that has nothing to do with the hours shown."""
    con.execute("UPDATE pay SET amount = 10000 + hash(worker, start) % 60000")


TAMPERINGS: list[tuple[Callable[[Con], None], str]] = [
    (cap_overtime_in_month, "under_cap"),
    (cap_overtime_in_day, "under_cap"),
    (roster_times, "same_minute"),
    (random_times, "no_stragglers"),
    (typed_times, "typed_minutes"),
    (avoid_round_times, "typed_minutes"),
    (copy_weeks, "copied_weeks"),
    (half_hours, "round_hours"),
    (press_for_others, "one_hand"),
    (second_books, "two_books"),
    (pay_true_hours_show_fewer, "paid_but_not_recorded"),
    (pay_by_other_books, "pay_apart_from_hours"),
]


def upper_bound(k: int, n: int) -> float:
    """Find the rate above which so few alarms would be a 5 % chance (exact)."""
    low, high = k / n, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(k, n, middle) > 0.05 else (low, middle)
    return high


def placebo_caps(con: Con, rng: np.random.Generator, tries: int = 40) -> tuple[int, int]:
    """Alarms at caps set anywhere between the median and the top of each measure; and how many were tried."""
    alarms = n = 0
    gather_presence(con)
    tabulate(con)
    for name in CAPPED:
        worker, minutes = values(con, name)
        if len(minutes) < 50:
            continue
        low, high = np.quantile(minutes, [0.5, 0.999])
        for cap in rng.uniform(low, high, tries):
            seen = pile_up(worker, minutes, int(cap))
            n += seen is not None
            alarms += seen is not None and seen["chance"] <= CAP_CHANCE
    return alarms, n


def ring(con: Con) -> dict[str, str]:
    return {sign.code: sign.strength for sign in screen(con, caps=CAPS)}


def calibrate(samples: int, seed: int) -> str:
    """Run everything and give the report as Markdown."""
    rng = np.random.default_rng(seed)
    sources: dict[str, Callable[[], Con]] = {MADE_UP: lambda: honest_factory(rng)}
    if REAL_LOGS.exists():
        for name in ("cn-terminal.dat", "ph-terminal.dat"):
            whole, _ = real_log(name)
            build_days(whole, breaks=Break(minutes=60))
            sources[name] = lambda whole=whole: real_part(whole, rng)
    alarms: dict[str, Counter[str]] = {}
    placebo: dict[str, tuple[int, int]] = {}
    caught: dict[str, dict[str, int]] = {}
    for source, make in sources.items():
        alarms[source], tried = Counter(), np.zeros(2, int)
        for _ in range(samples):
            con = make()
            alarms[source].update(ring(con).keys())
            tried += placebo_caps(con, rng)
        placebo[source] = (int(tried[0]), int(tried[1]))
        caught[source] = {}
        for tamper, code in TAMPERINGS:
            if source != MADE_UP and tamper in NEEDS_MADE_UP:
                continue
            hits = 0
            for _ in range(samples // 10):
                con = make()
                tamper(con)
                hits += code in ring(con)
            caught[source][tamper.__name__] = hits
    return report(samples, seed, alarms, placebo, caught)


NEEDS_MADE_UP = (
    cap_overtime_in_month, cap_overtime_in_day, pay_true_hours_show_fewer, pay_by_other_books,
)  # fmt: skip


INTRODUCTION = (
    "Written by `bench/integrity_calibration.py --samples {samples} --seed {seed}`. Honest records are "
    "{samples} random parts of each source: half to all workers of a real log over three to six months, or "
    "made-up factories of 80 to 200 workers. A real log is taken as honest, which nobody has checked: what "
    "rings there is either a false alarm or a true one that nobody knew of. Parts of one log overlap, and "
    "two firms are two firms: the bounds hold for records like these, not for every factory. `-`: the log "
    "holds nothing that the sign looks at."
)
PLACEBO = (
    "`under_cap` tried at caps drawn anywhere between the median and the 99.9th percentile of each measure "
    "of honest records. A cap just above a natural peak of a schedule looks like a cap that is kept: this is "
    "the false-alarm rate of the sign, per cap."
)


def report(
    samples: int,
    seed: int,
    alarms: dict[str, Counter[str]],
    placebo: dict[str, tuple[int, int]],
    caught: dict[str, dict[str, int]],
) -> str:
    """Lay the counts out as Markdown tables."""
    sources = list(alarms)
    lines = [
        "# The integrity screen: how often it rings",
        "",
        INTRODUCTION.format(samples=samples, seed=seed),
        "",
        "## Honest records that ring each sign",
        "",
        "| sign | " + " | ".join(sources) + " | all | upper 95 % bound |",
        "| --- |" + " ---: |" * (len(sources) + 2),
    ]
    for code in sorted(FALSE_ALARMS):
        tried = [s for s in sources if s == MADE_UP or code not in NEEDS_MORE_THAN_PUNCHES]
        rung, n = sum(alarms[s][code] for s in tried), samples * len(tried)
        cells = [f"{alarms[s][code]}/{samples}" if s in tried else "-" for s in sources]
        lines.append(f"| {code} | {' | '.join(cells)} | {rung}/{n} | {upper_bound(rung, n):.3f} |")
    lines += [
        "",
        "## Caps where there is no cap",
        "",
        PLACEBO,
        "",
        "| source | alarms | caps tried | rate |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [f"| {s} | {k} | {n} | {k / max(n, 1):.4f} |" for s, (k, n) in placebo.items()]
    k, n = max(placebo.values(), key=lambda p: p[0] / max(p[1], 1))
    lines += ["", f"Worst source, upper 95 % bound: {upper_bound(k, n):.3f}"]
    few = samples // 10
    lines += [
        "",
        f"## Tampered copies that ring ({few} of each)",
        "",
        "| falsified | sign | " + " | ".join(sources) + " |",
        "| --- | --- |" + " ---: |" * len(sources),
    ]
    for tamper, code in TAMPERINGS:
        cells = [
            f"{caught[s][tamper.__name__]}/{few}" if tamper.__name__ in caught[s] else "-" for s in sources
        ]
        lines.append(f"| {tamper.__doc__.rstrip('.')} | {code} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "integrity.md")
    args = parser.parse_args()
    text = calibrate(args.samples, args.seed)
    args.out.write_text(text)
    print(text)


if __name__ == "__main__":
    main()

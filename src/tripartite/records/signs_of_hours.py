"""Signs in hours: stopping just under a cap, round totals, the same totals for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tripartite.records.errors import RecordsError
from tripartite.records.signs import Sign, at_most, examples, one, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

Ints = NDArray[np.int64]
NORMAL_DAY = 480  # minutes; what a caller's overtime caps count beyond

# What can be capped: a query of (worker index, minutes) of all worker-days, weeks or months known whole.
_DAY = "SELECT w, minutes FROM known_days WHERE minutes > 0"
_OVERTIME = "CASE WHEN off THEN minutes ELSE greatest(minutes - {normal}, 0) END"
_WHOLE = "HAVING bool_and(complete) AND count(*) FILTER (minutes > 0) >= {least}"
_WEEK = f"FROM counted GROUP BY w, week {_WHOLE.format(least=3)}"
_MONTH = f"FROM counted GROUP BY w, month {_WHOLE.format(least=10)}"
CAPPED = {
    "hours_in_day": _DAY,
    "overtime_in_day": "SELECT w, minutes - {normal} FROM known_days WHERE minutes > {normal} AND NOT off",
    "hours_in_week": f"SELECT w, sum(minutes) {_WEEK}",
    "overtime_in_week": f"SELECT w, sum({_OVERTIME}) {_WEEK}",
    "hours_in_month": f"SELECT w, sum(minutes) {_MONTH}",
    "overtime_in_month": f"SELECT w, sum({_OVERTIME}) {_MONTH}",
}

WINDOW = 0.05  # of the cap
WINDOW_MINUTES = (10, 120)
CAPPED_WORKERS = 15
CAP_CHANCE = 1e-4

ROUND_TO = 30
ROUND_SHARE = 0.9
ROUND_DAYS = 200

SAME_TOTALS_DAYS = 15
SAME_TOTALS_DISTINCT = 8
SAME_TOTALS_MONTHS = 4


def under_caps(
    con: duckdb.DuckDBPyConnection, caps: Mapping[str, int], normal_day: int = NORMAL_DAY
) -> list[Sign]:
    """Hours that pile up to a cap and then stop; one sign per cap.

    Raises RecordsError for a cap on what is not in CAPPED.
    """
    unknown = [name for name in caps if name not in CAPPED]
    if unknown:
        raise RecordsError(
            f'No hours are known by the name "{unknown[0]}". '
            f"A cap can be set on: {', '.join(sorted(CAPPED))}."
        )
    if not caps:
        return []
    tabulate(con)
    found = (_under_cap(name, cap, *values(con, name, normal_day)) for name, cap in caps.items())
    return [sign for sign in found if sign]


def tabulate(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables that `values` reads."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE counted AS
        SELECT dense_rank() OVER (ORDER BY worker) - 1 AS w, coalesce(minutes, 0) AS minutes,
               coalesce(complete, false) OR leave IS NOT NULL AS complete,
               coalesce(kind IN ('rest', 'holiday'), isodow(date) > 5) AS off,
               date_trunc('week', date) AS week, date_trunc('month', date) AS month
        FROM presence
    """)
    con.execute("CREATE OR REPLACE TEMP VIEW known_days AS FROM counted WHERE complete")


def values(con: duckdb.DuckDBPyConnection, name: str, normal_day: int = NORMAL_DAY) -> tuple[Ints, Ints]:
    """Worker index and minutes of every day, week or month of a measure that is known whole."""
    out = con.execute(f"SELECT w, m FROM ({CAPPED[name].format(normal=normal_day)}) t(w, m)").fetchnumpy()
    return np.asarray(out["w"], np.int64), np.asarray(out["m"], np.int64)


def pile_up(worker: Ints, minutes: Ints, cap: int) -> dict[str, float] | None:
    """Workers just below, just above and further below a cap, and the chance of so few above.

    Honest hours fall off towards a cap and go on falling beyond it at about the same rate. Made-up
    hours rise to the cap and end there. Counting workers, not days, keeps one schedule's days from
    counting as many.
    """
    width = int(np.clip(cap * WINDOW, *WINDOW_MINUTES))

    def people(low: int, high: int) -> int:
        return len(np.unique(worker[(minutes > low) & (minutes <= high)]))

    below, further = people(cap - 2 * width, cap), people(cap - 4 * width, cap - 2 * width)
    above, far_above = people(cap, cap + 2 * width), people(cap + 2 * width, 10**9)
    if below < CAPPED_WORKERS:
        return None
    rate = 0.5 * min(1.0, below / max(further, 1))
    chance = at_most(above + far_above, above + far_above + below, rate / (1 + rate))
    return {
        "cap": cap,
        "just_below": below,
        "further_below": further,
        "above": above + far_above,
        "chance": chance,
    }


def _under_cap(name: str, cap: int, worker: Ints, minutes: Ints) -> Sign | None:
    seen = pile_up(worker, minutes, cap)
    if seen is None or seen["chance"] > CAP_CHANCE:
        return None
    hours = f"{cap / 60:g}"
    what_en, what_zh = _NAMES[name]
    return Sign(
        code="under_cap",
        text={
            "en": f"{what_en} of {int(seen['just_below'])} workers comes to just under {hours} h "
            f"and of {int(seen['above'])} to more.",
            "zh": f"{int(seen['just_below'])} 名员工的{what_zh}恰好略低于 {hours} 小时，"
            f"超过的只有 {int(seen['above'])} 名。",
        },
        strength="strong" if "month" in name and seen["above"] == 0 else "moderate",
        workers=int(seen["just_below"]),
        evidence={"measure": name, **seen},
    )


_NAMES = {
    "hours_in_day": ("Working time in a day", "日工作时间"),
    "overtime_in_day": ("Overtime in a day", "日加班时间"),
    "hours_in_week": ("Working time in a week", "周工作时间"),
    "overtime_in_week": ("Overtime in a week", "周加班时间"),
    "hours_in_month": ("Working time in a month", "月工作时间"),
    "overtime_in_month": ("Overtime in a month", "月加班时间"),
}


def round_hours(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Daily totals in full half hours: rounded or typed, not counted by a clock."""
    days, rounded, workers = one(
        con,
        f"""SELECT count(*), count(*) FILTER (minutes % {ROUND_TO} = 0), count(DISTINCT worker)
            FROM presence WHERE minutes > 0 AND complete""",
    )
    if days < ROUND_DAYS or rounded < ROUND_SHARE * days:
        return None
    return Sign(
        code="round_hours",
        text={
            "en": f"{rounded} of {days} daily totals are full half hours: rounded or typed, not clocked.",
            "zh": f"{days} 个日工时中有 {rounded} 个为整半小时：系取整或录入，而非打卡所得。",
        },
        strength="weak",
        workers=workers,
        evidence={"days": days, "round": rounded, "share": share(rounded, days)},
    )


def same_totals(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Months in which several workers have the same varied hours on every single day."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE month_patterns AS
        SELECT worker, date_trunc('month', date)::DATE AS month,
               hash(list((date, minutes) ORDER BY date)) AS pattern
        FROM presence WHERE minutes > 0 GROUP BY 1, 2
        HAVING count(*) >= {SAME_TOTALS_DAYS} AND count(DISTINCT minutes) >= {SAME_TOTALS_DISTINCT}
    """)
    con.execute("""
        CREATE OR REPLACE TEMP TABLE same_totals AS
        SELECT month, pattern, count(*) AS n, list(worker ORDER BY worker) AS who
        FROM month_patterns GROUP BY 1, 2 HAVING count(*) > 1
    """)
    judged, months, workers = one(
        con,
        """SELECT (SELECT count(*) FROM month_patterns), coalesce(sum(n), 0)::BIGINT,
                  (SELECT count(DISTINCT w) FROM (SELECT unnest(who) AS w FROM same_totals))
           FROM same_totals""",
    )
    if months < SAME_TOTALS_MONTHS:
        return None
    return Sign(
        code="same_totals",
        text={
            "en": f"{months} worker-months have the hours of another worker on every single day.",
            "zh": f"有 {months} 个员工月的每日工时与另一名员工逐日完全相同。",
        },
        strength="strong",
        workers=workers,
        evidence={
            "months_judged": judged,
            "same": months,
            "examples": examples(
                con, "SELECT who[1:3], month, n FROM same_totals ORDER BY n DESC, month, who"
            ),
        },
    )

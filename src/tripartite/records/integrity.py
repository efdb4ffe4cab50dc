"""The integrity screen: signs that time records were made up, with their strength.

Records can be false, and a check that believes them is worth half. Nothing here is proof; each sign
says what was seen, where to look, and how often honest records ring it (docs/records/integrity.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tripartite.records import signs_of_hours as hours
from tripartite.records import signs_of_pay as pay
from tripartite.records import signs_of_presence as presence
from tripartite.records import signs_of_times as times
from tripartite.records.days import create_tables
from tripartite.records.signs import STRENGTHS, Sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

__all__ = ["Sign", "gather_presence", "screen"]

# Days with the times and minutes as pressed: those cut to planned shifts are alike by construction.
_PRESENCE = """
    CREATE OR REPLACE TEMP TABLE presence AS
    SELECT d.* REPLACE (coalesce(p.start, d.start) AS start, coalesce(p."end", d."end") AS "end",
                        coalesce(p.minutes, d.minutes) AS minutes)
    FROM days d LEFT JOIN (
        SELECT worker, date, min(pressed_start) AS start, max(pressed_end) AS "end",
               sum(pressed_minutes)::BIGINT AS minutes
        FROM shifts s ANTI JOIN day_conflicts c USING (worker, date) GROUP BY worker, date
    ) p USING (worker, date)
"""


def screen(
    con: duckdb.DuckDBPyConnection,
    *,
    caps: Mapping[str, int] | None = None,
    normal_day: int = hours.NORMAL_DAY,
) -> list[Sign]:
    """Signs of made-up time records in the canonical tables, strongest first; empty where there are none.

    `caps` are limits in minutes that someone might wish to stay under, by name as in
    signs_of_hours.CAPPED (`{"overtime_in_month": 2160}`); they come from the caller, since records know
    no law. `normal_day` is the working time beyond which a day's minutes are overtime. Raises
    RecordsError for an unknown cap.
    """
    create_tables(con)
    gather_presence(con)
    found: list[Sign | None] = [
        times.same_minute(con),
        times.no_stragglers(con),
        times.typed_minutes(con),
        times.copied_weeks(con),
        *hours.under_caps(con, caps or {}, normal_day),
        hours.round_hours(con),
        hours.same_totals(con),
        presence.one_hand(con),
        presence.two_places(con),
        presence.overlapping_days(con),
        presence.work_on_leave(con),
        presence.two_books(con),
    ]
    pay.prepare(con, normal_day)
    found += [pay.paid_but_not_recorded(con), pay.pay_apart_from_hours(con)]
    return sorted((s for s in found if s), key=lambda s: STRENGTHS.index(s.strength))


def gather_presence(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table `presence`: the days with the times and minutes that were pressed."""
    con.execute(_PRESENCE)

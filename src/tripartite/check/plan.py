"""A check made ready: the rules, pay terms, calendar and minimum wages of the standards asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from tripartite.check.blocks import Shard, sizes
from tripartite.check.limits import FOREVER, Applies, CheckRule, Limit, Where
from tripartite.check.rest_days import CalendarTerms
from tripartite.currencies import COUNTRY_CURRENCY, CURRENCIES
from tripartite.measures import contract, facility, pay, person, slips, streak, time
from tripartite.measures.catalogue import MEASURES
from tripartite.measures.panel import Ints, to_day
from tripartite.measures.terms import (
    DAILY,
    DOUBLE,
    DOUBLE_ON_REST,
    HOLIDAY,
    HOLIDAY_AND_SPECIAL,
    HOLIDAY_AND_SPECIAL_ON_REST,
    HOLIDAY_ON_REST,
    HOURLY,
    MONTHLY,
    ORDINARY,
    REST,
    SPECIAL,
    SPECIAL_ON_REST,
    Average,
    Cell,
    Divisor,
    LeaveDays,
    Norm,
    PayTerms,
    Steps,
    WageFloor,
)
from tripartite.records.tables import BASES, EMPLOYMENTS, HOURS_PERIODS, HOURS_SYSTEMS
from tripartite.standards import schema
from tripartite.standards.load import Standards, spans
from tripartite.standards.schema import (
    Dated,
    NormalHours,
    Room,
    StandardsError,
    WageClass,
    WageRow,
)

LOADED = (contract, facility, pay, person, slips, streak, time)  # their measures register themselves
DAY_KINDS = {
    "ordinary": ORDINARY, "rest": REST, "holiday": HOLIDAY, "special": SPECIAL, "double-holiday": DOUBLE,
    "holiday-and-special": HOLIDAY_AND_SPECIAL, "holiday-on-rest": HOLIDAY_ON_REST, "special-on-rest": SPECIAL_ON_REST,
    "double-holiday-on-rest": DOUBLE_ON_REST, "holiday-and-special-on-rest": HOLIDAY_AND_SPECIAL_ON_REST,
}  # fmt: skip
MINIMUM_UNITS = {"month": MONTHLY, "day": DAILY, "hour": HOURLY}
ANY_SERVICE = 200
FLOOR_BASES = {MONTHLY: "monthly", DAILY: "daily", HOURLY: "hourly"}


@dataclass(frozen=True)
class Plan:
    """What every shard is held against. Plain data: it travels to other processes."""

    rules: tuple[CheckRule, ...]
    terms: dict[str, PayTerms]
    calendar: CalendarTerms
    wages: tuple[WageRow, ...]
    country: str
    currency: str
    classes: tuple[WageClass, ...] = ()
    # Shard after shard has the same places.
    made: dict[tuple[str, str, str, int], WageFloor] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def floor(self, region: str, wage_class: str, sector: str = "", size: int = 0) -> WageFloor:
        """The minimum wage of a facility: of its class, else of the classes that its sector and size leave open."""
        place = (region, wage_class, sector, size)
        if place not in self.made:
            open_ = self.wages if wage_class else open_to(self.wages, self.classes, region, sector, size)
            self.made[place] = wage_floor(open_, region, wage_class)
        return self.made[place]

    def classes_of(self, region: str) -> list[str]:
        """The wage classes that are told apart in a region, or in the whole country; none where none are."""
        there = {w.wage_class for w in self.wages if w.region == region}
        return sorted((there or {w.wage_class for w in self.wages if w.region == self.country}) - {""})

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors of whose hours or whose rules the standards speak apart."""
        named = [s for r in self.rules for s in r.applies.where.sector]
        for terms in self.terms.values():
            named += [s for norm in terms.norms for s in norm.sectors]
            named += [s for divisor in terms.divisors for s in divisor.sectors]
        return tuple(dict.fromkeys(named))

    def floors(self, shard: Shard) -> tuple[list[WageFloor], Ints]:
        """Minimum wages of the shard's places, and which of them each worker has (-1: none known)."""
        f = shard.facilities
        # With no region stated, levels of the whole country hold where there are such.
        regions = [region or self.country for region in f["region"].tolist()]
        others = (f["wage_class"], f["sector"], sizes(shard))
        places = list(zip(regions, *(c.tolist() for c in others), strict=True))
        distinct = list(dict.fromkeys(places))
        floors = [self.floor(*place) for place in distinct]
        number = np.array([distinct.index(p) if floors[distinct.index(p)].low else -1 for p in places])
        return floors, number[shard.attributes.facility]


def make_plan(
    standards: Standards,
    country: str,
    *,
    only: Sequence[str] = (),
    overrides: Callable[[Room], Room] | None = None,
    holidays: Sequence[date] = (),
) -> Plan:
    """Compile the loaded standards for a check in one country.

    The country's own room gives the calendar, and pay terms to standards that have none. `holidays` are
    those that an employer announced where the law lets it choose. Raises StandardsError for a rule whose
    measure or unit does not exist, and for holidays outside the calendar.
    """
    if country not in COUNTRY_CURRENCY:
        raise StandardsError(f"Country `{country}` is not one of {', '.join(COUNTRY_CURRENCY)}")
    rooms = [overrides(r) if overrides else r for r in standards.rooms.values()]
    national = next((r for r in rooms if r.key == country.lower()), None)
    if national is None or national.calendar is None:
        raise StandardsError(
            f"A check in {country} needs the standard `{country.lower()}`: its calendar says which days are holidays"
        )
    rules = tuple(
        _rule(room, rule) for room in rooms for rule in room.rules.values() if not only or rule.id in only
    )
    own = _terms(national, national)
    terms = {r.key: own if r.premiums is None else _terms(r, national) for r in rooms}
    calendar = _calendar(national, holidays)
    classes = national.composition.classes if national.composition else ()
    return Plan(rules, terms, calendar, national.wages, country, COUNTRY_CURRENCY[country], classes)


def _rule(room: Room, rule: schema.Rule) -> CheckRule:
    measure = MEASURES.get(rule.measure)
    if measure is None:
        from tripartite.standards.fields import close

        raise StandardsError(
            f"{room.key}/rules.yaml:{rule.line}: rule `{rule.id}` names the measure `{rule.measure}`, "
            f"which does not exist{close(rule.measure, sorted(MEASURES))}"
        )
    unit = rule.values[0].value.unit
    if unit != measure.unit and unit != "count":
        raise StandardsError(
            f"{room.key}/rules.yaml:{rule.line}: rule `{rule.id}` gives its limit in {unit}, but "
            f"{measure.name} is measured in {measure.unit}"
        )
    a = rule.applies_to
    applies = Applies(
        _where(a.where), a.sex, a.age_below, a.age_at_least, a.condition, a.last_days, a.not_employment,
        a.doubtful_jobs,
    )  # fmt: skip
    limits = tuple(_limit(start, end, dated) for start, end, dated in spans(rule.values))
    return CheckRule(
        rule.id, room.key, rule.topic, measure, rule.at_most, limits, applies, rule.excusable, rule.indicator,
        rule.entitlement, rule.agreed_year,
    )  # fmt: skip


def _where(w: schema.Where) -> Where:
    return Where(
        w.region, w.wage_class, w.sector, w.hours_system, w.hours_period, w.employment, w.basis, w.service_years,
        w.size, w.not_sector,
    )  # fmt: skip


def _limit(start: date, end: date | None, dated: Dated) -> Limit:
    return Limit(
        to_day(start),
        to_day(end) if end else FOREVER,
        dated.value.number,
        dated.verified,
        _where(dated.where),
    )


def _steps(values: Sequence[Dated]) -> Steps:
    rows = [(to_day(s), to_day(e) if e else FOREVER, d.value.number) for s, e, d in spans(values)]
    rows.sort()
    return Steps(tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] for r in rows))


def _terms(room: Room, national: Room) -> PayTerms:
    premiums = room.premiums
    if premiums is None:
        return PayTerms(room.key, Steps(), Steps())
    normal = [n for n in premiums.normal_hours if n.dated.verified]
    composition = national.composition
    return PayTerms(
        key=room.key,
        day_norm=_norm_steps(normal, EVERYONE, "day"),
        week_norm=_norm_steps(normal, EVERYONE, "week"),
        norms=_norms(normal),
        period_norm=_period_steps(normal),
        averages=_averages(normal),
        divisors=_divisors(premiums),
        cells=tuple(_cell(c) for c in premiums.cells if c.dated.verified),
        night=premiums.night,
        floor_base=premiums.base_floor,
        minimum_per=MINIMUM_UNITS[composition.per] if composition else MONTHLY,
        month_days=composition.month_days if composition else 2175,
        minimum_unworked=composition.unworked_holidays if composition else False,
        minimum_trainees=composition.trainees if composition else (),
        minimum_excluded=frozenset(composition.excluded) if composition else frozenset(),
        minimum_on_top={r: items for regions, items in composition.on_top for r in regions}
        if composition
        else {},
        by_date=premiums.by_date,
        untaken_leave=_steps([u.dated for u in premiums.untaken_leave if u.dated.verified]),
        untaken_leave_provision=next((u.provision for u in premiums.untaken_leave), ""),
        untaken_leave_label=next((u.label["en"] for u in premiums.untaken_leave), ""),
        leave_days=_leave_days(room),
    )


def _leave_days(room: Room) -> tuple[LeaveDays, ...]:
    """Annual leave by years of service, as the room's rule on it says."""
    dated = [
        d
        for rule in room.rules.values()
        if rule.measure == "annual_leave_days"
        for d in rule.values
        if d.verified and d.where in (schema.Where(), schema.Where(service_years=d.where.service_years))
    ]
    spans_ = dict.fromkeys(d.where.service_years or (0, ANY_SERVICE) for d in dated)
    return tuple(
        LeaveDays(s, _steps([d for d in dated if (d.where.service_years or (0, ANY_SERVICE)) == s]))
        for s in spans_
    )


NormKey = tuple[str, str, tuple[str, ...], tuple[int, int] | None]  # system, period, sectors, size
EVERYONE: NormKey = ("standard", "", (), None)


def _norm_key(n: NormalHours) -> NormKey:
    return n.hours_system, n.hours_period, n.dated.where.sector, n.dated.where.size


def _norm_steps(rows: Sequence[NormalHours], key: NormKey, per: str) -> Steps:
    return _steps([n.dated for n in rows if _norm_key(n) == key and n.per == per])


def _norms(rows: Sequence[NormalHours]) -> tuple[Norm, ...]:
    """Norms of other systems, sectors and sizes. A day or week that these leave unsaid is that of all workers
    of a fixed system, and has no limit where hours are averaged over a period.
    """
    found = []
    for key in dict.fromkeys(_norm_key(n) for n in rows if n.per in ("day", "week")):
        if key == EVERYONE:
            continue
        system, period, sectors, size = key
        day, week = (_norm_steps(rows, key, per) for per in ("day", "week"))
        if system in ("standard", "compressed"):
            day = day if day.starts else _norm_steps(rows, EVERYONE, "day")
            week = week if week.starts else _norm_steps(rows, EVERYONE, "week")
        found.append(Norm(HOURS_SYSTEMS.index(system), sectors, day, week, _period(period), size))
    return tuple(found)


def _period(name: str) -> int | None:
    return HOURS_PERIODS.index(name) if name else None


def _period_steps(rows: Sequence[NormalHours]) -> dict[int, Steps]:
    kinds = {n.hours_period for n in rows if n.per == "period" and n.hours_period}
    return {
        HOURS_PERIODS.index(k): _steps([n.dated for n in rows if n.hours_period == k and n.per == "period"])
        for k in kinds
    }


def _averages(rows: Sequence[NormalHours]) -> tuple[Average, ...]:
    """Weekly averages by system, period, sectors and size."""
    averaged = [n for n in rows if n.per == "average-week" and n.hours_period]
    return tuple(
        Average(
            HOURS_SYSTEMS.index(key[0]), HOURS_PERIODS.index(key[1]), key[2], key[3],
            _norm_steps(rows, key, "average-week"),
            any(n.plan_counts for n in averaged if _norm_key(n) == key),
            _norm_steps(rows, key, "average-week-in-month"),
            any(n.five_day_week for n in averaged if _norm_key(n) == key),
        )
        for key in dict.fromkeys(_norm_key(n) for n in averaged)
    )  # fmt: skip


def _divisors(premiums: schema.Premiums) -> tuple[Divisor, ...]:
    """Divisors by basis, sector, size and hours system. One not verified leaves the base unknown."""
    keys = dict.fromkeys(map(_divisor_key, premiums.hourly_base))
    return tuple(
        Divisor(
            BASES.index(basis),
            sectors,
            _steps([h.dated for h in premiums.hourly_base if _divisor_key(h) == key and h.dated.verified]),
            at_most,
            size,
            down_to,
            tuple(HOURS_SYSTEMS.index(s) for s in systems),
        )
        for key in keys
        for basis, sectors, size, at_most, down_to, systems in [key]
    )


def _divisor_key(
    h: schema.HourlyBase,
) -> tuple[str, tuple[str, ...], tuple[int, int] | None, bool, int, tuple[str, ...]]:
    where = h.dated.where
    return h.basis, where.sector, where.size, h.at_most, h.down_to, where.hours_system


def _cell(c: schema.PremiumCell) -> Cell:
    where = c.dated.where
    return Cell(
        days=tuple(DAY_KINDS[d] for d in c.days),
        overtime={"overtime": True, "normal": False}.get(c.hours),
        night={"night": True, "day": False}.get(c.time),
        hours_systems=tuple(HOURS_SYSTEMS.index(h) for h in c.hours_system),
        rate=_steps([c.dated]),
        regions=where.region,
        sectors=where.sector,
        bases=tuple(BASES.index(b) for b in where.basis),
        employments=tuple(EMPLOYMENTS.index(e) for e in where.employment),
        size=where.size,
        month_hours=where.month_hours,
        lieu=c.time_off_in_lieu,
        unworked=c.hours == "unworked",
        beyond=c.beyond_in_month,
        beyond_day=c.beyond_in_day,
        after_day_overtime=c.after_day_overtime,
        extra=c.hours == "beyond-scheduled",
        beyond_week=c.beyond_week,
        provision=c.provision,
        label=c.label.get("en", c.days[0]),
    )


def _calendar(room: Room, holidays: Sequence[date]) -> CalendarTerms:
    c = room.calendar
    if c is None:
        raise StandardsError(f"{room.key} has no calendar.yaml")
    # Days that only some employers choose, and days with no legal effect, do not change what is due.
    kinds = {to_day(d.day): DAY_KINDS[d.kind] for d in c.days if d.kind in DAY_KINDS}
    choosable = frozenset(to_day(d.day) for d in c.days if d.kind == "choosable")
    outside = [d for d in holidays if not c.covers[0] <= d <= c.covers[1]]
    if outside:
        raise StandardsError(
            f"Holiday {outside[0]} lies outside the calendar of {room.key}, {c.covers[0]} to {c.covers[1]}"
        )
    chosen = frozenset(to_day(d) for d in holidays)
    on_rest = room.premiums is not None and any(
        d.endswith("-on-rest") for cell in room.premiums.cells for d in cell.days
    )
    return CalendarTerms(
        kinds, (to_day(c.covers[0]), to_day(c.covers[1])), c.default_rest_days, c.week_starts, on_rest,
        c.legal_rest_days, choosable=choosable, chosen=chosen, substitute=c.substitute,
    )  # fmt: skip


def wage_floor(rows: Sequence[WageRow], region: str, wage_class: str) -> WageFloor:
    """The minimum wage of a place over time: a sure floor and the most it may be.

    Class not known: the lowest class is the floor, the highest the most. A level not verified: the
    verified one before it stays the floor, as levels are raised and not cut, and the most is unknown.
    """
    there = [r for r in rows if r.region == region]
    if not there:
        # A level of the whole country holds in each of its regions.
        there = [r for r in rows if r.region == region.split("-", maxsplit=1)[0]]
    here = [r for r in there if not wage_class or r.wage_class == wage_class]
    low: dict[int, Steps] = {}
    high: dict[int, Steps] = {}
    # Any notice of the place may end a level, also one that does not name this class or basis.
    ends = {to_day(r.end) + 1 for r in there if r.end}
    changes = sorted({to_day(r.start) for r in there} | ends)
    for basis, column in FLOOR_BASES.items():
        if any(getattr(r, column) is not None for r in here):
            low[basis] = _stepped(changes, partial(_lowest, here, column))
            high[basis] = _stepped(changes, partial(_highest, there, wage_class, column))
    return WageFloor(low, high)


def open_to(
    rows: Sequence[WageRow], classes: Sequence[WageClass], region: str, sector: str, size: int
) -> list[WageRow]:
    """Rows of classes that a facility may be of. A class of which nothing is said may be anyone's.

    size: workers whom the records name, which are the fewest that it employs: a class of small firms
    is left out where there are more, and none because there are few. Sectors that no class names tell nothing.
    """
    named = {s for c in classes for s in (*c.sectors, *c.other_than)}

    def fits(c: WageClass) -> bool:
        if c.most is not None and size > c.most:
            return False
        if sector not in named:
            return True
        return sector in c.sectors if c.sectors else sector not in c.other_than

    said: dict[str, bool] = {}
    for c in classes:
        if region in c.regions:
            said[c.wage_class] = said.get(c.wage_class, False) or fits(c)
    return [r for r in rows if r.region != region or said.get(r.wage_class, True)]


def _stepped(changes: list[int], level: Callable[[int], int | None]) -> Steps:
    ends = [*changes[1:], FOREVER]
    rows = [(s, e, v) for s, e, v in zip(changes, ends, map(level, changes), strict=True) if v is not None]
    return Steps(tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] for r in rows))


def _groups(rows: Sequence[WageRow], column: str, day: int) -> list[list[list[WageRow]]]:
    """Notices in force by a day, newest first, for the numbered classes together and each city apart.

    A notice sets all classes of its group: a class that the newest drops is gone with it, and a group whose
    newest notice has ended is gone.
    """
    started = [r for r in rows if to_day(r.start) <= day and getattr(r, column) is not None]
    names = dict.fromkeys(map(_group, started))
    out = []
    for name in names:
        own = [r for r in started if _group(r) == name]
        mine = [r for r in own if r.end is None or day <= to_day(r.end)]
        newest = max(r.start for r in own)
        if all(r.start != newest for r in mine):
            continue  # the newest notice has ended, and with it those that it had replaced
        starts = sorted({r.start for r in mine}, reverse=True)
        out.append([[r for r in mine if r.start == start] for start in starts])
    return out


def _lowest(rows: Sequence[WageRow], column: str, day: int) -> int | None:
    """The least that surely binds: of each group's newest notice whose classes are all verified."""
    lowest = []
    for notices in _groups(rows, column, day):
        sure = next((n for n in notices if all(r.verified for r in n)), None)
        if sure is None:
            return None
        lowest += [getattr(r, column) for r in sure]
    return int(min(lowest)) if lowest else None


def _highest(rows: Sequence[WageRow], wage_class: str, column: str, day: int) -> int | None:
    """The most that may bind: unknown where the newest notice is not verified, or lacks class or basis."""
    newest: dict[str, date] = {}
    for r in rows:
        if to_day(r.start) <= day:
            newest[_group(r)] = max(newest.get(_group(r), r.start), r.start)
    current = [
        r
        for r in rows
        if newest.get(_group(r)) == r.start
        and wage_class in ("", r.wage_class)
        and (r.end is None or day <= to_day(r.end))
    ]
    if not current or not all(r.verified and getattr(r, column) is not None for r in current):
        return None
    return int(max(getattr(r, column) for r in current))


def _group(row: WageRow) -> str:
    """The numbered classes of a region are set together; a city with a level of its own apart."""
    return "" if row.wage_class.isdigit() else row.wage_class


def money_scale(currency: str) -> int:
    """Minor units in one major unit."""
    return CURRENCIES[currency]

"""Loading rooms: read, cross-check, and refuse with every mistake told at once."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.kept import kept
from tripartite.plain_yaml import yaml
from tripartite.standards.fields import At, Problems, Shape, StandardsError, close, compose, nodes_under
from tripartite.standards.gaps import read_gaps
from tripartite.standards.regions import read_regions
from tripartite.standards.remedies import make_remedy
from tripartite.standards.schema import (
    ABOUT,
    ASSIGNED,
    CALENDAR,
    CALENDAR_KINDS,
    COMPOSITION,
    DUTY,
    EXAMPLE,
    INSTRUMENT,
    PREMIUMS,
    PROVISION,
    QUESTION,
    RATIFICATION,
    REMEDY,
    RULE,
    SOURCE,
    SYNONYMS,
    WORD,
    About,
    AppliesTo,
    Assigned,
    Calendar,
    CalendarDay,
    Dated,
    Duty,
    HourlyBase,
    Instrument,
    NormalHours,
    PremiumCell,
    Premiums,
    Provision,
    Question,
    Ratification,
    Room,
    Rule,
    Source,
    Synonyms,
    UntakenLeave,
    Value,
    WageClass,
    WageComposition,
    WageRow,
    Where,
    Word,
    money,
)

HERE = Path(__file__).parent
CODE = tuple(
    HERE / name for name in ("load.py", "schema.py", "fields.py", "gaps.py", "regions.py", "remedies.py")
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WAGE_COLUMNS = ["region", "class", "from", "to", "monthly", "daily", "hourly", "verified", "source", "note"]
CALENDAR_COLUMNS = ["date", "kind", "name_en", "name_local", "source"]
ROOM_CURRENCY = {country.lower(): currency for country, currency in COUNTRY_CURRENCY.items()}


class Standards(Struct):
    """Loaded rooms by key. A provision or rule is found by its whole id, whichever room it is in."""

    rooms: dict[str, Room] = field(default_factory=dict)

    def provision(self, key: str) -> Provision:
        return self._find("provisions", key)  # type: ignore[no-any-return]

    def rule(self, key: str) -> Rule:
        return self._find("rules", key)  # type: ignore[no-any-return]

    def room_of(self, key: str) -> Room:
        """The room that a provision, rule or question belongs to. Raises StandardsError."""
        for room in self.rooms.values():
            if key in room.provisions or key in room.rules or key in room.questions:
                return room
        raise StandardsError(f"No room holds `{key}`")

    def instrument(self, provision: Provision) -> Instrument:
        return self.room_of(provision.id).instruments[provision.instrument]

    def _find(self, kind: str, key: str) -> Any:
        for room in self.rooms.values():
            if key in getattr(room, kind):
                return getattr(room, kind)[key]
        every = [k for room in self.rooms.values() for k in getattr(room, kind)]
        raise StandardsError(f"There is no {kind[:-1]} `{key}` in {', '.join(self.rooms)}{close(key, every)}")


def room_names() -> list[str]:
    """The rooms that come with the package."""
    return sorted(
        p.parent.relative_to(HERE).as_posix()
        for kind in ("instruments", "questions")
        for p in HERE.glob(f"**/{kind}.yaml")
        if not (kind == "questions" and (p.parent / "instruments.yaml").exists())
    )


def load(rooms: Sequence[str] | None = None, extra: Iterable[Path] = ()) -> Standards:
    """Load rooms by name (all that come with the package if None) and `extra` folders of the same form.

    Raises StandardsError with one line for each mistake.
    """
    standards = Standards()
    for name in rooms if rooms is not None else room_names():
        folder = HERE / name
        if name not in room_names():
            raise StandardsError(f"There is no standard `{name}`{close(name, room_names())}")
        standards.rooms[name] = load_room(folder, name)
    for folder in extra:
        if not (folder / "rules.yaml").exists():
            raise StandardsError(f"{folder}: no rules.yaml lies there; a standard is a folder with one")
        standards.rooms[folder.name] = load_room(folder, folder.name)
    return standards


def load_room(folder: Path, key: str) -> Room:
    """Load one room. Raises StandardsError with one line for each mistake in its files."""
    return kept(f"room-{key}", [*_data(folder), *CODE], lambda: _read_room(folder, key))


def fingerprint_of(folder: Path) -> str:
    """SHA-256 over a room's data files, in the order of their names: for each `name length`, a line feed, the content."""
    digest = hashlib.sha256()
    for path in sorted(_data(folder), key=lambda p: p.name):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows is the same law
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _data(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if p.suffix in (".yaml", ".csv")]


def _read_room(folder: Path, key: str) -> Room:
    problems = Problems([])
    room = Room(key, fingerprint_of(folder))
    for path in sorted(folder.glob("sources*.yaml")):
        _read_list(path, SOURCE, problems, room.sources, _source)
    room.about = _read_one(folder / "room.yaml", ABOUT, problems, _about)
    context = Context(room, problems)
    _read_list(folder / "instruments.yaml", INSTRUMENT, problems, room.instruments, context.instrument)
    _read_list(folder / "provisions.yaml", PROVISION, problems, room.provisions, context.provision)
    _read_list(folder / "rules.yaml", RULE, problems, room.rules, context.rule)
    room.premiums = _read_one(folder / "premiums.yaml", PREMIUMS, problems, context.premiums)
    room.composition = _read_one(folder / "minimum_wages.yaml", COMPOSITION, problems, context.composition)
    room.wages = _read_wages(folder / "minimum_wages.csv", context)
    room.wage_gaps = read_gaps(folder, key, problems)
    room.region_names = read_regions(folder, room.sources, problems)
    room.calendar = _read_calendar(folder, context)
    room.examples = _read_examples(folder / "examples.yaml", problems)
    _read_list(folder / "questions.yaml", QUESTION, problems, room.questions, context.question)
    _read_list(folder / "duties.yaml", DUTY, problems, room.duties, _duty)
    _read_list(folder / "by_duty.yaml", ASSIGNED, problems, room.by_duty, context.assigned)
    _read_list(
        folder / "ratifications.yaml", RATIFICATION, problems, room.ratifications, context.ratification
    )
    _read_list(folder / "words.yaml", WORD, problems, room.words, _word)
    _read_list(folder / "synonyms.yaml", SYNONYMS, problems, room.synonyms, _synonyms)
    room.remedy = _read_one(
        folder / "contacts.yaml", REMEDY, problems, lambda at, node, row: make_remedy(context, at, node, row)
    )
    problems.refuse()
    return room


# --- files ------------------------------------------------------------------------------------


def _read_list(path: Path, shape: Shape, problems: Problems, into: dict[str, Any], make: Any) -> None:
    if not path.exists():
        return
    root = compose(path, problems)
    if root is None:
        return
    at = At(_name(path), problems)
    if not isinstance(root, yaml.SequenceNode):
        at.wrong(root, f"expected a list, each {shape.name} beginning with `- id:`")
        return
    for node in root.value:
        before = len(problems.found)
        row = shape.read(at, node)
        if row is None or len(problems.found) > before:
            continue
        if row["id"] in into:
            at.wrong(node, f"{shape.name} `{row['id']}` stands twice; ids are unique")
            continue
        made = make(at, node, row)
        if made is not None:
            into[row["id"]] = made


def _read_one(path: Path, shape: Shape, problems: Problems, make: Any) -> Any:
    if not path.exists():
        return None
    root = compose(path, problems)
    if root is None:
        return None
    at = At(_name(path), problems)
    before = len(problems.found)
    row = shape.read(at, root)
    return None if row is None or len(problems.found) > before else make(at, root, row)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _read_examples(path: Path, problems: Problems) -> tuple[dict[str, Any], ...]:
    rows: dict[str, Any] = {}
    _read_list(path, EXAMPLE, problems, rows, lambda at, node, row: row)  # noqa: ARG005
    return tuple(rows.values())


def _about(at: At, node: yaml.Node, row: dict[str, Any]) -> About:  # noqa: ARG001 - as all makers
    return About(row["title"], row["checked"], int(row["review_days"]), row["languages"], row["checked_what"])


def _source(at: At, node: yaml.Node, row: dict[str, Any]) -> Source:
    if row["kind"] != "none" and row["read"] is None:
        at.wrong(node, f"source `{row['id']}` lacks `read`: the day on which it was read")
    return Source(row["id"], row["title"], row["url"], row["read"], row["kind"])


def _duty(at: At, node: yaml.Node, row: dict[str, Any]) -> Duty:  # noqa: ARG001 - as all makers
    none = {k: v for k, v in (row["none"] or {}).items() if k != "line" and v}
    return Duty(row["id"], row["topic"], row["title"], none, row["line"])


def _word(at: At, node: yaml.Node, row: dict[str, Any]) -> Word:  # noqa: ARG001 - as all makers
    return Word(row["id"], row["text"], row["line"])


def _synonyms(at: At, node: yaml.Node, row: dict[str, Any]) -> Synonyms:
    words = {k: v for k, v in row.items() if isinstance(v, tuple) and v}
    if sum(map(len, words.values())) < 2:
        at.wrong(node, f"group `{row['id']}` has fewer than two expressions; nothing is a synonym of itself")
    return Synonyms(row["id"], bool(row["same"]), words, row["line"])


def _csv_rows(path: Path, columns: list[str], problems: Problems) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if header != columns:
            problems.add(
                _name(path), 1, f"the columns are {', '.join(header)}; they must be {', '.join(columns)}"
            )
            return []
        rows = []
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(columns):
                problems.add(
                    _name(path), reader.line_num, f"{len(cells)} cells where there are {len(columns)} columns"
                )
                continue
            rows.append((reader.line_num, dict(zip(columns, cells, strict=True))))
    return rows


class Context(Struct):
    """Turns read rows into the room's objects, checking what they refer to."""

    room: Room
    problems: Problems

    def verified(self, at: At, node: yaml.Node, row: dict[str, Any]) -> bool:
        """Whether a value is verified. One that cites a source not read must not say so."""
        source = self.room.sources.get(row["source"])
        if source is None:
            at.wrong(
                node,
                f"source `{row['source']}` is not in sources.yaml{close(row['source'], self.room.sources)}",
            )
            return False
        if source.kind == "none":
            if row.get("verified") and "verified" in _keys(node):
                at.wrong(node, f"source `{source.id}` was not read, so the value cannot be `verified: yes`")
            return False
        return bool(row.get("verified", True))

    def instrument(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Instrument:
        self.verified(at, node, {"source": row["source"]})
        return Instrument(
            row["id"], row["kind"], row["title"], row["number"], row["issuer"], row["from"], row["to"],
            row["url"], {}, row["source"],
        )  # fmt: skip

    def provision(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Provision:
        if row["instrument"] not in self.room.instruments:
            at.wrong(
                node,
                f"instrument `{row['instrument']}` is not in instruments.yaml{close(row['instrument'], self.room.instruments)}",
            )
        self.order(at, node, row)
        relations = tuple(
            (kind, other) for r in row["relations"] for kind, other in r.items() if kind != "line" and other
        )
        return Provision(
            row["id"], row["instrument"], row["article"], row["asks"], row["topics"], row["from"], row["to"],
            relations, row["source"], self.verified(at, node, row), row["line"], row["note"],
            row["answered_by"], row["records_show"], row["to_ask"], row["sign_measures"], row["sign_questions"],
        )  # fmt: skip

    def assigned(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Assigned:
        """That the duty exists is checked over all rooms, as relations are: the list lies in another room."""
        for provision in row["provisions"]:
            self.cites(at, node, provision)
        return Assigned(row["id"], row["provisions"], row["line"])

    def ratification(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Ratification:
        if row["instrument"] not in self.room.instruments:
            at.wrong(
                node,
                f"instrument `{row['instrument']}` is not in instruments.yaml{close(row['instrument'], self.room.instruments)}",
            )
        instrument = self.room.instruments.get(row["instrument"])
        if instrument and row["ratified"] and not row["ended"]:
            instrument.ratified[row["country"]] = row["registered"] or "?"
        if not row["ratified"] and (row["registered"] or row["in_force"]):
            at.wrong(node, f"`{row['id']}` is not ratified and yet has a day of registration")
        return Ratification(
            row["id"], row["instrument"], row["country"], bool(row["ratified"]), row["registered"] or "",
            row["in_force"] or "", row["ended"] or "", row["declared"], row["source"],
            self.verified(at, node, row), row["note"], row["line"],
        )  # fmt: skip

    def order(self, at: At, node: yaml.Node, row: dict[str, Any]) -> None:
        if row["from"] and row["to"] and row["from"] > row["to"]:
            at.wrong(node, f"`from` {row['from']} is later than `to` {row['to']}")

    def cites(self, at: At, node: yaml.Node, provision: str) -> None:
        if provision not in self.room.provisions:
            at.wrong(
                node,
                f"provision `{provision}` is not in provisions.yaml{close(provision, self.room.provisions)}",
            )

    def dated(self, at: At, node: yaml.Node, row: dict[str, Any], value: Value | None = None) -> Dated:
        self.order(at, node, row)
        found = value or row["value"]
        return Dated(
            row["from"], row["to"], found, row["source"], self.verified(at, node, row),
            _where(row["where"]), row["note"], row["line"],
        )  # fmt: skip

    def rule(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Rule | None:
        self.cites(at, node, row["provision"])
        if bool(row["at_most"]) == bool(row["at_least"]):
            at.wrong(node, f"rule `{row['id']}` needs either at_most or at_least with one value or more")
            return None
        key = "at_most" if row["at_most"] else "at_least"
        nodes = nodes_under(node, key)
        values = tuple(self.dated(at, n, v) for n, v in zip(nodes, row[key], strict=True))
        self.in_order(at, nodes, values)
        return Rule(
            row["id"], row["provision"], row["topic"], row["title"], row["measure"], row["per"],
            key == "at_most", values, _applies(row["applies_to"]), row["beyond"] == "cannot-tell",
            row["beyond"] == "cannot-tell-without-agreed-year",
            row["settled_by"], row["advice"], row["entitlement"], bool(row["indicator"]), row["line"],
        )  # fmt: skip

    def in_order(self, at: At, nodes: list[yaml.Node], values: tuple[Dated, ...]) -> None:
        """Values for the same places must not overlap; a later one ends the one before."""
        last: dict[Where, Dated] = {}
        units = {v.value.unit for v in values}
        if len(units) > 1:
            at.wrong(nodes[0], f"one rule mixes units: {', '.join(sorted(units))}")
        for node, value in zip(nodes, values, strict=True):
            before = last.get(value.where)
            if before and value.start <= before.start:
                at.wrong(
                    node,
                    f"values stand in the order of their dates; {value.start} is not after {before.start}",
                )
            elif before and before.end and value.start <= before.end:
                at.wrong(node, f"the value from {value.start} overlaps the one that holds until {before.end}")
            last[value.where] = value

    def premiums(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Premiums:
        hours = [
            NormalHours(
                r["hours_system"],
                r["hours_period"],
                r["per"],
                self.dated(at, n, r),
                r["provision"],
                bool(r["plan_counts"]),
                bool(r["five_day_week"]),
            )
            for n, r in zip(nodes_under(node, "normal_hours"), row["normal_hours"], strict=True)
        ]
        bases = [
            HourlyBase(
                r["basis"], self.dated(at, n, r, r["hours"]), r["provision"], bool(r["at_most"]), r["down_to"]
            )
            for n, r in zip(nodes_under(node, "hourly_base"), row["hourly_base"], strict=True)
        ]
        cells = [
            PremiumCell(
                r["day"], r["hours"], r["time"], r["hours_system"], r["covered"], bool(r["time_off_in_lieu"]),
                r["beyond_in_month"], r["beyond_in_day"], bool(r["after_day_overtime"]), bool(r["beyond_week"]),
                self.dated(at, n, r, r["rate"]), r["provision"], r["label"],
            )
            for n, r in zip(nodes_under(node, "cells"), row["cells"], strict=True)
        ]  # fmt: skip
        leave = [
            UntakenLeave(self.dated(at, n, r, r["rate"]), r["provision"], r["label"])
            for n, r in zip(nodes_under(node, "untaken_leave"), row["untaken_leave"], strict=True)
        ]
        dated: tuple[tuple[str, list[Any]], ...] = (
            ("normal_hours", hours), ("hourly_base", bases), ("cells", cells), ("untaken_leave", leave),
        )  # fmt: skip
        for list_name, items in dated:
            for n, item in zip(nodes_under(node, list_name), items, strict=True):
                self.cites(at, n, item.provision)
        night = row["night"] or {"from": 1320, "to": 360}
        return Premiums(
            tuple(hours),
            tuple(bases),
            row["base_floor"] == "minimum-wage",
            (night["from"], night["to"]),
            tuple(cells),
            tuple(leave),
            row["hours_follow"] == "date",
        )

    def composition(self, at: At, node: yaml.Node, row: dict[str, Any]) -> WageComposition:
        sure = []
        for n, item in zip(nodes_under(node, "excluded"), row["excluded"], strict=True):
            self.verified(at, n, item)
            sure += item["components"]
        on_top = []
        for n, item in zip(nodes_under(node, "on_top"), row["on_top"], strict=True):
            # What is not verified must not make pay look short: it is left out of the comparison.
            if self.verified(at, n, item):
                on_top.append((_where(item["where"]).region, tuple(item["components"])))
        month_days = int(Decimal(row["month_days"] or "21.75") * 100)
        trainees = []
        for n, item in zip(nodes_under(node, "trainees"), row["trainees"], strict=True):
            self.verified(at, n, item)
            self.cites(at, n, item["provision"])
            trainees.append((item["until"], item["share"]))
        classes = []
        for n, item in zip(nodes_under(node, "classes"), row["classes"], strict=True):
            self.verified(at, n, {**item, "verified": True})
            classes.append(
                WageClass(item["class"], item["region"], item["sector"], item["not_sector"], item["up_to"])
            )
        return WageComposition(
            row["per"],
            month_days,
            tuple(sorted(trainees)),
            tuple(sure),
            tuple(on_top),
            tuple(row["on_top"]),
            tuple(classes),
            bool(row["unworked_holidays"]),
        )

    def question(self, at: At, node: yaml.Node, row: dict[str, Any]) -> Question | None:
        """Provisions of a question may lie in other rooms; a test over all rooms resolves them."""
        if row["kind"] == "choice" and not any(c["met"] for c in row["choices"]):
            at.wrong(node, f"question `{row['id']}` has no choice with `met: yes`")
        if row["kind"] in ("yes-no", "number", "percent") and not row["met"]:
            at.wrong(
                node, f"question `{row['id']}` does not say which answer meets the provision: `met: yes`"
            )
        choices = tuple((c["value"], c["text"], bool(c["met"])) for c in row["choices"])
        return Question(
            row["id"], row["topic"], tuple(row["provision"]), row["text"], row["help"], row["kind"],
            row["met"] or "", choices, row["evidence"], int(row["weight"]), row["only_if"], row["replaces"],
            _where(row["where"]), row["line"],
        )  # fmt: skip


def _keys(node: yaml.Node) -> set[str]:
    return {str(k.value) for k, _ in node.value} if isinstance(node, yaml.MappingNode) else set()


def _where(row: dict[str, Any] | None) -> Where:
    return Where(**{k: v for k, v in row.items() if k in Where.__struct_fields__}) if row else Where()


def _applies(row: dict[str, Any] | None) -> AppliesTo:
    if row is None:
        return AppliesTo(Where(), "", None, None, "", None, (), ())
    return AppliesTo(
        _where(row), row["sex"], row["age_below"], row["age_at_least"], row["condition"], row["last_days"],
        row["not_employment"], row["doubtful_jobs"],
    )  # fmt: skip


# --- minimum wages and calendar -----------------------------------------------------------------


def _read_wages(path: Path, context: Context) -> tuple[WageRow, ...]:
    if not path.exists():
        return ()
    currency = ROOM_CURRENCY.get(context.room.key, "CNY")
    rows, seen = [], set()
    for line, cells in _csv_rows(path, WAGE_COLUMNS, context.problems):
        row = _wage_row(path, line, cells, currency, context)
        if row is None:
            continue
        key = (row.region, row.wage_class, row.start)
        if key in seen:
            context.problems.add(
                _name(path), line, f"{row.region} class {row.wage_class} from {row.start} stands twice"
            )
        seen.add(key)
        rows.append(row)
    return tuple(rows)


def _wage_row(
    path: Path, line: int, cells: dict[str, str], currency: str, context: Context
) -> WageRow | None:
    problems, name = context.problems, _name(path)
    amounts: dict[str, int | None] = {}
    for column in ("monthly", "daily", "hourly"):
        try:
            amounts[column] = money(cells[column], currency)
        except ValueError:
            problems.add(
                name, line, f"{column} `{cells[column]}` is not an amount of {currency}, such as 2500 or 23.7"
            )
            return None
    source = context.room.sources.get(cells["source"])
    if source is None:
        problems.add(
            name,
            line,
            f"source `{cells['source']}` is not in sources.yaml{close(cells['source'], context.room.sources)}",
        )
        return None
    if cells["verified"] not in ("yes", "no"):
        problems.add(name, line, f"verified `{cells['verified']}` is neither yes nor no")
        return None
    if cells["verified"] == "yes" and source.kind == "none":
        problems.add(name, line, f"source `{source.id}` was not read, so the row cannot be verified")
    try:
        start = date.fromisoformat(cells["from"])
        end = date.fromisoformat(cells["to"]) if cells["to"] else None
    except ValueError as error:
        problems.add(name, line, f"{error}; write dates as 2025-03-01")
        return None
    if all(v is None for v in amounts.values()):
        problems.add(name, line, "no amount at all; a row with nothing established is left out")
        return None
    return WageRow(
        cells["region"], cells["class"], start, end, amounts["monthly"], amounts["daily"], amounts["hourly"],
        cells["verified"] == "yes" and source.kind != "none", source.id, line,
    )  # fmt: skip


def _read_calendar(folder: Path, context: Context) -> Calendar | None:
    head = _read_one(folder / "calendar.yaml", CALENDAR, context.problems, lambda at, node, row: row)  # noqa: ARG005
    if head is None or head["covers"] is None:
        return None
    path, days = folder / "calendar.csv", []
    first, last = head["covers"]["from"], head["covers"]["to"]
    for line, cells in _csv_rows(path, CALENDAR_COLUMNS, context.problems) if path.exists() else []:
        if cells["kind"] not in CALENDAR_KINDS:
            context.problems.add(
                _name(path), line, f"kind `{cells['kind']}` is not one of {', '.join(CALENDAR_KINDS)}"
            )
            continue
        day = date.fromisoformat(cells["date"])
        if not first <= day <= last:
            context.problems.add(
                _name(path), line, f"{day} lies outside {first} to {last}, which calendar.yaml covers"
            )
        if cells["source"] not in context.room.sources:
            context.problems.add(_name(path), line, f"source `{cells['source']}` is not in sources.yaml")
        days.append(
            CalendarDay(
                day, cells["kind"], {"en": cells["name_en"], "local": cells["name_local"]}, cells["source"]
            )
        )
    rest = tuple(WEEKDAYS.index(d) for d in head["default_rest_days"])
    legal = int(head["legal_rest_days"]) if head["legal_rest_days"] else None
    return Calendar(
        (first, last),
        WEEKDAYS.index(head["week_starts"]),
        rest,
        legal,
        tuple(days),
        head["substitute"] != "none",
    )


# --- dated look-ups -----------------------------------------------------------------------------


def in_force(values: Iterable[Dated], day: date) -> list[Dated]:
    """The values that hold on a day, one for each place: a later value for the same place ends an earlier."""
    latest: dict[Where, Dated] = {}
    for value in values:
        if value.start <= day and (value.where not in latest or latest[value.where].start < value.start):
            latest[value.where] = value
    return [v for v in latest.values() if v.end is None or v.end >= day]


def spans(values: Sequence[Dated]) -> list[tuple[date, date | None, Dated]]:
    """Each value with the first day and the day after its last (None: open), later ones ending earlier ones."""
    out = []
    for i, value in enumerate(values):
        end = value.end + timedelta(days=1) if value.end else None
        following = next((v.start for v in values[i + 1 :] if v.where == value.where), None)
        stops = [d for d in (end, following) if d is not None]
        out.append((value.start, min(stops) if stops else None, value))
    return out

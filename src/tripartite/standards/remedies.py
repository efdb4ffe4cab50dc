"""What a worker can do: the file contacts.yaml of a room as contacts, time limits and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tripartite.plain_yaml import yaml
from tripartite.standards.fields import At, nodes_under
from tripartite.standards.schema import Contact, Phone, Remedy, Step, TimeLimit

if TYPE_CHECKING:
    from tripartite.standards.load import Context


def make_remedy(context: Context, at: At, node: yaml.Node, row: dict[str, Any]) -> Remedy:
    """A room's remedy from its read file. Mistakes go to `at`."""
    contacts = _each(node, "contacts", row["contacts"])
    limits = _each(node, "time_limits", row["time_limits"])
    steps = _each(node, "steps", row["steps"])
    _unique(at, [*contacts, *limits])
    return Remedy(
        tuple(_contact(context, at, n, r) for n, r in contacts),
        tuple(_time_limit(context, at, n, r) for n, r in limits),
        tuple(_step(context, at, n, r) for n, r in steps),
    )


def _each(node: yaml.Node, key: str, rows: tuple[Any, ...]) -> list[tuple[yaml.Node, dict[str, Any]]]:
    return list(zip(nodes_under(node, key), rows, strict=True))


def _unique(at: At, items: list[tuple[yaml.Node, dict[str, Any]]]) -> None:
    seen: set[str] = set()
    for node, row in items:
        if row["id"] in seen:
            at.wrong(node, f"`{row['id']}` stands twice; ids are unique")
        seen.add(row["id"])


def _contact(context: Context, at: At, node: yaml.Node, row: dict[str, Any]) -> Contact:
    verified = context.verified(at, node, row)
    if verified and not (row["phones"] or row["url"] or row["address"] or row["note"]):
        at.wrong(
            node, f"contact `{row['id']}` has no phone, url or address, and no note that says how to reach it"
        )
    if not verified and not row["note"]:
        at.wrong(node, f"contact `{row['id']}` is not verified, and no note says what was not read")
    phones = tuple(Phone(p["number"], p["languages"], p["note"]) for p in row["phones"])
    return Contact(
        row["id"], row["kind"], row["name"], row["for"], row["who"], phones, row["url"], row["address"],
        row["languages"], row["cost"], row["hours"] or "", row["source"], verified, row["note"], row["line"],
    )  # fmt: skip


def _time_limit(context: Context, at: At, node: yaml.Node, row: dict[str, Any]) -> TimeLimit:
    if row["value"].unit not in ("day", "month", "year"):
        at.wrong(node, f"`{row['value'].written}` is no time; write it as 1 y, 6 mo or 60 d")
    return TimeLimit(
        row["id"], row["for"], row["value"], row["text"], _cited(context, at, node, row), row["source"],
        context.verified(at, node, row), row["line"],
    )  # fmt: skip


def _step(context: Context, at: At, node: yaml.Node, row: dict[str, Any]) -> Step:
    return Step(row["text"], _cited(context, at, node, row), row["source"], context.verified(at, node, row))


def _cited(context: Context, at: At, node: yaml.Node, row: dict[str, Any]) -> str:
    if row["provision"]:
        context.cites(at, node, row["provision"])
    return str(row["provision"])

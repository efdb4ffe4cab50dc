"""The names that rules may use for measures, with each measure's unit and grain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct

F = TypeVar("F", bound=Callable[..., Any])


class Measure(Struct, frozen=True):
    """A named quantity. unit: minute, day, count, bp, year or money. scope: worker or facility.

    terms: whether it depends on a standard's normal hours and premiums.
    """

    name: str
    function: Callable[..., Any]
    unit: str
    per: str
    scope: str
    terms: bool
    explains: str


MEASURES: dict[str, Measure] = {}


def measure(*, unit: str, per: str, scope: str = "worker", terms: bool = False) -> Callable[[F], F]:
    """Register a function of the panel under its own name; its docstring says what it measures."""

    def register(function: F) -> F:
        if function.__name__ in MEASURES:
            raise ValueError(f"there are two measures of the name {function.__name__}")
        explains = " ".join((function.__doc__ or "").split())
        MEASURES[function.__name__] = Measure(function.__name__, function, unit, per, scope, terms, explains)
        return function

    return register

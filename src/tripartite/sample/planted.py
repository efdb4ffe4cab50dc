"""What a generator planted: each fault with its worker, period and amount, as a check should find it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One finding to be expected. worker is None where it is of the facility; owed is in minor units."""

    worker: str | None
    start: date
    end: date
    observed: int
    owed: int | None = None


@dataclass
class Planted:
    """The truth about a sample.

    faults: by rule, what a check must find and nothing more, where the rule's value is verified. beside:
    faults that are in the records of which the law leaves open whether they are findings.
    incomplete: worker-days whose hours the files do not hold. rejected: rows per file that fit no table.
    """

    seed: int
    workers: int
    first: date
    last: date
    check_with: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    beside: dict[str, list[Fault]] = field(default_factory=dict)
    incomplete: list[tuple[str, date]] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, rule: str, fault: Fault) -> None:
        self.faults.setdefault(rule, []).append(fault)

    def add_beside(self, rule: str, fault: Fault) -> None:
        self.beside.setdefault(rule, []).append(fault)

    def owed(self, rule: str) -> int:
        return sum(f.owed or 0 for f in self.faults.get(rule, []))

    def as_json(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "workers": self.workers,
            "period": {"from": self.first.isoformat(), "to": self.last.isoformat()},
            "check_with": self.check_with,
            "rules": {rule: _told(faults) for rule, faults in sorted(self.faults.items())},
            "beside": {rule: _told(faults) for rule, faults in sorted(self.beside.items())},
            "incomplete_days": len(self.incomplete),
            "incomplete": [[w, d.isoformat()] for w, d in self.incomplete],
            "rejected": self.rejected,
            "counts": self.counts,
        }

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _told(faults: list[Fault]) -> dict[str, Any]:
    rows = sorted(faults, key=lambda f: (f.worker or "", f.start))
    return {
        "findings": len(rows),
        "people": len({f.worker for f in rows if f.worker}),
        "owed": sum(f.owed for f in rows if f.owed) if any(f.owed is not None for f in rows) else None,
        "list": [[f.worker, f.start.isoformat(), f.end.isoformat(), f.observed, f.owed] for f in rows],
    }

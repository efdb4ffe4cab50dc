"""A check's few figures for lists and for those who see no more."""

from __future__ import annotations

from typing import Any

from tripartite.reports import ranking


def figures_of(summary: dict[str, Any]) -> dict[str, Any]:
    """Workers, people affected, sums owed and rules not met; no personal data."""
    return {
        "workers": summary["workers"],
        "people": summary["people_affected"],
        "rules": len(ranking.broken(summary)),
        "told": len(ranking.told(summary)),
        "owed": {currency: owed["total"] for currency, owed in summary["back_pay"].items()},
        "least": ranking.is_least(summary),
        "signs": len(summary["integrity"]),
        "rejects": summary["rejects"],
    }

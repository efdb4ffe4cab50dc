"""Pay cases as what a worker types into the form."""

from __future__ import annotations

import re
from typing import Any


def typed_from(case: dict[str, Any]) -> dict[str, Any]:
    """The fields of the form that give a case of `tripartite pay`."""
    bare = {k: re.sub(r"\s*[A-Z]{3}$", "", str(v)) for k, v in case.items() if k not in ("hours", "paid")}
    out: dict[str, Any] = {"by": "totals", "basis": "monthly", **bare}
    out.pop("country")
    out.update({k: str(v).removesuffix(" h") for k, v in (case.get("hours") or {}).items()})
    out.update(
        {f"paid_{k}": re.sub(r"\s*[A-Z]{3}$", "", str(v)) for k, v in (case.get("paid") or {}).items()}
    )
    return out

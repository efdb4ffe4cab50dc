"""Pages that were made to be printed, shown by the site: each brings its own style, with the fonts of its scripts."""

from __future__ import annotations

import base64
import hashlib
import re

from csp.constants import SELF
from django.http import HttpResponse

STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


def shown(page: str) -> HttpResponse:
    """The page, with its style and the fonts within it let in by the style's hash: the site's policy lets no other in."""
    response = HttpResponse(page, headers={"Cache-Control": "private, no-store"})
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in STYLE.findall(page)
    ]
    # As csp.decorators.csp_update does, which knows no page.
    response._csp_update = {"style-src": [SELF, *hashes], "font-src": [SELF, "data:"]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response

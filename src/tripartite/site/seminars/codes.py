"""QR codes of the site's addresses, as pictures that stand in a page."""

from __future__ import annotations

from io import BytesIO

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def picture(text: str) -> SafeString:
    """The code of a text as SVG, sized by the style sheet."""
    into = BytesIO()
    # A short text would become a Micro QR code, which no telephone's camera reads.
    segno.make_qr(text, error="m").save(
        into, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#fff"
    )
    return mark_safe(into.getvalue().decode())  # noqa: S308 - drawn by segno from an address of ours


def address(request: HttpRequest, name: str, **arguments: object) -> str:
    """A page's whole address in the language of this one."""
    return request.build_absolute_uri(reverse(name, kwargs=arguments))

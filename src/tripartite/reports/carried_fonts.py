"""Fonts that a page carries with it, where it holds a script that many machines cannot show."""

from __future__ import annotations

import base64
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
CARRIED = (
    (
        "noto-sans-myanmar",
        "Noto Sans Myanmar Carried",
        "U+1000-109F,U+A9E0-A9FF,U+AA60-AA7F,U+200B-200D,U+25CC",
    ),
    ("noto-sans-thai", "Noto Sans Thai Carried", "U+0E01-0E5B,U+200C-200D,U+25CC"),
)
SCRIPTS = {
    "noto-sans-myanmar": re.compile("[\u1000-\u109f]"),
    "noto-sans-thai": re.compile("[\u0e01-\u0e5b]"),
}


def font_faces(text: str) -> str:
    """CSS that carries the fonts of the scripts that `text` holds; empty where it holds none of them."""
    faces = []
    for file, family, letters in CARRIED:
        if SCRIPTS[file].search(text):
            data = base64.b64encode((FOLDER / f"{file}.woff2").read_bytes()).decode()
            faces.append(
                f'@font-face {{ font-family: "{family}"; unicode-range: {letters}; font-display: block; '
                f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
            )
    return "\n".join(faces)

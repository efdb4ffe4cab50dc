"""JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) leaves, and JSON read so strictly that it can be signed."""

from __future__ import annotations

import json
import math
import re
from typing import Any

EXACT = 2**53  # whole numbers up to here are exact in the doubles that RFC 8785 counts in


def canonical(node: object) -> bytes:
    """The canonical bytes of a JSON value. Raises ValueError for what JSON or RFC 8785 cannot hold."""
    return _text(node).encode("utf-8")


def read_strictly(data: bytes) -> Any:
    """JSON in UTF-8 in which no key of an object stands twice: two readers could see two contents. Raises ValueError."""
    return json.loads(data.decode("utf-8"), object_pairs_hook=_no_key_twice, parse_constant=_no_constant)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _text(node: object) -> str:
    if node is None or isinstance(node, bool):
        return json.dumps(node)
    if isinstance(node, str):
        node.encode("utf-8")  # a lone surrogate is no text: UnicodeEncodeError is a ValueError
        return json.dumps(node, ensure_ascii=False)
    if isinstance(node, int | float):
        return _number(node)
    if isinstance(node, list | tuple):
        return "[" + ",".join(_text(x) for x in node) + "]"
    if isinstance(node, dict):
        # Sorted by UTF-16 code units, as RFC 8785 asks: big-endian bytes compare like them.
        keys = sorted(node, key=lambda k: k.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(k)}:{_text(node[k])}" for k in keys) + "}"
    raise ValueError(f"{type(node).__name__} is no JSON")


def _number(x: float) -> str:
    """A number as ECMAScript writes it: the shortest digits that lead back to the same double."""
    if isinstance(x, int):
        if abs(x) > EXACT:
            raise ValueError(f"{x} is too large to be exact; write it as text")
        return str(x)
    if not math.isfinite(x):
        raise ValueError(f"{x} is no JSON")
    if x == 0:
        return "0"
    sign = "-" if x < 0 else ""
    whole, fraction, power = re.fullmatch(r"(\d+)(?:\.(\d+))?(?:e([+-]\d+))?", repr(abs(x))).groups("")  # type: ignore[union-attr]
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = digits[0] + ("." + digits[1:] if digits[1:] else "")
    return f"{sign}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"

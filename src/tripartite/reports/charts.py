"""Charts as inline SVG. Lengths are shares of the width, so bars stretch with the page and letters do not."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tripartite.reports.figures import Spread
    from tripartite.reports.wording import Words

SLIVER = 0.8  # per cent: two in a million is not none, and stays visible
PLOT_HEIGHT, LABEL_HEIGHT = 84, 20


def bar(part: float, css: str = "bar") -> str:
    """A share of 0 to 1 as a bar. Decoration: the figure stands beside it in words."""
    wide = max(part * 100, SLIVER) if part else 0
    return (
        f'<svg class="bar-line" width="100%" height="10" aria-hidden="true"><rect class="rail" width="100%" height="10"/>'
        f'<rect class="{css}" width="{min(wide, 100):.2f}%" height="10"/></svg>'
    )


def shares(parts: Sequence[tuple[str, int, str]], label: str) -> str:
    """Numbers that make up a whole, as (class, number, name): one divided bar and its key."""
    shown = [(css, n, name) for css, n, name in parts if n]
    total = sum(n for _, n, _ in shown) or 1
    widths = [max(100 * n / total, SLIVER) for _, n, _ in shown]
    scale = 100 / sum(widths) if widths else 1
    x, bars = 0.0, ""
    for (css, _, _), wide in zip(shown, widths, strict=True):
        bars += f'<rect class="{css}" x="{x * scale:.2f}%" width="{wide * scale:.2f}%" height="14"/>'
        x += wide
    key = "".join(
        f'<li><svg class="key" width="12" height="12" aria-hidden="true"><rect class="{css}" width="12" height="12"/></svg>'
        f"{escape(name)} <b>{n:,}</b></li>"
        for css, n, name in shown
    )
    return (
        f'<div class="shares"><p class="label">{escape(label)}</p>'
        f'<svg class="shares-bar" width="100%" height="14" aria-hidden="true">{bars}</svg><ul class="keys">{key}</ul></div>'
    )


@dataclass(frozen=True)
class Reading:
    """A spread in words: what it shows, each column's name, and its edges' names where columns have none of their own."""

    title: str
    columns: list[str]
    edges: list[str]
    below: str

    def told(self, counts: Sequence[int]) -> str:
        """The figures as a sentence, for those who do not see the chart."""
        figures = "; ".join(f"{name}: {n:,}" for name, n in zip(self.columns, counts, strict=True))
        return f"{self.title}. {figures}"


def reading(spread: Spread, unit: str, currency: str, w: Words) -> Reading:
    """How far beyond the limit findings lie, in words."""
    scale, name = _scale(spread, unit, currency, w)
    edges = [brief((spread.first + i * spread.width) / scale) for i in range(len(spread.counts) + 1)]
    each = spread.first and spread.width == 1
    columns = edges[:-1] if each else [f"{a}–{b}" for a, b in pairwise(edges)]
    if spread.open_ended:
        columns[-1] = edges[-1] = f"{edges[-2]}+"
    below = w.fill(
        "beyond_half", x=w.distance(spread.median, unit, currency), y=w.distance(spread.most, unit, currency)
    )
    return Reading(w.fill("beyond", unit=name), columns, [] if each else edges, below)


def histogram(spread: Spread, unit: str, currency: str, w: Words) -> str:
    """How far beyond the limit findings lie, with the figures as its text alternative and the median below."""
    read = reading(spread, unit, currency, w)
    axis = _edges(read.edges, open_ended=spread.open_ended) if read.edges else _middles(read.columns)
    return (
        f'<figure class="spread"><figcaption>{escape(read.title)}</figcaption>'
        f'<svg width="100%" height="{PLOT_HEIGHT + LABEL_HEIGHT}" role="img" aria-label="{escape(read.told(spread.counts))}">'
        f'{_columns(spread.counts)}{axis}</svg><p class="soft">{escape(read.below)}</p></figure>'
    )


def _columns(counts: Sequence[int]) -> str:
    step, top, out = 100 / len(counts), max(counts), ""
    for i, n in enumerate(counts):
        high = max((PLOT_HEIGHT - 18) * n / top, 1.5) if n else 0
        out += (
            f'<rect class="broken" x="{i * step + step * 0.04:.2f}%" width="{step * 0.92:.2f}%" '
            f'y="{PLOT_HEIGHT - high:.1f}" height="{high:.1f}"/>'
        )
        if n:
            out += _text(brief(n), (i + 0.5) * step, PLOT_HEIGHT - high - 4, css="n")
    return out + f'<line class="axis" x1="0" x2="100%" y1="{PLOT_HEIGHT}" y2="{PLOT_HEIGHT}"/>'


def _middles(labels: Sequence[str]) -> str:
    step = 100 / len(labels)
    return "".join(_text(label, (i + 0.5) * step, PLOT_HEIGHT + 15) for i, label in enumerate(labels))


def _edges(edges: Sequence[str], *, open_ended: bool) -> str:
    """Names of the edges between columns; an open end has none, its column says `and more` at its left edge."""
    last = len(edges) - 1
    step = 100 / last
    shown = [*edges[:-2], edges[-1]] if open_ended else edges
    return "".join(
        _text(
            edge, i * step, PLOT_HEIGHT + 15, anchor="start" if i == 0 else "end" if i == last else "middle"
        )
        for i, edge in enumerate(shown)
    )


def _text(text: str, x: float, y: float, *, anchor: str = "middle", css: str = "") -> str:
    shown = f' class="{css}"' if css else ""
    return f'<text{shown} x="{x:.2f}%" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _scale(spread: Spread, unit: str, currency: str, w: Words) -> tuple[float, str]:
    from tripartite.reports.wording import MINOR_DIGITS

    if unit == "minute" and spread.width % 60 and spread.width < 30:
        return 1, w.of("unit_names", "minute")
    if unit == "minute":
        return 60, w.of("unit_names", "hour")
    if unit == "money":
        return 10 ** MINOR_DIGITS.get(currency, 2), currency
    return (100 if unit == "bp" else 1), w.of("unit_names", unit)


def brief(n: float) -> str:
    """A number in at most about five signs: 950, 1.2k, 35k, 4.1M."""
    for size, letter in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if n >= size and (letter != "k" or n >= 10_000 or n % 100 == 0):
            return f"{n / size:.3g}{letter}"
    return f"{n:,.0f}" if n == int(n) else f"{n:.3g}"

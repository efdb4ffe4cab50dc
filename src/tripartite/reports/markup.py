"""The few shapes that a report page is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Column:
    """A table's column: its name and its class, `n` for numbers, `chart`, `keep` for what must not break."""

    name: str
    css: str = ""


def section(key: str, title: str, *parts: str) -> str:
    return f'<section id="{key}" aria-labelledby="{key}-title"><h2 id="{key}-title">{escape(title)}</h2>{"".join(parts)}</section>'


def paragraph(text: str, css: str = "") -> str:
    return f"<p{_class(css)}>{escape(text)}</p>" if text else ""


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], caption: str = "", css: str = "") -> str:
    """A table whose cells are HTML. The first cell heads its row; roles and labels serve narrow screens."""
    head = "".join(_header(c) for c in columns)
    body = "".join(_row(columns, cells) for cells in rows)
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<table role="table"{_class(css)}>{named}<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _header(column: Column) -> str:
    if not column.name:
        return f'<td role="cell"{_class(column.css)}></td>'
    return f'<th scope="col" role="columnheader"{_class(column.css)}>{escape(column.name)}</th>'


def _row(columns: Sequence[Column], cells: Sequence[str]) -> str:
    first = f'<th scope="row" role="rowheader"{_class(columns[0].css)}>{cells[0]}</th>'
    rest = "".join(
        f'<td role="cell"{_class(c.css)}{f" data-label={chr(34)}{escape(c.name)}{chr(34)}" if c.name and cell else ""}>{cell}</td>'
        for c, cell in zip(columns[1:], cells[1:], strict=True)
    )
    return f'<tr role="row">{first}{rest}</tr>'


def dated(text: str) -> str:
    """A text as HTML whose dates do not break at their hyphens."""
    return DATE.sub(r'<span class="keep">\g<0></span>', escape(text))


def facts(pairs: Iterable[tuple[str, str]], css: str = "facts") -> str:
    """Names and values (HTML) as a definition list."""
    body = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in pairs if value)
    return f'<dl class="{css}">{body}</dl>'


def items(texts: Iterable[str], css: str = "plain") -> str:
    body = "".join(f"<li>{t}</li>" for t in texts)
    return f'<ul class="{css}">{body}</ul>' if body else ""


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""

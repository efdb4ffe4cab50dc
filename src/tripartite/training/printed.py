"""The frame of a page that is printed: readable, without scripts, in the seminar's language."""

from __future__ import annotations

from html import escape

from tripartite.reports.carried_fonts import font_faces
from tripartite.reports.wording import HTML_LANGUAGE
from tripartite.training.values import Seminar

CSS = """
:root { color-scheme: light; }
body { font: 1rem/1.6 "Noto Sans Myanmar Carried", "Noto Sans Thai Carried", system-ui, "Noto Sans", "Noto Sans SC", "Noto Sans JP", sans-serif;
  max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.2rem; } h3 { font-size: 1.05rem; }
:lang(my) body { line-height: 1.8; } :lang(my) h1, :lang(my) h2, :lang(my) h3, :lang(th) h1, :lang(th) h2, :lang(th) h3 { line-height: 1.6; }
.slide { border: 1px solid #767676; padding: 1.5rem; margin: 1rem 0; font-size: 1.25rem; }
.question { margin: 1.25rem 0; break-inside: avoid; }
.question ol { list-style: none; padding-left: 0; } .question li { margin: .35rem 0; display: flex; gap: .6rem; }
.box { flex: none; width: 1rem; height: 1rem; border: 1.5px solid #111; margin-top: .25rem; }
.round { border-radius: 50%; } .right { background: #111; }
.line { display: inline-block; min-width: 9rem; border-bottom: 1.5px solid #111; }
.given { white-space: pre-line; } .why { border-left: 3px solid #555; padding-left: .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { border: 1px solid #767676; padding: .3rem .4rem; text-align: left;
  vertical-align: top; } pre { white-space: pre-wrap; font-size: .8rem; background: #f4f4f4; padding: .6rem; }
footer { margin-top: 2rem; font-size: .875rem; color: #444; }
@media print { @page { margin: 16mm; } body { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
  .slide { break-after: page; border: 0; padding: 0; font-size: 20pt; } }
"""


def page(title: str, body: str, seminar: Seminar) -> str:
    """A whole HTML page; at its foot the country and the day that its values are of."""
    lang = HTML_LANGUAGE.get(seminar.lang, seminar.lang)
    foot = f"{seminar.words.of('countries', seminar.country)} · {seminar.day.isoformat()}"
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{font_faces(title + body + foot)}{CSS}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<footer>{escape(foot)}</footer>\n</body>\n</html>\n"
    )

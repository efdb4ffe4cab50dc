from __future__ import annotations

import copy
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from made_up_check import made_up

from tripartite.check.store import FINDINGS
from tripartite.reports import html
from tripartite.reports.wording import languages

CSS = (Path(html.__file__).parent / "page.css").read_text(encoding="utf-8")
VOID = {"meta", "br", "rect", "line"}


class Page(HTMLParser):
    """Checks that tags are closed in order, and keeps what tests ask about."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.headings, self.addresses = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        self.links += [attrs["href"]] if "href" in attrs else []
        self.addresses += [v for k, v in attrs.items() if k in ("src", "href", "action", "data")]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module", params=languages())
def page(request, check):
    return html.render(check[0], request.param, check[1])


def test_the_page_is_well_formed_and_its_links_lead_somewhere(page):
    parsed = Page(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {link[1:] for link in parsed.links} <= set(parsed.ids)
    assert all(link.startswith("#") for link in parsed.addresses)


def test_headings_do_not_skip_a_level(page):
    levels = Page(page).headings
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_nothing_is_asked_of_a_network(page):
    assert "<script" not in page
    assert "@import" not in page
    assert re.findall(r"url\((?!#hatch|\"data:font/woff2;)", page) == []
    assert "default-src 'none'" in page


def test_it_says_what_was_found(check):
    text = html.render(check[0], "en", check[1])
    for piece in (
        "586", "people are affected", "of 600 checked", "1,206,126", "at the least, owed in back pay", "Labour Law", "中华人民共和国劳动法", "article 41",
        "98 h 7 min", "at most 36 h", "Weekly Rest (Industry) Convention, 1921 (No. 14)", "ratified by China, 1934",
        "This is information, not legal advice.", "The special reason for overtime above 1 hour", "strong sign",
        "honest records show this in at most 0.5 % of cases", "the terminal&#x27;s clock had failed", "at least so much",
    ):  # fmt: skip
        assert piece in text, piece


def test_child_labour_comes_before_what_touches_more_people(check):
    text = html.render(check[0], "en", check[1])
    assert text.index("rule-cn-minimum-age") < text.index("rule-cn-overtime-in-a-month")


def test_signs_are_never_called_proof_or_findings_of_fraud(page):
    assert re.search(r"\b(fraud|falsified|fake|proven)\b|造假|伪造", page) is None


def test_small_groups_are_left_out_and_counted(check):
    text = html.render(check[0], "en", check[1])
    assert "车缝工 Sewing" in text
    assert "Line leader" not in text
    assert "1 job is not shown because it has fewer than 5 women or men." in text


def test_a_clean_check_says_so():
    summary, con = made_up(findings=False, gaps=False)
    text = html.render(summary, "en", con)
    assert "The records show no rule broken." in text
    assert 'id="back-pay"' not in text
    assert 'id="topics"' not in text
    assert "The screen found no sign." in text
    Page(text)


def test_a_check_that_could_tell_nothing_does_not_sound_clean(summary):
    silent = copy.deepcopy(summary)
    silent["people_affected"], silent["people"], silent["back_pay"], silent["back_pay_by_month"] = (
        0,
        [],
        {},
        {},
    )
    for r in silent["rules"]:
        r["met"] = r["not_met"] = 0
        r["cannot_tell"], r["worst"], r["sample"] = r["applicable"], None, None
    text = html.render(silent, "en")
    assert "The records could not answer any rule." in text
    assert "no rule broken" not in text
    Page(text)


def test_a_check_of_nothing_at_all_is_a_page_too(summary):
    empty = copy.deepcopy(summary)
    empty.update(
        workers=0, worker_days=0, facilities=0, people_affected=0, people=[], back_pay={}, back_pay_by_month={}, files=[],
        rules=[], unsettled=[], assumptions=[], indicators=[], integrity=[], period={"from": None, "to": None},
    )  # fmt: skip
    con = duckdb.connect()
    con.execute(FINDINGS)
    for lang in languages():
        Page(html.render(empty, lang, con))


def test_names_from_files_cannot_become_markup(check):
    summary, _ = check
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>${title}$'
    summary = copy.deepcopy(summary)
    summary["facility"] = evil
    summary["files"][0]["file"] = evil
    summary["indicators"][0]["job"] = evil
    summary["people"][0]["worker"] = evil
    summary["integrity"][0]["evidence"]["examples"] = [[evil]]
    con = duckdb.connect()
    con.execute(FINDINGS)
    con.execute(
        'CREATE TABLE rejects (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, reason VARCHAR, value VARCHAR)'
    )
    con.execute("INSERT INTO rejects VALUES (?, NULL, 1, 'x', ?, ?)", [evil, evil, evil])
    text = html.render(summary, "en", con)
    assert "<script" not in text
    assert "<img" not in text
    Page(text)


def test_a_name_that_is_no_unicode_can_be_written(summary, tmp_path):
    html.write(tmp_path / "report.html", {**summary, "facility": "fabrik\udcfc"})
    assert "fabrik\\udcfc" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_several_facilities_are_named():
    summary, con = made_up(scale=3)
    text = html.render(summary, "en", con)
    assert "Facilities most affected" in text
    assert "3 facilities" in text


def _colours(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a, b):
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "block", re.findall(r":root \{(.*?)\}", CSS, re.DOTALL), ids=["light", "dark", "print"]
)
def test_colours_have_the_contrast_that_wcag_asks(block):
    c = _colours(block)
    for ink in ("ink", "soft", "accent", "bad"):
        assert _contrast(c[ink], c["paper"]) >= 4.5, ink
    for graphic in ("bad", "ok", "accent", "unsure"):
        assert _contrast(c[graphic], c["paper"]) >= 3, graphic
    assert _contrast(c["unsure"], c["unsure-ground"]) >= 3


def test_a_report_does_not_load_what_costs_a_small_check_its_time():
    """Numpy and DuckDB are there already; a template engine or a spreadsheet library would not be."""
    code = "import sys, tripartite.reports.html, tripartite.reports.xlsx, tripartite.reports.terminal; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"jinja2", "xlsxwriter", "pyarrow", "pandas", "babel"} & set(loaded)


def test_months_in_which_nothing_is_owed_are_shown(summary):
    text = html.render({**summary, "back_pay_by_month": {"2024-11": 500, "2025-02": 700}}, "en")
    assert all(f">{month}<" in text for month in ("2024-11", "2024-12", "2025-01", "2025-02"))
    assert ">2025-03<" not in text

"""The report as PDF: every language, every figure, hostile names, and what a reader with a screen reader needs."""

from __future__ import annotations

import copy
import io
import re
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest
from made_up_check import made_up
from pypdf import PdfReader

from tripartite.check.store import FINDINGS
from tripartite.cli import main
from tripartite.reports import pdf
from tripartite.reports.folder import ResultsError, write_all
from tripartite.reports.pdf_content import content
from tripartite.reports.printable import ISOLATE, POP, UNKNOWN, fit
from tripartite.reports.wording import HTML_LANGUAGE, languages, words

HOSTILE = (
    '#panic("x") $x$ *bold* _it_ `raw` <label> @ref \\ // /* = heading',
    '"}]}, "sections": [] #read("/etc/passwd")',
    "bell\x07 null\x00 escape\x1b[31m tab\t line\nbreak \u2028 \ud800 \ue000 \u0378",
    "N" * 200,
    "ش" * 40 + " 123 \u202e gnp.exe",
    "\U0001f469\u200d\U0001f3ed \u0e01\u0e33 \u1000\u103b \ud55c\uad6d",
)


def reader(data):
    return PdfReader(io.BytesIO(data))


def text_of(data):
    """The text of all pages in one line, without the marks that only say where a line may break."""
    pages = " ".join(page.extract_text() for page in reader(data).pages)
    return re.sub(r"\s+", " ", re.sub("[\u200b\u2068\u2069]", "", pages))


@pytest.fixture(scope="module")
def english(check):
    return pdf.render(check[0], "en", check[1])


@pytest.fixture(scope="module", params=languages())
def translated(request, check):
    """A language, the document in it, and the text of each of its pages."""
    data = pdf.render(check[0], request.param, check[1])
    return request.param, data, [page.extract_text() for page in reader(data).pages]


def test_every_language_is_tagged_titled_and_says_its_language(translated):
    lang, data, pages = translated
    read = reader(data)
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own kind of truth
    assert root["/StructTreeRoot"]
    assert root["/Lang"].split("-")[0] == HTML_LANGUAGE.get(lang, lang).split("-")[0]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert words(lang)["title"] in read.metadata.title
    text = " ".join(pages)
    for figure in (
        "586",
        "1,206,126.43",
        "1,186,158.97",
        "19,967.46",
        "2025-01-01",
        "F0002886",
        "109,780.80",
    ):
        assert figure in text, figure


def test_fonts_are_embedded_and_hold_every_letter(translated):
    """Typst refuses PDF/UA with a letter that no font holds; here the file itself is asked as well."""
    _, data, pages = translated
    assert UNKNOWN not in " ".join(pages)
    for page in reader(data).pages:
        for font in page["/Resources"]["/Font"].values():
            face = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(face["/FontDescriptor"].get_object())


def test_stacked_letters_can_be_read_out(check):
    """Shaping reorders Burmese and Thai; the letters as they were written stand beside the shapes."""
    for lang, letters in (("my", "ကြ"), ("th", "ที่")):
        streams = b"".join(p.get_contents().get_data() for p in reader(pdf.render(check[0], lang)).pages)
        spoken = [
            bytes.fromhex(h.decode()).decode("utf-16") for h in re.findall(rb"/ActualText<(\w+)>", streams)
        ]
        assert any(letters in s for s in spoken)


def test_it_says_what_was_found(english):
    text = text_of(english)
    for piece in (
        "Check of working conditions", "东莞市", "people are affected", "of 600 checked", "at the least, owed in back pay",
        "China, CN-GD", "600 workers, 150,112 days of work", "Labour Law (中华人民共和国劳动法), article 41", "98 h 7 min",
        "at most 36 h", "412 of 600", "Certainty: 2,691 certain, 307 at least so much", "ratified by China, 1934-05-17",
        "What could not be told", "The special reason for overtime above 1 hour", "strong sign",
        "honest records show this in at most 0.5 % of cases", "Signs are reasons to look.", "What was assumed",
        "How this was made", "by tripartite 0.1.0", "This is information, not legal advice.", "1 / 1",
    ):  # fmt: skip
        assert piece in text, piece


def test_child_labour_comes_before_what_touches_more_people(english):
    text = text_of(english)
    assert text.index("Work under the age of sixteen") < text.index("Overtime in a month above 36 hours")


def test_charts_have_their_figures_as_a_text_alternative(check):
    told = content(check[0], words("en"), check[1])
    charts = [
        b["spread"]["alt"]
        for section in told["sections"]
        for b in section["blocks"]
        if b["kind"] == "breach" and b["spread"]
    ]
    assert any(
        alt.startswith("How far beyond the limit, in hours. 0–10: 1,444; 10–20: 447") for alt in charts
    )
    read = reader(pdf.render(check[0], "en", check[1]))
    alternatives = {str(o["/Alt"]) for o in _objects(read) if isinstance(o, dict) and "/Alt" in o}
    assert set(charts) <= alternatives


def _objects(read):
    for generation in read.xref.values():
        for number in generation:
            yield read.get_object(number)
    for number in read.xref_objStm:
        yield read.get_object(number)


def test_workers_are_named_only_when_asked(check):
    without, named = (
        text_of(pdf.render(check[0], "en", check[1], people=people)) for people in (False, True)
    )
    assert re.search(r"\bE\d{4}\b", without) is None
    assert "Worker numbers are left out of this document." in without
    assert re.search(r"\bE\d{4}\b", named)
    assert "People most affected" in named


def test_the_same_results_give_the_same_bytes(check, english):
    assert pdf.render(check[0], "en", check[1]) == english


def test_a_clean_check_says_so():
    summary, con = made_up(findings=False, gaps=False)
    text = text_of(pdf.render(summary, "en", con))
    assert "The records show no rule broken." in text
    assert "Findings by topic" not in text
    assert "The screen found no sign." in text


def test_a_check_that_could_tell_nothing_does_not_sound_clean(summary):
    silent = copy.deepcopy(summary)
    silent.update(people_affected=0, people=[], back_pay={}, back_pay_by_month={})
    for r in silent["rules"]:
        r["met"] = r["not_met"] = 0
        r["cannot_tell"], r["worst"], r["sample"] = r["applicable"], None, None
    text = text_of(pdf.render(silent, "en"))
    assert "The records could not answer any rule." in text
    assert "no rule broken" not in text


@pytest.mark.parametrize("lang", languages())
def test_a_check_of_nothing_at_all_is_a_document_too(summary, lang):
    empty = copy.deepcopy(summary)
    empty.update(
        workers=0, worker_days=0, facilities=0, people_affected=0, people=[], back_pay={}, back_pay_by_month={}, files=[],
        rules=[], unsettled=[], assumptions=[], indicators=[], integrity=[], period={"from": None, "to": None},
    )  # fmt: skip
    con = duckdb.connect()
    con.execute(FINDINGS)
    data = pdf.render(empty, lang, con)
    assert len(reader(data).pages) == 1
    assert "2026-01-12 09:30 UTC" in text_of(data)
    told = content(empty, words(lang), con)["sections"][0]["blocks"]
    assert told[-1]["text"] == words(lang)["nothing_told"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_from_files_stay_names(check, name):
    summary = copy.deepcopy(check[0])
    summary["rules"], summary["unsettled"] = summary["rules"][:6], []
    summary["facility"] = summary["files"][0]["file"] = summary["files"][0]["sheet"] = name
    summary["indicators"][0]["job"] = name
    summary["people"][0]["worker"] = name.replace("\ud800", "")  # what comes out of a table is Unicode
    summary["integrity"][0]["evidence"]["examples"] = [[name]]
    told = text_of(pdf.render(summary, "en", people=True))
    assert "Files read" in told
    assert "This is information, not legal advice." in told
    if name.isascii() and name.isprintable():
        assert re.sub(r"\s", "", name) in re.sub(r"\s", "", told)


def test_text_is_made_fit_for_print():
    def held(c):
        return unicodedata.category(c) != "Co"

    assert fit("a\x00b\ue000\ud800c", held) == f"a{UNKNOWN}b{UNKNOWN}{UNKNOWN}c"
    assert fit("one\ntwo\u2028three\ttab", held) == "one two three tab"
    assert fit("abc\u202egnp.exe", held) == "abcgnp.exe"
    assert fit("مصنع 12", held) == f"{ISOLATE}مصنع 12{POP}"
    assert fit("x" * 30, held).split("\u200b") == ["x" * 12, "x" * 12, "x" * 6]
    assert fit("n" + "\u0303", held) == "ñ"
    assert fit("ရုံး" * 20, held) == "ရုံး" * 20


def test_long_lists_are_cut_and_the_rest_is_counted(check):
    summary = copy.deepcopy(check[0])
    summary["files"] = [{**summary["files"][0], "file": f"log{n}.dat"} for n in range(1000)]
    summary["indicators"] = [{**summary["indicators"][0], "job": f"job {n}"} for n in range(100)]
    data = pdf.render(summary, "en", check[1])
    text = text_of(data)
    assert "log39.dat" in text
    assert "log40.dat" not in text
    assert "and 960 more" in text
    assert "and 60 more" in text
    assert len(reader(data).pages) < 25


def test_many_facilities():
    summary, con = made_up(scale=5)
    text = text_of(pdf.render(summary, "en", con))
    assert "5 facilities, 3,000 workers" in text


def test_what_is_missing_is_told_with_what_to_install(check, monkeypatch):
    pdf.carried.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ResultsError, match=r"pip install 'tripartite\[pdf\]'"):
        pdf.render(check[0], "en", check[1])
    monkeypatch.undo()
    pdf.carried.cache_clear()


@pytest.fixture(scope="module")
def results(check, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "out"
    write_all(folder, check[0], check[1])
    return folder


def test_the_command_writes_what_it_is_asked_for(results, tmp_path, capsys):
    out = [tmp_path / f"r.{form}" for form in ("pdf", "html", "xlsx")]
    options = [x for path in out for x in (f"--{path.suffix[1:]}", str(path))]
    assert main(["report", str(results), "--lang", "th", *options]) == 0
    assert capsys.readouterr().out.split() == [str(path) for path in out]
    assert out[0].read_bytes().startswith(b"%PDF-")
    assert 'lang="th"' in out[1].read_text(encoding="utf-8")
    assert out[2].read_bytes().startswith(b"PK")


def test_the_command_refuses_with_what_to_do(results, tmp_path, capsys):
    assert main(["report", str(results)]) == 2
    assert "--pdf FILE" in capsys.readouterr().err
    assert main(["report", str(tmp_path), "--pdf", str(tmp_path / "r.pdf")]) == 2
    assert "is not a results folder" in capsys.readouterr().err
    assert main(["report", str(results), "--pdf", str(tmp_path / "no" / "r.pdf")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_check_writes_the_pdf_on_request(tmp_path):
    records = tmp_path / "days.csv"
    records.write_text("工号,日期,上班,下班\n1,2025-03-03,08:00,17:00\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["check", str(records), "--country", "CN", "--out", str(out), "--pdf", "--quiet"]) in (0, 1)
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    again = ["check", str(records), "--country", "CN", "--out", str(out), "--quiet"]
    assert main(again) in (0, 1)
    assert not (out / "report.pdf").exists()


def test_several_reports_are_written_at_once(check):
    """As a site does: fonts are loaded once, whoever comes first."""
    pdf.carried.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda lang: pdf.render(check[0], lang), ["en", "my", "zh", "th"] * 2))
    assert [len(x) for x in written[:4]] == [len(x) for x in written[4:]]
    assert all(x.startswith(b"%PDF-") for x in written)

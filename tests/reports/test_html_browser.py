"""The report in a real browser, from a file, as its readers open it."""

from __future__ import annotations

import shutil

import pytest
from made_up_check import made_up
from playwright.sync_api import sync_playwright

from tripartite.reports import html

NAMES = ("chromium", "chromium-browser", "google-chrome")
# What lies beyond the page's edge although the page itself does not scroll.
BEYOND = """() => [...document.querySelectorAll('main *, header *, nav *')]
  .filter(e => !e.closest('thead') && e.getBoundingClientRect().right > innerWidth + 1 && e.getClientRects().length)
  .map(e => e.outerHTML.slice(0, 120))"""
# Chart labels that touch one another.
COLLISIONS = """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text:not(.n)')].map(t => t.getBoundingClientRect());
  return boxes.slice(1).filter((b, i) => b.left < boxes[i].right).map(() => svg.getAttribute('aria-label'));
})"""


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium: apt-get install chromium, or make test, which installs it"
        )
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    summary, con = made_up(scale=2)
    for lang in ("en", "zh", "th", "my"):
        html.write(folder / f"{lang}.html", summary, con, lang)
    return folder


@pytest.fixture
def opened(browser, folder):
    """Opens a report and gives its page; afterwards holds that it asked for nothing and complained of nothing."""
    contexts, requests, complaints = [], [], []

    def show(lang, width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: requests.append(r.url))
        page.on("console", lambda m: complaints.append(m.text))
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto((folder / f"{lang}.html").as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    outside = [url for url in requests if not url.startswith("data:font/woff2;")]
    assert all(url.startswith("file://") for url in outside)
    assert len(outside) == len(contexts)
    assert complaints == []


@pytest.mark.parametrize("lang", ["en", "zh", "th", "my"])
@pytest.mark.parametrize("width", [320, 360, 390, 720, 1280])
def test_it_fits_every_width(opened, lang, width):
    page = opened(lang, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize(
    ("lang", "code", "title"), [("en", "en", "What matters first"), ("zh", "zh-Hans", "首要问题")]
)
def test_it_is_in_its_language(opened, lang, code, title):
    page = opened(lang)
    assert page.get_attribute("html", "lang") == code
    assert page.get_by_role("heading", name=title, level=2).is_visible()


@pytest.mark.parametrize(("lang", "family"), [("th", "Noto Sans Thai"), ("my", "Noto Sans Myanmar")])
def test_burmese_and_thai_are_shown_where_the_machine_has_no_font_of_theirs(opened, lang, family):
    page = opened(lang)
    page.evaluate("() => document.fonts.ready.then(() => 1)")
    page.wait_for_function("() => [...document.fonts].every(f => f.status === 'loaded')")
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    cdp.send("CSS.enable")
    root = cdp.send("DOM.getDocument")["root"]["nodeId"]
    # The first text of each size once stayed in boxes, as it had been shaped before the font was there.
    for place in (".kicker", "dt", "nav a", "h2", "th"):
        node = cdp.send("DOM.querySelector", {"nodeId": root, "selector": place})["nodeId"]
        fonts = cdp.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert [f["familyName"] for f in fonts if f["isCustomFont"]] == [family], (place, fonts)


def test_an_english_report_carries_no_font(folder):
    assert "@font-face" not in (folder / "en.html").read_text("utf-8")


def test_tables_stay_tables_on_a_phone(opened):
    page = opened("en", 390)
    first = page.get_by_role("table").first
    assert first.get_by_role("columnheader", name="Affected").count() == 1
    assert first.get_by_role("rowheader").count() == 5
    shown = first.get_by_role("cell").first.evaluate("e => getComputedStyle(e, '::before').content")
    assert shown == '"Affected"'


def test_the_skip_link_is_first_and_leads_to_the_findings(opened):
    page = opened("en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    page.wait_for_url("**#first")  # fails if it does not get there
    assert page.url.endswith("#first")


def test_dark_is_dark(opened):
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened("en", scheme="light").evaluate(ground) == "rgb(253, 252, 250)"
    assert opened("en", scheme="dark").evaluate(ground) == "rgb(20, 26, 26)"


def test_it_prints_on_a4_in_light_colours(opened):
    page = opened("en", scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.locator("nav").is_hidden()
    pdf = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf

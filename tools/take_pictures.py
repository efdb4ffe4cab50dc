"""Take the pictures of docs/pictures from the demonstration.

.venv/bin/python tools/take_pictures.py

It serves a demonstration of its own in a folder that is removed afterwards; `--site URL --password P` takes the pictures of one
that is served already. Chromium is the one that tools/find_browser.sh finds.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tripartite.sample.factory import make_factory

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
PORT = 8952
WITHIN = 600  # seconds for the demonstration's checks
PLANT = "o/example-garments/f/dongguan-plant/"
SEMINAR = "o/example-federation-of-garment-employers/seminars/responsible-supply-chains-bangkok/"


@dataclass(frozen=True)
class Picture:
    """One picture: what is opened by whom, in which language, on what; and what is done there before it is taken."""

    name: str
    address: str
    who: str = ""
    language: str = "en"
    phone: bool = False
    tall: int = 1100
    before: Callable[[Page], Any] = lambda _page: None


def _pay(page: Page) -> None:
    """A month in a factory of Myanmar, with overtime paid too low."""
    page.select_option("[name=sector]", "factory")
    page.select_option("[name=month]", "2026-10")
    filled = {"wage": "240000", "ordinary_overtime": "20", "rest": "8", "paid_basic": "240000", "paid_overtime": "40000"}  # fmt: skip
    for name, value in filled.items():
        page.fill(f"[name={name}]", value)
    page.click(".buttons button[value=answer]")
    page.wait_for_selector("#answer")
    page.evaluate("document.getElementById('answer').scrollIntoView()")


def _log(page: Page) -> None:
    """Two days noted by hand, and a stretch that runs."""
    today = date.today()  # noqa: DTZ011 - the day of this machine, as the page's
    for ago, start, end in ((2, "08:00", "17:30"), (1, "08:05", "20:00")):
        page.click("#add")
        page.fill("#edit-date", (today - timedelta(days=ago)).isoformat())
        page.fill("#edit-start", start)
        page.fill("#edit-end", end)
        page.click("#edit-form button:not([type])")
    page.click("#start")


def _mapping(page: Page) -> None:
    """A new check of the sample factory's workbook of pay slips, looked at by the worker."""
    with tempfile.TemporaryDirectory() as folder:
        make_factory(Path(folder), workers=150)
        page.click("main form button")
        page.wait_for_url("**/files/")
        page.set_input_files("input[type=file]", str(Path(folder) / "工资表2025.xlsx"))
        page.wait_for_selector("form[action$='/look/'] button", timeout=60_000)
        page.click("form[action$='/look/'] button")
        page.wait_for_url("**/mapping/", timeout=120_000)
    page.click("main details summary")


def _worst_month(page: Page) -> None:
    """From the findings on working time to the month of the first worker there."""
    page.click("td a[href*='/worker/?worker=']")
    page.wait_for_url("**/worker/?*")


def _an_action(page: Page) -> None:
    page.click(f"a[href*='/{PLANT}plan/actions/']")
    page.wait_for_url("**/actions/*/")


PICTURES = (
    Picture("home", "", tall=1210),
    Picture("home-phone-zh", "", language="zh-hans", phone=True),
    Picture("provision", "law/provisions/cn/labour-law/41/", language="zh-hans"),
    Picture("compare", "law/compare/?topic=working-time&c=TH&c=CN&c=VN", language="th"),
    Picture("answer-phone-my", "wages/mm/", language="my", phone=True, before=_pay),
    Picture("hours-phone-th", "hours/", language="th", phone=True, before=_log),
    Picture("mapping", PLANT, who="demo-cn-officer", language="zh-hans", before=_mapping),
    Picture("result", f"{PLANT}checks/1/", who="demo-cn", language="zh-hans", tall=1300),
    Picture(
        "month",
        f"{PLANT}checks/1/findings/?topic=working-time",
        who="demo-cn",
        before=_worst_month,
        tall=1300,
    ),
    Picture("plan", f"{PLANT}plan/", who="demo-cn"),
    Picture("action-phone", f"{PLANT}plan/", who="demo-cn", phone=True, before=_an_action),
    Picture("back-pay", f"{PLANT}plan/back-pay/1/", who="demo-cn", language="zh-hans"),
    Picture("sharing", f"{PLANT}sharing/", who="demo-cn"),
    Picture("agenda", f"{SEMINAR}agenda/", who="demo-federation", tall=1250),
    Picture("seminar-report", f"{SEMINAR}report/", who="demo-federation", tall=1900),
)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--site", help="address of a demonstration that is served already")
    asked.add_argument("--password", help="the password of its people")
    asked.add_argument("--only", nargs="*", default=[], help="names of pictures")
    given = asked.parse_args()
    FOLDER.mkdir(exist_ok=True)
    wanted = [p for p in PICTURES if not given.only or p.name in given.only]
    with _site(given.site, given.password) as (address, password), _browser() as browser:
        _looks(browser, address, password)
        for picture in wanted:
            told = _take(browser, address, password, picture)
            print(f"{picture.name}: {told // 1000} kB", flush=True)  # noqa: T201
    return 0


@contextmanager
def _site(address: str | None, password: str | None) -> Iterator[tuple[str, str]]:
    """The address of a demonstration and its people's password."""
    if address and password:
        yield address, password
        return
    with tempfile.TemporaryDirectory() as data:
        command = [
            sys.executable,
            "-c",
            "import sys; from tripartite.cli import main; sys.exit(main())",
            "serve",
        ]
        served = subprocess.Popen(  # noqa: S603 - our own program, with words of this script
            [*command, "--demonstration", "--data", data, "--port", str(PORT)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{PORT}", _password_told(served)
        finally:
            served.terminate()
            served.wait(timeout=90)


def _password_told(served: subprocess.Popen[str]) -> str:
    """The password that is told once; the site answers soon after."""
    assert served.stdout  # noqa: S101 - as it was started
    until, password = time.monotonic() + WITHIN, ""
    for line in served.stdout:
        if found := re.search(r"told this once: (\S+)", line):
            password = found[1]
        if password and f":{PORT}" in line:
            return password
        if time.monotonic() > until:
            break
    raise SystemExit("the demonstration was not served; run `tripartite serve --demonstration` to see why")


@contextmanager
def _browser() -> Iterator[Browser]:
    path = os.environ.get("TRIPARTITE_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        raise SystemExit("no Chromium was found: run tools/find_browser.sh")
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def _looks(browser: Browser, site: str, password: str) -> None:
    """A buyer looks, so that the page on sharing has something to show."""
    page = _page(browser, site, phone=False)
    _sign_in(page, "demo-buyer", password)
    for address in (PLANT, f"{PLANT}checks/1/"):
        page.goto(f"/en/{address}")
    page.context.close()


def _take(browser: Browser, site: str, password: str, picture: Picture) -> int:
    page = _page(browser, site, phone=picture.phone)
    if picture.who:
        _sign_in(page, picture.who, password)
    page.goto(f"/{picture.language}/{picture.address}", wait_until="networkidle")
    picture.before(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    taken = page.screenshot(full_page=True)
    page.context.close()
    return _keep(taken, FOLDER / f"{picture.name}.png", picture)


def _page(browser: Browser, site: str, *, phone: bool) -> Page:
    width, scale = (360, 2) if phone else (1280, 1)
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 780 if phone else 900}, device_scale_factor=scale
    )
    return context.new_page()


def _sign_in(page: Page, who: str, password: str) -> None:
    page.goto("/en/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/organisations/")


def _keep(taken: bytes, path: Path, picture: Picture) -> int:
    """The top of the page, in 256 colours: text stays sharp at a third of the size."""
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    scale = 2 if picture.phone else 1
    cut = image.crop((0, 0, image.width, min(image.height, picture.tall * scale)))
    cut.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())

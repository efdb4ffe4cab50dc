"""How much a first visit loads: under 100 kB on a worker's pages, under 200 kB elsewhere; with fonts, in the languages that carry them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.site.cast import PASSWORD
from tests.site.checks.conftest import factory_files, looked, ran
from tests.site.library.test_library import PAGES as LIBRARY
from tests.site.plans.conftest import listed, players
from tripartite.site.checks import operations as checking
from tripartite.site.checks.opened import open_check
from tripartite.site.people.access import standing_on
from tripartite.site.plans import operations as plans

__all__ = ["factory_files", "players"]
WORKER, OTHERS = 100_000, 200_000
OF_WORKERS = ["", "wages/", "wages/mm/", "wages/cn/", "hours/", "hours/paper/", "hand-over/", "hand-over/withdraw/", "law/contacts/mm/",
              "learn/", "learn/wages/", "learn/working-time/?country=CN", "learn/wages/questions/1/"]  # fmt: skip
PLANT = "o/lotus-garments/f/dongguan/"
OF_MEMBERS = ["organisations/", "me/", "account/2fa/", "o/lotus-garments/", "o/lotus-garments/people/", "o/lotus-garments/log/",
              "o/lotus-garments/received/", "o/lotus-garments/settings/", "o/lotus-garments/keys/", "o/lotus-garments/tokens/",
              PLANT, f"{PLANT}checks/1/", f"{PLANT}checks/1/findings/", f"{PLANT}checks/1/rules/cn/overtime-in-a-day/",
              f"{PLANT}checks/1/records/", f"{PLANT}checks/1/since/2/", f"{PLANT}checks/3/mapping/", f"{PLANT}checks/3/files/", f"{PLANT}plan/",
              f"{PLANT}plan/from/2/", f"{PLANT}plan/actions/1/", f"{PLANT}plan/back-pay/1/", f"{PLANT}sharing/", f"{PLANT}sharing/looks/"]  # fmt: skip


def loaded(chromium: Any, base: str, address: str, cookies: Any = ()) -> int:
    """Bytes of all bodies, as they came over the line, of a visit with nothing kept."""
    context = chromium.new_context(base_url=base, viewport={"width": 360, "height": 740})
    context.add_cookies(list(cookies))
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"]))
    answer = page.goto(address, wait_until="networkidle")
    assert answer.status == 200, address
    assert address.strip("/") in page.url, f"{address} led to {page.url}"
    context.close()
    assert sizes, address
    return sum(sizes)


@pytest.mark.parametrize("language", ["en", "my", "th"])
def test_a_workers_pages(chromium, live_server, transactional_db, language):
    sizes = {a: loaded(chromium, live_server.url, f"/{language}/{a}") for a in OF_WORKERS}
    assert max(sizes.values()) < WORKER, sizes


@pytest.mark.parametrize("language", ["en", "my"])
def test_public_pages(chromium, live_server, transactional_db, language):
    public = [*LIBRARY, "verify/", "seminars/", "account/login/", "account/signup/"]
    sizes = {a: loaded(chromium, live_server.url, f"/{language}/{a}") for a in public}
    assert max(sizes.values()) < OTHERS, sizes


def test_pages_of_members(chromium, live_server, players, factory_files: Path):
    cast = players
    check = ran(cast, *sorted(factory_files.iterdir()))
    ran(cast, *sorted(factory_files.iterdir()))
    for each in cast.facility.checks.all():
        checking.publish(cast.alice, each)
    looked(cast, *sorted(factory_files.iterdir()))
    seen = open_check(check, standing_on(cast.alice, cast.facility))
    plans.take_over(cast.bob, check, [r["rule"] for r in seen.summary["rules"]])
    listed(cast, check)
    worker = seen.tables().execute("SELECT min(worker) FROM findings").fetchone()
    assert worker
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/en/account/login/")
    page.fill("[name=login]", "alice")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/organisations/")
    cookies = context.cookies()
    context.close()
    pages = [*OF_MEMBERS, f"{PLANT}checks/1/worker/?worker={worker[0]}"]
    sizes = {a: loaded(chromium, live_server.url, f"/my/{a}", cookies) for a in pages}
    assert max(sizes.values()) < OTHERS, sizes

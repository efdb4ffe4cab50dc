"""Public pages: no cookie for who only reads, kept until midnight, told apart by language, colours and who is signed in."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.library.test_library import PAGES
from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.library import kept
from tripartite.site.places import COUNTRIES, standards
from tripartite.site.seminars.curriculum import curriculum

PROVISION = "/en/law/provisions/cn/labour-law/41/"
LAW = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def _empty():
    kept.PAGES.clear()
    yield
    kept.PAGES.clear()


@pytest.mark.parametrize("address", ["", *PAGES])
def test_who_only_reads_gets_no_cookie_and_may_keep_the_page(client: Client, db, address):
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert "Cookie" in answer["Vary"]
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_who_has_the_page_is_told_only_that(client: Client, db):
    first = client.get(PROVISION)
    again = client.get(PROVISION, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    dated = client.get(PROVISION, headers={"If-Modified-Since": first["Last-Modified"]})
    assert dated.status_code == 304
    assert client.get(PROVISION, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_kept_page_is_the_page(client: Client, db):
    first, second = client.get(PROVISION), client.get(PROVISION)
    assert first.content == second.content
    packed = client.get(PROVISION, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == first.content


def test_languages_and_colours_are_told_apart(client: Client, db):
    plain = client.get(PROVISION).content
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get(PROVISION).content
    client.cookies["theme"] = "mauve"
    assert client.get(PROVISION).content == plain
    assert client.get(PROVISION.replace("/en/", "/th/")).content != plain


def test_what_a_member_sees_is_never_kept(cast: Cast, client: Client):
    client.force_login(cast.alice)
    seen = client.get(PROVISION)
    assert seen["Cache-Control"] == "private, no-cache"
    assert cast.alice.told_name in seen.content.decode()
    assert cast.alice.told_name not in Client().get(PROVISION).content.decode()


def test_nothing_is_kept_past_midnight(client: Client, db, monkeypatch):
    late = datetime(2026, 1, 14, 16, 59, 30, tzinfo=UTC)  # half a minute before midnight in Bangkok
    monkeypatch.setattr(timezone, "now", lambda: late)
    before = client.get("/en/law/holds/?place=CN-GD")
    assert before["Cache-Control"] == "public, max-age=30"
    assert 'value="2026-01-14"' in before.content.decode()
    monkeypatch.setattr(timezone, "now", lambda: late.replace(hour=17, minute=0))
    assert 'value="2026-01-15"' in client.get("/en/law/holds/?place=CN-GD").content.decode()


def test_what_is_kept_has_an_end():
    pages = kept.Pages(most=100)
    for n in range(10):
        pages.put((n,), kept.Kept(b"x" * 30, b"", "", "text/plain"))
    assert pages.get((0,)) is None
    assert pages.get((9,)) is not None
    assert sum(pages.get((n,)) is not None for n in range(10)) == 3


def test_what_is_not_found_is_not_kept(client: Client, db):
    assert client.get("/en/law/provisions/cn/nothing/").status_code == 404
    assert "Cache-Control" not in client.get("/en/law/provisions/cn/nothing/").headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403), ({"Sec-Fetch-Site": "same-origin"}, 302), ({"Origin": "http://testserver"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403), ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)  # fmt: skip
def test_colours_are_changed_only_from_here(db, headers, status):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/en/theme/", {"theme": "dark", "next": "/en/"}, headers=headers)
    assert answer.status_code == status
    assert ("theme" in answer.cookies) == (status == 302)


def test_each_page_names_its_one_address_and_its_languages(client: Client, db):
    shown = client.get("/th/law/compare/?topic=wages&c=CN&c=TH&on=2025-01-01&utm_source=x").content.decode()
    assert (
        '<link rel="canonical" href="http://testserver/th/law/compare/?c=CN&amp;c=TH&amp;topic=wages">'
        in shown
    )
    told = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"?]+)', shown))
    assert told == {
        **{code: f"http://testserver/{code}/law/compare/" for code, _ in LANGUAGES_SPOKEN},
        "x-default": "http://testserver/law/compare/",
    }
    assert client.get("/law/compare/", headers={"Accept-Language": "my"})["Location"] == "/my/law/compare/"


def test_the_sitemap_holds_every_provision_and_each_address_opens(client: Client, db):
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    parts = [e.text for e in index.iter(f"{LAW}loc")]
    assert parts == [f"http://testserver/sitemap-{code}.xml" for code, _ in LANGUAGES_SPOKEN]
    listed = [e.text for e in ET.fromstring(client.get("/sitemap-my.xml").content).iter(f"{LAW}loc")]  # noqa: S314
    assert len(listed) == len(set(listed)) < 50_000
    held = {a.removeprefix("http://testserver/my/law/") for a in listed}
    assert {f"provisions/{p}/" for r in standards().rooms.values() for p in r.provisions} <= held
    for country in COUNTRIES:
        learned = {f"learn/{m.id}/?country={country}" for m in curriculum().of_country(country)}
        assert {f"http://testserver/my/{page}" for page in (f"learn/?country={country}", *learned)} <= set(
            listed
        )
    for address in listed[::60]:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address
    assert client.get("/sitemap-xx.xml").status_code == 404


def test_robots_are_kept_from_accounts_and_shown_the_sitemap(client: Client, db):
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /th/account/" in told
    assert "Sitemap: http://testserver/sitemap.xml" in told
    assert "Disallow: /th/law/\n" not in told


def test_the_whole_body_can_be_taken_along(client: Client, db):
    linked = client.get("/law/data/standards.jsonld")
    assert linked["Content-Type"] == "application/ld+json"
    ids = {x["@id"] for x in json.loads(linked.content)["@graph"]}
    assert {p for r in standards().rooms.values() for p in r.provisions} <= ids
    assert (
        client.get("/law/data/standards.jsonld", headers={"If-None-Match": linked["ETag"]}).status_code == 304
    )
    with zipfile.ZipFile(io.BytesIO(client.get("/law/data/standards-csv.zip").content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("provisions.csv").decode())))
    assert len(rows) == sum(len(r.provisions) for r in standards().rooms.values())
    with zipfile.ZipFile(io.BytesIO(client.get("/law/data/minimum-wages.zip").content)) as archive:
        assert json.loads(archive.read("datapackage.json"))["name"] == "minimum-wages"
    assert client.get("/law/data/passwords.zip").status_code == 404

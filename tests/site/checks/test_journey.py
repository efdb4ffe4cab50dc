"""An officer's way by plain forms, without scripts: files in, how they are read, what is checked, the result."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.site.cast import Cast
from tests.site.checks.conftest import looked, ran, work
from tripartite.site.checks import operations
from tripartite.site.checks.models import Check

HERE = "/en/o/lotus-garments/f/dongguan/"


@pytest.fixture
def bob(players: Cast) -> Client:
    client = Client()
    client.force_login(players.bob)
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_from_files_to_the_result(players: Cast, bob: Client, factory_files):
    made = bob.post(f"{HERE}checks/new/")
    assert made["Location"] == f"{HERE}checks/1/files/"
    given = [SimpleUploadedFile(p.name, p.read_bytes()) for p in factory_files.iterdir()]
    assert bob.post(made["Location"], {"files": given}).status_code == 302
    assert "员工花名册.xlsx" in text_of(bob.get(made["Location"]))
    assert bob.post(f"{HERE}checks/1/look/")["Location"] == f"{HERE}checks/1/"
    check = Check.objects.get()
    assert "Waiting for its turn" in text_of(bob.get(f"{HERE}checks/1/"))
    work(check)
    assert bob.get(f"{HERE}checks/1/")["Location"] == f"{HERE}checks/1/mapping/"
    page = text_of(bob.get(f"{HERE}checks/1/mapping/"))
    assert "工号" in page
    assert bob.post(f"{HERE}checks/1/mapping/", {})["Location"] == f"{HERE}checks/1/options/"
    options = {"region": "CN-GD", "wage_class": "2", "standards": ["ilo"], "breaks": "12:00-13:00"}
    assert "law of China" in text_of(bob.get(f"{HERE}checks/1/options/"))
    answer = bob.post(f"{HERE}checks/1/options/", options)
    assert answer.status_code == 302, text_of(answer)
    work(check)
    assert check.state == Check.State.DONE, check.trouble
    result = text_of(bob.get(f"{HERE}checks/1/"))
    assert "What matters first" in result
    assert f'<b class="bad">{check.figures["people"]}</b>' in result
    assert str(check.figures["people"]) in text_of(bob.get(HERE))


def test_a_correction_of_a_column_counts_and_is_kept(players: Cast, bob: Client, tmp_path):
    (tmp_path / "a.csv").write_text(
        "Nr,Tag,X,Y\n1001,2025-03-03,08:00,17:00\n1001,2025-03-04,08:00,17:00\n", encoding="utf-8"
    )
    check = looked(players, tmp_path / "a.csv")
    page = text_of(bob.get(f"{HERE}checks/1/mapping/"))
    assert "Nothing tells what this sheet holds" in page
    chosen = {"s0-kind": "", "s0-0": "worker", "s0-1": "date", "s0-2": "in", "s0-3": "out"}
    bob.post(f"{HERE}checks/1/mapping/", chosen)
    bob.post(f"{HERE}checks/1/options/", {"breaks": "60", "standards": ["ilo"]})
    assert work(check).state == Check.State.DONE, check.trouble
    assert check.figures["workers"] == 1
    again = looked(players, tmp_path / "a.csv")
    assert again.number == 2
    assert "read as you chose last time" in text_of(bob.get(f"{HERE}checks/2/mapping/"))


def test_doubtful_dates_must_be_settled(players: Cast, bob: Client, tmp_path):
    (tmp_path / "d.csv").write_text(
        "工号,日期,上班,下班\n1001,03/04/2025,08:00,17:00\n1001,04/04/2025,08:00,17:00\n", encoding="utf-8"
    )
    check = looked(players, tmp_path / "d.csv")
    assert "How dates such as 03/04/2025 are meant" in text_of(bob.get(f"{HERE}checks/1/mapping/"))
    answer = bob.post(f"{HERE}checks/1/mapping/", {})
    assert answer.status_code == 422
    assert "whether the day or the month comes first" in text_of(answer)
    assert bob.post(f"{HERE}checks/1/mapping/", {"s0-order": "dmy"}).status_code == 302
    bob.post(f"{HERE}checks/1/options/", {})
    work(check)
    assert str(check.period_from) == "2025-04-03"


def test_options_are_checked_where_they_are_written(players: Cast, bob: Client, tmp_path):
    (tmp_path / "a.csv").write_text("工号,日期,上班,下班\n1001,2025-03-03,08:00,17:00\n", encoding="utf-8")
    looked(players, tmp_path / "a.csv")
    bob.post(f"{HERE}checks/1/mapping/", {})
    wrong = {"breaks": "noon", "planned": "early", "month_hours": "9999", "holidays": "/etc/passwd", "agreement_from": "April",
             "hours_approved_to": "2025-01-01", "scheduled_hours": "99"}  # fmt: skip
    answer = bob.post(f"{HERE}checks/1/options/", wrong)
    page = text_of(answer)
    assert answer.status_code == 422
    assert page.count('class="error"') >= len(wrong)
    assert "root:" not in page
    assert Check.objects.get().state == Check.State.DRAFT


def test_a_file_that_cannot_be_read_is_told_beside_those_that_can(
    players: Cast, bob: Client, factory_files, tmp_path
):
    (tmp_path / "scan.csv").write_bytes(b"\x89PNG picture")
    looked(players, factory_files / "员工花名册.xlsx", tmp_path / "scan.csv")
    page = text_of(bob.get(f"{HERE}checks/1/mapping/"))
    assert "This file cannot be read:" in page
    assert "A picture of a table holds no data" in page
    assert bob.post(f"{HERE}checks/1/mapping/", {}).status_code == 302


def test_a_failed_check_says_why_and_can_be_mended(players: Cast, bob: Client, tmp_path):
    (tmp_path / "empty.csv").write_text("工号,日期,上班,下班\n", encoding="utf-8")
    (tmp_path / "good.csv").write_text("工号,日期,上班,下班\n1001,2025-03-03,08:00,17:00\n", encoding="utf-8")
    check = ran(players, tmp_path / "empty.csv")
    page = text_of(bob.get(f"{HERE}checks/1/"))
    assert "The check could not be made" in page
    assert "Nothing could be read" in page
    bob.post(
        f"{HERE}checks/1/files/",
        {"files": SimpleUploadedFile("good.csv", (tmp_path / "good.csv").read_bytes())},
    )
    bob.post(f"{HERE}checks/1/look/")
    work(check)
    bob.post(f"{HERE}checks/1/mapping/", {})
    bob.post(f"{HERE}checks/1/options/", {})
    assert work(check).state == Check.State.DONE, check.trouble


def test_each_page_of_a_result(players: Cast, bob: Client, factory_files):
    check = ran(players, *factory_files.iterdir())
    ran(players, *factory_files.iterdir(), rest_days="sun")
    here = f"{HERE}checks/1/"
    finding = re.search(r"findings/(F\d+)/", text_of(bob.get(f"{here}findings/?topic=working-time")))
    assert finding
    worker = re.search(
        r"worker=(\d+)&amp;month=(\d{4}-\d{2})", text_of(bob.get(f"{here}findings/?topic=working-time"))
    )
    assert worker
    for address in ("", "findings/", "findings/?worker=nobody", f"findings/{finding[1]}/", "rules/cn/overtime-in-a-day/",
                    f"worker/?worker={worker[1]}&month={worker[2]}", "records/", "since/2/"):  # fmt: skip
        answer = bob.get(f"{here}{address}")
        assert answer.status_code == 200, address
        assert "style=" not in answer.content.decode(), address
    for form in ("xlsx", "html", "pdf", "json", "parquet", "summary", "rejects"):
        answer = bob.get(f"{here}download/{form}/")
        assert answer.status_code == 200
        assert len(answer.content) > 200
    assert check.facility.organisation.audit.filter(verb="check.downloaded").count() == 7
    for address in ("findings/F9999999/", "rules/cn/no-such-rule/", "worker/?worker=nobody", "since/9/", "download/exe/",
                    f"worker/?worker={worker[1]}&month=1999-01"):  # fmt: skip
        assert bob.get(f"{here}{address}").status_code == 404, address


def test_filters_narrow_what_is_listed(players: Cast, bob: Client, factory_files):
    import pyarrow.parquet as pq

    from tripartite.site.checks.opened import read_named

    check = ran(players, *factory_files.iterdir())
    import io

    rows = pq.read_table(io.BytesIO(read_named(check, "findings.parquet"))).to_pylist()
    some = rows[len(rows) // 2]
    month = some["end"].strftime("%Y-%m")
    for query, wanted in (
        ("", len(rows)),
        (f"rule={some['rule']}", sum(r["rule"] == some["rule"] for r in rows)),
        (f"month={month}", sum(r["end"].strftime("%Y-%m") == month for r in rows)),
        (
            f"worker={some['worker']}&topic={some['topic']}",
            sum(r["worker"] == some["worker"] and r["topic"] == some["topic"] for r in rows),
        ),
        ("certainty=certain", sum(r["certainty"] == "certain" for r in rows)),
    ):
        assert f"Findings: {wanted} " in text_of(bob.get(f"{HERE}checks/1/findings/?{query}")).replace(
            "</p>", " "
        ), query
    first, second = (
        re.findall(r"findings/(F\d+)/", text_of(bob.get(f"{HERE}checks/1/findings/?page={n}")))
        for n in (1, 2)
    )
    assert len(first) == 50
    assert not set(first) & set(second)


def test_a_workers_month_shows_the_engines_hours(players: Cast, bob: Client, factory_files):
    check = ran(players, *factory_files.iterdir())
    rows = json.loads(bob.get(f"{HERE}checks/1/download/json/").content)
    long = next(r for r in rows if r["rule"] == "cn/overtime-in-a-month")
    page = text_of(bob.get(f"{HERE}checks/1/worker/?worker={long['worker']}&month={long['end'][:7]}"))
    hours, minutes = divmod(long["observed"], 60)
    told = f"{hours} h {minutes} min" if minutes else f"{hours} h"
    assert f"overtime <b>{told}</b>" in page, "the calendar's overtime is that of the finding"
    assert long["id"] in page
    assert check.number == 1


def test_publishing_answering_and_deleting(players: Cast, bob: Client, factory_files):
    ran(players, *factory_files.iterdir())
    here = f"{HERE}checks/1/"
    assert bob.post(f"{here}publish/").status_code == 403, "an officer does not publish"
    alice = Client()
    alice.force_login(players.alice)
    alice.post(f"{here}publish/")
    bob.post(f"{here}answer/", {"answer": "The night shift ends in May."})
    page = text_of(alice.get(here))
    assert "The night shift ends in May." in page
    assert bob.post(f"{here}delete/").status_code == 403
    alice.post(f"{here}delete/")
    page = text_of(alice.get(here))
    assert "The figures that were published stay" in page
    assert "worker=" not in page
    check = Check.objects.get()
    assert list(check.sealed) == ["figures.json"]
    assert not check.uploads.exists()
    assert alice.get(f"{here}findings/").status_code == 404


def test_an_unpublished_check_vanishes_whole(players: Cast, factory_files):
    from django.core.files.storage import default_storage

    check = ran(players, factory_files / "员工花名册.xlsx", factory_files / "请假记录.csv")
    names = [*check.sealed.values(), *(p for u in check.uploads.all() for p in u.parts)]
    alice = Client()
    alice.force_login(players.alice)
    alice.post(f"{HERE}checks/1/delete/")
    assert not Check.objects.exists()
    assert not any(default_storage.exists(n) for n in names)


def test_what_is_old_is_deleted_on_schedule(players: Cast, one_day):
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    old, young = (
        ran(players, one_day),
        ran(players, one_day),
    )
    shown = ran(players, one_day)
    operations.publish(players.alice, shown)
    long_ago = timezone.now() - timedelta(days=players.factory.keep_days + 1)
    Check.objects.filter(pk__in=[old.pk, shown.pk]).update(made_at=long_ago)
    call_command("delete_old", verbosity=0)
    assert set(Check.objects.values_list("pk", flat=True)) == {young.pk, shown.pk}
    shown.refresh_from_db()
    assert shown.records_deleted_at
    assert players.factory.audit.filter(verb="check.deleted", actor=None).count() == 1

"""The worker's part: the same result as the command line, nothing left in the clear, nothing half done."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.checks.conftest import looked, ran, work
from tripartite.cli import main
from tripartite.site.checks import operations
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import open_check, read_named
from tripartite.site.checks.reaper import OLD, TRIES, requeue_abandoned
from tripartite.site.checks.tasks import claim
from tripartite.site.checks.workroom import PREFIX
from tripartite.site.people.access import standing_on


def test_the_summary_is_that_of_the_command_line(players: Cast, factory_files, tmp_path):
    check = ran(players, *factory_files.iterdir())
    assert check.state == Check.State.DONE, check.trouble
    options = ["--country", "CN", "--region", "CN-GD", "--wage-class", "2", "--break", "12:00-13:00"]
    files = [str(p) for p in sorted(factory_files.iterdir())]
    main(
        ["check", *files, *options, "--facility", "Dongguan plant", "--out", str(tmp_path / "out"), "--quiet"]
    )
    told = json.loads((tmp_path / "out" / "summary.json").read_text())
    seen = open_check(check, standing_on(players.alice, players.facility))
    kept = dict(seen.summary)
    for summary in (told, kept):
        del summary["made"]
        for key in ("files", "inputs"):
            summary[key] = sorted(summary[key], key=str)
    assert kept == told
    assert check.figures["people"] == told["people_affected"]
    assert seen.con is not None
    written = read_named(check, "findings.parquet")
    assert written == (tmp_path / "out" / "findings.parquet").read_bytes()


def test_nothing_readable_is_left(players: Cast, factory_files, tmp_path, monkeypatch):
    # A folder of its own: the machine's is shared with other checks.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    check = ran(players, *factory_files.iterdir())
    assert not list(tmp_path.glob(f"{PREFIX}*"))
    names = [*check.sealed.values(), *(p for u in check.uploads.all() for p in u.parts)]
    assert len(names) > 10
    for name in names:
        with default_storage.open(name) as stream:
            assert stream.read(4) == b"TRI1"


def test_a_second_task_for_the_same_check_does_nothing(players: Cast, factory_files):
    check = ran(players, factory_files / "请假记录.csv", factory_files / "员工花名册.xlsx")
    before = (check.state, check.attempt, dict(check.sealed))
    again = work(check)
    assert (again.state, again.attempt, again.sealed) == before


def test_an_abandoned_check_is_queued_again_and_runs(players: Cast, factory_files):
    check = looked(players, factory_files / "员工花名册.xlsx")
    operations.look(players.bob, check)
    assert claim(check.pk) is not None
    assert requeue_abandoned() == 0, "its worker may still be alive"
    Check.objects.filter(pk=check.pk).update(heartbeat=timezone.now() - 2 * OLD)
    assert requeue_abandoned() == 1
    check.refresh_from_db()
    assert check.state == Check.State.QUEUED
    assert work(check).state == Check.State.DRAFT
    assert "sheets.json" in check.sealed


def test_a_worker_that_was_taken_for_dead_writes_nothing(players: Cast, factory_files):
    from tripartite.site.checks import tasks

    check = looked(players, factory_files / "员工花名册.xlsx")
    operations.look(players.bob, check)
    sleeper = claim(check.pk)
    assert sleeper is not None
    Check.objects.filter(pk=check.pk).update(heartbeat=timezone.now() - 2 * OLD)
    requeue_abandoned()
    second = claim(check.pk)
    assert second is not None
    try:
        tasks._finish(sleeper, {"sheets.json": b"[]"}, Check.State.DRAFT)
    except tasks.SupersededError:
        pass
    else:
        raise AssertionError("the sleeper wrote its result")
    check.refresh_from_db()
    assert check.state == Check.State.RUNNING
    assert read_named(check, "sheets.json") != b"[]"


def test_what_kills_its_worker_again_and_again_is_given_up(players: Cast, factory_files):
    check = looked(players, factory_files / "员工花名册.xlsx")
    operations.look(players.bob, check)
    for _ in range(TRIES):
        assert claim(check.pk) is not None
        Check.objects.filter(pk=check.pk).update(heartbeat=timezone.now() - timedelta(hours=1))
        requeue_abandoned()
    check.refresh_from_db()
    assert (check.state, check.trouble) == (Check.State.FAILED, "worker-died")


def test_a_waiting_check_whose_task_was_lost_is_put_back(players: Cast, factory_files):
    from django_tasks_db.models import DBTaskResult

    check = looked(players, factory_files / "员工花名册.xlsx")
    operations.look(players.bob, check)
    Check.objects.filter(pk=check.pk).update(heartbeat=timezone.now() - 2 * OLD)
    assert requeue_abandoned() == 0, "it only waits for its turn"
    DBTaskResult.objects.all().delete()
    assert requeue_abandoned() == 1
    assert DBTaskResult.objects.ready().count() == 1


def test_broken_files_are_told_where_they_are(players: Cast, factory_files, tmp_path):
    (tmp_path / "scan.csv").write_bytes(b"%PDF-1.7 not a table")
    check = looked(players, factory_files / "员工花名册.xlsx", tmp_path / "scan.csv")
    files = {f["file"]: f for f in json.loads(read_named(check, "sheets.json"))}
    assert "PDF" in files["scan.csv"]["trouble"]
    assert files["员工花名册.xlsx"]["sheets"][0]["kind"] == "workers"


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(players: Cast, tmp_path):
    import zipfile

    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (100 * 1024 * 1024))
    check = looked(players, bomb)
    assert check.state == Check.State.DRAFT
    assert "more than a real workbook" in json.loads(read_named(check, "sheets.json"))[0]["trouble"]


def test_files_without_a_row_fail_with_the_reason(players: Cast, tmp_path):
    (tmp_path / "empty.csv").write_text("工号,日期,上班,下班\n", encoding="utf-8")
    check = ran(players, tmp_path / "empty.csv")
    assert check.state == Check.State.FAILED
    assert "empty.csv" in check.trouble

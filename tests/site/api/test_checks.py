"""A check of the sample factory by the API alone, from begin to deletion; and each refusal on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.site.api.conftest import shows
from tests.site.api.test_api import is_told
from tests.site.cast import Cast
from tests.site.checks.conftest import factory_files, one_day, players, ran, work  # noqa: F401
from tripartite.site.checks.models import Check
from tripartite.site.people.models import AuditEntry, Grant

CHECKS = "/api/v1/facilities/lotus-garments/dongguan/checks"
MB = 1024**2
JSON: dict[str, Any] = {"content_type": "application/json"}


def upload(client: Client, here: str, path: Path, file: str) -> None:
    """A file in parts of a megabyte, as a program sends it."""
    data = path.read_bytes()
    for at in range(0, len(data), MB):
        answer = client.put(
            f"{here}/files/{file}?name={path.name}&size={len(data)}&offset={at}",
            data[at : at + MB],
            content_type="application/octet-stream",
        )
        assert answer.status_code == 200, answer.content


def worked(here: str) -> None:
    """What the worker of the site does with a check that waits, in this process."""
    work(Check.objects.get(number=int(here.rpartition("/")[2])))


def begun(client: Client, *paths: Path) -> str:
    """The address of a check whose files have been looked at."""
    here = f"{CHECKS}/{client.post(CHECKS).json()['number']}"
    for n, path in enumerate(paths):
        upload(client, here, path, f"f{n}")
    assert client.get(here).json()["next"] == "look"
    assert client.post(f"{here}/look").status_code == 202
    assert client.get(here).json()["next"] == "wait"
    worked(here)
    return here


def test_a_check_from_begin_to_deletion(players: Cast, factory_files: Path):  # noqa: F811, PLR0915 - one story
    bob, alice = shows(players.bob, players.factory), shows(players.alice, players.factory)
    here = begun(bob, *sorted(factory_files.iterdir()))
    assert bob.get(here).json()["next"] == "mapping"

    proposed = bob.get(f"{here}/mapping").json()
    assert not proposed["confirmed"]
    assert not proposed["unread"]
    pay = next(s for s in proposed["sheets"] if s["file"] == "工资表2025.xlsx")
    assert pay["kind"] == "pay_wide"
    assert len(pay["also"]) == 11, "twelve months of one shape"
    worker = next(c for c in pay["columns"] if c["means"] == "worker")
    assert worker["cells"][0]
    confirmed = bob.put(f"{here}/mapping", {}, **JSON)
    assert confirmed.json()["confirmed"], confirmed.content

    offered = bob.get(f"{here}/options").json()
    assert "ilo" in [c["value"] for c in offered["choices"]["standards"]]
    said = {"standards": ["ilo"], "breaks": "12:00-13:00"}
    started = bob.post(f"{here}/start", said, **JSON)
    assert started.status_code == 202, started.content
    assert started.json()["state"] == "queued"
    worked(here)
    done = bob.get(here).json()
    assert (done["state"], done["per_cent"], done["next"]) == ("done", 100, "")

    summary = bob.get(f"{here}/summary").json()
    assert summary["people_affected"] > 0
    assert summary["facility"] == "Dongguan plant"
    page = bob.get(f"{here}/findings?rule=cn/overtime-in-a-day&limit=1&lang=my").json()
    (found,) = page["findings"]
    told = bob.get(f"{here}/findings/{found['id']}?lang=zh").json()
    assert told["finding"]["worker"] == found["worker"]
    assert told["laws"][0]["cite"]
    assert told["days"], "the rows that the finding is made of"
    month = bob.get(f"{here}/month?worker={found['worker']}&month={found['end'][:7]}").json()
    day = next(d for d in month["days"] if d["date"] == found["start"])
    assert found["id"] in day["findings"]
    assert day["parts"]["overtime"] > 0
    assert bob.get(f"{here}/findings?worker={found['worker']}").json()["total"] >= 1
    assert bob.get(f"{here}/download/xlsx").content[:2] == b"PK"

    later = begun(bob, *sorted(factory_files.iterdir()))
    assert bob.get(f"{later}/mapping").json()["sheets"][0]["as_saved"]
    bob.put(f"{later}/mapping", {}, **JSON)
    bob.post(f"{later}/start", {"standards": ["ilo"], "breaks": "12:00-13:00"}, **JSON)
    worked(later)
    compared = bob.get(f"{later}/since/1").json()
    assert compared["by"] == "findings"
    assert (compared["new"], compared["gone"], compared["changed"]) == (0, 0, 0)
    assert compared["still"] == bob.get(f"{here}/findings").json()["total"]

    is_told(bob.delete(later), 403, "not-allowed")
    assert alice.delete(later).json() == {"number": 2, "figures_stay": False}
    is_told(alice.get(later), 404, "not-found")
    answered = bob.put(f"{here}/answer", {"text": "New shifts began in May."}, **JSON)
    assert answered.json()["answer"] == "New shifts began in May."
    is_told(bob.post(f"{here}/publish"), 403, "not-allowed")
    assert alice.post(f"{here}/publish").json()["published_at"]
    assert alice.delete(here).json()["figures_stay"]
    assert alice.get(here).json()["records_deleted_at"]
    is_told(alice.get(f"{here}/findings"), 404, "not-found")
    verbs = set(AuditEntry.objects.filter(organisation=players.factory).values_list("verb", flat=True))
    assert verbs >= {"check.begun", "file.uploaded", "mapping.saved", "check.started", "check.downloaded",
                     "check.answered", "check.published", "check.deleted", "check.records_deleted"}  # fmt: skip


def test_a_mapping_is_corrected(players: Cast, tmp_path: Path):  # noqa: F811
    path = tmp_path / "days.csv"
    path.write_text("nr,日期,a,b\n1001,04/03/2025,08:00,19:00\n1001,05/03/2025,08:00,17:00\n", encoding="utf-8")  # fmt: skip
    bob = shows(players.bob, players.factory)
    here = begun(bob, path)
    (sheet,) = bob.get(f"{here}/mapping").json()["sheets"]
    assert sheet["doubtful_dates"]
    print_of = sheet["fingerprint"]

    def put(**about: Any) -> Any:
        return bob.put(f"{here}/mapping", {"sheets": [{"fingerprint": print_of, **about}]}, **JSON)

    columns = [{"column": n, "means": m} for n, m in enumerate(("worker", "date", "in", "out"))]
    waiting = put(columns=columns)
    is_told(waiting, 422, "refused")
    assert "date_order" in waiting.json()["error"]["message"]
    is_told(put(columns=[{"column": 4, "means": "worker"}]), 422, "refused")
    unknown = put(columns=[{"column": 0, "means": "salary"}])
    is_told(unknown, 422, "refused")
    assert "`salary`" in unknown.json()["error"]["message"]
    is_told(bob.put(f"{here}/mapping", {"sheets": [{"fingerprint": "none"}]}, **JSON), 422, "refused")
    is_told(bob.post(f"{here}/start", {}, **JSON), 422, "refused")
    corrected = put(columns=columns, date_order="dmy").json()["sheets"][0]
    assert (corrected["kind"], corrected["date_order"]) == ("days", "dmy")
    assert [c["means"] for c in corrected["columns"]] == ["worker", "date", "in", "out"]
    again = bob.put(f"{here}/mapping", {}, **JSON).json()["sheets"][0]
    assert again["date_order"] == "dmy", "what was said once is kept"
    bob.post(f"{here}/start", {"breaks": "12:00-13:00"}, **JSON)
    worked(here)
    done = bob.get(here).json()
    assert (done["state"], done["from"], done["to"]) == ("done", "2025-03-04", "2025-03-05"), done


def test_what_it_is_held_against_is_tried_before_it_waits(players: Cast, one_day: Path):  # noqa: F811
    bob = shows(players.bob, players.factory)
    here = begun(bob, one_day)
    bob.put(f"{here}/mapping", {}, **JSON)
    for wrong, at in (
        ({"breaks": "at noon"}, "breaks"),
        ({"standards": ["none-such"]}, "standards"),
        ({"region": "VN-HN"}, "region"),
        ({"hours_approved_to": "2025-01-01"}, "hours_approved_from"),
    ):
        refused = bob.post(f"{here}/start", wrong, **JSON)
        is_told(refused, 422, "invalid")
        assert [d["at"] for d in refused.json()["error"]["details"]] == [["body", at]]
    is_told(bob.post(f"{here}/start", {"rest_days": ["someday"]}, **JSON), 422, "invalid")
    assert bob.post(f"{here}/start", {}, **JSON).status_code == 202
    is_told(bob.post(f"{here}/start", {}, **JSON), 422, "refused")
    is_told(bob.put(f"{here}/mapping", {}, **JSON), 422, "refused")
    is_told(shows(players.alice, players.factory).delete(here), 422, "refused")
    check = Check.objects.get()
    assert check.options["standards"] == ["cn"]
    assert check.options["region"] == "CN-GD", "the facility's own region holds where none is told"


def test_steps_out_of_order_say_what_comes_first(players: Cast, one_day: Path):  # noqa: F811
    bob = shows(players.bob, players.factory)
    here = f"{CHECKS}/{bob.post(CHECKS).json()['number']}"
    assert bob.get(here).json()["next"] == "files"
    is_told(bob.post(f"{here}/look"), 422, "refused")
    is_told(bob.get(f"{here}/mapping"), 404, "not-found")
    is_told(bob.put(f"{here}/mapping", {}, **JSON), 404, "not-found")
    is_told(bob.get(f"{here}/summary"), 404, "not-found")
    upload(bob, here, one_day, "day")
    removed = bob.delete(f"{here}/files/day")
    assert removed.json()["files"] == []


def test_a_file_that_cannot_be_read_is_named(players: Cast, tmp_path: Path, one_day: Path):  # noqa: F811
    broken = tmp_path / "pay.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    bob = shows(players.bob, players.factory)
    here = begun(bob, broken, one_day)
    (unread,) = bob.get(f"{here}/mapping").json()["unread"]
    assert unread["file"] == "pay.xlsx"
    assert unread["trouble"]


def test_others_see_of_a_check_what_was_granted(players: Cast, factory_files: Path):  # noqa: F811
    from tripartite.site.checks.operations import publish

    first, second = (ran(players, *factory_files.iterdir()) for _ in range(2))
    publish(players.alice, first)
    publish(players.alice, second)
    dana = shows(players.dana, players.buyer)
    here = f"{CHECKS}/2"
    players.grant(scope=Grant.Scope.FIGURES)
    compared = dana.get(f"{here}/since/1").json()
    assert compared["by"] == "figures"
    of_people = [
        r for r in compared["rules"] if r["rule"] != "cn/dispatch-share"
    ]  # that one is of the facility
    assert len(of_people) > 10
    assert all(r["before"] in (None, 0) or r["before"] >= 5 for r in of_people)
    is_told(dana.get(f"{here}/month?worker=G0001"), 404, "not-found")
    is_told(dana.get(f"{here}/findings/F0000001"), 404, "not-found")
    is_told(dana.get(f"{here}/mapping"), 403, "not-allowed")
    seen = dana.get(here).json()
    assert (seen["files"], seen["next"]) == ([], "")
    players.grant(scope=Grant.Scope.TOPICS, topics=["wages"])
    found = dana.get(f"{here}/findings?topic=wages&limit=1").json()["findings"][0]
    month = dana.get(f"{here}/month?worker={found['worker']}").json()
    assert {f["topic"] for f in month["findings"]} <= {"wages"}
    assert all(d["parts"] is None for d in month["days"]), "hours are another topic"
    assert dana.get(f"{here}/summary").json().get("trouble") is None


@pytest.mark.parametrize(
    "bad", ["month?worker=", "month?worker=G1&month=2025", "findings?limit=0", "since/9"]
)
def test_what_cannot_be_asked(players: Cast, one_day: Path, bad):  # noqa: F811
    ran(players, one_day)
    answer = shows(players.bob, players.factory).get(f"{CHECKS}/1/{bad}")
    assert answer.status_code in (404, 422)

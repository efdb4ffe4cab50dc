"""The body of standards for other programs."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

from tripartite.cli import main
from tripartite.standards.load import load

ALL = load()


def test_all_formats_hold_the_whole_body(tmp_path: Path) -> None:
    assert main(["law", "export", "--out", str(tmp_path)]) == 0
    data = json.loads((tmp_path / "standards.json").read_text("utf-8"))
    assert set(data["rooms"]) == set(ALL.rooms)
    assert data["rooms"]["cn"]["rules"]["cn/overtime-in-a-month"]["values"][0]["value"]["number"] == 36 * 60
    linked = json.loads((tmp_path / "standards.jsonld").read_text("utf-8"))
    ids = {node["@id"]: node for node in linked["@graph"]}
    count = sum(len(r.instruments) + len(r.provisions) + len(r.duties) for r in ALL.rooms.values())
    assert len(ids) == len(linked["@graph"]) == count
    assert ids["cn/labour-law/15"]["legislationTransposes"] == [{"@id": "ilo/c138/2"}]
    with (tmp_path / "rules.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == sum(
            len(r.values) for room in ALL.rooms.values() for r in room.rules.values()
        )


def test_duties_signs_and_ratifications_are_in_every_format(tmp_path: Path) -> None:
    assert main(["law", "export", "--out", str(tmp_path)]) == 0
    rooms = json.loads((tmp_path / "standards.json").read_text("utf-8"))["rooms"]
    assert rooms["core"]["duties"]["weekly-rest"]["title"]["zh"] == "每周休息"
    assert "ilo/c14/2" in rooms["ilo"]["by_duty"]["weekly-rest"]["provisions"]
    assert rooms["ilo"]["ratifications"]["c105-jp"]["registered"] == "2022-07-19"
    withheld = rooms["ilo"]["provisions"]["ilo/forced-labour-indicators/8"]
    assert "months_without_pay" in withheld["sign_measures"]
    linked = json.loads((tmp_path / "standards.jsonld").read_text("utf-8"))
    ids = {node["@id"]: node for node in linked["@graph"]}
    assert "duty/weekly-rest" in ids["cn/labour-law/38"]["about"]
    assert {"ratified by JP", "ratified by CN"} <= {x["name"] for x in ids["ilo/c105"]["additionalProperty"]}
    with (tmp_path / "counterparts.csv").open(encoding="utf-8") as stream:
        rest = {r["family"] for r in csv.DictReader(stream) if r["duty"] == "weekly-rest"}
    assert rest >= {"national", "ilo", "mne", "oecd", "code"}
    with (tmp_path / "ratifications.csv").open(encoding="utf-8") as stream:
        rows = {(r["instrument"], r["country"]): r for r in csv.DictReader(stream)}
    assert rows["c87", "TH"]["ratified"] == "False"
    assert ("c87", "VN") not in rows  # not known


def test_the_data_package_describes_its_table(tmp_path: Path) -> None:
    assert main(["law", "export", "--format", "datapackage", "--out", str(tmp_path)]) == 0
    resource = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"][0]
    with (tmp_path / resource["path"]).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    fields = resource["schema"]["fields"]
    assert list(rows[0]) == [f["name"] for f in fields]
    keys = [tuple(r[k] for k in resource["schema"]["primaryKey"]) for r in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert date.fromisoformat(row["from"])
        assert any(float(row[unit] or 0) > 0 for unit in ("monthly", "daily", "hourly"))
        assert row["verified"] in ("true", "false")

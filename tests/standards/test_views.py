"""The library as plain data: real provisions, expectations checked by hand against the rooms' files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tripartite.cli import main
from tripartite.standards.counterparts import vocabulary
from tripartite.standards.fields import StandardsError
from tripartite.standards.load import load
from tripartite.standards.schema import TOPICS
from tripartite.standards.views.holds import holds_view
from tripartite.standards.views.instrument import instrument_view
from tripartite.standards.views.language import LANGUAGES
from tripartite.standards.views.linked_data import jsonld
from tripartite.standards.views.provision import provision_view
from tripartite.standards.views.ratification import COUNTRIES, ratifications_view
from tripartite.standards.views.remedy import contacts_view
from tripartite.standards.views.rule import rule_view
from tripartite.standards.views.topics import compare_view, topic_view

ALL = load()
DAY = date(2026, 1, 15)
SIX = ("CN", "JP", "MM", "PH", "TH", "VN")
Seen = dict[str, Any]


# --- a provision --------------------------------------------------------------------------------


def test_a_provision_in_a_language_that_its_room_does_not_hold_falls_back_and_says_so() -> None:
    v = provision_view(ALL, "cn/labour-law/38", "th", DAY)
    assert v["asks"]["lang"] == "en"
    assert v["asks"]["fallback"]
    assert v["instrument"]["title"] == {"text": "Labour Law", "lang": "en", "fallback": True}
    assert v["instrument"]["own_title"]["text"] == "中华人民共和国劳动法"
    assert v["topics"] == [
        {"id": "working-time", "name": {"text": "เวลาทำงาน", "lang": "th", "fallback": False}}
    ]
    assert not provision_view(ALL, "cn/labour-law/38", "zh", DAY)["asks"]["fallback"]


def test_a_provision_tells_its_dates_source_and_rules_with_values_of_the_day() -> None:
    v = provision_view(ALL, "cn/labour-law/41", "en", DAY)
    assert (v["article"], v["from"], v["to"], v["in_force"], v["verified"]) == (
        "41",
        "1995-01-01",
        None,
        True,
        True,
    )
    assert (v["source"]["id"], v["source"]["read"]) == ("laws-copy", "2026-11-23")
    now = {r["id"]: [x["value"]["written"] for x in r["now"]] for r in v["rules"]}
    assert now["cn/overtime-in-a-month"] == ["36 h"]
    assert now["cn/overtime-in-a-day"] == ["3 h"]
    assert (
        next(r for r in v["rules"] if r["id"] == "cn/overtime-in-a-month")["now"][0]["value"]["number"]
        == 36 * 60
    )
    assert v["family"]["id"] == "national"
    assert any(q["id"].startswith(("cn/", "core/")) for q in v["questions"])


def test_history_has_earlier_and_later_values_and_each_ends_where_the_next_begins() -> None:
    v = rule_view(ALL, "vn/overtime-in-a-month", "vi", DAY)
    values = [(h["value"]["written"], h["from"], h["to"], h["in_force"]) for h in v["history"]]
    assert values == [
        ("30 h", "2019-01-01", "2020-12-31", False),
        ("40 h", "2021-01-01", "2022-03-31", False),
        ("60 h", "2022-04-01", "2022-12-31", False),
        ("60 h", "2023-01-01", None, True),
    ]
    assert [x["value"]["written"] for x in v["now"]] == ["60 h"]
    early = rule_view(ALL, "vn/overtime-in-a-month", "vi", date(2021, 6, 1))
    assert [x["value"]["written"] for x in early["now"]] == ["40 h"]
    days = [(h["from"], h["to"]) for h in v["history"]]
    assert all(a[1] is None or a[1] < b[0] for a, b in zip(days, days[1:], strict=False))


def test_relations_are_told_both_ways() -> None:
    to = {
        (r["kind"], r["direction"], r["provision"]["id"])
        for r in provision_view(ALL, "cn/labour-law/15", "en", DAY)["relations"]
    }
    assert ("implements", "to", "ilo/c138/2") in to
    back = {
        (r["kind"], r["direction"], r["provision"]["id"])
        for r in provision_view(ALL, "ilo/c138/2", "en", DAY)["relations"]
    }
    assert ("implements", "from", "cn/labour-law/15") in back
    named = provision_view(ALL, "cn/labour-law/15", "zh", DAY)["relations"][0]["name"]
    assert named["lang"] == "zh"


def test_counterparts_are_by_family_with_what_each_state_has_ratified() -> None:
    duty = provision_view(ALL, "cn/labour-law/38", "en", DAY)["duties"][0]
    assert duty["id"] == "weekly-rest"
    groups = {g["family"]["id"]: g for g in duty["counterparts"]}
    assert list(groups)[:2] == ["national", "ilo"]
    assert "cn/labour-law/38" not in [p["id"] for p in groups["national"]["provisions"]]
    assert {"jp/lsa/35", "vn/labour-code/111"} <= {p["id"] for p in groups["national"]["provisions"]}
    c14 = next(p for p in groups["ilo"]["provisions"] if p["id"] == "ilo/c14/2")
    assert set(c14["ratified"]) == set(SIX)
    assert c14["ratified"]["CN"]["state"] == "ratified"
    assert groups["national"]["provisions"][0]["ratified"] is None


def test_a_family_without_a_provision_says_why() -> None:
    duty = next(d for d in vocabulary(ALL).values() if d.none)
    family = next(iter(duty.none))
    holder = next(
        p for r in ALL.rooms.values() if duty.id in r.by_duty for p in r.by_duty[duty.id].provisions
    )
    shown = next(d for d in provision_view(ALL, holder, "en", DAY)["duties"] if d["id"] == duty.id)
    group = next(g for g in shown["counterparts"] if g["family"]["id"] == family)
    assert group["provisions"] == []
    assert group["none"]["text"] == duty.none[family]


def test_a_provision_without_a_day_of_its_own_takes_its_instruments() -> None:
    v = provision_view(ALL, "jp/lsa/41", "ja", DAY)
    assert (v["from"], v["from_instrument"], v["in_force"]) == ("1947-09-01", True, True)


def test_a_provision_that_ended_is_not_in_force_and_was_then() -> None:
    assert provision_view(ALL, "vn/labour-code-2012/97", "vi", DAY)["in_force"] is False
    assert provision_view(ALL, "vn/labour-code-2012/97", "vi", date(2019, 1, 1))["in_force"] is True


def test_what_nobody_read_is_shown_so() -> None:
    v = provision_view(ALL, "jp/lca/16", "ja", DAY)
    assert not v["verified"]
    assert v["source"] == {
        "id": "not-read",
        "title": v["source"]["title"],
        "url": None,
        "read": None,
        "kind": "none",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_provision_and_rule_has_a_view_that_is_plain_data(lang: str) -> None:
    for room in ALL.rooms.values():
        for key in list(room.provisions)[:: 9 if lang == "en" else 60]:
            v = provision_view(ALL, key, lang, DAY)
            assert v["asks"]["text"]
            json.dumps([v, jsonld(v)], allow_nan=False)
        for key in list(room.rules)[:: 3 if lang == "en" else 20]:
            v = rule_view(ALL, key, lang, DAY)
            assert not v["title"]["fallback"], key
            json.dumps([v, jsonld(v)], allow_nan=False)


def test_what_there_is_not_is_refused_with_what_is_near() -> None:
    with pytest.raises(StandardsError, match="did you mean `cn/labour-law/41`"):
        provision_view(ALL, "cn/labour-law/411", "en")
    with pytest.raises(StandardsError, match="no view in `fr`"):
        provision_view(ALL, "cn/labour-law/41", "fr")
    with pytest.raises(StandardsError, match="no instrument `cn/labor-law`"):
        instrument_view(ALL, "cn/labor-law")
    with pytest.raises(StandardsError, match="no topic `pay`"):
        compare_view(ALL, SIX, "pay")
    with pytest.raises(StandardsError, match="No law is held for `KR`"):
        topic_view(ALL, "KR")


# --- a rule, an instrument, ratifications ---------------------------------------------------------


def test_a_rule_stands_beside_the_same_measure_elsewhere() -> None:
    v = rule_view(ALL, "cn/overtime-in-a-month", "ja", DAY)
    assert v["title"]["text"] == ALL.rule("cn/overtime-in-a-month").title["ja"]
    assert (v["bound"], v["measure"], v["per"]) == ("at-most", "overtime_in_month", "month")
    assert v["elsewhere"] == []
    vietnamese = rule_view(ALL, "vn/overtime-in-a-month", "en", DAY)["elsewhere"]
    elsewhere = {r["id"]: [x["value"]["written"] for x in r["now"]] for r in vietnamese}
    assert elsewhere["vn/overtime-in-a-month-40"] == ["40 h"]
    assert v["provision"]["id"] == "cn/labour-law/41"


def test_an_instrument_has_its_provisions_in_order_and_its_ratifications() -> None:
    v = instrument_view(ALL, "ilo/c138", "en", DAY)
    assert [p["article"] for p in v["provisions"]][:3] == ["1", "2", "3"]
    assert set(v["ratified"]) == set(SIX)
    law = instrument_view(ALL, "cn/labour-law", "zh", DAY)
    numbers = [int(p["article"]) for p in law["provisions"] if p["article"].isdigit()]
    assert numbers == sorted(numbers)
    assert law["ratified"] is None
    assert instrument_view(ALL, "codes/eti/eti", "en", DAY)["provisions"]


def test_ratified_not_ratified_and_not_known_are_three_things() -> None:
    rows = {r["instrument"]: r["countries"] for r in ratifications_view(ALL, "en", "", DAY)["rows"]}
    assert rows["c105"]["JP"] == {
        **rows["c105"]["JP"],
        "state": "ratified",
        "registered": "2022-07-19",
        "verified": True,
    }
    assert rows["c87"]["CN"]["state"] == "not-ratified"
    seen = {cell["state"] for cells in rows.values() for cell in cells.values()}
    assert {"ratified", "not-ratified", "not-known"} <= seen
    held = {(r.instrument, r.country) for room in ALL.rooms.values() for r in room.ratifications.values()}
    for name, cells in rows.items():
        for country, cell in cells.items():
            assert ((name, country) in held) == (cell["state"] != "not-known")


def test_on_a_day_before_registration_a_convention_is_not_yet_ratified() -> None:
    before = ratifications_view(ALL, "en", "c105", date(2022, 7, 18))["rows"][0]["countries"]["JP"]
    assert before["state"] == "not-ratified"
    assert (
        ratifications_view(ALL, "en", "c105", date(2022, 7, 19))["rows"][0]["countries"]["JP"]["state"]
        == "ratified"
    )


def test_ratifications_of_a_country_or_an_instrument_only() -> None:
    one = ratifications_view(ALL, "zh", "VN", DAY)
    assert {tuple(r["countries"]) for r in one["rows"]} == {("VN",)}
    assert [r["instrument"] for r in ratifications_view(ALL, "en", "c87", DAY)["rows"]] == ["c87"]
    with pytest.raises(StandardsError, match="neither a convention nor a country"):
        ratifications_view(ALL, "en", "c999", DAY)


# --- topics and comparison ----------------------------------------------------------------------


def test_a_country_by_topic_and_duty() -> None:
    v = topic_view(ALL, "TH", "th", DAY)
    assert [t["id"] for t in v["topics"]] == list(TOPICS)
    wages = next(t for t in v["topics"] if t["id"] == "wages")
    premium = next(d for d in wages["duties"] if d["id"] == "overtime-premium")
    assert "th/lpa/61" in [p["id"] for p in premium["provisions"]]
    assert premium["title"]["text"] == "ค่าล่วงเวลา"
    shown = {
        p["id"]
        for t in v["topics"]
        for d in (*t["duties"], {"provisions": t["other"]})
        for p in d["provisions"]
    }
    assert shown == {p.id for p in ALL.rooms["th"].provisions.values() if p.topics or p.id in shown}
    only = topic_view(ALL, "CN-GD", "en", DAY, "equality")
    assert [t["id"] for t in only["topics"]] == ["equality"]


def cells(view: Seen, duty: str) -> dict[str, Seen]:
    return {c["column"]: c for r in view["rows"] if r["duty"]["id"] == duty for c in r["cells"]}


def written(cell: Seen) -> list[str]:
    return [x["value"]["written"] for v in cell["values"] for x in v["now"]]


def test_countries_side_by_side_by_duty() -> None:
    view = compare_view(ALL, (*SIX, "ilo"), "working-time", "en", DAY)
    day = cells(view, "hours-normal-day")
    assert {c: written(day[c])[0] for c in ("cn", "jp", "ph")} == {"cn": "8 h", "jp": "8 h", "ph": "8 h"}
    assert day["jp"]["values"][0]["article"] == "32"
    cap = cells(view, "overtime-cap")
    assert "36 h" in written(cap["cn"])
    assert "36 h" in written(cap["th"])
    rest = cells(view, "weekly-rest")
    assert rest["cn"]["state"] == "value"
    assert "cn/labour-law/38" in [p["id"] for p in rest["cn"]["provisions"]]


def test_rates_of_pay_stand_with_their_duty() -> None:
    view = compare_view(ALL, SIX, "wages", "en", DAY)
    assert written(cells(view, "overtime-premium")["cn"]) == ["150 %"]
    assert written(cells(view, "rest-day-premium")["cn"]) == ["200 %"]
    assert written(cells(view, "overtime-premium")["th"])[0] == "150 %"
    assert written(cells(view, "overtime-premium")["vn"])[0] == "150 %"
    assert written(cells(view, "night-premium")["jp"])[0] == "25 %"
    # Japan pays a national holiday as an ordinary day: no rate of ordinary days passes for one of holidays.
    assert written(cells(view, "holiday-premium")["jp"]) == []


def test_the_lowest_and_highest_minimum_wage_stand_in_the_row() -> None:
    wages = cells(compare_view(ALL, SIX, "wages", "en", DAY), "minimum-wage")
    assert wages["mm"]["minimum_wages"]["daily"]["lowest"]["amount"] == 780000
    thai = wages["th"]["minimum_wages"]["daily"]
    assert (thai["lowest"]["amount"], thai["highest"]["amount"]) == (33700, 40000)
    assert wages["jp"]["minimum_wages"]["currency"] == "JPY"


def test_no_such_rule_is_told_apart_from_nothing_held() -> None:
    view = compare_view(ALL, (*SIX, "ilo", "mne", "code"), "wages", "en", DAY)
    living = cells(view, "living-wage")
    assert {living[c.lower()]["state"] for c in SIX} == {"none"}
    assert "No law of the six countries" in living["cn"]["reason"]["text"]
    assert cells(view, "holiday-premium")["code"]["state"] == "none"
    night = cells(view, "night-premium")
    assert night["cn"]["state"] == "not-held"
    assert night["cn"]["reason"] is None


def test_what_no_longer_holds_is_ended_not_missing() -> None:
    states = {
        c["state"]
        for topic in TOPICS
        for day in (date(1990, 1, 1), DAY)
        for r in compare_view(ALL, SIX, topic, "en", day)["rows"]
        for c in r["cells"]
    }
    assert states == {"value", "text", "ended", "none", "not-held"}


# --- what holds ---------------------------------------------------------------------------------


def test_what_holds_in_guangdong() -> None:
    v = holds_view(ALL, "CN-GD", date(2025, 10, 1), "zh")
    assert v["place_name"] == {"text": "广东省", "lang": "zh", "fallback": False}
    assert v["day_kind"]["kind"] == "holiday"
    levels = v["minimum_wages"]["levels"]
    assert [(x["class"], x["amounts"]["month"]["minor"]) for x in levels][:2] == [
        ("1", 250000),
        ("2", 208000),
    ]
    assert levels[0]["amounts"]["hour"]["shown"] == "23.70 CNY"
    assert levels[0]["class_name"]["lang"] == "zh"
    rates = {(tuple(c["days"]), c["rate"]["written"]) for c in v["premiums"]}
    assert any("ordinary" in days and rate == "150 %" for days, rate in rates)
    rules = {r["id"]: [x["value"]["written"] for x in r["now"]] for t in v["rules"] for r in t["rules"]}
    assert rules["cn/overtime-in-a-month"] == ["36 h"]
    assert v["hours"]["night"] == {"from": "22:00", "to": "06:00"}


def test_a_value_of_another_region_does_not_hold_here() -> None:
    def maternity(place: str) -> set[str]:
        v = holds_view(ALL, place, DAY, "en")
        return {
            region
            for t in v["rules"] for r in t["rules"] for x in r["now"] for region in x["where"].get("region", ())
        }  # fmt: skip

    assert maternity("CN-SH") == {"CN-SH"}
    assert maternity("CN") == set()


def test_a_level_that_is_not_known_is_not_told_as_none() -> None:
    gap = next(g for r in ALL.rooms.values() for g in r.wage_gaps if not any(g.classes) and "-" in g.region)
    v = holds_view(ALL, gap.region, gap.start, "en")["minimum_wages"]
    assert v["gaps"][0]["looked_for"]["text"] == gap.looked_for["en"]
    assert v["state"] == ("held" if v["levels"] else "not-known")
    assert holds_view(ALL, "CN-GD", date(1980, 1, 1))["minimum_wages"]["state"] == "not-held"


def test_a_day_beyond_the_calendar_is_not_called_ordinary() -> None:
    assert holds_view(ALL, "JP", date(2040, 1, 1))["day_kind"] == {
        "known": False,
        "kind": None,
        "names": None,
    }


def test_a_place_that_is_not_is_refused() -> None:
    with pytest.raises(StandardsError, match="`CN-XX` is no region of CN"):
        holds_view(ALL, "CN-XX", DAY)
    with pytest.raises(StandardsError, match="No law is held for `KR-11`"):
        holds_view(ALL, "KR-11", DAY)


# --- linked data and the command line ---------------------------------------------------------------


def test_a_provision_as_linked_data() -> None:
    data = jsonld(provision_view(ALL, "cn/labour-law/44", "zh", DAY))
    assert data["@type"] == "Legislation"
    assert data["legislationIdentifier"] == "44"
    assert data["legislationJurisdiction"] == "CN"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["legislationDateVersion"] == "2026-01-15"
    assert data["isPartOf"]["@id"] == "cn/labour-law"
    assert data["inLanguage"] == ["en", "zh-Hans"]
    assert "legislationDate" not in data  # the day of adoption is not held
    ended = jsonld(provision_view(ALL, "vn/labour-code-2012/97", "vi", DAY))
    assert ended["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_a_convention_as_linked_data_tells_who_ratified_it() -> None:
    data = jsonld(instrument_view(ALL, "ilo/c105", "en", DAY))
    told = {p["name"]: p.get("value") for p in data["additionalProperty"]}
    assert told["ratified by JP"] == "2022-07-19"
    assert data["hasPart"][0]["@type"] == "Legislation"
    assert len(data["additionalProperty"]) == len(COUNTRIES)


def test_a_rule_and_contacts_as_linked_data_and_nothing_else() -> None:
    rule = jsonld(rule_view(ALL, "cn/overtime-in-a-month", "en", DAY))
    assert rule["additionalProperty"][0]["value"] == "36 h"
    assert rule["@id"] == "rule/cn/overtime-in-a-month"  # an instrument may bear the name of a rule
    assert rule["isBasedOn"] == {"@id": "cn/labour-law/41"}
    graph = jsonld(contacts_view(ALL, "JP"))["@graph"]
    hotline = next(c for c in graph if c["@id"] == "jp/contact/hotline")
    assert {"@type": "ContactPoint", "telephone": "0120-150-520", "contactType": "hotline", "availableLanguage": ["zh-Hans"]} in hotline["contactPoint"]  # fmt: skip
    with pytest.raises(StandardsError, match="no JSON-LD"):
        jsonld(ratifications_view(ALL))


def test_linked_data_of_one_and_of_all_name_a_provision_alike() -> None:
    from tripartite.standards.export import as_linked_data

    whole = {n["@id"]: n for n in as_linked_data(ALL)["@graph"]}
    for key in ("cn/labour-law/15", "ilo/c138/2", "vn/labour-code/113"):
        one, among = jsonld(provision_view(ALL, key, "en", DAY)), whole[key]
        for field in ("legislationIdentifier", "abstract", "about", "keywords"):
            assert one[field] == among[field], (key, field)
        assert one["isPartOf"]["@id"] == among["isPartOf"]["@id"]


def test_the_command_line_shows_in_a_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "th/lpa/61", "--lang", "th"]) == 0
    told = capsys.readouterr().out
    assert "พระราชบัญญัติคุ้มครองแรงงาน" in told
    assert "(en)" in told  # the convention's text is not held in Thai
    assert main(["law", "show", "ilo/c87", "--lang", "zh"]) == 0
    assert "CN not-ratified" in capsys.readouterr().out
    assert main(["law", "show", "cn/labour-law/41", "--json", "--on", "2026-01-15"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"]
    assert main(["law", "show", "core/wages/payslip-given", "--lang", "ja"]) == 0
    assert main(["law", "show", "cn/overtime-in-a-moth", "--lang", "ja"]) == 2

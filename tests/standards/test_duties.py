"""Duties relate provisions of all rooms: from any provision its counterparts are reached, or it is said that there are none."""

from __future__ import annotations

from datetime import date

import pytest

from tripartite.check.plan import LOADED
from tripartite.cli import main
from tripartite.measures.catalogue import MEASURES
from tripartite.standards.compare import compare
from tripartite.standards.counterparts import by_family, counterparts, ratifications, vocabulary
from tripartite.standards.fields import StandardsError
from tripartite.standards.law import answered_by, duties_of, show
from tripartite.standards.load import load

ALL = load()
SEVEN = {"en", "zh", "ja", "vi", "th", "my", "fil"}
INTERNATIONAL = [k for k in ALL.rooms if k in ("ilo", "oecd", "un", "trade") or k.startswith("codes/")]


def test_every_duty_has_a_name_in_seven_languages() -> None:
    assert len(vocabulary(ALL)) > 60
    for duty in vocabulary(ALL).values():
        assert set(duty.title) == SEVEN, duty.id
        assert len(set(duty.title.values())) == 7, duty.id


@pytest.mark.parametrize("room", sorted(ALL.rooms))
def test_a_room_assigns_only_to_duties_that_exist(room: str) -> None:
    assert set(ALL.rooms[room].by_duty) <= set(vocabulary(ALL))


@pytest.mark.parametrize("room", INTERNATIONAL)
def test_every_international_provision_has_a_duty(room: str) -> None:
    assert not [p for p in ALL.rooms[room].provisions if not duties_of(ALL, p)]


@pytest.mark.parametrize("room", sorted(ALL.rooms))
def test_a_provision_with_a_duty_reaches_the_ilo_the_declaration_and_the_guidelines(room: str) -> None:
    """Or the duty says that there is no counterpart, and why."""
    for duty in ALL.rooms[room].by_duty:
        told = {*by_family(ALL, duty), *vocabulary(ALL)[duty].none}
        assert {"ilo", "mne", "oecd"} <= told, duty


def test_a_family_is_not_said_to_lack_what_it_holds() -> None:
    """National laws are added by room: there only what is held is told."""
    for duty in vocabulary(ALL).values():
        held = set(by_family(ALL, duty.id)) - {"national"}
        assert not held & set(duty.none), duty.id


def test_a_national_provision_leads_to_other_countries_conventions_and_codes() -> None:
    assert duties_of(ALL, "cn/labour-law/38") == ["weekly-rest"]
    told = str(counterparts(ALL, "cn/labour-law/38"))
    for other in ("jp/lsa/35", "vn/labour-code/111", "ilo/c14/2", "ilo/mne/41", "oecd/v/4a", "codes/eti/6.6"):
        assert other in told
    assert "cn/labour-law/38:" not in told


def test_a_code_leads_back_to_national_law() -> None:
    assert "cn/labour-law/38" in str(counterparts(ALL, "codes/eti/weekly-rest"))


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    with pytest.raises(StandardsError, match="did you mean `cn/labour-law/38`"):
        counterparts(ALL, "cn/labor-law/38")


@pytest.mark.parametrize(
    "what", [["duties"], ["counterparts", "weekly-rest"], ["counterparts", "cn/weekly-rest-day", "--json"]]
)
def test_look_ups_answer_on_the_command_line(what: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", *what]) == 0
    assert "weekly-rest" in capsys.readouterr().out


def test_comparing_a_measure_tells_what_conventions_and_codes_ask_otherwise() -> None:
    told = str(compare(ALL, ["overtime_pay_short"], date(2026, 1, 1)))
    assert "ilo/overtime-premium" in told
    assert "codes/bsci/overtime-premium" in told
    assert "oecd/v/4a" in told


# --- records and questions ----------------------------------------------------------------------


@pytest.mark.parametrize("room", INTERNATIONAL)
def test_every_international_provision_says_whether_records_or_questions_answer_it(room: str) -> None:
    for p in ALL.rooms[room].provisions.values():
        how = answered_by(ALL, p)
        assert how, p.id
        assert not p.records_show or how in ("records", "both"), p.id
        assert not p.to_ask or how in ("questions", "both"), p.id


def test_what_a_rule_computes_is_answered_by_records_and_what_a_question_asks_by_questions() -> None:
    for room in ALL.rooms.values():
        for rule in room.rules.values():
            assert answered_by(ALL, ALL.provision(rule.provision)) in ("records", "both"), rule.id
        for q in room.questions.values():
            for key in q.provisions:
                assert answered_by(ALL, ALL.provision(key)) in ("questions", "both"), (q.id, key)


def test_the_eleven_indicators_name_signs_that_exist() -> None:
    questions = {q for room in ALL.rooms.values() for q in room.questions}
    found = [p for p in ALL.rooms["ilo"].provisions.values() if p.instrument == "forced-labour-indicators"]
    assert LOADED
    assert len(found) == 11
    for p in found:
        assert p.sign_questions, p.id
        assert set(p.sign_questions) <= questions, p.id
        assert set(p.sign_measures) <= set(MEASURES), p.id
        assert bool(p.sign_measures) == (p.answered_by == "both"), p.id
    told = str(show(ALL, "ilo/forced-labour-indicators/8"))
    assert "cn/no-month-without-pay" in told or "months_without_pay (" in told


# --- ratifications ------------------------------------------------------------------------------


def lines(asked: str) -> dict[str, list[str]]:
    return {e["head"].split()[0]: e["lines"] for e in ratifications(ALL, asked)["entries"]}


def test_ratifications_are_days_with_sources() -> None:
    assert lines("c105")["c105"][1].startswith("JP: registered 2022-07-19, in force 2023-07-19")
    assert lines("TH")["c87"] == ["TH: not ratified (As of August 2025.)  [th-c87-c98]"]
    assert lines("c138")["c138"][2].startswith("MM: registered 2020-06-08, declared: 14 years")


def test_what_is_not_known_stays_not_known() -> None:
    assert lines("c87")["c87"][5] == "VN: not known"


def test_a_ratification_read_nowhere_is_marked() -> None:
    assert "[not verified]" in lines("c187")["c187"][4]


def test_an_unknown_convention_or_country_is_refused() -> None:
    with pytest.raises(StandardsError, match="neither an instrument nor a country"):
        ratifications(ALL, "c999")


def test_only_ratified_conventions_tell_reports_a_day() -> None:
    c14 = ALL.rooms["ilo"].instruments["c14"].ratified
    assert c14["TH"] == "1968-04-05"
    assert "JP" not in c14

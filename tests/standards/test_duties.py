"""Duties relate provisions of all rooms: each exists, has counterparts or says why not, and is found from any of them."""

from __future__ import annotations

import pytest

from tripartite.cli import main
from tripartite.standards.counterparts import counterparts, vocabulary
from tripartite.standards.fields import StandardsError
from tripartite.standards.law import duties_of
from tripartite.standards.load import load

ALL = load()
SEVEN = {"en", "zh", "ja", "vi", "th", "my", "fil"}


def test_every_duty_has_a_name_in_seven_languages() -> None:
    assert len(vocabulary(ALL)) > 60
    for duty in vocabulary(ALL).values():
        assert set(duty.title) == SEVEN, duty.id
        assert len(set(duty.title.values())) == 7, duty.id


@pytest.mark.parametrize("room", sorted(ALL.rooms))
def test_a_room_assigns_only_to_duties_that_exist(room: str) -> None:
    assert set(ALL.rooms[room].by_duty) <= set(vocabulary(ALL))


def test_a_national_provision_leads_to_other_countries() -> None:
    assert duties_of(ALL, "cn/labour-law/38") == ["weekly-rest"]
    told = str(counterparts(ALL, "cn/labour-law/38"))
    assert "jp/lsa/35" in told
    assert "vn/labour-code/111" in told


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    with pytest.raises(StandardsError, match="did you mean `cn/labour-law/38`"):
        counterparts(ALL, "cn/labor-law/38")


@pytest.mark.parametrize(
    "what", [["duties"], ["counterparts", "weekly-rest"], ["counterparts", "cn/weekly-rest-day"]]
)
def test_look_ups_answer_on_the_command_line(what: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", *what]) == 0
    assert "weekly-rest" in capsys.readouterr().out

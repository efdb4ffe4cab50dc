"""Each place that a minimum wage is held for has a name that a worker knows, and no name stands for nothing."""

from __future__ import annotations

import pytest

from tripartite.standards.load import ROOM_CURRENCY, load

ALL = load(list(ROOM_CURRENCY))
OWN = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}


@pytest.mark.parametrize("key", list(ROOM_CURRENCY))
def test_each_region_and_class_of_a_minimum_wage_has_a_name(key: str) -> None:
    room = ALL.rooms[key]
    names = room.region_names
    assert names is not None
    assert set(names.regions) == {w.region for w in room.wages}
    assert set(names.classes) == {w.wage_class for w in room.wages if w.wage_class}


@pytest.mark.parametrize("key", list(ROOM_CURRENCY))
def test_names_are_in_english_and_the_language_of_the_country_and_tell_places_apart(key: str) -> None:
    names = ALL.rooms[key].region_names
    assert names is not None
    for lang in ("en", OWN[key]):
        told = [n[lang] for n in names.regions.values()]
        assert len(set(told)) == len(told), lang
        classes = [n[lang] for n in names.classes.values()]
        assert len(set(classes)) == len(classes), lang


def test_names_are_those_of_iso_3166() -> None:
    def name(code: str, lang: str) -> str:
        names = ALL.rooms[code[:2].lower()].region_names
        assert names is not None
        return names.regions[code][lang]

    assert name("CN-GD", "zh") == "广东省"
    assert name("JP-27", "ja") == "大阪府"
    assert name("TH-10", "th") == "กรุงเทพมหานคร"
    assert name("TH-63", "en") == "Tak"
    assert name("PH-40", "en") == "Calabarzon (Region IV-A)"

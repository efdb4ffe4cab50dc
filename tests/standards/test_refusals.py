"""Mistakes in data files are refused with file, line, what is wrong and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tripartite.standards.fields import StandardsError
from tripartite.standards.load import load, load_room

GOOD = {
    "sources.yaml": "- {id: s1, title: A text, url: x, read: 2026-01-01, kind: official}\n- {id: none, title: Not read, kind: none}\n",
    "instruments.yaml": "- {id: law, kind: statute, title: {en: Law}, source: s1}\n",
    "provisions.yaml": "- {id: xx/law/1, instrument: law, article: '1', asks: {en: Rest}, topics: [working-time], from: 2000-01-01, source: s1}\n",
    "rules.yaml": "- id: xx/rest\n  provision: xx/law/1\n  topic: working-time\n  title: {en: Rest}\n  measure: rest_days_in_week\n  per: week\n  at_least:\n    - {from: 2000-01-01, value: 1 d, source: s1}\n",
}
RULES = GOOD["rules.yaml"]
WAGES = "region,class,from,to,monthly,daily,hourly,verified,source,note\n"

BROKEN = [
    (
        "rules.yaml",
        RULES.replace("topic:", "topik:"),
        ["rules.yaml:1", "no key `topik`", "did you mean `topic`"],
    ),
    ("rules.yaml", RULES.replace("  per: week\n", ""), ["lacks `per`"]),
    (
        "rules.yaml",
        RULES.replace("working-time", "working time"),
        ["`working time` is not known here", "did you mean `working-time`"],
    ),
    ("rules.yaml", RULES.replace("1 d", "1 day"), ["`day` is no unit", "Allowed: h, min, d"]),
    ("rules.yaml", RULES.replace("1 d", "one"), ["`one` is not a value with a unit"]),
    (
        "rules.yaml",
        RULES.replace("from: 2000-01-01, value", "from: 2000-13-01, value"),
        ["`2000-13-01` is not a date"],
    ),
    (
        "rules.yaml",
        RULES.replace("source: s1", "source: s2"),
        ["source `s2` is not in sources.yaml", "Allowed: s1"],
    ),
    ("rules.yaml", RULES.replace(", source: s1}", "}"), ["rules.yaml:8", "lacks `source`"]),
    (
        "rules.yaml",
        RULES.replace("source: s1}", "source: none, verified: yes}"),
        ["was not read", "cannot be `verified: yes`"],
    ),
    ("rules.yaml", RULES.replace("xx/law/1", "xx/law/2"), ["provision `xx/law/2` is not in provisions.yaml"]),
    ("rules.yaml", RULES + RULES, ["rules.yaml:9", "stands twice"]),
    ("rules.yaml", RULES.replace("at_least:", "at_most: []\n  x:"), ["no key `x`"]),
    (
        "rules.yaml",
        RULES.replace("  at_least:\n    - {from: 2000-01-01, value: 1 d, source: s1}\n", ""),
        ["needs either at_most or at_least"],
    ),
    (
        "rules.yaml",
        RULES + "    - {from: 1999-01-01, value: 2 d, source: s1}\n",
        ["rules.yaml:9", "in the order of their dates"],
    ),
    (
        "rules.yaml",
        RULES.replace("value: 1 d", "to: 2010-01-01, value: 1 d")
        + "    - {from: 2005-01-01, value: 2 d, source: s1}\n",
        ["overlaps"],
    ),
    ("rules.yaml", RULES + "    - {from: 2001-01-01, value: 2 h, source: s1}\n", ["mixes units"]),
    ("rules.yaml", RULES.replace("value: 1 d", "to: 1999-01-01, value: 1 d"), ["is later than `to`"]),
    (
        "rules.yaml",
        RULES.replace("value: 1 d", "value: 1 d, where: {region: Guangdong}"),
        ["`Guangdong` is not a region code"],
    ),
    ("rules.yaml", RULES + "  beyond: maybe\n", ["`maybe` is not known here", "not-met"]),
    ("rules.yaml", RULES + "  indicator: perhaps\n", ["neither yes nor no"]),
    (
        "rules.yaml",
        RULES + "  applies_to: {hours_system: normal}\n",
        ["`normal` is not known here", "standard"],
    ),
    ("rules.yaml", RULES.replace("{en: Rest}", "{zh: 休息}"), ["English text (`en`) is missing"]),
    ("rules.yaml", "rules: yes\n", ["expected a list"]),
    ("rules.yaml", "- id: [\n", ["this is not YAML"]),
    (
        "provisions.yaml",
        GOOD["provisions.yaml"].replace("instrument: law", "instrument: lwa"),
        ["instrument `lwa`", "did you mean `law`"],
    ),
    (
        "provisions.yaml",
        GOOD["provisions.yaml"].replace("topics: [working-time]", "topics: [rest]"),
        ["`rest` is not known here"],
    ),
    ("sources.yaml", GOOD["sources.yaml"].replace("read: 2026-01-01, ", ""), ["lacks `read`"]),
    ("sources.yaml", GOOD["sources.yaml"].replace("official", "offical"), ["did you mean `official`"]),
    (
        "instruments.yaml",
        GOOD["instruments.yaml"].replace("statute", "law"),
        ["`law` is not known here", "statute"],
    ),
    (
        "minimum_wages.csv",
        WAGES + "CN-GD,1,2025-03-01,,2500,,23.7,maybe,s1,\n",
        ["minimum_wages.csv:2", "neither yes nor no"],
    ),
    ("minimum_wages.csv", WAGES + "CN-GD,1,2025-03-01,,25oo,,,yes,s1,\n", ["`25oo` is not an amount of CNY"]),
    ("minimum_wages.csv", WAGES + "CN-GD,1,2025-03-01,,2500,,,yes,none,\n", ["was not read"]),
    ("minimum_wages.csv", WAGES + "CN-GD,1,2025-03-01,,,,,yes,s1,\n", ["no amount at all"]),
    ("minimum_wages.csv", WAGES + "CN-GD,1,2025-03-01,2500\n", ["4 cells where there are 10 columns"]),
    ("minimum_wages.csv", WAGES + "CN-GD,1,2025-03-01,,2500,,,yes,s1,\n" * 2, ["stands twice"]),
    ("minimum_wages.csv", "place,amount\n", ["they must be region, class, from"]),
    (
        "regions.yaml",
        "source: s1\nregions:\n  - {code: Guangdong, name: {en: Guangdong}}\n",
        ["regions.yaml:3", "`Guangdong` is not a code of ISO 3166-2"],
    ),
    (
        "regions.yaml",
        "source: s2\nregions:\n  - {code: CN-GD, name: {en: Guangdong}}\n",
        ["source `s2` is not in sources.yaml"],
    ),
    (
        "regions.yaml",
        "source: s1\nregions:\n  - {code: CN-GD, name: {en: One}}\n  - {code: CN-GD, name: {en: Two}}\n",
        ["regions.yaml:4", "code `CN-GD` stands twice"],
    ),
]


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_the_good_room_loads(tmp_path: Path) -> None:
    room = load_room(write(tmp_path, **GOOD), "xx")
    assert room.rules["xx/rest"].values[0].value.number == 1


@pytest.mark.parametrize(("name", "content", "says"), BROKEN)
def test_one_mistake_each(tmp_path: Path, name: str, content: str, says: list[str]) -> None:
    with pytest.raises(StandardsError) as refused:
        load_room(write(tmp_path, **{**GOOD, name: content}), "xx")
    for words in says:
        assert words in str(refused.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    broken = {**GOOD, "rules.yaml": RULES.replace("per: week", "per: fortnight").replace("1 d", "1 x")}
    with pytest.raises(StandardsError) as refused:
        load_room(write(tmp_path, **broken), "xx")
    assert "fortnight" in str(refused.value)
    assert "`x` is no unit" in str(refused.value)


def test_yaml_guesses_are_not_used(tmp_path: Path) -> None:
    room = load_room(
        write(
            tmp_path,
            **{**GOOD, "provisions.yaml": GOOD["provisions.yaml"].replace("article: '1'", "article: 4.10")},
        ),
        "xx",
    )
    assert room.provisions["xx/law/1"].article == "4.10"


def test_every_room_loads_and_unread_values_are_unverified() -> None:
    for room in load().rooms.values():
        for rule in room.rules.values():
            for value in rule.values:
                assert not (value.verified and room.sources[value.source].kind == "none"), rule.id
        for wage in room.wages:
            assert not (wage.verified and room.sources[wage.source].kind == "none"), wage


def test_an_outside_folder_is_a_standard_too(tmp_path: Path) -> None:
    folder = tmp_path / "our-agreement"
    folder.mkdir()
    write(folder, **GOOD)
    assert load(["cn"], [folder]).rule("xx/rest").at_most is False
    with pytest.raises(StandardsError, match="did you mean `cn`"):
        load(["cnn"])

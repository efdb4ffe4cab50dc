"""What was read once is kept, and read again when anything about it changed or is not to be trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tripartite.kept import kept


class Reading:
    """Counts how often a file is read."""

    def __init__(self, path: Path) -> None:
        self.path, self.times = path, 0

    def __call__(self) -> str:
        self.times += 1
        return self.path.read_text(encoding="utf-8")

    def now(self) -> str:
        return kept("test/room", [self.path], self)


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "rules.yaml"
    path.write_text("36 h", encoding="utf-8")
    return Reading(path)


def _kept_file(reading: Reading) -> Path:
    return next((reading.path.parent / "cache/tripartite").iterdir())


def test_a_file_is_read_once_until_it_changes(reading: Reading) -> None:
    assert (reading.now(), reading.now(), reading.times) == ("36 h", "36 h", 1)
    reading.path.write_text("44 h", encoding="utf-8")
    assert (reading.now(), reading.times) == ("44 h", 2)


def test_what_was_cut_short_is_made_anew(reading: Reading) -> None:
    reading.now()
    _kept_file(reading).write_bytes(b"\x80\x05cut")
    assert (reading.now(), reading.times) == ("36 h", 2)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_what_others_may_write_is_not_trusted(reading: Reading) -> None:
    reading.now()
    _kept_file(reading).chmod(0o666)
    assert (reading.now(), reading.times) == ("36 h", 2)


def test_a_mistake_is_told_each_time(reading: Reading) -> None:
    reading.path.write_bytes(b"\xff")
    for _ in range(2):
        with pytest.raises(UnicodeDecodeError):
            reading.now()
    assert reading.times == 2


def test_without_a_folder_to_write_to_all_is_read_anew(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    (reading.path.parent / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(reading.path.parent / "file"))
    assert (reading.now(), reading.now(), reading.times) == ("36 h", "36 h", 2)


def test_few_earlier_states_stay(reading: Reading) -> None:
    for hours in range(9):
        reading.path.write_text(f"{hours} h", encoding="utf-8")
        reading.now()
    assert len(list(_kept_file(reading).parent.iterdir())) <= 5

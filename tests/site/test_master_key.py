"""The master key is renewed, whole, also when it is killed in the middle; by commands as an operator would."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.site.cast import Cast
from tests.site.site_apart import SET_UP, Apart
from tripartite.site import vault

FILL = """
from tripartite.site import vault
from tripartite.site.people import operations
from tripartite.site.people.models import Organisation, User
who = User.objects.create_user("mei", password="a long enough password")
for n in range(5):
    made = operations.make_organisation(who, Organisation(name=f"O{n}", side="employer", kind="enterprise"))
    print(vault.seal(made, f"records of {n}".encode()))
"""
READ = """
from tripartite.site import vault
from tripartite.site.people.models import Organisation
for made, name in zip(Organisation.objects.order_by("pk"), NAMES, strict=True):
    print(vault.read(made, name).decode())
"""
ALL = [f"records of {n}" for n in range(5)]
# Kills itself where `at` is called the `n`th time.
KILLED = """
import os, signal, pathlib
from django.core.management import call_command
from tripartite.site import vault
calls = 0
def killing(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == {n}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
{at} = killing({at})
call_command("rotate_master_key")
"""


@dataclass
class Filled(Apart):
    """A site with five organisations, each with a sealed file."""

    names: list[str] = field(default_factory=list)

    def read(self) -> list[str]:
        return self.run(READ.replace("NAMES", repr(self.names))).splitlines()

    def key(self) -> str:
        return (self.data / "master-key").read_text().strip()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    made = Filled(tmp_path_factory.mktemp("filled") / "data", "tripartite_filled")
    made.create()
    assert made.manage("migrate").returncode == 0
    made.names = made.run(FILL).splitlines()
    return made


@pytest.fixture
def site(filled: Filled, tmp_path: Path) -> Filled:
    return filled.copied(tmp_path / "data", "tripartite_keys")


def test_a_new_key_opens_all_and_the_old_one_is_kept_for_backups(site: Filled):
    old = site.key()
    done = site.manage("rotate_master_key")
    assert done.returncode == 0, done.stderr
    assert "5 organisations' keys are wrapped" in done.stdout
    assert site.key() != old
    assert site.read() == ALL
    (kept,) = site.data.glob("master-key.before-*")
    assert kept.read_text().strip() == old
    assert kept.stat().st_mode & 0o077 == 0
    assert not (site.data / "master-key.next").exists()
    with_old = replace(site, master_key=old)
    assert "does not open" in with_old.manage("shell", "-c", READ.replace("NAMES", repr(site.names))).stderr


@pytest.mark.parametrize(
    ("at", "n"),
    [
        ("vault.wrap_anew", 1),  # the new key is written, nothing is wrapped by it
        ("vault._wrapped", 3),  # two of five are
        ("pathlib.Path.hardlink_to", 1),  # all are, and the old key still has the name
        ("pathlib.Path.replace", 1),  # the same, with a copy of the old one
    ],
)
def test_killed_in_the_middle_it_opens_all_and_goes_on(site: Filled, at: str, n: int):
    code = SET_UP + KILLED.format(at=at, n=n)
    done = subprocess.run([sys.executable, "-c", code], env=site.environment(), timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    assert site.read() == ALL
    backup = site.manage("backup", str(site.data.parent / "b.tar"))
    assert "being renewed" in backup.stderr
    again = site.manage("rotate_master_key")
    assert again.returncode == 0, again.stderr
    assert site.read() == ALL
    assert not (site.data / "master-key.next").exists()
    assert site.manage("backup", str(site.data.parent / "b.tar")).returncode == 0


def test_a_key_of_the_environment_is_renewed_by_the_environment(tmp_path: Path, monkeypatch):
    first, second = "a" * 40, "b" * 40
    site = Filled(tmp_path / "data", "tripartite_keys", master_key=first)
    site.create()
    assert site.manage("migrate").returncode == 0
    site.names = site.run(FILL).splitlines()
    without = site.manage("rotate_master_key")
    assert without.returncode
    assert "TRIPARTITE_MASTER_KEY_NEXT" in without.stderr
    real = Apart.environment
    monkeypatch.setattr(
        Apart, "environment", lambda self: real(self) | {"TRIPARTITE_MASTER_KEY_NEXT": second}
    )
    done = site.manage("rotate_master_key")
    assert done.returncode == 0, done.stderr
    assert site.read() == ALL, "while both are set, either opens"
    monkeypatch.undo()
    assert replace(site, master_key=second).read() == ALL


def test_a_wrong_key_changes_nothing(site: Filled):
    wrong = replace(site, master_key="c" * 40)
    with pytest.MonkeyPatch.context() as patch:
        real = Apart.environment
        patch.setattr(
            Apart, "environment", lambda self: real(self) | {"TRIPARTITE_MASTER_KEY_NEXT": "d" * 40}
        )
        done = wrong.manage("rotate_master_key")
    assert done.returncode
    assert "Nothing was changed" in done.stderr
    assert site.read() == ALL


def test_a_process_that_still_holds_the_old_key_seals_nothing(cast: Cast, settings):
    """Else an organisation's first records would be sealed by a key that is gone."""
    vault.seal(cast.factory, b"hours")
    settings.MASTER_KEY_NEXT = "the key that comes next, long enough"
    vault.wrap_anew(settings.MASTER_KEY_NEXT)
    settings.MASTER_KEY_NEXT = ""
    with pytest.raises(vault.SealedError, match="does not open"):
        vault.seal(cast.buyer, b"hours")
    cast.buyer.refresh_from_db()
    assert cast.buyer.sealed_key is None

"""Backups: whole, of one moment, refused where damaged, and restored into an empty site only."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.site.site_apart import Apart

FILL = """
from tripartite.site import vault
from tripartite.site.people import operations
from tripartite.site.people.models import Organisation, User
who = User.objects.create_user("mei", password="a long enough password")
made = operations.make_organisation(who, Organisation(name="Lotus", side="employer", kind="enterprise"))
print(vault.seal(made, b"hours of a month" * 100_000))
"""
READ = """
import sys
from tripartite.site import vault
from tripartite.site.people import audit
from tripartite.site.people.models import Organisation, User
made = Organisation.objects.get()
assert User.objects.get().check_password("a long enough password")
assert audit.first_broken(made) is None
assert vault.read(made, NAME) == b"hours of a month" * 100_000
print("whole")
"""
# Each organisation comes with its membership in one transaction: one without the other shows a backup of two moments.
WRITE = """
import time
from django.conf import settings
from tripartite.site.people import operations
from tripartite.site.people.models import Organisation, User
who = User.objects.get()
until = time.monotonic() + 300
n = 0
# Until it is told that the backup is done, however slow the machine is.
while not (settings.DATA_DIR / "enough").exists() and time.monotonic() < until:
    operations.make_organisation(who, Organisation(name=f"O{n}", side="employer", kind="enterprise"))
    n += 1
    if n == 3:
        print("writing", flush=True)
print(n)
"""
COUNT = """
from tripartite.site.people.models import Membership, Organisation
print(Organisation.objects.count(), Membership.objects.count(), Organisation.objects.filter(memberships=None).count())
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> tuple[Apart, str]:
    """A site with a person, an organisation and a sealed file, and the file's name."""
    site = Apart(tmp_path_factory.mktemp("old") / "data", "tripartite_old")
    site.create()
    for words in (("migrate", "-v", "0"), ("createcachetable",)):
        done = site.manage(*words)
        assert done.returncode == 0, done.stderr
    return site, site.run(FILL)


@pytest.fixture
def new(tmp_path) -> Apart:
    site = Apart(tmp_path / "new", "tripartite_new")
    site.create()
    return site


def backed_up(site: Apart, target: Path, *words: str) -> Path:
    done = site.manage("backup", str(target), *words)
    assert done.returncode == 0, done.stderr
    return target


def test_a_backup_without_keys_needs_the_old_key(old, new, tmp_path):
    site, name = old
    archive = backed_up(site, tmp_path / "a.tar")
    assert archive.stat().st_mode & 0o077 == 0
    key = (site.data / "master-key").read_text()
    with tarfile.open(archive) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        assert not [n for n in tar.getnames() if n.startswith("keys")]
    assert key.encode() not in archive.read_bytes()
    assert f"files/{name}" in manifest["members"]
    refused = new.manage("restore", str(archive))
    assert refused.returncode != 0
    assert "TRIPARTITE_MASTER_KEY" in refused.stderr
    new.master_key = key
    done = new.manage("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert new.run(READ.replace("NAME", repr(name))) == "whole"
    again = new.manage("restore", str(archive))
    assert "holds people and organisations already" in again.stderr


def test_a_backup_with_keys_is_complete(old, new, tmp_path):
    site, name = old
    archive = backed_up(site, tmp_path / "a.tar", "--with-keys")
    done = new.manage("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert new.run(READ.replace("NAME", repr(name))) == "whole"
    assert (new.data / "master-key").read_text() == (site.data / "master-key").read_text()
    assert (new.data / "master-key").stat().st_mode & 0o077 == 0


def test_a_damaged_backup_is_refused_and_nothing_written(old, new, tmp_path):
    site, _ = old
    archive = backed_up(site, tmp_path / "a.tar", "--with-keys")
    whole = archive.read_bytes()
    for what, content in {
        "cut off": whole[: len(whole) // 2],
        "one bit changed": whole[:700] + bytes([whole[700] ^ 1]) + whole[701:],
        "no archive": b"not a tar archive at all" * 100,
        "empty": b"",
    }.items():
        archive.write_bytes(content)
        # What only verifies goes the same way: once is enough.
        for words in ((), ("--verify",)) if what == "one bit changed" else ((),):
            refused = new.manage("restore", *words, str(archive))
            assert refused.returncode != 0, what
            assert "Take another copy" in refused.stderr or "not a whole backup" in refused.stderr, what
            assert "Traceback" not in refused.stderr
    assert not list(new.data.glob("files/*"))


def test_a_member_that_leads_out_of_the_folder_is_refused(new, tmp_path):
    archive, outside = tmp_path / "a.tar", tmp_path / "evil"
    outside.write_text("x")
    with tarfile.open(archive, "w") as tar:
        tar.add(outside, "files/../../evil")
    assert "which no backup holds" in new.manage("restore", str(archive)).stderr


def test_a_backup_is_not_written_over_another(old, tmp_path):
    target = tmp_path / "a.tar"
    target.write_text("precious")
    refused = old[0].manage("backup", str(target))
    assert "exists already" in refused.stderr
    assert target.read_text() == "precious"


def test_a_backup_while_somebody_writes_is_of_one_moment(old, new, tmp_path):
    site, _ = old
    busy = Apart(tmp_path / "busy", "tripartite_busy")
    busy.create()
    shutil.copytree(site.data, busy.data, dirs_exist_ok=True)
    first = backed_up(site, tmp_path / "first.tar")
    if "TRIPARTITE_DATABASE_URL" in busy.environment():
        shutil.rmtree(busy.data / "files")
        assert busy.manage("restore", str(first)).returncode == 0
    writer = busy.start(WRITE)
    try:
        assert writer.stdout.readline().strip() == "writing"
        archive = backed_up(busy, tmp_path / "a.tar", "--with-keys")
        assert writer.poll() is None, "the writer had ended before the backup did"
        (busy.data / "enough").touch()
        written = int(writer.communicate(timeout=60)[0])
    finally:
        writer.kill()
        writer.communicate()
    done = new.manage("restore", str(archive))
    assert done.returncode == 0, done.stderr
    organisations, memberships, alone = map(int, new.run(COUNT).split())
    assert organisations == memberships
    assert alone == 0
    assert 3 < organisations < written + 1

"""Files come in parts, go on where they stopped, and are refused where they are too much."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from tests.site.cast import Cast
from tests.site.checks.test_journey import HERE, text_of
from tripartite.site.checks import operations
from tripartite.site.checks.file_names import file_name
from tripartite.site.checks.models import Upload

PARTS = f"{HERE}checks/1/files/parts/a1b2/"


@pytest.fixture
def bob(players: Cast) -> Client:
    operations.begin(players.bob, players.facility)
    client = Client()
    client.force_login(players.bob)
    return client


def send(client: Client, data: bytes, offset: int, size: int, name: str = "a.csv", address: str = PARTS):
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(size), "Upload-Name": name}
    return client.post(address, data, content_type="application/octet-stream", headers=headers)


def test_parts_make_the_whole(bob: Client):
    data = os.urandom(5000)
    for a in range(0, 5000, 2000):
        answer = send(bob, data[a : a + 2000], a, 5000, "%E5%B7%A5%E8%B5%84.csv")
        assert answer.json() == {"received": min(a + 2000, 5000)}
    upload = Upload.objects.get()
    assert upload.name == "工资.csv"
    assert b"".join(operations.content(upload)) == data
    assert upload.sha256 == hashlib.sha256(data).hexdigest()


def test_it_goes_on_where_it_stopped(bob: Client):
    data = os.urandom(3000)
    assert bob.get(PARTS).json() == {"received": 0}
    send(bob, data[:1000], 0, 3000)
    assert bob.get(PARTS).json() == {"received": 1000}
    assert "it goes on where it stopped" in text_of(bob.get(f"{HERE}checks/1/files/"))
    assert "not come whole" in text_of(bob.post(f"{HERE}checks/1/look/", follow=True))
    again = send(bob, data[:1000], 0, 3000)
    assert (again.status_code, again.json()) == (409, {"received": 1000})
    assert send(bob, data[1500:], 1500, 3000).status_code == 409, "a gap"
    assert send(bob, data[1000:], 1000, 3000).json() == {"received": 3000}
    assert b"".join(operations.content(Upload.objects.get())) == data


def test_the_same_part_at_once_counts_once(players: Cast, bob: Client):
    data = os.urandom(2000)
    send(bob, b"x", 0, 2001)

    def one(_: int) -> int:
        try:
            client = Client()
            client.force_login(players.bob)
            return send(client, data, 1, 2001).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(one, range(4)))
    assert codes == [200, 409, 409, 409]
    upload = Upload.objects.get()
    assert b"".join(operations.content(upload)) == b"x" + data
    kept = set(upload.parts)
    lying = {
        f"sealed/{players.factory.pk}/{n}" for n in default_storage.listdir(f"sealed/{players.factory.pk}")[1]
    }
    assert kept <= lying
    from tripartite.site import vault

    for name in lying - kept:
        assert vault.read(players.factory, name) != data, "a part that was not taken was left behind"


def test_more_than_was_said_is_refused(bob: Client):
    assert send(bob, b"12345", 0, 4).status_code == 422
    assert (
        send(bob, b"", 0, 0, address=f"{HERE}checks/1/files/parts/c3/")
        .json()["error"]
        .startswith("The file is empty")
    )
    assert bob.post(PARTS, b"x", content_type="application/octet-stream").status_code == 400


def test_a_huge_file_is_refused_before_it_comes(bob: Client, settings):
    settings.UPLOAD_FILE_BYTES = 3 * 1024**2
    answer = send(bob, b"x", 0, 4 * 1024**2)
    assert answer.status_code == 422
    assert answer.json()["error"] == (
        "The file is too large: 4 MB. Files of up to 3 MB are taken. Export a shorter period, or split the file."
    )
    assert not Upload.objects.exists()


def test_too_many_and_too_much(bob: Client, settings):
    settings.UPLOAD_FILES = 2
    for n in (1, 2):
        assert send(bob, b"x", 0, 1, f"{n}.csv", f"{HERE}checks/1/files/parts/f{n}/").status_code == 200
    answer = send(bob, b"x", 0, 1, "3.csv", f"{HERE}checks/1/files/parts/f3/")
    assert "up to 2 files" in answer.json()["error"]
    settings.UPLOAD_FILES = 10
    settings.UPLOAD_ORGANISATION_BYTES = 5
    answer = send(bob, b"xxxx", 0, 4, "4.csv", f"{HERE}checks/1/files/parts/f4/")
    assert "Delete earlier checks" in answer.json()["error"]


def test_two_files_of_a_name(bob: Client):
    assert send(bob, b"x", 0, 1).status_code == 200
    answer = send(bob, b"y", 0, 1, address=f"{HERE}checks/1/files/parts/other/")
    assert "a file of this name already" in answer.json()["error"]


def test_another_organisation_cannot_add_to_it(players: Cast, bob: Client):
    for user, code in ((players.dana, 404), (players.charlie, 404), (players.rosa, 403)):
        client = Client()
        client.force_login(user)
        assert send(client, b"x", 0, 1).status_code == code
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\logs\\a.dat", "a.dat"), (".bashrc", "bashrc"), ("..", "file"), ("a\x00\nb.csv", "ab.csv"),
     ("工资表2025.xlsx", "工资表2025.xlsx"), ("", "file")],
)  # fmt: skip
def test_names_are_fit_for_a_folder(given, kept):
    assert file_name(given) == kept


def test_a_long_name_is_shortened_between_letters():
    name = file_name("表" * 200 + ".xlsx")
    assert name.endswith(".xlsx")
    assert len(name.encode()) <= 255

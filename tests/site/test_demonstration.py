"""The demonstration: made by the real path, marked, made once, refused among real organisations, removed whole."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from tests.site.cast import make_cast
from tripartite.site import demonstration
from tripartite.site.demonstration import PLACES
from tripartite.site.people.models import Grant, Organisation, User
from tripartite.site.plans import back_pay
from tripartite.site.plans.models import Action, Schedule

# What the database holds before anything is done, and what stays of doing things.
NOT_OURS = {"django_content_type", "auth_permission", "django_session"}


def command(*words: str) -> str:
    out = StringIO()
    call_command("demonstration", *words, stdout=out)
    return out.getvalue()


def rows() -> dict[str, int]:
    tables = {m._meta.db_table: m._default_manager.count() for m in apps.get_models()}
    return {t: n for t, n in tables.items() if n and t not in NOT_OURS}


def files() -> set[str]:
    try:
        folders = default_storage.listdir("sealed")[0]
    except FileNotFoundError:
        return set()
    return {f"{f}/{name}" for f in folders for name in default_storage.listdir(f"sealed/{f}")[1]}


@pytest.fixture(autouse=True)
def no_files_before() -> None:
    """A test whose rows were rolled back leaves its files, and an organisation made here may get the same number."""
    for name in files():
        default_storage.delete(f"sealed/{name}")


@pytest.fixture
def two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Viet Nam with its earlier and later check, and the Philippines: the smallest there are."""
    chosen = tuple(p for p in PLACES if p.country in ("VN", "PH"))
    monkeypatch.setattr(demonstration, "PLACES", chosen)
    monkeypatch.setattr(demonstration.make, "__defaults__", (chosen,))


def test_made_once_marked_and_removed_whole(transactional_db, two_places):
    rows_before, files_before = rows(), files()
    told = command()
    password = told.strip().rpartition(" ")[2]
    assert len(password) >= 16
    page = Client()
    assert page.login(username="demo-vn-officer", password=password)
    answer = page.get("/en/o/example-textiles/f/saigon-mill/plan/")
    assert "This is a demonstration" in answer.text
    assert {s.value for s in Organisation.Side if s != "partner"} == set(
        Organisation.objects.values_list("side", flat=True)
    )
    states = set(Action.objects.values_list("state", flat=True))
    assert {"closed", "open", "underway"} <= states
    assert any(0 < s.paid < s.total for s in map(back_pay.sums, Schedule.objects.all()))
    assert set(Grant.objects.values_list("to__kind", flat=True)) >= {"buyer", "inspectorate"}
    assert len(files()) > len(files_before)

    assert "there already" in command()
    assert password not in command()
    assert "removed 8 organisations" in command("--remove")
    assert rows() == rows_before
    assert files() == files_before


def test_it_is_refused_among_real_organisations_and_removes_none(transactional_db):
    make_cast()
    before = rows()
    with pytest.raises(CommandError, match="has organisations of its own"):
        command()
    command("--remove")
    assert rows() == before


def test_real_people_in_a_made_up_organisation_stay(transactional_db):
    User.objects.create_user("demo-rosa", "rosa@example.org", "a long enough password")
    Organisation.objects.create(name="X", slug="x", side="worker", demonstration=True)
    command("--remove")
    assert User.objects.filter(username="demo-rosa").exists()
    assert not Organisation.objects.exists()

"""Files at rest: closed to all but their organisation, and whole or not at all."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.cast import Cast
from tripartite.site import vault


@given(content=st.binary(max_size=200), parts=st.integers(1, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_what_goes_in_comes_out(cast: Cast, monkeypatch, content, parts):
    monkeypatch.setattr(vault, "FRAME", 32)
    step = max(1, len(content) // parts)
    name = vault.seal(cast.factory, (content[i : i + step] for i in range(0, len(content), step)))
    assert vault.read(cast.factory, name) == content


def test_nothing_readable_lies_on_the_disk(cast: Cast):
    name = vault.seal(cast.factory, b"Zhang San, 31 days, 5000 CNY")
    with default_storage.open(name) as stream:
        assert b"Zhang" not in stream.read()


def test_another_organisation_cannot_open_it(cast: Cast):
    name = vault.seal(cast.factory, b"secret")
    with pytest.raises(vault.SealedError, match="another organisation"):
        vault.read(cast.buyer, name)


@pytest.mark.parametrize("harm", ["flip", "cut", "drop frame", "swap frames"])
def test_harm_is_seen(cast: Cast, monkeypatch, harm):
    monkeypatch.setattr(vault, "FRAME", 8)
    name = vault.seal(cast.factory, b"0123456701234567last")
    with default_storage.open(name) as stream:
        data = stream.read()
    head, size = 11, 8 + vault.TAG
    first, second, rest = (
        data[head : head + size],
        data[head + size : head + 2 * size],
        data[head + 2 * size :],
    )
    harmed = {
        "flip": data[:20] + bytes([data[20] ^ 1]) + data[21:],
        "cut": data[: head + 2 * size],
        "drop frame": data[:head] + second + rest,
        "swap frames": data[:head] + second + first + rest,
    }[harm]
    default_storage.delete(name)
    assert default_storage.save(name, ContentFile(harmed)) == name
    with pytest.raises(vault.SealedError):
        vault.read(cast.factory, name)


def test_another_master_key_opens_nothing(cast: Cast, settings):
    name = vault.seal(cast.factory, b"secret")
    settings.MASTER_KEY = "another"
    with pytest.raises(vault.SealedError, match="TRIPARTITE_MASTER_KEY"):
        vault.read(cast.factory, name)

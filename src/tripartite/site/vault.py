"""Files at rest, encrypted with a key per organisation; the key itself is wrapped by the site's master key.

A file is a header (magic, 7 random bytes) and frames of up to a mebibyte, each sealed by AES-256-GCM with a nonce of the
random bytes, the frame's number and whether it is the last (the STREAM construction): frames cannot be dropped, swapped,
or cut off unseen, and a file of gigabytes needs a mebibyte of memory. The file's name is authenticated with each frame.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from tempfile import SpooledTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from tripartite.site.people.models import Organisation

MAGIC = b"TRI1"
FRAME = 1 << 20
TAG = 16


class SealedError(Exception):
    """A sealed file that cannot be opened: changed, cut off, or of another organisation."""


@transaction.atomic
def key_of(organisation: Organisation) -> bytes:
    """The organisation's key, made on first use."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.sealed_key is None:
        locked.sealed_key = _wrapped(locked, AESGCM.generate_key(256), _master_in_use())
        locked.save(update_fields=["sealed_key"])
    return _unwrapped(locked)[0]


def _wrapped(organisation: Organisation, key: bytes, master: str) -> bytes:
    """An organisation's key as it is kept."""
    nonce = os.urandom(12)
    return nonce + _cipher(master).encrypt(nonce, key, _about_key(organisation))


def _unwrapped(organisation: Organisation) -> tuple[bytes, str]:
    """An organisation's key, and the master key that opened it. Raises SealedError."""
    sealed = bytes(organisation.sealed_key or b"")
    for master in filter(None, (settings.MASTER_KEY, settings.MASTER_KEY_NEXT)):
        with suppress(InvalidTag):
            return _cipher(master).decrypt(sealed[:12], sealed[12:], _about_key(organisation)), master
    raise SealedError("the organisation's key does not open with this TRIPARTITE_MASTER_KEY")


def _master_in_use() -> str:
    """The master key that the other organisations' keys open with: a process that still holds an old one seals nothing."""
    other = Organisation.objects.filter(sealed_key__isnull=False).first()
    return _unwrapped(other)[1] if other else str(settings.MASTER_KEY)


@transaction.atomic
def wrap_anew(master: str) -> int:
    """Wrap each organisation's key by another master key, all or none; gives how many were not yet. Raises SealedError."""
    n = 0
    for organisation in Organisation.objects.select_for_update().filter(sealed_key__isnull=False):
        key, opened_by = _unwrapped(organisation)
        if opened_by != master:
            organisation.sealed_key = _wrapped(organisation, key, master)
            organisation.save(update_fields=["sealed_key"])
            n += 1
    return n


def _cipher(master: str) -> AESGCM:
    return AESGCM(hashlib.sha256(str(master).encode()).digest())


def _about_key(organisation: Organisation) -> bytes:
    return f"organisation {organisation.pk}".encode()


def seal(organisation: Organisation, chunks: Iterable[bytes] | bytes) -> str:
    """Store content for an organisation; gives the name it lies under."""
    name = f"sealed/{organisation.pk}/{uuid.uuid4().hex}"
    if isinstance(chunks, bytes):
        chunks = [chunks]
    with SpooledTemporaryFile(max_size=8 * FRAME) as stream:
        for frame in _sealed(key_of(organisation), name, chunks):
            stream.write(frame)
        stream.seek(0)
        saved: str = default_storage.save(name, File(stream))
    return saved


def _sealed(key: bytes, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    prefix = os.urandom(7)
    yield MAGIC + prefix
    cipher, n, waiting = AESGCM(key), 0, b""
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > FRAME:
            yield cipher.encrypt(_nonce(prefix, n, last=False), waiting[:FRAME], name.encode())
            waiting, n = waiting[FRAME:], n + 1
    yield cipher.encrypt(_nonce(prefix, n, last=True), waiting, name.encode())


def _nonce(prefix: bytes, n: int, *, last: bool) -> bytes:
    return prefix + n.to_bytes(4, "big") + bytes([last])


def opened(organisation: Organisation, name: str) -> Iterator[bytes]:
    """The content of a sealed file, a frame at a time. Raises SealedError, FileNotFoundError."""
    cipher = AESGCM(key_of(organisation))
    with default_storage.open(name) as stream:
        head = stream.read(len(MAGIC) + 7)
        if head[:4] != MAGIC:
            raise SealedError(f"{name} is not a sealed file")
        n, frame = 0, stream.read(FRAME + TAG)
        while frame:
            following = stream.read(FRAME + TAG)
            try:
                yield cipher.decrypt(_nonce(head[4:], n, last=not following), frame, name.encode())
            except InvalidTag as error:
                raise SealedError(
                    f"{name} was changed, cut off, or belongs to another organisation"
                ) from error
            n, frame = n + 1, following
        if n == 0:
            raise SealedError(f"{name} was cut off")


def read(organisation: Organisation, name: str) -> bytes:
    """The whole content of a sealed file."""
    return b"".join(opened(organisation, name))


def destroy(name: str) -> None:
    """Remove a sealed file for good; one that is gone already is no error."""
    default_storage.delete(name)


def destroy_all(organisation: Organisation) -> int:
    """Remove every sealed file of an organisation, whatever it belonged to; gives how many there were."""
    folder = f"sealed/{organisation.pk}"
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return 0
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    # A folder of the file system stays when it is empty; an object store has none.
    default_storage.delete(folder)
    return len(names)


# --- Short texts, such as a worker's number in a row of the database --------------------------------


def seal_texts(organisation: Organisation, texts: Iterable[str]) -> list[bytes]:
    """Texts as bytes for the database, readable with the organisation's key only."""
    cipher, about = AESGCM(key_of(organisation)), _about_texts(organisation)
    out = []
    for text in texts:
        nonce = os.urandom(12)
        out.append(nonce + cipher.encrypt(nonce, text.encode(), about))
    return out


def open_texts(organisation: Organisation, sealed: Iterable[bytes | memoryview]) -> list[str]:
    """What `seal_texts` sealed. Raises SealedError."""
    cipher, about = AESGCM(key_of(organisation)), _about_texts(organisation)
    try:
        return [cipher.decrypt(bytes(s)[:12], bytes(s)[12:], about).decode() for s in sealed]
    except InvalidTag as error:
        raise SealedError("a sealed text was changed, or belongs to another organisation") from error


def _about_texts(organisation: Organisation) -> bytes:
    return f"text of organisation {organisation.pk}".encode()

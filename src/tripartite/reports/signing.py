"""Ed25519 keys by which a bundle is signed: made, kept in a file, read again, and written as text."""

from __future__ import annotations

import base64
import binascii
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tripartite.reports.folder import ResultsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "ed25519:"
NAME = "Signer: "
BEGIN = b"-----BEGIN"
MOST_LETTERS = 200


class KeyFileError(ResultsError):
    """A key that cannot be made, read or used; the text says why and what to do."""


@dataclass(frozen=True)
class Signer:
    """Who signs, and with which key."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key as text: `ed25519:` and 44 letters, to be given to those who verify."""
        return KIND + base64.b64encode(self.private.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def new_signer(name: str) -> Signer:
    """A new key. Raises KeyFileError for a name that cannot stand in a bundle."""
    ready()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Signer(checked_name(name), Ed25519PrivateKey.generate())


def checked_name(name: str) -> str:
    """A signer's name: one line of visible letters."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > MOST_LETTERS or any(unicodedata.category(c)[0] == "C" for c in name):
        raise KeyFileError(
            f"A signer's name is one line of 1 to {MOST_LETTERS} letters, such as --name 'Dongguan Garments'"
        )
    return name


def to_bytes(signer: Signer, passphrase: str = "") -> bytes:
    """The private key with the signer's name above it, as PEM (PKCS 8), locked by the passphrase if there is one."""
    from cryptography.hazmat.primitives import serialization as s

    lock = s.BestAvailableEncryption(passphrase.encode()) if passphrase else s.NoEncryption()
    pem = signer.private.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, lock)
    return f"{NAME}{signer.name}\n".encode() + pem


def from_bytes(content: bytes, passphrase: str = "") -> Signer:
    """The signer of a private key file. Raises KeyFileError."""
    ready()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    head, begin, rest = content.partition(BEGIN)
    name = head.decode("utf-8", errors="replace").strip()
    if not begin or not name.startswith(NAME.strip()):
        raise KeyFileError(
            "This is no private key of tripartite keys new: it begins with `Signer: NAME` and holds a PEM block"
        )
    if is_locked(content) and not passphrase:
        raise KeyFileError(
            "The key is locked. Give its passphrase in TRIPARTITE_PASSPHRASE, or type it at a terminal"
        )
    try:
        key = load_pem_private_key(BEGIN + rest, passphrase.encode() if is_locked(content) else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        why = "The passphrase is wrong, or the key is damaged" if is_locked(content) else "The key is damaged"
        raise KeyFileError(why) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("The key is of another kind than Ed25519; make one with tripartite keys new")
    return Signer(checked_name(name.removeprefix(NAME.strip())), key)


def is_locked(content: bytes) -> bool:
    """Whether a private key file asks for a passphrase."""
    return b"BEGIN ENCRYPTED PRIVATE KEY" in content


def write_new(path: Path, signer: Signer, passphrase: str = "") -> None:
    """Write a private key that only this user can read. An existing file is left as it is: KeyFileError."""
    content = to_bytes(signer, passphrase)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise KeyFileError(
            f"{path} is there already and is left as it is; what it signed would lose its signer"
        ) from error
    except OSError as error:
        raise KeyFileError(f"{path} cannot be written: {error.strerror}") from error


def public_bytes(text: str) -> bytes:
    """The 32 bytes of a public key as text. Raises KeyFileError."""
    kind, key = text[: len(KIND)], text[len(KIND) :]
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if kind != KIND or len(raw) != 32 or base64.b64encode(raw).decode() != key:
        raise KeyFileError(
            f"`{text[:80]}` is no public key; one looks like {KIND}Jk3…= with 44 letters after the colon"
        )
    return raw


def is_signed(public: str, signature: bytes, message: bytes) -> bool:
    """Whether the signature over the message is that of the public key. Raises KeyFileError for a broken key."""
    ready()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_bytes(public)).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def ready() -> None:
    """Raise KeyFileError where the library for signatures is not installed."""
    try:
        import cryptography  # noqa: F401 - asked for here, so that what is missing is told in words
    except ImportError as error:
        raise KeyFileError(
            "Signing and verifying need a part that is not installed. Install it: pip install 'tripartite[sign]'"
        ) from error

"""A check's results as one signed file without a person in it: `make` gives the bytes, `verify` what they hold.

The form is published in docs/reports/bundle.md. It is a ZIP in which nothing is left to choice: four members in this
order, stored, without dates or comments. So the same results give the same bytes, and a file of which any byte differs from
what its members give is refused.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tripartite.reports.bundle_content import FORM as RESULTS_FORM
from tripartite.reports.bundle_content import results
from tripartite.reports.folder import ResultsError
from tripartite.reports.signing import KeyFileError, Signer, checked_name, is_signed

if TYPE_CHECKING:
    import duckdb

FORM = "tripartite bundle 1"
SUFFIX = ".tripartite.zip"
MANIFEST, SIGNATURE, RESULTS, README = "manifest.json", "manifest.sig", "results.json", "README.txt"
MEMBERS = (MANIFEST, SIGNATURE, README, RESULTS)
LARGEST = 64 * 1024 * 1024
FIRST_DAY = 0x21  # 1 January 1980, the first day that a ZIP can tell
UNIX, PLAIN_FILE = 3 << 8 | 20, 0o100644 << 16
TOLD = """This file holds the results of a check of working conditions, without personal data.

results.json   what was found, by rule and month
manifest.json  what the file holds, from which records and standards, and who signed it
manifest.sig   the signature (Ed25519) over manifest.json

To see whether it is whole and who signed it:  tripartite verify FILE --trust PUBLIC-KEY
The form is described in docs/reports/bundle.md of tripartite.

This is information, not legal advice.
"""


class BundleError(ResultsError):
    """A file that is no whole bundle; the text says what is wrong with it."""


@dataclass(frozen=True)
class Bundle:
    """A bundle that is whole: every byte is as its signer left it. Whether to trust the signer's key is the reader's to say."""

    manifest: dict[str, Any]
    results: dict[str, Any]

    @property
    def signer(self) -> str:
        """The name that the signer gave; only the key proves who it is."""
        return str(self.manifest["signer"]["name"])

    @property
    def key(self) -> str:
        """The public key that the signature fits."""
        return str(self.manifest["signer"]["key"])


def make(
    summary: dict[str, Any], con: duckdb.DuckDBPyConnection, signer: Signer, created: datetime | None = None
) -> bytes:
    """The bundle of a check's summary and its table `findings`; the same bytes for the same input."""
    told = results(summary, con)
    members = {README: TOLD.encode(), RESULTS: canonical(told)}
    manifest = canonical(
        {
            "form": FORM,
            "created": (created or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds"),
            "program": told["program"],
            "facility": told["facility"],
            "country": told["country"],
            "region": told["region"],
            "period": told["period"],
            "made": told["made"],
            "standards": told["fingerprints"] or dict.fromkeys(told["standards"]),
            "inputs": told["inputs"],
            "signer": {"name": signer.name, "key": signer.public},
            "members": {name: _fingerprint(content) for name, content in members.items()},
        }
    )
    signature = base64.b64encode(signer.sign(_signed(manifest))) + b"\n"
    return _packed({MANIFEST: manifest, SIGNATURE: signature, **members})


def verify(data: bytes) -> Bundle:
    """The bundle in these bytes. Raises BundleError where it is not whole, KeyFileError without the extra `sign`."""
    members = _unpacked(data)
    manifest = _manifest(members[MANIFEST])
    _check_signature(manifest, members)
    for name in (README, RESULTS):
        if manifest["members"][name] != _fingerprint(members[name]):
            raise BundleError(f"{name} is not what was signed: its content was changed")
    if _packed(members) != data:
        raise BundleError(
            "The file has bytes that do not belong to a bundle: it was changed after it was made"
        )
    return Bundle(manifest, _results(members[RESULTS]))


def canonical(content: object) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8, and a line feed: one content, one sequence of bytes."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=str
    )
    return text.encode("utf-8", errors="backslashreplace") + b"\n"


def _fingerprint(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _signed(manifest: bytes) -> bytes:
    """What the signature is over: the form's name goes before, so that it can never pass for another kind of paper."""
    return FORM.encode() + b"\n" + manifest


# --- the container ------------------------------------------------------------------------------------


def _packed(members: dict[str, bytes]) -> bytes:
    """The ZIP, written here byte by byte: a library may write the same members otherwise in its next version."""
    body, directory = bytearray(), bytearray()
    for name in MEMBERS:
        content, encoded = members[name], name.encode()
        about = struct.pack(
            "<5H3I2H",
            20,
            0,
            0,
            0,
            FIRST_DAY,
            zlib.crc32(content),
            len(content),
            len(content),
            len(encoded),
            0,
        )
        directory += (
            b"PK\x01\x02"
            + struct.pack("<H", UNIX)
            + about
            + struct.pack("<3H2I", 0, 0, 0, PLAIN_FILE, len(body))
        )
        directory += encoded
        body += b"PK\x03\x04" + about + encoded + content
    end = struct.pack("<4H2IH", 0, 0, len(MEMBERS), len(MEMBERS), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The members by name, read only where the list of contents is exactly that of a bundle. Raises BundleError."""
    if len(data) > LARGEST:
        raise BundleError(f"The file is larger than {LARGEST // 1024**2} MB; a bundle is smaller")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
    ) as error:
        raise BundleError(
            f"The file is no whole ZIP: it was cut short or changed, or is no bundle ({error})"
        ) from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    for name in dict.fromkeys(names):
        if name not in MEMBERS:
            raise BundleError(f"It holds `{name[:80]!a}`, which does not belong to a bundle")
        if names.count(name) > 1:
            raise BundleError(f"It holds {name} {names.count(name)} times")
    for name in MEMBERS:
        if name not in names:
            raise BundleError(f"{name} is missing")
    for entry in entries:
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
            raise BundleError(
                f"{entry.filename} is compressed; the members of a bundle are stored as they are"
            )
        if entry.file_size > LARGEST:
            raise BundleError(f"{entry.filename} claims to be larger than {LARGEST // 1024**2} MB")


# --- what is signed -----------------------------------------------------------------------------------


def _manifest(content: bytes) -> dict[str, Any]:
    """The manifest, if it is one. Raises BundleError."""
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BundleError("manifest.json is no JSON: it was changed") from error
    form = manifest.get("form") if isinstance(manifest, dict) else None
    if form != FORM:
        raise BundleError(f"manifest.json is of the form `{str(form)[:80]}`; this program reads `{FORM}`")
    try:
        checked_name(manifest["signer"]["name"])
        known = {*manifest["members"]} == {README, RESULTS} and isinstance(manifest["signer"]["key"], str)
    except (KeyError, TypeError, KeyFileError) as error:
        raise BundleError("manifest.json lacks what a bundle's has: the signer or the members") from error
    if not known or not _is_canonical(manifest, content):
        raise BundleError(
            "manifest.json is not written as a bundle's is: it was changed or made by another program"
        )
    checked: dict[str, Any] = manifest
    return checked


def _is_canonical(node: object, content: bytes) -> bool:
    try:
        return canonical(node) == content
    except (ValueError, RecursionError):  # a number that is none
        return False


def _results(content: bytes) -> dict[str, Any]:
    """The results, if this program can read their form. Raises BundleError."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BundleError("results.json is no JSON, although it was signed") from error
    form = told.get("form") if isinstance(told, dict) else None
    if form != RESULTS_FORM:
        raise BundleError(
            f"results.json is of the form `{str(form)[:80]}`; this program reads `{RESULTS_FORM}`"
        )
    checked: dict[str, Any] = told
    return checked


def _check_signature(manifest: dict[str, Any], members: dict[str, bytes]) -> None:
    try:
        signature = base64.b64decode(members[SIGNATURE].removesuffix(b"\n"), validate=True)
    except ValueError as error:  # binascii.Error is one
        raise BundleError("manifest.sig is no signature: it was changed") from error
    try:
        whole = is_signed(manifest["signer"]["key"], signature, _signed(members[MANIFEST]))
    except KeyFileError as error:
        if "pip install" in str(error):
            raise
        raise BundleError(f"manifest.json names a broken key: {error}") from error
    if not whole:
        raise BundleError(
            "The signature does not fit: manifest.json or manifest.sig was changed after it was signed"
        )

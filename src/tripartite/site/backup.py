"""The whole site in one file, and back: database and files, each with its hash.

A tar archive: first the database, then the files of organisations (sealed, as they lie), at the end `manifest.json` with the
size and SHA-256 of every member. An archive that was cut off has no manifest. Keys are left out unless asked for: whoever
holds the archive and the master key can read all records.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FORMAT = "tripartite site backup 1"
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
# While one takes the other's place, nobody could say which of two keys a backup needs.
UNFINISHED = (
    "The master key is being renewed. Finish it first: tripartite site rotate_master_key, and where the key is set by the "
    "environment, TRIPARTITE_MASTER_KEY is the new one and TRIPARTITE_MASTER_KEY_NEXT is gone."
)
KEYS = {"master-key": "MASTER_KEY", "secret-key": "SECRET_KEY"}
CHUNK = 1 << 20
# What PostgreSQL's own programs need to know to reach the site's database.
OF_CONNECTION = ("dbname", "host", "port", "user", "sslmode", "sslrootcert", "sslcert", "sslkey", "service")


class BackupError(Exception):
    """A backup that could not be made or restored; the text says why and what to do."""


@dataclass
class _Archive:
    """A tar that is being written, with what its manifest will say."""

    tar: tarfile.TarFile
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, stream: IO[bytes]) -> None:
        """Add a stream of unknown length: it is measured and hashed on its way through a temporary file."""
        digest = hashlib.sha256()
        with tempfile.TemporaryFile() as measured:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                measured.write(chunk)
            size = measured.tell()
            measured.seek(0)
            self._write(name, size, measured)
        self.members[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def finish(self, about: dict[str, Any]) -> None:
        told = json.dumps({**about, "members": self.members}, indent=1).encode()
        self._write(MANIFEST, len(told), io.BytesIO(told))

    def _write(self, name: str, size: int, stream: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, stream)


def write_backup(target: Path, *, with_keys: bool = False) -> dict[str, Any]:
    """Write a backup and give its manifest. People may go on working: the database is of one moment.

    Files come after the database, as a file that the database names must not be missing; one that came later lies
    in the archive without being named.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Name a file that does not.")
    if settings.MASTER_KEY_NEXT:
        raise BackupError(UNFINISHED)
    about = {
        "format": FORMAT,
        "version": version("tripartite"),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations),
        "master_key": _fingerprint(str(settings.MASTER_KEY)),
        "with_keys": with_keys,
    }
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as tar:
            archive = _Archive(tar)
            _add_database(archive)
            _add_files(archive)
            if with_keys:
                for name, setting in KEYS.items():
                    archive.add(f"keys/{name}", io.BytesIO(str(getattr(settings, setting)).encode()))
            archive.finish(about)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return {**about, "members": archive.members}


def _fingerprint(key: str) -> str:
    """Tells two master keys apart without telling them."""
    return hashlib.sha256(b"tripartite master key\0" + key.encode()).hexdigest()[:16]


def _add_database(archive: _Archive) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE[connection.vendor]
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with sqlite3.connect(copy) as into:
                connection.connection.backup(into)
            into.close()
        else:
            _postgresql("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={copy}"])
        with copy.open("rb") as stream:
            archive.add(copy.name, stream)


def _add_files(archive: _Archive) -> None:
    for name in stored_files():
        try:
            with default_storage.open(name) as stream:
                archive.add(f"files/{name}", stream)
        except FileNotFoundError:
            continue  # deleted since the list was made, on purpose


def stored_files(folder: str = "") -> Iterator[str]:
    """The names of all files of the site's storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from stored_files(f"{folder}/{name}" if folder else name)


def restore_backup(source: Path) -> dict[str, Any]:
    """Restore a backup into a site that holds nothing yet. All is verified before anything is written."""
    manifest = verify_backup(source)
    _refuse_unfit(manifest)
    _refuse_over_data()
    with tarfile.open(source) as tar:
        database: tarfile.TarInfo | None = None
        for entry in tar:
            kind, _, name = entry.name.partition("/")
            stream = tar.extractfile(entry)
            if kind == "files" and stream:
                default_storage.save(name, File(stream))
            elif kind == "keys" and stream:
                _put_key(name, stream.read().decode())
            elif entry.name in DATABASE.values():
                database = entry
        # The database comes last: a restore that stopped before leaves a site that is still empty of people.
        if database is None:
            raise BackupError(f"{source} holds no database.")
        _restore_database(tar, database)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return manifest


def verify_backup(source: Path) -> dict[str, Any]:
    """Read a backup from end to end; give its manifest. Raises BackupError where anything was changed or is missing."""
    found, manifest = {}, None
    try:
        with tarfile.open(source) as tar:
            for entry in tar:
                stream = tar.extractfile(entry)
                if (
                    stream is None
                    or not entry.isreg()
                    or ".." in Path(entry.name).parts
                    or entry.name.startswith("/")
                ):
                    raise BackupError(
                        f"{source} holds {entry.name}, which no backup holds. It was not made by this program."
                    )
                if entry.name == MANIFEST:
                    manifest = json.load(stream)
                    continue
                found[entry.name] = {
                    "bytes": entry.size,
                    "sha256": hashlib.file_digest(cast("Any", stream), "sha256").hexdigest(),
                }
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {source}.") from error
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise BackupError(f"{source} is not a whole backup: {error}. Take another copy of it.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupError(f"{source} is not a whole backup: its manifest is missing or of another format.")
    told = manifest["members"]
    changed = sorted(n for n in told.keys() | found.keys() if told.get(n) != found.get(n))
    if changed:
        raise BackupError(
            f"{source} was damaged or changed: {', '.join(changed[:5])}. Take another copy of it."
        )
    return manifest


def _refuse_unfit(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest['database']}, this site uses {connection.vendor}. "
            "Set TRIPARTITE_DATABASE_URL to a database of the same kind."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    later = sorted(set(manifest["migrations"]) - known)
    if later:
        raise BackupError(
            f"The backup was made by version {manifest['version']}, which knows what this one does not ({later[0]}). "
            "Install that version or a later one."
        )
    if not manifest["with_keys"] and manifest["master_key"] != _fingerprint(str(settings.MASTER_KEY)):
        raise BackupError(
            "The records in this backup do not open with this site's master key. Set TRIPARTITE_MASTER_KEY to the key of "
            "the site that it was made of, or put that key into the file `master-key` of the data folder."
        )
    if manifest["with_keys"] and any(os.environ.get(f"TRIPARTITE_{s}") for s in KEYS.values()):
        raise BackupError(
            "The backup brings its keys. Unset TRIPARTITE_MASTER_KEY and TRIPARTITE_SECRET_KEY first."
        )


def _refuse_over_data() -> None:
    from tripartite.site.people.models import Organisation, User

    call_command("migrate", verbosity=0, interactive=False)
    if User.objects.exists() or Organisation.objects.exists():
        raise BackupError("This site holds people and organisations already. Restore into an empty one.")
    if (first := next(stored_files(), None)) is not None:
        raise BackupError(
            f"This site's storage holds files already, such as {first}. Restore into an empty one."
        )


def _put_key(name: str, value: str) -> None:
    if name not in KEYS:
        raise BackupError(f"The backup holds a key of unknown name: {name}")
    path = Path(settings.DATA_DIR) / name
    fresh = path.with_name(f".{name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(value)
    fresh.replace(path)


def _restore_database(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "database"
        stream = tar.extractfile(entry)
        if stream is None:
            raise BackupError(f"{entry.name} cannot be read.")
        with copy.open("wb") as into:
            shutil.copyfileobj(stream, into, CHUNK)
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            held = sqlite3.connect(copy)
            held.backup(connection.connection)
            held.close()
        else:
            _postgresql("pg_restore", ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
                                       "--exit-on-error", str(copy)])  # fmt: skip
    connection.close()


def _quoted(value: object) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def _postgresql(program: str, words: list[str]) -> None:
    """Run a program of PostgreSQL's on the site's database; the password goes by the environment."""
    path = shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} was not found. Install PostgreSQL's client programs (postgresql-client)."
        )
    given = connection.get_connection_params()
    told = " ".join(f"{k}={_quoted(given[k])}" for k in OF_CONNECTION if given.get(k))
    environment = os.environ | ({"PGPASSWORD": str(given["password"])} if given.get("password") else {})
    if program == "pg_restore":
        connection.close()
    command = [path, f"--dbname={told}", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-500:]}")

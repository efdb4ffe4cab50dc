"""A site of its own, in a folder and a database of its own, worked by commands as an operator would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

COMMAND = [sys.executable, "-c", "import sys; from tripartite.cli import main; sys.exit(main())"]
SET_UP = (
    "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tripartite.site.settings'; django.setup()\n"
)


@dataclass
class Apart:
    """A site in `data`; on PostgreSQL in a database named `name` beside the one that tests run on."""

    data: Path
    name: str
    master_key: str = ""

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TRIPARTITE_", "DJANGO_"))}
        kept |= {"TRIPARTITE_DATA": str(self.data), "TRIPARTITE_HTTPS": "0"}
        if self.master_key:
            kept["TRIPARTITE_MASTER_KEY"] = self.master_key
        if url := os.environ.get("TRIPARTITE_DATABASE_URL"):
            kept["TRIPARTITE_DATABASE_URL"] = urlsplit(url)._replace(path=f"/{self.name}").geturl()
        return kept

    def create(self) -> None:
        """Make its database, where it is not a file."""
        self._make_database()
        self.data.mkdir(parents=True, exist_ok=True)

    def copied(self, data: Path, name: str) -> Self:
        """Another site that has all that this one has."""
        made = replace(self, data=data, name=name)
        made._make_database(f'TEMPLATE "{self.name}"')
        shutil.copytree(self.data, data)
        return made

    def _make_database(self, how: str = "") -> None:
        if url := os.environ.get("TRIPARTITE_DATABASE_URL"):
            import psycopg

            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.name}"')
                connection.execute(f'CREATE DATABASE "{self.name}" {how}')

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, "site", *words],
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment(),
            check=False,
        )

    def run(self, code: str) -> str:
        """What Python code prints that runs within the site."""
        done = subprocess.run(
            [sys.executable, "-c", SET_UP + code],
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment(),
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", SET_UP + code], stdout=subprocess.PIPE, text=True, env=self.environment()
        )

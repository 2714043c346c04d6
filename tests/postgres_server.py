"""A private PostgreSQL server, where its programs are installed, and stores on it."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import claimledger as cl

psycopg: Any = None
with suppress(ImportError):
    psycopg = import_module("psycopg")

NOBODY = 65534
NUMBERS = itertools.count(1)


def programs() -> Path | None:
    """The folder of the programs of the newest server installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    by_version = sorted(found, key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    paths = [*([Path(on_path).resolve()] if on_path else []), *by_version]
    return paths[-1].parent if paths else None


def why_not() -> str | None:
    """Why there can be no server here; None where there can."""
    if psycopg is None:
        return "psycopg is not installed: pip install 'claimledger[postgres]'"
    if programs() is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    return None


class Server:
    """A server in a folder, run by nobody in particular, reached through a socket there."""

    def __init__(self, folder: Path) -> None:
        bin = programs()
        assert bin is not None
        self.bin = bin
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = 5432
        self.who: dict[str, Any] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to be run by root.
            os.chown(folder, NOBODY, NOBODY)
            self.who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "ledger", "-E", "UTF8", "-N")
        self.start()

    def run(self, program: str, *arguments: object) -> None:
        command = [str(self.bin / program), *map(str, arguments)]
        subprocess.run(
            command, check=True, capture_output=True, cwd=self.folder, env=self.env, **self.who
        )

    @property
    def env(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}

    def start(self, *settings: str) -> None:
        """Start it, again while what is left of a crash is in its way, until it answers."""
        self._run(settings)
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                assert time.monotonic() < until, self.log.read_text()
                if self.process.poll() is not None:
                    self._run(settings)
                time.sleep(0.02)
            else:
                return

    def _run(self, settings: Sequence[str]) -> None:
        values = ("listen_addresses=", f"port={self.port}", *settings)
        options = [f"-c{value}" for value in values]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.env,
                **self.who,
            )

    def crash(self) -> None:
        """Kill it, and whatever works for it, at once."""
        with psycopg.connect(self.address()) as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
        for pid in (self.process.pid, *(pid for (pid,) in found)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it in an orderly way, or as a crash does."""
        self.process.send_signal(how)
        self.process.wait()

    def listen(self, *lines: str) -> int:
        """Take connections by TCP too, as lines of its own pg_hba.conf say; the port."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        (self.data / "pg_hba.conf").write_text("\n".join(["local all all trust", *lines, ""]))
        self.stop()
        self.port = port
        self.start("listen_addresses=127.0.0.1")
        return port

    def address(self, database: str = "postgres", schema: str | None = None) -> str:
        options = "" if schema is None else f"&options=-csearch_path%3D{schema}"
        return f"postgresql://ledger@/{database}?host={self.folder}&port={self.port}{options}"


@contextmanager
def server() -> Iterator[Server]:
    """A new server, which is gone afterwards."""
    # The path of a socket has a hundred characters at most.
    room = "/tmp" if Path("/tmp").is_dir() else None
    with tempfile.TemporaryDirectory("", "pg", room, ignore_cleanup_errors=True) as folder:
        started = Server(Path(folder))
        try:
            yield started
        finally:
            started.stop()


class PostgresPlace:
    """A schema of its own on a server."""

    kind = "postgres"

    def __init__(self, server: Server) -> None:
        self.server = server
        schema = f"place_{next(NUMBERS)}"
        with psycopg.connect(server.address(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        self.address = server.address(schema=schema)

    @property
    def refused(self) -> type[Exception]:
        error: type[Exception] = psycopg.Error
        return error

    def open(self, **options: Any) -> cl.Store:
        return cl.open_store(self.address, **options)

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        with psycopg.connect(self.address, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
                found = cursor.fetchall() if cursor.description else []
        return found

    def tamper(self, *statements: str) -> None:
        self.run("SET session_replication_role = replica", *statements)

    def next(self) -> PostgresPlace:
        return PostgresPlace(self.server)

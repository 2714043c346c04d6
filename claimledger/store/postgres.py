"""A store on a PostgreSQL server: the same tables and guards, by psycopg."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from claimledger.addresses import is_clear, secrets_of, shown
from claimledger.errors import (
    BusyStoreError,
    DamagedStoreError,
    FullStoreError,
    MissingExtraError,
    NotAStoreError,
    ReadOnlyStoreError,
    StoreError,
)
from claimledger.store.databases import FULL, UNSURE, Values
from claimledger.store.schema import ADD_VERSION, NEXT, SCHEMA, TABLES, VERSION

if TYPE_CHECKING:
    import psycopg

FOREVER = """CREATE TRIGGER {table}_forever BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()"""
ONLY_GROWS = """CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$"""
IS_NEXT = """CREATE FUNCTION {table}_is_next() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN IF {fault} THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$"""
IN_ORDER = """CREATE TRIGGER {table}_insert BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_is_next()"""

GUARDS = """SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgrelid IN ({tables})"""

TURN = "SELECT pg_advisory_xact_lock('ledger_batches'::regclass::oid::bigint)"
"""Wait for the turn to write. Others may read, and the server may clean up, in the meantime."""

MAKING = "SELECT pg_advisory_xact_lock(7165063319837241153)"
"""Wait for the turn to make the tables; the number stands for nothing else."""

IS_THERE = """SELECT EXISTS (SELECT 1 FROM pg_tables
WHERE tablename = 'ledger_versions' AND schemaname = ANY (current_schemas(false)))"""
"""Looks into the table itself: what names stand for may be remembered from before a wait."""

KINDS: dict[str, type[StoreError]] = {
    "53": FullStoreError,
    "25006": ReadOnlyStoreError,
    "42501": ReadOnlyStoreError,
    "55P03": BusyStoreError,
    "42P01": DamagedStoreError,
    "42703": DamagedStoreError,
    "XX001": DamagedStoreError,
    "XX002": DamagedStoreError,
}
"""What the codes of errors mean, by how they begin."""


NETWORK = {
    "connect_timeout": 30,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A server that is gone without a word is missed within a minute, unless the address says else."""

UNHEARD = logging.NullHandler()

UNCLEAR = (
    "the address cannot be read: expected postgresql://user:password@host:port/database, with"
    " signs such as / ? # @ in a password spelt %2F %3F %23 %40"
)


def statements() -> Iterator[str]:
    """What makes the tables, and the guards that let them only grow."""
    for statement in SCHEMA:
        yield statement.format(integer="BIGINT")
    yield ONLY_GROWS
    for table in TABLES:
        yield FOREVER.format(table=table)
    for table, (fault, message) in NEXT.items():
        yield IS_NEXT.format(table=table, fault=fault, message=message)
        yield IN_ORDER.format(table=table)


class Postgres:
    """A connection to the database of a store."""

    def __init__(self, address: str, *, create: bool, timeout: float) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise MissingExtraError("postgres", "psycopg") from error
        # What psycopg logs is an error here too; who listens to its log hears it still.
        logging.getLogger("psycopg").addHandler(UNHEARD)
        self.name = shown(address)
        self.timeout = timeout
        self._process = os.getpid()
        self._errors = psycopg.Error
        self._secrets = secrets_of(address)
        self._is_adding = False
        if not is_clear(address):
            raise StoreError(self.name, UNCLEAR)
        with self._told():
            given = psycopg.conninfo.conninfo_to_dict(address)
            more: dict[str, Any] = {n: value for n, value in NETWORK.items() if n not in given}
            self._connection: psycopg.Connection[Any] = psycopg.connect(
                address,
                autocommit=True,
                client_encoding="UTF8",
                application_name="claimledger",
                **more,
            )
            try:
                self._prepare(create)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, create: bool) -> None:
        for setting, wanted, why in (
            ("server_encoding", "UTF8", "the database is not in UTF-8, and cannot hold all names"),
            ("fsync", "on", "the server does not sync (fsync = off), so nothing would be safe"),
        ):
            if self.rows(f"SHOW {setting}") != [(wanted,)]:
                raise StoreError(self.name, why)
        if self.rows("SHOW synchronous_commit") == [("off",)]:
            self._connection.execute("SET synchronous_commit = on")
        if self._is_there():
            return
        if not create:
            raise NotAStoreError(self.name, "no store in this database")
        with self._transaction("BEGIN"):
            self._connection.execute(MAKING)
            if not self._is_there():
                for statement in statements():
                    self._connection.execute(statement)
                self.run_many(ADD_VERSION, [(VERSION,)])

    def _is_there(self) -> bool:
        return self.rows(IS_THERE) == [(True,)]

    # Statements.

    def run_many(self, statement: str, rows: Iterable[Values]) -> None:
        """Run a statement for each row of values."""
        with self._told(), self._mine().cursor() as cursor:
            cursor.executemany(statement.replace("?", "%s"), rows)

    def rows(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        with self._told():
            cursor = self._mine().execute(statement.replace("?", "%s"), values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def _mine(self) -> psycopg.Connection[Any]:
        if os.getpid() != self._process:
            raise StoreError(self.name, "opened by another process: open it anew in this one")
        return self._connection

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing, alone, and safe on the disk when it ends."""
        with self._told(), self._transaction("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"):
            self._connection.execute(f"SET LOCAL lock_timeout = {max(1, int(self.timeout * 1000))}")
            self._connection.execute(TURN)
            self._is_adding = True
            try:
                yield
            finally:
                self._is_adding = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One moment for all that is read."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self._told(), self._transaction(begin):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._mine().execute(begin)
        try:
            yield
        except BaseException:
            with suppress(self._errors):
                self._connection.execute("ROLLBACK")
            raise
        try:
            self._connection.execute("COMMIT")
        except self._errors as error:
            if "READ ONLY" in begin:
                raise
            raise StoreError(self.name, UNSURE.format(error=self._line(error))) from error

    def faults(self) -> Iterator[str]:
        """Guards that are gone or changed."""
        expected = {f"{table}_forever": ONLY_GROWS for table in TABLES} | {
            f"{table}_insert": IS_NEXT.format(table=table, fault=fault, message=message)
            for table, (fault, message) in NEXT.items()
        }
        tables = ", ".join(f"'{table}'::regclass" for table in TABLES)
        found = dict(self.rows(GUARDS.format(tables=tables)))
        for name in sorted({*expected, *found}):
            if name not in found:
                yield f"{name} is gone"
            elif found[name] != expected.get(name, "").partition("$$")[2].removesuffix("$$"):
                yield f"{name} is not of this schema"

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    # Errors.

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            raise self._error(error) from error

    def _error(self, error: psycopg.Error) -> StoreError:
        code = error.sqlstate or ""
        kind = next((kind for start, kind in KINDS.items() if code.startswith(start)), StoreError)
        if kind is FullStoreError:
            return FullStoreError(self.name, FULL)
        if kind is BusyStoreError:
            waited = f"others have been writing for {self.timeout:g} seconds"
            return BusyStoreError(self.name, f"{waited}; nothing was added, try again")
        rest = "; nothing of this batch was added" if self._is_adding else ""
        return kind(self.name, f"{self._line(error)}{rest}")

    def _line(self, error: Exception) -> str:
        """The first line of a message, without the password."""
        line = str(error).strip().partition("\n")[0] or type(error).__name__
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line

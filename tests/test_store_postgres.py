"""A store on PostgreSQL, and what can happen to a server. See test_store.py for all else."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import claimledger as cl
from claimledger.addresses import shown
from claimledger.cli import main
from claimledger.errors import (
    BusyStoreError,
    DamagedStoreError,
    FullStoreError,
    MissingExtraError,
    NotAStoreError,
    ReadOnlyStoreError,
    StoreError,
)
from claimledger.store.postgres import Postgres
from tests import postgres_server
from tests.postgres_server import PostgresPlace, Server
from tests.store_places import ROOM, SqlitePlace, claim
from tests.test_store_file import Writer, adding, batch_of, keep_adding, often, tell

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def place(postgres: Server) -> PostgresPlace:
    """An empty place for a store."""
    return PostgresPlace(postgres)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may harm."""
    reason = postgres_server.why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres_server.server() as server:
        yield server


class TestAddress:
    def test_nobody_answers(self) -> None:
        """It is an error by name, without the password."""
        pytest.importorskip("psycopg")
        with pytest.raises(StoreError) as caught:
            cl.open_store("postgresql://desk:secret@/news?host=/nowhere&port=1")
        assert "secret" not in str(caught.value)
        assert str(caught.value).startswith("postgresql://desk@/news?host=")

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://desk:secret@host:port/news?nosuch=1",
            "postgresql://desk:secret@[::1/news",
            "postgresql://desk@host/news?password=secret&port=x",
            "postgresql://desk:a/secret@host/news",
            "postgresql://desk:secret@a@host/news",
        ],
    )
    def test_no_address(self, address: str) -> None:
        """What cannot be one says so, and keeps the password."""
        pytest.importorskip("psycopg")
        with pytest.raises(StoreError) as caught:
            cl.open_store(address)
        assert "secret" not in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1

    def test_a_server_that_is_gone_is_missed(self, place: PostgresPlace) -> None:
        """Within a minute, unless the address says otherwise."""
        with cl.open_store(f"{place.address}&keepalives_idle=7&connect_timeout=5") as store:
            assert isinstance(store._database, Postgres)
            used = store._database._connection.info.get_parameters()
        wanted = {"keepalives_idle": "7", "connect_timeout": "5", "keepalives_interval": "10"}
        assert wanted.items() <= used.items()

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The error names what to install."""
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(MissingExtraError, match=r"claimledger\[postgres\]"):
            cl.open_store("postgresql:///news")


class TestPassword:
    def test_is_never_printed(
        self, place: PostgresPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """Not by commands that do what they are asked, nor where they find damage."""
        monkeypatch.chdir(tmp_path)
        address = place.address.replace("ledger@", "ledger:secret@")
        Path("a.csv").write_text(
            "source,side,date,subject,measure,value\nA,East,2020-01-01,East,dead,5\n",
            encoding="utf-8",
        )
        lines = (
            "store add {} a.csv",
            "store add desk.db {}",
            "store log {}",
            "store verify {}",
            "report {}",
            "report {} --format json",
            "check {}",
            "merge {} a.csv -o all.jsonl",
            "convert {} -o all.toml",
            "diff {} a.csv",
        )
        said = ""
        for number, line in enumerate(lines * 2):
            if number == len(lines):
                place.tamper("UPDATE ledger_records SET body = replace(body, '5', '6')")
            main(line.format(address).split())
            said += "".join(capsys.readouterr())
        assert said.count(shown(address)) > len(lines)
        assert "secret" not in said
        with cl.open_store(address) as store:
            assert store.name == shown(address)


class TestOpening:
    def test_a_database_without_a_store(self, place: PostgresPlace) -> None:
        """None is made where it is not to be."""
        with pytest.raises(NotAStoreError, match="no store in this database"):
            place.open(create=False)
        assert place.run("SELECT to_regclass('ledger_batches')") == [(None,)]

    def test_each_schema_is_a_store(self, place: PostgresPlace) -> None:
        """The search path chooses it."""
        with place.open() as one, place.next().open() as other:
            one.add(claim(1))
            assert other.ledger() == cl.Ledger()

    def test_made_by_eight_at_once(self, place: PostgresPlace) -> None:
        """One of them does, and all of them open it."""
        for _ in range(often(5, 50)):
            new = place.next()
            start = time.time() + 0.2
            with get_context("fork").Pool(8) as pool:
                jobs = [(new.address, who, 0, start) for who in range(8)]
                pool.starmap(keep_adding, jobs, chunksize=1)
            with new.open() as store:
                assert store.verify().batches == 8

    def test_made_by_another_in_the_meantime(
        self, place: PostgresPlace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever waited for its turn to make the tables finds them made."""
        with place.open() as other:
            other.add(claim(1))
        seen = iter((False,))
        monkeypatch.setattr(Postgres, "_is_there", lambda _: next(seen, True))
        with place.open() as store:
            assert len(store.ledger()) == 1

    def test_a_table_that_is_gone(self, place: PostgresPlace) -> None:
        """Is damage, by name."""
        with place.open() as store:
            place.run("DROP TABLE ledger_topics")
            with pytest.raises(DamagedStoreError, match="ledger_topics"):
                store.add(claim(1))
            assert store.log() == ()

    def test_a_server_that_does_not_sync(self, own_server: Server) -> None:
        """Nothing would be safe there, and it is refused."""
        own_server.stop()
        own_server.start("fsync=off")
        with pytest.raises(StoreError, match="fsync = off"):
            cl.open_store(own_server.address())

    def test_a_server_that_syncs_later(self, own_server: Server) -> None:
        """It syncs before a batch is called saved."""
        own_server.stop()
        own_server.start("synchronous_commit=off")
        with cl.open_store(own_server.address()) as store:
            assert store._database.rows("SHOW synchronous_commit") == [("on",)]

    def test_a_database_in_another_encoding(self, postgres: Server) -> None:
        """It cannot hold all names, and is refused."""
        place = PostgresPlace(postgres)
        place.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        with pytest.raises(StoreError, match="not in UTF-8"):
            cl.open_store(postgres.address("latin"))
        place.run("DROP DATABASE latin")


@pytest.fixture(scope="module")
def door() -> Iterator[str]:
    """The address, without user and database, of a server that asks for passwords."""
    reason = postgres_server.why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres_server.server() as server:
        with postgres_server.psycopg.connect(server.address(), autocommit=True) as connection:
            connection.execute("CREATE ROLE desk LOGIN PASSWORD 'right'")
        yield f"127.0.0.1:{server.listen('host all all 127.0.0.1/32 scram-sha-256')}"


class TestRefused:
    """Whom a server does not let in reads one clear line, and no command ends in a trace."""

    @pytest.mark.parametrize(
        ("user", "database", "said"),
        [
            ("desk:wrong", "postgres", 'password authentication failed for user "desk"'),
            ("nobody:wrong", "postgres", 'password authentication failed for user "nobody"'),
            ("desk", "postgres", "no password supplied"),
            ("desk:right", "nosuch", 'database "nosuch" does not exist'),
        ],
    )
    def test_is_told_why(
        self, door: str, user: str, database: str, said: str, capsys: Capture
    ) -> None:
        """A wrong password, none, and a database that is not there."""
        address = f"postgresql://{user}@{door}/{database}"
        assert main(["store", "verify", address]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        (line,) = told.err.splitlines()
        assert line.startswith(f"claimledger: {shown(address)}: ")
        assert said in line
        assert "wrong" not in line
        assert "right" not in line

    def test_who_may_not_make_tables(self, door: str) -> None:
        """It is an error by name, and the next who may makes them."""
        with pytest.raises(ReadOnlyStoreError, match="permission denied"):
            cl.open_store(f"postgresql://desk:right@{door}/postgres")


LET_THROUGH = """CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger
LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"""
ONE_MORE = """CREATE TRIGGER more BEFORE INSERT ON ledger_records
FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"""


class TestGuards:
    def test_not_emptied(self, place: PostgresPlace) -> None:
        """Nor is a table cleared as a whole."""
        with place.open() as store:
            store.add(claim(1))
            for table in ("ledger_records", "ledger_batches", "ledger_topics", "ledger_versions"):
                with pytest.raises(place.refused, match="only grows"):
                    place.run(f"TRUNCATE {table}")
            assert store.verify().batches == 1

    @pytest.mark.parametrize(
        ("statement", "said"),
        [
            ("DROP TRIGGER ledger_records_forever ON ledger_records", "forever is gone"),
            ("ALTER TABLE ledger_batches DISABLE TRIGGER ledger_batches_insert", "insert is gone"),
            (LET_THROUGH, "ledger_batches_forever is not of this schema"),
            (ONE_MORE, "more is not of this schema"),
        ],
    )
    def test_a_guard_that_is_gone(self, place: PostgresPlace, statement: str, said: str) -> None:
        """It is named."""
        with place.open() as store:
            store.add(claim(1))
            place.run(statement)
            with pytest.raises(DamagedStoreError, match=said):
                store.verify()


class TestWriters:
    def test_eight_at_once(self, place: PostgresPlace) -> None:
        """No error, nothing lost, nothing doubled, one order."""
        seconds = often(2, 60)
        place.open().close()
        start = time.time() + 1
        with get_context("fork").Pool(8) as pool:
            jobs = [(place.address, who, seconds, start) for who in range(8)]
            done = pool.starmap(keep_adding, jobs, chunksize=1)
        saved = [number for numbers, _ in done for number in numbers]
        with place.open() as store:
            store.verify()
            log = store.log()
            found = Counter(c.said for c in store.ledger().claims if c.source != "Common")
        assert found == Counter(claim(number).said for number in saved)
        assert [b.number for b in log] == list(range(1, len(log) + 1))
        assert Counter(b.by for b in log) == {
            f"Writer {who}": len(numbers) for who, (numbers, _) in enumerate(done)
        }
        longest = max(longest for _, longest in done)
        tell(f"{len(log) / seconds:.0f} batches a second, longest {longest:.2f} s")

    def test_others_write_all_the_time(self, place: PostgresPlace) -> None:
        """After a while that is an error, and nothing was added."""
        with place.open() as other, place.open(timeout=0.1) as store, other._database.writing():
            with pytest.raises(BusyStoreError, match=r"0\.1 seconds; nothing was added"):
                store.add(claim(9))
            assert store.log() == (), "readers wait for nobody"
        with place.open() as store:
            assert store.add(claim(9)) is not None

    def test_in_another_process(self, place: PostgresPlace) -> None:
        """A store that was opened before a fork is not used after it."""

        def use(say: Callable[[bytes], None]) -> None:
            with contextlib.suppress(StoreError):
                store.add(claim(2))
                say(b"0")
            say(b"1")

        with place.open() as store:
            writer = Writer(use)
            writer.wait_for_a_word()
            assert writer.kill() == [1]
            assert store.add(claim(1)) is not None


ENDS = (signal.SIGKILL, signal.SIGQUIT)
"""How a server ends without saying so: its first process, and all of it at once."""


class TestCrashes:
    def test_a_writer_that_is_killed(self, place: PostgresPlace) -> None:
        """All that was saved is there, whole, and of what was not at most the one in flight."""
        chance = random.Random(5)
        saved: list[int] = []
        total = 0
        for turn in range(often(6, 400)):
            if turn % 30 == 0:
                place, saved = place.next(), []
                place.open().close()
            first = turn % 30 * 10_000
            writer = Writer(adding(place.address, first))
            if turn % 3:
                writer.wait_for_a_word()
            time.sleep(chance.uniform(0, 0.06))
            saved = self.after(place, saved, first, said := writer.kill())
            total += len(said)
        assert total
        tell(f"{total} batches saved before the writer was killed")

    def test_a_server_that_is_killed(self, own_server: Server) -> None:
        """It starts again with all that was saved; the writer is told that it is gone."""
        chance = random.Random(6)
        place = PostgresPlace(own_server)
        saved: list[int] = []
        total = 0
        ends: list[Callable[[], None]] = [own_server.crash]
        ends += (partial(own_server.stop, how) for how in ENDS)
        for turn in range(often(3, 210)):
            if turn % 30 == 0:
                place, saved = place.next(), []
            first = turn % 30 * 10_000
            writer = Writer(partial(self.until_it_fails, place, first))
            writer.wait_for_a_word()
            time.sleep(chance.uniform(0, 0.1))
            ends[turn % len(ends)]()
            *said, told = writer.end()
            assert told == 999_999, "the writer got an error of the store"
            own_server.start()
            saved = self.after(place, saved, first, said)
            total += len(said)
        tell(f"{total} batches saved before the server was killed")

    @staticmethod
    def until_it_fails(place: PostgresPlace, first: int, say: Callable[[bytes], None]) -> None:
        try:
            adding(place.address, first)(say)
        except StoreError:
            say(b"999999")

    @staticmethod
    def after(place: PostgresPlace, saved: list[int], first: int, said: list[int]) -> list[int]:
        """What is known to be saved, after it was compared with what is there."""
        until = time.monotonic() + 10
        while place.run("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"):
            assert time.monotonic() < until, "the server goes on for a writer that is gone"
            time.sleep(0.01)
        with place.open() as store:
            store.verify()
            fresh = len(store.log()) - len(saved)
            known = saved + said
            assert fresh - len(said) in {0, 1}
            if fresh > len(said):
                known.append(said[-1] + 1 if said else first)
            assert store.ledger() == cl.Ledger().merge(*map(batch_of, known))
        return known

    def test_a_connection_that_is_lost(self, place: PostgresPlace) -> None:
        """It is an error of the store, at a batch and in the middle of one."""
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'claimledger'"
        )
        with place.open() as store:
            store.add(claim(1))
            place.run(end)
            with pytest.raises(StoreError):
                store.add(claim(2))
        with place.open() as store:
            assert store.ledger() == cl.Ledger(frozenset([claim(1)]))
            lost = pytest.raises(StoreError, match="adding it again does no harm")
            with lost, store._database.writing():
                place.run(end)

    @pytest.mark.parametrize("statement", [0, 1, 2])
    def test_a_server_that_goes_in_the_middle_of_a_batch(
        self, own_server: Server, statement: int
    ) -> None:
        """After any of its statements; nothing of it is there, and adding again does it."""
        place = PostgresPlace(own_server)
        with place.open() as store:
            store.add(claim(1))
            database: Any = store._database
            run_many = database.run_many
            left = [None] * statement

            def run(text: str, rows: Any) -> None:
                run_many(text, rows)
                if not left:
                    own_server.stop(signal.SIGQUIT)
                left.append(None) if not left else left.pop()

            database.run_many = run
            with pytest.raises(StoreError) as caught:
                store.add(claim(2))
            assert len(str(caught.value).splitlines()) == 1
            said = "nothing of this batch was added" if statement < 2 else "does no harm"
            assert str(caught.value).endswith(said)
        own_server.start()
        with place.open() as store:
            assert store.verify().batches == 1
            assert store.add(claim(2)) is not None
            assert store.ledger() == cl.Ledger(frozenset([claim(1), claim(2)]))

    def test_reading_from_a_server_that_goes(self, place: PostgresPlace) -> None:
        """It is an error of the store, which says nothing of batches."""
        end = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'claimledger'"
        )
        with place.open() as store:
            store.add(claim(1))
            with pytest.raises(StoreError) as caught, store._database.reading():
                place.run(end)
            assert "batch" not in str(caught.value)

    @pytest.mark.parametrize(
        ("code", "kind", "said"),
        [
            ("53100", FullStoreError, "no room left"),
            ("XX001", DamagedStoreError, "invalid page"),
            ("55P03", BusyStoreError, "nothing was added"),
            ("08006", StoreError, "invalid page"),
        ],
    )
    def test_what_the_server_says(
        self, place: PostgresPlace, code: str, kind: type[StoreError], said: str
    ) -> None:
        """Its codes are errors by name."""
        failed: Any = type("Failed", (place.refused,), {"sqlstate": code})
        with place.open() as store:
            database: Any = store._database
            told = database._error(failed("invalid page\nDETAIL: more"))
        assert type(told) is kind
        assert said in str(told)
        assert "DETAIL" not in str(told)


class TestRights:
    def test_who_may_only_read(self, place: PostgresPlace) -> None:
        """Reads, and is told when adding."""
        with place.open() as store:
            store.add(claim(1))
        schema = place.run("SHOW search_path")[0][0]
        name = f"reader_{os.getpid()}_{schema}"
        place.run(
            f"CREATE ROLE {name} LOGIN",
            f"GRANT USAGE ON SCHEMA {schema} TO {name}",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}",
        )
        with cl.open_store(place.address.replace("ledger@", f"{name}@")) as store:
            assert len(store.ledger()) == 1
            assert store.verify().batches == 1
            with pytest.raises(ReadOnlyStoreError, match="permission denied"):
                store.add(claim(2))
        with place.open() as store:
            assert len(store.log()) == 1


class TestMoving:
    def test_from_a_file_and_back(self, place: PostgresPlace) -> None:
        """A store moves by merging, with its whole history."""
        with TemporaryDirectory(dir=ROOM) as folder:
            file = SqlitePlace(Path(folder))
            with file.open() as small, place.open() as big, file.next().open() as back:
                for number in range(3):
                    small.add(batch_of(number))
                big.merge(small)
                assert big.log() == small.log()
                assert big.verify() == small.verify()
                back.merge(big)
                assert back.log() == small.log()
                assert back.ledger() == small.ledger()


class TestCommands:
    def test_take_an_address_for_a_file(
        self, place: PostgresPlace, capsys: Capture, tmp_path: Path
    ) -> None:
        """To add to, to report, to verify, to merge, and never to write a text over."""
        path = tmp_path / "claims.csv"
        head = "source,side,date,subject,measure,value\n"
        path.write_text(f"{head}A,East,2020-01-01,East,soldiers killed,5\n", encoding="utf-8")
        assert main(["store", "add", place.address, str(path)]) == 0
        assert main(["store", "add", place.address, str(path)]) == 0
        told = capsys.readouterr()
        assert "records: 3 new, 0 already there" in told.err
        assert "records: 0 new, 3 already there" in told.err
        assert main(["report", place.address]) == 0
        assert "soldiers killed" in capsys.readouterr().out
        assert main(["store", "verify", place.address]) == 0
        assert main(["store", "log", place.address]) == 0
        assert main(["store", "add", str(tmp_path / "copy.db"), place.address]) == 0
        assert main(["report", str(path), "-o", place.address]) == 2
        assert "it is a store, which only grows" in capsys.readouterr().err
        assert next(itertools.islice(tmp_path.glob("copy.db"), 1)).is_file()

"""What every store does, whichever database keeps it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.errors import (
    DamagedStoreError,
    InvalidRecordError,
    NewerStoreError,
    NotAStoreError,
    StoreError,
    UnknownNameError,
)
from claimledger.formats.jsonl import line_of
from claimledger.grouping import Scene
from claimledger.judging import alone
from claimledger.quantities import Reading
from claimledger.store import Verification
from claimledger.store.chain import sealed
from claimledger.store.rows import body_of, checked, placed, record_of
from tests import ledger_strategies, record_strategies
from tests.postgres_server import PostgresPlace
from tests.store_places import ROOM, SqlitePlace, StorePlace, claim

MORNING = dt.datetime(2020, 9, 28, 6, tzinfo=dt.UTC)
EVENING = dt.datetime(2020, 9, 28, 22, tzinfo=dt.timezone(dt.timedelta(hours=4)))
EAST = cl.Party(name="The East", handle="east")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[StorePlace]:
    """An empty place for a store."""
    if request.param == "postgres":
        yield PostgresPlace(request.getfixturevalue("postgres"))
        return
    with TemporaryDirectory(dir=ROOM) as folder:
        yield SqlitePlace(Path(folder))


@pytest.fixture
def store(place: StorePlace) -> Iterator[cl.Store]:
    """An empty store."""
    with place.open() as opened:
        yield opened


def ledger_of(*records: Any) -> cl.Ledger:
    return cl.Ledger(frozenset(records))


class TestAdd:
    def test_what_was_added_is_there(self, place: StorePlace) -> None:
        """In the same store, and in one that is opened later."""
        with place.open() as store:
            batch = store.add(claim(1), claim(2))
            assert batch is not None
            assert (batch.number, batch.start, batch.size) == (1, 1, 2)
            assert store.head == batch
            assert store.ledger() == ledger_of(claim(1), claim(2))
        with place.open(create=False) as store:
            assert store.log() == (batch,)
            assert store.ledger() == ledger_of(claim(1), claim(2))

    def test_an_empty_store(self, store: cl.Store) -> None:
        """It holds nothing, and says so."""
        assert store.head is None
        assert store.log() == ()
        assert store.ledger() == cl.Ledger()
        assert store.verify() == Verification(0, 0, None)

    def test_again_is_nothing(self, store: cl.Store) -> None:
        """No batch, and the head stays."""
        first = store.add(claim(1), claim(2))
        assert store.add(claim(2), claim(1)) is None
        assert store.add(ledger_of(claim(1))) is None
        assert store.add() is None
        assert store.head == first

    def test_of_what_is_partly_there_the_rest(self, store: cl.Store) -> None:
        """A batch holds what is new alone."""
        store.add(claim(1))
        batch = store.add(claim(1), claim(2))
        assert batch is not None
        assert (batch.number, batch.size) == (2, 1)

    def test_twice_in_one_batch_is_once(self, store: cl.Store) -> None:
        """Whether as a record or in ledgers."""
        batch = store.add(claim(1), claim(1), ledger_of(claim(1)), ledger_of(claim(1)))
        assert batch is not None
        assert batch.size == 1

    def test_spellings_of_a_claim_are_two_records(self, store: cl.Store) -> None:
        """As they are in a ledger: one claim, and nothing is forgotten."""
        one, other = claim(1), claim(1, source="SOURCE 1")
        store.add(one)
        batch = store.add(other)
        assert batch is not None
        assert store.ledger() == ledger_of(one, other)
        assert len(store.ledger()) == 1

    def test_handles_of_earlier_batches(self, store: cl.Store) -> None:
        """They resolve as in one ledger, also those that another writer declared since."""
        store.add(EAST)
        store.add(claim(1, subject="east"))
        store.add(cl.Source(name="The Ministry", handle="ministry"))
        store.add(claim(2, subject="east", source="ministry"))
        expected = ledger_of(
            EAST,
            claim(1, subject="The East"),
            cl.Source(name="The Ministry", handle="ministry"),
            claim(2, subject="The East", source="The Ministry"),
        )
        assert store.ledger() == expected

    def test_handles_of_another_writer(self, place: StorePlace, store: cl.Store) -> None:
        """What was added through another connection is known."""
        store.add(claim(1, subject="east"))
        with place.open() as other:
            other.add(EAST, cl.Document(outlet="Post", handle="post"))
        store.add(claim(2, subject="east"))
        store.add(cl.Attestation(claim=claim(3).id, document="post"))
        records = store.ledger().records
        assert claim(1, subject="east") in records
        assert claim(2, subject="The East") in records
        document = cl.Document(outlet="Post", handle="post")
        assert cl.Attestation(claim=claim(3).id, document=document.key) in records

    def test_handles_of_the_same_call(self, store: cl.Store) -> None:
        """In records or in a ledger beside them."""
        store.add(ledger_of(EAST), claim(1, subject="east"))
        assert store.ledger() == ledger_of(EAST, claim(1, subject="The East"))

    def test_ledgers_are_taken_as_they_are(self, store: cl.Store) -> None:
        """Their handles were resolved where they were made; what is left is a name."""
        store.add(EAST)
        store.add(ledger_of(claim(1, subject="east")))
        assert store.ledger() == ledger_of(EAST, claim(1, subject="east"))

    def test_an_ambiguous_handle(self, store: cl.Store) -> None:
        """Nothing is added."""
        store.add(EAST, cl.Party(name="Eastland", handle="east"))
        with pytest.raises(InvalidRecordError, match="ambiguous"):
            store.add(claim(1), claim(2, subject="east"))
        assert len(store.log()) == 1

    @pytest.mark.parametrize("wrong", ["claim", None, 7, dt.date(2020, 9, 28)])
    def test_what_is_no_record(self, store: cl.Store, wrong: Any) -> None:
        """It is refused, and with it the whole batch."""
        with pytest.raises(InvalidRecordError, match="expected a record"):
            store.add(claim(1), wrong)
        assert store.ledger() == cl.Ledger()

    @pytest.mark.parametrize("failing", [0, 1, 2])
    def test_all_or_nothing(
        self, store: cl.Store, monkeypatch: pytest.MonkeyPatch, failing: int
    ) -> None:
        """Whichever of its statements fails, nothing of a batch is there, and the next is."""
        first = store.add(claim(0))
        run_many = store._database.run_many
        left = [None] * failing

        def run(statement: str, rows: Any) -> None:
            run_many(statement, rows)
            if not left:
                raise RuntimeError("in the middle")
            left.pop()

        with monkeypatch.context() as patch:
            patch.setattr(store._database, "run_many", run)
            with pytest.raises(RuntimeError, match="in the middle"):
                store.add(claim(1), claim(2))
        assert store.log() == (first,)
        assert store.ledger() == ledger_of(claim(0))
        assert store.add(claim(1)) is not None
        assert store.verify().batches == 2

    def test_many_records(self, store: cl.Store) -> None:
        """More than one statement asks for."""
        claims = [claim(n) for n in range(1203)]
        batch = store.add(ledger_of(*claims))
        assert batch is not None
        assert batch.size == 1203
        more = store.add(ledger_of(*claims, claim(2000)))
        assert more is not None
        assert (more.start, more.size) == (1204, 1)
        assert store.ledger() == ledger_of(*claims, claim(2000))

    @settings(max_examples=60)
    @given(ledger=record_strategies.ledgers())
    def test_every_record_is_its_row_and_back(self, ledger: cl.Ledger) -> None:
        """No field of any record is lost, and all beside the body follows from it."""
        for record in ledger.records:
            row, topic = placed(record)
            assert record_of(body_of(record)) == record
            assert checked(row) == (record, topic)


class TestRecorded:
    def test_who_and_when(self, place: StorePlace) -> None:
        """As the caller says, in UTC."""
        with place.open(by="  Night   desk ") as store:
            store.add(claim(1), recorded=EVENING, note="from the radio")
            store.add(claim(2), recorded=MORNING, by="Anna")
        with place.open() as store:
            one, two = store.log()
        assert (one.by, one.recorded, one.note) == ("Night desk", EVENING, "from the radio")
        assert one.recorded.utcoffset() == dt.timedelta(0)
        assert (two.by, two.recorded, two.note) == ("Anna", MORNING, None)

    def test_by_default_who_is_logged_in_and_now(
        self, monkeypatch: pytest.MonkeyPatch, place: StorePlace
    ) -> None:
        """The clock is asked once a batch."""
        monkeypatch.setenv("LOGNAME", "bertha")
        before = dt.datetime.now(dt.UTC)
        with place.open() as other:
            batch = other.add(claim(1), claim(2))
        assert batch is not None
        assert before <= batch.recorded <= dt.datetime.now(dt.UTC)
        assert batch.by == "bertha"

    def test_nobody_logged_in(self, place: StorePlace, monkeypatch: pytest.MonkeyPatch) -> None:
        """Somebody unknown recorded it."""

        def nobody() -> str:
            raise KeyError("uid not found")

        monkeypatch.setattr("getpass.getuser", nobody)
        with place.open() as store:
            batch = store.add(claim(1))
        assert batch is not None
        assert batch.by == "unknown"

    def test_a_moment_without_offset(self, store: cl.Store) -> None:
        """It might be anywhere, and is refused."""
        anywhere = MORNING.replace(tzinfo=None)
        with pytest.raises(InvalidRecordError, match="offset from UTC"):
            store.add(claim(1), recorded=anywhere)
        with pytest.raises(InvalidRecordError, match="offset from UTC"):
            store.ledger(recorded_by=anywhere)
        assert store.log() == ()

    def test_a_name_that_no_database_holds(self, store: cl.Store) -> None:
        """It is refused, and not cut off."""
        with pytest.raises(InvalidRecordError, match="NUL"):
            store.add(claim(1), by="Anna\0Bo")
        with pytest.raises(InvalidRecordError, match="NUL"):
            store.add(claim(1), note="\0")

    def test_nobody_named(self, store: cl.Store) -> None:
        """Who records has a name."""
        with pytest.raises(InvalidRecordError):
            store.add(claim(1), by=" ")
        assert store.log() == ()


class TestReplay:
    @pytest.fixture
    def store(self, place: StorePlace) -> Iterator[cl.Store]:
        """Three batches, at six, at eighteen, and in between; all times in UTC."""
        with place.open() as store:
            store.add(claim(1), recorded=MORNING)
            store.add(claim(2, date="2020-09-29"), recorded=EVENING)
            noted = cl.Attestation(claim=claim(3).id, recorded=EVENING)
            store.add(claim(3), noted, recorded=MORNING + dt.timedelta(hours=3))
            yield store

    @pytest.mark.parametrize(
        ("hour", "known"), [(5, set()), (6, {1}), (8, {1}), (9, {1}), (17, {1}), (18, {1, 2, 3})]
    )
    def test_recorded_by(self, store: cl.Store, hour: int, known: set[int]) -> None:
        """What was recorded by a moment, inclusive, by its batch and by itself."""
        ledger = store.ledger(recorded_by=MORNING.replace(hour=hour))
        assert {int(c.said[2:]) for c in ledger.claims} == known

    def test_as_of(self, store: cl.Store) -> None:
        """What was said by a date."""
        ledger = store.ledger(as_of="2020-09-28")
        assert {c.said for c in ledger.claims} == {"1,001", "1,003"}

    def test_at(self, store: cl.Store) -> None:
        """Exactly what was known when a batch was the head, whatever its time says."""
        one, two, three = store.log()
        assert store.ledger(at=one.digest) == ledger_of(claim(1))
        assert len(store.ledger(at=two.digest)) == 2
        assert store.ledger(at=three.digest) == store.ledger()
        assert len(store.ledger(at=two.digest, recorded_by=MORNING)) == 1

    def test_at_an_unknown_head(self, store: cl.Store) -> None:
        """It is an error, not an empty ledger."""
        with pytest.raises(UnknownNameError, match="unknown batch"):
            store.ledger(at="0" * 64)

    def test_progress(self, store: cl.Store) -> None:
        """Batches are counted while they are read and verified."""
        told: list[tuple[str, int]] = []

        def track(items: Any, what: str, total: int) -> Any:
            told.append((what, total))
            return items

        store.ledger(track=track)
        store.verify(track=track)
        assert told == [("reading", 3), ("verifying", 3)]


class TestDigests:
    def test_are_what_the_page_says(self, store: cl.Store) -> None:
        """Computed by hand: of the lines of JSONL, and of what the batch says of itself."""
        store.add(claim(1), EAST, recorded=MORNING, by="Anna")
        store.add(claim(2), recorded=EVENING, by="Bo", note="late")
        one, two = store.log()
        lines = sorted(line_of(record) for record in (claim(1), EAST))
        assert one.content == hashlib.sha256("".join(lines).encode()).hexdigest()
        said = {
            "by": "Bo",
            "content": hashlib.sha256(line_of(claim(2)).encode()).hexdigest(),
            "note": "late",
            "parents": [one.digest],
            "recorded": "2020-09-28T18:00:00.000000+00:00",
            "size": 1,
        }
        whole = {"content": said, "kind": "batch", "scheme": "claimledger/1"}
        text = json.dumps(whole, separators=(",", ":"))
        assert two.digest == hashlib.sha256(text.encode()).hexdigest()

    def test_each_batch_follows_the_one_before(self, store: cl.Store) -> None:
        """In one chain."""
        for number in range(4):
            store.add(claim(number))
        log = store.log()
        assert [b.parents for b in log] == [(), *((b.digest,) for b in log[:-1])]
        assert [b.number for b in log] == [1, 2, 3, 4]


RECORD = """INSERT INTO ledger_records
SELECT {number}, key, role, link, body FROM ledger_records WHERE number = 1"""
BATCH = """INSERT INTO ledger_batches
SELECT {number}, {digest}, parents, recorded, recorder, note, {start}, size, content
FROM ledger_batches WHERE number = 2"""


class TestGuards:
    """The database itself refuses what would change what was written."""

    @pytest.fixture(autouse=True)
    def two_batches(self, place: StorePlace) -> None:
        with place.open() as store:
            store.add(claim(1))
            store.add(claim(2), claim(3))

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_records SET body = 'x'",
            "UPDATE ledger_records SET link = 7 WHERE number = 1",
            "UPDATE ledger_batches SET recorder = 'somebody else'",
            "UPDATE ledger_topics SET topic = 'x'",
            "UPDATE ledger_versions SET version = 2",
            "DELETE FROM ledger_records",
            "DELETE FROM ledger_records WHERE number = 3",
            "DELETE FROM ledger_batches WHERE number = 2",
            "DELETE FROM ledger_topics",
            "DELETE FROM ledger_versions",
            # Records of no batch, of a batch that is whole, out of order.
            RECORD.format(number=4),
            RECORD.format(number=9),
            RECORD.format(number=2),
            # A batch that is there, that leaves a number out, or records.
            BATCH.format(number=3, digest="digest", start=4),
            BATCH.format(number=4, digest="content", start=4),
            BATCH.format(number=3, digest="content", start=5),
            BATCH.format(number=2, digest="content", start=4),
        ],
    )
    def test_refused(self, place: StorePlace, statement: str) -> None:
        """By any client of the database, and nothing is different after it."""
        with pytest.raises(place.refused):
            place.run(statement)
        with place.open() as store:
            assert store.verify().batches == 2
            assert store.ledger() == ledger_of(*(claim(n) for n in (1, 2, 3)))

    def test_a_batch_that_lacks_records_ends_the_store(self, place: StorePlace) -> None:
        """Nothing follows it, and it is found."""
        place.run(BATCH.format(number=3, digest="content", start=4))
        with place.open() as store:
            with pytest.raises(StoreError):
                store.add(claim(9))
            with pytest.raises(DamagedStoreError) as caught:
                store.verify()
        assert caught.value.batch == 3


TAMPERED = {
    "UPDATE ledger_records SET body = replace(body, '1,002', '1,009') WHERE number = 2": 2,
    "UPDATE ledger_records SET body = body || ' ' WHERE number = 2": 2,
    "UPDATE ledger_records SET key = key + 1 WHERE number = 3": 2,
    "UPDATE ledger_records SET link = link + 1 WHERE number = 3": 2,
    "UPDATE ledger_records SET link = 7 WHERE number = 1": 1,
    "UPDATE ledger_records SET role = 2 WHERE number = 4": 3,
    "UPDATE ledger_records SET number = 5 WHERE number = 4": 3,
    "DELETE FROM ledger_records WHERE number = 4": 3,
    "DELETE FROM ledger_records": 1,
    "DELETE FROM ledger_topics": 1,
    "UPDATE ledger_topics SET topic = '[]'": 1,
    RECORD.format(number=5): None,
    "UPDATE ledger_batches SET recorder = 'somebody else' WHERE number = 2": 2,
    "UPDATE ledger_batches SET recorded = replace(recorded, '06:', '07:') WHERE number = 1": 1,
    "UPDATE ledger_batches SET recorded = replace(recorded, '06:', '6x:') WHERE number = 1": 1,
    "UPDATE ledger_batches SET recorded = replace(recorded, 'T', ' ') WHERE number = 1": 1,
    "UPDATE ledger_batches SET note = 'forged' WHERE number = 3": 3,
    "UPDATE ledger_batches SET parents = '[]' WHERE number = 2": 2,
    "UPDATE ledger_batches SET parents = 'none' WHERE number = 2": 2,
    "UPDATE ledger_batches SET parents = '[1]' WHERE number = 2": 2,
    "UPDATE ledger_batches SET size = 0 WHERE number = 3": 3,
    "UPDATE ledger_batches SET size = 2, start = 3 WHERE number = 3": 3,
    "UPDATE ledger_batches SET start = 1 WHERE number = 2": 2,
    "UPDATE ledger_batches SET number = 4 WHERE number = 3": 4,
    "DELETE FROM ledger_batches WHERE number = 2": 3,
    "DELETE FROM ledger_batches": None,
    f"UPDATE ledger_batches SET content = '{'0' * 64}' WHERE number = 2": 2,
    f"UPDATE ledger_batches SET digest = '{'0' * 64}' WHERE number = 3": 3,
    f"UPDATE ledger_batches SET digest = '{'0' * 64}' WHERE number = 1": 1,
}
"""What somebody may change behind the guards, and the first batch that fails then."""


class TestVerify:
    @pytest.fixture(autouse=True)
    def three_batches(self, place: StorePlace) -> None:
        with place.open(by="Anna") as store:
            store.add(claim(1), recorded=MORNING)
            store.add(claim(2), claim(3), recorded=MORNING)
            store.add(EAST, recorded=MORNING)

    def test_a_sound_store(self, place: StorePlace) -> None:
        """What was verified, and every digest that was ever the head."""
        with place.open() as store:
            log = store.log()
            assert store.verify() == Verification(3, 4, log[-1].digest)
            for batch in log:
                assert store.verify(batch.digest).head == log[-1].digest
                assert store.verify(f" {batch.digest.upper()}\n").batches == 3

    @pytest.mark.parametrize("statement", list(TAMPERED))
    def test_what_was_changed(self, place: StorePlace, statement: str) -> None:
        """The first batch that fails is named."""
        place.tamper(statement)
        with place.open() as store, pytest.raises(DamagedStoreError) as caught:
            store.verify()
        assert caught.value.batch == TAMPERED[statement]
        assert str(caught.value).startswith(f"{store.name}: ")

    def test_reading_notices_too(self, place: StorePlace) -> None:
        """A ledger is of what was written, or there is none; what came before can be read."""
        place.tamper("UPDATE ledger_records SET body = replace(body, '1,002', '1,009')")
        with place.open() as store:
            with pytest.raises(DamagedStoreError) as caught:
                store.ledger()
            assert caught.value.batch == 2
            assert store.ledger(at=store.log()[0].digest) == ledger_of(claim(1))

    def test_one_question_notices_too(self, place: StorePlace) -> None:
        """The records that it rests on are those that their ids and columns say."""
        place.tamper("UPDATE ledger_records SET body = replace(body, '1,002', '1,009')")
        with place.open() as store, pytest.raises(DamagedStoreError):
            store.question(claim(1))

    def test_a_chain_made_anew(self, place: StorePlace) -> None:
        """It verifies by itself, and not by a head that was kept elsewhere."""
        with place.open() as store:
            kept = store.log()[1].digest
        other = place.next()
        with other.open(by="Anna") as store:
            store.add(claim(1), recorded=MORNING)
            store.add(claim(2), recorded=MORNING)
            assert store.verify().batches == 2
            with pytest.raises(DamagedStoreError, match=f"remembered head {kept}") as caught:
                store.verify(kept)
        assert caught.value.batch is None

    @pytest.mark.parametrize("head", ["", "abc", "0" * 63, "g" * 64])
    def test_what_is_no_digest(self, place: StorePlace, head: str) -> None:
        """It is refused before anything is computed."""
        with place.open() as store, pytest.raises(InvalidRecordError, match="64 hex digits"):
            store.verify(head)

    def test_the_last_batches_cut_off(self, place: StorePlace) -> None:
        """Only a head that was kept tells that there was more."""
        with place.open() as store:
            kept = store.log()[-1].digest
        place.tamper(
            "DELETE FROM ledger_records WHERE number = 4",
            "DELETE FROM ledger_batches WHERE number = 3",
        )
        with place.open() as store:
            assert store.verify().batches == 2
            with pytest.raises(DamagedStoreError, match="remembered head"):
                store.verify(kept)


def write_forged(store: cl.Store, body: str) -> None:
    """A batch whose digests are right, and whose record is not one that this package wrote."""
    said: dict[str, Any] = {"parents": [], "recorded": MORNING, "by": "Anna", "note": None}
    batch = sealed(1, 1, [body], **said)
    with store._database.writing():
        store._write(batch, [((1, 0, 0, body), ("measure", "x", "", "", ""))])


class TestForged:
    """Whoever makes a store anew can make its digests right, and is found all the same."""

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "{}",
            "[]",
            "[" * 100_000,
            '{"type": "rumour"}',
            '{"type": "claim", "value": "5"}',
            line_of(claim(1)).replace("1,001", "1,009").strip(),
            line_of(claim(1)).replace('"id"', '"no"').strip(),
            line_of(claim(1)).replace(" ", "").strip(),
            line_of(claim(1)).strip(),
        ],
        ids=lambda body: body[:20],
    )
    def test_a_record(self, store: cl.Store, body: str) -> None:
        """It is of no record, of one with another id, or not beside the right columns."""
        with contextlib.suppress(StoreError):  # Some of them no database takes.
            write_forged(store, body)
            with pytest.raises(DamagedStoreError) as caught:
                store.verify()
            assert caught.value.batch == 1

    def test_reading_and_merging_refuse_it(self, store: cl.Store, place: StorePlace) -> None:
        """With the number of the batch."""
        write_forged(store, "{}")
        with place.next().open() as other:
            for use in (store.ledger, lambda: other.merge(store)):
                with pytest.raises(DamagedStoreError, match="cannot be read") as caught:
                    use()
                assert (caught.value.store, caught.value.batch) == (store.name, 1)
            assert other.log() == ()

    @pytest.mark.parametrize("topic", ["", "[]", "x", '["measure", "y", "east", "", ""]'])
    def test_a_question(self, place: StorePlace, topic: str) -> None:
        """One question is not looked for by what is not what was written."""
        with place.open() as store:
            store.add(claim(1))
        quoted = f"UPDATE ledger_topics SET topic = '{topic or ' '}'"
        place.tamper(quoted)
        with place.open() as store, pytest.raises(DamagedStoreError):
            store.question(claim(1))


class TestSchema:
    def test_newer(self, place: StorePlace) -> None:
        """It is left to the version that knows it."""
        with place.open() as store:
            store.add(claim(1))
        place.run("INSERT INTO ledger_versions VALUES (2)")
        with pytest.raises(NewerStoreError, match="schema 2; this version of claimledger knows 1"):
            place.open()

    def test_another_database(self, place: StorePlace) -> None:
        """One without the tables is no store, and stays as it is."""
        place.run("CREATE TABLE other (x INTEGER)")
        with pytest.raises(NotAStoreError, match="no store"):
            place.open(create=False)
        assert place.run("SELECT count(*) FROM other") == [(0,)]

    def test_a_closed_store(self, place: StorePlace) -> None:
        """It says so."""
        store = place.open()
        store.close()
        with pytest.raises(StoreError, match="closed"):
            store.add(claim(1))
        with pytest.raises(StoreError, match="closed"):
            store.ledger()

    def test_in_another_process(self, store: cl.Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """After a fork it has to be opened anew."""
        monkeypatch.setattr("os.getpid", lambda: -1)
        with pytest.raises(StoreError, match="open it anew"):
            store.add(claim(1))
        monkeypatch.undo()
        assert store.add(claim(1)) is not None

    def test_its_name(self, store: cl.Store, place: StorePlace) -> None:
        """Is where it is."""
        assert store.name in {place.address, store.name}
        assert repr(store) == f"<Store {store.name}>"


def found_of(ledger: cl.Ledger, claim_id: str) -> cl.Finding:
    """The finding on the question of a claim, by that question alone."""
    findings = alone(Scene.of(ledger), Reading.of("standard"))
    return next(f for f in findings if any(v.id == claim_id for v in f.voices))


class TestQuestion:
    def test_brings_what_it_rests_on(self, store: cl.Store) -> None:
        """Claims in any spelling of their measure, what hangs on them, what they cite."""
        asked = claim(1, measure="people wounded", value="5")
        alike = claim(2, measure="persons injured", value="6")
        other = claim(3, measure="people killed")
        far = claim(4, subject="West")
        retraction = cl.Retraction(target=asked.id, source=asked.source, date="2020-09-29")
        again = cl.Retraction(target=retraction.id, source=asked.source, date="2020-09-30")
        documents = [cl.Document(outlet="Post", title=f"Title {n}") for n in range(2)]
        hanging = [
            retraction,
            again,
            cl.Attestation(claim=alike.id, document=documents[0].key, derived_from=far.id),
            cl.Annotation(claim=asked.id, note="checked"),
        ]
        source = cl.Source(name="Source 1", side="East")
        rest = [other, documents[1], cl.Annotation(claim=other.id, note="?")]
        store.add(ledger_of(asked, alike, far, source, documents[0], *hanging, *rest))
        expected = ledger_of(asked, alike, far, source, documents[0], *hanging)
        assert store.question(asked) == expected
        assert store.question(alike.id) == expected
        assert store.question(other) == ledger_of(source, *rest[::2])

    def test_what_is_no_claim_of_the_store(self, store: cl.Store) -> None:
        """It is unknown."""
        store.add(claim(1))
        for unknown in (claim(2), "0" * 64, claim(1).id[:8], "?"):
            with pytest.raises(UnknownNameError, match="unknown claim"):
                store.question(unknown)

    def test_words_that_the_ledger_adds(self, store: cl.Store) -> None:
        """Count as the spellings of the vocabulary do, even where they were added later."""
        one, other = claim(1, measure="crew rescued"), claim(2, measure="sailors saved")
        store.add(one, other)
        assert len(store.question(one)) == 1
        store.add(_measure())
        assert len(store.question(one)) == 2

    @settings(max_examples=40)
    @given(ledger=st.one_of(ledger_strategies.ledgers(), record_strategies.ledgers()))
    def test_gives_the_finding_of_the_whole(self, ledger: cl.Ledger) -> None:
        """On every question, for every claim."""
        with TemporaryDirectory(dir=ROOM) as folder, SqlitePlace(Path(folder)).open() as store:
            store.add(ledger)
            for asked in ledger.claims:
                part = store.question(asked)
                assert found_of(part, asked.id) == found_of(ledger, asked.id)


def _measure() -> Any:
    from claimledger.taxonomy import MeasureEntry

    return MeasureEntry(name="crew rescued", synonyms=("sailors saved",), kind="measure")


def two_stores(place: StorePlace) -> tuple[StorePlace, StorePlace]:
    """Two stores with one batch in common by content, and one of their own each."""
    other = place.next()
    with place.open(by="Anna") as store:
        store.add(claim(1), recorded=MORNING)
        store.add(claim(2), recorded=MORNING)
    with other.open(by="Bo") as store:
        store.add(claim(1), recorded=EVENING)
        store.add(claim(3), EAST, recorded=EVENING)
    return place, other


class TestMerge:
    def test_is_the_merge_of_the_ledgers(self, place: StorePlace) -> None:
        """And keeps both histories, with who and when, and a joint."""
        one, two = two_stores(place)
        with one.open() as a, two.open() as b:
            ours, theirs = a.log(), b.log()
            expected = a.ledger() | b.ledger()
            added = a.merge(b, by="Chris", recorded=EVENING, note="weekly")
            assert a.ledger() == expected
            assert a.log() == (*ours, *added)
            assert [x.digest for x in added[:-1]] == [x.digest for x in theirs]
            assert [(x.by, x.recorded) for x in added[:-1]] == [("Bo", EVENING)] * 2
            joint = added[-1]
            assert (joint.by, joint.recorded, joint.note) == ("Chris", EVENING, "weekly")
            assert joint.size == 0
            assert set(joint.parents) == {ours[-1].digest, theirs[-1].digest}
            for batch in (*ours, *theirs):
                assert a.verify(batch.digest).batches == 5
            assert b.log() == theirs

    def test_again_adds_nothing(self, place: StorePlace) -> None:
        """Nor does it from one that was merged the other way."""
        one, two = two_stores(place)
        with one.open() as a, two.open() as b:
            a.merge(b)
            assert a.merge(b) == ()
            assert a.merge(a) == ()
            taken = b.merge(a)
            assert b.head is not None
            assert a.head is not None
            assert b.head.digest == a.head.digest, "b went on to where a is, without a joint"
            assert len(taken) == 3
            assert a.merge(b) == ()
            assert b.ledger() == a.ledger()
            assert b.verify(a.head.digest) == a.verify(b.head.digest)

    def test_both_ways_is_one_ledger(self, place: StorePlace) -> None:
        """Of three stores, in any order."""
        one, two = two_stores(place)
        three = place.next()
        with three.open() as c:
            c.add(claim(7), claim(2))
        orders = [(one, two, three), (three, one, two), (two, three, one)]
        ledgers = []
        for order in orders:
            with place.next().open() as target:
                for source in order:
                    with source.open() as store:
                        target.merge(store)
                target.verify()
                ledgers.append(target.ledger())
        assert ledgers[0] == ledgers[1] == ledgers[2]
        assert len(ledgers[0]) == 4

    def test_into_an_empty_store_is_a_copy(self, place: StorePlace) -> None:
        """With the same head and the same log."""
        one, two = two_stores(place)
        with one.open() as a, two.open() as b:
            a.merge(b)
            with place.next().open() as c:
                c.merge(a)
                assert c.log() == a.log()
                assert c.verify() == a.verify()

    def test_of_an_empty_store_is_nothing(self, place: StorePlace) -> None:
        """No joint."""
        one, _ = two_stores(place)
        with one.open() as a, place.next().open() as empty:
            assert a.merge(empty) == ()

    def test_a_copy_that_went_on_by_itself(self, place: StorePlace) -> None:
        """Only what it has beyond the common history comes, and then goes on from both."""
        one, _ = two_stores(place)
        with one.open() as a, place.next().open() as copy:
            copy.merge(a)
            copy.add(claim(8))
            a.add(claim(9))
            added = a.merge(copy)
            assert [batch.size for batch in added] == [1, 0]
            last = a.add(claim(10))
            assert last is not None
            assert last.parents == (added[-1].digest,)
            assert a.verify().batches == 6
            known = a.ledger(at=added[-1].digest)
            assert {c.said for c in known.claims} == {f"1,{n:03}" for n in (1, 2, 8, 9)}
            assert {c.said for c in a.ledger().claims} == {f"1,{n:03}" for n in (1, 2, 8, 9, 10)}

    def test_a_damaged_store(self, place: StorePlace) -> None:
        """Nothing of it is taken over, and it is named."""
        one, two = two_stores(place)
        two.tamper("UPDATE ledger_records SET body = replace(body, '1,003', '1,004')")
        with one.open() as a, two.open() as b:
            before = a.log()
            with pytest.raises(DamagedStoreError) as caught:
                a.merge(b)
            assert caught.value.store == b.name
            assert caught.value.batch == 2
            assert a.log() == before
            assert a.ledger() == ledger_of(claim(1), claim(2))

    def test_columns_of_another_store_are_not_trusted(self, place: StorePlace) -> None:
        """They are computed anew."""
        one, two = two_stores(place)
        two.tamper("UPDATE ledger_records SET key = key + 1, link = 9")
        with one.open() as a, two.open() as b:
            a.merge(b)
            assert a.verify().batches == 5


@example(ledgers=[cl.Ledger()])
@settings(max_examples=20)
@given(ledgers=st.lists(record_strategies.ledgers(), min_size=1, max_size=3))
def test_a_store_is_the_merge_of_what_was_added(ledgers: list[cl.Ledger]) -> None:
    """Whatever the records, it verifies, and is what the ledgers are together."""
    with TemporaryDirectory(dir=ROOM) as folder, SqlitePlace(Path(folder)).open() as store:
        for ledger in ledgers:
            store.add(ledger)
        merged = cl.Ledger().merge(*ledgers)
        assert store.ledger() == merged
        assert store.declared().claims == ()
        assert set(store.declared().named) == set(merged.named)
        store.verify()

"""The commands of a store, and all others on a store as on a file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import claimledger as cl
from claimledger.cli import main
from claimledger.exporting import TARGETS
from tests.postgres_server import PostgresPlace
from tests.store_places import SqlitePlace, StorePlace

Capture = pytest.CaptureFixture[str]
GED = Path(__file__).parent / "data" / "ucdp-ged.csv"
HEADER = "source,side,date,subject,measure,value\n"
MONDAY = (
    HEADER + "A,East,2020-01-01,East,soldiers killed,5\nB,West,2020-01-02,East,soldiers killed,50\n"
)
TUESDAY = HEADER + "A,East,2020-01-03,East,soldiers killed,7\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "monday.csv").write_text(MONDAY, encoding="utf-8")
    (tmp_path / "tuesday.csv").write_text(TUESDAY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: Capture) -> Callable[..., tuple[int, str, str]]:
    """Run a command: its exit code, and what it printed on both streams."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


Run = Callable[..., tuple[int, str, str]]


def heads(path: str = "desk.db") -> list[str]:
    with cl.open_store(path, create=False) as store:
        return [batch.digest for batch in store.log()]


class TestAdd:
    def test_makes_the_store_and_prints_the_head(self, run: Run) -> None:
        """What was new goes beside it."""
        code, out, err = run("store", "add", "desk.db", "monday.csv", "tuesday.csv")
        assert (code, err) == (0, "desk.db: records: 7 new, 0 already there\n")
        assert [out] == [f"{head}\n" for head in heads()]
        with cl.open_store("desk.db") as store:
            assert store.ledger() == cl.read("monday.csv", "tuesday.csv")

    def test_again(self, run: Run) -> None:
        """Nothing is new, and the head is as it was."""
        _, first, _ = run("store", "add", "desk.db", "monday.csv")
        code, out, err = run("store", "add", "desk.db", "monday.csv")
        assert (code, out) == (0, first)
        assert err == "desk.db: records: 0 new, 6 already there\n"

    def test_who_when_and_why(self, run: Run) -> None:
        """As it is said."""
        stamp = ("--by", "Anna", "--recorded", "2020-01-05T10:00+04:00", "--note", "by phone")
        run("store", "add", "desk.db", "monday.csv", *stamp)
        with cl.open_store("desk.db") as store:
            (batch,) = store.log()
        assert (batch.by, batch.note) == ("Anna", "by phone")
        assert batch.recorded.isoformat() == "2020-01-05T06:00:00+00:00"

    def test_names_that_the_store_declares(self, run: Run, folder: Path) -> None:
        """They are known in the files that are added."""
        (folder / "parties.toml").write_text(
            '[parties.east]\nname = "The East"\n[sources.a]\nname = "A"\nside = "east"\n'
        )
        (folder / "claim.toml").write_text(
            '[parties.west]\nname = "West"\n'
            '[[claims]]\nsource = "a"\ndate = 2020-01-01\nsubject = "east"\n'
            'measure = "soldiers killed"\nvalue = "5"\n'
        )
        assert run("store", "add", "other.db", "monday.csv")[0] == 0
        run("store", "add", "desk.db", "parties.toml")
        code, _, err = run("store", "add", "desk.db", "claim.toml")
        assert (code, err) == (0, "desk.db: records: 2 new, 0 already there\n")
        with cl.open_store("desk.db") as store:
            (claim,) = store.ledger().claims
        assert (claim.source, claim.subject) == ("A", "The East")

    def test_a_file_with_an_error(self, run: Run, folder: Path) -> None:
        """Nothing is added, and no store is made."""
        (folder / "bad.csv").write_text(HEADER + "A,East,soon,East,soldiers killed,5\n")
        code, out, err = run("store", "add", "desk.db", "monday.csv", "bad.csv")
        assert (code, out) == (2, "")
        assert err.startswith("bad.csv:2: date: cannot read 'soon'")
        assert not (folder / "desk.db").exists()

    def test_a_file_that_is_not_there(self, run: Run, folder: Path) -> None:
        """No store is made for it."""
        code, _, err = run("store", "add", "desk.db", "nosuch.csv")
        assert (code, err) == (2, "claimledger: cannot read nosuch.csv: there is no such file\n")
        assert not (folder / "desk.db").exists()

    def test_to_what_is_no_store(self, run: Run, folder: Path) -> None:
        """It is left as it is."""
        code, _, err = run("store", "add", "monday.csv", "tuesday.csv")
        assert code == 2
        assert err.startswith("claimledger: monday.csv: not a store")
        assert (folder / "monday.csv").read_text(encoding="utf-8") == MONDAY

    def test_nobody(self, run: Run) -> None:
        """Who adds has a name."""
        code, _, err = run("store", "add", "desk.db", "monday.csv", "--by", "")
        assert code == 2
        assert err.startswith("claimledger: ")

    def test_files_of_another_maker(self, run: Run) -> None:
        """As they are read everywhere: by their columns, or as the format that is named."""
        expected = cl.read_lenient(GED)[0]
        assert run("store", "add", "told.db", str(GED))[0] == 0
        assert run("store", "add", "named.db", str(GED), "--from", "ucdp-ged")[0] == 0
        for path in ("told.db", "named.db"):
            with cl.open_store(path, create=False) as store:
                assert store.ledger() == expected
        code, _, err = run("store", "add", "named.db", str(GED), "--from", "acled")
        assert code == 2
        assert "the column 'event_id_cnty' is missing" in err

    def test_a_table_with_a_mapping(self, run: Run, folder: Path) -> None:
        """The file that is named is the one that is read."""
        (folder / "table.csv").write_text("date,tank\n2020-01-01,5\n", encoding="utf-8")
        code, _, err = run(
            "store", "add", "desk.db", "table.csv", "--from", "mod-daily", "--mapping", "none.toml"
        )
        assert code == 2
        assert "none.toml" in err
        assert not (folder / "desk.db").exists()

    def test_other_stores_are_merged(self, run: Run) -> None:
        """With their histories, before the files."""
        run("store", "add", "desk.db", "monday.csv", "--by", "Anna")
        run("store", "add", "other.db", "tuesday.csv", "--by", "Bo")
        code, out, err = run("store", "add", "desk.db", "other.db", "monday.csv")
        assert code == 0
        assert err == "other.db: 2 batches new\ndesk.db: records: 0 new, 6 already there\n"
        assert out == f"{heads()[-1]}\n"
        assert heads("other.db")[0] in heads()
        assert run("store", "verify", "desk.db", "--head", heads("other.db")[0])[0] == 0
        _, _, err = run("store", "add", "desk.db", "other.db")
        assert err == "other.db: 0 batches new\n"

    def test_an_empty_store_into_an_empty_one(self, run: Run) -> None:
        """There is no head to print."""
        with cl.open_store("empty.db"):
            pass
        code, out, err = run("store", "add", "new.db", "empty.db")
        assert (code, out, err) == (0, "", "empty.db: 0 batches new\n")


class TestLog:
    def test_who_added_what(self, run: Run) -> None:
        """A row a batch, and the head in full."""
        run("store", "add", "desk.db", "monday.csv", "--by", "Anna", "--note", "first")
        run("store", "add", "desk.db", "tuesday.csv", "--by", "Bo")
        code, out, _ = run("store", "log", "desk.db")
        assert code == 0
        rows = [line.split() for line in out.splitlines()[3:5]]
        one, two = heads()
        assert rows[0][0:1] + rows[0][3:] == ["1", "Anna", "6", one[:12], "first"]
        assert rows[1][0:1] + rows[1][3:] == ["2", "Bo", "1", "1", two[:12]]
        assert out.endswith(f"The head is {two}.\n")

    def test_of_an_empty_store(self, run: Run) -> None:
        """Nothing was added yet."""
        with cl.open_store("desk.db"):
            pass
        code, out, _ = run("store", "log", "desk.db")
        assert code == 0
        assert "Nothing was added yet." in out

    @pytest.mark.parametrize("command", ["log", "verify"])
    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("nosuch.db", "there is no such file"),
            ("monday.csv", "no SQLite file"),
            (".", "a folder"),
        ],
    )
    def test_what_is_no_store(
        self, run: Run, folder: Path, command: str, path: str, said: str
    ) -> None:
        """One message, and nothing is made."""
        code, out, err = run("store", command, path)
        assert (code, out) == (2, "")
        assert said in err
        assert len(err.splitlines()) == 1
        assert not (folder / "nosuch.db").exists()


class TestVerify:
    def test_nothing_was_changed(self, run: Run) -> None:
        """The head follows, to be kept elsewhere."""
        run("store", "add", "desk.db", "monday.csv")
        expected = f"1 batch with 6 records: nothing was changed\nhead {heads()[0]}\n"
        assert run("store", "verify", "desk.db") == (0, expected, "")
        assert run("store", "verify", "desk.db", "--head", heads()[0]) == (0, expected, "")

    def test_something_was(self, run: Run, folder: Path) -> None:
        """It is the answer, with the batch, and the exit code says so."""
        run("store", "add", "desk.db", "monday.csv")
        place = SqlitePlace(folder)
        place.address = "desk.db"
        place.tamper("UPDATE ledger_batches SET recorder = 'Nobody'")
        code, out, err = run("store", "verify", "desk.db")
        assert (code, err) == (1, "")
        assert out == "desk.db: batch 1: what it says of itself is not what was written\n"

    def test_another_head(self, run: Run) -> None:
        """That is not here, or is no digest."""
        run("store", "add", "desk.db", "monday.csv")
        code, out, _ = run("store", "verify", "desk.db", "--head", "0" * 64)
        assert code == 1
        assert out.startswith("desk.db: no batch has the remembered head 0000")
        code, out, err = run("store", "verify", "desk.db", "--head", "0000")
        assert (code, out) == (2, "")
        assert "64 hex digits" in err

    def test_an_empty_store(self, run: Run) -> None:
        """It has no head."""
        with cl.open_store("desk.db"):
            pass
        expected = "0 batches with 0 records: nothing was changed\n"
        assert run("store", "verify", "desk.db") == (0, expected, "")


class TestExport:
    @pytest.mark.parametrize("name", ["all.jsonl", "all.toml"])
    def test_carries_every_record(self, run: Run, name: str) -> None:
        """It reads as the ledger of the store."""
        run("store", "add", "desk.db", "monday.csv", "tuesday.csv")
        assert run("store", "export", "desk.db", "-o", name) == (0, "", "")
        assert cl.read(name) == cl.read("monday.csv", "tuesday.csv")

    def test_says_what_is_lost(self, run: Run, folder: Path) -> None:
        """As convert does."""
        (folder / "war.toml").write_text('[events.war]\nname = "War"\nsince = 2020-01-01\n')
        run("store", "add", "desk.db", "war.toml")
        code, _, err = run("store", "export", "desk.db", "-o", "all.csv")
        assert (code, err) == (0, "not carried by CSV: events: 1\n")

    @pytest.mark.parametrize("target", TARGETS)
    def test_is_what_convert_writes(self, run: Run, folder: Path, target: str) -> None:
        """In every format, with what is said of it."""
        if target == "prov":
            pytest.importorskip("prov")
        run("store", "add", "desk.db", "monday.csv", "tuesday.csv")
        told = run("convert", "monday.csv", "tuesday.csv", "--to", target, "-o", "converted")
        assert run("store", "export", "desk.db", "--to", target, "-o", "exported") == told
        assert (folder / "exported").read_bytes() == (folder / "converted").read_bytes()

    def test_all_or_nothing(self, run: Run, folder: Path) -> None:
        """Strictly, nothing is written that would lack something, and what was there stays."""
        (folder / "war.toml").write_text('[events.war]\nname = "War"\nsince = 2020-01-01\n')
        run("store", "add", "desk.db", "war.toml")
        (folder / "all.csv").write_text("before", encoding="utf-8")
        code, out, err = run("store", "export", "desk.db", "-o", "all.csv", "--strict")
        assert (code, out) == (2, "")
        assert err.splitlines()[0] == "not carried by CSV: events: 1"
        assert "nothing written" in err.splitlines()[1]
        assert (folder / "all.csv").read_text(encoding="utf-8") == "before"
        assert run("store", "export", "desk.db", "-o", "all.toml", "--strict") == (0, "", "")
        assert cl.read("all.toml") == cl.read("war.toml")

    def test_not_over_a_store(self, run: Run) -> None:
        """No command writes its output over one."""
        run("store", "add", "desk.db", "monday.csv")
        run("store", "add", "desk.jsonl", "tuesday.csv")
        for command in (("store", "export", "desk.db"), ("convert", "monday.csv"), ("report", "-")):
            code, _, err = run(*command, "-o", "desk.jsonl")
            assert code == 2
            assert err == "claimledger: cannot write desk.jsonl: it is a store, which only grows\n"
        assert len(heads("desk.jsonl")) == 1


class TestAsAFile:
    @pytest.fixture(params=["sqlite", "postgres"], autouse=True)
    def place(self, request: pytest.FixtureRequest, folder: Path, run: Run) -> StorePlace:
        """Where the store is to which both files were added."""
        place: StorePlace
        if request.param == "postgres":
            place = PostgresPlace(request.getfixturevalue("postgres"))
        else:
            place = SqlitePlace(folder)
        stamp = ("--recorded", "2020-01-02T12:00Z")
        run("store", "add", place.address, "monday.csv", *stamp)
        run("store", "add", place.address, "tuesday.csv", "--recorded", "2020-01-03T12:00Z")
        return place

    @pytest.fixture
    def db(self, place: StorePlace) -> str:
        """What the commands are told instead of a file."""
        return place.address

    @pytest.mark.parametrize(
        "command",
        [
            ("report",),
            ("report", "--format", "json"),
            ("report", "--as-of", "2020-01-01"),
            ("check",),
            ("explain", "--question", "1"),
            ("diff", "--from", "2020-01-01", "--to", "2020-01-02"),
        ],
    )
    def test_prints_what_it_prints_of_the_files(
        self, run: Run, db: str, command: tuple[str, ...]
    ) -> None:
        """A store is the ledger of what was added."""
        code, out, _ = run(*command, db)
        expected = run(*command, "monday.csv", "tuesday.csv")
        assert code == expected[0]
        assert out == expected[1]

    @pytest.mark.parametrize("more", [(), ("--from", "ucdp-ged"), ("--to", "jsonl")])
    def test_convert_writes_the_ledger(self, run: Run, db: str, more: tuple[str, ...]) -> None:
        """A store stays one, whatever the format that is named for the files beside it."""
        assert run("convert", db, "-o", "desk.jsonl", *more) == (0, "", "")
        assert cl.read("desk.jsonl") == cl.read("monday.csv", "tuesday.csv")

    def test_diff_of_a_file_and_a_store(self, run: Run, db: str) -> None:
        """Either may be the other."""
        code, out, _ = run("diff", "monday.csv", db)
        assert code == 0
        assert out.startswith("Claims: 1 appeared, ")

    def test_a_store_and_a_file_are_one_ledger(self, run: Run, db: str, folder: Path) -> None:
        """Names that either declares are known in both."""
        (folder / "more.csv").write_text(HEADER + "A,East,2020-01-09,East,soldiers killed,9\n")
        _, out, _ = run("report", db, "more.csv", "--format", "json")
        assert json.loads(out)["claims"] == 4

    def test_recorded_by(self, run: Run, db: str) -> None:
        """What the store had been given by then."""
        counts = []
        for moment in ("2020-01-01T00:00Z", "2020-01-02T12:00Z", "2020-01-03T12:00Z"):
            _, out, _ = run("report", db, "--recorded-by", moment, "--format", "json")
            counts.append(json.loads(out)["claims"])
        assert counts == [0, 2, 3]

    @pytest.mark.parametrize("command", ["report", "check", "merge"])
    def test_a_damaged_store(self, run: Run, place: StorePlace, folder: Path, command: str) -> None:
        """Nothing is made of it."""
        place.tamper("UPDATE ledger_records SET body = replace(body, '50', '60')")
        more = ("-o", "all.jsonl") if command == "merge" else ()
        code, out, err = run(command, place.address, *more)
        assert (code, out) == (2, "")
        assert err.startswith("claimledger: ")
        assert ": batch 1: its records are not those that were written" in err
        assert not (folder / "all.jsonl").exists()

    def test_merge(self, run: Run, db: str, folder: Path) -> None:
        """It is one ledger among others, and says what it brought."""
        (folder / "more.csv").write_text(HEADER + "A,East,2020-01-09,East,soldiers killed,9\n")
        code, out, err = run("merge", "more.csv", db, "-o", "all.jsonl")
        assert (code, out) == (0, "")
        assert err.splitlines()[1].endswith("claims: 3 new, 0 already there")
        assert err.splitlines()[2] == "all.jsonl: 4 claims"
        assert cl.read("all.jsonl") == cl.read("monday.csv", "tuesday.csv", "more.csv")
        assert run("merge", db, "monday.csv", "-o", "again.jsonl")[0] == 0
        assert cl.read("again.jsonl") == cl.read("monday.csv", "tuesday.csv")

    def test_from_python_by_open_store(self, db: str) -> None:
        """Reading it as a text says so."""
        with pytest.raises(cl.LoadError, match="not a text but a store"):
            cl.read(db)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_read_once(run: Run, folder: Path) -> None:
    """Telling a store from a text takes nothing of it."""
    os.mkfifo(folder / "pipe")
    if os.fork() == 0:
        (folder / "pipe").write_text(MONDAY, encoding="utf-8")
        os._exit(0)
    code, out, _ = run("report", "pipe", "--format", "json")
    os.wait()
    assert code == 0
    assert json.loads(out)["claims"] == 2

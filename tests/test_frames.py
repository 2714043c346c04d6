"""Frames are judged as ledgers are.

Laws:

- every engine finds of a frame what :func:`claimledger.judge` finds of the same spreadsheet;
- the order and the repetition of rows change nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger import frames
from claimledger.canonical import name_key
from claimledger.grouping import Scene
from claimledger.judging import alone
from claimledger.ledger import Ledger

pytest.importorskip("narwhals")

DECLARED = Ledger().add(
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="Far East", part_of="East"),
    cl.Party(name="West"),
    cl.Party(name="South"),
    cl.Event(name="War", window="2020-01-01/.."),
    cl.Event(name="Raid", window="2020-01-02/2020-01-03"),
    cl.Source(name="Ministry", side="Far East"),
    cl.Source(name="Army", side="West"),
    cl.Source(name="Paper", controlled_by="Ministry"),
)

SOURCES = ("Ministry", "Army", "Paper", "Monitor", "Hospital", "unattributed", "anonymous")
FIGURES = (
    *("3", "4", "10", "20", "200", "2,000", "about 10", "about 200", "at least 4", "more than 3"),
    *("up to 10", "fewer than 4", "at most 20", "3 to 10", "a few", "dozens", "none", "some"),
    *("nearly 20", "exactly 10", "unknown", "exactly 2000"),
)
DATES = ("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04")


def rows(**columns: Sequence[str | None]) -> st.SearchStrategy[list[dict[str, str]]]:
    """Frames of a few rows that have much in common."""
    chosen: dict[str, st.SearchStrategy[Any]] = {
        "source": st.sampled_from(SOURCES),
        "date": st.sampled_from(DATES),
        "value": st.sampled_from(FIGURES),
        "measure": st.sampled_from(("tanks lost",)),
    }
    chosen |= {name: st.sampled_from(cells) for name, cells in columns.items()}
    return st.lists(st.fixed_dictionaries(chosen), min_size=1, max_size=8)


def spreadsheet(some: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(some[0]))
    writer.writeheader()
    writer.writerows(some)
    return out.getvalue()


def ledger_of(some: Sequence[Mapping[str, str]], declared: Ledger = DECLARED) -> Ledger:
    """The ledger of the same rows, by records."""
    records: list[Any] = []
    for row in some:
        fields = {name: text for name, text in row.items() if text}
        side, controller = fields.pop("side", None), fields.pop("controlled_by", None)
        unit = fields.pop("unit", None)
        if unit is not None and "value" in fields:
            fields["value"] += f" {unit}"
        if side is not None:
            records.append(cl.Party(name=side))
        records.append(cl.Source(name=fields["source"], side=side, controlled_by=controller))
        records.append(cl.Claim(**fields))
    return declared.add(*records)


def polars(some: Sequence[Mapping[str, Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(some)


def lazy_polars(some: Sequence[Mapping[str, Any]]) -> Any:
    return polars(some).lazy()


def pandas(some: Sequence[Mapping[str, Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(some)


def pyarrow(some: Sequence[Mapping[str, Any]]) -> Any:
    return pytest.importorskip("pyarrow").Table.from_pylist(list(some))


def duckdb(some: Sequence[Mapping[str, Any]]) -> Any:
    """A relation on a connection of its own, not the default one."""
    connection = pytest.importorskip("duckdb").connect()
    return connection.from_arrow(pyarrow(some))


def listed(result: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any kind, missing values as None."""
    import narwhals as nw

    frame = nw.from_native(result)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    return [
        {
            k: None if v is None or (isinstance(v, float) and math.isnan(v)) else v
            for k, v in row.items()
        }
        for row in frame.rows(named=True)
    ]


def key_of(*names: str | None) -> tuple[str, ...]:
    return tuple("" if name is None else name_key(name) for name in names)


def apart(accrual: str | None) -> str | None:
    """The accrual where it alone tells questions apart; any claim of a question may show it."""
    return accrual if accrual in {"stock", "increment", "cumulative"} else None


def number(value: Any) -> float | None:
    return None if value is None or abs(value) == math.inf else float(value)


def near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12)


def compare(found: Sequence[Mapping[str, Any]], ledger: Ledger, reading: str = "standard") -> None:
    """Fail unless the rows are what the ledger comes to, question by question."""
    findings = [
        finding
        for finding in alone(Scene.of(ledger), cl.Reading.of(reading))
        if finding.question.kind == "measure"
    ]
    names = ("event", "subject", "measure", "place", "window")
    expected = {
        (
            *key_of(*(getattr(finding.question, name) for name in names)),
            apart(finding.question.accrual),
            finding.unit,
        ): finding
        for finding in findings
    }
    assert len(expected) == len(findings)
    by_key = {
        (*key_of(*(row[name] for name in names)), apart(row["accrual"]), row["unit"]): row
        for row in found
    }
    carried = {key: row for key, row in by_key.items() if not row["not_carried"]}
    assert sum(row["claims"] for row in found) == sum(len(f.voices) for f in findings)
    assert carried.keys() <= expected.keys()
    assert all(row["verdict"] is None for row in found if row["not_carried"])
    for key, row in carried.items():
        compare_one(row, expected[key])


def compare_one(row: Mapping[str, Any], finding: cl.Finding) -> None:
    assert row["claims"] == len(finding.voices)
    assert row["sources"] == len({voice.source for voice in finding.voices})
    assert row["verdict"] == finding.verdict
    assert row["origins"] == finding.origins
    assert near(row["gap"], number(finding.gap))
    assert near(row["ratio"], number(finding.ratio))
    best = finding.best
    assert row["best_origins"] == (0 if best is None else best.origins)
    assert near(row["best_low"], None if best is None else number(best.range.low))
    assert near(row["best_high"], None if best is None else number(best.range.high))
    common = finding.common
    low, high = row["max_low"], row["min_high"]
    if common is None:
        assert low is None or low > high
    else:
        assert near(low, number(common.low))
        assert near(high, number(common.high))
    said = {side.side: side for side in finding.sides if side.core is not None}
    for column, value in row.items():
        kind, _, side = column.partition(": ")
        if side:
            reading, end = kind.split("_")
            interval = getattr(said[side], reading) if side in said else None
            # An open end is the next number that a float can hold.
            assert near(value, None if interval is None else number(getattr(interval, end)))


def judged(frame: Any, **options: Any) -> list[dict[str, Any]]:
    return listed(frames.judge(frame, declared=DECLARED, **options))


Engine = Callable[[Sequence[Mapping[str, Any]]], Any]

SIDES = ("", "", "East", "West", "South")
SCENES: Mapping[str, st.SearchStrategy[list[dict[str, str]]]] = {
    "plain": rows(),
    "sides": rows(side=SIDES, controlled_by=("", "", "Ministry")),
    "running": rows(event=("War",)),
    "stances": rows(event=("War", "", None), stance=("", "", "denies", "declines", "expects")),
    "questions": rows(
        event=("War", "Raid", ""),
        subject=("", "East", "any"),
        place=("", "Town"),
        measure=("tanks lost", "tanks destroyed", "people killed", "widgets", "prisoners held"),
    ),
    "times": rows(
        event=("War", "War", "Raid"),
        window=("", "2020-01-01/2020-01-03", "2020-01-01/..", "2020-01-02", "2020-01-01/2020-01"),
        accrual=("", "", "stock", "Increment", "Cumulative", "period"),
        date=(*DATES, "2020-01", "2020-01-03~"),
    ),
    "partial dates": rows(date=(*DATES, "2020-01", "2020-01-02?", "2019"), source=SOURCES[:2]),
    "units": rows(
        measure=("area taken",),
        value=("2", "3", "about 2", "more than 2", "nearly 3", "less than 3", "200", "unknown"),
        unit=("km2", "ha", "sq mi", "km2"),
    ),
}


NOT_CARRIED = {"times", "partial dates"}


def drawn(examples: int) -> settings:
    """Few examples without shrinking: an engine takes a second for what a ledger takes none."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(max_examples=examples, deadline=None, phases=phases)


def check(engine: Engine, data: st.DataObject, scene: str) -> None:
    some = data.draw(SCENES[scene])
    reading = data.draw(st.sampled_from(("standard", "wide", "tight")))
    found = judged(engine(some), reading=reading)
    compare(found, ledger_of(some), reading)
    assert scene in NOT_CARRIED or not any(row["not_carried"] for row in found)


class TestEqualToTheLedger:
    @pytest.mark.parametrize("scene", SCENES)
    @drawn(25)
    @given(data=st.data())
    def test_polars(self, scene: str, data: st.DataObject) -> None:
        """Every number and verdict of every question is that of the ledger."""
        check(polars, data, scene)

    @pytest.mark.parametrize("engine", [lazy_polars, pandas, pyarrow, duckdb])
    @drawn(8)
    @given(data=st.data())
    def test_every_engine(self, engine: Engine, data: st.DataObject) -> None:
        """Whatever the engine, and whatever is in the frame."""
        check(engine, data, data.draw(st.sampled_from(sorted(SCENES))))


class TestLargeFrames:
    def test_rows_twice_and_in_any_order(self) -> None:
        """A row that stands twice is one claim, and no row comes first."""
        some = [
            {"source": name, "date": "2020-01-01", "measure": "tanks lost", "value": value}
            for name, value in (("Army", "20"), ("Ministry", "200"), ("Monitor", "about 20"))
        ]
        once = judged(polars(some))
        assert once == judged(polars([*reversed(some), *some]))
        assert [(row["claims"], row["verdict"]) for row in once] == [(3, "disputed")]

    def test_questions_too_many_for_a_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where questions cannot be numbered they are told apart by a text."""
        from claimledger.frames import placing

        monkeypatch.setattr(placing, "MOST", 0)
        some = [
            {"source": "Army", "date": "2020-01-01", "measure": what, "value": "20"}
            for what in ("tanks lost", "soldiers killed")
        ]
        compare(judged(polars(some)), ledger_of(some))


READ = {"source": "Army", "date": "2020-01-01", "measure": "tanks lost"}


class TestFiguresThatAreRead:
    @drawn(25)
    @given(some=rows(event=("War", "")))
    def test_counts(self, some: list[dict[str, str]]) -> None:
        """The four ends stand for the figure that they were read from."""
        table = []
        for row in some:
            said = cl.parse_quantity(row["value"])
            core, support = said.core(), said.support()
            read: dict[str, float | None] = {
                "core_low": float(core.low),
                "core_high": number(core.high),
                "support_low": float(support.low),
                "support_high": number(support.high),
            }
            if said.is_vacuous:
                read = dict.fromkeys(read)
            table.append({k: v for k, v in row.items() if k != "value"} | read)
        pl = pytest.importorskip("polars")
        ends = ("core_low", "core_high", "support_low", "support_high")
        found = judged(pl.DataFrame(table, schema_overrides=dict.fromkeys(ends, pl.Float64)))
        # Two wordings may be read alike, and are one claim then.
        by_event = {row.pop("event"): row for row in found}
        for row in judged(polars(some)):
            other = by_event[row.pop("event")]
            assert other.pop("claims") <= row.pop("claims")
            assert other == row

    def test_a_range(self) -> None:
        """Low and high are both readings, and a null high is no upper end."""
        some: list[dict[str, Any]] = [
            READ | {"low": 5, "high": 9},
            READ | {"source": "Ministry", "low": 12, "high": None},
        ]
        (row,) = judged(polars(some))
        assert (row["verdict"], row["max_low"], row["min_high"]) == ("disputed", 12, 9)
        assert row["gap"] == 3

    def test_withdrawn(self) -> None:
        """What its source took back is counted as a claim and is not weighed."""
        some: list[dict[str, Any]] = [
            READ | {"low": 5, "high": 9, "withdrawn": False},
            READ | {"source": "Ministry", "low": 12, "high": 12, "withdrawn": True},
        ]
        (row,) = judged(polars(some))
        assert (row["claims"], row["origins"], row["verdict"]) == (2, 1, "one-sided")


class TestTexts:
    def test_spellings(self) -> None:
        """Names and measures are told apart as in a ledger, however they are spelt."""
        some = [
            READ | {"value": "20", "place": "Old  Town"},
            READ | {"value": "200", "place": "old town", "measure": "Tanks  lost"},
            READ | {"value": "30", "place": "old town", "measure": "tank lost"},
        ]
        found = judged(polars(some))
        compare(found, ledger_of(some))
        assert [row["claims"] for row in found] == [3]

    def test_dates_that_are_no_texts(self) -> None:
        """A column of days, or of midnights, is read as one of days; an hour is not judged."""
        pl = pytest.importorskip("polars")
        day = dt.datetime(2020, 1, 1)  # noqa: DTZ001
        for date in (day.date(), day):
            (row,) = judged(pl.DataFrame([READ | {"value": "20", "date": date}]))
            assert (row["verdict"], row["not_carried"]) == ("one-sided", 0)
        (row,) = judged(pl.DataFrame([READ | {"value": "20", "date": day.replace(hour=9)}]))
        assert (row["verdict"], row["not_carried"]) == (None, 1)

    def test_who_declines_gives_no_figure(self) -> None:
        """An empty figure is none where the source declines to give one."""
        some = [
            READ | {"value": "", "stance": "declines"},
            READ | {"value": "20", "stance": "", "source": "Ministry"},
        ]
        compare(judged(polars(some)), ledger_of(some))


class TestViews:
    SOME = (
        READ | {"value": "20", "date": "2020-01-01"},
        READ | {"value": "200", "source": "Ministry", "date": "2020-01-03"},
    )

    def test_as_of(self) -> None:
        """Only what was surely said by the end of the date."""
        (row,) = judged(polars(self.SOME), as_of="2020-01-02")
        assert (row["claims"], row["verdict"]) == (1, "one-sided")

    def test_sides(self) -> None:
        """Only the sides asked for have columns, and an unknown one is named."""
        (row,) = judged(polars(self.SOME), sides=["West"])
        assert [name for name in row if ": " in name] == [
            "core_low: West", "core_high: West", "support_low: West", "support_high: West",
        ]  # fmt: skip
        with pytest.raises(cl.ClaimLedgerError, match="did you mean 'West'"):
            judged(polars(self.SOME), sides=["Wes"])

    def test_not_carried(self) -> None:
        """Reasons are counted, and the question has neither verdict nor figures."""
        some = [
            READ | {"value": "20", "date": "2020-01-01T10:00", "position": ""},
            READ | {"value": "200", "source": "Ministry", "position": ""},
            READ | {"value": "go on", "measure": "", "position": "talks"},
        ]
        (row,) = judged(polars(some))
        assert (row["verdict"], row["gap"], row["not_carried"]) == (None, None, 1)
        counts = frames.not_carried(polars(some), declared=DECLARED)
        assert counts == (("a date with an hour", 1), ("a position", 1))

    def test_not_carried_by_what_is_attested(self) -> None:
        """Renderings of one statement, and what is taken from another source, wait for a ledger."""
        some = [
            READ | {"value": "20", "statement": "briefing", "derived_from": ""},
            READ | {"value": "30", "statement": "", "derived_from": "f" * 64, "place": "Town"},
        ]
        assert [row["verdict"] for row in judged(polars(some))] == [None, None]
        counts = frames.not_carried(polars(some), declared=DECLARED)
        assert counts == (
            ("a statement rendered by several", 1), ("taken from another source", 1),
        )  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize(
        ("row", "match"),
        [
            (READ | {"value": "20", "soruce": "x"}, "did you mean 'source'"),
            ({"source": "A", "date": "2020-01-01", "value": "2"}, "column 'measure' is missing"),
            ({"source": "A", "date": "2020-01-01", "measure": "x"}, "column 'value' is missing"),
            (READ | {"value": "twice as many"}, "value: "),
            (READ | {"value": ""}, "value: missing"),
            (READ | {"value": "20", "date": "then"}, "date: "),
            (READ | {"value": "20", "date": ""}, "date: missing"),
            (READ | {"value": "20", "source": ""}, "source: missing"),
            (READ | {"value": "20", "accrual": "sotck"}, "did you mean 'stock'"),
            (READ | {"value": 20.5}, "column of floats"),
            (READ | {"value": "20", "position": "talks"}, "measure and position"),
            (READ | {"value": "20", "measure": ""}, "measure: rows with no question"),
            (READ | {"valeu": "20", "plaec": "x"}, "(?s)mean 'value'.*mean 'place'"),
            (READ | {"value": "20", "retracts": "0" * 64}, "hold no ids"),
            (READ | {"low": 5, "high": 4}, "out of order"),
            (READ | {"core_low": 5, "core_high": 6}, "support_low, support_high"),
        ],
    )
    def test_rows(self, row: dict[str, Any], match: str) -> None:
        """What cannot be read is refused by name."""
        with pytest.raises(cl.ClaimLedgerError, match=match):
            judged(polars([row]))

    def test_many_sides(self) -> None:
        """A frame with more sides than can be shown is refused until some are named."""
        some = [READ | {"value": "20", "source": f"S{n}", "side": f"Side {n}"} for n in range(40)]
        with pytest.raises(cl.ClaimLedgerError, match="41 sides: name those to show"):
            judged(polars(some))
        (row,) = judged(polars(some), sides=["Side 7"])
        assert row["sources"] == 40

    def test_a_pyarrow_table_without_an_engine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What it takes to judge one is named."""
        monkeypatch.setattr("claimledger.frames.engines.find_spec", lambda _: None)
        with pytest.raises(cl.ClaimLedgerError, match="polars or duckdb, is not installed"):
            judged(pyarrow([READ | {"value": "20"}]))

    def test_engines_without_order(self) -> None:
        """An engine that lacks what the sweeps need is refused by name."""
        import narwhals as nw

        from claimledger.frames.engines import refuse_unordered

        with pytest.raises(cl.ClaimLedgerError, match="frames of dask cannot be judged"):
            refuse_unordered(nw.Implementation.DASK)

    def test_dask(self) -> None:
        """A Dask frame is refused as such, where Dask is there."""
        dask = pytest.importorskip("dask.dataframe")
        frame = dask.from_pandas(pandas([READ | {"value": "20"}]), npartitions=1)
        with pytest.raises(cl.ClaimLedgerError, match="order_by"):
            judged(frame)

    def test_no_frame(self) -> None:
        """What is no frame is named by its type."""
        with pytest.raises(cl.ClaimLedgerError, match="'list' is no frame"):
            frames.judge([1, 2])


class TestCommand:
    TEXT = (
        "source,side,date,subject,measure,value,position\n"
        "Army,West,2020-01-01,East,tanks lost,about 200,\n"
        "Ministry,East,2020-01-01,East,tanks lost,20,\n"
        "Ministry,East,2020-01-01,,,talks,peace\n"
    )

    def run(self, *arguments: str) -> int:
        from claimledger.cli import main

        return main(["report", *arguments])

    @pytest.mark.parametrize("engine", ["polars", "duckdb"])
    def test_parquet_in_and_out(
        self, engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A CSV and the Parquet of the same rows come to the same, on paper and in a file."""
        pl = pytest.importorskip("polars")
        pytest.importorskip(engine)
        sheet, table, out = tmp_path / "a.csv", tmp_path / "a.parquet", tmp_path / "out.parquet"
        sheet.write_text(self.TEXT, encoding="utf-8")
        pl.read_csv(sheet, infer_schema=False).write_parquet(table)
        assert self.run("--engine", engine, str(sheet)) == 0
        printed = capsys.readouterr()
        assert "disputed" in printed.out
        assert printed.err == "not judged by an engine: a position: 1 row\n"
        assert self.run("--engine", engine, str(table)) == 0
        assert capsys.readouterr() == printed
        assert self.run("--engine", engine, str(table), "-o", str(out)) == 0
        assert pl.read_parquet(out)["gap"].to_list() == [128.0]

    @pytest.mark.parametrize(
        ("arguments", "match"),
        [
            (("--verdict", "disputed", "a.csv"), "--verdict does not go with --engine"),
            (("a.csv", "b.parquet"), "of one kind"),
            (("a.txt",), "cannot tell the format"),
            (("a.csv", "-o", "out.toml"), "expected .parquet or .csv"),
        ],
    )
    def test_refusals(
        self,
        arguments: tuple[str, ...],
        match: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """What an engine cannot do is an error with its reason."""
        monkeypatch.chdir(tmp_path)
        for name in ("a.csv", "b.parquet", "a.txt"):
            Path(name).write_text(self.TEXT, encoding="utf-8")
        assert self.run("--engine", "polars", *arguments) == 2
        assert match in capsys.readouterr().err

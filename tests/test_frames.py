"""Frames are judged as ledgers are.

Laws:

- every engine finds of a frame what :func:`claimledger.judge` finds of the same spreadsheet;
- the order and the repetition of rows change nothing.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Mapping, Sequence
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


def rows(**columns: Sequence[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    """Frames of a few rows that have much in common."""
    chosen: dict[str, st.SearchStrategy[str]] = {
        "source": st.sampled_from(SOURCES),
        "date": st.sampled_from(DATES),
        "value": st.sampled_from(FIGURES),
        "measure": st.sampled_from(("tanks lost",)),
    }
    chosen |= {name: st.sampled_from(texts) for name, texts in columns.items()}
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


def polars(some: Sequence[Mapping[str, str]]) -> Any:
    return pytest.importorskip("polars").DataFrame(some)


def lazy_polars(some: Sequence[Mapping[str, str]]) -> Any:
    return polars(some).lazy()


def pandas(some: Sequence[Mapping[str, str]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(some)


def pyarrow(some: Sequence[Mapping[str, str]]) -> Any:
    return pytest.importorskip("pyarrow").Table.from_pylist(list(some))


def duckdb(some: Sequence[Mapping[str, str]]) -> Any:
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


Engine = Callable[[Sequence[Mapping[str, str]]], Any]

SIDES = ("", "", "East", "West", "South")
SCENES: Mapping[str, st.SearchStrategy[list[dict[str, str]]]] = {
    "plain": rows(),
    "sides": rows(side=SIDES, controlled_by=("", "", "Ministry")),
    "running": rows(event=("War",)),
    "stances": rows(event=("War", ""), stance=("", "", "denies", "declines", "expects")),
    "questions": rows(
        event=("War", "Raid", ""),
        subject=("", "East", "any"),
        place=("", "Town"),
        measure=("tanks lost", "tanks destroyed", "people killed", "widgets"),
    ),
    "times": rows(
        event=("War", "War", "Raid"),
        window=("", "2020-01-01/2020-01-03", "2020-01-01/..", "2020-01-02", "2020-01-01/2020-01"),
        accrual=("", "", "stock", "increment", "cumulative", "period"),
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

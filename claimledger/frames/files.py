"""Files that an engine reads and writes itself: Parquet and CSV of any size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from claimledger.addresses import masked
from claimledger.dates import PartialDate
from claimledger.errors import InvalidRecordError
from claimledger.findings import Verdict
from claimledger.formats import read
from claimledger.ledger import Ledger
from claimledger.questions import Question
from claimledger.tables import Table, question_text

TABLES = (".parquet", ".csv", ".tsv")
DECLARATIONS = (".toml", ".jsonl", ".ndjson")


@attrs.frozen
class Answer:
    """What an engine found in files.

    Attributes:
        engine: The name of the engine.
        result: A frame of it, a row a question.
        not_carried: Why rows have no verdict, with how many there are of each reason.
    """

    engine: str
    result: Any
    not_carried: tuple[tuple[str, int], ...]


def judge_files(
    engine: str,
    paths: Sequence[str],
    *,
    reading: str = "standard",
    as_of: PartialDate | dt.date | str | None = None,
) -> Answer:
    """Judge tables by an engine; ledger files beside them declare what their names mean.

    Args:
        engine: ``"polars"``, ``"duckdb"`` or ``"pyspark"``.
        paths: Tables of one kind (Parquet, CSV or TSV), with the same columns, and ledger
            files without claims.
        reading: The reading policy.
        as_of: Only what was said by the end of this date.

    Raises:
        MissingExtraError: if narwhals or the engine is not installed.
        LoadError: with what is wrong with the files, and where it can be told with its lines.
        InvalidRecordError: for files that an engine cannot take.
    """
    from claimledger.frames import coded_frame, require_narwhals, weighed_frame

    require_narwhals()
    from claimledger.frames.scans import placed, scan, told

    tables = [path for path in paths if Path(path).suffix.lower() in TABLES]
    ledgers = [path for path in paths if Path(path).suffix.lower() in DECLARATIONS]
    for path in paths:
        if path not in tables and path not in ledgers:
            expected = ", ".join((*TABLES, *DECLARATIONS))
            raise InvalidRecordError(
                masked(f"cannot tell the format of {path}: expected {expected}")
            )
    endings = {Path(path).suffix.lower() for path in tables}
    if len(endings) != 1:
        raise InvalidRecordError(
            "an engine reads tables of one kind, with the same columns, and at least one:"
            f" expected Parquet, CSV or TSV, found {', '.join(sorted(endings)) or 'none'}"
        )
    declared = read(*ledgers) if ledgers else Ledger()
    if len(declared):
        raise InvalidRecordError(
            f"an engine reads claims from tables alone, and the ledger files hold"
            f" {len(declared):,}: convert them to CSV first"
        )
    ending = endings.pop()
    try:
        with told(engine):
            frame = scan(engine, tables, ending)
            coded = coded_frame(frame, declared, reading, as_of)
            return Answer(engine, weighed_frame(coded, None), coded.not_carried())
    except InvalidRecordError as error:
        raise placed(error, tables, ending) from error


def save(answer: Answer, target: Path) -> None:
    """Write what was found, as Parquet or CSV by the ending; Spark writes a folder of parts.

    Raises:
        InvalidRecordError: for another ending.
    """
    ending = target.suffix.lower()
    if ending not in (".parquet", ".csv"):
        raise InvalidRecordError(f"cannot write {target} by an engine: expected .parquet or .csv")
    from claimledger.frames.scans import told

    with (
        TemporaryDirectory(prefix=".claimledger-", dir=target.resolve().parent) as folder,
        told(answer.engine),
    ):
        whole = str(Path(folder) / target.name)
        _write(answer, whole, is_parquet=ending == ".parquet")
        Path(whole).replace(target)


def _write(answer: Answer, whole: str, *, is_parquet: bool) -> None:
    result = answer.result
    if answer.engine == "polars":
        found = result.collect()
        found.write_parquet(whole) if is_parquet else found.write_csv(whole)
    elif answer.engine == "duckdb":
        result.write_parquet(whole) if is_parquet else result.write_csv(whole, header=True)
    elif is_parquet:
        result.write.parquet(whole)
    else:
        result.write.csv(whole, header=True)


def table_of(answer: Answer, *, is_for_reading: bool) -> Table:
    """What was found as a table, worst first.

    Args:
        answer: The answer of an engine.
        is_for_reading: Whether a question is put in words; else all columns stand as they are.
    """
    import narwhals as nw

    from claimledger.frames.scans import told

    with told(answer.engine):
        rows = nw.from_native(answer.result).lazy().collect().rows(named=True)
    rows = sorted(({k: _plain(v) for k, v in row.items()} for row in rows), key=_worst_first)
    if not is_for_reading:
        header = tuple(rows[0]) if rows else ()
        cells = tuple(tuple(_text(value) for value in row.values()) for row in rows)
        return Table("Questions", header, cells)
    sides = [name.partition(": ")[2] for name in (rows[0] if rows else ()) if ": " in name]
    sides = list(dict.fromkeys(sides))
    header = ("question", *sides, "all can be right from, to", "gap", "verdict", "origins")
    return Table("Questions", header, tuple(_row(row, sides) for row in rows))


def _row(row: dict[str, Any], sides: Sequence[str]) -> tuple[str, ...]:
    question = Question(**{n: row[n] for n in _NAMED}, dimension=row["unit"])
    said = [_range(row[f"support_low: {side}"], row[f"support_high: {side}"]) for side in sides]
    low, high = row["max_low"], row["min_high"]
    meets = low is not None and (high is None or low <= high)
    gap = f"{_text(row['gap'])} ({_text(row['ratio']) or 'infinite'} times)" if row["gap"] else ""
    verdict = row["verdict"] or f"not judged here ({row['not_carried']:,} claims)"
    common = _range(low, high) if meets else ""
    return (question_text(question), *said, common, gap, verdict, str(row["origins"]))


_NAMED = ("event", "subject", "measure", "place", "window", "accrual")


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return ""
    if high is None:
        return f"{_text(low)} or more"
    return _text(low) if low == high else f"{_text(low)} to {_text(high)}"


def _plain(value: Any) -> Any:
    """A value without the not-a-number that stands for a missing one in some engines."""
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _worst_first(row: dict[str, Any]) -> tuple[Any, ...]:
    verdicts = [verdict.value for verdict in Verdict]
    rank = len(verdicts) if row["verdict"] is None else verdicts.index(row["verdict"])
    ratio = float("inf") if row["ratio"] is None else row["ratio"]
    names = ("event", "subject", "measure", "place", "window", "accrual", "unit")
    return (rank, -ratio, *(row[name] or "" for name in names))

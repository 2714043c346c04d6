"""What an engine reads of files, and what is wrong with them where it cannot.

The head of each file is looked at before an engine is. Spreadsheets are texts whose rows are
told one by one, with their lines, once an engine has refused them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import narwhals as nw
from narwhals.exceptions import NarwhalsError

from claimledger.errors import (
    ClaimLedgerError,
    InvalidRecordError,
    LoadError,
    Location,
    MissingExtraError,
    Problem,
    StructureError,
    quoted,
)
from claimledger.formats import csv, texts
from claimledger.formats.found import Found
from claimledger.frames.columns import MOST_FAULTS, READ, column_faults, type_faults

PARQUET = ".parquet"
MARKS = (b"PAR1", b"PARE")
"""How a Parquet file ends, the second where it is encrypted."""

_ERRORS = {
    "polars": (("polars.exceptions", "PolarsError"),),
    "duckdb": (("duckdb", "Error"),),
    "pyspark": (("pyspark.errors", "PySparkException"), ("py4j.protocol", "Py4JError")),
}


def scan(engine: str, paths: Sequence[str], ending: str) -> Any:
    """The frame of some tables, every cell of a spreadsheet as text.

    Raises:
        LoadError: with all that is wrong with the heads of the files.
    """
    package = package_of(engine)
    if ending == PARQUET:
        return _parquet(engine, package, paths)
    names, delimiter = _head_of(paths)
    frame = _sheets(engine, package, paths, names, delimiter)
    if engine == "polars":
        # With all columns it finds rows that are too long, with some it passes over them.
        frame.select(package.all().null_count()).collect(engine="streaming")
    return frame


def package_of(engine: str) -> Any:
    """The package of an engine.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        return import_module(engine)
    except ImportError as error:
        raise MissingExtraError("frames", engine) from error


@contextmanager
def told(engine: str) -> Iterator[None]:
    """Tell what an engine cannot do in one line.

    Raises:
        MissingExtraError: if the engine is not installed.
        InvalidRecordError: in place of an error of the engine.
    """
    package_of(engine)
    errors = [getattr(import_module(module), name) for module, name in _ERRORS[engine]]
    try:
        yield
    except (NarwhalsError, *errors) as error:
        raise InvalidRecordError(f"{engine}: {_brief(error)}") from error


def _brief(error: Exception) -> str:
    """What an engine says, without the rows, settings, advice and traces that it adds."""
    first, *rest = _CALL.sub("", str(error)).splitlines() or [type(error).__name__]
    return " ".join([first, *(line for line in rest if line.startswith(_NUMBERS))])[:500]


_CALL = re.compile(r"\AAn error occurred while calling \S+\s+: \S+: ")
_NUMBERS = ("Expected Number of Columns", "Maximum line size")


def placed(error: InvalidRecordError, paths: Sequence[str], ending: str) -> ClaimLedgerError:
    """An error of what stands in files with the places of all that is wrong, as far as is known."""
    if ending != PARQUET and {*READ}.isdisjoint(_head_of(paths)[0]):
        problems = _row_problems(paths)
        if problems:
            return LoadError(problems)
    if len(paths) > 1:
        return error
    faults = error.faults if isinstance(error, StructureError) else [("", str(error))]
    return LoadError(Problem(Location(paths[0]), message, field) for field, message in faults)


def _row_problems(paths: Sequence[str]) -> list[Problem]:
    """What is wrong with the rows of spreadsheets, as a ledger reads them, with their lines."""
    problems: list[Problem] = []
    for path in _parts(paths):
        found = _looked_at(path, lambda file, found: csv.check(file.read(), found, MOST_FAULTS))
        problems += (one for one in found.problems if one.severity == "error")
    return problems


def _looked_at(path: str, look: Callable[[TextIO, Found], None]) -> Found:
    """What is wrong with a file that has to be text, and found by looking at it where it is."""
    found = Found(path)
    text = texts.opened(found, is_again=False)
    if text is not None:
        with text.file:
            look(text.file, found)
    return found


def _parts(paths: Sequence[str]) -> Iterator[str]:
    """The files that are meant by paths; Spark reads folders of parts."""
    for path in paths:
        if Path(path).is_dir():
            names = sorted(Path(path).rglob("*"))
            yield from (str(n) for n in names if n.is_file() and n.name[0] not in "._")
        else:
            yield path


def _nothing(paths: Sequence[str]) -> list[Problem]:
    return [Problem(Location(path), "no file in this folder") for path in paths]


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise LoadError(problems)


# Spreadsheets ------------------------------------------------------------------------------------


def _head_of(paths: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The columns of spreadsheets that are alike, and what parts their cells."""
    heads: dict[str, tuple[tuple[str, ...], str]] = {}
    problems: list[Problem] = []

    def look(file: TextIO, found: Found) -> None:
        line = file.readline()
        for message in _head_faults(line):
            found.add_at(message, 1)
        if not found.problems:
            heads[found.path] = csv.head_of(line)

    for path in _parts(paths):
        problems += _looked_at(path, look).problems
    for path, head in heads.items():
        first, other = next(iter(heads.items()))
        if head != other:
            expected = other[1].join(other[0])
            message = f"not the columns of {first}: expected {expected}"
            problems.append(Problem(Location(path, 1), message))
    _refuse(problems or ([] if heads else _nothing(paths)))
    return next(iter(heads.values()))


def _head_faults(line: str) -> list[str]:
    """What is wrong with a first line."""
    if not line.strip():
        return [csv.NO_HEAD]
    if "\r" in line.rstrip("\r\n"):
        return ["lines that end in carriage returns alone: save it with line feeds"]
    names, _ = csv.head_of(line)
    nameless = ["a column without a name"] if "" in names else []
    return nameless + [message for _, message in column_faults([*filter(None, names)])]


def _sheets(
    engine: str, package: Any, paths: Sequence[str], names: Sequence[str], delimiter: str
) -> Any:
    """Spreadsheets with known heads."""
    files = [*paths]
    if engine == "polars":
        return package.scan_csv(
            files, new_columns=[*names], infer_schema=False, separator=delimiter
        )
    if engine == "duckdb":
        return package.connect().read_csv(
            files,
            header=True,
            auto_detect=False,
            columns=dict.fromkeys(names, "VARCHAR"),
            delimiter=delimiter,
            quotechar='"',
            escapechar='"',
        )
    return _spark().read.csv(
        _absolute(paths),
        schema=", ".join(f"`{name}` string" for name in names),
        header=True,
        sep=delimiter,
        quote='"',
        escape='"',
        multiLine=True,
        mode="FAILFAST",
    )


# Parquet -----------------------------------------------------------------------------------------


def _parquet(engine: str, package: Any, paths: Sequence[str]) -> Any:
    """Parquet files that are alike."""
    parts = [*_parts(paths)]
    problems = [Problem(Location(path), what) for path in parts if (what := _no_parquet(path))]
    _refuse(problems or ([] if parts else _nothing(paths)))
    schemas: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        try:
            with told(engine):
                frame: Any = nw.from_native(_parquet_files(engine, package, [path]))
                schema = frame.collect_schema()
        except InvalidRecordError as error:
            faults = [("", str(error))]
        else:
            faults = [*column_faults(tuple(schema)), *type_faults(schema)]
        problems += (Problem(Location(path), message) for _, message in faults)
        if not faults:
            schemas[path] = schema
    for path, schema in schemas.items():
        first, other = next(iter(schemas.items()))
        if schema != other:
            problems.append(Problem(Location(path), _difference(schema, other, first)))
    _refuse(problems)
    return _parquet_files(engine, package, paths)


def _no_parquet(path: str) -> str:
    """Why a file is no Parquet at first sight; empty where it may be."""
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        if not size:
            return "an empty file: expected Parquet"
        file.seek(max(0, size - len(MARKS[0])))
        is_whole = file.read() in MARKS
    return "" if is_whole else f"not Parquet, or cut short: it does not end in {MARKS[0].decode()}"


def _difference(one: Mapping[str, Any], other: Mapping[str, Any], first: str) -> str:
    """What is first in the columns of a file that is not so in those of another."""
    name = next(name for name in sorted({*one, *other}) if one.get(name) != other.get(name))
    if name not in one:
        return f"the column {quoted(name)} of {first} is missing"
    if name not in other:
        return f"the column {quoted(name)} is not in {first}"
    return f"{name} is a column of {one[name]}, in {first} of {other[name]}"


def _parquet_files(engine: str, package: Any, paths: Sequence[str]) -> Any:
    if engine == "polars":
        return package.scan_parquet([*paths])
    if engine == "duckdb":
        return package.connect().read_parquet([*paths])
    return _spark().read.parquet(*_absolute(paths))


def _absolute(paths: Sequence[str]) -> list[str]:
    """Paths for a process that may have been started in another folder."""
    return [str(Path(path).absolute()) for path in paths]


def _spark() -> Any:
    """The session that spark-submit made, or one on this machine."""
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    return builder.appName("claimledger").getOrCreate()

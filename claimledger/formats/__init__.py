"""Reading ledgers from files, and writing them."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from claimledger.canonical import name_key
from claimledger.claims import Claim, Partition
from claimledger.cuts import cut_faults
from claimledger.errors import (
    ClaimLedgerWarning,
    InvalidRecordError,
    LoadError,
    Location,
    Problem,
    UnknownNameError,
    VocabularyError,
    nearest,
)
from claimledger.formats import csv, jsonl, toml, toml_writer
from claimledger.formats.rows import Problems
from claimledger.ledger import Directory, Ledger, Record, redirected, resolve
from claimledger.taxonomy import MeasureEntry, shipped_vocabulary

READERS: Mapping[str, Callable[[str, str, Problems], list[Record]]] = {
    "toml": toml.read,
    "csv": csv.read,
    "jsonl": jsonl.read,
}
WRITERS: Mapping[str, Callable[[Ledger], str]] = {
    "toml": toml_writer.write,
    "csv": csv.write,
    "jsonl": jsonl.write,
}
ENDINGS = {".toml": "toml", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
STANDARD_INPUT = "-"

PathLike = str | os.PathLike[str]

_FIELD_OF = {"source": "source", "party": "subject", "event": "event", "document": "documents"}
"""The field of a claim that refers to each kind of name."""


def read(*paths: PathLike, format: str | None = None) -> Ledger:
    """One ledger from files.

    Args:
        paths: TOML, CSV or JSONL files; ``"-"`` is standard input.
        format: ``"toml"``, ``"csv"`` or ``"jsonl"``; None to tell by the ending.

    Raises:
        LoadError: with every problem of all files.

    Warns:
        ClaimLedgerWarning: for what was read as it stands but is probably not meant.
    """
    ledger, problems = read_lenient(*paths, format=format)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise LoadError(errors)
    for problem in problems:
        warnings.warn(str(problem), ClaimLedgerWarning, stacklevel=2)
    return ledger


def read_lenient(*paths: PathLike, format: str | None = None) -> tuple[Ledger, tuple[Problem, ...]]:
    """What could be read of files, and every problem, in order."""
    problems = Problems()
    by_file: list[tuple[str, list[Record]]] = []
    for path in paths:
        name = os.fspath(path)
        text = _text(name, problems)
        if text is not None:
            kind = format or ENDINGS.get(Path(name).suffix.lower()) or _detected(text)
            if kind not in READERS:
                raise UnknownNameError(kind, "format", nearest(kind, READERS))
            by_file.append((kind, READERS[kind](text, name, problems)))
    everything = [record for _, records in by_file for record in records]
    shared = Directory.of(everything)
    resolved: list[Record] = []
    for kind, records in by_file:
        resolved += _resolved(records, shared, problems, strict=kind == "toml")
    ledger = _sound(Ledger(frozenset(resolved)), everything, problems)
    _warn_of_measures(ledger, everything, problems)
    return ledger, tuple(sorted(problems.found, key=Problem.sort_key))


def write(ledger: Ledger, path: PathLike, *, format: str | None = None) -> None:
    """Write a ledger; the file is replaced whole or not at all.

    Args:
        ledger: The ledger.
        path: Where to.
        format: ``"toml"``, ``"csv"`` or ``"jsonl"``; None to tell by the ending.

    Raises:
        UnknownNameError: for a format that cannot be written.
    """
    target = Path(path)
    kind = format or ENDINGS.get(target.suffix.lower(), target.suffix.lstrip("."))
    write_text(dumps(ledger, kind), target)


def dumps(ledger: Ledger, format: str) -> str:
    """A ledger as the text of a file.

    Raises:
        UnknownNameError: for a format that cannot be written.
    """
    if format not in WRITERS:
        raise UnknownNameError(format, "format to write", nearest(format, WRITERS))
    return WRITERS[format](ledger)


def write_text(text: str, target: Path) -> None:
    """Replace a file whole, or leave it as it was."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink()
        raise


def _text(name: str, problems: Problems) -> str | None:
    try:
        raw = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        problems.add(Location(name), "", error.strerror or str(error))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(Location(name, line), "", f"not UTF-8: byte 0x{raw[error.start]:02x}")
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.add(Location(name, line), "", "not text: it holds a NUL byte")
        return None
    return text


def _detected(text: str) -> str:
    start = text.lstrip()[:1]
    if start == "{":
        return "jsonl"
    return "toml" if start in {"[", "#"} else "csv"


def _resolved(
    records: list[Record], shared: Directory, problems: Problems, *, strict: bool
) -> list[Record]:
    """Records with handles replaced by names: those of the file first, then all others."""
    own = Directory.of(records)
    pairs: list[tuple[Record, Record]] = []

    def look(kind: str, text: str) -> str:
        found = own.find(kind, text) or shared.find(kind, text)
        if found is None and kind == "source":  # A party may speak, and control a source.
            found = own.find("party", text) or shared.find("party", text)
        if found is None and strict and kind not in {"place", "node"} and shared.names.get(kind):
            raise UnknownNameError(text, kind, nearest(text, shared.known(kind)))
        return found or text

    for record in records:
        try:
            pairs.append((record, resolve(record, look)))
            if isinstance(record, Partition):
                problems.locate([pairs[-1][1]], partial(problems.place, record))
        except UnknownNameError as error:
            problems.add(problems.place(record, _FIELD_OF.get(error.kind, "")), "", error)
        except InvalidRecordError as error:
            problems.add(problems.place(record), "", error)
    return redirected(pairs)


def _sound(ledger: Ledger, records: Iterable[Record], problems: Problems) -> Ledger:
    """The ledger without additions to the vocabulary, or partitions, that do not go together."""
    try:
        shipped_vocabulary().extended(ledger.measures)
    except VocabularyError as error:
        places = {r.name: problems.place(r) for r in records if isinstance(r, MeasureEntry)}
        for name, message in error.faults:
            problems.add(places[name], f"measures.{name}", message)
        ledger = Ledger(ledger.records - set(ledger.measures))
    faults = dict(cut_faults(ledger, shipped_vocabulary().extended(ledger.measures)))
    for partition, message in faults.items():
        problems.add(problems.place(partition), "", message)
    return Ledger(ledger.records - faults.keys()) if faults else ledger


def _warn_of_measures(ledger: Ledger, records: Iterable[Record], problems: Problems) -> None:
    vocabulary = shipped_vocabulary().extended(ledger.measures)
    seen: set[str] = set()
    for record in records:
        if not isinstance(record, Claim) or record.measure is None:
            continue
        measure = vocabulary.resolve(record.measure)
        key = name_key(record.measure)
        if measure.is_known or key in seen:
            continue
        seen.add(key)
        near = vocabulary.nearest(record.measure)
        hint = f"; did you mean {near!r}?" if near else ""
        message = f"unknown measure {record.measure!r} stands by itself{hint}"
        place = problems.place(record, "measure")
        problems.add(place, "", message, severity="warning", code="unknown-measure")

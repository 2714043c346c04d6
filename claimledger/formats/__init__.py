"""Reading ledgers from files, and writing them."""

from __future__ import annotations

import os
import secrets
import shutil
import warnings
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path

from claimledger.addresses import is_address, named
from claimledger.errors import (
    ClaimLedgerWarning,
    LoadError,
    Problem,
    StoreError,
    UnknownNameError,
    nearest,
)
from claimledger.formats import csv, importing, jsonl, texts, toml, toml_writer
from claimledger.formats.found import Found, Place
from claimledger.formats.importing import IMPORTERS
from claimledger.formats.joining import joined, joined_each
from claimledger.formats.losses import lost_between
from claimledger.formats.places import Places
from claimledger.formats.texts import NO_TEXT, STANDARD_INPUT, STORE_HEADER, Text
from claimledger.held import is_held, undisturbed
from claimledger.ledger import Ledger
from claimledger.pauses import no_collection
from claimledger.progress import Track, untracked

READERS: Mapping[str, Callable[[str, Found], None]] = {
    "toml": toml.read,
    "csv": csv.read,
    "jsonl": jsonl.read,
}
WRITERS: Mapping[str, Callable[[Ledger], str]] = {
    "toml": toml_writer.write,
    "csv": csv.write,
    "jsonl": jsonl.write,
}
EXCEL = "excel"
ENDINGS = {
    ".toml": "toml",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": EXCEL,
    ".xlsm": EXCEL,
}

PathLike = str | os.PathLike[str]


def read(*paths: PathLike, format: str | None = None, mapping: PathLike | None = None) -> Ledger:
    """One ledger from files.

    Args:
        paths: TOML, CSV, JSONL or .xlsx files, or those of another maker; ``"-"`` is standard
            input.
        format: ``"toml"``, ``"csv"``, ``"jsonl"`` or the name of an importer, such as
            ``"excel"`` or ``"ucdp-ged"``; None to tell by the ending, and of a table by its
            columns. With an importer, files that end in .toml or .jsonl are ledgers still.
        mapping: What a table of another maker does not say of itself, in a TOML file; None for
            the file beside it that ends in .map.toml, if there is one.

    Raises:
        LoadError: with every problem of all files.

    Warns:
        ClaimLedgerWarning: for what was read as it stands but is probably not meant.
    """
    ledger, problems = read_lenient(*paths, format=format, mapping=mapping)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise LoadError(errors)
    for problem in problems:
        warnings.warn(str(problem), ClaimLedgerWarning, stacklevel=2)
    return ledger


def read_lenient(
    *paths: PathLike,
    format: str | None = None,
    mapping: PathLike | None = None,
    track: Track = untracked,
) -> tuple[Ledger, tuple[Problem, ...]]:
    """What could be read of files, and every problem, in order.

    Raises:
        UnknownNameError: for a format that cannot be read.
    """
    parts, problems = read_each(*paths, format=format, mapping=mapping, track=track)
    return Ledger().merge(*parts), problems


def read_each(
    *paths: PathLike,
    format: str | None = None,
    mapping: PathLike | None = None,
    track: Track = untracked,
) -> tuple[tuple[Ledger, ...], tuple[Problem, ...]]:
    """What could be read of each file, and every problem of all, in order.

    References resolve as in the one ledger of all files, which is the merge of the parts.

    Raises:
        UnknownNameError: for a format that cannot be read.
    """
    parts, problems, _ = read_placed(*paths, format=format, mapping=mapping, track=track)
    return parts, problems


def read_placed(
    *paths: PathLike,
    format: str | None = None,
    mapping: PathLike | None = None,
    track: Track = untracked,
    stored: Mapping[str, Ledger] | None = None,
) -> tuple[tuple[Ledger, ...], tuple[Problem, ...], Places]:
    """As :func:`read_each`, and where each record stands.

    Args:
        paths: Files.
        format: Their format; None to tell by the ending, and of a table by its columns.
        mapping: What a table of another maker does not say of itself.
        track: Wraps the rows while they are read.
        stored: The ledgers of those paths that are stores, which are read by others.

    Raises:
        UnknownNameError: for a format that cannot be read.
    """
    known = {**READERS, **IMPORTERS}
    if format is not None and format not in known:
        raise UnknownNameError(format, "format", nearest(format, known), tuple(known))
    with no_collection():
        files = _found(paths, format, mapping, track, stored or {})
        parts = joined_each(files)
    problems = [problem for found in files for problem in found.problems]
    return parts, tuple(sorted(problems, key=Problem.sort_key)), Places(files)


def _found(
    paths: Iterable[PathLike],
    format: str | None,
    mapping: PathLike | None,
    track: Track,
    stored: Mapping[str, Ledger],
) -> list[Found]:
    """What each file holds by itself."""
    files: list[Found] = []
    for path in paths:
        name = os.fspath(path)
        beside = None if mapping is None else os.fspath(mapping)
        found = Found(named(path), track=track, mapping=beside)
        is_again = found.path == STANDARD_INPUT and any(f.path == STANDARD_INPUT for f in files)
        files.append(found)
        if name in stored:
            here = Place(found.path, None)
            found.records.extend((record, here) for record in stored[name].records)
            continue
        if is_store(found.path):  # Told before anything opens it, see claimledger.held.
            found.add_at(NO_TEXT, None)
            continue
        foreign = importing.importer_of(found, format, ENDINGS)
        if foreign is not None and not is_again:
            importing.read(foreign, found)
            continue
        text = texts.opened(found, is_again=is_again)
        if text is not None:
            with text.file:
                _read(text, found, None if format in IMPORTERS else format)
    return files


def _read(text: Text, found: Found, format: str | None) -> None:
    """Read a ledger in one of its formats."""
    kind = format or ENDINGS.get(Path(found.path).suffix.lower()) or _detected(text.start())
    found.is_strict, found.is_implicit = kind == "toml", kind == "csv"
    if kind == "jsonl":
        jsonl.read(text.file, found, text.lines)
    else:
        READERS[kind](text.file.read(), found)


def write(ledger: Ledger, path: PathLike, *, format: str | None = None) -> None:
    """Write a ledger; the file is replaced whole or not at all.

    Args:
        ledger: The ledger.
        path: Where to.
        format: ``"toml"``, ``"csv"``, ``"jsonl"`` or ``"excel"``; None to tell by the ending.

    Raises:
        UnknownNameError: for a format that cannot be written.
        MissingExtraError: for a workbook, if openpyxl is not installed.
        StoreError: for the address of a store, which only grows.
    """
    if is_address(path):
        raise StoreError(named(path), "a store, which only grows: open it, and add")
    target = Path(path)
    kind = format or ENDINGS.get(target.suffix.lower(), target.suffix.lstrip("."))
    write_file(content_of(ledger, kind), target)


def content_of(ledger: Ledger, format: str) -> str | bytes:
    """A ledger as the content of a file, which is text, or the bytes of a workbook.

    Raises:
        UnknownNameError: for a format that cannot be written.
        MissingExtraError: for a workbook, if openpyxl is not installed.
    """
    if format == EXCEL:
        from claimledger.formats import excel_writer

        return excel_writer.write(ledger)
    return dumps(ledger, format)


def dumps(ledger: Ledger, format: str) -> str:
    """A ledger as the text of a file.

    Raises:
        UnknownNameError: for a format that cannot be written.
    """
    if format not in WRITERS:
        known = (*WRITERS, EXCEL)
        raise UnknownNameError(format, "format to write", nearest(format, known))
    return WRITERS[format](ledger)


def lost_in(ledger: Ledger, format: str) -> tuple[tuple[str, int], ...]:
    """What a format cannot carry of a ledger, and how often, such as ``("events", 1)``.

    Raises:
        UnknownNameError: for a format that cannot be written.
        MissingExtraError: for a workbook, if openpyxl is not installed.
    """
    return lost_of(ledger, content_of(ledger, format), format)


def lost_of(ledger: Ledger, content: str | bytes, format: str) -> tuple[tuple[str, int], ...]:
    """What the content of a file does not carry of the ledger that it was made of.

    What a spreadsheet loses is found by reading it again, so that nothing is left out.
    """
    found = Found("", is_implicit=True)
    if isinstance(content, bytes):
        from claimledger.formats.excel import Workbook

        found.records += Workbook().read(BytesIO(content), found, 0)
    elif format == "csv":
        csv.read(content, found)
    else:
        return ()
    return lost_between(ledger, joined([found]))


def write_file(content: str | bytes, target: Path) -> None:
    """Replace a file whole, or leave it as it was; a new one may be read as others may."""
    path = target.resolve()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def is_store(path: PathLike) -> bool:
    """True for an address, and for a file that begins as those of SQLite do.

    A pipe is left unread.
    """
    if is_address(path):
        return True
    try:
        if not Path(path).is_file():
            return False
        with undisturbed():
            return is_held(path) or _header(Path(path)) == STORE_HEADER
    except (OSError, ValueError):
        return False


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(STORE_HEADER))


def _detected(start: str) -> str:
    if start == "{":
        return "jsonl"
    return "toml" if start in {"[", "#"} else "csv"

"""The importers by name, how a file is told to be theirs, and how it is opened.

An importer is loaded when it is used. Files are read line by line, and their text is never
held whole where the importer does not ask for it.
"""

from __future__ import annotations

import codecs
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import attrs

from claimledger.directory import Record
from claimledger.formats.foreign import Table
from claimledger.formats.found import Found, Place
from claimledger.formats.json_tables import json_lines
from claimledger.formats.texts import ARCHIVE, STANDARD_INPUT

HEAD = 65_536
"""So many bytes of a file are looked at to tell whose it is."""


@attrs.frozen
class Foreign:
    """One importer.

    Attributes:
        module: Where it lives; its ``importer(found)`` reads a file.
        columns: A table whose first row holds all of these is its own.
        is_text: False for one that reads bytes.
    """

    module: str
    columns: frozenset[str] = frozenset()
    is_text: bool = True


IMPORTERS: Mapping[str, Foreign] = {
    "acled": Foreign("acled", frozenset({"event_id_cnty", "event_date", "fatalities"})),
    "airwars": Foreign(
        "airwars", frozenset({"permalink", "children_killed_min", "women_killed_min"})
    ),
    "claimreview": Foreign("claim_reviews"),
    "excel": Foreign("excel", is_text=False),
    "ftm": Foreign("ftm_statements", frozenset({"canonical_id", "entity_id", "prop", "value"})),
    "mod-daily": Foreign("mod_daily"),
    "oryx": Foreign("oryx", frozenset({"country", "system", "status", "date_recorded"})),
    "ucdp-ged": Foreign("ucdp_ged", frozenset({"relid", "type_of_violence", "dyad_new_id"})),
    "wikidata": Foreign("wikidata"),
}
"""Importers by the name of their format."""

OWN = frozenset({".toml", ".jsonl", ".ndjson"})
"""Endings of files that are ledgers whatever format is named, so that one may stand beside."""

LINES = frozenset({".jsonl", ".ndjson"})
"""Endings of files that may also hold an entity of Wikidata, or a review, a line."""

_ENTITY = re.compile(r'"type"\s*:\s*"(?:item|property|lexeme|mediainfo)"')
_REVIEW = re.compile(r'"claimReviewed"\s*:')
_NUMBER = re.compile(r'"(?:id|title)"\s*:\s*"(?:Property:|Lexeme:)?[QPLM][1-9][0-9]*"')


def importer_of(found: Found, format: str | None, known: Mapping[str, str]) -> str | None:
    """The name of the importer that reads a file; None for a ledger.

    Args:
        found: Names the file.
        format: The format that is asked for, or None to tell from the file.
        known: The endings of ledgers with their formats.
    """
    ending = Path(found.path).suffix.lower()
    if ending in LINES and format in {None, *BY_CONTENT} and _is_file(found.path):
        held = _held(_head(found.path))
        return held if format in {None, held} else None
    if format is not None:
        return format if format in IMPORTERS and ending not in OWN else None
    kind = known.get(ending, "csv")
    if kind in IMPORTERS:
        return kind
    return None if kind != "csv" or not _is_file(found.path) else detected(_head(found.path))


def detected(head: bytes) -> str | None:
    """The importer whose columns the first row of a file holds; None where none is sure."""
    if head.startswith(ARCHIVE):
        return "excel"
    held = _held(head)
    if held is not None:
        return held
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    first = text.splitlines()[0] if text else ""
    for delimiter in ",;\t":
        names = {name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter))}
        for name, foreign in IMPORTERS.items():
            if foreign.columns and foreign.columns <= names:
                return name
    return None


BY_CONTENT = frozenset({"wikidata", "claimreview"})
"""Formats of JSON that are told by what stands in it."""


def _held(head: bytes) -> str | None:
    """The format of JSON with an entity of Wikibase or a review, which no ledger holds."""
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text[:1] not in {"{", "["}:
        return None
    if _REVIEW.search(text) or '"ClaimReview"' in text:
        return "claimreview"
    return "wikidata" if _ENTITY.search(text) and _NUMBER.search(text) else None


def _is_file(path: str) -> bool:
    """True for what can be read twice, which a pipe cannot."""
    return path != STANDARD_INPUT and Path(path).is_file()


def _head(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(HEAD)
    except OSError:  # It is told when the file is read.
        return b""


def read(name: str, found: Found) -> None:
    """Read a file by an importer; what cannot be opened is a problem as any other."""
    found.records += records(name, found)


def records(name: str, found: Found) -> Iterator[tuple[Record, Place]]:
    """The records of a file, one after the other, as they are read."""
    found.is_implicit = True
    foreign = IMPORTERS[name]
    importer = import_module(f"claimledger.formats.{foreign.module}").importer(found)
    if importer is None:
        return
    try:
        with closing(_opened(found, is_text=foreign.is_text)) as file:
            lines = _lines(name, importer, file, found) if foreign.is_text else file
            yield from importer.read(lines, found, _length(found) if foreign.is_text else 0)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path.
        found.add_at(getattr(error, "strerror", None) or str(error), None)


def _opened(found: Found, *, is_text: bool) -> BinaryIO:
    """A file; what is no text is held whole where it can be read only once."""
    if found.path == STANDARD_INPUT:
        return sys.stdin.buffer if is_text else BytesIO(sys.stdin.buffer.read())
    if is_text or _is_file(found.path):
        return Path(found.path).open("rb")
    return BytesIO(Path(found.path).read_bytes())


def _lines(name: str, importer: object, file: BinaryIO, found: Found) -> Iterator[str]:
    """The lines of a text; of a table also those that a workbook or a list in JSON makes."""
    if isinstance(importer, Table) and _is_file(found.path):
        head = _head(found.path)
        if head.startswith(ARCHIVE):
            from claimledger.formats.excel import table_lines

            return table_lines(file, found, IMPORTERS[name].columns)
        if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in {b"[", b"{"}:
            return json_lines(file, found)
    return decoded(file, found)


def _length(found: Found) -> int:
    """The number of line ends in a file; 0 where it can be read only once."""
    if not _is_file(found.path):
        return 0
    with Path(found.path).open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(HEAD), b""))


def decoded(lines: Iterable[bytes], found: Found) -> Iterator[str]:
    """Lines as text; reading ends, with a problem, at the first that is no text."""
    for number, raw in enumerate(lines, start=1):
        plain = raw
        if number == 1:
            if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                found.add_at("not UTF-8 but UTF-16: save it as UTF-8", 1)
                return
            plain = raw.removeprefix(codecs.BOM_UTF8)
        try:
            text = plain.decode()
        except UnicodeDecodeError as error:
            byte = plain[error.start]
            found.add_at(f"not UTF-8: byte 0x{byte:02x}; save it as UTF-8", number)
            return
        if "\0" in text:
            found.add_at("not text: it holds a NUL byte", number)
            return
        yield text

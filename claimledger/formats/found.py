"""What reading a file finds: records with their places, and everything that is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from claimledger.claims import Claim
from claimledger.declarations import Named
from claimledger.directory import Record, is_reference
from claimledger.errors import Location, NotationError, Problem, nearest, quoted
from claimledger.progress import Track, untracked

Fault = tuple[str, Exception | str]
"""A field, or the empty text for the whole row, and what is wrong with it."""


@attrs.frozen
class Place:
    """Where a row or a table stands.

    Attributes:
        path: The file.
        line: The line, or how to find that of a field; of the whole for the empty text. None in
            a store, which has no lines.
        name: What it is called in problems, such as ``claims[3]``; empty in files in which
            the line tells.
        sheet: The sheet of a workbook.
        columns: In a sheet, the column in which each field stands.
    """

    path: str
    line: int | Callable[[str], int] | None
    name: str = ""
    sheet: str | None = None
    columns: Mapping[str, int] = attrs.field(factory=dict, hash=False, repr=False)

    def at(self, field: str = "") -> Location:
        """The location of a field, or of the whole."""
        line = self.line(field) if callable(self.line) else self.line
        return Location(self.path, line, self.columns.get(field), self.sheet)

    def label(self, field: str) -> str:
        """What a field is called in problems."""
        return ".".join(part for part in (self.name, field) if part)


@attrs.define
class Found:
    """What one file holds: records with their places, and problems.

    Attributes:
        path: The file.
        is_strict: True where a name must be declared, once any name of its kind is.
        is_implicit: True where names declare themselves by being used, so that one that
            another file declares, or has as a handle, is that one.
        records: What could be read, each with its place, or its line in this file.
        stubs: Declarations that could not be read; what refers to them is not at fault.
        loose: References in rows that could not be read: kind, text, place and field.
        problems: Everything that is wrong.
        undeclared: Keys of names that the file uses without declaring them, on purpose.
        broken: Lines that are not of the format at all; nothing else is noted of them.
        track: Wraps the rows while they are read, to show progress.
        mapping: The mapping file of a foreign table, where one is named.
    """

    path: str
    is_strict: bool = False
    is_implicit: bool = False
    records: list[tuple[Record, Place | int]] = attrs.field(factory=list)
    stubs: list[Named] = attrs.field(factory=list)
    loose: list[tuple[str, str, Place, str]] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    undeclared: set[str] = attrs.field(factory=set)
    broken: set[int | None] = attrs.field(factory=set)
    track: Track = untracked
    mapping: str | None = None

    def named(self) -> list[Named]:
        """What the file declares, with what could not be read of it."""
        found = [record for record, _ in self.records if type(record) is not Claim]
        return [*(record for record in found if isinstance(record, Named)), *self.stubs]

    def place(self, place: Place | int) -> Place:
        """A place; a number is a line of this file."""
        return Place(self.path, place) if isinstance(place, int) else place

    def add(self, place: Place | int, field: str, error: Exception | str, **more: str) -> None:
        """Note what is wrong with a field of a row, or with the whole row."""
        here, label = self.place(place).at(field), self.place(place).label(field)
        if here.line not in self.broken:
            self.problems.append(Problem(here, one_line(error), label, **more))

    def add_at(self, message: str, line: int | None, column: int | None = None) -> None:
        """Note what is wrong at a line."""
        self.problems.append(Problem(Location(self.path, line, column), message))

    def add_not_json(self, error: ValueError | RecursionError) -> None:
        """Note why the text of the file is no JSON."""
        if isinstance(error, json.JSONDecodeError):
            self.add_at(f"not JSON: {error.msg}", error.lineno, error.colno)
        else:
            self.add_at(f"not JSON: {error}", 1)

    def refer(self, kind: str, text: object, place: Place, field: str) -> None:
        """Keep a reference of a row that could not be read, to be looked up all the same."""
        for name in text if isinstance(text, (list, frozenset)) else [text]:
            if isinstance(name, str) and name.strip() and is_reference(kind, name):
                self.loose.append((kind, name, place, field))


def one_line(error: Exception | str) -> str:
    """The message of an error, without the caret."""
    return error.message if isinstance(error, NotationError) else str(error)


def unknown_fields(fields: Iterable[str], known: Iterable[str], kind: str) -> Iterator[Fault]:
    """Each field that is not known, with the nearest known; all that are known only once."""
    options = tuple(known)
    listed = f"; known: {', '.join(options)}"
    for field in fields:
        if field not in options:
            near = nearest(field, options)
            yield (
                field,
                f"unknown {kind} {quoted(field)}"
                + (f"; did you mean {near!r}?" if near else listed),
            )
            listed = listed if near else ""

"""Every exception and warning of the package, and where in a file a problem lies.

Each class has :class:`ClaimLedgerError` as its root and also the builtin that a caller
would expect, so that ``except ValueError`` works. Messages are drawn when printed, from
parts that stay readable as attributes; every exception survives pickling.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import attrs


class ClaimLedgerError(Exception):
    """The root of all errors that this package raises on purpose."""


class ClaimLedgerWarning(UserWarning):
    """Something was read as it stands, but is probably not what was meant."""


@attrs.frozen
class Location:
    """A place in a file, or a cell of a sheet in it; lines and columns count from 1.

    >>> str(Location("claims.csv", 12))
    'claims.csv:12'
    >>> str(Location("book.xlsx", 7, 3, "May"))
    'book.xlsx:May!C7'
    """

    path: str
    line: int | None = None
    column: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        if self.sheet is not None:
            cell = "" if self.line is None else f"!{_letters(self.column or 1)}{self.line}"
            return f"{self.path}:{self.sheet}{cell}"
        parts = (self.path, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


def _letters(column: int) -> str:
    """The name of a column in a sheet: A to Z, AA and so on."""
    rest, last = divmod(column - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("A") + last)


class NotationError(ClaimLedgerError, ValueError):
    """Text that is not in the notation, with the span that is at fault.

    Attributes:
        text: The whole text.
        start: Where the fault begins, counted from 0.
        end: Where it ends, exclusive.
        expected: What was expected there.
        nearest: The nearest valid spelling, if one is near.
    """

    def __init__(
        self, text: str, start: int, end: int, expected: str, nearest: str | None = None
    ) -> None:
        super().__init__(text, start, end, expected, nearest)
        self.text = text
        self.start = start
        self.end = end
        self.expected = expected
        self.nearest = nearest

    @property
    def message(self) -> str:
        """One line, without the caret."""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"cannot read {quoted(self.text)}: expected {self.expected}{hint}"

    def __str__(self) -> str:
        lead = max(0, self.start - 40)
        line = self.text[lead : lead + 80].translate(_ONE_LINE)
        width = max(1, min(self.end, lead + 80) - self.start)
        return f"{self.message}\n  {line}\n  {' ' * (self.start - lead)}{'^' * width}"


class DateError(NotationError):
    """Text that is not a date or a window."""


class InvalidIntervalError(ClaimLedgerError, ValueError):
    """Two ends that hold no point between them, or an end that is not exact."""


class InvalidRecordError(ClaimLedgerError, ValueError):
    """A record whose fields cannot be read, or do not go together.

    Attributes:
        message: What is wrong.
        field: The field at fault, where it is known; else empty.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message, field)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return self.message


class StructureError(InvalidRecordError):
    """Plain data that is no value of a class, with everything that is wrong with it.

    Attributes:
        faults: Places in the data, such as ``records[3].value``, with what is wrong there.
    """

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(": ".join(filter(None, fault)) for fault in self.faults))
        self.args = (self.faults,)


class VocabularyError(InvalidRecordError):
    """What a ledger adds to the vocabulary does not go together.

    Attributes:
        faults: The name of each entry at fault, with what is wrong.
    """

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"measure {quoted(name)}: {text}" for name, text in self.faults))
        self.args = (self.faults,)


class IdentityError(ClaimLedgerError, ValueError):
    """An id that does not belong to the content beside it."""


class UnknownNameError(ClaimLedgerError, LookupError):
    """A name that nothing declares, with the nearest that is declared, or all that are."""

    def __init__(
        self, name: str, kind: str, nearest: str | None = None, known: tuple[str, ...] = ()
    ) -> None:
        super().__init__(name, kind, nearest, known)
        self.name = name
        self.kind = kind
        self.nearest = nearest
        self.known = known

    def __str__(self) -> str:
        hint = f"; known: {', '.join(self.known)}" if self.known else ""
        if self.nearest:
            hint = f"; did you mean {self.nearest!r}?"
        return f"unknown {self.kind} {quoted(self.name)}{hint}"


class MissingExtraError(ClaimLedgerError, ImportError):
    """A feature whose extra is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(extra, package)
        self.extra = extra
        self.package = package

    def __str__(self) -> str:
        return f"{self.package} is not installed: pip install 'claimledger[{self.extra}]'"


class StoreError(ClaimLedgerError):
    """A store that could not be opened, read or written, and why.

    Attributes:
        store: The path of the file.
        reason: What is wrong, and what that means for what was saved.
    """

    def __init__(self, store: str, reason: str) -> None:
        super().__init__(store, reason)
        self.store = store
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.store}: {self.reason}"


class NotAStoreError(StoreError, ValueError):
    """Something else than a store, or nothing at all, where a store was expected."""


class NewerStoreError(StoreError, ValueError):
    """A store of a schema that this version does not know; it is left as it is."""


class ReadOnlyStoreError(StoreError, PermissionError):
    """A store that may not be written where it lies; nothing was added."""


class FullStoreError(StoreError, OSError):
    """No room for a batch; none of it was saved, and all saved before is safe."""


class BusyStoreError(StoreError, TimeoutError):
    """Others held the store for longer than this one would wait; nothing was added."""


class DamagedStoreError(StoreError, ValueError):
    """A store in which something is not as it was written.

    Attributes:
        batch: The number of the first batch that fails; None where no batch is at fault, or
            it cannot be told which.
    """

    def __init__(self, store: str, reason: str, batch: int | None = None) -> None:
        super().__init__(store, reason)
        self.args = (store, reason, batch)
        self.batch = batch

    def __str__(self) -> str:
        where = "" if self.batch is None else f"batch {self.batch}: "
        return f"{self.store}: {where}{self.reason}"


@attrs.frozen
class Problem:
    """One thing wrong in a file, printed as ``path:line: field: message``.

    Attributes:
        location: Where it is.
        message: What is wrong, what was expected, and the nearest valid spelling.
        field: Where in the record, such as ``claims[3].value``; may be empty.
        severity: ``"error"`` when the record could not be read, else ``"warning"``.
        code: A short stable name of a lint rule; empty for errors of reading.
    """

    location: Location
    message: str
    field: str = ""
    severity: str = "error"
    code: str = ""

    def __str__(self) -> str:
        parts = [str(self.location)]
        if self.severity != "error":
            parts.append(self.severity)
        if self.field:
            parts.append(self.field)
        text = ": ".join([*parts, self.message])
        return f"{text} [{self.code}]" if self.code else text

    def sort_key(self) -> tuple[str, str, int, int, str, str]:
        """Order by place in the files, then by text."""
        place = self.location
        row, column = place.line or 0, place.column or 0
        return (place.path, place.sheet or "", row, column, self.field, self.message)


class LoadError(ClaimLedgerError, ValueError):
    """Files that could not be read whole, with every problem found in them, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.7) -> str | None:
    """The known spelling nearest to a word, or None when none is near.

    Args:
        word: The word.
        known: The known spellings.
        cutoff: How alike two spellings must be, from 0 to 1; 0.65 joins "mdo" and "mod".

    >>> nearest("cumulativ", ["event", "cumulative"])
    'cumulative'
    """
    by_key = {name.casefold(): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold()[:200], by_key, n=1, cutoff=cutoff)
    return by_key[found[0]] if found else None


_LONGEST = 80
_ONE_LINE = dict.fromkeys((*range(32), 127, 133, 8232, 8233), " ")


def quoted(value: object) -> str:
    """What was given, as a message repeats it: of a long text the first 79 characters.

    >>> quoted("ten"), len(quoted("ten " * 9000))
    ("'ten'", 82)
    """
    return repr(_shortened(value)) if isinstance(value, str) else _shortened(repr(value))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

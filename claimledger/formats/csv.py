"""The spreadsheet: UTF-8 with or without BOM; comma, semicolon or tab.

``source``, ``date``, ``value`` and one of the five answers are required. Sources, parties
and documents are created from their names where no other file declares them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import attrs

from claimledger.canonical import clean, name_key
from claimledger.claims import KINDS, Attestation, Claim, Retraction
from claimledger.errors import ClaimLedgerError, quoted
from claimledger.formats.found import Fault, Found, Place, Records, unknown_fields
from claimledger.formats.making import KEPT, Maker
from claimledger.formats.plain import plain
from claimledger.formats.rows import ATTESTED, CLAIM_FIELDS, NOTED, read_row
from claimledger.ledger import Ledger, Record
from claimledger.sources import Document, Party, Source

OF_SOURCE = ("side", "kind", "reliability", "controlled_by")
OF_DOCUMENT = ("outlet", "title", "url")
COLUMNS = (*CLAIM_FIELDS, *ATTESTED, *NOTED, *OF_SOURCE, *OF_DOCUMENT, "unit", "retracts")
REQUIRED = ("source", "date", "value")
WRITTEN = (
    *("source", "side", "date", "event", "subject", *KINDS, "value"),
    *("same_quantity_as", "place", "window", "accrual", "stance", "via", "statement"),
    *OF_DOCUMENT,
    *("wording", "quote", "locator", *NOTED, "kind", "reliability", "controlled_by"),
    *("derived_from", "recorded", "retracts"),
)
"""The columns in the order in which they are written; those of no use are left out."""

NO_HEAD = "an empty file: expected a line of column names"

_LONGEST = 2**31 - 1
_DECIMAL_COMMA = re.compile(r"(?<![\d,.])\d+,(?:\d{1,2}|\d{4,})(?![\d,])")


def read(text: str, found: Found) -> None:
    """Read a spreadsheet; problems bear the line on which a row starts."""
    for _ in _read_each(text, found):
        pass


def check(text: str, found: Found, most: int) -> None:
    """Note what is wrong with a spreadsheet, up to a number of problems; no record is kept."""
    for _ in _read_each(text, found):
        found.records = Records()
        if len(found.problems) >= most:
            return


def _read_each(text: str, found: Found) -> Iterator[None]:
    """Read a spreadsheet row by row."""
    sheet: Sheet | None = None
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter, found)
    for line, cells in found.track(rows, f"reading {found.path}", text.count("\n")):
        if not any(map(clean, cells)):
            continue
        if sheet is None:
            sheet = Sheet.headed(cells, Place(found.path, line), found)
            if not sheet.known:
                return
        else:
            sheet.read(cells, line, found, delimiter)
        yield
    if sheet is None:
        found.add_at(NO_HEAD, 1)


def head_of(line: str) -> tuple[tuple[str, ...], str]:
    """The columns that a first line names, as the format spells them, and what parts its cells."""
    csv.field_size_limit(_LONGEST)
    delimiter = _delimiter(line)
    (cells,) = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
    return tuple(spelt(clean(cell)) for cell in cells), delimiter


def _delimiter(text: str) -> str:
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(",;\t", key=header.count)


def _rows(text: str, delimiter: str, found: Found) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it starts; after what is no row, the next line.

    Complexity: linear, as a line that opens a cell and does not close it would also have
    ended what was open before it.
    """
    csv.field_size_limit(_LONGEST)
    lines = list(io.StringIO(text, newline=""))
    line = 0
    while line < len(lines):
        reader = csv.reader(
            (lines[at] for at in range(line, len(lines))),
            delimiter=delimiter,
            strict=True,
            skipinitialspace=True,
        )
        start = line
        try:
            for cells in reader:
                yield start + 1, cells
                start = line + reader.line_num
        except csv.Error as error:
            # Most likely a mark is not closed on the first line, so the next may be a row.
            is_long = line + reader.line_num > start + 1
            message = "a quotation mark is not closed in its place" if is_long else str(error)
            found.add_at(f"not a row: {message}", start + 1)
            line = start + 1
        else:
            return


class _PlainRows:
    """Reads rows with nothing out of the ordinary, and each distinct declaration once."""

    def __init__(self) -> None:
        self._maker = Maker()
        self._documents: dict[tuple[str | None, ...], str] = {}
        self._sources: set[tuple[str | None, ...]] = set()

    def read(
        self, row: Mapping[str, str], place: Place | int, found: Found, delimiter: str
    ) -> bool:
        """Read a row; False, with nothing done, where it must be read the long way."""
        if not _UNUSUAL.isdisjoint(row) or (delimiter != "," and "," in row.get("value", "")):
            return False
        kind = tuple(map(row.get, _KIND))
        claim = self._maker.known(kind, *map(row.get, REQUIRED))
        if claim is None:
            of_claim = {key: row[key] for key in row if key in _OF_CLAIM}
            claim = self._maker.claim(of_claim, kind)
        if claim is None:
            return False
        shared: dict[str, Any] = {key: row[key] for key in _ATTESTED & row.keys()}
        declared = tuple(map(row.get, _DECLARED))
        outlet, source = declared[:_OUTLETS], declared[_OUTLETS:]
        try:
            document = self._documents.get(outlet)
            records: list[Record] = []
            if document is None and any(outlet):
                new = Document(**{field: row[field] for field in OF_DOCUMENT if field in row})
                records, document = [new], new.key
            if source not in self._sources:
                records += _speakers(row)
            if document is not None or shared:
                records.append(Attestation(claim=claim.id, document=document, **shared))
        except ClaimLedgerError:
            return False
        if document is not None:
            if len(self._documents) >= KEPT:
                self._documents.clear()
            self._documents[outlet] = document
        self._sources.add(source)
        found.records.extend((record, place) for record in (*records, claim))
        return True


def _speakers(row: Mapping[str, str]) -> Iterator[Record]:
    """The source of a row and its side, as the row declares them."""
    if "side" in row:
        yield Party(name=row["side"])
    details: dict[str, Any] = {field: row[field] for field in OF_SOURCE if field in row}
    yield Source(name=row["source"], **details)


_OF_CLAIM = frozenset(CLAIM_FIELDS)
_KIND = tuple(field for field in CLAIM_FIELDS if field not in REQUIRED)
_ATTESTED = frozenset(ATTESTED)
_UNUSUAL = frozenset({"unit", "retracts", "same_quantity_as", *NOTED})
_DECLARED = (*OF_DOCUMENT, "source", *OF_SOURCE)
_OUTLETS = len(OF_DOCUMENT)


@attrs.frozen
class Sheet:
    """The head of a spreadsheet.

    Attributes:
        columns: The name of each column, as the format spells it.
        known: The place of each known column; of a column that stands twice, the first.
        excused: Fields without a column, which no row can give.
    """

    columns: Sequence[str]
    known: Mapping[str, int]
    excused: frozenset[str]
    _plain: _PlainRows = attrs.field(factory=_PlainRows, init=False)

    @classmethod
    def headed(cls, cells: Sequence[str], place: Place, found: Found) -> Sheet:
        """The head that a row of names makes; everything wrong with it is noted."""
        names = [clean(cell) for cell in cells]
        columns = [spelt(name) for name in names]
        for field, message in unknown_fields(sorted(filter(None, columns)), COLUMNS, "column"):
            found.add(place, field, message)
        for name in sorted({name for name in columns if name and columns.count(name) > 1}):
            found.add(place, name, "this column stands twice")
        missing = {field for field in REQUIRED if field not in columns}
        for field in sorted(missing):
            found.add(place, field, f"the column {quoted(field)} is missing")
        if not set(KINDS) & set(columns):
            found.add(place, "", f"a column is missing: one of {', '.join(KINDS)}")
            missing.add("kind")
        known = {column: columns.index(column) for column in columns if column in COLUMNS}
        return cls(names, known, frozenset(missing))

    def read(
        self,
        cells: Sequence[str],
        here: Place | int,
        found: Found,
        delimiter: str,
        faults: Sequence[Fault] = (),
    ) -> None:
        """Read a row under this head.

        Args:
            cells: Its cells.
            here: Where it stands, or its line.
            found: Takes its records and everything that is wrong with it.
            delimiter: What parts the cells; where it is no comma, decimal commas are refused.
            faults: Columns of which it is known already what is wrong.
        """
        if len(cells) > len(self.columns):
            message = f"{len(cells)} cells under {len(self.columns)} columns"
            found.add(here, "", f"{message}; text with a separator in it needs quotation marks")
            return
        texts = [clean(cell) for cell in cells]
        row = {name: texts[at] for name, at in self.known.items() if at < len(texts) and texts[at]}
        is_plain = len(self.known) == len(self.columns) and not faults
        if is_plain and self._plain.read(row, here, found, delimiter):
            return
        for name, text in zip(self.columns, texts, strict=False):
            if text and not name:
                found.add(here, "", f"{quoted(text)} stands in a column without a name")
        _read(row, found.place(here), found, self.excused, delimiter, faults)


def spelt(name: str) -> str:
    """The name of a column as the format spells it; another one as it stands."""
    key = name.casefold().replace(" ", "_").replace("-", "_")
    return key if key in COLUMNS else name


def _read(
    row: dict[str, Any],
    place: Place,
    found: Found,
    excused: frozenset[str],
    delimiter: str,
    known: Sequence[Fault],
) -> None:
    faults: list[Fault] = list(known)
    excused |= {field for field, _ in known}
    if not excused.isdisjoint(KINDS):
        excused |= {"kind"}
    if delimiter != "," and "measure" in row:
        for field in ("value", "same_quantity_as"):
            comma = _DECIMAL_COMMA.search(row.get(field, ""))
            if comma is not None:
                near = comma[0].replace(",", ".")
                faults.append((field, f"{quoted(comma[0])} is a decimal comma: write {near!r}"))
                del row[field]
                excused |= {field}
    unit = row.pop("unit", None)
    if unit is not None and any(kind in row for kind in KINDS if kind != "measure"):
        faults.append(("unit", "a unit goes with a measure"))
    elif unit is not None and "value" in row and not bears(row["value"], unit):
        row["value"] = f"{row['value']} {unit}"
    outlet = {field: row.pop(field) for field in OF_DOCUMENT if field in row}
    source = {field: row.pop(field) for field in OF_SOURCE if field in row}
    declared: list[tuple[type[Any], Mapping[str, Any]]] = []
    if outlet:
        declared.append((Document, outlet))
        row["documents"] = [Document(**outlet).key]
    if "side" in source:
        declared.append((Party, {"name": source["side"]}))
    if "source" in row:
        declared.append((Source, {"name": row["source"], **source}))
    read_row(row, place, found, declared=declared, faults=faults, excused=excused)


def bears(value: str, unit: str) -> bool:
    """True when a value ends in its unit, as "5 km" does in "km" and not in "m"."""
    before = value.removesuffix(unit)
    return before != value and not before[-1:].isalpha()


def write(ledger: Ledger) -> str:
    """A row for each claim and document, and for each retraction; columns in a fixed order."""
    columns, rows = table(ledger)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def table(ledger: Ledger) -> tuple[list[str], list[dict[str, str]]]:
    """The columns that are of use, and the cells of each row that state something."""
    rows = [row for claim in ledger.claims for row in _claim_rows(ledger, claim)]
    rows += [_retraction_row(ledger, retraction) for retraction in ledger.retractions]
    used = {field for row in rows for field in row} | {*REQUIRED, "side", "measure"}
    return [column for column in WRITTEN if column in used], rows


def _claim_rows(ledger: Ledger, claim: Claim) -> Iterator[dict[str, str]]:
    """The rows of a claim: the n-th attestation beside the n-th annotation."""
    content = {**_cells(claim), **_source_cells(ledger, claim.source)}
    if content["stance"] == "asserts":
        del content["stance"]
    attested = ledger.attestations.get(claim.id, ())
    noted = ledger.annotations.get(claim.id, ())
    for attestation, note in zip_longest(attested or (None,), noted):
        row = dict(content)
        if attestation is not None:
            cells = _cells(attestation)
            row |= {field: cells[field] for field in ATTESTED if field in cells}
            document = ledger.documents.get(attestation.document or "")
            if document is not None:
                cells = _cells(document)
                row |= {field: cells[field] for field in OF_DOCUMENT if field in cells}
            elif attestation.document is not None:
                row["url"] = attestation.document
        if note is not None:
            cells = _cells(note)
            row |= {field: cells[own] for field, own in NOTED.items() if own in cells}
        yield row


def _retraction_row(ledger: Ledger, retraction: Retraction) -> dict[str, str]:
    cells = _cells(retraction)
    cells["retracts"] = cells.pop("target")
    return {**cells, **_source_cells(ledger, retraction.source)}


def _source_cells(ledger: Ledger, name: str) -> dict[str, str]:
    source = ledger.sources.get(name_key(name))
    cells = {} if source is None else _cells(source)
    return {field: cells[field] for field in OF_SOURCE if field in cells}


def _cells(record: Any) -> dict[str, str]:
    return {
        field: "; ".join(value) if isinstance(value, list) else str(value)
        for field, value in plain(record).items()
    }

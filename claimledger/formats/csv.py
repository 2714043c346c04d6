"""The spreadsheet: UTF-8 with or without BOM; comma, semicolon or tab.

``source``, ``date``, ``value`` and one of the five answers are required. Sources, parties
and documents are created from their names where no other file declares them.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from typing import Any

from claimledger.canonical import name_key
from claimledger.claims import KINDS
from claimledger.errors import ClaimLedgerError, Location
from claimledger.formats.rows import (
    ATTESTED,
    CLAIM_FIELDS,
    NOTED,
    Problems,
    records_of,
    unknown_fields,
)
from claimledger.ledger import Ledger, Record
from claimledger.sources import Document, Party, Source

DECLARED = ("side", "reliability", "controlled_by", "outlet", "title", "url")
COLUMNS = (*CLAIM_FIELDS, *ATTESTED, *NOTED, *DECLARED, "unit", "retracts")
REQUIRED = ("source", "date", "value")


def read(text: str, path: str, problems: Problems) -> list[Record]:
    """The records of a spreadsheet; problems bear the line on which a row starts."""
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    lines = problems.track(io.StringIO(text, newline=""), f"reading {path}", text.count("\n"))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    records: dict[Record, None] = {}
    header: list[str] | None = None
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.add(Location(path, line), "", f"not a spreadsheet: {error}")
            break
        if cells is None:
            break
        here, line = Location(path, line), reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            _check_header(header, here, problems)
            continue
        if len(cells) > len(header):
            message = f"{len(cells)} cells under {len(header)} columns"
            problems.add(here, "", message)
            continue
        row: dict[str, Any] = {
            column: cell.strip()
            for column, cell in zip(header, cells, strict=False)
            if column in COLUMNS and cell.strip()
        }
        records.update(dict.fromkeys(_row(row, here, problems)))
    if header is None:
        problems.add(Location(path, 1), "", "an empty file: expected a line of column names")
    return list(records)


def _check_header(header: list[str], here: Location, problems: Problems) -> None:
    for field, message in unknown_fields(filter(None, header), COLUMNS, "column"):
        problems.add(here, field, message)
    for field in sorted({name for name in header if name and header.count(name) > 1}):
        problems.add(here, field, "this column stands twice")
    for field in REQUIRED:
        if field not in header:
            problems.add(here, field, f"the column {field!r} is missing")
    if not set(KINDS) & set(header):
        problems.add(here, "", f"a column is missing: one of {', '.join(KINDS)}")


def _row(row: dict[str, Any], here: Location, problems: Problems) -> Iterator[Record]:
    unit = row.pop("unit", None)
    if unit and "value" in row and not row["value"].endswith(unit):
        row["value"] = f"{row['value']} {unit}"
    declared: list[Record] = []
    documents: list[str] = []
    try:
        fields = {key: row.get(key) for key in ("outlet", "title", "url")}
        if any(fields.values()):
            document = Document(**fields)
            documents, declared = [document.key], [document]
        if "source" in row:
            declared.append(
                Source(
                    name=row["source"],
                    side=row.get("side"),
                    reliability=row.get("reliability"),
                    controlled_by=row.get("controlled_by"),
                )
            )
        declared += [Party(name=row[key]) for key in ("side",) if key in row]
    except ClaimLedgerError as error:
        problems.add(here, "", error)
        return
    found = records_of({**row, "documents": documents}, "", lambda _: here, problems)
    if found:
        problems.locate(declared, lambda _: here)
        yield from (*declared, *found)


def write(ledger: Ledger) -> str:
    """A row for each claim and document; columns in a fixed order."""
    out = io.StringIO(newline="")
    columns = [column for column in COLUMNS if column not in {"unit", "retracts", "recorded"}]
    writer = csv.DictWriter(out, columns, lineterminator="\n", restval="")
    writer.writeheader()
    for claim in ledger.claims:
        row = {key: _cell(getattr(claim, key)) for key in CLAIM_FIELDS if key != "value"}
        row["value"] = _cell(claim.value)
        source = ledger.sources.get(name_key(claim.source))
        if source is not None:
            row |= {k: _cell(getattr(source, k)) for k in ("side", "reliability", "controlled_by")}
        for note in ledger.annotations.get(claim.id, ())[:1]:
            row |= {"note": _cell(note.note), "credibility": _cell(note.credibility)}
        for attested in ledger.attestations.get(claim.id, ()) or (None,):
            line = dict(row)
            if attested is not None:
                line |= {k: _cell(getattr(attested, k)) for k in ATTESTED if k != "recorded"}
                document = ledger.documents.get(attested.document or "")
                if document is not None:
                    line |= {k: _cell(getattr(document, k)) for k in ("outlet", "title", "url")}
            writer.writerow(line)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(getattr(value, "value", value))

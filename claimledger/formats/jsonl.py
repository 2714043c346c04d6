"""One record a line: sorted lines of sorted keys, so that equal ledgers are equal files."""

from __future__ import annotations

import json
from typing import Any

import attrs

from claimledger.claims import (
    Annotation,
    Attestation,
    Claim,
    Event,
    Implication,
    Retraction,
    Title,
    answer_text,
)
from claimledger.errors import ClaimLedgerError, Location
from claimledger.formats.rows import ROW_FIELDS, Problems, records_of, unknown_fields
from claimledger.ledger import Ledger, Record, check_id
from claimledger.sources import Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

TYPES: dict[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (Annotation, Attestation, Document, Event, Implication, Party, Place)
} | {"retraction": Retraction, "source": Source, "title": Title, "measure": MeasureEntry}


def read(text: str, path: str, problems: Problems) -> list[Record]:
    """The records of a file of JSON lines; blank lines are passed over."""
    records: list[Record] = []
    lines = text.split("\n")
    tracked = problems.track(lines, f"reading {path}", len(lines))
    for number, line in enumerate(tracked, start=1):
        if not line.strip():
            continue
        here = Location(path, number)
        try:
            row = json.loads(line, parse_float=str)
        except ValueError as error:
            problems.add(here, "", f"not JSON: {error}")
            continue
        if not isinstance(row, dict):
            problems.add(here, "", "expected an object in braces")
            continue
        records += _record(row, here, problems)
    return records


def _record(row: dict[str, Any], here: Location, problems: Problems) -> list[Record]:
    kind = row.pop("type", "claim")
    stated = row.pop("id", None)
    if kind == "claim":
        for field, message in unknown_fields(row, ROW_FIELDS, "field"):
            problems.add(here, field, message)
        fields = {key: str(v) if type(v) is int else v for key, v in row.items()}
        known = {key: value for key, value in fields.items() if key in ROW_FIELDS}
        records = records_of(known, "", lambda _: here, problems)
    elif kind in TYPES:
        records = _declared(TYPES[kind], row, here, problems)
    else:
        for _, message in unknown_fields([str(kind)], ["claim", *TYPES], "type"):
            problems.add(here, "type", message)
        return []
    for record in records:
        if isinstance(record, Claim) and stated is not None:
            try:
                check_id(record, str(stated))
            except ClaimLedgerError as error:
                problems.add(here, "id", error)
                return []
    return records


def _declared(
    kind: type[Any], row: dict[str, Any], here: Location, problems: Problems
) -> list[Record]:
    known = [field.name for field in attrs.fields(kind)]
    for field, message in unknown_fields(row, known, "field"):
        problems.add(here, field, message)
    try:
        record = kind(**{key: value for key, value in row.items() if key in known})
        problems.locate([record], lambda _: here)
    except (ClaimLedgerError, TypeError, ValueError) as error:
        problems.add(here, "", error)
        return []
    return [record]


def write(ledger: Ledger) -> str:
    """All records, a line each."""
    return "".join(sorted(_line(record) for record in ledger.records))


def _line(record: Record) -> str:
    names = {kind: name for name, kind in TYPES.items()}
    row: dict[str, Any] = {"type": names.get(type(record), "claim")}
    if isinstance(record, Claim):
        row["id"] = record.id
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if isinstance(value, (frozenset, tuple)):
            value = sorted(value)
        if value not in (None, []):
            row[field.name] = _plain(value)
    return json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, (list, int)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return answer_text(value) if not hasattr(value, "precedes") else str(value)

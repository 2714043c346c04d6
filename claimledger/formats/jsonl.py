"""One record a line: sorted lines of sorted keys, so that equal ledgers are equal files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NoReturn

import attrs

from claimledger.claims import (
    Annotation,
    Attestation,
    Claim,
    Event,
    Implication,
    Partition,
    Retraction,
    Title,
)
from claimledger.errors import IdentityError, InvalidRecordError, quoted
from claimledger.formats.found import Found, Place, unknown_fields
from claimledger.formats.making import Maker
from claimledger.formats.plain import as_plain, plain, with_figures
from claimledger.formats.rows import ROW_FIELDS, read_record, read_row
from claimledger.ledger import Ledger, Record, check_id
from claimledger.sources import Document, Party, Source
from claimledger.sources import Place as NamedPlace
from claimledger.taxonomy import MeasureEntry

TYPES: Mapping[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (Annotation, Attestation, Document, Event, Implication, Partition, Party)
} | {
    "place": NamedPlace,
    "retraction": Retraction,
    "source": Source,
    "title": Title,
    "measure": MeasureEntry,
}
_NAMES = {kind: name for name, kind in TYPES.items()} | {Claim: "claim"}


def read(text: str | Iterable[str], found: Found, total: int = 0) -> None:
    """Read a file of JSON lines; blank lines are passed over.

    Args:
        text: The file, or its lines.
        found: Takes the records and the problems.
        total: About how many lines there are, to show progress.
    """
    kept = found.records
    kept.extend(records(text.split("\n") if isinstance(text, str) else text, found, total))
    found.records = kept


def records(
    lines: Iterable[str], found: Found, total: int = 0
) -> Iterator[tuple[Record, Place | int]]:
    """The records of lines, each with its place, as they are read.

    Args:
        lines: Lines, with or without their ends.
        found: Takes the problems.
        total: About how many lines there are.
    """
    maker = Maker()
    tracked = found.track(lines, f"reading {found.path}", total)
    for number, line in enumerate(tracked, start=1):
        claim = _plain_claim(line, maker)
        if claim is not None:
            yield claim, number
        elif line.strip():
            found.records = []
            _read_line(line, number, found)
            yield from found.records


def _plain_claim(line: str, maker: Maker) -> Claim | None:
    """The claim of a line without a fault or anything out of the ordinary, else None."""
    try:
        row, end = _PLAIN.raw_decode(line)
    except (ValueError, RecursionError):
        return None
    # With no colon beside those of its keys, it has no key twice.
    if type(row) is not dict or line.count(":") != len(row) or "\\" in line or line[end:].strip():
        return None
    stated = row.pop("id", None)
    if row.pop("type", "claim") != "claim":
        return None
    claim = maker.claim(row)
    return claim if claim is not None and stated in {None, claim.id} else None


_PLAIN = json.JSONDecoder()


def _read_line(line: str, number: int, found: Found) -> None:
    """Read a line that may hold anything."""
    try:
        row = _DECODER.decode(line.strip())
        if "\\ud" in line.lower():
            json.dumps(row, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        lead = len(line) - len(line.lstrip())
        found.add_at(f"not JSON: {error.msg}", number, error.colno + lead)
    except UnicodeEncodeError:
        found.add_at("half of a surrogate pair: expected both or neither", number)
    except RecursionError:
        found.add_at("not a record: nested too deep", number)
    except (InvalidRecordError, ValueError) as error:
        found.add_at(f"not JSON: {error}", number)
    else:
        _read_object(row, number, found)


def _read_object(row: object, number: int, found: Found) -> None:
    if not isinstance(row, dict):
        found.add_at("expected an object in braces", number)
        return
    here = Place(found.path, number)
    tag = row.pop("type", "claim")
    kind = TYPES.get(tag) if isinstance(tag, str) else None
    if tag == "claim":
        _read_claim(row, here, found)
    elif kind is not None:
        names = [field.name for field in attrs.fields(kind)]
        read_record(kind, _known(row, names, here, found), here, found, [])
    else:
        for _, message in unknown_fields([str(tag)], ["claim", *TYPES], "type"):
            found.add(here, "type", message)


def _known(row: dict[str, Any], fields: Sequence[str], here: Place, found: Found) -> dict[str, Any]:
    """The known fields of a row; the others are noted and passed over."""
    for field, message in unknown_fields(row, fields, "field"):
        found.add(here, field, message)
    return {key: value for key, value in with_figures(row).items() if key in fields}


def _read_claim(row: dict[str, Any], here: Place, found: Found) -> None:
    stated = row.pop("id", None)
    before = len(found.records)
    claim = read_row(_known(row, ROW_FIELDS, here, found), here, found)
    if claim is not None and stated is not None:
        try:
            check_id(claim, str(stated))
        except IdentityError as error:
            found.add(here, "id", error)
            del found.records[before:]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InvalidRecordError(f"the key {quoted(twice)} stands twice")
    return row


def _refuse(name: str) -> NoReturn:
    raise InvalidRecordError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def write(ledger: Ledger) -> str:
    """All records, a line each."""
    return "".join(sorted(line_of(record) for record in ledger.records))


def line_of(record: Record) -> str:
    """A record as a line, with its line end."""
    if isinstance(record, Claim):
        return _claim_line(record)
    return _ENCODER.encode(tagged(record)) + "\n"


def _claim_line(claim: Claim) -> str:
    """What the encoder makes of a claim, all of whose fields are text, in half the time."""
    values = (*_BEFORE_TYPE(claim), "claim", *_AFTER_TYPE(claim))
    fields = [
        name + encode_basestring(value if type(value) is str else as_plain(value))
        for name, value in zip(_CLAIM_KEYS, values, strict=True)
        if value is not None
    ]
    return "{" + ", ".join(fields) + "}\n"


_CLAIM_NAMES = sorted([*(field.name for field in attrs.fields(Claim)), "id", "type"])
_CLAIM_KEYS = [f'"{name}": ' for name in _CLAIM_NAMES]
_BEFORE_TYPE = attrgetter(*(name for name in _CLAIM_NAMES if name < "type"))
_AFTER_TYPE = attrgetter(*(name for name in _CLAIM_NAMES if name > "type"))


def tagged(record: Record) -> dict[str, Any]:
    """A record as an object, with its type, and a claim with its id."""
    row = {"type": _NAMES[type(record)], **plain(record)}
    if isinstance(record, Claim):
        row["id"] = record.id
    return row

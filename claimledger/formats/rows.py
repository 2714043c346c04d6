"""From a row of fields, whatever file it stood in, to records and problems.

The three formats differ in how they find rows; what a row means is decided here, once. A row
is read in one go; only one that fails is looked at field by field, so that all its faults
are found and none costs anything where there is none.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import attrs

from claimledger.answers import parse_answer
from claimledger.claims import (
    KINDS,
    Annotation,
    Attestation,
    Claim,
    Retraction,
    Stance,
    misfits,
)
from claimledger.declarations import Named
from claimledger.directory import REFERENCES
from claimledger.errors import ClaimLedgerError, InvalidRecordError, quoted
from claimledger.formats.found import Fault, Found, Place
from claimledger.sources import Document, Party, clean_name, one_of, optional_text
from claimledger.taxonomy import MeasureEntry

CLAIM_FIELDS = (
    "source",
    "date",
    "event",
    "subject",
    *KINDS,
    "value",
    "place",
    "window",
    "accrual",
    "stance",
    "same_quantity_as",
)
ATTESTED = ("wording", "quote", "locator", "via", "statement", "derived_from", "recorded")
NOTED = {
    "note": "note",
    "credibility": "credibility",
    "ignore": "ignore",
    "ignore_because": "because",
}
"""Fields of a row that make an annotation, and their names in it."""

ROW_FIELDS = (*CLAIM_FIELDS, *ATTESTED, *NOTED, "documents", "retracts")
RETRACTION_FIELDS = frozenset({"source", "date", "retracts"})

IN_ROW = {"document": "documents", "target": "retracts", "because": "ignore_because"}
"""What fields of records are called in a row, where that differs."""


def read_row(
    row: Mapping[str, Any],
    place: Place,
    found: Found,
    *,
    declared: Sequence[tuple[type[Any], Mapping[str, Any]]] = (),
    faults: Sequence[Fault] = (),
    excused: frozenset[str] = frozenset(),
) -> Claim | None:
    """Read the claim of a row with its attestations and annotations, or its retraction.

    Args:
        row: Fields as read; None and empty text are not stated.
        place: Where the row stands.
        found: Takes the records, or everything that is wrong with the row and no record.
        declared: Classes and fields of what the row declares beside its claim.
        faults: What is known to be wrong with it already.
        excused: Fields whose absence is no fault of this row.

    Returns:
        The claim, if the row holds one and could be read.
    """
    stated = {key: value for key, value in row.items() if value is not None and value != ""}
    records: list[Any] = []
    try:
        if not faults:
            records = [kind(**fields) for kind, fields in declared] + _records(stated)
    except (ClaimLedgerError, TypeError) as error:
        faults = [*_faults_of_row(stated, excused, declared)] or ([] if excused else [("", error)])
    else:
        if faults:
            faults = [*faults, *_faults_of_row(stated, excused, declared)]
    for field, fault in faults:
        found.add(place, field, fault)
    if not records:
        _refer_all(stated, place, found)
    found.records += [(record, place) for record in records]
    return next((record for record in records if isinstance(record, Claim)), None)


def _records(stated: Mapping[str, Any]) -> list[Any]:
    records: list[Any] = []
    source, date = stated.get("source"), stated.get("date")
    if "retracts" in stated:
        records.append(Retraction(target=stated["retracts"], source=source, date=date))  # type: ignore[arg-type]
        if not _has_claim(stated):
            if stated.keys() - RETRACTION_FIELDS:
                raise InvalidRecordError("fields beside a bare retraction")
            return records
    claim = Claim(**{key: stated[key] for key in CLAIM_FIELDS if key in stated})
    records.append(claim)
    shared = {key: stated[key] for key in ATTESTED if key in stated}
    documents = _listed(stated.get("documents", ()))
    carriers: Sequence[str | None] = documents or ([None] if shared else [])
    records += (Attestation(claim=claim.id, document=name, **shared) for name in carriers)
    noted = {field: stated[key] for key, field in NOTED.items() if key in stated}
    if noted:
        records.append(Annotation(claim=claim.id, **noted))
    return records


def _has_claim(stated: Mapping[str, Any]) -> bool:
    return "value" in stated or any(kind in stated for kind in KINDS)


def _refer_all(stated: Mapping[str, Any], place: Place, found: Found) -> None:
    for kind in (Claim, Attestation):
        for field, target in REFERENCES[kind]:
            name = IN_ROW.get(field, field)
            found.refer(target, stated.get(name), place, name)


class _Unread(enum.Enum):
    """Stands for a field that is there, and could not be read."""

    UNREAD = "unread"


def _faults_of_row(
    stated: Mapping[str, Any],
    excused: frozenset[str],
    declared: Sequence[tuple[type[Any], Mapping[str, Any]]],
) -> Iterator[Fault]:
    for kind, fields in declared:
        yield from faults_of(kind, fields)
    for field in ("source", "date"):
        if field not in stated and field not in excused:
            yield field, f"{field} is missing"
    if "retracts" in stated:
        yield from _renamed(faults_of(Retraction, {"target": stated["retracts"]}, partly=True))
    if "retracts" in stated and not _has_claim(stated):
        for field in sorted(stated.keys() - RETRACTION_FIELDS):
            yield field, f"{field} goes with a claim, and there is only a retraction"
        shared = {key: stated[key] for key in ("source", "date") if key in stated}
        yield from faults_of(Retraction, shared, partly=True)
        return
    yield from _faults_of_claim(stated, excused)
    try:
        _listed(stated.get("documents", ()))
    except InvalidRecordError as error:
        yield "documents", error
    shared = {key: stated[key] for key in ATTESTED if key in stated}
    yield from faults_of(Attestation, shared, partly=True)
    noted = {field: stated[key] for key, field in NOTED.items() if key in stated}
    yield from _renamed(faults_of(Annotation, {"claim": "0" * 64, **noted}))


def _faults_of_claim(stated: Mapping[str, Any], excused: frozenset[str]) -> Iterator[Fault]:
    fields: dict[str, Any] = dict.fromkeys(CLAIM_FIELDS) | {"stance": Stance.ASSERTS}
    kinds = [kind for kind in KINDS if kind in stated]
    for field in CLAIM_FIELDS:
        if field not in stated:
            continue
        fields[field] = _Unread.UNREAD
        try:
            if field != "value":
                fields[field] = _converted(Claim, field, stated[field])
            elif len(kinds) == 1:
                fields[field] = parse_answer(kinds[0], stated[field])
        except (ClaimLedgerError, TypeError) as error:
            yield field, error
    for field, message in misfits(SimpleNamespace(**fields)):
        is_excused = field in excused or (not kinds and not field and "kind" in excused)
        if not is_excused:
            yield field, message


def _renamed(faults: Iterable[Fault]) -> Iterator[Fault]:
    return ((IN_ROW.get(field, field), fault) for field, fault in faults)


def _listed(value: object) -> Sequence[str]:
    """One name or a list of names, as a sequence."""
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
        raise InvalidRecordError(f"expected a list of names, not {quoted(value)}")
    return names


def _measure_kind(value: object) -> str | None:
    text = optional_text(value)  # type: ignore[arg-type]
    return None if text is None else one_of(text, ("what", "outcome", "measure"), "kind of measure")


_CHECKS: Mapping[type, Mapping[str, Callable[[Any], Any]]] = {
    Party: {"opposed": _listed, "allied": _listed},
    MeasureEntry: {
        "name": clean_name,
        "kind": _measure_kind,
        **dict.fromkeys(("what", "outcome"), optional_text),
        **dict.fromkeys(("part_of", "synonyms", "cut"), _listed),
    },
}
"""What is asked of fields before their classes see them, where these take more."""


def _converted(kind: type[Any], name: str, value: object) -> Any:
    check = _CHECKS.get(kind, {}).get(name)
    if check is not None:
        check(value)
    convert: Any = attrs.fields_dict(kind)[name].converter
    return value if convert is None else convert(value)


def faults_of(
    kind: type[Any], fields: Mapping[str, Any], *, partly: bool = False
) -> Iterator[Fault]:
    """Every fault of the fields of a record.

    Args:
        kind: The class of the record.
        fields: Its fields as read.
        partly: True when other fields are left out, so that none is missing.
    """
    is_sound = not partly
    for field in attrs.fields(kind):
        if field.name in fields:
            try:
                _converted(kind, field.name, fields[field.name])
            except (ClaimLedgerError, TypeError) as error:
                is_sound = False
                yield field.name, error
        elif field.default is attrs.NOTHING and not partly:
            is_sound = False
            yield field.name, f"{field.name} is missing"
    if is_sound:
        try:
            kind(**fields)
        except InvalidRecordError as error:
            yield error.field, error


def made(kind: type[Any], fields: Mapping[str, Any]) -> Any:
    """A record of fields as read.

    Raises:
        ClaimLedgerError, TypeError: for fields that :func:`faults_of` names.
    """
    for field, check in _CHECKS.get(kind, {}).items():
        if field in fields:
            check(fields[field])
    return kind(**fields)


def read_record(
    kind: type[Any], row: Mapping[str, Any], place: Place, found: Found, faults: list[Fault]
) -> Any:
    """Read a record of one class.

    Args:
        kind: The class.
        row: Its fields as read; None is not stated.
        place: Where it stands.
        found: Takes the record, or everything that is wrong with it and a stub.
        faults: What is known to be wrong with it already.

    Returns:
        The record, or None if it could not be read.
    """
    fields = {key: value for key, value in row.items() if value is not None}
    if faults:
        faults = [*faults, *faults_of(kind, fields)]
    else:
        try:
            record = made(kind, fields)
        except (ClaimLedgerError, TypeError) as error:
            faults = list(faults_of(kind, fields)) or [("", error)]
        else:
            found.records.append((record, place))
            return record
    for field, fault in faults:
        found.add(place, field, fault)
    for field, target in REFERENCES.get(kind, ()):
        found.refer(target, fields.get(field), place, field)
    if issubclass(kind, Named):
        found.stubs += _stub(kind, fields)
    return None


def _stub(kind: type[Any], fields: Mapping[str, Any]) -> Iterator[Any]:
    """The names that a faulty declaration gives, if they can be read."""
    given = {
        field: value
        for field, value in fields.items()
        if field in {"name", "handle", "outlet", "title", "url"}
        and isinstance(value, str)
        and value.strip()
    }
    if kind is Document:
        given = given if given.keys() - {"handle"} else {**given, "title": "?"}
    elif "name" not in given:
        given["name"] = given.get("handle", "?")
    yield kind(**given)

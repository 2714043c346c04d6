"""From a row of fields, whatever file it stood in, to records and problems.

The three formats differ in how they find rows; what a row means is decided here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from claimledger.claims import (
    KINDS,
    Annotation,
    Attestation,
    Claim,
    Retraction,
)
from claimledger.errors import (
    ClaimLedgerError,
    Location,
    NotationError,
    Problem,
    nearest,
)
from claimledger.ledger import Record
from claimledger.progress import Track, untracked

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
NOTED = ("note", "credibility")
ROW_FIELDS = (*CLAIM_FIELDS, *ATTESTED, *NOTED, "documents", "retracts")

Where = Callable[[str], Location]
"""The place of a field of the row; of the whole row for the empty text."""


@attrs.define
class Problems:
    """All problems found so far, to be reported at once."""

    found: list[Problem] = attrs.field(factory=list)
    track: Track = untracked
    _places: dict[Record, Where] = attrs.field(factory=dict)

    def locate(self, records: Iterable[Record], where: Where) -> None:
        """Remember where records stood, for problems that show only later."""
        for record in records:
            self._places.setdefault(record, where)

    def place(self, record: Record, field: str = "") -> Location:
        """Where a record, or a field of it, stood first."""
        return self._places[record](field)

    def add(self, where: Location, field: str, error: Exception | str, **more: str) -> None:
        """Note a problem of a field."""
        message = error.message if isinstance(error, NotationError) else str(error)
        self.found.append(Problem(where, message, field, **more))


def unknown_fields(
    fields: Iterable[str], known: Iterable[str], kind: str
) -> Iterable[tuple[str, str]]:
    """Each field that is not known, with a message that names the nearest known."""
    options = tuple(known)
    for field in fields:
        if field not in options:
            near = nearest(field, options)
            hint = f"; did you mean {near!r}?" if near else f"; known: {', '.join(options)}"
            yield field, f"unknown {kind} {field!r}{hint}"


def records_of(row: Mapping[str, Any], name: str, where: Where, problems: Problems) -> list[Record]:
    """The claim of a row with its attestations and annotations, or its retraction.

    Args:
        row: Fields as read; None and empty text are not stated.
        name: How the row is named in problems, such as ``claims[3]``.
        where: The place of a field.
        problems: Takes what is wrong; nothing of a faulty row is returned.
    """
    stated = {key: value for key, value in row.items() if value is not None and value != ""}
    label = f"{name}." if name else ""
    before = len(problems.found)
    for field in ("source", "date"):
        if field not in stated:
            problems.add(where(""), f"{label}{field}", f"{field} is missing")
    documents = _listed(stated.pop("documents", []))
    if documents is None:
        problems.add(where("documents"), f"{label}documents", "expected a list of names")
    if len(problems.found) > before or documents is None:
        return []

    def made(kind: type[Any], fields: Mapping[str, Any]) -> list[Any]:
        return _made(kind, fields, label, where, problems)

    records: list[Record] = []
    if "retracts" in stated:
        fields = {"target": stated["retracts"], "source": stated["source"], "date": stated["date"]}
        records += made(Retraction, fields)
    if "retracts" not in stated or "value" in stated or any(kind in stated for kind in KINDS):
        for claim in made(Claim, {key: stated[key] for key in CLAIM_FIELDS if key in stated}):
            records.append(claim)
            shared = {key: stated[key] for key in ATTESTED if key in stated}
            carriers: list[str | None] = [*documents] or ([None] if shared else [])
            for document in carriers:
                records += made(Attestation, {"claim": claim.id, "document": document, **shared})
            noted = {key: stated[key] for key in NOTED if key in stated}
            if noted:
                records += made(Annotation, {"claim": claim.id, **noted})
    if len(problems.found) > before:
        return []
    problems.locate(records, where)
    return records


def _listed(value: object) -> list[str] | None:
    """One name or a list of names as a list; None for anything else."""
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return names
    return None


def _made(
    kind: type[Any],
    fields: Mapping[str, Any],
    label: str,
    where: Where,
    problems: Problems,
) -> list[Any]:
    """A record in a list; or nothing, and every field that is at fault as a problem."""
    try:
        return [kind(**fields)]
    except (ClaimLedgerError, TypeError) as error:
        faults = _faults(kind, fields)
        for field, fault in faults:
            shown = "retracts" if field == "target" else field
            problems.add(where(shown), f"{label}{shown}", fault)
        if not faults:
            problems.add(where(""), label.rstrip("."), error)
    return []


def _faults(kind: type[Any], fields: Mapping[str, Any]) -> list[tuple[str, Exception]]:
    """The fields that cannot be read even beside the plainest other fields."""
    plain: dict[type[Any], dict[str, Any]] = {
        Claim: {"source": "x", "date": "2000", "position": "x", "value": "x"},
        Attestation: {"claim": "0" * 64},
        Annotation: {"claim": "0" * 64},
        Retraction: {"target": "0" * 64, "source": "x", "date": "2000"},
    }
    found: list[tuple[str, Exception]] = []
    for field, value in fields.items():
        beside = {key: fields[key] for key in KINDS if field == "value" and key in fields}
        base = {k: v for k, v in plain[kind].items() if not (beside and k in KINDS)}
        if field in KINDS:
            base = {k: v for k, v in base.items() if k not in KINDS}
            base |= {"stance": "declines"}
            base.pop("value", None)
        if field in {"accrual", "same_quantity_as", "stance"}:
            base = {**base, "measure": "x", "value": "1"}
            base.pop("position", None)
        try:
            kind(**{**base, **beside, field: value})
        except (ClaimLedgerError, TypeError) as error:
            found.append((field, error))
    return found

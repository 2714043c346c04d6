"""Names that several declarations describe in different ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from claimledger.canonical import name_key
from claimledger.claims import Claim
from claimledger.declarations import MetadataConflict, Named, kind_of
from claimledger.linting.lints import Case, Lint


def metadata_lints(case: Case) -> Iterator[Lint]:
    """The declarations that disagree about a field of a name that some claim uses."""
    if not case.ledger.conflicts:
        return
    users = _users(case)
    declared: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for record in case.ledger.named:
        declared[kind_of(record), record.key].append(record)
    for conflict in case.ledger.conflicts:
        key = (conflict.kind, conflict.name)
        if key not in declared:  # Addresses are keys as they stand; names are folded.
            key = (conflict.kind, name_key(conflict.name))
        if users[key]:
            yield Lint(
                code="conflicting-metadata",
                message=_message(conflict),
                claims=tuple(users[key]),
                field=conflict.field,
                record=max(declared[key], key=lambda one: _value(one, conflict.field)),
                is_general=True,
            )


def _value(record: Named, field: str) -> tuple[str, str]:
    """Orders declarations so that one with a value that is not shown comes last."""
    value = getattr(record, field)
    return ("" if value is None else str(value), repr(record))


def _message(conflict: MetadataConflict) -> str:
    what = f"{conflict.field} of {conflict.kind} {conflict.name!r}"
    if len(conflict.values) == 1:
        return f"{what} leads in a circle: {conflict.values[0]!r}; it is shown as a part of nothing"
    first, *others = (repr(value) for value in conflict.values)
    return f"{what} is {first}, and elsewhere {', '.join(others)}: {first} is shown; keep one"


def _users(case: Case) -> dict[tuple[str, str], list[str]]:
    """The claims that use a name, in their order; of a party also those about a part of it."""
    users: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in case.ledger.active:
        for use in dict.fromkeys(_uses(case, claim)):
            users[use].append(claim.id)
    return users


def _uses(case: Case, claim: Claim) -> Iterator[tuple[str, str]]:
    attested = case.ledger.attestations.get(claim.id, ())
    named = (("source", claim.source), ("event", claim.event), ("place", claim.place))
    for kind, name in (*named, *(("source", one.via) for one in attested)):
        if name is not None:
            yield kind, name_key(name)
    for attestation in attested:
        if attestation.document is not None:
            yield "document", attestation.document
    source = case.ledger.sources.get(name_key(claim.source))
    for name in (claim.subject, None if source is None else source.side):
        party = name
        while party is not None:
            yield "party", name_key(party)
            above = case.ledger.parties.get(name_key(party))
            party = None if above is None else above.part_of

"""Lint: what in a ledger does not go together with itself, or is probably not meant.

Nothing here accuses a source of a contradiction. A lint hints at what whoever keeps the ledger
may have mistyped, left out or taken for something else. Each has a code, under which it is
silenced on one claim with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from claimledger.errors import nearest, quoted
from claimledger.findings import Finding
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.linting.lints import CODES, SILENCED, Case, Lint
from claimledger.linting.measures import measure_lints
from claimledger.linting.metadata import metadata_lints
from claimledger.linting.quotes import quote_lints
from claimledger.linting.records import (
    date_lints,
    document_lints,
    echo_lints,
    grade_lints,
    side_lints,
)
from claimledger.linting.running import running_lints
from claimledger.linting.wholes import whole_lints
from claimledger.quantities import Reading

__all__ = ["CODES", "Lint", "lint"]

RULES: Sequence[Callable[[Case], Iterable[Lint]]] = (
    running_lints,
    whole_lints,
    quote_lints,
    echo_lints,
    grade_lints,
    document_lints,
    side_lints,
    date_lints,
    metadata_lints,
    measure_lints,
)


def lint(
    ledger: Ledger,
    *,
    reading: str | Reading = "standard",
    findings: Sequence[Finding] | None = None,
) -> tuple[Lint, ...]:
    """What in a ledger does not go together with itself, or is probably not meant.

    Args:
        ledger: The ledger.
        reading: How figures are read where they are compared.
        findings: What ``judge`` finds on the whole ledger, where it is known already.

    Returns:
        The lints that are not silenced, in the order of the claims at which they are shown.

    Raises:
        UnknownNameError: for an unknown reading policy.

    Complexity: O(n log n) in the number of claims, as judging.
    """
    judged = judge(ledger, reading=reading) if findings is None else findings
    case = Case(ledger, Scene.of(ledger), tuple(judged))
    found = [one for rule in RULES for one in rule(case)]
    order = {claim.id: place for place, claim in enumerate(ledger.claims)}
    codes = list(CODES)
    return tuple(
        sorted(
            _heard(ledger, found),
            key=lambda one: (order[one.claims[0]], codes.index(one.code), one.message),
        )
    )


def _heard(ledger: Ledger, found: Iterable[Lint]) -> Iterator[Lint]:
    """What is not silenced, and what is wrong with the silencing."""
    ignored = {
        (claim, code)
        for claim, notes in ledger.annotations.items()
        for note in notes
        for code in note.ignore & SILENCED
    }
    used: set[tuple[str, str]] = set()
    for one in found:
        where = one.claims if one.is_general else one.claims[:1]
        silencing = {(claim, one.code) for claim in where} & ignored
        used |= silencing
        if not silencing:
            yield one
    for claim, notes in ledger.annotations.items():
        if ledger.claim_or_none(claim) is None:
            continue
        for note in notes:
            for code in sorted(note.ignore):
                message = _fault(code, is_used=(claim, code) in used)
                if message is not None:
                    yield Lint(
                        code="unused-ignore" if code in CODES else "unknown-ignore",
                        message=message,
                        claims=(claim,),
                        field="ignore",
                        record=note,
                    )


def _fault(code: str, *, is_used: bool) -> str | None:
    """What is wrong with ignoring a code."""
    if is_used:
        return None
    if code not in CODES:
        near = nearest(code, SILENCED)
        hint = f"; did you mean {near!r}?" if near else f"; known: {', '.join(sorted(SILENCED))}"
        return f"unknown lint code {quoted(code)}{hint}"
    if code not in SILENCED:
        return f"{quoted(code)} cannot be ignored"
    return f"{quoted(code)} is ignored here and not found here: take it out"

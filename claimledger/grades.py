"""Admiralty grades that the claims of a ledger do not bear out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimledger.claims import Claim
from claimledger.findings import Finding
from claimledger.ledger import Ledger
from claimledger.pairs import corroborations
from claimledger.shortlists import by_component

CONFIRMED = 1
"""The credibility of what other, independent sources confirm."""


def unconfirmed(ledger: Ledger, findings: Iterable[Finding]) -> Iterator[tuple[Claim, str]]:
    """The claims graded as confirmed that fewer than two independent origins bear out.

    Args:
        ledger: Gives the grades.
        findings: What was judged of it, all of it.

    Yields:
        The claim, and what is wrong with its grade; claims in the order of the findings.
    """
    graded = {
        key
        for key, annotations in ledger.annotations.items()
        if any(annotation.credibility == CONFIRMED for annotation in annotations)
    }
    if not graded:
        return
    for finding in findings:
        doubtful = [voice for voice in finding.voices if voice.id in graded]
        if doubtful:
            asserted = [v for v in finding.standing if v.has_content and not v.denies]
            confirmed = {outer.id for _, outer in corroborations(asserted, (by_component,))}
            for voice in doubtful:
                if voice.id not in confirmed:
                    message = "credibility 1 needs two independent origins that agree; found one"
                    yield voice.claim, message

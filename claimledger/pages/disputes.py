"""The sources of a ledger, and how often each is contradicted by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import attrs

from claimledger.editions import Edition
from claimledger.findings import Finding
from claimledger.footnotes import sources_table
from claimledger.relations import RelationKind
from claimledger.tables import cell_text, source_name


@attrs.frozen
class Standing:
    """A source with what is known of it.

    Attributes:
        name: Its name.
        side: The side that it is on, or ``"no side"``; a party of it stands before it.
        kind: Its kind, or nothing.
        reliability: Its Admiralty grade, or nothing.
        claims: How many claims are its own.
        disputed: On how many questions another source contradicts it.
        by: Who does, each with the number of questions, the most frequent first.
    """

    name: str
    side: str
    kind: str
    reliability: str
    claims: str
    disputed: int
    by: tuple[tuple[str, int], ...]


def standings(edition: Edition) -> tuple[Standing, ...]:
    """The sources of an edition, those first that are contradicted most often."""
    opponents, disputed = _opponents(edition)
    rows = []
    for row in sources_table(edition).rows:
        name, side, kind, grade, claims = map(cell_text, row)
        by = sorted(opponents[name].items(), key=lambda item: (-item[1], item[0]))
        rows.append(Standing(name, side, kind, grade, claims, disputed[name], tuple(by)))
    return tuple(sorted(rows, key=lambda row: (-row.disputed, row.name)))


def _opponents(edition: Edition) -> tuple[Mapping[str, Counter[str]], Counter[str]]:
    """By the name of a source, who contradicts it on how many questions, and on how many."""
    opponents: dict[str, Counter[str]] = defaultdict(Counter)
    disputed: Counter[str] = Counter()
    for finding in edition.findings:
        pairs = contradicting(edition, [finding])
        for one, other in pairs:
            opponents[one][other] += 1
        disputed.update({one for one, _ in pairs})
    return opponents, disputed


def contradicting(edition: Edition, findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """The pairs of sources, by name and in both orders, that contradict each other directly."""
    pairs: set[tuple[str, str]] = set()
    for finding in findings:
        names = {
            voice.id: source_name(edition.ledger, voice.source, voice.claim.source)
            for voice in finding.voices
        }
        for relation in finding.relations:
            if relation.relation is RelationKind.CONTRADICTION:
                one, other = names[relation.a], names[relation.b]
                pairs |= {(one, other), (other, one)}
    return pairs

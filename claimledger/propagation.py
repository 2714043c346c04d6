"""Contradictions that no pair of claims on one question shows, and what they do to findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from claimledger.conflicts import Conflict, conflicts
from claimledger.findings import Finding, Flag, Verdict
from claimledger.grouping import Scene
from claimledger.implications import Implied, implied_by_propositions
from claimledger.meetings import that_may_clash
from claimledger.network import Literal, Network
from claimledger.partitions import counts, network_of
from claimledger.relations import Relation, RelationKind, Voice


def imply(scene: Scene, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with what implications, trees and partitions add to them.

    Args:
        scene: Gives what the ledger declares.
        findings: The findings of all questions of one ledger.
    """
    found: dict[int, list[tuple[Relation, tuple[Voice, ...]]]] = defaultdict(list)
    implied = [*implied_by_propositions(scene, findings), *_implied_by_counts(scene, findings)]
    for relation, places, voices in implied:
        for place in places:
            found[place].append((relation, voices))
    return [
        _with_implied(finding, found[place]) if place in found else finding
        for place, finding in enumerate(findings)
    ]


def _implied_by_counts(scene: Scene, findings: Sequence[Finding]) -> Iterator[Implied]:
    entries = counts(scene, findings, that_may_clash(scene, findings))
    if len({place for _, place in entries}) < 2:
        return

    def rebuilt(literals: Iterable[Literal]) -> Network:
        return network_of(scene, [(one.voice, one.question) for one in literals])

    for conflict in conflicts(scene, network_of(scene, entries), rebuilt):
        places = tuple(sorted({literal.question for literal in conflict.literals}))
        voices = {literal.voice.id: literal.voice for literal in conflict.literals}
        yield _relation(conflict), places, tuple(voices.values())


def _relation(conflict: Conflict) -> Relation:
    return Relation(
        conflict.lows[0][1].voice.id,
        conflict.highs[0][1].voice.id,
        RelationKind.IMPLIED_CONTRADICTION,
        conflict.rule,
        claims=tuple(sorted(conflict.claims)),
        edges=conflict.edges,
    )


def _with_implied(finding: Finding, found: Iterable[tuple[Relation, tuple[Voice, ...]]]) -> Finding:
    by_relation = dict(found)
    flags = {*finding.flags, Flag.IMPLIED}
    within = finding.verdict is not Verdict.DISPUTED or Flag.WITHIN_ONE_SIDE in flags
    # By implication somebody does assert what is denied.
    flags -= {Flag.WITHIN_ONE_SIDE, Flag.DENIED}
    crosses = any(len({voice.side for voice in voices}) > 1 for voices in by_relation.values())
    if within and not crosses:
        flags.add(Flag.WITHIN_ONE_SIDE)
    if any(len({voice.source for voice in voices}) == 1 for voices in by_relation.values()):
        flags.add(Flag.INTERNALLY_INCONSISTENT)
    return attrs.evolve(
        finding,
        verdict=Verdict.DISPUTED,
        flags=tuple(flag for flag in Flag if flag in flags),
        implied=tuple(sorted(by_relation, key=lambda one: (one.a, one.b, one.claims))),
    )

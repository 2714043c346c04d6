"""Contradictions by declared implications between propositions.

Who asserts the premise asserts the conclusion, and who denies the conclusion denies the
premise. A chain of them from an asserted proposition to a denied one is a contradiction of
both.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimledger.canonical import matter_key
from claimledger.claims import Truth
from claimledger.clashes import speak_as_one
from claimledger.errors import quoted
from claimledger.findings import Finding
from claimledger.grouping import Scene
from claimledger.relations import Relation, RelationKind, Voice

Implied = tuple[Relation, tuple[int, ...], tuple[Voice, ...]]
"""A relation, the places of the findings that it concerns, and its claims."""


def implied_by_propositions(scene: Scene, findings: Sequence[Finding]) -> Iterator[Implied]:
    """The contradictions that the implications of a ledger bring about.

    Args:
        scene: Gives the declared implications.
        findings: The findings of all questions of one ledger.
    """
    steps: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for declared in scene.ledger.implications:
        edge = f"{quoted(declared.premise)} implies {quoted(declared.conclusion)}"
        steps[matter_key(declared.premise)].append((matter_key(declared.conclusion), edge))
    places: dict[str, list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        if steps and finding.question.proposition is not None:
            places[matter_key(finding.question.proposition)].append(place)
    for text in sorted(steps.keys() & places.keys()):
        for conclusion, edges in _reachable(steps, text):
            for one in places[text]:
                for other in places.get(conclusion, ()):
                    for relation, voices in _clashes(findings[one], findings[other], edges):
                        yield relation, (one, other), voices


def _reachable(
    steps: Mapping[str, Iterable[tuple[str, str]]], start: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """All propositions that one implies, each with a shortest chain of edges."""
    seen = {start}
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(start, ())])
    while waiting:
        text, edges = waiting.popleft()
        for conclusion, edge in steps.get(text, ()):
            if conclusion not in seen:
                seen.add(conclusion)
                waiting.append((conclusion, (*edges, edge)))
                yield conclusion, (*edges, edge)


def _clashes(
    premise: Finding, conclusion: Finding, edges: tuple[str, ...]
) -> Iterator[tuple[Relation, tuple[Voice, ...]]]:
    """Who asserts the premise against who denies the conclusion, each at least once."""
    one, other = premise.question, conclusion.question
    if (one.event, one.place, one.window) != (other.event, other.place, other.window):
        return
    yes = [v for v in premise.standing if v.has_content and v.claim.value is Truth.YES]
    no = [v for v in conclusion.standing if v.has_content and v.claim.value is Truth.NO]
    pairs = {(a, _rival(a, no)) for a in yes} | {(_rival(b, yes), b) for b in no}
    for a, b in sorted(((a, b) for a, b in pairs if a and b), key=lambda p: (p[0].id, p[1].id)):
        relation = Relation(
            a.id,
            b.id,
            RelationKind.IMPLIED_CONTRADICTION,
            "the one is asserted and the other is denied",
            claims=tuple(sorted((a.id, b.id))),
            edges=edges,
        )
        yield relation, (a, b)


def _rival(voice: Voice, others: Iterable[Voice]) -> Voice | None:
    """The first of some claims that does not speak as one with a claim."""
    return next((other for other in others if not speak_as_one((voice, other))), None)

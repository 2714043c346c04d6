"""From a ledger to findings: each claim read, placed and weighed with those it meets."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from claimledger.canonical import name_key
from claimledger.claims import KINDS, Claim
from claimledger.dates import PartialDate, parse_date
from claimledger.findings import Finding, Verdict
from claimledger.grouping import Scene, group
from claimledger.ledger import Ledger
from claimledger.pauses import no_collection
from claimledger.progress import Track, untracked
from claimledger.propagation import imply
from claimledger.quantities import Reading
from claimledger.relations import Voice
from claimledger.verdicts import weigh
from claimledger.voices import Bench, Kind


def judge(
    ledger: Ledger,
    *,
    as_of: PartialDate | dt.date | str | None = None,
    reading: str | Reading = "standard",
    track: Track = untracked,
) -> tuple[Finding, ...]:
    """What a ledger says on each of its questions, worst first.

    Args:
        ledger: The ledger.
        as_of: Only what was said by the end of this date; None for everything.
        reading: The reading policy: ``"standard"``, ``"wide"`` or ``"tight"``.
        track: Wraps the questions while they are judged, to show progress.

    Returns:
        A finding for each question, ordered by verdict, then by ratio, then by name, and
        numbered in that order from 1.

    Raises:
        UnknownNameError: for an unknown reading policy.
        InvalidRecordError: if parties, places or events are part of each other in a circle.

    Complexity: O(n log n) in the number of claims.
    """
    policy = Reading.of(reading)
    seen = ledger if as_of is None else ledger.as_of(parse_date(as_of))
    scene = Scene.of(seen)
    with no_collection():
        return ranked(scene, alone(scene, policy, track))


def ranked(scene: Scene, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with what questions imply for each other, in order, worst first, and numbered.

    Args:
        scene: The scene of the ledger.
        findings: The findings of all its questions, in the order of their first claims.
    """
    with no_collection():
        ordered = sorted(imply(scene, findings), key=_worst_first)
        for number, found in enumerate(ordered, start=1):
            _put_number(found, number)  # Nobody has seen it without.
    return tuple(ordered)


_put_number = Finding.__dict__["number"].__set__


def alone(scene: Scene, policy: Reading, track: Track = untracked) -> list[Finding]:
    """What is found on each question by its own claims, in the order of their first ones."""
    with no_collection():
        groups = group(scene, scene.ledger.claims)
        tracked = track(_taken(groups), "judging", len(groups))
        bench = Bench(scene, policy)
        return [finding_of(bench, members) for members in tracked]


def _taken(groups: list[list[Claim]]) -> Iterator[list[Claim]]:
    """Groups in order, each of which is held no longer."""
    groups.reverse()
    while groups:
        yield groups.pop()


RANKS = {verdict: rank for rank, verdict in enumerate((*Verdict, None))}
"""The order of verdicts, the worst first."""


def _worst_first(finding: Finding) -> tuple[object, ...]:
    question = finding.question
    kind = question.kind
    names = (question.event, question.subject, question.about, question.place, question.window)
    return (
        RANKS[finding.verdict],
        -finding.ratio,
        KINDS.index(kind),
        *(name or "" for name in names),
        question.accrual or "",
        question.dimension or "",
    )


_NO_UNITS: Mapping[str, int] = MappingProxyType({})


def finding_of(
    bench: Bench, claims: Sequence[Claim], more: Mapping[str, int] = _NO_UNITS
) -> Finding:
    """What is found on a question by its own claims.

    Args:
        bench: The ledger, and the reading policy.
        claims: All claims of the question that can matter, by date and id.
        more: How many others use each unit.
    """
    scene = bench.scene
    kinds = bench.kinds(claims)
    running = [place for place, kind in enumerate(kinds) if kind.is_running]
    unit = _unit(kinds, more)
    voices = bench.voices(claims, kinds, unit, cumulative=bool(running))
    first = running[0] if running else 0
    return weigh(
        bench.question(claims[first], kinds[first]),
        voices,
        unit=unit,
        are_opposed=scene.opposed,
        has_conflict=_has_conflict(scene, voices),
    )


def _unit(kinds: Iterable[Kind], more: Mapping[str, int]) -> str | None:
    """The unit that most of the claims use; of several the first by name."""
    units = [kind.unit for kind in kinds]
    if not more and not any(units):
        return None
    used = Counter(unit for unit in units if unit is not None)
    used.update(more)
    return min(used, key=lambda unit: (-used[unit], unit), default=None)


def _has_conflict(scene: Scene, voices: Sequence[Voice]) -> bool:
    if not scene.in_conflict:
        return False
    about = {("source", voice.source) for voice in voices}
    for voice in voices:
        for kind in ("event", "place"):
            about.add((kind, name_key(getattr(voice.claim, kind) or "")))
        about.add(("party", name_key(voice.claim.subject or "")))
        about.add(("party", voice.party or ""))
    return not about.isdisjoint(scene.in_conflict)

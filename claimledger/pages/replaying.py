"""A ledger replayed: what was found on each question at the dates on which something was said.

Everything is judged here, by the library, once for each date that a page can be set to.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from claimledger.claims import Claim
from claimledger.editions import Edition, shown
from claimledger.explaining import reason
from claimledger.findings import Finding, SideRange
from claimledger.footnotes import head
from claimledger.grouping import Scene, group
from claimledger.judging import RANKS, finding_of
from claimledger.ledger import Ledger
from claimledger.pauses import no_collection
from claimledger.progress import Track, untracked
from claimledger.propagation import imply
from claimledger.quantities import Reading
from claimledger.sections import common_cell, gap_cell
from claimledger.tables import answer_words, cell_text, each_once
from claimledger.voices import Bench

MOST_MOMENTS = 60
"""To so many dates a page can be set at most."""

MOST_JUDGED = 60_000
"""About how many claims are judged for all dates together; of a large ledger dates are left out."""

LEAST_MOMENTS = 6
"""To so many dates a page can be set however large the ledger is, if it has them."""

MOST_SAID = 5
"""So many answers of a side are named in one line."""


@attrs.frozen
class State:
    """What was found on a question at some date.

    Attributes:
        moment: The place of the date among those of the replay.
        verdict: The verdict; None for positions.
        flags: What stands beside it.
        ratio: How far apart the widest pair is; infinite against zero.
        common: The common range in words.
        gap: The gap in words.
        sides: What each side says, in words.
        why: What the verdict rests on, in a sentence or two.
        gone: The places of the claims on the question that no longer stand.
        finding: What was found.
    """

    moment: int
    verdict: str | None
    flags: tuple[str, ...]
    ratio: float
    common: str
    gap: str
    sides: tuple[tuple[str, str], ...]
    why: str
    gone: tuple[int, ...]
    finding: Finding = attrs.field(eq=False, repr=False)


@attrs.frozen
class Replay:
    """A ledger at several dates.

    Attributes:
        days: The dates, in order; at the last everything has been said.
        heads: What the head of a report says at each.
        states: By the place of a question among the findings, how it changed.
    """

    days: tuple[dt.date, ...]
    heads: tuple[tuple[str, ...], ...]
    states: tuple[tuple[State, ...], ...]

    def since(self, day: dt.date) -> int:
        """The place of the first date by which something of a day was known."""
        return next(n for n, moment in enumerate(self.days) if moment >= day)


def replayed(
    ledger: Ledger,
    findings: Sequence[Finding],
    reading: str,
    *,
    as_of: object = None,
    track: Track = untracked,
) -> Replay:
    """How the findings of a ledger came about.

    Args:
        ledger: The ledger.
        findings: All that is found on it.
        reading: The reading policy by which they were found.
        as_of: The date of which the ledger is; None for everything.
        track: Shows progress.
    """
    days = moments(ledger)
    places = {voice.id: n for n, one in enumerate(findings) for voice in one.voices}
    states: list[list[State]] = [[] for _ in findings]
    marks: list[object] = [None] * len(findings)
    again = Rejudge(Reading.of(reading))
    heads = []
    for moment, day in enumerate(track(days, "replaying", len(days))):
        is_last = moment == len(days) - 1
        seen = ledger if is_last else ledger.as_of(day)
        judged = findings if is_last else again.judge(seen)
        heads.append(head(Edition(seen, tuple(judged)), as_of if is_last else day, reading))
        for found in judged:
            place = places[found.voices[0].id]
            mark = _mark(found)
            if marks[place] != mark:
                marks[place] = mark
                states[place].append(_state(seen, found, findings[place], moment))
    return Replay(days, tuple(heads), tuple(map(tuple, states)))


class Rejudge:
    """Judges a ledger at one date after the other.

    A question on which nothing was said or withdrawn since is not weighed again, unless a
    claim on it was taken from elsewhere: where its chain ends may depend on other questions.

    Args:
        policy: The reading policy.
    """

    def __init__(self, policy: Reading) -> None:
        self._policy = policy
        self._known: dict[str, tuple[object, Finding]] = {}

    def judge(self, seen: Ledger) -> list[Finding]:
        """What is found on each question, by verdict, worst first.

        Args:
            seen: The ledger at a date that is not before the last one.
        """
        scene = Scene.of(seen)
        bench = Bench(scene, self._policy)
        with no_collection():
            alone = [self._found(bench, claims) for claims in group(scene, seen.claims)]
            return sorted(imply(scene, alone), key=lambda found: RANKS[found.verdict])

    def _found(self, bench: Bench, claims: Sequence[Claim]) -> Finding:
        ledger = bench.scene.ledger
        ids = {claim.id for claim in claims}
        mark = (ids, ids & ledger.withdrawn)
        before = self._known.get(claims[0].id)
        if before is not None and before[0] == mark and ledger.entangled.isdisjoint(ids):
            return before[1]
        found = finding_of(bench, claims)
        self._known[claims[0].id] = (mark, found)
        return found


def moments(ledger: Ledger) -> tuple[dt.date, ...]:
    """The days by which something more was surely said; thinned out where they are many."""
    counts = Counter(claim.date.last for claim in ledger.claims)
    counts.update(record.date.last for record in ledger.retractions)
    most = min(max(MOST_JUDGED // max(len(ledger), 1), LEAST_MOMENTS), MOST_MOMENTS)
    return tuple(_thinned(sorted(counts.items()), most))


def _thinned(counts: Sequence[tuple[dt.date, int]], most: int) -> Iterator[dt.date]:
    """The last day of each stretch in which about the same number of records is new."""
    share = 0 if len(counts) <= most else sum(count for _, count in counts) / most
    new = 0
    for place, (day, count) in enumerate(counts, start=1):
        new += count
        if new >= share or place == len(counts):
            yield day
            new = 0


def _said(found: Finding, side: SideRange) -> str:
    """What a side says at present; of very much the beginning and the end."""
    said = list(dict.fromkeys(answer_words(voice.claim) for voice in shown(found, side)))
    if len(said) > MOST_SAID:
        said = [*said[: MOST_SAID - 2], "\N{HORIZONTAL ELLIPSIS}", said[-1]]
    return each_once(said)


def _mark(found: Finding) -> object:
    """Differs wherever what is shown of a question may have changed; claims only come in."""
    withdrawn = tuple(voice.id for voice in found.voices if voice.withdrawn)
    judged = (found.verdict, found.flags, found.common, found.implied, found.superseded)
    return (len(found.voices), withdrawn, judged)


def _state(seen: Ledger, found: Finding, final: Finding, moment: int) -> State:
    standing = {voice.id for voice in found.standing}
    heard = {voice.id for voice in found.voices}
    return State(
        moment=moment,
        verdict=None if found.verdict is None else str(found.verdict),
        flags=tuple(map(str, found.flags)),
        ratio=float(found.ratio),
        common=cell_text(common_cell(found)),
        gap=cell_text(gap_cell(found)),
        sides=tuple((side.side, _said(found, side)) for side in found.sides),
        why=reason(seen, found),
        gone=tuple(
            place
            for place, voice in enumerate(final.voices)
            if voice.id in heard and voice.id not in standing
        ),
        finding=found,
    )

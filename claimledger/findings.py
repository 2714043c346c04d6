"""What is found on a question: its verdict, its flags, its ranges and what they rest on.

The pairs of claims behind a verdict are listed only when asked for.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

import attrs

from claimledger.claims import Claim
from claimledger.displays import shown_by
from claimledger.intervals import Bound, Interval, Number
from claimledger.pairs import witnesses
from claimledger.questions import Question
from claimledger.relations import SILENT, Relation, RelationKind, Voice, relate
from claimledger.sweeps import is_timed, maximal_consistent, newest, projected

PAIRS_UP_TO = 128
"""Up to so many claims :attr:`Finding.relations` lists every pair that matters."""

NO_SIDE = "no side"


class Verdict(enum.StrEnum):
    """What a question comes to, worst first."""

    DISPUTED = "disputed"
    TENSION = "tension"
    CORROBORATED_ACROSS_SIDES = "corroborated across sides"
    CORROBORATED = "corroborated"
    ONE_SIDED = "one-sided"
    UNDERSPECIFIED = "underspecified"
    CONSISTENT = "consistent"


class Flag(enum.StrEnum):
    """What a reader should know beside the verdict, in the order shown."""

    IMPLIED = "implied"
    WITHIN_ONE_SIDE = "within one side"
    INTERNALLY_INCONSISTENT = "internally inconsistent"
    AGAINST_INTEREST = "against interest"
    REVISED = "revised"
    DOWNWARD = "downward"
    TRANSMISSION_DISCREPANCY = "transmission discrepancy"
    DENIED = "denied, nobody asserts"
    POSSIBLY_DEPENDENT = "possibly dependent"
    METADATA_CONFLICT = "metadata conflict"


@attrs.frozen
class SideRange:
    """What one side says at present: the newest standing claim of each of its sources.

    Attributes:
        side: The name of the side, or ``"no side"``.
        core: The hull of the literal readings; None where there is no figure.
        support: The hull of the tolerant readings; None where there is no figure.
        said: The words.
        claims: Ids of the claims shown, by source.
    """

    side: str
    core: Interval | None
    support: Interval | None
    said: str
    claims: tuple[str, ...]


@attrs.frozen
class BestRange:
    """The lowest range that most independent origins hold possible: overlap, not truth.

    Attributes:
        range: The range, both ends as in the supports.
        origins: How many independent origins hold it possible, at least 2.
    """

    range: Interval
    origins: int


@attrs.frozen(kw_only=True)
class Finding:
    """What the ledger says on one question.

    Attributes:
        question: What is asked.
        verdict: What it comes to; None for positions, which are never judged.
        flags: What a reader should know beside it.
        unit: The unit of all figures here; None for counts.
        common: The range that all standing claims hold possible; None where there is none.
        gap: The largest distance between two claims in contradiction; 0 where there is none.
        ratio: The ratio of the two figures with that gap; 1 where there is none, infinite
            against zero.
        widest: Ids of the two claims with that gap, the higher first.
        best: The best supported range; None where no two origins hold one.
        origins: How many independent origins its standing claims have.
        sides: What each side says at present, by name.
        voices: All claims on the question with their readings, by date and id, those that
            are withdrawn or superseded among them.
        superseded: Ids of claims that their own source has replaced, each with the id of
            the claim that replaced it.
        implied: Contradictions that no pair of claims on this question shows.
        number: Its place in the report, from 1.
    """

    question: Question
    verdict: Verdict | None
    flags: tuple[Flag, ...] = ()
    unit: str | None = None
    common: Interval | None = None
    gap: Number = 0
    ratio: Bound = 1
    widest: tuple[str, str] | None = None
    best: BestRange | None = None
    origins: int = 0
    sides: tuple[SideRange, ...] = ()
    voices: tuple[Voice, ...] = ()
    superseded: tuple[tuple[str, str], ...] = ()
    implied: tuple[Relation, ...] = ()
    number: int = 0

    _repr_html_ = shown_by("finding_html")
    _repr_markdown_ = shown_by("finding_markdown")

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims on the question, by date said and id."""
        return tuple(voice.claim for voice in self.voices)

    @cached_property
    def standing(self) -> tuple[Voice, ...]:
        """The claims that are neither withdrawn nor superseded."""
        gone = {old for old, _ in self.superseded}
        return tuple(v for v in self.voices if not v.withdrawn and v.id not in gone)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The pairs of claims that matter: implied contradictions first, then by kind.

        Complete for questions of up to 128 standing claims. Beyond that, for each claim
        the pair with its strongest opponent, with the next claim of its source, and with
        one claim that it bears out. Positions contradict nobody.
        """
        if self.question.kind == "position":
            return self.implied
        by_id = {voice.id: voice for voice in self.voices}
        replaced = [relate(by_id[old], by_id[new]) for old, new in self.superseded]
        standing = self.standing
        if len(standing) <= PAIRS_UP_TO:
            pairs: Iterable[tuple[Voice, Voice]] = combinations(standing, 2)
        else:
            pairs = witnesses([voice for voice in standing if voice.has_content])
        found = {(r.a, r.b, r.relation): r for r in (relate(a, b) for a, b in pairs)}
        kept = [*replaced, *(r for r in found.values() if r.relation not in SILENT)]
        rank = list(RelationKind)
        return (*self.implied, *sorted(kept, key=lambda r: (rank.index(r.relation), r.a, r.b)))

    @property
    def subsets(self) -> tuple[tuple[str, ...], ...]:
        """The maximal sets of claims that can all be right, as ids, from low values to high.

        Of counts that speak of moments, the sets among those of the newest moment. None
        for sets of members and for positions.
        """
        if self.question.kind in {"members", "position"}:
            return ()
        asserted = [v for v in self.standing if v.has_content and not v.denies]
        heard = {v.id for v in (newest(asserted) if is_timed(asserted) else asserted)}
        return tuple(maximal_consistent(one for one in projected(asserted) if one[0].id in heard))

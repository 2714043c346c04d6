"""The disputes that a page begins with: two figures, who says them, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from claimledger.charts.words import heading
from claimledger.editions import Edition
from claimledger.findings import NO_SIDE, Finding, Verdict
from claimledger.relations import RelationKind, Voice
from claimledger.tables import answer_words, date_text, number_text, ratio_text, source_name

MOST_STORIES = 4


@attrs.frozen
class Said:
    """One of the two claims of a story."""

    side: str
    source: str
    date: str
    said: str


@attrs.frozen
class Story:
    """A dispute in short.

    Attributes:
        anchor: Where it is told in full.
        title: What is asked.
        scope: Where and when.
        one: The higher of the two claims, or one of them.
        other: The lower, or the other.
        apart: How far apart they are, in words; empty where they are no figures.
    """

    anchor: str
    title: str
    scope: str
    one: Said
    other: Said
    apart: str


def stories(edition: Edition, anchors: Sequence[str]) -> tuple[Story, ...]:
    """The worst disputes of a ledger that two claims on one question show, worst first."""
    found: list[Story] = []
    for finding, anchor in zip(edition.findings, anchors, strict=True):
        if len(found) == MOST_STORIES or finding.verdict is not Verdict.DISPUTED:
            break
        pair = _pair(finding)
        if pair is not None:
            told = heading(finding)
            one, other = (_said(edition, voice) for voice in pair)
            found.append(Story(anchor, told.title, told.scope, one, other, _apart(finding)))
    return tuple(found)


def _pair(finding: Finding) -> tuple[Voice, Voice] | None:
    """The two claims furthest apart; of what are no figures the first that contradict."""
    by_id = {voice.id: voice for voice in finding.voices}
    pairs = iter([finding.widest]) if finding.widest else _contradicting(finding)
    one = next(pairs, None)
    return None if one is None else (by_id[one[0]], by_id[one[1]])


def _contradicting(finding: Finding) -> Iterator[tuple[str, str]]:
    for relation in finding.relations:
        if relation.relation is RelationKind.CONTRADICTION:
            yield relation.a, relation.b


def _said(edition: Edition, voice: Voice) -> Said:
    return Said(
        side=voice.side_name or NO_SIDE,
        source=source_name(edition.ledger, voice.source, voice.claim.source),
        date=date_text(voice.claim.date),
        said=answer_words(voice.claim),
    )


def _apart(finding: Finding) -> str:
    if finding.widest is None:
        return ""
    ratio = ratio_text(finding.ratio)
    if ratio != "∞":
        return f"× {ratio}"
    return f"{number_text(finding.gap, finding.unit)} against 0"

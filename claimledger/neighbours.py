"""Claims that look alike and yet answer another question, each with what sets it apart."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Accrual
from claimledger.findings import Finding
from claimledger.grouping import Meeting, Question, Scene
from claimledger.relations import Voice
from claimledger.sources import ALL, ANY
from claimledger.taxonomy import Measure, Tree

ALIKE_WORDS = 0.6
"""The share of words that two texts have in common when they look alike."""

_WEIGHTS = {"event": 3, "subject": 1, "measure": 1, "place": 1, "window": 1, "accrual": 1}
_RANK = list(Meeting)


@attrs.frozen
class Neighbour:
    """A question that looks like another, by one claim on it.

    Attributes:
        number: Its number in the report.
        question: The question.
        voice: Its newest claim that stands, or its newest if none does.
        claims: How many claims it has.
        meeting: How the question that was asked about lies to this one.
        by: The dimensions that decide it, each with its value here and there.
    """

    number: int
    question: Question
    voice: Voice
    claims: int
    meeting: Meeting
    by: tuple[tuple[str, str, str], ...]


def neighbours(scene: Scene, findings: Iterable[Finding], asked: Finding) -> list[Neighbour]:
    """The questions that look like one that is asked about, nearest first.

    Alike are measures of one event or of none in common whose things and outcomes are
    related in the vocabulary, and other questions with most of their words in common.

    Args:
        scene: The scene of the ledger.
        findings: All findings of the ledger.
        asked: The one asked about.

    Complexity: linear in the number of findings, and n log n in those that look alike.
    """
    here = _spokesman(asked)
    found: list[tuple[tuple[int, int, int], Neighbour]] = []
    for other in findings:
        if other.number == asked.number or not _is_alike(scene, asked.question, other.question):
            continue
        there = _spokesman(other)
        meeting, dimensions = scene.meeting(here.claim, there.claim)
        by = tuple(
            (
                name,
                _value(scene, asked.question, here, name),
                _value(scene, other.question, there, name),
            )
            for name in dimensions.split(", ")
            if name
        )
        neighbour = Neighbour(other.number, other.question, there, len(other.voices), meeting, by)
        unequal = sum(
            weight * (getattr(asked.question, field) != getattr(other.question, field))
            for field, weight in _WEIGHTS.items()
        )
        found.append(((unequal, _RANK.index(meeting), other.number), neighbour))
    return [neighbour for _, neighbour in sorted(found, key=lambda item: item[0])]


def apart(neighbour: Neighbour) -> str:
    """Why the claims on a question do not meet those on a neighbour, in words."""
    values = "; ".join(f"{name}: {here} here, {there} there" for name, here, there in neighbour.by)
    match neighbour.meeting:
        case Meeting.DIFFERENT:
            return f"another question ({values})"
        case Meeting.UNDERSPECIFIED:
            return f"cannot be compared ({values})"
        case Meeting.PART_OF:
            return f"this question is a part of it ({values})"
        case Meeting.CONTAINS:
            return f"it is a part of this question ({values})"
        case Meeting.CROSSING:
            return f"they overlap in part ({values})"
    return "the same question, counted over another time"


def _spokesman(finding: Finding) -> Voice:
    """The newest claim that stands."""
    return (finding.standing or finding.voices)[-1]


def _value(scene: Scene, question: Question, voice: Voice, dimension: str) -> str:
    """A dimension of a question as a reader knows it; of a running count its time so far."""
    if dimension == "time":
        time = scene.time(voice.claim)
        stated = None if time.window is None else str(time.window)
        if time.accrual in {Accrual.INCREMENT, Accrual.STOCK}:
            return f"{time.accrual} {stated}"
    elif dimension == "measure" and question.dimension is not None:
        stated = f"{question.measure} ({question.dimension})"
    else:
        stated = getattr(question, dimension)
    if stated == ANY and dimension in ALL:
        return f"all {ALL[dimension]}"
    return stated or "not stated"


def _is_alike(scene: Scene, one: Question, other: Question) -> bool:
    if one.kind != other.kind:
        return False
    if one.measure is None or other.measure is None:
        return _words_in_common(one.about, other.about) >= ALIKE_WORDS
    return _are_related(
        scene, scene.vocabulary.resolve(one.measure), scene.vocabulary.resolve(other.measure)
    )


def _are_related(scene: Scene, one: Measure, other: Measure) -> bool:
    if name_key(one.name) == name_key(other.name):
        return True
    if one.what is None or one.outcome is None or other.what is None or other.outcome is None:
        return False
    vocabulary = scene.vocabulary
    lies_above = _is_in_line(vocabulary.outcome, one.outcome, other.outcome)
    return lies_above and _is_near(vocabulary.what, one.what, other.what)


def _is_in_line(tree: Tree, one: str, other: str) -> bool:
    return one in tree.above(other) or other in tree.above(one)


def _is_near(tree: Tree, one: str, other: str) -> bool:
    """True when one node lies within the other, or both have a parent in common."""
    parents = (set(tree.parents.get(node, ())) for node in (one, other))
    return _is_in_line(tree, one, other) or bool(set.intersection(*parents))


def _words_in_common(one: str, other: str) -> float:
    words = [set(name_key(text).split()) for text in (one, other)]
    return len(words[0] & words[1]) / len(words[0] | words[1])

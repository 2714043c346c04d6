"""The words of charts: what is asked, when, and what came of it, as a reader says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from claimledger.charts.axes import MONTHS
from claimledger.dates import PartialDate
from claimledger.findings import NO_SIDE, Finding, Flag, Verdict
from claimledger.intervals import Bound
from claimledger.layout import safe
from claimledger.questions import Question
from claimledger.relations import RelationKind
from claimledger.sources import ANY
from claimledger.tables import (
    GLUE,
    date_text,
    interval_text,
    number_text,
    ratio_text,
    window_text,
)

_ISO = re.compile(r"(\d{4})-(0[1-9]|1[0-2]|2[1-4])(?:-(\d\d))?(?![-\d])")
_SPOKEN = dict(enumerate(MONTHS, start=1)) | dict(
    enumerate(("spring", "summer", "autumn", "winter"), start=21)
)


@attrs.frozen
class Heading:
    """What stands above a question.

    Attributes:
        title: What is asked, and of whom.
        scope: At which event, where several are shown; where, and when. Empty where nothing is
            said of it.
        outcome: What came of it, in a sentence of a few words.
        verdict: The verdict; None for positions.
        number: Its place in the report.
    """

    title: str
    scope: str
    outcome: str
    verdict: Verdict | None
    number: int = 0


def day_text(date: PartialDate | str) -> str:
    """A date as newspapers write it, as precise as it was given.

    >>> day_text("2020-09-28"), day_text("2021-04"), day_text("2021-21"), day_text("2021")
    ('28 Sep 2020', 'Apr 2021', 'spring 2021', '2021')
    """
    return _spoken(date_text(date)).replace(GLUE, " ")


def _spoken(text: str) -> str:
    """A text of the library, not of a user, with its dates as newspapers write them."""

    def spoken(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        return GLUE.join([*([str(int(day))] if day else []), _SPOKEN[int(month)], year])

    return _ISO.sub(spoken, text)


def is_of_several_events(findings: Iterable[Finding]) -> bool:
    """True when a question has to name its event."""
    return len({finding.question.event for finding in findings} - {None}) > 1


def heading(finding: Finding, *, event: bool = False) -> Heading:
    """What stands above the chart of a question.

    Args:
        finding: What was found on it.
        event: Whether to name its event.
    """
    question = finding.question
    return Heading(
        safe(_title(question)),
        safe(_scope(question, event=event)),
        outcome_text(finding),
        finding.verdict,
        finding.number,
    )


def _title(question: Question) -> str:
    if question.kind != "measure" or question.subject is None:
        return question.about
    return f"{question.about}, {'all parties' if question.subject == ANY else question.subject}"


def _scope(question: Question, *, event: bool) -> str:
    time = None
    if question.window is not None:
        time = _spoken(window_text(question.window, question.accrual)).replace(GLUE, " ")
    place = "all places" if question.place == ANY else question.place
    name = question.event if event else None
    return ", ".join(part for part in (name, place, time) if part)


def outcome_text(finding: Finding) -> str:
    """What came of a question: how far apart, or what is common, or the bare verdict."""
    verdict = "" if finding.verdict is None else str(finding.verdict)
    if finding.verdict is Verdict.DISPUTED:
        return _dispute_text(finding)
    if finding.verdict is Verdict.ONE_SIDED and len(finding.sides) == 1:
        side = finding.sides[0].side
        return verdict if side == NO_SIDE else f"said by {safe(side)} alone"
    if finding.question.kind == "measure" and finding.common is not None and finding.origins > 1:
        shared = interval_text(finding.common, finding.unit)
        if finding.verdict is Verdict.TENSION:
            return f"in tension: only {shared} fits all"
        return f"{verdict}: {shared} fits all"
    return verdict


def _dispute_text(finding: Finding) -> str:
    within = " within one side" if Flag.WITHIN_ONE_SIDE in finding.flags else ""
    if finding.widest is not None:
        return f"disputed{within}: {apart_text(finding.gap, finding.ratio, finding.unit)}"
    if any(found.relation is RelationKind.CONTRADICTION for found in finding.relations):
        return f"disputed{within}"
    return "disputed: at odds with what is said on other questions"


def apart_text(gap: Bound, ratio: Bound, unit: str | None) -> str:
    """How far two claims are from each other.

    >>> apart_text(492, 9, None).replace(GLUE, " ")
    '492 apart (× 9)'
    """
    figure = number_text(gap, unit)
    times = ratio_text(ratio)
    return f"{figure} apart" if times == "∞" else f"{figure} apart (×{GLUE}{times})"


def listed_names(names: Sequence[str], most: int = 2) -> str:
    """Names, each once; of very many the first, and how many more."""
    kept = list(dict.fromkeys(names))
    if len(kept) <= most:
        return ", ".join(kept)
    return f"{', '.join(kept[: most - 1])} and {len(kept) - most + 1} more"

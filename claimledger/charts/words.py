"""The words of charts: what is asked, when, and what came of it, as a reader says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from claimledger.charts.axes import MONTHS
from claimledger.dates import PartialDate
from claimledger.findings import Finding, Flag, Verdict
from claimledger.intervals import Bound
from claimledger.layout import safe
from claimledger.questions import Question
from claimledger.sources import ANY
from claimledger.tables import (
    GLUE,
    date_text,
    interval_text,
    number_text,
    ratio_text,
    window_text,
)

_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?![-\d])")


@attrs.frozen
class Heading:
    """What stands above a question.

    Attributes:
        title: What is asked, and of whom.
        scope: Where and when; empty where nothing is said of it.
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

    >>> day_text("2020-09-28"), day_text("2021-04"), day_text("2021")
    ('28 Sep 2020', 'Apr 2021', '2021')
    """
    return _spoken(date_text(date)).replace(GLUE, " ")


def _spoken(text: str) -> str:
    """A text of the library, not of a user, with its dates as newspapers write them."""

    def spoken(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        if not 1 <= int(month) <= 12:
            return found[0]
        return GLUE.join([*([str(int(day))] if day else []), MONTHS[int(month) - 1], year])

    return _ISO.sub(spoken, text)


def heading(finding: Finding) -> Heading:
    """What stands above the chart of a question."""
    question = finding.question
    return Heading(
        safe(_title(question)),
        safe(_scope(question)),
        outcome_text(finding),
        finding.verdict,
        finding.number,
    )


def _title(question: Question) -> str:
    if question.kind != "measure" or question.subject is None:
        return question.about
    return f"{question.about}, {'all parties' if question.subject == ANY else question.subject}"


def _scope(question: Question) -> str:
    time = None
    if question.window is not None:
        time = _spoken(window_text(question.window, question.accrual)).replace(GLUE, " ")
    place = "all places" if question.place == ANY else question.place
    return ", ".join(part for part in (place, time) if part)


def outcome_text(finding: Finding) -> str:
    """What came of a question: how far apart, or what is common, or the bare verdict."""
    verdict = "" if finding.verdict is None else str(finding.verdict)
    if finding.verdict is Verdict.DISPUTED:
        parts = [verdict]
        if finding.widest is not None:
            parts = [f"disputed: {apart_text(finding.gap, finding.ratio, finding.unit)}"]
        return "; ".join([*parts, *(str(flag) for flag in _TOLD if flag in finding.flags)])
    if finding.verdict is Verdict.ONE_SIDED and len(finding.sides) == 1:
        return f"only {safe(finding.sides[0].side)} speaks of it" if _is_named(finding) else verdict
    if finding.question.kind == "measure" and finding.common is not None and finding.origins > 1:
        return f"{verdict}: {interval_text(finding.common, finding.unit)} fits all"
    return verdict


_TOLD = (Flag.IMPLIED, Flag.WITHIN_ONE_SIDE)


def _is_named(finding: Finding) -> bool:
    return any(voice.side_name is not None for voice in finding.standing)


def apart_text(gap: Bound, ratio: Bound, unit: str | None) -> str:
    """How far two claims are from each other.

    >>> apart_text(492, 9, None)
    '492 apart (× 9)'
    """
    figure = number_text(gap) if unit is None else f"{number_text(gap)} {unit}"
    times = ratio_text(ratio)
    return f"{figure} apart" if times == "∞" else f"{figure} apart (×{GLUE}{times})"


def listed_names(names: Sequence[str], most: int = 2) -> str:
    """Names, each once; of very many the first, and how many more."""
    kept = list(dict.fromkeys(names))
    if len(kept) <= most:
        return ", ".join(kept)
    return f"{', '.join(kept[: most - 1])} and {len(kept) - most + 1} more"

"""The range chart: what each claim holds possible, and how far apart the claims are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from claimledger.charts.axes import Axis, value_axis
from claimledger.charts.styles import Style, side_styles
from claimledger.charts.words import (
    Heading,
    apart_text,
    day_text,
    heading,
    is_of_several_events,
    listed_names,
)
from claimledger.claims import Claim, Stance
from claimledger.errors import InvalidRecordError, UnknownNameError, nearest
from claimledger.findings import NO_SIDE, Finding, Verdict
from claimledger.intervals import ANY, Bound, Interval, Number
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.relations import Voice
from claimledger.tables import answer_words, each_once, source_name

STATES = ("stands", "replaced", "withdrawn")
"""Whether a claim still holds for its source."""


@attrs.frozen(kw_only=True)
class RangeMark:
    """One claim on the axis of figures.

    Attributes:
        claim: Its id.
        source: Who says it.
        side: The source's side as it is spelt, a key of the chart's styles.
        date: The date said, as it is shown.
        said: The answer in words, with the stance where it is not a plain assertion.
        core: The literal reading, drawn thick; None for what names no figure.
        support: The tolerant reading, drawn thin; None for what names no figure.
        stance: What the source does with the answer; what is denied is drawn hollow.
        state: One of ``STATES``.
    """

    claim: str
    source: str
    side: str
    date: str
    said: str
    core: Interval | None
    support: Interval | None
    stance: Stance = Stance.ASSERTS
    state: str = "stands"

    @property
    def point(self) -> Number | None:
        """The one figure that the literal reading allows, or None."""
        if self.core is None or isinstance(self.core.high, float):
            return None
        return self.core.high if self.core.low == self.core.high else None

    @property
    def is_open(self) -> bool:
        """True where no upper limit is told, which an arrow shows."""
        return self.support is not None and math.isinf(self.support.high)

    @property
    def is_core_open(self) -> bool:
        """True where even the literal reading has no upper limit: the arrow is thick."""
        return self.core is not None and math.isinf(self.core.high)


@attrs.frozen
class RangeLane:
    """A line of a chart: one claim, or what one side says at present.

    Attributes:
        side: The side as it is spelt, a key of the chart's styles.
        marks: What is drawn on it.
        said: The answers in words.
        by: Who says it.
        date: When it was said; of several the newest, and empty where nothing is.
    """

    side: str
    marks: tuple[RangeMark, ...]
    said: str
    by: str
    date: str


@attrs.frozen
class Gap:
    """How far the two claims are apart that are farthest from each other.

    Attributes:
        low: The greatest value that the lower claim holds possible.
        high: The least value that the higher claim holds possible.
        ratio: ``high`` to ``low``; infinite against zero.
        words: Both, for the reader.
    """

    low: Bound
    high: Bound
    ratio: Bound
    words: str


@attrs.frozen
class RangeRow:
    """One question.

    Attributes:
        heading: What is asked, and what came of it.
        lanes: Its lines, by side.
        common: The range that all who speak hold possible; None where there is none, where
            only one speaks, and where the question is disputed.
        gap: Where claims contradict each other, the widest gap; else None.
    """

    heading: Heading
    lanes: tuple[RangeLane, ...]
    common: Interval | None = None
    gap: Gap | None = None

    @property
    def marks(self) -> tuple[RangeMark, ...]:
        """All that is drawn, lane by lane."""
        return tuple(mark for lane in self.lanes for mark in lane.marks)


@attrs.frozen
class RangeChart:
    """Questions in one unit on one axis.

    Attributes:
        axis: The axis.
        rows: The questions.
        styles: How each side in it is drawn.
    """

    axis: Axis
    rows: tuple[RangeRow, ...]
    styles: Mapping[str, Style]


def range_chart(
    finding: Finding,
    *,
    by: str = "claims",
    ledger: Ledger | None = None,
    scale: str | None = None,
    styles: Mapping[str, Style] | None = None,
) -> RangeChart:
    """One question: by default each of its claims on a lane of its own, by side and date.

    Args:
        finding: What was found on a question that is answered by figures.
        by: ``"claims"``, or ``"sides"`` for what each side says at present.
        ledger: Where the sources are declared, for their shown names.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures.
        styles: How sides are drawn; None for the finding's own.

    Raises:
        InvalidRecordError: for a question that is not on figures.
        UnknownNameError: for another ``by`` or ``scale``.
    """
    if finding.question.kind != "measure":
        raise InvalidRecordError(
            f"{safe(str(finding.question))!r} is not on figures, and is never drawn as a number:"
            " a matrix shows who agrees on it"
        )
    (chart,) = range_charts([finding], by=by, ledger=ledger, scale=scale, styles=styles)
    return chart


LANES = ("claims", "sides")
"""What stands on a lane of its own."""


def range_charts(
    findings: Iterable[Finding],
    *,
    by: str = "sides",
    ledger: Ledger | None = None,
    scale: str | None = None,
    styles: Mapping[str, Style] | None = None,
) -> tuple[RangeChart, ...]:
    """Questions below each other: by default what each side says at present, a lane a side.

    Figures of one unit share an axis, so there is a chart for each unit. Questions that are
    not on figures are left out.

    Args:
        findings: What was found.
        by: ``"sides"``, or ``"claims"`` for each claim on a lane of its own.
        ledger: Where the sources are declared, for their shown names.
        scale: ``"linear"`` or ``"log"``; None for what suits the figures of each unit.
        styles: How sides are drawn; None for those of the findings.

    Raises:
        UnknownNameError: for another ``by`` or ``scale``.
    """
    if by not in LANES:
        raise UnknownNameError(by, "kind of lane", nearest(by, LANES), LANES)
    shown = list(findings)
    used = side_styles(shown) if styles is None else styles
    several = is_of_several_events(shown)
    lanes_of = _side_lanes if by == "sides" else _claim_lanes
    by_unit: dict[str | None, list[RangeRow]] = defaultdict(list)
    for finding in shown:
        if finding.question.kind == "measure":
            lanes = lanes_of(finding, ledger, used)
            by_unit[finding.unit].append(_row(finding, lanes, event=several))
    return tuple(_chart(rows, unit, scale, used) for unit, rows in by_unit.items())


def _rank(styles: Mapping[str, Style], side: str) -> tuple[bool, int]:
    names = list(styles)
    return (side == NO_SIDE, names.index(side) if side in styles else len(names))


def _chart(
    rows: Sequence[RangeRow], unit: str | None, scale: str | None, styles: Mapping[str, Style]
) -> RangeChart:
    ranges = [
        one
        for row in rows
        for mark in row.marks
        for one in (mark.core, mark.support)
        if one is not None
    ]
    sides = {lane.side for row in rows for lane in row.lanes}
    kept = {side: style for side, style in styles.items() if side in sides}
    return RangeChart(value_axis(ranges, unit, scale), tuple(rows), kept)


def _row(finding: Finding, lanes: tuple[RangeLane, ...], *, event: bool) -> RangeRow:
    return RangeRow(heading(finding, event=event), lanes, common_of(finding), gap_of(finding))


def common_of(finding: Finding) -> Interval | None:
    """What all who speak hold possible; None where one speaks alone, and in a dispute."""
    if finding.verdict is Verdict.DISPUTED:
        return None
    speakers = {voice.speaker for voice in finding.standing if voice.has_content}
    return finding.common if len(speakers) > 1 else None


def gap_of(finding: Finding) -> Gap | None:
    """Where the two claims lie that are farthest apart; None where figures do not conflict."""
    if finding.widest is None:
        return None
    by_id = {voice.id: voice for voice in finding.voices}
    above, below = (by_id[claim].support for claim in finding.widest)
    words = apart_text(finding.gap, finding.ratio, finding.unit)
    return Gap(below.high, above.low, finding.ratio, words)


def _claim_lanes(
    finding: Finding, ledger: Ledger | None, styles: Mapping[str, Style]
) -> tuple[RangeLane, ...]:
    marks = sorted(_marks(finding, ledger), key=lambda mark: _rank(styles, mark.side))
    return tuple(RangeLane(m.side, (m,), m.said, m.source, m.date) for m in marks)


def _side_lanes(
    finding: Finding, ledger: Ledger | None, styles: Mapping[str, Style]
) -> tuple[RangeLane, ...]:
    marks = {mark.claim: mark for mark in _marks(finding, ledger)}
    dates = {voice.id: voice.claim.date for voice in finding.voices}
    lanes = []
    for side in sorted(finding.sides, key=lambda side: _rank(styles, side.side)):
        held = tuple(marks[claim] for claim in side.claims)
        newest = max(side.claims, key=lambda claim: (dates[claim].sort_key(), claim))
        said = each_once(mark.said for mark in held)
        names = listed_names([mark.source for mark in held])
        lanes.append(RangeLane(side.side, held, said, names, marks[newest].date))
    return tuple(lanes)


def _marks(finding: Finding, ledger: Ledger | None) -> Iterator[RangeMark]:
    states = states_of(finding)
    for voice in finding.voices:
        is_figure = voice.claim.value is not None and voice.claim.stance is not Stance.DECLINES
        shows = is_figure and voice.core != ANY
        yield RangeMark(
            claim=voice.id,
            source=shown_source(voice, ledger),
            side=voice.side_name or NO_SIDE,
            date=day_text(voice.claim.date),
            said=said_text(voice.claim),
            core=voice.core if shows else None,
            support=voice.support if shows else None,
            stance=voice.claim.stance,
            state=states[voice.id],
        )


def said_text(claim: Claim) -> str:
    """What a claim says, in words that need no manual and on one line."""
    return safe(answer_words(claim)).replace("\n", " ")


def shown_source(voice: Voice, ledger: Ledger | None) -> str:
    """The name of the source of a claim."""
    name = voice.claim.source
    return safe(name if ledger is None else source_name(ledger, voice.source, name))


def states_of(finding: Finding) -> Mapping[str, str]:
    """One of ``STATES`` for each claim of a question, by its id."""
    stand = {voice.id: STATES[0] for voice in finding.voices}
    replaced = {old: STATES[1] for old, _ in finding.superseded}
    withdrawn = {voice.id: STATES[2] for voice in finding.voices if voice.withdrawn}
    return stand | replaced | withdrawn

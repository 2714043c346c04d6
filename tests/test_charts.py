"""Charts as values: where a figure stands, what is apart, and since when."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.charts import (
    SHAPES,
    STANDS,
    Scale,
    Stand,
    history_chart,
    matrix_chart,
    range_chart,
    range_charts,
    side_styles,
)
from claimledger.charts.axes import BREAK, time_axis, value_axis
from claimledger.charts.histories import figure_of, middle_of, span_of
from claimledger.charts.styles import INDEPENDENT, styles_of
from claimledger.charts.words import day_text, heading, listed_names
from claimledger.intervals import Interval
from claimledger.testing import intervals, ledgers
from tests.counts_case import RAID, WAR, ledger_of, said

DAY = dt.date(2020, 9, 27).toordinal()
SIDED = (cl.Source(name="A", side="North"), cl.Source(name="B", side="South"))


def ongoing(source: str, date: str, value: str, **more: str) -> cl.Claim:
    """A running count of an ongoing event."""
    return said(source, "people killed", value, date=date, event="war", **more)


def closed(source: str, date: str, value: str, **more: str) -> cl.Claim:
    """A count of a closed event."""
    return said(source, "people killed", value, date=date, event="raid", **more)


def only(*records: object) -> tuple[cl.Ledger, cl.Finding]:
    """A ledger on one question, and what is found on it."""
    ledger = ledger_of(WAR, RAID, *SIDED, *records)
    (finding,) = cl.judge(ledger)
    return ledger, finding


class TestStyles:
    def test_sides_that_speak_to_most_questions_come_first(self) -> None:
        """South speaks to two questions and North to one; without a side nobody is ranked."""
        ledger = ledger_of(
            *SIDED,
            said("A", "people killed", "5"),
            said("B", "people killed", "6"),
            said("B", "people wounded", "6"),
            said("C", "people wounded", "6"),
        )
        styles = side_styles(cl.judge(ledger))
        assert list(styles) == ["South", "North", "no side"]
        assert styles["no side"] == INDEPENDENT

    def test_forty_two_sides_look_different(self) -> None:
        """By colour and shape together; and neighbours by both."""
        looks = list(styles_of([str(n) for n in range(42)]).values())[:-1]
        assert len(set(looks)) == 42
        assert all(
            one.colour != other.colour and one.shape != other.shape
            for one, other in itertools.pairwise(looks)
        )

    def test_shapes_lie_in_the_unit_circle(self) -> None:
        """Whoever draws may scale them."""
        for corners in SHAPES.values():
            assert len(corners) >= 3
            assert all(math.hypot(x, y) <= 1.001 for x, y in corners)


class TestValueAxis:
    @pytest.mark.parametrize(
        ("figures", "scale", "has_zero", "labels"),
        [
            ([(3, 3), (7, 7)], "linear", False, ["0", "2", "4", "6"]),
            ([(2, 2), (100, 100)], "log", False, ["2", "5", "10", "20", "50", "100"]),
            ([(0, 0), (1, 1), (50, 50)], "log", True, ["0", "1", "2", "5", "10", "20", "50"]),
            ([(0, 0)], "linear", False, ["0", "1"]),
            ([(28, 28), (30, 31)], "linear", False, ["28", "29", "30", "31"]),
            ([], "linear", False, ["0", "1"]),
            (
                [(10**6, 2 * 10**6)],
                "linear",
                False,
                ["0", "500,000", "1 million", "1.5 million", "2 million"],
            ),
        ],
    )
    def test_it_suits_the_figures(
        self, figures: list[tuple[int, int]], scale: str, has_zero: bool, labels: list[str]
    ) -> None:
        """From 0 unless all lies in the upper half; logarithmic from a ratio of fifty on."""
        axis = value_axis([Interval(*ends) for ends in figures])
        assert (axis.scale, axis.has_zero) == (scale, has_zero)
        assert [tick.label for tick in axis.ticks] == labels

    def test_an_open_end_gets_room_for_its_arrow(self) -> None:
        """The axis goes on beyond the last figure, farther than without one."""
        bounded, unbounded = (value_axis([Interval(5, 9), Interval(9, end)]) for end in (9, None))
        assert 9 < bounded.high < unbounded.high

    def test_a_unit_may_have_parts(self) -> None:
        """Counts have whole ticks alone."""
        one, other = (value_axis([Interval(0, 2)], unit) for unit in (None, "km"))
        assert [tick.at for tick in one.ticks] == [0, 1, 2]
        assert [tick.at for tick in other.ticks] == [0, 0.5, 1, 1.5, 2]

    def test_an_unknown_scale_is_refused(self) -> None:
        """By name, with the nearest."""
        with pytest.raises(cl.ClaimLedgerError, match="unknown scale 'logs'; did you mean 'log'"):
            value_axis([], scale="logs")

    @given(st.lists(intervals(), min_size=1, max_size=6), st.sampled_from([None, *Scale]))
    def test_every_figure_stands_on_it_in_order(
        self, shown: list[Interval], scale: str | None
    ) -> None:
        """From 0 to 1, never backwards, and back from the place to the figure."""
        axis = value_axis([one for one in shown if one.high >= 0], scale=scale)
        ends = sorted(
            max(end, 0)
            for one in shown
            for end in (one.low, one.high)
            if math.isfinite(end) and one.high >= 0
        )
        places = [axis.at(end) for end in ends]
        assert places == sorted(places)
        assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)
        for end, place in zip(ends, places, strict=True):
            assert axis.value(place) == pytest.approx(float(end), rel=1e-6, abs=1e-9)
        assert all(axis.start <= tick.at <= axis.high * 1.002 for tick in axis.ticks)

    def test_the_break_is_before_the_least_figure(self) -> None:
        """What is below it is placed evenly."""
        axis = value_axis([Interval(0, 0), Interval(2, 400)])
        assert (axis.at(0), axis.at(1), axis.at(2)) == (0, BREAK / 2, BREAK)


class TestTimeAxis:
    @pytest.mark.parametrize(
        ("first", "last", "labels"),
        [
            ("2020-09-27", "2020-09-27", ["27 Sep\n2020"]),
            ("2020-12-30", "2021-01-01", ["30 Dec\n2020", "31 Dec", "1 Jan\n2021"]),
            (
                "2020-09-01",
                "2020-09-29",
                ["1 Sep\n2020", "6 Sep", "11 Sep", "16 Sep", "21 Sep", "26 Sep"],
            ),
            ("2020-11-15", "2021-03-20", ["Dec\n2020", "Jan\n2021", "Feb", "Mar"]),
            ("2010-05-01", "2015-02-01", ["2011", "2012", "2013", "2014", "2015"]),
            ("1000-01-01", "2999-12-31", ["1000", "1500", "2000", "2500"]),
        ],
    )
    def test_ticks(self, first: str, last: str, labels: list[str]) -> None:
        """Days, weeks, months or years; the year stands where it is another."""
        axis = time_axis(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
        assert [tick.label for tick in axis.ticks] == labels
        assert all(0 <= axis.at(tick.at) <= 1 for tick in axis.ticks)

    @given(st.dates(), st.integers(0, 10**6))
    def test_there_are_always_some_and_never_many(self, first: dt.date, days: int) -> None:
        """Whatever the span."""
        last = dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal()))
        assert 1 <= len(time_axis(first, last).ticks) <= 6


class TestWords:
    @pytest.mark.parametrize(
        ("date", "shown"),
        [
            ("2020-09-28", "28 Sep 2020"),
            ("2020-12~", "about Dec 2020"),
            ("2020-09-28?", "perhaps 28 Sep 2020"),
            ("2021", "2021"),
            ("2020-21", "spring 2020"),
            ("2020-22~", "about summer 2020"),
            ("2020-23", "autumn 2020"),
            ("2020-24", "winter 2020"),
            ("201X", "201X"),
            ("2020-09-28T21:29+04:00", "28 Sep 2020 21:29+04:00"),
        ],
    )
    def test_dates(self, date: str, shown: str) -> None:
        """As newspapers write them, and no more precise than they were given."""
        assert day_text(cl.parse_date(date)) == shown

    def test_many_names_are_counted(self) -> None:
        """Each name counts once."""
        assert listed_names(["A", "B", "A"]) == "A, B"
        assert listed_names(["A", "B", "C"]) == "A and 2 more"

    @pytest.mark.parametrize(
        ("claims", "outcome"),
        [
            (
                [closed("A", "2020-01-09", "5"), closed("B", "2020-01-09", "50")],
                "disputed: 40 apart (× 9)",
            ),
            ([closed("A", "2020-01-09", "0"), closed("B", "2020-01-09", "4")], "disputed: 4 apart"),
            (
                [closed("A", "2020-01-09", "5"), closed("B", "2020-01-09", "5", stance="denies")],
                "disputed",
            ),
            (
                [closed("A", "2020-01-09", "about 200"), closed("B", "2020-01-09", "230")],
                "in tension: only 225 to 235 fits all",
            ),
            ([closed("A", "2020-01-09", "5")], "said by North alone"),
            ([closed("C", "2020-01-09", "5")], "one-sided"),
            (
                [closed("A", "2020-01-09", "5"), closed("B", "2020-01-09", "5")],
                "corroborated: 5 fits all",
            ),
        ],
    )
    def test_outcomes(self, claims: list[cl.Claim], outcome: str) -> None:
        """5 and 50, read as 45 to 55, are 40 apart and differ ninefold; and so on."""
        _, finding = only(*claims)
        assert heading(finding).outcome.replace("\xa0", " ") == outcome

    def test_a_dispute_that_other_questions_imply(self) -> None:
        """No pair of claims on the question shows it."""
        findings = cl.judge(
            ledger_of(*SIDED, said("A", "soldiers killed", "50"), said("B", "people killed", "5"))
        )
        assert {heading(found).outcome for found in findings} == {
            "disputed: at odds with what is said on other questions"
        }


class TestRangeChart:
    def test_one_question_in_depth(self) -> None:
        """Claims by side and date, what was replaced among them, with the gap of those that stand.

        "more than 550" holds 550 and more possible, and 58 is 58: 492 apart.
        """
        _, finding = only(
            closed("B", "2020-01-09", "more than 550"),
            closed("A", "2020-01-08", "31"),
            closed("A", "2020-01-09", "58"),
        )
        chart = range_chart(finding)
        (row,) = chart.rows
        assert [(m.source, m.said, m.state) for m in row.marks] == [
            ("A", "31", "replaced"),
            ("A", "58", "stands"),
            ("B", "more than 550", "stands"),
        ]
        assert [(m.point, m.is_open, m.is_core_open) for m in row.marks] == [
            (31, False, False),
            (58, False, False),
            (None, True, True),
        ]
        assert row.gap is not None
        assert (row.gap.low, row.gap.high, row.gap.ratio) == (58, 550, Fraction(275, 29))
        assert row.common is None
        assert list(chart.styles) == ["North", "South"]

    def test_by_sides_each_says_what_it_says_at_present(self) -> None:
        """On one lane, with the newest date; what was replaced is not there."""
        _, finding = only(
            closed("A", "2020-01-08", "31"),
            closed("A", "2020-01-09", "58"),
            closed("A2", "2020-01-07", "60"),
            cl.Source(name="A2", side="North"),
        )
        (row,) = range_chart(finding, by="sides").rows
        (lane,) = row.lanes
        assert (lane.said, lane.by, lane.date) == ("58; 60", "A, A2", "9 Jan 2020")

    @pytest.mark.parametrize("said_", ["unknown", ""])
    def test_what_names_no_figure_has_no_range(self, said_: str) -> None:
        """It keeps its lane, and takes no part in the axis."""
        more = {} if said_ else {"stance": "declines"}
        _, finding = only(closed("A", "2020-01-09", said_, **more), closed("B", "2020-01-09", "7"))
        none, seven = range_chart(finding).rows[0].marks
        assert (none.core, none.support, none.is_open, none.is_core_open, none.point) == (
            (None, None, False, False, None)
        )
        assert seven.point == 7

    def test_up_to_is_a_bar_with_a_thin_arrow(self) -> None:
        """Its bound can be cancelled, so that the tolerant reading has no upper limit."""
        _, finding = only(closed("A", "2020-01-09", "up to 40"))
        (mark,) = range_chart(finding).rows[0].marks
        assert (mark.core, mark.is_open, mark.is_core_open) == (Interval(0, 40), True, False)

    def test_units_do_not_share_an_axis(self) -> None:
        """A chart for each unit; propositions are left out."""
        findings = cl.judge(
            ledger_of(
                said("A", "people killed", "5"),
                said("A", "area", "4 km2"),
                cl.Claim(source="A", date="2020", proposition="it rained", value="yes"),
            )
        )
        assert {chart.axis.unit for chart in range_charts(findings)} == {None, "km2"}

    def test_a_proposition_is_no_number(self) -> None:
        """It is refused, and the error says what shows it."""
        (finding,) = cl.judge(
            ledger_of(cl.Claim(source="A", date="2020", proposition="it rained", value="yes"))
        )
        with pytest.raises(cl.ClaimLedgerError, match="never drawn as a number: a matrix"):
            range_chart(finding)

    def test_questions_of_several_events_name_theirs(self) -> None:
        """In charts of ranges and in a matrix; where all are of one, nobody needs it."""
        both = cl.judge(
            ledger_of(WAR, RAID, ongoing("A", "2020-01-09", "5"), closed("A", "2020-01-09", "5"))
        )
        for shown, scopes in (
            (both, {"war, since 1 Jan 2020", "raid, 1 Jan 2020 to 9 Jan 2020"}),
            (both[:1], {heading(both[0]).scope}),
        ):
            (chart,) = range_charts(shown)
            assert {row.heading.scope for row in chart.rows} == scopes
            rows = matrix_chart(shown).rows
            assert {head.heading.scope for head in rows if head.heading} == scopes

    def test_an_unknown_lane_is_refused(self) -> None:
        """With the nearest known."""
        with pytest.raises(cl.ClaimLedgerError, match="did you mean 'claims'"):
            range_charts([], by="claim")

    def test_the_common_range_needs_two(self) -> None:
        """One source has nothing in common with anybody."""
        _, alone = only(closed("A", "2020-01-09", "5"))
        _, both = only(closed("A", "2020-01-09", "5"), closed("B", "2020-01-09", "at least 3"))
        assert range_chart(alone).rows[0].common is None
        assert range_chart(both).rows[0].common == Interval(5, 5)

    def test_declared_names_are_shown(self) -> None:
        """A source is spelt as the ledger shows it."""
        ledger = ledger_of(cl.Source(name="The Ministry", side="North"))
        claim = said("the  ministry", "people killed", "5")
        whole = ledger | cl.Ledger().add(claim)
        (finding,) = cl.judge(whole)
        (mark,) = range_chart(finding, ledger=whole).rows[0].marks
        assert mark.source == "The Ministry"

    @given(ledgers())
    def test_laws(self, ledger: cl.Ledger) -> None:
        """Each claim once; core within support; a gap where figures conflict and nowhere else."""
        for finding in cl.judge(ledger):
            if finding.question.kind != "measure":
                continue
            (row,) = range_chart(finding, ledger=ledger).rows
            assert sorted(m.claim for m in row.marks) == sorted(v.id for v in finding.voices)
            assert (row.gap is None) == (finding.widest is None)
            if row.gap is not None:
                assert row.gap.high - row.gap.low == finding.gap
                assert row.common is None
            for mark in row.marks:
                assert (mark.core is None) == (mark.support is None)
                if mark.core is not None and mark.support is not None:
                    assert mark.core.is_within(mark.support)
            (by_side,) = range_chart(finding, by="sides").rows
            assert {m.claim for m in by_side.marks} == {
                claim for side in finding.sides for claim in side.claims
            }


class TestHistoryChart:
    def test_running_counts_contradict_in_the_time_they_speak_of(self) -> None:
        """100 on the 2nd is too high for 40 on the 5th: shaded from the one to the other."""
        ledger, finding = only(
            ongoing("A", "2020-01-02", "101"),
            ongoing("B", "2020-01-05", "41"),
            ongoing("B", "2020-01-07", "300"),
        )
        chart = history_chart(ledger, finding)
        (dispute,) = chart.disputes
        second = dt.date(2020, 1, 2).toordinal()
        assert (dispute.since, dispute.until) == (second + 0.5, second + 3.5)
        assert dispute.gap is not None
        assert (dispute.gap.low, dispute.gap.high) == (41, 101)

    def test_disputes_may_lie_apart(self) -> None:
        """From the 2nd to the 3rd, and again from the 8th to the 9th, on higher figures."""
        ledger, finding = only(
            ongoing("A", "2020-01-02", "101"),
            ongoing("B", "2020-01-03", "41"),
            ongoing("A", "2020-01-08", "901"),
            ongoing("B", "2020-01-09", "501"),
        )
        one, other = history_chart(ledger, finding).disputes
        assert (one.until - one.since, other.since - one.until) == (1, 5)

    def test_disputes_that_overlap_are_cut_where_the_gap_changes(self) -> None:
        """From the 2nd to the 3rd 101 against 41, then 151 against it, both until the 5th."""
        ledger, finding = only(
            ongoing("A", "2020-01-02", "101"),
            ongoing("A", "2020-01-03", "151"),
            ongoing("B", "2020-01-05", "41"),
        )
        found = history_chart(ledger, finding).disputes
        assert [(d.until - d.since, d.gap and (d.gap.low, d.gap.high)) for d in found] == [
            (1, (41, 101)),
            (2, (41, 151)),
        ]

    @pytest.mark.parametrize(
        ("date", "length"), [("2020-01-02", 1), ("2020-01-02T10:00", pytest.approx(1 / 12))]
    )
    def test_one_moment_has_a_width(self, date: str, length: float) -> None:
        """A day is shaded whole, an hour a little to both sides; 5 against 0 is infinite."""
        ledger, finding = only(ongoing("A", date, "5"), ongoing("B", date, "0"))
        (dispute,) = history_chart(ledger, finding).disputes
        assert dispute.until - dispute.since == length
        assert dispute.gap is not None
        assert dispute.gap.ratio == math.inf

    def test_a_denied_running_count_shades_no_figures(self) -> None:
        """What is denied is no lower or upper end."""
        ledger, finding = only(
            ongoing("A", "2020-01-02", "5"), ongoing("B", "2020-01-02", "5", stance="denies")
        )
        (dispute,) = history_chart(ledger, finding).disputes
        assert dispute.gap is None

    def test_other_claims_contradict_until_one_is_replaced(self) -> None:
        """5 and 50 from the 4th, when both had been said, to the 8th, when A says 50 too."""
        ledger, finding = only(
            closed("A", "2020-01-02", "5"),
            closed("B", "2020-01-04", "exactly 50"),
            closed("A", "2020-01-08", "exactly 50"),
        )
        (dispute,) = history_chart(ledger, finding).disputes
        fourth = dt.date(2020, 1, 4).toordinal()
        assert (dispute.since, dispute.until) == (fourth + 0.5, fourth + 4.5)

    def test_a_withdrawn_claim_was_in_dispute_before(self) -> None:
        """Until the day of something said after its withdrawal."""
        claim = closed("B", "2020-01-04", "exactly 50")
        ledger, finding = only(
            closed("A", "2020-01-02", "5"),
            claim,
            closed("C", "2020-01-08", "5"),
            cl.Retraction(target=claim.id, source="B", date="2020-01-06"),
        )
        (dispute,) = history_chart(ledger, finding).disputes
        assert dispute.until - dispute.since == 4
        states = {
            p.mark.state for line in history_chart(ledger, finding).lines for p in line.points
        }
        assert states == {"stands", "withdrawn"}

    def test_lines(self) -> None:
        """A source a line; a revision is told; the line leaves out what is no figure."""
        ledger, finding = only(
            closed("A", "2020-01-02", "5"),
            closed("A", "2020-01-04", "about 200"),
            closed("A", "2020-01-05", "50", stance="expects"),
            closed("B", "2020-01-04", "4", stance="denies"),
            closed("C", "2020", "unknown"),
        )
        chart = history_chart(ledger, finding)
        assert [(line.source, line.side) for line in chart.lines] == [
            ("A", "North"),
            ("B", "South"),
            ("C", "no side"),
        ]
        a, b, c = chart.lines
        assert [(p.figure, p.revises) for p in a.points] == [(5, False), (200, True), (None, False)]
        assert [p.figure for p in a.steps] == [5, 200]
        assert b.steps == c.steps == ()
        assert (c.points[0].since, c.points[0].until) == (
            dt.date(2020, 1, 1).toordinal(),
            dt.date(2021, 1, 1).toordinal(),
        )

    def test_of_two_figures_at_once_the_line_takes_the_one_that_stands(self) -> None:
        """Of running counts of one day it is the larger."""
        ledger, finding = only(ongoing("A", "2020-01-02", "7"), ongoing("A", "2020-01-02", "4"))
        (line,) = history_chart(ledger, finding).lines
        assert [p.figure for p in line.points] == [4, 7]
        assert [p.figure for p in line.steps] == [7]

    @pytest.mark.parametrize(
        ("core", "figure"),
        [
            (Interval(190, 210), 200),
            (Interval(551, None), 551),
            (Interval(0, 20), 20),
            (Interval(0, 0), 0),
            (Interval(10, 15), Fraction(25, 2)),
        ],
    )
    def test_where_a_line_runs(self, core: Interval, figure: object) -> None:
        """The middle, or the one end that is told."""
        assert figure_of(core) == figure

    def test_moments(self) -> None:
        """A day has a length and an hour none."""
        assert span_of(cl.parse_date("2020-09-27")) == (DAY, DAY + 1)
        assert middle_of(cl.parse_date("2020-09-27T06:00")) == DAY + 0.25

    @given(ledgers())
    def test_laws(self, ledger: cl.Ledger) -> None:
        """Each claim once; spans in order and apart, within the axis, each with a true gap."""
        for finding in cl.judge(ledger):
            if finding.question.kind != "measure":
                continue
            chart = history_chart(ledger, finding)
            claims = [p.mark.claim for line in chart.lines for p in line.points]
            assert sorted(claims) == sorted(v.id for v in finding.voices)
            end = chart.days.low
            for dispute in chart.disputes:
                assert end <= dispute.since < dispute.until <= chart.days.high
                end = dispute.until
                assert dispute.gap is None or dispute.gap.low < dispute.gap.high


class TestMatrixChart:
    LEDGER = ledger_of(
        *SIDED,
        said("A", "people killed", "5"),
        said("B", "people killed", "50"),
        said("A", "people wounded", "5"),
        said("B", "people wounded", "5"),
        said("C", "tanks lost", "3"),
        cl.Claim(source="A", date="2020", proposition="it rained", value="yes"),
        cl.Claim(source="B", date="2020", proposition="it rained", value="no"),
        cl.Claim(source="A", date="2020", position="a truce", value="now"),
    )

    def test_sides_against_questions(self) -> None:
        """Each side in its own words, as the worst of its claims stands; positions are left out."""
        chart = matrix_chart(cl.judge(self.LEDGER))
        rows = {
            head.name: [(cell.stand, cell.said) for cell in cells]
            for head, cells in zip(chart.rows, chart.cells, strict=True)
        }
        assert [head.name for head in chart.columns] == ["North", "South", "no side"]
        none = (Stand.NONE, "")
        assert rows == {
            "people killed, S": [(Stand.DISPUTE, "5"), (Stand.DISPUTE, "50"), none],
            "people wounded, S": [(Stand.AGREE, "5"), (Stand.AGREE, "5"), none],
            "it rained": [(Stand.DISPUTE, "yes"), (Stand.DISPUTE, "no"), none],
            "tanks lost, S": [none, none, (Stand.ALONE, "3")],
        }

    def test_sources_against_sources(self) -> None:
        """A and B dispute two of three common questions; C has none with anybody."""
        chart = matrix_chart(cl.judge(self.LEDGER), by="sources", ledger=self.LEDGER)
        assert [head.name for head in chart.rows] == ["A", "B", "C"]
        (aa, ab, ac), (ba, _, _), _ = chart.cells
        assert (ab.stand, ab.count, ab.of) == (Stand.DISPUTE, 2, 3)
        assert ab == ba
        assert aa.stand is ac.stand is Stand.NONE

    def test_what_two_claims_imply_is_a_dispute_of_two(self) -> None:
        """Soldiers are people: 50 of the one and 5 of the other."""
        ledger = ledger_of(said("A", "soldiers killed", "50"), said("B", "people killed", "5"))
        (_, ab), _ = matrix_chart(cl.judge(ledger), by="sources").cells
        assert (ab.stand, ab.of) == (Stand.DISPUTE, 2)

    def test_what_three_claims_imply_is_nobodys_dispute(self) -> None:
        """Of killed, wounded and casualties no two contradict."""
        ledger = ledger_of(
            cl.Partition(whole="casualties", parts=["killed", "wounded"]),
            said("A", "people killed", "5"),
            said("B", "people wounded", "5"),
            said("C", "casualties", "at least 20"),
        )
        findings = cl.judge(ledger)
        chart = matrix_chart(findings, by="sources")
        assert any(found.implied for found in findings)
        assert {cell.stand for row in chart.cells for cell in row} == {Stand.NONE}

    def test_a_source_is_not_set_against_itself(self) -> None:
        """What it contradicts in its own words is no dispute of two."""
        ledger = ledger_of(said("A", "soldiers killed", "50"), said("A", "people killed", "5"))
        ((cell,),) = matrix_chart(cl.judge(ledger), by="sources").cells
        assert cell.stand is Stand.NONE

    def test_very_many_claims_are_compared_by_their_witnesses(self) -> None:
        """Of 140 claims of 70 sources each, those of one source dispute those of another."""
        ledger = ledger_of(
            *SIDED,
            *(said(f"S{n}", "people killed", str(101 + 7 * n)) for n in range(140)),
        )
        findings = cl.judge(ledger)
        cells = matrix_chart(findings, by="sources").cells
        assert all(any(cell.stand is Stand.DISPUTE for cell in row) for row in cells)

    def test_a_source_that_goes_on_disputes_nothing_with_itself(self) -> None:
        """Among very many claims too: what S0 adds to its running count is growth."""
        ledger = ledger_of(
            WAR,
            *(ongoing(f"S{n}", "2020-01-02", "at least 5") for n in range(130)),
            ongoing("S0", "2020-01-03", "at least 9"),
        )
        cells = matrix_chart(cl.judge(ledger), by="sources").cells
        assert all(row[n].stand is Stand.NONE for n, row in enumerate(cells))

    def test_an_implied_dispute_with_a_question_that_is_not_shown(self) -> None:
        """The other source is not there to be set against."""
        ledger = ledger_of(said("A", "soldiers killed", "50"), said("B", "people killed", "5"))
        chart = matrix_chart(cl.judge(ledger)[:1], by="sources")
        assert [[cell.stand for cell in row] for row in chart.cells] == [[Stand.NONE]]

    def test_an_unknown_kind_is_refused(self) -> None:
        """With the nearest known."""
        with pytest.raises(cl.ClaimLedgerError, match="did you mean 'sources'"):
            matrix_chart([], by="source")

    def test_every_stand_has_colours_and_a_sign_of_its_own(self) -> None:
        """So that it can be told without colours."""
        assert set(STANDS) == set(Stand)
        assert len({sign for _, _, sign in STANDS.values()}) == len(Stand)

    @given(ledgers())
    def test_laws(self, ledger: cl.Ledger) -> None:
        """A matrix of sources is symmetric; a disputed question has a cell in dispute."""
        findings = cl.judge(ledger)
        chart = matrix_chart(findings, by="sources")
        assert [list(column) for column in zip(*chart.cells, strict=True)] == [
            list(row) for row in chart.cells
        ]
        sides = matrix_chart(findings)
        for head, cells in zip(sides.rows, sides.cells, strict=True):
            assert head.heading is not None
            disputed = head.heading.verdict is cl.Verdict.DISPUTED
            assert any(cell.stand is Stand.DISPUTE for cell in cells) == disputed

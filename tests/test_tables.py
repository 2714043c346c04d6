"""The words that figures, dates and questions are put in."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

import claimledger as cl
from claimledger.grouping import Question
from claimledger.intervals import Bound
from claimledger.tables import (
    GLUE,
    Entry,
    Table,
    answer_words,
    cell_text,
    counted,
    date_text,
    interval_text,
    number_text,
    question_text,
    ratio_text,
    said_by,
    window_text,
)


def spaced(text: str) -> str:
    """The text with plain spaces."""
    return text.replace(GLUE, " ")


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "0"),
            (1234567, "1,234,567"),
            (Fraction(6, 2), "3"),
            (Fraction(55, 2), "27.5"),
            (Fraction(1, 3), "0.3333"),
            (Fraction(1, 30000), "0.00003333"),
            (Fraction(123456789, 1000), "123,457"),
            (Fraction(5, 4), "1.25"),
            (math.inf, "∞"),
            (-math.inf, "-∞"),
        ],
    )
    def test_numbers(self, value: Bound, text: str) -> None:
        """Whole numbers are grouped and exact, others keep four digits and no exponent."""
        assert number_text(value) == text

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (1, "1"),
            (2, "2"),
            (Fraction(275, 29), "9.5"),
            (Fraction(400, 217), "1.8"),
            (Fraction(1003, 1000), "1.003"),
            (Fraction(10**9 + 1, 10**9), "1.00000"),
            (Fraction(4321, 10), "432"),
            (math.inf, "∞"),
        ],
    )
    def test_ratios(self, value: Bound, text: str) -> None:
        """Two digits are enough, unless the ratio would look like none."""
        assert ratio_text(value) == text

    def test_counts(self) -> None:
        """One is singular, none is not."""
        assert [counted(n, "claim") for n in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]

    @pytest.mark.parametrize(
        ("interval", "text"),
        [
            (None, "none"),
            (cl.Interval(2, 2), "2"),
            (cl.Interval(0, 5), "0 to 5"),
            (cl.Interval(30, None), "at least 30"),
            (cl.Interval(30, None, True), "more than 30"),
            (cl.Interval(None, 5), "at most 5"),
            (cl.Interval(None, 5, False, True), "less than 5"),
            (cl.Interval(3, 5, True, True), "more than 3 to less than 5"),
            (cl.Interval(0, None), "any"),
            (cl.Interval(None, None), "any"),
        ],
    )
    def test_ranges(self, interval: cl.Interval | None, text: str) -> None:
        """Open ends are told from closed ones, and infinite ones from both."""
        assert interval_text(interval) == text

    def test_a_range_has_its_unit(self) -> None:
        """Once, at its end."""
        assert interval_text(cl.Interval(90, 110), "km2") == "90 to 110 km2"


class TestTimes:
    @pytest.mark.parametrize(
        ("date", "text"),
        [
            ("2020-09-27", "2020-09-27"),
            ("2020-12~", "about 2020-12"),
            ("2020-09-27?", "perhaps 2020-09-27"),
            ("2020%", "perhaps about 2020"),
            ("2020-09-28T21:29+04:00", "2020-09-28 21:29+04:00"),
        ],
    )
    def test_dates(self, date: str, text: str) -> None:
        """What is not sure about a date is said in words, and it stays on one line."""
        assert spaced(date_text(cl.parse_date(date))) == text
        assert " " not in date_text(date)

    @pytest.mark.parametrize(
        ("window", "accrual", "text"),
        [
            ("2020-09-27/..", "cumulative", "since 2020-09-27"),
            ("../2020-09-27", "event", "until 2020-09-27"),
            ("2020-09-27/2020-11-10", "event", "2020-09-27 to 2020-11-10"),
            ("2020-09-29", "period", "on 2020-09-29"),
            ("2020-09", "period", "in 2020-09"),
            ("2020-09-28", "stock", "as at 2020-09-28"),
            ("2020-09-30", "increment", "new on 2020-09-30"),
            ("2020-09", "increment", "new in 2020-09"),
            ("2020-09-27/2020-09-30", "increment", "new, 2020-09-27 to 2020-09-30"),
        ],
    )
    def test_windows(self, window: str, accrual: str, text: str) -> None:
        """A window is a phrase; only a span may be divided, before its second date."""
        given = window_text(window, accrual)
        assert spaced(given) == text
        assert given.split(" ") == ([given] if " to" not in text else given.split(" "))
        assert len(given.split(" ")) <= 2


class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "text"),
        [
            (Question(measure="tanks lost", subject="North"), "tanks lost, North"),
            (Question(measure="tanks lost", subject="any"), "tanks lost, all parties"),
            (Question(measure="tanks lost"), "tanks lost, subject not stated"),
            (Question(measure="area", dimension="area"), "area"),
            (
                Question(measure="tanks lost", subject="N", place="Bay", window="2020-01-01/.."),
                "tanks lost, N\nBay, since 2020-01-01",
            ),
            (
                Question(measure="prisoners held", subject="N", accrual="stock"),
                "prisoners held, N\nat one moment",
            ),
            (
                Question(measure="tanks lost", subject="N", accrual="increment"),
                "tanks lost, N\nnew since the last count",
            ),
            (Question(proposition="it rained", place="Bay"), "it rained\nBay"),
        ],
    )
    def test_lines(self, question: Question, text: str) -> None:
        """What and whose come first, then where and when."""
        assert spaced(question_text(question)) == text

    def test_event(self) -> None:
        """The event is named where it is asked for and stated."""
        question = Question(proposition="it rained", event="Storm")
        assert question_text(question, event=True) == "it rained\nStorm"
        assert question_text(Question(proposition="it rained"), event=True) == "it rained"


class TestAnswers:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"measure": "tanks lost", "value": "some"}, "at least 1, no figure"),
            ({"measure": "area", "value": "some km2"}, "at least 1 km2, no figure"),
            ({"measure": "tanks lost", "value": "some", "stance": "denies"}, "denies any"),
            ({"measure": "tanks lost", "value": "unknown"}, "unknown, no figure"),
            ({"measure": "tanks lost", "value": "about 20"}, "about 20"),
            ({"measure": "tanks lost", "value": "20", "stance": "denies"}, "denies 20"),
            ({"measure": "tanks lost", "value": "20", "stance": "expects"}, "expects 20"),
            ({"measure": "tanks lost", "value": "20", "stance": "declines"}, "no comment"),
            ({"measure": "tanks lost", "stance": "declines"}, "no comment"),
            ({"proposition": "it rained", "value": "no"}, "no"),
            ({"members": "who came", "value": "B; A"}, "A; B, perhaps others"),
            ({"members": "who came", "value": "only B; A"}, "only A; B"),
        ],
    )
    def test_words(self, fields: dict[str, str], words: str) -> None:
        """What is uncertain says what it is."""
        claim = cl.Claim(source="A", date="2020-01-01", **fields)
        assert answer_words(claim) == words

    def test_said_by_shows_the_declared_spelling(self) -> None:
        """Whoever spells a source in capitals, its declared name is shown."""
        ledger = cl.Ledger().add(
            cl.Source(name="Ministry"),
            cl.Claim(source="MINISTRY", date="2020-01-01", measure="tanks lost", value="some"),
        )
        (finding,) = cl.judge(ledger)
        said = said_by(ledger, finding.voices[0])
        assert spaced(said) == "at least 1, no figure (Ministry, 2020-01-01)"
        bare = cl.Ledger().add(
            cl.Claim(source="MINISTRY", date="2020-01-01", measure="tanks lost", value="some")
        )
        assert "(MINISTRY," in said_by(bare, cl.judge(bare)[0].voices[0])


class TestTable:
    def test_a_cell_is_text(self) -> None:
        """Each entry is a line, and an empty half of it leaves no blank."""
        cell = (Entry("7", "(A)"), Entry("8"), Entry("", "... 3 more ..."))
        assert cell_text(cell) == "7 (A)\n8\n... 3 more ..."
        assert cell_text("as it is") == "as it is"

    @pytest.mark.parametrize(
        ("title", "verdict"),
        [
            ("disputed", "disputed"),
            ("propositions and choices: one-sided", "one-sided"),
            ("sources", None),
            ("a disputed matter", None),
        ],
    )
    def test_its_verdict_ends_its_title(self, title: str, verdict: str | None) -> None:
        """A title that is no verdict has none."""
        assert Table(title, (), ()).verdict == verdict

"""Each lint: what trips it, the near misses that do not, and how it is silenced."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import claimledger as cl
from claimledger.linting import CODES
from claimledger.linting.lints import SILENCED
from claimledger.linting.measures import signs
from claimledger.linting.quotes import holds, numbers_in
from claimledger.taxonomy import MeasureEntry
from tests.ledger_strategies import ledgers

WAR = cl.Event(name="War", window="2020-09-27/..")
RAID = cl.Event(name="Raid", window="2020-09-27/2020-09-29")
PAGE = cl.Document(title="Page")


def count(value: str, day: int = 28, **fields: object) -> cl.Claim:
    """A count of the ministry, of an ongoing war where nothing else is said."""
    given = {
        "source": "Ministry",
        "date": f"2020-09-{day:02}",
        "event": "War",
        "subject": "East",
        "measure": "soldiers killed",
        **fields,
    }
    return cl.Claim(value=value, **given)  # type: ignore[arg-type]


def more(value: str, day: int, **fields: object) -> cl.Claim:
    """An increment of the ministry."""
    return count(value, day, accrual="increment", **fields)


def on(value: str, day: int, **fields: object) -> cl.Claim:
    """What the ministry counts on one day."""
    return count(value, day, **{"window": f"2020-09-{day:02}", **fields})


def ledger_of(*records: object) -> cl.Ledger:
    """A ledger with the two events."""
    return cl.Ledger().add(WAR, RAID, *records)  # type: ignore[arg-type]


def found(*records: object) -> list[tuple[str, str]]:
    """The code of each lint, and what the claim says at which it is shown."""
    ledger = ledger_of(*records)
    return [(one.code, ledger.claim(one.claims[0]).said) for one in cl.lint(ledger)]


def messages(*records: object) -> list[str]:
    """The message of each lint."""
    return [one.message for one in cl.lint(ledger_of(*records))]


class TestFallingCount:
    def test_a_running_count_cannot_fall(self) -> None:
        """It is shown at the later count, and names both figures with their dates."""
        claims = [count("104", 28), count("58", 29)]
        assert found(*claims) == [("falling-count", "58")]
        assert messages(*claims)[0] == (
            "58 (Ministry, 2020-09-29) is less than 104 (2020-09-28), said by the same source"
            " before: a running count cannot fall; correct one, or enter that the source retracts"
            " one"
        )

    def test_once_for_each_count_that_fell(self) -> None:
        """All counts above it are one fault, of which the largest is named."""
        claims = [count("60", 27), count("70", 28), count("58", 29)]
        assert found(*claims) == [("falling-count", "58")]
        assert "less than 70 (2020-09-28)" in messages(*claims)[0]

    @pytest.mark.parametrize(
        "claims",
        [
            [count("58", 28), count("104", 29)],
            [count("104", 28), count("58", 29, source="Army")],
            [count("104", 28), count("58", 29, subject="West")],
            [count("104", 28), count("58", 29, measure="people wounded")],
            [count("about 100", 28), count("95", 29)],
            [count("1,000", 28), count("998", 29)],
            [count("up to 104", 28), count("58", 29)],
            [count("104", 28), count("58", 29, stance="expects")],
            [count("104", 28), count("58", 29, stance="denies")],
            [count("104", 28, accrual="stock"), count("58", 29, accrual="stock")],
            [count("104", 28, accrual="stock"), count("58", 29)],
            [count("104", 28, event="Raid"), count("58", 29, event="Raid")],
            [count("104", 28, source="unknown"), count("58", 29, source="unknown")],
        ],
    )
    def test_near_misses(self, claims: list[cl.Claim]) -> None:
        """Growth, other sources and questions, tolerance, stances, stocks, revisions, nobody."""
        assert found(*claims) == []

    def test_a_retracted_count_stands_no_more(self) -> None:
        """What its source has withdrawn is no matter for lint."""
        old = count("104", 28)
        gone = cl.Retraction(target=old.id, source="Ministry", date="2020-09-29")
        assert found(old, count("58", 29), gone) == []


class TestRestartedCount:
    def test_a_far_fall_after_a_long_rise(self) -> None:
        """Three counts that rose, and one that is at most a quarter of the least of them."""
        claims = [count("104", 27), count("110", 28), count("130", 29), count("26", 30)]
        assert found(*claims) == [("restarted-count", "26")]
        assert "looks as if the count had begun anew" in messages(*claims)[0]

    @pytest.mark.parametrize(
        "claims",
        [
            [count("110", 28), count("130", 29), count("26", 30)],
            [count("104", 27), count("110", 28), count("130", 29), count("27", 30)],
        ],
    )
    def test_near_misses_merely_fall(self, claims: list[cl.Claim]) -> None:
        """Two counts are no long rise, and 27 is more than a quarter of 104."""
        assert [code for code, _ in found(*claims)] == ["falling-count"]

    @pytest.mark.parametrize("day", [more("12", 29), on("12", 29)])
    def test_a_fall_to_the_count_of_the_day(self, day: cl.Claim) -> None:
        """What is also given as the increment, or as the count of that day, is no running one."""
        claims = [count("31", 28), count("12", 29), day]
        assert ("restarted-count", "12") in found(*claims)
        assert "counted on that day alone" in messages(*claims)[0]

    def test_a_rise_to_the_increment(self) -> None:
        """31, and then 40 more, is not 40."""
        claims = [count("31", 28), more("40", 29), count("40", 29)]
        assert found(*claims) == [("restarted-count", "40")]
        assert "it is the increment itself" in messages(*claims)[0]


class TestIncrements:
    def test_31_and_27_more_are_58(self) -> None:
        """Any other count of that day is at odds with them, be it less or more."""
        for total in ("57", "59", "61", "104"):
            claims = [count("31", 28), more("27", 29), count(total, 29)]
            assert found(*claims) == [("increments-do-not-add-up", total)]
        assert messages(*claims)[0] == (
            "104 (Ministry, 2020-09-29) is not what 31 (2020-09-28) and then 27 (2020-09-29) more"
            " come to: correct one, or give the window of the increment"
        )

    def test_several_increments(self) -> None:
        """All since the last count are added: 31 and 5 and 6 and 7 are 49."""
        claims = [count("31", 27), more("5", 28), more("6", 29), more("7", 30)]
        assert found(*claims, count("49", 30)) == []
        assert found(*claims, count("48", 30)) == [("increments-do-not-add-up", "48")]
        assert (
            "5 (2020-09-28), 6 (2020-09-29) and 7 (2020-09-30) more"
            in messages(*claims, count("48", 30))[0]
        )

    def test_a_window_says_since_when(self) -> None:
        """It may begin on the day of the last count."""
        claims = [count("31", 27), more("27", 29, window="2020-09-27/2020-09-29")]
        assert found(*claims, count("58", 29)) == []
        assert found(*claims, count("99", 29)) == [("increments-do-not-add-up", "99")]

    @pytest.mark.parametrize(
        "claims",
        [
            [count("31", 28), more("27", 29), count("58", 29)],
            [count("31", 28), more("about 30", 29), count("58", 29)],
            [count("31", 28), more("at least 20", 29), count("58", 29)],
            [count("31", 28), more("27", 29), count("at least 50", 29)],
            [count("31", 28), more("27", 29, source="Army"), count("104", 29)],
            [count("31", 28), more("27", 29, stance="expects"), count("104", 29)],
            [count("31", 27), more("27", 29), count("104", 29)],
            [count("31", 28), more("27", 29), count("104", 30)],
            [count("31", 28), more("27", 28), count("40", 29)],
            [count("31", 28), more("27", 30), count("40", 29)],
            [count("31", 28), count("41", 29, date="2020-09-29T08:00"), more("27", 29)],
            [count("31", 28), count("41", 29), more("27", 29, date="2020-09-29T08:00")],
            [count("31", 28), more("27", 29, window="2020-09-26/2020-09-29"), count("40", 29)],
            [count("31", 28), more("27", 29, window="2020-09-29~"), count("40", 29)],
            [count("31", 28), more("27", 29), count("40", 29, accrual="stock")],
            [count("31", 28), more("27", 29), count("40", 29, date="2020-09-29~")],
        ],
    )
    def test_near_misses(self, claims: list[cl.Claim]) -> None:
        """Sums that agree tolerantly; days that nobody counted; what is not between the counts."""
        assert found(*claims) == []

    def test_what_was_said_after_the_count_of_its_day(self) -> None:
        """An evening's increment is not in the count of the morning."""
        morning = count("55", 29, date="2020-09-29T08:00")
        evening = more("10", 29, date="2020-09-29T20:00")
        assert found(count("50", 28), morning, evening) == []

    def test_two_increments_of_one_span(self) -> None:
        """They are not added up: the figure may be either."""
        twice = [more("5", 29), more("9", 29)]
        for total in ("36", "40"):
            assert found(count("31", 28), *twice, count(total, 29)) == []
        assert found(count("31", 28), *twice, count("45", 29))[0][0] == "increments-do-not-add-up"


class TestDays:
    def test_days_come_to_more_than_the_total(self) -> None:
        """11 and 12 and 9 are 32, and the total is 31."""
        claims = [on("11", 27), on("12", 28), on("9", 29), count("31", 29)]
        assert found(*claims) == [("days-exceed-total", "31")]
        assert messages(*claims)[0] == (
            "31 (Ministry, 2020-09-29) is less than the same source counts day by day, 11"
            " (2020-09-27), 12 (2020-09-28) and 9 (2020-09-29): correct one, or give the windows"
            " of the counts"
        )

    def test_only_the_first_total_is_shown(self) -> None:
        """Those after it are below the days for the same reason."""
        claims = [on("21", 27), on("21", 28), count("31", 28), count("35", 29)]
        assert found(*claims) == [("days-exceed-total", "31")]

    def test_many_days_are_not_all_listed(self) -> None:
        """Three, and how many more there are."""
        claims = [on("9", day) for day in range(27, 31)]
        october = on("9", 1, date="2020-10-01", window="2020-10-01")
        total = count("41", 1, date="2020-10-01")
        assert "9 (2020-09-29) and 2 more:" in messages(*claims, october, total)[0]

    @pytest.mark.parametrize(
        "claims",
        [
            [on("10", 27), on("12", 28), count("22", 28)],
            [on("10", 27), on("12", 28), count("about 20", 28)],
            [on("about 10", 27), on("12", 28), count("21", 28)],
            [on("10", 27), on("12", 28), on("9", 29), count("22", 28)],
            [on("10", 27), on("12", 28, source="Army"), count("20", 28)],
            [on("10", 27), on("12", 28, subject="West"), count("20", 28)],
            [on("10", 26), on("12", 28), count("20", 28)],
            [on("12", 29), on("12", 29, window="2020-09-28/2020-09-29"), count("21", 29)],
            [on("12", 28), on("12", 29, window="2020-09-28/2020-09-29"), count("21", 29)],
            [on("12", 28), on("12", 27, date="2020-10-03"), count("21", 28)],
            [on("12", 28, date="2020-09-28T20:00"), count("10", 28, date="2020-09-28T08:00")],
            [on("20", 28), count("10", 28, accrual="stock")],
        ],
    )
    def test_near_misses(self, claims: list[cl.Claim]) -> None:
        """Sums that agree; other days, sources and subjects; shared days; what was said later."""
        assert "days-exceed-total" not in [code for code, _ in found(*claims)]

    def test_a_count_from_no_stated_start(self) -> None:
        """It is taken to hold all days up to it."""
        claims = [on("20", 28, event=None), count("10", 29, event=None, accrual="cumulative")]
        assert found(*claims) == [("days-exceed-total", "10")]

    def test_the_last_days_there_are(self) -> None:
        """A window may end on the last of all days."""
        last = on("20", 28, window="9999-12-31")
        assert found(last, count("11", 28)) == [("said-before-event", "20")]


class TestPartAboveWhole:
    def test_a_part_above_its_whole(self) -> None:
        """Tanks are armoured vehicles; it is shown at the part."""
        claims = [
            count("10", measure="tanks lost"),
            count("8", measure="armoured vehicles lost"),
        ]
        assert found(*claims) == [("part-above-whole", "10")]
        (message,) = messages(*claims)
        assert "tanks lost, East, 2020-09-27/..: 10 (Ministry, 2020-09-28)" in message
        assert "tanks are armoured vehicles" in message

    def test_parts_together_above_their_whole(self) -> None:
        """Soldiers and civilians share nobody: 5 and 6 are more than 8."""
        claims = [count("5"), count("6", measure="civilians killed")]
        whole = count("8", measure="people killed")
        assert [code for code, _ in found(*claims, whole)] == ["part-above-whole"]
        assert "cannot all be right" in messages(*claims, whole)[0]

    def test_running_counts_of_different_days(self) -> None:
        """What had been counted of a part by then is counted of the whole later too."""
        claims = [count("10", 28, measure="tanks lost")]
        claims += [count("8", 29, measure="armoured vehicles lost")]
        assert found(*claims) == [("part-above-whole", "10")]

    def test_only_the_first_of_a_series(self) -> None:
        """The same two questions day after day are one fault."""
        claims = []
        for day in (28, 29, 30):
            claims += [count(f"{day}", day, measure="tanks lost")]
            claims += [count(f"{day - 20}", day, measure="armoured vehicles lost")]
        assert found(*claims) == [("part-above-whole", "28")]

    @pytest.mark.parametrize(
        "claims",
        [
            [count("8", measure="tanks lost"), count("8", measure="armoured vehicles lost")],
            [count("9", measure="tanks lost"), count("about 8", measure="armoured vehicles lost")],
            [
                count("10", measure="tanks lost"),
                count("8", measure="armoured vehicles lost", source="Army"),
            ],
            [
                count("10", 28, measure="tanks lost", event="Raid"),
                count("8", 29, measure="armoured vehicles lost", event="Raid"),
            ],
            [
                count("10", 29, measure="tanks lost"),
                count("8", 28, measure="armoured vehicles lost"),
            ],
            [
                count("10", measure="tanks lost", accrual="stock"),
                count("8", measure="armoured vehicles lost"),
            ],
            [on("10", 28), count("8", 28)],
            [
                count("104", event="Raid"),
                count("58", event="Raid"),
                count("200", event="Raid", measure="people killed"),
            ],
        ],
    )
    def test_near_misses(self, claims: list[cl.Claim]) -> None:
        """Equal, tolerant, of two sources, a change of mind, before the part; stocks; days."""
        assert "part-above-whole" not in [code for code, _ in found(*claims)]

    def test_renderings_of_one_statement(self) -> None:
        """What differs is how it was passed on."""
        claims = [
            count("10", measure="tanks lost"),
            count("8", measure="armoured vehicles lost"),
        ]
        same = [cl.Attestation(claim=claim.id, statement="briefing") for claim in claims]
        assert found(*claims, *same) == []


class TestTotal:
    PARTS = cl.Partition(whole="casualties", parts=["people killed", "people wounded"])

    def test_a_total_above_its_parts(self) -> None:
        """5 killed and 6 wounded make no 20 casualties; it is shown at the total."""
        claims = [
            count("5", measure="people killed"),
            count("6", measure="people wounded"),
            count("20", measure="casualties"),
        ]
        assert found(self.PARTS, *claims) == [("total-is-not-its-parts", "20")]
        (message,) = messages(self.PARTS, *claims)
        assert "they cannot all be right" in message
        assert "people killed and people wounded make up casualties (declared)" in message

    def test_a_total_below_its_parts(self) -> None:
        """Nor 8."""
        claims = [
            count("5", measure="people killed"),
            count("6", measure="people wounded"),
            count("8", measure="casualties"),
        ]
        assert found(self.PARTS, *claims) == [("total-is-not-its-parts", "8")]

    def test_near_misses(self) -> None:
        """Right totals, undeclared ones, and parts of somebody else."""
        killed, wounded = count("5", measure="people killed"), count("6", measure="people wounded")
        total = count("11", measure="casualties")
        assert found(self.PARTS, killed, wounded, total) == []
        assert found(killed, wounded, count("20", measure="casualties")) == []
        other = count("6", measure="people wounded", source="Army")
        assert found(self.PARTS, killed, other, count("20", measure="casualties")) == []


class TestQuotes:
    @staticmethod
    def found(value: str, quote: str, **fields: Any) -> bool:
        """Whether the quote of a claim is said to lack its figure."""
        claim = count(value, **fields)
        quoted = cl.Attestation(claim=claim.id, document="Page", quote=quote)
        return ("quote-lacks-figure", claim.said) in found(PAGE, claim, quoted)

    @pytest.mark.parametrize(
        ("value", "quote"),
        [
            ("200", "the ministry spoke of 20 wounded"),
            ("about 200", "hundreds of the soldiers were wounded"),
            ("10 to 15", "between 11 and 14 of them"),
            ("2,300", "losses of 2 and 300 in the north and the south of 23"),
            ("25", "twenty-six of the men"),
            ("550", "au moins 450 soldats"),
            ("12", "the toll had risen"),
        ],
    )
    def test_a_quote_without_the_figure(self, value: str, quote: str) -> None:
        """No number in it is the figure of the claim."""
        assert self.found(value, quote)

    @pytest.mark.parametrize(
        ("value", "quote"),
        [
            ("200", "the ministry spoke of 200 wounded"),
            ("2,300", "2300 of the men"),
            ("2,300", "2.300 of the men"),
            ("2,300", "2 300 of the men"),
            ("2300", "2’300 of the men"),
            ("2,300", "2.3 thousand of the men"),
            ("2,300", "2.3k of the men"),
            ("1.2 million", "1.2 million have fled"),
            ("1.2 million", "1,200,000 have fled"),
            ("200", "the dead number two hundred"),
            ("20", "the twenty men that were killed"),
            ("24", "two dozen of the men"),
            ("1", "a soldier was killed, the ministry said"),
            ("2", "the couple were killed"),
            ("10 to 15", "the toll is 15"),
            ("16", "16 and 20 of them"),
            ("27", "from the 27th of the month"),
            ("none", "the ministry lost nobody"),
            ("some", "the ministry admits to losses"),
            ("several", "the ministry lost a number of men"),
            ("unknown", "the toll was not known"),
            ("20", "vingt soldats"),
            ("20", "le 28 septembre, vingt soldats"),
            ("5000", "5 тысяч"),
            ("550", "cinq cent cinquante soldats"),
            ("120", "١٢٠ جريحا"),
        ],
    )
    def test_near_misses(self, value: str, quote: str) -> None:
        """Every way to write it; vague words; other languages, where numbers may be words."""
        assert not self.found(value, quote)

    def test_other_units(self) -> None:
        """A second rendering may be the one quoted, and a scale of the unit may differ."""
        area: dict[str, Any] = {"measure": "area", "place": "Valley", "subject": None}
        quote = "an area of 1,700 square miles"
        assert self.found("4,400 km2", quote, **area)
        assert not self.found("4,400 km2", quote, same_quantity_as="1,700 square miles", **area)
        assert not self.found("2.3 km", "the distance of 2,300 metres", **area | {"measure": "x"})

    def test_words_are_no_figures(self) -> None:
        """A proposition has none, and a claim without a quote is not looked at."""
        claim = cl.Claim(source="A", date="2020-09-28", proposition="it rained", value="yes")
        quoted = cl.Attestation(claim=claim.id, document="Page", quote="the 27 days of rain")
        bare = count("200")
        assert (
            found(PAGE, claim, quoted, bare, cl.Attestation(claim=bare.id, document="Page")) == []
        )

    def test_shown_at_the_attestation(self) -> None:
        """Of several quotes only the one that lacks it, shortened."""
        claim = count("200")
        wrong = cl.Attestation(claim=claim.id, document="Page", quote="20 of the men " * 9)
        right = cl.Attestation(claim=claim.id, document="Page", quote="200 of the men")
        (one,) = cl.lint(ledger_of(PAGE, claim, wrong, right))
        assert (one.code, one.field) == ("quote-lacks-figure", "quote")
        assert isinstance(one.record, cl.Attestation)
        assert one.record.quote == wrong.quote
        assert len(one.message) < 200

    def test_numbers_of_badly_grouped_digits(self) -> None:
        """A row of numbers is read as each of them, and as no more than five joined."""
        read = set(numbers_in(" ".join(["100"] * 9)))
        assert {100, 100100} <= read
        assert max(read) < 10**15

    def test_words_that_are_no_number(self) -> None:
        """What is in no order is passed over; what follows in it is read."""
        assert set(numbers_in("two thousand three million")) == {3_000_000}

    def test_nothing_is_sought(self) -> None:
        """Where no figure is sought, a quote in English holds none of them."""
        assert not holds("the men", frozenset())


class TestEchoes:
    def test_a_rare_figure_of_two_sources(self) -> None:
        """It is shown at the later, and names the earlier."""
        claims = [count("137", 28), count("about 137", 29, source="Agency")]
        assert found(*claims) == [("echoed-figure", "about 137")]
        assert "is the figure of 137 (Ministry, 2020-09-28)" in messages(*claims)[0]

    def test_each_voice_once(self) -> None:
        """Who repeats it is not told again."""
        claims = [count("137", 28), count("137", 29, source="Agency")]
        again = count("137", 30, source="Agency")
        third = count("137", 30, source="Monitor")
        assert [code for code, _ in found(*claims, again, third)] == ["echoed-figure"] * 2

    @pytest.mark.parametrize(
        "claims",
        [
            [count("137", 28), count("137", 29)],
            [count("137", 28), count("138", 29, source="Agency")],
            [count("130", 28), count("130", 29, source="Agency")],
            [count("2,300", 28), count("2,300", 29, source="Agency")],
            [count("137", 28), count("137", 29, source="Agency", subject="West")],
            [count("137", 28), count("137", 29, source="Agency", stance="denies")],
            [count("137", 28), count("137", 29, source="Agency", stance="expects")],
        ],
    )
    def test_near_misses(self, claims: list[cl.Claim]) -> None:
        """One source, other figures, round ones, another question, other stances."""
        assert found(*claims) == []

    def test_a_declared_chain(self) -> None:
        """Who says where it was taken from echoes openly; so does who is controlled."""
        one, other = count("137", 28), count("137", 29, source="Agency")
        taken = cl.Attestation(claim=other.id, derived_from="Ministry")
        assert found(one, other, taken) == []
        controlled = cl.Source(name="Agency", controlled_by="Ministry")
        assert found(one, other, controlled) == []


class TestGrades:
    @staticmethod
    def graded(claim: cl.Claim, credibility: int = 1) -> cl.Annotation:
        """A grade of the information."""
        return cl.Annotation(claim=claim.id, credibility=credibility)

    def test_confirmed_by_nobody(self) -> None:
        """It is shown at the grade, of several notes."""
        claim = count("20")
        note = cl.Annotation(claim=claim.id, note="by telephone")
        (one,) = cl.lint(ledger_of(claim, note, self.graded(claim)))
        assert (one.code, one.field) == ("unconfirmed-credibility", "credibility")
        assert one.record == self.graded(claim)
        assert "found one: grade it lower" in one.message

    def test_near_misses(self) -> None:
        """Another source agrees; a lower grade; what is withdrawn."""
        claim, other = count("20"), count("20", source="Monitor")
        assert found(claim, other, self.graded(claim)) == []
        assert found(claim, self.graded(claim, 2)) == []
        gone = cl.Retraction(target=claim.id, source="Ministry", date="2020-09-29")
        assert found(claim, self.graded(claim), gone) == []


class TestDocuments:
    def test_a_claim_without_one(self) -> None:
        """In a ledger that has documents."""
        read, bare, noted = count("5"), count("7", 29), count("8", 30)
        carried = cl.Attestation(claim=read.id, document="Page")
        unnamed = cl.Attestation(claim=noted.id, quote="8")
        codes = found(PAGE, read, carried, bare, noted, unnamed)
        assert codes == [("no-document", "7"), ("no-document", "8")]

    def test_a_ledger_without_documents(self) -> None:
        """It does not keep any, so none was forgotten."""
        assert found(count("5")) == []


class TestSides:
    NORTH = cl.Source(name="Northern army", side="North")

    @pytest.mark.parametrize("kind", [None, "official", "military"])
    def test_a_source_on_no_side(self, kind: str | None) -> None:
        """Once for all its claims, where its kind does not say why."""
        claims = [count("5", 28), count("7", 29)]
        codes = found(self.NORTH, cl.Source(name="Ministry", kind=kind), *claims)
        assert codes == [("source-on-no-side", "5")]

    def test_a_source_that_nothing_declares(self) -> None:
        """It is on no side either."""
        (one,) = cl.lint(ledger_of(self.NORTH, count("5")))
        assert (one.code, one.record, one.field) == ("source-on-no-side", None, "source")
        assert "'Ministry' is on no side" in one.message

    @pytest.mark.parametrize("kind", ["monitor", "media", "witness", "intelligence", "other"])
    def test_kinds_that_may_be_on_no_side(self, kind: str) -> None:
        """An independent monitor is rightly on none."""
        assert found(self.NORTH, cl.Source(name="Ministry", kind=kind), count("5")) == []

    def test_near_misses(self) -> None:
        """A source with a side, nobody in particular, and a ledger without sides."""
        assert found(self.NORTH, count("5", source="Northern army")) == []
        assert found(self.NORTH, count("5", source="unknown")) == []
        assert found(cl.Source(name="Ministry"), count("5")) == []
        assert found(self.NORTH, cl.Source(name="Silent")) == []


class TestDates:
    def test_said_before_the_event(self) -> None:
        """The war began on the 27th."""
        assert found(count("5", 26)) == [("said-before-event", "5")]
        assert messages(count("5", 26))[0] == (
            "said on 2020-09-26, before 'War' (2020-09-27/..) had begun: check the date, or say"
            " that it expects it"
        )

    def test_said_before_its_own_window(self) -> None:
        """What happened on the 29th was not known on the 28th."""
        early = count("5", 28, window="2020-09-29")
        assert found(early) == [("said-before-event", "5")]
        assert "the time that it speaks of (2020-09-29)" in messages(early)[0]

    @pytest.mark.parametrize(
        "claim",
        [
            count("5", 27),
            count("5", 28, date="2020-09"),
            count("5", 28, date="2020-09-26~"),
            count("5", 26, stance="expects"),
            count("5", 26, event=None),
            count("5", 26, event="Other"),
            count("5", 28, window="2020-09-28"),
            count("5", 28, window="../2020-09-30", event=None),
            cl.Claim(
                source="A", date="2020-09-01", event="War", position="what to do", value="no war"
            ),
        ],
    )
    def test_near_misses(self, claim: cl.Claim) -> None:
        """On the day, dates that do not tell, forecasts, no event or window, calls."""
        assert found(claim) == []


class TestMetadata:
    def test_two_sides(self) -> None:
        """The least value is shown; it is said at the declaration of the other."""
        other = cl.Source(name="Ministry", side="West")
        one = count("5")
        (lint,) = cl.lint(ledger_of(one, cl.Source(name="Ministry", side="East"), other))
        assert (lint.code, lint.claims, lint.record) == ("conflicting-metadata", (one.id,), other)
        assert (lint.field, lint.message) == (
            "side",
            "side of source 'Ministry' is 'East', and elsewhere 'West': 'East' is shown; keep one",
        )

    @pytest.mark.parametrize(
        ("declared", "claim"),
        [
            (
                [cl.Event(name="Storm", window=f"2020-09-2{day}") for day in (7, 8)],
                {"event": "storm"},
            ),
            ([cl.Place(name="Hill", part_of=area) for area in "AB"], {"place": "hill"}),
            ([cl.Party(name="East", part_of=whole) for whole in "AB"], {}),
            ([cl.Party(name="Allies", part_of=whole) for whole in "AB"], {"subject": "Corps"}),
            ([cl.Party(name="Allies", part_of=whole) for whole in "AB"], {"source": "Staff"}),
        ],
    )
    def test_each_kind(self, declared: list[cl.Event], claim: dict[str, object]) -> None:
        """Of an event, a place, a party; of a party also where the claim is of a part of it."""
        corps = cl.Party(name="Corps", part_of="Allies")
        staff = cl.Source(name="Staff", side="Corps")
        neutral = cl.Source(name="Ministry", side="East")
        records = (*declared, corps, staff, neutral, count("5", 28, **claim))
        assert [code for code, _ in found(*records)] == ["conflicting-metadata"]
        assert "conflicting-metadata" not in {
            code for code, _ in found(*declared[:1], *records[2:])
        }

    def test_documents(self) -> None:
        """Of documents with an address, which keeps its case, and of those who reported."""
        pages = [cl.Document(url="https://example.org/A", title=title) for title in ("1", "2", "3")]
        claim = count("5")
        carried = [cl.Attestation(claim=claim.id, document=pages[0].key, via="Agency")]
        agency = [cl.Source(name="Agency", kind=kind) for kind in ("media", "monitor")]
        first, second = messages(claim, *pages, *carried, *agency)
        assert first.startswith("kind of source 'Agency' is 'media', and elsewhere 'monitor': ")
        assert second.startswith(
            "title of document 'https://example.org/A' is '1', and elsewhere '2', '3': "
        )

    def test_names_in_other_letters(self) -> None:
        """Names that differ in case alone are one name."""
        events = [
            cl.Event(name="Storm", window="2020-09-27"),
            cl.Event(name="STORM", window="2020-09-28"),
        ]
        assert found(*events, count("5", 28, event="storm")) == [("conflicting-metadata", "5")]

    def test_a_circle(self) -> None:
        """Two ledgers may each have the other's whole as a part."""
        circle = (cl.Party(name="East", part_of="West"), cl.Party(name="West", part_of="East"))
        assert messages(*circle, count("5")) == [
            "part_of of party 'East' leads in a circle: 'West'; it is shown as a part of nothing"
        ]

    def test_near_misses(self) -> None:
        """What no claim uses; one value and none; the same in other letters; several enemies."""
        unused = [cl.Party(name="North", part_of=whole) for whole in "AB"]
        one = [cl.Source(name="Ministry", kind="official"), cl.Source(name="Ministry")]
        same = [cl.Source(name="Ministry", side=side) for side in ("East", "EAST")]
        enemies = [cl.Party(name="East", opposed=(enemy,)) for enemy in ("West", "South")]
        assert found(*unused, *one, *same, *enemies, count("5")) == []


class TestMeasures:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("convoys delayed", "delayed convoy"),
            ("convoys delayed", "convoys delayd"),
            ("convoys delayed", "konvoys delayed"),
            ("mine fields cleared", "minefields cleared"),
        ],
    )
    def test_two_unknown_ones(self, one: str, other: str) -> None:
        """They differ by form, by order or by a letter."""
        codes = found(count("5", measure=one), count("5", 29, measure=other))
        assert [code for code, _ in codes].count("similar-measures") == 1

    def test_near_a_known_one(self) -> None:
        """It is then not reported as unknown as well."""
        claims = [count("5", measure="tanks destroyed"), count("7", 29, measure="tanks destroyd")]
        assert found(*claims) == [("similar-measures", "7")]
        assert "'tanks destroyd' is near the known 'tanks destroyed'" in messages(*claims)[0]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("convoys delayed", "convoys turned back"),
            ("convoys delayed", "convoys relayed back"),
            ("F-15 sorties", "F-16 sorties"),
            ("boat trips", "goat trips"),
        ],
    )
    def test_near_misses(self, one: str, other: str) -> None:
        """Other words, numbers, and short words that differ by a letter."""
        codes = found(count("5", measure=one), count("5", 29, measure=other))
        assert [code for code, _ in codes] == ["unknown-measure"] * 2

    def test_a_known_one_of_another_event(self) -> None:
        """Nobody took it for the same."""
        claims = [count("5", measure="tanks destroyed"), count("7", event="Raid")]
        far = count("7", event="Raid", measure="tanks destroyd")
        assert found(*claims, far) == [("unknown-measure", "7")]

    def test_unknown_once_for_each_name(self) -> None:
        """However it is spelt, and wherever it is used."""
        claims = [count("5", measure="convoys delayed"), count("6", 29, measure="Convoys Delayed")]
        assert found(*claims) == [("unknown-measure", "5")]
        near = messages(count("5", measure="tonks dead"))[0]
        assert near.startswith("unknown measure 'tonks dead' stands by itself; did you mean")

    def test_a_declared_one_is_known(self) -> None:
        """What the ledger adds to the vocabulary is no surprise."""
        assert found(MeasureEntry("convoys delayed"), count("5", measure="convoys delayed")) == []

    def test_signs_of_long_words_alone(self) -> None:
        """A short word, or one with a digit, has none of its own."""
        assert signs("boat F16") == {("boat", "f16"), ("", "boatf16")}


class TestSilencing:
    FALL = (count("104", 28), count("58", 29))

    def test_a_reason_silences_it(self) -> None:
        """At the claim at which it is shown."""
        why = cl.Annotation(claim=self.FALL[1].id, ignore="falling-count", because="recounted")
        assert found(*self.FALL, why) == []

    def test_elsewhere_it_is_unused(self) -> None:
        """At the other claim it silences nothing, which is reported there."""
        why = cl.Annotation(claim=self.FALL[0].id, ignore="falling-count", because="recounted")
        assert found(*self.FALL, why) == [("unused-ignore", "104"), ("falling-count", "58")]

    def test_another_code_is_unused(self) -> None:
        """And the lint is heard."""
        note = cl.Annotation(claim=self.FALL[1].id, ignore="no-document", because="so")
        assert {code for code, _ in found(*self.FALL, note)} == {"falling-count", "unused-ignore"}
        assert "'no-document' is ignored here and not found here" in messages(*self.FALL, note)[1]

    @pytest.mark.parametrize(
        ("code", "hint"),
        [
            ("falling-cuont", "did you mean 'falling-count'?"),
            ("xyz", "known: conflicting-metadata, days-exceed-total"),
        ],
    )
    def test_an_unknown_code(self, code: str, hint: str) -> None:
        """It names the nearest, or all."""
        claim = count("5")
        note = cl.Annotation(claim=claim.id, ignore=code, because="so")
        (one,) = cl.lint(ledger_of(claim, note))
        assert (one.code, one.field, one.record) == ("unknown-ignore", "ignore", note)
        assert f"unknown lint code {code!r}; {hint}" in one.message

    @pytest.mark.parametrize("code", ["unused-ignore", "unknown-ignore"])
    def test_what_is_said_of_silencing_is_not_silenced(self, code: str) -> None:
        """Else nothing would ever be reported."""
        claim = count("5")
        note = cl.Annotation(claim=claim.id, ignore=code, because="so")
        assert messages(claim, note) == [f"{code!r} cannot be ignored"]

    def test_a_general_one_is_silenced_at_any_claim(self) -> None:
        """One of a source or a measure is not shown at a claim for its own sake."""
        claims = [count("5", 28, measure="convoys"), count("7", 29, measure="convoys")]
        for claim in claims:
            note = cl.Annotation(claim=claim.id, ignore="unknown-measure", because="ours")
            assert found(*claims, note) == []

    def test_a_note_without_a_claim(self) -> None:
        """What it belongs to may come later."""
        note = cl.Annotation(claim="0" * 64, ignore="falling-count", because="so")
        assert found(note) == []


class TestLint:
    def test_a_whole_ledger_without_fault(self) -> None:
        """Nothing is found in nothing."""
        assert cl.lint(cl.Ledger()) == ()

    def test_findings_at_hand(self) -> None:
        """They are not found anew, and change nothing."""
        ledger = ledger_of(count("104", 28), count("58", 29))
        assert cl.lint(ledger, findings=cl.judge(ledger)) == cl.lint(ledger)

    def test_another_reading(self) -> None:
        """Read more narrowly, more falls: 1,000 is then not 950."""
        ledger = ledger_of(count("1,000", 28), count("950", 29))
        assert cl.lint(ledger) == ()
        assert [one.code for one in cl.lint(ledger, reading="tight")] == ["falling-count"]

    @given(ledgers(("count", "moment", "area"), size=9))
    def test_all_that_can_be_silenced_is(self, ledger: cl.Ledger) -> None:
        """A law: a reason at the claim of each lint leaves none, and none of them is unused."""
        lints = cl.lint(ledger)
        notes = [cl.Annotation(claim=one.claims[0], ignore=one.code, because="so") for one in lints]
        assert all(one.code in SILENCED and ledger.claim(one.claims[0]) for one in lints)
        assert cl.lint(ledger.add(*notes)) == ()

    @given(ledgers(("count", "moment"), size=9), ledgers(("count", "moment"), size=9))
    def test_order_and_duplicates_change_nothing(self, one: cl.Ledger, other: cl.Ledger) -> None:
        """A law: what is found depends on what is in the ledger alone."""
        assert cl.lint(one | other) == cl.lint(other | one | one)

    def test_each_code_is_one_of_those_listed(self) -> None:
        """All but two can be silenced."""
        assert len(CODES) - len(SILENCED) == 2
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", code) for code in CODES)

    def test_each_code_has_a_section(self) -> None:
        """The reference explains every code, in the same order."""
        page = Path(__file__).parent.parent / "docs" / "reference" / "lint.md"
        titles = re.findall(r"^## `([a-z-]+)`$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert titles == list(CODES)

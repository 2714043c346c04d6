"""The history of a question: who said what when, and what it changed."""

from __future__ import annotations

import claimledger as cl
from claimledger.histories import history_table
from claimledger.tables import cell_text

WAR = cl.Event(name="War", window="2020-09-27/..")
EAST = cl.Source(name="Ministry", side="East")


def count(value: str, day: int, **fields: str) -> cl.Claim:
    """A running count of the ministry, where nothing else is said."""
    given = {
        "source": "Ministry",
        "date": f"2020-09-{day:02}",
        "event": "War",
        "subject": "East",
        "measure": "soldiers killed",
        **fields,
    }
    return cl.Claim(value=value, **given)


def rows(*records: object, about: str = "cumulative") -> list[tuple[str, ...]]:
    """The history of the question of one accrual."""
    ledger = cl.Ledger().add(WAR, EAST, *records)  # type: ignore[arg-type]
    findings = cl.judge(ledger)
    finding = next(one for one in findings if one.question.accrual == about)
    table = history_table(ledger, finding, findings)
    assert table.header == ("date", "source", "side", "said", "change")
    return [tuple(cell_text(cell) for cell in row) for row in table.rows]


def changes(*records: object, about: str = "cumulative") -> list[str]:
    """What each claim changed."""
    return [row[-1] for row in rows(*records, about=about)]


class TestHistory:
    def test_each_claim_in_the_order_said(self) -> None:
        """With who said it, and for which side; the first of a source changes nothing."""
        claims = [count("58", 29), count("31", 28), count("40", 28, source="Agency")]
        assert rows(*claims) == [
            ("2020-09-28", "Ministry", "East", "31", ""),
            ("2020-09-28", "Agency", "no side", "40", ""),
            ("2020-09-29", "Ministry", "East", "58", "+27"),
        ]

    def test_growth(self) -> None:
        """By how much, as far as figures are named; what is hedged grows by about so much."""
        assert changes(count("31", 27), count("58", 28), count("about 1,258", 29)) == [
            "",
            "+27",
            "about +1,200",
        ]
        assert changes(count("some", 27), count("58", 28)) == [
            "",
            "went on from at least 1, no figure",
        ]
        assert changes(count("50 to 60", 27), count("58", 28)) == ["", "went on from 50 to 60"]
        assert changes(count("58", 27), count("more than 55", 28)) == ["", "went on from 58"]

    def test_within_a_day(self) -> None:
        """Hours order counts, and without them they grow."""
        hours = [count("58", 28, date=f"2020-09-28T{hour}") for hour in ("20:00",)]
        assert changes(*hours, count("31", 28, date="2020-09-28T08:00")) == ["", "+27"]
        assert changes(count("58", 28), count("31", 28)) == ["", "+27"]

    def test_said_again(self) -> None:
        """The same figure on another day, or in other words."""
        assert changes(count("31", 27), count("exactly 31", 28)) == ["", "unchanged"]

    def test_falls(self) -> None:
        """What fell is replaced by what it fell to."""
        assert changes(count("104", 27), count("58", 28)) == ["since replaced", "fell from 104"]

    def test_revisions(self) -> None:
        """Of a closed event the later word holds."""
        raid = cl.Event(name="Raid", window="2020-09-27")
        claims = [count("10", 27, event="Raid"), count("8", 28, event="Raid")]
        assert changes(raid, *claims, about="event") == ["since replaced", "revised from 10"]

    def test_withdrawn(self) -> None:
        """The next one is compared with what stood before it."""
        claims = [count("31", 27), count("99", 28), count("58", 29)]
        gone = cl.Retraction(target=claims[1].id, source="Ministry", date="2020-09-29")
        assert changes(*claims, gone) == ["", "+68; since withdrawn", "+27"]

    def test_statements_and_inconsistencies(self) -> None:
        """Two renderings of one statement, and two figures at once."""
        raid = cl.Event(name="Raid", window="2020-09-27")
        claims = [count("10", 28, event="Raid"), count("80", 28, event="Raid")]
        assert changes(raid, *claims, about="event") == ["", "against 10, said at once"]
        labels = [cl.Attestation(claim=claim.id, statement="briefing") for claim in claims]
        assert changes(raid, *claims, *labels, about="event") == ["", "another rendering of 10"]

    def test_no_change_to_tell(self) -> None:
        """Forecasts, denials, and figures that are both right."""
        raid = cl.Event(name="Raid", window="2020-09-27")
        assert changes(count("31", 27), count("90", 28, stance="expects")) == ["", ""]
        denied = count("40", 28, stance="denies")
        assert changes(count("31", 27), denied, count("50", 29)) == ["", "", ""]
        loose = [count("at least 8", 28, event="Raid"), count("10", 28, event="Raid")]
        assert changes(raid, *loose, about="event") == ["", ""]

    def test_increments_beside_a_running_count(self) -> None:
        """What they add, in the order said; each line has its own course."""
        more = count("27", 29, accrual="increment")
        some = count("some", 30, accrual="increment")
        other = count("5", 29, accrual="increment", subject="West")
        assert rows(count("31", 28), more, some, other, count("58", 29)) == [
            ("2020-09-28", "Ministry", "East", "31", ""),
            ("2020-09-29", "Ministry", "East", "27", "+27"),
            ("2020-09-29", "Ministry", "East", "58", "+27"),
            ("2020-09-30", "Ministry", "East", "at least 1, no figure", "more"),
        ]
        assert changes(more, count("31", 28), about="increment") == ["+27"]

    def test_units(self) -> None:
        """What grew keeps its unit; figures of two units are not subtracted."""
        land = {"measure": "area", "accrual": "cumulative"}
        assert changes(count("10 km2", 27, **land), count("15 km2", 28, **land)) == [
            "",
            "+5 km2",
        ]
        mixed = [count("10 km2", 27, **land), count("50 square miles", 28, **land)]
        assert changes(*mixed)[1].startswith("went on from")

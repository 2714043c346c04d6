"""Statements for Wikidata: only what was said, by whom, and who disputes it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import claimledger as cl
from claimledger.quickstatements import as_quickstatements
from tests.ledger_strategies import ledgers
from tests.report_case import everything

EVENT = cl.Event(name="War", window="2031-05-03/..", handle="Q1")
SOURCE = cl.Source(name="A", handle="Q2")
PART = re.compile(
    r"Q\d+|P\d+|!?S\d+|\d+|\+\d{4}-\d\d-\d\dT00:00:00Z/(?:7|8|9|10|11)|\"https?://[^\"|*\s]*\""
)


def claim(**fields: object) -> cl.Claim:
    known: dict[str, object] = {"source": "A", "date": "2031-05-04", "event": "War"}
    return cl.Claim(**{**known, "measure": "people killed", "value": "5", **fields})  # type: ignore[arg-type]


def lines(*records: object) -> list[str]:
    ledger = cl.Ledger().add(EVENT, SOURCE, *records)  # type: ignore[arg-type]
    return as_quickstatements(ledger).text.replace("\t", " ").splitlines()


class TestLines:
    @pytest.mark.parametrize(
        ("fields", "line"),
        [
            ({}, "Q1 P1120 5 P585 +2031-05-04T00:00:00Z/11 P3680 Q2"),
            ({"value": "none"}, "Q1 P1120 0 P585 +2031-05-04T00:00:00Z/11 P3680 Q2"),
            (
                {"value": "about 1.5 million", "measure": "injured", "subject": "any"},
                "Q1 P1339 1500000 P585 +2031-05-04T00:00:00Z/11 P1480 Q5727902 P3680 Q2",
            ),
            ({"date": "2031-05"}, "Q1 P1120 5 P585 +2031-05-00T00:00:00Z/10 P3680 Q2"),
            ({"date": "2031"}, "Q1 P1120 5 P585 +2031-00-00T00:00:00Z/9 P3680 Q2"),
            ({"date": "203X"}, "Q1 P1120 5 P585 +2030-00-00T00:00:00Z/8 P3680 Q2"),
            ({"date": "2031-05~"}, "Q1 P1120 5 P3680 Q2"),
            ({"date": "2031-21"}, "Q1 P1120 5 P3680 Q2"),
            ({"measure": "people missing"}, "Q1 P1446 5 P585 +2031-05-04T00:00:00Z/11 P3680 Q2"),
            (
                {"measure": "casualties", "accrual": "cumulative"},
                "Q1 P1590 5 P585 +2031-05-04T00:00:00Z/11 P3680 Q2",
            ),
        ],
    )
    def test_what_is_carried(self, fields: dict[str, object], line: str) -> None:
        """One figure, when it was said, and who supports it."""
        assert lines(claim(**fields)) == [line]

    @pytest.mark.parametrize(
        "fields",
        [
            {"value": "more than 5"},
            {"value": "5 to 6"},
            {"value": "dozens"},
            {"subject": "N"},
            {"place": "Bridge"},
            {"window": "2031-05-03~"},
            {"accrual": "stock"},
            {"measure": "soldiers killed"},
            {"measure": "area captured", "value": "5 km2"},
            {"measure": "area", "value": "5 square yards"},
            {"value": "about 10 to 15"},
            {"stance": "denies"},
            {"stance": "declines", "value": None},
            {"event": "Other"},
            {"event": None},
            {"source": "B"},
        ],
        ids=str,
    )
    def test_what_is_not(self, fields: dict[str, object]) -> None:
        """What is no one figure of a whole event, or is of no item, or has nothing to refer to."""
        assert lines(claim(**fields)) == []

    def test_references(self) -> None:
        """Each address is a reference of its own; they may stand for a source of no item."""
        one = claim(source="B")
        documents = [
            cl.Document(url='https://x.org/a"b|c*d', date="2031-05-05"),
            cl.Document(url="https://x.org/2", date="2031~"),
            cl.Document(title="On paper"),
            cl.Document(url="ftp://x.org"),
        ]
        attested = [cl.Attestation(claim=one.id, document=d.key) for d in documents]
        more = cl.Attestation(claim=one.id, document="http://x.org/3")
        ledger = cl.Ledger().add(EVENT, one, *documents, *attested, more)
        [line] = as_quickstatements(ledger).text.splitlines()
        assert line.split("\t")[5:] == [
            *("S854", '"http://x.org/3"'),
            *("!S854", '"https://x.org/2"'),
            *("!S854", '"https://x.org/a%22b%7Cc%2Ad"', "S577", "+2031-05-05T00:00:00Z/11"),
        ]
        assert dict(as_quickstatements(ledger).lost) == {
            "attestations": 2,
            "date of documents": 1,
            "documents": 2,
            "source of claims": 1,
            "window of events": 1,
        }

    def test_an_address_is_one_reference(self) -> None:
        """However often the claim was read there."""
        one = claim()
        twice = [cl.Attestation(claim=one.id, document="https://x.org", quote=q) for q in "ab"]
        assert lines(one, *twice)[0].count("S854") == 1

    def test_a_name_may_be_the_item(self) -> None:
        """Of an event or a source that nothing declares too."""
        found = as_quickstatements(cl.Ledger().add(claim(event="Q7", source="Q8")))
        assert found.text == "Q7\tP1120\t5\tP585\t+2031-05-04T00:00:00Z/11\tP3680\tQ8\n"
        assert found.lost == ()

    def test_who_disputes_it(self) -> None:
        """Whoever denies the figure, if that is an item."""
        said = lines(
            claim(),
            claim(source="Q3", stance="denies"),
            claim(source="B", stance="denies", value="some"),
        )
        assert said == ["Q1 P1120 5 P585 +2031-05-04T00:00:00Z/11 P3680 Q2 P1310 Q3"]

    def test_no_figure_is_preferred(self) -> None:
        """Two that contradict each other are two statements, without a rank."""
        found = lines(claim(), claim(source="Q3", value="50"))
        assert [line.split()[2] for line in found] == ["5", "50"]
        assert not [line for line in found if " R" in line]

    def test_what_was_replaced_is_left_out(self) -> None:
        """Of a closed event the later figure of one source replaces the earlier."""
        closed = cl.Event(name="Raid", window="2031-05-03", handle="Q9")
        found = lines(closed, claim(event="Raid"), claim(event="Raid", value="7", date="2031-06"))
        assert [line.split()[2] for line in found] == ["7"]

    def test_nothing_without_items(self) -> None:
        """A ledger that names none is lost whole."""
        found = as_quickstatements(everything())
        assert found.text == ""
        assert dict(found.lost)["claims"] == len(everything())

    @settings(max_examples=60)
    @given(ledgers(kinds=("count",)))
    def test_each_line_can_be_read(self, ledger: cl.Ledger) -> None:
        """Law: item, property, figure, then pairs; and a line for each claim carried."""
        items = [cl.Event(name="War", handle="Q1"), cl.Event(name="Raid", handle="Q2")]
        items += [cl.Source(name=c.source, handle=f"Q{n + 3}") for n, c in enumerate(ledger.claims)]  # type: ignore[misc]
        found = as_quickstatements(ledger.add(*items))
        assert len(found.claims) == len(found.text.splitlines())
        for line in found.text.splitlines():
            parts = line.split("\t")
            assert len(parts) % 2 == 1
            assert all(PART.fullmatch(part) for part in parts), line

"""Statements for Wikidata: only what was said, by whom, and who disputes it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings

import claimledger as cl
from claimledger.formats.wikibase import Amount, as_statement, number_of, parts
from claimledger.quickstatements import as_quickstatements
from tests.import_cases import DATA
from tests.ledger_strategies import ledgers
from tests.report_case import everything
from tests.wikidata_case import (
    PRESS,
    WATCH,
    E,
    Snak,
    amount,
    entity,
    item,
    one,
    open_value,
    read,
    snak,
    statement,
    text,
    time,
    told_by_json,
    told_by_lines,
    words_in,
)

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
            (
                {"window": "2031-05/..", "accrual": "cumulative"},
                "Q1 P1120 5 P580 +2031-05-00T00:00:00Z/10 P585 +2031-05-04T00:00:00Z/11 P3680 Q2",
            ),
            (
                {"window": "../2031", "accrual": "period"},
                "Q1 P1120 5 P582 +2031-00-00T00:00:00Z/9 P585 +2031-05-04T00:00:00Z/11 P3680 Q2",
            ),
            (
                {"place": "Q7"},
                "Q1 P1120 5 P585 +2031-05-04T00:00:00Z/11 P276 Q7 P3680 Q2",
            ),
            (
                {"value": "unknown"},
                "Q1 P1120 somevalue P585 +2031-05-04T00:00:00Z/11 P3680 Q2",
            ),
            (
                {"measure": "population", "accrual": "stock", "window": "2030"},
                "Q1 P1082 5 P585 +2030-00-00T00:00:00Z/9 P3680 Q2",
            ),
            ({"measure": "area", "value": "5 km2"}, "Q1 P2046 5U712226 P3680 Q2"),
            ({"date": "20XX"}, "Q1 P1120 5 P585 +2001-00-00T00:00:00Z/7 P3680 Q2"),
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

    def test_a_denial_of_a_round_figure(self) -> None:
        """It is one of that very figure, though a tolerant reader sees no contradiction."""
        said = lines(
            claim(value="200"),
            claim(value="200", source="Q3", stance="denies"),
            claim(value="200", source="Q4", stance="denies", date="2031-05-09"),
        )
        assert said == ["Q1 P1120 200 P585 +2031-05-04T00:00:00Z/11 P3680 Q2 P1310 Q3"]

    def test_places_have_items(self) -> None:
        """By their handles too."""
        place = cl.Place(name="Bridge", handle="Q7")
        assert " P276 Q7 " in lines(place, claim(place="Bridge"))[0]

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


def back(ledger: cl.Ledger) -> list[str]:
    return as_quickstatements(ledger).text.replace("\t", " ").splitlines()


class TestBack:
    def test_the_fixture_goes_back_as_it_came(self) -> None:
        """Item, property, value, qualifiers and references of every statement.

        Only a day of the old style, 25 December 1642, is written in the new, as 4 January 1643.
        """
        path = DATA / "wikidata.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        expected = told_by_json(content)
        old = ("Q9990000002", "P571", "+1642-12-25T00:00:00Z/11/J")
        expected["Q9990000002", "P571", "+1643-01-04T00:00:00Z/11"] = expected.pop(old)
        ledger, _ = cl.read_lenient(path)
        found = as_quickstatements(ledger)
        assert told_by_lines(found.text.splitlines()) == expected
        assert len(expected) >= 30
        lost = dict(found.lost)
        assert not {"claims", "documents", "value of claims"} & lost.keys()

    def test_and_comes_in_again(self) -> None:
        """Through JSONL too."""
        ledger, _ = cl.read_lenient(DATA / "wikidata.json")
        again, _ = cl.read_lenient(DATA.parent / "golden" / "import" / "wikidata.jsonl")
        assert as_quickstatements(again).text == as_quickstatements(ledger).text

    @pytest.mark.parametrize(
        ("main", "value"),
        [
            (amount("P1120", "+5", "+0", "+12"), "P1120 5[0,12]"),
            (amount("P1120", "+0", "+0", "+12"), "P1120 0[0,12]"),
            (amount("P1120", "+5", "-3", "+12"), "P1120 5[-3,12]"),
            (amount("P1120", "+0", "+0", "+0"), "P1120 0[0,0]"),
            (amount("P1120", "+0"), "P1120 0"),
            (open_value("P1120", "novalue", "quantity"), "P1120 novalue"),
            (open_value("P1120", "somevalue", "quantity"), "P1120 somevalue"),
            (amount("P99", "+5", unit="Q712226"), "P99 5U712226"),
            (amount("P99", "-5", "-6", "+0", "Q98"), "P99 -5[-6,0]U98"),
            (amount("P2527", "+7.4"), "P2527 7.4"),
            (open_value("P828", "novalue", "wikibase-item"), "P828 novalue"),
            (item("P828", "Q7"), "P828 Q7"),
            (words_in("P1448", "zh-hans", 'a "b" c'), 'P1448 zh-hans:"a "b" c"'),
            (time("P571", "-0300-00-00T00:00:00Z", 9), "P571 -0300-00-00T00:00:00Z/9"),
            (snak("P625", {"latitude": 1, "longitude": -2}, "value", "globecoordinate"),
             "P625 @1/-2"),
        ],
    )  # fmt: skip
    def test_values(self, main: Snak, value: str) -> None:
        """A lower bound of 0, no value and some value among them; Wikidata supports nothing."""
        assert back(one(main)) == [f"{E} {value}"]

    @pytest.mark.parametrize(
        "qualifiers",
        [
            [item("P1480", "Q5727902")],
            [item("P5102", "Q37113960")],
            [item("P1480", "Q47035128")],
            [item("P5102", "Q50376823")],
            [item("P518", "Q7"), item("P1013", "Q8")],
            [item("P276", "Q7")],
            [time("P580", "2031-05-03"), time("P582", "2031-05-00", 10)],
            [time("P585", "2031-05-03")],
            [open_value("P582", "novalue", "time")],
            [open_value("P1310", "somevalue", "wikibase-item")],
            [item("P3680", WATCH), item("P1310", PRESS)],
            [amount("P1114", "+3", unit="Q7")],
            [text("P1810", "a; b")],
        ],
    )
    def test_qualifiers(self, qualifiers: list[Snak]) -> None:
        """Each comes back once, and nothing beside it."""
        every = [amount("P1120", "+104"), amount("P1120", "+10", "+8", "+12"), item("P828", "Q9")]
        for main in every[: 2 if qualifiers[0]["property"] in {"P1480", "P5102"} else 3]:
            content = entity(statement(main, *qualifiers))
            ledger, _ = read(content)
            lines = as_quickstatements(ledger).text.splitlines()
            assert told_by_lines(lines) == told_by_json({"entities": {E: content}})

    def test_what_is_deprecated_stays_so(self) -> None:
        """And nothing is preferred; of two statements with one value nobody knows which."""
        main = amount("P1120", "+5")
        assert back(one(main, rank="deprecated")) == [f"{E} P1120 5 R-"]
        assert back(one(main, rank="preferred")) == [f"{E} P1120 5"]
        two = [statement(main, id=f"{E}$1"), statement(main, rank="deprecated", id=f"{E}$2")]
        assert back(read(entity(*two))[0]) == [f"{E} P1120 5"]

    def test_what_is_replaced_there_is_a_statement_still(self) -> None:
        """A source that revises its figure has two statements in Wikidata."""
        reference = [[item("P248", WATCH)]]
        several = [
            statement(amount("P1120", f"+{n}"), references=[[*reference[0], time("P577", day)]])
            for n, day in ((5, "2031-05-03"), (90, "2031-05-04"))
        ]
        ledger, _ = read(entity(*several))
        assert [len(finding.standing) for finding in cl.judge(ledger)] == [1]
        assert [line.split()[2] for line in back(ledger)] == ["5", "90"]

    def test_a_page_that_no_document_declares(self) -> None:
        """It is one of Wikidata all the same."""
        said = claim(event=E, source="Nobody")
        page = cl.Attestation(claim=said.id, document=f"https://www.wikidata.org/entity/{E}")
        read_at = cl.Attestation(claim=said.id, document="https://x.org")
        (line,) = back(cl.Ledger().add(said, page, read_at))
        assert line.endswith('S854 "https://x.org"')

    def test_what_a_column_cannot_hold(self) -> None:
        """It is counted as lost, and of a question the whole."""
        odd = text("P1810", "a|b")
        assert back(one(amount("P1120", "+5"), odd)) == [f"{E} P1120 5"]
        limited = one(amount("P1120", "+5"), text("P1545", "a|b"))
        assert back(limited) == []
        assert dict(as_quickstatements(limited).lost)["claims"] == 1
        located = one(amount("P1120", "+5"), references=[[text("P304", "/*"), item("P248", "Q5")]])
        assert back(located) == [f"{E} P1120 5 S248 Q5"]
        assert dict(as_quickstatements(located).lost)["locator of attestations"] == 1

    def test_another_wording_is_no_figure_of_it(self) -> None:
        """A range whose wording is of another figure is left out."""
        claim = one(amount("P1120", "+10", "+8", "+12")).claims[0]
        for wording in ("9[7,12]", "novalue", "ten"):
            page = cl.Attestation(
                claim=claim.id, document=f"https://www.wikidata.org/entity/{E}", wording=wording
            )
            assert back(cl.Ledger().add(cl.Event(name="War", handle=E), claim, page)) == []


class TestSpelling:
    @pytest.mark.parametrize(
        ("spelling", "statement"),
        [
            ("+12", "12"), ("-3[-4,-2]U11573", "-3[-4,-2]U11573"), ("Q5", "Q5"),
            ("River Watch (Q9)", "Q9"), ('"a (Q9)"', '"a (Q9)"'), ('en:"a"', 'en:"a"'),
            ("2031-05", "+2031-05-00T00:00:00Z/10"), ("2031~", None), ("2031-21", None),
            ("+2031-00-00T00:00:00Z/9/J", "+2031-00-00T00:00:00Z/9/J"), ("@1.5/-2", "@1.5/-2"),
            ("somevalue", "somevalue"), ("River Watch", None), ("12", None), ("+x", None),
            ('"a|b"', None), ('"a/*b"', None),
        ],
    )  # fmt: skip
    def test_as_statement(self, spelling: str, statement: str | None) -> None:
        """What QuickStatements reads, or nothing."""
        assert as_statement(spelling) == statement

    @pytest.mark.parametrize(
        ("name", "number"),
        [("A (Q9)", "Q9"), ("A (B) (P9)", "P9"), ("L1-F2", "L1-F2"), ("A(Q9)", None),
         ("A Q9", None), ("A (Q9", None), ("Q9)", None), ("(Q9)", None), ("Q09", None),
         ("", None), (None, None)],
    )  # fmt: skip
    def test_number_of(self, name: str | None, number: str | None) -> None:
        """The number that a name ends with in brackets, or is."""
        assert number_of(name) == number

    def test_parts(self) -> None:
        """Joined by semicolons, which values may hold; other text has none."""
        text = 'page(s) (P304): "3; 4"; P9: Q1; title (P1476): en:"a: b"'
        assert list(parts(text)) == [
            ("P304", '"3; 4"'), ("P9", "Q1"), ("P1476", 'en:"a: b"')
        ]  # fmt: skip
        assert list(parts("page 12; retrieved on Monday")) == []

    @pytest.mark.parametrize("spelling", ["5", "-5", "5[0,12]", "1.5[1.2,1.9]U4916", "7U99"])
    def test_amounts_are_read_as_they_are_written(self, spelling: str) -> None:
        """A bound of 0 is kept."""
        assert str(Amount.parse(spelling)) == spelling

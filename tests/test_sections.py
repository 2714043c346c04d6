"""What stands in the tables of a report."""

from __future__ import annotations

import attrs
import pytest

import claimledger as cl
from claimledger.editions import Edition
from claimledger.footnotes import MEANINGS, documents_table, head, sources_table, words_table
from claimledger.relations import Relation, RelationKind
from claimledger.sections import (
    MOST_IMPLIED,
    answer_tables,
    bounds_table,
    history_table,
    implied_notes,
    main_tables,
    positions_table,
    sections,
    wordings_table,
)
from claimledger.tables import GLUE, Table, cell_text
from tests.report_case import EVENT, everything


def edition_of(ledger: cl.Ledger, breadth: int = 4) -> Edition:
    """All that a ledger has to show."""
    return Edition(ledger, cl.judge(ledger), breadth)


def texts(table: Table) -> list[tuple[str, ...]]:
    """The rows of a table as text with plain spaces."""
    return [tuple(cell_text(cell).replace(GLUE, " ") for cell in row) for row in table.rows]


def claim(source: str, value: str, subject: str = "P", **fields: str) -> cl.Claim:
    """One count of one day."""
    given = {"date": "2020-01-01", "measure": "soldiers killed", **fields}
    return cl.Claim(source=source, subject=subject, value=value, **given)


def of_sides(**sides: str) -> cl.Ledger:
    """A ledger of sources, each of the side of its name, that give one figure each."""
    sources = [cl.Source(name=f"M{side}", side=side) for side in sides]
    parties = [cl.Party(name=side) for side in sides]
    claims = [claim(f"M{side}", value) for side, value in sides.items()]
    return cl.Ledger().add(*parties, *sources, *claims)


@pytest.fixture(scope="module")
def everywhere() -> Edition:
    """Everything that a report shows."""
    return edition_of(everything())


WHOLE = cl.Partition(whole="people killed", parts=("soldiers killed", "civilians killed"))


class TestBounds:
    def test_by_side_and_by_all(self) -> None:
        """Bounds of a side, of all, and what they rest on; 30 is read as 27 to 33 at the widest."""
        ledger = of_sides(North="30").add(WHOLE, claim("MNorth", "7", measure="civilians killed"))
        table = bounds_table(edition_of(ledger), cl.derived_bounds(ledger))
        assert table.header == ("question", "by North", "by all claims", "rests on")
        (row,) = texts(table)
        assert row[:3] == ("people killed, P", "34 to 40", "34 to 40")
        assert sorted(row[3].splitlines()) == [
            "civilians killed and soldiers killed make up people killed (declared)",
            "no. 1: civilians killed, P (7: MNorth, 2020-01-01)",
            "no. 2: soldiers killed, P (30: MNorth, 2020-01-01)",
        ]
        assert len(table.notes) == 1

    def test_a_side_with_none(self) -> None:
        """It has an empty cell in that row."""
        parts = [claim("MSouth", "5", "Q", measure=measure) for measure in WHOLE.parts]
        ledger = of_sides(North="30", South="30").add(
            WHOLE, *parts, claim("MNorth", "7", measure="civilians killed")
        )
        rows = texts(bounds_table(edition_of(ledger), cl.derived_bounds(ledger)))
        assert ("people killed, Q", "", "10", "10") in {row[:4] for row in rows}

    def test_what_is_not_shown_has_no_number(self) -> None:
        """A bound may rest on a claim of a question that was not asked for."""
        ledger = of_sides(North="30").add(WHOLE, claim("MNorth", "7", measure="civilians killed"))
        (row,) = texts(bounds_table(Edition(ledger, (), 4), cl.derived_bounds(ledger)))
        assert "\nciv" in row[-1]
        assert "no. " not in row[-1]

    def test_nothing_follows(self) -> None:
        """The table is empty, and has no note."""
        table = bounds_table(edition_of(cl.Ledger()), ())
        assert (table.rows, table.notes) == ((), ())


class TestMain:
    def test_grouped_by_verdict_worst_first(self, everywhere: Edition) -> None:
        """Only figures are here, and each verdict has its table."""
        titles = [table.title for table in main_tables(everywhere)]
        verdicts = ["disputed", "tension", "corroborated across sides", "one-sided"]
        assert titles == [*verdicts, "underspecified"]

    def test_a_row(self) -> None:
        """The newest figures by side, the smaller sides sharing a column.

        The gap is to the 20 of the same day, which is round and may be 22 (p = 0.1): 478.
        """
        table = main_tables(edition_of(everything(), 2))[0]
        assert table.header == (
            *("no", "question", "North", "South", "independent and other"),
            *("common range", "gap", "flags"),
        )
        others = (
            "at least 1, no figure (Upland, 2031-05-02 [2])",
            "several (River Watch, 2031-05-02 [2])",
        )
        assert texts(table) == [
            (
                "1",
                "people killed, North\nsince 2031-05-01",
                "25 (North Ministry, 2031-05-03 [2])",
                "more than 500 (South Ministry, 2031-05-02 [1])",
                "\n".join(others),
                "none",
                "478 (× 23)",
                "",
            )
        ]

    def test_overlap_is_no_truth(self, everywhere: Edition) -> None:
        """Where most origins overlap stands under the table, and says that it need not be true."""
        (note,) = main_tables(everywhere)[0].notes
        assert "need not be true" in note
        assert f"no.{GLUE}1: 25 (3 origins)" in note

    def test_one_side_alone_is_named_in_a_column(self, everywhere: Edition) -> None:
        """A table of one-sided questions has no column for each side."""
        table = main_tables(everywhere)[3]
        assert table.header[2:4] == ("side", "said")
        assert texts(table)[:2] == [
            (
                "7",
                "people rescued, subject not stated\non 2031-05-01",
                "North",
                "15 (Coast Guard, 2031-05-03 [2])",
                "15",
                "",
                "revised",
            ),
            (
                "8",
                "boats lost, South\nsince 2031-05-01",
                "South",
                "4 (South Ministry, 2031-05-03 [1])",
                "4",
                "",
                "downward",
            ),
        ]
        withdrawn = main_tables(everywhere)[4]
        assert texts(withdrawn) == [
            ("11", "boats lost, North\nsince 2031-05-01", "", "withdrawn", "", "", "")
        ]

    def test_more_sides_than_columns(self) -> None:
        """Those that answer fewest questions share a column, and are named in it."""
        ledger = of_sides(A="1", B="2", C="3", D="4").add(
            claim("MD", "5", "Q"), claim("MC", "9", "Q")
        )
        (table,) = main_tables(edition_of(ledger, 2))
        assert table.header[2:5] == ("C", "D", "independent and other")
        row = next(row for row in texts(table) if "P" in row[1])
        assert row[4] == "1 (A: MA, 2020-01-01)\n2 (B: MB, 2020-01-01)"

    def test_one_side_more_than_columns_has_its_own(self) -> None:
        """Nothing is won by putting a single side among others."""
        (table,) = main_tables(edition_of(of_sides(A="1", B="20", C="300"), 2))
        assert table.header[2:5] == ("A", "B", "C")

    def test_sixty_sides(self) -> None:
        """They have few columns, and what is left out is counted."""
        ledger = of_sides(**{f"S{n:02}": str(n * n + 1) for n in range(60)})
        (table,) = main_tables(edition_of(ledger))
        assert len(table.header) == 2 + 5 + 3
        others = texts(table)[0][6].split("\n")
        assert (len(others), others[4]) == (8, "... 49 more ...")

    def test_many_claims_of_one_side(self) -> None:
        """The outermost are shown: the lowest first, then the highest."""
        ledger = cl.Ledger().add(*(claim(f"S{n}", str(n)) for n in range(500, 0, -1)))
        (table,) = main_tables(edition_of(ledger))
        figures = [line.partition(" ")[0] for line in texts(table)[0][3].split("\n")]
        assert figures == ["1", "2", "3", "4", "...", "498", "499", "500"]

    def test_figures_of_one_source_and_day_share_a_line(self) -> None:
        """Each once."""
        ledger = cl.Ledger().add(claim("A", "about 40"), claim("A", "more than 40"))
        said = texts(main_tables(edition_of(ledger))[0])[0][3]
        assert said in {
            "about 40; more than 40 (A, 2020-01-01)",
            "more than 40; about 40 (A, 2020-01-01)",
        }

    def test_against_zero(self) -> None:
        """There is no ratio to nothing, and a gap has the unit of its figures."""
        ledger = cl.Ledger().add(claim("A", "some"), claim("B", "none"))
        assert texts(main_tables(edition_of(ledger))[0])[0][5] == "1 (from 0)"
        areas = cl.Ledger().add(
            claim("A", "100 km2", measure="area"), claim("B", "400 km2", measure="area")
        )
        # 100 may be 110 and 400 may be 360, by p = 0.1.
        assert texts(main_tables(edition_of(areas))[0])[0][5] == "250 km2 (× 3.3)"

    def test_no_comment_alone_has_no_range(self) -> None:
        """Nobody has said anything that a range could be of."""
        ledger = cl.Ledger().add(
            cl.Claim(source="A", date="2020-01-01", measure="tanks lost", stance="declines")
        )
        (row,) = texts(main_tables(edition_of(ledger))[0])
        assert row[3:6] == ("no comment (A, 2020-01-01)", "", "")

    def test_several_events_are_named(self) -> None:
        """With one event the head names it, with more each question does."""
        ledger = cl.Ledger().add(claim("A", "1", event="Flood"), claim("A", "1", event="Fire"))
        edition = edition_of(ledger)
        questions = [row[1] for row in texts(main_tables(edition)[0])]
        assert {text.split("\n")[-1] for text in questions} == {"Fire", "Flood"}
        assert not any(line.startswith("Event") for line in head(edition, None, "standard"))


class TestWordings:
    def test_rows(self, everywhere: Edition) -> None:
        """One statement in two figures, one figure in two units, one claim in other words."""
        assert [
            (row[0], row[2].replace("\n", " / "), row[3])
            for row in texts(wordings_table(everywhere))
        ] == [
            ("1", "25 (North Ministry, 2031-05-03 [2]) / “two score and ten” [2]", "one claim"),
            (
                "5",
                "100 km2 (River Watch, 2031-05-04 [2]) / 39 square miles in another unit",
                "agree",
            ),
            (
                "9",
                " / ".join(
                    f"{words} 40 (South Ministry, 2031-05-04 [1])"
                    for words in ("more than", "about")
                ),
                "differ",
            ),
        ]

    def test_renderings_that_do_not_meet(self) -> None:
        """100 km2 are no 390 square miles; wordings of no document have no number."""
        said = claim("A", "100 km2", measure="area", same_quantity_as="390 square miles")
        ledger = cl.Ledger().add(said, cl.Attestation(claim=said.id, wording="a hundred"))
        assert [row[2:] for row in texts(wordings_table(edition_of(ledger)))] == [
            ("100 km2 (A, 2020-01-01)\n390 square miles in another unit", "differ"),
            ("100 km2 (A, 2020-01-01)\n“a hundred”", "one claim"),
        ]

    def test_equal_renderings_agree(self) -> None:
        """Two sources that pass on one statement in one figure."""
        claims = [claim("A", "40"), claim("B", "40")]
        labels = [cl.Attestation(claim=c.id, statement="s") for c in claims]
        (row,) = texts(wordings_table(edition_of(cl.Ledger().add(*claims, *labels))))
        assert row[3] == "agree"


class TestHistory:
    def test_rows(self, everywhere: Edition) -> None:
        """Growth, a revision, a withdrawal and a fall, each with its steps in order."""
        rows = [
            (row[2], row[3].replace("\n", " / "), row[4])
            for row in texts(history_table(everywhere))
        ]
        assert rows == [
            ("North Ministry", "20 (2031-05-02 [2]) / 25 (2031-05-03 [2])", "updated"),
            ("Coast Guard", "12 (2031-05-02, replaced [2]) / 15 (2031-05-03 [2])", "revised"),
            (
                "South Ministry",
                "9 (2031-05-02, replaced [1]) / 4 (2031-05-03 [1])",
                "revised downward",
            ),
            ("Coast Guard", "70 (2031-05-02, withdrawn [2])", "withdrawn"),
        ]

    def test_each_source_has_its_own(self) -> None:
        """One count that grows beside one of another source that is replaced."""
        running = {"accrual": "cumulative", "window": "2020-01-01/.."}
        ledger = cl.Ledger().add(
            claim("A", "5", **running),
            claim("A", "8", date="2020-01-02", **running),
            claim("B", "9", **running),
            claim("B", "7", date="2020-01-02", **running),
        )
        rows = texts(history_table(edition_of(ledger)))
        assert [(row[2], row[4]) for row in rows] == [("A", "updated"), ("B", "revised downward")]

    def test_who_says_the_same_again_has_no_history(self) -> None:
        """Nor has a forecast beside a figure."""
        ledger = cl.Ledger().add(
            claim("A", "5"),
            claim("A", "5", date="2020-01-02"),
            claim("A", "50", date="2020-01-03", stance="expects"),
        )
        assert history_table(edition_of(ledger)).rows == ()


class TestAnswers:
    def test_rows(self, everywhere: Edition) -> None:
        """Who says yes stands before who says no, with side, date and document."""
        tables = answer_tables(everywhere)
        assert [table.title.rpartition(": ")[2] for table in tables] == [
            *("disputed", "one-sided", "consistent"),
        ]
        answers = (
            "yes (North: North Ministry, 2031-05-02 [2])",
            "no (South: South Ministry, 2031-05-02 [1])",
        )
        assert texts(tables[0])[2] == (
            "4",
            "the dam is old",
            "\n".join(answers),
            "",
        )
        assert texts(tables[1])[0][2] == "Orle; Saar, perhaps others (River Watch, 2031-05-02 [2])"
        assert texts(tables[2])[0][2].endswith("denies North (River Watch, 2031-05-02 [2])")

    def test_positions_are_not_judged(self, everywhere: Edition) -> None:
        """Who holds one thing stands side by side; a source named like its side is named once."""
        assert texts(positions_table(everywhere)) == [
            (
                "13",
                "what is to be done",
                "both should talk (Upland, 2031-05-02 [2]; River Watch, 2031-05-02 [2])",
            )
        ]

    def test_many_speakers(self) -> None:
        """Some are named, the others counted."""
        ledger = cl.Ledger().add(
            *(
                cl.Claim(source=f"S{n:02}", date="2020-01-01", proposition="it rained", value="yes")
                for n in range(20)
            )
        )
        said = texts(answer_tables(edition_of(ledger))[0])[0][2]
        assert said.startswith("yes (S00, 2020-01-01; S01,")
        assert said.endswith("S06, 2020-01-01; and 13 more)")

    def test_withdrawn(self) -> None:
        """A question of which nothing stands says so."""
        said = cl.Claim(source="A", date="2020-01-01", proposition="it rained", value="yes")
        ledger = cl.Ledger().add(said, cl.Retraction(target=said.id, source="A", date="2020-01-02"))
        assert texts(answer_tables(edition_of(ledger))[0])[0][2] == "withdrawn"


class TestImplied:
    def test_two_claims(self, everywhere: Edition) -> None:
        """Each contradiction once: who said what when on which question, and the step between."""
        (table, *_) = answer_tables(everywhere)
        (note,) = table.notes
        assert note.replace(GLUE, " ") == (
            "Nos. 2 and 3: South opened the dam (yes: North Ministry, 2031-05-02) and somebody"
            " opened the dam (no: South Ministry, 2031-05-02) cannot both be right:"
            " 'South opened the dam' implies 'somebody opened the dam'."
        )

    def test_three_claims(self) -> None:
        """Killed and wounded that exceed the casualties."""
        ledger = cl.Ledger().add(
            claim("A", "9"),
            claim("A", "8", measure="soldiers wounded"),
            claim("B", "5", measure="military casualties"),
        )
        ids = tuple(sorted(c.id for c in ledger.claims))
        edges = ("soldiers killed and soldiers wounded are parts of military casualties",)
        relation = Relation(ids[0], ids[1], RelationKind.IMPLIED_CONTRADICTION, "r", ids, edges)
        findings = tuple(attrs.evolve(f, implied=(relation,)) for f in cl.judge(ledger))
        (note,) = implied_notes(Edition(ledger, findings), findings)
        assert note.startswith("Nos. 1, 2 and 3: ")
        assert "soldiers killed, P (9: A, 2020-01-01)" in note
        assert note.endswith(f" cannot all be right: {edges[0]}; r.")

    def test_a_claim_that_is_not_shown(self) -> None:
        """It is named all the same; only the number of its question is missing."""
        whole = edition_of(everything())
        shown = tuple(f for f in whole.findings if f.question.proposition == "South opened the dam")
        (note,) = implied_notes(Edition(whole.ledger, shown), shown)
        assert note.startswith("No. 2: somebody opened the dam (no: South Ministry,")

    def test_without_edges_the_rule_is_the_reason(self) -> None:
        """Whatever the rule of the relation."""
        ledger = cl.Ledger().add(claim("A", "9"), claim("B", "1"))
        ids = tuple(sorted(c.id for c in ledger.claims))
        relation = Relation(ids[0], ids[1], RelationKind.IMPLIED_CONTRADICTION, "a rule", ids)
        (finding,) = (attrs.evolve(f, implied=(relation,)) for f in cl.judge(ledger))
        (note,) = implied_notes(Edition(ledger, ()), [finding])
        assert note.endswith(" cannot both be right: a rule.")
        assert not note.startswith("No")

    def test_very_many(self) -> None:
        """What is left out is counted."""
        ledger = cl.Ledger().add(claim("A", "9"), claim("B", "1"))
        ids = tuple(sorted(c.id for c in ledger.claims))
        relations = tuple(
            Relation(ids[0], ids[1], RelationKind.IMPLIED_CONTRADICTION, f"rule {n}", ids)
            for n in range(MOST_IMPLIED + 2)
        )
        (finding,) = (attrs.evolve(f, implied=relations) for f in cl.judge(ledger))
        notes = list(implied_notes(Edition(ledger, (finding,)), [finding]))
        assert len(notes) == MOST_IMPLIED + 1
        assert notes[-1] == "... and 2 more implied contradictions."


class TestFootnotes:
    def test_sources(self, everywhere: Edition) -> None:
        """Party and side, kind, grade and number of claims shown."""
        assert texts(sources_table(everywhere))[:3] == [
            ("Coast Guard", "North Coast (North)", "military", "", "3"),
            ("North Ministry", "North", "official", "C", "6"),
            ("River Watch", "no side", "monitor", "B", "5"),
        ]

    def test_sources_that_nobody_declared(self) -> None:
        """Are shown as they are spelt."""
        assert texts(sources_table(edition_of(cl.Ledger().add(claim("A", "1"))))) == [
            ("A", "no side", "", "", "1")
        ]

    def test_documents(self, everywhere: Edition) -> None:
        """Numbered in the order in which they stand."""
        assert texts(documents_table(everywhere)) == [
            ("[1]", "Gazette", "", "2031-05-03", "", "8"),
            ("[2]", "Wire", "Day 1 | <b>", "", "https://example.org/a_b?x=1", "18"),
        ]

    def test_a_document_that_nobody_declared(self) -> None:
        """Its key is all that is known of it."""
        said = claim("A", "1")
        ledger = cl.Ledger().add(said, cl.Attestation(claim=said.id, document="some paper"))
        assert texts(documents_table(edition_of(ledger))) == [
            ("[1]", "", "some paper", "", "", "1")
        ]

    def test_only_what_is_shown(self, everywhere: Edition) -> None:
        """A filtered report has the sources and documents of its claims alone."""
        shown = tuple(f for f in everywhere.findings if f.question.measure == "boats lost")
        edition = Edition(everywhere.ledger, shown)
        assert [row[0] for row in texts(sources_table(edition))] == [
            "Coast Guard",
            "South Ministry",
        ]
        assert len(documents_table(edition).rows) == 2

    def test_words(self, everywhere: Edition) -> None:
        """Every verdict and flag has a meaning, and those shown are explained."""
        assert {str(word) for word in MEANINGS} == {*map(str, cl.Verdict), *map(str, cl.Flag)}
        words = [row[0] for row in texts(words_table(everywhere))]
        assert words[:2] == ["disputed", "tension"]
        assert "metadata conflict" not in words
        assert words[-1] == "[1]"


class TestHead:
    def test_counts(self, everywhere: Edition) -> None:
        """Claims, sources, sides, the event, and the verdicts, worst first."""
        lines = [line.replace(GLUE, " ") for line in head(everywhere, None, "standard")]
        verdicts = ("4 disputed", "1 in tension", "1 corroborated across sides", "4 one-sided")
        assert lines == [
            "26 claims by 5 sources on 3 sides; everything said so far; standard reading.",
            f"Event: {EVENT}, since 2031-05-01.",
            f"13 questions: {', '.join(verdicts)}, 1 underspecified, 1 consistent, 1 position.",
        ]

    def test_as_of(self) -> None:
        """The date is named, also where nothing was said by then."""
        edition = edition_of(cl.Ledger().add(claim("A", "1", event="Flood")))
        assert head(edition, cl.parse_date("2020-02-01"), "wide") == (
            "1 claim by 1 source, none of them on a side; as of 2020-02-01; wide reading.",
            "Event: Flood.",
            "1 question: 1 one-sided.",
        )
        empty = edition_of(cl.Ledger())
        assert head(empty, None, "wide") == ("The ledger holds no claims.",)
        assert head(empty, "2020-02-01", "wide") == (
            "The ledger holds no claims said by 2020-02-01.",
        )

    def test_nothing_matches(self, everywhere: Edition) -> None:
        """The counts of the ledger stay."""
        lines = head(Edition(everywhere.ledger, ()), None, "standard")
        assert lines[-1] == "No question matches."
        assert sections(Edition(everywhere.ledger, ())) == []

    def test_sides_are_roots(self) -> None:
        """A party within a party is on its side; a circle is walked once."""
        ledger = cl.Ledger().add(
            cl.Party(name="A", part_of="B"),
            cl.Party(name="B", part_of="A"),
            cl.Source(name="M", side="A"),
            claim("M", "1"),
        )
        assert "on 1 side;" in head(Edition(ledger, ()), None, "standard")[0]

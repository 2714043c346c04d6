"""Wikidata: each statement is a claim of whom it names, and no rank picks a winner."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.cli import main
from claimledger.formats import dumps
from claimledger.formats.found import Found
from claimledger.formats.importing import detected
from claimledger.formats.streaming import stream
from claimledger.formats.wikibase import words
from claimledger.formats.wikidata_statements import DENIED, MODIFIED, NO_DATE
from claimledger.formats.wikidata_statements import PUBLISHED as PUBLISHED_NOTE
from claimledger.formats.wikidata_statements import RETRIEVED as RETRIEVED_NOTE
from claimledger.taxonomy import shipped_vocabulary
from claimledger.units import units
from tests.import_cases import DATA, errors, lost, reread
from tests.wikidata_case import (
    PRESS,
    WATCH,
    E,
    Snak,
    amount,
    entity,
    item,
    notes,
    one,
    open_value,
    read,
    snak,
    statement,
    text,
    the,
    time,
    words_in,
)

FIXTURE = DATA / "wikidata.json"
CONTENT: dict[str, Any] = json.loads(FIXTURE.read_text(encoding="utf-8"))
EVERY = [each for each in CONTENT["entities"].values() if isinstance(each, dict)]
DEATHS = amount("P1120", "+104")
WIKIPEDIA = "Q328"
PAGE = f"https://www.wikidata.org/entity/{E}"


def figure(*parts: Any) -> str:
    return the(one(*parts)).said


def statements_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    groups = content.get("claims") or content.get("statements") or {}
    return [claim for several in groups.values() for claim in several]


class TestFixture:
    def test_golden_ledger(self, golden: Callable[[str, str], None]) -> None:
        """It is told by its content, read without error, and comes back from JSONL."""
        ledger, problems = cl.read_lenient(FIXTURE)
        assert errors(problems) == []
        assert reread(ledger) == ledger
        assert ledger == cl.read_lenient(FIXTURE, FIXTURE)[0]
        golden("import/wikidata.jsonl", dumps(ledger, "jsonl"))

    def test_it_has_all_that_the_format_has(self) -> None:
        """At least thirty statements; every rank, kind of snak and type of value."""
        every = [claim for each in EVERY for claim in statements_of(each)]
        assert len(every) >= 30
        mains = [claim["mainsnak"] for claim in every]
        assert {claim["rank"] for claim in every} == {"normal", "preferred", "deprecated"}
        assert {main["snaktype"] for main in mains} == {"value", "somevalue", "novalue"}
        types = {main["datavalue"]["type"] for main in mains if "datavalue" in main}
        assert types >= {
            *("wikibase-entityid", "string", "time", "quantity"),
            *("globecoordinate", "monolingualtext"),
        }
        assert {each["type"] for each in EVERY} == {"item", "property", "lexeme", "mediainfo"}

    def test_each_statement_is_a_claim(self) -> None:
        """Its id is the locator; but for one of a type that nobody knows, which is counted."""
        ledger, problems = cl.read_lenient(FIXTURE)
        located = {a.locator for some in ledger.attestations.values() for a in some}
        ids = {claim["id"] for each in EVERY for claim in statements_of(each)}
        assert {name for name in ids if name not in located} == {"Q9990000002$F"}
        assert lost(problems)["mainsnak of type 'made-up-type'"] == 1

    def test_what_is_not_carried_is_counted(self) -> None:
        """By its path; as often as it stands in the fixture."""
        counts = lost(cl.read_lenient(FIXTURE)[1])
        whole = FIXTURE.read_text(encoding="utf-8")
        hashes = sum(counts[key] for key in counts if key.endswith(".hash"))
        assert hashes == whole.count('"hash":')
        assert counts["qualifiers-order"] == whole.count('"qualifiers-order"')
        assert counts["references.snaks-order"] == whole.count('"snaks-order"')
        assert counts["pageid"] == counts["title"] == len(EVERY)
        assert counts["labels"] == counts["mainsnak.globe"] == counts["mainsnak.timezone"] == 1

    def test_it_streams(self, tmp_path: Path) -> None:
        """As any other importer's file."""
        target = tmp_path / "out.jsonl"
        stream("wikidata", Found(str(FIXTURE)), target)
        assert cl.read(target) == cl.read_lenient(FIXTURE)[0]

    def test_its_problems_have_places(self) -> None:
        """The line of each statement, which is where its id stands."""
        whole = FIXTURE.read_text(encoding="utf-8").split("\n")
        spoilt = [line.replace('"amount":"+104"', '"amount":"many"') for line in whole]
        (problem,) = errors(read("\n".join(spoilt))[1])
        assert "many" in spoilt[(problem.location.line or 0) - 1]
        assert problem.field == f"{E}.claims.P1120[0].mainsnak.datavalue.amount"

    def test_it_has_a_page(self) -> None:
        """Where the file comes from, one command, what the table shows; listed in two places."""
        pages = DATA.parent.parent / "docs" / "how-to"
        told = (pages / "import-wikidata.md").read_text(encoding="utf-8")
        assert "--from wikidata" in told
        assert "not carried" in told
        for index in ("import.md", "index.md"):
            assert "import-wikidata" in (pages / index).read_text(encoding="utf-8")


class TestWords:
    def test_measures_and_units_are_known(self) -> None:
        """Those of the table are the vocabulary's; two have no word there and bear their number."""
        vocabulary = shipped_vocabulary()
        for number, measure in {**words()["counts"], **words()["states"]}.items():
            assert vocabulary.resolve(measure).is_known or f"({number})" in measure
        for unit in [*words()["units"].values(), *words()["scales"].values()]:
            found = units().find(unit)
            assert found is not None
            assert found.name == unit

    def test_no_two_properties_are_one_measure(self) -> None:
        """So that each goes back to its own."""
        assert set(words()["growing"]["properties"]) <= words()["counts"].keys()
        counts = Counter([*words()["counts"].values(), *words()["states"].values()])
        assert set(counts.values()) == {1}
        assert len(set(words()["units"].values())) == len(words()["units"])


class TestFigures:
    @pytest.mark.parametrize(
        ("main", "said"),
        [
            (amount("P1120", "+104"), "104"),
            (amount("P1120", "+104.0"), "104"),
            (amount("P1120", "+0"), "none"),
            (amount("P1120", "+3100", "+3000", "+3300"), "3,000 to 3,300"),
            (amount("P1120", "+5", "+0", "+12"), "0 to 12"),
            (amount("P1120", "+5", "-3", "+12"), "0 to 12"),
            (amount("P1120", "+0", "+0", "+12"), "0 to 12"),
            (amount("P1120", "+180", "+180", "+180"), "180"),
            (amount("P1120", "+180", "+179.5", "+180.5"), "180"),
            (amount("P1120", "+10", "+8.5", "+11.5"), "9 to 11"),
            (amount("P1120", "+10", "+8"), "8 to 10"),
            (amount("P1120", "+10", "", "+12"), "10 to 12"),
            (open_value("P1120", "somevalue", "quantity"), "unknown"),
            (open_value("P1120", "novalue", "quantity"), "none"),
            (amount("P2046", "+12.5", "+12.4", "+12.6", "Q712226"), "12.4 to 12.6 km2"),
            (amount("P2046", "+12", unit="Q232291"), "12 square miles"),
            (amount("P2630", "+0", unit="Q4917"), "0 USD"),
            (amount("P2527", "+7.4"), "7.4 magnitude"),
        ],
    )  # fmt: skip
    def test_a_quantity(self, main: Snak, said: str) -> None:
        """A range where there are bounds, of which 0 is one; bounds at the figure say nothing."""
        claim = the(one(main))
        assert (claim.kind, claim.said) == ("measure", said)

    @pytest.mark.parametrize(
        ("main", "proposition"),
        [
            (amount("P2044", "-3", unit="Q11573"), "elevation above sea level (P2044): -3U11573"),
            (amount("P1120", "+1.5"), "number of deaths (P1120): +1.5"),
            (amount("P2049", "+7", unit="Q99"), "P2049: +7U99"),
            (amount("P1082", "+" + "9" * 20), f"population (P1082): +{'9' * 20}"),
            (amount("P1120", "+1" + "0" * 20, "+0", "+2" + "0" * 20),
             f"number of deaths (P1120): +1{'0' * 20}[0,2{'0' * 20}]"),
        ],
    )  # fmt: skip
    def test_what_the_notation_cannot_hold(self, main: Snak, proposition: str) -> None:
        """It is a proposition, and compared with nothing."""
        claim = the(one(main))
        assert (claim.proposition, claim.said) == (proposition, "yes")

    @pytest.mark.parametrize(
        ("mark", "said"),
        [
            (item("P1480", "Q5727902"), "about 104"),
            (item("P5102", "Q37113960"), "about 104"),
            (item("P5102", "Q791801"), "about 104"),
            (item("P1480", "Q47035128"), "more than 104"),
            (item("P1480", "Q52834024"), "fewer than 104"),
            (item("P1480", "Q55935272"), "at most 104"),
            (item("P1480", "Q55935291"), "at least 104"),
            (item("P1480", "Q18122778"), "104"),
            (item("P5102", "Q50376823"), "expects 104"),
            (item("P459", "Q791801"), "104"),
        ],
    )
    def test_how_it_is_to_be_taken(self, mark: Snak, said: str) -> None:
        """By P1480 and P5102; all but plain "about" is noted too."""
        ledger = one(DEATHS, mark)
        assert the(ledger).said == said
        number = mark["datavalue"]["value"]["id"]
        assert any(number in note for note in notes(ledger)) == (number != "Q5727902")

    def test_about_a_range_and_about_nothing(self) -> None:
        """A range may be "about"; that nobody died may not, and the word is noted."""
        circa = item("P1480", "Q5727902")
        assert figure(amount("P1120", "+10", "+8", "+12"), circa) == "about 8 to 12"
        ledger = one(amount("P1120", "+0"), circa)
        assert the(ledger).said == "none"
        assert "sourcing circumstances (P1480): circa (Q5727902)" in notes(ledger)

    def test_a_bound_is_stronger_than_about(self) -> None:
        """Of two words the one that says more."""
        two = (item("P1480", "Q5727902"), item("P1480", "Q55935291"))
        assert figure(DEATHS, *two) == "at least 104"

    def test_fewer_than_none(self) -> None:
        """What is no quantity is a proposition."""
        claim = the(one(amount("P1120", "+0"), item("P1480", "Q52834024")))
        assert claim.proposition == "number of deaths (P1120): +0"

    def test_bounds_are_worded(self) -> None:
        """As Wikidata puts them, with the figure between them."""
        ledger = one(amount("P2046", "+12.5", "+0", "+13", "Q712226"))
        ((page,),) = ledger.attestations.values()
        assert (page.wording, page.document, page.locator) == (
            "12.5[0,13]U712226", PAGE, f"{E}$1"
        )  # fmt: skip

    def test_whose_and_when(self) -> None:
        """Of what is counted all parties'; a state is at one time."""
        count, state = the(one(DEATHS)), the(one(amount("P1082", "+50")))
        assert (count.subject, count.accrual, count.measure) == ("any", None, "people killed")
        assert (state.subject, state.accrual, state.measure) == (None, "stock", "population")
        assert the(one(amount("P2046", "+5", unit="Q712226"))).accrual is None


class TestPropositions:
    @pytest.mark.parametrize(
        ("main", "proposition", "said"),
        [
            (item("P828", "Q7944"), "has cause (P828): Q7944", "yes"),
            (open_value("P828", "somevalue", "wikibase-item"),
             "has cause (P828): somevalue", "yes"),
            (open_value("P828", "novalue", "wikibase-item"), "has cause (P828): somevalue", "no"),
            (open_value("P1082", "novalue", "quantity"), "population (P1082): somevalue", "no"),
            (text("P18", " a  b.jpg "), 'image (P18): "a b.jpg"', "yes"),
            (words_in("P1448", "de", "Krieg"), 'official name (P1448): de:"Krieg"', "yes"),
            (snak("P625", {"latitude": 41.5, "longitude": -7}, "value", "globecoordinate"),
             "coordinate location (P625): @41.5/-7", "yes"),
            (time("P571", "2031-05-04"), "inception (P571): 2031-05-04", "yes"),
            (snak("P1", {"entity-type": "property", "numeric-id": 31}, "value",
                  "wikibase-entityid"), "P1: instance of (P31)", "yes"),
            (snak("P99", "many", "value", "string", "quantity"), 'P99: "many"', "yes"),
            (snak("P1", {"entity-type": "form", "id": "L1-F2"}, "value", "wikibase-entityid"),
             "P1: L1-F2", "yes"),
        ],
    )  # fmt: skip
    def test_values(self, main: Snak, proposition: str, said: str) -> None:
        """Each as it is spelt, and that there is none a denial that there is some."""
        claim = the(one(main))
        assert (claim.proposition, claim.said) == (proposition, said)

    @pytest.mark.parametrize(
        ("stamp", "precision", "calendar", "date"),
        [
            ("2031-05-04", 11, "Q1985727", "2031-05-04"),
            ("2031-05-04", 14, "Q1985727", "2031-05-04"),
            ("2031-05-00", 10, "Q1985727", "2031-05"),
            ("2031-05-04", 10, "Q1985727", "2031-05"),
            ("2031-05-00", 11, "Q1985727", "2031-05"),
            ("2031-00-00", 11, "Q1985727", "2031"),
            ("2031-00-00", 9, "Q1985727", "2031"),
            ("2031-00-00", 8, "Q1985727", "203X"),
            ("2000-00-00", 7, "Q1985727", "19XX"),
            ("2001-00-00", 7, "Q1985727", "20XX"),
            ("1000-00-00", 6, "Q1985727", "+1000-00-00T00:00:00Z/6"),
            ("-0300-00-00T00:00:00Z", 9, "Q1985727", "-0300-00-00T00:00:00Z/9"),
            ("+13798000000-00-00T00:00:00Z", 3, "Q1985727", "+13798000000-00-00T00:00:00Z/3"),
            # Newton was born on 25 December of the old style, the 4 January of the new.
            ("1642-12-25", 11, "Q1985786", "1643-01-04"),
            ("1917-10-25", 11, "Q1985786", "1917-11-07"),
            ("1900-02-29", 11, "Q1985786", "1900-03-13"),
            ("1642-12-00", 10, "Q1985786", "+1642-12-00T00:00:00Z/10/J"),
        ],
    )
    def test_times(self, stamp: str, precision: int, calendar: str, date: str) -> None:
        """As precise as they are, in our calendar; what that cannot hold as it stands."""
        claim = the(one(time("P571", stamp, precision, calendar)))
        assert claim.proposition == f"inception (P571): {date}"

    def test_several_values_are_no_contradiction(self) -> None:
        """An item may have two causes, and a date two precisions."""
        several = [statement(item("P828", f"Q{n}")) for n in (1, 2)]
        several += [statement(time("P571", "2031-05-04")), statement(time("P571", "2031-00-00", 9))]
        ledger, _ = read(entity(*several))
        assert {f.verdict for f in cl.judge(ledger)} == {cl.Verdict.ONE_SIDED}

    def test_labels_of_one_file_name_items(self) -> None:
        """English first, else for all languages, else of the first."""
        labels = [
            {"en": "Cause", "de": "Ursache"}, {"mul": "Cause", "aa": "x"}, {"fr": "Cause"},
            {"en": " ", "fr": "Cause"},
        ]  # fmt: skip
        for several in labels:
            told = {code: {"language": code, "value": value} for code, value in several.items()}
            other = {"id": "Q7944", "type": "item", "labels": told}
            ledger, _ = read([entity(statement(item("P828", "Q7944"))), other])
            assert the(ledger).proposition == "has cause (P828): Cause (Q7944)"

    def test_no_label(self) -> None:
        """Its number stands for it, as where the JSON of PHP has an empty list."""
        empty: tuple[object, ...] = ([], {}, None, {"en": 1}, {"en": {"value": 1}})
        for labels in empty:
            ledger, _ = read(entity(statement(DEATHS), labels=labels))
            assert [(e.name, e.handle) for e in ledger.events.values()] == [(E, E)]

    def test_two_of_one_label_stay_apart(self) -> None:
        """Their figures are of two events."""
        other = entity(statement(amount("P1120", "+9")), id="Q9990000002")
        ledger, _ = read([entity(statement(DEATHS)), other])
        assert len(cl.judge(ledger)) == 2


class TestWho:
    REFERENCES: ClassVar = {
        "stated": [item("P248", WATCH), item("P123", PRESS)],
        "published": [item("P123", PRESS), item("P1433", "Q5")],
        "within": [item("P1433", "Q5"), text("P854", "https://x.example")],
        "site": [text("P854", "https://www.post.example/1")],
        "strange": [text("P854", "https://[x")],
        "imported": [item("P143", "Q328")],
        "nothing": [],
    }

    @pytest.mark.parametrize(
        ("reference", "source"),
        [
            ("stated", WATCH),
            ("published", PRESS),
            ("within", "Q5"),
            ("site", "post.example"),
            ("strange", "Wikidata"),
            ("imported", "Wikidata"),
            ("nothing", "Wikidata"),
        ],
    )
    def test_who_a_reference_names(self, reference: str, source: str) -> None:
        """Where it is stated, its publisher, what it was published in, its site; or nobody."""
        ledger = one(DEATHS, references=[self.REFERENCES[reference]])
        assert the(ledger).source == source

    def test_without_references(self) -> None:
        """Wikidata says it, and has it from nobody known."""
        ledger = one(DEATHS)
        ((page,),) = ledger.attestations.values()
        assert (the(ledger).source, page.derived_from) == ("Wikidata", "unattributed")
        assert ledger.sources["wikidata"].handle == "Q2013"

    def test_a_publisher_controls_its_works(self) -> None:
        """Two works of one publisher are one voice."""
        first = [item("P248", WATCH), item("P123", PRESS)]
        second = [item("P248", "Q5"), item("P123", PRESS)]
        ledger = one(DEATHS, references=[first, second])
        assert {s.name: s.controlled_by for s in ledger.sources.values()} == {
            WATCH: PRESS, "Q5": PRESS
        }  # fmt: skip
        (finding,) = cl.judge(ledger)
        assert (finding.origins, finding.verdict) == (1, cl.Verdict.ONE_SIDED)

    def test_its_own_publisher(self) -> None:
        """Controls nobody else."""
        ledger = one(DEATHS, references=[[item("P248", PRESS), item("P123", PRESS)]])
        assert [source.controlled_by for source in ledger.sources.values()] == [None]

    def test_each_reference_speaks_for_itself(self) -> None:
        """Independent works corroborate; a bare import from a project does not."""
        names = ("stated", "site", "imported")
        ledger = one(DEATHS, references=[self.REFERENCES[name] for name in names])
        assert {claim.source for claim in ledger.claims} == {WATCH, "post.example", "Wikidata"}
        (finding,) = cl.judge(ledger)
        assert finding.verdict is cl.Verdict.CORROBORATED

    def test_who_supports_it_says_it(self) -> None:
        """Each, where the references say that it was read."""
        site = self.REFERENCES["site"]
        who = [item("P3680", WATCH), item("P3680", PRESS)]
        ledger = one(DEATHS, *who, references=[[*site, item("P143", "Q328")]])
        assert {claim.source for claim in ledger.claims} == {WATCH, PRESS}
        for claim in ledger.claims:
            told = {(a.document, a.via) for a in ledger.attestations[claim.id]}
            assert told == {(PAGE, None), ("https://www.post.example/1", WIKIPEDIA)}

    def test_imported_from_a_project(self) -> None:
        """Wikidata has it from there."""
        ledger = one(DEATHS, references=[self.REFERENCES["imported"]])
        found = {(a.document, a.derived_from) for a in ledger.attestations[the(ledger).id]}
        assert found == {(PAGE, None), (None, WIKIPEDIA)}

    @pytest.mark.parametrize(
        ("main", "answer"),
        [(DEATHS, "denies 104"), (item("P828", "Q7"), "no"),
         (open_value("P828", "novalue", "wikibase-item"), "yes")],
    )  # fmt: skip
    def test_who_disputes_it_denies_it(self, main: Snak, answer: str) -> None:
        """The same answer to the same question, on its date, and through Wikidata."""
        ledger = one(main, item("P1310", PRESS))
        (denial,) = [claim for claim in ledger.claims if claim.source == PRESS]
        assert denial.said == answer
        assert {str(claim.date) for claim in ledger.claims} == {"2031-09-01"}
        assert DENIED in notes(ledger)
        (finding,) = cl.judge(ledger)
        assert finding.verdict is cl.Verdict.DISPUTED

    def test_what_is_unknown_cannot_be_denied(self) -> None:
        """There is nothing to deny."""
        main = open_value("P1120", "somevalue", "quantity")
        assert the(one(main, item("P1310", PRESS))).said == "unknown"

    def test_nobody_supports_or_disputes_it(self) -> None:
        """Some value and no value are noted."""
        ledger = one(
            DEATHS,
            open_value("P1310", "somevalue", "wikibase-item"),
            open_value("P3680", "novalue", "wikibase-item"),
        )
        assert the(ledger).source == "Wikidata"
        assert notes(ledger) >= {
            "statement disputed by (P1310): somevalue",
            "statement supported by (P3680): novalue",
        }


class TestWhen:
    PUBLISHED: ClassVar = [item("P248", WATCH), time("P577", "2031-05-08")]
    RETRIEVED: ClassVar = [item("P248", WATCH), time("P813", "2031-05-09")]

    @pytest.mark.parametrize(
        ("references", "date", "note"),
        [
            ([PUBLISHED], "2031-05-08", PUBLISHED_NOTE),
            ([RETRIEVED, PUBLISHED], "2031-05-08", PUBLISHED_NOTE),
            ([RETRIEVED], "2031-05-09", RETRIEVED_NOTE),
            ([[item("P248", WATCH)]], "2031-09-01", MODIFIED),
            ([[time("P813", "2031-05-09")]], "2031-09-01", MODIFIED),
            ([], "2031-09-01", MODIFIED),
        ],
    )
    def test_the_date_said(self, references: list[list[Snak]], date: str, note: str) -> None:
        """Of publication, else of retrieval, else of the entity; with a note that it is so."""
        ledger = one(DEATHS, references=references)
        assert str(the(ledger).date) == date
        assert notes(ledger) == {note}

    def test_no_date_at_all(self) -> None:
        """It was said some day of this century, which orders nothing."""
        ledger, _ = read(entity(statement(DEATHS), modified=None))
        assert str(the(ledger).date) == "20XX"
        assert notes(ledger) == {NO_DATE}

    def test_a_count_up_to_a_day(self) -> None:
        """P585 is the date said, and a toll may grow until a later one."""
        ledgers = [
            one(amount("P1120", count), time("P585", day), references=[[item("P248", source)]])
            for count, day, source in (
                ("+5", "2031-05-04", WATCH),
                ("+104", "2031-05-10", PRESS),
            )
        ]
        assert [str(the(ledger).date) for ledger in ledgers] == ["2031-05-04", "2031-05-10"]
        assert the(ledgers[0]).accrual == "cumulative"
        assert notes(ledgers[0]) == set()
        (finding,) = cl.judge(ledgers[0] | ledgers[1])
        assert finding.verdict is not cl.Verdict.DISPUTED

    def test_a_count_that_may_fall(self) -> None:
        """The missing are found; fewer of them a day later is no contradiction."""
        ledger, _ = read(
            entity(
                statement(time("P580", "2031-05-03")),
                *(
                    statement(
                        amount("P1446", count),
                        time("P585", f"2031-05-{day}"),
                        references=[[item("P248", source)]],
                    )
                    for count, day, source in (("+90", "04", WATCH), ("+3", "06", PRESS))
                ),
            )
        )
        missing = [claim for claim in ledger.claims if claim.measure == "people missing"]
        assert [claim.accrual for claim in missing] == [None, None]
        assert cl.Verdict.DISPUTED not in {finding.verdict for finding in cl.judge(ledger)}

    def test_a_state_at_a_time(self) -> None:
        """Populations of two years are two questions."""
        ledger, _ = read(
            entity(
                statement(amount("P1082", "+50"), time("P585", "2001-00-00", 9)),
                statement(amount("P1082", "+90"), time("P585", "2011-00-00", 9)),
            )
        )
        assert {f.question.window for f in cl.judge(ledger)} == {"2001", "2011"}
        assert {f.verdict for f in cl.judge(ledger)} == {cl.Verdict.ONE_SIDED}

    @pytest.mark.parametrize(
        ("main", "dates", "window", "note"),
        [
            (DEATHS, {"P580": "03", "P582": "05"}, "2031-05-03/2031-05-05", None),
            (DEATHS, {"P580": "03"}, "2031-05-03/..", None),
            (DEATHS, {"P582": "05"}, "../2031-05-05", None),
            (DEATHS, {"P585": "05"}, None, None),
            (DEATHS, {"P580": "03", "P585": "05"}, "2031-05-03/..", None),
            (item("P35", "Q7"), {"P585": "05"}, "2031-05-05", None),
            (item("P35", "Q7"), {"P580": "03", "P585": "05"}, "2031-05-03/..",
             "point in time (P585): 2031-05-05"),
        ],
    )  # fmt: skip
    def test_windows(
        self, main: Snak, dates: dict[str, str], window: str | None, note: str | None
    ) -> None:
        """From P580 to P582; beside them P585 of what is no count is noted."""
        ledger = one(main, *(time(number, f"2031-05-{day}") for number, day in dates.items()))
        claim = the(ledger)
        assert (None if claim.window is None else str(claim.window)) == window
        assert [text for text in notes(ledger) if "P585" in text] == ([note] if note else [])

    def test_times_without_a_date(self) -> None:
        """That it has not ended is noted; one that cannot be told makes a question of its own."""
        ledger = one(DEATHS, open_value("P582", "novalue", "time"))
        assert "end time (P582): novalue" in notes(ledger)
        assert the(ledger).measure == "people killed"
        for qualifier in (
            open_value("P585", "somevalue", "time"),
            time("P585", "-0300-00-00T00:00:00Z", 9),
        ):
            assert "; point in time (P585): " in str(the(one(DEATHS, qualifier)).measure)

    def test_several_days(self) -> None:
        """The first is the date, the others are noted."""
        ledger = one(DEATHS, time("P585", "2031-05-04"), time("P585", "2031-05-05"))
        assert str(the(ledger).date) == "2031-05-04"
        assert notes(ledger) == {"point in time (P585): 2031-05-05"}

    @pytest.mark.parametrize(
        ("dates", "window"),
        [
            ([time("P580", "2031-05-03"), time("P582", "2031-05-09")], "2031-05-03/2031-05-09"),
            ([time("P580", "2031-05-03"), time("P580", "2031-05-00", 10)], "2031-05-03/.."),
            ([time("P580", "2031-05-03"), open_value("P582", "novalue", "time")],
             "2031-05-03/.."),
            ([time("P582", "2031-05-09")], "../2031-05-09"),
            ([time("P585", "2031-05-03")], "2031-05-03"),
            ([time("P585", "2031-05-03"), time("P580", "2031-05-02")], "2031-05-02/.."),
            ([time("P580", "2031-05-03"), time("P580", "2031-05-04")], None),
            ([time("P580", "2031-05-03"), open_value("P582", "somevalue", "time")], None),
            ([time("P580", "2031-05-09"), time("P582", "2031-05-03")], None),
            ([time("P585", "2031-05-03"), time("P585", "2031-05-04")], None),
            ([], None),
        ],
    )  # fmt: skip
    def test_the_window_of_the_event(self, dates: list[Snak], window: str | None) -> None:
        """What all statements agree on, of whatever rank; else it has none."""
        ledger, _ = read(entity(statement(DEATHS), *map(statement, dates)))
        (event,) = ledger.events.values()
        assert (None if event.window is None else str(event.window)) == window


class TestQualifiers:
    def test_a_part_is_not_compared_with_the_whole(self) -> None:
        """Its question is its own, whatever the order of its qualifiers."""
        limits = (item("P518", "Q4991371"), text("P1545", "2"))
        claim = the(one(DEATHS, *limits))
        assert claim.measure == (
            'people killed; applies to part (P518): Q4991371; series ordinal (P1545): "2"'
        )
        assert claim.subject is None
        assert the(one(DEATHS, *limits[::-1])).id == claim.id
        whole = one(DEATHS) | one(amount("P1120", "+5"), item("P518", "Q4991371"))
        assert {f.verdict for f in cl.judge(whole)} == {cl.Verdict.ONE_SIDED}

    def test_of_other_statements_too(self) -> None:
        """A role is part of the proposition."""
        claim = the(one(item("P710", "Q7"), item("P3831", "Q8")))
        assert claim.proposition == "participant (P710): Q7; object has role (P3831): Q8"

    def test_measures_of_its_own_are_declared(self) -> None:
        """So that nobody is told that they are unknown."""
        for counted, *limits in ((DEATHS, item("P518", "Q7")), (amount("P99", "+5"),)):
            _, problems = read(entity(statement(counted, *limits)))
            assert [str(problem) for problem in problems if problem.code != "not-mapped"] == []

    def test_the_place(self) -> None:
        """The first location; another is a limit."""
        ledger = one(DEATHS, item("P276", "Q5"), item("P276", "Q6"))
        claim = the(ledger)
        assert (claim.place, claim.measure) == ("Q5", "people killed; location (P276): Q6")

    @pytest.mark.parametrize(("rank", "note"), [("normal", None), ("preferred", "rank: preferred"),
                                                ("deprecated", "rank: deprecated")])  # fmt: skip
    def test_ranks_are_noted_and_judge_nothing(self, rank: str, note: str | None) -> None:
        """The claim is the same with any of them, and so is the verdict."""
        why = item("P2241", "Q41755623")
        ledger = one(DEATHS, why, rank=rank)
        assert notes(ledger) - {MODIFIED} == {
            "reason for deprecated rank (P2241): incorrect value (Q41755623)",
            *([note] if note else []),
        }
        assert ledger.claims == one(DEATHS, why).claims


class TestReferences:
    def test_a_document(self) -> None:
        """By address, title, date and who states it; all else is in the locator."""
        reference = [
            text("P854", "https://a.example/1"),
            item("P248", WATCH),
            words_in("P1476", "en", "A  title"),
            time("P577", "2031-05-08"),
            time("P813", "2031-05-09"),
            words_in("P1683", "en", "made-up words"),
            text("P304", "3; 4"),
        ]
        ledger = one(DEATHS, references=[reference])
        (document,) = [d for d in ledger.documents.values() if d.url != PAGE]
        assert (document.url, document.title, document.outlet, str(document.date)) == (
            "https://a.example/1", "A title", WATCH, "2031-05-08"
        )  # fmt: skip
        (found,) = [a for a in ledger.attestations[the(ledger).id] if a.document != PAGE]
        assert (found.quote, found.via) == ("made-up words", "Wikidata")
        assert found.locator == (
            'title (P1476): en:"A title"; retrieved (P813): 2031-05-09; '
            'quotation (P1683): en:"made-up words"; page(s) (P304): "3; 4"'
        )

    def test_a_date_alone(self) -> None:
        """What is no document keeps its date in the locator."""
        ledger = one(DEATHS, references=[[time("P577", "2031-05-08")]])
        located = {a.locator for a in ledger.attestations[the(ledger).id]}
        assert located == {f"{E}$1", "publication date (P577): 2031-05-08"}

    def test_pieces_given_twice(self) -> None:
        """The second is in the locator, and so is one without a value."""
        reference = [
            text("P854", "https://a.example/1"),
            text("P854", "https://a.example/2"),
            open_value("P813", "somevalue", "time"),
        ]
        ledger = one(DEATHS, references=[reference])
        (found,) = [a for a in ledger.attestations[the(ledger).id] if a.document != PAGE]
        assert found.document == "https://a.example/1"
        assert found.locator == (
            'reference URL (P854): "https://a.example/2"; retrieved (P813): somevalue'
        )

    def test_values_of_unknown_types_are_counted(self) -> None:
        """And the rest of their statement is read."""
        strange = snak("P304", {"x": 1}, "value", "made-up")
        _, problems = read(entity(statement(DEATHS, strange, references=[[strange]])))
        assert {key: n for key, n in lost(problems).items() if "made-up" in key} == {
            "qualifiers of type 'made-up'": 1,
            "references.snaks of type 'made-up'": 1,
        }


def dump(*entities: dict[str, Any]) -> str:
    lines = ",\n".join(map(json.dumps, entities))
    return f"[\n{lines}\n]\n"


class TestFiles:
    @pytest.mark.parametrize(
        "shape",
        [
            lambda a, b: json.dumps({"entities": {a["id"]: a, b["id"]: b}}),
            lambda a, b: json.dumps({"entities": [a, b]}, indent=1),
            lambda a, b: json.dumps([a, b]),
            lambda a, b: json.dumps([a, b], indent=1),
            dump,
            lambda a, b: dump(a, b).replace("\n", "\r\n"),
            lambda a, b: f"[{json.dumps(a)},\n{json.dumps(b)}]\n",
            lambda a, b: f"\n{json.dumps(a)}\n\n{json.dumps(b)}",
            lambda a, b: "\n".join(json.dumps({"entities": {x["id"]: x}}) for x in (a, b)),
        ],
    )
    def test_shapes(self, shape: Callable[..., str]) -> None:
        """As the interface gives it, a list, a dump, or a line each: the same ledger."""
        two = (entity(statement(DEATHS)), entity(statement(item("P828", "Q7")), id="Q9990000002"))
        ledger, problems = read(shape(*two))
        assert errors(problems) == []
        assert ledger == read(two[0])[0] | read(two[1])[0]
        assert len(ledger) == 2

    @pytest.mark.parametrize(
        ("content", "messages"),
        [
            ("", ["file:1: an empty file: expected entities of Wikibase"]),
            (" \n", ["file:1: an empty file: expected entities of Wikibase"]),
            ("a,b\n1,2\n", ["file:1:1: not JSON: Expecting value"]),
            ('{"a": }', ["file:1:7: not JSON: Expecting value"]),
            ('{"a": NaN}', ["file:1: not JSON: NaN is no number"]),
            ("[" * 100_000, ["file:1: not JSON: maximum recursion depth exceeded"]),
            ("[]", ["file:1: no entity of Wikibase in this file"]),
            ('{"error": {"code": "no-such-entity"}}',
             ["file:1: no entity of Wikibase in this file"]),
            ('{"type": "claim", "measure": "a"}\n{"type": "claim"}\n',
             ["file:1: no entity of Wikibase in this file"]),
            ('{"entities": {"Q7": {"id": "Q7", "missing": ""}}}',
             ["file:1: Q7: Wikidata has no such entity"]),
            ('{"id": "Q7", "labels": {}}\n{"id": "x", "claims": {}}\n3\n',
             ["file:2: not an entity of Wikibase: expected an object with an id and claims",
              "file:3: not an entity of Wikibase: expected an object with an id and claims"]),
        ],
    )  # fmt: skip
    def test_what_is_none(self, content: str, messages: list[str]) -> None:
        """With its place."""
        ledger, problems = read(content)
        found = [str(problem) for problem in errors(problems)]
        assert [text[: len(message)] for text, message in zip(found, messages, strict=True)] == (
            messages
        )
        assert len(ledger) == 0

    def test_one_that_is_no_text(self, tmp_path: Path) -> None:
        """That is said, and not that it is empty."""
        path = tmp_path / "dump.json.gz"
        path.write_bytes(b"\x1f\x8b\x08\0")
        _, problems = cl.read_lenient(path, format="wikidata")
        message = f"{path}:1: not UTF-8: byte 0x8b; save it as UTF-8"
        assert [str(problem) for problem in problems] == [message]

    @pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.999])
    def test_one_that_is_cut_off(self, keep: float) -> None:
        """It is said that it may be, and nothing is made up."""
        whole = json.dumps({"entities": {E: entity(statement(DEATHS))}})
        (problem,) = errors(read(whole[: int(len(whole) * keep)])[1])
        assert problem.message.startswith("not JSON")
        assert problem.message.endswith("the file may be cut off") or keep == 0.1

    def test_a_dump_that_is_cut_off(self) -> None:
        """The lines before are read, wherever it ends."""
        two = dump(entity(statement(DEATHS)), entity(statement(DEATHS), id="Q9990000002"))
        whole, rest = two.split("\n", 2)[:2], two.split("\n", 2)[2]
        first = "\n".join(whole)
        for end in ("", "\n", f"\n{rest[:40]}"):
            ledger, problems = read(first + end)
            assert len(ledger) == 1
            assert any("may be cut off" in str(problem) for problem in errors(problems))

    def test_a_line_at_fault_takes_no_other_with_it(self) -> None:
        """Not even the first."""
        good = json.dumps(entity(statement(DEATHS)))
        for lines in (["{bad", good], [good, "  {bad"], [good, '{"a": NaN}', good]):
            ledger, problems = read("\n".join(lines))
            assert len(ledger) == 1
            (problem,) = errors(problems)
            assert problem.message.startswith("not JSON")
            assert problem.location.line == 1 + next(n for n, x in enumerate(lines) if x != good)

    def test_detected(self) -> None:
        """By an entity with its number near the beginning; no line of ours has one."""
        for begin in ("{", "[\n{", '{"entities":{"Q1":{'):
            head = f'{begin}"pageid":1,"title":"Q1","type": "item","id" : "Q1","labels":'
            assert detected(head.encode()) == "wikidata"
        assert detected(b'{"type":"lexeme","title":"Lexeme:L1"') == "wikidata"
        assert detected(b'{"type": "claim", "id": "0a", "event": "Q1"}') is None
        assert detected(b'{"note": "\\"type\\": \\"item\\" \\"id\\": \\"Q1\\""}') is None
        assert detected(b'"type": "item", "id": "Q1"') is None

    def test_json_lines_beside_a_ledger(self, tmp_path: Path) -> None:
        """Lines of entities are told from those of a ledger, with the format named or not."""
        entities, ledger = tmp_path / "entities.jsonl", tmp_path / "ledger.jsonl"
        entities.write_text(json.dumps(entity(statement(DEATHS))) + "\n", encoding="utf-8")
        cl.write(one(amount("P1120", "+5"), item("P3680", WATCH)), ledger)
        for format in (None, "wikidata"):
            assert len(cl.read_lenient(entities, ledger, format=format)[0]) == 2
        assert len(cl.read_lenient(entities, format="airwars")[0]) == 0

    def test_a_huge_entity(self) -> None:
        """Two thousand statements are read one after the other."""
        many = [
            statement(amount("P1082", f"+{n}"), time("P585", f"{n:04}-00-00", 9), id=f"{E}${n}")
            for n in range(1, 2001)
        ]
        assert len(read(entity(*many))[0]) == 2000

    def test_commands(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A report of the file as it is, and a ledger made of it."""
        assert main(["report", str(FIXTURE), "--verdict", "disputed"]) == 0
        out = capsys.readouterr()
        assert "Fall of Redford" in out.out
        assert "not-mapped" in out.err
        target = tmp_path / "out.jsonl"
        assert main(["convert", "--from", "wikidata", str(FIXTURE), "-o", str(target)]) == 0
        assert cl.read(target) == cl.read_lenient(FIXTURE)[0]


NO_ITEM = "cannot read '{}': expected the address of an item"
IN_REFERENCE = "references[0].snaks"
FAULTS: list[tuple[tuple[str | int, ...], object, str]] = [
    (("rank",), "best", "rank: expected normal, preferred, deprecated, not 'best'"),
    (("id",), 7, "id: expected text, not 7"),
    (("mainsnak",), 7, "mainsnak: expected an object, not 7"),
    (("mainsnak", "property"), "Q1",
     "mainsnak.property: expected a property such as P31, not 'Q1'"),
    (("mainsnak", "snaktype"), "x",
     "mainsnak.snaktype: expected value, somevalue or novalue, not 'x'"),
    (("mainsnak", "datavalue"), {}, "mainsnak.datavalue: a value is missing"),
    (("mainsnak", "datavalue", "value"), "5",
     "mainsnak.datavalue.value: expected an object, not '5'"),
    (("mainsnak", "datavalue", "value", "amount"), "1e5",
     "mainsnak.datavalue.amount: cannot read '1e5': expected a figure such as '+12'"),
    (("mainsnak", "datavalue", "value", "lowerBound"), "+200",
     "mainsnak.datavalue.lowerBound: 200 is above the amount 104"),
    (("mainsnak", "datavalue", "value", "upperBound"), "+2",
     "mainsnak.datavalue.upperBound: 2 is below the amount 104"),
    (("mainsnak", "datavalue", "value", "unit"), "metre",
     f"mainsnak.datavalue.unit: {NO_ITEM.format('metre')}"),
    (("qualifiers",), [1], "qualifiers: expected snaks by property, not [1]"),
    (("qualifiers", "P585"), 7, "qualifiers.P585: expected a list, not 7"),
    (("qualifiers", "P585", 0, "datavalue", "value", "time"), "soon",
     "qualifiers.P585[0].datavalue.time: cannot read 'soon': expected a time"),
    (("qualifiers", "P585", 0, "datavalue", "value", "time"), "+2031-02-30T00:00:00Z",
     "qualifiers.P585[0].datavalue.time: '+2031-02-30T00:00:00Z' is no day of the calendar"),
    (("qualifiers", "P585", 0, "datavalue", "value", "precision"), "11",
     "qualifiers.P585[0].datavalue.precision: cannot read '11': expected a number"),
    (("qualifiers", "P585", 0, "datavalue", "value", "calendarmodel"), "old",
     f"qualifiers.P585[0].datavalue.calendarmodel: {NO_ITEM.format('old')}"),
    (("references",), 7, "references: expected a list, not 7"),
    (("references", 0), 7, "references[0]: expected an object, not 7"),
    (("references", 0, "snaks", "P248", 0, "datavalue", "value", "id"), "River Watch",
     f"{IN_REFERENCE}.P248[0].datavalue.value.id: expected an item such as Q42, not 'River Watch'"),
    (("references", 0, "snaks", "P854", 0, "datavalue", "value"), 7,
     "references[0].snaks.P854[0].datavalue.value: expected text, not 7"),
    (("references", 0, "snaks", "P854", 0, "datavalue", "value"), "\ud800",
     "references[0].snaks.P854[0].datavalue: expected text; '\\ud800' holds half a character"),
]  # fmt: skip


def put(content: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy of some JSON with another value at a path."""
    copy = json.loads(json.dumps(content))
    here = copy
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return copy


FULL = statement(
    DEATHS,
    time("P585", "2031-05-04"),
    references=[[item("P248", WATCH), text("P854", "https://a.example")]],
    id=f"{E}$2",
)


class TestFaults:
    @pytest.mark.parametrize(("path", "value", "message"), FAULTS)
    def test_each_is_named_by_its_path(
        self, path: tuple[str | int, ...], value: object, message: str
    ) -> None:
        """And its statement gives nothing, while the others are read."""
        spoilt = put(FULL, path, value)
        groups = {"P1120": [statement(amount("P1120", "+5")), spoilt]}
        ledger, problems = read(entity() | {"claims": groups})
        assert [str(problem) for problem in errors(problems)] == [
            f"file:1: {E}.claims.P1120[1].{message}"
        ]
        assert len(ledger) == 1

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (snak("P625", {"latitude": "x", "longitude": 1}, "value", "globecoordinate"),
             "mainsnak.datavalue.value.latitude: cannot read 'x': expected a number"),
            (snak("P625", {"latitude": True, "longitude": 1}, "value", "globecoordinate"),
             "mainsnak.datavalue.value.latitude: cannot read True: expected a number"),
            (time("P571", "1700-02-00", 11, "Q1985786") | {}, ""),
            (time("P571", "1700-13-01", 11, "Q1985786"),
             "mainsnak.datavalue.time: '+1700-13-01T00:00:00Z' is no day of the calendar"),
            (time("P571", "9999-12-31", 11, "Q1985786"),
             "mainsnak.datavalue.time: '+9999-12-31T00:00:00Z' is no day of the calendar"),
            (snak("P1448", {"language": "en"}, "value", "monolingualtext"),
             "mainsnak.datavalue.value: expected text, not None"),
        ],
    )  # fmt: skip
    def test_other_values(self, value: Snak, message: str) -> None:
        """Each by its type; a Julian month has no day to be wrong."""
        _, problems = read(entity(statement(value)))
        found = errors(problems)
        number = value["property"]
        expected = [f"file:1: {E}.claims.{number}[0].{message}"] if message else []
        assert [str(problem) for problem in found] == expected

    def test_a_window_that_ends_before_it_begins(self) -> None:
        """Of a statement it is a fault."""
        dates = (time("P580", "2031-05-09"), time("P582", "2031-05-03"))
        _, problems = read(entity(statement(DEATHS, *dates)))
        assert "an end that is not before the start" in str(errors(problems)[0])

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"modified": "soon"}, "modified: cannot read 'soon': expected a date"),
            ({"claims": 7}, "claims: expected statements by property"),
            ({"claims": {"P1120": 7}}, "claims.P1120: expected a list of statements"),
            ({"claims": {"P1120": [7]}},
             "claims.P1120[0]: expected a statement with a mainsnak"),
            ({"claims": {"P1120": [{"property": {"id": "P1120"}}]}},
             "claims.P1120[0]: expected a statement with a mainsnak"),
            ({"labels": {"en": {"value": "\ud800"}}},
             "expected text; '\\ud800 (Q9990000001)' holds half a character"),
        ],
    )  # fmt: skip
    def test_of_an_entity(self, more: dict[str, Any], message: str) -> None:
        """With its number."""
        ledger, problems = read(entity(statement(DEATHS)) | more)
        dot = "." if message.startswith(("modified", "claims")) else ": "
        assert [str(problem) for problem in errors(problems)] == [f"file:1: {E}{dot}{message}"]
        assert len(ledger) == 0


def paths(content: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = content.items() if isinstance(content, dict) else enumerate(content)
    found = [here] if here else []
    if isinstance(content, (dict, list)):
        for key, value in inner:
            found += (
                paths(value, (*here, key)) if isinstance(value, (dict, list)) else [(*here, key)]
            )
    return found


MESSY = st.sampled_from(
    [
        *(None, "", "x", 0, 7, 2.5, True, [], {}, [1], {"x": 1}, "+0", "-5", "+1.5", "\u2028"),
        *("Q5", "P31", "novalue", "somevalue", "deprecated", "a; b (P5): c", '"', "only x", "any"),
        *("+2031-05-04T00:00:00Z", "time", "quantity", "string", "https://a.example/1", "\ud800"),
    ]
)
STATEMENTS = [
    (each["id"], claim) for each in EVERY for claim in statements_of(each) if "id" in claim
]


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """A statement of the fixture, with some values replaced."""
    _, claim = draw(st.sampled_from(STATEMENTS))
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from(paths(claim)))
        claim = put(claim, path, draw(MESSY))
    return dict(claim) if isinstance(claim, dict) else {}


class TestLaws:
    @settings(max_examples=150)
    @given(st.lists(spoilt(), max_size=4))
    def test_whatever_the_values(self, several: list[dict[str, Any]]) -> None:
        """Through JSONL unchanged; twice is once; each statement by itself, in any order."""
        ledger, problems = read(entity() | {"claims": {"P1120": several}})
        assert reread(ledger) == ledger
        twice, _ = read(entity() | {"claims": {"P1120": [*several, *reversed(several)]}})
        assert twice == ledger
        each = [read(entity() | {"claims": {"P1120": [one]}}) for one in several]
        assert len(errors(problems)) == sum(len(errors(found)) for _, found in each)
        merged = cl.Ledger().merge(*(found for found, _ in each))
        # The window of the event is what all of them agree on.
        assert {claim.id for claim in merged.claims} == {claim.id for claim in ledger.claims}

    @given(st.text(max_size=60))
    def test_no_text_breaks_the_reader(self, content: str) -> None:
        """Whatever a file holds, there is a ledger or a problem."""
        ledger, problems = read(content)
        assert len(ledger) or errors(problems)

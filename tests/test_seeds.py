"""What the seed ledgers must report, row by row.

The rows are those of the report's numbered assertions, and the lines those of the list under
them; a note in the seed gives each claim the number of its row ("row 8") or fact ("fact 28").
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import claimledger as cl
from claimledger.claims import Members
from claimledger.grouping import Meeting, Scene

SEEDS = Path(__file__).parent.parent / "seeds"
TOML = SEEDS / "karabakh-2020-09-28.toml"
CSV = SEEDS / "karabakh-2020.csv"
EVENT = "Fighting in Nagorno-Karabakh"


@attrs.frozen
class Judged:
    """A ledger with its findings, and the claims of each numbered row."""

    ledger: cl.Ledger
    findings: tuple[cl.Finding, ...]

    def claims(self, label: str) -> list[cl.Claim]:
        """The claims whose note begins with a label, such as "row 8"."""
        pattern = re.compile(rf"{label}\b")
        return [
            claim
            for claim in self.ledger.claims
            if any(pattern.match(a.note or "") for a in self.ledger.annotations.get(claim.id, ()))
        ]

    def of(self, label: str) -> list[cl.Finding]:
        """The findings on the questions that the claims of a row answer, each once."""
        found = [self.about(claim) for claim in self.claims(label)]
        assert found, label
        return list(dict.fromkeys(found))

    def about(self, claim: cl.Claim) -> cl.Finding:
        """The finding that a claim belongs to."""
        return next(found for found in self.findings if claim in found.claims)

    def one(self, label: str) -> cl.Finding:
        """The only finding of a row."""
        (finding,) = self.of(label)
        return finding

    def where(self, **wanted: str | None) -> cl.Finding:
        """The only finding whose question has these fields."""
        found = [
            finding
            for finding in self.findings
            if all(getattr(finding.question, key) == value for key, value in wanted.items())
        ]
        assert len(found) == 1, [str(finding.question) for finding in found]
        return found[0]

    def meeting(self, one: str, other: str) -> tuple[Meeting, str]:
        """How the only claims of two rows lie to each other."""
        (a,), (b,) = self.claims(one), self.claims(other)
        return Scene.of(self.ledger).meeting(a, b)


def judged(*paths: Path, as_of: str | None = None) -> Judged:
    ledger = cl.read(*paths)
    return Judged(ledger, cl.judge(ledger, as_of=as_of))


def interests(finding: cl.Finding) -> list[str | None]:
    return [voice.interest for voice in finding.voices]


def pairs(finding: cl.Finding) -> Counter[str]:
    return Counter(str(relation.relation) for relation in finding.relations)


@pytest.fixture(scope="module")
def alone() -> Judged:
    """The report of 28 September alone."""
    return judged(TOML)


@pytest.fixture(scope="module")
def both() -> Judged:
    """Both seed files."""
    return judged(TOML, CSV)


class TestReportOf28September:
    """Rows of the report, from this report alone."""

    def test_row_1_wounded_of_nobody_stated(self, alone: Judged) -> None:
        """About 200 wounded, whose is not stated, stand alone, and beside row 3 underspecified."""
        found = alone.one("row 1")
        assert (found.verdict, found.question.subject) == ("one-sided", None)
        assert [claim.said for claim in found.claims] == ["about 200"]
        assert alone.meeting("row 1", "row 3") == (Meeting.UNDERSPECIFIED, "subject")

    def test_row_1_read_as_the_own_side(self, alone: Judged) -> None:
        """Were the wounded of row 1 the Armenian side's, row 3 would be a different question."""
        (first,), (third,) = alone.claims("row 1"), alone.claims("row 3")
        own = attrs.evolve(first, subject="Armenian side")
        assert Scene.of(alone.ledger).meeting(own, third) == (Meeting.DIFFERENT, "subject")

    def test_row_2_own_civilians(self, alone: Judged) -> None:
        """Six civilians killed on the own side: one-sided, a grievance."""
        found = alone.one("row 2")
        assert (found.verdict, interests(found)) == ("one-sided", ["self-serving"])
        assert found.common == cl.Interval(6, 6)

    def test_row_3_own_wounded(self, alone: Judged) -> None:
        """26 wounded on the own side are one-sided; who they are is not stated: people."""
        found = alone.one("row 3")
        assert (found.verdict, found.question.measure) == ("one-sided", "people wounded")

    def test_row_4_own_losses(self, alone: Judged) -> None:
        """Losses admitted without a figure are at least 1, borne out by the enemy (row 10)."""
        found = alone.one("row 4")
        assert found == alone.one("row 10")
        assert found.verdict == "corroborated across sides"
        assert found.common == cl.Interval(1, None)
        assert found.flags == ("against interest",)
        (own,) = alone.claims("row 4")
        assert {v.claim: v.interest for v in found.voices}[own] == "against interest"

    def test_row_5_outbreak(self, alone: Judged) -> None:
        """That the fighting began on 27 September is the agency's background, one-sided."""
        found = alone.one("row 5")
        assert (found.verdict, found.question.window) == ("one-sided", "2020-09-27")
        assert [side.side for side in found.sides] == ["no side"]

    def test_row_6_region(self, alone: Judged) -> None:
        """Where the region lies and who holds it are two one-sided propositions."""
        found = alone.of("row 6")
        assert [(f.verdict, f.flags) for f in found] == [("one-sided", ()), ("one-sided", ())]

    def test_row_7_tanks_of_the_enemy(self, alone: Judged) -> None:
        """Two tanks destroyed: one-sided, self-serving, another question than row 8."""
        found = alone.one("row 7")
        assert (found.verdict, interests(found)) == ("one-sided", ["self-serving"])
        assert alone.meeting("row 7", "row 8")[0] is Meeting.DIFFERENT

    def test_row_8_vehicles_of_the_enemy(self, alone: Judged) -> None:
        """Ten vehicles are one-sided, self-serving, and not borne out by row 4."""
        found = alone.one("row 8")
        assert (found.verdict, interests(found)) == ("one-sided", ["self-serving"])
        assert found != alone.one("row 4")
        assert not found.relations

    def test_row_9_every_offensive_beaten_back(self, alone: Judged) -> None:
        """No success is a closed answer: one-sided, and a single success contradicts it."""
        found = alone.one("row 9")
        assert (found.verdict, found.common) == ("one-sided", cl.Interval(0, 0))
        (claim,) = alone.claims("row 9")
        success = attrs.evolve(claim, source="Azerbaijani Ministry of Defence", value="1")
        later = cl.judge(alone.ledger.add(success))
        assert next(f for f in later if claim in f.claims).verdict == "disputed"

    def test_row_10_losses_of_the_enemy(self, alone: Judged) -> None:
        """Losses of the enemy without a figure bear out row 4, on opposed sides."""
        found = alone.one("row 10")
        assert [side.side for side in found.sides] == ["Armenian side", "Azerbaijan"]
        assert pairs(found) == {"corroboration": 1}

    def test_row_11_area_in_two_units(self, alone: Judged) -> None:
        """4,400 km2 and 1,700 square miles meet (1,700 are 4,403 km2), and are one claim."""
        found = alone.one("row 11")
        assert (found.verdict, found.origins, found.flags) == ("one-sided", 1, ())
        (claim,) = found.claims
        assert (claim.said, str(claim.same_quantity_as)) == (
            "about 4,400 km2",
            "about 1,700 square miles",
        )

    def test_row_12_distance_in_two_units(self, alone: Judged) -> None:
        """50 km and 30 miles (48.3 km) meet by rounding, and are one claim."""
        found = alone.one("row 12")
        assert (found.verdict, found.origins, found.flags) == ("one-sided", 1, ())
        (claim,) = found.claims
        assert (claim.said, str(claim.same_quantity_as)) == ("50 km", "30 miles")

    def test_row_13_land_beyond_the_region(self, alone: Judged) -> None:
        """That further land is held is one-sided."""
        assert alone.one("row 13").verdict == "one-sided"

    def test_row_14_five_calls(self, alone: Judged) -> None:
        """Five call on both sides to stop: positions, without a verdict."""
        found = alone.one("row 14")
        assert found.verdict is None
        assert {claim.source for claim in alone.claims("row 14")} == {
            "European Union",
            "France",
            "Iran",
            "Russia",
            "United States",
        }

    def test_row_15_no_military_solution(self, alone: Judged) -> None:
        """The Commission's spokesman holds a position."""
        assert alone.one("row 15").verdict is None

    def test_row_16_three_positions(self, alone: Judged) -> None:
        """The Kremlin's spokesman holds three positions on three matters."""
        found = alone.of("row 16")
        assert [finding.verdict for finding in found] == [None, None, None]

    def test_row_17_experts(self, alone: Judged) -> None:
        """Turkish experts are one-sided: row 20 denies arms and fighters, and not these."""
        found = alone.one("row 17")
        assert (found.verdict, found.flags, found.relations) == ("one-sided", (), ())

    def test_row_18_weapons(self, alone: Judged) -> None:
        """UAVs and warplanes are disputed, each by implication, and each edge is shown."""
        found = alone.of("row 18")
        assert {finding.question.proposition for finding in found} == {
            "Azerbaijan uses Turkish UAVs",
            "Azerbaijan uses Turkish warplanes",
        }
        for finding in found:
            assert (finding.verdict, finding.flags) == ("disputed", ("implied",))
            (relation,) = finding.relations
            assert relation.relation == "implied contradiction"
            assert "'Turkey sent arms to Azerbaijan'" in relation.edges[0]
            assert str(finding.question.proposition) in relation.edges[0]

    def test_row_19_mercenaries(self, alone: Judged) -> None:
        """Accusations about two subjects are two one-sided propositions."""
        found = alone.of("row 19")
        assert [finding.verdict for finding in found] == ["one-sided", "one-sided"]
        assert not any(finding.relations for finding in found)

    def test_row_20_arms(self, alone: Judged) -> None:
        """Arms are denied, and disputed by what row 18 implies."""
        found = alone.where(proposition="Turkey sent arms to Azerbaijan")
        assert found in alone.of("row 20")
        assert (found.verdict, found.flags[0]) == ("disputed", "implied")
        assert pairs(found) == {"implied contradiction": 2}

    def test_row_20_fighters(self, alone: Judged) -> None:
        """Fighters are denied, and nobody in this report asserts them."""
        found = alone.where(proposition="Turkey sent foreign fighters to Azerbaijan")
        assert found in alone.of("row 20")
        assert (found.verdict, found.flags) == ("one-sided", ("denied, nobody asserts",))

    def test_row_21_lies(self, alone: Judged) -> None:
        """That Armenia lies is a position."""
        assert alone.one("row 21").verdict is None

    def test_row_22_the_only_way(self, alone: Judged) -> None:
        """What the President of Turkey demands is a position."""
        assert alone.one("row 22").verdict is None

    def test_row_23_years_of_the_group(self, alone: Judged) -> None:
        """28 years by the calendar and 30 as said meet only tolerantly; failed is an opinion.

        28 years read as 27.5 to 28.5, and 30, whose last digit is a ten, as 27 to 33.
        """
        duration = alone.where(measure="duration of the Minsk group's work")
        assert duration.verdict == "tension"
        assert sorted(claim.said for claim in duration.claims) == ["28 years", "30 years"]
        (ours,) = (c for c in duration.claims if c.said == "28 years")
        assert "our reading" in str(alone.ledger.annotations[ours.id][0].note)
        others = [f for f in alone.of("row 23") if f != duration]
        assert {finding.question.kind: finding.verdict for finding in others} == {
            "proposition": "one-sided",
            "position": None,
        }

    def test_row_24_chairs(self, alone: Judged) -> None:
        """Three chairs are an open set, one-sided: a fourth would not contradict them."""
        found = alone.one("row 24")
        assert found.verdict == "one-sided"
        (claim,) = found.claims
        assert isinstance(claim.value, Members)
        assert not claim.value.closed
        assert claim.value.names == {"France", "Russia", "United States"}

    def test_row_25_whose_land(self, alone: Judged) -> None:
        """Whose the land is is a position, another question than row 6."""
        found = alone.one("row 25")
        assert found.verdict is None
        assert found not in alone.of("row 6")

    def test_row_26_who_began(self, alone: Judged) -> None:
        """Each side names the other: an exclusive choice, disputed across sides."""
        found = alone.one("row 26")
        assert (found.verdict, found.flags) == ("disputed", ())
        assert {side.side: side.said for side in found.sides} == {
            "Armenian side": "Azerbaijan",
            "Azerbaijan": "Armenian side",
        }

    def test_row_27_three_towns(self, alone: Judged) -> None:
        """Three towns shelled are three one-sided propositions."""
        found = alone.of("row 27")
        assert [finding.verdict for finding in found] == ["one-sided"] * 3
        assert {str(finding.question).split()[0] for finding in found} == {
            "Martakert",
            "Martuni",
            "Stepanakert",
        }

    def test_row_28_vardenis(self, alone: Judged) -> None:
        """Shells at Vardenis are one-sided: another place than row 27, on the same side."""
        found = alone.one("row 28")
        assert (found.verdict, found.relations) == ("one-sided", ())
        assert [side.side for side in found.sides] == ["Armenian side"]
        assert all(
            side.side == "Armenian side" for town in alone.of("row 27") for side in town.sides
        )

    def test_row_29_child(self, alone: Judged) -> None:
        """The photograph is a one-sided, independent source."""
        found = alone.one("row 29")
        assert (found.verdict, [side.side for side in found.sides]) == ("one-sided", ["no side"])

    def test_row_29_bears_out_only_what_is_declared(self, alone: Judged) -> None:
        """That a child was wounded by shelling disputes a denial only by a declared implication."""
        (child,) = alone.claims("row 29")
        denial = cl.Claim(
            source="Azerbaijani Ministry of Defence",
            date="2020-09-28",
            event=EVENT,
            proposition="Stepanakert was shelled",
            value="no",
        )
        edge = cl.Implication(premise=child.about, conclusion=denial.about)
        denied = alone.ledger.add(denial)
        for ledger, verdict in ((denied, "one-sided"), (denied.add(edge), "disputed")):
            found = next(f for f in cl.judge(ledger) if child in f.claims)
            assert found.verdict == verdict

    def test_row_30_mortar(self, alone: Judged) -> None:
        """The ministry's own footage of its own soldiers is one-sided."""
        found = alone.one("row 30")
        assert (found.verdict, found.question.window) == ("one-sided", "2020-09-27")
        assert [side.side for side in found.sides] == ["Azerbaijan"]

    def test_no_row_is_left_out(self, alone: Judged) -> None:
        """Each of the 46 claims bears the number of one of the 30 rows."""
        numbers = [
            int(match.group(1))
            for claim in alone.ledger.claims
            for note in alone.ledger.annotations[claim.id]
            if (match := re.match(r"row (\d+)", note.note or ""))
        ]
        assert len(numbers) == len(alone.ledger) == 46
        assert set(numbers) == set(range(1, 31))

    def test_each_claim_names_its_document(self, alone: Judged) -> None:
        """All claims are attested by a document of 28 September that the file declares."""
        for claim in alone.ledger.claims:
            (attestation,) = alone.ledger.attestations[claim.id]
            document = alone.ledger.documents[str(attestation.document)]
            assert (document.outlet, str(document.date)) == ("Associated Press", "2020-09-28")

    def test_sides(self, alone: Judged) -> None:
        """Armenia and Nagorno-Karabakh are the Armenian side, opposed to two others."""
        scene = Scene.of(alone.ledger)
        assert scene.path("armenia") == ("armenia", "armenian side")
        assert scene.path("nagorno-karabakh") == ("nagorno-karabakh", "armenian side")
        assert scene.opposed("nagorno-karabakh", "azerbaijan")
        assert scene.opposed("armenia", "turkey")
        assert not scene.opposed("turkey", "azerbaijan")
        assert alone.ledger.parties["turkey"].allied == {"Azerbaijan"}


class TestBothFiles:
    """The list under the rows, with the facts of other outlets."""

    def test_line_1_helicopters(self, both: Judged) -> None:
        """2 against 1 by 27 September: disputed, gap 1, against interest on the lower figure."""
        for finding in (
            both.where(measure="helicopters lost", accrual="cumulative"),
            judged(TOML, CSV, as_of="2020-09-27").where(measure="helicopters lost"),
        ):
            assert (finding.verdict, finding.gap, finding.ratio) == ("disputed", 1, 2)
            against = [v.claim.said for v in finding.voices if v.interest == "against interest"]
            assert against == ["1"]

    def test_line_2_no_aircraft_lost(self, both: Judged) -> None:
        """No aircraft lost on 1 October contradicts three helicopters (and one) lost that day."""
        found = both.one("fact 62")
        assert found.verdict == "disputed"
        assert "implied" in found.flags
        assert "implied" in both.one("fact 61").flags

    def test_line_2_is_three_facts(self, both: Judged) -> None:
        """None, 3 and 1 speak of one day: aircraft hold the helicopters of the two others."""
        for fact in ("fact 60", "fact 61"):
            assert both.meeting(fact, "fact 62") == (Meeting.PART_OF, "measure")

    def test_line_3_soldiers_killed(self, both: Judged) -> None:
        """58 against more than 550: disputed, gap over 490."""
        found = both.where(measure="soldiers killed", subject="Armenian side", accrual="cumulative")
        assert found.verdict == "disputed"
        assert found.gap > 490

    def test_line_3_a_part_of_the_side(self, both: Judged) -> None:
        """31 of Nagorno-Karabakh and 58 of the whole side do not contradict each other."""
        assert both.meeting("fact 18", "fact 24") == (Meeting.PART_OF, "subject")
        assert both.one("fact 18").verdict == "one-sided"

    def test_line_4_growth_on_one_day(self, both: Judged) -> None:
        """14, then 19 of the same source and day: growth, and the 19 is shown."""
        found = both.where(measure="civilians wounded", subject="Azerbaijan")
        assert [claim.said for claim in found.claims if claim in both.claims("fact 10")] == ["14"]
        assert [side.said for side in found.sides] == ["19"]
        assert pairs(found) == {"update": 1}

    def test_line_5_growth_and_increment(self, both: Judged) -> None:
        """16, 31 and 104 are growth of one count; 23 is an increment, no rival of them."""
        found = both.one("fact 6")
        assert found == both.one("fact 18") == both.one("fact 56")
        assert (found.verdict, pairs(found)) == ("one-sided", {"update": 3})
        assert [side.said for side in found.sides] == ["104"]
        increment = both.one("fact 55")
        assert (increment.question.accrual, increment.verdict) == ("increment", "one-sided")
        assert both.meeting("fact 55", "fact 56") == (Meeting.DIFFERENT, "time")

    def test_line_6_one_statement_on_fighters(self, both: Judged) -> None:
        """About, over and exactly 4,000 are one statement and one origin."""
        found = both.one("fact 28")
        assert sorted(claim.said for claim in found.claims) == [
            "4,000",
            "about 4,000",
            "more than 4,000",
        ]
        assert (found.origins, found.flags) == (1, ("transmission discrepancy",))
        assert "transmission discrepancy" in pairs(found)
        vias = {a.via for c in found.claims for a in both.ledger.attestations[c.id]}
        assert vias == {"Reuters", "The Reference", "Mezopotamya"}

    def test_line_6_one_statement_on_casualties(self, both: Judged) -> None:
        """About, over and up to 2,300 are one statement too."""
        found = both.one("fact 50")
        wordings = both.claims("fact 50")
        assert {c.said for c in wordings} == {"about 2,300", "more than 2,300", "up to 2,300"}
        labels = {a.statement for c in wordings for a in both.ledger.attestations[c.id]}
        assert labels == {"azerbaijani-mod-casualties-2020-09-30"}
        assert "transmission discrepancy" in found.flags

    def test_line_7_own_figures_that_meet(self, both: Judged) -> None:
        """About 2,300 and more than 700 do not contradict: the cores meet."""
        found = both.one("fact 54")
        assert found == both.one("fact 50")
        assert found.verdict == "one-sided"
        by_said = {voice.claim.said: voice for voice in found.voices}
        assert by_said["about 2,300"].core.overlaps(by_said["more than 700"].core)

    def test_line_8_final_tolls(self, both: Judged) -> None:
        """2,906 and about 3,000 agree; 3,825 and 3,250 against 6,000 to 7,000 do not."""
        own, other = both.one("fact 63"), both.one("fact 64")
        assert own == both.one("fact 67")
        assert (own.verdict, own.flags) == ("one-sided", ("against interest",))
        assert "contradiction" not in pairs(own)
        assert {c.said for c in other.claims} >= {"3,825", "3,250", "6,000 to 7,000"}
        assert other.verdict == "disputed"

    def test_line_9_stock(self, both: Judged) -> None:
        """Fighters as of a day are a stock at that day."""
        question = both.one("fact 28").question
        assert (question.accrual, question.window) == ("stock", "2020-09-28")

    @pytest.mark.parametrize("fact", ["fact 65", "fact 66"])
    def test_line_9_both_sides_together(self, both: Judged, fact: str) -> None:
        """Tolls of both sides together are those of all parties."""
        found = both.one(fact)
        assert (found.question.subject, found.verdict) == ("any", "one-sided")

    def test_line_9_one_day_within_one_side(self, both: Judged) -> None:
        """About 200 and more than 400 on one day, by two authorities of one side, are disputed."""
        found = both.one("fact 26")
        assert found == both.one("fact 21")
        assert found.verdict == "disputed"
        assert "within one side" in found.flags


class TestSpreadsheet:
    """The spreadsheet as data."""

    @staticmethod
    def rows() -> Iterator[dict[str, str]]:
        with CSV.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def test_each_fact_has_a_row(self) -> None:
        """70 facts in 76 rows: three have a second wording or more, and one a forecast."""
        numbers = Counter(int(row["note"].split(":")[0].split()[1]) for row in self.rows())
        assert set(numbers) == set(range(1, 71))
        assert {n: count for n, count in numbers.items() if count > 1} == {
            16: 2,
            28: 3,
            50: 3,
            69: 2,
        }

    def test_names_join_the_ledger_file(self, both: Judged) -> None:
        """Nothing is declared in two ways."""
        assert both.ledger.conflicts == ()
        declared = cl.read(TOML)
        used = {str(row["side"]) for row in self.rows()} - {""}
        assert {name.casefold() for name in used} <= set(declared.parties)
        places = {str(row["place"]) for row in self.rows()} - {""}
        assert {name.casefold() for name in places} <= set(declared.places)
        assert {row["event"] for row in self.rows()} == {EVENT}

    def test_addresses(self) -> None:
        """Each row names its outlet, and each address is a whole one."""
        for row in self.rows():
            assert row["outlet"]
            assert re.fullmatch(r"(https://[a-z.]+/\S*)?", row["url"]), row["url"]

    def test_every_claim_is_kept_apart(self) -> None:
        """No two rows are one claim: 76 rows, 76 ids, and 122 with the ledger file."""
        spreadsheet, problems = cl.read_lenient(CSV)
        assert len(spreadsheet) == 76
        assert {problem.code for problem in problems} == {"unknown-measure"}
        assert len(cl.read(TOML, CSV)) == 76 + 46

    def test_json(self) -> None:
        """The report as data has the public keys."""
        content = json.loads(cl.report(cl.read(TOML, CSV), format="json", as_of="2020-10-01"))
        assert content["as_of"] == "2020-10-01"
        found = next(q for q in content["questions"] if q["measure"] == "helicopters lost")
        assert {"verdict", "flags", "sides", "common", "gap", "ratio", "best"} <= found.keys()

"""Explanations: every part of them, of each verdict and each kind of question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import claimledger as cl
from claimledger import explaining
from claimledger.explaining import explanation, heading
from claimledger.prose import Prose
from claimledger.tables import GLUE, Table, cell_text

SEEDS = Path(__file__).parent.parent / "seeds"
DECLARED: tuple[Any, ...] = (
    cl.Event(name="War", window="2020-09-27/.."),
    cl.Party(name="East", opposed=["West"]),
    cl.Party(name="West"),
    cl.Source(name="A", side="East"),
    cl.Source(name="B", side="West"),
)
BASE: dict[str, Any] = {
    "date": "2020-10-01",
    "event": "War",
    "subject": "East",
    "measure": "soldiers killed",
}


def claim(source: str, value: str | None, **more: Any) -> cl.Claim:
    return cl.Claim(**{**BASE, "source": source, "value": value, **more})


def proposition(source: str, text: str, value: str | None, **more: Any) -> cl.Claim:
    fields = {"measure": None, "subject": None, "proposition": text, **more}
    return claim(source, value, **fields)


def parts(*records: Any, number: int = 1) -> dict[str, Any]:
    """The parts of an explanation by title: sentences as one text, rows as texts."""
    ledger = cl.Ledger().add(*DECLARED, *records)
    findings = cl.judge(ledger)
    found: dict[str, Any] = {"": heading(findings[number - 1])}
    for part in explanation(ledger, findings, findings[number - 1]):
        title = part.title.partition(" (")[0]
        if isinstance(part, Prose):
            found[title] = "\n".join(part.lines).replace(GLUE, " ")
        else:
            found[title] = rows(part)
    return found


def rows(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell_text(cell).replace(GLUE, " ") for cell in row) for row in table.rows]


class TestWhy:
    """What the verdict rests on."""

    def test_a_dispute(self) -> None:
        """The two claims furthest apart, in sentences, and the rule between them."""
        found = parts(claim("A", "58"), claim("B", "more than 550"), claim("B", "100"))
        assert found[""] == "1. soldiers killed, East, since 2020-09-27: disputed".replace(
            "since ", f"since{GLUE}"
        )
        assert found["why"].splitlines()[:2] == [
            (
                'B (2020-10-01) put "soldiers killed, East, since 2020-09-27" at "more than 550".'
                ' A (2020-10-01) put "soldiers killed, East, since 2020-09-27" at "58".'
                " This is a contradiction: even read tolerantly, they share no value."
            ),
            "Event: War.",
        ]
        assert (
            "against interest: a source says something that does not serve its own side."
            in (found["why"])
        )

    @pytest.mark.parametrize(
        ("records", "said"),
        [
            ([claim("A", "about 190"), claim("B", "205")], "This is a tension: "),
            ([claim("A", "58"), claim("B", "58")], "This is a corroboration: "),
            ([claim("C", "58"), claim("D", "58")], "This is a corroboration: "),
            ([claim("A", "58")], "All that stands comes from one side, East."),
            ([claim("C", "58")], "All that stands comes from one origin."),
            ([claim("A", "up to 9"), claim("B", "8")], "a corroboration"),
            ([claim("A", "3-5"), claim("B", "4-6")], "No claim that stands contradicts another"),
            (
                [claim("A", "9", measure=None, position="Talks", subject=None)],
                "Positions are listed and never judged.",
            ),
            (
                [claim("A", "5", stance="denies"), claim("B", "5", stance="asserts")],
                'A (2020-10-01) denied "5" for "soldiers killed, East, since 2020-09-27".',
            ),
            (
                [proposition("A", "It rained", "yes"), proposition("B", "It rained", "no")],
                'A (2020-10-01) said that this is so: "It rained".',
            ),
            (
                [proposition("A", "It rained", "yes"), proposition("B", "It rained", "no")],
                'B (2020-10-01) said that this is not so: "It rained".',
            ),
            (
                [
                    claim("A", "East", measure=None, subject=None, choice="Who won"),
                    claim("B", "West", measure=None, subject=None, choice="Who won"),
                ],
                'answered "East" to "Who won".',
            ),
        ],
    )
    def test_each_verdict_and_kind(self, records: list[cl.Claim], said: str) -> None:
        """One sentence, or two and the rule."""
        assert said in parts(*records)["why"]

    def test_metadata_that_disagree(self) -> None:
        """Are named where they matter."""
        found = parts(claim("A", "5"), cl.Source(name="A", side="West"))
        assert "The side of source A is given as East and as West." in found["why"]


class TestClaims:
    def test_readings_state_and_interest(self) -> None:
        """Each claim with its two readings, and whether it stands."""
        old = claim("B", "about 200", accrual="period", window="2020-09")
        new = claim("B", "300", accrual="period", window="2020-09", date="2020-10-02")
        gone = claim("A", "26", accrual="period", window="2020-09")
        retraction = cl.Retraction(target=gone.id, source="A", date="2020-10-03")
        found = parts(old, new, gone, retraction)
        assert {row[1:] for row in found["claims"]} == {
            (
                *("about 200 (B, 2020-10-01)", "West", "self-serving"),
                *("190 to 210", "150 to 250", "superseded"),
            ),
            ("300 (B, 2020-10-02)", "West", "self-serving", "300", "270 to 330", "stands"),
            ("26 (A, 2020-10-01)", "East", "against interest", "26", "26", "withdrawn"),
        }
        assert found["superseded and withdrawn"].splitlines() == [
            (
                "about 200 (B, 2020-10-01) was superseded by 300 (B, 2020-10-02): the source said"
                " otherwise later."
            ),
            "26 (A, 2020-10-01) was withdrawn by its own source on 2020-10-03.",
        ]

    def test_a_unit(self) -> None:
        """Figures are in the unit of the question, however they were given."""
        fields = {"measure": "area", "subject": None, "event": None}
        found = parts(
            claim("A", "4,400 km2", **fields),
            claim("B", "4,410 km2", **fields),
            claim("C", "1,700 square miles", **fields),
        )
        # 1,700 square miles are 1,700 * 2.589988110336 km2, which is 4,402.98.
        texts = [row[4] for row in found["claims"]]
        assert min(texts).startswith("4,400 km2")
        assert any(text.startswith(("4,402.9", "4,403")) for text in texts)
        assert "Common range: " in found["what can be right together"]
        assert " km2. Every claim that stands" in found["what can be right together"]

    def test_a_common_range_beside_a_contradiction_promises_nothing(self) -> None:
        """50 once and 7 later cannot both be right, though 90 at the end leaves a range."""
        found = parts(
            claim("A", "50"),
            claim("B", "7", date="2020-10-02"),
            claim("B", "exactly 90", date="2020-10-03"),
        )["what can be right together"]
        assert "Common range: 90. Yet not every claim that stands can be right" in found

    def test_where_it_was_read(self) -> None:
        """Documents, and the way by which a claim came."""
        one, other = claim("A", "5"), claim("A", "6", date="2020-10-02")
        document = cl.Document(outlet="The Post", title="War", url="https://post.example/1")
        found = parts(
            one,
            other,
            document,
            cl.Attestation(claim=one.id, document=document.key, quote="five fell"),
            cl.Attestation(
                claim=other.id, via="C", derived_from="B", statement="noon", wording="six"
            ),
        )
        assert found["where it was read"] == [
            (one.id[:8], "The Post, War, https://post.example/1", "", "", "", "five fell"),
            (other.id[:8], "", "C", "B", "noon", "six"),
        ]

    def test_of_very_many_the_newest_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """And the title says how many there are."""
        monkeypatch.setattr(explaining, "CLAIMS_SHOWN", 2)
        monkeypatch.setattr(explaining, "RELATIONS_SHOWN", 1)
        claims = [claim(f"S{n}", f"{n}", date=f"2020-10-0{n}") for n in (1, 2, 3)]
        ledger = cl.Ledger().add(
            *claims, *(cl.Attestation(claim=c.id, quote="x") for c in claims), *DECLARED
        )
        (asked,) = findings = cl.judge(ledger)
        tables = {part.title: part for part in explanation(ledger, findings, asked)}
        shown = tables["claims (2 of 3)"]
        assert isinstance(shown, Table)
        assert [row[1].partition(" ")[0] for row in rows(shown)] == ["2", "3"]
        assert "where it was read (2 of 3)" in tables

    def test_of_very_many_pairs_the_first_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Contradictions come first."""
        monkeypatch.setattr(explaining, "RELATIONS_SHOWN", 1)
        found = parts(claim("A", "5"), claim("B", "50"), claim("C", "5"))
        assert [row[1] for row in found["relations"]] == ["contradiction"]


class TestTogether:
    def test_ranges_and_sets(self) -> None:
        """The gap, the overlap and the sets of claims that can all be right."""
        found = parts(claim("A", "20-30"), claim("C", "25-40"), claim("B", "100"))
        lines = found["what can be right together"].splitlines()
        assert lines[:3] == [
            "No figure makes every claim that stands right.",
            (
                "The pair furthest apart: 100 (B, 2020-10-01) and 20 to 30 (A, 2020-10-01). Read"
                " tolerantly they lie 60 apart, a ratio of 3. Leave either out, and this"
                " contradiction is gone."
            ),
            (
                "Best supported range: 25 to 30, held possible by 2 independent origins. It is"
                " where claims overlap; it is not thereby true."
            ),
        ]
        start = "Can be right together, set 1 of 2: "
        assert set(lines[3].removeprefix(start).rstrip(".").split("; ")) == {
            "20 to 30 (A, 2020-10-01)",
            "25 to 40 (C, 2020-10-01)",
        }
        assert lines[4:] == [
            "Can be right together, set 2 of 2: 100 (B, 2020-10-01).",
            "Independent origins: 3.",
        ]

    def test_one_claim_has_nothing_to_be_right_with(self) -> None:
        """The section is empty, and left out."""
        assert parts(claim("A", "5"))["what can be right together"] == ""


class TestImplied:
    PREMISE, CONCLUSION = "The bridge was blown up", "The road is closed"

    def test_it_can_be_read_aloud(self) -> None:
        """Who says what, and what links it, on each of the questions."""
        link = cl.Implication(premise=self.PREMISE, conclusion=self.CONCLUSION)
        records = (
            proposition("A", self.PREMISE, "yes"),
            proposition("B", self.CONCLUSION, "no"),
            link,
        )
        for number in (1, 2):
            found = parts(*records, number=number)
            assert found["implied contradictions"] == (
                f'A (2020-10-01) said that this is so: "{self.PREMISE}". B (2020-10-01) said that'
                f' this is not so: "{self.CONCLUSION}". They cannot both be right, because'
                f" '{self.PREMISE}' implies '{self.CONCLUSION}'."
            )
            assert found["why"].startswith("No pair of claims here contradicts; ")
            assert found["relations"] == []


class TestLookAlikes:
    def test_what_sets_them_apart(self) -> None:
        """Each with a claim, how many more there are, and the dimension that decides."""
        found = parts(
            claim("A", "26"),
            claim("B", "200", subject="West", date="2020-09-30"),
            claim("C", "210", subject="West"),
        )
        number = "2" if found[""].startswith("1. soldiers killed, East") else "1"
        asked = parts(
            claim("A", "26"),
            claim("B", "200", subject="West", date="2020-09-30"),
            claim("C", "210", subject="West"),
            number=3 - int(number),
        )
        text = asked["looks alike, but answers another question"]
        assert text == (
            f"{number}. soldiers killed, West, since 2020-09-27: 210 (C, 2020-10-01) and 1 more:"
            " another question (subject: East here, West there)."
        )

    def test_only_the_nearest_are_shown(self) -> None:
        """The rest is counted."""
        others = [claim("A", "5", subject=f"P{n}") for n in range(15)]
        found = parts(*others)
        lines = found["looks alike, but answers another question"].splitlines()
        assert len(lines) == 13
        assert lines[-1] == "And 2 more that are less alike."


class TestTold:
    """How a claim is put in a sentence."""

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (claim("A", "some"), ('put "soldiers killed, East, since 2020-09-27" at "at least 1, no'
             ' figure".')),
            (claim("A", None, stance="declines"), "declined to say anything on "),
            (claim("A", "5", stance="declines"), 'declined to confirm "5" for '),
            (claim("A", "5", stance="expects"), 'expected "5" for '),
            (claim("A", "5", stance="denies"), 'denied "5" for '),
            (
                claim("A", "only X; Y", measure=None, subject=None, members="Mediators"),
                'answered "only X; Y" to "Mediators".',
            ),
        ],
    )  # fmt: skip
    def test_table(self, asked: cl.Claim, said: str) -> None:
        """Every stance and kind of answer."""
        ledger = cl.Ledger().add(*DECLARED, asked)
        (finding,) = cl.judge(ledger)
        text = explaining._told(ledger, finding.question, finding.voices[0]).replace(GLUE, " ")
        assert said in text
        assert text.startswith("A (2020-10-01) ")


@pytest.fixture(scope="module")
def seeds() -> cl.Ledger:
    return cl.read(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")


def test_every_question_of_the_seeds_is_explained(seeds: cl.Ledger) -> None:
    """Each has a reason, and each of its claims is in the table; pairs are explained once."""
    findings = cl.judge(seeds)
    for asked in findings:
        found = {part.title: part for part in explanation(seeds, findings, asked)}
        why, table = found["why"], found["claims"]
        assert isinstance(why, Prose)
        assert isinstance(table, Table)
        assert why.lines[0].endswith(".")
        assert [row[0] for row in table.rows] == [voice.id[:8] for voice in asked.voices]

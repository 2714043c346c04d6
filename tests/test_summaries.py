"""Summaries of parts: what they keep, what they let go, and how they are merged and judged.

That judging them is judging the whole is a law, see tests/property/test_summary_laws.py.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import pytest

import claimledger as cl
from claimledger.errors import InvalidRecordError, UnknownNameError
from claimledger.formats import dumps
from claimledger.structuring import converter
from claimledger.summaries import SHORT, Line

RAID = cl.Event(name="Raid", window="2020-09-27/2020-09-29")
WAR = cl.Event(name="War", window="2020-09-27/..")


def day(number: int) -> str:
    return (dt.date(2020, 10, 1) + dt.timedelta(days=number)).isoformat()


def claim(value: str | None, date: str, **fields: Any) -> cl.Claim:
    """A count of a closed event by one source, but for what is stated otherwise."""
    said: dict[str, Any] = {"source": "Ministry", "event": "Raid", "measure": "soldiers killed"}
    return cl.Claim(value=value, date=date, **said | fields)


def area(value: str, date: str, **fields: Any) -> cl.Claim:
    """An answer to a question that bears on no other."""
    return claim(value, date, **{"measure": "area taken"} | fields)


def summary_of(*records: Any) -> cl.Summary:
    return cl.summarise(cl.Ledger().add(RAID, WAR, *records))


def kept(*records: Any) -> list[tuple[str, str]]:
    return [(one.date.text, one.said) for one in summary_of(*records).claims]


class TestSummarise:
    """Which claims can still matter."""

    def test_what_a_source_replaced_is_let_go(self) -> None:
        """Of many revisions the first two and the last two figures stay."""
        claims = [claim(str(10 * n), day(n)) for n in range(1, 31)]
        assert kept(*claims) == [
            (day(1), "10"),
            (day(2), "20"),
            (day(29), "290"),
            (day(30), "300"),
        ]

    def test_what_was_replaced_by_the_same_figure_is_no_revision(self) -> None:
        """It stands as often as it was said, where it may bear on other questions."""
        claims = [claim("20", day(n)) for n in range(30)]
        assert len(kept(*claims)) == 30
        (line,) = summary_of(*claims).lines
        assert len(line.others) == 29

    def test_what_bears_on_no_other_question_is_kept_once(self) -> None:
        """Then the first and the last time that it was said are enough."""
        claims = [area("20 km2", day(n)) for n in range(30)]
        assert kept(*claims) == [(day(0), "20 km2"), (day(29), "20 km2")]

    def test_units_of_one_figure_are_one_value(self) -> None:
        """20 km2 and 2,000 hectares are no revision of each other, but other words."""
        claims = [area(("20 km2", "2000 hectares")[n % 2], day(n)) for n in range(30)]
        assert kept(*claims) == [
            (day(0), "20 km2"),
            (day(28), "20 km2"),
            (day(29), "2,000 hectares"),
        ]

    @pytest.mark.parametrize(
        ("kind", "value"),
        [("choice", "East"), ("members", "East; West"), ("position", "a truce")],
    )
    def test_other_kinds(self, kind: str, value: str) -> None:
        """So it is with what is no figure."""
        said = [cl.Claim(source="A", date=day(n), value=value, **{kind: "it"}) for n in range(9)]
        assert len(kept(*said)) == 2

    def test_propositions_that_imply_something(self) -> None:
        """All dates matter once an implication ties them to others."""
        said = [cl.Claim(source="A", date=day(n), proposition="P", value="yes") for n in range(9)]
        assert len(kept(*said)) == 2
        assert len(kept(*said, cl.Implication(premise="Q", conclusion="p"))) == 9

    def test_measures_that_partitions_may_tie(self) -> None:
        """What lies in no tree bears on others only where partitions are declared."""
        said = [claim("20", day(n), measure="bridges rebuilt") for n in range(9)]
        assert len(kept(*said)) == 2
        parts = cl.Partition(whole="bridges rebuilt", parts=["old ones", "new ones"])
        assert len(kept(*said, parts)) == 9

    def test_running_counts_are_kept(self) -> None:
        """Each speaks of its own moment, with which those of others are compared."""
        claims = [claim("20", day(n), event="War") for n in range(9)]
        assert len(kept(*claims)) == 9

    def test_what_was_said_of_an_earlier_moment_is_replaced(self) -> None:
        """A count of a closed window may be a moment of a running one; its retellings go."""
        said = [
            claim(str(n), day(n), event="War", window="2020-09-27/2020-09-29") for n in range(9)
        ]
        on_the_day = claim("5", "2020-09-29", event="War", window="2020-09-27/2020-09-29")
        assert len(kept(*said)) == 4
        assert len(kept(*said, on_the_day)) == 5

    def test_stocks_are_kept(self) -> None:
        """What is so at a moment is another question at the next."""
        assert len(kept(*(claim("5", day(n), accrual="stock") for n in range(9)))) == 9

    def test_hours_order_what_was_said_on_one_day(self) -> None:
        """With an offset from UTC or without, but not the one against the other."""
        naive = [claim(str(n), f"2020-10-01T{n:02}:00") for n in range(1, 9)]
        aware = [claim(str(n), f"2020-10-01T{n:02}:00Z") for n in range(1, 9)]
        for said in (naive, aware):
            texts = kept(*said)
            assert {"1", "2", "7", "8"} <= {value for _, value in texts}
            assert len(texts) < 8
        # Of a day without hours, all of them are of one moment with each other.
        assert ("2020-10-01", "9") in kept(*naive, *aware, claim("9", "2020-10-01"))

    def test_uncertain_order_replaces_nothing(self) -> None:
        """What was said some time in a month is not surely before a day of it."""
        claims = [claim(str(n), f"2020-10-{n:02}") for n in range(1, 9)]
        vague = claim("99", "2020-10")
        assert (vague.date.text, "99") in kept(*claims, vague)

    def test_nameless_claims_replace_nothing(self) -> None:
        """Nobody knows whether one source said both."""
        revised = [area(f"{n} km2", day(n), source="unknown") for n in range(1, 9)]
        assert len(kept(*revised)) == 8

    def test_what_is_no_assertion_replaces_nothing(self) -> None:
        """Denials, forecasts and refusals are let go only for their own repetition."""
        others = [
            *(claim("20", day(n), stance="denies") for n in range(9)),
            *(claim("20", day(n), stance="expects") for n in range(9)),
            *(claim(None, day(n), stance="declines") for n in range(9)),
            claim("30", day(10)),
        ]
        (first, _), *rest = kept(*others)
        assert first == day(0)  # The first claim of a source stays, whatever it says.
        assert sorted(rest) == [
            *((day(8), "declines"), (day(8), "denies 20"), (day(8), "expects 20")),
            (day(10), "30"),
        ]

    def test_what_is_named_by_id_is_kept(self) -> None:
        """Retracted, retold or taken from, in whatever part that is known."""
        claims = [claim(str(10 * n), day(n)) for n in range(1, 31)]
        ties = [
            cl.Retraction(target=claims[10], source="Ministry", date=day(40)),
            cl.Attestation(claim=claims[12].id, statement="briefing"),
            cl.Attestation(claim=claims[14].id, derived_from="Agency"),
            cl.Attestation(claim=claims[14].id, derived_from=claims[16].id),
        ]
        dates = [date for date, _ in kept(*claims, *ties)]
        assert dates == [day(n) for n in (1, 2, 11, 13, 15, 17, 29, 30)]

    def test_two_renderings_are_kept(self) -> None:
        """A figure given in two units may be at odds with itself."""
        claims = [
            area(f"{n} km2", day(n), same_quantity_as=f"{n} square miles") for n in range(1, 9)
        ]
        assert len(kept(*claims)) == 8

    def test_each_subject_of_a_proposition_is_kept(self) -> None:
        """It is no part of the question, but what is declared of it may be in conflict."""
        said = [
            cl.Claim(source="A", date=day(n), proposition="P", value=value, subject=subject)
            for n, (value, subject) in enumerate(
                [("yes", "X"), ("no", "X"), ("yes", "Y"), ("no", "X"), ("yes", "X"), ("no", "X")]
            )
        ]
        assert any(one.subject == "Y" for one in summary_of(*said).claims)

    def test_as_of(self) -> None:
        """What was said later is not in it, and what was retracted later still stands."""
        claims = [claim("10", day(1)), claim("20", day(2)), claim("30", day(3))]
        gone = cl.Retraction(target=claims[1], source="Ministry", date=day(4))
        ledger = cl.Ledger().add(RAID, *claims, gone)
        summary = cl.summarise(ledger, as_of=day(2))
        assert len(summary) == 2
        assert summary.terms.as_of == cl.parse_date(day(2))
        (tally,) = cl.judge_summary(summary)
        assert tally.finding.common == cl.Interval(18, 22)  # 20 and a tenth of it.

    def test_a_part_that_knows_more_is_refused(self) -> None:
        """What one part alone declares would be missing from the others."""
        part = cl.Ledger().add(cl.Source(name="Ministry", side="East"), RAID)
        with pytest.raises(InvalidRecordError, match=r"only a part knows of Source\(name='Min"):
            cl.summarise(part, cl.Ledger().add(RAID))
        assert cl.summarise(cl.Ledger().add(RAID), part).terms.shared == part


class TestSharedRecords:
    """What all parts have to be told."""

    def test_all_that_bears_on_others(self) -> None:
        """Declarations, retractions and ties, but nothing that only says how it was put."""
        one = claim("10", day(1))
        bearing: list[Any] = [
            *(RAID, cl.Party(name="East"), cl.Source(name="Ministry"), cl.Place(name="Town")),
            cl.Implication(premise="P", conclusion="Q"),
            cl.Partition(whole="soldiers killed", parts=["a", "b"]),
            cl.Retraction(target=one, source="Ministry", date=day(2)),
            cl.Attestation(claim=one.id, statement="briefing"),
        ]
        other: list[Any] = [
            *(one, cl.Document(outlet="Agency"), cl.Annotation(claim=one.id, note="x")),
            cl.Attestation(claim=one.id, wording="ten"),
        ]
        ledger = cl.Ledger([*bearing, *other])
        assert cl.shared_records(ledger) == cl.Ledger(bearing)

    def test_ties_are_told_without_their_wording(self) -> None:
        """Who carries a claim, and how, is of no concern to other parts."""
        one = claim("10", day(1))
        tie = cl.Attestation(claim=one.id, derived_from="Agency", quote="ten", document="page")
        shared = cl.shared_records(cl.Ledger([one, tie]))
        assert shared == cl.Ledger([cl.Attestation(claim=one.id, derived_from="Agency")])
        assert cl.shared_records(shared) == shared


class TestMerge:
    """Merging summaries."""

    def test_claims_of_several_parts_count_once(self) -> None:
        """Also those that none of the parts keeps."""
        claims = [claim(str(10 * n), day(n)) for n in range(1, 31)]
        one, other = summary_of(*claims[:20]), summary_of(*claims[10:])
        assert (len(one), len(other), len(one | other)) == (20, 20, 30)
        assert one | other == summary_of(*claims)
        assert one.merge() == one

    def test_what_one_part_replaces_in_another(self) -> None:
        """Merged, a claim is let go that each part alone had to keep."""
        parts = [summary_of(claim(str(10 * n), day(n))) for n in range(1, 31)]
        merged = parts[0].merge(*parts[1:])
        assert len(merged.claims) == 4
        assert len(merged) == 30

    @pytest.mark.parametrize("as_of", [None, "2020-10"])
    def test_terms_must_be_the_same(self, as_of: str | None) -> None:
        """What was told otherwise, or is of another date, is of another ledger."""
        one = cl.summarise(cl.Ledger().add(RAID), as_of="2020")
        other = cl.summarise(cl.Ledger().add(RAID if as_of else WAR), as_of=as_of or "2020")
        with pytest.raises(InvalidRecordError, match="not told the same"):
            one | other

    def test_with_something_else(self) -> None:
        """Only summaries are merged with summaries."""
        with pytest.raises(TypeError):
            summary_of() | cl.Ledger()  # type: ignore[operator]


class TestJudgeSummary:
    """What is found on the questions of all parts."""

    def test_counts_those_let_go(self) -> None:
        """All claims count, whether they can matter or not."""
        claims = [claim(str(10 * n), day(n)) for n in range(1, 31)]
        (tally,) = cl.judge_summary(summary_of(*claims, claim("9", day(1), source="Other")))
        assert (tally.claims, tally.sources, tally.finding.origins) == (31, 2, 2)
        assert tally.finding.verdict == cl.Verdict.DISPUTED
        assert tally.finding.gap == 270 - 9  # 300 is 270 at least.
        assert [str(flag) for flag in tally.finding.flags] == ["revised"]

    def test_the_unit_is_that_of_most(self) -> None:
        """Figures that can no longer matter count in it."""
        old = [area(f"{n} hectares", day(n)) for n in range(10, 20)]
        new = [area("20 km2", day(30 + n), source=f"Source {n}") for n in range(6)]
        summary = summary_of(*old, *new)
        assert len(summary.claims) < 6 + 5
        (tally,) = cl.judge_summary(summary)
        assert (tally.finding.unit, tally.claims, tally.sources) == ("hectares", 16, 7)

    def test_windows_that_join_a_running_count(self) -> None:
        """The counts of both are added up."""
        over = {"event": "War", "window": "2020-09-27/2020-09-29"}
        told = [claim(str(n), day(n), **over) for n in range(1, 9)]
        running = claim("5", "2020-09-29", event="War", source="Monitor")
        (tally,) = cl.judge_summary(summary_of(*told, running))
        assert (tally.claims, len(tally.finding.voices)) == (9, 5)

    def test_what_only_several_questions_show(self) -> None:
        """Implied contradictions are found across parts."""
        shared = cl.Ledger().add(RAID)
        parts = [
            claim("0", day(1), measure="aircraft lost"),
            claim("3", day(1), measure="helicopters lost", source="Other"),
        ]
        one, other = (cl.summarise(cl.Ledger().add(part), shared) for part in parts)
        assert {str(tally.finding.verdict) for tally in cl.judge_summary(one)} == {"one-sided"}
        assert all(
            cl.Flag.IMPLIED in tally.finding.flags for tally in cl.judge_summary(one | other)
        )

    def test_reading(self) -> None:
        """A summary is made for every reading policy."""
        summary = summary_of(claim("about 200", day(1)), claim("160", day(1), source="Other"))
        found = [cl.judge_summary(summary, reading=name)[0].finding for name in ("tight", "wide")]
        assert [str(one.verdict) for one in found] == ["disputed", "tension"]
        with pytest.raises(UnknownNameError):
            cl.judge_summary(summary, reading="loose")

    def test_progress(self) -> None:
        """Questions are tracked while they are judged."""
        seen: list[tuple[str, int]] = []

        def track(items: Iterable[Any], label: str, total: int = 0) -> Iterable[Any]:
            seen.append((label, total))
            return items

        cl.judge_summary(summary_of(claim("10", day(1))), track=track)  # type: ignore[arg-type]
        assert seen == [("judging", 1)]

    def test_nothing(self) -> None:
        """An empty summary has no questions."""
        assert cl.judge_summary(summary_of()) == ()
        assert len(summary_of()) == 0


class TestSize:
    """A summary is smaller than the claims that it stands for."""

    @staticmethod
    def sizes(claims: list[cl.Claim]) -> tuple[int, int]:
        """The characters of a summary as JSON, and of the claims as JSON lines."""
        summary = cl.summarise(cl.Ledger(claims))
        data = json.dumps(converter().unstructure(summary), ensure_ascii=False)
        return len(data), len(dumps(cl.Ledger(claims), "jsonl"))

    def test_of_revisions(self) -> None:
        """Few claims are kept, however many there were, and a short id of each other."""
        claims = [claim(str(n), day(n)) for n in range(1_000)]
        assert len(summary_of(*claims).claims) == 4
        assert len(summary_of(*claims).passed[0].short_ids()) == 996
        small, large = self.sizes(claims)
        assert small < large / 8

    def test_of_what_is_kept(self) -> None:
        """What differs in date and answer alone takes one line."""
        claims = [claim(str(n), day(n), event="War") for n in range(1_000)]
        assert len(summary_of(*claims).claims) == 1_000
        small, large = self.sizes(claims)
        assert small < large / 8


class TestLine:
    """Claims that differ in their date and answer."""

    def test_what_declines_has_no_answer(self) -> None:
        """An answer that is missing comes back as missing."""
        said = [claim(None, day(n), stance="declines", event="War") for n in range(2)]
        (line,) = summary_of(*said).lines
        assert line == Line(said[0], ((day(1), ""),))
        assert list(line.claims()) == said


def test_ids_are_short() -> None:
    """Half of the digest is kept, and is enough."""
    (passed,) = summary_of(*(claim(str(10 * n), day(n)) for n in range(1, 7))).passed
    assert len(passed) == 2
    assert all(len(short) == SHORT for short in passed.short_ids())

"""Real and plain cases from a CSV alone: other wars, explosions, crowds, epidemics.

Figures of real events are those that were reported at the time; what the verdict should be
is derived beside each from the table of readings. Nothing here is known to the library.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import claimledger as cl
from claimledger import grouping, voices
from claimledger.claims import Annotation, Attestation
from claimledger.grades import unconfirmed
from claimledger.ledger import Record

Judge = Callable[..., tuple[cl.Finding, ...]]


@pytest.fixture
def judge_csv(tmp_path: Path) -> Judge:
    """Judge the text of a CSV file."""

    def judge(text: str, **options: str) -> tuple[cl.Finding, ...]:
        path = tmp_path / "claims.csv"
        path.write_text(text, encoding="utf-8")
        ledger, problems = cl.read_lenient(path)
        assert not [problem for problem in problems if problem.severity == "error"]
        return cl.judge(ledger, **options)  # type: ignore[arg-type]

    return judge


def one(findings: tuple[cl.Finding, ...], **wanted: str | None) -> cl.Finding:
    found = [
        finding
        for finding in findings
        if all(getattr(finding.question, key) == value for key, value in wanted.items())
    ]
    assert len(found) == 1, [str(finding.question) for finding in found]
    return found[0]


def related(finding: cl.Finding) -> set[tuple[str, str, str]]:
    said = {claim.id: f"{claim.source}: {claim.said}" for claim in finding.claims}
    pairs = [r for r in finding.relations if not r.claims]
    return {(said[r.a], str(r.relation), said[r.b]) for r in pairs}


GALWAN = """source,side,date,subject,measure,value
Indian Army,India,2020-06-16,India,soldiers killed,20
Chinese Ministry of Defence,China,2021-02-19,China,soldiers killed,4
US intelligence,,2020-06-22,China,military casualties,35
Indian minister,India,2020-06-20,China,soldiers killed,at least 40
Russian agency,,2021-02-10,China,soldiers killed,45
Russian agency,,2021-02-10,India,soldiers killed,20
"""


class TestGalwan:
    """The clash of June 2020, without event, window or accrual."""

    def test_own_dead_are_corroborated_and_against_interest(self, judge_csv: Judge) -> None:
        """India's own 20 are borne out by an agency of neither side."""
        found = one(judge_csv(GALWAN), subject="India", measure="soldiers killed")
        assert (found.verdict, found.origins) == ("corroborated", 2)
        assert found.flags == ("against interest",)

    def test_chinese_dead_are_disputed(self, judge_csv: Judge) -> None:
        """4, at least 40 and 45: the gap is 45 - 4, and the last two agree on 45."""
        found = one(judge_csv(GALWAN), subject="China", measure="soldiers killed")
        assert (found.verdict, found.gap, found.ratio) == ("disputed", 41, Fraction(45, 4))
        assert found.best is not None
        assert (found.best.range, found.best.origins) == (cl.Interval(45, 45), 2)
        assert ("Russian agency: 45", "corroboration", "Indian minister: at least 40") in related(
            found
        )

    def test_casualties_are_not_killed(self, judge_csv: Judge) -> None:
        """35 casualties are another question than the killed, and too few for 40 or 45 of them."""
        found = one(judge_csv(GALWAN), measure="military casualties")
        assert (found.verdict, found.origins, found.flags) == ("disputed", 1, ("implied",))
        assert [relation.relation for relation in found.relations] == ["implied contradiction"] * 2
        assert {relation.edges for relation in found.relations} == {
            ("the killed count as casualties",)
        }


class TestHospital:
    """The explosion at a hospital on 17 October 2023."""

    ROWS = """source,side,date,measure,value
Ministry of Health,Gaza,{first},people killed,about 500
Ministry of Health,Gaza,{second},people killed,471
US intelligence,,2023-10-18,people killed,100 to 300
"""

    @pytest.mark.parametrize(
        ("first", "second"),
        [("2023-10-17", "2023-10-18"), ("2023-10-17T20:00", "2023-10-17T23:30")],
    )
    def test_a_ministry_revises_and_is_disputed(
        self, judge_csv: Judge, first: str, second: str
    ) -> None:
        """About 500 is replaced by 471 on the next day or at a later hour; 471 - 300 = 171."""
        (found,) = judge_csv(self.ROWS.format(first=first, second=second))
        assert (found.verdict, found.flags) == ("disputed", ("revised",))
        assert (found.gap, found.ratio) == (171, Fraction(471, 300))
        assert [side.said for side in found.sides] == ["471", "100 to 300"]

    def test_as_it_could_be_known_on_the_first_day(self, judge_csv: Judge) -> None:
        """Before the revision there is one figure alone."""
        text = self.ROWS.format(first="2023-10-17", second="2023-10-18")
        (found,) = judge_csv(text, as_of="2023-10-17")
        assert (found.verdict, found.flags) == ("one-sided", ())

    def test_up_to_contradicts_nobody(self, judge_csv: Judge) -> None:
        """The upper end of "up to 50" can be cancelled, so that it is tension and no more."""
        rows = self.ROWS.format(first="2023-10-17", second="2023-10-18")
        (found,) = judge_csv(rows + "European intelligence,,2023-10-18,people killed,up to 50\n")
        kinds = {
            kind for a, kind, b in related(found) if "European intelligence: up to 50" in {a, b}
        }
        assert kinds == {"tension"}


def test_crowd_of_police_and_organisers(judge_csv: Judge) -> None:
    """338,000 reads up to 338,500, nearly 2 million from 1,500,000 (half of its last digit)."""
    (found,) = judge_csv("""source,side,date,measure,value
Police,City,2019-06-16,people on the march,338000
Organisers,Protesters,2019-06-16,people on the march,nearly 2 million
""")
    assert (found.verdict, found.gap) == ("disputed", 1_500_000 - 338_500)
    assert found.flags == ()


def test_who_fired_and_where_it_came_from(judge_csv: Judge) -> None:
    """An exclusive choice contradicts, and so do yes and no, across sides."""
    findings = judge_csv("""source,side,date,choice,proposition,value
Joint Investigation Team,,2016-09-28,who fired the missile,,a Russian brigade
Russian Ministry of Defence,Russia,2014-07-21,who fired the missile,,Ukraine
Missile maker,Russia,2015-06-02,who fired the missile,,Ukraine
Bloggers,,2015-01-01,,the launcher came from Russia,yes
Joint Investigation Team,,2018-05-24,,the launcher came from Russia,yes
Russian Ministry of Defence,Russia,2018-05-24,,the launcher came from Russia,no
""")
    assert [(f.verdict, f.flags, f.gap) for f in findings] == [("disputed", (), 0)] * 2
    came = one(findings, proposition="the launcher came from Russia")
    assert ("Bloggers: yes", "corroboration", "Joint Investigation Team: yes") in related(came)


def test_port_explosion_with_a_growing_toll(judge_csv: Judge) -> None:
    """Of a closed event a later figure replaces the earlier; 190 reads up to 195."""
    (found,) = judge_csv("""source,side,date,measure,value,event,window
Health ministry,Lebanon,2020-08-04,people killed,more than 50,Port explosion,2020-08-04
Health ministry,Lebanon,2020-08-05,people killed,135,Port explosion,2020-08-04
Health ministry,Lebanon,2020-08-30,people killed,190,Port explosion,2020-08-04
Families,,2021-08-04,people killed,218,Port explosion,2020-08-04
Red Cross,,2020-08-05,people killed,more than 100,Port explosion,2020-08-04
""")
    assert (found.verdict, found.flags, found.gap) == ("disputed", ("revised",), 218 - 195)
    assert len(found.superseded) == 2
    assert found.origins == 3


def test_a_toll_revised_downward(judge_csv: Judge) -> None:
    """A running count that falls is flagged, and the new one can be corroborated."""
    (found,) = judge_csv("""source,side,date,measure,value,accrual,window
Ministry,Government,2023-10-10,people killed,1400,cumulative,2023-10-07/..
Ministry,Government,2023-11-10,people killed,1200,cumulative,2023-10-07/..
Monitor,,2023-11-11,people killed,about 1200,cumulative,2023-10-07/..
""")
    assert (found.verdict, found.flags) == ("corroborated", ("downward",))
    # 1,200 reads as 1,150 to 1,250 and lasts as a lower bound; about 1,200 as 1,080 to 1,320.
    assert found.common == cl.Interval(1150, 1320)


def test_stocks_and_increments_of_an_epidemic(judge_csv: Judge) -> None:
    """Patients in hospital are compared on a day; new cases of two days are two questions."""
    findings = judge_csv("""source,side,date,measure,value,accrual
Ministry,Government,2020-03-01,patients in hospital,100,stock
Ministry,Government,2020-03-02,patients in hospital,80,stock
Doctors,,2020-03-02,patients in hospital,150,stock
Ministry,Government,2020-03-01,new cases,10,increment
Ministry,Government,2020-03-02,new cases,30,increment
""")
    assert [str(f.verdict) for f in findings] == ["disputed"] + ["one-sided"] * 3
    assert not any(f.flags for f in findings)


def test_stocks_of_two_hours_do_not_contradict(judge_csv: Judge) -> None:
    """Prisoners held in the morning and in the evening are of two moments."""
    (found,) = judge_csv("""source,side,date,measure,value,accrual
Red Cross,,2020-03-02T09:00,prisoners held,100,stock
Ministry,Government,2020-03-02T21:00,prisoners held,250,stock
""")
    assert (found.verdict, found.common) == ("underspecified", cl.Interval(245, 255))


def test_nameless_reports_are_of_no_one_source(judge_csv: Judge) -> None:
    """Two unattributed figures revise nothing, and the one that a ministry names adds none."""
    (found,) = judge_csv("""source,side,date,measure,value
unattributed,,2020-01-01,people killed,21
unattributed,,2020-01-02,people killed,35
Ministry,Government,2020-01-02,people killed,35
""")
    assert (found.verdict, found.flags, found.superseded) == ("disputed", (), ())
    assert related(found) == {("unattributed: 21", "contradiction", "Ministry: 35")} or related(
        found
    ) == {("Ministry: 35", "contradiction", "unattributed: 21")}


def test_what_a_ministry_has_from_nobody_named_is_no_second_voice() -> None:
    """It says two things, one of them taken from an unnamed source: they hang together."""
    said = {"source": "Ministry", "date": "2020-01-01", "members": "who fought"}
    own, taken = cl.Claim(value="France", **said), cl.Claim(value="France; Peru", **said)
    tie = cl.Attestation(claim=taken.id, derived_from="unattributed")
    (found,) = cl.judge(cl.Ledger().add(own, taken, tie))
    assert (found.origins, found.verdict) == (1, "one-sided")


def test_none_lost_is_a_figure_of_its_own(judge_csv: Judge) -> None:
    """ "No aircraft lost" against three: gap 3, the ratio infinite."""
    (found,) = judge_csv("""source,side,date,subject,measure,value
East ministry,East,2020-01-01,West,aircraft lost,3
West ministry,West,2020-01-01,West,aircraft lost,none
""")
    assert (found.verdict, found.gap, found.ratio) == ("disputed", 3, float("inf"))


def test_a_denial_contradicts_what_it_leaves_no_room_for(judge_csv: Judge) -> None:
    """To deny losses contradicts ten; to deny more than twenty does not."""
    rows = """source,side,date,subject,measure,value,stance
East ministry,East,2020-01-01,West,tanks lost,10,asserts
West ministry,West,2020-01-01,West,tanks lost,{value},denies
"""
    (found,) = judge_csv(rows.format(value="some"))
    assert (found.verdict, found.gap, found.ratio) == ("disputed", 0, 1)
    (found,) = judge_csv(rows.format(value="more than 20"))
    assert found.verdict == "consistent"


def test_members_with_only(judge_csv: Judge) -> None:
    """An open set leaves room for others, a closed one does not."""
    (found,) = judge_csv("""source,side,date,members,value
A,East,2020-01-01,who took part,France; Germany
B,West,2020-01-02,who took part,only France
C,,2020-01-02,who took part,France
""")
    assert related(found) == {
        ("A: France; Germany", "contradiction", "B: only France"),
        ("A: France; Germany", "corroboration", "C: France"),
        ("B: only France", "corroboration", "C: France"),
    }
    assert found.subsets == ()


def test_positions_are_listed_and_not_judged(judge_csv: Judge) -> None:
    """What is called for is held, and contradicts nobody."""
    (found,) = judge_csv("""source,side,date,position,value
UN,,2020-01-01,the fighting,an immediate ceasefire
Ministry,East,2020-01-01,the fighting,no talks
""")
    assert (found.verdict, found.relations, found.flags) == (None, (), ())
    assert [side.side for side in found.sides] == ["East", "no side"]


def test_who_declines_and_who_expects_says_nothing(judge_csv: Judge) -> None:
    """One figure stands alone; the refusal belongs to the same question."""
    (found,) = judge_csv("""source,side,date,measure,value,stance
A,East,2020-01-01,people killed,100,asserts
B,West,2020-01-01,people killed,at least 500,expects
C,,2020-01-01,people killed,,declines
""")
    assert (found.verdict, found.origins, len(found.claims)) == ("one-sided", 1, 3)


def test_nothing_left_is_underspecified() -> None:
    """A question whose claims are all withdrawn has no side."""
    claim = cl.Claim(source="A", date="2020-01-01", measure="people killed", value="3")
    gone = cl.Retraction(target=claim.id, source="A", date="2020-01-02")
    (found,) = cl.judge(cl.Ledger().add(claim, gone))
    assert (found.verdict, found.standing, found.sides) == ("underspecified", (), ())
    assert found.common is None


def test_one_figure_in_three_units(judge_csv: Judge) -> None:
    """1,700 square miles are 4,403 km2; both read as hundreds, so they meet tolerantly."""
    (found,) = judge_csv("""source,side,date,measure,value
Ministry,East,2020-01-01,area,4400 km2
Ministry of the West,West,2020-01-01,area,4410 km2
Agency,,2020-01-01,area,1700 square miles
""")
    assert (found.verdict, found.unit) == ("tension", "km2")


def test_two_renderings_that_do_not_meet() -> None:
    """400 km2 and 900 square miles are not one area."""
    claim = cl.Claim(
        source="A",
        date="2020-01-01",
        measure="area",
        value="400 km2",
        same_quantity_as="900 square miles",
    )
    (found,) = cl.judge(cl.Ledger().add(claim))
    assert found.flags == ("internally inconsistent",)
    for good in ("150 square miles", "about 155 square miles"):
        (found,) = cl.judge(cl.Ledger().add(attrs.evolve(claim, same_quantity_as=good)))
        assert found.flags == ()
    (found,) = cl.judge(cl.Ledger().add(attrs.evolve(claim, same_quantity_as="20 km")))
    assert found.flags == ("internally inconsistent",)


class TestIndependence:
    """Chains, control, and grades."""

    BASE = (
        cl.Claim(source="Ministry", date="2020-01-01", measure="people killed", value="1,173"),
        cl.Claim(source="Agency", date="2020-01-02", measure="people killed", value="1,173"),
        cl.Claim(source="Paper", date="2020-01-03", measure="people killed", value="1,173"),
    )

    @staticmethod
    def finding(*records: Record) -> cl.Finding:
        (found,) = cl.judge(cl.Ledger().add(*records))
        return found

    def test_undeclared_copies_are_suspected_and_no_more(self) -> None:
        """Three sources name one rare figure: corroborated, with a flag."""
        found = self.finding(*self.BASE)
        assert (found.verdict, found.origins) == ("corroborated", 3)
        assert found.flags == ("possibly dependent",)

    def test_a_round_figure_is_no_sign_of_copying(self) -> None:
        """1,200 has two significant digits."""
        pair = [
            cl.Claim(source=name, date="2020-01-01", measure="people killed", value="1,200")
            for name in ("Ministry", "Agency")
        ]
        assert self.finding(*pair).flags == ()

    def test_a_chain_of_several_steps_is_one_origin(self) -> None:
        """The paper took it from the agency, which took it from the ministry."""
        _, agency, paper = self.BASE
        found = self.finding(
            *self.BASE,
            Attestation(claim=agency.id, derived_from="Ministry"),
            Attestation(claim=paper.id, derived_from=agency.id),
        )
        assert (found.verdict, found.origins, found.flags) == ("one-sided", 1, ())
        assert {r.relation for r in found.relations} == {"repeat"}
        assert {voice.origin for voice in found.voices} == {"ministry"}

    def test_circular_reporting_is_one_origin(self) -> None:
        """Each took it from the next, and nobody counted."""
        ministry, agency, paper = self.BASE
        found = self.finding(
            *self.BASE,
            Attestation(claim=ministry.id, derived_from="Agency"),
            Attestation(claim=agency.id, derived_from="Paper"),
            Attestation(claim=paper.id, derived_from=ministry.id),
        )
        assert (found.verdict, found.origins) == ("one-sided", 1)
        assert {voice.origin for voice in found.voices} == {"agency"}

    def test_claims_that_name_each_other_are_one_origin(self) -> None:
        """A circle of claims alone is named after the least of their sources."""
        ministry, agency, _ = self.BASE
        found = self.finding(
            ministry,
            agency,
            Attestation(claim=ministry.id, derived_from=agency.id),
            Attestation(claim=agency.id, derived_from=ministry.id),
        )
        assert {voice.origin for voice in found.voices} == {"agency"}

    def test_a_claim_that_is_not_here_is_an_origin(self) -> None:
        """Two that derive from one unknown claim are one voice."""
        _, agency, paper = self.BASE
        found = self.finding(
            agency,
            paper,
            Attestation(claim=agency.id, derived_from="0" * 64),
            Attestation(claim=paper.id, derived_from="0" * 64),
        )
        assert found.origins == 1
        assert {voice.origin for voice in found.voices} == {"claim: " + "0" * 64}

    def test_control_makes_dependent(self) -> None:
        """An agency two steps under the ministry repeats nothing, but bears nothing out."""
        found = self.finding(
            *self.BASE[:2],
            cl.Source(name="Agency", controlled_by="Holding"),
            cl.Source(name="Holding", controlled_by="Ministry"),
        )
        assert (found.verdict, found.origins) == ("one-sided", 1)
        assert {r.relation for r in found.relations} == set()

    def test_the_reporter_changes_nothing(self) -> None:
        """One source by two reporters is one origin, two sources by one reporter are two."""
        ministry, agency, _ = self.BASE
        via = [
            Attestation(claim=claim.id, via=name)
            for claim in (ministry, agency)
            for name in ("Reporter", "Other reporter")
        ]
        assert self.finding(ministry, agency, *via).origins == 2
        assert self.finding(ministry, *via[:2]).origins == 1

    def test_a_paper_that_relays_and_counts(self) -> None:
        """Its own count can contradict the ministry that it relayed the day before."""
        relay = cl.Claim(source="Paper", date="2020-01-01", measure="people killed", value="31")
        count = cl.Claim(source="Paper", date="2020-01-01", measure="people killed", value="200")
        other = cl.Claim(source="Ministry", date="2020-01-01", measure="people killed", value="31")
        found = self.finding(
            relay, count, other, Attestation(claim=relay.id, derived_from="Ministry")
        )
        assert found.verdict == "disputed"
        assert found.origins == 1

    @pytest.mark.parametrize(("size", "faults"), [(1, 1), (2, 0)])
    def test_credibility_1_needs_two_origins(self, size: int, faults: int) -> None:
        """A figure that nobody bears out cannot be graded as confirmed."""
        ledger = cl.Ledger().add(
            *self.BASE[:size],
            Annotation(claim=self.BASE[0].id, credibility=1),
            Annotation(claim=self.BASE[0].id, note="seen"),
            attrs.evolve(self.BASE[1], measure="people wounded"),
        )
        found = list(unconfirmed(ledger, cl.judge(ledger)))
        assert [claim.id for claim, _ in found] == [self.BASE[0].id] * faults

    def test_other_grades_are_free(self) -> None:
        """Grades from 2 on need nobody else."""
        ledger = cl.Ledger().add(self.BASE[0], Annotation(claim=self.BASE[0].id, credibility=2))
        assert list(unconfirmed(ledger, cl.judge(ledger))) == []


def test_declarations_that_disagree_are_flagged_and_cross_no_sides() -> None:
    """A source on two sides corroborates, but not across sides."""
    records: tuple[Record, ...] = (
        cl.Party(name="East", opposed=["West"]),
        cl.Party(name="West"),
        cl.Source(name="A", side="East"),
        cl.Source(name="B", side="West"),
        *(
            cl.Claim(source=name, date="2020-01-01", measure="people killed", value="12")
            for name in "AB"
        ),
    )
    (found,) = cl.judge(cl.Ledger().add(*records))
    assert (found.verdict, found.flags) == ("corroborated across sides", ())
    (found,) = cl.judge(cl.Ledger().add(*records, cl.Source(name="B", side="North")))
    assert (found.verdict, found.flags) == ("corroborated", ("metadata conflict",))
    (found,) = cl.judge(
        cl.Ledger().add(
            *records, cl.Source(name="C", side="North"), cl.Source(name="C", side="East")
        )
    )
    assert found.flags == ()


def test_a_chain_of_retractions() -> None:
    """Only the source itself withdraws, and each withdrawal of a withdrawal turns it round."""
    claim = cl.Claim(source="A", date="2020-01-01", measure="people killed", value="3")
    foreign = cl.Retraction(target=claim.id, source="B", date="2020-01-02")
    chain = [cl.Retraction(target=claim.id, source="A", date="2020-01-02")]
    for day in (3, 4):
        chain.append(cl.Retraction(target=chain[-1].id, source="A", date=f"2020-01-0{day}"))
    standing = [
        len(cl.judge(cl.Ledger().add(claim, foreign, *chain[:length]))[0].standing)
        for length in range(4)
    ]
    assert standing == [1, 0, 1, 0]


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(enabled: bool) -> None:
    """Judging pauses it, and neither starts nor stops it for anybody else."""
    claim = cl.Claim(source="A", date="2020-01-01", measure="people killed", value="3")
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        cl.judge(cl.Ledger().add(claim))
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


TOLL = """source,side,date,subject,measure,value,accrual,statement
Prosecutor,X,2020-09-27,X,civilians wounded,14,cumulative,{0}
Prosecutor,X,2020-09-27,X,civilians wounded,19,cumulative,{0}
Observer,,2020-09-27,X,civilians wounded,{1},cumulative,
"""


@pytest.mark.parametrize(
    ("statement", "other", "common", "sets"),
    [
        ("", "at least 10", (19, 19), 1),
        # The lesser figure leaves room for more, and so the greater is what binds.
        ("", "up to 15", (19, 19), 1),
        # Another source contradicts the 14: it stands as it is.
        ("", "19", None, 2),
        # Two renderings of one statement are no growth.
        ("one speech", "at least 10", None, 2),
    ],
)
def test_a_toll_that_grew_within_a_day_has_a_common_range(
    judge_csv: Judge, statement: str, other: str, common: tuple[int, int] | None, sets: int
) -> None:
    """14 and then 19 on one day by one source can both be right, of the day's end 19 alone."""
    (found,) = judge_csv(TOLL.format(statement, other))
    assert found.common == (None if common is None else cl.Interval(*common))
    assert len(found.subsets) == sets


def test_marks_around_a_matter_make_no_other_matter(judge_csv: Judge) -> None:
    """A full stop or quotation marks part neither propositions nor the answers to a choice."""
    findings = judge_csv(
        "source,date,proposition,choice,value\nA,2022-09-28,It was an attack.,,yes\n"
        "B,2022-09-28,“it was an attack”,,no\nA,2022-09-28,,Who did it?,A storm.\n"
        "B,2022-09-28,,who did it,a storm\n"
    )
    assert sorted(str(finding.verdict) for finding in findings) == ["corroborated", "disputed"]


def test_any_place_holds_every_place(judge_csv: Judge) -> None:
    """100 in all places are too few for 250 in one of them, whether that is declared or not."""
    found = judge_csv(
        "source,date,subject,place,measure,value\nA,2023-02-06,X,Any,people killed,100\n"
        "B,2023-02-06,X,Hatay,people killed,250\nC,2023-02-06,X,,people killed,9\n"
    )
    whole = one(found, place="any")
    assert (whole.verdict, whole.flags) == ("disputed", ("implied",))
    assert [r.edges for r in whole.relations] == [("Hatay is one of all places",)]
    assert str(whole.question) == "people killed, X, all places"
    assert one(found, place=None).verdict == "one-sided"


@pytest.mark.parametrize("kind", ["choice", "members"])
@pytest.mark.parametrize("answer", ["unknown", "Unknown.", "not known"])
def test_who_says_that_it_is_unknown_contradicts_nobody(
    judge_csv: Judge, kind: str, answer: str
) -> None:
    """It is no option and no name, not even beside a closed set."""
    if kind == "members":
        answer = answer.rstrip(".")
    (found,) = judge_csv(
        f"source,date,{kind},value\nA,2022-09-26,who did it,only a navy\n"
        f"B,2022-09-26,who did it,{answer}\nB,2022-09-27,who did it,only a navy\n"
    )
    assert (found.verdict, found.origins) == ("corroborated", 2)


def test_the_wounded_are_no_casualties_unless_declared() -> None:
    """Who speaks of no casualties may mean no dead; a declared partition says otherwise."""
    said = [
        cl.Claim(source=source, date="2031-05-04", subject="X", measure=measure, value=value)
        for source, measure, value in (
            ("A", "military casualties", "none"),
            ("B", "soldiers wounded", "some"),
        )
    ]
    ledger = cl.Ledger().add(*said)
    assert {found.verdict for found in cl.judge(ledger)} == {"one-sided"}
    parts = cl.Partition(whole="casualties", parts=["killed", "wounded"])
    assert {found.verdict for found in cl.judge(ledger.add(parts))} == {"disputed"}


def test_what_is_remembered_of_kinds_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond that all is forgotten, and worked out again."""
    subjects = ("A", "B", "C", "A")
    records = [
        cl.Claim(source="S", date=f"2020-01-0{n}", measure="tanks lost", value=str(n), subject=name)
        for n, name in enumerate(subjects, start=1)
    ]
    ledger = cl.Ledger().add(*records)
    found = cl.judge(ledger)
    monkeypatch.setattr(voices, "KEPT", 1)
    monkeypatch.setattr(grouping, "KEPT", 1)
    scene = grouping.Scene.of(ledger)
    assert cl.judge(ledger) == found
    assert len({scene.key(claim) for claim in ledger.claims}) == 3

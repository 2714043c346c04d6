"""ACLED: what a row says, and what its zeros do not say."""

from __future__ import annotations

import pytest

import claimledger as cl
from claimledger.formats.acled import Acled
from tests.import_cases import as_table, errors, fixture_rows, imported, lost

ROW = fixture_rows("acled.csv")[1][1] | {"fatalities": "1"}


def one(**cells: str) -> cl.Ledger:
    """The ledger of one row: the first of the fixture with some cells changed."""
    ledger, problems = imported("acled", as_table(Acled.columns, [ROW | cells]))
    assert errors(problems) == []
    return ledger


def said(ledger: cl.Ledger) -> dict[str | None, str]:
    return {claim.measure: claim.said for claim in ledger.claims}


def notes(ledger: cl.Ledger) -> str:
    return " | ".join(sorted(str(n.note) for some in ledger.annotations.values() for n in some))


class TestFigures:
    def test_fatalities_are_of_everybody(self) -> None:
        """They are the project's own figure."""
        (claim,) = one(fatalities="437").claims
        assert (claim.source, claim.subject, claim.said) == ("ACLED", "any", "437")

    def test_zero_is_none_reported_and_not_zero(self) -> None:
        """It carries no information, so that it contradicts nobody."""
        ledger = one(fatalities="0")
        assert said(ledger) == {"people killed": "unknown"}
        assert "no fatalities reported, coded 0" in notes(ledger)
        (claim,) = ledger.claims
        other = {"event": claim.event, "subject": "any", "place": claim.place, "value": "20"}
        ledger = ledger.add(
            cl.Claim(source="Ministry", date="2023-02-01", measure="people killed", **other)
        )
        (finding,) = cl.judge(ledger)
        assert finding.verdict is cl.Verdict.ONE_SIDED

    @pytest.mark.parametrize(
        ("count", "word"), [("3", "several"), ("10", "tens"), ("12", "dozens"), ("100", "hundreds")]
    )
    def test_figures_that_stand_for_vague_reports_say_so(self, count: str, word: str) -> None:
        """The figure is the one coded; the note names what it may stand for."""
        ledger = one(fatalities=count)
        assert said(ledger) == {"people killed": count}
        assert f'{count} may be coded for "{word}"' in notes(ledger)
        assert "may be coded" not in notes(one(fatalities="11"))

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            ({"tags": "crowd size=about 200"}, "about 200"),
            ({"tags": "women; Crowd size = dozens; x"}, "dozens"),
            ({"tags": "crowd size=between 100 and 200"}, "100 to 200"),
            ({"notes": "They met. [size=around 50]"}, "about 50"),
            ({"notes": "They met [size = at least 1,500], and left."}, "at least 1,500"),
            ({"tags": "crowd size=about 200", "notes": "[size=300]"}, "about 200"),
            ({"tags": "crowd size=no report"}, None),
            ({"notes": "They met. [size=no report]"}, None),
            ({"tags": "size matters", "notes": "the size of it"}, None),
        ],
    )
    def test_crowds(self, cells: dict[str, str], words: str | None) -> None:
        """In the words used, of nobody's subject; "no report" is none."""
        assert said(one(**cells)).get("attendance") == words

    def test_a_size_that_is_no_quantity_is_counted(self) -> None:
        """It stays in the note."""
        rows = [ROW | {"tags": "crowd size=a large crowd of students"}]
        ledger, problems = imported("acled", as_table(Acled.columns, rows))
        assert lost(problems)["crowd size"] == 1
        assert "tag: crowd size=a large crowd of students" in notes(ledger)


class TestWhen:
    @pytest.mark.parametrize(
        ("date", "precision", "window"),
        [
            ("2023-01-31", "1", "2023-01-31"),
            ("31 January 2023", "1", "2023-01-31"),
            ("2023-01-31", "2", "2023-01-31~"),
            ("2023-01-31", "3", "2023-01"),
            ("2023-01-31", "", "2023-01-31"),
        ],
    )
    def test_windows(self, date: str, precision: str, window: str) -> None:
        """By the precision of the time."""
        (event,) = one(event_date=date, time_precision=precision).events.values()
        assert str(event.window) == window

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2019-12-31", "2019-12-31"),
            ("31 December 2019", "2019-12-31"),
            ("01-January-2020", "2020-01-01"),
            ("31-Dec-2019", "2019-12-31"),
            ("31 Dec 2019", "2019-12-31"),
            ("18/04/2001", "2001-04-18"),
            ("04/04/2001", "2001-04-04"),
        ],
    )
    def test_days_as_exports_of_all_years_write_them(self, text: str, day: str) -> None:
        """Between slashes where there is one reading alone."""
        (event,) = one(event_date=text).events.values()
        assert str(event.window) == day

    def test_a_day_of_two_readings_is_refused(self) -> None:
        """Both are named."""
        _, problems = imported(
            "acled", as_table(Acled.columns, [ROW | {"event_date": "04/05/2001"}])
        )
        assert [str(problem) for problem in errors(problems)] == [
            "file:2: event_date: '04/05/2001' has two readings: write 2001-05-04, or 2001-04-05"
        ]

    def test_names_of_columns_in_earlier_releases(self) -> None:
        """Who was associated is noted by either name."""
        columns = [c.replace("assoc_actor", "ally_actor").upper() for c in Acled.columns]
        row = {new: ROW[old] for new, old in zip(columns, Acled.columns, strict=True)}
        ledger, _ = imported("acled", as_table(columns, [row | {"ALLY_ACTOR_1": "Militia X"}]))
        assert ledger == one(assoc_actor_1="Militia X")

    def test_the_date_said_is_when_it_was_coded(self) -> None:
        """1675785600 s are 19,395 days after 1970-01-01, which is 2023-02-07 16:00."""
        assert [str(claim.date) for claim in one().claims] == ["2023-02-07"]
        for nothing in ("", "0"):
            assert [str(claim.date) for claim in one(timestamp=nothing).claims] == ["2023-01-31~"]

    def test_two_exports_without_the_time_of_coding_do_not_accuse_it(self) -> None:
        """Which of two figures is the later one is uncertain then."""
        ledger = one(fatalities="20", timestamp="") | one(fatalities="35", timestamp="")
        (finding,) = cl.judge(ledger)
        assert finding.flags == ()

    def test_coded_anew_is_a_revision(self) -> None:
        """The later figure of one event supersedes the earlier."""
        ledger = one(fatalities="20") | one(fatalities="35", timestamp="1685785600")
        (finding,) = cl.judge(ledger)
        assert cl.Flag.REVISED in finding.flags
        assert finding.verdict is cl.Verdict.ONE_SIDED


class TestWhere:
    @pytest.mark.parametrize(
        ("cells", "name"),
        [
            ({}, "Redford, River Province, Norland"),
            ({"admin3": "Old Town"}, "Redford, Old Town, Redford, River Province, Norland"),
            ({"geo_precision": "2"}, "near Redford, River Province, Norland"),
            ({"geo_precision": "2", "location": ""}, "River Province, Norland"),
            ({"geo_precision": "3"}, "River Province, Norland"),
            ({"region": "Norland"}, "Redford, River Province, Norland"),
        ],
    )
    def test_the_place_is_as_wide_as_its_precision(self, cells: dict[str, str], name: str) -> None:
        """Named with what it lies in."""
        (claim,) = one(**cells).claims
        assert claim.place == name

    def test_no_place(self) -> None:
        """Nothing is made up."""
        columns = ("location", "admin1", "admin2", "country", "region")
        assert [claim.place for claim in one(**dict.fromkeys(columns, "")).claims] == [None]


class TestWho:
    def test_outlets_are_documents(self) -> None:
        """Each of them carries each figure."""
        ledger = one(source="Morning Post; Evening News;", tags="crowd size=9")
        assert {d.outlet for d in ledger.documents.values()} == {"Morning Post", "Evening News"}
        assert sorted(map(len, ledger.attestations.values())) == [2, 2]

    @pytest.mark.parametrize("code", ["2", "Rebel group"])
    def test_actors_are_parties_with_their_kinds_noted(self, code: str) -> None:
        """By the numbers of earlier releases or the words of later ones."""
        ledger = one(inter2=code, assoc_actor_2="Ostia", actor1="", inter1="")
        assert list(ledger.parties) == ["sudmark front"]
        assert "sudmark front (rebel group) with ostia" in notes(ledger).casefold()

    def test_a_kind_without_an_actor(self) -> None:
        """The kind alone is noted; 0 is no kind."""
        assert "; state forces; Sudmark Front; " in notes(one(actor1="", inter2="0"))

    def test_nothing_beside_the_figure(self) -> None:
        """The note says so."""
        ledger = one(**(dict.fromkeys(ROW, "") | {"fatalities": "5", "event_id_cnty": "X1",
                        "event_date": "2023-01-31"}))  # fmt: skip
        assert notes(ledger) == "nothing else is said"

    def test_another_year_is_noted(self) -> None:
        """It is not that of the day."""
        assert "year: 2022" in notes(one(year="2022"))
        assert "year" not in notes(one())


class TestFaults:
    @pytest.mark.parametrize(
        ("cells", "field", "message"),
        [
            ({"fatalities": "few"}, "fatalities", "cannot read 'few': expected a whole number"),
            ({"fatalities": ""}, "fatalities", "fatalities is missing"),
            ({"event_id_cnty": ""}, "event_id_cnty", "event_id_cnty is missing"),
            ({"event_date": ""}, "event_date", "event_date is missing"),
            (
                {"event_date": "01/31/2023"},
                "event_date",
                "cannot read '01/31/2023': expected a day such as 2023-01-31 or 31 January 2023",
            ),
            ({"time_precision": "4"}, "time_precision", "unknown code '4': expected 1, 2, 3"),
            ({"geo_precision": "x"}, "geo_precision", "unknown code 'x': expected 1, 2, 3"),
            (
                {"timestamp": "999999999999999"},
                "timestamp",
                "999999999999999 is no time in seconds since 1970",
            ),
        ],
    )
    def test_a_bad_cell_is_named(self, cells: dict[str, str], field: str, message: str) -> None:
        """Alone, and the rows around it are read."""
        rows = [ROW, ROW | cells, ROW | {"event_id_cnty": "NOR9"}]
        ledger, problems = imported("acled", as_table(Acled.columns, rows))
        assert [str(p) for p in errors(problems)] == [f"file:3: {field}: {message}"]
        assert len(ledger) == 2

"""Casualties and losses by side: what stands where, and that nothing in it is markup."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.casualties import Casualties, as_markdown, as_wikitext, casualties, wikitext
from tests.ledger_strategies import ledgers
from tests.record_strategies import texts
from tests.report_case import everything

EVENT = "Fighting at Redford"


def ledger(*claims: tuple[object, ...], **more: object) -> cl.Ledger:
    """Claims of source, value, subject, and measure unless it is soldiers killed."""
    said = [
        cl.Claim(
            source=source,  # type: ignore[arg-type]
            date="2031-05-04",
            value=value,
            subject=subject,  # type: ignore[arg-type]
            event=EVENT,
            measure=str(measure[0]) if measure else "soldiers killed",
            **more,  # type: ignore[arg-type]
        )
        for source, value, subject, *measure in claims
    ]
    return cl.Ledger().add(
        cl.Party(name="Norland", opposed=["Sudmark"]),
        cl.Party(name="Militia", part_of="Norland"),
        cl.Party(name="Sudmark"),
        cl.Party(name="Ostia"),
        cl.Event(name=EVENT, window="2031-05-03/.."),
        *(cl.Source(name=f"{side} army", side=side) for side in ("Norland", "Sudmark", "Ostia")),
        cl.Source(name="Norland radio", side="Norland"),
        *said,
    )


def cells(found: Casualties) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What each side says, by row and column, of the only event."""
    [table] = found.tables
    return {
        (label, column): [(line.whose, line.said) for line in lines]
        for label, row in table.rows
        for column, lines in zip(table.columns, row, strict=True)
        if lines
    }


class TestTables:
    def test_own_figures_then_those_of_opponents_then_others(self) -> None:
        """A line for each side, in its own words; no figure is preferred."""
        found = casualties(
            ledger(
                ("Ostia army", "60", "Sudmark"),
                ("River Watch", "at least 50", "Sudmark"),
                ("Norland army", "more than 200", "Sudmark"),
                ("Sudmark army", "about 40", "Sudmark"),
            )
        )
        assert cells(found) == {
            ("soldiers killed", "Sudmark"): [
                ("own figures", "about 40"),
                ("per Norland", "more than 200"),
                ("per Ostia", "60"),
                ("per sources on no side", "at least 50"),
            ]
        }
        [table] = found.tables
        assert table.title.replace("\xa0", " ") == f"{EVENT}, since 2031-05-03"
        assert [note.text.replace("\xa0", " ") for note in found.notes] == [
            "Sudmark army, 2031-05-04: about 40",
            "Norland army, 2031-05-04: more than 200",
            "Ostia army, 2031-05-04: 60",
            "River Watch, 2031-05-04: at least 50",
        ]

    @pytest.mark.parametrize(
        ("one", "other", "said"),
        [
            ("20", "20", "20"),
            ("30", "20", "20 – 30"),
            ("more than 400", "about 200", "about 200 – more than 400"),
            ("10 to 50", "20", "10 to 50"),
            ("10 to 15", "12 to 30", "10 to 15 – 12 to 30"),
        ],
    )
    def test_sources_of_one_side_make_a_range(self, one: str, other: str, said: str) -> None:
        """From the least figure to the greatest, as said; each has its own footnote."""
        found = casualties(
            ledger(("Norland army", one, "Sudmark"), ("Norland radio", other, "Sudmark"))
        )
        assert cells(found) == {("soldiers killed", "Sudmark"): [("per Norland", said)]}
        assert found.tables[0].rows[0][1][0][0].notes == (1, 2)

    def test_what_is_no_figure_follows(self) -> None:
        """Denials, forecasts and silence do not enter the range."""
        one = ledger(("Norland army", "20", "Sudmark"))
        denial = attrs.evolve(one.claims[0], source="Norland radio", value="5", stance="denies")
        found = casualties(one.add(denial))
        assert cells(found)["soldiers killed", "Sudmark"] == [("per Norland", "20; denies 5")]
        silent = attrs.evolve(one.claims[0], stance="declines", value=None)
        alone = cl.Ledger(one.records - set(one.claims)).add(silent)
        assert cells(casualties(alone)) == {
            ("soldiers killed", "Sudmark"): [("per Norland", "no comment")]
        }

    def test_a_part_of_a_side_is_named_and_never_added(self) -> None:
        """It stands in the column of its side."""
        found = casualties(
            ledger(("Norland army", "20", "Norland"), ("Norland army", "7", "Militia"))
        )
        assert cells(found) == {
            ("soldiers killed", "Norland"): [
                ("Militia, own figures", "7"),
                ("own figures", "20"),
            ]
        }

    def test_columns(self) -> None:
        """Sides with most rows first; behind them all parties, and the side not stated."""
        found = casualties(
            ledger(
                ("River Watch", "1", None),
                ("River Watch", "2", "any"),
                ("River Watch", "3", "Norland"),
                ("River Watch", "4", "Sudmark"),
                ("River Watch", "5", "Sudmark", "tanks lost"),
            )
        )
        [table] = found.tables
        assert table.columns == ("Sudmark", "Norland", "all parties", "side not stated")
        assert [label for label, _ in table.rows] == ["soldiers killed", "tanks lost"]
        assert [len(lines) for lines in table.rows[0][1]] == [1, 1, 1, 1]

    def test_a_side_that_nothing_declares(self) -> None:
        """Is a column of its own name."""
        found = casualties(ledger(("River Watch", "3", "Westermark")))
        assert list(cells(found)) == [("soldiers killed", "Westermark")]

    def test_rows_name_a_place_and_a_time_of_their_own(self) -> None:
        """They stand behind the losses of the whole event, people before things."""
        whole = ledger(("Norland army", "2", "Sudmark", "tanks lost"))
        placed = ledger(("Norland army", "3", "Sudmark"), place="Bridge", window="2031-05-03")
        stock = ledger(("Norland army", "4", "Sudmark"), accrual="increment")
        [table] = casualties(whole | placed | stock).tables
        assert [label.replace("\xa0", " ") for label, _ in table.rows] == [
            "tanks lost",
            "soldiers killed, new on 2031-05-04",
            "soldiers killed, Bridge, on 2031-05-03",
        ]

    def test_claims_of_no_event(self) -> None:
        """Their table comes last, and their accrual is named where it is not plain."""
        bare = [
            cl.Claim(source="A", date="2031", subject="B", measure="tanks lost", value="5"),
            cl.Claim(
                source="A",
                date="2031",
                subject="B",
                measure="people killed",
                value="5",
                accrual="period",
            ),
        ]
        tables = casualties(ledger(("Norland army", "2", "Sudmark")).add(*bare)).tables
        assert [table.title for table in tables][1:] == ["no event stated"]
        assert [label for label, _ in tables[1].rows] == ["tanks lost", "people killed, period"]

    def test_what_is_no_loss_is_left_out_and_counted(self) -> None:
        """Gains, propositions, and what was said before."""
        found = ledger(("Norland army", "5 km2", "Sudmark", "area"))
        assert casualties(found).tables == ()
        for export in (as_markdown, as_wikitext):
            assert export(found).text == "The ledger states no casualties and no losses.\n"
            assert dict(export(found).lost)["claims"] == 1

    @settings(max_examples=60)
    @given(ledgers(kinds=("count", "moment")))
    def test_each_current_claim_has_one_footnote(self, drawn: cl.Ledger) -> None:
        """Law: notes are numbered without gap, and are what the sides say at present."""
        found = casualties(drawn)
        shown = {
            claim
            for finding in cl.judge(drawn)
            if finding.question.measure is not None
            for side in finding.sides
            for claim in side.claims
        }
        numbers = [
            number
            for table in found.tables
            for _, row in table.rows
            for lines in row
            for line in lines
            for number in line.notes
        ]
        assert sorted(numbers) == list(range(1, len(found.notes) + 1))
        assert found.account.exported("").claims == shown
        assert len(found.notes) == len(shown)


class TestMarkup:
    @pytest.mark.parametrize(
        ("name", "export"), [("casualties.md", as_markdown), ("casualties.wiki", as_wikitext)]
    )
    def test_a_ledger_with_everything(
        self,
        name: str,
        export: Callable[[cl.Ledger], object],
        golden: Callable[[str, str], None],
    ) -> None:
        """The whole file, with what it does not carry."""
        found = export(everything())
        listed = "".join(f"{what}: {count}\n" for what, count in found.lost)  # type: ignore[attr-defined]
        golden(name, f"{found.text}\n--- not carried ---\n{listed}")  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("{{x}} [[y]] {|", "&#123;&#123;x&#125;&#125; &#91;&#91;y&#93;&#93; &#123;&#124;"),
            ("'''b''' <ref>&amp;", "&#39;&#39;&#39;b&#39;&#39;&#39; &lt;ref&gt;&amp;amp;"),
            ("~~~~ __TOC__ a!!b", "&#126;&#126;&#126;&#126; &#95;&#95;TOC&#95;&#95; a&#33;&#33;b"),
            ("https://x.org a_b: c\nd", "https&#58;//x.org a_b: c d"),
        ],
    )
    def test_nothing_in_wikitext_is_markup(self, text: str, shown: str) -> None:
        """Templates, links, tables, bold, tags, signatures, switches and addresses."""
        assert wikitext(text) == shown

    @settings(max_examples=80)
    @given(st.lists(texts, min_size=4, max_size=4), st.sampled_from(["x", "]] |}", "a b\"<'"]))
    def test_hard_names_break_no_table(self, names: list[str], url: str) -> None:
        """Law: rows and cells are as many as there are losses, whatever the names."""
        source, subject, title, place = names
        claims = ledger((source, "5", subject), place=place)
        document = cl.Document(title=title, url=f"https://example.org/{url}")
        attested = cl.Attestation(claim=claims.claims[0].id, document=document.key)
        full = claims.add(document).add(attested)
        *lines, last, _, notes, end = as_wikitext(full).text.split("\n")
        assert [line.partition(" ")[0] for line in lines] == ["{|", "|+", "!", "!", "|-", "!", "|"]
        assert (last, notes, end) == ("|}", "<references />", "")
        assert len(re.findall("<ref name=", lines[-1])) == lines[-1].count("</ref>") == 1
        assert not re.search(r"\[\[|\{\{|\|\||''", "\n".join(lines[1:]))
        text = as_markdown(full).text
        head, _, header, rule, row, _, note = text.rstrip("\n").split("\n")
        assert head.startswith("## ")
        assert note.startswith("[^1]: ")
        bars = [len(re.findall(r"(?<!\\)\|", line)) for line in (header, rule, row)]
        assert bars == [3, 3, 3]

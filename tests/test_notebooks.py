"""What a notebook shows: of findings, ledgers and tables, as HTML and as Markdown."""

from __future__ import annotations

import html
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given

import claimledger as cl
from claimledger.tables import Table
from claimledger.testing import ledgers

BAD = "<script>alert('x')</script> | *bold* \u202e"


class Tags(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def both(value: object) -> tuple[str, str]:
    """What a notebook asks a value for."""
    return value._repr_html_(), value._repr_markdown_()  # type: ignore[attr-defined]


def ledger_of(claims: int = 1) -> cl.Ledger:
    """Claims of one source, in the order of days."""
    return cl.Ledger().add(
        cl.Source(name="Ministry", side="North"),
        *(
            cl.Claim(
                source="Ministry",
                date=f"2020-01-{n + 1:02}" if n < 31 else f"2021-01-{n - 30:02}",
                measure="people killed",
                value=str(n),
            )
            for n in range(claims)
        ),
    )


class TestFinding:
    def test_it_shows_its_question_and_its_claims(self) -> None:
        """The verdict and the flags, and what was replaced."""
        (finding,) = cl.judge(ledger_of(2))
        as_html, as_markdown = both(finding)
        shown = Tags(as_html)
        for text in (shown.text, as_markdown):
            for word in (
                "people killed",
                "one-sided",
                "revised",
                "common range 1",
                "Ministry",
                "North",
                "2020-01-02",
                "replaced",
            ):
                assert word in text
        assert shown.tags.count("tr") == 3

    def test_withdrawn_claims_and_positions(self) -> None:
        """The one says so, and the other is not judged."""
        claim = cl.Claim(source="A", date="2020", position="a truce", value="now")
        retraction = cl.Retraction(target=claim.id, source="A", date="2021")
        (finding,) = cl.judge(cl.Ledger().add(claim, retraction))
        for text in both(finding):
            assert "not judged" in text
            assert "withdrawn" in text
            assert "no side" in text


class TestLedger:
    def test_it_shows_its_first_claims(self) -> None:
        """By date, and how many more there are."""
        as_html, as_markdown = both(ledger_of(40))
        assert Tags(as_html).tags.count("tr") == 31
        for text in (as_html, as_markdown):
            assert "40 claims by 1 source" in text
            assert "... and 10 more claims." in text

    def test_a_title_is_shown(self) -> None:
        """Where it has one."""
        ledger = cl.read_lenient("seeds/karabakh-2020-09-28.toml")[0]
        assert "Nagorno-Karabakh, September 2020: 46 claims by 20 sources" in both(ledger)[0]

    def test_an_empty_one(self) -> None:
        """It holds nothing, and says so."""
        assert "0 claims by 0 sources" in both(cl.Ledger())[0]


class TestTable:
    def test_it_is_a_table(self) -> None:
        """With its title, header and rows."""
        as_html, as_markdown = both(Table("losses", ("side", "said"), (("North", "5"),)))
        assert Tags(as_html).tags.count("th") == 2
        assert "| North" in as_markdown


class TestText:
    @pytest.mark.parametrize("kind", ["ledger", "finding", "table"])
    def test_whatever_is_said_is_text(self, kind: str) -> None:
        """No tag, no cell and no emphasis comes from a claim."""
        claim = cl.Claim(source=BAD, date="2020", proposition=BAD, value="yes")
        ledger = cl.Ledger().add(claim)
        value = {
            "ledger": ledger,
            "finding": cl.judge(ledger)[0],
            "table": Table(BAD, (BAD,), ((BAD,),), (BAD,)),
        }[kind]
        as_html, as_markdown = both(value)
        assert "script" not in Tags(as_html).tags
        assert html.escape("<script>") in as_html
        assert "<script>" not in as_markdown
        assert "\u202e" not in as_html + as_markdown

    @given(ledgers())
    def test_everything_can_be_shown(self, ledger: cl.Ledger) -> None:
        """Whatever a ledger holds."""
        for value in (ledger, *cl.judge(ledger)):
            as_html, as_markdown = both(value)
            assert Tags(as_html).tags.count("table") == 1
            assert as_markdown


def test_values_stay_as_they_are() -> None:
    """How they are shown is no field: they compare, copy and print as before."""
    (finding,) = cl.judge(ledger_of())
    assert attrs.evolve(finding) == finding
    assert "shown_by" not in repr(finding)
    assert {field.name for field in attrs.fields(Table)} == {
        "title",
        "header",
        "rows",
        "notes",
        "heads",
        "inline",
    }

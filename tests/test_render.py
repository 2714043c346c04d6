"""A report in each of its formats."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

import claimledger as cl
from claimledger.errors import UnknownNameError
from claimledger.exports import COLUMNS, guarded, json_text
from claimledger.markup import latex, markdown
from claimledger.render import FORMATS, render_table, report
from claimledger.tables import GLUE, Entry, Table, cell_text
from tests.report_case import everything

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("karabakh*.*"))
CODES = re.compile(r"\x1b\[[\d;]*m")
SUFFIX = {"plain": "txt", "github": "md", "latex": "tex"}
NASTY = "<b>|a_b*c` &amp; $x% {y}~#^\\z \x1b[31m\u202e=1+1"


class Reader(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def nasty() -> cl.Ledger:
    """Names that are markup, commands and formulas everywhere."""
    said = cl.Claim(source=f"+{NASTY}", date="2020-01-01", proposition=f"@{NASTY}", value="yes")
    return cl.Ledger().add(
        cl.Source(name=f"+{NASTY}", side=f"-{NASTY}"),
        cl.Party(name=f"-{NASTY}"),
        cl.Document(outlet=f"={NASTY}", title="[*]", url="javascript:alert(1)"),
        said,
        cl.Attestation(claim=said.id, document="javascript:alert(1)"),
    )


class TestGolden:
    @pytest.mark.parametrize("format", FORMATS)
    def test_formats(self, format: str, golden: Callable[[str, str], None]) -> None:
        """Everything that a report shows, in each format."""
        golden(f"report.{SUFFIX.get(format, format)}", report(everything(), format=format))

    @pytest.mark.parametrize("width", [60, 200])
    def test_widths(self, width: int, golden: Callable[[str, str], None]) -> None:
        """The same on a narrow and on a wide terminal."""
        golden(f"report-{width}.txt", report(everything(), width=width))

    def test_seeds(self, golden: Callable[[str, str], None]) -> None:
        """The disputed figures of the seeds, a hundred columns wide."""
        ledger = cl.read(*SEEDS)
        found = [f for f in cl.judge(ledger) if f.verdict == "disputed" and f.gap]
        golden("seeds-disputed.txt", report(ledger, findings=found))


class TestReport:
    @pytest.mark.parametrize("format", FORMATS)
    def test_ledgers_with_little_in_them(self, format: str) -> None:
        """An empty ledger, one claim, a position alone, and no finding that matches."""
        claim = cl.Claim(source="A", date="2020-01-01", measure="tanks lost", value="3")
        position = cl.Claim(source="A", date="2020-01-01", position="talks", value="now")
        one = cl.Ledger().add(claim)
        for ledger in (cl.Ledger(), one, cl.Ledger().add(position)):
            assert report(ledger, format=format).endswith("\n")
        nothing = report(one, format=format, findings=[])
        if format not in {"csv", "tsv", "json"}:
            assert "No question matches." in nothing
            assert "The ledger holds no claims." in report(cl.Ledger(), format=format)

    @pytest.mark.parametrize("width", [40, 60, 79, 80, 100, 133, 200])
    def test_the_seeds_fit(self, width: int) -> None:
        """From forty columns on nothing is wider than it may be, but an address."""
        lines = report(cl.read(*SEEDS), width=width).split("\n")
        assert all(wcswidth(line) <= width for line in lines)
        if width >= 80:
            assert not any(re.search(r"\d{4}-\d?$", line) for line in lines)

    def test_colour(self) -> None:
        """Only plain text has it, and is the same without."""
        ledger = everything()
        for format in FORMATS:
            coloured = report(ledger, format=format, color=True)
            plain = report(ledger, format=format)
            assert CODES.sub("", coloured) == plain
            assert (coloured != plain) == (format == "plain")
        assert "\x1b[1;31mDISPUTED\x1b[0m" in report(ledger, color=True)

    def test_as_of_and_reading(self) -> None:
        """What was said later is not there; a wider policy is named."""
        text = report(everything(), as_of="2031-05-02", reading="wide")
        assert "as of 2031-05-02; wide reading" in text
        assert "more than 500" in text
        assert "2031-05-05" not in text

    def test_unknown_names(self) -> None:
        """An unknown format or policy is refused with the nearest known, or all of them."""
        with pytest.raises(UnknownNameError, match="'html'"):
            report(cl.Ledger(), format="htlm")
        with pytest.raises(UnknownNameError, match="'github'"):
            render_table(Table("t", (), ()), "githib")
        with pytest.raises(UnknownNameError, match="'wide'"):
            report(cl.Ledger(), reading="wied")
        with pytest.raises(UnknownNameError, match="known: plain, github, html"):
            report(cl.Ledger(), format="markdown")
        with pytest.raises(UnknownNameError, match="known: standard, wide, tight"):
            report(cl.Ledger(), reading="loose")

    def test_a_report_depends_on_no_order(self) -> None:
        """The same records in another set give the same text."""
        ledger = everything()
        twin = cl.Ledger().merge(*(cl.Ledger({record}) for record in ledger.records))
        for format in FORMATS:
            assert report(twin, format=format) == report(ledger, format=format)


class TestNasty:
    @pytest.mark.parametrize("format", FORMATS)
    def test_nothing_steers_a_terminal(self, format: str) -> None:
        """No escape and no mark of direction is in the text, in JSON they are escaped."""
        text = report(nasty(), format=format)
        if format != "json":
            assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", text)
        assert "\x1b" not in text

    def test_html(self) -> None:
        """Names are text, no tag of theirs and no script is in the page."""
        page = Reader(report(nasty(), format="html"))
        assert {tag for tag, _ in page.tags} <= {
            *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "table"),
            *("thead", "tbody", "tr", "th", "td", "strong", "small", "span"),
        }
        assert any("<b>|a_b*c` &amp; $x%" in word for word in page.words)

    def test_github(self) -> None:
        """Each row has the columns of its header, whatever is in its cells."""
        text = report(nasty(), format="github")
        assert "\n|" in text
        for block in text.split("\n\n"):
            if block.startswith("|"):
                lines = block.rstrip("\n").split("\n")
                assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
        assert "<b>" not in text

    def test_latex(self) -> None:
        """Every special character is escaped."""
        assert latex("50 % & $5 #1 a_b {c} ~^\\") == (
            r"50 \% \& \$5 \#1 a\_b \{c\} \textasciitilde{}\^{}\textbackslash{}"
        )
        text = report(nasty(), format="latex")
        assert text.startswith(r"\documentclass{article}")
        assert text.endswith("\\end{document}\n")
        assert r"\$x\% \{y\}\textasciitilde{}\#\^{}\textbackslash{}z" in text
        assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") > 0

    @pytest.mark.parametrize("format", ["csv", "tsv"])
    def test_no_cell_is_a_formula(self, format: str) -> None:
        """Also where a name begins like one."""
        rows = list(
            csv.reader(
                io.StringIO(report(nasty(), format=format)),
                delimiter={"csv": ",", "tsv": "\t"}[format],
            )
        )
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
        assert {len(row) for row in rows} == {len(COLUMNS)}
        assert rows[1][4].startswith("'@<b>|")


class TestSpreadsheet:
    def test_rows(self) -> None:
        """A claim a row, with figures that can be reckoned with and its state."""
        rows = list(csv.DictReader(io.StringIO(report(everything(), format="csv"))))
        assert len(rows) == 26
        assert [row["state"] for row in rows if row["question"] == "people rescued"] == [
            "replaced",
            "current",
        ]
        killed = [row for row in rows if row["question"] == "people killed"]
        assert {row["state"] for row in killed} == {"current", "earlier"}
        assert {r["state"] for r in rows if r["question"] == "boats lost"} == {
            "withdrawn",
            "replaced",
            "current",
        }
        south = next(row for row in killed if row["side"] == "South")
        assert (south["said"], south["low"], south["high"]) == ("more than 500", "501", "")
        assert (south["tolerant low"], south["gap"], float(south["ratio"])) == (
            "500",
            "478",
            500 / 22,
        )
        assert south["documents"] == "Gazette, 2031-05-03"
        (position, _) = [row for row in rows if row["kind"] == "position"]
        assert (position["verdict"], position["gap"], position["low"]) == ("not judged", "", "")

    def test_an_infinite_ratio(self) -> None:
        """Is called so."""
        ledger = cl.Ledger().add(
            cl.Claim(source="A", date="2020-01-01", measure="tanks lost", value="3"),
            cl.Claim(source="B", date="2020-01-01", measure="tanks lost", value="none"),
        )
        (row, _) = csv.DictReader(io.StringIO(report(ledger, format="csv")))
        assert (row["gap"], row["ratio"]) == ("3", "infinite")

    @pytest.mark.parametrize("mark", [*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
    def test_guard(self, mark: str) -> None:
        """Marks that begin a formula, also in their wide forms."""
        assert guarded(f"{mark}1") == f"'{mark}1"
        assert guarded(f"1{mark}") == f"1{mark}"

    def test_one_line_a_cell(self) -> None:
        """Lines become a list, and a tab cannot add a column."""
        assert guarded(f"a\nb\tc{GLUE}d") == "a; b c d"


class TestJson:
    QUESTION = (
        *("number", "event", "subject", "measure", "proposition", "choice", "members"),
        *("position", "place", "window", "accrual", "verdict", "flags", "sides", "common", "gap"),
        *("ratio", "best", "origins", "claims", "relations"),
    )
    CLAIM = (
        *("id", "source", "side", "date", "said", "stance", "core", "support", "interest"),
        "documents",
    )

    def test_keys(self) -> None:
        """The public keys are there, in every question and claim."""
        content = json.loads(report(everything(), format="json", as_of="2031-06-01"))
        assert content["title"] == "Flood of the Orle, May 2031"
        assert (content["as_of"], content["reading"]) == ("2031-06-01", "standard")
        assert (content["claims"], content["sources"]) == (26, 5)
        for question in content["questions"]:
            assert set(self.QUESTION) <= question.keys()
            for claim in question["claims"]:
                assert set(self.CLAIM) <= claim.keys()
            for relation in question["relations"]:
                assert {"a", "b", "relation", "rule"} <= relation.keys()

    def test_values(self) -> None:
        """Open ends are null, sides hold the hull of their newest claims, names are shown."""
        content = json.loads(report(everything(), format="json"))
        killed = content["questions"][0]
        assert killed["sides"]["South"] == {
            "core": [501, None],
            "support": [500, None],
            "said": "more than 500",
        }
        assert list(killed["sides"]) == ["North", "South", "Upland", "no side"]
        assert (killed["common"], killed["gap"], killed["ratio"]) == (None, 478, 500 / 22)
        assert killed["best"] == {"low": 25, "high": 25, "origins": 3}
        area = next(q for q in content["questions"] if q["measure"] == "area")
        assert (area["common"], area["unit"]) == ([105, 110], "km2")
        held = content["questions"][-1]
        assert (held["verdict"], held["claims"][0]["core"]) == (None, None)
        assert held["claims"][0]["documents"] == ["https://example.org/a_b?x=1"]

    def test_relations(self) -> None:
        """An implied contradiction has its claims and edges, a pair has none."""
        content = json.loads(report(everything(), format="json"))
        opened = next(q for q in content["questions"] if q["proposition"] == "South opened the dam")
        (implied,) = opened["relations"]
        assert implied["relation"] == "implied contradiction"
        assert implied["claims"] == sorted((implied["a"], implied["b"]))
        assert implied["edges"] == ["'South opened the dam' implies 'somebody opened the dam'"]
        old = next(q for q in content["questions"] if q["proposition"] == "the dam is old")
        assert [r["relation"] for r in old["relations"]] == ["contradiction"]
        assert "claims" not in old["relations"][0]

    def test_infinite_and_fractions(self) -> None:
        """An infinite ratio is null; a fraction is a number."""
        ledger = cl.Ledger().add(
            cl.Claim(source="A", date="2020-01-01", measure="tanks lost", value="3"),
            cl.Claim(source="B", date="2020-01-01", measure="tanks lost", value="none"),
            cl.Claim(source="B", date="2020-01-01", measure="area", value="2.5 km2"),
        )
        first, area = json.loads(report(ledger, format="json"))["questions"]
        assert (first["gap"], first["ratio"]) == (3, None)
        assert area["sides"]["no side"]["core"] == [2.5, 2.5]

    def test_halves_of_characters(self) -> None:
        """They are escaped, so that the text can be written."""
        text = json_text({"a": "\ud800 é"})
        assert text.encode()
        assert json.loads(text) == {"a": "\ud800 é"}


WORD = st.text("abc0123é日|*_<>&`~\\$%#{}^=+-@\"'", max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Small tables of words that mean something to some format."""
    words = st.lists(WORD, min_size=1, max_size=3).map(" ".join).map(str.strip)
    entries = st.lists(st.builds(Entry, words, words), max_size=2).map(tuple)
    rows = draw(st.lists(st.tuples(words, st.one_of(words, entries)), max_size=3))
    return Table("a table", ("one", "two"), tuple(rows))


class TestRenderTable:
    @given(tables())
    def test_every_cell_is_in_every_format(self, table: Table) -> None:
        """What was written is what is read."""
        cells = [line for row in table.rows for cell in row for line in cell_text(cell).split("\n")]
        words = [word for line in cells for word in line.split()]
        page = " ".join(Reader(render_table(table, "html")).words).split()
        assert page[:2] == ["A", "table"]
        assert "".join(page[2:]).endswith("".join(words))
        for format in ("csv", "tsv"):
            rows = csv.reader(
                io.StringIO(render_table(table, format)), delimiter="," if format == "csv" else "\t"
            )
            found = [cell for row in list(rows)[1:] for cell in row]
            expected = [cell_text(cell) for row in table.rows for cell in row]
            assert [cell.removeprefix("'") for cell in found] == [
                text.replace("\n", "; ").removeprefix("'") for text in expected
            ]
        text = render_table(table, "github")
        shown = re.sub(r"\\(.)", r"\1", html.unescape(text))
        assert all(word in shown for word in words)
        assert json.loads(render_table(table, "json"))["rows"] == [
            [cell_text(cell) for cell in row] for row in table.rows
        ]
        text = render_table(table, "latex")
        for word in words:
            assert latex(word) in text

    @pytest.mark.parametrize("format", FORMATS)
    def test_no_rows(self, format: str) -> None:
        """A table of nothing is still one, with its title."""
        text = render_table(Table("a table", ("one", "two"), ()), format)
        assert "one" in text or format == "plain"
        assert "table" in text.lower() or format in {"csv", "tsv"}
        assert not text.endswith("\n")

    def test_github(self) -> None:
        """Bars are escaped, lines broken, addresses left to be links."""
        table = Table(
            "t",
            ("no", "said", "address", "nothing"),
            (("1", (Entry("7", "(A|B)"), Entry("8", "(C)")), "https://e.org/_a_?b|c", ""),),
            ("a *note*",),
        )
        assert re.sub("-+", "-", re.sub(" +", " ", render_table(table, "github"))) == (
            "## t\n\n"
            "| no | said | address |\n"
            "|-|-|-|\n"
            "| 1 | 7 (A\\|B)<br>8 (C) | https://e.org/_a_?b%7Cc |\n\n"
            "a \\*note\\*"
        )

    def test_html(self) -> None:
        """Columns have a scope, figures stand out, dates are whole, addresses are links."""
        table = Table(
            "disputed",
            ("no", "said", "address"),
            (("1", (Entry("7", "(A, 2020-01-01)"), Entry("", "... 3 ...")), "https://e.org/a&b"),),
            ("A <note>",),
        )
        assert render_table(table, "html") == (
            '<h2 class="disputed">Disputed</h2>\n'
            '<div class="wide"><table>\n'
            '<thead><tr><th scope="col" class="number">no</th><th scope="col">said</th>'
            '<th scope="col">address</th></tr></thead>\n<tbody>\n'
            '<tr><td class="number">1</td><td><div><strong>7</strong> '
            '<small>(A, <span class="date">2020-01-01</span>)</small></div>'
            "<div><small>... 3 ...</small></div></td>"
            '<td><a href="https://e.org/a&amp;b" rel="nofollow noopener">https://e.org/a&amp;b</a>'
            "</td></tr>\n</tbody>\n</table></div>\n<p>A &lt;note&gt;</p>"
        )

    def test_latex(self) -> None:
        """A row that begins with a bracket is no option, lines and addresses may break."""
        table = Table(
            "t", ("ref", "said"), (("[1]", "https://e.org/a_b"), ("*", "x\ny 2020-01-01"))
        )
        text = render_table(table, "latex")
        assert re.sub(" +", " ", text).split("\n")[2:] == [
            r"\toprule",
            r"{}ref & said \\",
            r"\midrule",
            r"\endhead",
            r"{}[1] & https:/!/!e.!org/!a\_!b \\".replace("!", r"\allowbreak{}"),
            r"{}* & x\newline y \mbox{2020-01-01} \\",
            r"\bottomrule",
            r"\end{longtable}",
        ]

    @pytest.mark.parametrize("format", sorted({*FORMATS} - {"html"}))
    def test_glue(self, format: str) -> None:
        """What held words together is a plain space in the end; on a page it goes on holding."""
        text = render_table(Table("t", ("a",), ((f"since{GLUE}2020",),)), format)
        assert "since 2020" in text

    def test_markdown_in_a_sentence(self) -> None:
        """Words in snake case stay, emphasis does not."""
        assert markdown("a_b _c_ `d` ~e~ \\f") == r"a_b \_c\_ \`d\` \~e\~ \\f"

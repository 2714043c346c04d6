"""What the reference pages state is what the code has; their examples run from conftest.py."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest

import claimledger as cl
from claimledger.claims import Accrual, Stance
from claimledger.errors import DateError, NotationError
from claimledger.exports import COLUMNS
from claimledger.formats import csv, jsonl, rows, toml
from claimledger.grouping import Meeting
from claimledger.interest import Interest
from claimledger.quantities import Hedge

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
CODE = re.compile(r"`([^`]+)`")


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """The text under a heading, up to the next heading of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n", text, re.MULTILINE)
    assert found is not None, f"no section {title!r}"
    rest = text[found.end() :]
    after = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest if after is None else rest[: after.start()]


def cells(text: str) -> list[list[str]]:
    """The rows of all tables in a text, without their heads."""
    found: list[list[str]] = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        lines = block.strip().split("\n")[2:]
        found += [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    assert found, "no table"
    return found


def codes(cell: str) -> list[str]:
    return CODE.findall(cell)


def first_codes(text: str) -> list[str]:
    """What the first cells of all rows name."""
    return [code for row in cells(text) for code in codes(row[0])]


class TestNotation:
    ROWS = cells(section(page("notation"), "What is read, and how"))

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
    def test_examples_are_read_as_the_page_says(self, row: list[str]) -> None:
        """Each example has the two readings beside it."""
        [example], [core], [support] = map(codes, row[1:])
        quantity = cl.parse_quantity(example)
        assert (str(quantity.core()), str(quantity.support())) == (core, support)

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
    def test_words_of_a_row_mean_the_same(self, row: list[str]) -> None:
        """Each wording has the hedge of the example, alone or before its figure."""
        [example] = codes(row[1])
        quantity = cl.parse_quantity(example)
        for word in codes(row[0]):
            text = word if quantity.low is None else f"{word} {quantity.low:f}"
            assert cl.parse_quantity(text).hedge is quantity.hedge, text

    def test_every_hedge_has_a_row(self) -> None:
        """None is left out."""
        found = {cl.parse_quantity(codes(row[1])[0]).hedge for row in self.ROWS}
        assert found == set(Hedge)

    def test_every_wording_is_listed(self) -> None:
        """The tables of the parser hold no wording that the page does not."""
        from claimledger import notation

        known = {*notation._HEDGES, *notation._WORDS}
        assert known - {code for row in self.ROWS for code in codes(row[0])} == set()

    def test_policies(self) -> None:
        """Each policy reads the examples as its row says."""
        text = section(page("notation"), 'The width of "about"')
        _, *examples = [codes(cell) for cell in re.findall(r"\| policy.*", text)[0].split(" | ")]
        for name, _, *readings in cells(text):
            for [example], reading in zip(examples[1:], readings, strict=True):
                [policy], [shown] = codes(name), codes(reading)
                assert str(cl.parse_quantity(example).support(policy)) == shown

    def test_figures_are_read(self) -> None:
        """Every figure on the page can be read."""
        for text in first_codes(section(page("notation"), "Figures")):
            assert cl.parse_quantity(text).nominal or cl.parse_quantity(text).high

    def test_refusals_are_refused(self) -> None:
        """Nothing on the list of refusals can be read."""
        for text in first_codes(section(page("notation"), "Refused")):
            with pytest.raises(NotationError):
                cl.parse_quantity(text)


class TestDates:
    def test_dates_cover_what_the_page_says(self) -> None:
        """First day, last day and precision."""
        for written, covers, precision in cells(section(page("dates"), "Dates")):
            for text in codes(written):
                date = cl.parse_date(text)
                assert (f"{date.first} to {date.last}", date.precision) == (covers, precision)

    def test_order(self) -> None:
        """Whether the one is before the other."""
        for one, other, answer in cells(section(page("dates"), "Which comes first")):
            before = cl.parse_date(codes(one)[0]).precedes(cl.parse_date(codes(other)[0]))
            assert before.value == answer

    def test_windows_are_read(self) -> None:
        """Every window on the page can be read, and the refused one cannot."""
        for text in first_codes(section(page("dates"), "Windows")):
            assert str(cl.parse_window(text)) == text
        with pytest.raises(DateError):
            cl.parse_window("2020-09-27/")


class TestFiles:
    def test_toml_tables(self) -> None:
        """Each table has a row, and its keys a section."""
        assert set(first_codes(section(page("files"), "Tables"))) == set(toml.TABLES)

    @pytest.mark.parametrize("table", [*toml.NAMED])
    def test_keys_of_a_table(self, table: str) -> None:
        """All keys, and no others."""
        _, known = toml.NAMED[table]
        assert set(first_codes(section(page("files"), table))) == set(known)

    @pytest.mark.parametrize("array", [*toml.ARRAYS])
    def test_keys_of_an_array(self, array: str) -> None:
        """All keys, and no others."""
        known = {field.name for field in attrs.fields(toml.ARRAYS[array])}
        assert set(first_codes(section(page("files"), array))) == known

    def test_keys_of_claims(self) -> None:
        """All keys, and no others."""
        assert set(first_codes(section(page("files"), "claims"))) == set(rows.ROW_FIELDS)

    def test_columns(self) -> None:
        """The columns of a spreadsheet are the keys of a claim and those of the page."""
        of_claims = set(first_codes(section(page("files"), "claims"))) - {"documents"}
        found = set(first_codes(section(page("files"), "CSV")))
        assert of_claims | found == set(csv.COLUMNS)
        assert not of_claims & found

    def test_types(self) -> None:
        """Each type of record has a row with its fields."""
        kinds: dict[str, type[Any]] = {**jsonl.TYPES}
        found = {codes(row[0])[0]: codes(row[1]) for row in cells(section(page("files"), "JSONL"))}
        assert set(found.pop("claim")) == {"id"}
        fields = {
            name: [field.name for field in attrs.fields(kind)] for name, kind in kinds.items()
        }
        assert found == fields

    @pytest.mark.parametrize(("title", "enum"), [("Accruals", Accrual), ("Stances", Stance)])
    def test_words(self, title: str, enum: type[Accrual] | type[Stance]) -> None:
        """Each word that a field may have is explained."""
        assert first_codes(section(page("files"), title)) == [word.value for word in enum]


class TestVerdicts:
    @pytest.mark.parametrize(
        ("title", "enum"),
        [
            ("Verdicts", cl.Verdict),
            ("Flags", cl.Flag),
            ("Relations of two claims", cl.RelationKind),
            ("Relations of two questions", Meeting),
            ("Interests", Interest),
        ],
    )
    def test_every_word_has_its_sentence(self, title: str, enum: Iterable[Any]) -> None:
        """In the order of the code, each once, with something said of it."""
        rows = cells(section(page("verdicts"), title))
        assert [codes(row[0]) for row in rows] == [[word.value] for word in enum]
        assert all(row[1].rstrip(".") for row in rows)


SMALL = """\
source,side,date,subject,measure,proposition,value,accrual
A,North,2031-05-04,South,soldiers killed,,20
B,South,2031-05-04,South,soldiers killed,,none
C,South,2031-05-04,South,soldiers wounded,,at least 3
A,North,2031-05-04,South,military casualties,,none
C,South,2031-05-04,South,people missing,,2,event
A,North,2031-05-04,North,people missing,,7,event
"""


class TestJson:
    def test_every_key_has_a_row(self, tmp_path: Path) -> None:
        """The keys of the report, of a question, of a claim and of a relation."""
        path = tmp_path / "small.csv"
        path.write_text(SMALL, encoding="utf-8")
        content = json.loads(cl.report(cl.read(path), format="json", bounds=True))
        questions = content["questions"]
        relations = [relation for question in questions for relation in question["relations"]]
        for title, objects in (
            ("The report", [content]),
            ("A question", questions),
            ("A side", [side for question in questions for side in question["sides"].values()]),
            ("A claim", [claim for question in questions for claim in question["claims"]]),
            ("A relation", relations),
            ("A bound", content["bounds"]),
        ):
            keys = {key for one in objects for key in one}
            assert keys, title
            assert set(first_codes(section(page("json"), title))) == keys


class TestRows:
    def test_every_column_has_its_place(self) -> None:
        """The page names the columns of a report as CSV, in their order."""
        text = section(page("commands"), "Rows of csv and tsv")
        assert first_codes(text) == list(COLUMNS)


class TestPython:
    def test_every_public_name_is_on_the_page(self) -> None:
        """By an autodoc directive of its own."""
        found = re.findall(
            r"^\.\. auto(?!module)\w+:: claimledger\.(\w+)$", page("python"), re.MULTILINE
        )
        assert sorted(found) == sorted(cl.__all__)


def spelt(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "-"


def shown_parents(nodes: Mapping[str, Any], name: str) -> Iterator[str]:
    """The parents of a node, those without a word of their own replaced by theirs."""
    for parent in nodes[name].get("part_of", ()):
        if nodes[parent].get("abstract"):
            yield from shown_parents(nodes, parent)
        else:
            yield nodes[parent].get("label", parent)


def data(name: str) -> dict[str, Any]:
    text = (files("claimledger") / "vocabulary" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def table(head: str, lines: Iterable[Iterable[str]]) -> str:
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *(f"| {' | '.join(line)} |" for line in lines)])


def what_table() -> str:
    nodes = data("what")
    return table(
        "| thing | part of | apart from the others | also written |",
        (
            (
                f"`{name}`",
                spelt(shown_parents(nodes, name)),
                "no" if node.get("crossing") else "yes",
                spelt(node.get("synonyms", ())),
            )
            for name, node in nodes.items()
            if not node.get("abstract")
        ),
    )


def outcome_table() -> str:
    nodes = data("outcome")
    return table(
        "| outcome | of | part of | also written |",
        (
            (
                f"`{node.get('label', name)}`",
                ", ".join(node["domain"]),
                spelt(shown_parents(nodes, name)),
                spelt(node.get("synonyms", ())),
            )
            for name, node in nodes.items()
        ),
    )


def measure_table() -> str:
    return table(
        "| measure | also written |",
        ((f"`{name}`", spelt(node.get("synonyms", ()))) for name, node in data("measures").items()),
    )


def unit_table() -> str:
    return table(
        "| unit | of | also written |",
        (
            (
                f"`{name}`",
                unit["dimension"],
                spelt(dict.fromkeys((*unit["names"], *unit.get("symbols", ())))),
            )
            for name, unit in data("units").items()
        ),
    )


@pytest.mark.parametrize("make", [what_table, outcome_table, measure_table, unit_table])
def test_the_vocabulary_page_is_the_vocabulary(
    make: Callable[[], str], pytestconfig: pytest.Config
) -> None:
    """Each table on it has every word of the data; pytest --update-golden writes it."""
    text = page("vocabulary")
    marker = f"<!-- generated: {make.__name__} -->\n"
    before, found, rest = text.partition(marker)
    assert found, f"no line {marker}"
    shown, found, after = rest.partition("\n<!-- end -->")
    assert found, "the generated table has no end"
    if pytestconfig.getoption("--update-golden"):
        new = f"{before}{marker}{make()}\n<!-- end -->{after}"
        (REFERENCE / "vocabulary.md").write_text(new, encoding="utf-8", newline="\n")
        return
    assert shown == make(), "look at the difference, then run pytest --update-golden"

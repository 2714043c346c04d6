"""Text that fits its width, and columns that divide no word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from claimledger.layout import RESET, columns, is_numeric, paragraph, plain, safe, wrapped
from claimledger.tables import GLUE, Entry, Table, cell_text

WORDS = st.text("ab, é日本\u0301-", max_size=60)
CODES = re.compile(r"\x1b\[[\d;]*m")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of up to six columns, with entries, empty cells and wide characters."""
    width = draw(st.integers(1, 6))
    entry = st.builds(Entry, st.text("1234567890", min_size=1, max_size=4), WORDS)
    cell = st.one_of(WORDS, st.lists(entry, max_size=3).map(tuple))
    rows = draw(st.lists(st.tuples(*[cell] * width), max_size=5))
    header = tuple(
        draw(st.sampled_from(("no", "flags", "question", "日本 side"))) for _ in range(width)
    )
    notes = tuple(draw(st.lists(WORDS, max_size=2)))
    return Table("disputed", header, tuple(rows), notes, heads=min(2, width))


def letters(text: str) -> str:
    """What is left of a text without its blanks."""
    return re.sub(r"\s", "", text)


class TestSafe:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("plain\nlines", "plain\nlines"),
            ("a\x1b[31mb", "a [31mb"),
            ("a\tb\rc\x00d\x9be", "a b c d e"),
            ("a\u202eb\u2066c\u200fd\u061ce\u200bf\ufeffg", "abcdefg"),
            ("a\u2028b", "a b"),
            ("a\ud800b", "a\ufffdb"),
            ("Ընդամենը 日本 é👩‍👩‍👧", "Ընդամենը 日本 é👩‍👩‍👧"),
        ],
    )
    def test_what_steers_or_hides_is_gone(self, text: str, shown: str) -> None:
        """Escapes, control characters, marks of direction and halves of characters."""
        assert safe(text) == shown


class TestWrapped:
    @given(WORDS, st.integers(4, 30))
    def test_no_line_is_wider_and_nothing_is_lost(self, text: str, width: int) -> None:
        """Whatever the script."""
        lines = wrapped(text, width)
        assert all(wcswidth(line) <= width for line in lines)
        assert letters("".join(lines)) == letters(text)

    @given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1), st.integers(8, 30))
    def test_no_word_is_divided(self, words: list[str], width: int) -> None:
        """Words that fit a line stay whole and in order."""
        assert " ".join(wrapped(" ".join(words), width)).split() == words

    def test_continued_lines_hang(self) -> None:
        """An entry is seen to begin."""
        assert wrapped("7 (Ministry of Defence)\n8 (B)", 14) == [
            "7 (Ministry of",
            "  Defence)",
            "8 (B)",
        ]

    def test_a_word_that_fits_only_without_the_indent_stays_whole(self) -> None:
        """The indent gives way."""
        assert wrapped("a Karabakh b", 8) == ["a", "Karabakh", "  b"]

    def test_a_word_wider_than_the_line_is_divided_between_characters(self) -> None:
        """A mark stays with its letter, and a wide character is not cut."""
        assert wrapped("日本日本", 5) == ["日本", "日本"]
        assert wrapped("e\u0301" * 6, 4) == ["e\u0301" * 4, "e\u0301" * 2]

    def test_glued_words_stay_together(self) -> None:
        """And come out with a plain space."""
        assert wrapped(f"held since{GLUE}2020-09-27", 18, "") == ["held", "since 2020-09-27"]


class TestPlain:
    @given(tables(), st.integers(40, 160))
    def test_no_line_is_wider_and_every_cell_is_there(self, table: Table, width: int) -> None:
        """In columns or in blocks."""
        text = plain(table, width)
        assert all(wcswidth(line) <= width for line in text.split("\n"))
        found = letters(text)
        for row in table.rows:
            for cell in row:
                for word in cell_text(cell).split():
                    assert all(character in found for character in word)

    @given(tables(), st.integers(20, 160))
    def test_colour_changes_no_text(self, table: Table, width: int) -> None:
        """Without its codes it is the text without colour, and each line ends its colour."""
        coloured = plain(table, width, color=True)
        assert CODES.sub("", coloured) == plain(table, width)
        assert all(line.count("\x1b[") == 2 * line.count(RESET) for line in coloured.split("\n"))

    def test_columns(self) -> None:
        """Numbers are flush right, an empty column is left out, entries hang."""
        table = Table(
            "disputed",
            ("no", "question", "nobody", "said"),
            (("1", "tanks lost", "", (Entry("7", "(A)"), Entry("8", "(B)"))), ("10", "it", "", "")),
        )
        assert plain(table, 80) == (
            "DISPUTED\n"
            "no  question    said\n"
            "--  ----------  -----\n"
            " 1  tanks lost  7 (A)\n"
            "                8 (B)\n"
            "10  it"
        )

    def test_wide_characters_are_aligned(self) -> None:
        """Each ideograph takes two columns."""
        table = Table("t", ("name", "said"), (("日本", "x"), ("abc", "y")))
        lines = plain(table, 80).split("\n")[3:]
        assert [
            wcswidth(line[: line.index(mark)]) for line, mark in zip(lines, "xy", strict=True)
        ] == [
            6,
            6,
        ]

    def test_blocks_below_80_columns(self) -> None:
        """The head cells begin a block; a long name of a column has a line of its own."""
        table = Table(
            "disputed",
            ("no", "question", "North", "independent and other"),
            (("1", "tanks lost\nsince 2020", "7 (A)", "8 (B)"), ("2", "guns lost", "", "")),
            heads=2,
        )
        assert plain(table, 60) == (
            "DISPUTED\n"
            "1. tanks lost, since 2020\n"
            "  North: 7 (A)\n"
            "  independent and other:\n"
            "    8 (B)\n\n"
            "2. guns lost"
        )

    def test_blocks_where_a_word_would_be_divided(self) -> None:
        """A wide terminal does not help against a word that is wider still."""
        table = Table("t", ("a", "b"), (("x" * 60, "y" * 60),))
        assert plain(table, 100) == f"T\n{'x' * 60}\n  b: {'y' * 60}"

    def test_sentences(self) -> None:
        """A row that reads as one sentence leaves out what is not there."""
        inline = ("{}", " {}", ", {}")
        full = Table(
            "t",
            ("ref", "outlet", "claims"),
            (("[1]", "Wire", "4"), ("[2]", "", "5")),
            inline=inline,
        )
        assert plain(full, 60) == "T\n[1] Wire, 4\n[2], 5"

    def test_room_is_taken_where_it_costs_the_fewest_lines(self) -> None:
        """Short cells keep their width, and the longest text is the one to be wrapped."""
        rows = tuple((str(n), "word " * 30, "yes (A)") for n in range(200))
        lines = plain(Table("t", ("no", "question", "said"), rows), 90).split("\n")
        assert all(columns(line) <= 90 for line in lines)
        assert sum("yes (A)" in line for line in lines) == 200
        assert len(lines) == 3 + 2 * 200

    def test_no_rows(self) -> None:
        """Nothing is said to be there."""
        assert plain(Table("t", ("a",), ()), 80) == "T\nnothing"

    def test_notes_are_under_the_table(self) -> None:
        """And fit too."""
        table = Table("t", ("a",), (("x",),), ("word " * 20,))
        assert (
            plain(table, 40).split("\n\n")[1].split("\n")[0]
            == "word word word word word word word word"
        )

    def test_a_narrow_terminal_is_taken_for_one_of_twenty(self) -> None:
        """Below that nothing can be set."""
        table = Table("t", ("a", "b"), (("x " * 20, "y " * 20),))
        assert plain(table, 1) == plain(table, 20)
        assert paragraph("word " * 9, 3) == paragraph("word " * 9, 20)


class TestColumns:
    @pytest.mark.parametrize(
        ("cells", "expected"),
        [(["1", "", "1,200"], True), (["", ""], False), (["1", "none"], False), ([], False)],
    )
    def test_numeric(self, cells: list[str], expected: bool) -> None:
        """Only whole numbers are, and some must be there."""
        assert is_numeric(cells) is expected

    def test_widths(self) -> None:
        """Of a terminal."""
        assert [columns(text) for text in ("abc", "日本", "e\u0301", f"a{GLUE}b")] == [3, 4, 1, 3]

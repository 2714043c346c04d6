"""Sentences and tables on one page."""

from __future__ import annotations

import pytest

from claimledger.layout import BOLD, RESET
from claimledger.prose import Part, Prose, page
from claimledger.tables import Table

TABLE = Table("figures", ("a", "b"), (("1", "x"),))


class TestPage:
    def test_parts_in_order_without_the_empty_ones(self) -> None:
        """Titles are in capitals, and lines are items."""
        parts: list[Part] = [
            Prose("why", ["One.", "Two."]),
            Prose("nothing", []),
            Table("nothing", ("a",), ()),
            TABLE,
        ]
        assert page("Head: x", parts) == (
            "Head: x\n\nWHY\n- One.\n- Two.\n\nFIGURES\na  b\n-  -\n1  x\n"
        )

    @pytest.mark.parametrize("width", [20, 60, 200])
    def test_lines_fit(self, width: int) -> None:
        """Continued lines are indented, and no word is divided that fits."""
        words = " ".join(["word"] * 100)
        lines = page("", [Prose("why", [words])], width).splitlines()[3:]
        assert max(map(len, lines)) <= width
        assert all(line.startswith("  word") for line in lines[1:])
        assert " ".join(lines).replace("-", "").split() == words.split()

    def test_colour(self) -> None:
        """The head and the titles stand out, and nothing else."""
        text = page("Head", [Prose("why", ["One."]), TABLE], color=True)
        assert [line for line in text.splitlines() if BOLD in line] == [
            f"{BOLD}{title}{RESET}" for title in ("Head", "WHY", "FIGURES")
        ]

    def test_nothing_steers_the_terminal(self) -> None:
        """Escapes and marks that turn the writing are neutralised wherever they stand."""
        text = page("\x1b[2J", [Prose("\x1b[1m", ["a\x1b]0;b\x07c\u202ed"])])
        assert not set(text) & set("\x1b\x07\u202e")

"""Progress: shown on a terminal, past a second, and at no other time."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from claimledger import progress
from claimledger.progress import tracked_on, untracked


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class TestTrackedOn:
    def test_only_a_terminal_is_drawn_on(self) -> None:
        """A file, a pipe and a closed stream get the items as they are."""
        assert tracked_on(io.StringIO()) is untracked
        assert tracked_on(None) is untracked
        assert list(tracked_on(Terminal())("abc", "reading", 3)) == ["a", "b", "c"]
        items = [1, 2]
        assert untracked(items, "reading", 2) is items

    def test_short_work_draws_nothing_and_imports_nothing(self) -> None:
        """The bar costs nothing before it is wanted."""
        code = (
            "import sys, io; from claimledger.progress import tracked_on\n"
            "class T(io.StringIO):\n    isatty = lambda self: True\n"
            "t = T(); print(list(tracked_on(t)('abc', 'x', 3)), t.getvalue() == '',"
            " 'tqdm' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.decode().split() == ["['a',", "'b',", "'c']", "True", "False"]

    def test_long_work_shows_a_bar_that_goes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """All items come in order, the bar names the work, and its line is wiped at the end."""
        monkeypatch.setattr(progress, "DELAY", -1.0)
        terminal = Terminal()
        assert list(tracked_on(terminal)(range(5), "judging", 5)) == [0, 1, 2, 3, 4]
        drawn = terminal.getvalue()
        assert "judging" in drawn
        assert "/5" in drawn
        assert drawn.rstrip(" ").endswith("\r")

    def test_work_that_is_broken_off_leaves_no_bar(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The bar is closed when the worker stops asking."""
        monkeypatch.setattr(progress, "DELAY", -1.0)
        terminal = Terminal()
        items = iter(tracked_on(terminal)(range(5), "judging", 5))
        assert [next(items), next(items)] == [0, 1]
        del items
        assert terminal.getvalue().rstrip(" ").endswith("\r")

"""The options: each has help and a place in the reference, and wrong values are told apart."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimledger import __version__
from claimledger.arguments import argument_parser
from claimledger.cli import COMMANDS, main
from claimledger.findings import Verdict

REFERENCE = Path(__file__).parent.parent / "docs" / "reference" / "commands.md"
Capture = pytest.CaptureFixture[str]


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, by name; of a command in parts those of its parts."""
    return dict(parts(argument_parser(__version__), ""))


def parts(parser: argparse.ArgumentParser, before: str) -> Iterator[tuple[str, Any]]:
    """The parsers under a parser that do something."""
    (action,) = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for name, part in action.choices.items():
        if any(isinstance(a, argparse._SubParsersAction) for a in part._actions):
            yield from parts(part, f"{before}{name} ")
        else:
            yield f"{before}{name}", part


def options() -> Iterator[tuple[str, str, argparse.Action]]:
    """Each argument of each command: the command, how it is written, and what argparse holds."""
    for name, parser in commands().items():
        for action in parser._actions:
            for spelling in action.option_strings or [str(action.metavar)]:
                yield name, spelling, action


def section(command: str) -> str:
    """The part of the reference that is about a command."""
    text = REFERENCE.read_text(encoding="utf-8")
    _, found, rest = text.partition(f"\n## {command}\n")
    assert found, f"docs/reference/commands.md has no section on {command}"
    return rest.split("\n## ")[0]


class TestCommands:
    def test_each_is_run_by_something(self) -> None:
        """No command is defined and not run, or run and not defined."""
        assert set(commands()) == set(COMMANDS)

    @pytest.mark.parametrize("name", sorted(commands()))
    def test_help_shows_an_example(self, name: str, capsys: Capture) -> None:
        """With the command in it, and what it does before it."""
        with pytest.raises(SystemExit) as end:
            main([*name.split(), "--help"])
        assert end.value.code == 0
        _, found, example = capsys.readouterr().out.partition("example:\n")
        assert found
        assert f"  claimledger {name} " in example

    @pytest.mark.parametrize(("name", "spelling", "action"), list(options()))
    def test_each_option_has_help_and_a_place_in_the_reference(
        self, name: str, spelling: str, action: argparse.Action
    ) -> None:
        """So that nobody has to guess what it does."""
        assert action.help
        if spelling not in {"-h", "--help"}:
            assert re.search(rf"`[^`\n]*{re.escape(spelling)}\b[^`\n]*`", section(name)), (
                f"docs/reference/commands.md does not mention {spelling} under {name}"
            )

    def test_the_reference_has_no_other_options(self) -> None:
        """What is gone from the commands is gone from the reference."""
        for name in commands():
            known = {spelling for command, spelling, _ in options() if command == name}
            assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section(name))) <= known

    def test_version(self, capsys: Capture) -> None:
        """The name and the version, on standard output."""
        with pytest.raises(SystemExit) as end:
            main(["--version"])
        assert end.value.code == 0
        assert capsys.readouterr().out == f"claimledger {__version__}\n"


class TestValues:
    def test_what_is_read(self) -> None:
        """Dates, moments and verdicts are values when a command gets them."""
        parser = argument_parser(__version__)
        got = parser.parse_args(
            [
                *("report", "a.toml", "--as-of", "2020-09", "--verdict", "tension,disputed"),
                *("--recorded-by", "2020-09-28T18:00+04:00"),
            ]
        )
        assert str(got.as_of) == "2020-09"
        assert got.verdict == {Verdict.DISPUTED, Verdict.TENSION}
        assert got.recorded_by == dt.datetime(2020, 9, 28, 14, tzinfo=dt.UTC)
        assert (got.format, got.reading, got.output) == ("plain", "standard", None)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["report", "x", "--as-of", "2020-13"], "--as-of: cannot read '2020-13'"),
            (["diff", "x", "--from", "soon"], "--from: cannot read 'soon'"),
            (["diff", "x", "--to", "soon"], "--to: cannot read 'soon'"),
            (["report", "x", "--reading", "wid"], "did you mean 'wide'?"),
            (["report", "x", "--reading", "loose"], "known: standard, wide, tight"),
            (["report", "x", "--verdict", "disputd"], "did you mean 'disputed'?"),
            (["report", "x", "--verdict", ""], "unknown verdict ''"),
            (["report", "x", "--verdict", "disputed,"], "unknown verdict ''"),
            (["report", "x", "--format", "htm"], "did you mean 'html'?"),
            (["diff", "x", "y", "--format", "latex"], "known: plain, github, html, json"),
            (["report", "x", "--recorded-by", "2020-09-28"], "with its offset from UTC"),
            (["report", "x", "--recorded-by", "2020-09-28T18:00"], "with its offset from UTC"),
            (["report", "x", "--recorded-by", "now"], "cannot read 'now'"),
            (["report"], "the following arguments are required: FILE"),
            (["explain", "x"], "the following arguments are required: --question"),
            (["merge", "x"], "the following arguments are required: -o/--output"),
            (["rport", "x"], "claimledger: unknown command 'rport'; did you mean 'report'?"),
            (["zzz"], "unknown command 'zzz'; known: report, check,"),
            (["store", "lo", "x"], "claimledger store: unknown command 'lo'; did you mean 'log'?"),
            ([], "the following arguments are required: COMMAND"),
            (
                ["report", "x", "--verdic", "x"],
                "claimledger report: unknown option '--verdic'; did",
            ),
            (["report", "x", "--verdic=x"], "did you mean '--verdict'?"),
            (["report", "x", "--zzz"], "claimledger report: unknown option '--zzz'\n"),
            (["--zzz", "report", "x"], "claimledger: unknown option '--zzz'\n"),
            (["init", "a", "b"], "claimledger init: one argument too many: 'b'"),
        ],
    )
    def test_a_wrong_one(self, arguments: list[str], said: str, capsys: Capture) -> None:
        """One message on standard error that names it, a way to help, and exit code 2."""
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err
        assert printed.err.startswith("claimledger")
        assert printed.err.endswith("--help shows how to use it\n")

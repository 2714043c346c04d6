"""The commands and their options, as argparse reads them."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from claimledger.addresses import masked
from claimledger.dates import parse_date
from claimledger.errors import (
    ClaimLedgerError,
    InvalidRecordError,
    UnknownNameError,
    nearest,
    quoted,
)
from claimledger.exporting import TARGETS
from claimledger.findings import Verdict
from claimledger.formats.importing import IMPORTERS
from claimledger.formats.schema import SCHEMAS
from claimledger.render import FORMATS
from claimledger.selection import parse_verdicts

T = TypeVar("T")

DIFF_FORMATS = ("plain", "github", "html", "json")

DESCRIPTION = "A ledger of competing claims: who said what, when, and where they contradict."

PLOTS = ("ranges", "history", "matrix")
ENGINES = ("polars", "duckdb", "pyspark")

READINGS = ("standard", "wide", "tight")

FILES = (
    "a ledger in TOML, CSV, JSONL or .xlsx, or a store; several are one ledger; - is standard input"
)

STORE = "the store: its file, or its address, postgresql://..."


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one message, without the usage, and name the nearest spelling."""

    def error(self, message: str) -> NoReturn:
        """Print the message to standard error, and end with exit code 2."""
        self.exit(2, f"{self.prog}: {masked(message)}\n{self.prog} --help shows how to use it\n")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does, but what is not known is an error of the command it was given to."""
        options, unknown = super().parse_known_args(args, namespace)
        for text in unknown:
            if text.startswith("-"):
                name = text.partition("=")[0]
                close = nearest(name, tuple(self._option_string_actions))
                self.error(str(UnknownNameError(name, "option", close)))
            self.error(f"one argument too many: {quoted(text)}")
        return options, unknown

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.dest == "command" and action.choices and value not in action.choices:
            known = tuple(action.choices)
            unknown = UnknownNameError(value, "command", nearest(value, known), known)
            raise argparse.ArgumentError(None, str(unknown))
        super()._check_value(action, value)


def argument_parser(version: str) -> Parser:
    """The parser of the whole command line.

    Args:
        version: What ``--version`` prints.

    Returns:
        A parser whose result holds the name of the command as ``command``.
    """
    parser = Parser(
        prog="claimledger",
        description=DESCRIPTION,
        epilog="claimledger COMMAND --help shows the options of a command, with an example.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"claimledger {version}",
        help="show the version and end",
    )
    add = _adder(parser, "")
    for define in (
        _report,
        _check,
        _explain,
        _plot,
        _merge,
        _diff,
        _init,
        _convert,
        _schema,
        _store,
        _page,
        _serve,
    ):
        define(add)
    return parser


def _adder(parser: Parser, before: str) -> Add:
    """Adds commands to a parser, whose names follow what stands before them."""
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar="COMMAND",
        help="what to do; each has a --help of its own",
    )

    def add(name: str, help: str, about: str, example: str) -> Parser:
        added: Parser = commands.add_parser(
            name,
            help=help,
            description=about,
            epilog=f"example:\n  claimledger {before}{name} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        added.set_defaults(command=f"{before}{name}")
        return added

    return add


Add = Callable[[str, str, str, str], Parser]
"""Adds a command: its name, a line of help, what it does, and the rest of an example."""


def _report(add: Add) -> None:
    command = add(
        "report",
        "the disagreements as tables",
        "Print every question with its verdict, worst first, and what each side says.",
        "ledger.toml more.csv --verdict disputed,tension --format github",
    )
    _add_files(command)
    command.add_argument(
        "--format",
        type=_one_of("format", FORMATS),
        default="plain",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (plain by default)",
    )
    _add_views(command)
    _add_selection(command)
    command.add_argument(
        "--bounds",
        action="store_true",
        help="also what follows for questions that nobody answered",
    )
    command.add_argument(
        "--engine",
        type=_one_of("engine", ENGINES),
        metavar="ENGINE",
        help=f"judge tables (Parquet, CSV) of any size by {', '.join(ENGINES)};"
        " -o writes .parquet or .csv",
    )
    _add_output(command, required=False)


def _check(add: Add) -> None:
    command = add(
        "check",
        "every problem as path:line: message",
        "Print every problem of the files, each with its line, and end with 1 if there is any.",
        "ledger.toml more.csv",
    )
    _add_files(command)


def _explain(add: Add) -> None:
    command = add(
        "explain",
        "why a question has its verdict",
        "Print why a question has its verdict: each claim with its two readings, each relation\n"
        "with its rule, what can be right together, and what looks alike but does not meet it.",
        "ledger.toml --question 1",
    )
    _add_files(command)
    command.add_argument(
        "--question",
        required=True,
        metavar="N",
        help="its number in the report, or the first 6 or more digits of the id of a claim on it",
    )
    _add_views(command)


def _merge(add: Add) -> None:
    command = add(
        "merge",
        "one ledger from several",
        "Write one ledger that holds all of several, and say what each of them brought.",
        "desk-one.toml desk-two.csv -o both.toml",
    )
    _add_files(command)
    _add_output(command, required=True)


def _diff(add: Add) -> None:
    command = add(
        "diff",
        "claims and verdicts that appeared, changed or went",
        "Print which claims and verdicts appeared, changed or went: between two files, or\n"
        "between two dates of one ledger.",
        "old.toml new.toml\n  claimledger diff ledger.toml --from 2020-09-27 --to 2020-09-29",
    )
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="two files, OLD and NEW; with --from or --to any number, which are one ledger",
    )
    command.add_argument(
        "--from",
        dest="start",
        type=_checked(parse_date),
        metavar="DATE",
        help="compare what was said by this date (nothing, when left out) ...",
    )
    command.add_argument(
        "--to",
        dest="end",
        type=_checked(parse_date),
        metavar="DATE",
        help="... with what was said by this date (everything, when left out)",
    )
    _add_reading(command)
    command.add_argument(
        "--format",
        type=_one_of("format", DIFF_FORMATS),
        default="plain",
        metavar="FORMAT",
        help=f"{', '.join(DIFF_FORMATS)} (plain by default)",
    )


def _init(add: Add) -> None:
    command = add(
        "init",
        "a commented starter ledger",
        "Write a small ledger with comments that teach the format. Nothing is overwritten.",
        "ledger.toml",
    )
    command.add_argument("path", metavar="PATH", help="where to; a file that ends in .toml")


def _convert(add: Add) -> None:
    command = add(
        "convert",
        "between formats",
        "Write a ledger in the format that the ending of OUT or --to names, and say what that\n"
        "format could not carry.",
        "ledger.toml -o ledger.csv",
    )
    _add_files(command)
    _add_target(command)


def _schema(add: Add) -> None:
    command = add(
        "schema",
        "a JSON Schema, by which editors complete and check files",
        "Print a JSON Schema (draft 7): of the ledger file in TOML, or of a line of JSONL.",
        "toml -o ledger.schema.json",
    )
    command.add_argument(
        "kind",
        type=_one_of("schema", SCHEMAS),
        metavar="KIND",
        help=f"{' or '.join(SCHEMAS)}: of a ledger file, or of a line of JSONL",
    )
    _add_output(command, required=False)


def _page(add: Add) -> None:
    command = add(
        "page",
        "the disagreements as one page for a browser",
        "Write one HTML file that needs nothing else: each question with its picture, its claims,\n"
        "its past and its reasons, to be searched, filtered, and set back to earlier dates.",
        "ledger.toml more.csv -o report.html",
    )
    _add_files(command)
    _add_views(command)
    _add_output(command, required=False)


def _serve(add: Add) -> None:
    command = add(
        "serve",
        "the same page in a browser, made anew when a file changes",
        "Show the page of some files, and what check says of them, to a browser on this machine.\n"
        "It is made anew whenever a file changes. Ctrl-C ends it; nothing is ever written.",
        "ledger.toml more.csv",
    )
    _add_files(command)
    _add_views(command)
    command.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen at (127.0.0.1, which only this machine can reach)",
    )
    command.add_argument(
        "--port",
        type=_checked(_port),
        default=8000,
        help="the port to listen at (8000); 0 is any that is free",
    )


def _store(add: Add) -> None:
    command = add(
        "store",
        "a ledger that is kept: add, log, verify, export",
        "Keep a ledger in one file to which several may add at the same time, in which nothing\n"
        "is ever changed, and which tells if anything was.",
        "add desk.db monday.csv",
    )
    add_to = _adder(command, "store ")
    _store_add(add_to)
    log = add_to(
        "log",
        "who added what, and when",
        "Print the batches of a store in their order: who added them, when, and how much.",
        "desk.db",
    )
    log.add_argument("store", metavar="DB", help=STORE)
    verify = add_to(
        "verify",
        "whether anything was changed",
        "Compute every digest of a store anew. Print its head, or the first batch that fails,\n"
        "and end with 1 if any does.",
        "desk.db --head 5f0c...",
    )
    verify.add_argument("store", metavar="DB", help=STORE)
    verify.add_argument(
        "--head",
        metavar="DIGEST",
        help="a head that was kept elsewhere: it, and all that it followed, must still be there",
    )
    export = add_to(
        "export",
        "all that a store holds, as a file",
        "Write the ledger of a store in the format that the ending of OUT or --to names, and say\n"
        "what that format could not carry.",
        "desk.db -o desk.jsonl",
    )
    export.add_argument("store", metavar="DB", help=STORE)
    _add_target(export)


def _store_add(add: Add) -> None:
    command = add(
        "add",
        "add files to a store as one batch",
        "Add what is new in files to a store, which is made where there is none, all of it or\n"
        "nothing, and print the head. Other stores are merged first, with their histories.",
        "desk.db monday.csv --by 'Night desk'",
    )
    command.add_argument("store", metavar="DB", help=STORE)
    _add_files(command)
    command.add_argument("--by", metavar="NAME", help="who adds it; by default who is logged in")
    command.add_argument(
        "--recorded",
        type=_checked(_moment),
        metavar="MOMENT",
        help="when, such as 2020-09-28T18:00+04:00; by default now",
    )
    command.add_argument("--note", metavar="TEXT", help="what is noted beside it")


def _plot(add: Add) -> None:
    command = add(
        "plot",
        "a figure for print: ranges, a history, or a matrix",
        "Draw what each claim holds possible, how one question went on, or who agrees with whom.\n"
        "Needs the extra plot.",
        "ledger.toml -o killed.svg --measure 'soldiers killed'\n"
        "  claimledger plot ledger.toml -o one.pdf --kind history --question 4",
    )
    _add_files(command)
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="write to this file, whole or not at all; its ending (.svg, .png, .pdf) is the format",
    )
    command.add_argument(
        "--kind",
        type=_one_of("kind of figure", tuple(PLOTS)),
        default="ranges",
        metavar="KIND",
        help=f"{', '.join(PLOTS)} (ranges by default)",
    )
    command.add_argument(
        "--question",
        action="append",
        metavar="N",
        help="only this one: its number in the report, or the first 6 or more digits of the id of"
        " a claim on it; may be given several times",
    )
    command.add_argument(
        "--by",
        type=_one_of("arrangement", ("claims", "sides", "sources")),
        metavar="WHAT",
        help="of ranges a line for each of the claims or of the sides; of a matrix sides against"
        " questions, or sources against sources",
    )
    command.add_argument(
        "--scale",
        type=_one_of("scale", ("linear", "log")),
        metavar="SCALE",
        help="linear or log; by default what suits the figures",
    )
    command.add_argument(
        "--width",
        type=_checked(_inches),
        default=7.0,
        metavar="INCHES",
        help="3.5 for a column, 7 for a page (by default), 13 for a slide; the height follows",
    )
    _add_views(command)
    _add_selection(command)


def _inches(text: str) -> float:
    try:
        width = float(text)
    except ValueError:
        width = 0.0
    if not 1 <= width <= 100:
        raise InvalidRecordError(f"expected a width from 1 to 100 inches, not {quoted(text)}")
    return width


def _add_selection(command: Parser) -> None:
    command.add_argument(
        "--verdict",
        type=_checked(parse_verdicts),
        metavar="VERDICTS",
        help=f"only these, separated by commas: {', '.join(verdict.value for verdict in Verdict)}",
    )
    command.add_argument("--side", help="only questions on which this side says something")
    command.add_argument("--subject", help="only questions of this party's affairs; any is all")
    command.add_argument("--event", help="only questions of this event")
    command.add_argument("--measure", help="only questions of this measure, such as tanks lost")


def _add_files(command: Parser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help=FILES)
    command.add_argument(
        "--from",
        dest="foreign",
        type=_one_of("format", tuple(IMPORTERS)),
        metavar="NAME",
        help="whose format the files are that end neither in .toml nor in .jsonl: "
        f"{', '.join(IMPORTERS)} (told by the columns, where that is sure)",
    )
    command.add_argument(
        "--mapping",
        metavar="MAP",
        help="a TOML file with what a table does not say of itself"
        " (TABLE.map.toml beside TABLE.csv, if it is there)",
    )


def _add_output(command: Parser, *, required: bool) -> None:
    help = "write to this file, whole or not at all"
    if required:
        help = f"{help}; its ending (.toml, .csv, .xlsx, .jsonl) is the format"
    command.add_argument("-o", "--output", required=required, metavar="OUT", help=help)


def _add_target(command: Parser) -> None:
    """Where to write a ledger, in which format, and whether all of it must fit in."""
    _add_output(command, required=True)
    command.add_argument(
        "--to",
        type=_one_of("format to write", TARGETS),
        metavar="NAME",
        help=f"the format, whatever the ending of OUT: {', '.join(TARGETS)}",
    )
    command.add_argument(
        "--strict",
        action="store_true",
        help="write nothing, and end with 2, if the format cannot carry everything",
    )


def _add_views(command: Parser) -> None:
    command.add_argument(
        "--as-of",
        type=_checked(parse_date),
        metavar="DATE",
        help="only what was said by the end of this date, such as 2020-09-28 or 2020-09",
    )
    command.add_argument(
        "--recorded-by",
        type=_checked(_moment),
        metavar="MOMENT",
        help="only what had been entered by this date-time, such as 2020-09-28T18:00+04:00",
    )
    _add_reading(command)


def _add_reading(command: Parser) -> None:
    command.add_argument(
        "--reading",
        type=_one_of("reading", READINGS),
        default="standard",
        metavar="READING",
        help=f"how widely 'about' and round figures are read: {', '.join(READINGS)}"
        " (standard by default)",
    )


def _checked(convert: Callable[[str], T]) -> Callable[[str], T]:
    """A conversion whose errors argparse shows as they are."""

    def checked(text: str) -> T:
        try:
            return convert(text)
        except ClaimLedgerError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return checked


def _one_of(kind: str, known: tuple[str, ...]) -> Callable[[str], str]:
    def member(text: str) -> str:
        if text not in known:
            raise UnknownNameError(text, kind, nearest(text, known), known)
        return text

    return _checked(member)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise InvalidRecordError(f"{quoted(text)} is no port: expected a number from 0 to 65535")
    return int(text)


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidRecordError(
            f"cannot read {quoted(text)}: expected a date-time with its offset from UTC,"
            " such as 2020-09-28T18:00+04:00"
        )
    return moment

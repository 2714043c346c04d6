"""The command line."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from claimledger.errors import ClaimLedgerError, UnknownNameError
from claimledger.explaining import explain_tables
from claimledger.findings import Finding
from claimledger.formats import read_lenient, write, write_text
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.render import FORMATS, render_table, report

STARTER = """\
# A ledger of claims. Lines that begin with "#" are comments.
[ledger]
title = "What happened"

[events.the-event]
name = "The event"
since = 2024-01-01              # ongoing; or: from = ..., to = ...; or: on = ...

[parties.here]
name = "Here"
opposed = ["there"]
[parties.there]
name = "There"

[sources.ministry]
name = "Ministry of Here"
side = "here"
kind = "official"

[[claims]]
source = "ministry"
date = 2024-01-02
event = "the-event"
subject = "here"
measure = "people wounded"
value = "about 20"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except (ClaimLedgerError, OSError) as error:
        print(f"claimledger: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("claimledger: interrupted", file=sys.stderr)
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="claimledger", description="A ledger of claims.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(run=globals()[f"_{name}"])
        return added

    one = command("report", "the disagreements as tables")
    _add_files(one)
    _add_views(one)
    one.add_argument("--format", choices=FORMATS, default="plain", help="how to print")
    one.add_argument("--verdict", help="only these verdicts, separated by commas")
    for name in ("side", "subject", "event", "measure"):
        one.add_argument(f"--{name}", help=f"only questions of this {name}")
    one.add_argument("-o", "--output", help="write to this file")
    one = command("check", "every problem as path:line: message")
    _add_files(one)
    one = command("explain", "why a question has its verdict")
    _add_files(one)
    _add_views(one)
    one.add_argument("--question", required=True, help="its number in the report, or a claim id")
    for name, help in (("merge", "one ledger from several"), ("convert", "between formats")):
        one = command(name, help)
        _add_files(one)
        one.add_argument("-o", "--output", required=True, help="write to this file")
    one = command("diff", "claims and verdicts that appeared, changed or went")
    one.add_argument("old")
    one.add_argument("new")
    one = command("init", "a commented starter ledger")
    one.add_argument("path")
    return parser


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="TOML, CSV or JSONL; - is input")


def _add_views(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", help="only what was said by this date")
    parser.add_argument("--reading", default="standard", help="standard, wide or tight")


def _load(paths: Sequence[str]) -> Ledger:
    ledger, problems = read_lenient(*paths)
    for problem in problems:
        print(problem, file=sys.stderr)
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        raise ClaimLedgerError(f"{errors} problem{'s' if errors > 1 else ''} in the files above")
    return ledger


def _print(text: str, output: str | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        write_text(text, Path(output))


def _report(options: argparse.Namespace) -> int:
    ledger = _load(options.files)
    findings = judge(ledger, as_of=options.as_of, reading=options.reading)
    text = report(
        ledger,
        format=options.format,
        as_of=options.as_of,
        reading=options.reading,
        width=shutil.get_terminal_size((100, 24)).columns,
        findings=[found for found in findings if _is_wanted(found, options)],
    )
    _print(text, options.output)
    return 0


def _is_wanted(finding: Finding, options: argparse.Namespace) -> bool:
    question = finding.question
    if options.verdict is not None:
        wanted = {verdict.strip() for verdict in options.verdict.split(",")}
        if str(finding.verdict) not in wanted:
            return False
    if options.side is not None and not any(
        side.side.casefold() == options.side.casefold() for side in finding.sides
    ):
        return False
    return all(
        wanted is None or (getattr(question, name) or "").casefold() == wanted.casefold()
        for name in ("subject", "event", "measure")
        for wanted in (getattr(options, name),)
    )


def _check(options: argparse.Namespace) -> int:
    _, problems = read_lenient(*options.files)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _explain(options: argparse.Namespace) -> int:
    ledger = _load(options.files)
    findings = judge(ledger, as_of=options.as_of, reading=options.reading)
    wanted = options.question
    for finding in findings:
        ids = (voice.id for voice in finding.voices)
        if wanted == str(finding.number) or (
            len(wanted) >= 6 and any(claim.startswith(wanted.lower()) for claim in ids)
        ):
            width = shutil.get_terminal_size((100, 24)).columns
            tables = [table for table in explain_tables(ledger, finding) if table.rows]
            print("\n\n".join(render_table(table, "plain", width) for table in tables))
            return 0
    raise UnknownNameError(wanted, "question")


def _merge(options: argparse.Namespace) -> int:
    merged = _load(options.files)
    first = _load(options.files[:1])
    write(merged, options.output)
    added = len(merged) - len(first)
    print(f"{added} claims new, {len(merged)} in all", file=sys.stderr)
    for conflict in merged.conflicts:
        values = " / ".join(conflict.values)
        print(f"{conflict.kind} {conflict.name!r}: {conflict.field}: {values}", file=sys.stderr)
    return 0


def _convert(options: argparse.Namespace) -> int:
    ledger = _load(options.files)
    write(ledger, options.output)
    if options.output.endswith((".csv", ".tsv")):
        kinds = ("parties", "events", "places", "implications", "retractions", "measures")
        for kind in kinds:
            count = len(getattr(ledger, kind))
            if count:
                print(f"not carried by CSV: {count} {kind}", file=sys.stderr)
    return 0


def _diff(options: argparse.Namespace) -> int:
    old, new = _load([options.old]), _load([options.new])
    ids = [{claim.id: claim for claim in ledger.claims} for ledger in (old, new)]
    for sign, here, there in (("-", ids[0], ids[1]), ("+", ids[1], ids[0])):
        for key, claim in here.items():
            if key not in there:
                print(f"{sign} {claim.date} {claim.source}: {claim.about}: {claim.said}")
    verdicts = [{str(f.question): f.verdict for f in judge(ledger)} for ledger in (old, new)]
    for question in sorted(verdicts[0].keys() | verdicts[1].keys()):
        before, after = (found.get(question) for found in verdicts)
        if before != after:
            print(f"~ {question}: {before or 'nothing'} -> {after or 'nothing'}")
    return 0


def _init(options: argparse.Namespace) -> int:
    path = Path(options.path)
    if path.exists():
        raise ClaimLedgerError(f"{path} is there already")
    write_text(STARTER, path)
    return 0

"""Commands that show what is in a ledger: report, check, explain, diff and plot."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

from claimledger.changes import change_data, change_head, change_tables
from claimledger.commands.inputs import (
    Options,
    chosen_from,
    load,
    read_files,
    refuse_unreadable,
    seen,
    target_of,
)
from claimledger.console import has_color, print_out, put, save, say, track_here, width_here
from claimledger.differences import differences
from claimledger.errors import ClaimLedgerWarning, InvalidRecordError
from claimledger.explaining import explanation, heading
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.prose import page
from claimledger.render import render_table, report
from claimledger.selection import numbered
from claimledger.tables import counted


def run_report(options: Options) -> int:
    """Print the disagreements."""
    if options.engine is not None:
        return _report_by_engine(options)
    target = None if options.output is None else target_of(options.output)
    ledger = seen(options)
    findings = judge(ledger, reading=options.reading, track=track_here())
    chosen = chosen_from(ledger, findings, options)
    if findings and not chosen:
        say("claimledger: no question meets all of these conditions")
    text = report(
        ledger,
        format=options.format,
        as_of=options.as_of,
        reading=options.reading,
        width=width_here(),
        findings=chosen,
        bounds=options.bounds,
        color=target is None and has_color(),
    )
    put(text, target)
    return 0


NOT_BY_ENGINE = (
    *("foreign", "mapping", "recorded_by", "bounds"),
    *("verdict", "side", "subject", "event", "measure"),
)
"""Options of a report that an engine does not take."""


def _report_by_engine(options: Options) -> int:
    from claimledger.frames.files import judge_files, save, table_of

    for name in NOT_BY_ENGINE:
        if getattr(options, name):
            spelt = "from" if name == "foreign" else name.replace("_", "-")
            raise InvalidRecordError(f"--{spelt} does not go with --engine")
    target = None if options.output is None else target_of(options.output)
    # Spark reads and writes folders of parts.
    folders = options.engine == "pyspark"
    refuse_unreadable([p for p in options.files if not (folders and Path(p).is_dir())])
    answer = judge_files(
        options.engine, options.files, reading=options.reading, as_of=options.as_of
    )
    if target is None:
        table = table_of(answer, is_for_reading=options.format not in {"csv", "tsv", "json"})
        text = render_table(table, options.format, width_here(), color=has_color())
        print_out(f"{text}\n")
    else:
        save(answer, target)
    for reason, count in answer.not_carried:
        say(f"not judged by an engine: {reason}: {counted(count, 'row')}")
    return 0


def run_check(options: Options) -> int:
    """Print every problem and lint; 1 if there is any."""
    from claimledger.linting import lint
    from claimledger.linting.checking import checked

    parts, problems, places = read_files(options.files, options)
    ledger = Ledger().merge(*parts)
    found = lint(ledger, findings=judge(ledger, track=track_here()))
    lines = checked(problems, found, places)
    print_out("".join(f"{line}\n" for line in lines))
    if not lines:
        say(f"{counted(len(ledger), 'claim')}, no problem")
    return 1 if lines else 0


def run_explain(options: Options) -> int:
    """Print why one question has its verdict."""
    ledger = seen(options)
    findings = judge(ledger, reading=options.reading, track=track_here())
    asked = numbered(ledger, findings, options.question)
    parts = explanation(ledger, findings, asked)
    print_out(page(heading(asked), parts, width_here(), color=has_color()))
    return 0


def run_diff(options: Options) -> int:
    """Print what changed between two ledgers, or two dates of one."""
    if options.start is None and options.end is None:
        if len(options.files) != 2:
            raise InvalidRecordError(
                f"diff compares two files, not {len(options.files)}; or two dates of one ledger,"
                " by --from and --to"
            )
        old, new = (Ledger().merge(*load([path], options)) for path in options.files)
    else:
        ledger = Ledger().merge(*load(options.files, options))
        old = Ledger() if options.start is None else ledger.as_of(options.start)
        new = ledger if options.end is None else ledger.as_of(options.end)
    found = differences(old, new, reading=options.reading, track=track_here())
    if options.format == "json":
        text = json.dumps(change_data(found), ensure_ascii=False, indent=1)
    else:
        tables = change_tables(found)
        color = has_color()
        shown = (render_table(t, options.format, width_here(), color=color) for t in tables)
        text = "\n\n".join([change_head(found), *shown])
    print_out(f"{text}\n")
    return 0


def run_plot(options: Options) -> int:
    """Draw findings to a file."""
    from claimledger.plots import figure_bytes
    from claimledger.plots.drawing import drawn
    from claimledger.plots.saving import format_of

    format = format_of(options.output)
    target = target_of(options.output)
    ledger = seen(options)
    findings = judge(ledger, reading=options.reading, track=track_here())
    chosen = chosen_from(ledger, findings, options)
    if options.question:
        asked = {numbered(ledger, findings, wanted).number for wanted in options.question}
        chosen = tuple(finding for finding in chosen if finding.number in asked)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ClaimLedgerWarning)
        figure = drawn(
            options.kind,
            ledger,
            findings,
            chosen,
            by=options.by,
            scale=options.scale,
            width=options.width,
        )
        data = figure_bytes(figure, format)
    for warning in told:
        say(f"claimledger: {warning.message}")
    save(data, target)
    return 0

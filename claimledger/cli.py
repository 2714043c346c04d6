"""The command line: arguments in, text and an exit code out."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping, Sequence

from claimledger import __version__
from claimledger.arguments import argument_parser
from claimledger.commands.inputs import Options
from claimledger.commands.ledgers import run_convert, run_init, run_merge, run_schema
from claimledger.commands.pages import run_page, run_serve
from claimledger.commands.reports import run_check, run_diff, run_explain, run_plot, run_report
from claimledger.commands.stores import (
    run_store_add,
    run_store_export,
    run_store_log,
    run_store_verify,
)
from claimledger.console import let_go_of_stdout, say
from claimledger.errors import ClaimLedgerError

BROKEN_PIPE = 128 + 13
INTERRUPTED = 128 + signal.SIGINT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = argument_parser(__version__).parse_args(arguments)
    try:
        code = COMMANDS[options.command](options)
    except BrokenPipeError:
        let_go_of_stdout()
        return BROKEN_PIPE
    except (ClaimLedgerError, OSError) as error:
        say(f"claimledger: {error}")
        return 2
    except KeyboardInterrupt:
        say("claimledger: interrupted")
        return INTERRUPTED
    return code


COMMANDS: Mapping[str, Callable[[Options], int]] = {
    "report": run_report,
    "check": run_check,
    "plot": run_plot,
    "explain": run_explain,
    "merge": run_merge,
    "diff": run_diff,
    "init": run_init,
    "convert": run_convert,
    "schema": run_schema,
    "page": run_page,
    "serve": run_serve,
    "store add": run_store_add,
    "store log": run_store_log,
    "store verify": run_store_verify,
    "store export": run_store_export,
}

"""What goes out: to standard output and standard error, to files and devices."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from claimledger.addresses import masked
from claimledger.errors import ClaimLedgerError
from claimledger.formats import write_file
from claimledger.progress import Track, tracked_on

WIDTH = 100
"""Columns of output that goes to no terminal."""

PIECE = 8192
"""Characters that are printed at once."""


def let_go_of_stdout() -> None:
    """Keep the interpreter from writing to a broken stream once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def print_out(text: str) -> None:
    """Write to standard output, and send it out while an error can still be told."""
    if sys.stdout is None:
        return
    try:
        # An unbuffered stream writes once and drops the rest when a pipe takes only a part.
        for start in range(0, len(text), PIECE):
            sys.stdout.write(text[start : start + PIECE])
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        let_go_of_stdout()
        raise ClaimLedgerError(f"cannot write standard output: {error.strerror}") from error


def save(content: str | bytes, target: Path) -> None:
    """Write to a file, which is replaced whole or not at all; or to a device."""
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                device.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        else:
            write_file(content, target)
    except OSError as error:
        raise ClaimLedgerError(f"cannot write {target}: {error.strerror or error}") from error


def put(text: str, target: Path | None) -> None:
    """Write an answer to a file, or to standard output where none is named."""
    if target is None:
        print_out(text)
    else:
        save(text, target)


def say(text: str) -> None:
    """Tell the user something that is no part of the answer; a password in it is left out."""
    print(masked(text), file=sys.stderr)


def track_here() -> Track:
    """How progress is shown."""
    return tracked_on(sys.stderr)


def width_here() -> int:
    """Columns of the terminal; WIDTH where the output goes to none."""
    return shutil.get_terminal_size((WIDTH, 24)).columns


def has_color() -> bool:
    """Whether standard output is a terminal that welcomes colour."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

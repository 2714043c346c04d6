"""What comes in: the ledgers of files and stores, and where an answer is to go."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from claimledger.addresses import is_address, masked
from claimledger.console import say, track_here
from claimledger.errors import ClaimLedgerError, Problem
from claimledger.findings import Finding
from claimledger.formats import ENDINGS, is_store, read_placed
from claimledger.formats.places import Places
from claimledger.formats.texts import STANDARD_INPUT
from claimledger.ledger import Ledger
from claimledger.selection import selected
from claimledger.tables import counted

Options = argparse.Namespace


def read_files(
    paths: Sequence[str], options: Options
) -> tuple[tuple[Ledger, ...], tuple[Problem, ...], Places]:
    """The ledger of each file, every problem in them, and where their records stand.

    Of a store only the batches that were recorded by the moment asked for are read.

    Raises:
        ClaimLedgerError: for files that cannot be opened, all of them at once.
    """
    refuse_unreadable(paths)
    recorded_by = getattr(options, "recorded_by", None)
    stored = {path: kept(path, recorded_by) for path in paths if is_store(path)}
    return read_with(paths, options, stored)


def read_with(
    paths: Sequence[str], options: Options, stored: Mapping[str, Ledger]
) -> tuple[tuple[Ledger, ...], tuple[Problem, ...], Places]:
    """As ``read_files``, where the ledgers of the stores among the files are known."""
    return read_placed(
        *paths,
        format=getattr(options, "foreign", None),
        mapping=getattr(options, "mapping", None),
        track=track_here(),
        stored=stored,
    )


def kept(path: str, recorded_by: dt.datetime | None) -> Ledger:
    """The ledger of a store."""
    from claimledger.store import open_store

    with open_store(path, create=False) as store:
        return store.ledger(recorded_by=recorded_by, track=track_here())


def refuse_unreadable(paths: Sequence[str]) -> None:
    """Raise, of files that cannot be opened, all at once."""
    faults = [fault for path in dict.fromkeys(paths) if (fault := unreadable(path))]
    if paths.count(STANDARD_INPUT) > 1:
        faults.append("standard input can be read once: - is named twice")
    if faults:
        raise ClaimLedgerError("; ".join(faults))


def unreadable(path: str) -> str | None:
    """Why a file cannot be opened; it stays unopened, since a pipe can be opened once."""
    if path == STANDARD_INPUT or is_address(path):
        return None
    reason = None
    if not path:
        reason = "its name is empty"
    elif not Path(path).exists():
        reason = "there is no such file"
    elif Path(path).is_dir():
        reason = "it is a folder"
    elif not os.access(path, os.R_OK):
        reason = "permission denied"
    return reason and masked(f"cannot read {path or repr(path)}: {reason}")


def load(paths: Sequence[str], options: Options) -> tuple[Ledger, ...]:
    """The ledger of each file; problems go to standard error, and errors end the command."""
    parts, problems, _ = read_files(paths, options)
    tell(problems)
    return parts


def tell(problems: Sequence[Problem]) -> None:
    """Say what is wrong; errors end the command."""
    for problem in problems:
        say(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        raise ClaimLedgerError(f"nothing done: {counted(errors, 'problem')}, listed above")


def seen(options: Options) -> Ledger:
    """The ledger of all files, as of the dates asked for."""
    return viewed(Ledger().merge(*load(options.files, options)), options)


def viewed(ledger: Ledger, options: Options) -> Ledger:
    """A ledger as of the dates asked for."""
    if options.recorded_by is not None:
        ledger = ledger.recorded_by(options.recorded_by)
    return ledger if options.as_of is None else ledger.as_of(options.as_of)


def chosen_from(
    ledger: Ledger, findings: Sequence[Finding], options: Options
) -> tuple[Finding, ...]:
    """The findings that meet the conditions asked for."""
    return selected(
        ledger,
        findings,
        verdicts=options.verdict,
        side=options.side,
        subject=options.subject,
        event=options.event,
        measure=options.measure,
    )


def target_of(output: str) -> Path:
    """Where to write, once it is known that it can be, before any long work is done."""
    path = Path(output)
    if path.is_dir():
        raise ClaimLedgerError(f"cannot write {path}: it is a folder")
    if is_store(output):
        raise ClaimLedgerError(f"cannot write {output}: it is a store, which only grows")
    if not path.parent.is_dir():
        raise ClaimLedgerError(f"cannot write {path}: there is no folder {path.parent}")
    # It would be replaced all the same, except on Windows.
    if path.exists() and not os.access(path, os.W_OK):
        raise ClaimLedgerError(f"cannot write {path}: it is write-protected")
    return path


def ledger_target(output: str) -> Path:
    """Where to write a ledger, in the format that the ending names."""
    path = target_of(output)
    if path.suffix.lower() not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise ClaimLedgerError(f"cannot tell the format of {path}: expected one of {endings}")
    return path


def format_of(path: Path) -> str:
    """The format that the ending of a file names."""
    return ENDINGS[path.suffix.lower()]


def destination(options: Options) -> tuple[Path, str]:
    """Where to write a ledger, and in which format."""
    if options.to is not None:
        return target_of(options.output), options.to
    target = ledger_target(options.output)
    return target, format_of(target)

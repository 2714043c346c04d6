"""The command line: arguments in, text and an exit code out."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from claimledger import __version__
from claimledger.arguments import argument_parser
from claimledger.changes import change_data, change_head, change_tables
from claimledger.claims import Attestation, Claim, Retraction
from claimledger.differences import differences
from claimledger.errors import (
    ClaimLedgerError,
    ClaimLedgerWarning,
    DamagedStoreError,
    InvalidRecordError,
    Location,
    Problem,
)
from claimledger.explaining import explanation, heading
from claimledger.exporting import exported
from claimledger.findings import Finding
from claimledger.formats import (
    ENDINGS,
    content_of,
    is_address,
    is_store,
    read_placed,
    write_file,
)
from claimledger.formats.found import Found
from claimledger.formats.importing import importer_of
from claimledger.formats.places import Places
from claimledger.formats.schema import schema_text
from claimledger.formats.texts import STANDARD_INPUT
from claimledger.judging import judge
from claimledger.ledger import Ledger, Record
from claimledger.logs import log_table, verified_text
from claimledger.progress import Track, tracked_on
from claimledger.prose import page
from claimledger.render import render_table, report
from claimledger.selection import numbered, selected
from claimledger.tables import counted

WIDTH = 100
"""Columns of output that goes to no terminal."""

PIECE = 8192
"""Characters that are printed at once."""

BROKEN_PIPE = 128 + 13
INTERRUPTED = 128 + signal.SIGINT

Options = argparse.Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = argument_parser(__version__).parse_args(arguments)
    try:
        code = COMMANDS[options.command](options)
    except BrokenPipeError:
        _let_go_of_stdout()
        return BROKEN_PIPE
    except (ClaimLedgerError, OSError) as error:
        _say(f"claimledger: {error}")
        return 2
    except KeyboardInterrupt:
        _say("claimledger: interrupted")
        return INTERRUPTED
    return code


def _let_go_of_stdout() -> None:
    """Keep the interpreter from writing to a broken stream once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _report(options: Options) -> int:
    target = None if options.output is None else _target(options.output)
    ledger = _seen(options)
    findings = judge(ledger, reading=options.reading, track=_track())
    chosen = _chosen(ledger, findings, options)
    if findings and not chosen:
        _say("claimledger: no question meets all of these conditions")
    text = report(
        ledger,
        format=options.format,
        as_of=options.as_of,
        reading=options.reading,
        width=_width(),
        findings=chosen,
        bounds=options.bounds,
        color=target is None and _has_color(),
    )
    if target is None:
        _print(text)
    else:
        _save(text, target)
    return 0


def _chosen(ledger: Ledger, findings: Sequence[Finding], options: Options) -> tuple[Finding, ...]:
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


def _plot(options: Options) -> int:
    from claimledger.plots import figure_bytes
    from claimledger.plots.drawing import drawn
    from claimledger.plots.saving import format_of

    format = format_of(options.output)
    target = _target(options.output)
    ledger = _seen(options)
    findings = judge(ledger, reading=options.reading, track=_track())
    chosen = _chosen(ledger, findings, options)
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
        _say(f"claimledger: {warning.message}")
    _save(data, target)
    return 0


def _check(options: Options) -> int:
    from claimledger.linting import lint
    from claimledger.linting.checking import checked

    parts, problems, places = _read(options.files, options)
    ledger = Ledger().merge(*parts)
    found = lint(ledger, findings=judge(ledger, track=_track()))
    lines = checked(problems, found, places)
    _print("".join(f"{line}\n" for line in lines))
    if not lines:
        _say(f"{counted(len(ledger), 'claim')}, no problem")
    return 1 if lines else 0


def _page(options: Options) -> int:
    from claimledger.pages import page as web_page

    target = None if options.output is None else _target(options.output)
    text = web_page(_seen(options), as_of=options.as_of, reading=options.reading, track=_track())
    if target is None:
        _print(text)
    else:
        _save(text, target)
    return 0


def _serve(options: Options) -> int:
    from claimledger.pages.building import environment
    from claimledger.pages.serving import Server
    from claimledger.pages.watching import Watch

    environment()
    if STANDARD_INPUT in options.files:
        raise ClaimLedgerError("standard input can be read once, and is not served")
    _refuse_unreadable(options.files)
    with Server(
        Watch(lambda version: _live_page(options, version), _followed(options)),
        options.host,
        options.port,
    ) as server:
        if not server.is_private:
            _say("claimledger: whoever can reach this machine can read the ledger")
        _say(f"{server.address} shows the page; Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            _say("ended")
    return 0


def _followed(options: Options) -> list[str]:
    """The files that a page depends on, those among them that are not there yet."""
    paths = [path for path in options.files if not is_address(path)]
    beside = [str(Path(path).with_suffix(".map.toml")) for path in paths]
    journals = [f"{path}-wal" for path in paths if is_store(path)]
    return [*paths, *beside, *journals, *filter(None, [options.mapping])]


def _live_page(options: Options, version: str) -> str:
    """The page of the files as they are now, with all that is wrong with them."""
    from claimledger.linting import lint
    from claimledger.linting.checking import checked
    from claimledger.pages.building import built

    try:
        parts, problems, places = _read(options.files, options)
        ledger = Ledger().merge(*parts)
        lines = checked(problems, lint(ledger), places)
        return built(
            _viewed(ledger, options),
            as_of=options.as_of,
            reading=options.reading,
            problems=lines,
            live=version,
        )
    except (ClaimLedgerError, OSError) as error:
        fault = Problem(Location("claimledger"), str(error))
        return built(Ledger(), problems=[fault], live=version)


def _explain(options: Options) -> int:
    ledger = _seen(options)
    findings = judge(ledger, reading=options.reading, track=_track())
    asked = numbered(ledger, findings, options.question)
    parts = explanation(ledger, findings, asked)
    _print(page(heading(asked), parts, _width(), color=_has_color()))
    return 0


def _merge(options: Options) -> int:
    target = _ledger_target(options.output)
    parts = _load(options.files, options)
    merged = Ledger().merge(*parts)
    _save(content_of(merged, _format_of(target)), target)
    known: frozenset[Record] = frozenset()
    for path, part in zip(options.files, parts, strict=True):
        _say(f"{path}: {_brought(known, part)}")
        known |= part.records
    _say(f"{options.output}: {counted(len(merged), 'claim')}")
    for conflict in merged.conflicts:
        values = " / ".join(conflict.values)
        _say(f"disagreement: {conflict.field} of {conflict.kind} {conflict.name!r}: {values}")
    return 0


def _brought(known: frozenset[Record], part: Ledger) -> str:
    """What one more ledger adds to the records of those before it."""
    ids = {record.id for record in known if isinstance(record, Claim)}
    fresh = sum(claim.id not in ids for claim in part.claims)
    parts = [_share("claims", fresh, len(part))]
    for name, kind in (("attestations", Attestation), ("retractions", Retraction)):
        records = {record for record in part.records if isinstance(record, kind)}
        if records:
            parts.append(_share(name, len(records - known), len(records)))
    return "; ".join(parts)


def _share(name: str, fresh: int, total: int) -> str:
    return f"{name}: {fresh:,} new, {total - fresh:,} already there"


def _convert(options: Options) -> int:
    target, name = _destination(options)
    if name == "jsonl" and len(options.files) == 1 and _streams(options, target):
        return 0
    ledger = Ledger().merge(*_load(options.files, options))
    _export(ledger, target, name, is_strict=options.strict)
    return 0


def _destination(options: Options) -> tuple[Path, str]:
    """Where to write a ledger, and in which format."""
    if options.to is not None:
        return _target(options.output), options.to
    target = _ledger_target(options.output)
    return target, _format_of(target)


def _export(ledger: Ledger, target: Path, name: str, *, is_strict: bool) -> None:
    """Write a ledger in a format, and say what that could not carry."""
    found = exported(ledger, name)
    is_refused = is_strict and bool(found.lost)
    if not is_refused:
        _save(found.content, target)
    for what, count in found.lost:
        _say(f"not carried by {name.upper()}: {what}: {count:,}")
    if is_refused:
        raise ClaimLedgerError("nothing written: not everything can be carried, as listed above")


def _streams(options: Options, target: Path) -> bool:
    """Convert one foreign file without holding it; False for a ledger, or to a device."""
    (path,) = options.files
    file = Found(path, track=_track(), mapping=options.mapping)
    name = importer_of(file, options.foreign, ENDINGS)
    if name is None or _unreadable(path) or is_store(path):
        return False
    if target.exists() and not target.is_file():
        return False
    from claimledger.formats.streaming import stream

    _tell(stream(name, file, target))
    return True


def _diff(options: Options) -> int:
    if options.start is None and options.end is None:
        if len(options.files) != 2:
            raise InvalidRecordError(
                f"diff compares two files, not {len(options.files)}; or two dates of one ledger,"
                " by --from and --to"
            )
        old, new = (Ledger().merge(*_load([path], options)) for path in options.files)
    else:
        ledger = Ledger().merge(*_load(options.files, options))
        old = Ledger() if options.start is None else ledger.as_of(options.start)
        new = ledger if options.end is None else ledger.as_of(options.end)
    found = differences(old, new, reading=options.reading, track=_track())
    if options.format == "json":
        text = json.dumps(change_data(found), ensure_ascii=False, indent=1)
    else:
        tables = change_tables(found)
        color = _has_color()
        shown = (render_table(t, options.format, _width(), color=color) for t in tables)
        text = "\n\n".join([change_head(found), *shown])
    _print(f"{text}\n")
    return 0


def _init(options: Options) -> int:
    path = Path(options.path)
    if ENDINGS.get(path.suffix.lower(), "toml") != "toml":
        raise InvalidRecordError(f"the starter ledger is TOML: {path} should end in .toml")
    if path.exists() and not path.is_dir():
        raise InvalidRecordError(f"{path} is there already, and is left as it is")
    _save(
        (files("claimledger") / "starter.toml").read_text(encoding="utf-8"), _target(options.path)
    )
    _say(f"{path} is written; claimledger report {path} shows what it says")
    return 0


def _schema(options: Options) -> int:
    target = None if options.output is None else _target(options.output)
    text = schema_text(options.kind)
    if target is None:
        _print(text)
    else:
        _save(text, target)
    return 0


def _store_add(options: Options) -> int:
    from claimledger.store import open_store

    stamp = {"by": options.by, "recorded": options.recorded, "note": options.note}
    stores = [path for path in options.files if is_store(path)]
    texts = [path for path in options.files if path not in stores]
    declared = Ledger()
    if is_address(options.store) or Path(options.store).exists():
        with open_store(options.store, create=is_address(options.store)) as store:
            declared = store.declared()
    # What is wrong with the files is known before anything is made or added.
    parts = _parts(texts, options, declared)
    with open_store(options.store, by=options.by) as store:
        for path in stores:
            with open_store(path, create=False) as other:
                found = len(store.merge(other, **stamp))
            _say(f"{path}: {found:,} {'batch' if found == 1 else 'batches'} new")
        if texts:
            records = len(Ledger().merge(*parts).records)
            batch = store.add(*parts, **stamp)
            _say(f"{options.store}: {_share('records', batch.size if batch else 0, records)}")
        if store.head is not None:
            _print(f"{store.head.digest}\n")
    return 0


def _parts(texts: Sequence[str], options: Options, declared: Ledger) -> tuple[Ledger, ...]:
    """The ledgers of files in which names are known that a store declares."""
    _refuse_unreadable(texts)
    paths = (options.store, *texts)
    (_, *parts), problems, _ = _placed(paths, options, {options.store: declared})
    _tell(problems)
    return tuple(parts)


def _store_log(options: Options) -> int:
    from claimledger.store import open_store

    with open_store(options.store, create=False) as store:
        table = log_table(store.log())
    _print(f"{render_table(table, width=_width(), color=_has_color())}\n")
    return 0


def _store_verify(options: Options) -> int:
    from claimledger.store import open_store

    try:
        with open_store(options.store, create=False) as store:
            found = store.verify(options.head, track=_track())
    except DamagedStoreError as error:
        _print(f"{error}\n")
        return 1
    _print(verified_text(found))
    return 0


def _store_export(options: Options) -> int:
    from claimledger.store import open_store

    target, name = _destination(options)
    with open_store(options.store, create=False) as store:
        ledger = store.ledger(track=_track())
    _export(ledger, target, name, is_strict=options.strict)
    return 0


COMMANDS: Mapping[str, Callable[[Options], int]] = {
    "report": _report,
    "check": _check,
    "plot": _plot,
    "explain": _explain,
    "merge": _merge,
    "diff": _diff,
    "init": _init,
    "convert": _convert,
    "schema": _schema,
    "page": _page,
    "serve": _serve,
    "store add": _store_add,
    "store log": _store_log,
    "store verify": _store_verify,
    "store export": _store_export,
}


def _read(
    paths: Sequence[str], options: Options
) -> tuple[tuple[Ledger, ...], tuple[Problem, ...], Places]:
    """The ledger of each file, every problem in them, and where their records stand.

    Of a store only the batches that were recorded by the moment asked for are read.

    Raises:
        ClaimLedgerError: for files that cannot be opened, all of them at once.
    """
    _refuse_unreadable(paths)
    recorded_by = getattr(options, "recorded_by", None)
    stored = {path: _kept(path, recorded_by) for path in paths if is_store(path)}
    return _placed(paths, options, stored)


def _placed(
    paths: Sequence[str], options: Options, stored: Mapping[str, Ledger]
) -> tuple[tuple[Ledger, ...], tuple[Problem, ...], Places]:
    """As ``_read``, where the ledgers of the stores among the files are known."""
    return read_placed(
        *paths,
        format=getattr(options, "foreign", None),
        mapping=getattr(options, "mapping", None),
        track=_track(),
        stored=stored,
    )


def _kept(path: str, recorded_by: dt.datetime | None) -> Ledger:
    """The ledger of a store."""
    from claimledger.store import open_store

    with open_store(path, create=False) as store:
        return store.ledger(recorded_by=recorded_by, track=_track())


def _refuse_unreadable(paths: Sequence[str]) -> None:
    faults = [fault for path in dict.fromkeys(paths) if (fault := _unreadable(path))]
    if paths.count(STANDARD_INPUT) > 1:
        faults.append("standard input can be read once: - is named twice")
    if faults:
        raise ClaimLedgerError("; ".join(faults))


def _unreadable(path: str) -> str | None:
    """Why a file cannot be opened; it stays unopened, since a pipe can be opened once."""
    if path == STANDARD_INPUT or is_address(path):
        return None
    reason = None
    if not Path(path).exists():
        reason = "there is no such file"
    elif Path(path).is_dir():
        reason = "it is a folder"
    elif not os.access(path, os.R_OK):
        reason = "permission denied"
    return reason and f"cannot read {path}: {reason}"


def _load(paths: Sequence[str], options: Options) -> tuple[Ledger, ...]:
    """The ledger of each file; problems go to standard error, and errors end the command."""
    parts, problems, _ = _read(paths, options)
    _tell(problems)
    return parts


def _tell(problems: Sequence[Problem]) -> None:
    """Say what is wrong; errors end the command."""
    for problem in problems:
        _say(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        raise ClaimLedgerError(f"nothing done: {counted(errors, 'problem')}, listed above")


def _seen(options: Options) -> Ledger:
    """The ledger of all files, as of the dates asked for."""
    return _viewed(Ledger().merge(*_load(options.files, options)), options)


def _viewed(ledger: Ledger, options: Options) -> Ledger:
    if options.recorded_by is not None:
        ledger = ledger.recorded_by(options.recorded_by)
    return ledger if options.as_of is None else ledger.as_of(options.as_of)


def _target(output: str) -> Path:
    """Where to write, once it is known that it can be, before any long work is done."""
    path = Path(output)
    if path.is_dir():
        raise ClaimLedgerError(f"cannot write {path}: it is a folder")
    if is_store(output):
        raise ClaimLedgerError(f"cannot write {output}: it is a store, which only grows")
    if not path.parent.is_dir():
        raise ClaimLedgerError(f"cannot write {path}: there is no folder {path.parent}")
    return path


def _ledger_target(output: str) -> Path:
    """Where to write a ledger, in the format that the ending names."""
    path = _target(output)
    if path.suffix.lower() not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise ClaimLedgerError(f"cannot tell the format of {path}: expected one of {endings}")
    return path


def _format_of(path: Path) -> str:
    return ENDINGS[path.suffix.lower()]


def _print(text: str) -> None:
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
        _let_go_of_stdout()
        raise ClaimLedgerError(f"cannot write standard output: {error.strerror}") from error


def _save(content: str | bytes, target: Path) -> None:
    """Write to a file, which is replaced whole or not at all; or to a device."""
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                device.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        else:
            write_file(content, target)
    except OSError as error:
        raise ClaimLedgerError(f"cannot write {target}: {error.strerror or error}") from error


def _say(text: str) -> None:
    """Tell the user something that is no part of the answer."""
    print(text, file=sys.stderr)


def _track() -> Track:
    return tracked_on(sys.stderr)


def _width() -> int:
    return shutil.get_terminal_size((WIDTH, 24)).columns


def _has_color() -> bool:
    """Whether standard output is a terminal that welcomes colour."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

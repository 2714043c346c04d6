"""Commands that write ledgers: merge, convert, init and schema."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from claimledger.claims import Attestation, Claim, Retraction
from claimledger.commands.inputs import (
    Options,
    destination,
    format_of,
    ledger_target,
    load,
    target_of,
    tell,
    unreadable,
)
from claimledger.console import put, save, say, track_here
from claimledger.errors import ClaimLedgerError, InvalidRecordError
from claimledger.exporting import exported
from claimledger.formats import ENDINGS, content_of, is_store
from claimledger.formats.found import Found
from claimledger.formats.importing import importer_of
from claimledger.formats.schema import schema_text
from claimledger.ledger import Ledger, Record
from claimledger.tables import counted


def run_merge(options: Options) -> int:
    """Write one ledger from several, and say what each brought."""
    target = ledger_target(options.output)
    parts = load(options.files, options)
    merged = Ledger().merge(*parts)
    save(content_of(merged, format_of(target)), target)
    known: frozenset[Record] = frozenset()
    for path, part in zip(options.files, parts, strict=True):
        say(f"{path}: {_brought(known, part)}")
        known |= part.records
    say(f"{options.output}: {counted(len(merged), 'claim')}")
    for conflict in merged.conflicts:
        values = " / ".join(conflict.values)
        say(f"disagreement: {conflict.field} of {conflict.kind} {conflict.name!r}: {values}")
    return 0


def _brought(known: frozenset[Record], part: Ledger) -> str:
    """What one more ledger adds to the records of those before it."""
    ids = {record.id for record in known if isinstance(record, Claim)}
    fresh = sum(claim.id not in ids for claim in part.claims)
    parts = [share("claims", fresh, len(part))]
    for name, kind in (("attestations", Attestation), ("retractions", Retraction)):
        records = {record for record in part.records if isinstance(record, kind)}
        if records:
            parts.append(share(name, len(records - known), len(records)))
    return "; ".join(parts)


def share(name: str, fresh: int, total: int) -> str:
    """How many of some records are new, in words."""
    return f"{name}: {fresh:,} new, {total - fresh:,} already there"


def run_convert(options: Options) -> int:
    """Write a ledger in another format, and say what that could not carry."""
    target, name = destination(options)
    if name == "jsonl" and len(options.files) == 1 and _streams(options, target):
        return 0
    ledger = Ledger().merge(*load(options.files, options))
    export_to(ledger, target, name, is_strict=options.strict)
    return 0


def export_to(ledger: Ledger, target: Path, name: str, *, is_strict: bool) -> None:
    """Write a ledger in a format, and say what that could not carry."""
    found = exported(ledger, name)
    is_refused = is_strict and bool(found.lost)
    if not is_refused:
        save(found.content, target)
    for what, count in found.lost:
        say(f"not carried by {name.upper()}: {what}: {count:,}")
    if is_refused:
        raise ClaimLedgerError("nothing written: not everything can be carried, as listed above")


def _streams(options: Options, target: Path) -> bool:
    """Convert one foreign file without holding it; False for a ledger, or to a device."""
    (path,) = options.files
    file = Found(path, track=track_here(), mapping=options.mapping)
    name = importer_of(file, options.foreign, ENDINGS)
    if name is None or unreadable(path) or is_store(path):
        return False
    if target.exists() and not target.is_file():
        return False
    from claimledger.formats.streaming import stream

    tell(stream(name, file, target))
    return True


def run_init(options: Options) -> int:
    """Write a starter ledger."""
    path = Path(options.path)
    if ENDINGS.get(path.suffix.lower(), "toml") != "toml":
        raise InvalidRecordError(f"the starter ledger is TOML: {path} should end in .toml")
    if path.exists() and not path.is_dir():
        raise InvalidRecordError(f"{path} is there already, and is left as it is")
    save(
        (files("claimledger") / "starter.toml").read_text(encoding="utf-8"), target_of(options.path)
    )
    say(f"{path} is written; claimledger report {path} shows what it says")
    return 0


def run_schema(options: Options) -> int:
    """Print the JSON Schema of a format."""
    target = None if options.output is None else target_of(options.output)
    text = schema_text(options.kind)
    put(text, target)
    return 0

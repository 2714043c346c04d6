"""What a store says of itself, for readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimledger.tables import Table, counted

if TYPE_CHECKING:
    from claimledger.store import Batch, Verification

SHOWN = 12
"""So many digits of a digest tell batches apart."""


def log_table(batches: Iterable[Batch]) -> Table:
    """The batches of a store, who recorded them and when; the head is given in full."""
    log = tuple(batches)
    numbers = {batch.digest: str(batch.number) for batch in log}
    rows = tuple(
        (
            str(batch.number),
            batch.recorded.isoformat(sep=" ", timespec="seconds").replace("+00:00", "Z"),
            batch.by,
            f"{batch.size:,}",
            ", ".join(numbers.get(parent, parent[:SHOWN]) for parent in batch.parents),
            batch.digest[:SHOWN],
            batch.note or "",
        )
        for batch in log
    )
    header = ("batch", "recorded", "by", "records", "after", "digest", "note")
    head = f"The head is {log[-1].digest}." if log else "Nothing was added yet."
    return Table("batches", header, rows, notes=(head,))


def verified_text(found: Verification) -> str:
    """What was verified, and the head to keep elsewhere."""
    batches = f"{found.batches:,} {'batch' if found.batches == 1 else 'batches'}"
    head = "" if found.head is None else f"\nhead {found.head}"
    return f"{batches} with {counted(found.records, 'record')}: nothing was changed{head}\n"

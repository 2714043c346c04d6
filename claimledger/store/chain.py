"""Batches: each carries the digest of its records and of the batches before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

import attrs

from claimledger.canonical import digest
from claimledger.errors import InvalidRecordError


@attrs.frozen(kw_only=True)
class Batch:
    """What was added at once, by whom and when.

    Attributes:
        number: Its place in this store, from 1.
        digest: SHA-256 of everything below but ``start``, as 64 hex digits.
        parents: The digests of the batches that it follows: none for the first of a store,
            several where the histories of two stores come together.
        recorded: When it was recorded, in UTC.
        by: Who recorded it.
        note: What they noted beside it.
        start: The number of its first record in this store.
        size: How many records it brought.
        content: SHA-256 of its records, a line of JSON each, sorted.
    """

    number: int
    digest: str
    parents: tuple[str, ...]
    recorded: dt.datetime
    by: str
    note: str | None = None
    start: int
    size: int
    content: str

    @property
    def stop(self) -> int:
        """The number after that of its last record."""
        return self.start + self.size


def sealed(
    number: int,
    start: int,
    bodies: Iterable[str],
    *,
    parents: Iterable[str],
    recorded: dt.datetime,
    by: str,
    note: str | None,
) -> Batch:
    """A batch of some sorted bodies, with its digest."""
    lines = list(bodies)
    batch = Batch(
        number=number,
        digest="",
        parents=tuple(sorted(parents)),
        recorded=recorded,
        by=by,
        note=note,
        start=start,
        size=len(lines),
        content=content_of(lines),
    )
    return attrs.evolve(batch, digest=seal(batch))


def seal(batch: Batch) -> str:
    """The digest that belongs to what a batch says."""
    said: Mapping[str, str | int | list[str] | None] = {
        "parents": list(batch.parents),
        "recorded": moment_text(batch.recorded),
        "by": batch.by,
        "note": batch.note,
        "size": batch.size,
        "content": batch.content,
    }
    return digest("batch", said)


def fault_of(batch: Batch, bodies: Sequence[object]) -> str | None:
    """What is wrong with a batch and the bodies found for it."""
    if len(bodies) != batch.size:
        return f"{batch.size} records were written, and {len(bodies)} are there"
    if not all(isinstance(body, str) for body in bodies):
        return "a record is not text"
    if content_of(bodies) != batch.content:  # type: ignore[arg-type]
        return "its records are not those that were written"
    if seal(batch) != batch.digest:
        return "what it says of itself is not what was written"
    return None


def ancestors(head: Batch, batches: Iterable[Batch]) -> set[str]:
    """The digests of a batch and of all that it follows, as far as they are there."""
    by_digest = {batch.digest: batch for batch in batches}
    found: set[str] = set()
    waiting = [head.digest]
    while waiting:
        digest = waiting.pop()
        if digest in by_digest and digest not in found:
            found.add(digest)
            waiting += by_digest[digest].parents
    return found


def content_of(bodies: Iterable[str]) -> str:
    """SHA-256 of bodies as the lines of a file."""
    found = hashlib.sha256()
    for body in bodies:
        found.update(body.encode())
        found.update(b"\n")
    return found.hexdigest()


def moment_text(moment: dt.datetime) -> str:
    """A moment in UTC, always as long, so that texts sort as moments do."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def to_row(batch: Batch) -> tuple[object, ...]:
    """A batch as its row in a database."""
    return (
        *(batch.number, batch.digest, json.dumps(batch.parents), moment_text(batch.recorded)),
        *(batch.by, batch.note, batch.start, batch.size, batch.content),
    )


def of_row(row: tuple[object, ...]) -> Batch:
    """The batch of a row.

    Raises:
        InvalidRecordError: if the row is not one that was written so.
    """
    number, digest, parents, recorded, by, note, start, size, content = row
    texts = (digest, parents, recorded, by, note or "", content)
    if {int} != {type(n) for n in (number, start, size)} or {str} != {type(t) for t in texts}:
        raise InvalidRecordError("holds something of another kind than was written")
    try:
        batch = Batch(
            number=number,  # type: ignore[arg-type]
            digest=digest,  # type: ignore[arg-type]
            parents=tuple(json.loads(parents)),  # type: ignore[arg-type]
            recorded=dt.datetime.fromisoformat(recorded),  # type: ignore[arg-type]
            by=by,  # type: ignore[arg-type]
            note=note,  # type: ignore[arg-type]
            start=start,  # type: ignore[arg-type]
            size=size,  # type: ignore[arg-type]
            content=content,  # type: ignore[arg-type]
        )
        is_so = to_row(batch) == row
    except (ValueError, TypeError) as error:
        raise InvalidRecordError(f"cannot be read: {error}") from error
    if not is_so:
        raise InvalidRecordError("is not spelt as it was written")
    return batch

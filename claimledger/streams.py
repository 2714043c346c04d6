"""Judging a file of any size: its claims are sorted by question on disk, and judged one by one.

Held in memory are what the file declares, its retractions, the attestations that tie claims to
others by a statement or a derivation, the claims that any of these name, and the claims of one
question at a time.
"""

from __future__ import annotations

import datetime as dt
import heapq
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from claimledger.addresses import named
from claimledger.claims import Annotation, Attestation, Claim, Retraction
from claimledger.dates import PartialDate, parse_date
from claimledger.directory import Record, resolve
from claimledger.errors import InvalidRecordError, LoadError
from claimledger.findings import Finding
from claimledger.formats import is_store, jsonl, texts
from claimledger.formats.found import Found, Place, Records
from claimledger.formats.joining import joined
from claimledger.formats.texts import Text
from claimledger.grouping import Scene, by_date, group
from claimledger.judging import finding_of
from claimledger.ledger import Ledger
from claimledger.progress import Track, untracked
from claimledger.quantities import Reading
from claimledger.voices import Bench

RUN = 100_000
"""So many claims are sorted in memory at once."""

TIMES = 3
"""So many parts of the key of a question are about its time; they come last."""


def judge_stream(
    path: str | os.PathLike[str],
    *,
    as_of: PartialDate | dt.date | str | None = None,
    reading: str | Reading = "standard",
    folder: str | os.PathLike[str] | None = None,
    track: Track = untracked,
) -> Iterator[Finding]:
    """What a file says on each of its questions, without holding the file in memory.

    Each finding is the one that :func:`judge` has, but for what takes all questions together:
    they come in no order of verdict and have no number, and contradictions that only several
    questions show (by implications, trees and partitions) are not sought.

    Args:
        path: A file of JSON lines; ``"-"`` is standard input, which is held in memory.
        as_of: Only what was said by the end of this date; None for everything.
        reading: The reading policy.
        folder: Where the sorted claims are put meanwhile; None for the folder of the system.
            They take as much room as the file.
        track: Wraps the lines while they are read, to show progress.

    Yields:
        A finding for each question.

    Raises:
        LoadError: with every problem of the file, before the first finding.
        UnknownNameError: for an unknown reading policy.

    Complexity: O(n log n) in the number of claims.
    """
    policy = Reading.of(reading)
    last = None if as_of is None else parse_date(as_of)
    found = Found(named(path), track=track)
    return _findings(found, last, policy, folder)


def _findings(
    found: Found,
    last: PartialDate | None,
    policy: Reading,
    folder: str | os.PathLike[str] | None,
) -> Iterator[Finding]:
    if is_store(found.path):  # Told before anything opens it, see claimledger.held.
        found.add_at(texts.NO_TEXT, None)
        raise LoadError(found.problems)
    text = texts.opened(found, is_again=False)
    if text is None:
        raise LoadError(found.problems)
    with TemporaryDirectory(prefix="claimledger-", dir=folder) as place, ExitStack() as opened:
        with text.file:
            context = _context(text, found)
            scene = Scene.of(context if last is None else context.as_of(last))
            runs = list(_runs(_lines(text, found, scene, last), Path(place)))
            _raise_errors(found)
        files = [opened.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        bench = Bench(scene, policy)
        for claims in _together(heapq.merge(*files)):
            for members in group(scene, claims):
                yield finding_of(bench, members)


def _context(text: Text, found: Found) -> Ledger:
    """What any question of a file may rest on beside its own claims."""
    kept: list[tuple[Record, Place | int]] = []
    named: set[str] = set()
    for record, place in jsonl.records(text.file, found, text.lines):
        if isinstance(record, Retraction):
            named.add(record.target)
        elif isinstance(record, Attestation):
            if record.statement is None and record.derived_from is None:
                continue
            named |= {record.claim, record.derived_from or ""}
        elif isinstance(record, (Claim, Annotation)):
            continue
        kept.append((record, place))
    if named:
        text.file.seek(0)
        again = jsonl.records(text.file, Found(found.path), text.lines)
        kept += [one for one in again if isinstance(one[0], Claim) and one[0].id in named]
    found.records = Records(kept)
    context = joined([found])
    _raise_errors(found)
    return context


def _lines(text: Text, found: Found, scene: Scene, last: PartialDate | None) -> Iterator[str]:
    """The claims of a file as lines that begin with what those of one question share."""
    directory = scene.ledger.directory
    text.file.seek(0)
    for record, place in jsonl.records(text.file, Found(found.path, track=found.track), text.lines):
        if not isinstance(record, Claim) or (last is not None and record.date.last > last.last):
            continue
        try:
            claim = resolve(record, directory.name)
        except InvalidRecordError as error:
            found.add(place, "", error)
            continue
        # Counts over different times may still be of one question.
        shared = scene.key(claim)[:-TIMES]
        yield f"{json.dumps(shared)}\t{jsonl.line_of(claim)}"


def _runs(lines: Iterator[str], folder: Path) -> Iterator[Path]:
    """Files of some lines each, sorted."""
    for number, several in enumerate(iter(lambda: sorted(islice(lines, RUN)), [])):
        path = folder / str(number)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(several)
        yield path


def _together(lines: Iterable[str]) -> Iterator[list[Claim]]:
    """The claims that may be of one question by date and id, each once, in its least spelling."""
    shared: list[str] = []

    def plain() -> Iterator[str]:
        for line in lines:
            start, _, text = line.partition("\t")
            shared[:] = [start]
            yield text

    records = (cast("Claim", record) for record, _ in jsonl.records(plain(), Found("")))
    # A record is read of each line before the next is looked at.
    for _, several in groupby(records, key=lambda _: shared[0]):
        found: dict[str, Claim] = {}
        for claim in several:
            known = found.setdefault(claim.id, claim)
            if claim.spelling() < known.spelling():
                found[claim.id] = claim
        yield by_date(found.values())


def _raise_errors(found: Found) -> None:
    errors = [problem for problem in found.problems if problem.severity == "error"]
    if errors:
        raise LoadError(errors)

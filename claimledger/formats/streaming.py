"""From a foreign file to JSONL without a ledger in memory, for files of any size.

The lines are sorted in runs that are kept on disk, and merged. Read, the file is the ledger
that the foreign file is; a name in several spellings is written as it stands in each row.
"""

from __future__ import annotations

import heapq
import pickle
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Claim, Event
from claimledger.directory import Record
from claimledger.errors import Problem
from claimledger.formats.found import Found
from claimledger.formats.found import Place as RowPlace
from claimledger.formats.importing import records
from claimledger.formats.joining import (
    Placed,
    vocabulary_of,
    warn_of_measures,
    without_circles,
)
from claimledger.formats.jsonl import line_of
from claimledger.sources import Party, Place
from claimledger.taxonomy import MeasureEntry

RUN = 20_000
"""So many lines are sorted in memory at once."""

RUNS = 100
"""So many runs are open at once; more are merged in several steps."""


@attrs.define
class _Overall:
    """What is looked at across all rows: new words, measures, and what is part of what.

    What is part of something, such as each event, waits on disk until it is known whether
    anything is part of it: the wholes are few, however many rows there are.
    """

    found: Found
    parts: BinaryIO
    words: dict[MeasureEntry, Placed] = attrs.field(factory=dict)
    measures: dict[str, Placed] = attrs.field(factory=dict)
    wholes: set[str] = attrs.field(factory=set)

    def see(self, record: Record, place: RowPlace) -> None:
        """Keep of a record what is looked at in the end."""
        if isinstance(record, MeasureEntry):
            self.words.setdefault(record, (record, place, self.found))
        elif isinstance(record, Claim):
            if record.measure is not None:
                self.measures.setdefault(record.measure, (record, place, self.found))
        elif isinstance(record, (Event, Party, Place)) and record.part_of is not None:
            pickle.dump((record, place), self.parts)
            self.wholes.add(name_key(record.part_of))

    def judge(self) -> None:
        """Note what is wrong with all records together, as it is for a ledger."""
        vocabulary, _ = vocabulary_of([*self.words.values()])
        warn_of_measures(self.measures.values(), vocabulary)
        # Only what is a whole to something can lie in a circle.
        inner: dict[Record, Placed] = {}
        for record, place in self._parts():
            if record.key in self.wholes:
                inner.setdefault(record, (record, place, self.found))
        without_circles([*inner.values()])

    def _parts(self) -> Iterator[tuple[Event | Party | Place, RowPlace]]:
        self.parts.seek(0)
        while True:
            try:
                yield pickle.load(self.parts)
            except EOFError:
                return


def stream(name: str, found: Found, target: Path) -> tuple[Problem, ...]:
    """Write the records of a foreign file as sorted JSON lines.

    Args:
        name: The importer.
        found: Names the file, and takes its problems.
        target: Where to; it is left as it was where there is an error.

    Returns:
        Every problem of the file, in order.
    """
    with (
        TemporaryDirectory(prefix=".claimledger-", dir=target.resolve().parent) as folder,
        (Path(folder) / "parts").open("w+b") as parts,
    ):
        overall = _Overall(found, parts)
        runs = list(_runs(_seen(name, overall), Path(folder)))
        overall.judge()
        if not any(problem.severity == "error" for problem in found.problems):
            whole = _merged(runs, Path(folder))
            if target.exists():
                shutil.copymode(target, whole)
            whole.replace(target.resolve())
    return tuple(sorted(found.problems, key=Problem.sort_key))


def _seen(name: str, overall: _Overall) -> Iterator[Record]:
    for record, place in records(name, overall.found):
        overall.see(record, place)
        yield record


def _runs(found: Iterable[Record], folder: Path) -> Iterator[Path]:
    """Files of sorted lines, each line once in its file."""
    lines: set[str] = set()
    number = 0
    for record in found:
        lines.add(line_of(record))
        if len(lines) >= RUN:
            yield _written(lines, folder / str(number))
            lines, number = set(), number + 1
    yield _written(lines, folder / str(number))


def _written(lines: set[str], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(sorted(lines))
    return path


def _merged(runs: Sequence[Path], folder: Path) -> Path:
    """One file of the lines of all runs, few of which are open at once."""
    steps = count()
    while len(runs) > RUNS:
        groups = [runs[start : start + RUNS] for start in range(0, len(runs), RUNS)]
        runs = [_merge(group, folder / f"step-{next(steps)}") for group in groups]
    return _merge(runs, folder / "whole")


def _merge(runs: Iterable[Path], target: Path) -> Path:
    """The lines of some runs in order, each once; the runs are gone afterwards."""
    with ExitStack() as stack, target.open("w", encoding="utf-8", newline="\n") as file:
        opened = [stack.enter_context(run.open(encoding="utf-8", newline="\n")) for run in runs]
        last = ""
        for line in heapq.merge(*opened):
            if line != last:
                file.write(line)
            last = line
    for run in runs:
        run.unlink()
    return target

"""Lint as the lines that a check of files prints, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimledger.errors import Problem
from claimledger.formats.found import Place
from claimledger.formats.places import Places
from claimledger.linting.lints import CODES, Lint


def checked(
    problems: Iterable[Problem], lints: Iterable[Lint], places: Places
) -> tuple[Problem, ...]:
    """What is wrong with files: first what could not be read, then lint, each by place.

    A row of which something could not be read is not linted as well, and what both the
    readers and lint say is said once.

    Args:
        problems: What the readers found.
        lints: What lint found in the ledger that they read.
        places: Where its records stand.
    """
    read = [problem for problem in problems if problem.code not in CODES]
    faulty = {row for problem in read for row in _rows_of(problem)}
    found = [
        Problem(place.at(one.field), one.message, place.label(one.field), "warning", one.code)
        for one in lints
        for place in (_place_of(one, places),)
        if _row(place) not in faulty
    ]
    return (*sorted(read, key=Problem.sort_key), *sorted(found, key=Problem.sort_key))


def _place_of(one: Lint, places: Places) -> Place:
    place = None if one.record is None else places.of_record(one.record)
    if place is not None:
        return place
    return places.of_claims(one.claims if one.is_general else one.claims[:1])


def _row(place: Place) -> tuple[object, ...]:
    return (place.path, place.sheet, place.name or place.at().line)


def _rows_of(problem: Problem) -> Iterator[tuple[object, ...]]:
    """The row that a problem is of: by its name, or where it has none by its line."""
    where = problem.location
    yield (where.path, where.sheet, where.line)
    yield (where.path, where.sheet, problem.field.rpartition(".")[0] or problem.field)

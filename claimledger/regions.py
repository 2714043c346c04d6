"""Regions: what a count speaks of, as one place in all the trees at once.

A region is the product of an event, a place, a subject, a measure and a span of time. Counts
are a finite measure over regions, so a region within another bounds it from below and is
bounded by it from above, and regions that are surely disjoint may be added up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import product
from operator import attrgetter
from typing import Any

import attrs

from claimledger.claims import Accrual, Claim
from claimledger.cuts import MeasureNode, node_of
from claimledger.dates import PartialDate, Window
from claimledger.grouping import Scene
from claimledger.intervals import Bound
from claimledger.questions import Time
from claimledger.sources import ANY
from claimledger.taxonomy import Place, Tree

RUNNING = frozenset({Accrual.EVENT, Accrual.PERIOD, Accrual.CUMULATIVE})
"""The accruals whose counts are compared by the time that they speak of."""

DIMENSIONS = ("event", "place", "subject", "measure")
_values_of = attrgetter(*DIMENSIONS)


@attrs.frozen(cache_hash=True)
class Cell:
    """A region without its span of time; None is not stated.

    Attributes:
        event: The key of the event.
        place: The key of the place.
        subject: The key of the party, or ``"any"``.
        measure: What is counted.
        base: What spans are counted from; spans of different bases are not compared.
    """

    event: str | None
    place: str | None
    subject: str | None
    measure: MeasureNode
    base: str = ""


@attrs.frozen(cache_hash=True)
class Span:
    """Days as ordinals; of two counts up to one day the hours order them where both give one.

    Attributes:
        start: The first day.
        end: The last day, inclusive, and what orders ends within it.
    """

    start: int
    end: tuple[int, int, str]


UNSTATED = Span(0, (0, 0, ""))
"""The whole of an event whose days are not stated, or days that cannot be told."""


def spans(time: Time) -> tuple[str, Span, Span | None] | None:
    """The base of a count's time, its span as a part and its span as a whole.

    As a part, a count may reach from the earliest day that it may begin to the latest on which
    it may end; as a whole it surely holds only what lies between the latest beginning and the
    earliest end. Of one day, a part without an hour lies before every hour and a whole after.

    Returns:
        Base, span as a part, span as a whole (None where nothing surely lies within); or None
        for counts that are compared with nothing of another time, and for running counts said
        before their start.
    """
    if time.accrual is Accrual.CUMULATIVE:
        return _running(time)
    if time.accrual not in RUNNING:
        return None
    window = time.window
    if window is None:
        return "whole", UNSTATED, UNSTATED
    if not _is_certain(window) or window.is_open_ended:
        return f"about {window}", UNSTATED, UNSTATED
    first, last = window.first.toordinal(), window.last.toordinal()
    return "", Span(first, (last, 0, "")), Span(first, (last, 2, ""))


def _is_certain(window: Window) -> bool:
    return not any(end is not None and end.is_qualified for end in (window.start, window.end))


def _running(time: Time) -> tuple[str, Span, Span | None] | None:
    base, start = "", 0
    if time.start is None:
        base = "from a start not stated"
    elif time.start.is_day:
        start = time.start.first.toordinal()
    else:
        base = f"from {time.start}"
    moment = time.moment
    part = Span(start, (moment.latest.toordinal(), *_hour(moment, untimed=0)))
    if part.end[0] < start:
        return None
    whole = Span(start, (moment.earliest.toordinal(), *_hour(moment, untimed=2)))
    return base, part, whole if whole.end[0] >= start else None


def _hour(moment: PartialDate, *, untimed: int) -> tuple[int, str]:
    if moment.moment is None or moment.is_qualified:
        return untimed, ""
    hour = moment.moment
    return 1, (hour if hour.tzinfo is None else hour.astimezone(dt.UTC)).isoformat()


def above(scene: Scene, dimension: str, value: object) -> frozenset[object]:
    """The values of a dimension that hold a value in the trees, itself among them.

    Args:
        scene: Gives the trees.
        dimension: One of a cell, or ``"what"`` or ``"outcome"``.
        value: The value.
    """
    if value is None:
        return frozenset({None})
    if isinstance(value, tuple):
        what, outcome = value
        vocabulary = scene.vocabulary
        if not what:
            return frozenset({value})
        return frozenset(
            product(vocabulary.what.above(what), vocabulary.sure_outcome.above(outcome))
        )
    over: frozenset[object] = _tree(scene, dimension).above(str(value))
    return over | {ANY} if dimension in {"subject", "place"} else over


def _tree(scene: Scene, dimension: str) -> Tree:
    return {
        "event": scene.events,
        "place": scene.places,
        "subject": scene.parties,
        "what": scene.vocabulary.what,
        "outcome": scene.vocabulary.sure_outcome,
    }[dimension]


class Lattice:
    """How the cells of one ledger lie to each other.

    Args:
        scene: Gives the trees.
        cells: All cells that will be asked for.
        declared: The cells that the ledger declares to hold a cell, beyond what the trees say.
    """

    def __init__(
        self,
        scene: Scene,
        cells: Iterable[Cell],
        declared: Callable[[Cell], Iterable[Cell]] = lambda _: (),
    ) -> None:
        self._scene = scene
        self._declared = declared
        self.cells = frozenset(cells)
        self._above: dict[tuple[str, object], frozenset[object]] = {}
        self._containers: dict[Cell, frozenset[Cell]] = {}
        self._apart: dict[tuple[str, object, object], bool] = {}

    def above(self, dimension: str, value: object) -> frozenset[object]:
        """The values of a dimension that hold a value in the trees, itself among them."""
        found = self._above.get((dimension, value))
        if found is None:
            found = self._above[dimension, value] = above(self._scene, dimension, value)
        return found

    def containers(self, cell: Cell) -> frozenset[Cell]:
        """The cells that hold a cell, itself among them."""
        found = self._containers.get(cell)
        if found is None:
            reached, waiting = {cell}, [cell]
            while waiting:
                for larger in self._declared(waiting.pop()):
                    if larger not in reached:
                        reached.add(larger)
                        waiting.append(larger)
            found = frozenset(over for here in reached for over in self.in_trees(here))
            self._containers[cell] = found
        return found

    def in_trees(self, cell: Cell) -> Iterator[Cell]:
        """The cells that hold a cell by the trees alone."""
        found: list[Any] = [self._index.get(cell.base, {})]
        for name, value in zip(DIMENSIONS, _values_of(cell), strict=True):
            over = self.above(name, value)
            found = [branch[key] for branch in found for key in branch.keys() & over]
        yield from found

    @cached_property
    def _index(self) -> dict[Any, Any]:
        """The cells by base, and then by one dimension after the other."""
        index: dict[Any, Any] = {}
        for cell in self.cells:
            branch = index.setdefault(cell.base, {})
            *values, last = _values_of(cell)
            for value in values:
                branch = branch.setdefault(value, {})
            branch[last] = cell
        return index

    def is_apart(self, dimension: str, a: object, b: object) -> bool:
        """True when two values of a dimension surely share nothing."""
        if a == b or a is None or b is None:
            return False
        found = self._apart.get((dimension, a, b))
        if found is None:
            found = self._surely_apart(dimension, a, b)
            self._apart[dimension, a, b] = self._apart[dimension, b, a] = found
        return found

    def _surely_apart(self, dimension: str, a: object, b: object) -> bool:
        if dimension == "measure":
            what, other = a[0], b[0]  # type: ignore[index]
            tree = self._scene.vocabulary.what
            return bool(what and other) and tree.place(what, other) is Place.DISJOINT
        if ANY in (a, b):
            return False
        if dimension == "subject" and not {a, b} <= self._scene.ledger.parties.keys():
            return False
        return _tree(self._scene, dimension).place(str(a), str(b)) is Place.DISJOINT

    def apart_by(self, a: Cell, b: Cell) -> str | None:
        """The dimension by which two cells surely share nothing, or None."""
        for name in ("subject", "place", "measure"):
            if self.is_apart(name, getattr(a, name), getattr(b, name)):
                return name
        return None

    def is_meet(self, shared: Cell, a: Cell, b: Cell) -> bool:
        """True when a cell is all that two cells share, each dimension being nested."""
        for name in DIMENSIONS:
            one, other, least = (getattr(cell, name) for cell in (a, b, shared))
            if name == "measure":
                if not self._is_measure_meet(one, other, least):
                    return False
            elif least not in (one, other) or not self._are_nested(name, one, other, least):
                return False
        return True

    def _are_nested(self, dimension: str, one: object, other: object, least: object) -> bool:
        return other in self.above(dimension, least) and one in self.above(dimension, least)

    def _is_measure_meet(self, one: MeasureNode, other: MeasureNode, least: MeasureNode) -> bool:
        vocabulary = self._scene.vocabulary
        for tree, a, b, node in zip(
            (vocabulary.what, vocabulary.sure_outcome), one, other, least, strict=True
        ):
            if node not in (a, b) or not {a, b} <= tree.above(node):
                return False
        return True


def measure_node(scene: Scene, claim: Claim) -> MeasureNode:
    """What a claim counts; a measure that has no place in the trees is a node of its own."""
    return node_of(scene.vocabulary.resolve(claim.measure or ""))


def finite(bound: Bound) -> int | None:
    """An end of a count as a whole number; None for an infinite one."""
    return None if isinstance(bound, float) else int(bound)

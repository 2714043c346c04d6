"""The heaviest set of things that share nothing.

Weighing all sets is exact and exponential, so it is done for a few things only. For many, what
is found is a set that shares nothing, but perhaps not the heaviest: every bound that rests on it
is sound.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

import attrs

Packing = tuple[int, tuple[int, ...]]
"""A weight, and the things that make it up."""

MAX_VALUES = 200
"""Of so many values of one dimension, the heaviest, those that share nothing are sought."""


@attrs.frozen
class Face:
    """One dimension of things.

    Attributes:
        value: The value of a thing.
        are_apart: True when all things of two values share nothing.
    """

    value: Callable[[int], Hashable]
    are_apart: Callable[[Hashable, Hashable], bool]


def heaviest(
    items: Sequence[int], weight: Callable[[int], int], are_apart: Callable[[int, int], bool]
) -> Packing:
    """The heaviest set of pairwise disjoint things.

    Complexity: exponential in the number of things.

    >>> heaviest([1, 2, 3], lambda item: item, lambda a, b: {a, b} != {2, 3})
    (4, (1, 3))
    """
    order = sorted((item for item in items if weight(item) > 0), key=lambda i: (-weight(i), i))
    rest = [0] * (len(order) + 1)
    for place in range(len(order) - 1, -1, -1):
        rest[place] = rest[place + 1] + weight(order[place])
    best: Packing = (0, ())

    def extend(place: int, total: int, chosen: tuple[int, ...]) -> None:
        nonlocal best
        if total > best[0]:
            best = (total, chosen)
        for here in range(place, len(order)):
            if total + rest[here] <= best[0]:
                return
            if all(are_apart(order[here], other) for other in chosen):
                extend(here + 1, total + weight(order[here]), (*chosen, order[here]))

    extend(0, 0, ())
    return best[0], tuple(sorted(best[1]))


def heavy(
    items: Sequence[int],
    weight: Callable[[int], int],
    faces: Sequence[Face],
    span: Callable[[int], tuple[int, int]],
) -> Packing:
    """A heavy set of pairwise disjoint things, found one dimension at a time.

    Args:
        items: The things.
        weight: The weight of each, above 0.
        faces: The dimensions in which things may be disjoint.
        span: The first and the last day of a thing, which may be disjoint too.

    Complexity: O(n log n) for each order of the dimensions in which the things differ.
    """
    if not items:
        return 0, ()
    single = max(items, key=lambda item: (weight(item), -item))
    best: Packing = (weight(single), (single,))
    for place, face in enumerate(faces):
        buckets: dict[Hashable, list[int]] = defaultdict(list)
        for item in items:
            buckets[face.value(item)].append(item)
        if len(buckets) > 1:
            others = (*faces[:place], *faces[place + 1 :])
            packed = [(key, heavy(group, weight, others, span)) for key, group in buckets.items()]
            best = max(best, _greedy(packed, face), key=lambda found: found[0])
    if len({span(item) for item in items}) > 1:
        best = max(best, _scheduled(items, weight, span), key=lambda found: found[0])
    return best


def _greedy(packed: Sequence[tuple[Hashable, Packing]], face: Face) -> Packing:
    """The heaviest values first, each that shares nothing with those before it."""
    kept: list[Hashable] = []
    total = 0
    chosen: list[int] = []
    ordered = sorted(packed, key=lambda entry: (-entry[1][0], entry[1][1]))
    for key, (weight, items) in ordered[:MAX_VALUES]:
        if all(face.are_apart(key, other) for other in kept):
            kept.append(key)
            total += weight
            chosen += items
    return total, tuple(sorted(chosen))


def _scheduled(
    items: Sequence[int], weight: Callable[[int], int], span: Callable[[int], tuple[int, int]]
) -> Packing:
    """The heaviest set of things whose days do not overlap (weighted interval scheduling)."""
    ordered = sorted(items, key=lambda item: (span(item)[1], item))
    ends = [span(item)[1] for item in ordered]
    totals = [0]
    taken: list[int | None] = [None]
    for place, item in enumerate(ordered):
        before = bisect_left(ends, span(item)[0], hi=place)
        total = totals[before] + weight(item)
        if total > totals[place]:
            totals.append(total)
            taken.append(before)
        else:
            totals.append(totals[place])
            taken.append(None)
    chosen: list[int] = []
    place = len(ordered)
    while place:
        before_it = taken[place]
        if before_it is None:
            place -= 1
        else:
            chosen.append(ordered[place - 1])
            place = before_it
    return totals[-1], tuple(sorted(chosen))

"""The heaviest set of things that share nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from claimledger.packing import MAX_VALUES, Face, heaviest, heavy

Thing = tuple[str, str, int, int, int]
"""A party, a kind, the first and the last day, and a weight."""

PARENTS = {"A": "", "B": "", "A1": "A", "A2": "A", "B1": "B"}


def within(name: str) -> set[str]:
    """A name and what holds it."""
    return {name} | (within(PARENTS[name]) if PARENTS.get(name) else set())


def are_apart_by_name(a: object, b: object) -> bool:
    return str(a) not in within(str(b)) and str(b) not in within(str(a))


def are_apart(a: Thing, b: Thing) -> bool:
    days = a[3] < b[2] or b[3] < a[2]
    return days or any(are_apart_by_name(a[n], b[n]) for n in (0, 1))


def packed(things: Sequence[Thing]) -> tuple[int, tuple[int, ...]]:
    parties = Face(lambda item: things[item][0], are_apart_by_name)
    kinds = Face(lambda item: things[item][1], are_apart_by_name)
    faces = (parties, kinds)
    items = list(range(len(things)))
    return heavy(items, lambda i: things[i][4], faces, lambda i: (things[i][2], things[i][3]))


def best_of(things: Sequence[Thing]) -> int:
    """The most that a set of things weighs of which each two share nothing."""
    return max(
        sum(thing[4] for thing in some)
        for size in range(len(things) + 1)
        for some in combinations(things, size)
        if all(are_apart(*pair) for pair in combinations(some, 2))
    )


NAMES = st.sampled_from(sorted(PARENTS))
SPANS = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(sorted)
THINGS = st.builds(
    lambda one, other, span, weight: (one, other, span[0], span[1], weight),
    *(NAMES, NAMES, SPANS, st.integers(1, 9)),
)


class TestHeaviest:
    """All sets are weighed."""

    @given(st.lists(THINGS, max_size=7))
    def test_as_by_hand(self, things: list[Thing]) -> None:
        """The weight of the best set, and a set of that weight."""
        total, chosen = heaviest(
            range(len(things)),
            lambda item: things[item][4],
            lambda a, b: are_apart(things[a], things[b]),
        )
        assert total == best_of(things) == sum(things[item][4] for item in chosen)
        assert all(are_apart(things[a], things[b]) for a, b in combinations(chosen, 2))

    def test_what_weighs_nothing_is_left_out(self) -> None:
        """And nothing weighs 0."""
        assert heaviest([1, 2], lambda item: item - 1, lambda _a, _b: True) == (1, (2,))
        assert heaviest([], lambda item: item, lambda _a, _b: True) == (0, ())


class TestHeavy:
    """One dimension after the other."""

    @given(st.lists(THINGS, max_size=7))
    def test_it_is_a_set_that_shares_nothing(self, things: list[Thing]) -> None:
        """Of its weight, no heavier than the best, and no lighter than the heaviest thing."""
        total, chosen = packed(things)
        assert total == sum(things[item][4] for item in chosen) <= best_of(things)
        assert total >= max((thing[4] for thing in things), default=0)
        assert all(are_apart(things[a], things[b]) for a, b in combinations(chosen, 2))

    @given(st.lists(st.tuples(SPANS, st.integers(1, 9)), max_size=7))
    def test_days_alone_are_packed_best(self, spans: list[tuple[list[int], int]]) -> None:
        """Things of one party and kind that differ in their days."""
        things = [("A", "A", span[0], span[1], weight) for span, weight in spans]
        assert packed(things)[0] == best_of(things)

    def test_two_dimensions(self) -> None:
        """Tanks of A and B, and A's on another day: 3 + 2 + 4."""
        things = [("A", "A", 1, 1, 3), ("B", "A", 1, 1, 2), ("A", "A", 2, 2, 4)]
        assert packed(things) == (9, (0, 1, 2))

    def test_very_many_values(self) -> None:
        """Of more values than are looked at, the heaviest."""
        items = list(range(1, MAX_VALUES + 11))
        face = Face(lambda item: item, lambda a, b: a != b)
        total, chosen = heavy(items, lambda item: item, (face,), lambda _: (1, 1))
        assert chosen == tuple(items[10:])
        assert total == sum(chosen)

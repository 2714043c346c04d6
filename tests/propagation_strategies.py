"""Small ledgers of counts, with what each claim says in terms of atoms that are counted.

An atom is a region that nothing divides; a count of a region is the sum of its atoms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import attrs
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Partition
from claimledger.taxonomy import MeasureEntry

Limits = tuple[frozenset[object], int, int | None]
"""Some atoms, and the least and the most that they count together; None for no limit."""

VALUES = ("none", "exactly 1", "exactly 2", "at least 1", "at least 2", "at least 3",
          "at most 1", "at most 2", "1 to 2", "exactly 4", "at most 5")  # fmt: skip


# Brute force -------------------------------------------------------------------------------------


def feasible(atoms: Iterable[object], limits: Sequence[Limits]) -> bool:
    """True when whole numbers for the atoms keep within all limits.

    Atoms that lie in the same limits count as one. None needs more than the largest lower limit,
    nor can it have more than an upper one.
    """
    alike = {tuple(atom in inside for inside, _, _ in limits): atom for atom in atoms}
    several = [atom for places, atom in sorted(alike.items(), key=lambda i: i[0]) if any(places)]
    enough = max((low for _, low, _ in limits), default=0)
    tops = [
        min([enough, *(high for inside, _, high in limits if high is not None and atom in inside)])
        for atom in several
    ]

    def extend(place: int, sums: list[int]) -> bool:
        if place == len(several):
            return all(total >= low for total, (_, low, _) in zip(sums, limits, strict=True))
        for value in range(tops[place] + 1):
            grown = [
                total + value if several[place] in inside else total
                for total, (inside, _, _) in zip(sums, limits, strict=True)
            ]
            if any(
                high is not None and total > high
                for total, (_, _, high) in zip(grown, limits, strict=True)
            ):
                return False
            if extend(place + 1, grown):
                return True
        return False

    return extend(0, [0] * len(limits))


def least(atoms: Iterable[object], limits: Sequence[Limits], inside: frozenset[object]) -> int:
    """The least that some atoms count in an assignment that fits."""
    value = 0
    while not feasible(atoms, [*limits, (inside, 0, value)]):
        value += 1
    return value


def most(
    atoms: Iterable[object], limits: Sequence[Limits], inside: frozenset[object]
) -> int | None:
    """The most that they count; None where one of them lies in nothing that has a limit."""
    limited = frozenset[object]().union(*(ins for ins, _, high in limits if high is not None))
    if not inside <= limited:
        return None
    value = 0
    while feasible(atoms, [*limits, (inside, value + 1, None)]):
        value += 1
    return value


@attrs.frozen
class Case:
    """A ledger, and what its claims say in terms of atoms.

    Attributes:
        ledger: The ledger.
        atoms: All atoms.
        inside: The atoms of each node.
        limits: Of each claim id, what it says.
        node_of: Of each claim id, its node.
    """

    ledger: cl.Ledger
    atoms: frozenset[object]
    inside: dict[str, frozenset[object]]
    limits: dict[str, Limits]
    node_of: dict[str, str]


def case_of(
    records: Iterable[object],
    claims: Sequence[tuple[cl.Claim, str]],
    inside: dict[str, frozenset[object]],
) -> Case:
    """The case of some claims, each of a node."""
    ledger = cl.Ledger().add(*records, *(claim for claim, _ in claims))  # type: ignore[arg-type]
    limits: dict[str, Limits] = {}
    node_of: dict[str, str] = {}
    for claim, node in claims:
        assert isinstance(claim.value, cl.Quantity)
        support = claim.value.support()
        high = None if isinstance(support.high, float) else int(support.high)
        limits[claim.id] = (inside[node], int(support.low), high)
        node_of[claim.id] = node
    return Case(ledger, frozenset().union(*inside.values()), inside, limits, node_of)


def minimal_conflicts(case: Case) -> list[frozenset[str]]:
    """All minimal sets of claims that no assignment fits."""
    found: list[frozenset[str]] = []
    for size in range(1, len(case.limits) + 1):
        for chosen in combinations(sorted(case.limits), size):
            smaller = any(known <= set(chosen) for known in found)
            if not smaller and not feasible(case.atoms, [case.limits[key] for key in chosen]):
                found.append(frozenset(chosen))
    return found


# Forests: each node lies in one other at most -----------------------------------------------------


@st.composite
def forests(draw: st.DrawFn, nodes: int = 7, claims: int = 6) -> Case:
    """A tree of some nodes along one dimension, some cut exhaustively."""
    dimension = draw(st.sampled_from(["subject", "place", "measure"]))
    size = draw(st.integers(2, nodes))
    parent = {0: None} | {n: draw(st.integers(max(0, n - 3), n - 1)) for n in range(1, size)}
    children = {n: [c for c, p in parent.items() if p == n] for n in range(size)}
    names = [f"node {'abcdefgh'[n]}" for n in range(size)]
    exhaustive = {n for n, parts in children.items() if len(parts) >= 2 and draw(st.booleans())}

    def under(n: int) -> frozenset[object]:
        own = {f"atom {n}"} if n not in exhaustive else set()
        return frozenset(own).union(*(under(child) for child in children[n]))

    records: list[object] = []
    for n, over in parent.items():
        above = None if over is None else names[over]
        if dimension == "subject":
            records.append(cl.Party(name=names[n], part_of=above))
        elif dimension == "place":
            records.append(cl.Place(name=names[n], part_of=above))
        else:
            part_of = ("equipment",) if above is None else (above,)
            records.append(MeasureEntry(names[n], kind="what", part_of=part_of))
    for n in exhaustive:
        parts = frozenset(names[child] for child in children[n])
        records.append(Partition(whole=names[n], parts=parts))
    said: list[tuple[cl.Claim, str]] = []
    for number in range(draw(st.integers(2, claims))):
        n = draw(st.integers(0, size - 1))
        where = {
            "subject": {"subject": names[n], "measure": "tanks lost"},
            "place": {"subject": "S", "place": names[n], "measure": "tanks lost"},
            "measure": {"subject": "S", "measure": f"{names[n]} lost"},
        }[dimension]
        value = draw(st.sampled_from(VALUES))
        claim = cl.Claim(source=f"source {number}", date="2020-01-01", value=value, **where)
        said.append((claim, names[n]))
    return case_of(records, said, {names[n]: under(n) for n in range(size)})


TOLLS: dict[str, frozenset[object]] = {
    "casualties": frozenset({"killed", "seriously wounded", "wounded"}),
    "people killed": frozenset({"killed"}),
    "people wounded": frozenset({"seriously wounded", "wounded"}),
    "people seriously wounded": frozenset({"seriously wounded"}),
}


@st.composite
def tolls(draw: st.DrawFn) -> Case:
    """Casualties that are declared to be the killed and the wounded."""
    cut = Partition(whole="casualties", parts=frozenset({"killed", "wounded"}))
    said = [
        (
            cl.Claim(
                source=f"source {number}",
                date="2020-01-01",
                subject="S",
                measure=draw(st.sampled_from(sorted(TOLLS))),
                value=draw(st.sampled_from(VALUES)),
            ),
        )
        for number in range(draw(st.integers(2, 6)))
    ]
    return case_of([cut], [(claim, str(claim.measure)) for (claim,) in said], TOLLS)


@st.composite
def chains(draw: st.DrawFn) -> Case:
    """Running counts of one thing, and of a part of it or of one day, on several days."""
    days = [1, 2, 3]
    beside = draw(st.sampled_from(["helicopters lost", "first day"]))
    said: list[tuple[cl.Claim, str]] = []
    inside: dict[str, frozenset[object]] = {}
    for number in range(draw(st.integers(2, 6))):
        day = draw(st.sampled_from(days))
        is_beside = draw(st.integers(0, 2)) == 0
        on_first = is_beside and beside == "first day"
        measure = beside if is_beside and not on_first else "aircraft lost"
        kinds = {"helicopters", "planes"} if measure == "aircraft lost" else {"helicopters"}
        until = 1 if on_first else day
        node = f"{measure} to {until}"
        inside[node] = frozenset((kind, one) for kind in kinds for one in range(1, until + 1))
        claim = cl.Claim(
            source=f"source {number}",
            event="E",
            date=f"2020-01-0{day}",
            subject="S",
            measure=measure,
            window="2020-01-01" if on_first else None,
            value=draw(st.sampled_from(VALUES)),
        )
        said.append((claim, node))
    return case_of([cl.Event(name="E", window="2020-01-01/..")], said, inside)


@st.composite
def campaigns(draw: st.DrawFn) -> Case:
    """Counts of an event and of the raids in it, which may be one and the same fight."""
    events: dict[str, frozenset[object]] = {
        "war": frozenset({"raid", "sortie", "both", "rest"}),
        "raid": frozenset({"raid", "both"}),
        "sortie": frozenset({"sortie", "both"}),
    }
    records = [
        cl.Event(name="war", window="2020-01-01/2020-01-09"),
        cl.Event(name="raid", part_of="war", window="2020-01-02"),
        cl.Event(name="sortie", part_of="war", window="2020-01-02"),
    ]
    said = [
        cl.Claim(
            source=f"source {number}",
            date="2020-01-10",
            event=draw(st.sampled_from(sorted(events))),
            subject="S",
            measure="tanks lost",
            value=draw(st.sampled_from(VALUES)),
        )
        for number in range(draw(st.integers(2, 6)))
    ]
    return case_of(records, [(claim, str(claim.event)) for claim in said], events)


# Products: nodes cross each other -----------------------------------------------------------------

SUBJECTS = {"A": {"a", "rest of A"}, "B in A": {"a"}, "any": {"a", "rest of A", "c"}, "C": {"c"}}
MEASURES: dict[str, set[tuple[str, str]]] = {
    f"{what} {outcome}": {(one, end) for one in whats for end in ends}
    for what, whats in {"aircraft": ("helicopter", "plane"), "helicopters": ("helicopter",)}.items()
    for outcome, ends in {"lost": ("gone", "hit"), "destroyed": ("gone",)}.items()
}
SPANS = {"2020-01-01": {1}, "2020-01-02": {2}, "2020-01-01/2020-01-02": {1, 2}}


@st.composite
def products(draw: st.DrawFn) -> Case:
    """Counts over parties, kinds of aircraft and days at once, and perhaps cuts of them."""
    subjects = draw(st.sampled_from([("A", "B in A"), ("any", "A", "C"), ("A", "B in A", "any")]))
    measures = draw(st.sampled_from([("aircraft lost", "helicopters lost"), tuple(MEASURES)]))
    spans = draw(st.sampled_from([("2020-01-01/2020-01-02",), tuple(SPANS)]))
    records: list[object] = [
        cl.Event(name="E", window="2020-01-01/.."),
        cl.Party(name="A"),
        cl.Party(name="B in A", part_of="A"),
        cl.Party(name="C"),
    ]
    atoms = {
        (subject, end, day)
        for name in subjects
        for subject in SUBJECTS[name]
        for end in MEASURES["aircraft lost"]
        for day in (1, 2)
    }
    if "C" in subjects and draw(st.booleans()):
        records.append(Partition(whole="any", parts=frozenset({"A", "C"})))
    said: list[tuple[cl.Claim, str]] = []
    inside: dict[str, frozenset[object]] = {}
    for number in range(draw(st.integers(2, 6))):
        subject = draw(st.sampled_from(subjects))
        measure = draw(st.sampled_from(measures))
        span = draw(st.sampled_from(spans))
        is_running = draw(st.booleans()) and span != "2020-01-02"
        claim = cl.Claim(
            source=f"source {number}",
            event="E",
            date=span[-10:],
            subject=subject,
            measure=measure,
            value=draw(st.sampled_from(VALUES)),
            window=None if is_running else span,
            accrual=None if is_running else "period",
        )
        node = f"{subject}, {measure}, {span}"
        inside[node] = frozenset(
            atom
            for atom in atoms
            if atom[0] in SUBJECTS[subject]
            and atom[1] in MEASURES[measure]
            and atom[2] in SPANS[span]
        )
        said.append((claim, node))
    return case_of(records, said, inside)

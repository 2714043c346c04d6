"""Propagation against all integer assignments.

Laws: on partition forests a ledger is found inconsistent exactly when no assignment fits, the
bounds found are exactly those of all that fit, and a question is called implied exactly when
some minimal conflict of several questions is about it; elsewhere no bound excludes an
assignment that fits and every conflict reported is one; without any member of a reported set
the rest can be right; the order of claims changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.bounds import propagate
from claimledger.claims import Partition
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.partitions import counts, network_of
from claimledger.regions import Cell
from claimledger.taxonomy import MeasureEntry

# Brute force -------------------------------------------------------------------------------------

Limits = tuple[frozenset[object], int, int | None]
"""Some atoms, and the least and the most that they count together; None for no limit."""


def feasible(atoms: Sequence[object], limits: Sequence[Limits]) -> bool:
    """True when whole numbers for the atoms keep within all limits.

    Atoms that lie in the same limits count as one. None needs more than the largest lower limit,
    nor can it have more than an upper one.
    """
    alike = {tuple(atom in inside for inside, _, _ in limits): atom for atom in atoms}
    atoms = [atom for places, atom in sorted(alike.items()) if any(places)]
    enough = max((low for _, low, _ in limits), default=0)
    tops = [
        min([enough, *(high for inside, _, high in limits if high is not None and atom in inside)])
        for atom in atoms
    ]

    def extend(place: int, sums: list[int]) -> bool:
        if place == len(atoms):
            return all(total >= low for total, (_, low, _) in zip(sums, limits, strict=True))
        for value in range(tops[place] + 1):
            grown = [
                total + value if atoms[place] in inside else total
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


def least(atoms: Sequence[object], limits: Sequence[Limits], inside: frozenset[object]) -> int:
    """The least that some atoms count in an assignment that fits."""
    value = 0
    while not feasible(atoms, [*limits, (inside, 0, value)]):
        value += 1
    return value


def most(
    atoms: Sequence[object], limits: Sequence[Limits], inside: frozenset[object]
) -> int | None:
    """The most that they count; None where one of them lies in nothing that has a limit."""
    limited = frozenset[object]().union(*(ins for ins, _, high in limits if high is not None))
    if not inside <= limited:
        return None
    value = 0
    while feasible(atoms, [*limits, (inside, value + 1, None)]):
        value += 1
    return value


# Drawing -----------------------------------------------------------------------------------------

VALUES = ("none", "exactly 1", "exactly 2", "at least 1", "at least 2", "at least 3",
          "at most 1", "at most 2", "1 to 2", "exactly 4", "at most 5")  # fmt: skip


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
    atoms: tuple[str, ...]
    inside: dict[str, frozenset[object]]
    limits: dict[str, Limits]
    node_of: dict[str, str]


@st.composite
def forests(draw: st.DrawFn, nodes: int = 7) -> Case:
    """A tree of some nodes along one dimension, some cut exhaustively."""
    dimension = draw(st.sampled_from(["subject", "place", "measure"]))
    size = draw(st.integers(2, nodes))
    parent = {0: None} | {n: draw(st.integers(max(0, n - 3), n - 1)) for n in range(1, size)}
    children = {n: [c for c, p in parent.items() if p == n] for n in range(size)}
    names = [f"node {'abcdefgh'[n]}" for n in range(size)]
    exhaustive = {n for n, parts in children.items() if len(parts) >= 2 and draw(st.booleans())}
    atoms = tuple(f"atom {n}" for n in range(size) if n not in exhaustive)

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
    claims: list[tuple[cl.Claim, int]] = []
    for number in range(draw(st.integers(2, 6))):
        n = draw(st.integers(0, size - 1))
        where = {
            "subject": {"subject": names[n], "measure": "tanks lost"},
            "place": {"subject": "S", "place": names[n], "measure": "tanks lost"},
            "measure": {"subject": "S", "measure": f"{names[n]} lost"},
        }[dimension]
        value = draw(st.sampled_from(VALUES))
        claim = cl.Claim(source=f"source {number}", date="2020-01-01", value=value, **where)
        claims.append((claim, n))
    ledger = cl.Ledger().add(*records, *(claim for claim, _ in claims))  # type: ignore[arg-type]
    return _case(ledger, atoms, {names[n]: under(n) for n in range(size)},
                 [(claim, names[n]) for claim, n in claims])  # fmt: skip


def _case(
    ledger: cl.Ledger,
    atoms: tuple[str, ...],
    inside: dict[str, frozenset[object]],
    claims: Iterable[tuple[cl.Claim, str]],
) -> Case:
    limits: dict[str, Limits] = {}
    node_of: dict[str, str] = {}
    known = {(c.source, c.about, c.subject, c.place): c.id for c in ledger.claims}
    for claim, node in claims:
        assert isinstance(claim.value, cl.Quantity)
        support = claim.value.support()
        high = None if isinstance(support.high, float) else int(support.high)
        key = known[claim.source, claim.about, claim.subject, claim.place]
        limits[key] = (inside[node], int(support.low), high)
        node_of[key] = node
    return Case(ledger, atoms, inside, limits, node_of)


def minimal_conflicts(case: Case) -> list[frozenset[str]]:
    """All minimal sets of claims that no assignment fits."""
    found: list[frozenset[str]] = []
    for size in range(2, len(case.limits) + 1):
        for chosen in combinations(sorted(case.limits), size):
            smaller = any(known <= set(chosen) for known in found)
            if not smaller and not feasible(case.atoms, [case.limits[key] for key in chosen]):
                found.append(frozenset(chosen))
    return found


def node_in(cell: Cell) -> str:
    """The name of the node of a cell, by the dimension in which it is one."""
    names = (cell.subject, cell.place, cell.measure[0])
    return next(str(name) for name in names if str(name).startswith("node "))


# Laws --------------------------------------------------------------------------------------------


@given(forests())
@settings(max_examples=1500)
def test_a_forest_is_judged_as_all_assignments_judge_it(case: Case) -> None:
    """Disputed where no assignment fits; implied where several questions are needed."""
    findings = judge(case.ledger)
    wanted = {
        node
        for claims in minimal_conflicts(case)
        if len({case.node_of[key] for key in claims}) > 1
        for node in (case.node_of[key] for key in claims)
    }
    implied = {case.node_of[found.claims[0].id] for found in findings if "implied" in found.flags}
    assert implied == wanted
    reported = {frozenset(r.claims) for found in findings for r in found.implied}
    assert reported <= set(minimal_conflicts(case))


@given(forests(nodes=5))
@settings(max_examples=1000)
def test_bounds_of_a_forest_are_exact(case: Case) -> None:
    """Where claims fit together, each node is bounded as by all assignments that fit."""
    limits = list(case.limits.values())
    scene = Scene.of(case.ledger)
    network = network_of(scene, counts(scene, judge(case.ledger)))
    bounds = propagate(network)
    assert bounds.is_consistent == feasible(case.atoms, limits)
    if not bounds.is_consistent:
        return
    for index, node in enumerate(network.nodes):
        inside = case.inside[node_in(node.cell)]
        assert bounds.low[index] == least(case.atoms, limits, inside)
        high = most(case.atoms, limits, inside)
        assert bounds.high[index] == (float("inf") if high is None else high)


SUBJECTS = {"A": {"a", "rest of A"}, "B in A": {"a"}, "any": {"a", "rest of A", "c"}, "C": {"c"}}
WHATS = {"aircraft": {"helicopters", "others"}, "helicopters": {"helicopters"}}
SPANS = {"2020-01-01": {1}, "2020-01-02": {2}, "2020-01-01/2020-01-02": {1, 2}}


@st.composite
def products(draw: st.DrawFn) -> Case:
    """Counts over parties, kinds of aircraft and days at once, and perhaps a cut of the parties."""
    subjects = draw(st.sampled_from([("A", "B in A"), ("any", "A", "C"), ("A", "B in A", "any")]))
    atoms = {
        (subject, what, day)
        for name in subjects
        for subject in SUBJECTS[name]
        for what in ("helicopters", "others")
        for day in (1, 2)
    }
    records: list[object] = [
        cl.Event(name="E", window="2020-01-01/.."),
        cl.Party(name="A"),
        cl.Party(name="B in A", part_of="A"),
        cl.Party(name="C"),
    ]
    claims: list[tuple[cl.Claim, str]] = []
    inside: dict[str, frozenset[object]] = {}
    for number in range(draw(st.integers(2, 6))):
        subject = draw(st.sampled_from(subjects))
        what = draw(st.sampled_from(sorted(WHATS)))
        span = draw(st.sampled_from(sorted(SPANS)))
        is_running = draw(st.booleans()) and span != "2020-01-02"
        claim = cl.Claim(
            source=f"source {number}",
            event="E",
            date=span[-10:],
            subject=subject,
            measure=f"{what} lost",
            value=draw(st.sampled_from(VALUES)),
            window=None if is_running else span,
            accrual=None if is_running else "period",
        )
        node = f"{subject}, {what}, {span}"
        inside[node] = frozenset(
            atom
            for atom in atoms
            if atom[0] in SUBJECTS[subject] and atom[1] in WHATS[what] and atom[2] in SPANS[span]
        )
        claims.append((claim, node))
    ledger = cl.Ledger().add(*records, *(claim for claim, _ in claims))  # type: ignore[arg-type]
    return _case(ledger, tuple(sorted(atoms)), inside, claims)  # type: ignore[arg-type]


@given(products())
@settings(max_examples=400)
def test_every_conflict_over_several_dimensions_is_one(case: Case) -> None:
    """No assignment fits the claims reported, and some fits what propagation lets stand."""
    findings = judge(case.ledger)
    for found in findings:
        for relation in found.implied:
            limits = [case.limits[key] for key in relation.claims]
            assert not feasible(case.atoms, limits)
            for left in range(len(limits)):
                rest = [limit for place, limit in enumerate(limits) if place != left]
                assert feasible(case.atoms, rest)


@given(products())
@settings(max_examples=200)
def test_no_bound_excludes_an_assignment_that_fits(case: Case) -> None:
    """Over several dimensions propagation may find less than there is, never more."""
    scene = Scene.of(case.ledger)
    network = network_of(scene, counts(scene, judge(case.ledger)))
    bounds = propagate(network)
    limits = list(case.limits.values())
    if not feasible(case.atoms, limits):
        return
    assert bounds.is_consistent
    for index, node in enumerate(network.nodes):
        own = [literal.voice.id for literal in (*node.lows, *node.highs)]
        inside = case.inside[case.node_of[own[0]]]
        assert bounds.low[index] <= least(case.atoms, limits, inside)
        high = most(case.atoms, limits, inside)
        assert high is None or bounds.high[index] >= high


@given(products(), st.randoms())
@settings(max_examples=100)
def test_the_order_of_claims_changes_nothing(case: Case, random: object) -> None:
    """The findings of the same records, added in another order."""
    records = list(case.ledger.records)
    random.shuffle(records)  # type: ignore[attr-defined]
    again = judge(cl.Ledger(frozenset(records)))
    assert [found.implied for found in again] == [found.implied for found in judge(case.ledger)]

"""Propagation against all integer assignments.

Laws: where each region lies in one other at most, declared partitions among them, a ledger is
found inconsistent exactly when no assignment fits, the bounds found are exactly those of all
that fit, and a question is called implied exactly when some minimal conflict of several questions
is about it; elsewhere no bound excludes an assignment that fits and every conflict reported is
one; without any member of a reported set the rest can be right; the order of claims changes
nothing; and who is in a contradiction stays in one whatever others say.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.bounds import propagate
from claimledger.derived import derived_bounds
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.partitions import counts, network_of
from claimledger.regions import Cell
from tests.propagation_strategies import (
    Case,
    campaigns,
    chains,
    feasible,
    forests,
    least,
    minimal_conflicts,
    most,
    products,
    tolls,
)


def questions(findings: Sequence[cl.Finding]) -> dict[str, int]:
    """The number of the question of each claim."""
    return {claim.id: found.number for found in findings for claim in found.claims}


def implied(findings: Sequence[cl.Finding]) -> set[frozenset[str]]:
    """The claims of each implied contradiction."""
    return {frozenset(one.claims) for found in findings for one in found.implied}


@given(st.one_of(forests(), tolls(), campaigns()))
@settings(max_examples=1200)
def test_a_forest_is_judged_as_all_assignments_judge_it(case: Case) -> None:
    """Disputed where no assignment fits; implied where several questions are needed."""
    findings = judge(case.ledger)
    asked = questions(findings)
    wanted = [c for c in minimal_conflicts(case) if len({asked[key] for key in c}) > 1]
    flagged = {found.number for found in findings if "implied" in found.flags}
    assert flagged == {asked[key] for claims in wanted for key in claims}
    assert implied(findings) <= set(wanted)


@given(chains())
@settings(max_examples=500)
def test_running_counts_are_judged_as_all_assignments_judge_them(case: Case) -> None:
    """As a forest is, though a day of a part lies in a later day of it and in that of the whole."""
    findings = judge(case.ledger)
    asked = questions(findings)
    wanted = [c for c in minimal_conflicts(case) if len({asked[key] for key in c}) > 1]
    flagged = {found.number for found in findings if "implied" in found.flags}
    assert flagged == {asked[key] for claims in wanted for key in claims}
    assert implied(findings) <= set(wanted)


@given(st.one_of(forests(nodes=5), tolls()))
@settings(max_examples=800)
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
        inside = case.inside[_node_in(node.cell)]
        assert bounds.low[index] == least(case.atoms, limits, inside)
        high = most(case.atoms, limits, inside)
        assert bounds.high[index] == (float("inf") if high is None else high)


def _node_in(cell: Cell) -> str:
    """The name of the node of a cell, by the dimension in which it is one."""
    what, outcome = cell.measure
    if what == "people":
        return outcome if outcome == "casualties" else f"people {outcome}"
    names = (cell.subject, cell.place, what)
    return next(str(name) for name in names if str(name).startswith("node "))


@given(products())
@settings(max_examples=500)
def test_every_conflict_over_several_dimensions_is_one(case: Case) -> None:
    """No assignment fits the claims reported, and without any one of them some fits."""
    for claims in implied(judge(case.ledger)):
        limits = [case.limits[key] for key in claims]
        assert not feasible(case.atoms, limits)
        for left in range(len(limits)):
            assert feasible(case.atoms, [*limits[:left], *limits[left + 1 :]])


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
        if own:
            inside = case.inside[case.node_of[own[0]]]
            assert bounds.low[index] <= least(case.atoms, limits, inside)
            high = most(case.atoms, limits, inside)
            assert high is None or bounds.high[index] >= high


@given(st.one_of(forests(), products(), chains()), st.randoms())
@settings(max_examples=100)
def test_the_order_of_claims_changes_nothing(case: Case, random: object) -> None:
    """The findings of the same records, added in another order."""
    records = list(case.ledger.records)
    random.shuffle(records)  # type: ignore[attr-defined]
    again = judge(cl.Ledger(frozenset(records)))
    assert [found.implied for found in again] == [found.implied for found in judge(case.ledger)]


def spoken_by_few(case: Case, speakers: Sequence[int], days: Sequence[int]) -> cl.Ledger:
    """The same claims by three sources, on closed days: some changed their minds."""
    records = case.ledger.records - set(case.ledger.claims)
    claims = [
        attrs.evolve(claim, source=f"source {speaker % 3}", date=f"2020-02-0{1 + day % 2}")
        for claim, speaker, day in zip(case.ledger.claims, speakers, days, strict=False)
    ]
    return cl.Ledger(records).add(*claims)


FEW = st.lists(st.integers(0, 5), min_size=6, max_size=6)


@given(st.one_of(forests(), tolls(), campaigns()), FEW, FEW)
@settings(max_examples=500)
def test_no_source_contradicts_itself_but_at_one_time(
    case: Case, speakers: list[int], days: list[int]
) -> None:
    """Sets of one source on several dates are not told, those of one date are, and flagged."""
    findings = judge(spoken_by_few(case, speakers, days))
    claims = {claim.id: claim for found in findings for claim in found.claims}
    for found in findings:
        alone = False
        for relation in found.implied:
            said = {(claims[key].source, claims[key].date) for key in relation.claims}
            if len({source for source, _ in said}) == 1:
                assert len(said) == 1
                alone = True
        assert not alone or "internally inconsistent" in found.flags


@given(st.one_of(forests(), tolls(), campaigns(), products(), chains()), st.data())
@settings(max_examples=500)
def test_a_claim_more_takes_no_contradiction_away(case: Case, data: st.DataObject) -> None:
    """Of several sources, without a word taken back: who was in a contradiction still is.

    It may be a direct one then: a window is a running count once its last day has a figure.
    """
    left = data.draw(st.sampled_from(case.ledger.claims))
    before = judge(cl.Ledger(case.ledger.records - {left}))
    after = judge(case.ledger)
    accused = {key for claims in implied(before) for key in claims}
    clashes = [one for found in after for one in found.relations if "contradiction" in one.relation]
    assert accused <= {key for one in clashes for key in (one.a, one.b, *one.claims)}


def _atoms_asked(case: Case, question: cl.Question) -> frozenset[object]:
    """The atoms that a derived question asks for; all of them where it is larger than the tree."""
    names = (question.subject, question.place, str(question.measure).removesuffix(" lost"))
    return next((case.inside[n] for n in names if n in case.inside), case.atoms)


@given(forests())
@settings(max_examples=500)
def test_a_derived_bound_holds_whoever_is_right(case: Case) -> None:
    """In every assignment that fits as many claims as can be right at once."""
    bounds = [one for one in derived_bounds(case.ledger) if one.side is None]
    sets = [
        frozenset(chosen)
        for size in range(len(case.limits), 0, -1)
        for chosen in combinations(sorted(case.limits), size)
        if bounds and feasible(case.atoms, [case.limits[key] for key in chosen])
    ]
    for chosen in (one for one in sets if not any(one < other for other in sets)):
        limits = [case.limits[key] for key in sorted(chosen)]
        for bound in bounds:
            inside = _atoms_asked(case, bound.question)
            assert bound.range.low <= least(case.atoms, limits, inside)
            if bound.range.high != float("inf"):
                high = most(case.atoms, limits, inside)
                assert high is not None
                assert bound.range.high >= high

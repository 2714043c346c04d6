"""Which questions may contradict each other, against what is found among all of them."""

from __future__ import annotations

from collections.abc import Container, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimledger.conflicts import Conflict, conflicts
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.meetings import that_may_clash
from claimledger.network import Literal, Network
from claimledger.partitions import counts, network_of
from tests.counts_case import TOLL, ledger_of, said
from tests.propagation_strategies import Case, campaigns, chains, forests, products


def looked_at(*records: object) -> set[str]:
    """What is counted in the questions that are looked at."""
    ledger = ledger_of(*records)
    findings = judge(ledger)
    places = that_may_clash(Scene.of(ledger), findings)
    return {str(f.question.measure) for place, f in enumerate(findings) if place in places}


@given(st.one_of(forests(), chains(), campaigns(), products()))
@settings(max_examples=300)
def test_nothing_is_missed(case: Case) -> None:
    """Among the questions looked at are found the contradictions that are found among all."""
    scene, findings = Scene.of(case.ledger), judge(case.ledger)

    def found(places: Container[int] | None) -> list[Conflict]:
        entries = counts(scene, findings, places)

        def rebuilt(literals: Iterable[Literal]) -> Network:
            return network_of(scene, [(one.voice, one.question) for one in literals])

        return conflicts(scene, network_of(scene, entries), rebuilt)

    some, every = found(that_may_clash(scene, findings)), found(None)
    assert [one.claims for one in some] == [one.claims for one in every]
    assert [(one.edges, one.rule) for one in some] == [(one.edges, one.rule) for one in every]


HELICOPTERS = said("E", "helicopters lost", "3")


@pytest.mark.parametrize(
    ("records", "wanted"),
    [
        # What is within may be as many as the whole, and no more.
        ([HELICOPTERS, said("W", "aircraft lost", "none")], True),
        ([HELICOPTERS, said("W", "aircraft lost", "exactly 2")], True),
        ([HELICOPTERS, said("W", "aircraft lost", "exactly 3")], False),
        ([HELICOPTERS, said("W", "aircraft lost", "at least 1")], False),
        # Two parts are added up.
        ([HELICOPTERS, said("E", "fighter jets lost", "3"), said("W", "aircraft lost", "5")], True),
        # Elsewhere, or of others, they say nothing of each other.
        ([HELICOPTERS, said("W", "aircraft lost", "none", place="there")], False),
        ([HELICOPTERS, said("W", "aircraft lost", "none", subject="T")], False),
        ([HELICOPTERS, said("W", "tanks lost", "none")], False),
        # Denials and forecasts bound nothing.
        ([HELICOPTERS, said("W", "aircraft lost", "none", stance="expects")], False),
        ([HELICOPTERS, said("W", "aircraft lost", "at least 1", stance="denies")], False),
        # A stock is compared with nothing.
        ([HELICOPTERS, said("W", "aircraft lost", "none", accrual="stock")], False),
    ],
)
def test_only_what_may_exceed_is_looked_at(records: list[object], wanted: bool) -> None:
    """By the extremes of the claims on each question."""
    assert bool(looked_at(*records)) is wanted


def test_partitions_tie_all_together() -> None:
    """So that nothing is left out."""
    assert looked_at(TOLL, said("E", "people killed", "3")) == {"people killed"}

"""Verdicts against the dumb model, on thousands of small ledgers of related claims."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimledger as cl
from claimledger.grouping import Scene
from claimledger.judging import alone
from tests import model
from tests.ledger_strategies import ledgers

KINDS = ("count", "moment", "area", "members", "choice", "proposition", "position")


def as_modelled(finding: cl.Finding) -> model.Result:
    """What the model has a say in."""
    gone = frozenset(old for old, _ in finding.superseded)
    return model.Result(
        ids=frozenset(claim.id for claim in finding.claims),
        verdict=None if finding.verdict is None else str(finding.verdict),
        flags=frozenset(map(str, finding.flags)) - {"against interest", "metadata conflict"},
        superseded=gone,
        relations=frozenset(
            (frozenset({r.a, r.b}), str(r.relation))
            for r in finding.relations
            if not {r.a, r.b} & gone
        ),
        common=finding.common,
        gap=finding.gap,
        ratio=finding.ratio,
        best=None if finding.best is None else (finding.best.range, finding.best.origins),
        origins=finding.origins,
        subsets=frozenset(map(frozenset, finding.subsets)),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_model_says_the_same(kind: str) -> None:
    """Groups, verdicts, flags, relations, ranges, gaps, subsets and origins are the model's."""

    @settings(max_examples=120)
    @given(ledgers((kind,)), st.sampled_from(("standard", "tight", "wide")))
    def holds(ledger: cl.Ledger, reading: str) -> None:
        findings = alone(Scene.of(ledger), cl.Reading.of(reading))
        found = [as_modelled(finding) for finding in findings]
        assert {result.ids: result for result in found} == model.judged(ledger, reading)

    holds()

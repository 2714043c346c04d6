"""The laws of merging, on the whole state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.formats import dumps

CLAIMS = st.builds(
    cl.Claim,
    source=st.sampled_from(["A", "a", "B"]),
    date=st.sampled_from(["2020-01-01", "2020-01-02", "2020-01"]),
    measure=st.sampled_from(["soldiers killed", "troops dead"]),
    subject=st.sampled_from([None, "E"]),
    value=st.sampled_from(["5", "about 200", "at least 30", "none", "unknown"]),
    stance=st.sampled_from(["asserts", "denies"]),
)
SIDES = st.builds(cl.Source, name=st.sampled_from(["A", "B"]), side=st.sampled_from(["E", "W"]))
LEDGERS = st.lists(CLAIMS | SIDES, max_size=6).map(lambda records: cl.Ledger().add(*records))


@given(LEDGERS, LEDGERS, LEDGERS)
def test_merge_is_a_semilattice(a: cl.Ledger, b: cl.Ledger, c: cl.Ledger) -> None:
    """Merging is commutative, associative, idempotent, and the empty ledger changes nothing."""
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | a == a == a | cl.Ledger()
    assert dumps(a | b, "jsonl") == dumps(b | a, "jsonl")


@given(LEDGERS, LEDGERS)
def test_judgement_does_not_depend_on_order(a: cl.Ledger, b: cl.Ledger) -> None:
    """The report of a merge is the same in any order."""
    assert cl.report(a | b) == cl.report(b | a | a)


@given(LEDGERS)
def test_verdicts_are_those_of_all_pairs(ledger: cl.Ledger) -> None:
    """The sweep finds a contradiction exactly where some pair has one."""
    for found in cl.judge(ledger):
        kinds = {relation.relation for relation in found.relations}
        assert (found.verdict == "disputed") == ("contradiction" in kinds)
        if found.verdict not in {"disputed", "tension"}:
            assert ("tension" in kinds) is False


@given(LEDGERS)
def test_a_wider_policy_never_adds_a_contradiction(ledger: cl.Ledger) -> None:
    """What is disputed read widely is disputed read tightly."""
    by_policy = []
    for policy in ("tight", "standard", "wide"):
        found = cl.judge(ledger, reading=policy)
        by_policy.append({str(f.question) for f in found if f.verdict == "disputed"})
    assert by_policy[2] <= by_policy[1] <= by_policy[0]

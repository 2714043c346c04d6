"""Laws of judgement.

- A question is disputed exactly when some two of its standing claims contradict.
- A claim more never removes a contradiction, but by superseding one of the two.
- Readings in another unit give the same verdict.
- Other names for all parties, events and sources give the same verdicts.
- Other years for all dates give the same verdicts.
- Forecasts, refusals to say and "unknown" change no verdict of those who speak.
- Claims on another question change no verdict.
- A wider policy adds no conflict and no contradiction.
- Relations, conflict among them, do not depend on which claim comes first.
- To say strictly more is a strict partial order.
- Attestations and repeats never raise the count of independent origins.
- A retraction that is itself withdrawn leaves everything as it was.
- The report of a merge depends on no order and no duplicate.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, permutations

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Attestation
from claimledger.grouping import Scene
from claimledger.ledger import Record
from claimledger.relations import Voice, conflict, relate, within
from claimledger.verdicts import weigh
from tests.ledger_strategies import SOURCES, claims, ledgers

KINDS = ("count", "moment", "area", "members", "choice", "proposition")


def verdicts(ledger: cl.Ledger, reading: str = "standard") -> dict[frozenset[str], str]:
    return {
        frozenset(c.id for c in f.claims): str(f.verdict) for f in cl.judge(ledger, reading=reading)
    }


def pairs(ledger: cl.Ledger, kind: str, reading: str = "standard") -> set[frozenset[str]]:
    """All pairs of standing claims in one relation."""
    return {
        frozenset({a.id, b.id})
        for finding in cl.judge(ledger, reading=reading)
        for a, b in combinations(finding.standing, 2)
        if relate(a, b).relation == kind
    }


def speaking(finding: cl.Finding) -> list[Voice]:
    return [voice for voice in finding.standing if voice.has_content]


def rewritten(ledger: cl.Ledger, change: Callable[[Record], Record]) -> cl.Ledger:
    """A ledger with each record changed, and ids following the claims they belong to."""
    renamed = {claim.id: change(claim).id for claim in ledger.claims}  # type: ignore[union-attr]
    found: list[Record] = []
    for record in ledger.records:
        new = change(record)
        if isinstance(new, cl.Retraction):
            new = attrs.evolve(new, target=renamed[new.target])
        found.append(new)
    return cl.Ledger(frozenset(found))


@given(ledgers(KINDS))
def test_the_sweep_agrees_with_all_pairs(ledger: cl.Ledger) -> None:
    """Disputed exactly when some pair contradicts."""
    for finding in cl.judge(ledger):
        found = {str(relate(a, b).relation) for a, b in combinations(finding.standing, 2)}
        assert (finding.verdict == "disputed") == ("contradiction" in found)


@given(ledgers(KINDS, chains=False), claims(KINDS))
def test_a_claim_more_removes_no_contradiction(ledger: cl.Ledger, claim: cl.Claim) -> None:
    """Each contradiction stays, unless its own source has superseded one of the two."""
    more = ledger.add(claim)
    gone = {old for finding in cl.judge(more) for old, _ in finding.superseded}
    lost = pairs(ledger, "contradiction") - pairs(more, "contradiction")
    assert all(pair & gone for pair in lost)


@given(ledgers(("count", "area")), st.fractions("1/1000", 1000))
def test_another_unit_changes_no_verdict(ledger: cl.Ledger, factor: Fraction) -> None:
    """Readings are converted by an exact factor, and everything about them lies as before."""
    opposed = Scene.of(ledger).opposed
    for finding in cl.judge(ledger):
        scaled = [
            attrs.evolve(v, core=v.core.scaled(factor), support=v.support.scaled(factor))
            for v in finding.voices
        ]
        found = weigh(finding.question, scaled, are_opposed=opposed)
        assert (found.verdict, found.flags) == (finding.verdict, finding.flags)
        assert found.ratio == finding.ratio
        assert found.gap == finding.gap * factor


@given(ledgers(KINDS, chains=False))
def test_other_names_change_no_verdict(ledger: cl.Ledger) -> None:
    """Parties, events and sources are renamed, in another order than before."""
    names = {name: f"{9 - n} renamed" for n, name in enumerate(SOURCES) if name != "unattributed"}
    names |= {"East": "Z", "West": "A", "War": "Y", "Raid": "X"}

    def new(name: str) -> str:
        return names.get(name, name)

    def new_or_none(name: str | None) -> str | None:
        return None if name is None else new(name)

    def change(record: Record) -> Record:
        match record:
            case cl.Claim():
                return attrs.evolve(
                    record, source=new(record.source), event=new_or_none(record.event)
                )
            case cl.Retraction():
                return attrs.evolve(record, source=new(record.source))
            case cl.Source():
                return attrs.evolve(record, name=new(record.name), side=new_or_none(record.side))
            case cl.Party():
                opposed = {new(name) for name in record.opposed}
                above = new_or_none(record.part_of)
                return attrs.evolve(record, name=new(record.name), part_of=above, opposed=opposed)
            case cl.Event():
                return attrs.evolve(record, name=new(record.name))
        return record

    assert_same_verdicts(ledger, change)


@given(ledgers(KINDS, chains=False), st.sampled_from(("1916", "1984", "2024")))
def test_other_years_change_no_verdict(ledger: cl.Ledger, year: str) -> None:
    """All dates are moved by a multiple of four years, so that months keep their lengths."""

    def new(value: object) -> str:
        return "" if value is None else str(value).replace("2020-", f"{year}-")

    def change(record: Record) -> Record:
        match record:
            case cl.Claim():
                return attrs.evolve(record, date=new(record.date), window=new(record.window))
            case cl.Retraction():
                return attrs.evolve(record, date=new(record.date))
            case cl.Event():
                return attrs.evolve(record, window=new(record.window))
        return record

    assert_same_verdicts(ledger, change)


def assert_same_verdicts(ledger: cl.Ledger, change: Callable[[Record], Record]) -> None:
    renamed = {claim.id: change(claim).id for claim in ledger.claims}  # type: ignore[union-attr]
    expected = {
        frozenset(renamed[key] for key in group): verdict
        for group, verdict in verdicts(ledger).items()
    }
    assert verdicts(rewritten(ledger, change)) == expected


@given(ledgers(KINDS, chains=False), claims(KINDS), st.sampled_from(("declines", "expects", "")))
def test_silence_changes_no_verdict(ledger: cl.Ledger, claim: cl.Claim, stance: str) -> None:
    """Where somebody speaks already, what carries no content adds nothing."""
    if stance:
        assume(claim.value is not None and claim.kind != "position")
        claim = attrs.evolve(claim, stance=stance)
    else:
        assume(claim.measure is not None)
        claim = attrs.evolve(claim, value="unknown", stance="asserts")
    assume(ledger.claim_or_none(claim.id) is None)
    after = {
        frozenset(c.id for c in f.claims) - {claim.id}: f.verdict
        for f in cl.judge(ledger.add(claim))
    }
    for finding in cl.judge(ledger):
        if speaking(finding):
            assert after[frozenset(c.id for c in finding.claims)] == finding.verdict


@given(ledgers(KINDS, chains=False), claims(KINDS))
def test_other_questions_change_no_verdict(ledger: cl.Ledger, claim: cl.Claim) -> None:
    """A claim leaves all questions alone that it does not answer itself."""
    elsewhere = attrs.evolve(claim, place="Elsewhere")
    assert verdicts(ledger).items() <= verdicts(ledger.add(elsewhere)).items()


@given(ledgers(KINDS))
def test_a_wider_policy_adds_no_contradiction(ledger: cl.Ledger) -> None:
    """What contradicts read widely contradicts in the standard reading, and so read tightly."""
    wide, standard, tight = (
        pairs(ledger, "contradiction", policy) for policy in ("wide", "standard", "tight")
    )
    assert wide <= standard <= tight


@given(ledgers(KINDS))
def test_relations_are_symmetric(ledger: cl.Ledger) -> None:
    """Which of two claims comes first changes neither their conflict nor their relation."""
    for finding in cl.judge(ledger):
        for a, b in combinations(finding.voices, 2):
            assert conflict(a, b) == conflict(b, a)
            assert relate(a, b).relation == relate(b, a).relation


@given(ledgers(KINDS))
def test_refinement_is_a_strict_partial_order(ledger: cl.Ledger) -> None:
    """No claim refines itself, no two refine each other, and refinement passes on."""

    def refines(a: Voice, b: Voice) -> bool:
        return within(a, b) and not within(b, a)

    for finding in cl.judge(ledger):
        assert not any(refines(voice, voice) for voice in finding.voices)
        for a, b, c in permutations(finding.voices, 3):
            assert not (refines(a, b) and refines(b, a))
            assert not (refines(a, b) and refines(b, c)) or refines(a, c)


@given(ledgers(KINDS), st.data())
def test_repeats_raise_no_count_of_origins(ledger: cl.Ledger, data: st.DataObject) -> None:
    """Another document, a declared derivation of a named source, a source that relays a claim."""
    said = data.draw(st.sampled_from(ledger.claims))
    assume(said.id not in ledger.withdrawn)
    other = data.draw(st.sampled_from(SOURCES))
    repeat = attrs.evolve(said, source=other)
    assume(ledger.claim_or_none(repeat.id) is None)
    derived = other if said.source != "unattributed" else None
    for added in (
        [Attestation(claim=said.id, document="A newspaper", derived_from=derived)],
        [repeat, Attestation(claim=repeat.id, derived_from=said.id)],
    ):
        before = {c.id: f.origins for f in cl.judge(ledger) for c in f.claims}
        for finding in cl.judge(ledger.add(*added)):
            known = [before[c.id] for c in finding.claims if c.id in before]
            assert finding.origins <= max(known)


@given(ledgers(KINDS), st.data())
def test_an_undone_retraction_changes_nothing(ledger: cl.Ledger, data: st.DataObject) -> None:
    """Retracted and restored, a claim stands as before, and all findings with it."""
    claim = data.draw(st.sampled_from(ledger.claims))
    assume(claim.id not in ledger.withdrawn)
    taken_back = cl.Retraction(target=claim.id, source=claim.source, date="2020-10-02")
    restored = cl.Retraction(target=taken_back.id, source=claim.source, date="2020-10-03")
    assert cl.judge(ledger.add(taken_back, restored)) == cl.judge(ledger)
    assert claim.id in ledger.add(taken_back).withdrawn


@given(ledgers(KINDS), ledgers(KINDS))
def test_merging_in_any_order_gives_one_report(a: cl.Ledger, b: cl.Ledger) -> None:
    """The report is that of the union, whatever came first or twice."""
    assert cl.report(a | b) == cl.report(b | a) == cl.report((b | a) | a)

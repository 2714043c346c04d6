"""Two desks of one newsroom keep a ledger each, and merge them in the evening.

The ledgers are the seeds, divided: one desk follows one side's sources, the other the other
side's and everybody else's. Both entered what the president of one side said, and they
disagree about one source.
"""

from pathlib import Path

import claimledger as cl

SEEDS = Path(__file__).parent.parent / "seeds"
SHARED = "President of Nagorno-Karabakh"


def main() -> None:
    """Print what each desk could see alone, and what only the merge brings to light."""
    whole = cl.read(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")
    one, other = desks(whole)
    both = one | other
    shared = {claim.id for claim in one.claims} & {claim.id for claim in other.claims}
    print(f"{len(one)} claims and {len(other)}, {len(shared)} of them entered by both desks")
    print(f"{len(both)} claims together; the same in either order: {both == other | one}")

    print(f"\nDisputed on one desk alone: {len(disputed(one))} and {len(disputed(other))}")
    print(f"Disputed together: {len(disputed(both))}, among them")
    for question in sorted(disputed(both) - disputed(one) - disputed(other)):
        print(f"    {question}")

    print("\nThe desks disagree about")
    for conflict in set(both.conflicts) - set(one.conflicts) - set(other.conflicts):
        print(f"    the {conflict.field} of {conflict.name}: {' or '.join(conflict.values)}")


def desks(whole: cl.Ledger) -> tuple[cl.Ledger, cl.Ledger]:
    """The ledger of each desk: declarations and documents in both, claims by their source."""
    armenian = {
        claim.id
        for finding in cl.judge(whole)
        for voice in finding.voices
        for claim in (voice.claim,)
        if voice.side_name == "Armenian side"
    }
    shared = {claim.id for claim in whole.claims if claim.source == SHARED}
    one = part(whole, armenian | shared)
    other = part(whole, {claim.id for claim in whole.claims} - armenian | shared)
    return (
        one.add(cl.Source(name=SHARED, kind="official")),
        other.add(cl.Source(name=SHARED, kind="military")),
    )


def part(whole: cl.Ledger, kept: set[str]) -> cl.Ledger:
    """A ledger with some of its claims, and everything else."""

    def belongs(record: object) -> bool:
        if isinstance(record, cl.Claim):
            return record.id in kept
        return not isinstance(record, cl.Attestation) or record.claim in kept

    return cl.Ledger(frozenset(filter(belongs, whole.records)))


def disputed(ledger: cl.Ledger) -> set[str]:
    """The questions in dispute."""
    return {str(f.question) for f in cl.judge(ledger) if f.verdict == cl.Verdict.DISPUTED}


if __name__ == "__main__":
    main()

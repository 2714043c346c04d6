"""What was disputed by the end of each of the first days."""

from pathlib import Path

import claimledger as cl

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    """Print the number of claims and disputes as of each day."""
    ledger = cl.read(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")
    for day in ("2020-09-27", "2020-09-28", "2020-09-29", "2020-09-30", "2020-10-01"):
        findings = cl.judge(ledger, as_of=day)
        disputed = [f for f in findings if f.verdict == cl.Verdict.DISPUTED]
        print(f"{day}: {len(ledger.as_of(day))} claims, {len(disputed)} disputed questions")


if __name__ == "__main__":
    main()

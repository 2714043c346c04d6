"""The disputes of the first days of the fighting of September 2020, by import."""

from pathlib import Path

import claimledger as cl

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    """Print each dispute with what each side says, and how far apart they are."""
    ledger = cl.read(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")
    for finding in cl.judge(ledger):
        if finding.verdict == cl.Verdict.DISPUTED:
            print(f"{finding.number}. {finding.question}")
            for side in finding.sides:
                print(f"    {side.side}: {side.said}")
            if finding.gap:
                print(f"    at least {finding.gap} apart")


if __name__ == "__main__":
    main()

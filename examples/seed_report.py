"""The report on the seed ledger, by import."""

from pathlib import Path

import claimledger as cl

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    """Print the disputes of the seed ledger, with who says what."""
    ledger = cl.read(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")
    for finding in cl.judge(ledger):
        if finding.verdict == cl.Verdict.DISPUTED:
            print(f"{finding.question}: gap {finding.gap}")
            for side in finding.sides:
                print(f"    {side.side}: {side.said}")


if __name__ == "__main__":
    main()

"""The first days of a war as they could be known on each evening: what came into dispute."""

from pathlib import Path

import claimledger as cl
from claimledger.differences import differences

SEEDS = Path(__file__).parent.parent / "seeds"
DAYS = ("2020-09-27", "2020-09-28", "2020-09-29", "2020-09-30")


def main() -> None:
    """Print what each day added, and which questions it brought into dispute or out of it."""
    ledger = cl.read(SEEDS / "karabakh-2020-09-28.toml", SEEDS / "karabakh-2020.csv")
    evening = cl.Ledger()
    for day in DAYS:
        before, evening = evening, ledger.as_of(day)
        found = differences(before, evening)
        print(f"{day}: {len(evening) - len(before)} claims more, {len(evening)} in all")
        for change in found.questions:
            was, now = (end and end.verdict for end in (change.before, change.after))
            if cl.Verdict.DISPUTED in {was, now} and was != now:
                print(f"    {change.question}: {was or 'not asked'} -> {now}")
            elif now == cl.Verdict.DISPUTED and "common range" in change.what:
                print(f"    {change.question}: still disputed, over new figures")


if __name__ == "__main__":
    main()

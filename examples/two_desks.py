"""Two desks keep a ledger each; the merge is the same in either order."""

from pathlib import Path

import claimledger as cl

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    """Merge the two seed files and say what the merge brought to light."""
    one = cl.read(SEEDS / "karabakh-2020-09-28.toml")
    other, _ = cl.read_lenient(SEEDS / "karabakh-2020.csv")
    both = one | other
    print(f"{len(one)} and {len(other)} claims, {len(both)} together")
    print("the same in either order:", both == other | one)


if __name__ == "__main__":
    main()

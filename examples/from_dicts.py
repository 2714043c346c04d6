"""A ledger built from a list of dicts. The names and figures are made up."""

import claimledger as cl

ROWS = [
    {"source": "Ministry A", "date": "2024-05-01", "subject": "A", "value": "about 20"},
    {"source": "Monitor", "date": "2024-05-02", "subject": "A", "value": "at least 40"},
]


def main() -> None:
    """Print the report of the rows as Markdown."""
    claims = [cl.Claim(measure="people wounded", **row) for row in ROWS]
    ledger = cl.Ledger().add(*claims, cl.Source(name="Ministry A", side="A"))
    print(cl.report(ledger, format="github"))


if __name__ == "__main__":
    main()

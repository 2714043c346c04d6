"""A ledger built from a list of dicts: a flood, with made-up names and figures."""

import claimledger as cl

ROWS = [
    {"source": "City of Anderfurt", "date": "2031-04-02", "value": "about 1,200"},
    {"source": "Fire brigade", "date": "2031-04-02", "value": "more than 1,100"},
    {"source": "Residents' council", "date": "2031-04-03", "value": "at least 2,500"},
    {"source": "Residents' council", "date": "2031-04-03", "value": "dozens", "place": "Old Town"},
]
RECORDS = (
    cl.Event(name="Flood of Anderfurt", window="2031-04-01/2031-04-03"),
    cl.Source(name="City of Anderfurt", side="City", kind="official"),
    cl.Source(name="Fire brigade", controlled_by="City of Anderfurt"),
    cl.Source(name="Residents' council", side="Residents", kind="witness"),
    cl.Party(name="City", opposed=["Residents"]),
)


def main() -> None:
    """Print the report of the rows as Markdown."""
    claims = [
        cl.Claim(event="Flood of Anderfurt", subject="any", measure="people displaced", **row)
        for row in ROWS
    ]
    ledger = cl.Ledger().add(*RECORDS, *claims)
    (worst, *_) = cl.judge(ledger)
    print(f"{worst.question}: {worst.verdict}, {worst.gap} apart, {worst.origins} origins\n")
    print(cl.report(ledger, format="github"))


if __name__ == "__main__":
    main()

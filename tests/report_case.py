"""A small ledger in which everything occurs that a report shows."""

from __future__ import annotations

import claimledger as cl
from claimledger.claims import Event, Implication, Title

EVENT = "Flood of the Orle"


def everything() -> cl.Ledger:
    """A flood on a border: two opposed sides, a third one, and sources of none."""
    ledger = cl.Ledger().add(
        Title(text="Flood of the Orle, May 2031"),
        Event(name=EVENT, window="2031-05-01/.."),
        cl.Party(name="North", opposed=["South"]),
        cl.Party(name="North Coast", part_of="North"),
        cl.Party(name="South"),
        cl.Party(name="Upland"),
        cl.Source(name="North Ministry", side="North", kind="official", reliability="C"),
        cl.Source(name="Coast Guard", side="North Coast", kind="military"),
        cl.Source(name="South Ministry", side="South", kind="official"),
        cl.Source(name="Upland", side="Upland"),
        cl.Source(name="River Watch", kind="monitor", reliability="B"),
        cl.Document(outlet="Wire", title="Day 1 | <b>", url="https://example.org/a_b?x=1"),
        cl.Document(outlet="Gazette", date="2031-05-03"),
        Implication(premise="South opened the dam", conclusion="somebody opened the dam"),
    )
    ledger = ledger.add(*(_claim(*row) for row in _ROWS))
    return _attested(ledger)


def _claim(source: str, day: int, value: str, about: str, fields: dict[str, object]) -> cl.Claim:
    kind, _, text = about.partition(": ")
    given: dict[str, object] = {"event": EVENT, **fields, kind: text, "value": value or None}
    return cl.Claim(source=source, date=f"2031-05-{day:02}", **given)  # type: ignore[arg-type]


_NORTH: dict[str, object] = {"subject": "North"}
_SOUTH: dict[str, object] = {"subject": "South"}
_ROWS: tuple[tuple[str, int, str, str, dict[str, object]], ...] = (
    # Disputed, with a gap of 500 - 20: nobody of the South reads "20" as more than 21.
    ("North Ministry", 2, "20", "measure: people killed", _NORTH),
    ("South Ministry", 2, "more than 500", "measure: people killed", _NORTH),
    ("Upland", 2, "some", "measure: people killed", _NORTH),
    ("River Watch", 2, "several", "measure: people killed", _NORTH),
    # A running count that grows, one that falls, and one that is withdrawn.
    ("North Ministry", 3, "25", "measure: people killed", _NORTH),
    ("South Ministry", 2, "9", "measure: boats lost", _SOUTH),
    ("South Ministry", 3, "4", "measure: boats lost", _SOUTH),
    ("Coast Guard", 2, "70", "measure: boats lost", _NORTH),
    # A figure of one day, replaced.
    ("Coast Guard", 2, "12", "measure: people rescued", {"window": "2031-05-01"}),
    ("Coast Guard", 3, "15", "measure: people rescued", {"window": "2031-05-01"}),
    # One statement in two renderings.
    ("South Ministry", 4, "about 40", "measure: houses lost", _SOUTH),
    ("South Ministry", 4, "more than 40", "measure: houses lost", _SOUTH),
    # One area in two units, and a tension: [90, 110] and [110, 120] meet.
    ("River Watch", 4, "100 km2", "measure: area", {"same_quantity_as": "39 square miles"}),
    ("Upland", 4, "110 km2", "measure: area", {}),
    # Corroborated across the sides.
    ("North Ministry", 5, "3", "measure: bridges lost", {**_SOUTH, "window": "2031-05-04"}),
    ("South Ministry", 5, "3", "measure: bridges lost", {**_SOUTH, "window": "2031-05-04"}),
    (
        "Upland",
        5,
        "",
        "measure: bridges lost",
        {**_SOUTH, "window": "2031-05-04", "stance": "declines"},
    ),
    ("North Ministry", 2, "yes", "proposition: South opened the dam", {}),
    ("South Ministry", 2, "no", "proposition: somebody opened the dam", {}),
    ("North Ministry", 2, "yes", "proposition: the dam is old", {}),
    ("South Ministry", 2, "no", "proposition: the dam is old", {}),
    ("North Ministry", 2, "South", "choice: who warned first", {}),
    ("River Watch", 2, "North", "choice: who warned first", {"stance": "denies"}),
    ("River Watch", 2, "Orle; Saar", "members: rivers over their banks", {}),
    ("Upland", 2, "both should talk", "position: what is to be done", {}),
    ("River Watch", 2, "both should talk", "position: what is to be done", {}),
)


def _attested(ledger: cl.Ledger) -> cl.Ledger:
    wire, gazette = "https://example.org/a_b?x=1", "Gazette, 2031-05-03"
    keys = {document.name: key for key, document in ledger.documents.items()}
    more: list[cl.Attestation | cl.Retraction] = []
    for claim in ledger.claims:
        same = claim.measure == "houses lost"
        killed = claim.measure == "people killed"
        more.append(
            cl.Attestation(
                claim=claim.id,
                document=keys[gazette if claim.source == "South Ministry" else wire],
                statement="houses" if same else None,
                wording="two score and ten" if killed and str(claim.value) == "25" else None,
            )
        )
        if claim.source == "Coast Guard" and claim.measure == "boats lost":
            more.append(cl.Retraction(target=claim.id, source="Coast Guard", date="2031-05-04"))
    return ledger.add(*more)

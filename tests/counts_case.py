"""Short ways to write ledgers of counts, and to look at what is implied."""

from __future__ import annotations

import claimledger as cl
from claimledger.claims import Partition
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.network import Network, Node
from claimledger.partitions import counts, network_of
from claimledger.relations import Relation

WAR = cl.Event(name="war", window="2020-01-01/..")
RAID = cl.Event(name="raid", window="2020-01-01/2020-01-09")
TOLL = Partition(whole="casualties", parts=["killed", "wounded"])


def said(source: str, measure: str, value: str, **more: object) -> cl.Claim:
    """A count of S, in a closed event that nobody names, said on 2020-01-02 unless stated."""
    fields: dict[str, object] = {"date": "2020-01-02", "subject": "S", **more}
    return cl.Claim(source=source, measure=measure, value=value, **fields)  # type: ignore[arg-type]


def ledger_of(*records: object) -> cl.Ledger:
    """A ledger of some records."""
    return cl.Ledger().add(*records)  # type: ignore[arg-type]


def scene_of(*records: object) -> Scene:
    """The scene of a ledger of some records."""
    return Scene.of(ledger_of(*records))


def network(*records: object) -> Network:
    """The network of all counts among some records."""
    ledger = ledger_of(*records)
    scene = Scene.of(ledger)
    return network_of(scene, counts(scene, judge(ledger)))


def node_named(found: Network, measure: tuple[str, str], **cell: object) -> tuple[int, Node]:
    """The index of the only node of a measure and of some other values, and the node."""
    (match,) = [
        (index, node)
        for index, node in enumerate(found.nodes)
        if node.cell.measure == measure
        and all(getattr(node.cell, name) == value for name, value in cell.items())
    ]
    return match


def relations(*records: object) -> list[Relation]:
    """The implied contradictions of a ledger, each once."""
    return list(dict.fromkeys(one for f in judge(ledger_of(*records)) for one in f.implied))


def told(*records: object) -> set[str]:
    """The sources of the claims of each implied contradiction, as one text."""
    ledger = ledger_of(*records)
    found = {one for finding in judge(ledger) for one in finding.implied}
    return {
        " ".join(sorted(ledger.claim(key).source for key in relation.claims)) for relation in found
    }

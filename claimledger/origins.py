"""Who is independent of whom on one question: attribution chains, and who controls whom.

The origin of a claim is the end of its attribution chain: the source that it was in the end
taken from, or its own source where nothing is declared. A newspaper that relays a ministry on
one day and counts for itself on another can contradict it, yet the two count as one; and so
do ten newspapers that relay one ministry. ``via`` names a reporter and changes no origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Claim
from claimledger.ledger import Ledger, is_id
from claimledger.sources import UNATTRIBUTED, components

NAMELESS = "unattributed"
"""The one origin of all claims whose source nobody names."""

Node = tuple[str, str]
"""A claim by its id, or a source by its key."""


@attrs.frozen
class Origin:
    """Where a claim comes from.

    Attributes:
        name: The key of the source at the end of its chain; of a chain that forks, or of one
            statement rendered by several, the least. Circular reporting has one for all.
        component: What it counts for: the least of all that it hangs together with by
            who relays whom and who controls whom.
    """

    name: str
    component: str


def origins(ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Origin]:
    """The origin of each claim of one question, by id, whatever ties it to others.

    Args:
        ledger: Gives the attestations, and who controls whom.
        claims: All claims of the question, those that are withdrawn among them.

    Complexity: near linear in the claims and the steps of their chains.
    """
    names = {claim.id: _name_of(name_key(claim.source)) for claim in claims}
    withdrawn = ledger.withdrawn
    present = [claim for claim in claims if claim.id not in withdrawn]
    attested = [claim for claim in present if claim.id in ledger.entangled]
    taken = {claim.id: nodes for claim in attested if (nodes := _taken_from(ledger, claim.id))}
    steps = _steps(ledger, present, taken)
    ends = _ends(ledger, steps)
    own = dict(names)
    names |= {name: ends["claim", name] for name in taken}
    links = [(own[name], names[name]) for name in taken]
    names |= _of_statements(ledger, attested, names)
    heard = {*own.values(), *names.values()}
    parts = components([*links, *_forks(steps, ends), *controls(ledger, heard)])
    return {key: Origin(name, parts.get(name, name)) for key, name in names.items()}


def alone(ledger: Ledger, source: str) -> Origin | None:
    """The origin of claims of a source that no attestation ties to others.

    None where somebody controls the source.

    Args:
        ledger: Gives who controls whom.
        source: The key of the source.
    """
    name = _name_of(source)
    record = ledger.sources.get(name)
    is_controlled = record is not None and record.controlled_by is not None
    return None if is_controlled else Origin(name, name)


def _name_of(source: str) -> str:
    return NAMELESS if source in UNATTRIBUTED else source


def _taken_from(ledger: Ledger, claim_id: str) -> list[Node]:
    """What a claim is declared to be taken from."""
    found = {
        attestation.derived_from
        for attestation in ledger.attestations.get(claim_id, ())
        if attestation.derived_from is not None
    }
    return [
        ("claim", name) if is_id(name) else ("source", name_key(name)) for name in sorted(found)
    ]


def _steps(
    ledger: Ledger, present: Iterable[Claim], taken: Mapping[str, list[Node]]
) -> dict[Node, list[Node]]:
    """Each step of the chains that begin at the claims; the end of a chain has none.

    A chain that reaches a source goes on only where all that this source says on the
    question is taken from others.
    """
    relayed: dict[str, list[Node]] = defaultdict(list)
    counting: set[str] = set()
    for claim in present if taken else ():
        if claim.id in taken:
            relayed[name_key(claim.source)].append(("claim", claim.id))
        else:
            counting.add(name_key(claim.source))
    steps: dict[Node, list[Node]] = {}
    waiting: list[Node] = [("claim", key) for key in taken]
    while waiting:
        node = waiting.pop()
        if node in steps:
            continue
        kind, name = node
        if kind == "source":
            steps[node] = [] if name in counting else relayed.get(name, [])
        else:
            claim_or_none = ledger.claim_or_none(name)
            own: list[Node] = []
            if claim_or_none is not None:
                own = [("source", name_key(claim_or_none.source))]
            steps[node] = _taken_from(ledger, name) or own
        waiting += steps[node]
    return steps


def _ends(ledger: Ledger, steps: Mapping[Node, Sequence[Node]]) -> dict[Node, str]:
    """The least end that each node reaches; chains that run in a circle share one."""
    back: dict[Node, list[Node]] = defaultdict(list)
    for node, targets in steps.items():
        for target in targets:
            back[target].append(node)
    found: dict[Node, str] = {}
    leaves = ((_speaker(ledger, node), node) for node, targets in steps.items() if not targets)
    for name, leaf in sorted(leaves):
        waiting = [leaf]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = name
                waiting += back[node]
    circular = [node for node in steps if node not in found]
    circles = components((node, target) for node in circular for target in steps[node])
    least: dict[Node, str] = {}
    for node in circular:
        name = _speaker(ledger, node)
        least[circles[node]] = min(name, least.get(circles[node], name))
    return found | {node: least[circles[node]] for node in circular}


def _speaker(ledger: Ledger, node: Node) -> str:
    """The key of the source that a node stands for; of an unknown claim its id."""
    kind, name = node
    if kind == "source":
        return _name_of(name)
    claim = ledger.claim_or_none(name)
    return f"claim: {name}" if claim is None else _name_of(name_key(claim.source))


def _of_statements(
    ledger: Ledger, present: Iterable[Claim], names: Mapping[str, str]
) -> dict[str, str]:
    """The one origin of the claims that render one statement: the least of theirs."""
    links = [
        (claim.id, f"statement: {label}")
        for claim in present
        for label in statements(ledger, claim)
    ]
    if not links:
        return {}
    rendered = components(links)
    least: dict[str, str] = {}
    for key, _ in links:
        least[rendered[key]] = min(names[key], least.get(rendered[key], names[key]))
    return {key: least[rendered[key]] for key, _ in links}


def statements(ledger: Ledger, claim: Claim) -> frozenset[str]:
    """The labels of the statements that a claim renders, which an attestation ties to others."""
    attested = ledger.attestations[claim.id]
    return frozenset(name_key(a.statement) for a in attested if a.statement is not None)


def _forks(
    steps: Mapping[Node, Sequence[Node]], ends: Mapping[Node, str]
) -> Iterator[tuple[str, str]]:
    """Ends that hang together because one chain forks to both."""
    for node, targets in steps.items():
        yield from ((ends[node], ends[target]) for target in targets)


def controls(ledger: Ledger, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Who controls whom, up from some sources."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        record = ledger.sources.get(name)
        if name in seen or record is None or record.controlled_by is None:
            continue
        seen.add(name)
        controller = name_key(record.controlled_by)
        yield (name, controller)
        waiting.append(controller)

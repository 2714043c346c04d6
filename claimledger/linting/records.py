"""Claims and sources of which something is missing, out of time, or said elsewhere before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from claimledger.canonical import name_key
from claimledger.claims import Claim, Stance
from claimledger.dates import Ternary, Window
from claimledger.findings import Finding
from claimledger.grades import CONFIRMED, unconfirmed
from claimledger.linting.lints import Case, Lint, day_text
from claimledger.quantities import Quantity
from claimledger.relations import Voice
from claimledger.sources import UNATTRIBUTED
from claimledger.verdicts import is_rare

SPEAKS_FOR_A_SIDE = frozenset({None, "official", "military"})
"""The kinds of sources that are expected to be on a side."""


def document_lints(case: Case) -> Iterator[Lint]:
    """The claims that no document carries, in a ledger that has documents."""
    if not case.ledger.documents:
        return
    for claim in case.ledger.active:
        attested = case.ledger.attestations.get(claim.id, ())
        if all(attestation.document is None for attestation in attested):
            message = "no document carries this claim: name where it was read"
            yield Lint(code="no-document", message=message, claims=(claim.id,), field="documents")


def side_lints(case: Case) -> Iterator[Lint]:
    """The sources on no side, in a ledger that has sides, where their kind does not say why."""
    sources = case.ledger.sources
    if all(source.side is None for source in sources.values()):
        return
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in case.ledger.active:
        claims[name_key(claim.source)].append(claim)
    for key, said in claims.items():
        source = sources.get(key)
        kind = None if source is None else source.kind
        if (source is not None and source.side) or kind not in SPEAKS_FOR_A_SIDE:
            continue
        if key not in UNATTRIBUTED:
            name = case.source(said[0], key)
            message = (
                f"{name!r} is on no side: give the side that it speaks for; or, if it speaks for"
                " none, a kind such as 'monitor' or 'media'"
            )
            yield Lint(
                code="source-on-no-side",
                message=message,
                claims=tuple(claim.id for claim in said),
                field="source" if source is None else "side",
                record=source,
                is_general=True,
            )


def date_lints(case: Case) -> Iterator[Lint]:
    """The claims said before that which they speak of had begun."""
    for claim in case.ledger.active:
        if claim.stance in {Stance.EXPECTS, Stance.DECLINES} or claim.position is not None:
            continue
        event = case.scene.event(claim)
        if event is not None and _is_before(claim, event.window):
            yield _early(claim, f"{event.name!r} ({event.window}) had begun")
        elif _is_before(claim, claim.window):
            yield _early(claim, f"the time that it speaks of ({claim.window}) had begun")


def _is_before(claim: Claim, window: Window | None) -> bool:
    start = None if window is None else window.start
    return start is not None and claim.date.precedes(start) is Ternary.YES


def _early(claim: Claim, what: str) -> Lint:
    message = f"said on {day_text(claim)}, before {what}: check the date, or say that it expects it"
    return Lint(code="said-before-event", message=message, claims=(claim.id,), field="date")


def echo_lints(case: Case) -> Iterator[Lint]:
    """The figures that another source, with no declared tie, gave to the same question before."""
    for finding in case.findings:
        if finding.question.kind == "measure":
            yield from _echoes(case, finding)


def _echoes(case: Case, finding: Finding) -> Iterator[Lint]:
    first: dict[object, Voice] = {}
    shown: set[object] = set()
    for voice in finding.standing:
        value = voice.claim.value
        is_asserted = voice.has_content and not voice.denies
        if not (is_asserted and isinstance(value, Quantity) and is_rare(value)):
            continue
        figure = (value.low, value.high, value.unit)
        origin = first.setdefault(figure, voice)
        if origin.component != voice.component and (figure, voice.component) not in shown:
            shown.add((figure, voice.component))
            message = (
                f"{case.told(voice)} is the figure of {case.told(origin)}: if the one took it from"
                " the other, say so by derived_from, else they count as two voices"
            )
            claims = (voice.id, origin.id)
            yield Lint(code="echoed-figure", message=message, claims=claims, field="value")


def grade_lints(case: Case) -> Iterator[Lint]:
    """The claims graded as confirmed that fewer than two independent origins bear out."""
    ledger = case.ledger
    for claim, fault in unconfirmed(ledger, case.findings):
        if claim.id in ledger.withdrawn:
            continue
        noted = ledger.annotations[claim.id]
        yield Lint(
            code="unconfirmed-credibility",
            message=f"{fault}: grade it lower, or enter the claim that confirms it",
            claims=(claim.id,),
            field="credibility",
            record=next(note for note in noted if note.credibility == CONFIRMED),
        )

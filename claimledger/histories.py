"""The history of a question: who said what when, and what that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from operator import itemgetter

import attrs

from claimledger.claims import Accrual
from claimledger.findings import NO_SIDE, Finding
from claimledger.ledger import Ledger
from claimledger.quantities import Quantity
from claimledger.questions import Question
from claimledger.relations import RelationKind, Voice, relate, same_value
from claimledger.tables import Table, answer_words, date_text, number_text, source_name


def history_table(ledger: Ledger, finding: Finding, findings: Iterable[Finding] = ()) -> Table:
    """Every claim on a question in the order said, with what it changed.

    The change is against what the same source said last: "+18" where a running count went on,
    "fell from 31" where it is less, "revised from 10" where it said otherwise of the same time.
    An increment is shown as what it adds.

    Args:
        ledger: The ledger as it was judged.
        finding: What was found on the question.
        findings: All of its findings, so that a running count is shown with its increments.
    """
    shown = [finding, *_increments(finding, findings)]
    gone = {old for one in shown for old, _ in one.superseded}
    last: dict[tuple[int, str], Voice] = {}
    rows = []
    voices = ((_in_order(voice), at, voice) for at, one in enumerate(shown) for voice in one.voices)
    for _, at, voice in sorted(voices, key=itemgetter(0)):
        line = (at, voice.speaker)
        changes = [*_changes(shown[at], last.get(line), voice)]
        if voice.withdrawn:
            changes.append("since withdrawn")
        elif voice.has_content:
            last[line] = voice
        if voice.id in gone:
            changes.append("since replaced")
        rows.append(
            (
                date_text(voice.claim.date),
                source_name(ledger, voice.source, voice.claim.source),
                voice.side_name or NO_SIDE,
                answer_words(voice.claim),
                "; ".join(changes),
            )
        )
    return Table("history", ("date", "source", "side", "said", "change"), tuple(rows))


def _increments(finding: Finding, findings: Iterable[Finding]) -> list[Finding]:
    """The findings on what was added to a running count."""
    if finding.question.accrual != Accrual.CUMULATIVE:
        return []
    about = matter(finding.question)
    return [
        other
        for other in findings
        if other.question.accrual == Accrual.INCREMENT and matter(other.question) == about
    ]


def matter(question: Question) -> Question:
    """A question without its time."""
    return attrs.evolve(question, window=None, accrual=None)


def _in_order(voice: Voice) -> tuple[object, ...]:
    return (voice.claim.date.sort_key(), voice.core.sort_key(), voice.id)


def _changes(finding: Finding, before: Voice | None, voice: Voice) -> Iterator[str]:
    """What a claim changes of what its source said last."""
    if not voice.has_content or voice.denies:
        return
    if finding.question.accrual == Accrual.INCREMENT:
        added = _figure(voice, finding.unit)
        yield "more" if added is None else f"+{_with_unit(added, finding.unit)}"
    if before is None or before.denies:
        return
    said = answer_words(before.claim)
    if same_value(before, voice):
        yield "unchanged"
        return
    match relate(before, voice).relation:
        case RelationKind.UPDATE:
            yield _growth(before, voice, finding.unit)
        case RelationKind.DOWNWARD_REVISION:
            yield f"fell from {said}"
        case RelationKind.REVISION:
            yield f"revised from {said}"
        case RelationKind.TRANSMISSION_DISCREPANCY:
            yield f"another rendering of {said}"
        case RelationKind.INTERNAL_INCONSISTENCY:
            yield f"against {said}, said at once"


def _growth(before: Voice, voice: Voice, unit: str | None) -> str:
    """By how much a running count went on, as far as both name a figure."""
    old, new = (_figure(one, unit) for one in (before, voice))
    if old is None or new is None or new <= old:
        return f"went on from {answer_words(before.claim)}"
    exact = all(one.core.low == one.core.high for one in (before, voice))
    return f"{'' if exact else 'about '}+{_with_unit(new - old, unit)}"


def _figure(voice: Voice, unit: str | None) -> Fraction | None:
    """The one figure that a claim names, where it is in the unit of the question."""
    value = voice.claim.value
    if not isinstance(value, Quantity) or value.nominal is None or value.unit != unit:
        return None
    return Fraction(value.nominal)


def _with_unit(number: Fraction, unit: str | None) -> str:
    return number_text(number) if unit is None else f"{number_text(number)} {unit}"

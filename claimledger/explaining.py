"""Why a question has its verdict: its claims, their readings and how they meet.

An explanation is made of tables and of sentences that can be read aloud to somebody who
does not know the tool.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from claimledger.claims import Stance, Truth, answer_text
from claimledger.findings import NO_SIDE, PAIRS_UP_TO, Finding, Flag, Verdict
from claimledger.footnotes import MEANINGS
from claimledger.grouping import Question, Scene
from claimledger.histories import history_table
from claimledger.ledger import Ledger
from claimledger.neighbours import apart, neighbours
from claimledger.prose import Part, Prose
from claimledger.quantities import Quantity
from claimledger.relations import Relation, RelationKind, Voice, relate
from claimledger.tables import (
    Table,
    answer_words,
    date_text,
    interval_text,
    number_text,
    question_text,
    ratio_text,
    said_by,
    source_name,
)

CLAIMS_SHOWN = 100
RELATIONS_SHOWN = 60
NEIGHBOURS_SHOWN = 12
SETS_SHOWN = 12

REASONS: Mapping[Verdict, str] = {
    Verdict.UNDERSPECIFIED: "Nothing here can be compared.",
    Verdict.CONSISTENT: "No claim that stands contradicts another, and none bears another out.",
}

DECISIVE: Mapping[Verdict, RelationKind] = {
    Verdict.DISPUTED: RelationKind.CONTRADICTION,
    Verdict.TENSION: RelationKind.TENSION,
    Verdict.CORROBORATED_ACROSS_SIDES: RelationKind.CORROBORATION,
    Verdict.CORROBORATED: RelationKind.CORROBORATION,
}
"""The relation that a verdict rests on."""

UNASSERTED: Mapping[Stance, str] = {
    Stance.DENIES: "denied",
    Stance.EXPECTS: "expected",
    Stance.DECLINES: "declined to confirm",
}


def explanation(
    ledger: Ledger, findings: Sequence[Finding], asked: Finding, *, alike: bool = True
) -> tuple[Part, ...]:
    """All that explains one finding, for :func:`claimledger.prose.page`.

    Args:
        ledger: The ledger as it was judged.
        findings: All of its findings.
        asked: The one to explain.
        alike: Whether to look through all findings for claims that look alike.
    """
    return (
        _summary(ledger, asked),
        _claims(ledger, asked),
        _history(ledger, findings, asked),
        _attestations(ledger, asked),
        _relations(asked),
        _together(ledger, asked),
        _gone(ledger, asked),
        _implied(ledger, findings, asked),
        _look_alikes(ledger, findings if alike else (), asked),
    )


def heading(asked: Finding) -> str:
    """The question with its number and its verdict."""
    return f"{asked.number}. {_in_line(asked.question)}: {asked.verdict or 'never judged'}"


def _summary(ledger: Ledger, asked: Finding) -> Prose:
    lines = [reason(ledger, asked)]
    if asked.question.event is not None:
        lines.append(f"Event: {asked.question.event}.")
    lines += [f"{flag.value}: {MEANINGS[flag]}." for flag in asked.flags]
    if Flag.METADATA_CONFLICT in asked.flags:
        lines += [
            f"The {conflict.field} of {conflict.kind} {conflict.name} is given as"
            f" {' and as '.join(conflict.values)}."
            for conflict in ledger.conflicts
        ]
    return Prose("why", lines)


def reason(ledger: Ledger, asked: Finding) -> str:
    """What the verdict rests on, in one sentence or two."""
    if asked.verdict is None:
        return "Positions are listed and never judged."
    if asked.verdict is Verdict.ONE_SIDED:
        sides = {voice.side_name or NO_SIDE for voice in asked.standing if voice.has_content}
        only = " and ".join(sorted(sides - {NO_SIDE}))
        return f"All that stands comes from {f'one side, {only}' if only else 'one origin'}."
    if asked.verdict in REASONS:
        return REASONS[asked.verdict]
    decisive = _decisive(asked)
    if decisive is None:
        return "No pair of claims here contradicts; claims on other questions do."
    by_id = {voice.id: voice for voice in asked.voices}
    one, other = by_id[decisive.a], by_id[decisive.b]
    told = " ".join(_told(ledger, asked.question, voice) for voice in (one, other))
    return f"{told} This is {_named(decisive)}."


def _decisive(asked: Finding) -> Relation | None:
    """The pair that the verdict rests on; of contradicting figures the one furthest apart."""
    if asked.widest is not None:
        by_id = {voice.id: voice for voice in asked.voices}
        return relate(*(by_id[claim] for claim in asked.widest))
    kind = DECISIVE[asked.verdict] if asked.verdict else None
    return next((r for r in asked.relations if r.relation is kind), None)


def _named(relation: Relation) -> str:
    article = "an" if relation.relation.value[0] in "aeiou" else "a"
    return f"{article} {relation.relation.value}: {relation.rule}"


def _history(ledger: Ledger, findings: Sequence[Finding], asked: Finding) -> Table:
    """Who said what when, where there is more than one claim; the last of many."""
    table = history_table(ledger, asked, findings)
    rows = table.rows if len(table.rows) > 1 else ()
    return attrs.evolve(table, rows=rows[-CLAIMS_SHOWN:])


def _claims(ledger: Ledger, asked: Finding) -> Table:
    """Each claim with its two readings; those that stand come first where there are many."""
    numeric = asked.question.kind == "measure"
    gone = {old for old, _ in asked.superseded}
    shown = asked.voices
    if len(shown) > CLAIMS_SHOWN:
        shown = asked.standing[-CLAIMS_SHOWN:]
    rows = tuple(
        (
            voice.id[:8],
            said_by(ledger, voice),
            voice.side_name or NO_SIDE,
            voice.interest or "",
            interval_text(voice.core, asked.unit) if numeric else "",
            interval_text(voice.support, asked.unit) if numeric else "",
            "withdrawn" if voice.withdrawn else ("superseded" if voice.id in gone else "stands"),
        )
        for voice in shown
    )
    header = ("claim", "said", "side", "interest", "literally", "tolerantly", "state")
    return Table(_counted("claims", rows, len(asked.voices)), header, rows)


def _attestations(ledger: Ledger, asked: Finding) -> Table:
    """Where each claim was read, and how it is put there."""
    found = [
        (voice.id[:8], attested)
        for voice in asked.voices
        for attested in ledger.attestations.get(voice.id, ())
    ]
    rows = []
    for claim, attested in found[:CLAIMS_SHOWN]:
        document = ledger.documents.get(attested.document or "")
        fields = () if document is None else (document.outlet, document.title, document.url)
        words = attested.quote or attested.wording
        rows.append(
            (
                claim,
                ", ".join(field for field in fields if field),
                attested.via or "",
                attested.derived_from or "",
                attested.statement or "",
                words or "",
            )
        )
    header = ("claim", "read in", "by way of", "taken from", "statement", "words")
    return Table(_counted("where it was read", rows, len(found)), header, tuple(rows))


def _relations(asked: Finding) -> Table:
    """Each pair that matters, by its words, with the rule that named it."""
    said = {voice.id: f"{answer_words(voice.claim)} [{voice.id[:8]}]" for voice in asked.voices}
    pairs = [relation for relation in asked.relations if relation not in asked.implied]
    rows = tuple(
        (said[relation.a], relation.relation.value, said[relation.b], relation.rule)
        for relation in pairs[:RELATIONS_SHOWN]
    )
    title = _counted("relations", rows, len(pairs))
    return Table(title, ("claim", "relation", "claim", "why"), rows)


def _counted(title: str, rows: Sequence[object], total: int) -> str:
    return title if len(rows) == total else f"{title} ({len(rows)} of {total:,})"


def _shared(asked: Finding) -> str:
    """What the common range of several figures is good for."""
    if asked.common is None:
        return "No figure makes every claim that stands right."
    found = f"Common range: {interval_text(asked.common, asked.unit)}."
    if all(one.relation is not RelationKind.CONTRADICTION for one in asked.relations):
        return f"{found} Every claim that stands can be right with a figure in it."
    return f"{found} Yet not every claim that stands can be right: see the contradictions above."


def _together(ledger: Ledger, asked: Finding) -> Prose:
    """What can be right together: the ranges, and the sets of claims."""
    by_id = {voice.id: voice for voice in asked.voices}
    lines: list[str] = []
    speaking = [voice for voice in asked.standing if voice.has_content]
    if asked.question.kind == "measure" and len(speaking) > 1:
        lines.append(_shared(asked))
    if asked.widest is not None:
        high, low = (said_by(ledger, by_id[claim]) for claim in asked.widest)
        gap = " ".join(filter(None, (number_text(asked.gap), asked.unit)))
        lines.append(
            f"The pair furthest apart: {high} and {low}. Read tolerantly they lie {gap} apart,"
            f" a ratio of {ratio_text(asked.ratio)}. Leave either out, and this"
            " contradiction is gone."
        )
    if asked.best is not None:
        lines.append(
            f"Best supported range: {interval_text(asked.best.range, asked.unit)}, held possible by"
            f" {asked.best.origins} independent origins. It is where claims overlap; it is not"
            " thereby true."
        )
    sets = asked.subsets if len(asked.standing) <= PAIRS_UP_TO else ()
    if len(sets) > 1:
        for number, claims in enumerate(sets[:SETS_SHOWN], start=1):
            said = "; ".join(said_by(ledger, by_id[claim]) for claim in claims)
            lines.append(f"Can be right together, set {number} of {len(sets)}: {said}.")
    if lines:
        lines.append(f"Independent origins: {asked.origins}.")
    return Prose("what can be right together", lines)


def _gone(ledger: Ledger, asked: Finding) -> Prose:
    """What was superseded or withdrawn, and by what."""
    by_id = {voice.id: voice for voice in asked.voices}
    lines = [
        f"{said_by(ledger, by_id[old])} was superseded by {said_by(ledger, by_id[new])}:"
        f" {relate(by_id[old], by_id[new]).rule}."
        for old, new in asked.superseded
    ]
    dates = {record.target: record.date for record in reversed(ledger.retractions)}
    lines += [
        f"{said_by(ledger, voice)} was withdrawn by its own source on {dates[voice.id]}."
        for voice in asked.voices
        if voice.withdrawn
    ]
    return Prose("superseded and withdrawn", lines)


def _implied(ledger: Ledger, findings: Iterable[Finding], asked: Finding) -> Prose:
    """Each contradiction that no pair on this question shows, to be read aloud."""
    if not asked.implied:
        return Prose("implied contradictions", ())
    everywhere = {v.id: (finding.question, v) for finding in findings for v in finding.voices}
    lines = []
    for relation in asked.implied:
        claims = dict.fromkeys((relation.a, relation.b, *relation.claims))
        told = " ".join(_told(ledger, *everywhere[claim]) for claim in claims)
        count = "both" if len(claims) == 2 else "all"
        edges = "; and ".join(relation.edges)
        lines.append(f"{told} They cannot {count} be right, because {edges or relation.rule}.")
    return Prose("implied contradictions", lines)


def _look_alikes(ledger: Ledger, findings: Sequence[Finding], asked: Finding) -> Prose:
    """Why claims that look alike do not meet the claims here."""
    found = neighbours(Scene.of(ledger), findings, asked) if findings else []
    lines = [
        f"{near.number}. {_in_line(near.question)}: {said_by(ledger, near.voice)}"
        f"{f' and {near.claims - 1} more' if near.claims > 1 else ''}: {apart(near)}."
        for near in found[:NEIGHBOURS_SHOWN]
    ]
    if len(found) > NEIGHBOURS_SHOWN:
        lines.append(f"And {len(found) - NEIGHBOURS_SHOWN:,} more that are less alike.")
    return Prose("looks alike, but answers another question", lines)


def _told(ledger: Ledger, question: Question, voice: Voice) -> str:
    """What somebody said, as a sentence."""
    claim = voice.claim
    name = source_name(ledger, voice.source, claim.source)
    who, about = f"{name} ({date_text(claim.date)})", f'"{_in_line(question)}"'
    if claim.value is None:
        return f"{who} declined to say anything on {about}."
    answer = f'"{answer_text(claim.value)}"'
    if claim.stance is not Stance.ASSERTS:
        return f"{who} {UNASSERTED[claim.stance]} {answer} for {about}."
    match claim.value:
        case Truth.YES:
            return f"{who} said that this is so: {about}."
        case Truth.NO:
            return f"{who} said that this is not so: {about}."
        case Quantity():
            return f'{who} put {about} at "{answer_words(claim)}".'
    return f"{who} answered {answer} to {about}."


def _in_line(question: Question) -> str:
    return question_text(question).replace("\n", ", ")

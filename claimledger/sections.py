"""The sections of a report: from findings to the tables that a reader is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from claimledger.canonical import name_key
from claimledger.claims import answer_text
from claimledger.editions import MOST, Edition, outermost, shown
from claimledger.findings import NO_SIDE, Finding, Verdict
from claimledger.footnotes import documents_table, sources_table, words_table
from claimledger.grouping import Question
from claimledger.reasons import listed
from claimledger.relations import Relation, RelationKind, Voice, relate, same_value
from claimledger.tables import (
    GLUE,
    Cell,
    Entry,
    Table,
    answer_words,
    counted,
    date_text,
    interval_text,
    number_text,
    question_text,
    ratio_text,
    source_name,
)

if TYPE_CHECKING:
    from claimledger.derived import DerivedBound

UNJUDGED = "positions"
OTHERS = "independent and other"

DERIVED = (
    "Nobody said these figures: they follow from what was said on other questions. Where a"
    " question is disputed they hold whoever is right, and rival figures are never added up."
)

MOST_IMPLIED = 40
"""How many implied contradictions stand under a table."""


def main_tables(edition: Edition) -> list[Table]:
    """The questions on figures, a table for each verdict, worst first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in edition.findings:
        if finding.question.kind == "measure":
            groups[str(finding.verdict)].append(finding)
    return [_main_table(edition, name, group) for name, group in groups.items()]


def _main_table(edition: Edition, verdict: str, group: Sequence[Finding]) -> Table:
    present = {side.side for finding in group for side in finding.sides}
    if all(len(finding.sides) <= 1 for finding in group):
        header: tuple[str, ...] = ("side", "said")
        cells = [_only_side(edition, finding) for finding in group]
    else:
        ranked = sorted(present - {NO_SIDE}, key=lambda side: edition.ranked_sides[side])
        # One side is not put among others for want of a single column.
        room = len(present) if len(present) <= edition.breadth + 1 else edition.breadth
        named = sorted(ranked[:room])
        others = (OTHERS,) if present - set(named) else ()
        header = (*named, *others)
        cells = [_by_side(edition, finding, named, bool(others)) for finding in group]
    rows = tuple(
        (
            str(finding.number),
            edition.question(finding),
            *said,
            common_cell(finding),
            gap_cell(finding),
            "\n".join(finding.flags),
        )
        for finding, said in zip(group, cells, strict=True)
    )
    names = ("no", "question", *header, "common range", "gap", "flags")
    notes = (*implied_notes(edition, group), *_overlaps(group))
    return Table(verdict, names, rows, notes=notes, heads=2)


def _only_side(edition: Edition, finding: Finding) -> tuple[Cell, ...]:
    if not finding.sides:
        return ("", "withdrawn" if finding.voices else "")
    (side,) = finding.sides
    return (side.side, edition.entries(shown(finding, side)))


def _by_side(
    edition: Edition, finding: Finding, named: Sequence[str], others: bool
) -> tuple[Cell, ...]:
    by_name = {side.side: shown(finding, side) for side in finding.sides}
    cells: list[Cell] = [edition.entries(by_name.pop(side, ())) for side in named]
    if others:
        rest = (voice for voices in by_name.values() for voice in voices)
        cells.append(edition.entries(rest, with_side=True))
    return tuple(cells)


def common_cell(finding: Finding) -> Cell:
    """The common range; "none" only where claims of several sources have none."""
    if finding.common is not None:
        return interval_text(finding.common, finding.unit)
    if finding.verdict not in {Verdict.DISPUTED, Verdict.TENSION}:
        return ""
    return "none"


def gap_cell(finding: Finding) -> Cell:
    """The gap with its ratio; nothing where no figures contradict each other."""
    if finding.widest is None:
        return ""
    figure = number_text(finding.gap, finding.unit)
    ratio = ratio_text(finding.ratio)
    return (Entry(figure, f"(from{GLUE}0)" if ratio == "∞" else f"(×{GLUE}{ratio})"),)


def _overlaps(group: Iterable[Finding]) -> Iterator[str]:
    """What most origins hold possible where not all do, in one sentence."""
    parts = [
        f"no.{GLUE}{f.number}: {interval_text(f.best.range, f.unit)} ({f.best.origins} origins)"
        for f in group
        if f.best is not None and f.common is None
    ]
    if parts:
        yield f"Where most independent origins overlap, which need not be true: {'; '.join(parts)}."


def implied_notes(edition: Edition, findings: Iterable[Finding]) -> Iterator[str]:
    """What several claims contradict only together: each such set once, in full words."""
    relations = list(dict.fromkeys(r for finding in findings for r in finding.implied))
    for relation in relations[:MOST_IMPLIED]:
        yield _implied_note(edition, relation)
    if len(relations) > MOST_IMPLIED:
        yield f"... and {counted(len(relations) - MOST_IMPLIED, 'more implied contradiction')}."


def _implied_note(edition: Edition, relation: Relation) -> str:
    stated = sorted(_stated(edition, claim) for claim in relation.claims)
    numbers = [str(number) for number in dict.fromkeys(n for n, _ in stated) if number]
    texts = list(dict.fromkeys(text for _, text in stated))
    which = f"No{'s' if len(numbers) > 1 else ''}. {listed(numbers)}: " if numbers else ""
    both = "both" if len(texts) == 2 else "all"
    is_count = edition.ledger.claim(relation.a).measure is not None
    figures = (relation.rule,) if is_count or not relation.edges else ()
    why = "; ".join((*relation.edges, *figures))
    return f"{which}{listed(texts)} cannot {both} be right: {why}."


def _stated(edition: Edition, claim_id: str) -> tuple[int, str]:
    """The number of a claim's question, 0 where it is not shown, and the claim in words."""
    finding, voice = edition.places.get(claim_id, (None, None))
    claim = edition.ledger.claim(claim_id) if voice is None else voice.claim
    about = (claim.about, claim.subject, claim.place)
    question = ", ".join(part for part in about if part)
    if finding is not None:
        question = edition.question(finding).replace("\n", ", ")
    name = source_name(edition.ledger, name_key(claim.source), claim.source)
    text = f"{question} ({answer_words(claim)}: {name}, {date_text(claim.date)})"
    return (0 if finding is None else finding.number), text


def wordings_table(edition: Edition) -> Table:
    """One statement or one figure in several renderings, and whether these agree."""
    rows: list[tuple[Cell, ...]] = []
    for finding in edition.findings:
        number, question = str(finding.number), edition.question(finding)
        for cell, compared in _renderings(edition, finding):
            rows.append((number, question, cell, compared))
    header = ("no", "question", "renderings", "compared")
    return Table("one statement in different words", header, tuple(rows), heads=2)


def _renderings(edition: Edition, finding: Finding) -> Iterator[tuple[Cell, str]]:
    labelled: dict[str, list[Voice]] = defaultdict(list)
    for voice in finding.voices:
        for label in sorted(voice.statements if not voice.withdrawn else ()):
            labelled[label].append(voice)
    for voices in labelled.values():
        if len(voices) > 1:
            agree = all(same_value(voices[0], voice) for voice in voices)
            entries = (entry for voice in voices for entry in edition.entries([voice]))
            yield outermost(list(entries)), "agree" if agree else "differ"
    attested = edition.ledger.attestations
    for voice in finding.voices:
        if voice.claim.same_quantity_as is not None:
            other = Entry(answer_text(voice.claim.same_quantity_as), "in another unit")
            yield (*edition.entries([voice]), other), "differ" if voice.mismatch else "agree"
        worded = [a for a in attested.get(voice.id, ()) if a.wording is not None]
        if worded:
            quoted = (
                Entry(f"“{a.wording}”", f"[{edition.documents[a.document]}]" if a.document else "")
                for a in worded
            )
            yield (*edition.entries([voice]), *quoted), "one claim"


def history_table(edition: Edition) -> Table:
    """What each source has said in the course of time, where it has changed."""
    rows: list[tuple[Cell, ...]] = []
    for finding in edition.findings:
        by_source: dict[str, list[Voice]] = defaultdict(list)
        for voice in finding.voices:
            if voice.has_content or voice.withdrawn:
                by_source[voice.source].append(voice)
        for voices in by_source.values():
            if len(voices) > 1 or voices[0].withdrawn:
                rows += _history(edition, finding, voices)
    header = ("no", "question", "source", "said over time", "change")
    return Table("history of revised figures", header, tuple(rows), heads=2)


def _history(edition: Edition, finding: Finding, voices: list[Voice]) -> Iterator[tuple[Cell, ...]]:
    """The row of one source, if anything has changed."""
    voices.sort(key=lambda v: (v.claim.date.sort_key(), v.core.sort_key(), v.id))
    replaced = dict(finding.superseded)
    by_id = {voice.id: voice for voice in voices}
    changes: dict[str, None] = {}
    present = [voice for voice in voices if not voice.withdrawn]
    for old, new in pairwise(present):
        if relate(old, new).relation is RelationKind.UPDATE and not same_value(old, new):
            changes["updated"] = None
    for old_id, new_id in finding.superseded if len(voices) > 1 else ():
        if old_id in by_id:
            fell = by_id[old_id].cumulative and by_id[new_id].cumulative
            changes["revised downward" if fell else "revised"] = None
    if len(present) < len(voices):
        changes["withdrawn"] = None
    if changes:
        first = voices[0]
        steps = []
        for voice in voices:
            state = "withdrawn" if voice.withdrawn else "replaced" if voice.id in replaced else ""
            when = ", ".join(part for part in (date_text(voice.claim.date), state) if part)
            references = edition.references([voice])
            note = f"({when}{references and f' {references}'})"
            steps.append(Entry(answer_words(voice.claim), note))
        name = source_name(edition.ledger, first.source, first.claim.source)
        number, question = str(finding.number), edition.question(finding)
        yield number, question, name, outermost(steps), "\n".join(changes)


def answer_tables(edition: Edition) -> list[Table]:
    """Propositions, choices and members: who gives which answer; a table for each verdict."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in edition.findings:
        if finding.question.kind in {"proposition", "choice", "members"}:
            groups[str(finding.verdict)].append(finding)
    tables = []
    for verdict, group in groups.items():
        rows = tuple(
            (
                str(finding.number),
                edition.question(finding),
                _answers(edition, finding),
                "\n".join(finding.flags),
            )
            for finding in group
        )
        title = f"propositions and choices: {verdict}"
        header = ("no", "question", "answers", "flags")
        notes = tuple(implied_notes(edition, group))
        tables.append(Table(title, header, rows, notes=notes, heads=2))
    return tables


def positions_table(edition: Edition) -> Table:
    """Who holds or calls for what; never judged."""
    rows = tuple(
        (str(finding.number), edition.question(finding), _answers(edition, finding))
        for finding in edition.findings
        if finding.question.kind == "position"
    )
    return Table(UNJUDGED, ("no", "matter", "who holds what"), rows, heads=2)


def _answers(edition: Edition, finding: Finding) -> Cell:
    """Each answer given at present, with its speakers side by side."""
    if not finding.sides:
        return "withdrawn"
    speakers: dict[str, dict[tuple[str, str], list[Voice]]] = defaultdict(lambda: defaultdict(list))
    for side in finding.sides:
        for voice in shown(finding, side):
            place = (voice.source, str(voice.claim.date))
            speakers[answer_words(voice.claim)][place].append(voice)
    entries = []
    for answer in sorted(speakers, key=lambda text: text == "no"):
        groups = speakers[answer].values()
        named = [edition.attribution(voices, with_side=True) for voices in groups]
        if len(named) > MOST:
            named = [*named[: MOST - 1], f"and {len(named) - MOST + 1:,} more"]
        entries.append(Entry(answer, f"({'; '.join(named)})"))
    return tuple(entries)


def bounds_table(edition: Edition, bounds: Iterable[DerivedBound]) -> Table:
    """What follows for questions that nobody answered, by whose claims it follows from."""
    by_question: dict[Question, dict[str | None, DerivedBound]] = defaultdict(dict)
    for bound in bounds:
        by_question[bound.question][bound.side] = bound
    sides = sorted({side for found in by_question.values() for side in found if side is not None})
    rows: list[tuple[Cell, ...]] = []
    for question, found in by_question.items():
        grounds = dict.fromkeys(claim for bound in found.values() for claim in bound.claims)
        rests_on = [Entry(_ground(edition, claim)) for claim in grounds]
        rests_on += [
            Entry(edge) for edge in dict.fromkeys(e for b in found.values() for e in b.edges)
        ]
        cells = (
            interval_text(found[side].range) if side in found else "" for side in (*sides, None)
        )
        rows.append((question_text(question), *cells, tuple(rests_on)))
    header = ("question", *(f"by {side}" for side in sides), "by all claims", "rests on")
    return Table("derived bounds", header, tuple(rows), notes=(DERIVED,) if rows else ())


def _ground(edition: Edition, claim_id: str) -> str:
    """A claim that a bound rests on, with the number of its question where that is shown."""
    number, text = _stated(edition, claim_id)
    return f"no.{GLUE}{number}: {text}" if number else text


def sections(edition: Edition, bounds: Iterable[DerivedBound] = ()) -> list[Table]:
    """All tables of a report in which something stands, in order."""
    tables = [
        *main_tables(edition),
        wordings_table(edition),
        history_table(edition),
        *answer_tables(edition),
        positions_table(edition),
        bounds_table(edition, bounds),
        words_table(edition),
        sources_table(edition),
        documents_table(edition),
    ]
    return [table for table in tables if table.rows]

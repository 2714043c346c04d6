"""The sections of a report: from findings to the tables that a reader is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import attrs

from claimledger.canonical import name_key
from claimledger.claims import answer_text
from claimledger.findings import NO_SIDE, Finding, Flag, SideRange, Verdict
from claimledger.ledger import Ledger
from claimledger.relations import Relation, RelationKind, Voice, relate, same_value
from claimledger.sources import Document
from claimledger.tables import (
    GLUE,
    Cell,
    Entry,
    Table,
    answer_words,
    counted,
    date_text,
    each_once,
    interval_text,
    number_text,
    question_text,
    ratio_text,
    source_name,
    window_text,
)

UNJUDGED = "positions"
OTHERS = "independent and other"

MOST = 8
"""Up to so many claims of one side, steps of one source or speakers of one answer are shown;
of more the outermost, and how many are left out."""

MOST_IMPLIED = 40
"""How many implied contradictions stand under a table."""

MEANINGS: Mapping[str, str] = {
    Verdict.DISPUTED: "even read tolerantly, some of the claims cannot both be right",
    Verdict.TENSION: "the claims differ as they stand, and agree if read tolerantly",
    Verdict.CORROBORATED_ACROSS_SIDES: "sources of opposed sides bear each other out",
    Verdict.CORROBORATED: "independent sources bear each other out",
    Verdict.ONE_SIDED: "all that is said comes from one side, or goes back to one origin",
    Verdict.UNDERSPECIFIED: "the claims do not say enough to be compared",
    Verdict.CONSISTENT: "the claims of several sides can all be right",
    Flag.IMPLIED: "the contradiction follows from claims on several questions together",
    Flag.WITHIN_ONE_SIDE: "only sources of one side contradict each other",
    Flag.INTERNALLY_INCONSISTENT: "one source says two things that cannot both be right",
    Flag.AGAINST_INTEREST: "a source says something that does not serve its own side",
    Flag.REVISED: "a source has replaced what it said before",
    Flag.DOWNWARD: "a running count of one source has fallen",
    Flag.TRANSMISSION_DISCREPANCY: "one statement is passed on in different figures",
    Flag.DENIED: "there are denials, and nobody who asserts it",
    Flag.METADATA_CONFLICT: "the files disagree about a source, a party, a place or an event",
}

FIGURE_WORDS = (
    ("common range", "the figures that all claims leave possible"),
    ("gap", "how far apart two claims are at the least (× how many times)"),
    ("reading", "how much room rounded and hedged figures are given before claims contradict"),
)


@attrs.frozen(eq=False)
class Edition:
    """Findings with what their tables look up: names, sides and numbered documents.

    Attributes:
        ledger: The ledger that the findings are of.
        findings: The findings to show, in order.
        breadth: How many sides may have a column of their own.
    """

    ledger: Ledger
    findings: tuple[Finding, ...]
    breadth: int = 4

    @cached_property
    def places(self) -> Mapping[str, tuple[Finding, Voice]]:
        """Each claim shown, by id, with its finding."""
        return {voice.id: (found, voice) for found in self.findings for voice in found.voices}

    @cached_property
    def cited(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the documents of each claim shown."""
        attested = self.ledger.attestations
        return {
            claim: tuple(dict.fromkeys(a.document for a in attested.get(claim, ()) if a.document))
            for claim in self.places
        }

    @cached_property
    def documents(self) -> Mapping[str, int]:
        """The number of each document that carries a claim shown."""
        keys = {key for keys in self.cited.values() for key in keys}

        def order(key: str) -> tuple[str, ...]:
            found = self.ledger.documents.get(key)
            fields = (None,) * 4 if found is None else attrs.astuple(found, recurse=False)[:4]
            return (*(str(field or "").casefold() for field in fields), key)

        return {key: n for n, key in enumerate(sorted(keys, key=order), start=1)}

    @cached_property
    def is_of_several_events(self) -> bool:
        """True when a question has to name its event."""
        return len({f.question.event for f in self.findings} - {None}) > 1

    @cached_property
    def ranked_sides(self) -> Mapping[str, int]:
        """The sides that give figures, those first that answer most questions."""
        counts = Counter(
            side.side
            for finding in self.findings
            if finding.question.kind == "measure"
            for side in finding.sides
            if side.side != NO_SIDE
        )
        ordered = sorted(counts, key=lambda side: (-counts[side], side))
        return {side: rank for rank, side in enumerate(ordered)}

    def question(self, finding: Finding) -> str:
        """The question in lines."""
        return question_text(finding.question, event=self.is_of_several_events)

    def references(self, voices: Iterable[Voice]) -> str:
        """The numbers of the documents of claims: "[3]", "[1, 4]"; nothing where none is known."""
        numbers = {self.documents[key] for voice in voices for key in self.cited[voice.id]}
        return f"[{', '.join(map(str, sorted(numbers)))}]".replace(" ", GLUE) if numbers else ""

    def attribution(self, voices: Sequence[Voice], *, with_side: bool = False) -> str:
        """Who said it, when, and where it was read; all claims are of one source and date."""
        first = voices[0]
        name = source_name(self.ledger, first.source, first.claim.source)
        if with_side and first.side_name not in {None, name}:
            name = f"{first.side_name}: {name}"
        references = self.references(voices)
        return f"{name}, {date_text(first.claim.date)}{references and f' {references}'}"

    def entries(self, voices: Iterable[Voice], *, with_side: bool = False) -> tuple[Entry, ...]:
        """Claims as lines of a cell, those of one source and date on one line."""
        groups: dict[tuple[str, str], list[Voice]] = defaultdict(list)
        for voice in voices:
            groups[voice.source, str(voice.claim.date)].append(voice)
        lines = list(groups.values())
        if len(lines) > MOST:
            lines.sort(key=lambda group: group[0].core.sort_key())
        return _outermost([self._entry(group, with_side=with_side) for group in lines])

    def _entry(self, group: Sequence[Voice], *, with_side: bool) -> Entry:
        figure = each_once(answer_words(voice.claim) for voice in group)
        return Entry(figure, f"({self.attribution(group, with_side=with_side)})")


def _outermost(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    if len(entries) <= MOST:
        return tuple(entries)
    left_out = f"... {len(entries) - MOST + 1:,} more ..."
    return (*entries[: MOST // 2], Entry("", left_out), *entries[1 - MOST // 2 :])


def _shown(finding: Finding, side: SideRange) -> list[Voice]:
    by_id = {voice.id: voice for voice in finding.voices}
    return [by_id[claim] for claim in side.claims]


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
            _common(finding),
            _gap(finding),
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
    return (side.side, edition.entries(_shown(finding, side)))


def _by_side(
    edition: Edition, finding: Finding, named: Sequence[str], others: bool
) -> tuple[Cell, ...]:
    by_name = {side.side: _shown(finding, side) for side in finding.sides}
    cells: list[Cell] = [edition.entries(by_name.pop(side, ())) for side in named]
    if others:
        rest = (voice for voices in by_name.values() for voice in voices)
        cells.append(edition.entries(rest, with_side=True))
    return tuple(cells)


def _common(finding: Finding) -> Cell:
    """The common range; "none" only where claims of several sources have none."""
    if finding.common is not None:
        return interval_text(finding.common, finding.unit)
    if finding.verdict not in {Verdict.DISPUTED, Verdict.TENSION}:
        return ""
    return "none"


def _gap(finding: Finding) -> Cell:
    if finding.widest is None:
        return ""
    figure = number_text(finding.gap)
    figure = figure if finding.unit is None else f"{figure} {finding.unit}"
    ratio = ratio_text(finding.ratio)
    return (Entry(figure, f"(from{GLUE}0)" if ratio == "∞" else f"(×{GLUE}{ratio})"),)


def _overlaps(group: Iterable[Finding]) -> Iterator[str]:
    """What most origins hold possible where not all do, in one sentence."""
    parts = [
        f"no. {f.number}: {interval_text(f.best.range, f.unit)} ({f.best.origins} origins)"
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
    which = f"No{'s' if len(numbers) > 1 else ''}. {_listed(numbers)}: " if numbers else ""
    both = "both" if len(texts) == 2 else "all"
    steps = "; ".join(relation.edges) or relation.rule
    return f"{which}{_listed(texts)} cannot {both} be right: {steps}."


def _listed(texts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


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
            yield _outermost(list(entries)), "agree" if agree else "differ"
    for voice in finding.voices:
        (entry,) = edition.entries([voice])
        if voice.claim.same_quantity_as is not None:
            other = Entry(answer_text(voice.claim.same_quantity_as), "in another unit")
            yield (entry, other), "differ" if voice.mismatch else "agree"
        attested = edition.ledger.attestations.get(voice.id, ())
        worded = [a for a in attested if a.wording is not None]
        if worded:
            quoted = (
                Entry(f"“{a.wording}”", f"[{edition.documents[a.document]}]" if a.document else "")
                for a in worded
            )
            yield (entry, *quoted), "one claim"


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
    header = ("no", "question", "source", "said, in order of time", "change")
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
        yield number, question, name, _outermost(steps), "\n".join(changes)


def answers_table(edition: Edition) -> Table:
    """Propositions, choices and members: who gives which answer, and the verdict."""
    found = [f for f in edition.findings if f.question.kind in {"proposition", "choice", "members"}]
    rows = tuple(
        (
            str(finding.number),
            edition.question(finding),
            _answers(edition, finding),
            str(finding.verdict),
            "\n".join(finding.flags),
        )
        for finding in found
    )
    notes = tuple(implied_notes(edition, found))
    header = ("no", "question", "answers", "verdict", "flags")
    return Table("propositions and choices", header, rows, notes=notes, heads=2)


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
        for voice in _shown(finding, side):
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


def sources_table(edition: Edition) -> Table:
    """Who is quoted: side, kind, reliability, and how many claims shown are theirs."""
    counts: Counter[str] = Counter()
    shown: dict[str, Voice] = {}
    for _, voice in edition.places.values():
        counts[voice.source] += 1
        shown.setdefault(voice.source, voice)
    rows = []
    for key, voice in shown.items():
        record = edition.ledger.sources.get(key)
        side = voice.side_name or NO_SIDE
        party = None if record is None else record.side
        if party is not None and name_key(party) != name_key(side):
            side = f"{party} ({side})"
        name = source_name(edition.ledger, key, voice.claim.source)
        kind = record.kind if record else None
        grade = record.reliability if record else None
        rows.append((name, side, kind or "", grade or "", f"{counts[key]:,}"))
    header = ("source", "side", "kind", "reliability", "claims")
    inline = ("{}", ", {}", ", {}", ", reliability {}", ", claims: {}")
    return Table("sources", header, tuple(sorted(rows)), inline=inline)


def documents_table(edition: Edition) -> Table:
    """Where it was read; the numbers are those that follow the claims."""
    counts = Counter(key for keys in edition.cited.values() for key in keys)
    rows = []
    for key, number in edition.documents.items():
        document = edition.ledger.documents.get(key) or Document(title=key)
        date = "" if document.date is None else date_text(document.date)
        fields = (document.outlet or "", document.title or "", date, document.url or "")
        rows.append((f"[{number}]", *fields, f"{counts[key]:,}"))
    header = ("ref", "outlet", "title", "date", "address", "claims")
    inline = ("{}", " {}", ", {}", ", {}", ", {}", ", claims: {}")
    return Table("documents", header, tuple(rows), inline=inline)


def words_table(edition: Edition) -> Table:
    """What the verdicts and flags shown mean."""
    used: set[str] = set()
    for finding in edition.findings:
        used.update((str(finding.verdict), *finding.flags))
    rows = [(str(word), meaning) for word, meaning in MEANINGS.items() if word in used]
    if any(finding.question.kind == "measure" for finding in edition.findings):
        rows += FIGURE_WORDS
    if edition.documents:
        rows.append(("[1]", "the document in which a claim was read, listed below"))
    return Table("how to read it", ("word", "meaning"), tuple(rows), inline=("{}", ": {}"))


def sections(edition: Edition) -> list[Table]:
    """All tables of a report in which something stands, in order."""
    tables = [
        *main_tables(edition),
        wordings_table(edition),
        history_table(edition),
        answers_table(edition),
        positions_table(edition),
        words_table(edition),
        sources_table(edition),
        documents_table(edition),
    ]
    return [table for table in tables if table.rows]


def title_of(ledger: Ledger) -> str:
    """The title of a report."""
    return ledger.title or "Claims"


def head(edition: Edition, as_of: object, reading: str) -> tuple[str, ...]:
    """The sentences under the title: what is counted, of what, and what came out."""
    ledger = edition.ledger
    if not len(ledger):
        until = "" if as_of is None else f" said by {date_text(str(as_of))}"
        return (f"The ledger holds no claims{until}.",)
    counts = (
        f"{counted(len(ledger), 'claim')} by {counted(source_count(ledger), 'source')}"
        f" on {counted(_side_count(ledger), 'side')}"
    )
    said = "everything said so far" if as_of is None else f"as of {date_text(str(as_of))}"
    lines = [f"{counts}; {said}; {reading} reading.", *_events(edition)]
    if not edition.findings:
        return (*lines, "No question matches.")
    names = Counter(finding.verdict for finding in edition.findings)
    verdicts = ", ".join(_tally(verdict, number) for verdict, number in names.items())
    return (*lines, f"{counted(len(edition.findings), 'question')}: {verdicts}.")


def _tally(verdict: Verdict | None, number: int) -> str:
    if verdict is None:
        return counted(number, "position")
    return f"{number:,} {'in ' if verdict is Verdict.TENSION else ''}{verdict}"


def source_count(ledger: Ledger) -> int:
    """How many sources have made claims."""
    return len({name_key(claim.source) for claim in ledger.claims})


def _side_count(ledger: Ledger) -> int:
    sides = set()
    for source in {name_key(claim.source) for claim in ledger.claims}:
        record = ledger.sources.get(source)
        seen: set[str] = set()
        key = None if record is None or record.side is None else name_key(record.side)
        while key is not None and key not in seen:
            seen.add(key)
            party = ledger.parties.get(key)
            root, key = key, name_key(party.part_of) if party and party.part_of else None
        if seen:
            sides.add(root)
    return len(sides)


def _events(edition: Edition) -> Iterator[str]:
    """The event that all questions share, if they do."""
    names = {finding.question.event for finding in edition.findings} - {None}
    if len(names) == 1:
        (name,) = names
        event = edition.ledger.events.get(name_key(name or ""))
        window = None if event is None else event.window
        yield f"Event: {name}{'' if window is None else f', {window_text(str(window))}'}."

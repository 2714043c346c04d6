"""Casualties and losses by side, as encyclopaedias set them: a table an event, with footnotes.

Each side's losses stand in its column: its own figures first, then those of its opponents and
of others, each as one figure or as the range of what the sources of that side say at present.
Nothing is added up, and no figure is preferred: who says what stands in the footnotes.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Accrual, Attestation, Event, Stance
from claimledger.editions import shown
from claimledger.findings import NO_SIDE, Finding, SideRange
from claimledger.formats.accounts import Account, Exported
from claimledger.grouping import Scene
from claimledger.judging import judge
from claimledger.layout import safe
from claimledger.ledger import Ledger
from claimledger.markup import markdown
from claimledger.questions import Question
from claimledger.relations import Voice
from claimledger.sources import ANY, Document
from claimledger.tables import (
    GLUE,
    answer_words,
    date_text,
    source_name,
    window_text,
)

ALL_PARTIES, NOT_STATED = "all parties", "side not stated"
NOTHING = "The ledger states no casualties and no losses."


@attrs.frozen
class Line:
    """What one side says of one loss.

    Attributes:
        whose: Of whom and by whom, such as "per Norland".
        said: The figure, or the range.
        notes: The numbers of the footnotes that say who says so.
    """

    whose: str
    said: str
    notes: tuple[int, ...]


@attrs.frozen
class Note:
    """A footnote: one claim, and where it was read.

    Attributes:
        text: Who said what, and when.
        documents: Where it was read.
    """

    text: str
    documents: tuple[Document, ...]


@attrs.frozen
class Losses:
    """The losses of one event.

    Attributes:
        title: The event, with its window.
        columns: Sides, and what stands for all or for none of them.
        rows: What was lost, with the lines of each column.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Line, ...], ...]], ...]


@attrs.frozen
class Casualties:
    """All losses that a ledger states.

    Attributes:
        tables: One for each event, by name; last that of no event.
        notes: The footnotes of all of them, the first with number 1.
        account: What of the ledger they carry.
    """

    tables: tuple[Losses, ...]
    notes: tuple[Note, ...]
    account: Account


def casualties(ledger: Ledger, *, reading: str = "standard") -> Casualties:
    """The losses by event and side.

    Raises:
        UnknownNameError: for an unknown reading policy.
    """
    scene = Scene.of(ledger)
    by_event: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in judge(ledger, reading=reading):
        name = finding.question.measure
        is_loss = name is not None and scene.vocabulary.is_loss(scene.vocabulary.resolve(name))
        if is_loss and finding.sides:
            by_event[finding.question.event].append(finding)
    account = Account(ledger)
    desk = _Desk(scene, account)
    ordered = sorted(by_event.items(), key=lambda item: (item[0] is None, item[0] or ""))
    tables = tuple(desk.table(event, found) for event, found in ordered)
    return Casualties(tables, tuple(desk.notes), account)


class _Desk:
    """Sets tables, and numbers the footnotes in the order in which they are met."""

    def __init__(self, scene: Scene, account: Account) -> None:
        self._scene = scene
        self._account = account
        self.notes: list[Note] = []

    def table(self, name: str | None, findings: Sequence[Finding]) -> Losses:
        """The losses of one event."""
        ledger = self._scene.ledger
        event = ledger.events.get(name_key(name or ""))
        if event is not None:
            self._account.carry(event, "name", "window")
        whole = None if event is None else event.window
        title = name or "no event stated"
        title = title if whole is None else f"{title}, {window_text(str(whole))}"
        by_row: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
        for finding in findings:
            by_row[self._place(finding.question, event)].append(finding)
        counts = Counter(self._column(finding.question) for finding in findings)
        columns = sorted(counts, key=lambda name: (_LAST.get(name, 0), -counts[name], name))
        rows = [self._row(found, event, columns) for _, found in sorted(by_row.items())]
        return Losses(title, tuple(columns), tuple(rows))

    def _place(self, question: Question, event: Event | None) -> tuple[object, ...]:
        """Where the row of a question stands: losses of the whole event first, people first."""
        vocabulary = self._scene.vocabulary
        measure = vocabulary.resolve(question.measure or "")
        whats, outcomes = list(vocabulary.what.parents), list(vocabulary.outcome.parents)
        return (
            question.place or "",
            _time(question, event),
            whats.index(measure.what or ""),
            outcomes.index(measure.outcome or ""),
            question.measure or "",
            question.accrual or "",
        )

    def _column(self, question: Question) -> str:
        if question.subject is None:
            return NOT_STATED
        if question.subject == ANY:
            return ALL_PARTIES
        *below, root = self._scene.path(name_key(question.subject))
        return self._scene.party_name(root, None if below else question.subject)

    def _row(
        self, findings: Sequence[Finding], event: Event | None, columns: Sequence[str]
    ) -> tuple[str, tuple[tuple[Line, ...], ...]]:
        question = findings[0].question
        parts = (question.measure, question.place, _time(question, event))
        cells: dict[str, list[Line]] = {column: [] for column in columns}
        for finding in sorted(findings, key=lambda f: f.question.subject or ""):
            column = self._column(finding.question)
            cells[column] += self._lines(finding, column)
        label = ", ".join(part for part in parts if part)
        return label, tuple(tuple(cells[column]) for column in columns)

    def _lines(self, finding: Finding, column: str) -> Iterator[Line]:
        subject = finding.question.subject

        def order(side: SideRange) -> tuple[int, str]:
            if side.side == column:
                return (0, "")
            if side.side == NO_SIDE:
                return (3, "")
            is_enemy = subject is not None and self._scene.opposed(
                name_key(side.side), name_key(subject)
            )
            return (1 if is_enemy else 2, side.side)

        part = "" if subject in {None, ANY, column} else f"{subject}, "
        for side in sorted(finding.sides, key=order):
            name = "sources on no side" if side.side == NO_SIDE else side.side
            whose = "own figures" if side.side == column else f"per {name}"
            voices = shown(finding, side)
            notes = tuple(self._noted(voice) for voice in voices)
            yield Line(f"{part}{whose}", _said(voices), notes)

    def _noted(self, voice: Voice) -> int:
        """The number of the new footnote of a claim."""
        ledger, claim = self._scene.ledger, voice.claim
        attested = ledger.attestations.get(claim.id, ())
        self._carry(voice, attested)
        keys = dict.fromkeys(a.document for a in attested if a.document is not None)
        documents = tuple(ledger.documents.get(key) or Document(url=key) for key in keys)
        name = source_name(ledger, voice.source, claim.source)
        via = "; ".join(dict.fromkeys(a.via for a in attested if a.via is not None))
        through = f" via {via}" if via else ""
        text = f"{name}{through}, {date_text(claim.date)}: {answer_words(claim)}"
        self.notes.append(Note(text, documents))
        return len(self.notes)

    def _carry(self, voice: Voice, attested: Iterable[Attestation]) -> None:
        ledger, claim, carry = self._scene.ledger, voice.claim, self._account.carry
        carry(claim, "source", "date", "subject", "event", "measure", "value", "place", "window")
        carry(claim, "accrual", "stance")
        for attestation in attested:
            carry(attestation, "document", "via")
            document = ledger.documents.get(attestation.document or "")
            if document is not None:
                carry(document, "outlet", "title", "url", "date")
        source = ledger.sources.get(voice.source)
        if source is not None:
            is_root = source.side is not None and name_key(source.side) == voice.side
            carry(source, "name", *(("side",) if is_root else ()))
        place = ledger.places.get(name_key(claim.place or ""))
        if place is not None:
            carry(place, "name")
        for key in (voice.side, *self._scene.path(name_key(claim.subject or ""))):
            party = ledger.parties.get(key)
            if party is not None:
                carry(party, "name")


_LAST = {ALL_PARTIES: 1, NOT_STATED: 2}
"""Columns that stand behind those of sides."""


def _time(question: Question, event: Event | None) -> str:
    """The time of a question in words, where it is not that of the whole event."""
    is_plain = question.accrual in {None, Accrual.EVENT, Accrual.CUMULATIVE}
    if question.window is None:
        return "" if is_plain else str(question.accrual)
    whole = None if event is None or event.window is None else str(event.window)
    if is_plain and question.window == whole:
        return ""
    return window_text(question.window, question.accrual)


def _said(voices: Sequence[Voice]) -> str:
    """What a side says, in its own words: one figure or a range, then what is no figure."""
    figures = [voice for voice in voices if _is_figure(voice)]
    least = min(figures, key=lambda v: (v.core.sort_key(), v.id), default=None)
    most = max(figures, key=lambda v: (v.core.high, v.core.low, v.id), default=None)
    ends = dict.fromkeys(answer_words(voice.claim) for voice in (least, most) if voice is not None)
    others = (answer_words(voice.claim) for voice in voices if not _is_figure(voice))
    texts = [" \N{EN DASH} ".join(ends), *dict.fromkeys(others)]
    return "; ".join(text for text in texts if text)


def _is_figure(voice: Voice) -> bool:
    return not voice.denies and voice.claim.stance is Stance.ASSERTS


def as_markdown(ledger: Ledger, *, reading: str = "standard") -> Exported:
    """The losses as tables of Markdown with footnotes, as GitHub and pandoc read them."""
    found = casualties(ledger, reading=reading)
    parts = [_markdown_table(table) for table in found.tables] or [NOTHING]
    notes = [
        f"[^{number}]: {_sentences(markdown, _markdown_document, note)}"
        for number, note in enumerate(found.notes, start=1)
    ]
    text = "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])])
    return found.account.exported(f"{text}\n")


def _sentences(escape: Callable[[str], str], cite: Callable[[Document], str], note: Note) -> str:
    """A footnote as a sentence, and one for each document."""
    return ". ".join([_full(escape, note.text), *map(cite, note.documents)]) + "."


def _full(escape: Callable[[str], str], text: str) -> str:
    return escape(text.replace(GLUE, " "))


def _markdown_table(table: Losses) -> str:
    def cell(lines: Iterable[Line]) -> str:
        return "<br>".join(
            _full(markdown, f"{line.whose}: {line.said}")
            + "".join(f"[^{number}]" for number in line.notes)
            for line in lines
        )

    head = ["loss", *(_full(markdown, column) for column in table.columns)]
    rows = [
        [_full(markdown, label), *(cell(lines) for lines in cells)] for label, cells in table.rows
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    title = _full(markdown, f"Casualties and losses: {table.title}")
    return "\n".join([f"## {title}", "", *lines])


def _markdown_document(document: Document) -> str:
    title = markdown(document.title or "")
    if document.url:
        address = f"<{_address(document.url)}>"
        title = f"[{title}]({address})" if title else address
    return _cited(markdown, document, title)


def _cited(escape: Callable[[str], str], document: Document, title: str) -> str:
    date = "" if document.date is None else _full(escape, date_text(document.date))
    return ", ".join(part for part in (escape(document.outlet or ""), title, date) if part)


def as_wikitext(ledger: Ledger, *, reading: str = "standard") -> Exported:
    """The losses as tables of wikitext with references, as Wikipedia reads them."""
    found = casualties(ledger, reading=reading)
    if not found.tables:
        return found.account.exported(f"{NOTHING}\n")
    parts = [_wiki_table(table, found.notes) for table in found.tables]
    return found.account.exported("\n\n".join([*parts, "<references />"]) + "\n")


def _wiki_table(table: Losses, notes: Sequence[Note]) -> str:
    def cell(lines: Iterable[Line]) -> str:
        return "<br />".join(
            _full(wikitext, f"{line.whose}: {line.said}")
            + "".join(_reference(number, notes[number - 1]) for number in line.notes)
            for line in lines
        )

    caption = _full(wikitext, f"Casualties and losses: {table.title}")
    rows = ['{| class="wikitable"', f"|+ {caption}", '! scope="col" | loss']
    rows += [f'! scope="col" | {_full(wikitext, column)}' for column in table.columns]
    for label, cells in table.rows:
        rows += ["|-", f'! scope="row" | {_full(wikitext, label)}']
        rows += [f"| {cell(lines)}".rstrip() for lines in cells]
    return "\n".join([*rows, "|}"])


def _reference(number: int, note: Note) -> str:
    return f'<ref name="claim-{number}">{_sentences(wikitext, _wiki_document, note)}</ref>'


def _wiki_document(document: Document) -> str:
    title = wikitext(document.title or "")
    if document.url:
        address = _address(document.url)
        title = f"[{address} {title}]" if title else address
    return _cited(wikitext, document, title)


def wikitext(text: str) -> str:
    """Text in which nothing is markup of MediaWiki.

    >>> wikitext("[[x]] & ''y''")
    '&#91;&#91;x&#93;&#93; &amp; &#39;&#39;y&#39;&#39;'
    """
    plain = html.escape(safe(text).replace("\n", " "), quote=False)
    return _MARKUP.sub(lambda found: "".join(f"&#{ord(mark)};" for mark in found[0]), plain)


_MARKUP = re.compile(r"[\[\]{}|'~]|__|!!|:(?=//)")


def _address(url: str) -> str:
    """An address that ends no link."""
    return re.sub(r"[\[\]{}|<>\"'` ]", lambda mark: f"%{ord(mark[0]):02X}", safe(url))

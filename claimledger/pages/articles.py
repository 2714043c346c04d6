"""A question as it stands on a page: its picture, its table, its past and its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from claimledger.charts import Style
from claimledger.charts.ranges import states_of
from claimledger.charts.words import heading
from claimledger.claims import Accrual
from claimledger.editions import Edition
from claimledger.explaining import CLAIMS_SHOWN, explanation
from claimledger.findings import NO_SIDE, Finding
from claimledger.footnotes import MEANINGS
from claimledger.histories import matter
from claimledger.layout import kept_columns
from claimledger.pages.pictures import Drawn, Past, Picture, Span, past, picture
from claimledger.pages.replaying import Replay, State
from claimledger.prose import Part, Prose
from claimledger.questions import Question
from claimledger.relations import Voice
from claimledger.tables import answer_words, counted, date_text, source_name

LOOKED_THROUGH = 500
"""In a ledger of more questions none is compared with all others for likeness."""


@attrs.frozen
class Row:
    """A claim in the table of its question.

    Attributes:
        place: Its place among all claims on the question.
        moment: The place of the date by which it was known, in the replay.
        side: The side of its source, or ``"no side"``.
        style: The place of the side among the styles.
        shape: The shape of the side.
        source: The name of its source.
        said: What it says, in words.
        date: The date said.
        references: The numbers of its documents.
        state: ``"stands"``, ``"replaced"`` or ``"withdrawn"``.
        interest: Whose interest it serves, in a word; or nothing.
        drawn: What is drawn of it.
    """

    place: int
    moment: int
    side: str
    style: int
    shape: str
    source: str
    said: str
    date: str
    references: tuple[int, ...]
    state: str
    interest: str
    drawn: Drawn | None


@attrs.frozen
class Article:
    """A question with all that is shown of it.

    Attributes:
        anchor: Its permanent name.
        place: Its place on the page, from 0.
        number: Its number in the report.
        kind: Of what kind it is.
        title: What is asked, and of whom.
        scope: Where and when; may be empty.
        event: The event, where the page has several.
        state: What was found on it, with all that was said.
        flags: Its flags, each with its meaning.
        origins: How many independent origins stand behind it, in words.
        rows: The claims, by side and date.
        left_out: How many claims are not among the rows.
        picture: Its picture.
        common: Where the common range lies in the picture.
        gap: Where the gap lies in the picture.
        past: Its picture over time.
        history: What was said in the order of time, and what that changed.
        parts: What explains its verdict.
    """

    anchor: str
    place: int
    number: int
    kind: str
    title: str
    scope: str
    event: str
    state: State
    flags: tuple[tuple[str, str], ...]
    origins: str
    rows: tuple[Row, ...]
    left_out: int
    picture: Picture | None
    common: Span | None
    gap: Span | None
    past: Past | None
    history: Part | None
    parts: tuple[Part, ...]


class Kin:
    """Finds the findings that one cannot be explained without.

    Args:
        edition: All findings.
    """

    def __init__(self, edition: Edition) -> None:
        self._places = edition.places
        self._added: dict[Question, list[Finding]] = defaultdict(list)
        for finding in edition.findings:
            if finding.question.accrual == Accrual.INCREMENT:
                self._added[matter(finding.question)].append(finding)

    def of(self, finding: Finding) -> list[Finding]:
        """What was added to a running count, and what contradicts it by implication."""
        named = (claim for one in finding.implied for claim in (one.a, one.b, *one.claims))
        others = [self._places[claim][0] for claim in named]
        others += self._added.get(matter(finding.question), ()) if self._added else ()
        by_number = {other.number: other for other in others}
        return [by_number[number] for number in sorted(by_number)]


def article(
    edition: Edition,
    place: int,
    anchor: str,
    replay: Replay,
    styles: Mapping[str, Style],
    kin: Kin,
) -> Article:
    """All that is shown of the question at some place of an edition."""
    finding = edition.findings[place]
    state = replay.states[place][-1]
    drawing = picture(finding, styles)
    common, gap = (None, None) if drawing is None else drawing.zones(finding)
    is_small = len(edition.findings) <= LOOKED_THROUGH
    others = edition.findings if is_small else kin.of(finding)
    reasons = explanation(edition.ledger, others, finding, alike=is_small)
    why, claims, history, *parts = reasons
    # The first sentence of the reasons stands above the table, whose rows are those of the past.
    meanings = Prose("in other words", why.lines[1:] if isinstance(why, Prose) else ())
    told = heading(finding)
    rows = _rows(edition, finding, replay, styles, drawing)
    return Article(
        anchor=anchor,
        place=place,
        number=finding.number,
        kind=finding.question.kind,
        title=told.title,
        scope=told.scope,
        event=(finding.question.event or "") if edition.is_of_several_events else "",
        state=state,
        flags=tuple((str(flag), MEANINGS[flag]) for flag in finding.flags),
        origins=counted(finding.origins, "independent origin") if finding.origins else "",
        rows=rows,
        left_out=len(finding.voices) - len(rows),
        picture=drawing,
        common=common,
        gap=gap,
        past=past(edition.ledger, finding, styles),
        history=next(_filled([history]), None),
        parts=tuple(_filled([meanings, claims, *parts])),
    )


def _filled(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts that hold something, without the columns that hold nothing."""
    for part in parts:
        if isinstance(part, Prose):
            if part.lines:
                yield part
        elif part.rows:
            kept = kept_columns(part)
            header = tuple(part.header[n] for n in kept)
            rows = tuple(tuple(row[n] for n in kept) for row in part.rows)
            yield attrs.evolve(part, header=header, rows=rows)


def _rows(
    edition: Edition,
    finding: Finding,
    replay: Replay,
    styles: Mapping[str, Style],
    drawing: Picture | None,
) -> tuple[Row, ...]:
    """The claims by side and date; of very many the newest that stand."""
    places = {voice.id: place for place, voice in enumerate(finding.voices)}
    shown: Sequence[Voice] = finding.voices
    if len(shown) > CLAIMS_SHOWN:
        shown = finding.standing[-CLAIMS_SHOWN:]
    names, states = list(styles), states_of(finding)
    rows = []
    for voice in sorted(shown, key=lambda v: (names.index(v.side_name or NO_SIDE), places[v.id])):
        side = voice.side_name or NO_SIDE
        rows.append(
            Row(
                place=places[voice.id],
                moment=replay.since(voice.claim.date.last),
                side=side,
                style=names.index(side),
                shape=styles[side].shape,
                source=source_name(edition.ledger, voice.source, voice.claim.source),
                said=answer_words(voice.claim),
                date=date_text(voice.claim.date),
                references=tuple(sorted(edition.documents[key] for key in edition.cited[voice.id])),
                state=states[voice.id],
                interest=voice.interest or "",
                drawn=None if drawing is None else drawing.drawn.get(voice.id),
            )
        )
    return tuple(rows)

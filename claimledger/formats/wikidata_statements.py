"""One statement of Wikidata: who claims what of an entity, and where it was read.

What becomes of each part is told in :mod:`claimledger.formats.wikidata`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from claimledger.claims import Accrual, Annotation, Attestation, Claim, Stance
from claimledger.dates import PartialDate, Window, parse_date
from claimledger.directory import Record
from claimledger.errors import InvalidRecordError, quoted
from claimledger.formats.snaks import Part, Snak, list_of, parts_of, snak_of
from claimledger.formats.wikibase import NOVALUE, SOMEVALUE, Names, page_of, words
from claimledger.formats.wikidata_references import Reading
from claimledger.quantities import Hedge, Quantity
from claimledger.sources import ANY, Document, Source
from claimledger.taxonomy import MeasureEntry

WIKIDATA, WIKIDATA_ITEM = "Wikidata", "Q2013"
NOBODY = "unattributed"
CIRCA = ("P1480", "Q5727902")
RANKS = ("normal", "preferred", "deprecated")
RANK = "rank: "
UNDATED = parse_date("20XX")

PUBLISHED = "the date said is that of publication"
RETRIEVED = "the date said is not stated: it is the day of retrieval"
MODIFIED = "the date said is not stated: it is that of the last change of the entity"
NO_DATE = "the date said is not stated"
DENIED = "the date of the denial is not stated: it is that of the claim"

_READINGS = (("published", PUBLISHED), ("retrieved", RETRIEVED))
DATE_NOTES = frozenset({PUBLISHED, RETRIEVED, MODIFIED, NO_DATE})
"""Notes on a date said that Wikidata does not state."""

_READ = frozenset({"id", "type", "rank", "mainsnak", "qualifiers", "references"})
_TIMES = frozenset({"P585", "P580", "P582"})


@attrs.frozen
class Scene:
    """What all statements of an entity share.

    Attributes:
        names: The names of properties and items.
        event: The name of the entity.
        number: Its number.
        modified: The day on which it was last changed.
    """

    names: Names
    event: str
    number: str
    modified: PartialDate | None


@attrs.define
class Statement:
    """A statement as it stands in a file.

    Attributes:
        main: Its property and value.
        spelt: How its value is spelt; None for a type that is not known.
        is_quantity: True where the value is a quantity, or would be one.
        qualifiers: Its qualifiers.
        references: Its references.
        rank: Its rank.
        number: Its id, or None.
        lost: What of it is not carried.
    """

    main: Snak
    spelt: str | None
    is_quantity: bool
    qualifiers: Sequence[Part]
    references: Sequence[Sequence[Part]]
    rank: str
    number: str | None
    lost: Sequence[str]

    @classmethod
    def of(cls, content: object, names: Names) -> Statement:
        """Read a statement.

        Raises:
            InvalidRecordError: naming the place in it that is at fault.
        """
        if not isinstance(content, dict) or "mainsnak" not in content:
            raise InvalidRecordError("expected a statement with a mainsnak")
        rank, number = content.get("rank", "normal"), content.get("id")
        if rank not in RANKS:
            raise InvalidRecordError(f"expected {', '.join(RANKS)}, not {quoted(rank)}", "rank")
        if number is not None and not isinstance(number, str):
            raise InvalidRecordError(f"expected text, not {quoted(number)}", "id")
        lost = [key for key in content if key not in _READ and content[key]]
        main, spelt = snak_of("mainsnak", content["mainsnak"], names, lost)
        references: list[list[Part]] = []
        for index, reference in enumerate(list_of("references", content.get("references"))):
            field = f"references[{index}]"
            if not isinstance(reference, dict):
                raise InvalidRecordError(f"expected an object, not {quoted(reference)}", field)
            references.append(parts_of(f"{field}.snaks", reference.get("snaks"), names, lost))
            lost += [f"references.{key}" for key in ("hash", "snaks-order") if reference.get(key)]
        return cls(
            main=main,
            spelt=spelt,
            is_quantity=main.type == "quantity"
            or content["mainsnak"].get("datatype") == "quantity",
            qualifiers=parts_of("qualifiers", content.get("qualifiers"), names, lost),
            references=references,
            rank=rank,
            number=number,
            lost=lost,
        )

    def records(self, scene: Scene) -> Iterator[Record]:
        """The claims of the statement, who makes and who disputes them, and its documents."""
        if self.spelt is None:
            return
        told = Told.of(self, scene.names)
        saying = told.saying(self, scene)
        if saying.own_measure is not None:
            yield MeasureEntry(name=saying.own_measure, kind="measure")
        page = Document(url=page_of(scene.number), outlet=WIKIDATA, title=scene.event)
        yield page
        is_count = self.main.number in words()["counts"]
        rank = () if self.rank == "normal" else (f"{RANK}{self.rank}",)
        claims: list[Claim] = []
        for speaker, readings in self._speakers(told, scene.names).items():
            yield from _sources(speaker, told, readings)
            is_read = speaker != WIKIDATA  # Which says it until it is changed.
            date, origin = _date(told, readings, scene, is_count=is_count, is_read=is_read)
            claim = Claim(
                source=speaker, date=date, value=saying.value, stance=saying.stance,
                **saying.question,
            )  # fmt: skip
            claims.append(claim)
            yield claim
            for note in (*told.notes, *saying.notes, *rank, *origin):
                yield Annotation(claim=claim.id, note=note)
            is_taken = speaker != WIKIDATA or any(one.imported for one in readings)
            yield Attestation(
                claim=claim.id, document=page.key, locator=self.number, wording=saying.wording,
                derived_from=None if is_taken else NOBODY,
            )  # fmt: skip
            yield from _attested(claim, readings)
        latest = max((claim.date for claim in claims), key=PartialDate.sort_key)
        if isinstance(saying.value, Quantity) and saying.value.is_vacuous:
            return
        for disputer, handle in told.disputers.items():
            denial = Claim(source=disputer, date=latest, **saying.denied())
            yield from (Source(name=disputer, handle=handle), denial)
            yield Annotation(claim=denial.id, note=DENIED)
            yield Attestation(claim=denial.id, document=page.key, locator=self.number)

    def _speakers(self, told: Told, names: Names) -> dict[str, list[Reading]]:
        """Who claims it, each with the references that are his."""
        readings = [Reading.of(parts, names) for parts in self.references]
        if told.supporters:
            return dict.fromkeys(told.supporters, readings)
        found: dict[str, list[Reading]] = {}
        for reading in readings:
            found.setdefault(reading.speaker or WIKIDATA, []).append(reading)
        return found or {WIKIDATA: []}


@attrs.frozen
class Saying:
    """The question and the answer of a statement, without who gives it.

    Attributes:
        question: The fields of the question.
        value: The answer.
        stance: What is done with it.
        wording: How Wikidata puts a figure that has bounds, or that is none.
        notes: What of the qualifiers the question does not hold.
    """

    question: Mapping[str, Any]
    value: Any
    stance: Stance = Stance.ASSERTS
    wording: str | None = None
    notes: Sequence[str] = ()

    @property
    def own_measure(self) -> str | None:
        """The measure, where it is one of Wikidata's own, which bear their numbers."""
        measure: str | None = self.question.get("measure")
        return measure if measure and any(mark in measure for mark in "(;P") else None

    def denied(self) -> Mapping[str, Any]:
        """The question and the answer of who disputes it."""
        if "measure" in self.question:
            return {**self.question, "value": self.value, "stance": Stance.DENIES}
        return {**self.question, "value": "no" if self.value == "yes" else "yes"}


@attrs.define
class Told:
    """What the qualifiers of a statement tell.

    Attributes:
        dates: The first date of each of P585, P580 and P582, and how it is told.
        place: The place.
        supporters: Who supports it, with their items.
        disputers: Who disputes it, with their items.
        marks: What P1480 and P5102 say, with how they spell it.
        notes: What says how the value is known.
        limits: What says of what it is a value.
    """

    dates: dict[str, tuple[PartialDate, str]] = attrs.field(factory=dict)
    place: str | None = None
    supporters: dict[str, str] = attrs.field(factory=dict)
    disputers: dict[str, str] = attrs.field(factory=dict)
    marks: dict[tuple[str, str], str] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)
    limits: list[str] = attrs.field(factory=list)

    @classmethod
    def of(cls, statement: Statement, names: Names) -> Told:
        """What the qualifiers of a statement tell."""
        told = cls()
        for snak, spelling in statement.qualifiers:
            told._take(snak, names.part(snak.number, spelling), names)
        return told

    def _take(self, snak: Snak, part: str, names: Names) -> None:
        number, item, date = snak.number, snak.item, snak.date
        if number in _TIMES and date is not None and number not in self.dates:
            self.dates[number] = (date, part)
        elif number == "P276" and item is not None and self.place is None:
            self.place = names.of(item)
        elif number in {"P3680", "P1310"} and item is not None:
            whose = self.supporters if number == "P3680" else self.disputers
            whose[names.of(item)] = item
        elif number in {"P1480", "P5102"} and item is not None:
            self.marks[number, item] = part
        elif number in _TIMES and date is None and snak.kind != NOVALUE:
            self.limits.append(part)
        elif number in words()["plain"]["qualifiers"] or number in {*_TIMES, "P3680", "P1310"}:
            self.notes.append(part)
        else:
            self.limits.append(part)

    @property
    def hedge(self) -> Hedge:
        """How a figure is qualified."""
        items = [item for _, item in self.marks]
        bounds = [words()["bounds"][item] for item in items if item in words()["bounds"]]
        if bounds:
            return Hedge(bounds[0])
        is_about = any(item in words()["about"]["items"] for item in items)
        return Hedge.ABOUT if is_about else Hedge.BARE

    def date(self, number: str) -> PartialDate | None:
        """The date that a qualifier gives."""
        found = self.dates.get(number)
        return None if found is None else found[0]

    def saying(self, statement: Statement, scene: Scene) -> Saying:
        """The question and the answer of a statement."""
        main, marks = statement.main, dict(self.marks)
        counts, states = words()["counts"], words()["states"]
        is_forecast = any(item in words()["forecasts"]["items"] for _, item in marks)
        window, notes = self._window(is_count=main.number in counts)
        question: dict[str, Any] = {"event": scene.event, "place": self.place, "window": window}
        figure, wording = _figure(main, self.hedge) if statement.is_quantity else (None, None)
        if figure is not None:
            name = counts.get(main.number) or states.get(main.number) or scene.names.of(main.number)
            question |= {"measure": "; ".join([name, *sorted(self.limits)])}
            question |= self._accrual(main, figure)
            if figure.hedge is Hedge.ABOUT:
                marks.pop(CIRCA, None)
        else:
            spelt = SOMEVALUE if main.kind == NOVALUE else statement.spelt
            first = scene.names.part(main.number, spelt or "")
            question |= {"proposition": "; ".join([first, *sorted(self.limits)])}
        return Saying(
            question,
            figure or ("no" if main.kind == NOVALUE else "yes"),
            Stance.EXPECTS if is_forecast else Stance.ASSERTS,
            wording,
            [*notes, *marks.values()],
        )

    def _window(self, *, is_count: bool) -> tuple[Window | None, list[str]]:
        """The time that the value is of, with a note of what that leaves out.

        Of a count P585 is the date said.
        """
        start, end, point = (self.date(number) for number in ("P580", "P582", "P585"))
        if start is not None or end is not None:
            left = [] if is_count or point is None else [self.dates["P585"][1]]
            return Window(start, end), left
        return (None if is_count or point is None else Window(point, point)), []

    def _accrual(self, main: Snak, value: Quantity) -> Mapping[str, Any]:
        """Whose it is and over which time it runs: one that grows, of a day, up to that day."""
        if main.number not in words()["counts"]:
            return {"accrual": Accrual.STOCK} if value.unit is None else {}
        is_growing = main.number in words()["growing"]["properties"] and value.unit is None
        is_running = is_growing and self.dates.keys() == {"P585"}
        return {
            "subject": None if self.limits else ANY,
            "accrual": Accrual.CUMULATIVE if is_running else None,
        }


def _figure(main: Snak, hedge: Hedge) -> tuple[Quantity | None, str | None]:
    """The figure of a quantity, and its wording where that says more."""
    if main.kind == SOMEVALUE:
        return Quantity(Hedge.UNKNOWN), None
    if main.kind == NOVALUE:
        is_count = main.number in words()["counts"]
        return (Quantity(Hedge.NONE), NOVALUE) if is_count else (None, None)
    amount = main.amount
    if amount is None:
        return None, None
    value = amount.quantity(hedge, words()["scales"].get(main.number))
    has_bounds = amount.low is not None or amount.high is not None
    return value, str(amount) if has_bounds else None


def _sources(speaker: str, told: Told, readings: Sequence[Reading]) -> Iterator[Source]:
    """Who speaks, and who controls it."""
    if speaker == WIKIDATA:
        yield Source(name=WIKIDATA, kind="other", handle=WIKIDATA_ITEM)
        return
    if speaker in told.supporters:
        yield Source(name=speaker, handle=told.supporters[speaker])
        return
    for reading in readings:
        yield Source(
            name=speaker, handle=reading.items.get(speaker), controlled_by=reading.publisher
        )


def _date(
    told: Told, readings: Sequence[Reading], scene: Scene, *, is_count: bool, is_read: bool
) -> tuple[PartialDate, tuple[str, ...]]:
    """When it was said, with a note where that is not stated."""
    point = told.date("P585") if is_count else None
    if point is not None:
        return point, ()
    for field, note in _READINGS if is_read else ():
        dates = [date for one in readings if (date := getattr(one, field)) is not None]
        if dates:
            return min(dates, key=PartialDate.sort_key), (note,)
    return (UNDATED, (NO_DATE,)) if scene.modified is None else (scene.modified, (MODIFIED,))


def _attested(claim: Claim, readings: Sequence[Reading]) -> Iterator[Record]:
    """The documents of a claim. Wikidata takes from projects; others come through them."""
    for reading in readings:
        document = reading.document
        if document is not None:
            yield document
        is_own = claim.source == WIKIDATA
        if document or reading.locator or reading.quote or reading.imported:
            yield Attestation(
                claim=claim.id,
                document=None if document is None else document.key,
                quote=reading.quote,
                locator=reading.locator,
                via=None if is_own else reading.imported or WIKIDATA,
                derived_from=reading.imported if is_own else None,
            )

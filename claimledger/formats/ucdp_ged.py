"""UCDP GED: events of organised violence, a row each, of the Uppsala Conflict Data Program.

Annual releases (``GEDEvent_v25_1.csv``) and monthly candidate releases, these also without
a first row of names. A row is one event with one estimate of its deaths, which is UCDP's own:
UCDP is the source, and what the codebook calls the original source is what it was taken from.

Columns, by the codebook, and what becomes of them:

- ``id``, ``relid``: the event, and its handle. Its window is ``date_start`` to ``date_end``.
- ``conflict_name``, ``dyad_name`` with their ``_new_id``: events that it is part of.
- ``type_of_violence``: 1 state-based, 2 non-state, 3 one-sided; noted. In 1 and 2 the two
  sides fight each other, so that they are declared opposed.
- ``side_a``, ``side_b`` with their ``_new_id``: parties.
- ``low``, ``high``, ``best``: the least and the highest reliable and the most likely number
  of deaths. "LOW to HIGH" people killed of all parties, with the best estimate noted; the
  figure alone where the three are equal.
- ``deaths_a``, ``deaths_b``, ``deaths_civilians``, ``deaths_unknown``: best estimates of parts
  without a range: "about N" where the whole has one. A part of 0 is one of which nothing is
  reported, which is not zero, and is noted with the whole.
- ``date_prec``: 1 the day; 2 two to six days; 3 a week; 4 a month; 5 more than a month, up to
  a year. A month or a year that is covered whole is written as one; other windows that are
  no more than bounds bear "~".
- ``where_prec``: 1 exactly there; 2 within 25 km; 3 somewhere in ``adm_2``; 4 somewhere in
  ``adm_1``; 5 a larger or linear feature; 6 the country alone; 7 international waters or
  airspace. The place is that of the precision; ``country``, ``region``, ``adm_1`` and ``adm_2``
  are places that it lies in. ``where_description`` is noted.
- ``source_office``, ``source_headline``, ``source_date``, ``source_article``: documents, split
  at ";" where all have as many parts.
- The date said is that of the release. No column tells it, so that a mapping file may:
  ``released``, with ``edition`` (such as "25.1") and ``url``, which make the release a document.
  Without it the latest date of the sources stands for it, else the last day of the event, marked
  as approximate: the estimate is no older. So of two releases that disagree the later one
  revises the other, or it is uncertain which is later; UCDP is not said to contradict itself.
- ``source_original``: the person or organisation it comes from: ``derived_from``.
- ``number_of_sources`` (-1: it was not counted); ``event_clarity``: 1 clear, 2 aggregated;
  ``code_status``: noted.
- ``year`` is that of ``date_start``; where it is not, it is noted.
- Not carried: older ids, coordinates and grid cells, country and Gleditsch and Ward numbers,
  and whether the dyad was active in that year.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator

from claimledger.claims import Annotation, Attestation, Claim, Event
from claimledger.dates import parse_date
from claimledger.directory import Record
from claimledger.formats.foreign import Row, Table, place_path
from claimledger.formats.found import Found
from claimledger.formats.mappings import TableMapping, mapping_of
from claimledger.sources import ANY, Document, Party, Place, Source
from claimledger.taxonomy import MeasureEntry

SOURCE = "UCDP GED"

VIOLENCE = {"1": "state-based conflict", "2": "non-state conflict", "3": "one-sided violence"}
PRECISIONS = {str(number): str(number) for number in range(1, 8)}
CLARITY = {"1": "clearly reported", "2": "aggregated in the reports"}
DATE_PRECISIONS = {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5"}
UNKNOWN_STATUS = "people of unknown status"

PARTS = (
    ("deaths_a", "side_a", "combatants killed"),
    ("deaths_b", "side_b", "combatants killed"),
    ("deaths_civilians", None, "civilians killed"),
    ("deaths_unknown", None, f"{UNKNOWN_STATUS} killed"),
)
"""The columns of parts, whose they are, and what they count."""

DECLARED = (
    Source(name=SOURCE, kind="monitor"),
    MeasureEntry(name=UNKNOWN_STATUS, kind="what", part_of=("people",), crossing=True),
)


class Ged(Table):
    """The importer."""

    columns = (
        *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
        *("conflict_dset_id", "conflict_new_id", "conflict_name"),
        *("dyad_dset_id", "dyad_new_id", "dyad_name"),
        *("side_a_dset_id", "side_a_new_id", "side_a"),
        *("side_b_dset_id", "side_b_new_id", "side_b"),
        *("number_of_sources", "source_article", "source_office", "source_date"),
        *("source_headline", "source_original"),
        *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2"),
        *("latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region"),
        *("event_clarity", "date_prec", "date_start", "date_end"),
        *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"),
        *("gwnoa", "gwnob"),
    )
    required = ("id", "date_start", "date_end", "best", "high", "low")
    unmapped = frozenset(
        {
            *("active_year", "conflict_dset_id", "dyad_dset_id", "side_a_dset_id"),
            *("side_b_dset_id", "latitude", "longitude", "geom_wkt", "priogrid_gid"),
            *("country_id", "gwnoa", "gwnob"),
        }
    )

    def __init__(self, mapping: TableMapping) -> None:
        self.released = None if mapping.released is None else parse_date(mapping.released)
        self.release: Document | None = None
        if mapping.edition is not None or mapping.url is not None:
            self.release = Document(
                outlet=SOURCE, title=mapping.edition, url=mapping.url, date=self.released
            )

    def records(self, row: Row) -> Iterator[Record]:
        """The event of a row, who and where it is about, and UCDP's figures."""
        yield from DECLARED
        event = f"{SOURCE} {row.needed('id')}"
        yield from _events(row, event)
        sides = {column: row.text(column) for column in ("side_a", "side_b")}
        yield from _parties(row, sides)
        places = list(_places(row))
        yield from places
        place = places[-1].name if places else None
        documents = _documents(row)
        yield from dict.fromkeys(filter(None, (document for document, *_ in documents)))
        said = self.released or _no_earlier(row, documents)
        if self.release is not None:
            yield self.release
            documents.append((self.release, None, None))
        for measure, subject, value, note in _figures(row, sides):
            claim = Claim(
                source=SOURCE,
                date=said,
                event=event,
                subject=subject,
                measure=measure,
                value=value,
                place=place,
            )
            yield claim
            if note:
                yield Annotation(claim=claim.id, note=note)
            for document, locator, origin in documents:
                if document is not None or locator is not None or origin is not None:
                    yield Attestation(
                        claim=claim.id,
                        document=None if document is None else document.key,
                        locator=locator,
                        derived_from=origin,
                    )


def importer(found: Found) -> Ged | None:
    """The importer of a file; None, with problems, for one with a faulty mapping."""
    mapping = mapping_of(found)
    return None if mapping is None else Ged(mapping)


def _events(row: Row, name: str) -> Iterator[Event]:
    """The event, and the dyad and the conflict that it is part of."""
    conflict, dyad = row.text("conflict_name"), row.text("dyad_name")
    if dyad is not None and conflict is not None and dyad.casefold() == conflict.casefold():
        dyad = None
    if conflict is not None:
        yield Event(name=conflict, handle=_handle("conflict", row.text("conflict_new_id")))
    if dyad is not None:
        handle = _handle("dyad", row.text("dyad_new_id"))
        yield Event(name=dyad, part_of=conflict, handle=handle)
    yield Event(name=name, window=_window(row), part_of=dyad or conflict, handle=row.text("relid"))


def _handle(kind: str, number: str | None) -> str | None:
    return None if number is None else f"ucdp-{kind}-{number}"


def _window(row: Row) -> str | None:
    start, end = row.day("date_start"), row.day("date_end")
    precision = row.code("date_prec", DATE_PRECISIONS)
    if start is None or end is None:
        for column in ("date_start", "date_end"):
            row.needed(column)
        return None
    if end < start:
        row.faults.append(("date_end", f"{end} is before date_start {start}"))
        return None
    if precision == "4" and _is_whole(start, end, months=1):
        return f"{start:%Y-%m}"
    if precision == "5" and _is_whole(start, end, months=12):
        return f"{start:%Y}"
    mark = "" if precision in {None, "1"} else "~"
    return f"{start}{mark}" if start == end else f"{start}{mark}/{end}{mark}"


def _is_whole(start: dt.date, end: dt.date, *, months: int) -> bool:
    """True when two days bound one month, or one year."""
    if months == 12:
        return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and (
            start.year == end.year
        )
    is_one = (start.year, start.month) == (end.year, end.month)
    return is_one and start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def _parties(row: Row, sides: dict[str, str | None]) -> Iterator[Party]:
    """The two sides; those of a conflict are opposed, civilians are nobody's opponent."""
    is_fight = row.code("type_of_violence", VIOLENCE) in {VIOLENCE["1"], VIOLENCE["2"]}
    names = [name for name in sides.values() if name is not None]
    is_fight = is_fight and len({name.casefold() for name in names}) == 2
    for column, name in sides.items():
        if name is not None:
            others = [other for other in names if other != name] if is_fight else []
            handle = _handle("actor", row.text(f"{column}_new_id"))
            yield Party(name=name, opposed=others, handle=handle)


def _places(row: Row) -> Iterator[Place]:
    """The place as far as it is known, after those that it lies in, the widest first."""
    precision = row.code("where_prec", PRECISIONS)
    spot = row.text("where_coordinates")
    if precision == "7":
        if spot is not None:
            yield Place(name=spot)
        return
    names = [row.text(column) for column in ("country", "adm_1", "adm_2")]
    depth = {"2": 1, "3": 3, "4": 2, "5": 1, "6": 1}.get(precision or "", 3)
    within = names[:depth]
    if precision in {None, "1", "5"} and spot is not None:
        within.append(spot)
    if precision == "2" and spot is not None:
        within.append(f"near {spot}")
    yield from place_path(within, row.text("region"))


Carrier = tuple[Document | None, str | None, str | None]
"""A document, where in it, and whom it has it from."""


def _documents(row: Row) -> list[Carrier]:
    """The documents of a row, one for each part at ";" where all columns have as many."""
    columns = ("source_office", "source_headline", "source_date", "source_article")
    split = {
        column: [part.strip(" \"'") or None for part in text.split(";")]
        for column in (*columns, "source_original")
        if (text := row.text(column)) is not None
    }
    offices = split.get("source_office", [])
    many = len(offices)
    if any(len(split.get(column, offices)) != many for column in columns):
        many = 1
        split = {column: [row.text(column)] for column in split}
    origins = split.get("source_original", [])
    if len(origins) != many:
        origins = [row.text("source_original")]
    carriers: list[Carrier] = []
    for number in range(max(many, 1)):
        office, title, date, article = (
            parts[number] if number < len(parts := split.get(column, [])) else None
            for column in columns
        )
        when = None if date is None else row.date(date)
        if date is not None and when is None:
            row.lost.append("source_date")
        document = None
        if office or title:
            document = Document(outlet=office, title=title, date=when)
        elif when is not None:
            row.lost.append("source_date")
        origin = origins[number if len(origins) == many else 0] if origins else None
        carriers.append((document, article, origin))
    return carriers


def _no_earlier(row: Row, documents: Iterable[Carrier]) -> str:
    """About the latest date of the sources, else about the last day of the event."""
    dates = [
        document.date
        for document, *_ in documents
        if document is not None and document.date is not None
    ]
    if not dates:
        return f"{row.day('date_end') or 1989}~"
    latest = max(dates, key=lambda date: date.sort_key())
    if latest.is_qualified:
        return str(latest)
    return f"{latest if latest.moment is None else latest.first}~"


Figure = tuple[str, str | None, str, str | None]
"""A measure, whose it is, its value, and a note."""


def _figures(row: Row, sides: dict[str, str | None]) -> Iterator[Figure]:
    best, low, high = (row.count(column) for column in ("best", "low", "high"))
    if low is not None and high is not None and low > high:
        row.faults.append(("low", f"{low} is above high {high}"))
        return
    for column, count in (("best", best), ("low", low), ("high", high)):
        if count is None:
            row.needed(column)
    if best is not None and low is not None and high is not None and not low <= best <= high:
        row.warnings.append(("best", f"{best} is not within low {low} to high {high}"))
    is_exact = low == best == high
    parts = [(row.count(column), column, side, measure) for column, side, measure in PARTS]
    value = f"{low} to {high}"
    if is_exact:
        value = str(best) if best else "unknown"
    yield "people killed", ANY, value, _note(row, parts)
    for count, column, side, measure in parts:
        if count:
            note = None if is_exact else f"best estimate {count}, without a range ({column})"
            subject = ANY if side is None else sides[side]
            yield measure, subject, f"{'' if is_exact else 'about '}{count}", note


def _note(row: Row, parts: Iterable[tuple[int | None, str, str | None, str]]) -> str:
    """What the row says of its figures beside them."""
    status, year, number = (
        row.text(column) for column in ("code_status", "year", "number_of_sources")
    )
    where = row.text("where_description")
    start = row.text("date_start") or ""
    said = [
        f"best estimate {row.text('best')}",
        row.code("type_of_violence", VIOLENCE),
        row.code("event_clarity", CLARITY),
        None if number in {None, "-1"} else f"number of sources: {number}",
        None if status in {None, "Clear"} else f"code status: {status}",
        None if year is None or start.startswith(year.removesuffix(".0")) else f"year: {year}",
        None if where is None else f"where: {where}",
    ]
    none = [column for count, column, *_ in parts if count == 0]
    if none:
        said.append(f"nothing reported, coded 0: {', '.join(none)}")
    return "; ".join(part for part in said if part)

"""ACLED: political violence and protest, a row an event, as the export tool writes them.

The Armed Conflict Location and Event Data project codes what newspapers, local partners and
other observers report. The figure of a row is the project's own, so that ACLED is the source,
and the outlets that it names are the documents.

Columns, by the codebook, and what becomes of them:

- ``event_id_cnty``: the event. It keeps its id when it is coded anew.
- ``event_date`` (also as ``31 January 2023``, ``31-Jan-2023``, and as ``31/01/2023`` where that has
  one reading alone), ``time_precision``: 1 the day; 2 some day of a week, written as an approximate
  day; 3 some day of a month, written as that month.
- ``timestamp``: when the row was last coded, in seconds since 1970: the date said. Without it
  the day of the event stands for it, marked as approximate, as the row may be coded anew.
- ``fatalities``: people killed, of all parties. 0 says that none were reported, which is
  "unknown" here and not "none". Vague reports are coded by fixed numbers (tens as 10, dozens
  as 12, hundreds as 100), which is noted beside these figures.
- ``crowd size=...`` in ``tags``, or ``[size=...]`` in ``notes``: attendance, in the words used;
  "no report" is noted, and words that are no quantity are counted as not carried.
- ``actor1``, ``actor2``: parties, with their kinds ``inter1`` and ``inter2`` (numbers 1 to 8,
  or words) noted. ``assoc_actor_1``, ``assoc_actor_2`` (earlier ``ally_actor_1``): noted.
- ``location`` in ``admin3``, ``admin2``, ``admin1``, ``country``, ``region``: places. By
  ``geo_precision`` 1 it was there; 2 in that area, "near" it; 3 somewhere in ``admin1``.
- ``source``, separated by ";": documents; ``source_scale``: noted.
- ``disorder_type``, ``event_type``, ``sub_event_type``, ``civilian_targeting``, ``notes`` and the
  other ``tags``: noted.
- ``year`` is that of ``event_date``. Not carried: ``interaction``, which follows from the kinds,
  ``iso`` and coordinates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from claimledger.answers import parse_answer
from claimledger.claims import Annotation, Attestation, Claim, Event
from claimledger.directory import Record
from claimledger.errors import NotationError, quoted
from claimledger.formats.foreign import Row, Table, place_path
from claimledger.formats.found import Found
from claimledger.sources import ANY, Document, Party, Place, Source

SOURCE = "ACLED"

KINDS = {
    "1": "state forces",
    "2": "rebel group",
    "3": "political militia",
    "4": "identity militia",
    "5": "rioters",
    "6": "protesters",
    "7": "civilians",
    "8": "external or other forces",
}
"""The kinds of actors by the numbers of earlier releases; later ones write them out."""

CODED = {"3": "several", "10": "tens", "12": "dozens", "100": "hundreds"}
"""Figures that may stand for a vague report."""

SLASHED = "%d/%m/%Y"
FORMS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y", "%d %b %Y", SLASHED)
"""How days are written; between slashes only where no other reading is possible."""

PRECISIONS = {"1": "1", "2": "2", "3": "3"}
NOTED = ("disorder_type", "event_type", "sub_event_type", "civilian_targeting", "source_scale")

_SIZE = re.compile(r"\[?\bsize\s*=\s*([^\];]+)\]?", re.IGNORECASE)
_CROWD = re.compile(r"\s*(?:crowd\s+)?size\s*=\s*(.+)", re.IGNORECASE)


class Acled(Table):
    """The importer."""

    columns = (
        *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type"),
        *("event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1"),
        *("actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting"),
        *("iso", "region", "country", "admin1", "admin2", "admin3", "location"),
        *("latitude", "longitude", "geo_precision", "source", "source_scale", "notes"),
        *("fatalities", "tags", "timestamp"),
    )
    required = ("event_id_cnty", "event_date", "fatalities")
    earlier: ClassVar[Mapping[str, str]] = {
        "ally_actor_1": "assoc_actor_1",
        "ally_actor_2": "assoc_actor_2",
    }
    unmapped = frozenset({"interaction", "iso", "latitude", "longitude"})

    def records(self, row: Row) -> Iterator[Record]:
        """The event of a row, its actors and places, its deaths and the size of its crowd."""
        yield Source(name=SOURCE, kind="monitor")
        day = _day(row)
        event = f"{SOURCE} {row.needed('event_id_cnty')}"
        yield Event(name=event, window=None if day is None else _window(row, day))
        for column in ("actor1", "actor2"):
            actor = row.text(column)
            if actor is not None:
                yield Party(name=actor)
        places = list(_places(row))
        yield from places
        documents = [
            Document(outlet=outlet)
            for outlet in map(str.strip, (row.text("source") or "").split(";"))
            if outlet
        ]
        yield from documents
        for measure, subject, value, note in _figures(row):
            claim = Claim(
                source=SOURCE,
                date=_said(row, day),
                event=event,
                subject=subject,
                measure=measure,
                value=value,
                place=places[-1].name if places else None,
            )
            yield claim
            yield Annotation(claim=claim.id, note=note)
            for document in documents:
                yield Attestation(claim=claim.id, document=document.key)


def importer(_found: Found) -> Acled:
    """The importer of a file."""
    return Acled()


def _day(row: Row) -> dt.date | None:
    """The day of an event, as exports of all years write it."""
    text = row.needed("event_date")
    for form in FORMS:
        try:
            day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
        if form != SLASHED or day.day > 12 or day.day == day.month:
            return day
        other = f"{day.year}-{day.day:02}-{day.month:02}"
        message = f"{quoted(text)} has two readings: write {day}, or {other}"
        row.faults.append(("event_date", message))
        return None
    if not row.faults:
        message = (
            f"cannot read {quoted(text)}: expected a day such as 2023-01-31 or 31 January 2023"
        )
        row.faults.append(("event_date", message))
    return None


def _window(row: Row, day: dt.date) -> str:
    precision = row.code("time_precision", PRECISIONS)
    if precision == "3":
        return f"{day:%Y-%m}"
    return f"{day}~" if precision == "2" else str(day)


def _said(row: Row, day: dt.date | None) -> str:
    """The day on which the row was last coded, else about the day of the event."""
    seconds = row.count("timestamp")
    if seconds is None or seconds == 0:
        return f"{day or 1997}~"
    try:
        return str(dt.datetime.fromtimestamp(seconds, dt.UTC).date())
    except (ValueError, OverflowError, OSError):
        row.faults.append(("timestamp", f"{seconds} is no time in seconds since 1970"))
        return "1997"


def _places(row: Row) -> Iterator[Place]:
    """The place as far as it is known, after those that it lies in, the widest first."""
    precision = row.code("geo_precision", PRECISIONS)
    areas = [row.text(column) for column in ("country", "admin1", "admin2", "admin3")]
    spot = row.text("location")
    names = {
        "2": [*areas[:2], None if spot is None else f"near {spot}"],
        "3": areas[:2],
    }.get(precision or "1", [*areas, spot])
    yield from place_path(names, row.text("region"))


Figure = tuple[str, str | None, str, str]
"""A measure, whose it is, its value, and a note."""


def _figures(row: Row) -> Iterator[Figure]:
    count = row.count("fatalities")
    size, note = _size_and_note(row)
    if count is None:
        row.needed("fatalities")
        return
    if count == 0:
        yield "people killed", ANY, "unknown", f"no fatalities reported, coded 0; {note}"
    else:
        vague = CODED.get(str(count))
        rule = "" if vague is None else f'{count} may be coded for "{vague}"; '
        yield "people killed", ANY, str(count), f"{rule}{note}"
    if size is not None:
        try:
            parse_answer("measure", size)
        except NotationError:
            row.lost.append("crowd size")
        else:
            yield "attendance", None, size, note


def _size_and_note(row: Row) -> tuple[str | None, str]:
    """The words used of the size of a crowd, and all that the row says beside its figures."""
    parts = [text for column in NOTED if (text := row.text(column)) is not None]
    parts += (text for side in ("1", "2") if (text := _actor(row, side)))
    notes = row.text("notes")
    tags = [tag.strip() for tag in (row.text("tags") or "").split(";")]
    crowds = [found[1] for tag in tags if (found := _CROWD.fullmatch(tag))]
    if not crowds and notes is not None:
        crowds = _SIZE.findall(notes)
    if notes is not None:
        parts.append(f"notes: {notes}")
    parts += (f"tag: {tag}" for tag in tags if tag)
    year, day = row.text("year"), row.text("event_date") or ""
    if year is not None and year not in day:
        parts.append(f"year: {year}")
    size = crowds[0].strip() if crowds else None
    if size is not None and size.casefold() in {"no report", "not reported", "unknown"}:
        size = None
    return size, "; ".join(parts) or "nothing else is said"


def _actor(row: Row, side: str) -> str:
    """An actor with its kind and those associated with it."""
    actor, others = row.text(f"actor{side}"), row.text(f"assoc_actor_{side}")
    code = row.text(f"inter{side}") or "0"
    kind = KINDS.get(code, "" if code == "0" else code)
    named = [f"{actor} ({kind})" if kind and actor else actor or kind]
    if others is not None:
        named.append(f"with {others}")
    return " ".join(filter(None, named))

"""Airwars: reports of civilian harm, a row for each source of an incident, or for each incident.

Airwars collects what local and other sources allege of each incident, what the belligerents
concede, and grades the whole. Its tables of sources and of incidents have these columns, of
which each has some:

- ``code``, else ``permalink``: the incident, an event whose window is ``date`` to
  ``date_end``. ``permalink`` is a document.
- ``CATEGORY_killed_min`` and ``_max``, ``CATEGORY_injured_min`` and ``_max``: "MIN to MAX", the
  figure alone where they are equal, "at least" or "at most" where one is empty. Categories are
  ``civilians`` (also ``civilian_non_combatants``), ``children``, ``women``, ``men``, ``militants``,
  ``belligerents``. Where both are 0 nothing is reported, which is noted and is no claim.
- ``source_author`` (or ``source_author_translated``), ``source_url``: who alleges it, and where;
  then Airwars is the reporter it came through. ``source_content`` is the quote,
  ``source_content_translated`` the wording. Without them the figures are those of Airwars itself.
- ``source_date``, else ``post_modified``, else ``date``: the date said.
- ``belligerent_name`` with ``deaths_conceded_min`` and ``_max``, ``injuries_conceded_min`` and
  ``_max``: claims of the belligerent about the same civilians.
- ``assessment_name``: the belligerent's answer to whether the alleged harm is credible: yes, no,
  or, not yet assessed, no answer; that it is a duplicate is counted as not carried.
- ``grading`` (also ``civilian_harm_status_name``), one of Confirmed, Fair, Weak,
  Contested and Discounted: noted beside each claim, and judged by nobody here.
- ``location_name``, ``region``, ``country`` (also ``country_name``): places.
- ``strike_status``, ``strike_status_name``, ``strike_type_name``, ``type`` (of the belligerent) and
  ``geolocation_accuracy``: noted.
- Not carried: coordinates, numbers of posts, when a post was published, and what videos say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import attrs

from claimledger.claims import Annotation, Attestation, Claim, Event
from claimledger.dates import PartialDate, parse_date
from claimledger.directory import Record
from claimledger.errors import quoted
from claimledger.formats.foreign import Row, Table, place_path
from claimledger.formats.found import Found
from claimledger.sources import ANY, Document, Party, Place, Source

SOURCE = "Airwars"

CATEGORIES = {
    "civilians": "civilians",
    "civilian_non_combatants": "civilians",
    "children": "children",
    "women": "women",
    "men": "men",
    "militants": "militants",
    "belligerents": "combatants",
}
"""The first part of columns of figures, and what they count."""

OUTCOMES = {"killed": "killed", "injured": "wounded"}
CONCEDED = {"deaths_conceded": "civilians killed", "injuries_conceded": "civilians wounded"}
GRADES = {
    name.casefold(): name for name in ("Confirmed", "Fair", "Weak", "Contested", "Discounted")
}
ASSESSMENTS = {
    "credible": "yes",
    "credible / substantiated": "yes",
    "non credible": "no",
    "non credible / unsubstantiated": "no",
    "not yet assessed": "",
    "duplicate": "duplicate",
}
NOTHING = "nothing"
"""Stands for figures of which both ends are 0."""

NOTED = (
    *("strike_status", "strike_status_name", "strike_type_name", "type"),
    *("geolocation_accuracy", "geolocation_accuracy_name"),
)

FIGURES = {
    f"{category}_{ending}": f"{what} {outcome}"
    for category, what in CATEGORIES.items()
    for ending, outcome in OUTCOMES.items()
}
"""The columns of figures without their "_min" and "_max", and their measures."""


@attrs.frozen
class _Scene:
    """What all claims of a row share."""

    event: str
    place: str | None
    date: PartialDate
    note: str


class Airwars(Table):
    """The importer."""

    unmapped = frozenset(
        {
            *("post_id", "post_published", "latitude", "longitude", "source_post_id"),
            *("source_includes_video", "source_video_transcript_translated"),
            "civilian_harm_reported",
        }
    )
    columns = (
        *("post_id", "code", "permalink", "post_published", "post_modified", "date", "date_end"),
        *("country", "country_name", "region", "location_name", "latitude", "longitude"),
        *("grading", "civilian_harm_status_name", "civilian_harm_reported", *NOTED),
        *("source_url", "source_post_id", "source_date", "source_author"),
        *("source_author_translated", "source_content", "source_content_translated"),
        *("source_includes_video", "source_video_transcript_translated"),
        *("belligerent_name", "assessment_name"),
        *(f"{stem}_{end}" for stem in CONCEDED for end in ("min", "max")),
        *(f"{stem}_{end}" for stem in FIGURES for end in ("min", "max")),
    )
    required = ("permalink",)

    def records(self, row: Row) -> Iterator[Record]:
        """The incident of a row, what is alleged in it, and what is conceded."""
        event = f"{SOURCE} {row.text('code') or row.needed('permalink')}"
        yield Event(name=event, window=_window(row))
        places = list(_places(row))
        yield from places
        scene = _Scene(event, places[-1].name if places else None, _said(row), _note(row))
        documents = list(_documents(row))
        yield from (document for document, _ in documents)
        speaker = _speaker(row)
        yield Source(name=speaker, kind="monitor" if speaker == SOURCE else None)
        alleged = list(_claims(row, scene, speaker, FIGURES))
        conceded = list(_conceded(row, scene))
        yield from conceded
        told = [record for record in conceded if isinstance(record, Claim)]
        for claim in alleged + told:
            yield claim
            if scene.note:
                yield Annotation(claim=claim.id, note=scene.note)
        for claim in alleged:
            for document, words in documents:
                yield Attestation(claim=claim.id, document=document.key, **words)
        permalink = row.text("permalink")
        if permalink is not None:
            yield from (Attestation(claim=one.id, document=permalink, via=SOURCE) for one in told)


def importer(_found: Found) -> Airwars:
    """The importer of a file."""
    return Airwars()


def _speaker(row: Row) -> str:
    """Who alleges it: the author, or the site where it was read; Airwars where neither is told."""
    author = row.text("source_author_translated") or row.text("source_author")
    url = row.text("source_url")
    host = None
    if url is not None:
        try:
            host = urlsplit(url).hostname
        except ValueError:
            row.warnings.append(("source_url", f"{quoted(url)} is no address"))
        host = host or url
    return author or host or SOURCE


def _documents(row: Row) -> Iterator[tuple[Document, dict[str, str | None]]]:
    """The page of the source with its words, or that of the incident."""
    url, permalink = row.text("source_url"), row.text("permalink")
    via = None if _speaker(row) == SOURCE else SOURCE
    quote, wording = row.text("source_content"), row.text("source_content_translated")
    if url is not None:
        yield Document(url=url), {"quote": quote, "wording": wording, "via": via}
    elif permalink is not None:
        yield Document(url=permalink), {"quote": quote, "wording": wording, "via": via}
    if url is not None and permalink is not None and permalink != url:
        yield Document(url=permalink, outlet=SOURCE), {"via": via}


def _window(row: Row) -> str | None:
    start, end = row.day("date"), row.day("date_end")
    if start is not None and end is not None and end < start:
        row.faults.append(("date_end", f"{end} is before date {start}"))
        return None
    if start is None:
        return None if end is None else str(end)
    return str(start) if end in {None, start} else f"{start}/{end}"


def _said(row: Row) -> PartialDate:
    """When it was said: by the source, else when the page was changed, else the day itself."""
    for column in ("source_date", "post_modified", "date"):
        text = row.text(column)
        if text is None:
            continue
        date = row.date(text.partition(" ")[0])
        if date is not None:
            return date
        row.faults.append((column, f"cannot read {quoted(text)}: expected a date"))
    row.needed("date")
    return parse_date("2014")


def _places(row: Row) -> Iterator[Place]:
    country = row.text("country_name") or row.text("country")
    yield from place_path([country, row.text("region"), row.text("location_name")])


def _note(row: Row) -> str:
    """The grade, and what else the row says of the incident."""
    parts = []
    for column in ("grading", "civilian_harm_status_name"):
        text = row.text(column)
        grade = None if text is None else GRADES.get(text.casefold())
        if grade is not None:
            parts.append(f"Airwars grade: {grade}")
        elif text is not None:
            row.faults.append(
                (column, f"unknown grade {quoted(text)}: expected {', '.join(GRADES)}")
            )
    parts += (
        f"{column.replace('_', ' ')}: {text}" for column in NOTED if (text := row.text(column))
    )
    none = [stem for stem in (*FIGURES, *CONCEDED) if _range(row, stem) == NOTHING]
    if none:
        parts.append(f"nothing reported, written as 0: {', '.join(none)}")
    return "; ".join(dict.fromkeys(parts))


def _range(row: Row, stem: str) -> str | None:
    """The value of a pair of columns in the notation; None where both are empty."""
    low, high = (_count(row, f"{stem}_{end}") for end in ("min", "max"))
    if low is not None and high is not None:
        if low > high:
            message = f"{low} is above {stem}_max {high}"
            if (f"{stem}_min", message) not in row.faults:
                row.faults.append((f"{stem}_min", message))
            return None
        if low == high:
            return str(low) if low else NOTHING
        return f"{low} to {high}"
    if low is not None:
        return f"at least {low}" if low else NOTHING
    return None if high is None else f"at most {high}" if high else NOTHING


def _count(row: Row, column: str) -> int | None:
    """A count, whose fault is noted once however often it is asked for."""
    before = list(row.faults)
    count = row.count(column)
    if row.faults[len(before) :] and row.faults[-1] in before:
        row.faults.pop()
    return count


def _claims(row: Row, scene: _Scene, source: str, figures: Mapping[str, str]) -> Iterator[Claim]:
    """A claim for each pair of columns that says something."""
    for stem, measure in figures.items():
        value = _range(row, stem)
        if value is not None and value != NOTHING:
            yield Claim(
                source=source,
                date=scene.date,
                event=scene.event,
                subject=ANY,
                measure=measure,
                value=value,
                place=scene.place,
            )


def _conceded(row: Row, scene: _Scene) -> Iterator[Record]:
    """What the belligerent concedes, and whether it finds the allegation credible."""
    name = row.text("belligerent_name")
    text = row.text("assessment_name")
    stated = [stem for stem in CONCEDED if _range(row, stem) not in {None, NOTHING}]
    if name is None:
        if text is not None or stated:
            row.needed("belligerent_name")
        return
    yield Party(name=name)
    yield Source(name=name, side=name, kind="military")
    yield from _claims(row, scene, name, CONCEDED)
    if text is None:
        return
    answer = ASSESSMENTS.get(text.casefold())
    if answer is None:
        known = ", ".join(ASSESSMENTS)
        row.faults.append(
            ("assessment_name", f"unknown assessment {quoted(text)}: expected {known}")
        )
    elif answer == "duplicate":
        row.lost.append("assessment_name")
    else:
        yield Claim(
            source=name,
            date=scene.date,
            event=scene.event,
            proposition=f"the civilian harm alleged in {scene.event} is credible",
            value=answer or None,
            stance="asserts" if answer else "declines",
            place=scene.place,
        )

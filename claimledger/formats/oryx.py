"""Oryx and datasets like it: visually confirmed losses, a row for each item and its picture.

The lists of Oryx (and of Lost Armour, WarSpotting and others in the same form) hold what
somebody has seen a picture of, so that a count of their rows is "at least" so many, and says
nothing of what was not pictured. The monitor is one independent source.

Columns, and what becomes of them:

- ``country``: who lost the item: the subject.
- ``system``: the model. Counted by status, as a thing of its own within its class.
- ``class`` (also written ``category`` or ``equipment_type``): the class, such as "Tanks". Not all
  datasets have it; without it everything is "equipment". Which model belongs to which class
  is not guessed: a ledger beside the table may say so in ``[measures]``.
- ``status``: destroyed, damaged, captured, abandoned, sunk, or some of them, which is an
  outcome of its own within "lost".
- ``date_recorded``: when it was recorded: the date said. Counts are cumulative, and a count is
  made for each day on which it grew. Where it is not stated the item counts since the list was
  ``released``, if the mapping file says when: it was recorded by then.
- ``url``: the picture, which attests the counts of its day; ``origin`` (where the model is made)
  is kept in its wording, ``matID`` as its locator.
- Not carried: ``sysID``, ``imageID`` and ``statusID``, which number rows of the maker's own tables.

The table does not say which event it is of. A mapping file beside it may: ``event``, ``since``,
``source`` for lists of other makers, and ``released`` for lists without dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Attestation, Claim
from claimledger.dates import PartialDate
from claimledger.directory import Record
from claimledger.errors import quoted
from claimledger.formats.foreign import Row, Table
from claimledger.formats.found import Found
from claimledger.formats.found import Place as RowPlace
from claimledger.formats.mappings import TableMapping, mapping_of
from claimledger.sources import Document, Party, Source
from claimledger.taxonomy import MeasureEntry, Vocabulary, shipped_vocabulary

SOURCE = "Oryx"
CLASSES = ("class", "category", "equipment_type")
EVERYTHING = "equipment"

Key = tuple[str, str]
"""The subject and the measure of a count, without case."""


@attrs.frozen
class Item:
    """One loss, as it counts for one measure."""

    country: str
    measure: str
    date: PartialDate
    place: RowPlace
    picture: str | None
    wording: str
    locator: str | None


class Oryx(Table):
    """The importer."""

    mapped: ClassVar = {"date_recorded": "released"}
    columns = (
        *("country", "origin", "class", "category", "equipment_type", "system", "status", "url"),
        *("date_recorded", "sysid", "imageid", "statusid", "matid"),
    )
    unmapped = frozenset({"sysid", "imageid", "statusid"})

    def __init__(self, mapping: TableMapping) -> None:
        self.mapping = mapping
        self.source = mapping.source or SOURCE
        dated = () if mapping.released else ("date_recorded",)
        self.required = ("country", "system", "status", *dated)
        self.counts: dict[Key, list[Item]] = defaultdict(list)

    def records(self, row: Row) -> Iterator[Record]:
        """Who and what a row names; it is counted with all others."""
        country, system = row.needed("country"), row.needed("system")
        status = row.needed("status").casefold()
        text = row.text("date_recorded") or self.mapping.released or row.needed("date_recorded")
        date = row.date(text)
        if date is None and not row.faults:
            row.faults.append(("date_recorded", f"cannot read {quoted(text)}: expected a date"))
        if row.faults or date is None:
            return
        yield Source(name=self.source, kind=self.mapping.kind or "monitor", side=self.mapping.side)
        yield from self.mapping.declared()
        yield Party(name=country)
        names = filter(None, map(row.text, CLASSES))
        group = next(names, EVERYTHING)
        yield from _declared(system, group, status)
        picture = row.text("url")
        if picture is not None:
            yield Document(url=picture)
        origin = row.text("origin")
        wording = f"{system}{f', made in {origin}' if origin else ''}, {status}"
        measures = (f"{group} {status}", f"{group} lost", f"{system} {status}")
        for key, measure in {name_key(measure): measure for measure in measures}.items():
            item = Item(country, measure, date, row.place, picture, wording, row.text("matid"))
            self.counts[name_key(country), key].append(item)

    def rest(self) -> Iterator[tuple[Record, RowPlace]]:
        """The count of each country, thing and status on each day on which it grew."""
        for items in self.counts.values():
            # What was recorded some day of a month counts surely by its end.
            items.sort(key=lambda item: (item.date.last, item.date.sort_key()))
            country = min(item.country for item in items)
            measure = min(item.measure for item in items)
            for number, item in enumerate(items, start=1):
                is_last = number == len(items) or str(items[number].date) != str(item.date)
                if not is_last:
                    continue
                claim = Claim(
                    source=self.source,
                    date=item.date,
                    subject=country,
                    measure=measure,
                    value=f"at least {number}",
                    event=self.mapping.event,
                    accrual="cumulative",
                )
                yield claim, item.place
                if not measure.endswith(" lost"):
                    yield from _attested(claim, items[:number], item.date)


def importer(found: Found) -> Oryx | None:
    """The importer of a file; None, with problems, for one with a faulty mapping."""
    mapping = mapping_of(found)
    return None if mapping is None else Oryx(mapping)


def _attested(
    claim: Claim, items: Iterable[Item], date: PartialDate
) -> Iterator[tuple[Record, RowPlace]]:
    """The pictures of one day."""
    for item in items:
        if str(item.date) == str(date):
            attestation = Attestation(
                claim=claim.id, document=item.picture, wording=item.wording, locator=item.locator
            )
            yield attestation, item.place


def _declared(system: str, group: str, status: str) -> Iterator[MeasureEntry]:
    """The words of a row that the vocabulary does not have."""
    words = shipped_vocabulary()
    if group != EVERYTHING and not _is_known(words, group, "lost"):
        yield MeasureEntry(name=group, kind="what", part_of=(EVERYTHING,))
    if not _is_known(words, EVERYTHING, status):
        yield MeasureEntry(name=status, kind="outcome", part_of=("lost",))
    if system != group and not _is_known(words, system, "lost"):
        yield MeasureEntry(name=system, kind="what", part_of=(group,))


def _is_known(words: Vocabulary, what: str, outcome: str) -> bool:
    measure = words.resolve(f"{what} {outcome}")
    return measure.is_known and measure.what is not None

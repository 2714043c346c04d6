"""Wide tables of daily figures: a row a day, a column a measure.

Ministries publish them, and others put them into one table, such as the dataset "2022 Ukraine
Russia War" with ``date``, ``day``, ``aircraft``, ``helicopter``, ``tank``, ``APC``, ``drone``,
``personnel`` and so on, each figure the total since the war began. What a column counts, whose
losses they are, who says so, and of which event, is in a mapping file (see
:mod:`claimledger.formats.mappings`); without one it is that of this dataset, ``mod-daily.toml``.

- The column ``date`` is the date said. Each other column that the mapping names makes a claim.
- ``personnel*``, and any other column that ends in what the mapping names as ``notes``, holds words
  that go before the figure of the column without it: "about", "more" (than). Words that make no
  quantity with the figure are noted beside it, with a warning.
- An empty cell states nothing. What a 0 says is for the mapping to say: that nothing was reported
  ("unknown", which is the default), or none.
- Columns that the mapping names as ``noted`` are noted beside each figure of the row. All other
  columns, those that it names as ``ignored`` among them, are counted as not carried.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from claimledger.answers import parse_answer
from claimledger.claims import Annotation, Attestation, Claim
from claimledger.directory import Record
from claimledger.errors import NotationError, quoted
from claimledger.formats.foreign import Row, Table
from claimledger.formats.found import Found
from claimledger.formats.found import Place as RowPlace
from claimledger.formats.mappings import Column, TableMapping, mapping_of, read_mapping
from claimledger.sources import Document, Party, Source

WORDS = {"more": "more than", "less": "fewer than", "over": "over", "approximately": "about"}
"""Notes that need another word before a figure."""


class Daily(Table):
    """The importer of a table that a mapping explains."""

    unmapped: frozenset[str]
    figures: dict[str, Column]

    def __init__(self, mapping: TableMapping) -> None:
        self.mapping = mapping
        self.figures = {name.casefold(): column for name, column in mapping.columns.items()}
        self.noted = [name.casefold() for name in mapping.noted]
        date = mapping.date.casefold()
        qualifiers = [f"{name}{mapping.notes.casefold()}" for name in self.figures]
        ignored = [name.casefold() for name in mapping.ignored]
        self.columns = tuple(
            dict.fromkeys([date, *self.figures, *qualifiers, *self.noted, *ignored])
        )
        self.required = (date,)
        self.unmapped = frozenset(ignored)

    def records(self, row: Row) -> Iterator[Record]:
        """Who speaks, of what, and a claim for each figure of the row."""
        date = row.needed(self.required[0])
        said = row.date(date)
        if said is None and not row.faults:
            row.faults.append((self.required[0], f"cannot read {quoted(date)}: expected a date"))
        if said is None:
            return
        mapping = self.mapping
        source = Source(name=mapping.source or "?", kind=mapping.kind, side=mapping.side)
        yield source
        yield from mapping.declared()
        document = None
        if mapping.outlet is not None or mapping.url is not None:
            document = Document(outlet=mapping.outlet, url=mapping.url)
            yield document
        if mapping.side is not None:
            yield Party(name=mapping.side)
        texts = [f"{name}: {text}" for name in self.noted if (text := row.text(name))]
        for name, column in self.figures.items():
            value, notes = self.figure(row, name, column)
            if value is None:
                continue
            subject = column.subject or mapping.subject
            if subject is not None:
                yield Party(name=subject)
            claim = Claim(
                source=source.name,
                date=said,
                event=mapping.event,
                subject=subject,
                measure=column.measure,
                value=value,
                accrual=column.accrual or mapping.accrual,
            )
            yield claim
            if notes or texts:
                yield Annotation(claim=claim.id, note="; ".join([*notes, *texts]))
            if document is not None:
                yield Attestation(claim=claim.id, document=document.key)

    def figure(self, row: Row, name: str, column: Column) -> tuple[str | None, list[str]]:
        """The value of a cell in the notation, and what is noted of it."""
        text = row.text(name)
        if text is None:
            return None, []
        unit = "" if column.unit is None else f" {column.unit}"
        plain = text.removesuffix(".0")
        if plain == "0":
            if self.mapping.zero == "none":
                return f"0{unit}", []
            return "unknown", [f"nothing reported, written as {text}"]
        word = row.text(f"{name}{self.mapping.notes.casefold()}")
        if word is not None:
            hedged = f"{WORDS.get(word.casefold(), word)} {plain}{unit}"
            if _is_quantity(hedged):
                return hedged, []
            message = f"{quoted(word)} makes no quantity with {quoted(text)}"
            row.warnings.append((f"{name}{self.mapping.notes}", message))
        if not _is_quantity(f"{plain}{unit}"):
            row.faults.append((name, f"cannot read {quoted(text)}: expected a figure"))
            return None, []
        return f"{plain}{unit}", [] if word is None else [word]


def _is_quantity(text: str) -> bool:
    try:
        parse_answer("measure", text)
    except NotationError:
        return False
    return True


def importer(found: Found) -> Daily | None:
    """The importer of a file by its mapping, or by that of the dataset.

    Returns:
        None, with problems, for a mapping at fault.
    """
    mapping = mapping_of(found)
    if mapping == TableMapping():
        shipped = files("claimledger.formats") / "mod-daily.toml"
        mapping = read_mapping(shipped.read_text(encoding="utf-8"))
    if mapping is None:
        return None
    where = RowPlace(found.mapping or str(Path(found.path).with_suffix(".map.toml")), 1)
    for key in ("source", "columns"):
        if not getattr(mapping, key):
            found.add(where, key, f"{key} is missing: a wide table does not say it")
    return Daily(mapping) if mapping.source and mapping.columns else None

"""FollowTheMoney: statements as CSV, a value that a dataset gives for a property of an entity.

OpenSanctions, Aleph and others keep data on people, companies and what links them so. A
dataset may give several values for one property, and two datasets may give different ones
without denying each other's. So each statement is a proposition, answered with yes, of which
the dataset is the source: "NK-1: country is ru".

Columns, and what becomes of them:

- ``canonical_id``: the entity after datasets were matched; without it ``entity_id``, which is the
  dataset's own, and with ``id``, that of the statement, the locator.
- ``prop``, ``value``: the proposition. Statements of the property ``id``, which only number an
  entity, are counted as not carried.
- ``dataset``: the source. ``origin``: what it came through.
- ``original_value``: the quote, where the value was cleaned.
- ``first_seen``, else ``last_seen``: the date said; a statement with neither has no date to be
  said on, and is counted as not carried. ``last_seen``, ``lang``, ``schema``, and that a
  statement is ``external``, from a dataset that was only matched: noted.
- Not carried: ``prop_type``, which follows from the property.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimledger.claims import Annotation, Attestation, Claim
from claimledger.directory import Record
from claimledger.errors import quoted
from claimledger.formats.foreign import Row, Table
from claimledger.formats.found import Found
from claimledger.sources import Source

FLAGS = {
    **dict.fromkeys(("t", "true", "True", "TRUE", "1"), "t"),
    **dict.fromkeys(("f", "false", "False", "FALSE", "0"), "f"),
}


class Statements(Table):
    """The importer."""

    columns = (
        *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset"),
        *("origin", "lang", "original_value", "external", "first_seen", "last_seen", "id"),
    )
    required = ("entity_id", "prop", "value", "dataset")
    unmapped = frozenset({"prop_type"})

    def records(self, row: Row) -> Iterator[Record]:
        """The claim of a statement, with its dataset."""
        entity = row.text("canonical_id") or row.needed("entity_id")
        prop, value, dataset = row.needed("prop"), row.needed("value"), row.needed("dataset")
        external = row.code("external", FLAGS)
        said = _date(row, "first_seen") or _date(row, "last_seen")
        if prop == "id":
            row.lost.append("prop id")
            return
        if said is None:
            row.lost.append("statements without first_seen and last_seen")
            return
        yield Source(name=dataset)
        claim = Claim(
            source=dataset,
            date=said,
            proposition=f"{entity}: {prop} is {value}",
            value="yes",
        )
        yield claim
        notes = [
            f"{column.replace('_', ' ')}: {text}"
            for column in ("schema", "lang", "last_seen")
            if (text := row.text(column)) is not None
        ]
        if external == "t":
            notes.append("external: from a dataset that was only matched")
        if notes:
            yield Annotation(claim=claim.id, note="; ".join(notes))
        locators = (row.text("entity_id"), row.text("id"))
        yield Attestation(
            claim=claim.id,
            locator=" ".join(part for part in locators if part is not None),
            quote=row.text("original_value"),
            via=row.text("origin"),
        )


def importer(_found: Found) -> Statements:
    """The importer of a file."""
    return Statements()


def _date(row: Row, column: str) -> str | None:
    """The day of a moment; None where the cell states nothing."""
    text = row.text(column)
    if text is None:
        return None
    date = row.date(text.partition("T")[0].partition(" ")[0])
    if date is None:
        row.faults.append((column, f"cannot read {quoted(text)}: expected a date"))
    return None if date is None else str(date)

"""References of Wikidata: where a statement was read, and who says so there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import attrs

from claimledger.dates import PartialDate
from claimledger.formats.snaks import Part
from claimledger.formats.wikibase import Names
from claimledger.sources import Document


@attrs.frozen
class Reading:
    """A reference: where it was read, and who says so there.

    Attributes:
        document: What it refers to.
        speaker: Who says so, or None.
        speakers: The items of the speaker and of who controls it, by their names.
        publisher: Who controls the speaker.
        published: The date of publication.
        retrieved: The day on which it was retrieved.
        imported: The project that the statement was imported from.
        quote: The words quoted.
        locator: All that it says which no field holds whole: a title has its language.
    """

    document: Document | None
    speaker: str | None
    items: Mapping[str, str]
    publisher: str | None
    published: PartialDate | None
    retrieved: PartialDate | None
    imported: str | None
    quote: str | None
    locator: str | None

    @classmethod
    def of(cls, parts: Sequence[Part], names: Names) -> Reading:
        """What a reference says."""
        taken: dict[str, Any] = {}
        items: dict[str, str] = {}
        rest: list[str] = []
        for snak, spelling in parts:
            number, item = snak.number, snak.item
            value: Any = snak.text or snak.date
            if item is not None:
                value = names.of(item)
                items.setdefault(value, item)
            is_first = number not in taken and value is not None
            if is_first:
                taken[number] = value
            if not (is_first and number in _HELD):
                rest.append(names.part(number, spelling))
        published, url = taken.get("P577"), taken.get("P854")
        work, publisher = taken.get("P248"), taken.get("P123") or taken.get("P1433")
        outlet = work or publisher
        document = None
        if outlet or url or taken.get("P1476"):
            document = Document(outlet=outlet, title=taken.get("P1476"), url=url, date=published)
        elif published is not None:
            rest.append(names.part("P577", str(published)))
        return cls(
            document=document,
            speaker=outlet or _host(url),
            items=items,
            publisher=publisher if work and publisher != work else None,
            published=published,
            retrieved=taken.get("P813"),
            imported=taken.get("P143"),
            quote=taken.get("P1683"),
            locator="; ".join(rest) or None,
        )


_HELD = frozenset({"P854", "P248", "P577", "P143"})
"""The pieces of a reference that fields hold whole, the first of each."""


def _host(url: str | None) -> str | None:
    """The site of an address; None for what is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return None if host is None else host.removeprefix("www.") or None

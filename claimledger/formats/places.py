"""Where the records of a ledger stand in its files."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from claimledger.claims import Claim
from claimledger.declarations import Named
from claimledger.directory import Record
from claimledger.formats.found import Found, Place


def _key(record: Record) -> Hashable:
    """What a record is found by, too: spellings of a claim, declarations of a name, are one."""
    if isinstance(record, Claim):
        return record.id
    return (type(record), record.key) if isinstance(record, Named) else record


@attrs.frozen(eq=False)
class Places:
    """The first place of each record, in the order of the files.

    Attributes:
        files: The files, whose records are those of the ledger.
    """

    files: Sequence[Found]

    @cached_property
    def _places(self) -> Mapping[Hashable, tuple[int, Place]]:
        places: dict[Hashable, tuple[int, Place]] = {}
        for found in self.files:
            for record, place in found.records:
                key = _key(record)
                # A declaration also stands for itself, as others of its name may say more.
                for one in (record, key) if isinstance(record, Named) else (key,):
                    if one not in places:
                        places[one] = (len(places), found.place(place))
        return places

    def of_record(self, record: Record) -> Place | None:
        """Where a record stands first, or None where it comes from no file.

        A declaration that stands nowhere as it is, is found by its name.
        """
        found = self._places.get(record) or self._places.get(_key(record))
        return None if found is None else found[1]

    def of_claims(self, ids: Iterable[str]) -> Place:
        """The first of the places of some claims of the files."""
        return min((self._places[claim] for claim in ids), key=lambda found: found[0])[1]

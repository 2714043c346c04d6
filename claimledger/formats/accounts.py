"""What a target carries of a ledger, and what it does not: nothing is left out in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator

import attrs

from claimledger.claims import KINDS, Claim, Event, answer_text
from claimledger.formats.losses import PLURALS
from claimledger.ledger import Ledger, Named, Record
from claimledger.sources import Document, Party, Place, Source

SAID = ("subject", *KINDS, "value", "place", "window", "accrual", "stance", "same_quantity_as")
"""The fields of a claim that :func:`claim_line` shows."""

LINKS = frozenset({"claim"})
"""Fields that say what a record hangs on, and are carried with it."""


@attrs.frozen
class Exported:
    """A ledger as another program wants it.

    Attributes:
        text: The file; empty where it is no text.
        lost: What it does not carry, and how often, such as ``("note of annotations", 3)``.
        claims: The ids of the claims that it carries.
        raw: The file, where it is no text.
    """

    text: str
    lost: tuple[tuple[str, int], ...]
    claims: frozenset[str]
    raw: bytes | None = None

    @property
    def content(self) -> str | bytes:
        """The file."""
        return self.text if self.raw is None else self.raw


@attrs.define
class Account:
    """The account of one export: each stated field is carried, or else counted as lost.

    Attributes:
        ledger: The ledger that is exported.
    """

    ledger: Ledger
    _carried: dict[Hashable, set[str]] = attrs.field(factory=lambda: defaultdict(set), init=False)

    def carry(self, record: Record, *fields: str) -> None:
        """Note that fields of a record are in the file.

        Of a party, a source, an event, a place or a document it is the shown one that is
        carried, and of several spellings of a claim the least.
        """
        self._carried[_key(record)].update(fields)

    def exported(self, text: str) -> Exported:
        """The file with what it does not carry: of a record of which nothing is, the whole."""
        claims = frozenset(c.id for c in self.ledger.claims if self._carried.get(_key(c)))
        counts = Counter(what for record in self.ledger.records for what in self._lost(record))
        return Exported(text, tuple(sorted(counts.items())), claims)

    def _lost(self, record: Record) -> Iterator[str]:
        twin = self._shown(record)
        if isinstance(record, Claim) and record != twin:
            yield "spellings of claims"
            return
        plural, carried = PLURALS[type(record)], self._carried.get(_key(record))
        if not carried:
            yield plural
            return
        for field in attrs.fields(type(record)):
            value = getattr(record, field.name)
            if value in (field.default, None, frozenset(), ()) or field.name in LINKS:
                continue
            if field.name not in carried or not _holds(getattr(twin, field.name), value):
                yield f"{field.name} of {plural}"

    def _shown(self, record: Record) -> Record:
        """What stands for a record when the ledger is shown."""
        if isinstance(record, Claim):
            return self.ledger.claim_or_none(record.id) or record
        if isinstance(record, Named):
            ledger = self.ledger
            shown = (ledger.parties, ledger.sources, ledger.events, ledger.places, ledger.documents)
            kinds = (Party, Source, Event, Place, Document)
            return shown[kinds.index(type(record))][record.key]
        return record


def claim_line(claim: Claim) -> str:
    """What a claim says, on one line that leaves nothing open but who says it, and of what event.

    >>> print(
    ...     claim_line(Claim(source="A", date="2031", subject="B", measure="tanks lost", value="5"))
    ... )
    tanks lost (subject: B): 5
    """
    fields = {"subject": claim.subject, "place": claim.place, "time": claim.window}
    fields["accrual"] = claim.accrual
    stated = "; ".join(f"{name}: {value}" for name, value in fields.items() if value is not None)
    other = claim.same_quantity_as
    same = "" if other is None else f", which is {answer_text(other)}"
    return f"{claim.about}{f' ({stated})' if stated else ''}: {claim.said}{same}"


def _key(record: Record) -> Hashable:
    if isinstance(record, Claim):
        return record.id
    return (type(record), record.key) if isinstance(record, Named) else record


def _holds(shown: object, value: object) -> bool:
    if isinstance(shown, frozenset) and isinstance(value, frozenset):
        return value <= shown
    return shown == value

"""Statements for Wikidata, in the first version of the QuickStatements syntax.

Carried are figures of a whole event and all parties that Wikidata has a property for, where
the event has the number of an item as its handle or its name, and where the source has one too
or the claim an address to refer to. All are of normal rank: who supports and who disputes a
figure are qualifiers. A range has no one figure, and "more than" none at all, so that Wikidata
could hold them only as figures that nobody named: they are left out.

Reference: Help:QuickStatements; the parsers of quickstatements3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from claimledger.canonical import name_key
from claimledger.claims import Accrual, Claim, Stance
from claimledger.dates import PartialDate
from claimledger.findings import Finding
from claimledger.formats.accounts import Account, Exported
from claimledger.intervals import to_decimal
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.quantities import Hedge, Quantity
from claimledger.reviews import reviews
from claimledger.sources import ANY

PROPERTIES: Mapping[str, str] = {
    "people killed": "P1120",
    "people wounded": "P1339",
    "people missing": "P1446",
    "casualties": "P1590",
}
"""Number of deaths, of injured, of missing, of casualties."""

POINT_IN_TIME, CIRCUMSTANCES, CIRCA = "P585", "P1480", "Q5727902"
SUPPORTED_BY, DISPUTED_BY = "P3680", "P1310"
REFERENCE_URL, PUBLISHED = "S854", "S577"

ONE_FIGURE = (Hedge.BARE, Hedge.EXACTLY, Hedge.ABOUT, Hedge.NONE)
WHOLE = (None, Accrual.EVENT, Accrual.CUMULATIVE)
PRECISIONS: Mapping[str, int] = {"century": 7, "decade": 8, "year": 9, "month": 10}

_ITEM = re.compile(r"Q[1-9][0-9]*")


def as_quickstatements(ledger: Ledger) -> Exported:
    """All figures that Wikidata has a place for, a line each."""
    writer = _Writer(ledger)
    lines = [line for finding in judge(ledger) for line in writer.lines(finding)]
    return writer.account.exported("".join(f"{line}\n" for line in sorted(lines)))


class _Writer:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.account = Account(ledger)

    def lines(self, finding: Finding) -> Iterator[str]:
        """The statements on one question."""
        number = PROPERTIES.get(finding.question.measure or "")
        if number is None or finding.question.subject not in {None, ANY}:
            return
        disputed: dict[str, list[Claim]] = defaultdict(list)
        for claim, denial in reviews(finding):
            disputed[claim.id].append(denial)
        for voice in finding.standing:
            line = self._line(number, voice.claim, disputed[voice.id])
            if line is not None:
                yield line

    def _line(self, number: str, claim: Claim, denials: list[Claim]) -> str | None:
        event, amount = self._item("event", claim.event), _amount(claim)
        is_whole = claim.place is None and claim.window is None and claim.accrual in WHOLE
        if event is None or amount is None or not is_whole:
            return None
        source = self._item("source", claim.source)
        references = list(self._references(claim))
        if source is None and not references:
            return None
        parts = [event, number, amount, *self._qualifiers(claim, source, denials)]
        parts += [part for reference in references for part in reference]
        self.account.carry(claim, "event", "subject", "measure", "value", "accrual", "stance")
        self._carry_names(claim, source)
        return "\t".join(parts)

    def _qualifiers(self, claim: Claim, source: str | None, denials: list[Claim]) -> Iterator[str]:
        time = _time(claim.date)
        if time is not None:
            self.account.carry(claim, "date")
            yield from (POINT_IN_TIME, time)
        if isinstance(claim.value, Quantity) and claim.value.hedge is Hedge.ABOUT:
            yield from (CIRCUMSTANCES, CIRCA)
        if source is not None:
            self.account.carry(claim, "source")
            yield from (SUPPORTED_BY, source)
        for item in sorted(
            {self._item("source", denial.source) or "" for denial in denials} - {""}
        ):
            yield from (DISPUTED_BY, item)

    def _references(self, claim: Claim) -> Iterator[tuple[str, ...]]:
        """A reference for each address at which the claim was read."""
        mark, used = "", frozenset[str]()
        for attestation in self._ledger.attestations.get(claim.id, ()):
            document = self._ledger.documents.get(attestation.document or "")
            url = attestation.document if document is None else document.url
            if url is None or not url.startswith(("https://", "http://")):
                continue
            self.account.carry(attestation, "document")
            time = None if document is None or document.date is None else _time(document.date)
            if document is not None:
                self.account.carry(document, "url", *(("date",) if time is not None else ()))
            if url not in used:
                reference = (f"{mark}{REFERENCE_URL}", f'"{_address(url)}"')
                yield reference if time is None else (*reference, PUBLISHED, time)
            mark, used = "!", used | {url}

    def _carry_names(self, claim: Claim, source: str | None) -> None:
        """Items stand for what they are the handle or the name of."""
        event = self._ledger.events.get(name_key(claim.event or ""))
        record = self._ledger.sources.get(name_key(claim.source))
        if event is not None:
            self.account.carry(event, "name", "handle")
        if record is not None and source is not None:
            self.account.carry(record, "name", "handle")

    def _item(self, kind: str, name: str | None) -> str | None:
        """The number of the item of an event or a source."""
        key = name_key(name or "")
        ledger = self._ledger
        record = ledger.events.get(key) if kind == "event" else ledger.sources.get(key)
        handle = None if record is None else record.handle
        for text in (handle or "", name or ""):
            if _ITEM.fullmatch(text):
                return text
        return None


def _amount(claim: Claim) -> str | None:
    """The one figure that a claim names."""
    value = claim.value
    if not isinstance(value, Quantity) or value.unit is not None:
        return None
    if claim.stance is not Stance.ASSERTS or value.hedge not in ONE_FIGURE:
        return None
    return f"{to_decimal(value.nominal or 0):f}"


def _time(date: PartialDate) -> str | None:
    """A date of Wikidata, as precise as it is; None for what it cannot hold."""
    if date.is_qualified or date.precision == "season":
        return None
    precision = PRECISIONS.get(date.precision, 11)
    year, month, day = date.first.isoformat().split("-")
    month = month if precision > 9 else "00"
    day = day if precision > 10 else "00"
    return f"+{year}-{month}-{day}T00:00:00Z/{precision}"


def _address(url: str) -> str:
    """An address that ends no column and begins no comment."""
    return re.sub(r'["|*\s]', lambda mark: f"%{ord(mark[0]):02X}", url)

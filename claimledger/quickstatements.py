"""Statements for Wikidata, in the first version of the QuickStatements syntax.

Carried are figures of a whole event and all parties that Wikidata has a property for, where
the event has the number of an item as its handle or its name, and where the source has one too
or the claim an address to refer to. Who supports and who disputes a figure are qualifiers. A
range has no one figure, and "more than" none at all, so that Wikidata could hold them only as
figures that nobody named: they are left out.

What came from Wikidata goes back as it came: its figures with bounds, other statements by the
propositions that they are, qualifiers from notes, and pieces of references from locators. What it
deprecates stays so. All else is of normal rank.

Reference: Help:QuickStatements; the parsers of quickstatements3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from claimledger.canonical import name_key
from claimledger.claims import Accrual, Attestation, Claim, Event
from claimledger.findings import Finding
from claimledger.formats.accounts import Account, Exported
from claimledger.formats.wikibase import ENTITY_ID, as_statement, number_of, parts, time_of
from claimledger.formats.wikidata_statements import WIKIDATA, WIKIDATA_ITEM
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.reviews import reviews
from claimledger.sources import ANY, Place, Source
from claimledger.statements import Pair, Statement

SUPPORTED_BY, DISPUTED_BY, LOCATION = "P3680", "P1310", "P276"
POINT_IN_TIME, REFERENCE_URL, PUBLISHED = "P585", "P854", "P577"
STATED_IN, IMPORTED_FROM, TITLE, QUOTATION = "P248", "P143", "P1476", "P1683"
PUBLISHERS = frozenset({"P123", "P1433"})

WHOLE = (None, Accrual.EVENT, Accrual.CUMULATIVE)


def as_quickstatements(ledger: Ledger) -> Exported:
    """All statements that Wikidata has a place for, a line each."""
    writer = _Writer(ledger)
    lines = [line for finding in judge(ledger) for line in writer.lines(finding)]
    return writer.account.exported("".join(f"{line}\n" for line in sorted(lines)))


class _Writer:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.account = Account(ledger)

    def lines(self, finding: Finding) -> Iterator[str]:
        """The statements on one question; of what is replaced those that Wikidata has."""
        if finding.question.subject not in {None, ANY}:
            return
        standing = {voice.id for voice in finding.standing}
        made = [
            statement
            for voice in finding.voices
            if not voice.withdrawn
            and (statement := Statement.of(voice.claim, finding.question.measure, self._ledger))
            is not None
            and (statement.pages or voice.id in standing)
        ]
        denials = [statement.claim for statement in made if statement.is_denial]
        disputed = _disputed(finding, made, denials)
        for statement in made:
            if not statement.is_denial:
                line = self._line(statement, disputed[statement.claim.id])
                if line is not None:
                    yield line

    def _line(self, statement: Statement, denials: Iterable[Claim]) -> str | None:
        claim = statement.claim
        event, value = self._item("event", claim.event), statement.value()
        place, window = self._item("place", claim.place), statement.window()
        accruals = WHOLE if claim.window is None else (*WHOLE, Accrual.PERIOD)
        if not statement.is_count:
            accruals = (*accruals, Accrual.STOCK)
        limits = [(number, as_statement(spelling)) for number, spelling in statement.limits]
        is_whole = claim.accrual in accruals and (claim.place is None) == (place is None)
        if event is None or value is None or window is None or not is_whole:
            return None
        source = self._item("source", claim.source)
        references = list(self._references(statement))
        if not (source or references) or any(spelling is None for _, spelling in limits):
            return None
        said = statement.said()
        qualifiers = [(number, spelling or "") for number, spelling in limits]
        qualifiers += window
        qualifiers += [] if said is None else [(POINT_IN_TIME, said)]
        qualifiers += [] if place is None else [(LOCATION, place)]
        qualifiers += statement.hedges()
        qualifiers += self._people(source, references, denials)
        qualifiers += self._noted(statement)
        self._carry(statement, source, is_dated=said is not None)
        columns = [event, statement.number, value, *(["R-"] if statement.is_deprecated else [])]
        columns += [text for pair in dict.fromkeys(qualifiers) for text in pair]
        for number, reference in enumerate(references):
            mark = "!" if number else ""
            for first, (prop, spelling) in enumerate(reference):
                columns += [f"{'' if first else mark}S{prop[1:]}", spelling]
        return "\t".join(columns)

    def _people(
        self, source: str | None, references: Iterable[Iterable[Pair]], denials: Iterable[Claim]
    ) -> Iterator[Pair]:
        """Who supports it, where no reference says so, and who disputes it."""
        named = {spelling for reference in references for _, spelling in reference}
        if source not in {None, WIKIDATA_ITEM, *named}:
            yield SUPPORTED_BY, source or ""
        found = {(self._item("source", denial.source), denial) for denial in denials}
        for item, denial in sorted(found, key=lambda pair: (pair[0] or "", pair[1].id)):
            if item is not None:
                self._carry_claim(denial)
                self.account.carry(denial, "source", "date")
                yield DISPUTED_BY, item

    def _noted(self, statement: Statement) -> Iterator[Pair]:
        """The qualifiers that are noted."""
        for note, (number, text) in statement.noted:
            spelling = as_statement(text)
            if spelling is not None:
                self.account.carry(note, "note")
                yield number, spelling

    def _references(self, statement: Statement) -> Iterator[tuple[Pair, ...]]:
        """A reference for each place where it was read, each once."""
        seen: set[tuple[Pair, ...]] = set()
        for attestation in statement.read:
            reference = tuple(self._reference(attestation, is_own=bool(statement.pages)))
            if reference and reference not in seen:
                seen.add(reference)
                yield reference

    def _reference(self, attestation: Attestation, *, is_own: bool) -> Iterator[Pair]:
        """The pieces of a reference.

        Args:
            attestation: Where it was read.
            is_own: True for what came from Wikidata.
        """
        told = list(parts(attestation.locator or ""))
        spelt = [(number, spelling) for number, text in told if (spelling := as_statement(text))]
        yield from self._document(attestation, spelt)
        project = number_of(attestation.derived_from) or number_of(attestation.via)
        if is_own and project is not None:
            self.account.carry(attestation, "derived_from", "via")
            yield IMPORTED_FROM, project
        if is_own and attestation.via == WIKIDATA:
            self.account.carry(attestation, "via")
        if spelt:
            is_whole = len(spelt) == len(told)
            self.account.carry(attestation, *(("locator",) if is_whole else ()))
            if any(number == QUOTATION for number, _ in spelt):
                self.account.carry(attestation, "quote")
        yield from spelt

    def _document(self, attestation: Attestation, spelt: list[Pair]) -> Iterator[Pair]:
        """What a reference says of its document, beside what the locator says."""
        document = self._ledger.documents.get(attestation.document or "")
        url = attestation.document if document is None else document.url
        outlet = number_of(None if document is None else document.outlet)
        if url is None or not url.startswith(("https://", "http://")):
            url = None
        if url is None and outlet is None:
            return
        self.account.carry(attestation, "document")
        if url is not None:
            yield REFERENCE_URL, f'"{_address(url)}"'
        if outlet is not None and outlet not in {text for p, text in spelt if p in PUBLISHERS}:
            yield STATED_IN, outlet
        if document is None:
            return
        self.account.carry(document, "url", *(() if outlet is None else ("outlet",)))
        if any(number == TITLE for number, _ in spelt):
            self.account.carry(document, "title")
        time = None if document.date is None else time_of(document.date)
        if time is not None:
            self.account.carry(document, "date")
            yield PUBLISHED, time

    def _carry(self, statement: Statement, source: str | None, *, is_dated: bool) -> None:
        """Note what of a claim is in its line; items stand for what they are the handle of."""
        claim = statement.claim
        self._carry_claim(claim)
        if is_dated:
            self.account.carry(claim, "date")
        if source is not None:
            self.account.carry(claim, "source")
        for page in statement.pages:
            self.account.carry(page, "document", "locator", "wording", "derived_from")
            document = self._ledger.documents.get(page.document or "")
            if document is not None:
                self.account.carry(document, "url", "outlet", "title")
        names = {"event": claim.event, "source": source and claim.source, "place": claim.place}
        for kind, name in names.items():
            record = self._declared(kind, name)
            if record is not None:
                self.account.carry(record, "name", "handle")

    def _carry_claim(self, claim: Claim) -> None:
        fields = ("event", "subject", "measure", "proposition", "value", "place", "window")
        self.account.carry(claim, *fields, "accrual", "stance")

    def _item(self, kind: str, name: str | None) -> str | None:
        """The number of the item of an event, a source or a place."""
        if name is None:
            return None
        record = self._declared(kind, name)
        handle = None if record is None else record.handle
        return handle if ENTITY_ID.fullmatch(handle or "") else number_of(name)

    def _declared(self, kind: str, name: str | None) -> Event | Source | Place | None:
        ledger, key = self._ledger, name_key(name or "")
        if kind == "event":
            return ledger.events.get(key)
        return ledger.sources.get(key) if kind == "source" else ledger.places.get(key)


def _disputed(
    finding: Finding, made: Iterable[Statement], denials: Iterable[Claim]
) -> dict[str, list[Claim]]:
    """Who denies each claim: what contradicts it, and a denial of the very same answer."""
    ids = {denial.id for denial in denials}
    found: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim, denial in reviews(finding):
        if denial.id in ids:
            found[claim.id][denial.id] = denial
    for statement in made:
        claim = statement.claim
        for denial in denials if not statement.is_denial else ():
            if denial.value == claim.value and denial.date == claim.date:
                found[claim.id][denial.id] = denial
    return defaultdict(list, {key: list(several.values()) for key, several in found.items()})


def _address(url: str) -> str:
    """An address that ends no column and begins no comment."""
    return re.sub(r'["|*\s]', lambda mark: f"%{ord(mark[0]):02X}", url)

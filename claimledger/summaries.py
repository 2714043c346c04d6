"""Parts of a ledger summarised apart, merged in any order, and judged as one ledger.

A summary stands for the claims of a part: those that can still matter (see
:mod:`claimledger.remnants`), those of one source, question and kind in one line, and of the
others a short id each, so that claims which several parts hold are counted once. Summaries merge
as ledgers do: the order, the tree and repetition make no difference.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from claimledger.answers import answer_text
from claimledger.canonical import name_key
from claimledger.claims import Attestation, Claim, Event, Implication, Partition, Retraction
from claimledger.dates import PartialDate, parse_date
from claimledger.errors import InvalidRecordError
from claimledger.findings import Finding
from claimledger.grouping import Key, Scene, group
from claimledger.judging import finding_of, ranked
from claimledger.ledger import Ledger
from claimledger.progress import Track, untracked
from claimledger.quantities import Quantity, Reading
from claimledger.remnants import Sieve
from claimledger.sources import Party, Place, Source
from claimledger.taxonomy import MeasureEntry
from claimledger.voices import Bench

SHORT = 16
"""So many bytes of the id tell claims apart: of 10^12 claims, two share them once in 10^14."""

_TOLD = (Party, Source, Event, Place, MeasureEntry, Implication, Partition, Retraction)
_Passed = tuple[Key, str | None]
"""What claims share of which only the ids are kept: the key of their question, and their unit."""


def shared_records(ledger: Ledger) -> Ledger:
    """What all parts of a ledger have to be told, so that each can be summarised alone.

    That is all it declares of parties, sources, events, places and measures, implications,
    partitions, all retractions, and of attestations which claims share a statement or are taken
    from others. No claims, documents, quotes or notes.

    >>> shared_records(
    ...     Ledger().add(
    ...         Party(name="East"),
    ...         Claim(
    ...             source="Ministry",
    ...             date="2020-09-28",
    ...             measure="people wounded",
    ...             value="about 200",
    ...         ),
    ...     )
    ... )
    Ledger([Party(name='East')])
    """
    told: list[Any] = [record for record in ledger.records if isinstance(record, _TOLD)]
    for claim in ledger.entangled:
        told += (
            Attestation(claim=claim, statement=one.statement, derived_from=one.derived_from)
            for one in ledger.attestations[claim]
            if one.statement is not None or one.derived_from is not None
        )
    return Ledger(frozenset(told))


@attrs.frozen
class Terms:
    """What summaries have in common that can be merged.

    Attributes:
        shared: What all parts were told.
        as_of: Only what was said by the end of this date is in them; None for everything.
    """

    shared: Ledger
    as_of: PartialDate | None = None

    @cached_property
    def sieve(self) -> Sieve:
        """Tells which claims can still matter."""
        return Sieve(Scene.of(self.shared))


@attrs.frozen
class Line:
    """Claims of a part that differ in their date and answer alone.

    Attributes:
        claim: The first of them, by date and id.
        others: The date and the answer of each of the others, as text, sorted; an answer
            that is not given is the empty text.
    """

    claim: Claim
    others: tuple[tuple[str, str], ...] = ()

    def claims(self) -> Iterator[Claim]:
        """All of them."""
        yield self.claim
        for date, said in self.others:
            yield attrs.evolve(self.claim, date=date, value=said)


@attrs.frozen
class Passed:
    """Claims on one question that cannot matter any more, and are counted only.

    Attributes:
        key: What claims on the question share, as name keys.
        ids: The first 16 bytes of their ids, sorted, one after the other, in base 64.
        unit: The unit of their figures; None for counts and for what is no figure.
    """

    key: tuple[str, ...]
    ids: str
    unit: str | None = None

    def short_ids(self) -> set[bytes]:
        """The first bytes of the ids."""
        joined = b64decode(self.ids)
        return {joined[place : place + SHORT] for place in range(0, len(joined), SHORT)}

    def __len__(self) -> int:
        return len(self.ids) * 3 // (4 * SHORT)


@attrs.frozen
class Summary:
    """What a part of a ledger comes to. Made by :func:`summarise`.

    Its length is the number of claims that it stands for. Equal summaries stand for parts that
    nothing told apart any more, whatever comes to them.

    Attributes:
        terms: What it was made by.
        lines: The claims that can still matter.
        passed: The claims that cannot.
    """

    terms: Terms
    lines: tuple[Line, ...] = ()
    passed: tuple[Passed, ...] = ()

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that can still matter, each id once, by date and id."""
        return Ledger([claim for line in self.lines for claim in line.claims()]).claims

    def __len__(self) -> int:
        return len(self.claims) + sum(map(len, self.passed))

    def merge(self, *others: Summary) -> Summary:
        """The summary of all parts: commutative, associative and idempotent.

        Raises:
            InvalidRecordError: if they were not told the same, or not of the same date.

        Complexity: O(n log n) in the claims and ids that they hold.
        """
        for other in others:
            if self.terms is not other.terms and self.terms != other.terms:
                raise InvalidRecordError(
                    "summaries of parts that were not told the same: make them all with the same"
                    " 'shared' and 'as_of'"
                )
        several = (self, *others)
        passed: dict[_Passed, list[Passed]] = defaultdict(list)
        for summary in several:
            for one in summary.passed:
                passed[one.key, one.unit].append(one)
        claims = Ledger([claim for summary in several for claim in summary.claims]).claims
        return _summary(self.terms, claims, passed)

    def __or__(self, other: Summary) -> Summary:
        if not isinstance(other, Summary):
            return NotImplemented
        return self.merge(other)


@attrs.frozen
class Tally:
    """What all parts together say on a question.

    Attributes:
        finding: What is found on it, as :func:`judge` finds it, but that of its claims only
            those are listed that can matter, and of several that say the same any.
        claims: How many claims there are.
        sources: How many sources they have.
    """

    finding: Finding
    claims: int
    sources: int


def summarise(
    part: Ledger,
    shared: Ledger | None = None,
    *,
    as_of: PartialDate | dt.date | str | None = None,
) -> Summary:
    """What a part of a ledger comes to, whatever claims the other parts hold.

    For parts of any split of the claims, in any number, overlapping or not, judging the merged
    summaries is judging the whole.

    Args:
        part: The claims of the part, and possibly some of what all parts are told.
        shared: What all parts are told, as :func:`shared_records` finds it; claims in it are
            not looked at. None for what the part itself tells.
        as_of: Only what was said by the end of this date; None for everything.

    Raises:
        InvalidRecordError: if the part tells what the other parts are not told, or if parties,
            places or events are part of each other in a circle.

    Complexity: O(n log n) in the number of claims.
    """
    own = shared_records(part)
    told = own if shared is None else shared_records(shared)
    untold = own.records - told.records
    if untold:
        first = min(map(repr, untold))
        raise InvalidRecordError(
            f"only a part knows of {first}: expected it in 'shared', which all parts are told"
        )
    if as_of is None:
        return _summary(Terms(told), part.claims, {})
    last = parse_date(as_of)
    return _summary(Terms(told.as_of(last), last), part.as_of(last).claims, {})


def judge_summary(
    summary: Summary, *, reading: str | Reading = "standard", track: Track = untracked
) -> tuple[Tally, ...]:
    """What the claims behind a summary say on each of their questions, worst first.

    Equal to :func:`judge` on the ledger of all parts in questions, verdicts, flags, ranges, gaps,
    ratios, origins, and what each side says; implied contradictions are sought among all parts.

    Args:
        summary: The merged summary of all parts.
        reading: The reading policy: ``"standard"``, ``"wide"`` or ``"tight"``.
        track: Wraps the questions while they are judged, to show progress.

    Raises:
        UnknownNameError: for an unknown reading policy.

    Complexity: O(n log n) in the number of claims that can still matter.
    """
    policy = Reading.of(reading)
    scene = Scene.of(Ledger([*summary.terms.shared.records, *summary.claims]))
    bench = Bench(scene, policy)
    passed: dict[tuple[str, ...], list[Passed]] = defaultdict(list)
    for one in summary.passed:
        passed[one.key].append(one)
    findings: list[Finding] = []
    counts: dict[str, tuple[int, int]] = {}
    groups = group(scene, scene.ledger.claims)
    for claims in track(groups, "judging", len(groups)):
        others = [one for key in {scene.key(claim) for claim in claims} for one in passed[key]]
        used = Counter({one.unit: 0 for one in others if one.unit is not None})
        for one in others:
            if one.unit is not None:
                used[one.unit] += len(one)
        found = finding_of(bench, claims, used)
        findings.append(found)
        sources = {name_key(claim.source) for claim in claims}
        counts[found.voices[0].id] = len(claims) + sum(map(len, others)), len(sources)
    return tuple(Tally(found, *counts[found.voices[0].id]) for found in ranked(scene, findings))


def _summary(
    terms: Terms, claims: Iterable[Claim], passed: Mapping[_Passed, Iterable[Passed]]
) -> Summary:
    """The summary of some claims, each once, and of some that cannot matter any more."""
    several = list(claims)
    kept = terms.sieve.kept(several)
    ids = {claim.id for claim in kept}
    gone: dict[_Passed, set[bytes]] = defaultdict(set)
    for claim in several:
        if claim.id not in ids:
            unit = claim.value.unit if isinstance(claim.value, Quantity) else None
            short = bytes.fromhex(claim.id[: 2 * SHORT])
            gone[terms.sieve.scene.key(claim), unit].add(short)
    for place, known in passed.items():
        for one in known:
            gone[place] |= one.short_ids()
    return Summary(
        terms=terms,
        lines=tuple(_lines(kept)),
        passed=tuple(
            Passed(key, b64encode(b"".join(sorted(gone[key, unit]))).decode(), unit)
            for key, unit in sorted(gone, key=lambda place: (place[0], place[1] or ""))
        ),
    )


def _lines(claims: Iterable[Claim]) -> Iterator[Line]:
    """Claims in lines, the lines in the order of their first claims."""
    alike: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (claim.date.sort_key(), claim.id)):
        alike[_but_date_and_answer(claim)].append(claim)
    for first, *others in alike.values():
        yield Line(first, tuple(sorted((one.date.text, _answer(one)) for one in others)))


def _answer(claim: Claim) -> str:
    return "" if claim.value is None else answer_text(claim.value)


_OTHER_FIELDS = tuple(
    field.name for field in attrs.fields(Claim) if field.name not in {"date", "value"}
)


def _but_date_and_answer(claim: Claim) -> tuple[object, ...]:
    return tuple(getattr(claim, name) for name in _OTHER_FIELDS)

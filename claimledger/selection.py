"""Choosing findings by what they are about; a name that fits none is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from claimledger.canonical import name_key
from claimledger.errors import InvalidRecordError, UnknownNameError, nearest, quoted
from claimledger.findings import Finding, Verdict
from claimledger.ledger import MIN_PREFIX, Ledger
from claimledger.taxonomy import shipped_vocabulary

MOST_NAMED = 8
"""So many names an error lists at most."""

HEX_DIGITS = frozenset("0123456789abcdef")

Names = Callable[[Finding], Iterable[str | None]]
"""What a finding bears of some kind of name; None is not stated."""


def parse_verdicts(text: str) -> frozenset[Verdict]:
    """Verdicts separated by commas.

    >>> sorted(parse_verdicts("Tension, disputed"))
    [<Verdict.DISPUTED: 'disputed'>, <Verdict.TENSION: 'tension'>]

    Raises:
        UnknownNameError: for a word that is no verdict.
    """
    known = {verdict.value: verdict for verdict in Verdict}
    words = [name_key(word) for word in text.split(",")]
    for word in words:
        if word not in known:
            raise _unknown(word, "verdict", known)
    return frozenset(known[word] for word in words)


def selected(
    ledger: Ledger,
    findings: Sequence[Finding],
    *,
    verdicts: Iterable[Verdict] | None = None,
    side: str | None = None,
    subject: str | None = None,
    event: str | None = None,
    measure: str | None = None,
) -> tuple[Finding, ...]:
    """The findings that meet every condition; a condition that is None is met.

    Names may be spelt in any case, as handles, and, of measures, by any synonym.

    Args:
        ledger: Where the names are declared.
        findings: Those to choose from.
        verdicts: Any of these verdicts.
        side: A side that says something on the question.
        subject: Whose; ``"any"`` for all parties.
        event: The event.
        measure: What is counted.

    Raises:
        UnknownNameError: for a name that no finding bears, whatever the other conditions, and
            nothing declares.
    """
    vocabulary = shipped_vocabulary().extended(ledger.measures)
    spelt = None if measure is None else vocabulary.resolve(measure).name
    names: tuple[tuple[str, str, str | None, Names], ...] = (
        ("side", "party", side, lambda f: [s.side for s in f.sides]),
        ("subject", "party", subject, lambda f: [f.question.subject]),
        ("event", "event", event, lambda f: [f.question.event]),
        ("measure", "measure", spelt, lambda f: [f.question.measure]),
    )
    chosen = set(range(len(findings)))
    for option, kind, wanted, names_of in names:
        if wanted is not None:
            chosen &= _bearing(ledger, findings, (option, kind, wanted), names_of)
    kept = None if verdicts is None else frozenset(verdicts)
    return tuple(
        finding
        for place, finding in enumerate(findings)
        if place in chosen and (kept is None or finding.verdict in kept)
    )


def numbered(ledger: Ledger, findings: Sequence[Finding], wanted: str) -> Finding:
    """The finding of a number in the report, or the one that a claim id belongs to.

    Args:
        ledger: The ledger as it was judged.
        findings: All of its findings.
        wanted: A number, or the first six or more digits of the id of a claim.

    Raises:
        UnknownNameError: if there is none.
        InvalidRecordError: if the ids of several claims begin so, or the ledger is empty.
    """
    text = wanted.strip().lower()
    by_number = {str(finding.number): finding for finding in findings}
    if text in by_number:
        return by_number[text]
    if len(text) >= MIN_PREFIX and set(text) <= HEX_DIGITS:
        ids = [claim.id for claim in ledger.claims if claim.id.startswith(text)]
        if len(ids) > 1:
            several = ", ".join(claim[: len(text) + 6] for claim in sorted(ids)[:MOST_NAMED])
            raise InvalidRecordError(f"{quoted(wanted)} is ambiguous: {len(ids)} claims, {several}")
        for finding in findings:
            if ids and any(voice.id == ids[0] for voice in finding.voices):
                return finding
    if not findings:
        raise InvalidRecordError(f"there is no question {quoted(wanted)}: the ledger is empty")
    known = (f"1 to {len(findings)}", f"or the first {MIN_PREFIX} digits of a claim's id")
    raise UnknownNameError(wanted, "question", known=known)


def _bearing(
    ledger: Ledger, findings: Sequence[Finding], asked: tuple[str, str, str], names_of: Names
) -> set[int]:
    """The places of the findings that bear a name."""
    option, kind, wanted = asked
    borne: dict[str, str] = {}
    places: dict[str, set[int]] = {}
    for place, finding in enumerate(findings):
        for name in names_of(finding):
            if name is not None:
                borne.setdefault(name_key(name), name)
                places.setdefault(name_key(name), set()).add(place)
    declared = ledger.directory.find(kind, wanted)
    for spelling in (wanted, declared):
        if spelling is not None and name_key(spelling) in places:
            return places[name_key(spelling)]
    if declared is None:
        raise _unknown(wanted, option, borne.values())
    if option == "side" and (root := _side_of(ledger, declared)) != declared:
        raise UnknownNameError(wanted, "side", root)
    return set()


def _side_of(ledger: Ledger, party: str) -> str:
    """The side that a party belongs to."""
    seen = {party}
    while (record := ledger.parties.get(name_key(party))) is not None:
        if record.part_of is None or record.part_of in seen:
            break
        party = record.part_of
        seen.add(party)
    return party


def _unknown(word: str, kind: str, known: Iterable[str]) -> UnknownNameError:
    """The error that names the nearest of what is known, or all of it where that is little."""
    names = sorted(known)
    listed = tuple(names) if len(names) <= MOST_NAMED else (*names[:MOST_NAMED], "...")
    return UnknownNameError(word, kind, nearest(word, names), listed)

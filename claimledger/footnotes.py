"""What stands around the tables of a report: the head, the words, sources and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from claimledger.canonical import name_key
from claimledger.editions import Edition
from claimledger.findings import NO_SIDE, Flag, Verdict
from claimledger.ledger import Ledger
from claimledger.relations import Voice
from claimledger.sources import Document
from claimledger.tables import (
    Table,
    counted,
    date_text,
    source_name,
    window_text,
)

MEANINGS: Mapping[str, str] = {
    Verdict.DISPUTED: "even read tolerantly, some of the claims cannot both be right",
    Verdict.TENSION: "the claims differ as they stand, and agree if read tolerantly",
    Verdict.CORROBORATED_ACROSS_SIDES: "sources of opposed sides bear each other out",
    Verdict.CORROBORATED: "independent sources bear each other out",
    Verdict.ONE_SIDED: "all that is said comes from one side, or goes back to one origin",
    Verdict.UNDERSPECIFIED: "the claims do not say enough to be compared",
    Verdict.CONSISTENT: "the claims of several sides can all be right",
    Flag.IMPLIED: "the contradiction follows from claims on several questions together",
    Flag.WITHIN_ONE_SIDE: "only sources of one side contradict each other",
    Flag.INTERNALLY_INCONSISTENT: "one source says two things that cannot both be right",
    Flag.AGAINST_INTEREST: "a source says something that does not serve its own side",
    Flag.REVISED: "a source has replaced what it said before",
    Flag.DOWNWARD: "a running count of one source has fallen",
    Flag.TRANSMISSION_DISCREPANCY: "one statement is passed on in different figures",
    Flag.DENIED: "there are denials, and nobody who asserts it",
    Flag.POSSIBLY_DEPENDENT: "sources share a rare figure, so one may have it from the other",
    Flag.METADATA_CONFLICT: "the files disagree about a source, a party, a place or an event",
}

FIGURE_WORDS = (
    ("common range", "the figures that all claims leave possible"),
    ("gap", "how far apart two claims are at the least (× how many times)"),
    ("reading", "how much room rounded and hedged figures are given before claims contradict"),
)


def sources_table(edition: Edition) -> Table:
    """Who is quoted: side, kind, reliability, and how many claims shown are theirs."""
    counts: Counter[str] = Counter()
    shown: dict[str, Voice] = {}
    for _, voice in edition.places.values():
        counts[voice.source] += 1
        shown.setdefault(voice.source, voice)
    rows = []
    for key, voice in shown.items():
        record = edition.ledger.sources.get(key)
        side = voice.side_name or NO_SIDE
        party = None if record is None else record.side
        if party is not None and name_key(party) != name_key(side):
            side = f"{party} ({side})"
        name = source_name(edition.ledger, key, voice.claim.source)
        kind = record.kind if record else None
        grade = record.reliability if record else None
        rows.append((name, side, kind or "", grade or "", f"{counts[key]:,}"))
    header = ("source", "side", "kind", "reliability", "claims")
    inline = ("{}", ", {}", ", {}", ", reliability {}", ", claims: {}")
    return Table("sources", header, tuple(sorted(rows)), inline=inline)


def documents_table(edition: Edition) -> Table:
    """Where it was read; the numbers are those that follow the claims."""
    counts = Counter(key for keys in edition.cited.values() for key in keys)
    rows = []
    for key, number in edition.documents.items():
        document = edition.ledger.documents.get(key) or Document(title=key)
        date = "" if document.date is None else date_text(document.date)
        fields = (document.outlet or "", document.title or "", date, document.url or "")
        rows.append((f"[{number}]", *fields, f"{counts[key]:,}"))
    header = ("ref", "outlet", "title", "date", "address", "claims")
    inline = ("{}", " {}", ", {}", ", {}", ", {}", ", claims: {}")
    return Table("documents", header, tuple(rows), inline=inline)


def words_table(edition: Edition) -> Table:
    """What the verdicts and flags shown mean."""
    used: set[str] = set()
    for finding in edition.findings:
        used.update((str(finding.verdict), *finding.flags))
    rows = [(str(word), meaning) for word, meaning in MEANINGS.items() if word in used]
    if any(finding.question.kind == "measure" for finding in edition.findings):
        rows += FIGURE_WORDS
    if edition.documents:
        rows.append(("[1]", "the document in which a claim was read, listed below"))
    return Table("how to read it", ("word", "meaning"), tuple(rows), inline=("{}", ": {}"))


def title_of(ledger: Ledger) -> str:
    """The title of a report."""
    return ledger.title or "Claims"


def head(edition: Edition, as_of: object, reading: str) -> tuple[str, ...]:
    """The sentences under the title: what is counted, of what, and what came out."""
    ledger = edition.ledger
    if not len(ledger):
        until = "" if as_of is None else f" said by {date_text(str(as_of))}"
        return (f"The ledger holds no claims{until}.",)
    sides = _side_count(ledger)
    counts = f"{counted(len(ledger), 'claim')} by {counted(source_count(ledger), 'source')}"
    counts += f" on {counted(sides, 'side')}" if sides else ", none of them on a side"
    said = "everything said so far" if as_of is None else f"as of {date_text(str(as_of))}"
    lines = [f"{counts}; {said}; {reading} reading.", *_events(edition)]
    if not edition.findings:
        return (*lines, "No question matches.")
    names = Counter(finding.verdict for finding in edition.findings)
    verdicts = ", ".join(_tally(verdict, number) for verdict, number in names.items())
    return (*lines, f"{counted(len(edition.findings), 'question')}: {verdicts}.")


def _tally(verdict: Verdict | None, number: int) -> str:
    if verdict is None:
        return counted(number, "position")
    return f"{number:,} {'in ' if verdict is Verdict.TENSION else ''}{verdict}"


def source_count(ledger: Ledger) -> int:
    """How many sources have made claims."""
    return len({name_key(claim.source) for claim in ledger.claims})


def _side_count(ledger: Ledger) -> int:
    sides = set()
    for source in {name_key(claim.source) for claim in ledger.claims}:
        record = ledger.sources.get(source)
        seen: set[str] = set()
        key = None if record is None or record.side is None else name_key(record.side)
        while key is not None and key not in seen:
            seen.add(key)
            party = ledger.parties.get(key)
            root, key = key, name_key(party.part_of) if party and party.part_of else None
        if seen:
            sides.add(root)
    return len(sides)


def _events(edition: Edition) -> Iterator[str]:
    """The event that all questions share, if they do."""
    names = {finding.question.event for finding in edition.findings} - {None}
    if len(names) == 1:
        (name,) = names
        event = edition.ledger.events.get(name_key(name or ""))
        window = None if event is None else event.window
        yield f"Event: {name}{'' if window is None else f', {window_text(str(window))}'}."

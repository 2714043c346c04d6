"""Findings with what their tables look up: names, sides, and numbered documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from claimledger.findings import NO_SIDE, Finding, SideRange
from claimledger.ledger import Ledger
from claimledger.relations import Voice
from claimledger.tables import (
    GLUE,
    Entry,
    answer_words,
    date_text,
    each_once,
    question_text,
    source_name,
)

MOST = 8
"""Up to so many claims of one side, steps of one source or speakers of one answer are shown;
of more the outermost, and how many are left out."""


@attrs.frozen(eq=False)
class Edition:
    """Findings with what their tables look up: names, sides and numbered documents.

    Attributes:
        ledger: The ledger that the findings are of.
        findings: The findings to show, in order.
        breadth: How many sides may have a column of their own.
    """

    ledger: Ledger
    findings: tuple[Finding, ...]
    breadth: int = 4

    @cached_property
    def places(self) -> Mapping[str, tuple[Finding, Voice]]:
        """Each claim shown, by id, with its finding."""
        return {voice.id: (found, voice) for found in self.findings for voice in found.voices}

    @cached_property
    def cited(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the documents of each claim shown."""
        attested = self.ledger.attestations
        return {
            claim: tuple(dict.fromkeys(a.document for a in attested.get(claim, ()) if a.document))
            for claim in self.places
        }

    @cached_property
    def documents(self) -> Mapping[str, int]:
        """The number of each document that carries a claim shown."""
        keys = {key for keys in self.cited.values() for key in keys}

        def order(key: str) -> tuple[str, ...]:
            found = self.ledger.documents.get(key)
            fields = (None,) * 4 if found is None else attrs.astuple(found, recurse=False)[:4]
            return (*(str(field or "").casefold() for field in fields), key)

        return {key: n for n, key in enumerate(sorted(keys, key=order), start=1)}

    @cached_property
    def is_of_several_events(self) -> bool:
        """True when a question has to name its event."""
        return len({f.question.event for f in self.findings} - {None}) > 1

    @cached_property
    def ranked_sides(self) -> Mapping[str, int]:
        """The sides that give figures, those first that answer most questions."""
        counts = Counter(
            side.side
            for finding in self.findings
            if finding.question.kind == "measure"
            for side in finding.sides
            if side.side != NO_SIDE
        )
        ordered = sorted(counts, key=lambda side: (-counts[side], side))
        return {side: rank for rank, side in enumerate(ordered)}

    def question(self, finding: Finding) -> str:
        """The question in lines."""
        return question_text(finding.question, event=self.is_of_several_events)

    def references(self, voices: Iterable[Voice]) -> str:
        """The numbers of the documents of claims: "[3]", "[1, 4]"; nothing where none is known."""
        numbers = {self.documents[key] for voice in voices for key in self.cited[voice.id]}
        return f"[{', '.join(map(str, sorted(numbers)))}]".replace(" ", GLUE) if numbers else ""

    def attribution(self, voices: Sequence[Voice], *, with_side: bool = False) -> str:
        """Who said it, when, and where it was read; all claims are of one source and date."""
        first = voices[0]
        name = source_name(self.ledger, first.source, first.claim.source)
        if with_side and first.side_name not in {None, name}:
            name = f"{first.side_name}: {name}"
        references = self.references(voices)
        return f"{name}, {date_text(first.claim.date)}{references and f' {references}'}"

    def entries(self, voices: Iterable[Voice], *, with_side: bool = False) -> tuple[Entry, ...]:
        """Claims as lines of a cell, those of one source and date on one line."""
        groups: dict[tuple[str, str], list[Voice]] = defaultdict(list)
        for voice in voices:
            groups[voice.source, str(voice.claim.date)].append(voice)
        lines = list(groups.values())
        if len(lines) > MOST:
            lines.sort(key=lambda group: group[0].core.sort_key())
        return outermost([self._entry(group, with_side=with_side) for group in lines])

    def _entry(self, group: Sequence[Voice], *, with_side: bool) -> Entry:
        figure = each_once(answer_words(voice.claim) for voice in group)
        return Entry(figure, f"({self.attribution(group, with_side=with_side)})")


def outermost(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Lines of a cell; of very many those at both ends, and how many are left out."""
    if len(entries) <= MOST:
        return tuple(entries)
    left_out = f"... {len(entries) - MOST + 1:,} more ..."
    return (*entries[: MOST // 2], Entry("", left_out), *entries[1 - MOST // 2 :])


def shown(finding: Finding, side: SideRange) -> list[Voice]:
    """The claims that a side holds at present."""
    by_id = {voice.id: voice for voice in finding.voices}
    return [by_id[claim] for claim in side.claims]

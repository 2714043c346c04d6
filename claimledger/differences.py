"""What is different between two ledgers, or between two dates of one: claims and verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Accrual, Claim
from claimledger.findings import Finding
from claimledger.grouping import Question
from claimledger.judging import judge
from claimledger.ledger import Ledger
from claimledger.progress import Track, untracked
from claimledger.quantities import Reading
from claimledger.relations import Voice


@attrs.frozen
class Placed:
    """A claim as one ledger holds it.

    Attributes:
        question: The question that it answers there.
        voice: The claim as it is weighed there.
        state: ``"stands"``, ``"superseded"`` or ``"withdrawn"``.
    """

    question: Question
    voice: Voice
    state: str

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.voice.claim


@attrs.frozen
class ClaimChange:
    """A claim that appeared, went, or is held differently.

    A claim that went is taken to have become one that appeared where both answer one
    question, by one source, on one date, and no other claim does.

    Attributes:
        before: As the old ledger holds it; None when it appeared.
        after: As the new ledger holds it; None when it went.
        what: What changed, in words; empty when it appeared or went.
    """

    before: Placed | None
    after: Placed | None
    what: tuple[str, ...] = ()

    @property
    def latest(self) -> Placed:
        """As it is held now, or as it was when it went."""
        placed = self.after or self.before
        if placed is None:
            raise ValueError("a change needs a claim before or after it")
        return placed


@attrs.frozen
class QuestionChange:
    """A question that appeared, went, or came to something else.

    Attributes:
        question: The question, as the new ledger names it if it has it.
        before: Its finding in the old ledger; None when it appeared.
        after: Its finding in the new ledger; None when it went.
        what: What changed: ``"verdict"``, ``"flags"``, ``"common range"``, ``"gap"``; empty
            when it appeared or went.
    """

    question: Question
    before: Finding | None
    after: Finding | None
    what: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Differences:
    """All that is different, in the order of the report.

    Attributes:
        old: The old ledger.
        new: The new ledger.
        claims: Claims that appeared, changed or went.
        questions: Questions that appeared, changed or went.
    """

    old: Ledger
    new: Ledger
    claims: tuple[ClaimChange, ...]
    questions: tuple[QuestionChange, ...]

    def __bool__(self) -> bool:
        return bool(self.claims or self.questions)


def differences(
    old: Ledger,
    new: Ledger,
    *,
    reading: str | Reading = "standard",
    track: Track = untracked,
) -> Differences:
    """What is different between two ledgers.

    Args:
        old: The one.
        new: The other. Of two dates of one ledger, pass what ``as_of`` gives for each.
        reading: The reading policy by which both are judged.
        track: Wraps the questions while they are judged, to show progress.

    Raises:
        UnknownNameError: for an unknown reading policy.

    Complexity: that of judging both.
    """
    before = judge(old, reading=reading, track=track)
    after = judge(new, reading=reading, track=track)
    return Differences(
        old=old,
        new=new,
        claims=tuple(_claim_changes(old, before, new, after)),
        questions=tuple(_question_changes(before, after)),
    )


def _claim_changes(
    old: Ledger, before: Iterable[Finding], new: Ledger, after: Iterable[Finding]
) -> Iterable[ClaimChange]:
    was, now = _placed(before), _placed(after)
    gone = {key: placed for key, placed in was.items() if key not in now}
    come = {key: placed for key, placed in now.items() if key not in was}
    restated = _restated(gone, come)
    for key, placed in come.items():
        if key in restated:
            earlier = gone.pop(restated[key])
            what = f"said {earlier.claim.said!r}, now {placed.claim.said!r}"
            yield ClaimChange(earlier, placed, (what,))
        else:
            yield ClaimChange(None, placed)
    for key, placed in now.items():
        if key in was:
            what_changed = tuple(_changed(old, was[key], new, placed))
            if what_changed:
                yield ClaimChange(was[key], placed, what_changed)
    for placed in gone.values():
        yield ClaimChange(placed, None)


def _placed(findings: Iterable[Finding]) -> dict[str, Placed]:
    """Every claim by id, in the order of the findings."""
    found: dict[str, Placed] = {}
    for finding in findings:
        replaced = {old for old, _ in finding.superseded}
        for voice in finding.voices:
            state = "superseded" if voice.id in replaced else "stands"
            found[voice.id] = Placed(
                finding.question, voice, "withdrawn" if voice.withdrawn else state
            )
    return found


def _restated(gone: Mapping[str, Placed], come: Mapping[str, Placed]) -> dict[str, str]:
    """Which new claim stands in the place of which old one: id of the new to id of the old."""
    places: dict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, placed in enumerate((gone, come)):
        for key, item in placed.items():
            place = (_key(item.question), item.voice.source, item.claim.date)
            places[place][side].append(key)
    return {new[0]: old[0] for old, new in places.values() if len(old) == 1 and len(new) == 1}


def _changed(old: Ledger, was: Placed, new: Ledger, now: Placed) -> Iterable[str]:
    if was.state != now.state:
        yield f"{was.state}, now {now.state}"
    for name, one, other in (
        ("attestations", old.attestations, new.attestations),
        ("notes", old.annotations, new.annotations),
    ):
        before, after = set(one.get(was.voice.id, ())), set(other.get(now.voice.id, ()))
        if before != after:
            yield f"{name}: {len(after - before)} new, {len(before - after)} gone"


def _question_changes(
    before: Sequence[Finding], after: Sequence[Finding]
) -> Iterable[QuestionChange]:
    was, now = ({_key(found.question): found for found in side} for side in (before, after))
    for key, finding in now.items():
        earlier = was.get(key)
        if earlier is None:
            yield QuestionChange(finding.question, None, finding)
        elif what := _turned(earlier, finding):
            yield QuestionChange(finding.question, earlier, finding, what)
    for key, finding in was.items():
        if key not in now:
            yield QuestionChange(finding.question, finding, None)


def _key(question: Question) -> tuple[str, ...]:
    """What one question keeps, however it is spelt and whatever other claims answer it.

    Counts of a whole event and of its window meet in one question, which bears the accrual of
    whichever claim is first.
    """
    fields = attrs.asdict(question)
    if question.accrual in {Accrual.EVENT, Accrual.PERIOD}:
        fields["accrual"] = None
    return tuple("" if value is None else name_key(value) for value in fields.values())


def _turned(was: Finding, now: Finding) -> tuple[str, ...]:
    compared = (
        ("verdict", was.verdict, now.verdict),
        ("flags", was.flags, now.flags),
        ("common range", (was.common, was.unit), (now.common, now.unit)),
        ("gap", (was.gap, was.ratio), (now.gap, now.ratio)),
    )
    return tuple(name for name, one, other in compared if one != other)

"""From a ledger to findings: each claim read, placed and weighed with those it meets."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from claimledger.canonical import matter_key, name_key
from claimledger.claims import KINDS, Accrual, Claim, Members, Truth
from claimledger.dates import PartialDate, parse_date
from claimledger.findings import Finding, Verdict
from claimledger.grouping import Scene, dimension_of, group, unit_dimension
from claimledger.interest import Interest, Stake, interest_of
from claimledger.intervals import ANY as ANY_NUMBER
from claimledger.intervals import Interval, Number, exact, point
from claimledger.ledger import Ledger
from claimledger.origins import origins, statements
from claimledger.pauses import no_collection
from claimledger.progress import Track, untracked
from claimledger.propagation import imply
from claimledger.quantities import Quantity, Reading
from claimledger.questions import Time, has_content
from claimledger.relations import Voice
from claimledger.sources import ANY, UNATTRIBUTED
from claimledger.taxonomy import units
from claimledger.verdicts import weigh


def judge(
    ledger: Ledger,
    *,
    as_of: PartialDate | dt.date | str | None = None,
    reading: str | Reading = "standard",
    track: Track = untracked,
) -> tuple[Finding, ...]:
    """What a ledger says on each of its questions, worst first.

    Args:
        ledger: The ledger.
        as_of: Only what was said by the end of this date; None for everything.
        reading: The reading policy: ``"standard"``, ``"wide"`` or ``"tight"``.
        track: Wraps the questions while they are judged, to show progress.

    Returns:
        A finding for each question, ordered by verdict, then by ratio, then by name, and
        numbered in that order from 1.

    Raises:
        UnknownNameError: for an unknown reading policy.
        InvalidRecordError: if parties, places or events are part of each other in a circle.

    Complexity: O(n log n) in the number of claims.
    """
    policy = Reading.of(reading)
    seen = ledger if as_of is None else ledger.as_of(parse_date(as_of))
    scene = Scene.of(seen)
    return ranked(scene, alone(scene, policy, track))


def ranked(scene: Scene, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with what questions imply for each other, in order, worst first, and numbered.

    Args:
        scene: The scene of the ledger.
        findings: The findings of all its questions, in the order of their first claims.
    """
    with no_collection():
        ordered = sorted(imply(scene, findings), key=_worst_first)
        for number, found in enumerate(ordered, start=1):
            _put_number(found, number)  # Nobody has seen it without.
    return tuple(ordered)


_put_number = Finding.__dict__["number"].__set__


def alone(scene: Scene, policy: Reading, track: Track = untracked) -> list[Finding]:
    """What is found on each question by its own claims, in the order of their first ones."""
    with no_collection():
        groups = group(scene, scene.ledger.claims)
        tracked = track(groups, "judging", len(groups))
        bench = Bench(scene, policy)
        return [finding_of(bench, members) for members in tracked]


RANKS = {verdict: rank for rank, verdict in enumerate((*Verdict, None))}
"""The order of verdicts, the worst first."""


def _worst_first(finding: Finding) -> tuple[object, ...]:
    question = finding.question
    kind = question.kind
    names = (question.event, question.subject, question.about, question.place, question.window)
    return (
        RANKS[finding.verdict],
        -finding.ratio,
        KINDS.index(kind),
        *(name or "" for name in names),
        question.accrual or "",
        question.dimension or "",
    )


class Bench:
    """What is worked out once for many claims of one ledger.

    Args:
        scene: The scene of the ledger.
        policy: The reading policy.
    """

    def __init__(self, scene: Scene, policy: Reading) -> None:
        self.scene, self.policy = scene, policy
        self._speakers: dict[tuple[str, str | None], _Speaker] = {}
        self._readings: dict[Quantity, tuple[Interval, Interval]] = {}
        self._interests: dict[tuple[object, ...], Interest | None] = {}

    def speaker(self, claim: Claim) -> _Speaker:
        """Who speaks, and how what it speaks of stands to it."""
        key = (claim.source, claim.subject)
        found = self._speakers.get(key)
        if found is None:
            source = name_key(claim.source)
            found = self._speakers[key] = _speaker(self.scene, source, claim.subject)
        return found

    def readings(self, value: Quantity) -> tuple[Interval, Interval]:
        """Core and support in the unit of the figure itself."""
        found = self._readings.get(value)
        if found is None:
            found = self._readings[value] = (value.core(self.policy), value.support(self.policy))
        return found

    def interest(self, claim: Claim, stake: Stake | None, core: Interval) -> Interest | None:
        """Whom a claim serves."""
        if claim.measure is None:
            return interest_of(claim, stake, None, core, self.scene.vocabulary)
        key = (claim.measure, stake, claim.stance, core.high == 0)
        if key not in self._interests:
            measure = self.scene.measure(claim)
            found = interest_of(claim, stake, measure, core, self.scene.vocabulary)
            self._interests[key] = found
        return self._interests[key]


_RUNNING = Accrual.CUMULATIVE


_NO_UNITS: Mapping[str, int] = MappingProxyType({})


def finding_of(
    bench: Bench, claims: Sequence[Claim], more: Mapping[str, int] = _NO_UNITS
) -> Finding:
    """What is found on a question by its own claims.

    Args:
        bench: The ledger, and the reading policy.
        claims: All claims of the question that can matter.
        more: How many others use each unit.
    """
    scene = bench.scene
    if len(claims) > 1:
        claims = sorted(claims, key=lambda claim: (claim.date.sort_key(), claim.id))
    times = [scene.time(claim) for claim in claims]
    running = [claim for claim, time in zip(claims, times, strict=True) if time.accrual is _RUNNING]
    unit = _unit(claims, more)
    voices = _voices(bench, claims, times, unit, cumulative=bool(running))
    return weigh(
        scene.question((running or claims)[0]),
        voices,
        unit=unit,
        are_opposed=scene.opposed,
        has_conflict=_has_conflict(scene, voices),
    )


def _unit(claims: Iterable[Claim], more: Mapping[str, int]) -> str | None:
    """The unit that most of the claims use; of several the first by name."""
    units = [claim.value.unit for claim in claims if isinstance(claim.value, Quantity)]
    if not more and not any(units):
        return None
    used = Counter(unit for unit in units if unit is not None)
    used.update(more)
    return min(used, key=lambda unit: (-used[unit], unit), default=None)


def _voices(
    bench: Bench,
    claims: Sequence[Claim],
    times: Sequence[Time],
    unit: str | None,
    *,
    cumulative: bool,
) -> tuple[Voice, ...]:
    scene = bench.scene
    ledger = scene.ledger
    withdrawn = ledger.withdrawn
    found = origins(ledger, claims)
    options = _options(claims) if claims[0].measure is None else {}
    voices = []
    for claim, time in zip(claims, times, strict=True):
        core, support = _readings(bench, claim, unit, options)
        who = bench.speaker(claim)
        origin = found[claim.id]
        voice = Voice(
            claim=claim,
            core=core,
            support=support,
            source=who.source,
            party=who.party,
            side=who.side,
            side_name=who.side_name,
            origin=origin.name,
            component=origin.component,
            statements=statements(ledger, claim),
            cumulative=cumulative,
            pinned=time.is_momentary,
            moment=time.until if cumulative else time.moment,
            interest=bench.interest(claim, who.stake, core),
            withdrawn=claim.id in withdrawn,
            mismatch=claim.same_quantity_as is not None and _mismatch(claim, bench.policy),
            crosses_sides=who.crosses_sides,
        )
        # Both are asked for time and again, and are found by __getattr__ the first time.
        _put_content(voice, has_content(claim))
        _put_speaker(voice, claim.id if who.source in UNATTRIBUTED else who.source)
        voices.append(voice)
    return tuple(voices)


_put_content, _put_speaker = (Voice.__dict__[name].__set__ for name in ("has_content", "speaker"))


@attrs.frozen
class _Speaker:
    """Who speaks, and how what it speaks of stands to it."""

    source: str
    party: str | None
    side: str
    side_name: str | None
    stake: Stake | None
    crosses_sides: bool


def _speaker(scene: Scene, source: str, subject: str | None) -> _Speaker:
    record = scene.ledger.sources.get(source)
    spelt = None if record is None else record.side
    party = None if spelt is None else name_key(spelt)
    root = None if party is None else scene.path(party)[-1]
    return _Speaker(
        source=source,
        party=party,
        side=f"no side: {source}" if root is None else root,
        side_name=None if root is None else scene.party_name(root, spelt),
        stake=_stake(scene, subject, party),
        crosses_sides=source not in scene.on_disputed_sides,
    )


def _stake(scene: Scene, whose: str | None, party: str | None) -> Stake | None:
    if whose is None or name_key(whose) == ANY:
        return None
    if party is None:
        return Stake.OTHER
    subject = name_key(whose)
    if scene.path(subject)[-1] == scene.path(party)[-1]:
        return Stake.OWN
    return Stake.ENEMY if scene.opposed(party, subject) else Stake.OTHER


def _options(claims: Iterable[Claim]) -> dict[str, int]:
    """A number for each option of an exclusive choice, so that options are points."""
    keys = {matter_key(claim.value) for claim in claims if type(claim.value) is str}
    return {key: number for number, key in enumerate(sorted(keys))}


def _readings(
    bench: Bench, claim: Claim, unit: str | None, options: dict[str, int]
) -> tuple[Interval, Interval]:
    """Core and support in the unit of the question; read first and converted after."""
    value = claim.value
    if value is None or isinstance(value, Members):
        return ANY_NUMBER, ANY_NUMBER
    if isinstance(value, Quantity):
        factor = 1 if value.unit == unit else _factor(value.unit, unit)
        core, support = bench.readings(value)
        return (core, support) if factor == 1 else (core.scaled(factor), support.scaled(factor))
    here = point(
        int(value is Truth.YES) if isinstance(value, Truth) else options[matter_key(value)]
    )
    return here, here


def _factor(unit: str | None, target: str | None) -> Number:
    """How many of one unit another is; both measure the same."""
    one, other = units().find(unit or ""), units().find(target or "")
    return 1 if one is None or other is None else exact(one.factor_to(other))


def _mismatch(claim: Claim, policy: Reading) -> bool:
    """True when two renderings of one figure cannot both be right."""
    other = claim.same_quantity_as
    if other is None or not isinstance(claim.value, Quantity):
        return False
    if dimension_of(claim) != unit_dimension(other.unit):
        return True
    support = other.support(policy).scaled(_factor(other.unit, claim.value.unit))
    return not support.overlaps(claim.value.support(policy))


def _has_conflict(scene: Scene, voices: Sequence[Voice]) -> bool:
    if not scene.in_conflict:
        return False
    about = {("source", voice.source) for voice in voices}
    for voice in voices:
        for kind in ("event", "place"):
            about.add((kind, name_key(getattr(voice.claim, kind) or "")))
        about.add(("party", name_key(voice.claim.subject or "")))
        about.add(("party", voice.party or ""))
    return not about.isdisjoint(scene.in_conflict)

"""Claims as they enter the comparison: who speaks, for which side, and what a figure may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

import attrs

from claimledger.answers import Answer, answer_text
from claimledger.canonical import matter_key, name_key
from claimledger.claims import Accrual, Claim, Members, Stance, Truth
from claimledger.drafts import maker
from claimledger.grouping import OF_MOMENTS, Scene, unit_dimension, unit_factor
from claimledger.interest import Interest, Stake, interest_of
from claimledger.intervals import ANY as ANY_NUMBER
from claimledger.intervals import Interval, Number, exact, point
from claimledger.origins import Origin, alone, origins, statements
from claimledger.quantities import Quantity, Reading
from claimledger.questions import Question, has_content
from claimledger.relations import Voice
from claimledger.sources import ANY, UNATTRIBUTED

KEPT = 1 << 12
"""So many kinds are remembered before all are forgotten."""

_made_voice = maker(Voice, "has_content", "said", "speaker")
_shared_by = attrgetter("event", "subject", "measure", "window", "accrual", "stance")


@attrs.frozen
class _Speaker:
    """Who speaks, and how what it speaks of stands to it."""

    source: str
    party: str | None
    side: str
    side_name: str | None
    stake: Stake | None
    crosses_sides: bool
    origin: Origin | None
    is_nameless: bool


_NO_LABELS: frozenset[str] = frozenset()
"""One for all, as each empty set takes as much room as a claim."""

_Read = tuple[Interval, Interval, bool, str]
"""Core and support of a figure, whether it says anything, and its words."""

Served = tuple[Interest | None, Interest | None]
"""Whose interest a figure serves: one above zero, and one of zero."""

Heard = tuple[_Speaker, Interest | None, Interest | None]
"""Who speaks, and whose interest its figures serve."""


@attrs.frozen(eq=False)
class Kind:
    """What claims share that differ in source, date, answer and place alone.

    Attributes:
        is_running: True for running counts.
        is_plain: True where each speaks of the time up to the date said, or all of one time.
        unit: The unit of their figures.
        question: What they ask, of some place; None where their text is to be looked at.
        stance: What their sources do with the answer.
        heard: By source, who speaks.
    """

    is_running: bool
    is_plain: bool
    unit: str | None
    question: Question | None
    stance: Stance
    heard: dict[str, Heard]


class Bench:
    """What is worked out once for many claims of one ledger.

    Args:
        scene: The scene of the ledger.
        policy: The reading policy.
    """

    def __init__(self, scene: Scene, policy: Reading) -> None:
        self.scene, self._policy = scene, policy
        self._kinds: dict[tuple[object, ...], Kind] = {}
        self._heard: dict[tuple[object, ...], dict[str, Heard]] = defaultdict(dict)
        self._speakers: dict[tuple[str, str | None], _Speaker] = {}
        self._interests: dict[tuple[object, ...], Served] = {}
        self._readings: dict[Quantity, _Read] = {}

    def kinds(self, claims: Iterable[Claim]) -> list[Kind]:
        """The kind of each of some claims."""
        found: list[Kind] = []
        last, kind = None, None
        for claim in claims:
            value = claim.value
            asked = (_shared_by(claim), value.unit if isinstance(value, Quantity) else None)
            if kind is None or asked != last:
                last, kind = asked, self._kinds.get(asked) or self._kind(claim, asked)
            found.append(kind)
        return found

    def _kind(self, claim: Claim, asked: tuple[object, str | None]) -> Kind:
        if len(self._kinds) >= KEPT:
            self._kinds.clear()
        time = self.scene.time(claim)
        is_count = claim.measure is not None
        is_plain = time.accrual not in OF_MOMENTS and (claim.window is None or not is_count)
        kind = self._kinds[asked] = Kind(
            is_running=time.accrual is Accrual.CUMULATIVE,
            is_plain=is_plain,
            unit=asked[1],
            question=self.scene.question(claim) if is_count and is_plain else None,
            stance=claim.stance,
            heard=self._heard[claim.subject, claim.measure, claim.stance],
        )
        return kind

    def question(self, claim: Claim, kind: Kind) -> Question:
        """The question that a claim of a kind answers, in shown names."""
        if kind.question is None:
            return self.scene.question(claim)
        return self.scene.elsewhere(kind.question, claim.place)

    def voices(
        self, claims: Sequence[Claim], kinds: Sequence[Kind], unit: str | None, *, cumulative: bool
    ) -> list[Voice]:
        """The claims of one question as they are compared.

        Args:
            claims: All its claims, by date and id.
            kinds: The kind of each.
            unit: The unit of the question.
            cumulative: True when they are read as running counts.
        """
        ledger = self.scene.ledger
        withdrawn, entangled, readings = ledger.withdrawn, ledger.entangled, self._readings
        heard = [
            kind.heard.get(claim.source) or self._hear(claim, kind)
            for claim, kind in zip(claims, kinds, strict=True)
        ]
        origins_of = self._origins(claims, heard)
        is_plain = all(kind.is_plain and kind.is_running is cumulative for kind in set(kinds))
        options = _options(claims) if claims[0].measure is None else {}
        voices = []
        for claim, kind, who, origin in zip(claims, kinds, heard, origins_of, strict=True):
            speaker, interest, of_none = who
            rendering = claim.same_quantity_as
            value, key, moment, is_momentary = claim.value, claim.id, claim.date, False
            if isinstance(value, Quantity) and value.unit == unit:
                core, support, says, said = readings.get(value) or self._read(value)
                if kind.stance is not Stance.ASSERTS:
                    says, said = has_content(claim), claim.said
            else:
                core, support = self._converted(value, unit, options)
                says, said = has_content(claim), claim.said
            if claim.measure is None:
                interest = interest_of(claim, speaker.stake, None, core, self.scene.vocabulary)
            elif core.high == 0:
                interest = of_none
            if not is_plain:
                time = self.scene.time(claim)
                moment = time.until if cumulative else time.moment
                is_momentary = time.is_momentary
            voice = _made_voice(
                claim,
                core,
                support,
                speaker.source,
                speaker.party,
                speaker.side,
                speaker.side_name,
                origin.name,
                origin.component,
                statements(ledger, claim) if key in entangled else _NO_LABELS,
                cumulative,
                is_momentary,
                moment,
                interest,
                key in withdrawn,
                rendering is not None
                and isinstance(value, Quantity)
                and self._mismatch(value, rendering),
                speaker.crosses_sides,
                says,
                said,
                key if speaker.is_nameless else speaker.source,
            )
            voices.append(voice)
        return voices

    def _origins(self, claims: Sequence[Claim], heard: Iterable[Heard]) -> list[Origin]:
        ledger = self.scene.ledger
        own = [speaker.origin for speaker, _, _ in heard if speaker.origin is not None]
        tied = ledger.entangled
        if len(own) == len(claims) and not (tied and any(claim.id in tied for claim in claims)):
            return own
        found = origins(ledger, claims)
        return [found[claim.id] for claim in claims]

    def _hear(self, claim: Claim, kind: Kind) -> Heard:
        key = (claim.source, claim.subject)
        speaker = self._speakers.get(key)
        if speaker is None:
            source = name_key(claim.source)
            speaker = self._speakers[key] = _speaker(self.scene, source, claim.subject)
        heard = kind.heard[claim.source] = (speaker, *self._served(claim, speaker.stake))
        return heard

    def _served(self, claim: Claim, stake: Stake | None) -> Served:
        key = (stake, claim.measure, claim.stance)
        served = self._interests.get(key)
        if served is None:
            vocabulary, measure = self.scene.vocabulary, self.scene.measure(claim)
            served = self._interests[key] = (
                interest_of(claim, stake, measure, ANY_NUMBER, vocabulary),
                interest_of(claim, stake, measure, point(0), vocabulary),
            )
        return served

    def _read(self, value: Quantity) -> _Read:
        """How a figure is read, in its own unit."""
        found = self._readings.get(value)
        if found is None:
            core, support = value.core(self._policy), value.support(self._policy)
            found = self._readings[value] = (
                core,
                support,
                not value.is_vacuous,
                answer_text(value),
            )
        return found

    def _converted(
        self, value: Answer | None, unit: str | None, options: Mapping[str, int]
    ) -> tuple[Interval, Interval]:
        """Core and support in the unit of the question; read first and converted after."""
        if value is None or isinstance(value, Members):
            return ANY_NUMBER, ANY_NUMBER
        if isinstance(value, Quantity):
            core, support, *_ = self._read(value)
            factor = _factor(value.unit, unit)
            return (core, support) if factor == 1 else (core.scaled(factor), support.scaled(factor))
        here = point(
            int(value is Truth.YES) if isinstance(value, Truth) else options[matter_key(value)]
        )
        return here, here

    def _mismatch(self, value: Quantity, other: Quantity) -> bool:
        """True when two renderings of one figure cannot both be right."""
        if unit_dimension(value.unit) != unit_dimension(other.unit):
            return True
        support = other.support(self._policy).scaled(_factor(other.unit, value.unit))
        return not support.overlaps(value.support(self._policy))


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
        origin=alone(scene.ledger, source),
        is_nameless=source in UNATTRIBUTED,
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


def _factor(unit: str | None, target: str | None) -> Number:
    """How many of one unit another is; both measure the same."""
    return exact(unit_factor(unit) / unit_factor(target))

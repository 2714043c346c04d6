"""The relation of two claims on the same question.

A :class:`Voice` is a claim as it enters the comparison: its two readings in the unit of the
question, who speaks, for which side, from which origin, and of which moment. :func:`relate`
is the table of section 4 of the semantics, a row a branch, in order.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import cached_property

import attrs

from claimledger.claims import Claim, Members, Stance, Truth
from claimledger.dates import PartialDate, Ternary
from claimledger.intervals import ANY, Interval
from claimledger.origins import NAMELESS
from claimledger.questions import has_content
from claimledger.sources import UNATTRIBUTED


class RelationKind(enum.StrEnum):
    """What two claims are to each other."""

    CONTRADICTION = "contradiction"
    IMPLIED_CONTRADICTION = "implied contradiction"
    INTERNAL_INCONSISTENCY = "internal inconsistency"
    TENSION = "tension"
    TRANSMISSION_DISCREPANCY = "transmission discrepancy"
    DOWNWARD_REVISION = "downward revision"
    REVISION = "revision"
    UPDATE = "update"
    CORROBORATION = "corroboration"
    REPEAT = "repeat"
    COMPATIBLE = "compatible"
    UNDERSPECIFIED = "underspecified"
    NO_INFORMATION = "no information"


SILENT = frozenset({RelationKind.COMPATIBLE, RelationKind.NO_INFORMATION})
"""Relations that say nothing about a pair, and are not listed."""


class Order(enum.Enum):
    """How two claims lie in time; UNCERTAIN when their dates do not tell."""

    BEFORE = "before"
    SAME = "same moment"
    AFTER = "after"
    UNCERTAIN = "uncertain"


@attrs.frozen
class Relation:
    """Two claims and what they are to each other, or several that contradict together.

    Attributes:
        a: The id of the one; of a revision or update the earlier, of a corroboration the
            one that supports.
        b: The id of the other.
        relation: What they are to each other.
        rule: Why, in words.
        claims: Of an implied contradiction all claims that it needs, sorted by id.
        edges: Of an implied contradiction the declared or built-in steps used.
    """

    a: str
    b: str
    relation: RelationKind
    rule: str
    claims: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, weakref_slot=False)
class Voice:
    """A claim as it enters the comparison with others on its question.

    Attributes:
        claim: The claim.
        core: Its literal reading, in the unit of the question.
        support: Its tolerant reading, in the unit of the question.
        source: The name key of its source.
        party: The name key of the party that its source speaks for, or None.
        side: What the source counts as when sides are compared: the key of the root of its
            party, or a key of its own.
        side_name: The name of that root, or None for no side.
        origin: The end of its attribution chain.
        component: The independent origin that it counts for.
        statements: The statement labels that its attestations carry.
        cumulative: True when its count runs from a start to its moment; so for all claims
            of a question or for none.
        pinned: True when its count speaks of its moment alone, as a stock does; so for all
            claims of a question or for none.
        moment: Of a cumulative or pinned count the moment that it speaks of, else the date
            said.
        interest: The label of whose interest it serves, or None when that cannot be said.
        withdrawn: True when its source has retracted it.
        mismatch: True when two renderings of its figure do not meet.
        crosses_sides: False when its source's side is itself in dispute.
    """

    claim: Claim
    core: Interval
    support: Interval
    source: str
    party: str | None = None
    side: str
    side_name: str | None = None
    origin: str
    component: str
    statements: frozenset[str] = frozenset()
    cumulative: bool = False
    pinned: bool = False
    moment: PartialDate
    interest: str | None = None
    withdrawn: bool = False
    mismatch: bool = False
    crosses_sides: bool = True

    @property
    def id(self) -> str:
        """The id of the claim."""
        return self.claim.id

    @cached_property
    def has_content(self) -> bool:
        """False for a forecast, a refusal to say, and "unknown"."""
        return has_content(self.claim)

    @cached_property
    def said(self) -> str:
        """The words of the claim."""
        return self.claim.said

    @property
    def denies(self) -> bool:
        """True when the answer is denied; "no" to a proposition is an answer of its own."""
        return self.claim.stance is Stance.DENIES

    @cached_property
    def speaker(self) -> str:
        """What tells whether two claims are of one source; nobody knows it of nameless ones."""
        return self.id if self.source in UNATTRIBUTED else self.source

    @property
    def is_nameless(self) -> bool:
        """True when nobody says whom it comes from."""
        return self.origin == NAMELESS

    @property
    def is_retold(self) -> bool:
        """True when it was said on another date than that of the moment it speaks of."""
        return (self.cumulative or self.pinned) and self.moment != self.claim.date

    @property
    def negates(self) -> bool:
        """True when it denies, or says no to a proposition."""
        return self.denies or self.claim.value is Truth.NO

    @property
    def members(self) -> Members | None:
        """The answer, when it is a set."""
        return self.claim.value if isinstance(self.claim.value, Members) else None


def order(a: Voice, b: Voice) -> Order:
    """How the moments that two claims speak of lie to each other.

    Days first, then hours where both give one. Answers that speak of no moment of their own
    are always of the same.
    """
    return _order(a.moment, b.moment) if a.cumulative or a.pinned else Order.SAME


def order_said(a: Voice, b: Voice) -> Order:
    """How two claims lie by the date said."""
    return _order(a.claim.date, b.claim.date)


def _order(one: PartialDate, other: PartialDate) -> Order:
    if one.precedes(other) is Ternary.YES:
        return Order.BEFORE
    if other.precedes(one) is Ternary.YES:
        return Order.AFTER
    return Order.SAME if one.same_moment(other) is Ternary.YES else Order.UNCERTAIN


def conflict(a: Voice, b: Voice) -> bool:
    """True when no tolerant reading makes both right."""
    if a.members is not None and b.members is not None:
        return not _can_agree(a.members, b.members)
    return not a.support.overlaps(b.support)


def consistent(a: Voice, b: Voice) -> bool:
    """True when a literal reading makes both right."""
    if a.members is not None and b.members is not None:
        return _can_agree(a.members, b.members)
    return a.core.overlaps(b.core)


def within(a: Voice, b: Voice) -> bool:
    """True when whatever makes the one literally right makes the other right too."""
    if a.members is not None and b.members is not None:
        return _entails(a.members, b.members)
    return a.core.is_within(b.core)


def same_value(a: Voice, b: Voice) -> bool:
    """True when both say the same, read literally."""
    return within(a, b) and within(b, a)


def relate(a: Voice, b: Voice) -> Relation:
    """The relation of two standing claims on one question: the first row that matches."""
    if not (a.has_content and b.has_content):
        return _relation(a, b, RelationKind.NO_INFORMATION, "one of them carries no content")
    if a.denies or b.denies:
        return _denial(a, b)
    if a.statements & b.statements and not same_value(a, b):
        rule = "two renderings of one statement differ"
        return _relation(a, b, RelationKind.TRANSMISSION_DISCREPANCY, rule)
    if a.speaker == b.speaker:
        return _running_line(a, b) if a.cumulative else _line(a, b)
    if a.origin == b.origin and consistent(a, b):
        return _relation(a, b, RelationKind.REPEAT, "one origin, and the same said")
    return _rivals(a, b)


def _denial(a: Voice, b: Voice) -> Relation:
    if a.denies and b.denies:
        return _relation(a, b, RelationKind.COMPATIBLE, "two denials")
    denial, asserted = (a, b) if a.denies else (b, a)
    if is_denied(asserted, denial):
        if a.speaker == b.speaker:
            rule = "one source asserts it and denies it"
            return _relation(a, b, RelationKind.INTERNAL_INCONSISTENCY, rule)
        if a.origin == b.origin:
            return _relation(a, b, RelationKind.COMPATIBLE, "one origin, told in two ways")
        rule = "all that the one may mean is denied by the other"
        return _relation(a, b, RelationKind.CONTRADICTION, rule)
    if order(a, b) is Order.UNCERTAIN:
        return _uncertain(a, b)
    return _relation(a, b, RelationKind.COMPATIBLE, "the denial leaves room for the other")


def is_denied(asserted: Voice, denial: Voice) -> bool:
    """True when everything that an assertion may mean lies within what is denied.

    A cumulative count only grows, so an assertion bounds the count of a later moment from
    below and of an earlier moment from above.
    """
    if asserted.members is not None and denial.members is not None:
        return _entails(asserted.members, denial.members)
    support = asserted.support
    placed = order(asserted, denial)
    if placed is Order.UNCERTAIN or (placed is not Order.SAME and denial.pinned):
        return False
    if placed is Order.BEFORE:
        support = attrs.evolve(support, high=ANY.high)
    elif placed is Order.AFTER:
        support = attrs.evolve(support, low=ANY.low, low_open=False)
    return support.is_within(denial.core)


def _line(a: Voice, b: Voice) -> Relation:
    """Two claims of one source, neither of them a running count."""
    if (moments := order(a, b)) is not Order.SAME:
        return _uncertain(a, b) if moments is Order.UNCERTAIN else _apart(a, b)
    said = order_said(a, b)
    if said in {Order.BEFORE, Order.AFTER} and not same_value(a, b):
        return _revision(a, b, said)
    if conflict(a, b):
        if said is Order.UNCERTAIN:
            rule = "which of the two its source said last is uncertain"
            return _relation(a, b, RelationKind.UNDERSPECIFIED, rule)
        rule = "one source says two things of one moment that cannot both be right"
        return _relation(a, b, RelationKind.INTERNAL_INCONSISTENCY, rule)
    if consistent(a, b):
        return _relation(a, b, RelationKind.REPEAT, "one source says it again")
    return _relation(a, b, RelationKind.COMPATIBLE, "one source, and both can be right")


def _running_line(a: Voice, b: Voice) -> Relation:
    """Two running counts of one source."""
    placed = order(a, b)
    if placed is Order.UNCERTAIN:
        return _uncertain(a, b)
    if placed is Order.SAME:
        said = order_said(a, b)
        if said in {Order.BEFORE, Order.AFTER} and not same_value(a, b):
            return _revision(a, b, said)
        old, new = (a, b) if growing(a) <= growing(b) else (b, a)
        rule = "two counts of one moment, in growing order"
        return _relation(old, new, RelationKind.UPDATE, rule)
    old, new = (a, b) if placed is Order.BEFORE else (b, a)
    if a.is_retold or b.is_retold:
        return _relation(old, new, RelationKind.COMPATIBLE, "the one is a part of the other")
    if has_fallen(old, new):
        return _relation(old, new, RelationKind.DOWNWARD_REVISION, "a running count fell")
    return _relation(old, new, RelationKind.UPDATE, "a running count went on")


def _revision(a: Voice, b: Voice, said: Order) -> Relation:
    old, new = (a, b) if said is Order.BEFORE else (b, a)
    return _relation(old, new, RelationKind.REVISION, "the source said otherwise later")


def has_fallen(old: Voice, new: Voice) -> bool:
    """True when the literal readings of a running count cannot have grown."""
    return new.core.precedes(old.core)


def are_of_many(voices: Sequence[Voice]) -> bool:
    """True for claims of as many sources."""
    return len({voice.speaker for voice in voices}) == len(voices)


def growing(voice: Voice) -> tuple[object, ...]:
    """The order of running counts of one moment: by their literal reading, then the tolerant."""
    return (*voice.core.sort_key(), *voice.support.sort_key(), voice.id)


def _rivals(a: Voice, b: Voice) -> Relation:
    """Two claims of different sources, both with content, neither a denial."""
    placed = order(a, b)
    if placed is Order.UNCERTAIN:
        return _uncertain(a, b)
    if placed is not Order.SAME and a.pinned:
        return _apart(a, b)
    if a.origin != b.origin:
        if placed is Order.SAME:
            if conflict(a, b):
                rule = _NOT_BOTH[a.claim.kind]
                return _relation(a, b, RelationKind.CONTRADICTION, rule)
            if not consistent(a, b):
                rule = "read tolerantly they can both be right, read literally they cannot"
                return _relation(a, b, RelationKind.TENSION, rule)
        else:
            early, late = (a, b) if placed is Order.BEFORE else (b, a)
            if late.support.precedes(early.support):
                rule = "a running count cannot fall from the earlier to the later"
                return _relation(early, late, RelationKind.CONTRADICTION, rule)
    return _support(a, b)


_NOT_BOTH = {
    "measure": "even read tolerantly, they share no value",
    "proposition": "the one says yes and the other no",
    "choice": "one question cannot have both answers",
    "members": "the one leaves no room for a name that the other gives",
}


def corroborates(a: Voice, b: Voice) -> bool:
    """True when a supports b as far as b goes; assumes that the two do not contradict.

    What has no known origin cannot be known to be independent.
    """
    if a.component == b.component or a.side == b.side or a.is_nameless or b.is_nameless:
        return False
    return within(a, b)


def _support(a: Voice, b: Voice) -> Relation:
    for one, other in ((a, b), (b, a)):
        if corroborates(one, other):
            mutual = within(other, one)
            rule = "each bears out the other" if mutual else "the one bears out the other"
            return _relation(one, other, RelationKind.CORROBORATION, rule)
    return _relation(a, b, RelationKind.COMPATIBLE, "both can be right")


def _uncertain(a: Voice, b: Voice) -> Relation:
    return _relation(a, b, RelationKind.UNDERSPECIFIED, "their order in time is uncertain")


def _apart(a: Voice, b: Voice) -> Relation:
    return _relation(a, b, RelationKind.COMPATIBLE, "they speak of different moments")


def _relation(a: Voice, b: Voice, kind: RelationKind, rule: str) -> Relation:
    return Relation(a.id, b.id, kind, rule)


def _can_agree(a: Members, b: Members) -> bool:
    if a.closed and b.closed:
        return a.keys == b.keys
    if a.closed:
        return b.keys <= a.keys
    return not b.closed or a.keys <= b.keys


def _entails(a: Members, b: Members) -> bool:
    if b.closed:
        return a.closed and a.keys == b.keys
    return b.keys <= a.keys

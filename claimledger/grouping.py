"""Which claims meet in one question, and why others do not.

Claims meet when every dimension of their questions is equal: event, subject, measure,
place and time for a figure; the text, event, place and window for everything else. The
subject of a proposition is part of its text and no dimension.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from claimledger.canonical import name_key
from claimledger.claims import Accrual, Claim, Event
from claimledger.dates import PartialDate, Window, parse_date, parse_window
from claimledger.ledger import Ledger
from claimledger.quantities import Quantity
from claimledger.sources import ANY
from claimledger.taxonomy import Measure, Place, Tree, Vocabulary, shipped_vocabulary, units


@attrs.frozen(kw_only=True)
class Question:
    """The key under which claims compete, in shown names.

    Attributes:
        event: The event, or None when not stated.
        subject: Whose; ``"any"`` is all of them; None when not stated.
        measure: What is counted, as the vocabulary spells it.
        proposition: What is true or not.
        choice: A question with exclusive options.
        members: A set that is asked for.
        position: A matter on which something is held.
        place: Where, or None when not stated.
        window: The time it speaks of, such as ``"2020-09-27/.."``, or None when not stated.
        accrual: Over which time a count runs, stated or by default; None for what is no count.
        dimension: What the unit measures, such as ``"area"``; None for a count.
    """

    event: str | None = None
    subject: str | None = None
    measure: str | None = None
    proposition: str | None = None
    choice: str | None = None
    members: str | None = None
    position: str | None = None
    place: str | None = None
    window: str | None = None
    accrual: str | None = None
    dimension: str | None = None

    @property
    def kind(self) -> str:
        """Which of the five kinds it is."""
        kinds = ("measure", "proposition", "choice", "members", "position")
        return next(kind for kind in kinds if getattr(self, kind) is not None)

    @property
    def about(self) -> str:
        """The text of the measure, proposition, choice, set or position."""
        text: str = getattr(self, self.kind)
        return text

    def __str__(self) -> str:
        if self.kind != "measure":
            return self.about
        whose = {None: "subject not stated", ANY: "all parties"}.get(self.subject, self.subject)
        parts = [f"{self.about}, {whose}", self.place, self.window]
        if self.accrual in {"increment", "stock"}:
            parts.append(self.accrual)
        return ", ".join(part for part in parts if part)


@attrs.frozen
class Time:
    """The time that a claim's answer speaks of.

    Attributes:
        accrual: How the count runs, stated or by default; None for what is no count.
        window: From when to when; None when not stated. Of a running count up to its moment.
        start: Of a running count the day it runs from; None when not stated.
        moment: What orders it: of a running count the moment up to which it counts, else
            the date said.
    """

    accrual: Accrual | None
    window: Window | None
    start: PartialDate | None
    moment: PartialDate

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for claims whose times can be compared in one question."""
        if self.accrual is Accrual.CUMULATIVE:
            return ("cumulative", str(self.start or ""), "")
        kind = "" if self.accrual in {None, Accrual.EVENT, Accrual.PERIOD} else str(self.accrual)
        if self.window is None:
            return (kind, "", "")
        exact = self.window.relation(self.window) == "equal"
        if not exact:
            return (kind, str(self.window), "")
        return (kind, self.window.first.isoformat(), self.window.last.isoformat())

    @property
    def label(self) -> str | None:
        """How the question shows it."""
        if self.accrual is Accrual.CUMULATIVE:
            return None if self.start is None else f"{self.start}/.."
        return None if self.window is None else str(self.window)


Key = tuple[str, ...]
"""What claims of one question share, as name keys."""


class Meeting(enum.StrEnum):
    """How the questions of two claims lie to each other."""

    SAME = "same question"
    PART_OF = "part of"
    CONTAINS = "contains"
    CROSSING = "crossing"
    DIFFERENT = "different question"
    UNDERSPECIFIED = "underspecified"


@attrs.frozen
class Scene:
    """What a ledger says of the world, as far as questions depend on it."""

    ledger: Ledger
    vocabulary: Vocabulary
    parties: Tree
    places: Tree
    events: Tree

    @classmethod
    def of(cls, ledger: Ledger) -> Scene:
        """The scene of a ledger.

        Raises:
            InvalidRecordError: if parties, places or events are part of each other in a circle.
        """
        return cls(
            ledger=ledger,
            vocabulary=shipped_vocabulary().extended(ledger.measures),
            parties=_tree(ledger.parties),
            places=_tree(ledger.places),
            events=_tree(ledger.events),
        )

    @cached_property
    def _opposed(self) -> frozenset[frozenset[str]]:
        return frozenset(
            frozenset((key, name_key(other)))
            for key, party in self.ledger.parties.items()
            for other in party.opposed
        )

    @cached_property
    def in_conflict(self) -> frozenset[tuple[str, str]]:
        """Kind and key of everything whose declarations disagree."""
        return frozenset((c.kind, name_key(c.name)) for c in self.ledger.conflicts)

    @cached_property
    def on_disputed_sides(self) -> frozenset[str]:
        """Keys of the sources whose side itself is given in several ways."""
        return frozenset(
            name_key(c.name)
            for c in self.ledger.conflicts
            if (c.kind, c.field) == ("source", "side")
        )

    def path(self, party: str) -> tuple[str, ...]:
        """A party's key and those of all it belongs to, up to its side."""
        parents = self.ledger.parties
        path = [party]
        while (record := parents.get(path[-1])) is not None and record.part_of is not None:
            path.append(name_key(record.part_of))
        return tuple(path)

    def opposed(self, a: str, b: str) -> bool:
        """True when two parties, or what they belong to, are declared opponents."""
        return any(
            frozenset((one, other)) in self._opposed
            for one in self.path(a)
            for other in self.path(b)
        )

    def party_name(self, key: str, spelt: str | None = None) -> str:
        """The shown name of a party."""
        record = self.ledger.parties.get(key)
        return record.name if record is not None else (spelt or key)

    def measure(self, claim: Claim) -> Measure | None:
        """What a claim counts, by the vocabulary; None when it counts nothing."""
        return None if claim.measure is None else self.vocabulary.resolve(claim.measure)

    def event(self, claim: Claim) -> Event | None:
        """The declared event of a claim."""
        return None if claim.event is None else self.ledger.events.get(name_key(claim.event))

    def time(self, claim: Claim) -> Time:
        """The time that a claim's answer speaks of, defaults filled in."""
        if claim.measure is None:
            return Time(None, claim.window, None, claim.date)
        event = self.event(claim)
        accrual = claim.accrual or _default_accrual(claim, event)
        whole = event.window if event is not None else None
        if accrual is Accrual.CUMULATIVE:
            return _running(claim, whole)
        if accrual in {Accrual.INCREMENT, Accrual.STOCK}:
            return Time(accrual, claim.window or _day_of(claim.date), None, claim.date)
        ongoing = event is not None and event.is_ongoing
        default = None if accrual is not Accrual.EVENT or ongoing else whole
        return Time(accrual, claim.window or default, None, claim.date)

    def key(self, claim: Claim) -> Key:
        """What a claim shares with all that answer its question."""
        shared = tuple(_key(name) for name in (claim.event, claim.place))
        if claim.measure is None:
            return (claim.kind, name_key(claim.about), *shared, *self.time(claim).key)
        measure = self.vocabulary.resolve(claim.measure)
        counted = (measure.what or "", measure.outcome or "", "")
        if measure.what is None or measure.outcome is None:
            counted = ("", "", name_key(measure.name))
        dimension = dimension_of(claim) or ""
        subject = _key(claim.subject)
        return (claim.kind, *counted, dimension, subject, *shared, *self.time(claim).key)

    def question(self, claim: Claim) -> Question:
        """The question that a claim answers, in shown names."""
        time = self.time(claim)
        event = self.event(claim)
        about = (
            claim.about if claim.measure is None else self.vocabulary.resolve(claim.measure).name
        )
        subject = claim.subject if claim.measure is not None else None
        if subject is not None:
            key = name_key(subject)
            subject = ANY if key == ANY else self.party_name(key, subject)
        place = None if claim.place is None else self.ledger.places.get(name_key(claim.place))
        return Question(
            event=event.name if event is not None else claim.event,
            subject=subject,
            place=place.name if place is not None else claim.place,
            window=time.label,
            accrual=None if time.accrual is None else time.accrual.value,
            dimension=dimension_of(claim),
            **{claim.kind: about},
        )

    def meeting(self, a: Claim, b: Claim) -> tuple[Meeting, str]:
        """How the questions of two claims lie to each other, and the dimension that decides.

        The first row of section 3 of the semantics that applies.
        """
        if a.kind != b.kind:
            return Meeting.DIFFERENT, "kind"
        if a.kind != "measure" and name_key(a.about) != name_key(b.about):
            return Meeting.DIFFERENT, a.kind
        placed = list(self._dimensions(a, b))
        for wanted, meeting in (
            (Place.DISJOINT, Meeting.DIFFERENT),
            (None, Meeting.UNDERSPECIFIED),
        ):
            for name, place in placed:
                if place is wanted:
                    return meeting, name
        unequal = [(name, place) for name, place in placed if place is not Place.EQUAL]
        names = ", ".join(name for name, _ in unequal)
        places = {place for _, place in unequal}
        if not places:
            return Meeting.SAME, ""
        if places == {Place.WITHIN}:
            return Meeting.PART_OF, names
        return (
            (Meeting.CONTAINS, names) if places == {Place.CONTAINS} else (Meeting.CROSSING, names)
        )

    def _dimensions(self, a: Claim, b: Claim) -> Iterable[tuple[str, Place | None]]:
        """Each dimension with how it lies; None where one side leaves it open."""
        yield "event", _placed(self.events, a.event, b.event)
        yield "place", _placed(self.places, a.place, b.place)
        if a.measure is not None and b.measure is not None:
            yield "subject", self._subjects(a.subject, b.subject)
            yield "measure", self._measures(a, b)
        yield "time", _times(self.time(a), self.time(b))

    def _subjects(self, a: str | None, b: str | None) -> Place | None:
        if a is None or b is None:
            return _placed(self.parties, a, b)
        is_any = (name_key(a) == ANY, name_key(b) == ANY)
        if any(is_any):
            return {(True, True): Place.EQUAL, (True, False): Place.CONTAINS}.get(
                is_any, Place.WITHIN
            )
        return _placed(self.parties, a, b)

    def _measures(self, a: Claim, b: Claim) -> Place | None:
        one, other = (
            self.vocabulary.resolve(str(a.measure)),
            self.vocabulary.resolve(str(b.measure)),
        )
        if dimension_of(a) != dimension_of(b):
            return Place.DISJOINT
        if None in {one.what, one.outcome, other.what, other.outcome}:
            return Place.EQUAL if name_key(one.name) == name_key(other.name) else Place.DISJOINT
        what = self.vocabulary.what.place(str(one.what), str(other.what))
        outcome = self.vocabulary.outcome.place(str(one.outcome), str(other.outcome))
        return _product(what, outcome)


def dimension_of(claim: Claim) -> str | None:
    """What the unit of a figure measures; None for counts and for what is no figure."""
    return unit_dimension(claim.value.unit) if isinstance(claim.value, Quantity) else None


def unit_dimension(name: str | None) -> str | None:
    """What a unit measures; None for counts, which have none."""
    unit = None if name is None else units().find(name)
    return name if unit is None else unit.dimension


def group(scene: Scene, claims: Iterable[Claim]) -> list[list[tuple[Claim, bool]]]:
    """Claims by the question they answer, each with whether it is pinned.

    A count of a closed window that begins where a running count begins, and ends on a day
    on which that running count has a claim, answers the question of that moment; it joins
    the running count, pinned to its moment.

    Returns:
        Groups in the order of their first claims.

    Complexity: linear in the number of claims.
    """
    groups: dict[Key, list[tuple[Claim, bool]]] = defaultdict(list)
    for claim in claims:
        groups[scene.key(claim)].append((claim, False))
    running: dict[tuple[Key, str, str], Key] = {}
    for key, members in groups.items():
        if key[-3] == "cumulative":
            for claim, _ in members:
                time = scene.time(claim)
                if time.start is not None and time.moment.is_day:
                    place = (key[:-3], time.start.first.isoformat(), time.moment.first.isoformat())
                    running.setdefault(place, key)
    for key in list(groups):
        if key[0] == "measure" and key[-3] == "" and key[-2]:
            target = running.get((key[:-3], key[-2], key[-1]))
            if target is not None:
                groups[target] += [(claim, True) for claim, _ in groups.pop(key)]
    return list(groups.values())


def _key(name: str | None) -> str:
    return "" if name is None else name_key(name)


def _tree(records: Mapping[str, object]) -> Tree:
    parents = {
        key: name_key(record.part_of)  # type: ignore[attr-defined]
        for key, record in records.items()
        if record.part_of is not None  # type: ignore[attr-defined]
    }
    nodes = {*records, *parents.values()}
    return Tree({node: (parents[node],) if node in parents else () for node in nodes})


def _default_accrual(claim: Claim, event: Event | None) -> Accrual | None:
    is_count = isinstance(claim.value, Quantity) and claim.value.is_count
    if not is_count:
        return None
    if claim.window is not None:
        return Accrual.CUMULATIVE if claim.window.is_open_ended else Accrual.PERIOD
    return Accrual.CUMULATIVE if event is not None and event.is_ongoing else Accrual.EVENT


def _running(claim: Claim, whole: Window | None) -> Time:
    window = claim.window or whole
    start = None if window is None else window.start
    closed = claim.window is not None and not claim.window.is_open_ended
    moment = claim.date
    if closed and claim.window is not None:
        moment = parse_date(claim.window.last)
    return Time(Accrual.CUMULATIVE, _until(start, moment), start, moment)


def _until(start: PartialDate | None, moment: PartialDate) -> Window | None:
    if start is None or moment.last < start.first:
        return None
    end = moment.first.isoformat() if moment.is_day else str(moment)
    return parse_window(f"{start}/{end}")


def _day_of(date: PartialDate) -> Window:
    return parse_window(date.first.isoformat() if date.is_day else str(date))


def _placed(tree: Tree, a: str | None, b: str | None) -> Place | None:
    if a is None or b is None:
        return Place.EQUAL if a == b else None
    return tree.place(name_key(a), name_key(b))


def _times(a: Time, b: Time) -> Place | None:
    apart = {Accrual.INCREMENT, Accrual.STOCK}
    if a.accrual in apart or b.accrual in apart:
        return Place.EQUAL if a.key == b.key else Place.DISJOINT
    if a.key == b.key:
        return Place.EQUAL
    if a.window is None or b.window is None:
        return Place.EQUAL if a.window is b.window is None else None
    names = {
        "equal": Place.EQUAL,
        "within": Place.WITHIN,
        "contains": Place.CONTAINS,
        "overlaps": Place.OVERLAPS,
        "disjoint": Place.DISJOINT,
    }
    return names.get(a.window.relation(b.window))


def _product(one: Place, other: Place) -> Place:
    """How two products of regions lie, from how their factors lie."""
    pair = {one, other}
    if Place.DISJOINT in pair:
        return Place.DISJOINT
    pair.discard(Place.EQUAL)
    if not pair:
        return Place.EQUAL
    return pair.pop() if len(pair) == 1 else Place.OVERLAPS

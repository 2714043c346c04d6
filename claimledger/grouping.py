"""Which claims meet in one question, and why others do not.

Claims meet when every dimension of their questions is equal: event, subject, measure,
place and time for a figure; the text, event, place and window for everything else. The
subject of a proposition is part of its text and no dimension.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

import attrs

from claimledger.canonical import matter_key, name_key
from claimledger.claims import Accrual, Claim, Event
from claimledger.cuts import Cut, cuts
from claimledger.drafts import maker
from claimledger.ledger import Ledger
from claimledger.quantities import Quantity
from claimledger.questions import Question, Time, has_content, time_of
from claimledger.sources import ANY
from claimledger.taxonomy import Measure, Place, Tree, Vocabulary, shipped_vocabulary, units

__all__ = ["Meeting", "Question", "Scene", "dimension_of", "group", "unit_dimension"]

Key = tuple[str, ...]
"""What claims of one question share, as name keys."""


OF_MOMENTS = frozenset({Accrual.STOCK, Accrual.INCREMENT})
"""The accruals of counts whose time depends on the date said."""

KEPT = 1 << 17
"""So many times, and so many keys, are remembered before all are forgotten."""


class Meeting(enum.StrEnum):
    """How the questions of two claims lie to each other."""

    SAME = "same question"
    PART_OF = "part of"
    CONTAINS = "contains"
    CROSSING = "crossing"
    DIFFERENT = "different question"
    UNDERSPECIFIED = "underspecified"


_made_question = maker(Question)
_NAMES = tuple(field.name for field in attrs.fields(Question))
_fields_of = attrgetter(*_NAMES)
_PLACE = _NAMES.index("place")


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
        found = self._known_opposed.get((a, b))
        if found is None:
            found = self._known_opposed[a, b] = any(
                frozenset((one, other)) in self._opposed
                for one in self.path(a)
                for other in self.path(b)
            )
        return found

    @cached_property
    def _known_opposed(self) -> dict[tuple[str, str], bool]:
        return {}

    def party_name(self, key: str, spelt: str | None = None) -> str:
        """The shown name of a party."""
        record = self.ledger.parties.get(key)
        return record.name if record is not None else (spelt or key)

    @cached_property
    def _places_spelt(self) -> dict[str, str]:
        names = sorted({claim.place for claim in self.ledger.claims if claim.place}, reverse=True)
        return {name_key(name): name for name in names}

    def place_name(self, key: str) -> str:
        """The shown name of a place, as claims spell it where nothing declares it."""
        record = self.ledger.places.get(key)
        return record.name if record is not None else self._places_spelt.get(key, key)

    @cached_property
    def cuts(self) -> tuple[Cut, ...]:
        """The declared partitions.

        Raises:
            InvalidRecordError: if one cannot be read, or several go in a circle.
        """
        return cuts(self.ledger, self.vocabulary)

    def measure(self, claim: Claim) -> Measure | None:
        """What a claim counts, by the vocabulary; None when it counts nothing."""
        return None if claim.measure is None else self.vocabulary.resolve(claim.measure)

    def event(self, claim: Claim) -> Event | None:
        """The declared event of a claim."""
        return None if claim.event is None else self.ledger.events.get(name_key(claim.event))

    @cached_property
    def _times(self) -> dict[tuple[object, ...], Time]:
        return {}

    def time(self, claim: Claim) -> Time:
        """The time that a claim's answer speaks of, defaults filled in."""
        value = claim.value
        is_measured = isinstance(value, Quantity) and value.unit is not None
        known = (claim.measure, is_measured, claim.event, claim.accrual)
        key = (claim.date.text, claim.window, *known)
        found = self._times.get(key)
        if found is None:
            if len(self._times) >= KEPT:
                self._times.clear()
            measure = self.measure(claim)
            is_state = measure is not None and self.vocabulary.is_state(measure)
            found = time_of(claim, self.event(claim), is_state=is_state)
            self._times[key] = found
        return found

    @cached_property
    def _keys(self) -> dict[tuple[object, ...], Key]:
        return {}

    def key(self, claim: Claim) -> Key:
        """What a claim shares with all that answer its question."""
        time = self.time(claim).key
        if claim.measure is None:
            return self.new_key(claim, time)
        asked = (_asked(claim), time)
        found = self._keys.get(asked)
        if found is None:
            if len(self._keys) >= KEPT:
                self._keys.clear()
            found = self._keys[asked] = self.new_key(claim, time)
        return found

    def new_key(self, claim: Claim, time: Key) -> Key:
        """The same, looked up nowhere; the key of its time is known."""
        if claim.measure is None:
            return (claim.kind, matter_key(claim.about), *self._shared(claim), *time)
        measure = self.vocabulary.resolve(claim.measure)
        counted = (measure.what or "", measure.outcome or "", "")
        if measure.what is None or measure.outcome is None:
            counted = ("", "", name_key(measure.name))
        dimension = dimension_of(claim) or ""
        return (
            "measure",
            *counted,
            dimension,
            _key(claim.subject),
            *self._shared(claim),
            *time,
        )

    def _shared(self, claim: Claim) -> Key:
        return tuple(_key(name) for name in (claim.event, claim.place))

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
        return Question(
            event=event.name if event is not None else claim.event,
            subject=subject,
            place=self._place_asked(claim.place),
            window=time.label,
            accrual=None if time.accrual is None else time.accrual.value,
            dimension=dimension_of(claim),
            **{claim.kind: about},
        )

    def elsewhere(self, question: Question, place: str | None) -> Question:
        """A question asked of another place."""
        fields = list(_fields_of(question))
        fields[_PLACE] = self._place_asked(place)
        return _made_question(*fields)

    def _place_asked(self, spelt: str | None) -> str | None:
        place = None if spelt is None else self.ledger.places.get(name_key(spelt))
        return place.name if place is not None else _any_or(spelt)

    def meeting(self, a: Claim, b: Claim) -> tuple[Meeting, str]:
        """How the questions of two claims lie to each other, and the dimension that decides.

        The first row of section 3 of the semantics that applies.
        """
        if a.kind != b.kind:
            return Meeting.DIFFERENT, "kind"
        if a.kind != "measure" and matter_key(a.about) != matter_key(b.about):
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
        yield "place", _with_any(self.places, a.place, b.place)
        if a.measure is not None and b.measure is not None:
            yield "subject", _with_any(self.parties, a.subject, b.subject)
            yield "measure", self._measures(a, b)
        yield "time", _timed(self.time(a), self.time(b))

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


def unit_factor(name: str | None) -> Fraction:
    """How many base units of its dimension a unit is; 1 for counts, and for one of no table."""
    unit = None if name is None else units().find(name)
    return Fraction(1) if unit is None else unit.factor


def group(scene: Scene, claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims by the question they answer.

    A count of a closed window that begins where a running count begins, and ends on a day
    for which that running count has a figure, is that running count and joins it.

    Args:
        scene: The scene of the ledger.
        claims: Claims by date and id.

    Returns:
        Groups in the order of their first claims, each by date and id.

    Complexity: linear in the number of claims.
    """
    groups: dict[Key, list[Claim]] = defaultdict(list)
    known: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        asked = _asked(claim)
        members = known.get(asked)
        if members is None:
            time = scene.time(claim)
            members = groups[scene.new_key(claim, time.key)]
            # Of others the date is part of what they ask, or their text is.
            if claim.measure is not None and time.accrual not in OF_MOMENTS:
                known[asked] = members
        members.append(claim)
    running: dict[Key, Key] = {}
    # Only what begins with a closed window may join, so only its rivals need a look.
    begun = {(key[:-3], key[-2]) for key in groups if key[-3] == "" and key[-1]}
    for key, members in groups.items() if begun else ():
        if key[-3] == "cumulative" and key[-2] and (key[:-3], key[-2]) in begun:
            for claim in members:
                moment = scene.time(claim).moment
                if moment.is_day and has_content(claim) and claim.id not in scene.ledger.withdrawn:
                    running[*key[:-3], "", key[-2], moment.first.isoformat()] = key
    for key in groups.keys() & running.keys():
        groups[running[key]] = by_date(groups[running[key]] + groups.pop(key))
    return list(groups.values())


def by_date(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by date said and id."""
    return sorted(claims, key=lambda claim: (claim.date.sort_key(), claim.id))


def _asked(claim: Claim) -> tuple[object, ...]:
    """What a count has in common with others that ask the same in the same words."""
    value = claim.value
    return (
        claim.place,
        claim.measure,
        claim.subject,
        claim.event,
        claim.window,
        claim.accrual,
        value.unit if isinstance(value, Quantity) else None,
    )


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


def _placed(tree: Tree, a: str | None, b: str | None) -> Place | None:
    if a is None or b is None:
        return Place.EQUAL if a == b else None
    return tree.place(name_key(a), name_key(b))


def _any_or(name: str | None) -> str | None:
    return ANY if _key(name) == ANY else name


def _with_any(tree: Tree, a: str | None, b: str | None) -> Place | None:
    if a is None or b is None:
        return _placed(tree, a, b)
    is_any = (name_key(a) == ANY, name_key(b) == ANY)
    if any(is_any):
        return {(True, True): Place.EQUAL, (True, False): Place.CONTAINS}.get(is_any, Place.WITHIN)
    return _placed(tree, a, b)


def _timed(a: Time, b: Time) -> Place | None:
    if a.key == b.key:
        return Place.EQUAL
    if a.accrual in OF_MOMENTS or b.accrual in OF_MOMENTS:
        return Place.DISJOINT
    if a.window is None or b.window is None:
        return None
    return _WINDOWS.get(a.window.relation(b.window))


_WINDOWS = {
    "equal": Place.EQUAL,
    "within": Place.WITHIN,
    "contains": Place.CONTAINS,
    "overlaps": Place.OVERLAPS,
    "disjoint": Place.DISJOINT,
}


def _product(one: Place, other: Place) -> Place:
    """How two products of regions lie, from how their factors lie."""
    pair = {one, other}
    if Place.DISJOINT in pair:
        return Place.DISJOINT
    pair.discard(Place.EQUAL)
    if not pair:
        return Place.EQUAL
    return pair.pop() if len(pair) == 1 else Place.OVERLAPS

"""A dumb model of judgement: every pair by the table, every question by its pairs.

Written from the page on meaning, to be read against it. Nothing here sorts, sweeps or
remembers; the code under test gives it nothing but the values of a claim, the readings of a
quantity, the order of two dates and the words of the vocabulary. It leaves out what has no
model: interest, implied contradictions, metadata conflicts, the words shown for a side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise, permutations
from typing import TypeVar

import attrs

import claimledger as cl
from claimledger.canonical import matter_key, name_key
from claimledger.claims import Members, Truth
from claimledger.dates import Ternary, parse_date
from claimledger.taxonomy import shipped_vocabulary
from claimledger.units import units

NAMELESS = {"unattributed", "unknown", "unnamed", "anonymous"}
N = TypeVar("N")


def key_of(name: str | None) -> str | None:
    return None if name is None else name_key(name)


# Section 3: what is asked.


@attrs.frozen
class Time:
    """The time that an answer speaks of; the mode is "... then" for a count of one moment."""

    mode: str
    start: object
    window: object
    moment: cl.PartialDate


def extent(window: cl.Window | None) -> object:
    """A window as its days where these are certain, else as its text."""
    if window is None:
        return None
    ends = [end for end in (window.start, window.end) if end is not None]
    if any(end.is_qualified for end in ends):
        return str(window)
    return (window.first, window.last)


def time_of(ledger: cl.Ledger, claim: cl.Claim) -> Time:
    event = None if claim.event is None else ledger.events.get(name_key(claim.event))
    whole = None if event is None else event.window
    ongoing = whole is not None and whole.is_open_ended
    window = claim.window
    accrual = None if claim.accrual is None else str(claim.accrual)
    counts = claim.measure is not None and dimension(claim) is None
    if accrual is None and counts:
        if window is None:
            accrual = "cumulative" if ongoing else "event"
            if str(claim.measure).endswith(("missing", "trapped")):
                accrual = "stock"
        else:
            accrual = "cumulative" if window.is_open_ended else "period"
    if accrual == "period" and window is not None and window.is_open_ended:
        accrual = "cumulative"
    if accrual == "cumulative":
        over = window or whole
        start = None if over is None else over.start
        day = None
        if start is not None:
            day = str(start) if start.is_qualified else start.first
        until = claim.date
        if window is not None and window.end is not None:
            until = end_of(window.end, claim.date)
        return Time("running", day, None, until)
    if accrual in {"stock", "increment"}:
        return momentary(claim, accrual)
    if accrual == "event" and window is None and not ongoing:
        window = whole
    return Time("", None, extent(window), claim.date)


def end_of(end: cl.PartialDate, said: cl.PartialDate) -> cl.PartialDate:
    """What is said on the last day itself counts up to its hour."""
    if end.is_qualified:
        return end
    return said if said.is_day and said.first == end.last else parse_date(end.last)


def momentary(claim: cl.Claim, accrual: str) -> Time:
    """Counts of one moment: the day stated, else the date said; of a longer span none."""
    window = claim.window
    if window is None and claim.date.is_day:
        return Time(f"{accrual} then", None, (claim.date.first, claim.date.first), claim.date)
    if window is None:
        return Time(f"{accrual} then", None, f"at {claim.date}", claim.date)
    if window.start is not None and window.start == window.end and window.start.is_day:
        here = (window.first, window.last)
        return Time(f"{accrual} then", None, here, end_of(window.start, claim.date))
    some_time = parse_date(f"{window.first.year:04}")
    if accrual == "stock":
        return Time("stock then", None, f"at {window}", some_time)
    return Time("increment", None, extent(window), some_time)


def dimension(claim: cl.Claim) -> str | None:
    if not isinstance(claim.value, cl.Quantity) or claim.value.unit is None:
        return None
    unit = units().find(claim.value.unit)
    return claim.value.unit if unit is None else unit.dimension


def subject_matter(ledger: cl.Ledger, claim: cl.Claim) -> tuple[object, ...]:
    """All dimensions of a question but time."""
    shared = (claim.kind, key_of(claim.event), key_of(claim.place))
    if claim.measure is None:
        return (*shared, matter_key(claim.about))
    measure = shipped_vocabulary().extended(ledger.measures).resolve(claim.measure)
    counted: tuple[object, ...] = (measure.what, measure.outcome)
    if None in counted:
        counted = (name_key(measure.name),)
    return (*shared, key_of(claim.subject), *counted, dimension(claim))


def has_content(claim: cl.Claim) -> bool:
    value = claim.value
    vague = value.is_vacuous if isinstance(value, cl.Quantity) else str(value) == "unknown"
    return claim.stance in {"asserts", "denies"} and not vague


def same_question(ledger: cl.Ledger, a: cl.Claim, b: cl.Claim) -> bool:
    if subject_matter(ledger, a) != subject_matter(ledger, b):
        return False
    one, other = time_of(ledger, a), time_of(ledger, b)
    if one.mode == other.mode:
        return (one.start, one.window) == (other.start, other.window)
    if one.mode != "running":
        one, other, a, b = other, one, b, a
    # A closed period from the start of a running count to its moment is that running count.
    return (
        (one.mode, other.mode) == ("running", "")
        and a.measure is not None
        and has_content(a)
        and a.id not in ledger.withdrawn
        and one.moment.is_day
        and one.start is not None
        and other.window == (one.start, one.moment.first)
    )


def grouped(ledger: cl.Ledger) -> list[list[cl.Claim]]:
    """Claims that hang together by being on the same question."""
    groups: list[list[cl.Claim]] = []
    for claim in ledger.claims:
        meets = [g for g in groups if any(same_question(ledger, claim, other) for other in g)]
        groups = [g for g in groups if g not in meets] + [[claim, *(c for g in meets for c in g)]]
    return groups


# Section 7: who is independent.


def targets(ledger: cl.Ledger, claim: cl.Claim) -> set[tuple[str, str]]:
    """What a claim was declared to be taken from."""
    found: set[tuple[str, str]] = set()
    for attestation in ledger.attestations.get(claim.id, ()):
        taken = attestation.derived_from
        if taken is not None:
            is_claim = ledger.claim_or_none(taken) is not None or len(taken) == 64
            found.add(("claim", taken) if is_claim else ("source", name_key(taken)))
    return found


def next_of(
    ledger: cl.Ledger, present: Sequence[cl.Claim], node: tuple[str, str]
) -> set[tuple[str, str]]:
    """One step along the attribution chain; nothing at its end."""
    kind, name = node
    if kind == "claim":
        claim = ledger.claim_or_none(name)
        if claim is None:
            return set()
        return targets(ledger, claim) or {("source", name_key(claim.source))}
    own = [c for c in present if name_key(c.source) == name]
    if own and all(targets(ledger, c) for c in own):
        return {("claim", c.id) for c in own}
    return set()


def reach(
    ledger: cl.Ledger, present: Sequence[cl.Claim], node: tuple[str, str]
) -> set[tuple[str, str]]:
    found, waiting = set(), [node]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += next_of(ledger, present, here)
    return found


def ends(ledger: cl.Ledger, present: Sequence[cl.Claim], claim: cl.Claim) -> set[str]:
    """The ends of a chain; a chain that only runs in a circle ends at the least of the circle."""
    nodes = reach(ledger, present, ("claim", claim.id))
    leaves = {node for node in nodes if not next_of(ledger, present, node)}
    if leaves:
        return {speaker(ledger, node) for node in leaves}
    near = [reach(ledger, present, ("claim", other.id)) for other in present]
    endless = [some for some in near if all(next_of(ledger, present, node) for node in some)]
    circle = next(group for group in joined([nodes, *endless]) if nodes <= group)
    return {min(speaker(ledger, node) for node in circle)}


def speaker(ledger: cl.Ledger, node: tuple[str, str]) -> str:
    kind, name = node
    claim = ledger.claim_or_none(name) if kind == "claim" else None
    if claim is not None:
        name = name_key(claim.source)
    elif kind == "claim":
        return f"claim: {name}"
    return "unattributed" if name in NAMELESS else name


def labels(ledger: cl.Ledger, claim: cl.Claim) -> set[str]:
    records = ledger.attestations.get(claim.id, ())
    return {name_key(r.statement) for r in records if r.statement is not None}


def joined(sets: Iterable[set[N]]) -> list[set[N]]:
    """Sets that share a member, as one."""
    found: list[set[N]] = []
    for here in sets:
        meets = [other for other in found if other & here]
        found = [other for other in found if other not in meets] + [here.union(*meets)]
    return found


def controls(ledger: cl.Ledger, name: str, seen: list[str]) -> list[set[str]]:
    """Who controls whom, from a source up; who controls each other in a circle is one."""
    record = ledger.sources.get(name)
    if name in seen or record is None or record.controlled_by is None:
        return []
    above = name_key(record.controlled_by)
    return [{name, above}, *controls(ledger, above, [*seen, name])]


def origins(ledger: cl.Ledger, claims: Sequence[cl.Claim]) -> dict[str, tuple[str, str]]:
    """The origin of each claim, and the independent component it counts for."""
    present = [c for c in claims if c.id not in ledger.withdrawn]
    chains = {c.id: ends(ledger, present, c) for c in claims}
    least = {key: min(found) for key, found in chains.items()}
    least |= {c.id: speaker(ledger, ("claim", c.id)) for c in claims if c not in present}
    tied = joined({c.id, *(f"label {x}" for x in labels(ledger, c))} for c in present)
    origin = {}
    for claim in claims:
        renders = next((group for group in tied if claim.id in group), {claim.id})
        origin[claim.id] = min(least[key] for key in renders if key in least)
    links = [set(chains[c.id]) for c in present] + [{name} for name in origin.values()]
    own = {c.id: speaker(ledger, ("source", name_key(c.source))) for c in claims}
    links += [{own[c.id]} | chains[c.id] for c in present]
    for name in {*own.values(), *origin.values()}:
        links += [{name}, *controls(ledger, name, [])]
    parts = joined(links)
    return {
        key: (name, min(next(part for part in parts if name in part)))
        for key, name in origin.items()
    }


# Section 4: two claims on one question.


@attrs.frozen(slots=False, eq=False)
class Said:
    """A claim as the table sees it."""

    claim: cl.Claim
    core: cl.Interval
    support: cl.Interval
    time: Time
    origin: str
    component: str
    party: str | None
    side: str
    labels: set[str]

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def source(self) -> str:
        name = name_key(self.claim.source)
        return self.id if name in NAMELESS else name

    @property
    def denies(self) -> bool:
        return self.claim.stance == "denies"

    @property
    def members(self) -> Members | None:
        return self.claim.value if isinstance(self.claim.value, Members) else None

    @property
    def is_momentary(self) -> bool:
        return self.time.mode.endswith("then")

    @cached_property
    def growing(self) -> tuple[object, ...]:
        return (*self.core.sort_key(), self.id)


def ordered(a: cl.PartialDate, b: cl.PartialDate) -> str:
    if a.precedes(b) is Ternary.YES:
        return "before"
    if b.precedes(a) is Ternary.YES:
        return "after"
    return "same" if a.same_moment(b) is Ternary.YES else "uncertain"


def placed(a: Said, b: Said) -> str:
    """How two answers lie by the moments that they speak of."""
    return (
        ordered(a.time.moment, b.time.moment)
        if a.time.mode in {"running", "stock then", "increment then"}
        else "same"
    )


def worlds(members: Members, universe: Sequence[str]) -> set[frozenset[str]]:
    """All the sets that an answer leaves possible."""
    every = [
        frozenset(some)
        for size in range(len(universe) + 1)
        for some in combinations(universe, size)
    ]
    if members.closed:
        return {world for world in every if world == members.keys}
    return {world for world in every if members.keys <= world}


def possible(a: Said, b: Said) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    assert a.members is not None
    assert b.members is not None
    universe = sorted(a.members.keys | b.members.keys | {"someone else"})
    return worlds(a.members, universe), worlds(b.members, universe)


def disjoint(a: Said, b: Said) -> bool:
    if a.members is not None:
        one, other = possible(a, b)
        return not one & other
    return not a.support.overlaps(b.support)


def meet(a: Said, b: Said) -> bool:
    return not disjoint(a, b) if a.members is not None else a.core.overlaps(b.core)


def inside(a: Said, b: Said) -> bool:
    if a.members is not None:
        one, other = possible(a, b)
        return one <= other
    return a.core.is_within(b.core)


def equal(a: Said, b: Said) -> bool:
    return inside(a, b) and inside(b, a)


def falls(early: cl.Interval, late: cl.Interval) -> bool:
    """lo(early) > hi(late)."""
    return late.precedes(early)


def all_denied(asserted: Said, denial: Said) -> bool:
    if asserted.members is not None:
        one, other = possible(asserted, denial)
        return one <= other
    meant = asserted.support
    match placed(asserted, denial):
        case "uncertain":
            return False
        case "before":
            if asserted.is_momentary:
                return False
            meant = cl.Interval(meant.low, None, meant.low_open)
        case "after":
            if asserted.is_momentary:
                return False
            meant = cl.Interval(0, meant.high, high_open=meant.high_open)
    return meant.is_within(denial.core)


def relation(a: Said, b: Said) -> tuple[str, Said | None]:
    """The first row that matches, and the claim that it supersedes, if it does."""
    if not (has_content(a.claim) and has_content(b.claim)):
        return "no information", None
    if a.denies or b.denies:
        return denial_row(a, b), None
    if a.labels & b.labels and not equal(a, b):
        return "transmission discrepancy", None
    if a.source == b.source:
        return own_row(a, b)
    if a.origin == b.origin and meet(a, b):
        return "repeat", None
    return rival_row(a, b), None


def denial_row(a: Said, b: Said) -> str:
    if a.denies and b.denies:
        return "compatible"
    denial, asserted = (a, b) if a.denies else (b, a)
    if all_denied(asserted, denial):
        if a.source == b.source:
            return "internal inconsistency"
        return "compatible" if a.origin == b.origin else "contradiction"
    return "underspecified" if placed(a, b) == "uncertain" else "compatible"


def own_row(a: Said, b: Said) -> tuple[str, Said | None]:
    """Two claims of one source."""
    if a.time.mode == "running":
        return running_row(a, b)
    if placed(a, b) != "same":
        return ("underspecified" if placed(a, b) == "uncertain" else "compatible"), None
    said = ordered(a.claim.date, b.claim.date)
    if said in {"before", "after"} and not equal(a, b):
        return "revision", a if said == "before" else b
    if disjoint(a, b):
        return ("underspecified" if said == "uncertain" else "internal inconsistency"), None
    return ("repeat" if meet(a, b) else "compatible"), None


def running_row(a: Said, b: Said) -> tuple[str, Said | None]:
    order = placed(a, b)
    if order == "uncertain":
        return "underspecified", None
    if order == "same":
        said = ordered(a.claim.date, b.claim.date)
        if said in {"before", "after"} and not equal(a, b):
            return "revision", a if said == "before" else b
        return "update", None
    if any(str(x.time.moment) != str(x.claim.date) for x in (a, b)):
        return "compatible", None
    old, new = (a, b) if order == "before" else (b, a)
    if falls(old.core, new.core):
        return "downward revision", old
    return "update", None


def rival_row(a: Said, b: Said) -> str:
    order = placed(a, b)
    if order == "uncertain":
        return "underspecified"
    if order != "same" and a.is_momentary:
        return "compatible"
    if a.origin != b.origin:
        if order == "same":
            if disjoint(a, b):
                return "contradiction"
            if not meet(a, b):
                return "tension"
        else:
            early, late = (a, b) if order == "before" else (b, a)
            if falls(early.support, late.support):
                return "contradiction"
    independent = a.component != b.component and "unattributed" not in {a.origin, b.origin}
    if independent and a.side != b.side and (inside(a, b) or inside(b, a)):
        return "corroboration"
    return "compatible"


# Section 4: a whole question.


@attrs.frozen
class Result:
    ids: frozenset[str]
    verdict: str | None
    flags: frozenset[str]
    superseded: frozenset[str]
    relations: frozenset[tuple[frozenset[str], str]]
    common: cl.Interval | None
    gap: object
    ratio: object
    best: tuple[cl.Interval, int] | None
    origins: int
    subsets: frozenset[frozenset[str]]


def judged(ledger: cl.Ledger, reading: str = "standard") -> dict[frozenset[str], Result]:
    results = [question(ledger, claims, reading) for claims in grouped(ledger)]
    return {result.ids: result for result in results}


def path(ledger: cl.Ledger, party: str) -> list[str]:
    found = [party]
    record = ledger.parties.get(party)
    if record is not None and record.part_of is not None:
        found += path(ledger, name_key(record.part_of))
    return found


def are_opposed(ledger: cl.Ledger, a: str, b: str) -> bool:
    return any(
        name_key(other) in path(ledger, second)
        for first, second in ((a, b), (b, a))
        for key in path(ledger, first)
        if key in ledger.parties
        for other in ledger.parties[key].opposed
    )


def voices(ledger: cl.Ledger, claims: Sequence[cl.Claim], reading: str) -> list[Said]:
    values = [c.value for c in claims]
    used = [v.unit for v in values if isinstance(v, cl.Quantity) and v.unit is not None]
    unit = min(used, key=lambda u: (-used.count(u), u), default=None)
    options = sorted({matter_key(c.value) for c in claims if type(c.value) is str})
    independent = origins(ledger, claims)
    found = []
    for claim in claims:
        core = support = cl.Interval(0, None)
        value = claim.value
        if isinstance(value, cl.Quantity):
            core, support = value.core(reading), value.support(reading)
            one, other = units().find(value.unit or ""), units().find(unit or "")
            if one is not None and other is not None:
                factor = one.factor_to(other)
                core, support = core.scaled(factor), support.scaled(factor)
        elif isinstance(value, Truth):
            core = support = cl.Interval(int(value == "yes"), int(value == "yes"))
        elif type(value) is str:
            at = options.index(matter_key(value))
            core = support = cl.Interval(at, at)
        name = name_key(claim.source)
        record = ledger.sources.get(name)
        party = None if record is None else key_of(record.side)
        side = f"no side: {name}" if party is None else path(ledger, party)[-1]
        time = time_of(ledger, claim)
        if any(time_of(ledger, c).mode == "running" for c in claims) and time.mode == "":
            assert claim.window is not None or claim.event is not None
            assert isinstance(time.window, tuple)
            last = parse_date(time.window[1])
            time = Time("running", time.window[0], None, end_of(last, claim.date))
        origin, component = independent[claim.id]
        found.append(
            Said(claim, core, support, time, origin, component, party, side, labels(ledger, claim))
        )
    return found


def question(ledger: cl.Ledger, claims: Sequence[cl.Claim], reading: str) -> Result:
    present = [v for v in voices(ledger, claims, reading) if v.id not in ledger.withdrawn]
    ids = frozenset(c.id for c in claims)
    kind = claims[0].kind
    if kind == "position":
        none: frozenset[frozenset[str]] = frozenset()
        empty = frozenset[str]()
        return Result(ids, None, empty, empty, frozenset(), None, 0, 1, None, 0, none)
    rows = [(a, b, *relation(a, b)) for a, b in combinations(present, 2)]
    gone = {old.id for *_, old in rows if old is not None}
    flags = {
        {"revision": "revised", "downward revision": "downward"}[name]
        for *_, name, old in rows
        if old is not None
    }
    standing = [v for v in present if v.id not in gone]
    pairs = [(a, b, name) for a, b, name, _ in rows if not {a.id, b.id} & gone]
    speaking = [v for v in standing if has_content(v.claim)]
    asserted = [v for v in speaking if not v.denies]
    clashes = [(a, b) for a, b, name in pairs if name == "contradiction"]
    names = {name for *_, name in pairs}
    if clashes and all(a.side == b.side for a, b in clashes):
        flags.add("within one side")
    if "internal inconsistency" in names or any(map(renderings_differ, speaking)):
        flags.add("internally inconsistent")
    if any(a.labels & b.labels and not equal(a, b) for a, b in combinations(asserted, 2)):
        flags.add("transmission discrepancy")
    if speaking and all(v.denies or v.claim.value is Truth.NO for v in speaking):
        flags.add("denied, nobody asserts")
    if any(echo(a, b) for a, b in combinations(asserted, 2)):
        flags.add("possibly dependent")
    gap, ratio = widest(clashes) if kind == "measure" else (0, 1)
    ranges = newest_ranges(asserted)
    numeric = kind == "measure"
    return Result(
        ids=ids,
        verdict=verdict(ledger, standing, speaking, pairs),
        flags=frozenset(flags),
        superseded=frozenset(gone),
        relations=frozenset(
            (frozenset({a.id, b.id}), name)
            for a, b, name in pairs
            if name not in {"compatible", "no information"}
        ),
        common=shared([i for _, i in ranges]) if numeric else None,
        gap=gap,
        ratio=ratio,
        best=best(current(asserted), {v.id: i for v, i in ranges}) if numeric else None,
        origins=count_origins(speaking),
        subsets=subsets(asserted) if kind != "members" else frozenset(),
    )


def renderings_differ(voice: Said) -> bool:
    value, other = voice.claim.value, voice.claim.same_quantity_as
    if other is None or not isinstance(value, cl.Quantity):
        return False
    one, two = units().find(value.unit or ""), units().find(other.unit or "")
    if one is None or two is None or one.dimension != two.dimension:
        return value.unit != other.unit or not value.support().overlaps(other.support())
    return not other.support().scaled(two.factor_to(one)).overlaps(value.support())


def echo(a: Said, b: Said) -> bool:
    """Identical rare, non-round figures of two components."""
    x, y = a.claim.value, b.claim.value
    if (
        a.component == b.component
        or not isinstance(x, cl.Quantity)
        or not isinstance(y, cl.Quantity)
    ):
        return False
    digits = [format(n, "f").replace(".", "").strip("0") for n in (x.low, x.high) if n is not None]
    rare = any(len(text) >= 3 for text in digits)
    return rare and (x.low, x.high, x.unit) == (y.low, y.high, y.unit)


def verdict(
    ledger: cl.Ledger,
    standing: Sequence[Said],
    speaking: Sequence[Said],
    pairs: Sequence[tuple[Said, Said, str]],
) -> str:
    names = {name for *_, name in pairs}
    for name, wanted in (("contradiction", "disputed"), ("tension", "tension")):
        if name in names:
            return wanted
    supported = [(a, b) for a, b, name in pairs if name == "corroboration"]
    if any(
        a.party is not None and b.party is not None and are_opposed(ledger, a.party, b.party)
        for a, b in supported
        if not {name_key(a.claim.source), name_key(b.claim.source)} & doubtful_sides(ledger)
    ):
        return "corroborated across sides"
    if supported:
        return "corroborated"
    if not standing:
        return "underspecified"
    heard = speaking or standing
    if len({v.side for v in heard}) == 1 or len({v.component for v in heard}) == 1:
        return "one-sided"
    compared = [
        (a, b)
        for a, b in combinations(speaking, 2)
        if a.source != b.source
        and placed(a, b) != "uncertain"
        and not (a.is_momentary and placed(a, b) != "same")
    ]
    return "consistent" if compared else "underspecified"


def doubtful_sides(ledger: cl.Ledger) -> set[str]:
    return {name_key(c.name) for c in ledger.conflicts if (c.kind, c.field) == ("source", "side")}


def widest(clashes: Sequence[tuple[Said, Said]]) -> tuple[object, object]:
    found = []
    for a, b in [pair for clash in clashes for pair in permutations(clash)]:
        if a.denies or b.denies or a.members is not None:
            continue
        if placed(a, b) in {"before", "same"} and falls(a.support, b.support):
            low, high = Fraction(a.support.low), Fraction(b.support.high)
            found.append((low - high, low / high if high else math.inf))
    return max(found, default=(0, 1))


def newest(asserted: Sequence[Said]) -> list[Said]:
    """The claims than which no other may be of a later moment."""
    return [
        voice
        for voice in asserted
        if all(placed(w, voice) in {"before", "same"} for w in asserted if w is not voice)
    ]


def newest_ranges(asserted: Sequence[Said]) -> list[tuple[Said, cl.Interval]]:
    """What each says of the newest moment: a running count of an earlier one a lower bound."""
    last = newest(asserted)
    return [
        (
            v,
            v.support
            if v in last and not is_outgrown(v, last)
            else cl.Interval(v.support.low, None, v.support.low_open),
        )
        for v in asserted
        if v in last or not v.is_momentary
    ]


def is_outgrown(voice: Said, last: Sequence[Said]) -> bool:
    """True where its own source went beyond it on the same day, and no other contradicts it."""
    if voice.time.mode != "running":
        return False
    higher = [w for w in last if placed(voice, w) == "same" and falls(w.support, voice.support)]
    own = [w for w in higher if w.source == voice.source]
    return (
        bool(own)
        and len(own) == len(higher)
        and not any(
            w.labels & voice.labels for w in own if w.growing == max(x.growing for x in own)
        )
    )


def current(asserted: Sequence[Said]) -> list[Said]:
    """Of running counts those that their own source has not gone beyond."""
    if not asserted or asserted[0].time.mode != "running":
        return list(asserted)
    last = [
        v
        for v in asserted
        if not any(v.source == w.source and placed(v, w) == "before" for w in asserted)
    ]
    return [
        v
        for v in last
        if not any(
            v.source == w.source and placed(v, w) == "same" and v.growing < w.growing for w in last
        )
    ]


def shared(intervals: Sequence[cl.Interval]) -> cl.Interval | None:
    found = intervals[0] if intervals else None
    for interval in intervals[1:]:
        found = None if found is None else found.intersection(interval)
    return found


def samples(intervals: Iterable[cl.Interval]) -> list[Fraction]:
    """Every end and a number between each two, and beyond: all that can tell intervals apart."""
    ends = sorted(
        {Fraction(e) for i in intervals for e in (i.low, i.high) if not isinstance(e, float)}
    )
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    return sorted({*ends, *between, ends[0] - 1, ends[-1] + 1}) if ends else [Fraction(0)]


def best(held: Sequence[Said], ranges: dict[str, cl.Interval]) -> tuple[cl.Interval, int] | None:
    """The lowest run of numbers that most independent origins, at least two, hold possible."""
    known = [
        (v.component, ranges[v.id]) for v in held if v.origin != "unattributed" and v.id in ranges
    ]
    points = samples(i for _, i in known)
    holders = [frozenset(c for c, i in known if i.contains(x)) for x in points]
    most = max((len(h) for h in holders), default=0)
    if most < 2:
        return None
    first = next(n for n, h in enumerate(holders) if len(h) == most)
    last = first
    while last + 1 < len(points) and len(holders[last + 1]) == most:
        last += 1
    held_first = [i for _, i in known if i.contains(points[first])]
    held_last = [i for _, i in known if i.contains(points[last])]
    lefts = [i for i in held_first if not any(i.contains(x) for x in points[:first])]
    rights = [i for i in held_last if not any(i.contains(x) for x in points[last + 1 :])]
    left = max(lefts, key=lambda i: (i.low, i.low_open))
    right = min(rights, key=lambda i: (i.high, not i.high_open), default=None)
    if right is None:
        return cl.Interval(left.low, None, left.low_open), most
    return cl.Interval(left.low, right.high, left.low_open, right.high_open), most


def count_origins(speaking: Sequence[Said]) -> int:
    known = [v for v in speaking if v.origin != "unattributed"]
    nameless = [v for v in speaking if v.origin == "unattributed"]
    free = [v for v in nameless if all(v.component != w.component for w in known)]
    alone = [v for v in free if not any(v.denies == w.denies and equal(v, w) for w in known)]
    return len({v.component for v in known}) + bool(alone)


def subsets(asserted: Sequence[Said]) -> frozenset[frozenset[str]]:
    """Maximal sets that can all be right; of counts of moments, of those of the newest."""
    last = newest(asserted)
    ranges = [(v, i) for v, i in newest_ranges(asserted) if v in last]
    found = {
        frozenset(v.id for v, i in ranges if i.contains(x)) for x in samples(i for _, i in ranges)
    }
    return frozenset(s for s in found if s and not any(s < other for other in found))

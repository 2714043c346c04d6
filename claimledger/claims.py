"""Claims and what hangs on them: events, attestations, annotations, retractions.

A claim is one source's answer to one question on one date. Its id hashes what was said:
question, answer, stance, source and date. Wording, documents, attribution chains, grades
and recorded times hang on the claim from outside and never change its id.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import attrs

from claimledger.answers import (
    KINDS,
    Answer,
    Members,
    Stance,
    Truth,
    answer_text,
    parse_answer,
    parse_rendering,
    parse_stance,
)
from claimledger.canonical import digest, name_key
from claimledger.dates import PartialDate, Window, parse_date, parse_window
from claimledger.errors import InvalidRecordError, quoted
from claimledger.identity import (
    Pieces,
    answer_code,
    around,
    claim_id,
    name_code,
    text_code,
)
from claimledger.quantities import Quantity
from claimledger.sources import (
    as_code,
    check_not_in_itself,
    clean_name,
    name_set,
    one_of,
    optional_text,
)

__all__ = [
    "ID_LENGTH",
    "KINDS",
    "Accrual",
    "Annotation",
    "Answer",
    "Attestation",
    "Claim",
    "Event",
    "Implication",
    "Members",
    "Partition",
    "Retraction",
    "Stance",
    "Title",
    "Truth",
    "answer_text",
    "misfits",
    "parse_answer",
    "said_by",
]

ID_LENGTH = 64
_ID = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")


class Accrual(enum.StrEnum):
    """Over which time a count runs."""

    EVENT = "event"
    PERIOD = "period"
    CUMULATIVE = "cumulative"
    INCREMENT = "increment"
    STOCK = "stock"


def _parse_accrual(value: object) -> Accrual | None:
    if value is None or isinstance(value, Accrual):
        return value
    if value == "":
        return None
    return Accrual(one_of(str(value), (member.value for member in Accrual), "accrual"))


def _parse_window(value: object) -> Window | None:
    if value is None or isinstance(value, Window):
        return value
    return None if value == "" else parse_window(value)  # type: ignore[arg-type]


def _parse_value(value: object, claim: Claim) -> Answer | None:
    kind = next((kind for kind in KINDS if getattr(claim, kind) is not None), "")
    return None if value is None or value == "" else parse_answer(kind, value)


@attrs.frozen(kw_only=True, eq=False)
class Claim:
    """One source's answer to one question on one date.

    Two claims with one id say the same; equal ones also spell their names alike.

    >>> claim = Claim(
    ...     source="Ministry", date="2020-09-28", measure="people wounded", value="about 200"
    ... )
    >>> claim.kind, str(claim.date), claim.said
    ('measure', '2020-09-28', 'about 200')

    Attributes:
        source: Who asserts it, by name (or by handle, until a ledger resolves it).
        date: The date said.
        subject: Whose; ``"any"`` is all of them, None is not stated.
        event: What it is about; None is not stated.
        measure: What is counted, or None; exactly one of the five kinds is given.
        proposition: What is true or not.
        choice: A question with exclusive options.
        members: A set that is asked for.
        position: A matter on which something is called for or held.
        value: The answer. Text is parsed by the kind. None only when the source declines.
        place: Where; None is not stated.
        window: When it happened; None is not stated.
        accrual: Over which time the count runs; None is not stated.
        stance: What the source does with the answer.
        same_quantity_as: The same figure, given a second time in another unit.

    Raises:
        InvalidRecordError: if fields do not go together.
        NotationError: if a value, a date or a window cannot be read.
    """

    source: str = attrs.field(converter=clean_name)
    date: PartialDate = attrs.field(converter=parse_date)
    subject: str | None = attrs.field(default=None, converter=optional_text)
    event: str | None = attrs.field(default=None, converter=optional_text)
    measure: str | None = attrs.field(default=None, converter=optional_text)
    proposition: str | None = attrs.field(default=None, converter=optional_text)
    choice: str | None = attrs.field(default=None, converter=optional_text)
    members: str | None = attrs.field(default=None, converter=optional_text)
    position: str | None = attrs.field(default=None, converter=optional_text)
    value: Answer | None = attrs.field(
        default=None,
        converter=attrs.Converter(_parse_value, takes_self=True),  # type: ignore[misc, call-overload]
    )
    place: str | None = attrs.field(default=None, converter=optional_text)
    window: Window | None = attrs.field(default=None, converter=_parse_window)
    accrual: Accrual | None = attrs.field(default=None, converter=_parse_accrual)
    stance: Stance = attrs.field(default=Stance.ASSERTS, converter=parse_stance)
    same_quantity_as: Quantity | None = attrs.field(default=None, converter=parse_rendering)

    def __attrs_post_init__(self) -> None:
        for field, message in misfits(self):
            raise InvalidRecordError(message, field)

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` the claim answers."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def about(self) -> str:
        """The text of the measure, proposition, choice, set or position."""
        text: str = getattr(self, self.kind)
        return text

    @property
    def said(self) -> str:
        """The answer in the notation, with the stance where it is not a plain assertion."""
        if self.value is None:
            return self.stance.value
        answer = answer_text(self.value)
        return answer if self.stance is Stance.ASSERTS else f"{self.stance.value} {answer}"

    @cached_property
    def id(self) -> str:
        """SHA-256 of what was said, as 64 hex digits."""
        answer = None if self.value is None else answer_code(self.value)
        return claim_id(self.pieces(), answer, text_code(str(self.date)), name_code(self.source))

    def pieces(self) -> Pieces:
        """The encoding behind the id, but for answer, date and source."""
        return around(
            (self.kind, self.about),
            event=self.event,
            place=self.place,
            subject=self.subject,
            window=None if self.window is None else str(self.window),
            accrual=self.accrual,
            stance=self.stance,
            rendering=self.same_quantity_as,
        )

    def spelling(self) -> tuple[str, ...]:
        """All names as spelt, to choose one of two equal claims deterministically."""
        names = (self.source, self.subject, self.event, self.place, self.about, self.said)
        return tuple(name or "" for name in names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Claim):
            return NotImplemented
        return self.id == other.id and self.spelling() == other.spelling()

    def __hash__(self) -> int:
        return hash(self.id)

    __repr__ = as_code


def misfits(claim: Any) -> Iterator[tuple[str, str]]:
    """Fields of a claim that do not go together, each with the reason.

    Args:
        claim: A claim, or whatever has its fields; one that could not be read may hold
            anything that is neither None nor an answer.
    """
    kinds = [kind for kind in KINDS if getattr(claim, kind) is not None]
    if len(kinds) != 1:
        found = " and ".join(kinds) or "none"
        message = f"expected one of {', '.join(KINDS)}; found {found}"
        yield (kinds[1] if kinds else ""), message
    if claim.value is None and claim.stance in _CONTENT:
        yield "value", "a value is missing"
    kind = kinds[0] if len(kinds) == 1 else "measure"
    if claim.stance is Stance.DENIES and kind in {"proposition", "position"}:
        hint = "say value = 'no'" if kind == "proposition" else "a position is only held"
        yield "stance", f"stance 'denies' beside a {kind}: {hint}"
    if claim.same_quantity_as is not None and (kind != "measure" or claim.value is None):
        yield "same_quantity_as", "same_quantity_as goes with the figure of a measure"
    if claim.accrual is not None and kind != "measure":
        yield "accrual", f"accrual goes with a measure, not with a {kind}"


_CONTENT = (Stance.ASSERTS, Stance.DENIES, Stance.EXPECTS)
"""The stances that need an answer."""


def _claim_id(value: object) -> str:
    if isinstance(value, (Claim, Retraction)):
        return value.id
    text = value.strip().lower() if isinstance(value, str) else ""
    if not _ID.fullmatch(text):
        raise InvalidRecordError(f"expected an id of {ID_LENGTH} hex digits, not {quoted(value)}")
    return text


def _utc(value: object) -> dt.datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise InvalidRecordError("expected a date-time with its offset from UTC")
    return value.astimezone(dt.UTC)


def _credibility(value: object) -> int | None:
    if value is None or value == "":
        return None
    text = str(value).strip()
    if isinstance(value, bool) or text not in {"1", "2", "3", "4", "5", "6"}:
        raise InvalidRecordError(f"expected 1 to 6, not {quoted(value)}")
    return int(text)


@attrs.frozen(kw_only=True)
class Attestation:
    """One document that carries a claim, and the words it uses.

    Attributes:
        claim: The id of the claim.
        document: The key of the document; None when none is named.
        wording: How this document puts it, where it differs.
        quote: The words quoted.
        locator: Where in the document.
        via: The reporter it came through.
        statement: A label: claims that share it render one statement.
        derived_from: The source or the claim id that this one was taken from.
        recorded: When it was entered, in UTC; never stamped by reading.
    """

    claim: str = attrs.field(converter=_claim_id)
    document: str | None = attrs.field(default=None, converter=optional_text)
    wording: str | None = attrs.field(default=None, converter=optional_text)
    quote: str | None = attrs.field(default=None, converter=optional_text)
    locator: str | None = attrs.field(default=None, converter=optional_text)
    via: str | None = attrs.field(default=None, converter=optional_text)
    statement: str | None = attrs.field(default=None, converter=optional_text)
    derived_from: str | None = attrs.field(default=None, converter=optional_text)
    recorded: dt.datetime | None = attrs.field(default=None, converter=_utc)

    __repr__ = as_code


def _codes(value: object) -> frozenset[str]:
    if value is None or value == frozenset():
        return frozenset()
    codes = value.split(";") if isinstance(value, str) else value
    if not isinstance(codes, (list, tuple, set, frozenset)):
        raise InvalidRecordError(f"expected lint codes, not {quoted(value)}")
    return frozenset(code for code in map(optional_text, codes) if code is not None)


@attrs.frozen(kw_only=True)
class Annotation:
    """What a user of the ledger notes beside a claim.

    Attributes:
        claim: The id of the claim.
        note: Free text.
        credibility: Admiralty grade of the information, 1 to 6; 6 is "cannot be judged".
        ignore: Codes of the lint that is silenced on this claim.
        because: Why it is silenced.

    Raises:
        InvalidRecordError: for ``ignore`` without ``because``, and the reverse.
    """

    claim: str = attrs.field(converter=_claim_id)
    note: str | None = attrs.field(default=None, converter=optional_text)
    credibility: int | None = attrs.field(default=None, converter=_credibility)
    ignore: frozenset[str] = attrs.field(default=frozenset(), converter=_codes)
    because: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        if self.ignore and self.because is None:
            raise InvalidRecordError("lint is ignored without a reason", "because")
        if self.because is not None and not self.ignore:
            raise InvalidRecordError("a reason to ignore lint, and no lint code", "ignore")

    __repr__ = as_code


@attrs.frozen(kw_only=True)
class Retraction:
    """A source withdraws its own claim, or its own retraction. It may arrive first.

    Attributes:
        target: The id of the claim or of the retraction that is withdrawn.
        source: Who withdraws; without effect unless it is the source of the target.
        date: The date on which it was withdrawn.
    """

    target: str = attrs.field(converter=_claim_id)
    source: str = attrs.field(converter=clean_name)
    date: PartialDate = attrs.field(converter=parse_date)

    @property
    def id(self) -> str:
        """SHA-256 of target, source and date."""
        content = {"target": self.target, "source": name_key(self.source), "date": str(self.date)}
        return digest("retraction", content)

    __repr__ = as_code


@attrs.frozen(kw_only=True)
class Event:
    """What claims are about, with its window.

    Attributes:
        name: The full name, which is its identity.
        window: When it happened; an open end means that it is ongoing, and counts of an
            ongoing event are cumulative unless they say otherwise.
        part_of: A larger event that it belongs to.
        handle: The short key that one file uses for it.
    """

    name: str = attrs.field(converter=clean_name)
    window: Window | None = attrs.field(default=None, converter=_parse_window)
    part_of: str | None = attrs.field(default=None, converter=optional_text)
    handle: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        check_not_in_itself(self.name, self.part_of)

    @property
    def key(self) -> str:
        """What all spellings of the name share."""
        return name_key(self.name)

    @property
    def is_ongoing(self) -> bool:
        """True when the window has a start and no end."""
        return self.window is not None and self.window.is_open_ended

    __repr__ = as_code


@attrs.frozen(kw_only=True)
class Implication:
    """Whoever asserts the premise asserts the conclusion; declared, never read out of words."""

    premise: str = attrs.field(converter=clean_name)
    conclusion: str = attrs.field(converter=clean_name)


def _part_names(values: object) -> frozenset[str]:
    if not isinstance(values, (list, tuple, set, frozenset)):
        raise InvalidRecordError(f"expected a list of parts, not {quoted(values)}")
    names = name_set(values)
    if len(names) < 2:
        raise InvalidRecordError("expected at least two parts")
    return names


@attrs.frozen(kw_only=True)
class Partition:
    """Parts that are disjoint and make up a whole, declared and never assumed.

    Whole and parts are measures, or bare nodes of one tree: things, outcomes, parties, places.

    Attributes:
        whole: What is made up.
        parts: What makes it up, at least two.
        subject: The party of which this holds; None for all.
        event: The event of which this holds; None for all.
        place: The place of which this holds; None for all.

    Raises:
        InvalidRecordError: for fewer than two parts, or a whole that is its own part.
    """

    whole: str = attrs.field(converter=clean_name)
    parts: frozenset[str] = attrs.field(converter=_part_names)
    subject: str | None = attrs.field(default=None, converter=optional_text)
    event: str | None = attrs.field(default=None, converter=optional_text)
    place: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        if name_key(self.whole) in map(name_key, self.parts):
            raise InvalidRecordError(f"{quoted(self.whole)} is a part of itself", "parts")

    def sort_key(self) -> tuple[str, ...]:
        """A total order for listings."""
        scope = (self.subject or "", self.event or "", self.place or "")
        return (self.whole, *scope, *sorted(self.parts))

    __repr__ = as_code


@attrs.frozen(kw_only=True)
class Title:
    """The title of a ledger."""

    text: str = attrs.field(converter=clean_name)


def said_by(claims: Iterable[Claim]) -> str:
    """The words of several claims, each once, in order."""
    return "; ".join(dict.fromkeys(claim.said for claim in claims))

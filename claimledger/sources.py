"""Who speaks, who things happen to, and where it was read.

Records here are declarations: each states what one file says of a party, a source, a
document, a place. Several declarations of one name are merged field by field by the
ledger and none is overwritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from types import MappingProxyType
from typing import TypeVar

import attrs

from claimledger.canonical import clean, name_key
from claimledger.dates import PartialDate, parse_date
from claimledger.errors import InvalidRecordError, nearest, quoted

ANY = "any"
"""The subject that means all parties and the place that means all places, said so."""
ALL = MappingProxyType({"subject": "parties", "place": "places"})
"""What there is any of, by the dimension of a question."""

UNATTRIBUTED = frozenset({"unattributed", "unknown", "unnamed", "anonymous"})
"""Names, without case, under which claims have no known source."""

SOURCE_KINDS = ("official", "military", "monitor", "media", "witness", "intelligence", "other")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")

Node = TypeVar("Node", bound=Hashable)


def clean_name(value: str) -> str:
    """A full name, cleaned.

    Raises:
        InvalidRecordError: if nothing is left of it.
    """
    if not isinstance(value, str):
        raise InvalidRecordError(f"expected a name, not {quoted(value)}")
    name = clean(value)
    if not name:
        raise InvalidRecordError("expected a name, not an empty text")
    return name


def optional_text(value: str | None) -> str | None:
    """Text, cleaned; empty text is the same as not stated.

    Raises:
        InvalidRecordError: if it is not text.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidRecordError(f"expected text, not {quoted(value)}")
    return clean(value) or None


def check_not_in_itself(name: str, part_of: str | None) -> None:
    """Refuse what is declared to be a part of itself.

    Raises:
        InvalidRecordError: if it is.
    """
    if part_of is not None and name_key(part_of) == name_key(name):
        raise InvalidRecordError(f"{quoted(name)} is declared to be a part of itself", "part_of")


def one_of(value: str, known: Iterable[str], kind: str) -> str:
    """The known spelling of a word.

    Raises:
        InvalidRecordError: naming the nearest known word.
    """
    options = tuple(known)
    for option in options:
        if option.casefold() == value.strip().casefold():
            return option
    near = nearest(value, options)
    hint = f"; did you mean {near!r}?" if near else f"; expected one of {', '.join(options)}"
    raise InvalidRecordError(f"unknown {kind} {quoted(value)}{hint}")


def name_set(values: object) -> frozenset[str]:
    """A set of full names from one name or several; of two spellings of one the least.

    Raises:
        InvalidRecordError: if it is something else.
    """
    items = (values,) if isinstance(values, str) else values
    if not isinstance(items, (list, tuple, set, frozenset)):
        raise InvalidRecordError(f"expected a list of names, not {quoted(values)}")
    return joined_names(map(clean_name, items))


def joined_names(values: Iterable[str]) -> frozenset[str]:
    """Names, each once; of two spellings of one name the least."""
    spelt: dict[str, str] = {}
    for name in sorted(values):
        spelt.setdefault(name_key(name), name)
    return frozenset(spelt.values())


def as_code(record: attrs.AttrsInstance) -> str:
    """A record as the code that makes it, with what is stated alone.

    >>> Source(name="Ministry", side="Armenia")
    Source(name='Ministry', side='Armenia')
    """
    stated = []
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if value != field.default:
            stated.append(f"{field.name}={_value_as_code(value)}")
    return f"{type(record).__name__}({', '.join(stated)})"


def _value_as_code(value: object) -> str:
    if isinstance(value, frozenset):
        return repr(sorted(value))
    return repr(value) if type(value) in {str, int, bool} else repr(str(value))


def _kind(value: str | None) -> str | None:
    text = optional_text(value)
    return None if text is None else one_of(text, SOURCE_KINDS, "kind of source")


def _reliability(value: str | None) -> str | None:
    text = optional_text(value)
    return None if text is None else one_of(text, RELIABILITIES, "reliability")


def _date(value: str | dt.date | PartialDate | None) -> PartialDate | None:
    return None if value is None or value == "" else parse_date(value)


@attrs.frozen(kw_only=True)
class Party:
    """Who a thing happens to, or who speaks: a state, a force, a people.

    Attributes:
        name: The full name, which is its identity.
        part_of: The party it belongs to; a party that belongs to none is a side.
        opposed: Parties declared to be its opponents; never guessed.
        allied: Parties declared to be its allies; changes no verdict.
        handle: The short key that one file uses for it.
    """

    name: str = attrs.field(converter=clean_name)
    part_of: str | None = attrs.field(default=None, converter=optional_text)
    opposed: frozenset[str] = attrs.field(default=frozenset(), converter=name_set)
    allied: frozenset[str] = attrs.field(default=frozenset(), converter=name_set)
    handle: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        check_not_in_itself(self.name, self.part_of)

    __repr__ = as_code

    @property
    def key(self) -> str:
        """What all spellings of the name share."""
        return name_key(self.name)


@attrs.frozen(kw_only=True)
class Source:
    """Who asserts: a ministry, a spokesman, a monitor.

    Attributes:
        name: The full name, which is its identity.
        side: The party it speaks for; None for independent or unknown.
        kind: One of ``SOURCE_KINDS``.
        reliability: Admiralty grade, A to F, as entered; F is "cannot be judged".
        controlled_by: The source or party that controls it, which makes the two dependent.
        handle: The short key that one file uses for it.
    """

    name: str = attrs.field(converter=clean_name)
    side: str | None = attrs.field(default=None, converter=optional_text)
    kind: str | None = attrs.field(default=None, converter=_kind)
    reliability: str | None = attrs.field(default=None, converter=_reliability)
    controlled_by: str | None = attrs.field(default=None, converter=optional_text)
    handle: str | None = attrs.field(default=None, converter=optional_text)

    __repr__ = as_code

    @property
    def key(self) -> str:
        """What all spellings of the name share."""
        return name_key(self.name)


@attrs.frozen(kw_only=True)
class Document:
    """Where an assertion was read. Its address identifies it, else all that is known of it.

    Attributes:
        outlet: Who published it.
        title: Its title.
        url: Its address.
        date: When it was published.
        handle: The short key that one file uses for it.

    Raises:
        InvalidRecordError: if it has neither an outlet nor a title nor an address.
    """

    outlet: str | None = attrs.field(default=None, converter=optional_text)
    title: str | None = attrs.field(default=None, converter=optional_text)
    url: str | None = attrs.field(default=None, converter=optional_text)
    date: PartialDate | None = attrs.field(default=None, converter=_date)
    handle: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        if not (self.outlet or self.title or self.url):
            raise InvalidRecordError("a document needs an outlet, a title or a url")

    __repr__ = as_code

    @property
    def name(self) -> str:
        """The address, or outlet, title and date."""
        if self.url:
            return self.url
        date = str(self.date) if self.date else None
        return ", ".join(part for part in (self.outlet, self.title, date) if part)

    @property
    def key(self) -> str:
        """What identifies the document; addresses keep their case."""
        return self.url or name_key(self.name)


@attrs.frozen(kw_only=True)
class Place:
    """Where things happen; places form a tree by ``part_of``.

    Attributes:
        name: The full name, which is its identity.
        part_of: The place it lies in.
        handle: The short key that one file uses for it.
    """

    name: str = attrs.field(converter=clean_name)
    part_of: str | None = attrs.field(default=None, converter=optional_text)
    handle: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        check_not_in_itself(self.name, self.part_of)

    __repr__ = as_code

    @property
    def key(self) -> str:
        """What all spellings of the name share."""
        return name_key(self.name)


def components(links: Iterable[tuple[Node, Node]]) -> dict[Node, Node]:
    """Connected components: each node with the least node that it hangs together with.

    >>> components([("b", "a"), ("c", "b"), ("d", "d")])["c"]
    'a'

    Complexity: near linear in the number of links.
    """
    parent: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        root = parent.setdefault(node, node)
        while parent[root] != root:
            root = parent[root]
        while parent[node] != root:
            parent[node], node = root, parent[node]
        return root

    for one, other in links:
        a, b = find(one), find(other)
        if a != b:
            low, high = (a, b) if repr(a) <= repr(b) else (b, a)
            parent[high] = low
    return {node: find(node) for node in list(parent)}

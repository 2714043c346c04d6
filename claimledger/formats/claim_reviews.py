"""ClaimReview of schema.org, as JSON-LD: what somebody claimed, and what a checker found of it.

A file holds one review, a list of them, a ``@graph``, or a feed (``dataFeedElement``, each with one
``item`` or several), as fact-checkers publish them.

- ``claimReviewed``: the proposition.
- ``itemReviewed``: the claim. Its ``author`` (``name``) is the source, "unattributed" where there
  is none; ``datePublished`` the date said, without one that of the review, which is noted;
  ``appearance`` and ``firstAppearance`` (an address, or a work with ``url``) the documents.
- ``author`` of the review, ``datePublished``, ``url``: the checker, when it said so, and where.
- ``reviewRating``: noted beside the claim, by its ``alternateName`` or its ``ratingValue``. Where
  it says that the claim is false, the checker denies it: the same proposition, answered with no.
  It says so by a word such as "False", also where that stands as the ``ratingValue``, or without
  any word by the worst of its ratings. "Misleading" and "Half true" are no denial, nor is a
  number on a scale of which an end is not told.
- Of several values where there is room for one, such as two authors, the first is carried.
- All else is counted as not carried, by its path.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from claimledger.canonical import clean
from claimledger.claims import Annotation, Attestation, Claim
from claimledger.dates import PartialDate, parse_date
from claimledger.directory import Record
from claimledger.errors import ClaimLedgerError, quoted
from claimledger.formats.foreign import tell_lost
from claimledger.formats.found import Found, Place
from claimledger.sources import Document, Source

NOBODY = "unattributed"

FALSE = frozenset(
    word.casefold()
    for word in (
        *("false", "fake", "incorrect", "untrue", "not true", "wrong", "fabricated"),
        *("pants on fire", "false claim", "completely false", "totally false", "hoax"),
        *("falso", "falsa", "es falso", "bulo", "faux", "c'est faux", "falsch", "fałsz", "fals"),
        *(
            "onwaar",
            "vals",
            "falskt",
            "falsk",
            "epätosi",
            "yanl\u0131\u015f",
            "sai",
            "salah",
            "hoaks",
        ),
        *("неправда", "ложь", "фейк", "неправдиво", "лъжа", "lažno", "netačno", "nepravda"),
        *("ψευδές", "ψευδής", "كاذب", "خطأ", "זיוף", "לא נכון", "गलत", "फर्जी", "झूठ", "假", "错误"),
    )
)
"""Ratings that say false, without case; others are noted alone."""

READ = frozenset(
    {
        *("@context", "@type", "claimReviewed", "url", "datePublished"),
        *("author", "author.@type", "author.name"),
        *("itemReviewed.@type", "itemReviewed.datePublished"),
        *("itemReviewed.author", "itemReviewed.author.@type", "itemReviewed.author.name"),
        *("itemReviewed.appearance", "itemReviewed.firstAppearance"),
        *("itemReviewed.appearance.@type", "itemReviewed.firstAppearance.@type"),
        *("itemReviewed.appearance.url", "itemReviewed.firstAppearance.url"),
        *(
            "reviewRating",
            "reviewRating.@type",
            "reviewRating.alternateName",
            "reviewRating.ratingValue",
        ),
        *("reviewRating.bestRating", "reviewRating.worstRating"),
    }
)
"""The paths that are carried."""

SEVERAL = frozenset(
    {"itemReviewed.appearance", "itemReviewed.firstAppearance", "@context", "@type"}
)
"""The paths of which all values are carried."""

TYPES = frozenset(
    {"ClaimReview", "http://schema.org/ClaimReview", "https://schema.org/ClaimReview"}
)


@attrs.define
class Reviews:
    """The importer."""

    lost: Counter[str] = attrs.field(factory=Counter)

    def read(
        self, lines: Iterable[str], found: Found, total: int
    ) -> Iterator[tuple[Record, Place]]:
        """The records of all reviews of a file; one at fault gives none."""
        text = "".join(lines)
        if not text.strip() and not found.problems:
            found.add_at("an empty file: expected reviews", 1)
        if found.problems:
            return
        try:
            content = _content(text)
        except (RecursionError, ValueError) as error:
            found.add_not_json(error)
            return
        reviews = list(_reviews(content))
        if not reviews:
            found.add_at("no ClaimReview in this file", 1)
        at = _lines(text, len(reviews))
        for review, line in found.track(
            zip(reviews, at, strict=True), f"reading {found.path}", total
        ):
            place = Place(found.path, line)
            faults: list[tuple[str, str]] = []
            try:
                records = list(_records(review, faults))
            except ClaimLedgerError as error:
                faults = faults or [("", str(error).splitlines()[0])]
            for field, message in faults:
                found.add(place, field, message)
            if not faults:
                self.lost.update(path for path in _paths(review) if path not in READ)
                yield from ((record, place) for record in records)
        tell_lost(found, self.lost)


def importer(_found: Found) -> Reviews:
    """The importer of a file."""
    return Reviews()


def _content(text: str) -> object:
    """One value, or several, one after the other, as a list.

    Raises:
        json.JSONDecodeError: for what is no JSON.
    """
    decoder = json.JSONDecoder(parse_float=Decimal)
    values: list[object] = []
    at = _next(text, 0)
    while at < len(text) or not values:
        value, end = decoder.raw_decode(text, at)
        values.append(value)
        at = _next(text, end)
    return values[0] if len(values) == 1 else values


def _next(text: str, at: int) -> int:
    """Where the next value begins, past white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _reviews(content: object) -> Iterator[dict[str, Any]]:
    """All reviews in some content, in order."""
    waiting = [content]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += reversed(here)
        elif isinstance(here, dict):
            kinds = here.get("@type")
            named = TYPES.intersection(kinds if isinstance(kinds, list) else [str(kinds)])
            if named or (kinds is None and "claimReviewed" in here):
                yield here
            else:
                waiting += [here[k] for k in ("item", "dataFeedElement", "@graph") if k in here]


def _lines(text: str, count: int) -> list[int]:
    """The line of each review: that of its proposition, where they can be told apart."""
    at = [
        number
        for number, line in enumerate(text.split("\n"), start=1)
        for _ in range(line.count('"claimReviewed"'))
    ]
    return at if len(at) == count else [1] * count


def _paths(review: dict[str, Any]) -> Iterator[str]:
    """The path of each value that states something."""
    waiting: list[tuple[str, Any, bool]] = [(key, value, False) for key, value in review.items()]
    while waiting:
        path, value, is_further = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}", inner, is_further) for key, inner in value.items()]
        elif isinstance(value, list):
            has_room = path in SEVERAL
            waiting += [
                (path, inner, is_further or (at > 0 and not has_room))
                for at, inner in enumerate(value)
            ]
        elif value not in (None, ""):
            is_left_out = is_further and path in READ and not path.endswith("@type")
            yield f"{path} (further)" if is_left_out else path


def _text(value: object) -> str | None:
    """Text of a value, of its name, or of the first of several."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value)), None)
    if isinstance(value, dict):
        return _text(value.get("name"))
    return clean(value) or None if isinstance(value, str) else None


def _day(content: dict[str, Any], field: str, faults: list[tuple[str, str]]) -> PartialDate | None:
    text = _text(content.get("datePublished"))
    if text is None:
        return None
    try:
        return parse_date(text.partition("T")[0].partition(" ")[0])
    except ClaimLedgerError:
        faults.append((field, f"cannot read {quoted(text)}: expected a date"))
        return None


def _records(review: dict[str, Any], faults: list[tuple[str, str]]) -> Iterator[Record]:
    item = review.get("itemReviewed")
    item = item[0] if isinstance(item, list) and item else item
    item = item if isinstance(item, dict) else {}
    said = _text(review.get("claimReviewed"))
    checker = _text(review.get("author"))
    published = _day(review, "datePublished", faults)
    date = _day(item, "itemReviewed.datePublished", faults)
    for field, value in (("claimReviewed", said), ("author", checker)):
        if value is None:
            faults.append((field, f"{field} is missing"))
    if published is None and not any(field == "datePublished" for field, _ in faults):
        faults.append(("datePublished", "datePublished is missing"))
    if said is None or checker is None or published is None:
        return
    speaker = _text(item.get("author")) or NOBODY
    yield Source(name=speaker)
    yield Source(name=checker)
    claim = Claim(source=speaker, date=date or published, proposition=said, value="yes")
    yield claim
    rating, is_false = _rating(review.get("reviewRating"))
    notes = [f"review by {checker}, {published}: {rating or 'without a rating'}"]
    if date is None:
        notes.append("the date of the claim is not stated: it is that of the review")
    yield Annotation(claim=claim.id, note="; ".join(notes))
    for url in _appearances(item):
        yield Document(url=url)
        yield Attestation(claim=claim.id, document=url)
    page = _text(review.get("url"))
    if page is not None:
        yield Document(url=page)
    if is_false:
        denial = Claim(source=checker, date=published, proposition=said, value="no")
        yield denial
        yield Attestation(claim=denial.id, document=page, wording=rating)


def _appearances(item: dict[str, Any]) -> list[str]:
    """The addresses at which the claim appeared, each once."""
    waiting: list[object] = [item.get("firstAppearance"), item.get("appearance")]
    found: list[str] = []
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, list):
            waiting[:0] = here
        else:
            url = _text(here.get("url") if isinstance(here, dict) else here)
            found += [url] if url is not None else []
    return list(dict.fromkeys(found))


def _rating(rating: object) -> tuple[str | None, bool]:
    """A rating in words, and whether it says that the claim is false."""
    if not isinstance(rating, dict):
        return _text(rating), False
    word = _text(rating.get("alternateName"))
    value, best, worst = (
        _number(rating.get(key)) for key in ("ratingValue", "bestRating", "worstRating")
    )
    if word is None and value is None:
        word = _text(rating.get("ratingValue"))
    if word is not None:
        return word, says_false(word)
    if value is None:
        return None, False
    is_worst = best is not None and worst is not None and worst < best and value <= worst
    scale = "" if best is None or worst is None else f", from {worst} to {best}"
    return f"{value}{scale}", is_worst


def says_false(word: str | None) -> bool:
    """True for a word of ``FALSE``, however it is written.

    >>> says_false("FALSE!"), says_false("Half true")
    (True, False)
    """
    return word is not None and word.casefold().rstrip(".! ") in FALSE


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

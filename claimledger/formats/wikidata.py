"""Wikidata: statements of entities, in the JSON of Wikibase.

A file holds what ``Special:EntityData/Q42.json`` or the interface gives (``entities``), one entity,
a list of them, or an entity a line: a dump, with a comma after each line, or JSON lines.

An entity is an event, named by its English label and its number, so that two of one label stay
apart; its window is what its own P580, P582 and P585 agree on. Each statement is a claim, of
whatever rank: what Wikidata prefers or deprecates is noted, and decides nothing.

Who claims it: the items of P3680 (statement supported by), else of each reference the work or the
database it is stated in (P248), or its publisher (P123), or what it was published in (P1433), or
the site of its address (P854). A publisher controls what is stated in its works, so that two of
them count as one voice. What nobody is named for is of Wikidata, taken from the Wikimedia project
it was imported from (P143), or from nobody known: Wikidata itself observes nothing.

- Quantities: a figure with both bounds is a range, from 0 where that is the bound, and words its
  figure as ``10[8,12]``. Some value is "unknown", for that there is one does not say that it is not
  0; no value of what is counted is "none". What our notation cannot hold, a negative figure or one
  in a unit that is not known, is a proposition.
- All else is a proposition, ``has cause (P828): earthquake (Q7944)``, answered with yes: an item
  may have several causes, participants and dates of one precision or another, so that two of
  them are no contradiction. No value is "no" to ``has cause (P828): somevalue``.
- P585: of a count the day up to which it was counted, which is the date said; of a state, such
  as a population, its time. P580 and P582: the window. P276: the place.
- P1480 and P5102: circa, estimate and the like make a figure "about" it; "greater than" and its
  kin bounds; "expected" a forecast. They and P459, P2241, P7452 and others that say how a value is
  known are noted. Any other qualifier, as P518 (applies to part), makes a question of its own, so
  that a part is not compared with the whole.
- P1310 (disputed by): that item denies it, on the date of the claim, for none is stated.
- The date said is else that of publication (P577), else that on which it was retrieved (P813),
  else that of the entity's last change, as of all that Wikidata itself says, else some day of this
  century; that it is one of these is noted.
- References: documents by P854, P1476, P577 and who states it; P1683 is the quote; all else, such
  as P813 and P304, is in the locator. The entity is a document too, with the statement's id.
- Not carried: descriptions, aliases, links to wikis, labels in other languages, hashes and orders,
  and values of types that are not known. They are counted.

Reference: Wikibase, ``docs/topics/json.md``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

import attrs

from claimledger.canonical import clean
from claimledger.claims import Event
from claimledger.dates import PartialDate, Window, parse_date
from claimledger.directory import Record
from claimledger.errors import ClaimLedgerError, InvalidRecordError, quoted
from claimledger.formats.foreign import tell_lost
from claimledger.formats.found import Found, Place
from claimledger.formats.wikibase import NOVALUE, Names
from claimledger.formats.wikidata_statements import Scene, Statement

CUT = "; the file may be cut off"
NO_ENTITY = "not an entity of Wikibase: expected an object with an id and claims"

_ENTITY = re.compile(r"[QPLM][1-9][0-9]*")
_LANGUAGES = ("en", "mul", "en-gb", "en-us", "en-ca")
_READ = frozenset({"id", "type", "claims", "statements", "modified", "labels"})


@attrs.frozen
class Document:
    """A JSON text of a file.

    Attributes:
        content: What it holds.
        line: The line on which it begins.
        lines: The lines of the statements in it, by their ids, where it has several.
    """

    content: Any
    line: int
    lines: Mapping[str, int] = attrs.field(factory=dict)

    def entities(self) -> Iterator[Any]:
        """What should be entities, in order."""
        inner = self.content
        if isinstance(inner, dict) and isinstance(inner.get("entities"), (dict, list)):
            inner = inner["entities"]
            inner = list(inner.values()) if isinstance(inner, dict) else inner
        yield from inner if isinstance(inner, list) else [inner]

    def names(self) -> Names:
        """The labels of all entities in it."""
        return Names(
            {
                entity["id"]: label
                for entity in self.entities()
                if _is_entity(entity) and (label := _label(entity)) is not None
            }
        )


@attrs.define
class Entities:
    """The importer."""

    lost: Counter[str] = attrs.field(factory=Counter)

    def read(
        self, lines: Iterable[str], found: Found, total: int
    ) -> Iterator[tuple[Record, Place]]:
        """The records of all entities of a file; a statement at fault gives none."""
        strange: list[int] = []
        is_empty = True
        tracked = found.track(lines, f"reading {found.path}", total)
        for document in _documents(tracked, found):
            names = document.names()
            for entity in document.entities():
                if _is_entity(entity):
                    is_empty = False
                    yield from self._of_entity(entity, document, names, found)
                else:
                    strange.append(document.line)
        if is_empty and not found.problems:
            found.add_at("no entity of Wikibase in this file", 1)
        for line in strange if not is_empty else ():
            found.add_at(NO_ENTITY, line)
        tell_lost(found, self.lost)

    def _of_entity(
        self, entity: Mapping[str, Any], document: Document, names: Names, found: Found
    ) -> Iterator[tuple[Record, Place]]:
        number = entity["id"]
        here = Place(found.path, document.line, number)
        if "missing" in entity:
            found.add(here, "", "Wikidata has no such entity")
            return
        try:
            name = clean(names.of(number))
            modified = _day(entity.get("modified"))
        except ClaimLedgerError as error:
            found.add(here, getattr(error, "field", ""), error)
            return
        scene = Scene(names, name, number, modified)
        kept: list[Statement] = []
        records: dict[tuple[Record, Place], None] = {}
        for path, content in _statements(entity, here, found):
            line = document.lines.get(_id(content), document.line)
            place = Place(found.path, line, f"{number}.{path}")
            try:
                statement = Statement.of(content, names)
                own = list(statement.records(scene))
            except InvalidRecordError as error:
                found.add(place, error.field, error)
            except ClaimLedgerError as error:
                found.add(place, "", error)
            else:
                kept.append(statement)
                self.lost.update(statement.lost)
                records |= dict.fromkeys((record, place) for record in own)
        self.lost.update(_unread(entity))
        if kept:
            yield Event(name=name, window=_window(kept), handle=number), here
        yield from records


def importer(_found: Found) -> Entities:
    """The importer of a file."""
    return Entities()


def _documents(lines: Iterable[str], found: Found) -> Iterator[Document]:
    """The lines of a dump each by itself, or else the whole file."""
    waiting = iter(enumerate(lines, start=1))
    head: list[tuple[int, str]] = []
    stated = 0
    for number, line in waiting:
        head.append((number, line))
        text = _bare(line)
        stated += bool(text)
        if text and isinstance(_parsed(text), dict):
            yield from _lines(head, waiting, found)
            return
        if stated == 2:
            break
    whole = "".join(line for _, line in [*head, *waiting])
    try:
        content = _loads(whole)
    except json.JSONDecodeError as error:
        if not whole.strip():
            if not found.problems:  # Such as that it is no text.
                found.add_at("an empty file: expected entities of Wikibase", 1)
            return
        is_cut = error.pos >= len(whole.rstrip()) or error.msg.startswith("Unterminated")
        message = f"not JSON: {error.msg}{CUT if is_cut else ''}"
        found.add_at(message, error.lineno, error.colno)
    except (RecursionError, ValueError) as error:
        found.add_not_json(error)
    else:
        ids = re.compile(r'"id"\s*:\s*"([^"]*\$[^"]*)"')
        at: dict[str, int] = {}
        for number, line in enumerate(whole.split("\n"), start=1):
            for key in ids.findall(line):
                at.setdefault(key, number)
        yield Document(content, 1, at)


def _lines(
    head: list[tuple[int, str]], waiting: Iterator[tuple[int, str]], found: Found
) -> Iterator[Document]:
    """The entity of each line, without the commas and brackets around it."""
    is_list, last, number = False, "", 0
    for lines in (head, waiting):
        for number, line in lines:
            if line.strip():
                is_list = is_list or (not last and line.lstrip().startswith("["))
                last = line.strip()
            text = _bare(line)
            if not text:
                continue
            try:
                yield Document(_loads(text), number)
            except json.JSONDecodeError as error:
                column = error.colno + line.index(text[0])
                found.add_at(f"not JSON: {error.msg}", number, column)
            except (RecursionError, ValueError) as error:
                found.add_at(f"not JSON: {error}", number)
    if is_list and not last.endswith("]"):
        found.add_at(f"the list of entities does not end{CUT}", number)


def _bare(line: str) -> str:
    """What of a line is an entity."""
    text = line.strip().removesuffix(",")
    if text.startswith("[") != text.endswith("]"):
        text = text.removeprefix("[").removesuffix("]").strip().removesuffix(",")
    return text


def _parsed(text: str) -> object:
    try:
        return _loads(text)
    except (RecursionError, ValueError):
        return None


def _loads(text: str) -> object:
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _is_entity(content: object) -> bool:
    """True for an object with the number of an entity, and claims or labels."""
    if not isinstance(content, dict) or not isinstance(content.get("id"), str):
        return False
    is_told = bool({"claims", "statements", "labels", "missing"} & content.keys())
    return is_told and _ENTITY.fullmatch(content["id"]) is not None


def _id(content: object) -> str:
    """The id of a statement; an empty text where it has none."""
    return str(content.get("id") or "") if isinstance(content, dict) else ""


def _label(entity: Mapping[str, Any]) -> str | None:
    """The English label, else one for all languages, else that of the first language."""
    labels = entity.get("labels") or {}
    for language in (*_LANGUAGES, *sorted(labels)) if isinstance(labels, dict) else ():
        term = labels.get(language)
        value = term.get("value") if isinstance(term, dict) else None
        if isinstance(value, str) and value.strip():
            return value
    return None


def _day(moment: object) -> PartialDate | None:
    if moment is None:
        return None
    try:
        return parse_date(str(moment).partition("T")[0])
    except ClaimLedgerError:
        raise InvalidRecordError(
            f"cannot read {quoted(moment)}: expected a date", "modified"
        ) from None


def _statements(
    entity: Mapping[str, Any], here: Place, found: Found
) -> Iterator[tuple[str, object]]:
    """Each statement with its path; none at all is an empty list in the JSON of PHP."""
    field = "claims" if "claims" in entity else "statements"
    groups = entity.get(field) or {}
    if not isinstance(groups, dict):
        found.add(here, field, "expected statements by property")
        return
    for number, several in groups.items():
        if not isinstance(several, list):
            found.add(here, f"{field}.{number}", "expected a list of statements")
            continue
        for index, statement in enumerate(several):
            yield f"{field}.{number}[{index}]", statement


def _unread(entity: Mapping[str, Any]) -> Iterator[str]:
    """What is not carried of an entity, as often as it stands there."""
    for key, value in entity.items():
        count = len(value) if isinstance(value, (dict, list)) else value not in (None, "")
        if key == "labels":
            count -= bool(count)
        if key == "labels" or key not in _READ:
            yield from [key] * count


def _window(statements: Iterable[Statement]) -> Window | None:
    """The window of an event, where all that is said of it agrees; without an end it goes on."""
    said: dict[str, list[PartialDate | None]] = {"P580": [], "P582": [], "P585": []}
    for statement in statements:
        if statement.main.number in said and statement.main.kind != NOVALUE:
            said[statement.main.number].append(statement.main.date)
    if not (said["P580"] or said["P582"]):
        said |= {"P580": said["P585"], "P582": said["P585"]}
    start, end = _agreed(said["P580"]), _agreed(said["P582"])
    if (said["P580"] and start is None) or (said["P582"] and end is None):
        return None
    try:
        return None if start is None and end is None else Window(start, end)
    except ClaimLedgerError:  # It ends before it begins.
        return None


def _agreed(dates: Sequence[PartialDate | None]) -> PartialDate | None:
    """The most precise of dates, where it lies within all the others and none is unknown."""
    known = [date for date in dates if date is not None]
    if not known or len(known) < len(dates):
        return None
    best = min(known, key=lambda date: (date.last - date.first, date.sort_key()))
    agree = all(date.first <= best.first and best.last <= date.last for date in known)
    return best if agree else None

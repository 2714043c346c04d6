"""Entities of Wikibase for the tests, made of short words; all of them made up."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import claimledger as cl
from claimledger.errors import Problem
from claimledger.formats.found import Found
from claimledger.formats.joining import joined
from claimledger.formats.wikidata import importer
from tests.import_cases import errors

E, WATCH, PRESS = "Q9990000001", "Q9990000011", "Q9990000013"
Snak = dict[str, Any]


def snak(number: str, value: object, kind: str, type: str, datatype: str | None = None) -> Snak:
    content: Snak = {"snaktype": kind, "property": number, "datatype": datatype or type}
    if kind == "value":
        content["datavalue"] = {"type": type, "value": value}
    return content


def item(number: str, to: str) -> Snak:
    value = {"entity-type": "item", "numeric-id": int(to[1:]), "id": to}
    return snak(number, value, "value", "wikibase-entityid", "wikibase-item")


def text(number: str, words: str) -> Snak:
    return snak(number, words, "value", "string")


def words_in(number: str, language: str, words: str) -> Snak:
    return snak(number, {"language": language, "text": words}, "value", "monolingualtext")


def time(number: str, time: str, precision: int = 11, calendar: str = "Q1985727") -> Snak:
    model = f"http://www.wikidata.org/entity/{calendar}"
    full = time if "T" in time else f"+{time}T00:00:00Z"
    value = {"time": full, "precision": precision, "calendarmodel": model, "timezone": 0}
    return snak(number, value, "value", "time")


def amount(number: str, said: str, low: str = "", high: str = "", unit: str = "1") -> Snak:
    value = {"amount": said, "unit": unit if unit == "1" else f"http://x.example/entity/{unit}"}
    if low:
        value["lowerBound"] = low
    if high:
        value["upperBound"] = high
    return snak(number, value, "value", "quantity")


def open_value(number: str, kind: str, datatype: str) -> Snak:
    return snak(number, None, kind, datatype)


def grouped(snaks: Iterable[Snak]) -> dict[str, list[Snak]]:
    groups: dict[str, list[Snak]] = {}
    for one in snaks:
        groups.setdefault(one["property"], []).append(one)
    return groups


def statement(
    main: Snak,
    *qualifiers: Snak,
    references: Sequence[Sequence[Snak]] = (),
    rank: str = "normal",
    id: str = f"{E}$1",
) -> dict[str, Any]:
    return {
        "id": id,
        "type": "statement",
        "rank": rank,
        "mainsnak": main,
        "qualifiers": grouped(qualifiers),
        "references": [{"snaks": grouped(reference)} for reference in references],
    }


def entity(*statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    claims: dict[str, list[Any]] = {}
    for one in statements:
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    return {
        "id": E,
        "type": "item",
        "modified": "2031-09-01T08:15:00Z",
        "labels": {"en": {"language": "en", "value": "War"}},
        "claims": claims,
    } | more


def read(content: object) -> tuple[cl.Ledger, list[Problem]]:
    found = Found("file", is_implicit=True)
    full = content if isinstance(content, str) else json.dumps(content)
    found.records += importer(found).read(io.StringIO(full), found, 0)
    return joined([found]), found.problems


def one(
    main: Snak, *qualifiers: Snak, references: Sequence[Sequence[Snak]] = (), rank: str = "normal"
) -> cl.Ledger:
    """The ledger of one statement, which must be without fault."""
    ledger, problems = read(entity(statement(main, *qualifiers, references=references, rank=rank)))
    assert errors(problems) == []
    return ledger


def the(ledger: cl.Ledger) -> cl.Claim:
    (claim,) = ledger.claims
    return claim


def notes(ledger: cl.Ledger) -> set[str]:
    return {str(note.note) for some in ledger.annotations.values() for note in some}


def spelt(content: Snak) -> str:
    """A snak as QuickStatements spells it, straight from the JSON."""
    if content["snaktype"] != "value":
        return str(content["snaktype"])
    value = content["datavalue"]["value"]
    match content["datavalue"]["type"]:
        case "wikibase-entityid":
            return str(value.get("id") or f"Q{value['numeric-id']}")
        case "string":
            return f'"{value}"'
        case "monolingualtext":
            return f'{value["language"]}:"{value["text"]}"'
        case "time":
            julian = "/J" if value["calendarmodel"].endswith("Q1985786") else ""
            return f"{value['time']}/{value['precision']}{julian}"
        case "globecoordinate":
            return f"@{value['latitude']}/{value['longitude']}"
    figures = [value[key] for key in ("lowerBound", "upperBound") if key in value]
    bounds = f"[{','.join(f'{Decimal(figure):f}' for figure in figures)}]" if figures else ""
    unit = value["unit"].rpartition("/")[2]
    whole = f"{Decimal(value['amount']):f}".removesuffix(".0")
    return f"{whole}{bounds}{'' if unit == '1' else f'U{unit[1:]}'}"


Told = dict[tuple[str, str, str], tuple[set[tuple[str, str]], set[frozenset[tuple[str, str]]]]]
"""Qualifiers and references, by item, property and value."""


def told_by_json(content: dict[str, Any]) -> Told:
    """What the statements of some entities say, apart from their ranks."""
    told: Told = {}
    for each in content["entities"].values():
        groups = each.get("claims") or each.get("statements") or {}
        for several in groups.values():
            for claim in several:
                main = claim["mainsnak"]
                if main.get("datatype") == "made-up":
                    continue
                key = (each["id"], main["property"], spelt(main))
                qualifiers, references = told.setdefault(key, (set(), set()))
                qualifiers |= set(_pairs(claim.get("qualifiers", {})))
                for reference in claim.get("references", ()):
                    references.add(frozenset(_pairs(reference["snaks"])))
    return told


def _pairs(groups: dict[str, list[Snak]]) -> Iterator[tuple[str, str]]:
    for number, several in groups.items():
        yield from ((number, spelt(content)) for content in several)


def told_by_lines(lines: Iterable[str]) -> Told:
    """What lines of QuickStatements say: those of one value are one statement there."""
    told: Told = {}
    for line in lines:
        item, number, value, *columns = line.split("\t")
        qualifiers, references = told.setdefault((item, number, value), (set(), set()))
        read: list[set[tuple[str, str]]] = []
        rest = [column for column in columns if not re.fullmatch(r"R[-+0]", column)]
        for prop, spelling in zip(rest[::2], rest[1::2], strict=True):
            if prop.startswith("P"):
                qualifiers.add((prop, spelling))
                continue
            if prop.startswith("!") or not read:
                read.append(set())
            read[-1].add((f"P{prop.lstrip('!')[1:]}", spelling))
        references |= set(map(frozenset, read))
    return told

"""JSON Schemas of the ledger file and of a JSON line, made from what the readers read by.

The fields are those of the readers' own tables and classes, the words those of the enums, and
the descriptions those of the docstrings, so that no schema is kept beside the code. A schema
knows no notation and no references: it refuses less than ``claimledger check``, and nothing
that reading accepts.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, get_origin, get_type_hints

import attrs

from claimledger.answers import KINDS, Stance, Truth
from claimledger.claims import ID_LENGTH, Accrual, Annotation, Attestation, Claim, Partition
from claimledger.dates import DATE_PATTERN, PartialDate, Window
from claimledger.entries import KINDS as KINDS_OF_MEASURES
from claimledger.errors import UnknownNameError, nearest
from claimledger.formats.jsonl import TYPES
from claimledger.formats.plain import FIGURES
from claimledger.formats.rows import (
    ATTESTED,
    CLAIM_FIELDS,
    NOTED,
    RETRACTION_FIELDS,
    ROW_FIELDS,
)
from claimledger.formats.toml import ARRAYS, NAMED, TABLES, TIMES
from claimledger.sources import RELIABILITIES, SOURCE_KINDS, Document, Source
from claimledger.taxonomy import MeasureEntry, shipped_vocabulary

Schema = dict[str, Any]

SCHEMAS = ("toml", "json")
"""Of what there is a schema: the ledger file, and a line of JSONL."""

_BLANK: Schema = {"enum": ["", None]}
_NAME: Schema = {"type": "string", "pattern": r"\S"}
_LIST: Schema = {"type": "array", "items": {"type": "string"}}
_NAMES: Schema = {"anyOf": [{"type": "string"}, _LIST]}
_ID: Schema = {"type": "string", "pattern": rf"^\s*[0-9A-Fa-f]{{{ID_LENGTH}}}\s*$"}
_END = rf"(?:{DATE_PATTERN}|\s*\.\.\s*)"
_OFFSET = r"[^\d-]\d.*(?:[Zz]|[+-]\d\d(?::?\d\d){0,2}(?:\.\d+)?)"

_OWN: Mapping[tuple[type[Any], str], Schema] = {
    (Partition, "parts"): {"type": "array", "items": _NAME, "minItems": 2},
    (Annotation, "credibility"): {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 6},
            {"type": "string", "pattern": r"^\s*[1-6]\s*$|^$"},
        ]
    },
}
"""Fields of which the class says less than its converter."""

_WORDS: Mapping[tuple[type[Any], str], Iterable[str]] = {
    (Source, "kind"): SOURCE_KINDS,
    (Source, "reliability"): RELIABILITIES,
    (MeasureEntry, "kind"): KINDS_OF_MEASURES,
    (Claim, "stance"): Stance,
    (Claim, "accrual"): Accrual,
}
"""Fields that take one of a few words."""

_DESCRIPTIONS: Mapping[str, str] = {
    "source": "Who asserts it, by name or handle.",
    "subject": 'Whose, by name or handle; "any" is all parties; left out, it is not stated.',
    "event": "What it is about, by name or handle; left out, it is not stated.",
    "measure": "What is counted. One of measure, proposition, choice, members, position is given.",
    "value": "The answer, as it was said. Only a source that declines gives none.",
    "place": "Where, by name or handle; left out, it is not stated.",
    "window": "When it happened, such as 2020-09-27/..; left out, it is not stated.",
    "accrual": "Over which time the count runs; left out, the event and the window tell.",
    "part_of": "What it is part of.",
    "side": "The party it speaks for; left out for independent or unknown.",
    "document": "The key of the document; left out where none is named.",
    "kind": "What kind it is.",
    "whole": "What is made up.",
    "documents": "The documents that carry the claim, by handle or address.",
    "retracts": "The id of the claim or of the retraction that the source withdraws.",
    "ignore_because": "Why the lint is silenced.",
    "since": "When an event began that is ongoing.",
    "from": "The first day of an event that is over.",
    "to": "The last day of an event that is over.",
    "on": "The only day of an event.",
    "premise": "What is asserted.",
    "conclusion": "What is asserted with it.",
    "text": "The title of the ledger.",
    "undeclared": "Names that are used without being declared, on purpose.",
    "id": "The id of the claim, which must be that of its content.",
    "type": "What kind of record it is; a claim if nothing is said.",
}
"""What no class describes, or describes in words of Python."""


def schema_text(kind: str) -> str:
    """The schema of one of ``SCHEMAS`` as a text of JSON.

    Raises:
        UnknownNameError: for anything else.
    """
    if kind not in SCHEMAS:
        raise UnknownNameError(kind, "schema", nearest(kind, SCHEMAS), SCHEMAS)
    content = toml_schema() if kind == "toml" else json_schema()
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def toml_schema() -> Schema:
    """The schema of a ledger file, by JSON Schema draft 7, in which dates are text."""
    tables: Schema = {
        "ledger": _table(
            {"title": _described("text", _NAMES), "undeclared": _described("undeclared", _LIST)}
        ),
        "implications": {"type": "object", "additionalProperties": _NAMES},
        "claims": {"type": "array", "items": {"$ref": "#/definitions/claim"}},
    }
    definitions: Schema = {"claim": {**_row(), **_rules()}}
    for name, (kind, fields) in NAMED.items():
        definitions[name] = _entry(kind, fields)
        tables[name] = {
            "type": "object",
            "additionalProperties": {"$ref": f"#/definitions/{name}"},
        }
    for name, kind in ARRAYS.items():
        definitions[name] = _record(kind)
        tables[name] = {"type": "array", "items": {"$ref": f"#/definitions/{name}"}}
    return {
        **_head("A ledger of claims", "What claimledger reads from a TOML file."),
        **_table({name: tables[name] for name in TABLES}),
        "definitions": definitions,
    }


def json_schema() -> Schema:
    """The schema of one line of a JSONL file, by JSON Schema draft 7."""
    definitions: Schema = {"claim": _claim_line()}
    for name, kind in TYPES.items():
        record = _record(kind)
        properties = {
            field: one if field in record.get("required", ()) else _nullable(one)
            for field, one in record["properties"].items()
        }
        definitions[name] = {**record, "properties": {"type": {"const": name}, **properties}}
    tag = {"required": ["type"], "properties": {"type": {"not": {"const": "claim"}}}}
    branches: list[Schema] = [
        {
            "if": {"required": ["type"], "properties": {"type": {"const": name}}},
            "then": {"$ref": f"#/definitions/{name}"},
        }
        for name in TYPES
    ]
    branches.append({"if": {"not": tag}, "then": {"$ref": "#/definitions/claim"}})
    types = _described("type", {"enum": list(definitions)})
    return {
        **_head("A record of a ledger", "What claimledger reads from one line of JSONL."),
        "type": "object",
        "properties": {"type": types},
        "allOf": branches,
        "definitions": definitions,
    }


def _claim_line() -> Schema:
    row = _row()
    kept = {"source", "date"}
    properties = {
        field: one if field in kept else _nullable(one) for field, one in row["properties"].items()
    }
    own = {"type": {"const": "claim"}, "id": _nullable(_described("id", _ID))}
    return {**row, "properties": {**own, **properties}, **_rules()}


def _head(title: str, description: str) -> Schema:
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": description,
    }


def _table(properties: Schema, required: Iterable[str] = ()) -> Schema:
    names = list(required)
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": names} if names else {}),
    }


def _record(kind: type[Any]) -> Schema:
    """The schema of all fields of a class."""
    required = [f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING]
    return _bounded(kind, _table(_properties(kind), required))


def _entry(kind: type[Any], names: Iterable[str]) -> Schema:
    """The schema of an entry of a table, whose key may give its name."""
    known = _properties(kind)
    time = {"type": ["string", "number"], "pattern": f"^{DATE_PATTERN}$"}
    properties = {name: _described(name, time) if name in TIMES else known[name] for name in names}
    schema = _bounded(kind, _table(properties))
    if TIMES[0] in properties:
        others = {"since": ("from", "to", "on"), "on": ("from", "to")}
        schema["not"] = {
            "anyOf": [{"required": [one, other]} for one in others for other in others[one]]
        }
    return schema


def _bounded(kind: type[Any], schema: Schema) -> Schema:
    """The schema of a class with what its fields ask of each other."""
    if kind is Document:
        return {**schema, "anyOf": [_stated(field) for field in ("outlet", "title", "url")]}
    return schema


def _row() -> Schema:
    """The schema of the row of a claim or of a retraction."""
    claims, attested = _properties(Claim), _properties(Attestation)
    noted = _properties(Annotation)
    known = {
        **{field: claims[field] for field in CLAIM_FIELDS},
        **{field: attested[field] for field in ATTESTED},
        **{field: noted[own] for field, own in NOTED.items()},
        "documents": _described("documents", _NAMES),
        "retracts": _described("retracts", {**_ID, "pattern": f"{_ID['pattern']}|^$"}),
    }
    return _table({field: known[field] for field in ROW_FIELDS}, ("source", "date"))


def _rules() -> Schema:
    """What the fields of a row ask of each other."""
    has_value: Schema = {"required": ["value"], "properties": {"value": {"not": _BLANK}}}
    content = [has_value, *({"required": [k], "properties": {k: {"not": _BLANK}}} for k in KINDS)]
    bare = {"allOf": [_stated("retracts"), {"not": {"anyOf": content}}]}
    others = [field for field in ROW_FIELDS if field not in RETRACTION_FIELDS]
    declines = _matching("stance", [Stance.DECLINES.value])
    denies = _matching("stance", [Stance.DENIES.value])
    truths = {"anyOf": [{"type": "boolean"}, _words(Truth), _BLANK]}
    rules: list[Schema] = [
        {"oneOf": [_stated(kind) for kind in KINDS]},
        {"anyOf": [has_value, declines]},
        {
            "if": _stated("proposition"),
            "then": {"properties": {"value": truths}},
            "else": {"properties": {"value": {"not": {"type": "boolean"}}}},
        },
        {
            "if": _stated("measure"),
            "else": {"properties": {"accrual": _BLANK, "same_quantity_as": _BLANK}},
        },
        {
            "if": {"anyOf": [_stated("proposition"), _stated("position")]},
            "then": {"not": denies},
        },
    ]
    return {
        "if": bare,
        "then": {"properties": dict.fromkeys(others, _BLANK)},
        "else": {"allOf": rules},
    }


def _stated(field: str) -> Schema:
    return {"required": [field], "properties": {field: _NAME}}


def _matching(field: str, words: Iterable[str]) -> Schema:
    return {"required": [field], "properties": {field: _words(words, blank=False)}}


def _properties(kind: type[Any]) -> Schema:
    hints = get_type_hints(kind)
    told = descriptions(kind)
    found: Schema = {}
    for field in attrs.fields(kind):
        schema = _field(kind, field.name, hints[field.name])
        if field.default is attrs.NOTHING and schema == {"type": "string"}:
            schema = _NAME
        if field.name in FIGURES and "pattern" in schema:
            schema = {**schema, "type": ["string", "number"]}
        found[field.name] = _described(field.name, schema, told)
    return found


def _field(kind: type[Any], name: str, hint: Any) -> Schema:
    """The schema of a field, by its type."""
    if (kind, name) in _OWN:
        return _OWN[kind, name]
    if (kind, name) in _WORDS:
        return _words(_WORDS[kind, name])
    if name == "measure":
        return {"anyOf": [{"enum": list(shipped_vocabulary().suggestions)}, {"type": "string"}]}
    if name in {"value", "same_quantity_as"}:
        return {"type": ["string", "number"] + ["boolean"] * (name == "value")}
    if name in {"claim", "target"}:
        return _ID
    return _typed(_without_none(hint))


def _without_none(hint: Any) -> Any:
    kinds = [kind for kind in getattr(hint, "__args__", ()) if kind is not type(None)]
    return kinds[0] if get_origin(hint) not in {frozenset, tuple} and len(kinds) == 1 else hint


def _typed(hint: Any) -> Schema:
    if get_origin(hint) in {frozenset, tuple}:
        return _NAMES
    plain: Mapping[Any, Schema] = {
        str: {"type": "string"},
        bool: {"type": "boolean"},
        PartialDate: {"type": "string", "pattern": f"^{DATE_PATTERN}$|^$"},
        Window: {"type": "string", "pattern": f"^(?:{DATE_PATTERN}|{_END}/{_END})$|^$"},
        dt.datetime: {"type": "string", "pattern": f"{_OFFSET}$|^$"},
    }
    return plain[hint]


def _words(words: Iterable[str], *, blank: bool = True) -> Schema:
    """One of some words; an editor offers them, and any case is read."""
    known = [word.value if isinstance(word, enum.Enum) else word for word in words]
    spelt = "|".join(map(_in_any_case, known))
    return {
        "anyOf": [
            {"enum": known},
            {"type": "string", "pattern": rf"^\s*(?:{spelt})\s*$" + "|^$" * blank},
        ]
    }


def _in_any_case(word: str) -> str:
    return "".join(
        f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else re.escape(letter)
        for letter in word
    )


def _nullable(schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def _described(name: str, schema: Schema, told: Mapping[str, str] | None = None) -> Schema:
    text = _DESCRIPTIONS.get(name) or (told or {}).get(name)
    return schema if text is None else {"description": text, **schema}


def descriptions(kind: type[Any]) -> dict[str, str]:
    """What the docstring of a class says of each of its fields, each as one line."""
    _, _, rest = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    found: dict[str, str] = {}
    last = ""
    for line in rest.split("\n"):
        if line and not line.startswith(" "):
            break
        name, colon, text = line.strip().partition(": ")
        if line.startswith("    ") and not line.startswith("     ") and colon:
            last = name
            found[name] = text
        elif line.strip() and found:
            found[last] += f" {line.strip()}"
    return {name: text.replace("``", "") for name, text in found.items()}

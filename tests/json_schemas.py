"""A small validator of JSON Schema, draft 7: the keywords that our schemas use, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}


def is_valid(schema: Schema, value: Any) -> bool:
    """Whether a value is as its schema asks."""
    return _is_valid(schema, value, schema)


def _is_valid(schema: Any, value: Any, root: Schema) -> bool:
    if isinstance(schema, bool):
        return schema
    if "$ref" in schema:
        return _is_valid(root["definitions"][schema["$ref"].rpartition("/")[2]], value, root)
    return all(_keyword(name, asked, value, schema, root) for name, asked in schema.items())


def _equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _keyword(name: str, asked: Any, value: Any, schema: Schema, root: Schema) -> bool:
    if name in SILENT:
        return True
    if name in ALONE:
        return ALONE[name](asked, value)

    def holds(inner: Any, item: Any = value) -> bool:
        return _is_valid(inner, item, root)

    items = value if isinstance(value, list) else []
    fields = value if isinstance(value, dict) else {}
    known = schema.get("properties", {})
    nested: Mapping[str, Callable[[], bool]] = {
        "anyOf": lambda: any(map(holds, asked)),
        "oneOf": lambda: sum(map(holds, asked)) == 1,
        "allOf": lambda: all(map(holds, asked)),
        "not": lambda: not holds(asked),
        "if": lambda: holds(schema.get("then" if holds(asked) else "else", True)),
        "items": lambda: all(holds(asked, item) for item in items),
        "properties": lambda: all(holds(asked[k], v) for k, v in fields.items() if k in asked),
        "additionalProperties": lambda: all(
            holds(asked, item) for key, item in fields.items() if key not in known
        ),
    }
    return nested[name]()


SILENT = frozenset({"$schema", "title", "description", "definitions", "then", "else"})
ALONE: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": lambda asked, value: any(
        TYPES[one](value) for one in ([asked] if isinstance(asked, str) else asked)
    ),
    "enum": lambda asked, value: any(_equal(value, one) for one in asked),
    "const": lambda asked, value: _equal(value, asked),
    "pattern": lambda asked, value: not isinstance(value, str) or bool(re.search(asked, value)),
    "minimum": lambda asked, value: not TYPES["number"](value) or value >= asked,
    "maximum": lambda asked, value: not TYPES["number"](value) or value <= asked,
    "minItems": lambda asked, value: not isinstance(value, list) or len(value) >= asked,
    "required": lambda asked, value: (
        not isinstance(value, dict) or all(key in value for key in asked)
    ),
}

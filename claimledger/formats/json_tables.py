"""Tables that are given as JSON: a list of flat objects, as data portals and their APIs give them.

The list stands by itself, or is the first in an object, as in ``{"count": 2, "data": [...]}``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from claimledger.formats.found import Found


def json_lines(file: BinaryIO, found: Found) -> Iterator[str]:
    """A table in JSON as lines of CSV: its keys, then a line for each object.

    The line of a problem is that of its object, where the first has 2.
    """
    try:
        content = json.loads(file.read().decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (RecursionError, ValueError) as error:
        found.add_not_json(error)
        return
    values = content.values() if isinstance(content, dict) else [content]
    rows = next((value for value in values if _is_table(value)), None)
    if rows is None:
        found.add_at("no list of objects in this file", 1)
        return
    columns = list(dict.fromkeys(key for row in rows for key in row))
    yield csv_line(columns)
    for row in rows:
        yield csv_line(_text(row.get(column)) for column in columns)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def csv_line(texts: Iterable[str]) -> str:
    """Texts as one line of CSV, whatever line ends are in them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([" ".join(text.split()) for text in texts])
    return out.getvalue()

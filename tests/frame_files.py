"""Tables that no engine can judge, each with what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

HEAD = "source,date,measure,value"
ROW = "Army,2020-01-01,tanks lost,20"
GOOD = f"{HEAD}\n{ROW}\n"
READ_HEAD = "source,date,measure,low,high"
NO_DATE = "expected a date such as 2020-09-27, 2020-09, 2020 or 2020-09-27T21:29+04:00"

SHEETS: tuple[tuple[Mapping[str, str | bytes], tuple[str, ...]], ...] = (
    ({"a.csv": ""}, ("a.csv:1: an empty file: expected a line of column names",)),
    ({"a.csv": f"\n{GOOD}"}, ("a.csv:1: an empty file: expected a line of column names",)),
    (
        {"a.csv": f"soruce,date,mesure,value\n{ROW}\n"},
        (
            "a.csv:1: unknown column 'soruce'; did you mean 'source'?",
            "a.csv:1: unknown column 'mesure'; did you mean 'measure'?",
        ),
    ),
    (
        {"a.csv": "source,date\nArmy,2020-01-01\n"},
        (
            "a.csv:1: the column 'measure' is missing",
            "a.csv:1: the column 'value' is missing",
        ),
    ),
    ({"a.csv": f"{HEAD},value\n{ROW},5\n"}, ("a.csv:1: the column 'value' stands twice",)),
    ({"a.csv": f"{HEAD},\n{ROW},\n"}, ("a.csv:1: a column without a name",)),
    (
        {"a.csv": GOOD.replace("\n", "\r")},
        ("a.csv:1: lines that end in carriage returns alone: save it with line feeds",),
    ),
    (
        {"a.csv": f"{GOOD}Armée,2020-01-01,tanks lost,5\n".encode("latin-1")},
        ("a.csv:3: not UTF-8: byte 0xe9; save it as UTF-8",),
    ),
    ({"a.csv": bytes(range(128, 256)) * 20}, ("a.csv:1: not UTF-8: byte 0x80; save it as UTF-8",)),
    ({"a.csv": f"{GOOD}Ar\0my,2020,x,5\n"}, ("a.csv:3: not text: it holds a NUL byte",)),
    (
        {"a.csv": GOOD, "b.csv": "source,measure,date,value\n", "c.csv": "", "d.csv": GOOD},
        (
            "c.csv:1: an empty file: expected a line of column names",
            "b.csv:1: not the columns of a.csv: expected source,date,measure,value",
        ),
    ),
    (
        {"a.csv": f"{GOOD}Army,2020-01-02,tanks lost,1,200\n"},
        ("a.csv:3: 5 cells under 4 columns; text with a separator in it needs quotation marks",),
    ),
    (
        {"a.csv": f'{GOOD}Army,2020-01-02,"tanks lost,5\n'},
        ("a.csv:3: not a row: unexpected end of data",),
    ),
    (
        {"a.csv": f"{GOOD},202O-01-02,tanks lost,twenti\n", "b.csv": f"{HEAD}\nArmy,,guns lost,\n"},
        (
            "a.csv:3: source: source is missing",
            f"a.csv:3: date: cannot read '202O-01-02': {NO_DATE}",
            (
                "a.csv:3: value: cannot read 'twenti': expected a number or a hedge;"
                " did you mean 'twenty'?"
            ),
            "b.csv:2: date: date is missing",
            "b.csv:2: value: a value is missing",
        ),
    ),
    (
        {"a.csv": f"{READ_HEAD},withdrawn\nArmy,2020-01-01,tanks lost,five,nan,ture\n"},
        (
            "a.csv: withdrawn: unknown answer 'ture'; did you mean 'true'?",
            "a.csv: low: cannot read 'five': expected a number",
            "a.csv: high: cannot read 'nan': expected a number",
        ),
    ),
    (
        {"a.csv": f"{READ_HEAD}\n,2020-01-01,tanks lost,5,4\n"},
        (
            "a.csv: source: missing in some row",
            (
                "a.csv: low: a row whose ends are out of order: expected 0 or more, low before"
                " high, and the literal reading within the tolerant one"
            ),
        ),
    ),
    (
        {"a.csv": f"{READ_HEAD}\nArmy,202O,tanks lost,5,6\n", "b.csv": f"{READ_HEAD}\n"},
        (f"date: cannot read '202O': {NO_DATE}",),
    ),
)
"""The content of files, and the lines of the message."""

TYPED: tuple[tuple[Mapping[str, Any], tuple[str, ...]], ...] = (
    ({"value": 1.5}, ("value is a column of floats: expected text or whole numbers",)),
    (
        {"value": "5", "date": ["2020-01-01"], "source": b"\xe9"},
        (
            "source is a column of binary: expected text or whole numbers",
            "date is a column of list: expected text or dates",
        ),
    ),
    (
        {"soruce": "A", "low": [5], "high": 6, "withdrawn": [True]},
        (
            "unknown column 'soruce'; did you mean 'source'?",
            "low is a column of list: expected numbers",
            "withdrawn is a column of list: expected true or false",
        ),
    ),
    (
        {"value": "twice as many", "date": "then", "source": ""},
        (
            f"date: cannot read 'then': {NO_DATE}",
            "source: missing in some row",
            (
                "value: cannot read 'twice as many': expected a figure of its own:"
                " 'twice' is relative to another"
            ),
        ),
    ),
)
"""The columns of one row beside or in place of those of a good one, and what is wrong."""

LAID: tuple[tuple[Callable[[Path], object], str], ...] = (
    (lambda path: path.write_bytes(b""), "an empty file: expected Parquet"),
    (
        lambda path: path.write_bytes(b"PAR1 and so on"),
        "not Parquet, or cut short: it does not end in PAR1",
    ),
)
"""What is no Parquet, and what is said of it."""

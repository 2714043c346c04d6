"""Texts of one make in pieces, each of which is kept once.

The tables and reasons of thousands of questions differ in words and numbers, and hardly in
what stands between them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_VARIES = re.compile(r'(="[^"<>]*\d[^"<>]*"|>[^<>]*[^<>\s][^<>]*<)')
"""What differs: a value with a number in it, and words between two tags with both their ends."""


def in_pieces(texts: Iterable[str]) -> str:
    r"""HTML as the JSON of its distinct pieces, and of each text the places of its pieces.

    >>> in_pieces(["<b>one</b>", "<b>two</b>"])
    '{"pieces":["<b",">one<","/b>",">two<"],"texts":[[0,1,2],[0,3,2]]}'
    """
    places: dict[str, int] = {}
    told = [
        [places.setdefault(piece, len(places)) for piece in _VARIES.split(text) if piece]
        for text in texts
    ]
    content = {"pieces": list(places), "texts": told}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

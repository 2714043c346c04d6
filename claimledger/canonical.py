"""The unambiguous encoding behind ids, and how names are compared.

Ids hash a canonical JSON text: keys sorted, strings in Unicode form NFC, no floats, the
scheme's version inside. Two different contents never share a text, which joining fields
with a separator cannot promise.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from claimledger.errors import InvalidRecordError, quoted

SCHEME = "claimledger/1"

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

Plain = None | bool | int | str | Sequence["Plain"] | Mapping[str, "Plain"]


def encode(value: Plain) -> bytes:
    r"""The canonical bytes of a plain value.

    >>> encode({"b": 1, "a": ["e\u0301"]})
    b'{"a":["\xc3\xa9"],"b":1}'

    Raises:
        TypeError: for a float or any other type that has no one spelling.
    """
    return _ENCODER.encode(_plain(value)).encode()


def digest(kind: str, content: Mapping[str, Plain]) -> str:
    """The id of a record: SHA-256 over scheme, kind and content, as 64 hex digits.

    Fields that are None are left out, so that a field added later changes no id.
    """
    stated = {key: value for key, value in content.items() if value is not None}
    encoded = encode({"scheme": SCHEME, "kind": kind, "content": stated})
    return hashlib.sha256(encoded).hexdigest()


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    r"""Text in form NFC with runs of white space made one space, and none at the ends.

    >>> clean("  Ministry\n of  Defence ")
    'Ministry of Defence'

    Raises:
        InvalidRecordError: for half a character, which no file can hold.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidRecordError(f"expected text; {quoted(text)} holds half a character") from None
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """What two spellings of one name have in common: cleaned, without case.

    >>> name_key("Ministry  of Defence") == name_key("ministry of defence")
    True
    """
    # Case is folded in the decomposed form: only so are all forms of a letter folded alike.
    folded = unicodedata.normalize("NFD", clean(text)).casefold()
    return clean(unicodedata.normalize("NFC", folded))


@lru_cache(maxsize=65536)
def matter_key(text: str) -> str:
    """What two ways to write one matter have in common: a name key without marks around it.

    >>> matter_key("It rained.") == matter_key('"it rained"')
    True
    """
    key = name_key(text)
    return key.strip(_MARKS) or key


_MARKS = " .!?\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


def nfc(text: str) -> str:
    """Text in Unicode form NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _plain(value: object) -> Plain:
    if isinstance(value, str):
        return nfc(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {nfc(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical encoding: {value!r}")

"""The encoding behind ids, and what two spellings of a name have in common."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimledger.canonical import SCHEME, Plain, clean, digest, encode, matter_key, name_key
from claimledger.errors import InvalidRecordError

texts = st.text(max_size=8)
plain: st.SearchStrategy[Plain] = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def folded(value: Plain) -> object:
    """What the encoding must tell apart: types, and text up to its Unicode form."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return ("list", tuple(map(folded, value)))
    if isinstance(value, dict):
        return ("map", frozenset((folded(k), folded(v)) for k, v in value.items()))
    return (type(value), value)


class TestEncode:
    def test_bytes(self) -> None:
        """Keys are sorted, nothing is spaced, and letters stand as they are in form NFC."""
        value: Plain = {"z": [1, None, True], "a": 'e\u0301 "quoted"\n'}
        assert encode(value) == b'{"a":"\xc3\xa9 \\"quoted\\"\\n","z":[1,null,true]}'

    @given(plain, plain)
    def test_is_unambiguous(self, a: Plain, b: Plain) -> None:
        """Two values share an encoding exactly when they are the same."""
        assert (encode(a) == encode(b)) == (folded(a) == folded(b))

    @given(st.lists(texts, min_size=1, max_size=3), st.lists(texts, min_size=1, max_size=3))
    def test_nothing_moves_between_neighbours(self, a: list[str], b: list[str]) -> None:
        """Lists of texts differ wherever they are cut in another place."""
        nfc = [[unicodedata.normalize("NFC", text) for text in texts] for texts in (a, b)]
        assert (encode(a) == encode(b)) == (nfc[0] == nfc[1])

    @pytest.mark.parametrize("value", [1.0, b"x", bytearray(b"x"), {1}, object(), {"a": [1.5]}])
    def test_what_has_no_one_spelling_is_refused(self, value: object) -> None:
        """Floats, bytes and sets."""
        with pytest.raises(TypeError, match="has no canonical encoding"):
            encode(value)  # type: ignore[arg-type]


class TestDigest:
    def test_is_sha_256_of_scheme_kind_and_content(self) -> None:
        """As computed by hand from the bytes."""
        text = '{"content":{"a":1},"kind":"claim","scheme":"claimledger/1"}'
        assert SCHEME == "claimledger/1"
        assert digest("claim", {"a": 1}) == hashlib.sha256(text.encode()).hexdigest()

    def test_what_is_not_stated_is_left_out(self) -> None:
        """So a field that comes later changes no id; an empty text is stated."""
        assert digest("claim", {"a": 1, "b": None}) == digest("claim", {"a": 1})
        assert digest("claim", {"a": 1, "b": ""}) != digest("claim", {"a": 1})

    def test_kinds_are_apart(self) -> None:
        """Equal content of two kinds has two ids."""
        assert digest("claim", {"a": 1}) != digest("retraction", {"a": 1})

    @given(st.dictionaries(texts, st.integers(), max_size=4), st.randoms())
    def test_order_does_not_matter(self, content: dict[str, int], random: object) -> None:
        """Fields may come in any order."""
        items = list(content.items())
        random.shuffle(items)  # type: ignore[attr-defined]
        assert digest("x", dict(items)) == digest("x", content)


class TestNames:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("  a \t b\n", "a b"),
            ("a\u00a0b\u2003c", "a b c"),
            ("Ele\u0301ve", "El\u00e9ve"),
            ("\u212b", "\u00c5"),
            (" \n ", ""),
        ],
    )
    def test_clean(self, text: str, cleaned: str) -> None:
        """White space of every kind is one space, and letters are in form NFC."""
        assert clean(text) == cleaned

    @pytest.mark.parametrize(
        "other",
        [
            "Ministère de la Défense",
            "ministère de la défense",
            "MINISTÈRE  DE LA\u00a0DÉFENSE",
            unicodedata.normalize("NFD", "Ministère de la Défense"),
        ],
    )
    def test_spellings_of_one_name(self, other: str) -> None:
        """Case, spacing and Unicode form tell no names apart."""
        assert name_key(other) == "ministère de la défense"

    @pytest.mark.parametrize(
        ("a", "b"),
        [("Defence", "Défence"), ("A B", "AB"), ("A-B", "A B"), ("Ministry 1", "Ministry 2")],
    )
    def test_other_names(self, a: str, b: str) -> None:
        """Accents, spaces within, hyphens and digits do."""
        assert name_key(a) != name_key(b)

    def test_german_and_greek(self) -> None:
        """Case is folded as Unicode has it, also where a letter has no upper case."""
        assert name_key("Straße") == name_key("STRASSE")
        assert name_key("ΟΔΟΣ") == name_key("οδος") == name_key("οδοσ")

    @given(st.text(max_size=12))
    def test_a_key_is_its_own_key(self, text: str) -> None:
        """Nothing is gained by folding again, and no Unicode form or case changes a key."""
        key = name_key(text)
        assert name_key(key) == key
        for form in ("NFC", "NFD"):
            assert name_key(unicodedata.normalize(form, text)) == key
        assert name_key(f" {text}\n") == key
        assert clean(clean(text)) == clean(text)

    @pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
    def test_half_a_character_is_refused(self, text: str) -> None:
        """A lone surrogate, as JSON may hold, can be written to no file."""
        with pytest.raises(InvalidRecordError, match="half a character"):
            name_key(text)


class TestMatterKey:
    @pytest.mark.parametrize(
        "text", ["It rained.", "it  rained", '"It rained!"', "«it rained»", "‘It rained?’ "]
    )
    def test_marks_around_a_sentence_do_not_count(self, text: str) -> None:
        """Full stops, other marks and quotation marks at either end."""
        assert matter_key(text) == "it rained"

    def test_marks_within_and_marks_alone_stay(self) -> None:
        """What stands inside is kept, and nothing becomes empty."""
        assert matter_key("the U.S. did it.") == "the u.s. did it"
        assert matter_key("?!") == "?!"

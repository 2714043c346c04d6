"""Frozen values made of fields that are known to fit."""

from __future__ import annotations

import pickle

import attrs
import pytest

import claimledger as cl
from claimledger.drafts import maker
from claimledger.relations import Voice

CLAIM = cl.Claim(source="A", date="2020-01-01", measure="people killed", value="20")


class TestMaker:
    """It makes what the class itself makes."""

    def test_the_value_is_one_of_the_class(self) -> None:
        """Of the class and no other, equal, of one hash, and shown alike."""
        made = maker(cl.Interval)(1, 2, False, True)
        assert type(made) is cl.Interval
        assert made == cl.Interval(1, 2, high_open=True)
        assert hash(made) == hash(cl.Interval(1, 2, high_open=True))
        assert repr(made) == "Interval(1, 2, high_open=True)"

    def test_it_is_frozen(self) -> None:
        """As soon as it is handed over."""
        made = maker(cl.Interval)(1, 2, False, False)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            made.low = 0  # type: ignore[misc]
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del made.low

    def test_it_can_be_changed_and_pickled(self) -> None:
        """As any other."""
        made = maker(cl.Interval)(1, 2, False, False)
        assert attrs.evolve(made, high=3) == cl.Interval(1, 3)
        assert pickle.loads(pickle.dumps(made)) == made

    def test_cached_properties_are_as_given(self) -> None:
        """They come after the fields, and are not worked out again."""
        (finding,) = cl.judge(cl.Ledger().add(CLAIM))
        (voice,) = finding.voices
        fields = [getattr(voice, field.name) for field in attrs.fields(Voice)]
        made = maker(Voice, "has_content", "said")(*fields, False, "other words")
        assert made == voice
        assert (made.has_content, made.said) == (False, "other words")
        assert (made.speaker, voice.said) == ("a", "20")
        usual = Voice(**dict(zip(_NAMES, fields, strict=True)))
        assert (usual.said, usual.has_content) == ("20", True)

    def test_all_fields_are_needed(self) -> None:
        """There are no defaults."""
        with pytest.raises(TypeError):
            maker(cl.Interval)(1, 2)


_NAMES = [field.name for field in attrs.fields(Voice)]

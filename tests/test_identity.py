"""The id of a claim, put together from pieces, against the encoding of the whole."""

from __future__ import annotations

import attrs
from hypothesis import given

import claimledger as cl
from claimledger.answers import canonical_answer
from claimledger.canonical import digest, name_key
from claimledger.moulds import Mould, coded_answer, coded_date, coded_source
from tests.record_strategies import claims


def whole(claim: cl.Claim) -> str:
    """The id by the encoding of one mapping, as the contract has it."""
    names = {"subject": claim.subject, "event": claim.event, "place": claim.place}
    return digest(
        "claim",
        {
            claim.kind: name_key(claim.about),
            **{field: None if name is None else name_key(name) for field, name in names.items()},
            "window": None if claim.window is None else str(claim.window),
            "accrual": None if claim.accrual is None else claim.accrual.value,
            "answer": canonical_answer(claim.value),
            "rendering": canonical_answer(claim.same_quantity_as),
            "stance": claim.stance.value,
            "source": name_key(claim.source),
            "date": str(claim.date),
        },
    )


class TestId:
    """The pieces make up the canonical encoding, byte for byte."""

    @given(claims())
    def test_law(self, claim: cl.Claim) -> None:
        """For claims of all kinds, with whatever is stated and not."""
        assert claim.id == whole(claim)

    def test_every_field_between_the_others(self) -> None:
        """Each kind stands in its place among event, place, source and subject."""
        shared = {"subject": "s", "event": "e", "place": "p", "window": "2020", "date": "2020"}
        for kind, value in (
            *(("measure", "5 km2"), ("proposition", "yes"), ("choice", 'a "b"')),
            *(("members", "only \u00c9; f"), ("position", "ne\u0301e")),
        ):
            claim = cl.Claim(source="x", value=value, **shared, **{kind: "about"})
            assert claim.id == whole(claim)


class TestMould:
    """A claim of a mould is the claim that its fields make."""

    @given(claims(), claims())
    def test_law(self, claim: cl.Claim, other: cl.Claim) -> None:
        """It is equal in every field, and to be told from the other by nothing."""
        if claim.value is None:
            return
        value = other.value if other.kind == claim.kind and other.value is not None else claim.value
        own = (coded_source(other.source), coded_date(other.date), coded_answer(value))
        made = Mould(claim).claim(*own)
        expected = attrs.evolve(claim, source=other.source, date=other.date, value=value)
        assert attrs.asdict(made, recurse=False) == attrs.asdict(expected, recurse=False)
        assert (made, made.id, repr(made)) == (expected, whole(expected), repr(expected))

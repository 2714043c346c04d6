"""Declarations of who speaks, to whom things happen, and where it was read."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.sources import SOURCE_KINDS, components, joined_names, optional_text

DECLARED = (
    cl.Party(name="Armenia", part_of="Armenian side", opposed=["Turkey", "Azerbaijan"]),
    cl.Party(name="Turkey", allied="Azerbaijan", handle="tr"),
    cl.Source(name="Ministry", side="East", kind="official", reliability="C", controlled_by="X"),
    cl.Document(outlet="Agency", title="Report", date="2020-09-28"),
    cl.Document(url="https://example.org/A", handle="a"),
    cl.Place(name="Town", part_of="Region"),
)


@pytest.mark.parametrize("record", DECLARED, ids=repr)
def test_every_declaration_is_a_value(record: Any) -> None:
    """Declarations are hashable, and survive copies, pickles of every protocol, and repr."""
    again = [pickle.loads(pickle.dumps(record, protocol)) for protocol in range(2, 6)]
    for other in (*again, copy.deepcopy(record), eval(repr(record), vars(cl))):
        assert (other, hash(other)) == (record, hash(record))


class TestRepr:
    def test_states_what_is_stated(self) -> None:
        """Sets are sorted, so that a listing by repr is the same in every process."""
        assert repr(DECLARED[0]) == (
            "Party(name='Armenia', part_of='Armenian side', opposed=['Azerbaijan', 'Turkey'])"
        )
        assert repr(DECLARED[3]) == ("Document(outlet='Agency', title='Report', date='2020-09-28')")


class TestParty:
    def test_names(self) -> None:
        """Cleaned; one name is a set of one, and of two spellings the least is kept."""
        party = cl.Party(name=" The  East ", opposed=["West", "west", "WEST "], allied="South")
        assert (party.name, party.key) == ("The East", "the east")
        assert party.opposed == {"WEST"}
        assert party.allied == {"South"}

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"name": ""}, "expected a name, not an empty text"),
            ({"name": 5}, "expected a name, not 5"),
            ({"name": "East", "part_of": "EAST"}, "'East' is declared to be a part of itself"),
            ({"name": "East", "opposed": 5}, "expected a list of names, not 5"),
            ({"name": "East", "opposed": [""]}, "expected a name, not an empty text"),
            ({"name": "East", "handle": 5}, "expected text, not 5"),
        ],
    )
    def test_what_is_no_party(self, fields: dict[str, Any], message: str) -> None:
        """Is refused."""
        with pytest.raises(cl.ClaimLedgerError) as caught:
            cl.Party(**fields)
        assert str(caught.value) == message


class TestSource:
    @pytest.mark.parametrize("kind", SOURCE_KINDS)
    def test_kinds(self, kind: str) -> None:
        """In whatever case."""
        assert cl.Source(name="A", kind=kind.upper()).kind == kind

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"kind": "offical"}, "unknown kind of source 'offical'; did you mean 'official'?"),
            ({"kind": "xx"}, "unknown kind of source 'xx'; expected one of official, military"),
            ({"reliability": "G"}, "unknown reliability 'G'; expected one of A, B, C, D, E, F"),
        ],
    )
    def test_unknown_words(self, fields: dict[str, Any], message: str) -> None:
        """Are refused, with the nearest known or all of them."""
        with pytest.raises(cl.ClaimLedgerError) as caught:
            cl.Source(name="A", **fields)
        assert message in str(caught.value)

    def test_not_stated(self) -> None:
        """Empty text is not stated."""
        assert cl.Source(name="A", kind="", reliability=" ", side="") == cl.Source(name="A")
        assert cl.Source(name="A", reliability="f").reliability == "F"
        assert cl.Source(name="The Ministry").key == "the ministry"


class TestDocument:
    @pytest.mark.parametrize(
        ("fields", "name", "key"),
        [
            ({"outlet": "The Agency"}, "The Agency", "the agency"),
            (
                {"outlet": "Agency", "title": "Ten Dead", "date": "2020-09"},
                "Agency, Ten Dead, 2020-09",
                "agency, ten dead, 2020-09",
            ),
            (
                {"outlet": "Agency", "url": "https://Example.org/A"},
                "https://Example.org/A",
                "https://Example.org/A",
            ),
        ],
    )
    def test_name_and_key(self, fields: dict[str, Any], name: str, key: str) -> None:
        """An address identifies a document and keeps its case; else all that is known does."""
        document = cl.Document(**fields)
        assert (document.name, document.key) == (name, key)

    @pytest.mark.parametrize("fields", [{}, {"date": "2020-09-28"}, {"title": " "}])
    def test_nothing_to_know_it_by(self, fields: dict[str, Any]) -> None:
        """A date alone is no document."""
        with pytest.raises(cl.ClaimLedgerError, match="needs an outlet, a title or a url"):
            cl.Document(**fields)

    def test_date(self) -> None:
        """Read like any other date, and may be missing."""
        assert cl.Document(outlet="A", date="").date is None
        with pytest.raises(cl.ClaimLedgerError):
            cl.Document(outlet="A", date="soon")


class TestPlace:
    def test_key(self) -> None:
        """The name without case; a place within itself is refused."""
        assert cl.Place(name="The Town").key == "the town"
        with pytest.raises(cl.ClaimLedgerError, match="to be a part of itself"):
            cl.Place(name="Town", part_of="town")


class TestNames:
    def test_optional_text(self) -> None:
        """Text is cleaned; of nothing nothing is left."""
        assert [optional_text(text) for text in (" a  b ", " ", "", None)] == ["a b", *[None] * 3]

    def test_joined_names(self) -> None:
        """In whatever order they come."""
        for names in (["b", "A", "a"], ["a", "A", "b"]):
            assert joined_names(names) == {"A", "b"}


class TestComponents:
    @given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10))
    def test_against_reachability(self, links: list[tuple[int, int]]) -> None:
        """Two nodes share a component exactly when a chain of links leads from one to the other."""
        nodes = {node for link in links for node in link}
        reach = {node: {node} for node in nodes}
        for _ in nodes:
            for a, b in links:
                reach[a] = reach[b] = reach[a] | reach[b]
                for node in reach[a]:
                    reach[node] = reach[a]
        found = components(links)
        assert found == {node: min(reach[node]) for node in nodes}

    @given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10), st.randoms())
    def test_order_does_not_matter(self, links: list[tuple[int, int]], random: Any) -> None:
        """Nor does the direction of a link."""
        turned = [(b, a) for a, b in links]
        random.shuffle(turned)
        assert components(turned) == components(links)

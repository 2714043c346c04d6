"""The ledger: what it holds, what it shows, and how references find their names."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import sys
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.claims import Title
from claimledger.errors import IdentityError, UnknownNameError
from claimledger.formats import dumps
from claimledger.grouping import Scene
from claimledger.ledger import Directory, MetadataConflict, check_id, is_id, redirected
from claimledger.taxonomy import MeasureEntry
from claimledger.testing import ledgers


def claim(source: str = "Ministry", date: str = "2020-09-28", **changes: Any) -> cl.Claim:
    """A count with changes."""
    fields = {"measure": "people wounded", "value": "about 200", **changes}
    return cl.Claim(source=source, date=date, **fields)


def retraction(target: Any, day: int, source: str = "Ministry") -> cl.Retraction:
    """A retraction on a day of October."""
    return cl.Retraction(target=target, source=source, date=f"2020-10-{day:02}")


class TestLedger:
    def test_length_truth_and_iteration(self) -> None:
        """Its length counts claims, it is true when it holds anything, and it is no sequence."""
        parties = cl.Ledger().add(cl.Party(name="East"))
        assert (len(parties), bool(parties), bool(cl.Ledger())) == (0, True, False)
        assert len(parties.add(claim(), claim("MINISTRY"), claim("Army"))) == 2
        with pytest.raises(TypeError):
            iter(parties)  # type: ignore[call-overload]

    @pytest.mark.parametrize("wrong", ["a claim", None, 5, cl.Ledger()])
    def test_what_is_no_record(self, wrong: Any) -> None:
        """Is refused, however it comes in."""
        with pytest.raises(cl.ClaimLedgerError, match="expected a record, not"):
            cl.Ledger([wrong])
        with pytest.raises(cl.ClaimLedgerError, match="expected a record, not"):
            cl.Ledger().add(claim(), wrong)

    def test_merging_something_else(self) -> None:
        """Is a type error."""
        with pytest.raises(TypeError):
            cl.Ledger() | {claim()}  # type: ignore[operator]

    def test_merge_of_many(self) -> None:
        """Several at once, and none at all."""
        one, two = cl.Ledger([claim()]), cl.Ledger([claim("Army")])
        assert one.merge(two, cl.Ledger()) == one | two
        assert one.merge() == one

    @given(ledgers())
    def test_a_value_like_any_other(self, ledger: cl.Ledger) -> None:
        """Ledgers are hashed, copied, pickled and written as code without loss."""
        _ = ledger.claims, ledger.directory, ledger.withdrawn  # Cached, and not carried along.
        again = [pickle.loads(pickle.dumps(ledger, protocol)) for protocol in range(2, 6)]
        from_code = eval(repr(ledger), {**vars(cl), "Title": Title})
        for other in (*again, copy.deepcopy(ledger), from_code):
            assert (other, hash(other)) == (ledger, hash(ledger))
            assert repr(other) == repr(ledger)

    def test_claims_are_in_order(self) -> None:
        """By date said and id, each id once, in its least spelling."""
        later, earlier, month = claim(date="2020-09-29"), claim(), claim(date="2020-09")
        ledger = cl.Ledger([later, claim("MINISTRY"), earlier, month])
        assert [(c.source, str(c.date)) for c in ledger.claims] == [
            ("Ministry", "2020-09"),
            ("MINISTRY", "2020-09-28"),
            ("Ministry", "2020-09-29"),
        ]

    def test_a_claim_by_its_id(self) -> None:
        """Whole, or shortened to no fewer than six digits."""
        one = claim()
        ledger = cl.Ledger([one])
        for key in (one.id, one.id[:6], one.id[:20].upper()):
            assert ledger.claim(key) == one
        assert ledger.claim_or_none(one.id) == one
        assert ledger.claim_or_none(one.id[:20]) is None
        for key in (one.id[:5], "f" * 64, ""):
            with pytest.raises(UnknownNameError, match="unknown claim"):
                ledger.claim(key)

    def test_an_ambiguous_prefix(self) -> None:
        """Is refused like an unknown one."""
        by_prefix: dict[str, cl.Claim] = {}
        for number in range(100_000):
            one = claim(value=number)
            other = by_prefix.setdefault(one.id[:6], one)
            if other is not one:
                break
        with pytest.raises(UnknownNameError):
            cl.Ledger([one, other]).claim(one.id[:6])
        assert cl.Ledger([one, other]).claim(one.id) == one

    def test_what_hangs_on_a_claim(self) -> None:
        """Attestations and annotations by the id of their claim, in one order."""
        one = claim()
        attested = [cl.Attestation(claim=one, document=name) for name in "cab"]
        noted = [cl.Annotation(claim=one, note=note) for note in "ba"]
        found = cl.Ledger([one, *attested, *noted])
        assert [a.document for a in found.attestations[one.id]] == ["a", "b", "c"]
        assert [a.note for a in found.annotations[one.id]] == ["a", "b"]

    def test_declarations_that_are_not_joined(self) -> None:
        """Implications, partitions and measures are sets; of several titles the least is shown."""
        edges = [
            cl.Implication(premise="b", conclusion="c"),
            cl.Implication(premise="a", conclusion="c"),
        ]
        parts = [cl.Partition(whole="a", parts=[part, "x"]) for part in "cb"]
        entries = [MeasureEntry("yurts"), MeasureEntry("tents")]
        ledger = cl.Ledger([*edges, *parts, *entries, Title(text="B"), Title(text="A")])
        assert ledger.implications == (edges[1], edges[0])
        assert ledger.partitions == (parts[1], parts[0])
        assert [entry.name for entry in ledger.measures] == ["tents", "yurts"]
        assert (ledger.title, cl.Ledger().title) == ("A", None)


class TestCheckId:
    def test_the_right_id(self) -> None:
        """Passes, and another is refused with both."""
        one, other = claim(), claim("Army")
        check_id(one, one.id)
        with pytest.raises(IdentityError, match=f"{other.id}.*{one.id}"):
            check_id(one, other.id)

    def test_in_a_file(self, tmp_path: Any) -> None:
        """An id in a file that belongs to other content is an error on its line."""
        path = tmp_path / "a.jsonl"
        cl.write(cl.Ledger([claim()]), path)
        path.write_text(path.read_text().replace('"about 200"', '"about 300"'))
        with pytest.raises(cl.LoadError, match=r"a\.jsonl:1: id: id '.*' belongs to other content"):
            cl.read(path)


class TestAdd:
    WORLD = (
        cl.Party(name="Eastern Side", handle="east"),
        cl.Party(name="Army of the East", part_of="east", opposed=["west"], handle="army"),
        cl.Party(name="Western Side", handle="west"),
        cl.Source(name="Ministry of Defence", side="east", controlled_by="gov", handle="mod"),
        cl.Source(name="Government", handle="gov"),
        cl.Event(name="The War", handle="war"),
        cl.Place(name="The Town", part_of="region", handle="town"),
        cl.Place(name="The Region", handle="region"),
        cl.Document(outlet="Agency", title="Report", handle="report"),
        cl.Document(url="https://example.org/A", handle="page"),
    )

    @pytest.mark.parametrize("before", [True, False])
    def test_handles_become_names(self, before: bool) -> None:
        """Whether declared in the ledger, or by the same call."""
        world = cl.Ledger().add(*self.WORLD)
        one = claim("mod", subject="west", event="war", place="town")
        hanging: list[Any] = [
            cl.Attestation(claim=one, document="report", derived_from="gov"),
            cl.Attestation(claim=one, document="page", derived_from=one.id),
            cl.Annotation(claim=one, note="a note"),
            retraction(one, 1, "mod"),
        ]
        records: list[Any] = [one, *hanging]
        ledger = world.add(*records) if before else cl.Ledger().add(*records, *self.WORLD)
        (found,) = ledger.claims
        assert (found.source, found.subject, found.event, found.place) == (
            "Ministry of Defence",
            "Western Side",
            "The War",
            "The Town",
        )
        documents = {a.document: a.derived_from for a in ledger.attestations[found.id]}
        assert documents == {"agency, report": "Government", "https://example.org/A": found.id}
        assert set(documents) == set(ledger.documents)
        assert [a.note for a in ledger.annotations[found.id]] == ["a note"]
        assert ledger.withdrawn == {found.id}
        assert ledger.parties["army of the east"].part_of == "Eastern Side"
        assert ledger.parties["army of the east"].opposed == {"Western Side"}
        assert ledger.sources["ministry of defence"].controlled_by == "Government"
        assert ledger.places["the town"].part_of == "The Region"

    def test_names_are_preferred_to_handles(self) -> None:
        """A source that is called like a handle is itself, in its declared spelling."""
        ledger = cl.Ledger().add(
            cl.Source(name="MOD"), cl.Source(name="Ministry", handle="mod"), claim("mod")
        )
        assert [c.source for c in ledger.claims] == ["MOD"]

    def test_an_unknown_name_stays(self) -> None:
        """What nothing declares is a name of its own, also when a handle comes later."""
        ledger = cl.Ledger().add(claim("mod"))
        later = ledger.add(cl.Source(name="Ministry", handle="mod"))
        assert [c.source for c in later.claims] == ["mod"]

    def test_a_party_may_speak_and_control(self) -> None:
        """A source that only a party is called by gets the party's name."""
        ledger = cl.Ledger().add(
            cl.Party(name="Eastern Side", handle="east"),
            cl.Source(name="Agency", controlled_by="east"),
            claim("east"),
        )
        assert [c.source for c in ledger.claims] == ["Eastern Side"]
        assert ledger.sources["agency"].controlled_by == "Eastern Side"

    def test_any_is_no_reference(self) -> None:
        """The subject "any" stands for all parties, whatever a party is called."""
        ledger = cl.Ledger().add(cl.Party(name="Anybody", handle="any"), claim(subject="Any"))
        assert [c.subject for c in ledger.claims] == ["Any"]

    @pytest.mark.parametrize("name", ["Agency, Report", "agency,  report", "report"])
    def test_documents_by_name(self, name: str) -> None:
        """Without case where they have no address."""
        one = claim()
        ledger = cl.Ledger().add(*self.WORLD, one, cl.Attestation(claim=one, document=name))
        (attestation,) = ledger.attestations[one.id]
        assert attestation.document in ledger.documents

    def test_addresses_keep_their_case(self) -> None:
        """Another case is another address."""
        one = claim()
        other = cl.Attestation(claim=one, document="HTTPS://EXAMPLE.ORG/a")
        ledger = cl.Ledger().add(cl.Document(url="https://example.org/a"), one, other)
        (attestation,) = ledger.attestations[one.id]
        assert attestation.document == "HTTPS://EXAMPLE.ORG/a"

    def test_handles_of_two_ledgers_may_collide(self) -> None:
        """Two desks use one handle for two ministries: nothing mixes, until it is used again."""
        east = cl.Ledger().add(cl.Source(name="East MoD", handle="mod"), claim("mod"))
        west = cl.Ledger().add(cl.Source(name="West MoD", handle="mod"), claim("mod"))
        merged = east | west
        assert {c.source for c in merged.claims} == {"East MoD", "West MoD"}
        assert merged.conflicts == ()
        with pytest.raises(
            cl.ClaimLedgerError, match="source 'mod' is ambiguous here: East MoD or West MoD"
        ):
            merged.add(claim("mod", date="2020-10-01"))
        assert len(merged.add(claim("West MoD", date="2020-10-01"))) == 3

    @pytest.mark.parametrize("order", list(permutations(range(4))))
    def test_chains_of_retractions_keep_hold(self, order: tuple[int, ...]) -> None:
        """Each retraction finds what it retracts after the handles of all are resolved."""
        one = claim("mod")
        first = retraction(one, 1, "mod")
        second = retraction(first, 2, "mod")
        third = retraction(second, 3, "mod")
        records: list[Any] = [one, first, second, third]
        ledger = cl.Ledger().add(
            cl.Source(name="Ministry", handle="mod"), *(records[place] for place in order)
        )
        (found,) = ledger.claims
        assert ledger.withdrawn == {found.id}
        by_date = sorted(ledger.retractions, key=lambda r: str(r.date))
        assert [r.target for r in by_date] == [found.id, by_date[0].id, by_date[1].id]

    def test_adding_many_at_once_is_linear(self) -> None:
        """Ten times the records make ten times the calls, and a tenth more for what is shared.

        Counted, not timed: a share of each count does not depend on the number of records.
        """

        def calls(number: int) -> int:
            one = [claim("mod", value=value) for value in range(number)]
            hanging = [cl.Attestation(claim=each, document="report") for each in one]
            seen: list[str] = []
            sys.setprofile(lambda *event: seen.append(event[1]))
            try:
                cl.Ledger().add(*self.WORLD, *one, *hanging)
            finally:
                sys.setprofile(None)
            return len(seen)

        calls(1)  # Fills the caches.
        assert calls(1_000) <= 11 * calls(100)


class TestDirectory:
    def test_known(self) -> None:
        """All names and handles of a kind, to suggest from."""
        directory = Directory.of(TestAdd.WORLD)
        assert directory.known("source") == ["Ministry of Defence", "Government", "mod", "gov"]
        assert directory.known("planet") == []

    def test_nodes(self) -> None:
        """Of a partition: a party, else a place, else a word of the vocabulary."""
        directory = Directory.of(TestAdd.WORLD)
        found = [directory.find("node", text) for text in ("east", "town", "tanks")]
        assert found == ["Eastern Side", "The Town", None]

    @pytest.mark.parametrize(
        ("text", "answer"), [("0" * 64, True), ("A" * 64, False), ("0" * 63, False), ("", False)]
    )
    def test_is_id(self, text: str, answer: bool) -> None:
        """A full id in small digits."""
        assert is_id(text) is answer

    def test_redirected_leaves_the_rest_alone(self) -> None:
        """What refers to nothing that changed comes back as it was."""
        other = cl.Attestation(claim="0" * 64)
        (found,) = redirected([(other, other)])
        assert found is other


class TestWithdrawn:
    """Who withdraws what, by tables: r1 retracts the claim, r2 retracts r1, and so on."""

    ONE = claim()

    def withdrawn(self, *retractions: cl.Retraction, claims: tuple[cl.Claim, ...] = (ONE,)) -> bool:
        """Whether the claim stands withdrawn, whatever the order of arrival."""
        found = set()
        records: list[Any] = [*claims, *retractions]
        for order in permutations(records):
            ledger = cl.Ledger()
            for record in order:
                ledger = ledger.add(record)
            found.add(self.ONE.id in ledger.withdrawn)
            assert (self.ONE in ledger.active) is (bool(claims) and not ledger.withdrawn)
        (answer,) = found
        return answer

    @pytest.mark.parametrize(
        ("length", "answer"), [(0, False), (1, True), (2, False), (3, True), (4, False)]
    )
    def test_chains(self, length: int, answer: bool) -> None:
        """Each retraction undoes the one before it, in whatever order they arrive."""
        chain: list[cl.Retraction] = []
        for day in range(length):
            chain.append(retraction(chain[-1] if chain else self.ONE, day + 1))
        assert self.withdrawn(*chain) is answer

    def test_before_its_target(self) -> None:
        """A retraction without its claim withdraws nothing yet."""
        assert not self.withdrawn(retraction(self.ONE, 1), claims=())

    def test_by_another_source(self) -> None:
        """Nobody withdraws what somebody else said, or somebody else's retraction."""
        assert not self.withdrawn(retraction(self.ONE, 1, "Army"))
        own = retraction(self.ONE, 1)
        assert self.withdrawn(own, retraction(own, 2, "Army"))

    def test_by_the_source_in_another_spelling(self) -> None:
        """A source is who it is in any spelling."""
        assert self.withdrawn(retraction(self.ONE, 1, "MINISTRY"))

    def test_one_of_several_is_taken_back(self) -> None:
        """The claim stays withdrawn until every retraction of it is."""
        first, second = retraction(self.ONE, 1), retraction(self.ONE, 2)
        assert self.withdrawn(first, second)
        assert self.withdrawn(first, second, retraction(first, 3))
        assert not self.withdrawn(first, second, retraction(first, 3), retraction(second, 3))

    def test_a_retraction_retracted_twice(self) -> None:
        """Is undone while one of the two stands."""
        first = retraction(self.ONE, 1)
        undone = [retraction(first, 2), retraction(first, 3)]
        assert not self.withdrawn(first, *undone)
        assert not self.withdrawn(first, *undone, retraction(undone[0], 4))

    def test_retract_and_take_back_restores_the_view(self) -> None:
        """The report is what it was."""
        ledger = cl.Ledger([self.ONE, claim("Army", value=5)])
        first = retraction(self.ONE, 1)
        gone = ledger.add(first)
        assert cl.report(gone) != cl.report(ledger)
        assert cl.report(gone.add(retraction(first, 2))) == cl.report(ledger)

    def test_dated_after_the_view(self) -> None:
        """A retraction, and the retraction of one, are known from their dates on."""
        first = retraction(self.ONE, 5)
        ledger = cl.Ledger([self.ONE, first, retraction(first, 10)])
        days = {day: len(ledger.as_of(f"2020-10-{day:02}").active) for day in (4, 5, 9, 10)}
        assert days == {4: 1, 5: 0, 9: 0, 10: 1}


class TestAsOf:
    @pytest.mark.parametrize(
        ("said", "as_of", "is_known"),
        [
            ("2020-09-28", "2020-09-27", False),
            ("2020-09-28", "2020-09-28", True),
            ("2020-09-28", "2020-09", True),
            ("2020-09-28T23:59+04:00", "2020-09-28", True),
            ("2020-09", "2020-09-29", False),
            ("2020-09", "2020-09-30", True),
            ("2020-09", "2020-09", True),
            ("2020", "2020-12-30", False),
            ("2020", "2020", True),
            ("2020-12~", "2020-12", True),
            ("2020-09-28", dt.date(2020, 9, 28), True),
            ("2020-09-28", cl.parse_date("2020-09-27"), False),
        ],
    )
    def test_surely_said_by_then(self, said: str, as_of: Any, is_known: bool) -> None:
        """What may have been said only later is not known yet; a month is known at its end."""
        assert len(cl.Ledger([claim(date=said)]).as_of(as_of)) == is_known

    def test_what_has_no_date_stays(self) -> None:
        """Declarations, and what hangs on claims, are timeless."""
        timeless: list[Any] = [
            cl.Party(name="East"),
            cl.Attestation(claim=claim(), recorded="2022-01-01T00:00Z"),
            cl.Annotation(claim=claim(), note="later"),
        ]
        assert cl.Ledger([*timeless, claim()]).as_of("2019") == cl.Ledger(timeless)


class TestRecordedBy:
    MORNING, NOON, NIGHT = (dt.datetime(2020, 10, 1, hour, tzinfo=dt.UTC) for hour in (8, 12, 22))

    @pytest.mark.parametrize(
        ("recorded", "is_known", "attested"),
        [
            ([], True, 0),
            ([None], True, 1),
            ([MORNING], True, 1),
            ([NOON], True, 1),
            ([NIGHT], False, 0),
            ([MORNING, NIGHT], True, 1),
            ([None, NIGHT], True, 1),
            ([NIGHT, NIGHT + dt.timedelta(days=1)], False, 0),
        ],
    )
    def test_claims_and_attestations(
        self, recorded: list[dt.datetime | None], is_known: bool, attested: int
    ) -> None:
        """A claim is known by noon when it was attested by then, or without a time."""
        one = claim()
        hanging: list[Any] = [
            cl.Attestation(claim=one, locator=str(place), recorded=moment)
            for place, moment in enumerate(recorded)
        ]
        known = cl.Ledger([one, *hanging]).recorded_by(self.NOON)
        assert len(known) == is_known
        assert len(known.attestations.get(one.id, ())) == attested

    def test_what_bears_no_time_stays(self) -> None:
        """Annotations, retractions and declarations."""
        one = claim()
        others: list[Any] = [
            cl.Annotation(claim=one, note="a"),
            retraction(one, 1),
            cl.Source(name="Ministry", side="East"),
        ]
        late = cl.Attestation(claim=one, recorded=self.NIGHT)
        assert cl.Ledger([one, late, *others]).recorded_by(self.NOON) == cl.Ledger(others)

    def test_other_offsets(self) -> None:
        """Moments are compared as moments; one without an offset is refused."""
        one = claim()
        ledger = cl.Ledger([one, cl.Attestation(claim=one, recorded="2020-10-01T12:00Z")])
        east = dt.timezone(dt.timedelta(hours=4))
        assert len(ledger.recorded_by(dt.datetime(2020, 10, 1, 16, tzinfo=east))) == 1
        assert len(ledger.recorded_by(dt.datetime(2020, 10, 1, 15, tzinfo=east))) == 0
        with pytest.raises(cl.ClaimLedgerError, match="with its offset from UTC"):
            ledger.recorded_by(dt.datetime.fromisoformat("2020-10-01T12:00"))


class TestConflicts:
    def test_each_field_is_a_set(self) -> None:
        """The least value is shown, and all are named; nothing is lost."""
        ledger = cl.Ledger(
            [
                cl.Source(name="Ministry", side="West", kind="official"),
                cl.Source(name="MINISTRY", side="East", reliability="B"),
                cl.Source(name="ministry", side="east"),
            ]
        )
        assert ledger.sources == {
            "ministry": cl.Source(name="MINISTRY", side="East", kind="official", reliability="B")
        }
        assert ledger.conflicts == (
            MetadataConflict(
                kind="source", name="MINISTRY", field="side", values=("East", "West", "east")
            ),
        )
        assert len(ledger.named) == 3

    @pytest.mark.parametrize(
        ("records", "field", "values"),
        [
            (
                [cl.Party(name="A", part_of=whole) for whole in ("C", "B")],
                "part_of",
                ("B", "C"),
            ),
            (
                [cl.Event(name="A", window=when) for when in ("2020-09-27/..", "2020-09-26/..")],
                "window",
                ("2020-09-26/..", "2020-09-27/.."),
            ),
            ([cl.Place(name="A", part_of=whole) for whole in ("C", "B")], "part_of", ("B", "C")),
            (
                [cl.Document(url="https://a.org", title=title) for title in "YX"],
                "title",
                ("X", "Y"),
            ),
            ([cl.Source(name="A", reliability=grade) for grade in "FA"], "reliability", ("A", "F")),
            (
                [cl.Source(name="A", controlled_by=who) for who in "CB"],
                "controlled_by",
                ("B", "C"),
            ),
        ],
    )
    def test_of_every_kind(self, records: list[Any], field: str, values: tuple[str, ...]) -> None:
        """Two values of one field disagree, and the first by name is shown."""
        ledger = cl.Ledger(records)
        (conflict,) = ledger.conflicts
        assert (conflict.field, conflict.values) == (field, values)
        tables: list[Any] = [
            *(ledger.parties, ledger.sources, ledger.events, ledger.places, ledger.documents)
        ]
        (shown,) = (record for table in tables for record in table.values())
        assert str(getattr(shown, field)) == values[0]

    @pytest.mark.parametrize(
        "records",
        [
            [cl.Party(name="East", opposed=["West"]), cl.Party(name="EAST", opposed=["North"])],
            [cl.Party(name="East", handle="e"), cl.Party(name="East", handle="east")],
            [
                cl.Party(name="East", part_of="The World"),
                cl.Party(name="East", part_of="THE WORLD"),
            ],
            [cl.Source(name="A", side="East"), cl.Source(name="A")],
            [cl.Party(name="East"), cl.Source(name="East", side="West"), cl.Place(name="East")],
        ],
        ids=["opponents add up", "handles are local", "spelling", "not stated", "kinds"],
    )
    def test_what_is_no_conflict(self, records: list[Any]) -> None:
        """Sets, handles, spellings, what is not stated, and one name of several kinds."""
        assert cl.Ledger(records).conflicts == ()

    def test_opponents_add_up(self) -> None:
        """Each in its least spelling."""
        ledger = cl.Ledger(
            [cl.Party(name="East", opposed=["West"]), cl.Party(name="East", opposed=["WEST", "N"])]
        )
        assert ledger.parties["east"].opposed == {"N", "WEST"}

    def test_a_conflict_of_side_switches_off_cross_side_verdicts(self) -> None:
        """What bears out an opponent across sides does so no more when a side is in dispute."""
        ledger = cl.Ledger().add(
            cl.Party(name="East", opposed=["West"]),
            cl.Party(name="West"),
            cl.Source(name="Ministry", side="East"),
            cl.Source(name="Army", side="West"),
            claim(value=5),
            claim("Army", value=5),
        )
        (before,) = cl.judge(ledger)
        (after,) = cl.judge(ledger.add(cl.Source(name="Army", side="East")))
        assert before.verdict == "corroborated across sides"
        assert after.verdict != "corroborated across sides"
        assert "metadata conflict" in after.flags

    def test_a_conflict_is_a_value(self) -> None:
        """It is hashable, and its repr is code."""
        conflict = MetadataConflict(kind="party", name="A", field="part_of", values=("B", "C"))
        assert eval(repr(conflict)) == conflict
        assert len({conflict, copy.copy(conflict)}) == 1


class TestCircles:
    """Two ledgers without a fault that make a circle together."""

    @pytest.mark.parametrize("kind", [cl.Party, cl.Place, cl.Event])
    def test_a_circle_that_arises_by_merging(self, kind: Any) -> None:
        """Is a conflict of what lies on it, and the rest hangs where it did."""
        one = cl.Ledger([kind(name="X", part_of="Y"), kind(name="Z", part_of="X")])
        other = cl.Ledger([kind(name="Y", part_of="x"), kind(name="W")])
        assert one.conflicts == other.conflicts == ()
        merged = one | other
        assert [(c.name, c.field, c.values) for c in merged.conflicts] == [
            ("X", "part_of", ("Y",)),
            ("Y", "part_of", ("x",)),
        ]
        shown: Any = {"Party": merged.parties, "Place": merged.places, "Event": merged.events}
        parents = {r.name: r.part_of for r in shown[kind.__name__].values()}
        assert parents == {"X": None, "Y": None, "Z": "X", "W": None}

    def test_the_rest_is_judged(self) -> None:
        """Claims of parties in a circle are judged, and say that metadata conflict."""
        ledger = cl.Ledger().add(
            cl.Party(name="X", part_of="Y"),
            cl.Party(name="Y", part_of="Z"),
            cl.Party(name="Z", part_of="X"),
            cl.Source(name="Ministry", side="X"),
            cl.Source(name="Army", side="Y", controlled_by="Ministry"),
            cl.Source(name="Ministry", controlled_by="Army"),
            claim(subject="X", value=5),
            claim("Army", subject="X", value=50),
        )
        (found,) = cl.judge(ledger)
        assert (found.verdict, found.flags) == ("disputed", ("metadata conflict",))
        assert Scene.of(ledger).path("x") == ("x",)

    @given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), max_size=8))
    def test_what_is_shown_has_no_circle(self, edges: list[tuple[str, str]]) -> None:
        """Whatever is declared, and in whatever order; who is on no circle keeps its whole."""
        records = [cl.Party(name=a, part_of=b) for a, b in edges if a != b]
        ledger = cl.Ledger(records)
        assert ledger.parties == cl.Ledger(records[::-1]).parties
        least = {a: min(y for x, y in edges if x == a != y) for a, b in edges if a != b}

        def leads_back(start: str) -> bool:
            node, seen = least.get(start), 0
            while node is not None and node != start and seen < 9:
                node, seen = least.get(node), seen + 1
            return node == start

        for name, party in ((party.name, party) for party in ledger.parties.values()):
            assert party.part_of == (None if leads_back(name) else least[name])
            assert len(Scene.of(ledger).path(party.key)) <= 5


def test_top_names_are_values() -> None:
    """Every attrs class that is importable from the top is frozen and hashable."""
    for name in cl.__all__:
        kind = getattr(cl, name)
        if attrs.has(kind):
            assert kind.__setattr__ is not object.__setattr__, name
            assert kind.__hash__ is not None, name


def test_dumps_of_equal_states() -> None:
    """Equal ledgers are equal files, in every format and whatever came first."""
    records: list[Any] = [
        claim(),
        cl.Party(name="East", opposed=["c", "b", "a"]),
        retraction(claim(), 1),
        retraction(claim(), 1, "MINISTRY"),
    ]
    for format in ("jsonl", "toml", "csv"):
        texts = {dumps(cl.Ledger(order), format) for order in permutations(records)}
        assert len(texts) == 1

"""Claims, what hangs on them, and their ids."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimledger as cl
from claimledger.answers import Answer, Members, Truth
from claimledger.claims import KINDS, Accrual, Stance, Title
from claimledger.errors import NotationError
from claimledger.testing import claims

SAID: dict[str, Any] = {"source": "Ministry", "date": "2020-09-28"}
COUNT: dict[str, Any] = {**SAID, "measure": "people wounded", "value": "about 200"}
DATES = [cl.parse_date(text) for text in ("2020-09-28", "2020-09-28?", "2020-09")]
ID = "0" * 63 + "a"


def claim(**changes: Any) -> cl.Claim:
    """A count with changes; a field changed to None is not stated."""
    fields = {**COUNT, **changes}
    return cl.Claim(**{name: value for name, value in fields.items() if value is not None})


def identity(one: cl.Claim) -> tuple[object, ...]:
    """All that was said, as the contract lists it: names without case, figures as digits."""

    def name(text: str | None) -> str | None:
        return None if text is None else text.casefold()

    value = one.value
    answer: object = name(value) if type(value) is str else value
    if isinstance(value, cl.Quantity):
        figures = [n if n is None else n.as_tuple() for n in (value.low, value.high)]
        answer = (value.hedge, *figures, value.unit)
    if isinstance(value, Members):
        answer = (frozenset(map(name, value.names)), value.closed)
    question = [name(getattr(one, kind)) for kind in KINDS]
    where = [name(text) for text in (one.subject, one.event, one.place)]
    time = (None if one.window is None else str(one.window), one.accrual)
    return (*question, *where, *time, answer, one.stance, name(one.source), str(one.date))


class TestIds:
    # Written down once. An id is what other files, commits and people refer to: who changes
    # one of these changes the scheme, and has to give it another version. Half of each is
    # enough to see a change.
    GOLDEN = (
        (COUNT, "962368144badedc6e0ba4020c613e557"),
        (
            {
                **SAID,
                "measure": "area",
                "value": "4,400 km2",
                "same_quantity_as": "1,700 square miles",
                "place": "the region",
                "window": "2020-09-27/..",
            },
            "045de79a3bd180ce5517c037e39f5b06",
        ),
        (
            {
                "source": "Élysée",
                "date": "2020-09-28T21:29+04:00",
                "event": "War",
                "subject": "any",
                "measure": "soldiers killed",
                "value": "58 to 104",
                "accrual": "increment",
                "stance": "expects",
            },
            "c476e6c768dc844e975db340d4a147ad",
        ),
        (
            {**SAID, "proposition": "it rained", "value": "no"},
            "62be68c56d93ba544f397376977312ba",
        ),
        (
            {**SAID, "choice": "who began", "value": "East", "stance": "denies"},
            "9841fd4b146ddcc0be119a7d03ffa88c",
        ),
        (
            {**SAID, "members": "chairs", "value": "only France; Russia"},
            "caa7300012eb45cda72ca638f9aa5574",
        ),
        (
            {**SAID, "position": "the way out", "value": "talks"},
            "0a2e8babfa2ce468792ecf5cb351f849",
        ),
        (
            {**SAID, "measure": "soldiers killed", "stance": "declines"},
            "5bc18c7cc6ea25590ec6acff2331ca78",
        ),
    )

    @pytest.mark.parametrize(("fields", "expected"), GOLDEN)
    def test_golden_ids(self, fields: dict[str, Any], expected: str) -> None:
        """Ids stay what they are, from version to version."""
        assert cl.Claim(**fields).id[:32] == expected

    def test_golden_id_of_a_retraction(self) -> None:
        """Those of retractions too."""
        assert cl.Retraction(target=ID, **SAID).id[:32] == "e9c814da231e6e00318df11976ca1412"

    def test_the_encoding_written_out(self) -> None:
        """An id is SHA-256 of a text that anybody can write down from the contract."""
        text = (
            '{"content":{"answer":{"hedge":"about","numbers":["2E+2",null],"unit":null},'
            '"date":"2020-09-28","measure":"people wounded","source":"ministry",'
            '"stance":"asserts"},"kind":"claim","scheme":"claimledger/1"}'
        )
        assert claim().id == hashlib.sha256(text.encode()).hexdigest()

    @pytest.mark.parametrize(
        "same",
        [
            {"source": "MINISTRY"},
            {"source": " Ministry\n"},
            {"measure": "People  Wounded"},
            {"value": "around 200"},
            {"value": cl.parse_quantity("~200")},
            {"date": dt.date(2020, 9, 28)},
            {"date": cl.parse_date("2020-09-28")},
            {"stance": "asserts"},
            {"stance": ""},
            {"window": ""},
            {"accrual": ""},
            {"subject": " "},
        ],
    )
    def test_what_says_the_same_has_one_id(self, same: dict[str, Any]) -> None:
        """Spelling, case, type and what is not stated change no id."""
        assert claim(**same).id == claim().id

    def test_unicode_form_changes_no_id(self) -> None:
        """Composed and decomposed letters are the same."""
        assert claim(source="Élysée").id == claim(source="E\u0301lyse\u0301e").id

    @pytest.mark.parametrize(
        "other",
        [
            {"source": "Army"},
            {"date": "2020-09"},
            {"date": "2020-09-28?"},
            {"date": "2020-09-28T09:00"},
            {"subject": "East"},
            {"subject": "any"},
            {"event": "War"},
            {"place": "East"},
            {"window": "2020-09-28"},
            {"accrual": "event"},
            {"accrual": "cumulative"},
            {"stance": "denies"},
            {"stance": "expects"},
            {"measure": "injured people"},
            {"value": "200"},
            {"value": "about 201"},
            {"value": "about 200 km2"},
            {"value": "200 to 200"},
            {"value": "unknown"},
            {"value": "none"},
            {"same_quantity_as": "200"},
            {"measure": None, "position": "people wounded"},
            {"measure": None, "choice": "people wounded"},
        ],
    )
    def test_what_says_something_else_has_another(self, other: dict[str, Any]) -> None:
        """Each field of identity counts, stated or not."""
        assert claim(**other).id != claim().id

    @given(
        claims(sources=["A", "a", "AB", 'A"', "A,B"], sides=["B", "", None, '"B'], dates=DATES),
        claims(sources=["A", "a", "AB", 'A"', "A,B"], sides=["B", "", None, '"B'], dates=DATES),
    )
    def test_ids_are_equal_exactly_when_the_same_is_said(self, a: cl.Claim, b: cl.Claim) -> None:
        """Over drawn pairs, against the list of the contract."""
        assert (a.id == b.id) == (identity(a) == identity(b))
        if a == b:
            assert hash(a) == hash(b)

    @given(st.data())
    def test_one_changed_field_is_another_id(self, data: st.DataObject) -> None:
        """Two claims that differ in one field of identity alone have different ids."""
        one, other = data.draw(claims()), data.draw(claims())
        field = data.draw(
            st.sampled_from(("source", "date", "subject", "event", "window", "place", "stance"))
        )
        try:
            changed = attrs.evolve(one, **{field: getattr(other, field)})
        except cl.ClaimLedgerError:
            return  # Fields that do not go together.
        assert (changed.id == one.id) == (identity(changed) == identity(one))

    @given(st.text("AB ", min_size=1, max_size=5), st.integers(0, 5), st.integers(0, 5))
    def test_nothing_moves_between_neighbours(self, text: str, i: int, j: int) -> None:
        """A text cut in two fields at two places makes two claims."""

        def cut(at: int) -> cl.Claim:
            return claim(source=f"x{text[:at]}", subject=f"x{text[at:]}")

        assert (cut(i).id == cut(j).id) == (identity(cut(i)) == identity(cut(j)))


class TestClaim:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (5, "5"),
            (Decimal("5.0"), "5.0"),
            (Decimal("1E+3"), "1,000"),
            ("2,300", "2,300"),
            (cl.parse_quantity("at least 5"), "at least 5"),
        ],
    )
    def test_figures_of_every_exact_type(self, value: object, said: str) -> None:
        """Text, int, Decimal and Quantity."""
        assert claim(value=value).said == said

    @pytest.mark.parametrize(
        ("about", "value", "answer"),
        [
            ("proposition", "Yes", Truth.YES),
            ("proposition", False, Truth.NO),
            ("proposition", Truth.YES, Truth.YES),
            ("choice", " East  Side ", "East Side"),
            ("position", "talks", "talks"),
            ("members", "Only A;; b ;", Members(frozenset({"A", "b"}), closed=True)),
            ("members", Members(["A"]), Members(["A"])),
        ],
    )
    def test_answers_of_each_kind(self, about: str, value: Any, answer: Answer) -> None:
        """Text is read by the kind of the question, and the right type is taken as it is."""
        one = cl.Claim(**SAID, **{about: "it"}, value=value)
        assert (one.kind, one.about, one.value) == (about, "it", answer)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"source": 5}, "expected a name, not 5"),
            ({"source": " "}, "expected a name, not an empty text"),
            ({"source": "\ud800"}, "half a character"),
            ({"subject": 5}, "expected text, not 5"),
            ({"measure": ""}, "expected one of measure, proposition, choice, members, position"),
            ({"measure": ""}, "found none"),
            ({"proposition": "x"}, "found measure and proposition"),
            ({"value": ""}, "a value is missing"),
            ({"value": 5.0}, "expected a figure as text, int or Decimal, not 5.0"),
            ({"value": True}, "expected a figure as text, int or Decimal, not True"),
            ({"value": Fraction(1, 2)}, "expected a figure as text, int or Decimal"),
            ({"value": Truth.YES}, "expected a number or a hedge"),
            ({"stance": "denys"}, "unknown stance 'denys'; did you mean 'denies'?"),
            ({"stance": 3}, "unknown stance '3'; expected one of asserts, denies"),
            ({"accrual": "cumulativ"}, "unknown accrual 'cumulativ'; did you mean 'cumulative'?"),
            ({"measure": None, "proposition": "x", "value": "maybe"}, "expected one of yes, no"),
            ({"measure": None, "proposition": "x", "value": 1}, "expected one of yes, no"),
            (
                {"measure": None, "proposition": "x", "value": "no", "stance": "denies"},
                "stance 'denies' beside a proposition: say value = 'no'",
            ),
            (
                {"measure": None, "position": "x", "value": "y", "stance": "denies"},
                "stance 'denies' beside a position: a position is only held",
            ),
            ({"measure": None, "choice": "x", "value": 5}, "expected text, not 5"),
            ({"measure": None, "members": "x", "value": ["A"]}, "expected text, not"),
            ({"measure": None, "members": "x", "value": " ; "}, "expected names separated by ';'"),
            (
                {"measure": None, "choice": "x", "value": "y", "accrual": "event"},
                "accrual goes with a measure, not with a choice",
            ),
            (
                {"measure": None, "choice": "x", "value": "y", "same_quantity_as": "5 km2"},
                "same_quantity_as goes with the figure of a measure",
            ),
            ({"value": "", "stance": "declines", "same_quantity_as": 5}, "same_quantity_as goes"),
            ({"same_quantity_as": 5.5}, "expected a figure as text, int or Decimal, not 5.5"),
        ],
    )
    def test_what_does_not_go_together(self, changes: dict[str, Any], message: str) -> None:
        """Is refused, and the message says what was expected."""
        with pytest.raises(cl.ClaimLedgerError) as caught:
            claim(**changes)
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        "changes",
        [
            {"value": "many"},
            {"value": "-3"},
            {"value": Decimal("NaN")},
            {"date": ""},
            {"date": 20200928},
            {"date": "2020-13"},
            {"window": "2020-09-28/2020-09-27"},
            {"window": 5},
            {"same_quantity_as": "many"},
        ],
    )
    def test_what_cannot_be_read(self, changes: dict[str, Any]) -> None:
        """Is refused with the place of the fault."""
        with pytest.raises(NotationError):
            claim(**changes)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({}, "about 200"),
            ({"stance": "denies"}, "denies about 200"),
            ({"stance": "declines", "value": None}, "declines"),
            ({"stance": "declines"}, "declines about 200"),
            ({"measure": None, "proposition": "x", "value": "no"}, "no"),
        ],
    )
    def test_said(self, changes: dict[str, Any], said: str) -> None:
        """The words, with the stance where it is not an assertion."""
        assert claim(**changes).said == said

    def test_equal_claims_are_spelt_alike(self) -> None:
        """Two spellings of one claim have one id and one hash, and are kept apart."""
        one, other = claim(), claim(source="MINISTRY")
        assert (one.id, hash(one)) == (other.id, hash(other))
        assert one != other
        assert other.spelling() < one.spelling()
        assert one != "a claim"

    @given(claims())
    def test_a_value_like_any_other(self, one: cl.Claim) -> None:
        """Claims are copied, pickled and written as code without loss."""
        one.id  # noqa: B018 - cached, which must not disturb a copy.
        again = [pickle.loads(pickle.dumps(one, protocol)) for protocol in range(2, 6)]
        for other in (*again, copy.deepcopy(one), eval(repr(one), vars(cl))):
            assert other == one
            assert (other.id, hash(other)) == (one.id, hash(one))
            assert attrs.astuple(other, recurse=False) == attrs.astuple(one, recurse=False)

    def test_repr_states_what_is_stated(self) -> None:
        """And nothing else."""
        assert repr(claim(stance="denies", window="2020-09-27/..")) == (
            "Claim(source='Ministry', date='2020-09-28', measure='people wounded', "
            "value='about 200', window='2020-09-27/..', stance='denies')"
        )

    def test_is_frozen(self) -> None:
        """A claim cannot be changed."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            claim().source = "Army"  # type: ignore[misc]


class TestMembers:
    def test_spellings_of_one_name_are_one(self) -> None:
        """The least is kept."""
        assert Members(["France", "france", "Russia"]).names == {"France", "Russia"}
        assert Members("France").names == {"France"}

    @pytest.mark.parametrize(
        "names", [[], [""], ["A;B"], ["only A"], ["Only  A", "only B"], None, [5]]
    )
    def test_names_that_could_not_be_read_back(self, names: Any) -> None:
        """Are refused, and so is no name at all."""
        with pytest.raises(cl.ClaimLedgerError):
            Members(names)

    @pytest.mark.parametrize("text", ["", ";", "only ;", "none", "Nobody", "only none"])
    def test_texts_that_name_nobody(self, text: str) -> None:
        """Are refused."""
        with pytest.raises(cl.ClaimLedgerError):
            Members.parse(text)

    @given(st.sets(st.text("abO nly", min_size=1, max_size=6), min_size=1), st.booleans())
    def test_round_trip(self, names: set[str], closed: bool) -> None:
        """What can be made can be written and read back."""
        try:
            members = Members(names, closed)
        except cl.ClaimLedgerError:
            return
        assert Members.parse(str(members)) == members == eval(repr(members))


class TestAttestation:
    def test_of_a_claim(self) -> None:
        """It refers to a claim by its id, or takes the claim itself."""
        assert cl.Attestation(claim=claim()) == cl.Attestation(claim=claim().id.upper())

    @pytest.mark.parametrize("bad", ["", "abc", "g" * 64, 5, None])
    def test_what_is_no_id(self, bad: Any) -> None:
        """Is refused."""
        with pytest.raises(cl.ClaimLedgerError, match="expected an id of 64 hex digits, not"):
            cl.Attestation(claim=bad)

    @pytest.mark.parametrize(
        "recorded",
        [
            "2020-10-01T12:00+04:00",
            "2020-10-01T08:00Z",
            dt.datetime(2020, 10, 1, 8, tzinfo=dt.UTC),
            dt.datetime(2020, 10, 1, 6, tzinfo=dt.timezone(dt.timedelta(hours=-2))),
        ],
    )
    def test_recorded_is_in_utc(self, recorded: Any) -> None:
        """A moment with an offset, converted."""
        found = cl.Attestation(claim=ID, recorded=recorded)
        assert found.recorded == dt.datetime(2020, 10, 1, 8, tzinfo=dt.UTC)
        assert eval(repr(found), vars(cl)) == found

    @pytest.mark.parametrize(
        "recorded",
        ["2020-10-01", "2020-10-01T08:00", "noon", 5, dt.datetime.fromisoformat("2020-10-01")],
    )
    def test_a_moment_without_offset(self, recorded: Any) -> None:
        """Is refused: no time zone is guessed."""
        with pytest.raises(cl.ClaimLedgerError, match="a date-time with its offset from UTC"):
            cl.Attestation(claim=ID, recorded=recorded)

    def test_not_stated(self) -> None:
        """Empty texts are not stated."""
        assert cl.Attestation(claim=ID, quote="", via=" ", recorded="") == cl.Attestation(claim=ID)


class TestAnnotation:
    @pytest.mark.parametrize(("grade", "found"), [(3, 3), (" 6 ", 6), ("", None), (None, None)])
    def test_credibility(self, grade: Any, found: int | None) -> None:
        """1 to 6, as a number or as text."""
        assert cl.Annotation(claim=ID, credibility=grade).credibility == found

    @pytest.mark.parametrize("grade", [0, 7, True, 2.0, "B"])
    def test_what_is_no_grade(self, grade: Any) -> None:
        """Is refused."""
        with pytest.raises(cl.ClaimLedgerError, match="expected 1 to 6, not"):
            cl.Annotation(claim=ID, credibility=grade)

    @pytest.mark.parametrize("ignore", ["fall; echo", ["echo", "fall", ""], {"fall", "echo"}])
    def test_ignored_lint(self, ignore: Any) -> None:
        """Codes as a list, or separated by ";"."""
        found = cl.Annotation(claim=ID, ignore=ignore, because="counted twice")
        assert found.ignore == {"echo", "fall"}
        assert eval(repr(found), vars(cl)) == found

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"ignore": "fall"}, "ignored without a reason"),
            ({"because": "so"}, "no lint code"),
            ({"ignore": 5, "because": "so"}, "expected lint codes, not 5"),
        ],
    )
    def test_a_reason_and_a_code_go_together(self, fields: dict[str, Any], message: str) -> None:
        """One without the other is refused."""
        with pytest.raises(cl.ClaimLedgerError, match=message):
            cl.Annotation(claim=ID, **fields)
        assert cl.Annotation(claim=ID, ignore=None).ignore == frozenset()


class TestRetraction:
    def test_of_a_claim_and_of_a_retraction(self) -> None:
        """It takes either, or an id; its own id is of target, source and date."""
        first = cl.Retraction(target=claim(), **SAID)
        assert first.target == claim().id
        assert cl.Retraction(target=first, **SAID).target == first.id
        assert first.id == cl.Retraction(target=claim().id, source="MINISTRY", date="2020-09-28").id
        others = [
            cl.Retraction(target=first, **SAID),
            cl.Retraction(target=claim(), source="Army", date="2020-09-28"),
            cl.Retraction(target=claim(), source="Ministry", date="2020-09-29"),
        ]
        assert len({first.id, *(other.id for other in others)}) == 4


class TestEvent:
    def test_ongoing(self) -> None:
        """An event with a start and no end goes on."""
        assert cl.Event(name="War", window="2020-09-27/..").is_ongoing
        assert not cl.Event(name="War", window="../2020-09-27").is_ongoing
        assert not cl.Event(name="War").is_ongoing
        assert cl.Event(name="The WAR").key == "the war"

    def test_part_of_itself(self) -> None:
        """Is refused, in whatever spelling."""
        with pytest.raises(cl.ClaimLedgerError, match="'War' is declared to be a part of itself"):
            cl.Event(name="War", part_of="WAR")


class TestPartition:
    def test_order_of_parts(self) -> None:
        """Parts are a set, and a partition sorts by what it says."""
        one = cl.Partition(whole="a", parts=["b", "c"])
        assert one == cl.Partition(whole="a", parts=("c", "b", "c"))
        assert one.sort_key() < cl.Partition(whole="a", parts=["b", "c"], subject="x").sort_key()
        assert eval(repr(one), vars(cl)) == one

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            ("bc", "expected a list of parts, not 'bc'"),
            (5, "expected a list of parts, not 5"),
            (["b", "B"], "expected at least two parts"),
            (["b", "A"], "'a' is a part of itself"),
        ],
    )
    def test_what_is_no_partition(self, parts: Any, message: str) -> None:
        """One part, or the whole among its parts."""
        with pytest.raises(cl.ClaimLedgerError, match=message):
            cl.Partition(whole="a", parts=parts)


@pytest.mark.parametrize(
    "record",
    [
        claim(),
        cl.Attestation(claim=ID, quote="words"),
        cl.Annotation(claim=ID, note="a note"),
        cl.Retraction(target=ID, source="A", date="2020"),
        cl.Event(name="War", window="2020-09-27/..", handle="w"),
        cl.Implication(premise="a", conclusion="b"),
        cl.Partition(whole="a", parts=["b", "c"]),
        Title(text="x"),
        Accrual.STOCK,
        Stance.DENIES,
        Members("A"),
    ],
    ids=lambda record: type(record).__name__,
)
def test_every_record_is_a_value(record: object) -> None:
    """Records are hashable and survive copies and pickles of every protocol."""
    again = [pickle.loads(pickle.dumps(record, protocol)) for protocol in range(2, 6)]
    for other in (*again, copy.deepcopy(record)):
        assert (other, hash(other)) == (record, hash(record))

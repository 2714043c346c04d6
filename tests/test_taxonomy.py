"""Trees of names, the words of measures, and what a ledger adds to the vocabulary."""

from __future__ import annotations

import pickle
from itertools import chain, combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimledger.entries import MeasureEntry
from claimledger.errors import InvalidRecordError, VocabularyError
from claimledger.formats import read, read_lenient, write
from claimledger.ledger import Ledger
from claimledger.taxonomy import Measure, Place, Tree, Vocabulary, shipped_vocabulary
from claimledger.wording import Wordings, singular, words_of

NAMES = "abcdef"


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Small trees in which a node may have several parents, and any node may be crossing."""
    size = draw(st.integers(2, len(NAMES)))
    parents = {
        name: tuple(draw(st.sets(st.sampled_from(NAMES[:place]), max_size=2))) if place else ()
        for place, name in enumerate(NAMES[:size])
    }
    crossing = draw(st.sets(st.sampled_from(NAMES[:size]), max_size=3))
    return Tree(parents, frozenset(crossing))


def model_above(tree: Tree, node: str) -> set[str]:
    """A node and what it lies within, step by step."""
    found = {node}
    for _ in tree.parents:
        found |= {parent for inner in found for parent in tree.parents[inner]}
    return found


def model_apart(tree: Tree) -> set[frozenset[str]]:
    """The pairs that the tree declares apart: siblings, none crossing, that share no node."""
    over = {node: model_above(tree, node) for node in tree.parents}
    return {
        frozenset((a, b))
        for a, b in combinations(tree.parents, 2)
        if not tree.crossing & {a, b}
        and (
            set(tree.parents[a]) & set(tree.parents[b]) or not (tree.parents[a] or tree.parents[b])
        )
        and not any({a, b} <= above for above in over.values())
    }


def model_place(tree: Tree, a: str, b: str) -> Place:
    """How two nodes lie, by trying everything that one thing could be."""
    if a == b:
        return Place.EQUAL
    if b in model_above(tree, a):
        return Place.WITHIN
    if a in model_above(tree, b):
        return Place.CONTAINS
    apart = model_apart(tree)
    nodes = list(tree.parents)
    for chosen in chain.from_iterable(combinations(nodes, n) for n in range(len(nodes) + 1)):
        of = set(chosen)
        is_closed = all(set(tree.parents[node]) <= of for node in of)
        if {a, b} <= of and is_closed and not any(pair <= of for pair in apart):
            return Place.OVERLAPS
    return Place.DISJOINT


class TestTree:
    """What lies within what, and what is surely apart."""

    @given(trees())
    def test_equals_the_brute_force_model(self, tree: Tree) -> None:
        """Two nodes are disjoint exactly when nothing could be in both."""
        for a in tree.parents:
            for b in tree.parents:
                assert tree.place(a, b) is model_place(tree, a, b), (a, b)

    @given(trees())
    def test_laws_of_disjointness(self, tree: Tree) -> None:
        """It is symmetric, holds of all that lies within, and never of what contains it."""
        for a in tree.parents:
            for b in tree.parents:
                apart = tree.is_disjoint(a, b)
                assert apart == tree.is_disjoint(b, a)
                assert not (apart and (a in tree.above(b) or b in tree.above(a)))
                within = [node for node in tree.parents if a in tree.above(node)]
                assert not apart or all(tree.is_disjoint(node, b) for node in within)

    @given(trees())
    def test_above_does_not_depend_on_what_was_asked_before(self, tree: Tree) -> None:
        """The closures are those of the model, in any order of asking."""
        for order in (sorted(tree.parents), sorted(tree.parents, reverse=True)):
            fresh = Tree(tree.parents)
            assert [fresh.above(node) for node in order] == [
                model_above(tree, node) for node in order
            ]

    def test_above_is_computed_once(self) -> None:
        """The same set is handed out again, for it is asked very often."""
        tree = Tree({"a": (), "b": ("a",)})
        assert tree.above("b") is tree.above("b")

    def test_unknown_nodes_are_roots(self) -> None:
        """A name that no record declares lies within nothing, apart from the other roots."""
        tree = Tree({"a": (), "b": ("a",)})
        assert tree.above("x") == {"x"}
        assert tree.place("x", "x") is Place.EQUAL
        assert tree.place("x", "b") is Place.DISJOINT

    def test_a_child_of_two_siblings_shows_that_they_meet(self) -> None:
        """What a third node shares is not apart, whatever the siblings are."""
        tree = Tree({"all": (), "a": ("all",), "b": ("all",), "both": ("a", "b"), "c": ("all",)})
        assert tree.place("a", "b") is Place.OVERLAPS
        assert tree.place("both", "c") is Place.DISJOINT

    def test_nothing_is_disjoint_where_siblings_are_not(self) -> None:
        """Outcomes overlap: the wounded may die."""
        tree = Tree({"hurt": (), "dead": ()}, siblings_disjoint=False)
        assert tree.place("hurt", "dead") is Place.OVERLAPS

    @pytest.mark.parametrize(
        ("parents", "message"),
        [
            ({"a": ("a",)}, "part of itself in a circle: 'a' in 'a'"),
            (
                {"c": ("a",), "a": ("b",), "b": ("c",)},
                "part of itself in a circle: 'a' in 'b' in 'c' in 'a'",
            ),
            (
                {"tanks": ("armor",), "armour": ()},
                "'tanks' is part of 'armor', which is unknown; did you mean 'armour'?",
            ),
            ({"a": ("q",)}, "'a' is part of 'q', which is unknown"),
        ],
    )
    def test_refuses(self, parents: dict[str, tuple[str, ...]], message: str) -> None:
        """Circles are shown whole, unknown parents with the nearest known."""
        with pytest.raises(InvalidRecordError) as caught:
            Tree(parents)
        assert str(caught.value) == message

    def test_depth_is_no_matter(self) -> None:
        """A chain of thousands of nodes is no recursion."""
        chain_ = {str(n): (str(n - 1),) if n else () for n in range(5000)}
        assert len(Tree(chain_).above("4999")) == 5000


class TestWords:
    """When two texts are one wording."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Tanks LOST", "tank lost"),
            ("armored vehicles", "armoured-vehicle"),
            ("air defense", "air defences"),
            ("neutralized", "neutralised"),
            ("hospitalizations", "hospitalisation"),
            ("canceled", "cancelled"),
            ("the number of deaths", "death"),
            ("soldiers' deaths", "soldiers deaths"),
            ("the army\u2019s losses", "army loss"),
            ("killed/wounded", "killed or wounded"),
            ("tanks & cars", "tank and car"),
            ("servicemen", "serviceman"),
            ("children", "child"),
            ("casualties", "casualty"),
            ("churches", "church"),
            ("crashes", "crash"),
            ("boxes", "box"),
            ("people who were killed", "people killed"),
            ("ceasefire (violations)", "ceasefire violation"),
            ("air\u2013strike", "air strike"),
        ],
    )
    def test_one_wording(self, one: str, other: str) -> None:
        """Case, number, hyphens, spelling and empty words do not tell texts apart."""
        assert words_of(one) == words_of(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("wounded", "wounds"), ("killed", "killings"), ("gas", "glass"), ("men", "women")],
    )
    def test_two_wordings(self, one: str, other: str) -> None:
        """Different words stay different."""
        assert words_of(one) != words_of(other)

    def test_singular_of_one_is_itself(self) -> None:
        """What is no plural is left alone."""
        assert [singular(word) for word in ("loss", "crew", "aircraft", "man", "s")] == [
            *("loss", "crew", "aircraft", "man", "s"),
        ]


class TestWordings:
    """Which known wording a misspelt one is near."""

    WORDINGS = Wordings(("tanks lost", "people rescued", "boats lost"), ("children",))

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("tnaks lsot", ("tank", "lost")),
            ("tankslost", ("tank", "lost")),
            ("childern", ("child",)),
            ("zzzzzzzzz lost", ("zzzzzzzzz", "lost")),
            ("", ()),
        ],
    )
    def test_corrected(self, text: str, words: tuple[str, ...]) -> None:
        """Unknown words become known ones that are near, and run-on words are parted."""
        assert self.WORDINGS.corrected(text) == words

    def test_nearest_shares_the_rarest_word(self) -> None:
        """What one phrase alone says weighs more than what several say."""
        assert self.WORDINGS.nearest(("crew", "rescued")) == "people rescued"
        assert self.WORDINGS.nearest(("boat", "lost")) == "boats lost"

    def test_nothing_in_common_is_not_near(self) -> None:
        """Without a shared word nothing is suggested."""
        assert self.WORDINGS.nearest(("xyzzy",)) is None
        assert self.WORDINGS.nearest(()) is None


def entry(name: str, **fields: object) -> MeasureEntry:
    """An entry, with fields by keyword."""
    return MeasureEntry(name, **fields)  # type: ignore[arg-type]


class TestMeasureEntry:
    """One entry of a ledger, by itself."""

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"name": " the "}, "' the ' names no measure"),
            (
                {"name": "x", "kind": "outcom"},
                "unknown kind 'outcom': expected what, outcome or measure; did you mean 'outcome'?",
            ),
            ({"name": "x", "kind": "q"}, "unknown kind 'q': expected what, outcome or measure"),
            ({"name": "x", "crossing": "no"}, "crossing 'no': expected true or false"),
            ({"name": "x", "what": "tanks"}, "a measure has both 'what' and 'outcome', or neither"),
            (
                {"name": "x", "outcome": "lost"},
                "a measure has both 'what' and 'outcome', or neither",
            ),
            (
                {"name": "x", "kind": "what", "what": "tanks", "outcome": "lost"},
                "'what' has no 'what' and 'outcome': only a measure has them",
            ),
            (
                {"name": "x", "kind": "measure", "part_of": "people"},
                "a measure lies within nothing: its 'what' and its 'outcome' do",
            ),
            (
                {"name": "x", "what": "tanks", "outcome": "lost", "cut": ["people"]},
                "a measure lies within nothing: its 'what' and its 'outcome' do",
            ),
            ({"name": "x", "part_of": ["a", 1]}, "1 is no text"),
        ],
    )
    def test_refuses(self, fields: dict[str, object], message: str) -> None:
        """Fields that do not go together are refused, with what was expected."""
        with pytest.raises(InvalidRecordError) as caught:
            MeasureEntry(**fields)  # type: ignore[arg-type]
        assert str(caught.value) == message

    def test_one_text_is_a_list_of_one(self) -> None:
        """Lists of names may be written as one name."""
        assert entry("x", part_of="people").part_of == ("people",)


SHIPPED = shipped_vocabulary()


class TestExtended:
    """The vocabulary with what a ledger adds."""

    def test_nothing_added_is_the_same_vocabulary(self) -> None:
        """A ledger without measures of its own shares the shipped vocabulary."""
        assert SHIPPED.extended([]) is SHIPPED

    def test_same_entries_share_a_vocabulary(self) -> None:
        """What one ledger adds is worked out once."""
        first, second = entry("rescued"), entry("T-72s", part_of="tanks")
        assert SHIPPED.extended([first, second]) is SHIPPED.extended([second, first, first])

    def test_a_name_alone_is_an_outcome_and_a_measure(self) -> None:
        """ "rescued" can happen to anybody, and stands by itself too."""
        words = SHIPPED.extended([entry("rescued")])
        assert words.resolve("crew rescued") == Measure("crew rescued", "crew", "rescued")
        assert words.resolve("people rescued").what == "people"
        assert words.resolve("persons rescued") == words.resolve("people rescued")
        assert words.resolve("rescued") == Measure("rescued")
        place = words.what.place("crew", "people")
        assert place is Place.WITHIN

    def test_a_known_measure_gets_synonyms(self) -> None:
        """An entry that names a measure of the trees stays in the trees."""
        words = SHIPPED.extended([entry("people killed", synonyms=["souls lost"])])
        assert words.resolve("souls lost") == Measure("people killed", "people", "killed")
        assert "people killed" not in words.outcome.parents

    def test_a_thing(self) -> None:
        """A new thing lies within known ones, by any of their words, and has their outcomes."""
        words = SHIPPED.extended([entry("Bayraktars", part_of="attack drones")])
        assert words.resolve("Bayraktar losses").name == "Bayraktars lost"
        assert words.what.place("Bayraktars", "UAVs") is Place.WITHIN
        assert words.is_military(words.resolve("Bayraktars lost"))

    def test_a_thing_of_no_domain_can_have_any_outcome(self) -> None:
        """What lies within nothing may be anything, so that nothing is apart from it."""
        words = SHIPPED.extended([entry("elephants", kind="what")])
        assert words.resolve("elephants killed").outcome == "killed"
        assert words.resolve("elephants destroyed").outcome == "destroyed"
        assert words.what.place("elephants", "people") is Place.OVERLAPS

    def test_siblings_are_apart_unless_crossing(self) -> None:
        """A ledger says of its own things whether they may be counted twice."""
        entries = [
            entry("T-72s", part_of="tanks"),
            entry("T-90s", part_of="tanks"),
            entry("trophy tanks", part_of="tanks", crossing=True),
        ]
        tree = SHIPPED.extended(entries).what
        assert tree.is_disjoint("T-72s", "T-90s")
        assert not tree.is_disjoint("T-72s", "trophy tanks")

    def test_an_outcome(self) -> None:
        """A new outcome lies within a known one."""
        words = SHIPPED.extended([entry("beheaded", part_of="deaths", synonyms="decapitated")])
        assert words.resolve("hostages decapitated").name == "hostages beheaded"
        assert words.outcome.place("beheaded", "casualties") is Place.WITHIN
        assert words.is_loss(words.resolve("hostages beheaded"))

    def test_a_measure(self) -> None:
        """A wording may be given a thing and an outcome of the trees, by any of their words."""
        words = SHIPPED.extended([entry("losses of the army", what="troops", outcome="dead")])
        assert words.resolve("losses of the army") == SHIPPED.resolve("soldiers killed")

    def test_a_measure_of_a_pair_that_the_trees_do_not_have(self) -> None:
        """What a ledger declares holds, though the shipped vocabulary would not read it."""
        words = SHIPPED.extended([entry("bridges gone", what="bridges", outcome="killed")])
        assert words.resolve("bridges gone") == Measure("bridges killed", "bridges", "killed")

    def test_a_measure_of_its_own(self) -> None:
        """A declared measure is known, and has synonyms."""
        words = SHIPPED.extended([entry("calls made", kind="measure", synonyms="phone calls")])
        assert words.resolve("phone call") == Measure("calls made")
        assert not SHIPPED.resolve("phone call").is_known

    def test_synonyms_of_a_known_thing(self) -> None:
        """An entry named by a synonym speaks of the node that the synonym means."""
        words = SHIPPED.extended([entry("drones", synonyms=["birds"], part_of="aircraft")])
        assert words.resolve("birds lost").what == "UAVs"
        assert words.what.place("UAVs", "aircraft") is Place.WITHIN
        assert words.resolve("UAVs lost") == words.resolve("drones lost")

    def test_a_synonym_can_become_a_node_within(self) -> None:
        """ "Gunmen within militants" parts the word from the node that it named."""
        words = SHIPPED.extended([entry("gunmen", part_of="militants")])
        assert words.resolve("gunmen killed").what == "gunmen"
        assert words.what.place("gunmen", "militants") is Place.WITHIN
        assert words.resolve("rebels killed").what == "militants"

    def test_cut(self) -> None:
        """A tank that is no armoured vehicle here is still equipment, and apart from them."""
        words = SHIPPED.extended([entry("tanks", cut="armored vehicles")])
        assert words.what.place("tanks", "armoured vehicles") is Place.DISJOINT
        assert words.what.place("tanks", "equipment") is Place.WITHIN
        assert words.resolve("tanks destroyed").name == "tanks destroyed"
        assert words.is_military(words.resolve("tanks destroyed"))

    def test_cut_of_several(self) -> None:
        """A cut goes on through what is cut as well, and beats a parent that is stated."""
        entries = [
            entry("tanks", cut=["armoured vehicles", "equipment"]),
            entry("tanks", part_of="armoured vehicles"),
        ]
        words = SHIPPED.extended(entries)
        assert words.what.parents["tanks"] == ("things",)

    def test_cut_of_an_outcome(self) -> None:
        """Damage need not be a loss."""
        words = SHIPPED.extended([entry("damaged", cut="lost")])
        assert words.outcome.place("damaged", "lost") is Place.OVERLAPS
        assert words.resolve("tanks damaged").outcome == "damaged"

    def test_cut_within_a_circle_ends(self) -> None:
        """A circle is reported, whatever is cut of it."""
        entries = [
            entry("aa", kind="what", part_of="bb"),
            entry("bb", kind="what", part_of="aa"),
            entry("cc", kind="what", part_of="aa", cut=["aa", "bb"]),
        ]
        with pytest.raises(VocabularyError, match="measure 'aa': part of itself in a circle"):
            SHIPPED.extended(entries)

    CHAIN = (
        entry("T-72BMs", part_of="T-72s"),
        entry("T-72s", part_of="Soviet tanks"),
        entry("Soviet tanks", part_of="tanks"),
        entry("scuttled on purpose", part_of="scuttled"),
        entry("scuttled"),
        entry("scuttled", synonyms="sent to the bottom"),
    )

    @pytest.mark.parametrize("order", list(permutations(range(6)))[::37])
    def test_order_does_not_matter(self, order: tuple[int, ...]) -> None:
        """Entries may name each other before they are declared."""
        words = SHIPPED.extended(self.CHAIN[place] for place in order)
        assert words.what.place("T-72BMs", "armoured vehicles") is Place.WITHIN
        assert words.outcome.place("scuttled on purpose", "scuttled") is Place.WITHIN
        assert words.resolve("boats sent to the bottom").name == "boats scuttled"
        assert words.resolve("scuttled").name == "scuttled"

    @pytest.mark.parametrize(
        ("entries", "faults"),
        [
            (
                [entry("x", part_of="tnaks")],
                [("x", "'tnaks' is unknown; did you mean 'tanks'?")],
            ),
            ([entry("x", part_of="qqqq")], [("x", "'qqqq' is unknown")]),
            ([entry("x", part_of="things")], [("x", "'things' is unknown")]),
            (
                [entry("tanks", cut="armord vehicles")],
                [("tanks", "'armord vehicles' is unknown; did you mean 'armoured vehicles'?")],
            ),
            (
                [entry("x", what="tnaks", outcome="losst")],
                [
                    ("x", "'tnaks' is unknown; did you mean 'tanks'?"),
                    ("x", "'losst' is unknown; did you mean 'lost'?"),
                ],
            ),
            (
                [entry("x", kind="outcome", part_of="tanks"), entry("y", part_of="qqqq")],
                [("y", "'qqqq' is unknown"), ("x", "'tanks' is unknown")],
            ),
            (
                [entry("people", part_of="tanks"), entry("tanks", part_of="people")],
                [
                    (
                        "people",
                        "part of itself in a circle: 'people' in 'tanks' in 'people'",
                    )
                ],
            ),
        ],
    )
    def test_refuses(self, entries: list[MeasureEntry], faults: list[tuple[str, str]]) -> None:
        """All unknown names are told at once, each with its entry and the nearest known."""
        with pytest.raises(VocabularyError) as caught:
            SHIPPED.extended(entries)
        assert sorted(caught.value.faults) == sorted(faults)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_a_fault_stands_at_its_line(self, tmp_path: Path) -> None:
        """A ledger file whose measures do not go together says where, and reads without them."""
        path = tmp_path / "a.toml"
        path.write_text('[measures.rescued]\n[measures.leopards]\npart_of = ["tnaks"]\n')
        ledger, problems = read_lenient(path)
        assert [str(problem) for problem in problems] == [
            f"{path}:3: measures.leopards.part_of: 'tnaks' is unknown; did you mean 'tanks'?"
        ]
        assert [entry.name for entry in ledger.measures] == ["rescued"]

    @pytest.mark.parametrize("ending", ["toml", "jsonl"])
    def test_entries_are_written_without_loss(self, tmp_path: Path, ending: str) -> None:
        """Every field of an entry comes back from a file."""
        entries = (
            entry("T-72s", kind="what", part_of="tanks", synonyms=["T72"], crossing=True),
            entry("army dead", what="soldiers", outcome="killed"),
            entry("damaged", cut="lost", crossing=False),
        )
        path = tmp_path / f"a.{ending}"
        write(Ledger(frozenset(entries)), path)
        assert set(read(path).measures) == set(entries)


class TestResolve:
    """What a text counts, apart from the words of the data files."""

    SMALL = Vocabulary(
        {"people": {"domain": "people"}, "ants": {"part_of": ["people"]}},
        {"killed": {"alone": "people"}, "casualties": {"alone": "people", "noun": True}},
        {"area": {}},
    )

    def test_unknown_is_a_measure_of_its_own(self) -> None:
        """It keeps its wording, and lies in no tree."""
        assert self.SMALL.resolve("Ants Fed") == Measure("Ants Fed", is_known=False)

    @pytest.mark.parametrize("text", ["", "the", "of the", "-", "killed killed", "people"])
    def test_is_total(self, text: str) -> None:
        """Whatever is asked, something is answered."""
        assert not self.SMALL.resolve(text).is_known

    def test_noun_takes_an_adjective(self) -> None:
        """Casualties follow the singular of what has them, and stand alone for people."""
        assert self.SMALL.resolve("ants' casualties").name == "ant casualties"
        assert self.SMALL.resolve("people casualties").name == "casualties"

    def test_resolved_once(self) -> None:
        """A text is taken apart once."""
        assert self.SMALL.resolve("ants killed") is self.SMALL.resolve("ants killed")

    def test_nearest_of_a_small_vocabulary(self) -> None:
        """Longer parts come before shorter ones, and nothing is near to nothing."""
        assert self.SMALL.nearest("ants killd in rain") == "ants killed"
        assert self.SMALL.nearest("rain killed") == "people killed"
        assert self.SMALL.nearest("the area of rain") == "area"
        assert self.SMALL.nearest("xyzzy") is None
        assert self.SMALL.nearest("") is None

    def test_disjoint_measures(self) -> None:
        """Only what is counted parts two measures; of those of their own nothing is sure."""
        resolve = SHIPPED.resolve
        assert SHIPPED.is_disjoint(resolve("civilians killed"), resolve("soldiers wounded"))
        assert not SHIPPED.is_disjoint(resolve("civilians killed"), resolve("civilians wounded"))
        assert not SHIPPED.is_disjoint(resolve("area"), resolve("tanks lost"))
        assert not SHIPPED.is_disjoint(resolve("tanks lost"), resolve("area"))

    def test_nature_and_loss(self) -> None:
        """Whose interest a claim serves depends on what is counted, and what happened to it."""
        resolve = SHIPPED.resolve
        assert SHIPPED.is_civilian(resolve("children killed"))
        assert SHIPPED.is_military(resolve("conscripts killed"))
        assert not SHIPPED.is_military(resolve("people killed"))
        assert not SHIPPED.is_civilian(resolve("area"))
        assert not SHIPPED.is_military(resolve("area"))
        assert SHIPPED.is_loss(resolve("tanks destroyed"))
        assert not SHIPPED.is_loss(resolve("prisoners released"))
        assert not SHIPPED.is_loss(resolve("area lost"))

    def test_what_an_author_may_have_left_out(self) -> None:
        """Casualties may mean the killed alone, so the wounded are not surely among them."""
        assert SHIPPED.outcome.place("wounded", "casualties") is Place.WITHIN
        assert SHIPPED.sure_outcome.place("wounded", "casualties") is Place.OVERLAPS
        assert SHIPPED.sure_outcome.place("seriously wounded", "wounded") is Place.WITHIN
        assert SHIPPED.sure_outcome.place("killed", "casualties") is Place.WITHIN

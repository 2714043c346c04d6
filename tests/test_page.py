"""The page of a ledger, as it is written; what a browser makes of it is in test_page_browser."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

import claimledger as cl
from claimledger.charts import side_styles
from claimledger.claims import Title
from claimledger.cli import main
from claimledger.editions import Edition
from claimledger.errors import MissingExtraError
from claimledger.layout import safe
from claimledger.pages import building, replaying
from claimledger.pages.anchors import anchor, anchors
from claimledger.pages.building import brief, embedded, policy
from claimledger.pages.disputes import standings
from claimledger.pages.pictures import past, percent, picture
from claimledger.pages.replaying import moments, replayed
from claimledger.pages.stories import stories
from tests.page_case import HOSTILE, LONG, ROOT, SCRIPT, TURNED, Read, hostile, seeds, words
from tests.report_case import everything

VERDICTS = [verdict.value for verdict in cl.Verdict]


def claim(source: str, value: str | None, date: str = "2031-05-02", **fields: Any) -> cl.Claim:
    asked = {"measure": "boats lost"} if not {"proposition", "choice"} & set(fields) else {}
    return cl.Claim(source=source, date=date, value=value, **{**asked, **fields})


def ledger_of(*claims: cl.Claim) -> cl.Ledger:
    """Claims of sources of three sides, North, South and East, and of one of none."""
    sides = ("North", "South", "East")
    parties = [cl.Party(name=side, opposed=[one for one in sides if one != side]) for side in sides]
    sources = [cl.Source(name=side, side=side) for side in sides]
    return cl.Ledger().add(*parties, *sources, *claims)


@pytest.fixture(scope="module")
def seed_page() -> str:
    return cl.page(seeds())


@pytest.fixture(scope="module")
def case_page() -> str:
    return cl.page(everything())


class TestFile:
    """What holds of the file as such."""

    def test_the_page_of_the_seeds_is_small(self, seed_page: str) -> None:
        """Under 500 KB."""
        assert len(seed_page.encode()) < 500_000

    @pytest.mark.parametrize("make", [seeds, everything, cl.Ledger, lambda: hostile("x")])
    def test_every_element_is_closed(self, make: Any) -> None:
        """In its order."""
        assert Read(cl.page(make())).faults == []

    def test_names_are_unique_and_links_within_lead_somewhere(self, seed_page: str) -> None:
        """Among them those from the pictures to their shapes, and from claims to documents."""
        read = Read(seed_page)
        names = [one.attributes["id"] for one in read.elements if "id" in one.attributes]
        assert len(names) == len(set(names))
        links = {one.attributes["href"] for one in read.elements if "href" in one.attributes}
        inside = {link[1:] for link in links if link and link.startswith("#")}
        assert inside - set(names) == set()
        assert len(inside) > 77

    def test_nothing_is_asked_of_anybody(self, seed_page: str) -> None:
        """Elements that load something are not there, and links lead to the web alone."""
        read = Read(seed_page)
        loading = {"img", "iframe", "object", "embed", "audio", "video", "source", "base", "form"}
        assert {one.name for one in read.elements} & loading == {"form"}
        assert not any("src" in one.attributes for one in read.elements)
        assert [one.attributes["href"] for one in read.all("link")] == ["data:,"]
        outward = [one.attributes.get("href") or "" for one in read.all("a")]
        assert all(link.startswith(("#", "http://", "https://")) for link in outward)
        (style,) = read.all("style")
        assert style.text.count("url(") == style.text.count("url(#")
        assert "@import" not in style.text

    def test_its_policy_admits_its_own_script_and_style_alone(self, seed_page: str) -> None:
        """By their digests; no address is admitted but, for a live page, its own."""
        read = Read(seed_page)
        (meta,) = [one for one in read.all("meta") if "http-equiv" in one.attributes]
        (style,) = read.all("style")
        script = read.all("script")[-1]
        assert meta.attributes["content"] == policy(script.text, style.text)
        assert "connect-src" not in policy("", "")
        assert policy("", "", live=True).endswith("; connect-src 'self'")

    def test_equal_ledgers_are_equal_pages(self, seed_page: str) -> None:
        """Whatever the order of files, and of hashes in another process."""
        code = (
            "import sys; import claimledger as cl;"
            "sys.stdout.buffer.write(cl.page(cl.read(*sys.argv[1:])).encode())"
        )
        files = sorted((ROOT / "seeds").glob("karabakh-2020*"), reverse=True)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, *files],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == seed_page

    def test_without_jinja_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A plain install has no templates."""
        monkeypatch.setitem(sys.modules, "jinja2", None)
        building.environment.cache_clear()
        with pytest.raises(MissingExtraError, match=r"Jinja2 .* 'claimledger\[page\]'"):
            cl.page(cl.Ledger())
        monkeypatch.undo()
        assert cl.page(cl.Ledger())


class TestText:
    """What a ledger says is text, whatever it says."""

    @pytest.mark.parametrize("text", HOSTILE, ids=["script", "quotes", "turned", "long"])
    @pytest.mark.parametrize("eager", [300, 0])
    def test_hostile_text_makes_no_element(
        self, monkeypatch: pytest.MonkeyPatch, text: str, eager: int
    ) -> None:
        """Nor an attribute: all are such as pages of plain words have, too."""

        def kinds(page: str) -> set[tuple[str, frozenset[str]]]:
            return {(one.name, frozenset(one.attributes)) for one in Read(page).elements}

        monkeypatch.setattr(building, "EAGER", eager)
        known = kinds(cl.page(hostile("w"))) | kinds(cl.page(everything()))
        page = cl.page(hostile(text))
        assert kinds(page) <= known
        assert Read(page).faults == []
        plain = Read(cl.page(hostile("w")))
        assert len(Read(page).all("script")) == len(plain.all("script"))

    @pytest.mark.parametrize("text", HOSTILE, ids=["script", "quotes", "turned", "long"])
    def test_it_is_shown_whole(self, text: str) -> None:
        """In each field; without marks that turn the direction of writing."""
        ledger = hostile(text)
        shown = words(cl.page(ledger))
        for field in ("Title", "Event", "Place", "North", "South", "Source of North", "It is so"):
            assert f"{field} {safe(text)}" in shown, field
        for field in ("Outlet", "Read", "Words", "Quote", "Reporter", "Somebody", "hold", "label"):
            assert f"{field} {safe(text)}" in shown, field

    def test_marks_that_hide_or_turn_are_left_out(self) -> None:
        """Not one is anywhere in the page."""
        page = cl.page(hostile(TURNED))
        assert not set("\u202e\u202c\u2066\u2069\u200f") & set(page)
        assert not set("\u202e\u202c\u2066\u2069\u200f") & set(
            json.dumps(Read(page).data, ensure_ascii=False)
        )

    def test_only_addresses_on_the_web_are_links(self) -> None:
        """A script stands as text; an address keeps its characters."""
        for text in (SCRIPT, "w"):
            page = cl.page(hostile(text))
            links = {one.attributes["href"] or "" for one in Read(page).all("a")}
            outward = {link for link in links if not link.startswith("#")}
            assert outward == {"https://example.org/?a=1&b='2'"}
            assert "javascript:alert" in words(page)

    def test_long_text_is_cut_where_it_is_repeated(self) -> None:
        """In the title of the window and in choices, not where it is told."""
        read = Read(cl.page(hostile(LONG)))
        title = read.all("title")[0]
        assert len(title.text) == 160
        assert all(len(option.text) <= 60 for option in read.all("option"))

    @pytest.mark.parametrize(
        ("text", "most", "shown"),
        [
            ("as it is", 8, "as it is"),
            ("as it is", 7, "as it…"),
            ("a  \n b", 9, "a b"),
            ("", 3, ""),
        ],
    )
    def test_brief(self, text: str, most: int, shown: str) -> None:
        """At most so many characters, the last of which tells that there is more."""
        assert brief(text, most) == shown

    def test_embedded_json_is_the_same_json(self) -> None:
        """And holds nothing that ends a script element or a line of a script."""
        given = {"a": SCRIPT, "b": "\u2028\u2029&<!--"}
        text = embedded(json.dumps(given, ensure_ascii=False))
        assert json.loads(text) == given
        assert not set("<>&\u2028\u2029") & set(text)


class TestContent:
    """What stands on the page."""

    def test_each_question_is_told_under_its_number(self, case_page: str) -> None:
        """With its verdict, its flags with their meanings, its gap and its common range."""
        ledger = everything()
        read = Read(case_page)
        articles = read.all("article")
        findings = cl.judge(ledger)
        assert len(articles) == len(findings)
        by_place = {int(one.attributes["data-q"] or ""): one for one in articles}
        for place, finding in enumerate(findings):
            text = by_place[place].text
            assert str(finding.number) in text
            assert str(finding.verdict or "never judged") in text
            for flag in finding.flags:
                assert str(flag) in text
            for voice in finding.voices:
                assert voice.id[:8] in text, "each claim is among the reasons"

    def test_disputes_come_first(self, case_page: str) -> None:
        """In each section the questions keep the order of the report."""
        places = [int(one.attributes["data-q"] or "") for one in Read(case_page).all("article")]
        findings = cl.judge(everything())
        kinds = [findings[place].question.kind for place in places]
        sections = [0 if kind == "measure" else 2 if kind == "position" else 1 for kind in kinds]
        assert sections == sorted(sections)
        assert all(
            a < b
            for a, b, one, other in zip(places, places[1:], sections, sections[1:], strict=False)
            if one == other
        )

    def test_the_reasons_are_those_of_explain(self, case_page: str) -> None:
        """Each rule that named a relation is there, word for word."""
        text = words(case_page)
        for finding in cl.judge(everything()):
            for relation in finding.relations:
                for told in relation.edges or (relation.rule,):
                    assert told in text

    def test_documents_are_numbered_and_linked_to(self, case_page: str) -> None:
        """From each claim that was read there."""
        read = Read(case_page)
        links = {one.attributes["href"] for one in read.all("a") if one.text.startswith("[")}
        listed = {one.attributes["id"] for one in read.all("li") if "id" in one.attributes}
        assert links == {f"#{name}" for name in listed}
        assert links == {"#d-1", "#d-2"}

    def test_an_empty_ledger_says_so(self) -> None:
        """And has no tools for nothing."""
        page = cl.page(cl.Ledger())
        assert "The ledger holds no claims." in words(page)
        assert Read(page).all("form") == []

    def test_as_of_a_date(self) -> None:
        """Only what was said by then is on the page, and it says so."""
        page = cl.page(seeds(), as_of="2020-09-27")
        assert "as of 2020-09-27" in words(page)
        assert Read(page).data["days"][-1] <= "2020-09-27"
        assert len(Read(page).all("article")) == len(cl.judge(seeds(), as_of="2020-09-27"))

    def test_an_unknown_reading_is_an_error(self) -> None:
        """It names the nearest."""
        with pytest.raises(cl.ClaimLedgerError, match="standard"):
            cl.page(seeds(), reading="standart")

    def test_a_large_page_holds_each_question_as_text(
        self, monkeypatch: pytest.MonkeyPatch, case_page: str
    ) -> None:
        """Unpacked it is what a small page shows."""
        monkeypatch.setattr(building, "EAGER", 0)
        (packed,) = Read(cl.page(everything())).all("script", id="bodies")
        content = json.loads(packed.text)
        bodies = ["".join(content["pieces"][n] for n in places) for places in content["texts"]]
        assert len(bodies) == len(Read(case_page).all("article"))
        assert all(body and body in case_page for body in bodies)

    def test_a_large_ledger_is_not_looked_through_for_likeness(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It would take as many comparisons as there are pairs of questions."""
        monkeypatch.setattr("claimledger.pages.articles.LOOKED_THROUGH", 3)
        assert "Looks alike" not in words(cl.page(seeds()))

    def test_very_many_claims_of_one_question_are_counted(self) -> None:
        """The newest hundred that stand are in the table, the others are a number."""
        read = Read(cl.page(ledger_of(*(claim(f"Source {n}", str(n + 1)) for n in range(130)))))
        rows = [one for one in read.all("tr") if "data-p" in one.attributes]
        assert len(rows) == 100
        assert "and 30 more claims" in read.all("main")[0].text


class TestAnchor:
    def test_it_stays_when_the_number_changes(self) -> None:
        """More claims, and more questions, leave the address of a question as it was."""
        before = ledger_of(claim("North", "3"), claim("South", "3", measure="tanks lost"))
        after = before.add(claim("East", "900"), claim("South", "1", measure="planes lost"))
        names = [set(anchors(cl.judge(ledger))) for ledger in (before, after)]
        assert names[0] < names[1]

    @pytest.mark.parametrize(
        "other",
        [
            {"subject": "South"},
            {"place": "Coast"},
            {"window": "2031-05-01"},
            {"event": "Flood"},
            {"accrual": "stock"},
            {"measure": "tanks lost"},
        ],
    )
    def test_other_questions_have_others(self, other: dict[str, str]) -> None:
        """Whatever it is that differs."""
        asked = {"measure": "boats lost", "subject": "North"}
        assert anchor(cl.Question(**asked)) != anchor(cl.Question(**{**asked, **other}))

    @pytest.mark.parametrize(
        ("about", "begins"),
        [
            ("Wer begann?", "q-wer-begann-"),
            ("Árvíz a Tiszán", "q-arviz-a-tiszan-"),
            ("洪水", "q-"),
            ("word " * 40, "q-word-word-word-word-word-word-word-word-word-"),
            ("x" * 99, f"q-{'x' * 48}-"),
        ],
    )
    def test_it_is_readable_and_short(self, about: str, begins: str) -> None:
        """Letters, digits and hyphens, at most 59 of them."""
        name = anchor(cl.Question(proposition=about))
        assert name.startswith(begins)
        assert len(name) <= 2 + 48 + 1 + 8
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")

    def test_the_same_name_is_counted_on(self) -> None:
        """Two findings never share an address."""
        (finding,) = cl.judge(ledger_of(claim("North", "3")))
        first, second = anchors([finding, finding])
        assert second == f"{first}-2"


class TestReplay:
    @pytest.mark.parametrize("make", [seeds, everything])
    def test_each_state_is_what_is_judged_at_its_date(self, make: Any) -> None:
        """Verdict, flags, gap and sides, at each date that the page can be set to."""
        ledger = make()
        data = Read(cl.page(ledger)).data
        names = {one[0]: one for one in data["questions"]}
        for moment, day in enumerate(data["days"]):
            findings = cl.judge(ledger, as_of=day)
            by_claim = {voice.id: found for found in cl.judge(ledger) for voice in found.voices}
            shown = {}
            for anchored in data["questions"]:
                states = [state for state in anchored[7] if state[0] <= moment]
                if states:
                    shown[anchored[0]] = states[-1]
            assert len(shown) == len(findings)
            final = dict(zip([f.number for f in cl.judge(ledger)], names, strict=True))
            for found in findings:
                state = shown[final[by_claim[found.voices[0].id].number]]
                verdict = -1 if found.verdict is None else VERDICTS.index(found.verdict)
                assert state[1] == verdict
                assert [data["texts"][n] for n in state[2]] == list(found.flags)
                assert state[3] == (
                    None if found.ratio == float("inf") else pytest.approx(float(found.ratio))
                )
                assert [data["sides"][n][0] for n, _ in state[7]] == [s.side for s in found.sides]

    def test_what_is_replaced_later_stands_before(self) -> None:
        """A claim is gone from the date on which its source said otherwise."""
        fields = {"window": "2031-05-01"}
        ledger = ledger_of(
            claim("North", "12", "2031-05-02", **fields),
            claim("North", "15", "2031-05-03", **fields),
        )
        (question,) = Read(cl.page(ledger)).data["questions"]
        assert [(state[0], state[8]) for state in question[7]] == [(0, []), (1, [0])]

    def test_a_withdrawal_changes_the_state(self) -> None:
        """At its date, though no claim came in."""
        one = claim("North", "12", "2031-05-02")
        ledger = ledger_of(one, claim("South", "500", "2031-05-02")).add(
            cl.Retraction(source="North", date="2031-05-05", target=one.id)
        )
        data = Read(cl.page(ledger)).data
        (question,) = data["questions"]
        assert data["days"] == ["2031-05-02", "2031-05-05"]
        assert [VERDICTS[state[1]] for state in question[7]] == ["disputed", "one-sided"]

    @pytest.mark.parametrize("most", [1, 3, 10])
    def test_many_dates_are_thinned_out(self, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
        """Where about as much is new between each two; the last one is kept."""
        days = [dt.date(2031, 5, 1) + dt.timedelta(days=n) for n in range(30)]
        ledger = ledger_of(*(claim("North", str(n + 1), str(day)) for n, day in enumerate(days)))
        assert moments(ledger) == tuple(days)
        monkeypatch.setattr(replaying, "MOST_MOMENTS", most)
        kept = moments(ledger)
        # Thirty days with one claim each: every tenth of three, every third of ten.
        assert kept == tuple(days[30 // most - 1 :: 30 // most])

    def test_the_larger_the_ledger_the_fewer_dates(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """So that not more than so many claims are judged, but some dates remain."""
        days = [str(dt.date(2031, 5, 1) + dt.timedelta(days=n)) for n in range(30)]
        ledger = ledger_of(*(claim("North", str(n + 1), day) for n, day in enumerate(days)))
        monkeypatch.setattr(replaying, "MOST_JUDGED", 300)
        assert len(moments(ledger)) == 10
        monkeypatch.setattr(replaying, "MOST_JUDGED", 1)
        assert len(moments(ledger)) == replaying.LEAST_MOMENTS

    def test_a_claim_is_known_by_the_first_date_kept(self) -> None:
        """A date that was thinned out counts for the next."""
        ledger = ledger_of(claim("North", "1", "2031-05-02"), claim("North", "2", "2031-05-09"))
        replay = replayed(ledger, cl.judge(ledger), "standard")
        days = [dt.date(2031, 5, day) for day in (1, 2, 3, 9)]
        assert [replay.since(day) for day in days] == [0, 0, 1, 1]


class TestSources:
    def test_who_is_contradicted_by_whom_on_how_many_questions(self) -> None:
        """North is by South on two and by East on one; East and South agree."""
        ledger = ledger_of(
            claim("North", "3"),
            claim("South", "100"),
            claim("East", "100"),
            claim("North", "3", measure="tanks lost"),
            claim("South", "100", measure="tanks lost"),
            claim("West", "5", measure="planes lost"),
        )
        rows = standings(Edition(ledger, cl.judge(ledger)))
        assert [(one.name, one.disputed, one.by) for one in rows] == [
            ("North", 2, (("South", 2), ("East", 1))),
            ("South", 2, (("North", 2),)),
            ("East", 1, (("North", 1),)),
            ("West", 0, ()),
        ]

    def test_grades_stand_beside_them(self, case_page: str) -> None:
        """As they were entered."""
        (table,) = Read(case_page).all("table", kind="sources")
        for text in ("Reliability", "River Watch", "monitor", "B"):
            assert text in table.text

    def test_columns_without_content_are_left_out(self) -> None:
        """No grade and no kind is known of anybody."""
        (table,) = Read(cl.page(ledger_of(claim("North", "3")))).all("table", kind="sources")
        assert "Reliability" not in table.text
        assert "Kind" not in table.text


class TestStories:
    def test_the_worst_disputes_are_told_by_their_two_claims(self) -> None:
        """The pair furthest apart, with the ratio; against nothing there is none."""
        ledger = ledger_of(
            claim("North", "3"),
            claim("South", "30"),
            claim("North", "none", measure="tanks lost"),
            claim("South", "7", measure="tanks lost"),
            claim("North", "yes", proposition="It rained"),
            claim("South", "no", proposition="It rained"),
        )
        findings = cl.judge(ledger)
        told = stories(Edition(ledger, findings), anchors(findings))
        # 30 is round: half its place value is 5, a tenth of it 3, so it is at least 27, and 3 is 3.
        assert [(one.title, {one.one.said, one.other.said}, one.apart) for one in told] == [
            ("tanks lost", {"7", "none"}, "7 against 0"),
            ("boats lost", {"30", "3"}, "× 9"),
            ("It rained", {"yes", "no"}, ""),
        ]
        assert {one.one.side for one in told} | {one.other.side for one in told} == {
            "North",
            "South",
        }

    def test_there_are_few(self) -> None:
        """The others follow as questions."""
        claims = [
            claim(side, value, measure=f"{thing} lost")
            for thing in ("tanks", "boats", "planes", "houses", "cars", "guns")
            for side, value in (("North", "1"), ("South", "50"))
        ]
        ledger = ledger_of(*claims)
        findings = cl.judge(ledger)
        assert len(stories(Edition(ledger, findings), anchors(findings))) == 4

    def test_none_without_a_dispute(self) -> None:
        """The page then begins with its questions."""
        page = cl.page(ledger_of(claim("North", "3")))
        assert "Furthest apart" not in words(page)


class TestPicture:
    def drawn(self, *claims: cl.Claim) -> Any:
        ledger = ledger_of(*claims)
        (finding,) = cl.judge(ledger)
        found = picture(finding, side_styles([finding]))
        assert found is not None
        return [found.drawn.get(voice.id) for voice in finding.voices], found, finding

    @pytest.mark.parametrize(
        ("share", "text"),
        [(0, "0%"), (1, "100%"), (0.5, "50%"), (1 / 3, "33.33%"), (2 / 3, "66.67%")],
    )
    def test_shares_are_percentages(self, share: float, text: str) -> None:
        """To two decimals."""
        assert percent(share) == text

    def test_a_figure_is_a_point_and_a_range_a_bar(self) -> None:
        """On an axis from 0 to 106, which leaves a little room above 100."""
        (point, bar), found, _ = self.drawn(
            claim("North", "50 to 100", "2031-05-01", window="2031-05-01"),
            claim("South", "exactly 20", "2031-05-01", window="2031-05-01"),
        )
        if point.point is None:
            point, bar = bar, point
        assert found.axis is not None
        assert (found.axis.low, found.axis.high) == (0, 106)
        assert point.point == percent(20 / 106)
        assert point.core is None
        assert bar.core == bar.support == (percent(50 / 106), percent(100 / 106))
        assert not bar.is_open

    def test_an_open_end_goes_on(self) -> None:
        """To the end of the picture, with an arrow."""
        ((one,), _, _) = self.drawn(claim("North", "more than 30"))
        assert one.is_open
        assert one.core[1] == one.support[1] == "100%"

    def test_what_is_not_asserted_is_hollow(self) -> None:
        """A denial and a forecast."""
        for stance in ("denies", "expects"):
            ((one,), _, _) = self.drawn(claim("North", "30", stance=stance))
            assert one.is_hollow

    def test_yes_and_no_have_places_of_their_own(self) -> None:
        """Left and right, each in the middle of its half."""
        drawn, found, _ = self.drawn(
            claim("North", "yes", proposition="It rained"),
            claim("South", "no", proposition="It rained"),
        )
        assert {one.point for one in drawn} == {"25%", "75%"}
        assert [(label.at, label.text) for label in found.labels] == [("25%", "yes"), ("75%", "no")]

    def test_answers_that_mean_the_same_share_a_place(self) -> None:
        """As they are compared: without case and marks."""
        drawn, found, _ = self.drawn(
            claim("North", "South", choice="Who began?"),
            claim("South", "North", choice="Who began?"),
            claim("East", "north.", choice="Who began?"),
        )
        assert sorted(one.point for one in drawn) == ["25%", "25%", "75%"]
        assert len(found.labels) == 2

    @pytest.mark.parametrize(
        "values", [["A"], list("ABCDEF"), ["a" * 30, "b" * 30]], ids=["one", "six", "wide"]
    )
    def test_answers_that_do_not_fit_are_not_drawn(self, values: list[str]) -> None:
        """One alone, more than five, or those with long names."""
        claims = [claim(f"S{n}", value, choice="Who?") for n, value in enumerate(values)]
        (finding,) = cl.judge(ledger_of(*claims))
        assert picture(finding, side_styles([finding])) is None

    def test_nothing_is_drawn_of_what_is_no_figure(self) -> None:
        """Where nobody names one there is no picture."""
        (finding,) = cl.judge(ledger_of(claim("North", None, stance="declines")))
        assert picture(finding, side_styles([finding])) is None

    def test_zones(self) -> None:
        """The gap lies between the tolerant readings, the common range where all meet."""
        _, found, finding = self.drawn(
            claim("North", "exactly 20", window="2031-05-01"),
            claim("South", "50 to 100", window="2031-05-01"),
        )
        common, gap = found.zones(finding)
        assert common is None
        assert gap == (percent(20 / 106), percent(30 / 106))
        _, found, finding = self.drawn(
            claim("North", "20 to 60", window="2031-05-01"),
            claim("South", "50 to 100", window="2031-05-01"),
        )
        common, gap = found.zones(finding)
        assert common == (percent(50 / 106), percent(10 / 106))
        assert gap is None

    def test_the_past_is_drawn_where_there_is_one(self) -> None:
        """A line goes on at its height until the next figure, and then to that."""
        ledger = ledger_of(
            claim("North", "exactly 10", "2031-05-02", event="War"),
            claim("North", "exactly 20", "2031-05-04", event="War"),
        ).add(cl.Event(name="War", window="2031-05-01/.."))
        (finding,) = cl.judge(ledger)
        drawn = past(ledger, finding, side_styles([finding]))
        assert drawn is not None
        (trail,) = drawn.trails
        (first, second) = trail.said
        along, up = trail.steps
        assert (along.start, along.end) == ((first.left, first.top), (second.left, first.top))
        assert (up.start, up.end) == ((second.left, first.top), (second.left, second.top))
        assert "10" in first.told

    def test_an_unchanged_figure_goes_on_level(self) -> None:
        """Without a step up or down."""
        running = ledger_of(
            claim("North", "exactly 10", "2031-05-02", event="War"),
            claim("North", "exactly 10", "2031-05-04", event="War"),
        ).add(cl.Event(name="War", window="2031-05-01/.."))
        (finding,) = cl.judge(running)
        drawn = past(running, finding, side_styles([finding]))
        assert drawn is not None
        (step,) = drawn.trails[0].steps
        assert step.start[1] == step.end[1]

    def test_every_figure_of_the_past_is_drawn(self) -> None:
        """Of several at one time each, too; the line runs through the highest alone."""
        ledger = seeds()
        (finding,) = (
            f
            for f in cl.judge(ledger)
            if f.question.measure == "helicopters lost" and f.question.accrual == "cumulative"
        )
        drawn = past(ledger, finding, side_styles([finding]))
        assert drawn is not None
        told = [said.told for trail in drawn.trails for said in trail.said]
        assert len(told) == len(finding.voices)
        assert "Armenian Ministry of Defence, 29 Sep 2020: 4" in told
        (trail,) = (t for t in drawn.trails if t.source == "Armenian Ministry of Defence")
        _, four, seven = trail.said
        assert four.left == seven.left
        assert trail.steps[-1].end == (seven.left, seven.top)

    def test_what_no_longer_stands_is_pale_in_the_past(self) -> None:
        """Replaced or withdrawn, in words as well; a line runs through nothing withdrawn."""
        gone = claim("South", "about 300", "2031-05-03")
        ledger = ledger_of(
            claim("North", "exactly 10", "2031-05-02"),
            claim("North", "20 to 30", "2031-05-04"),
            gone,
        ).add(cl.Retraction(target=gone.id, source="South", date="2031-05-05"))
        (finding,) = cl.judge(ledger)
        drawn = past(ledger, finding, side_styles([finding]))
        assert drawn is not None
        north, south = drawn.trails
        said = [*north.said, *south.said]
        assert [one.is_gone for one in said] == [True, False, True]
        assert [one.told.partition(", ")[2] for one in said] == [
            "2 May 2031: exactly 10 (replaced)",
            "4 May 2031: 20 to 30",
            "3 May 2031: about 300 (withdrawn)",
        ]
        assert [one.band is not None for one in said] == [False, True, True]
        assert south.steps == ()
        picture = cl.page(ledger).split('<svg class="past"')[1].split("</svg>")[0]
        assert picture.count(' opacity=".42"') == 2
        assert picture.count(' stroke-opacity=".42"') == 1

    def test_of_very_many_sources_the_past_says_how_many_it_draws(self) -> None:
        """Those that tell no figure are not counted."""
        claims = [claim(f"S{n:02}", str(10 + n), f"2031-05-{n + 1:02}") for n in range(17)]
        silent = claim("A", None, "2031-05-01", stance="declines")
        assert "16 of 17 sources are drawn" in cl.page(ledger_of(*claims, silent))
        assert "sources are drawn" not in cl.page(ledger_of(*claims[1:], silent))

    def test_one_date_is_no_past(self) -> None:
        """Nor is a question without figures."""
        for ledger in (
            ledger_of(claim("North", "10"), claim("South", "12")),
            ledger_of(claim("North", "yes", proposition="It rained")),
        ):
            (finding,) = cl.judge(ledger)
            assert past(ledger, finding, side_styles([finding])) is None

    def test_dates_without_figures_are_no_past(self) -> None:
        """A figure and, later, a refusal to say."""
        ledger = ledger_of(
            claim("North", "10"), claim("South", None, "2031-05-04", stance="declines")
        )
        (finding,) = cl.judge(ledger)
        assert past(ledger, finding, side_styles([finding])) is None


class TestCommand:
    FILES = tuple(map(str, sorted((ROOT / "seeds").glob("karabakh-2020*.toml"))))

    def test_it_writes_a_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The page of the Python interface."""
        target = tmp_path / "page.html"
        assert main(["page", *self.FILES, "-o", str(target)]) == 0
        assert target.read_text(encoding="utf-8") == cl.page(cl.read(*self.FILES))
        assert capsys.readouterr().out == ""

    def test_it_prints_without_a_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        """With the date and the reading asked for."""
        options = ["--as-of", "2020-09-27", "--reading", "wide"]
        assert main(["page", *self.FILES, *options]) == 0
        expected = cl.page(cl.read(*self.FILES), as_of="2020-09-27", reading="wide")
        assert capsys.readouterr().out == expected

    def test_a_page_of_titles(self) -> None:
        """The title of the ledger is that of the page; without one it has a plain one."""
        assert "<title>Flood</title>" in cl.page(cl.Ledger().add(Title(text="Flood")))
        assert "<title>Claims</title>" in cl.page(cl.Ledger())


class TestValues:
    def test_states_compare_by_what_is_shown(self) -> None:
        """The finding behind a state is no part of what tells it from another."""
        ledger = ledger_of(claim("North", "3"))
        replay = replayed(ledger, cl.judge(ledger), "standard")
        ((state,),) = replay.states
        (other,) = cl.judge(ledger_of(claim("South", "9")))
        assert attrs.evolve(state, finding=other) == state

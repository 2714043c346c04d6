"""The page of the seeds in a real browser: what a reader sees, finds and can reach."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import claimledger as cl
from claimledger.pages import building
from claimledger.pages.building import built
from claimledger.pages.serving import Server
from claimledger.pages.watching import Watch
from tests import browser as browsers
from tests.browser import Browser
from tests.page_case import HOSTILE, hostile, seeds

REASON = browsers.why_not()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")

ROWS_SHOWN = "article:not([hidden]) tr[data-p]:not([hidden])"
DISPUTED = "article:not([hidden]) .v-disputed"
COUNT = "return document.getElementById('count').textContent"
DARK, LIGHT = "rgb(23, 24, 26)", "rgb(253, 252, 250)"


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browsers.browser() as found:
        yield found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("page") / "seeds.html"
    target.write_text(cl.page(seeds()), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page, made as one of very many questions is."""
    target = tmp_path_factory.mktemp("page") / "large.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "EAGER", 0)
        target.write_text(cl.page(seeds()), encoding="utf-8")
    return target


@pytest.fixture
def page(window: Browser, path: Path) -> Browser:
    return window.open(path)


@pytest.fixture(scope="module")
def findings() -> tuple[cl.Finding, ...]:
    return cl.judge(seeds())


def choose(page: Browser, control: str, value: str) -> None:
    """Set a control as a reader does, who leaves it after."""
    page.run(
        "const one = document.querySelector(arguments[0]); one.value = arguments[1];"
        "for (const name of ['input', 'change'])"
        " one.dispatchEvent(new Event(name, {bubbles: true}))",
        control,
        value,
    )
    page.settle()


def search(page: Browser, text: str) -> None:
    field = page.one("#query")
    field.clear()
    field.send_keys(text)
    page.settle()


def number(page: Browser, selector: str) -> int:
    """How many elements a selector finds."""
    return int(page.run("return document.querySelectorAll(arguments[0]).length", selector))


def column_of(page: Browser, rows: str, column: int) -> list[str]:
    """The texts of a column of some rows."""
    cells: list[str] = page.run(
        "const [rows, column] = arguments;"
        "return [...document.querySelectorAll(rows)].map((row) => row.cells[column].textContent)",
        rows,
        column,
    )
    return cells


def background(page: Browser) -> str:
    return str(page.run("return getComputedStyle(document.body).backgroundColor"))


class TestFilters:
    def test_at_first_all_is_shown(self, page: Browser, findings: tuple[cl.Finding, ...]) -> None:
        """And counted."""
        assert len(page.shown()) == len(findings)
        assert page.count() == f"{len(findings)} questions"
        assert not page.one("#anew").is_displayed()

    def test_by_side(self, page: Browser, findings: tuple[cl.Finding, ...]) -> None:
        """The questions on which it says something at present."""
        options = {one.text: one.get_attribute("value") for one in page.all("#side option")}
        choose(page, "#side", options["Turkey"])
        expected = [f for f in findings if any(side.side == "Turkey" for side in f.sides)]
        assert 0 < len(expected) < len(findings)
        assert len(page.shown()) == len(expected)
        assert page.count() == f"{len(expected)} of {len(findings)} questions"

    def test_by_verdict(self, page: Browser, findings: tuple[cl.Finding, ...]) -> None:
        """Each button counts its questions, and several add up."""
        expected = {
            verdict: sum(found.verdict == verdict for found in findings)
            for verdict in ("disputed", "one-sided")
        }
        buttons = {one.text.rpartition(" ")[0]: one for one in page.all("#verdicts button")}
        for verdict, count in expected.items():
            assert buttons[verdict].text == f"{verdict} {count}"
            assert buttons[verdict].get_attribute("aria-pressed") == "false"
        buttons["disputed"].click()
        assert len(page.shown()) == expected["disputed"] == len(page.all(DISPUTED))
        assert buttons["disputed"].get_attribute("aria-pressed") == "true"
        buttons["one-sided"].click()
        assert len(page.shown()) == sum(expected.values())
        buttons["disputed"].click()
        assert len(page.shown()) == expected["one-sided"]

    def test_by_date(self, page: Browser, findings: tuple[cl.Finding, ...]) -> None:
        """The questions on which something was said since."""
        choose(page, "#since", "2020-12-01")
        expected = [f for f in findings if any(str(c.date.last) >= "2020-12-01" for c in f.claims)]
        assert 0 < len(expected) < len(findings)
        assert len(page.shown()) == len(expected)

    def test_by_event(self, window: Browser, tmp_path: Path) -> None:
        """Where there are several."""
        target = tmp_path / "page.html"
        ledger = cl.Ledger().add(
            *(cl.Event(name=name) for name in ("Flood", "Fire")),
            *(
                cl.Claim(source="A", date="2031-05-02", event=event, measure=measure, value="3")
                for event, measure in (
                    ("Flood", "boats lost"),
                    ("Fire", "houses lost"),
                    ("Fire", "cars lost"),
                )
            ),
        )
        target.write_text(cl.page(ledger), encoding="utf-8")
        page = window.open(target)
        assert [one.text for one in page.all("#event option")] == ["all events", "Fire", "Flood"]
        choose(page, "#event", "0")
        assert len(page.shown()) == 2

    def test_search(self, page: Browser) -> None:
        """In questions, sources, figures and reasons; each word must be there."""
        search(page, "helicopters NAGORNO")
        shown = page.shown()
        assert 0 < len(shown) < 20
        for name in shown:
            text = page.run("return document.getElementById(arguments[0]).textContent", name)
            assert "helicopters" in text.lower()
            assert "nagorno" in text.lower()
        search(page, "no such thing anywhere")
        assert page.shown() == []
        assert page.one("#nothing").is_displayed()
        assert page.count().startswith("0 of ")

    def test_search_takes_no_notice_of_accents(self, window: Browser, tmp_path: Path) -> None:
        """Nor of case."""
        target = tmp_path / "page.html"
        claim = cl.Claim(source="Árvíz", date="2031-05-02", measure="boats lost", value="3")
        target.write_text(cl.page(cl.Ledger().add(claim)), encoding="utf-8")
        page = window.open(target)
        search(page, "arviz")
        assert len(page.shown()) == 1

    def test_show_all_takes_everything_back(
        self, page: Browser, findings: tuple[cl.Finding, ...]
    ) -> None:
        """And the keyboard stays in the tools."""
        search(page, "helicopters")
        page.one("#verdicts button").click()
        page.one("#anew").click()
        assert len(page.shown()) == len(findings)
        assert page.one("#query").get_attribute("value") == ""
        assert page.run("return document.activeElement.id") == "query"

    def test_the_count_is_told(self, page: Browser) -> None:
        """To those who do not see it."""
        assert page.one("#count").get_attribute("aria-live") == "polite"
        assert page.one("#count").get_attribute("role") == "status"


class TestReplay:
    def test_each_date_shows_what_was_judged_of_it(self, page: Browser) -> None:
        """Questions, verdicts and claims; the head says so."""
        days = page.run("return JSON.parse(document.getElementById('data').textContent).days")
        for moment in range(len(days)):
            choose(page, "#moment", str(moment))
            expected = cl.judge(seeds(), as_of=days[moment])
            assert len(page.shown()) == len(expected)
            disputed = sum(found.verdict == "disputed" for found in expected)
            assert len(page.all(DISPUTED)) == disputed
            rows = number(page, ROWS_SHOWN)
            assert rows == sum(len(found.voices) for found in expected)
            assert page.one("#day").text == days[moment]
            assert days[moment] in page.one("#moment").get_attribute("aria-valuetext")
        assert page.one("#lead").text.count("everything said so far") == 1
        choose(page, "#moment", "0")
        assert f"as of {days[0]}" in page.one("#lead").text

    def test_reasons_of_the_end_are_hidden_before_it(self, page: Browser) -> None:
        """They speak of all that was said."""
        choose(page, "#moment", "0")
        assert page.run(
            "return [...document.querySelectorAll('.final')].every((one) => !one.offsetParent)"
        )
        choose(page, "#moment", page.one("#moment").get_attribute("max"))
        assert page.run(
            "return [...document.querySelectorAll('.final')].some((one) => one.offsetParent)"
        )

    def test_it_plays(self, page: Browser) -> None:
        """From the beginning, and stops when asked to."""
        page.one("#play").click()
        assert page.one("#moment").get_attribute("value") == "0"
        assert page.one("#play").get_attribute("aria-label") == "Stop"
        deadline = time.monotonic() + 5
        while page.one("#moment").get_attribute("value") == "0" and time.monotonic() < deadline:
            page.settle()
        assert page.one("#moment").get_attribute("value") == "1"
        page.one("#play").click()
        assert page.one("#play").get_attribute("aria-label") == "Go on"
        choose(page, "#moment", page.one("#moment").get_attribute("max"))
        assert page.one("#play").get_attribute("aria-label") == "Replay from the beginning"

    def test_flags_keep_their_meanings(self, page: Browser) -> None:
        """Back in time and at the end again."""
        titles = "return [...document.querySelectorAll('.flag')].map((one) => one.title)"
        before = page.run(titles)
        assert all(before)
        choose(page, "#moment", "0")
        assert all(page.run(titles))
        choose(page, "#moment", page.one("#moment").get_attribute("max"))
        assert page.run(titles) == before

    def test_the_slider_takes_the_keyboard(self, page: Browser) -> None:
        """A step back is one date back."""
        slider = page.one("#moment")
        last = int(slider.get_attribute("max"))
        slider.send_keys("\ue012")
        assert int(slider.get_attribute("value")) == last - 1
        assert ", as known on " in page.count()


class TestSorting:
    @pytest.mark.parametrize("key", ["number", "title", "ratio", "verdict", "last"])
    def test_the_table_and_the_questions_are_sorted(self, page: Browser, key: str) -> None:
        """Both ways; the head tells which."""
        head = page.one(f"th[data-sort={key}]")
        orders = {}
        for _ in range(2):
            head.find_element("css selector", "button").click()
            orders[head.get_attribute("aria-sort")] = (page.shown(), column_of(page, "#rows tr", 0))
            assert number(page, "th[data-sort][aria-sort]") == 1
        assert set(orders) == {"ascending", "descending"}
        assert orders["ascending"][0] != orders["descending"][0]
        assert sorted(orders["ascending"][0]) == sorted(orders["descending"][0])
        if key == "number":
            for way, (_, numbers) in orders.items():
                expected = range(1, 41) if way == "ascending" else range(77, 37, -1)
                assert numbers == list(map(str, expected))

    def test_the_newest_come_first(self, page: Browser) -> None:
        """When the last column is asked for once."""
        page.one("th[data-sort=last] button").click()
        days = column_of(page, "#rows tr", 5)
        assert days == sorted(days, reverse=True)

    def test_sources_are_sorted_where_they_stand(self, page: Browser) -> None:
        """Numbers as numbers, the greatest first."""
        button = next(one for one in page.all(".sources th button") if one.text == "Claims")
        button.click()
        heads = [one.text for one in page.all(".sources th[scope=col]")]
        counts = column_of(page, ".sources tbody tr", heads.index("Claims"))
        numbers = [int(text.replace(",", "")) for text in counts]
        assert numbers == sorted(numbers, reverse=True)
        button.click()
        assert page.one(".sources th[aria-sort]").get_attribute("aria-sort") == "ascending"

    @pytest.mark.parametrize("way", ["slider", "sort"])
    def test_in_order_when_a_filter_is_lifted(self, page: Browser, way: str) -> None:
        """Whatever was moved while some questions were hidden."""
        if way == "slider":
            choose(page, "#side", "1")
            choose(page, "#moment", "1")
            choose(page, "#side", "")
        else:
            search(page, "president")
            page.one("th[data-sort=verdict] button").click()
            search(page, " ")
        page.one("#further").click()
        rows = page.run(
            "return [...document.querySelectorAll('#rows a')].map((one) => one.hash.slice(1))"
        )
        sections = page.run(
            "return [...document.querySelectorAll('section.list')].map((section) =>"
            " [...section.querySelectorAll('article:not([hidden])')].map((one) => one.id))"
        )
        assert rows
        assert sections == [[name for name in rows if name in set(section)] for section in sections]

    def test_the_table_leads_to_the_questions(self, page: Browser) -> None:
        """Each row to its own."""
        names = page.run(
            "return [...document.querySelectorAll('#rows a')].map((one) => one.hash.slice(1))"
        )
        assert set(names) < set(page.shown())
        assert names[0] == page.shown()[0]
        assert len(names) == 40
        page.one("#further").click()
        assert len(page.all("#rows tr")) == len(page.shown())
        assert not page.one("#further").is_displayed()


class TestLinks:
    @pytest.mark.parametrize("size", ["path", "large"])
    def test_a_link_shows_its_question(
        self, window: Browser, request: pytest.FixtureRequest, size: str
    ) -> None:
        """At the top of the window, where it stays, in a small page and in a large one."""
        path: Path = request.getfixturevalue(size)
        page = window.open(path)
        for place in (30, 60):
            name = page.shown()[place]
            page.driver.get("about:blank")
            page.driver.get(f"{path.as_uri()}#{name}")
            page.settle()
            top = page.run(
                "return document.getElementById(arguments[0]).getBoundingClientRect().top", name
            )
            assert -5 < top < 100

    def test_pressed_again(self, page: Browser) -> None:
        """It shows its question again."""
        link = page.one(".stories a")
        link.click()
        page.settle()
        search(page, "zzzz")
        assert page.shown() == []
        page.run("arguments[0].click()", link)
        page.settle()
        name = link.get_attribute("href").partition("#")[2]
        top = page.run(
            "return document.getElementById(arguments[0]).getBoundingClientRect().top", name
        )
        assert -5 < top < 100

    def test_even_where_the_filters_hide_it(self, page: Browser) -> None:
        """They are then taken back."""
        name = page.shown()[-1]
        page.one("#verdicts button").click()
        assert name not in page.shown()
        page.run("location.hash = arguments[0]", name)
        page.settle()
        assert name in page.shown()

    def test_a_name_that_is_none_does_nothing(self, page: Browser) -> None:
        """Nor one that cannot be read."""
        for name in ("nothing-of-the-kind", "%E0%A4%A", "query"):
            page.run("location.hash = arguments[0]", name)
        page.settle()
        assert page.errors() == []

    def test_references_lead_to_documents(self, page: Browser) -> None:
        """Within the page."""
        link = page.one("article td a")
        target = page.run("return document.querySelector(arguments[0].hash).textContent", link)
        assert re.search(r"\(\d+ claims?\)", target)


class TestLooks:
    def test_dark_as_the_system_has_it(self, window: Browser, path: Path) -> None:
        """Until a reader chooses, who is remembered."""
        page = window.open(path)
        assert background(page) == LIGHT
        page.one("#theme").click()
        assert background(page) == DARK
        assert page.one("#theme").get_attribute("aria-pressed") == "true"
        page.driver.refresh()
        assert background(page) == DARK
        page = window.open(path, dark=True)
        page.driver.refresh()
        assert background(page) == DARK
        page.one("#theme").click()
        assert background(page) == LIGHT

    @pytest.mark.parametrize("width", [360, 768, 1280])
    def test_nothing_is_wider_than_the_window(
        self, window: Browser, path: Path, width: int
    ) -> None:
        """With all opened; what is wide can be scrolled by itself."""
        page = window.open(path, width=width)
        page.one("#open").click()
        page.run(
            "for (const one of document.querySelectorAll('article'))"
            " one.style.contentVisibility = 'visible'"
        )
        wide = page.run(
            "return [...document.querySelectorAll('body *')].filter((one) =>"
            " !one.closest('.across, svg, .skip, .vh')"
            " && one.getBoundingClientRect().right > innerWidth + 1)"
            ".map((one) => one.outerHTML.slice(0, 80))"
        )
        assert wide == []
        assert page.run("return document.documentElement.scrollWidth") == width

    def test_each_question_has_its_picture(self, page: Browser) -> None:
        """In which marks stand within their axis."""
        misplaced = page.run(
            "return [...document.querySelectorAll('.say svg.bar .p')].filter((one) => {"
            " const mark = one.getBoundingClientRect();"
            " const cell = one.closest('td').getBoundingClientRect();"
            " return mark.left < cell.left - 1 || mark.right > cell.right + 1 }).length"
        )
        assert misplaced == 0
        assert len(page.all(".say svg.bar .p")) > 90

    def test_it_prints(self, window: Browser, path: Path) -> None:
        """On A4, all of its questions, without the tools, and light whatever the screen is."""
        page = window.open(path, dark=True)
        pdf = page.printed()
        assert pdf.startswith(b"%PDF")
        sizes = {
            tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)
        }
        assert {(round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)) for box in sizes} == {
            (210, 297)
        }
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert background(page) == "rgb(255, 255, 255)"
        assert not page.one("#tools").is_displayed()
        assert not page.one("#part").is_displayed()
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        choose(page, "#side", "1")
        search(page, "ministry")
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        part = page.one("#part")
        assert part.is_displayed()
        assert part.text.startswith(f"Shown here: {page.run(COUNT)}; searched for ")
        assert 'searched for "ministry"; side ' in part.text
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        assert not part.is_displayed()

    @pytest.mark.parametrize("width", [320, 360, 641, 700, 768, 854])
    def test_no_figure_is_broken(self, window: Browser, path: Path, width: int) -> None:
        """Nor a name: a word of the table stands in one line, whatever the width."""
        page = window.open(path, width=width)
        page.one("#further").click()
        broken = page.run(
            "const found = []; const range = document.createRange();"
            "const walk = document.createTreeWalker(document.getElementById('rows'), 4);"
            "while (walk.nextNode()) {"
            " const node = walk.currentNode; if (node.parentNode.closest('.vh')) continue;"
            " for (const { index, 0: word } of node.data.matchAll(/[^\\s-]+/g)) {"
            "  range.setStart(node, index); range.setEnd(node, index + word.length);"
            "  if (range.getClientRects().length > 1) found.push(word); } }"
            "return found"
        )
        assert broken == []
        assert page.run("return document.documentElement.scrollWidth") == width


class TestReach:
    @pytest.mark.skipif(
        not browsers.AXE.exists(), reason="axe-core is not installed in .axe: see .ci/run"
    )
    @pytest.mark.parametrize(
        ("width", "dark"),
        [(1280, False), (1280, True), (360, False)],
        ids=["wide", "dark", "phone"],
    )
    def test_nothing_is_seriously_out_of_reach(
        self, window: Browser, path: Path, width: int, dark: bool
    ) -> None:
        """As axe-core finds, with all opened, and again when set back to a date."""
        page = window.open(path, width=width, dark=dark)
        assert page.faults() == []
        page.later(
            "for (const one of [...document.querySelectorAll('article details')].slice(0, 12)) {"
            " one.open = true; one.scrollIntoView();"
            " for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame); }"
        )
        assert page.faults() == []
        choose(page, "#moment", "1")
        assert page.faults() == []

    def test_headings_go_down_by_one(self, page: Browser) -> None:
        """From one heading of the page to those of the reasons."""
        levels = page.run(
            "return [...document.querySelectorAll('h1, h2, h3, h4')]"
            ".map((one) => Number(one.tagName[1]))"
        )
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))

    def test_the_keyboard_reaches_everything(self, page: Browser) -> None:
        """The first key leads past the head; a slash leads to the search, but not in a field."""
        page.one("body").send_keys("\ue004")
        assert page.run("return document.activeElement.className") == "skip"
        page.one("body").send_keys("/")
        assert page.run("return document.activeElement.id") == "query"
        page.one("#query").send_keys("a/b")
        assert page.one("#query").get_attribute("value") == "a/b"
        page.run(
            "const seen = []; document.addEventListener('focusin', ({target}) => seen.push(["
            " target.id || target.tagName, getComputedStyle(target).outlineStyle]));"
            " window.seen = seen;"
        )
        for _ in range(40):
            page.driver.switch_to.active_element.send_keys("\ue004")
        reached = dict(page.run("return window.seen"))
        assert {"side", "since", "play", "moment", "open"} <= set(reached)
        assert set(reached.values()) <= {"solid", "auto"}, reached

    def test_details_are_opened_by_key(self, page: Browser) -> None:
        """And all at once by a button."""
        summary = page.one("summary")
        summary.send_keys("\ue007")
        assert page.run("return arguments[0].parentNode.open", summary)
        page.one("#open").click()
        assert page.run("return [...document.querySelectorAll('details')].every((one) => one.open)")
        page.one("#open").click()
        assert not page.run(
            "return [...document.querySelectorAll('details')].some((one) => one.open)"
        )


class TestFound:
    """What a search finds, and when."""

    def found(self, page: Browser, *asked: tuple[str, str]) -> list[list[str]]:
        """The questions that are found at each moment for each text."""
        found = []
        for moment, text in asked:
            choose(page, "#moment", moment)
            search(page, text)
            found.append(sorted(page.shown()))
        return found

    def test_the_date_that_is_set_counts(self, page: Browser) -> None:
        """Whatever was searched for before, and nothing that was said later."""
        last = page.one("#moment").get_attribute("max")
        disputed = number(page, DISPUTED)
        early, late = self.found(page, ("0", "disputed"), (last, "disputed"))
        assert len(early) < len(late) == disputed
        (early,) = self.found(page, ("0", "associated press"))
        rows = "article:not([hidden]) .say tr:not([hidden])"
        assert all("Associated Press" in row.text for row in page.all(rows)) or not early

    def test_labels_are_not_searched(self, page: Browser) -> None:
        """The marks of an axis and the heads of tables are nobody's figure."""
        axis = {label.text for label in page.all(".axis text")}
        assert "600" in axis
        last = page.one("#moment").get_attribute("max")
        (found,) = self.found(page, (last, "600"))
        told = [
            page.run("return document.getElementById(arguments[0]).textContent", name)
            for name in found
        ]
        assert all(re.search(r"\b600\b|\d600|600\d", re.sub(r"\s+", " ", one)) for one in told)
        assert len(found) < 3
        assert self.found(page, (last, "picture")) == [[]]

    def test_a_large_page_finds_the_same(self, page: Browser, large: Path) -> None:
        """Though most of it was never unpacked."""
        last = page.one("#moment").get_attribute("max")
        texts = ["ministry", "550", "more than", "600", "self-serving", "[6]", "disputed", "'s"]
        texts += [
            "said by",
            "&",
            "helicopters president",
            "implied",
            "replaced",
            "4,600",
            "2020-09",
        ]
        asked = [(moment, text) for moment in ("0", "2", last) for text in texts]
        expected = self.found(page, *asked)
        assert any(expected)
        found = self.found(page.open(large), *asked)
        assert dict(zip(asked, found, strict=True)) == dict(zip(asked, expected, strict=True))


class TestKept:
    """What a reader has set, for who comes back."""

    def set_up(self, page: Browser) -> tuple[list[str], str]:
        choose(page, "#side", "1")
        choose(page, "#moment", "3")
        search(page, "ministry")
        page.one("th[data-sort=title] button").click()
        page.one("#verdicts button").click()
        page.later("await new Promise((soon) => setTimeout(soon, 500))")
        assert 0 < len(page.shown()) < 30
        return page.shown(), page.count()

    @pytest.mark.parametrize("way", ["reload", "back", "link and reload"])
    def test_filters(self, page: Browser, way: str) -> None:
        """The controls and the questions say the same after it."""
        expected = self.set_up(page)
        if way == "back":
            page.driver.get("about:blank")
            page.run("history.back()")
            deadline = time.monotonic() + 20
            while not page.all("#query") and time.monotonic() < deadline:
                time.sleep(0.1)
        else:
            if way.startswith("link"):
                page.run("location.hash = arguments[0]", expected[0][-1])
                page.settle()
            page.driver.refresh()
        page.settle()
        assert (page.shown(), page.count()) == expected
        assert page.one("#query").get_attribute("value") == "ministry"
        assert page.one("#moment").get_attribute("value") == "3"
        assert page.one("#side").get_attribute("value") == "1"
        assert len(page.all("#verdicts [aria-pressed=true]")) == 1
        assert page.one("th[data-sort=title]").get_attribute("aria-sort") == "ascending"

    def test_the_place(self, window: Browser, path: Path) -> None:
        """A reader who went on from the question in the address is not thrown back to it."""
        page = window.open(path)
        name = page.shown()[3]
        page.driver.get(f"{path.as_uri()}#{name}")
        page.settle()
        page.run("document.querySelector('footer').scrollIntoView()")
        page.settle()
        page.settle()
        before = page.run("return scrollY")
        page.driver.refresh()
        page.settle()
        page.settle()
        assert page.run("return scrollY") > before / 2
        page.run("document.getElementById(arguments[0]).scrollIntoView()", page.shown()[20])
        page.settle()
        before = page.run("return scrollY")
        page.run("location.hash = 'd-1'")
        page.settle()
        assert page.run("return scrollY") > before
        page.run("history.back()")
        page.settle()
        assert abs(page.run("return scrollY") - before) < 600


class TestAlone:
    def test_nothing_is_asked_of_the_network(self, window: Browser, path: Path) -> None:
        """All that is loaded is the file itself; the policy was never broken."""
        window.requests()
        window.errors()
        page = window.open(path)
        page.one("#open").click()
        page.run("window.scrollTo(0, document.body.scrollHeight)")
        page.settle()
        assert {url for url in page.requests() if not url.startswith("data:")} == {path.as_uri()}
        assert page.run("return performance.getEntriesByType('resource').length") == 0
        assert page.errors() == []

    def test_its_policy_forbids_it(self, page: Browser) -> None:
        """A script that asked for something would be refused."""
        page.errors()
        script = (
            "try { await fetch('https://example.org/'); return 'sent' } catch { return 'refused' }"
        )
        assert page.later(script) == "refused"
        assert "Content Security Policy" in page.errors()[0]

    @pytest.mark.parametrize("text", HOSTILE, ids=["script", "quotes", "turned", "long"])
    @pytest.mark.parametrize("eager", [300, 0])
    def test_hostile_text_is_text(
        self,
        window: Browser,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        text: str,
        eager: int,
    ) -> None:
        """Nothing runs, nothing is loaded, no page is wider than its window."""
        monkeypatch.setattr(building, "EAGER", eager)
        target = tmp_path / "page.html"
        target.write_text(cl.page(hostile(text)), encoding="utf-8")
        window.requests()
        window.errors()
        page = window.open(target, width=360)
        page.one("#open").click()
        choose(page, "#moment", "0")
        search(page, text[:40])
        page.settle()
        assert page.run("return document.title") != "taken"
        assert page.all("img, b[onclick]") == []
        assert page.errors() == []
        assert {url for url in page.requests() if not url.startswith("data:")} == {target.as_uri()}
        assert page.run("return document.documentElement.scrollWidth") == 360

    def test_without_its_script_all_can_be_read(self, window: Browser, path: Path) -> None:
        """The tools are not there then."""
        set_script = "Emulation.setScriptExecutionDisabled"
        window.driver.execute_cdp_cmd(set_script, {"value": True})
        try:
            page = window.open(path)
            assert not page.one("#tools").is_displayed()
            assert len(page.all("article")) > 70
            assert page.one("article table").is_displayed()
        finally:
            window.driver.execute_cdp_cmd(set_script, {"value": False})


class TestLarge:
    def test_questions_are_unpacked_when_they_come_near(self, window: Browser, large: Path) -> None:
        """What is far away waits; a link, a search and the printer find it all the same."""
        page = window.open(large)
        page.run("document.querySelector('article').scrollIntoView()")
        page.settle()
        waiting = number(page, ".body:empty")
        assert 40 < waiting < 77
        name = page.shown()[-1]
        page.run("location.hash = arguments[0]", name)
        page.settle()
        assert page.run(
            "return document.getElementById(arguments[0]).querySelector('table') !== null", name
        )
        search(page, "helicopters")
        assert 0 < len(page.shown()) < 40
        page.one("#anew").click()
        page.run("dispatchEvent(new Event('beforeprint'))")
        assert number(page, ".body:empty") == 0
        choose(page, "#moment", "1")
        expected = cl.judge(seeds(), as_of=page.one("#day").text)
        rows = number(page, ROWS_SHOWN)
        assert rows == sum(len(found.voices) for found in expected)

    def test_details_come_when_they_are_opened(self, window: Browser, large: Path) -> None:
        """By click and by key, one and all; they are then what they are in a small page."""
        page = window.open(large)
        page.run("document.querySelector('article').scrollIntoView()")
        page.settle()
        assert page.all("details") == []
        later = number(page, ".later")
        assert later > 4
        page.one(".later").click()
        page.one(".later").send_keys("\ue007")
        assert number(page, "details[open]") == 2
        assert number(page, ".later") == later - 2
        assert page.run("return document.activeElement.matches('details[open] > summary')")
        assert page.one("details[open] table").is_displayed()
        page.one("#open").click()
        closed = "article:first-child :is(.later, details:not([open]))"
        deadline = time.monotonic() + 20
        while (
            page.all(f"#s-1 .block:first-child .few:first-child {closed}")
            and time.monotonic() < deadline
        ):
            page.settle()
        assert page.all(f"#s-1 .block:first-child .few:first-child {closed}") == []
        assert number(page, ".body:empty") > 40
        page.run("dispatchEvent(new Event('beforeprint'))")
        assert page.all(".later, .body:empty, details:not([open])") == []
        page.one("#open").click()
        page.run("dispatchEvent(new Event('beforeprint'))")
        assert page.all("details[open]") == []


class TestLive:
    def test_the_page_follows_its_files(self, window: Browser, tmp_path: Path) -> None:
        """It is loaded anew by itself, and shows what is wrong with the files."""
        source = tmp_path / "a.csv"
        head = "source,side,date,measure,value\n"
        source.write_text(f"{head}North,North,2031-05-02,boats lost,3\n", encoding="utf-8")

        def make(version: str) -> str:
            ledger, problems = cl.read_lenient(str(source))
            return built(ledger, problems=problems, live=version)

        with Server(Watch(make, [str(source)]), "127.0.0.1", 0) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            try:
                page = window.open(server.address)
                assert len(page.shown()) == 1
                source.write_text(
                    f"{head}North,North,2031-05-02,boats lost,3\nSouth,South,x,y,z\n",
                    encoding="utf-8",
                )
                self.await_text(page, "a.csv:3")
                assert len(page.shown()) == 1
                assert page.errors() == []
            finally:
                server.shutdown()
                thread.join()
                window.driver.get("about:blank")

    def await_text(self, page: Browser, text: str) -> None:
        deadline = time.monotonic() + 10
        while text not in page.run("return document.body.innerText"):
            assert time.monotonic() < deadline, f"{text} never comes"
            page.settle()

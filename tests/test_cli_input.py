"""What the commands are given, as far as the library reads it: faults, places, declarations."""

from __future__ import annotations

from pathlib import Path

import pytest

import claimledger as cl
from claimledger.formats import read_each

TWO = (
    "source,side,date,subject,measure,value\n"
    "A,East,2020-01-01,East,soldiers killed,5\nB,West,2020-01-02,East,soldiers killed,50\n"
)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two claims in contradiction."""
    path = tmp_path / "claims.csv"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_an_unknown_measure_is_a_warning_with_its_line(claims: Path) -> None:
    """It is read as it stands, and the warning says where."""
    with claims.open("a", encoding="utf-8") as file:
        file.write("A,East,2020-01-01,East,sodiers killed,5\n")
    _, problems = cl.read_lenient(claims)
    assert [(p.location.line, p.code) for p in problems] == [(4, "unknown-measure")]
    assert "soldiers killed" in str(problems[0])


WRONG_TYPES = [
    ("x.jsonl", '{"source": ["x"], "date": "2020", "measure": "area", "value": "5 km2"}\n', 1),
    (
        "x.jsonl",
        '{"source": "x", "date": "2020", "measure": "a", "value": "5", "documents": 5}\n',
        1,
    ),
    (
        "x.toml",
        '[[claims]]\nsource = "x"\ndate = 2020-01-01\nmeasure = "area"\nvalue = {a = 1}\n',
        5,
    ),
    ("x.toml", "measures = 5\n", 1),
    ("x.toml", "[implications]\na = 5\n", 2),
]


@pytest.mark.parametrize(("name", "text", "line"), WRONG_TYPES)
def test_a_field_of_a_wrong_type_is_a_problem(
    name: str, text: str, line: int, tmp_path: Path
) -> None:
    """It never ends in a traceback, and has its line."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    _, problems = cl.read_lenient(path)
    assert [problem.location.line for problem in problems] == [line]


def test_an_unknown_name_is_placed_where_it_stands(tmp_path: Path) -> None:
    """Not where the same text stands first."""
    path = tmp_path / "x.toml"
    text = (
        '# mininstry is misspelt below\n[sources.ministry]\nname = "M"\n'
        '[[claims]]\nsource = "ministry"\ndate = 2020-01-01\nmeasure = "area"\nvalue = "5 km2"\n'
        '[[claims]]\nsource = "mininstry"\ndate = 2020-01-01\nmeasure = "area"\nvalue = "6 km2"\n'
    )
    path.write_text(text, encoding="utf-8")
    ledger, problems = cl.read_lenient(path)
    assert len(ledger) == 1
    assert [problem.location.line for problem in problems] == [10]
    assert "did you mean 'ministry'" in str(problems[0])


def test_two_renderings_that_measure_different_things() -> None:
    """An area is not a mass, so the source is inconsistent with itself."""
    claim = cl.Claim(
        source="A", date="2020", measure="area", value="5 km2", same_quantity_as="5 kg"
    )
    (found,) = cl.judge(cl.Ledger().add(claim))
    assert found.flags == ("internally inconsistent",)


def test_a_side_in_dispute_switches_off_verdicts_across_sides() -> None:
    """Declarations that disagree are shown, and bear no verdict across sides."""
    claims = [cl.Claim(source=s, date="2020", measure="area", value="5 km2") for s in ("A", "B")]
    declared = (
        cl.Party(name="E", opposed=["W"]),
        cl.Source(name="A", side="E"),
        cl.Source(name="B", side="W"),
    )
    ledger = cl.Ledger().add(*claims, *declared)
    assert cl.judge(ledger)[0].verdict == "corroborated across sides"
    (found,) = cl.judge(ledger.add(cl.Source(name="B", side="X")))
    assert (found.verdict, found.flags) == ("corroborated", ("metadata conflict",))


def test_each_file_adds_its_part(tmp_path: Path) -> None:
    """The parts merge to the whole, though one file names what only the other declares."""
    toml, rows = tmp_path / "sources.toml", tmp_path / "claims.csv"
    toml.write_text('[sources.a]\nname = "Army of East"\n', encoding="utf-8")
    rows.write_text(
        "source,date,measure,value\na,2020-01-01,tanks lost,5\n", encoding="utf-8", newline="\n"
    )
    (declared, claimed), problems = read_each(toml, rows)
    assert problems == ()
    assert (len(declared), len(claimed)) == (0, 1)
    assert claimed.claims[0].source == "Army of East"
    assert declared | claimed == cl.read(toml, rows)

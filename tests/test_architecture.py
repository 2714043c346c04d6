"""Imports go strictly down, through the layers of the house.

A module may import `errors` and what lies in a lower layer; files of one folder may import each
other. `__init__` only hands names on, and only the entry points read from it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import pytest

PACKAGE = Path(__file__).parent.parent / "claimledger"

# From the bottom up; the modules of one row do not import each other. A folder is one entry.
# The rows hold the modules that exist, no more and no fewer.
ROWS = (
    ("errors", "canonical", "displays", "drafts", "progress", "pauses", "held", "addresses"),
    ("intervals", "dates"),
    ("figures",),
    ("numerals",),
    ("readings",),
    ("quantities",),
    ("units", "sources", "trees", "wording"),
    ("entries",),
    ("taxonomy",),
    ("notation",),
    ("answers",),
    ("identity",),
    ("claims",),
    ("moulds",),
    ("declarations",),
    ("directory",),
    ("ledger",),
    ("cuts",),
    ("questions", "origins", "formats", "interest", "testing"),
    ("grouping", "relations"),
    ("shortlists", "store"),
    ("member_sets", "sweeps"),
    ("supersession", "pairs"),
    ("findings",),
    ("verdicts",),
    ("regions", "packing"),
    ("network",),
    ("bounds", "partitions", "reasons", "clashes", "remnants"),
    ("conflicts", "implications", "meetings"),
    ("propagation", "structuring", "grades"),
    ("voices",),
    ("judging",),
    ("derived", "streams", "summaries"),
    ("tables",),
    ("editions", "layout", "neighbours", "selection", "differences", "histories", "linting"),
    ("charts",),
    ("footnotes",),
    ("sections",),
    ("exports", "markup"),
    ("render", "prose", "casualties", "reviews", "notebooks"),
    ("statements",),
    ("quickstatements",),
    ("exporting",),
    ("explaining", "changes", "arguments", "logs", "frames", "plots"),
    ("pages", "console"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
LAYERS = {name: layer for layer, row in enumerate(ROWS) for name in row}
ENTRY_POINTS = {"cli", "__main__"}
FACE = "__init__"


def unit_of(path: Path, root: Path) -> str:
    """The entry of the table to which a file belongs."""
    first = path.relative_to(root).parts[0]
    return first.removesuffix(".py")


def imported(tree: ast.AST, here: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each import of the package in a file, as the path of names under the package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = tuple(alias.name.split("."))
                if parts[0] == "claimledger":
                    yield node.lineno, parts[1:]
        elif isinstance(node, ast.ImportFrom):
            base = tuple((node.module or "").split(".")) if node.module else ()
            if node.level:
                base = ("claimledger", *here[: len(here) - node.level + 1], *base)
            if base[:1] == ("claimledger",):
                for alias in node.names:
                    yield node.lineno, (*base[1:], alias.name)


def units(root: Path) -> set[str]:
    """The modules and folders that exist, without the face."""
    return {unit_of(path, root) for path in root.rglob("*.py")} - {FACE}


def mismatches(root: Path, layers: Mapping[str, int]) -> list[str]:
    """Modules without a layer, and layers without a module."""
    existing = units(root)
    return [f"{name} has no layer" for name in sorted(existing - set(layers))] + [
        f"{name} has a layer, but no file" for name in sorted(set(layers) - existing)
    ]


def is_allowed(source: str, target: str, layers: Mapping[str, int]) -> bool:
    """Whether one module may import another."""
    if target == FACE:
        return source in ENTRY_POINTS
    if target in (source, "errors"):
        return True
    return layers.get(target, -1) < layers.get(source, -1)


def upward(root: Path, layers: Mapping[str, int]) -> list[str]:
    """The imports that go up, or sideways, wherever in a file they are made."""
    faults: dict[str, None] = {}
    known = units(root) | set(layers)
    for path in sorted(root.rglob("*.py")):
        source = unit_of(path, root)
        if source == FACE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, names in imported(tree, path.relative_to(root).parts[:-1]):
            target = names[0] if names and names[0] in known else FACE
            if not is_allowed(source, target, layers):
                faults[f"{path.name}:{line}: {source} imports {target}"] = None
    return list(faults)


class TestPackage:
    def test_each_module_has_a_layer_and_each_layer_a_module(self) -> None:
        """The table and the folder name the same modules."""
        assert mismatches(PACKAGE, LAYERS) == []

    def test_imports_go_down(self) -> None:
        """No module imports one of its own layer or above it."""
        assert upward(PACKAGE, LAYERS) == []


class TestGuard:
    """The guard fails where it should."""

    LAYERS: ClassVar = {
        "errors": 0,
        "canonical": 0,
        "low": 1,
        "quantities": 2,
        "notation": 3,
        "cli": 4,
    }

    @pytest.fixture
    def house(self, tmp_path: Path) -> Path:
        """A small package in order."""
        for name in (*self.LAYERS, FACE):
            (tmp_path / f"{name}.py").write_text("", encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("low", "import claimledger.quantities"),
            ("low", "from claimledger import quantities"),
            ("low", "from claimledger.quantities import Quantity"),
            ("low", "from . import quantities"),
            ("low", "from .quantities import Quantity"),
            ("low", "def f():\n    from claimledger import quantities"),
            ("low", "if TYPE_CHECKING:\n    from claimledger.cli import main"),
            ("low", "from claimledger import Quantity"),
            ("low", "import claimledger"),
            ("errors", "from claimledger import canonical"),
            ("canonical", "from claimledger import low"),
            ("quantities", "from claimledger.notation import parse_quantity"),
        ],
    )
    def test_an_upward_import_is_a_fault(self, house: Path, name: str, text: str) -> None:
        """Whatever the form of the import, and wherever in the file."""
        (house / f"{name}.py").write_text(text, encoding="utf-8")
        faults = upward(house, self.LAYERS)
        assert len(faults) == 1
        assert faults[0].startswith(f"{name}.py:")

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("quantities", "from claimledger import low"),
            ("quantities", "from claimledger.low import Low"),
            ("canonical", "from claimledger.errors import IdentityError"),
            ("quantities", "import tabulate\nfrom collections import abc"),
            ("cli", "from claimledger import __version__"),
        ],
    )
    def test_a_downward_import_is_none(self, house: Path, name: str, text: str) -> None:
        """Lower layers, the errors, other packages and, for the entry points, the face."""
        (house / f"{name}.py").write_text(text, encoding="utf-8")
        assert upward(house, self.LAYERS) == []

    def test_files_of_a_folder_may_import_each_other(self, house: Path) -> None:
        """A folder is one entry, and its relative imports are followed."""
        folder = house / "formats"
        folder.mkdir()
        (folder / "__init__.py").write_text("from .tables import read", encoding="utf-8")
        (folder / "tables.py").write_text("from ..cli import main", encoding="utf-8")
        faults = upward(house, {**self.LAYERS, "formats": 3})
        assert faults == ["tables.py:1: formats imports cli"]

    def test_a_module_without_layer_and_a_layer_without_module(self, house: Path) -> None:
        """Both are named."""
        layers = {**self.LAYERS, "gone": 5}
        del layers["low"]
        assert mismatches(house, layers) == [
            "low has no layer",
            "gone has a layer, but no file",
        ]

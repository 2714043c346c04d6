"""Figures as files: the same figure is the same bytes, and text stays text."""

from __future__ import annotations

import os
import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from claimledger.errors import ClaimLedgerWarning, InvalidRecordError, nearest
from claimledger.formats import write_file

ENDINGS = ("svg", "png", "pdf")
"""What a figure can be written as."""

DPI = 200
"""Dots per inch of a PNG."""

# What would make two files of one figure differ, or turn its text into shapes.
_STEADY: Any = {
    "svg.hashsalt": "claimledger",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.6,
    "text.hinting": "no_hinting",
}
_NO_DATE: dict[str, dict[str, None]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
    "png": {},
}


def save_figure(figure: Figure, path: str | os.PathLike[str], *, dpi: float = DPI) -> None:
    """Write a figure to a file, whole or not at all; its ending is the format.

    Text stays text in SVG and PDF, so that it can be searched, read aloud and edited.

    Args:
        figure: The figure.
        path: Where to; it ends in ``.svg``, ``.png`` or ``.pdf``.
        dpi: Dots per inch of a PNG.

    Raises:
        InvalidRecordError: for another ending.
        OSError: if the file cannot be written.
    """
    write_file(figure_bytes(figure, format_of(path), dpi=dpi), Path(path))


def format_of(path: str | os.PathLike[str]) -> str:
    """The format that the ending of a path names.

    Raises:
        InvalidRecordError: if it names none.
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    if ending in ENDINGS:
        return ending
    near = nearest(ending, ENDINGS)
    hint = "" if near is None else f" (did you mean .{near}?)"
    raise InvalidRecordError(
        f"cannot tell the format of {os.fspath(path)!r}: expected an ending of"
        f" {', '.join(f'.{one}' for one in ENDINGS)}{hint}"
    )


def figure_bytes(figure: Figure, format: str, *, dpi: float = DPI) -> bytes:
    """A figure as a file of a format, the same bytes each time.

    Args:
        figure: The figure.
        format: ``"svg"``, ``"png"`` or ``"pdf"``.
        dpi: Dots per inch of a PNG.

    Raises:
        InvalidRecordError: for another format.
    """
    if format not in ENDINGS:
        raise InvalidRecordError(f"expected one of {', '.join(ENDINGS)}, not {format!r}")
    out = BytesIO()
    with mpl.rc_context(_STEADY), warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        figure.savefig(out, format=format, dpi=dpi, metadata=_NO_DATE[format])
    missing = [found for one in told if (found := _MISSING.search(str(one.message)))]
    for one in told:
        if not _MISSING.search(str(one.message)):
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    # In SVG the text is drawn where it is looked at, in fonts that are there.
    if missing and format != "svg":
        characters = "".join(dict.fromkeys(chr(int(found[1])) for found in missing))
        warnings.warn(
            f"no installed font has {characters[:12]!r}, which is drawn as boxes: install one"
            " that has, such as Noto Sans CJK, or write SVG",
            ClaimLedgerWarning,
            stacklevel=2,
        )
    return out.getvalue()


_MISSING = re.compile(r"Glyph (\d+) .*missing from font")

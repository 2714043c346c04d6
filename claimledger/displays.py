"""How values show themselves in a notebook: the methods that it asks for, made from a name.

What is shown is made by a module that lies far above the values; it is loaded when a notebook
asks for the first time.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def shown_by(function: str) -> Callable[[Any], str]:
    """A method that gives what a function of :mod:`claimledger.notebooks` makes of a value."""

    def shown(self: Any) -> str:
        made: str = getattr(import_module("claimledger.notebooks"), function)(self)
        return made

    shown.__doc__ = "What a notebook shows."
    return shown

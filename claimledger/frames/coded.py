"""The claims of a frame once they are numbers, and what the numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import narwhals as nw

from claimledger.frames.columns import literal, varying
from claimledger.frames.engines import Frame, Opened
from claimledger.frames.spans import Mode, Span
from claimledger.frames.speakers import Speakers

REASONS = (
    "",
    "a date with an hour",
    "a running or momentary count of no certain day",
    "a statement rendered by several",
    "taken from another source",
)
HOUR, NO_CERTAIN_DAY, STATEMENT, DERIVED = range(1, len(REASONS))

DIMENSIONS = ("event", "subject", "place", "measure", "dimension", "span", "qday")
"""The numbers that tell questions apart."""


@attrs.frozen
class Coded:
    """The claims of a frame as numbers, and what the numbers stand for.

    Attributes:
        opened: The frame.
        stored: A row a claim, in the columns in which claims differ.
        literals: The other columns, with what all claims have in them.
        aliases: Columns that say what another one says.
        sizes: Of the dimensions in the number of a question how many values they have; None
            where questions have no number, and their dimensions are in the claims.
        speakers: The sources.
        spans: What the numbers of the column ``span`` stand for.
        names: By dimension, what its numbers stand for, as shown.
        units: What the numbers of the column ``unit`` stand for, with their factors.
        days: The days that momentary counts may be of.
        others: How many rows answer no question of numbers, by kind.
        is_tied: Whether figures with the same literal reading have the same tolerant one.
    """

    opened: Opened
    stored: Frame
    literals: Mapping[str, float]
    aliases: Mapping[str, str]
    sizes: Mapping[str, int] | None
    speakers: Speakers
    spans: Sequence[Span]
    names: Mapping[str, Sequence[str]]
    units: Sequence[tuple[str, float]]
    days: Sequence[int]
    others: tuple[tuple[str, int], ...]
    is_tied: bool

    @property
    def claims(self) -> Frame:
        """A row a claim, with all columns."""
        return self._full(self.stored)

    def has(self, mode: Mode) -> bool:
        """Whether claims of a mode may be there."""
        return any(span.mode is mode for span in self.spans)

    def is_always(self, name: str, value: float) -> bool:
        """Whether all claims have the same in a column."""
        return self.literals.get(name) == value

    def is_alias(self, name: str, other: str) -> bool:
        """Whether two columns say the same of each claim."""
        if name in self.literals:
            return self.literals[name] == self.literals.get(other)
        return self.aliases.get(name, name) == self.aliases.get(other, other)

    @property
    def is_plain(self) -> bool:
        """Whether all claims are assertions with content."""
        return self.is_always("content", 1) and self.is_always("stance", 0)

    @property
    def is_newest_alone(self) -> bool:
        """Whether nothing but what a source said on its last day can count for it.

        An earlier claim that stands beside it says what it says, when figures with the same
        literal reading have the same tolerant one, and days are certain.
        """
        return self.is_tied and self.is_alias("earliest", "latest")

    def where(self, frame: Frame, name: str, value: int) -> Frame:
        """The rows of claims with a value in a column."""
        return frame if self.is_always(name, value) else frame.filter(nw.col(name) == value)

    def varying(self, *names: str) -> list[str]:
        """Those of some columns that tell claims apart."""
        return varying(names, self.literals, self.aliases)

    def kept(self, frame: Frame) -> Frame:
        """Claims worked out once."""
        names = frame.collect_schema().names()
        kept = self.opened.kept(frame.select(*self.varying(*names)))
        return self._full(kept, names)

    def _full(self, frame: Frame, names: Sequence[str] | None = None) -> Frame:
        """Claims with the columns that need not be stored."""
        columns: dict[str, nw.Expr] = {k: literal(v) for k, v in self.literals.items()}
        columns |= {name: nw.col(of) for name, of in self.aliases.items()}
        if names is not None:
            columns = {name: column for name, column in columns.items() if name in names}
        return frame.with_columns(**columns) if columns else frame

    def spoken(self, frame: Frame, *names: str) -> Frame:
        """Claims with what their sources count for.

        Args:
            frame: Claims, or what else has a column ``own``.
            names: Of the attributes of a speaker.
        """
        one = list(self.speakers.by_key.values())
        own = [speaker.own for speaker in one]
        columns = {name: [int(getattr(s, name)) for s in one] for name in names}
        asked = {name: (int, column) for name, column in columns.items() if column != own}
        if asked:
            known = self.opened.table({"own": (int, own), **asked})
            frame = frame.join(known, on="own", how="inner")
        alike = {name: nw.col("own") for name in names if name not in asked}
        return frame.with_columns(**alike) if alike else frame

    def nameless(self) -> nw.Expr:
        """1 for claims that nobody is named for."""
        own = [speaker.own for speaker in self.speakers.by_key.values() if speaker.is_nameless]
        return nw.col("own").is_in(own).cast(nw.Int64()) if own else literal(0)

    @property
    def has_nameless(self) -> bool:
        """Whether there may be claims that nobody is named for."""
        return any(speaker.is_nameless for speaker in self.speakers.by_key.values())

    @property
    def are_independent(self) -> bool:
        """Whether each source is an origin of its own."""
        return all(speaker.component == speaker.own for speaker in self.speakers.by_key.values())

    def moment(self) -> nw.Expr:
        """The day of a running count; 0 for all else."""
        if not self.has(Mode.RUNNING):
            return literal(0)
        return nw.when(nw.col("mode") == int(Mode.RUNNING)).then(nw.col("day")).otherwise(0)

    def known(self, frame: Frame) -> Frame:
        """The claims that somebody is named for."""
        return frame.filter(self.nameless() == 0) if self.has_nameless else frame

    def dimensions(self) -> dict[str, nw.Expr]:
        """The dimensions of a question, out of its number."""
        found: dict[str, nw.Expr] = {}
        rest = nw.col("q")
        for name, size in reversed(tuple((self.sizes or {}).items())):
            found[name] = rest % size
            rest = rest // size
        return {name: found.get(name, literal(self.literals.get(name, 0))) for name in DIMENSIONS}

    def not_carried(self) -> tuple[tuple[str, int], ...]:
        """The reasons why claims are not judged, with how many there are of each."""
        found: list[tuple[str, int]] = []
        if not self.is_always("bad", 0):
            counts = self.claims.filter(nw.col("bad") > 0).group_by("bad").agg(n=nw.len())
            rows = self.opened.rows(counts.select("bad", "n"))
            found = [(REASONS[bad], int(n)) for bad, n in rows]
        return tuple(sorted([*found, *self.others]))

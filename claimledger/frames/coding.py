"""From texts to numbers: what every column of a frame says, each distinct text read once.

Whatever depends on the text of a cell alone is found in Python, by the code that reads
spreadsheets, and joined back as whole numbers and floats; those are what engines compare.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

import attrs
import narwhals as nw

from claimledger.answers import canonical_answer, parse_answer, parse_stance
from claimledger.canonical import clean, encode, name_key
from claimledger.claims import KINDS, Accrual, Stance
from claimledger.dates import parse_date, parse_window
from claimledger.directory import Directory
from claimledger.errors import ClaimLedgerError, InvalidRecordError, UnknownNameError, nearest
from claimledger.formats.csv import COLUMNS, bears
from claimledger.frames.engines import Opened, opened
from claimledger.frames.spans import NO_DAY, OWN_DAY, Mode, Span, span_of
from claimledger.frames.speakers import Speaker, Speakers, speakers_of
from claimledger.grouping import Scene, unit_dimension
from claimledger.intervals import Interval
from claimledger.ledger import Ledger
from claimledger.quantities import Quantity, Reading
from claimledger.sources import ANY, Party, Source
from claimledger.taxonomy import units

Frame = nw.LazyFrame[Any]

ENDS = ("core_low", "core_high", "support_low", "support_high")
READ = ("low", "high", *ENDS, "withdrawn")
"""Columns that a spreadsheet does not have."""

OTHER_KINDS = tuple(kind for kind in KINDS if kind != "measure")
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

SAID = ("source_text", "date_text", "measure_text", "window", "accrual", "stance_text")
"""The numbers that, beside those, tell claims apart."""

MOST = 2**62
SILENT = 2


@attrs.frozen
class Coded:
    """The claims of a frame as numbers, and what the numbers stand for.

    Attributes:
        opened: The frame.
        claims: A row a claim.
        speakers: The sources.
        spans: What the numbers of the column ``span`` stand for.
        names: By dimension, what its numbers stand for, as shown.
        units: What the numbers of the column ``unit`` stand for, with their factors.
        days: The days that momentary counts may be of.
        others: How many rows answer no question of numbers, by kind.
    """

    opened: Opened
    claims: Frame
    speakers: Speakers
    spans: Sequence[Span]
    names: Mapping[str, Sequence[str]]
    units: Sequence[tuple[str, float]]
    days: Sequence[int]
    others: tuple[tuple[str, int], ...]

    def has(self, mode: Mode) -> bool:
        """Whether claims of a mode may be there."""
        return any(span.mode is mode for span in self.spans)

    def not_carried(self) -> tuple[tuple[str, int], ...]:
        """The reasons why claims are not judged, with how many there are of each."""
        counts = self.claims.filter(nw.col("bad") > 0).group_by("bad").agg(n=nw.len())
        found = [(REASONS[bad], int(n)) for bad, n in _rows(counts.select("bad", "n"))]
        return tuple(sorted([*found, *self.others]))


def coded(frame: Any, declared: Ledger, policy: Reading, last: dt.date | None) -> Coded:
    """The claims of a frame as numbers.

    Args:
        frame: The frame of an engine.
        declared: What the names in it mean.
        policy: How figures are read.
        last: The last day on which what counts was said; None for all.
    """
    start = opened(frame)
    coder = _Coder(start, declared)
    coder.leave_other_kinds()
    coder.read_dates(last)
    coder.read_sources()
    coder.read_names()
    coder.read_stances()
    if "value" in coder.columns:
        coder.read_values(policy)
    else:
        coder.read_numbers()
    coder.read_spans()
    coder.place()
    return Coded(
        opened=start,
        claims=start.kept(coder.frame),
        speakers=coder.speakers,
        spans=coder.spans,
        names=coder.names,
        units=coder.units,
        days=coder.days,
        others=coder.others,
    )


def _rows(frame: Frame) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.collect().rows()]


class _Coder:
    """Replaces one column after the other."""

    def __init__(self, start: Opened, declared: Ledger) -> None:
        frame = start.lazy
        self.table = start.table
        schema = frame.collect_schema()
        self.columns = _checked_columns(schema.names())
        self.directory = Directory.of(declared.named)
        self.declared = declared
        self.scene = Scene.of(declared)
        self.names: dict[str, Sequence[str]] = {}
        self.spans: list[Span] = []
        self.units: list[tuple[str, float]] = [("", 1.0)]
        self.days: Sequence[int] = ()
        self.others: tuple[tuple[str, int], ...] = ()
        numbers = [name for name in self.columns if name in READ]
        self.frame = frame.select(
            *(_text(name, schema[name]) for name in self.columns if name not in READ),
            *(nw.col(name) for name in numbers),
        )
        if "withdrawn" in self.columns:
            self.set(withdrawn=nw.col("withdrawn").cast(nw.Int64()).fill_null(0))
        else:
            self.set(withdrawn=nw.lit(0, nw.Int64()))

    def set(self, **columns: nw.Expr) -> None:
        """Add or replace columns."""
        self.frame = self.frame.with_columns(**columns)

    def distinct(self, *names: str) -> list[tuple[Any, ...]]:
        """The distinct rows of some columns, in order."""
        return sorted(_rows(self.frame.select(*names).unique()))

    def join(
        self, keys: Mapping[str, type], rows: Mapping[tuple[Any, ...], tuple[Any, ...]], **out: type
    ) -> None:
        """Give each row of the frame what its key columns lead to."""
        kinds = [*keys.items(), *out.items()]
        cells = list(zip(*((*key, *row) for key, row in rows.items()), strict=True))
        columns = {
            name: (kind, cells[at] if cells else []) for at, (name, kind) in enumerate(kinds)
        }
        self.frame = self.frame.join(self.table(columns), on=list(keys), how="left")

    def read(
        self, name: str, of: Callable[[str], tuple[Any, ...]], empty: tuple[Any, ...], **out: type
    ) -> None:
        """Replace a column of texts by what each of them says.

        Args:
            name: The column; where there is none, nothing is stated in it.
            of: What a text says.
            empty: What an empty cell says.
            out: The columns that take its place.
        """
        if name not in self.columns:
            self.set(**{c: nw.lit(v, _DTYPES[out[c]]) for c, v in zip(out, empty, strict=True)})
            return
        found, faults = {}, []
        for (text,) in self.distinct(_cell(name)):
            try:
                found[text,] = of(text) if clean(text) else empty
            except ClaimLedgerError as error:
                faults.append(f"{name}: {error}")
        if faults:
            more = f"; and {len(faults) - 1:,} more" if len(faults) > 1 else ""
            raise InvalidRecordError(f"{faults[0]}{more}", name)
        self.join({_cell(name): str}, found, **out)
        self.frame = self.frame.drop(_cell(name))

    # The columns, one after the other ------------------------------------------------------------

    def leave_other_kinds(self) -> None:
        """Leave the claims that are no figures aside, once they are counted."""
        kinds = [kind for kind in KINDS if kind in self.columns]
        stated = {f"is_{kind}": (nw.col(_cell(kind)) != "").cast(nw.Int64()) for kind in kinds}
        counts = self.frame.select(**stated).group_by(*stated).agg(n=nw.len())
        found = _rows(counts.select(*stated, "n"))
        for *flags, n in found:
            if sum(flags) != 1:
                some = " and ".join(k for k, flag in zip(kinds, flags, strict=True) if flag)
                raise InvalidRecordError(
                    f"{n:,} rows with {some or 'no question'}: expected one of {', '.join(KINDS)}"
                )
        self.others = tuple(
            (f"a {kinds[flags.index(1)]}", int(n))
            for *flags, n in found
            if not flags[kinds.index("measure")]
        )
        self.frame = self.frame.filter(nw.col(_cell("measure")) != "").drop(
            *(_cell(kind) for kind in kinds if kind != "measure")
        )
        if "retracts" in self.columns and self.distinct(_cell("retracts")) not in ([], [("",)]):
            raise InvalidRecordError(
                "rows that retract others: frames hold no ids; judge the file without an engine,"
                " or tell what is withdrawn by a column 'withdrawn'",
                "retracts",
            )

    def read_dates(self, last: dt.date | None) -> None:
        """The days that a date said may mean."""
        numbers: dict[str, int] = {}

        def of(text: str) -> tuple[int, ...]:
            date = parse_date(clean(text))
            number = numbers.setdefault(str(date), len(numbers) + 1)
            day = date.first.toordinal() if date.is_day else NO_DAY
            ends = (date.earliest.toordinal(), date.latest.toordinal(), date.last.toordinal())
            return number, day, *ends, HOUR if date.moment is not None else 0

        self.require("date")
        names = ("date_text", "day_said", "earliest", "latest", "last", "bad")
        self.read("date", of, (0,) * 6, **dict.fromkeys(names, int))
        if last is not None:
            self.frame = self.frame.filter(nw.col("last") <= last.toordinal())
        self.frame = self.frame.drop("last")
        for name, reason in (("statement", STATEMENT), ("derived_from", DERIVED)):
            if name in self.columns:
                self.set(
                    bad=nw.when(nw.col(_cell(name)) != "").then(reason).otherwise(nw.col("bad"))
                )

    def require(self, name: str) -> None:
        """Refuse a frame with rows that leave a needed cell empty."""
        if self.distinct(_cell(name))[:1] == [("",)]:
            raise InvalidRecordError(f"{name} is missing in some row", name)

    def read_sources(self) -> None:
        """Who speaks; a side or a controller in a row is a declaration of the source."""
        self.require("source")
        given = ["source", *(name for name in ("side", "controlled_by") if name in self.columns)]
        records: list[Any] = []
        by_text: dict[str, str] = {}
        for row in self.distinct(*map(_cell, given)):
            stated = {k: clean(v) for k, v in zip(given, row, strict=True) if clean(v)}
            name = self.found("source", stated.pop("source"))
            by_text[row[0]] = name_key(name)
            records.append(Source(name=name, **stated))
            if "side" in stated:
                records.append(Party(name=self.found("party", stated["side"])))
        known = self.scene.ledger.named
        self.scene = Scene.of(Ledger(known).add(*records))
        self.speakers = speakers_of(self.scene, by_text.values())
        number = {key: n for n, key in enumerate(sorted(set(by_text.values())))}

        def of(text: str) -> tuple[int, ...]:
            key = by_text[text]
            one = self.speakers.by_key[key]
            return number[key], *(int(x) for x in attrs.astuple(one))

        names = ("source_text", *(field.name for field in attrs.fields(Speaker)))
        self.read("source", of, (0,) * len(names), **dict.fromkeys(names, int))

    def found(self, kind: str, text: str) -> str:
        """The full name that a text stands for."""
        name = self.directory.find(kind, text)
        if name is None and kind == "source":
            name = self.directory.find("party", text)
        return name or text

    def read_names(self) -> None:
        """What the figures are about."""
        for column, kind in (("event", "event"), ("subject", "party"), ("place", "place")):
            keys: dict[str, int] = {}
            shown = [""]

            def of(
                text: str, kind: str = kind, keys: dict[str, int] = keys, shown: list[str] = shown
            ) -> tuple[int]:
                name = self.found(kind, clean(text))
                key = name_key(name)
                if key not in keys:
                    keys[key] = len(keys) + 1
                    shown.append(ANY if key == ANY and kind != "event" else name)
                return (keys[key],)

            self.names[column] = shown
            self.read(column, of, (0,), **{column: int})
        self.read_measures()

    def read_measures(self) -> None:
        """What is counted, by the vocabulary, and how it was put."""
        numbers: dict[tuple[str, ...], int] = {}
        texts: dict[str, int] = {}
        shown: list[str] = []

        def of(text: str) -> tuple[int, int, int]:
            measure = self.scene.vocabulary.resolve(clean(text))
            key: tuple[str, ...] = (measure.what or "", measure.outcome or "")
            if measure.what is None or measure.outcome is None:
                key = (name_key(measure.name),)
            if key not in numbers:
                numbers[key] = len(numbers)
                shown.append(measure.name)
            is_state = int(self.scene.vocabulary.is_state(measure))
            return numbers[key], texts.setdefault(name_key(text), len(texts)), is_state

        self.names["measure"] = shown
        self.read("measure", of, (0, 0, 0), measure=int, measure_text=int, is_state=int)

    def read_stances(self) -> None:
        """Whether something is asserted, denied, or neither."""
        stances = list(Stance)
        silent = {Stance.ASSERTS: 0, Stance.DENIES: 1}

        def of(text: str) -> tuple[int, int]:
            stance = parse_stance(clean(text))
            return stances.index(stance), silent.get(stance, SILENT)

        self.read("stance", of, (0, 0), stance_text=int, stance=int)

    def read_values(self, policy: Reading) -> None:
        """The two readings of each figure, and its unit."""
        keys = ["value", *(["unit"] if "unit" in self.columns else [])]
        texts: dict[bytes, int] = {}
        found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        faults: list[str] = []
        numbers = _Numbers(self.units)
        for row in self.distinct(*map(_cell, keys)):
            value, unit = clean(row[0]), clean(row[1]) if len(row) > 1 else ""
            try:
                said = None if not value else _quantity(value, unit)
            except ClaimLedgerError as error:
                faults.append(f"value: {error}")
                continue
            number = texts.setdefault(encode(canonical_answer(said)), len(texts))
            found[row] = (number, *_readings(said, policy), *numbers.of(said))
        if faults:
            more = f"; and {len(faults) - 1:,} more" if len(faults) > 1 else ""
            raise InvalidRecordError(f"{faults[0]}{more}", "value")
        out: dict[str, type] = {"value_text": int, "says": int}
        out |= dict.fromkeys(("clo", "chi", "slo", "shi"), float)
        self.join(dict.fromkeys(map(_cell, keys), str), found, **out, unit=int, dimension=int)
        self.frame = self.frame.drop(*map(_cell, keys))
        self.names["dimension"] = numbers.dimensions
        self.set(content=((nw.col("says") == 1) & (nw.col("stance") < SILENT)).cast(nw.Int64()))
        unsaid = self.frame.filter((nw.col("says") < 0) & (nw.col("stance_text") != _DECLINES))
        if _rows(unsaid.select("says").head(1)):
            raise InvalidRecordError("value is missing in some row", "value")

    def read_numbers(self) -> None:
        """Figures that are read already, as counts."""
        wide = [name for name in ENDS if name in self.columns]
        if wide and len(wide) < len(ENDS):
            missing = [name for name in ENDS if name not in wide]
            raise InvalidRecordError(f"columns are missing: {', '.join(missing)}")
        pairs = ENDS if wide else ("low", "high", "low", "high")
        lows = {name: nw.col(old) for name, old in zip(("clo", "slo"), pairs[::2], strict=True)}
        highs = {name: nw.col(old) for name, old in zip(("chi", "shi"), pairs[1::2], strict=True)}
        empty = nw.col(pairs[2]).is_null() & nw.col(pairs[3]).is_null()
        self.set(
            says=nw.when(empty).then(0).otherwise(1),
            **{k: v.cast(nw.Float64()).fill_null(0.0) for k, v in lows.items()},
            **{k: v.cast(nw.Float64()).fill_null(math.inf) for k, v in highs.items()},
        )
        self.frame = self.frame.drop(*sorted(set(pairs)))
        self.names["dimension"] = [""]
        self.set(
            unit=nw.lit(0, nw.Int64()),
            dimension=nw.lit(0, nw.Int64()),
            content=((nw.col("says") == 1) & (nw.col("stance") < SILENT)).cast(nw.Int64()),
        )
        wrong = (
            (nw.col("clo") > nw.col("chi"))
            | (nw.col("slo") > nw.col("clo"))
            | (nw.col("chi") > nw.col("shi"))
            | (nw.col("slo") < 0)
        )
        if _rows(self.frame.filter(wrong).select("says").head(1)):
            raise InvalidRecordError(
                "a row whose ends are out of order: expected 0 or more, low before high, and the"
                " literal reading within the tolerant one"
            )

    def read_spans(self) -> None:
        """The time that each figure speaks of."""
        windows: dict[str, int] = {"": 0}
        accruals = ["", *(accrual.value for accrual in Accrual)]

        def window_of(text: str) -> tuple[int]:
            return (windows.setdefault(str(parse_window(clean(text))), len(windows)),)

        for column, of in (
            ("window", window_of),
            ("accrual", lambda text: (accruals.index(_accrual(clean(text))),)),
        ):
            self.read(column, of, (0,), **{column: int})
        written = list(windows)
        self.set(is_count=(nw.col("dimension") == 0).cast(nw.Int64()))
        keys = ("event", "window", "accrual", "is_count", "is_state")
        found = {}
        places: dict[tuple[str, ...], int] = {}
        for event, window, accrual, is_count, is_state in self.distinct(*keys):
            span = span_of(
                self.scene.ledger.events.get(name_key(self.names["event"][event]))
                if event
                else None,
                parse_window(written[window]) if window else None,
                Accrual(accruals[accrual]) if accrual else None,
                is_count=bool(is_count),
                is_state=bool(is_state),
            )
            number = places.setdefault(span.key, len(places))
            if number == len(self.spans):
                self.spans.append(span)
            found[event, window, accrual, is_count, is_state] = (
                number,
                int(span.mode),
                span.day,
                span.start,
                span.end,
            )
        out = ("span", "mode", "day", "start", "end")
        self.join(dict.fromkeys(keys, int), found, **dict.fromkeys(out, int))

    def place(self) -> None:
        """The question of each claim."""
        day, mode = nw.col("day"), nw.col("mode")
        self.set(day=nw.when(day == OWN_DAY).then(nw.col("day_said")).otherwise(day))
        is_lost = (day == NO_DAY) & (mode > 0) & (nw.col("bad") == 0)
        self.set(
            bad=nw.when(is_lost).then(NO_CERTAIN_DAY).otherwise(nw.col("bad")),
            qday=nw.when((mode == int(Mode.MOMENTARY)) & (day > 0)).then(day).otherwise(0),
        )
        if any(span.mode is Mode.MOMENTARY for span in self.spans):
            self.days = [row[0] for row in self.distinct("qday")]
        self.join_running()
        self.set(retold=((mode > 0) & (day != nw.col("day_said"))).cast(nw.Int64()))
        self.set(q=self.question())
        number = [name for name in ("clo", "chi", "slo", "shi") if "value" not in self.columns]
        same = ["q", *DIMENSIONS, *SAID, *(number or ["value_text"])]
        told = [_cell(n) for n in ("same_quantity_as",) if n in self.columns]
        self.set(
            bad=nw.col("bad").max().over(*same, *told),
            withdrawn=nw.col("withdrawn").max().over(*same, *told),
        )
        self.frame = self.frame.unique(subset=[*same, *told], keep="any")

    def join_running(self) -> None:
        """A count over a window joins a running count that has a figure for its last day."""
        starts = {span.start for span in self.spans if span.mode is Mode.RUNNING and span.start}
        if not any(s.mode is Mode.UNTIMED and s.start in starts for s in self.spans):
            return
        shared = ["event", "subject", "place", "measure", "dimension", "start"]
        running = (nw.col("mode") == int(Mode.RUNNING)) & (nw.col("start") > 0)
        heard = (nw.col("content") == 1) & (nw.col("withdrawn") == 0) & (nw.col("day") > 0)
        ends = self.frame.filter(running & heard).select(
            *shared, end="day", joined=nw.col("span"), joins=nw.lit(1, nw.Int64())
        )
        ends = ends.unique(subset=[*shared, "end"], keep="any")
        self.frame = self.frame.join(ends, on=[*shared, "end"], how="left")
        joins = (nw.col("joins").fill_null(0) == 1) & (nw.col("mode") == 0)
        self.set(is_joining=joins.cast(nw.Int64()))
        joins = nw.col("is_joining") == 1
        self.set(
            span=nw.when(joins).then(nw.col("joined")).otherwise(nw.col("span")).cast(nw.Int64()),
            mode=nw.when(joins).then(int(Mode.RUNNING)).otherwise(nw.col("mode")),
            day=nw.when(joins).then(nw.col("end")).otherwise(nw.col("day")),
        )

    def question(self) -> nw.Expr:
        """One number for each question, or a text where there are too many possible ones."""
        sizes = [len(self.names[name]) for name in DIMENSIONS[:5]]
        sizes += [len(self.spans), max(self.days, default=0) + 3]
        if math.prod(sizes) < MOST:
            number = nw.col(DIMENSIONS[0])
            for name, size in zip(DIMENSIONS[1:], sizes[1:], strict=True):
                number = number * size + nw.col(name)
            return number
        return nw.concat_str(
            *(nw.col(name).cast(nw.String()) for name in DIMENSIONS), separator=" "
        )


class _Numbers:
    """Numbers for units and what they measure."""

    def __init__(self, shown: list[tuple[str, float]]) -> None:
        self._shown = shown
        self._by_name: dict[str | None, int] = {None: 0}
        self.dimensions = [""]

    def of(self, said: Quantity | None) -> tuple[int, int]:
        name = None if said is None else said.unit
        dimension = unit_dimension(name) or ""
        if dimension not in self.dimensions:
            self.dimensions.append(dimension)
        if name not in self._by_name:
            self._by_name[name] = len(self._shown)
            self._shown.append((str(name), float(_factor(name))))
        return self._by_name[name], self.dimensions.index(dimension)


_DTYPES: Mapping[type, Any] = {int: nw.Int64(), float: nw.Float64(), str: nw.String()}
_DECLINES = list(Stance).index(Stance.DECLINES)


def _checked_columns(names: Sequence[str]) -> set[str]:
    known = (*COLUMNS, *READ)
    for name in names:
        if name not in known:
            raise UnknownNameError(name, "column", nearest(name, known), known)
    columns = set(names)
    figures = "value" in columns or {"low", "high"} <= columns or set(ENDS) & columns
    for name, is_there in (
        *((name, name in columns) for name in ("source", "date", "measure")),
        ("value", bool(figures)),
    ):
        if not is_there:
            raise InvalidRecordError(f"the column {name!r} is missing", name)
    return columns


def _text(name: str, dtype: Any) -> nw.Expr:
    """A column as text, empty where it is null."""
    column = nw.col(name)
    if isinstance(dtype, nw.Date):
        column = column.dt.to_string("%Y-%m-%d")
    elif isinstance(dtype, nw.Datetime):
        column = column.dt.to_string("%Y-%m-%dT%H:%M:%S").str.replace("T00:00:00", "", literal=True)
    elif dtype.is_float() and name == "value":
        raise InvalidRecordError("value is a column of floats: expected text or whole numbers")
    return (
        nw.when(nw.col(name).is_null())
        .then(nw.lit(""))
        .otherwise(column.cast(nw.String()))
        .alias(_cell(name))
    )


def _cell(name: str) -> str:
    """What a column of texts is called until it is read."""
    return f"{name} as written"


def _accrual(text: str) -> str:
    found = [accrual.value for accrual in Accrual]
    if text not in found:
        raise UnknownNameError(text, "accrual", nearest(text, found), tuple(found))
    return text


def _quantity(value: str, unit: str) -> Quantity:
    whole = f"{value} {unit}" if unit and not bears(value, unit) else value
    said = parse_answer("measure", whole)
    return cast("Quantity", said)


def _factor(name: str | None) -> Fraction:
    unit = units().find(name or "")
    return Fraction(1) if unit is None else unit.factor


def _readings(said: Quantity | None, policy: Reading) -> tuple[float, ...]:
    """Whether it says something (-1 for no value), and the four ends, in the base unit."""
    if said is None:
        return (-1, 0.0, math.inf, 0.0, math.inf)
    factor = _factor(said.unit)
    core, support = said.core(policy).scaled(factor), said.support(policy).scaled(factor)
    return (int(not said.is_vacuous), *_ends(core), *_ends(support))


def _ends(interval: Interval) -> tuple[float, float]:
    """Both ends as floats; one that is left out is the next number inside."""
    low, high = float(interval.low), float(interval.high)
    if interval.low_open:
        low = math.nextafter(low, math.inf)
    if interval.high_open and high < math.inf:
        high = math.nextafter(high, -math.inf)
    return low, high

"""From texts to numbers: what every column of a frame says, each distinct text read once.

Whatever depends on the text of a cell alone is found in Python, by the code that reads
spreadsheets, and joined back as whole numbers and floats; those are what engines compare.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw

from claimledger.answers import parse_stance
from claimledger.canonical import clean, name_key
from claimledger.claims import KINDS, Stance
from claimledger.dates import parse_date
from claimledger.directory import Directory
from claimledger.errors import InvalidRecordError
from claimledger.frames.coded import DERIVED, HOUR, STATEMENT, Coded
from claimledger.frames.columns import Columns, cell
from claimledger.frames.engines import opened
from claimledger.frames.placing import HELD, placed
from claimledger.frames.readings import SILENT, read_numbers, read_values, read_withdrawn
from claimledger.frames.spans import NO_DAY
from claimledger.frames.speakers import Speakers, speakers_of
from claimledger.grouping import Scene
from claimledger.ledger import Ledger
from claimledger.quantities import Reading
from claimledger.sources import ANY, Party, Source


def coded(frame: Any, declared: Ledger, policy: Reading, last: dt.date | None) -> Coded:
    """The claims of a frame as numbers.

    Args:
        frame: The frame of an engine.
        declared: What the names in it mean.
        policy: How figures are read.
        last: The last day on which what counts was said; None for all.
    """
    start = opened(frame)
    columns = Columns(start)
    directory = Directory.of(declared.named)
    others = _leave_other_kinds(columns)
    _read_dates(columns, last)
    scene, speakers = _read_sources(columns, declared, directory)
    names = _read_names(columns, scene, directory)
    _read_stances(columns)
    read_withdrawn(columns)
    if "value" in columns.names:
        names["dimension"], units, is_tied = read_values(columns, policy)
    else:
        names["dimension"], units, is_tied = read_numbers(columns)
    place = placed(columns, scene, names)
    return Coded(
        opened=start,
        stored=start.kept(place.claims),
        literals={name: columns.literals[name] for name in HELD if name in columns.literals},
        aliases={name: columns.aliases[name] for name in HELD if name in columns.aliases},
        sizes=place.sizes,
        speakers=speakers,
        spans=place.spans,
        names=names,
        units=units,
        days=place.days,
        others=others,
        is_tied=is_tied,
    )


def _leave_other_kinds(columns: Columns) -> tuple[tuple[str, int], ...]:
    """Leave the claims that are no figures aside, once they are counted."""
    kinds = [kind for kind in KINDS if kind in columns.names]
    if kinds == ["measure"]:
        if ("",) in columns.distinct("measure"):
            columns.fault("measure", f"rows with no question: expected one of {', '.join(KINDS)}")
        others: tuple[tuple[str, int], ...] = ()
    else:
        stated = {f"is_{kind}": (nw.col(cell(kind)) != "").cast(nw.Int64()) for kind in kinds}
        counts = columns.texts.select(**stated).group_by(*stated).agg(n=nw.len())
        found = columns.start.rows(counts.select(*stated, "n"))
        for *flags, n in found:
            if sum(flags) != 1:
                some = " and ".join(k for k, flag in zip(kinds, flags, strict=True) if flag)
                columns.fault(
                    "measure",
                    f"{n:,} rows with {some or 'no question'}: expected one of {', '.join(KINDS)}",
                )
        others = tuple(
            (f"a {kinds[flags.index(1)]}", int(n))
            for *flags, n in found
            if sum(flags) == 1 and not flags[kinds.index("measure")]
        )
        columns.filter(nw.col(cell("measure")) != "")
    if "retracts" in columns.names and columns.distinct("retracts") not in ([], [("",)]):
        columns.fault(
            "retracts",
            "rows that retract others: frames hold no ids; judge the file without an engine,"
            " or tell what is withdrawn by a column 'withdrawn'",
        )
    return others


def _read_dates(columns: Columns, last: dt.date | None) -> None:
    """The days that a date said may mean."""
    later: set[str] = set()
    numbers: dict[str, int] = {}

    def of(text: str) -> tuple[int, ...]:
        if not clean(text):
            raise InvalidRecordError("missing in some row")
        date = parse_date(clean(text))
        if last is not None and date.last > last:
            later.add(text)
        day = date.first.toordinal() if date.is_day else NO_DAY
        is_certain = date.is_day and not date.is_qualified and date.moment is None
        # A certain day is its own number; what else there is has numbers below all days.
        number = day if is_certain else -3 - numbers.setdefault(str(date), len(numbers))
        hour = HOUR if date.moment is not None else 0
        return number, day, date.earliest.toordinal(), date.latest.toordinal(), hour

    found = columns.found("date", ("date",), of, ("2000-01-01",))
    if later:
        columns.filter(~nw.col(cell("date")).is_in(sorted(later)))
        found = {row: out for row, out in found.items() if row[0] not in later}
    names = ("date_text", "day_said", "earliest", "latest", "bad")
    columns.join({cell("date"): str}, found, **dict.fromkeys(names, int))
    for name, reason in (("statement", STATEMENT), ("derived_from", DERIVED)):
        if name in columns.names:
            columns.set(bad=nw.when(nw.col(cell(name)) != "").then(reason).otherwise(nw.col("bad")))


def _read_sources(
    columns: Columns, declared: Ledger, directory: Directory
) -> tuple[Scene, Speakers]:
    """Who speaks; a side or a controller in a row is a declaration of the source."""
    if columns.is_empty_somewhere("source"):
        columns.fault("source", "missing in some row")
    given = ["source", *(name for name in ("side", "controlled_by") if name in columns.names)]
    records: list[Any] = []
    by_text: dict[str, str] = {}
    for row in columns.distinct(*given):
        stated = {k: clean(v) for k, v in zip(given, row, strict=True) if clean(v)}
        if "source" not in stated:
            continue
        name = directory.name("source", stated.pop("source"))
        by_text[row[0]] = name_key(name)
        records.append(Source(name=name, **stated))
        if "side" in stated:
            records.append(Party(name=directory.name("party", stated["side"])))
    known = Scene.of(declared).ledger.named
    scene = Scene.of(Ledger(known).add(*records))
    speakers = speakers_of(scene, by_text.values())
    found = {(text,): (speakers.by_key[key].own,) for text, key in by_text.items()}
    columns.join({cell("source"): str}, found, own=int)
    return scene, speakers


def _read_names(columns: Columns, scene: Scene, directory: Directory) -> dict[str, list[str]]:
    """What the figures are about: what the numbers of each dimension stand for."""
    names: dict[str, list[str]] = {}
    for column, kind in (("event", "event"), ("subject", "party"), ("place", "place")):
        keys: dict[str, int] = {"": 0}
        shown = names[column] = [""]
        is_declared = bool(directory.known(kind))

        def of(
            text: str,
            kind: str = kind,
            keys: dict[str, int] = keys,
            shown: list[str] = shown,
            is_declared: bool = is_declared,
        ) -> tuple[int]:
            name = directory.name(kind, clean(text)) if is_declared else clean(text)
            key = name_key(name)
            if key not in keys:
                keys[key] = len(keys)
                shown.append(ANY if key == ANY and kind != "event" else name)
            return (keys[key],)

        columns.read(column, of, (0,), **{column: int})
    names["measure"] = _read_measures(columns, scene)
    return names


def _read_measures(columns: Columns, scene: Scene) -> list[str]:
    """What is counted, by the vocabulary, and how it was put."""
    numbers: dict[tuple[str, ...], int] = {}
    texts: dict[str, int] = {}
    shown: list[str] = []

    def of(text: str) -> tuple[int, int, int]:
        measure = scene.vocabulary.resolve(clean(text))
        key: tuple[str, ...] = (measure.what or "", measure.outcome or "")
        if measure.what is None or measure.outcome is None:
            key = (name_key(measure.name),)
        if key not in numbers:
            numbers[key] = len(numbers)
            shown.append(measure.name)
        is_state = int(scene.vocabulary.is_state(measure))
        return numbers[key], texts.setdefault(name_key(text), len(texts)), is_state

    columns.read("measure", of, (0, 0, 0), measure=int, measure_text=int, is_state=int)
    return shown


def _read_stances(columns: Columns) -> None:
    """Whether something is asserted, denied, or neither."""
    stances = list(Stance)
    spoken = {Stance.ASSERTS: 0, Stance.DENIES: 1}

    def of(text: str) -> tuple[int, int]:
        stance = parse_stance(clean(text))
        return stances.index(stance), spoken.get(stance, SILENT)

    columns.read("stance", of, (0, 0), stance_text=int, stance=int)

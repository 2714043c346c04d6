"""Units: their spellings, and conversions by exact definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from claimledger.errors import InvalidRecordError
from claimledger.notation import parse_quantity
from claimledger.units import Unit, UnitTable, units

INCH = Fraction(254, 10000)
"""In metres, by the international yard and pound agreement of 1959."""
FOOT, YARD, MILE = 12 * INCH, 36 * INCH, 63360 * INCH
POUND = Fraction("0.45359237")
"""In kilograms, by the same agreement."""

# How many of the second one of the first is, from the definitions and not from the data.
EXACT = [
    ("km", "m", Fraction(1000)),
    ("cm", "m", Fraction(1, 100)),
    ("mm", "cm", Fraction(1, 10)),
    ("inches", "cm", Fraction(254, 100)),
    ("feet", "inches", Fraction(12)),
    ("yards", "feet", Fraction(3)),
    ("miles", "feet", Fraction(5280)),
    ("miles", "m", MILE),
    ("nautical miles", "m", Fraction(1852)),
    ("km2", "m2", Fraction(10**6)),
    ("hectares", "m2", Fraction(10**4)),
    ("km2", "hectares", Fraction(100)),
    ("acres", "square yards", Fraction(4840)),
    ("acres", "m2", 4840 * YARD**2),
    ("square miles", "acres", Fraction(640)),
    ("square miles", "m2", MILE**2),
    ("square feet", "m2", FOOT**2),
    ("square yards", "m2", YARD**2),
    ("km3", "m3", Fraction(10**9)),
    ("bcm", "km3", Fraction(1)),
    ("litres", "m3", Fraction(1, 1000)),
    ("US gallons", "m3", 231 * INCH**3),
    ("barrels", "US gallons", Fraction(42)),
    ("imperial gallons", "litres", Fraction("4.54609")),
    ("cubic feet", "m3", FOOT**3),
    ("cusecs", "m3/s", FOOT**3),
    ("g", "kg", Fraction(1, 1000)),
    ("tonnes", "kg", Fraction(1000)),
    ("lb", "kg", POUND),
    ("ounces", "lb", Fraction(1, 16)),
    ("short tons", "lb", Fraction(2000)),
    ("long tons", "lb", Fraction(2240)),
    ("minutes", "seconds", Fraction(60)),
    ("hours", "minutes", Fraction(60)),
    ("days", "hours", Fraction(24)),
    ("weeks", "days", Fraction(7)),
    ("years", "days", Fraction(1461, 4)),
    ("months", "years", Fraction(1, 12)),
    ("decades", "years", Fraction(10)),
    ("centuries", "years", Fraction(100)),
    ("km/h", "m/s", Fraction(1000, 3600)),
    ("mph", "m/s", MILE / 3600),
    ("knots", "km/h", Fraction(1852, 1000)),
    ("kW", "W", Fraction(1000)),
    ("MW", "kW", Fraction(1000)),
    ("GW", "MW", Fraction(1000)),
    ("MWh", "kWh", Fraction(1000)),
    ("GWh", "MWh", Fraction(1000)),
    ("TWh", "GWh", Fraction(1000)),
]

SPELLINGS = {
    "km2": "km2 km² sq_km sq._km sqkm KM2 km^2 Square_Kilometers square-kilometre",
    "m2": "m2 m² sq_m sqm square_meters",
    "square miles": "square_miles sq_mi sq._mi. square_mile sq_miles mi2",
    "hectares": "ha hectare hectares",
    "acres": "acre ACRES",
    "m": "m metre meters Metres",
    "km": "km kms kilometer kilometers kilometres KM",
    "miles": "mile miles mi",
    "feet": "ft foot feet",
    "nautical miles": "nautical_mile nautical_miles nmi",
    "m3": "m3 m³ cubic_meters cu_m",
    "litres": "l L liter liters litre",
    "barrels": "barrel barrels bbl",
    "m3/s": "m3/s m³/s cumecs cubic_metres_per_second",
    "kg": "kg kilograms kilogrammes kilos",
    "tonnes": "t tonne tonnes metric_tons metric_ton",
    "tons": "ton tons",
    "hours": "h hr hrs hour hours",
    "days": "day days",
    "km/h": "km/h kph kmh kilometers_per_hour",
    "mph": "mph m.p.h. miles_per_hour",
    "MW": "MW megawatts",
    "%": "% percent per_cent pct",
    "magnitude": "magnitude Mw",
    "°C": "°C degrees_Celsius deg_C",
    "USD": "$ US$ USD dollars US_dollars U.S._dollars dollar",
    "EUR": "€ EUR euros euro",
    "GBP": "£ GBP pounds_sterling British_pounds",
    "RUB": "₽ RUB rubles roubles Russian_rubles",
    "AZN": "₼ AZN manats manat",
    "AMD": "֏ AMD drams",
    "JPY": "yen JPY Japanese_yen",
    "PLN": "PLN zlotys",
}

NOT_UNITS = [
    *("", " ", "mw", "gallons", "pounds", "rupees", "lira", "kt", "M", "people", "km4", "C"),
    *("pesos", "dinars", "rials", "francs", "kronor"),
]


def unit(spelling: str) -> Unit:
    """The unit of a spelling, which there is."""
    found = units().find(spelling)
    assert found is not None, spelling
    return found


class TestFind:
    """Which unit a spelling names."""

    @pytest.mark.parametrize(
        ("spelling", "name"),
        [
            (text.replace("_", " "), name)
            for name, all_ in SPELLINGS.items()
            for text in all_.split()
        ],
    )
    def test_finds(self, spelling: str, name: str) -> None:
        """Names in any case, number and country; symbols as they stand."""
        assert unit(spelling).name == name

    @pytest.mark.parametrize("text", NOT_UNITS)
    def test_finds_none(self, text: str) -> None:
        """What means different things to different readers is no unit."""
        assert units().find(text) is None

    def test_every_spelling_in_the_data_is_found(self) -> None:
        """Each unit is found by its name and by all that the data give."""
        for name in units().known():
            found = unit(name)
            for spelling in (name, *found.names, *found.symbols):
                assert units().find(spelling) is found
                assert spelling in units().spellings()

    def test_data_are_read_once(self) -> None:
        """The table is shared."""
        assert units() is units()

    def test_currencies_go_before_their_number(self) -> None:
        """A currency is told by its dimension, and every one is its own."""
        money = [found for found in map(unit, units().known()) if found.is_money]
        assert len(money) > 50
        assert all(found.dimension == f"money {found.name}" for found in money)
        assert all(parse_quantity(f"{found.name} 5").unit == found.name for found in money)


class TestFactorTo:
    """Conversions."""

    @pytest.mark.parametrize(("one", "other", "factor"), EXACT)
    def test_exact(self, one: str, other: str, factor: Fraction) -> None:
        """Factors are those of the definitions, both ways."""
        assert unit(one).factor_to(unit(other)) == factor
        assert unit(other).factor_to(unit(one)) == 1 / factor

    def test_every_unit_that_converts_is_checked(self) -> None:
        """The table above holds every unit that is not alone in its dimension."""
        checked = {name for one, other, _ in EXACT for name in (one, other)}
        found = [unit(name) for name in units().known()]
        together = {
            a.name for a, b in product(found, found) if a is not b and a.dimension == b.dimension
        }
        assert together <= checked

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("km", "km2"),
            ("USD", "EUR"),
            ("tons", "tonnes"),
            ("°C", "°F"),
            ("%", "percentage points"),
        ],
    )
    def test_refuses_what_measures_something_else(self, one: str, other: str) -> None:
        """Length is no area, and rates of exchange change."""
        first, second = unit(one), unit(other)
        with pytest.raises(InvalidRecordError, match="does not convert into"):
            first.factor_to(second)

    def test_the_figures_of_the_report(self) -> None:
        """4,400 km2 are 1,699 square miles, and 50 km are 31 miles."""
        assert round(4400 * unit("km2").factor_to(unit("square miles"))) == 1699
        assert round(50 * unit("km").factor_to(unit("miles"))) == 31


class TestUnitTable:
    """Tables that are refused."""

    def test_refuses_a_factor_of_nothing(self) -> None:
        """A unit is some of its base unit."""
        with pytest.raises(InvalidRecordError, match="the factor of unit 'x' is not above 0"):
            UnitTable([Unit("x", "length", Fraction(0))])

    @pytest.mark.parametrize(
        ("one", "other", "spelling"),
        [
            (Unit("x", "a", Fraction(1)), Unit("x", "b", Fraction(1)), "x"),
            (Unit("x", "a", Fraction(1), ("Z",)), Unit("y", "a", Fraction(1), ("zs", "z")), "z"),
            (Unit("x", "a", Fraction(1), (), ("q",)), Unit("q", "a", Fraction(1)), "q"),
        ],
    )
    def test_refuses_two_owners(self, one: Unit, other: Unit, spelling: str) -> None:
        """One spelling names one unit."""
        with pytest.raises(InvalidRecordError, match=f"the spelling '{spelling}' belongs to"):
            UnitTable([one, other])

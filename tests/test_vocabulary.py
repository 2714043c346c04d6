"""The data files of the vocabulary: what real measures resolve to, and how the nodes lie."""

from __future__ import annotations

import csv
import time
from itertools import combinations
from pathlib import Path

import pytest

from claimledger.entries import Nodes, inherited
from claimledger.taxonomy import Place, shipped_vocabulary
from claimledger.wording import joined, words_of

WORDS = shipped_vocabulary()
TABLES: dict[str, Nodes] = {
    "what": WORDS._whats,
    "outcome": WORDS._outcomes,
    "measure": WORDS._measures,
}
SEED = Path(__file__).parent.parent / "seeds" / "karabakh-2020.csv"

# Each measure as the vocabulary spells it, and other wordings of it, as they are met in reports
# of wars, disasters, protests, epidemics and accidents.
RESOLVED = """
tanks lost: tank lost, Tanks Lost, TANKS LOST, tank losses, losses of tanks, lost tanks, tanks
    knocked out
tanks destroyed: destroyed tanks, MBTs destroyed
tanks damaged
tanks captured: captured tanks
tanks abandoned
tanks hit
armoured vehicles destroyed: armored vehicles destroyed, tanks & armoured vehicles destroyed
armoured vehicles lost: armoured-vehicle losses
armoured personnel carriers lost: armored personnel carriers lost, APC losses
infantry fighting vehicles destroyed: IFVs destroyed
infantry fighting vehicles lost: infantry fighting vehicle lost
armoured fighting vehicles lost: AFVs lost
mine-resistant vehicles destroyed: MRAPs destroyed
howitzers destroyed
self-propelled artillery destroyed: self-propelled guns destroyed
towed artillery lost: towed guns lost
multiple rocket launchers destroyed: MLRS destroyed, multiple rocket launcher systems destroyed
mortars destroyed
air defence systems destroyed: anti-aircraft systems destroyed, air defense systems destroyed, air
    defences destroyed
anti-aircraft guns destroyed: antiaircraft guns destroyed
surface-to-air missile systems destroyed: SAMs destroyed
radars destroyed: radar destroyed
jammers destroyed: EW systems destroyed
command posts destroyed
trucks destroyed
trucks lost: lorries lost
vehicles destroyed
aircraft lost: aircraft shot down
fixed-wing aircraft lost: planes shot down
warplanes lost: warplanes downed, jets shot down
fighter aircraft lost: fighter jets shot down, fighters shot down
militants killed: fighters killed, rebels killed, insurgents killed, gunmen killed
bombers lost
helicopters lost: helicopters shot down, shot-down helicopters, choppers downed
attack helicopters lost: gunships lost
UAVs destroyed: drones destroyed
UAVs lost: drones downed
UAVs intercepted
UAVs launched: drones launched
loitering munitions launched: kamikaze drones launched
combat UAVs lost: attack drones shot down, strike drones lost
naval ships sunk: warships sunk
ships sunk
ships damaged
vessels captured: vessels seized
submarines lost
patrol boats sunk
boats capsized
missiles launched: missiles fired
missiles intercepted
missiles shot down
ballistic missiles launched: ballistic missiles fired
cruise missiles intercepted
rockets launched: rockets fired
shells launched: shells fired
bombs dropped
mines cleared: landmines cleared, land mines removed
ammunition depots destroyed: ammo dumps blown up
equipment lost: military equipment lost
equipment destroyed: units of equipment destroyed
soldiers killed: troops killed, killed troops, killed soldiers, dead soldiers, soldiers' deaths,
    military deaths, military dead, military fatalities, servicemen dead, military personnel
    killed
soldiers wounded: servicemen wounded, troops injured
military casualties: military losses
soldiers missing: troops missing, soldiers missing in action
soldiers captured: soldiers taken prisoner
soldiers surrendered
soldiers deployed: troops deployed
foreign fighters killed: mercenaries killed
militants neutralised: terrorists neutralized
combatants killed
officers killed
military officers killed: army officers killed
generals killed
police officers killed: police killed, policemen killed
police officers wounded: police officers injured
peacekeepers killed
security forces killed
civilians killed: civilian killed, civilian deaths, deaths of civilians, deaths among civilians,
    civilian death toll, civilians dead, killed civilians, non-combatants killed
civilian casualties: casualties among civilians, civilians killed or wounded
civilians wounded: civilian injuries, wounded civilians, civilians injured
children killed: dead children, child deaths, kids killed
child casualties
women killed
women and children killed
journalists killed
aid workers killed
medical workers killed: medics killed, health care workers killed
doctors killed
firefighters killed
rescue workers killed: rescuers killed
students killed
miners trapped
miners killed
tourists killed
foreign nationals killed: foreigners killed
passengers killed
crew killed: crew members killed
pilots killed
sailors missing
people killed: dead, deaths, killed, people dead, persons killed, number of dead, number of people
    killed, total deaths, the number of deaths, death toll, fatalities, confirmed dead, people who
    died, lives lost, loss of life
people wounded: injured, people injured, injuries, number of injured, people hurt
people seriously wounded: seriously injured
people missing: missing
people killed or missing: dead or missing, killed and missing
casualties: dead and wounded, total casualties, people killed or injured, killed/wounded
people displaced: displaced
people internally displaced: internally displaced people, IDPs
refugees
people homeless: homeless, people left homeless
people evacuated: evacuated, evacuees
people affected: affected people
families displaced
families affected: households affected
people trapped
survivors
people rescued
passengers rescued
people on board
passengers: passengers aboard
bodies recovered: bodies found
people arrested: arrested, arrests
protesters arrested
protesters detained
people detained: detained, detentions
people hospitalised: hospitalized, hospitalizations
protesters: demonstrators
attendance: participants, crowd size
turnout
cases
confirmed cases: cases confirmed
suspected cases
people infected: infections
people recovered: recoveries
people vaccinated
excess deaths
hostages
hostages taken
hostages held
hostages released: freed hostages
hostages killed
people abducted: people kidnapped, abducted
prisoners held: prisoners, prisoners of war, POWs held
prisoners taken
prisoners exchanged: POWs swapped
prisoners released
ceasefire violations: cease-fire violations, truce violations, violations of the ceasefire
airstrikes: air strikes
attacks
explosions
homes destroyed: houses destroyed, destroyed homes
homes damaged
buildings destroyed
buildings collapsed
buildings damaged
schools damaged
hospitals hit
bridges destroyed
villages captured
settlements recaptured: settlements liberated
villages lost
towns captured: towns seized
positions captured
positions destroyed
area
area captured: territory captured, captured territory
area recaptured: territory liberated
area burned: burnt area
area flooded
magnitude
aftershocks
depth
wind speed
rainfall
damage cost: cost of damage
economic losses
aid
aid pledged
ransom
voter turnout
votes: votes cast
population: number of inhabitants
livestock killed
livestock lost: cattle lost
flights cancelled: canceled flights
people without power: people without electricity
buses burned
cars burned: cars torched
fixed-wing aircraft crashed: planes crashed
tanks delivered
missiles delivered: missiles supplied
people executed
people drowned: drowned
migrants drowned
people deported: deported
suicide bombers killed
attackers killed
prisoners killed
prisoners executed: POWs executed
artillery pieces destroyed: artillery destroyed
artillery pieces lost
battle-related deaths: battle deaths
reconnaissance UAVs lost: reconnaissance drones lost
oil spilled
attack aircraft lost: attack aircraft shot down
transport aircraft lost: transport planes lost
naval drones destroyed
area controlled
troop strength: troop numbers
sorties
"""

# What was written, and the measure that was probably meant.
NEAREST = """
tnaks lost -> tanks lost
solders killed -> soldiers killed
soliders killed -> soldiers killed
civillians killed -> civilians killed
civilans wounded -> civilians wounded
helicoptors lost -> helicopters lost
helicoptres destroyed -> helicopters destroyed
tankslost -> tanks lost
armored vehicules destroyed -> armoured vehicles destroyed
dronse lost -> UAVs lost
UAV destroid -> UAVs destroyed
artilery pieces lost -> artillery pieces lost
artilery destroyed -> artillery pieces destroyed
air defense sytems destroyed -> air defence systems destroyed
casulties -> casualties
casualites -> casualties
military casulties -> military casualties
military losess -> military casualties
wonded -> people wounded
injurd -> people wounded
peple wounded -> people wounded
fatalites -> people killed
deths -> people killed
missile intercepted by air defence -> missiles intercepted
missles fired -> missiles launched
balistic missiles launched -> ballistic missiles launched
hostages rescued -> people rescued
refugees returned home -> refugees returned
people displacd -> people displaced
houses destoryed -> homes destroyed
buildings damagd -> buildings damaged
killed soldeirs -> soldiers killed
ceasfire violations -> ceasefire violations
prisoners exchangd -> prisoners exchanged
arrestd -> people arrested
protestors arrested by police -> protesters arrested
journalists kiled -> journalists killed
childern killed -> children killed
Azerbaijani soldiers killed -> soldiers killed
soldiers killed in Shusha -> soldiers killed
enemy tanks destroyed -> tanks destroyed
crew rescued -> people rescued
distance from the Armenian border -> distance
duration of the Minsk group's work -> duration
foreign fighters sent by Turkey -> foreign fighters sent
COVID-19 deaths -> people killed
people inffected -> people infected
area captred -> area captured
vilages captured -> villages captured
territory lost to enemy -> area lost
dead bodies -> people killed
shelling -> shells launched
"""

# Pairs of siblings whose counts may be added up. Each was thought of: no reasonable author
# counts one thing in both. Whoever adds a node that is not `crossing` comes by here.
APART = {
    ("people", "things"),
    ("civilians", "combatants"),
    ("armoured carriers", "tanks"),
    ("self-propelled artillery", "towed artillery"),
    ("fixed-wing aircraft", "helicopters"),
    ("ballistic missiles", "cruise missiles"),
}


def rows(table: str, separator: str) -> list[tuple[str, str]]:
    """The two halves of each line; an indented line goes on with the one before it."""
    lines = table.strip().replace("\n    ", " ").splitlines()
    halves = (line.partition(separator) for line in lines)
    return [(left, right) for left, _, right in halves]


SPELT = [
    (spelling, name)
    for name, others in rows(RESOLVED, ": ")
    for spelling in (name, *filter(None, others.split(", ")))
]


class TestWording:
    """What real measures resolve to."""

    @pytest.mark.parametrize(("text", "name"), SPELT)
    def test_resolves(self, text: str, name: str) -> None:
        """A wording is the measure that the vocabulary spells so."""
        found = WORDS.resolve(text)
        assert (found.name, found.is_known) == (name, True)

    def test_the_table_is_long(self) -> None:
        """The table above is read whole."""
        assert len(SPELT) > 300

    @pytest.mark.parametrize(("text", "name"), rows(NEAREST, " -> "))
    def test_nearest(self, text: str, name: str) -> None:
        """What is not known is a measure of its own, and near to what was probably meant."""
        assert not WORDS.resolve(text).is_known
        assert WORDS.nearest(text) == name
        assert WORDS.resolve(name).is_known

    @pytest.mark.parametrize("text", ["xyzzy", "GDP", "unemployment rate", "successful offensives"])
    def test_nothing_is_near(self, text: str) -> None:
        """Where nothing is near nothing is suggested."""
        assert WORDS.nearest(text) is None

    @pytest.mark.parametrize("text", ["damaged", "tanks", "sunk", "soldiers", "people"])
    def test_half_a_measure_is_unknown(self, text: str) -> None:
        """A thing without an outcome, or an outcome that many things have, is no measure."""
        assert not WORDS.resolve(text).is_known

    def test_spellings_of_the_seed(self) -> None:
        """The measures of the seed are spelt as the vocabulary spells them."""
        with SEED.open(encoding="utf-8", newline="") as file:
            measures = {row["measure"] for row in csv.DictReader(file)} - {""}
        assert len(measures) > 12
        assert all(WORDS.resolve(measure).name == measure for measure in measures)

    def test_every_measure_reads_back(self) -> None:
        """Each thing with each outcome that it can have is named so that it is found again."""
        found = 0
        for what, node in TABLES["what"].items():
            for outcome in TABLES["outcome"]:
                if not node.get("abstract") and WORDS._can_have(what, outcome):
                    measure = WORDS.measure(what, outcome)
                    assert WORDS.resolve(measure.name) == measure
                    found += 1
        assert found > 3000

    def test_measures_of_their_own_read_back(self) -> None:
        """Each is known by its name and by every synonym."""
        for name, node in TABLES["measure"].items():
            for spelling in (name, *node.get("synonyms", ())):
                assert WORDS.resolve(spelling).name == name

    def test_reading_a_measure_is_cheap(self) -> None:
        """Thousands of wordings are looked up in a second, and unknown ones hinted at."""
        start = time.process_time()
        for number in range(2000):
            WORDS.resolve(f"number {number} of tanks lost")
        for number in range(100):
            WORDS.nearest(f"tnaks lsot near hill {number}")
        assert time.process_time() - start < 5


class TestData:
    """The data files by themselves."""

    @pytest.mark.parametrize("kind", TABLES)
    def test_no_wording_is_given_twice(self, kind: str) -> None:
        """No two nodes of one domain share a wording, and no node has one twice."""
        owners: dict[tuple[str, str], str] = {}
        for name, node in TABLES[kind].items():
            domains = inherited(TABLES[kind], name, "domain") or [""]
            label = node.get("label", name)
            keys = [joined(words_of(word)) for word in (label, *node.get("synonyms", ()))]
            assert len(set(keys)) == len(keys), name
            for key in keys:
                for domain in [domains] if isinstance(domains, str) else domains:
                    assert owners.setdefault((key, domain), name) == name, key

    def test_fields_are_known(self) -> None:
        """A misspelt field would be passed over in silence."""
        known = {
            "what": {
                "part_of",
                "domain",
                "nature",
                "adjective",
                "synonyms",
                "crossing",
                "abstract",
            },
            "outcome": {
                *("part_of", "domain", "label", "alone", "loss", "noun", "usual", "synonyms"),
                *("loose", "state"),
            },
            "measure": {"synonyms"},
        }
        for kind, nodes in TABLES.items():
            assert {field for node in nodes.values() for field in node} <= known[kind]

    def test_domains_match(self) -> None:
        """Every thing has a domain, and every outcome is of domains that things have."""
        shown = [name for name, node in TABLES["what"].items() if not node.get("abstract")]
        domains = {inherited(TABLES["what"], name, "domain") for name in shown}
        assert domains == {"people", "animal", "equipment", "munition", "object", "ground"}
        assert domains == {d for node in TABLES["outcome"].values() for d in node["domain"]}
        alone = {node["alone"] for node in TABLES["outcome"].values() if "alone" in node}
        assert alone <= set(shown)

    def test_siblings_that_are_apart(self) -> None:
        """Only what is surely apart is summed."""
        tree = WORDS.what
        found = {
            (a, b)
            for a, b in combinations(sorted(tree.parents), 2)
            if (
                set(tree.parents[a]) & set(tree.parents[b]) or not tree.parents[a] + tree.parents[b]
            )
            and tree.is_disjoint(a, b)
        }
        assert found == APART


class TestPlaces:
    """How measures lie to each other."""

    @pytest.mark.parametrize(
        ("inner", "outer"),
        [
            ("foreign fighters killed", "people killed"),
            ("mercenaries killed", "casualties"),
            ("soldiers killed", "military casualties"),
            ("civilians wounded", "civilian casualties"),
            ("children killed", "women and children killed"),
            ("people executed", "people killed"),
            ("people missing", "people killed or missing"),
            ("generals killed", "officers killed"),
            ("helicopters lost", "aircraft lost"),
            ("fighter jets destroyed", "aircraft lost"),
            ("tanks destroyed", "armoured vehicles lost"),
            ("APCs captured", "armoured vehicles lost"),
            ("MRAPs damaged", "equipment lost"),
            ("SAMs destroyed", "air defence systems destroyed"),
            ("towed howitzers destroyed", "artillery lost"),
            ("strike drones shot down", "drones lost"),
            ("submarines sunk", "vessels lost"),
            ("ballistic missiles shot down", "missiles intercepted"),
            ("villages captured", "settlements captured"),
            ("IDPs", "people displaced"),
        ],
    )
    def test_within(self, inner: str, outer: str) -> None:
        """Everything that the one counts, the other counts too."""
        a, b = WORDS.resolve(inner), WORDS.resolve(outer)
        assert WORDS.what.place(str(a.what), str(b.what)) in {Place.WITHIN, Place.EQUAL}
        assert WORDS.outcome.place(str(a.outcome), str(b.outcome)) in {Place.WITHIN, Place.EQUAL}
        assert a != b

    @pytest.mark.parametrize(
        ("inner", "outer"),
        [
            ("UAVs", "aircraft"),
            ("airliners", "aircraft"),
            ("vehicles", "equipment"),
            ("soldiers", "militants"),
            ("militants", "soldiers"),
            ("police officers", "security forces"),
            ("children", "civilians"),
            ("officers", "soldiers"),
            ("loitering munitions", "UAVs"),
            ("multiple rocket launchers", "artillery pieces"),
            ("hospitals", "buildings"),
            ("infantry fighting vehicles", "armoured personnel carriers"),
            ("boats", "ships"),
            ("rockets", "missiles"),
            ("journalists", "civilians"),
            ("tourists", "foreign nationals"),
            ("fighter aircraft", "attack aircraft"),
            ("ammunition depots", "bases"),
            ("artillery pieces", "armoured vehicles"),
        ],
    )
    def test_neither_within_nor_apart(self, inner: str, outer: str) -> None:
        """Where authors differ nothing is concluded."""
        assert WORDS.what.place(inner, outer) is Place.OVERLAPS

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ("soldiers", "civilians"),
            ("militants", "civilians"),
            ("conscripts", "civilians"),
            ("tanks", "armoured personnel carriers"),
            ("tanks", "mine-resistant vehicles"),
            ("attack helicopters", "fighter aircraft"),
            ("people", "armoured vehicles"),
            ("children", "homes"),
        ],
    )
    def test_apart(self, a: str, b: str) -> None:
        """What is surely apart, also deep within what is."""
        assert WORDS.what.is_disjoint(a, b)

    def test_lost_ground_is_not_destroyed(self) -> None:
        """A village is lost to somebody; a tank is lost when it is destroyed."""
        assert WORDS.resolve("villages lost").outcome == "lost (ground)"
        place = WORDS.outcome.place("destroyed (ground)", "lost (ground)")
        assert place is Place.OVERLAPS
        assert WORDS.outcome.place("destroyed", "lost") is Place.WITHIN

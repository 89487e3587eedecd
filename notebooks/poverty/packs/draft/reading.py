"""From the cues of a sentence to what each of its numerals is about: its subject, of whom, where, and its status.

A numeral that has no cue of its own says the same as the one before: of the same thing, the same people, the same date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from poverty.packs.draft.cues import FAR, SentenceCues
from poverty.packs.draft.finding import Numeral
from poverty.packs.draft.layout import Sentence
from poverty.packs.draft.matching import Cue
from poverty.packs.draft.subjects import EXITS, FLOWS, MONEY_UNITS, has_rate, name_indicator

PREDICATE_COST = 6.0  # of what is said of a numeral behind its own clause
BESIDE = 1.5  # how far a place may stand from a count that names no subject
NEAR = 3.0  # how far "a year" or "average" reaches
UNIT_REACH = 1.5  # how far behind a numeral its unit may stand
FEW_DIGITS = 3  # a longer number that stands alone is a count
COUNTED_UNITS = ("households", "persons", "workers")


@dataclass
class Reading:
    """What a numeral says, as far as it is known."""

    numeral: Numeral
    sentence: Sentence
    unit: str
    magnitude: str
    reason: str  # why it is left; "" if it is not
    subject: str = ""
    subject_at: int = -1  # the token at which its own subject stands; -1 where it has none
    subject_cost: float = 0.0  # how far that stands
    inherited: str = ""  # where its subject is from: "" its own clause, else "sentence" or "page"
    indicator: str = ""
    statistic: str = "level"
    direction: str = ""  # fall, rise, from (where a change begins), to (where it ends), level, or ""
    population: str = ""
    area: str = ""
    status: str = "actual"
    base: str = ""
    base_date: str = ""
    standard: str = ""  # new or old, where the sentence says so
    first: str = ""
    last: str = ""
    unsure: set[str] = field(default_factory=set)  # columns to look at


@dataclass(frozen=True)
class Spot:
    """A numeral among the cues of its sentence, with what was said before it."""

    cues: SentenceCues
    i: int
    previous: Reading | None  # the numeral before it in the sentence
    before: Reading | None  # the last numeral before the sentence that was not left
    rate: Reading | None  # the last such one that is about the poor
    page_unit: str  # what the page counts the poor in: households or persons
    topic: str  # what its headline is about

    @property
    def numeral(self) -> Numeral:
        """The numeral itself."""
        return self.cues.numerals[self.i]

    def list_ahead(self, *roles: str) -> list[Cue]:
        """The cues of some roles that stand before the numeral in its sentence."""
        cues = [cue for role in roles for cue in self.cues.by_role.get(role, ())]
        return [cue for cue in cues if cue.end <= self.numeral.first]


def begin_readings(cues: SentenceCues) -> Iterator[Reading]:
    """A reading for each numeral of a sentence; the first of "from 24.1 to 22.87 percent" has the second's unit."""
    units = [(n.unit, n.magnitude) for n in cues.numerals]
    starts = [n.start for n in cues.numerals]
    for cue in cues.by_role.get("change", ()):
        first, second = (starts.index(start) if start in starts else -1 for start in cue.numerals)
        if min(first, second) >= 0 and not units[first][0] and not cues.numerals[first].counted:
            units[first] = (units[second][0], units[first][1] or units[second][1])
    _share_units(units, cues)
    for numeral, (unit, magnitude) in zip(cues.numerals, units, strict=True):
        yield Reading(numeral, cues.sentence, unit, magnitude, numeral.counted)


def _share_units(units: list[tuple[str, str]], cues: SentenceCues) -> None:
    """Give the numerals of a row the unit of its last, and those in a bracket the units of a bracket before."""
    for i in range(len(units) - 1, 0, -1):
        bare = not units[i - 1][0] and not cues.numerals[i - 1].counted
        if bare and cues.is_in_row(i) and _may_have_unit(cues.numerals[i - 1], units[i]):
            units[i - 1] = units[i][0], units[i - 1][1] or units[i][1]
    model: list[int] = []
    for bracket in cues.list_brackets():
        bare = not any(units[i][0] or cues.numerals[i].counted for i in bracket)
        alike = list(zip(bracket, model, strict=False)) if len(bracket) == len(model) and bare else []
        if alike and all(_may_have_unit(cues.numerals[i], units[j]) for i, j in alike):
            for i, j in alike:
                units[i] = units[j]
        elif all(units[i][0] for i in bracket):
            model = bracket


def _may_have_unit(numeral: Numeral, unit: tuple[str, str]) -> bool:
    """Whether a number may be one of a unit: no percentage has three digits behind its mark."""
    return unit[0] != "percent" or re.fullmatch(r"\d{1,2}([.,]\d{1,2})?|100", numeral.digits) is not None


def read_subject(reading: Reading, spot: Spot) -> None:
    """Find what the numeral is about, and so its indicator; else why it is left."""
    previous = spot.previous
    if previous and previous.numeral.whole == reading.numeral.start and previous.indicator == "poor_households":
        reading.subject, reading.indicator, reading.unit = "all_households", "households", "households"
        return
    units = _list_possible_units(reading, spot)
    subject = _choose_subject(reading, spot, units) if units else ""
    if not subject or subject == "other":
        reading.subject, reading.reason = subject, "unit" if not units else "other" if subject else "unknown"
        return
    poor = reading.unit == "households" and has_rate(subject)
    if previous and previous.subject == "livelihood" and (poor or subject == "programme") and not previous.reason:
        subject = "livelihood"  # who takes part in the models of the sentence, and what they cost
    fitting = [unit for unit in units if name_indicator(subject, unit)]
    if not fitting:
        reading.subject, reading.reason = subject, "unit"
        return
    reading.unit = fitting[0]
    if subject == "programme" and reading.unit == "percentage points":
        subject = "poor"
    reading.subject, reading.indicator = subject, name_indicator(subject, reading.unit)
    if reading.indicator == "persons_per_poor_household":
        reading.unit = "persons per household"
    elif reading.unit == "workers":
        reading.unit = "persons"


def _choose_subject(reading: Reading, spot: Spot, units: list[str]) -> str:
    """The nearest subject that goes with the units: of the clause, of the numeral before, or of the page before."""
    cues, i, previous = spot.cues, spot.i, spot.previous

    def accept(subject: str) -> bool:
        return subject == "other" or any(name_indicator(subject, unit) for unit in units)

    behind = PREDICATE_COST if set(units) & set(MONEY_UNITS) else FAR
    cost, cue = cues.nearest("subject", i, accept, behind)
    subject, reading.subject_at = (cue.meaning, cue.start) if cue else ("", -1)
    predicate_cost, predicate = cues.nearest("predicate", i, accept, PREDICATE_COST)
    if predicate and predicate.start >= reading.numeral.end and predicate_cost < cost:
        cost, subject = predicate_cost, predicate.meaning
    other = cues.nearest("subject", i, lambda meaning: meaning == "other")[1]
    if other and other.start >= reading.numeral.end:
        cost, subject = 0.0, "other"
    if previous and previous.subject and accept(previous.subject):
        inherited_cost = cues.inherited_cost(previous.numeral, i)
        if inherited_cost < cost:
            cost, subject = inherited_cost, previous.subject
            reading.subject_at, reading.inherited = -1, "sentence"
    silent = ("none", "population") if reading.unit == "percent" else ("none",)
    told = any(cue.meaning not in silent for cue in spot.list_ahead("subject"))
    earlier = (spot.before, spot.rate)
    forms = [cue.meaning for cue in cues.in_clause("form", i)]
    if reading.unit == "percent" and spot.list_ahead("form"):  # "the highest is ... with 11%": of a rate
        earlier = (spot.rate, spot.before)
    known = next((r.subject for r in earlier if r and accept(r.subject)), spot.topic if accept(spot.topic) else "")
    if not subject and cues.find_twin(i) is not None:
        subject = next((c.meaning for c in cues.in_clause("subject", i + 1) if accept(c.meaning)), "")
        twin = cues.nearest("subject", i + 1, accept)
        subject = subject or (twin[1].meaning if twin[1] and twin[0] < 1 else "")
    if known and not subject and not told and _may_inherit(reading, spot):
        cost, subject, reading.inherited = PREDICATE_COST, known, "page"
    reading.subject_cost = cost
    if subject in EXITS and "rate" in forms and "percent" in units and not cues.attached("plan", i):
        subject = next(filter(has_rate, (r.subject for r in earlier if r)), "poor")  # "so that the rate is below 8.8"
    return subject


def _list_possible_units(reading: Reading, spot: Spot) -> list[str]:
    """The units that the numeral may have: its own, or where it has none what it may count."""
    numeral = reading.numeral
    if reading.unit:
        return [reading.unit]
    if numeral.magnitude in ("million", "billion", "trillion"):
        return ["persons", "VND"]
    fraction = re.fullmatch(r"\d+[.,]\d{1,2}|0[.,]\d+", numeral.digits)
    if fraction and not reading.magnitude and _is_rate_without_unit(spot):
        return ["percent"]
    if not numeral.is_word and (fraction or not _stands_alone(numeral, spot.cues)) and not reading.magnitude:
        return []
    cost, cue = spot.cues.nearest("unit", spot.i, lambda unit: unit in COUNTED_UNITS)
    if cue and cue.start >= numeral.end and cost <= UNIT_REACH:
        return [cue.meaning]
    known = [r.unit for r in (spot.previous, spot.before) if r and r.unit in ("households", "persons")]
    return list(dict.fromkeys([*known[:1], spot.page_unit, "households", "workers", "persons"]))


def _is_rate_without_unit(spot: Spot) -> bool:
    """Whether a fraction goes on with percentages, or follows "the rate": "the rate was 12.57, down 0.22"."""
    if not _stands_alone(spot.numeral, spot.cues):
        return False
    rates = [cue for cue in spot.cues.in_clause("form", spot.i) if cue.meaning == "rate"]
    return bool(rates) or (spot.previous is not None and spot.previous.unit in ("percent", "percentage points"))


def _stands_alone(numeral: Numeral, cues: SentenceCues) -> bool:
    """Whether no unknown word stands behind a numeral, which would say what it counts."""
    tokens, end = cues.sentence.tokens, numeral.end
    if end >= len(tokens) or not tokens[end].is_word or tokens[end].text in cues.grammar.list_words("language"):
        return True
    cues_here = [cue for role in cues.by_role.values() for cue in role]
    known = any(c.start == end or (c.end > end and numeral.start in c.numerals) for c in cues_here)
    return known or any(date.start == end for date in cues.dates)


def _may_inherit(reading: Reading, spot: Spot) -> bool:
    """Whether a numeral without a subject in its sentence may be about that of the sentence before."""
    cues, numeral = spot.cues, reading.numeral
    if cues.sentence.place and (reading.unit == "percent" or reading.unit in COUNTED_UNITS):
        return True  # an item of a list
    if reading.unit == "percent" and _is_of_population(spot):
        return False
    if reading.unit in MONEY_UNITS:
        return bool(cues.by_role.get("same"))
    if reading.unit == "percentage points" and _stands_alone(numeral, cues):
        return True
    if reading.unit and _stands_alone(numeral, cues) and _is_placed(reading, spot) and not _is_of_group(spot):
        return True
    if reading.unit in COUNTED_UNITS:
        told = spot.list_ahead("form", "direction", "same") or cues.nearest("same", spot.i, lambda _: True)[0] <= NEAR
        return bool(told) and _stands_alone(numeral, cues)
    tokens, end = cues.sentence.tokens, numeral.end
    if not reading.unit and not reading.magnitude and len(numeral.digits) < FEW_DIGITS and not numeral.is_word:
        return False
    if not reading.unit and end < len(tokens) and not tokens[end].is_word and len(numeral.digits) > FEW_DIGITS:
        return True
    ahead = [cue for cue in spot.list_ahead("form", "direction", "same", "statistic") if cue.meaning != "level"]
    beside = any(cues.nearest(role, spot.i)[0] <= NEAR for role in ("whole", "direction", "plan"))
    return bool(ahead) or beside or any(cues.attached(role, spot.i) for role in ("direction", "same"))


def _is_placed(reading: Reading, spot: Spot) -> bool:
    """Whether a place or, of a percentage, a date stands beside a numeral: "Mường Tè (54.8 percent)"."""
    area = spot.cues.nearest("area", spot.i, lambda meaning: meaning != "none")[0]
    if reading.unit != "percent":
        return area <= BESIDE
    dates = (spot.cues.weigh(date.start, date.end, spot.i) for date in spot.cues.dates if not date.vague)
    owned = any(spot.cues.find_owner(date.start, date.end) == spot.i for date in spot.cues.dates)
    return owned or min(area, *dates, FAR) <= NEAR


def _is_of_group(spot: Spot) -> bool:
    """Whether a group stands right behind a numeral, which then says how much of it: "90 percent of the Khmer"."""
    groups = spot.cues.by_role.get("population", ())
    return any(0 <= cue.start - spot.numeral.end <= 1 for cue in groups)


def _is_of_population(spot: Spot) -> bool:
    """Whether "of the population" stands right behind the numeral."""
    begin, end = spot.numeral.first, spot.cues.after_ends[spot.i]
    wholes = [cue for cue in spot.cues.by_role.get("whole", ()) if cue.meaning == "population"]
    return any(begin < cue.end and cue.start < end for cue in wholes)


def _leads_on(cue: Cue, spot: Spot) -> bool:
    """Whether a word for the status stands right before the direction of a numeral: "is expected to fall to 5"."""
    return any(0 <= ahead.start - cue.end <= 1 for ahead in spot.cues.in_clause("direction", spot.i))


def read_status(reading: Reading, spot: Spot) -> None:
    """Whether it is a target, a forecast or a fact: the last word for it before the numeral counts."""
    cues = spot.cues
    named = [*cues.by_role.get("plan", ()), *(cue for cue in cues.by_role.get("subject", ()) if cue.items > 1)]
    ahead = [
        cue for cue in spot.list_ahead("status")
        if not cue.numerals  # "a plan of 500" is of those alone
        and not any(name.start < cue.end and cue.start < name.end for name in named)  # "target programme" is no target
        and (_leads_on(cue, spot) or not any(
            n.end <= cue.start < cues.after_ends[j] for j, n in enumerate(cues.numerals[: spot.i])
        ))
    ]  # fmt: skip
    twin = spot.i - 1 if spot.i and cues.find_twin(spot.i - 1) else spot.i  # "an estimated 99 families, or 4 percent"
    cue = cues.attached("status", spot.i) or cues.attached("status", twin) or (ahead[-1] if ahead else None)
    models = spot.previous if spot.previous and reading.subject == spot.previous.subject == "livelihood" else None
    reading.status = cue.meaning if cue else models.status if models else "actual"
    if reading.subject in FLOWS and reading.unit != "percent" and _is_planned_whole(spot):
        reading.status = "target"
    if reading.subject in FLOWS and any(n.whole == reading.numeral.start for n in cues.numerals):
        reading.status = "target"  # 21.560/20.000: so many of a plan


def _is_planned_whole(spot: Spot) -> bool:
    """Whether a count goes on with the words for a plan: "74.8 percent of the plan of 70,000"."""
    plan = spot.cues.attached("plan", spot.i - 1) if spot.i else None
    return (
        plan is not None and plan.end <= spot.numeral.first and not any(spot.cues.breaks[plan.end : spot.numeral.first])
    )

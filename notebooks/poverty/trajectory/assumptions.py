"""The assumptions log: what is taken for granted, on what evidence, and what it costs if it is wrong.

Each assumption of `data/assumptions.csv` names what would be done instead; the price is computed by doing it, and
is the change of a headline number. The preferred reading of each question of a pack is an assumption too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from math import log, nan

import numpy as np
import pandas as pd

from poverty.bands import calibration, donors
from poverty.bands.calibration import CENTRAL_SHAPE, Band, TooFewDonorsError, band_ends, power_path
from poverty.packs import dates as periods
from poverty.packs import readings
from poverty.packs.csv_rows import PackError, read_table
from poverty.packs.files import DATA
from poverty.packs.load import Pack
from poverty.packs.readings import Resolved
from poverty.trajectory import mean_level as period_means
from poverty.trajectory.limits import never_rises
from poverty.trajectory.pace import pace
from poverty.trajectory.spells import Anchor, Spell, spells

COLUMNS = ("id", "assumption", "acts_on", "evidence", "basis", "instead")
QUALITIES = ("high", "medium", "low")
QUARTER = 0.25  # years
SLOPE_SD = 0.3  # points: the declared variability of notebook 02
SHORTEST = 1.0  # years: a spell that has a pace worth a headline

PACE, MIDDLE, WIDTH, SPLICED, MEAN_PATH = (
    "rate of reduction, % a year", "middle of the longest gap, %", "width of the band there, points",
    "earliest rate, %", "a year of the path through a mean, ± points",
)  # fmt: skip


@dataclass(frozen=True)
class Assumption:
    """One row of the log; `instead` is blank where nothing can be computed."""

    id: str
    assumption: str
    acts_on: str
    evidence: str
    basis: str
    instead: str


@dataclass(frozen=True)
class Price:
    """A headline number, and what it becomes if an assumption is switched; `about` says of what spell and date."""

    headline: str
    about: str
    usual: float
    switched: float


@dataclass(frozen=True)
class Gap:
    """Two neighbouring anchors and the year end nearest the middle between them."""

    first: Anchor
    last: Anchor
    t: float

    def value(self, shape: float = CENTRAL_SHAPE) -> float:
        """The centre of the path at the middle."""
        return float(power_path(*self._ends, shape))

    def width(self, band: Band, falls: bool = True, shape: float = CENTRAL_SHAPE) -> float:
        """The width of the band at the middle, in points."""
        low, high = band_ends(*self._ends, band.miss, band.longest, falls, shape)
        return float(high - low)

    @property
    def _ends(self) -> tuple[float, ...]:
        return self.first.t, self.first.value, self.last.t, self.last.value, self.t

    @property
    def about(self) -> str:
        return f"{self.first.standard}, {periods.name(self.t)}"


def log_of_assumptions() -> list[Assumption]:
    """The rows of `data/assumptions.csv`.

    Raises:
        PackError: with every fault found.
    """
    faults: list = []
    rows = read_table(DATA / "assumptions.csv", COLUMNS, faults)
    for row in rows:
        row.one_of("evidence", QUALITIES)
        if bool(row["instead"]) != (row["id"] in SWITCHES):
            row.wrong("instead", "what the switch of this name does, or blank where there is none", "compare SWITCHES")
    if faults:
        raise PackError(faults)
    return [Assumption(**row.cells) for row in rows]


def prices(pack: Pack, assumption: str) -> list[Price]:
    """What switching an assumption changes of this pack's headline numbers; empty where it changes none.

    Raises:
        KeyError: no switch has that name.
    """
    return [p for p in SWITCHES[assumption](pack) if p.switched == p.switched and p.usual == p.usual]


def prices_of_readings(pack: Pack) -> list[tuple[str, str, str, Price]]:
    """For each preferred reading against each other one: question, its label, the other's label, price of the pace."""
    found = []
    usual = readings.resolve(pack)
    for question, chosen in usual.choice.items():
        for reading, other in readings.variants(pack, question) if chosen else ():
            for before, after in _matched(usual, other):
                if reading != chosen and abs(before[1] - after[1]) > 1e-9:
                    found.append((question, chosen.label, reading.label, Price(PACE, before[0], before[1], after[1])))
    return found


def _matched(usual: Resolved, other: Resolved) -> list[tuple[tuple[str, float], tuple[str, float]]]:
    """The paces of the same spell under two choices, from the main source's figures where it has two."""
    found = []
    after = {s.standard: s for s in _rates(_own(other))}
    for spell in _rates(_own(usual)):
        if spell.standard in after and min(len(spell.anchors), len(after[spell.standard].anchors)) > 1:
            about = f"{spell.standard}, {spell.anchors[0].date} to {spell.anchors[-1].date}"
            found.append(((about, _arr(spell)), (about, _arr(after[spell.standard]))))
    return found


def _own(resolved: Resolved) -> Resolved:
    return replace(resolved, claims={c.id: c for c in resolved.primary()})


def _rates(resolved: Resolved) -> list[Spell]:
    return [s for s in spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]


def _arr(spell: Spell) -> float:
    return pace(spell.anchors[0], spell.anchors[-1]).arr


def _latest(pack: Pack) -> Spell | None:
    """The latest spell of everybody's rate that has a pace."""
    long = [s for s in _rates(readings.resolve(pack)) if s.anchors[-1].t - s.anchors[0].t >= SHORTEST]
    return max(long, key=lambda s: s.anchors[-1].t) if long else None


def _gap(pack: Pack) -> Gap | None:
    """The longest gap of two years or more in a spell that never rises."""
    pairs = [
        (a, b)
        for s in _rates(readings.resolve(pack))
        if never_rises(s)
        for a, b in pairwise(s.anchors)
        if b.t - a.t >= 2 and a.value > b.value > 0
    ]
    if not pairs:
        return None
    first, last = max(pairs, key=lambda pair: pair[1].t - pair[0].t)
    return Gap(first, last, float(round((first.t + last.t) / 2 - 0.01)))


def _rounding(pack: Pack) -> list[Price]:
    spell = _latest(pack)
    if spell is None:
        return []
    cut = {**pack.shared.qualifiers}
    cut["exact"] = replace(cut["exact"], hard_low=Decimal(0), hard_high=Decimal(1))
    changed = replace(pack, shared=replace(pack.shared, qualifiers=cut))
    changed = replace(changed, claims={name: changed.rebuild(name, {}, ()) for name in pack.claims})
    other = _latest(changed)
    ends = [pace(s.anchors[0], s.anchors[-1]).arr_high for s in (spell, other)]
    return [Price(f"highest {PACE}", _about(spell), *ends)]


def _year_end(pack: Pack) -> list[Price]:
    spell = _latest(pack)
    if spell is None or min(a.value for a in (spell.anchors[0], spell.anchors[-1])) <= 0:
        return []
    first, last = spell.anchors[0], spell.anchors[-1]
    years = last.t - first.t
    return [Price(PACE, _about(spell), _arr(spell), 100 * log(first.value / last.value) / (years + QUARTER))]


def _one_standard(pack: Pack) -> list[Price]:
    found = spliced(pack)
    return [Price(SPLICED, about, usual, (low + high) / 2) for about, usual, low, high in found[:1]]


def spliced(pack: Pack) -> list[tuple[str, float, float, float]]:
    """Earlier rates multiplied by the ratio of one census counted under two standards: the case against splicing.

    Returns:
        for each: what and when, the rate as printed, and the lowest and highest rate that splicing makes of it.
    """
    by_standard = _rates(readings.resolve(pack))
    found = []
    for old, new in pairwise(by_standard):
        for a in old.anchors:
            for b in (b for b in new.anchors if b.t == a.t and a.value > 0):
                for earlier in (e for s in by_standard[: by_standard.index(old) + 1] for e in s.anchors if e.t < a.t):
                    low, high = earlier.low * b.low / a.high, earlier.high * b.high / a.low
                    found.append((f"{earlier.date}, as {b.standard}", earlier.value, low, high))
    return found


def _never_rises(pack: Pack) -> list[Price]:
    gap, band = _gap(pack), calibration.band_without(pack.place)
    return [] if not (gap and band) else [Price(WIDTH, gap.about, gap.width(band), gap.width(band, falls=False))]


def _other_sources(pack: Pack) -> list[Price]:
    found = []
    alone = readings.under(pack, "article")
    usual, article = _latest(pack), _latest(alone)
    if usual and article and usual.standard == article.standard:
        found.append(Price(PACE, _about(usual), _arr(usual), _arr(article)))
    gap = _gap(pack)
    if gap:
        same = [s for s in _rates(readings.resolve(alone)) if s.standard == gap.first.standard]
        pairs = [(a, b) for s in same for a, b in pairwise(s.anchors) if a.t < gap.t < b.t]
        value = Gap(*pairs[0], gap.t).value() if pairs else nan
        found.append(Price(MIDDLE, gap.about, gap.value(), value))
    return found


def _shape(shape: float) -> Callable[[Pack], list[Price]]:
    def switch(pack: Pack) -> list[Price]:
        gap, band = _gap(pack), calibration.band_without(pack.place)
        if gap is None:
            return []
        found = [Price(MIDDLE, gap.about, gap.value(), gap.value(shape))]
        if band:
            other = calibration.calibrate(donors.load(), pack.place, shape=shape)
            found.append(Price(WIDTH, gap.about, gap.width(band), gap.width(other, shape=shape)))
        return found

    return switch


def _recalibrated(pack: Pack, tables: list[tuple[pd.DataFrame, bool]]) -> list[Price]:
    """The width under the band of other donors: of several, the one that differs most."""
    gap, band = _gap(pack), calibration.band_without(pack.place)
    if not (gap and band):
        return []
    usual, widths = gap.width(band), []
    for table, derived in tables:
        try:
            widths.append(gap.width(calibration.calibrate(table, pack.place, derived=derived)))
        except TooFewDonorsError:
            continue
    return [Price(WIDTH, gap.about, usual, max(widths, key=lambda w: abs(w - usual)))] if widths else []


def _donors_alike(pack: Pack) -> list[Price]:
    table = donors.load()
    return _recalibrated(pack, [(table[table["part_of"] != place], True) for place in table["part_of"].unique()])


def _donors_derived(pack: Pack) -> list[Price]:
    return _recalibrated(pack, [(donors.load(), False)])


def _longest_gap(pack: Pack) -> list[Price]:
    gap, band = _gap(pack), calibration.band_without(pack.place)
    if not (gap and band):
        return []
    return [Price(WIDTH, gap.about, gap.width(band), gap.width(replace(band, longest=np.inf)))]


def _declared_slope(pack: Pack) -> list[Price]:
    alone = readings.under(pack, "article")  # other sources' levels would leave the mean less to say
    for question in alone.questions:
        for _, other in readings.variants(alone, question):
            for spell in spells(other):
                for claim in spell.means:
                    years = list(range(periods.parse(claim.start).year, periods.parse(claim.end).year + 1))
                    known = {round(a.t): a.value for a in spell.anchors if a.t in years}
                    if not known or len(known) == len(years):
                        continue
                    unknown = next(i for i, year in enumerate(years) if year not in known)
                    mean = float(claim.value)
                    ends = [1.96 * period_means.smooth(years, mean, known, k * SLOPE_SD)[unknown, 1] for k in (1, 2)]
                    return [Price(MEAN_PATH, f"{spell.standard}, {years[unknown]}", *map(float, ends))]
    return []


def _about(spell: Spell) -> str:
    return f"{spell.standard}, {spell.anchors[0].date} to {spell.anchors[-1].date}"


SWITCHES: dict[str, Callable[[Pack], list[Price]]] = {
    "rounding": _rounding,
    "year-end": _year_end,
    "one-standard": _one_standard,
    "never-rises": _never_rises,
    "other-sources": _other_sources,
    "central-shape": _shape(0.0),
    "straight-line": _shape(1.0),
    "donors-alike": _donors_alike,
    "donors-derived": _donors_derived,
    "longest-gap": _longest_gap,
    "declared-slope": _declared_slope,
}

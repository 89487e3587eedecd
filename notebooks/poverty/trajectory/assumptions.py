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

from poverty.bands import donors
from poverty.bands.calibration import (
    CENTRAL_SHAPE,
    Band,
    TooFewDonorsError,
    calibrate_band,
    calibrate_band_for_place,
    compute_band_range,
    interpolate_power_path,
)
from poverty.packs.csv_rows import Fault, PackError
from poverty.packs.dates import format_sdmx_month, parse_sdmx_period
from poverty.packs.files import DATA
from poverty.packs.load import Pack
from poverty.packs.readings import ResolvedClaims, resolve_each_reading, resolve_readings, restrict_to_evidence
from poverty.packs.rows import round_finite
from poverty.packs.schema import read_checked_rows
from poverty.trajectory.limits import is_non_increasing
from poverty.trajectory.mean_level import smooth_levels_to_mean
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.spells import Anchor, Spell, list_comparable_spells

QUARTER_YEAR = 0.25  # years
DECLARED_SLOPE_SD = 0.3  # points: the declared variability of notebook 02
MIN_HEADLINE_YEARS = 1.0  # years: a spell that has a pace worth a headline

HEADLINE_PACE, HEADLINE_MIDDLE, HEADLINE_BAND_WIDTH, HEADLINE_SPLICED_RATE, HEADLINE_MEAN_PATH = (
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
class AssumptionPrice:
    """A headline number, and what it becomes if an assumption is switched; `about` says of what spell and date."""

    headline: str
    about: str
    usual: float
    switched: float


@dataclass(frozen=True)
class AnchorGap:
    """Two neighbouring anchors and the year end nearest the middle between them."""

    first: Anchor
    last: Anchor
    t: float

    def value(self, shape: float = CENTRAL_SHAPE) -> float:
        """The centre of the path at the middle."""
        return float(interpolate_power_path(*self._ends, shape))

    def width(self, band: Band, falls: bool = True, shape: float = CENTRAL_SHAPE) -> float:
        """The width of the band at the middle, in points."""
        low, high = compute_band_range(*self._ends, band.miss, band.longest, falls, shape)
        return float(high - low)

    @property
    def _ends(self) -> tuple[float, ...]:
        return self.first.t, self.first.value, self.last.t, self.last.value, self.t

    @property
    def about(self) -> str:
        return f"{self.first.standard}, {format_sdmx_month(self.t)}"


def load_assumptions() -> list[Assumption]:
    """The rows of `data/assumptions.csv`.

    Raises:
        PackError: with every fault found.
    """
    faults: list[Fault] = []
    assumptions = []
    for row, _ in read_checked_rows(DATA / "assumptions.csv", "assumptions.csv", faults):
        if bool(row["instead"]) != (row["id"] in ASSUMPTION_SWITCHES):
            expected = "what the switch of this name does, or blank where there is none"
            row.add_fault("instead", expected, "compare ASSUMPTION_SWITCHES")
        assumptions.append(Assumption(**row.cells))
    if faults:
        raise PackError(faults)
    return assumptions


def price_assumption(pack: Pack, assumption: str) -> list[AssumptionPrice]:
    """What switching an assumption changes of this pack's headline numbers; empty where it changes none.

    Raises:
        KeyError: no switch has that name.
    """
    return [p for p in ASSUMPTION_SWITCHES[assumption](pack) if p.switched == p.switched and p.usual == p.usual]


def price_preferred_readings(pack: Pack) -> list[tuple[str, str, str, AssumptionPrice]]:
    """For each preferred reading against each other one: question, its label, the other's label, price of the pace."""
    found = []
    usual = resolve_readings(pack)
    for question, chosen in usual.choice.items():
        for reading, other in resolve_each_reading(pack, question) if chosen else ():
            for before, after in _pair_spell_paces(usual, other):
                if reading != chosen and abs(before[1] - after[1]) > 1e-9:
                    found.append(
                        (
                            question,
                            chosen.label,
                            reading.label,
                            AssumptionPrice(HEADLINE_PACE, before[0], before[1], after[1]),
                        )
                    )
    return found


def _pair_spell_paces(
    usual: ResolvedClaims, other: ResolvedClaims
) -> list[tuple[tuple[str, float], tuple[str, float]]]:
    """The paces of the same spell under two choices, from the main source's figures where it has two."""
    found = []
    after = {s.standard: s for s in _list_headline_spells(_select_primary_figures(other))}
    for spell in _list_headline_spells(_select_primary_figures(usual)):
        if spell.standard in after and min(len(spell.anchors), len(after[spell.standard].anchors)) > 1:
            about = f"{spell.standard}, {spell.anchors[0].date} to {spell.anchors[-1].date}"
            found.append(((about, _spell_reduction_rate(spell)), (about, _spell_reduction_rate(after[spell.standard]))))
    return found


def _select_primary_figures(resolved: ResolvedClaims) -> ResolvedClaims:
    return replace(resolved, claims={c.id: c for c in resolved.primary()})


def _list_headline_spells(resolved: ResolvedClaims) -> list[Spell]:
    return [s for s in list_comparable_spells(resolved) if s.series.indicator == "poverty_rate" and s.series.of_all]


def _spell_reduction_rate(spell: Spell) -> float:
    return annual_pace(spell.anchors[0], spell.anchors[-1]).arr


def _find_latest_headline_spell(pack: Pack) -> Spell | None:
    """The latest spell of everybody's rate that has a pace."""
    long = [
        s
        for s in _list_headline_spells(resolve_readings(pack))
        if s.anchors[-1].t - s.anchors[0].t >= MIN_HEADLINE_YEARS
    ]
    return max(long, key=lambda s: s.anchors[-1].t) if long else None


def _find_longest_gap(pack: Pack) -> AnchorGap | None:
    """The longest gap of two years or more in a spell that never rises."""
    pairs = [
        (a, b)
        for s in _list_headline_spells(resolve_readings(pack))
        if is_non_increasing(s)
        for a, b in pairwise(s.anchors)
        if b.t - a.t >= 2 and a.value > b.value > 0
    ]
    if not pairs:
        return None
    first, last = max(pairs, key=lambda pair: pair[1].t - pair[0].t)
    return AnchorGap(first, last, float(round((first.t + last.t) / 2 - 0.01)))


def _price_rounding(pack: Pack) -> list[AssumptionPrice]:
    spell = _find_latest_headline_spell(pack)
    if spell is None:
        return []
    cut = {**pack.shared.qualifiers}
    cut["exact"] = replace(cut["exact"], hard_low=Decimal(0), hard_high=Decimal(1))
    changed = replace(pack, shared=replace(pack.shared, qualifiers=cut))
    changed = replace(changed, claims={name: changed.rebuild(name, {}, ()) for name in pack.claims})
    other = _find_latest_headline_spell(changed)
    ends = [annual_pace(s.anchors[0], s.anchors[-1]).arr_high for s in (spell, other)]
    return [AssumptionPrice(f"highest {HEADLINE_PACE}", _phrase_spell_span(spell), *ends)]


def _price_year_end(pack: Pack) -> list[AssumptionPrice]:
    spell = _find_latest_headline_spell(pack)
    if spell is None or min(a.value for a in (spell.anchors[0], spell.anchors[-1])) <= 0:
        return []
    first, last = spell.anchors[0], spell.anchors[-1]
    years = last.t - first.t
    return [
        AssumptionPrice(
            HEADLINE_PACE,
            _phrase_spell_span(spell),
            _spell_reduction_rate(spell),
            100 * log(first.value / last.value) / (years + QUARTER_YEAR),
        )
    ]


def _price_single_standard(pack: Pack) -> list[AssumptionPrice]:
    found = splice_earlier_rates(pack)
    return [
        AssumptionPrice(HEADLINE_SPLICED_RATE, about, usual, (low + high) / 2) for about, usual, low, high in found[:1]
    ]


def splice_earlier_rates(pack: Pack) -> list[tuple[str, float, float, float]]:
    """Earlier rates multiplied by the ratio of one census counted under two standards: the case against splicing.

    Returns:
        for each: what and when, the rate as printed, and the lowest and highest rate that splicing makes of it.
    """
    by_standard = _list_headline_spells(resolve_readings(pack))
    found = []
    for old, new in pairwise(by_standard):
        for a in old.anchors:
            for b in (b for b in new.anchors if b.t == a.t and a.value > 0):
                for earlier in (e for s in by_standard[: by_standard.index(old) + 1] for e in s.anchors if e.t < a.t):
                    low, high = earlier.low * b.low / a.high, earlier.high * b.high / a.low
                    found.append((f"{earlier.date}, as {b.standard}", earlier.value, low, high))
    return found


def _price_never_rising(pack: Pack) -> list[AssumptionPrice]:
    gap, band = _find_longest_gap(pack), calibrate_band_for_place(pack.place)
    return (
        []
        if not (gap and band)
        else [AssumptionPrice(HEADLINE_BAND_WIDTH, gap.about, gap.width(band), gap.width(band, falls=False))]
    )


def _price_other_sources(pack: Pack) -> list[AssumptionPrice]:
    found = []
    alone = restrict_to_evidence(pack, "article")
    usual, article = _find_latest_headline_spell(pack), _find_latest_headline_spell(alone)
    if usual and article and usual.standard == article.standard:
        found.append(
            AssumptionPrice(
                HEADLINE_PACE, _phrase_spell_span(usual), _spell_reduction_rate(usual), _spell_reduction_rate(article)
            )
        )
    gap = _find_longest_gap(pack)
    if gap:
        same = [s for s in _list_headline_spells(resolve_readings(alone)) if s.standard == gap.first.standard]
        pairs = [(a, b) for s in same for a, b in pairwise(s.anchors) if a.t < gap.t < b.t]
        value = AnchorGap(*pairs[0], gap.t).value() if pairs else nan
        found.append(AssumptionPrice(HEADLINE_MIDDLE, gap.about, gap.value(), value))
    return found


def _build_shape_pricer(shape: float) -> Callable[[Pack], list[AssumptionPrice]]:
    def switch(pack: Pack) -> list[AssumptionPrice]:
        gap, band = _find_longest_gap(pack), calibrate_band_for_place(pack.place)
        if gap is None:
            return []
        found = [AssumptionPrice(HEADLINE_MIDDLE, gap.about, gap.value(), gap.value(shape))]
        if band:
            other = calibrate_band(donors.load_donors(), pack.place, shape=shape)
            found.append(
                AssumptionPrice(HEADLINE_BAND_WIDTH, gap.about, gap.width(band), gap.width(other, shape=shape))
            )
        return found

    return switch


def _price_recalibrated_bands(pack: Pack, tables: list[tuple[pd.DataFrame, bool]]) -> list[AssumptionPrice]:
    """The width under the band of other donors: of several, the one that differs most."""
    gap, band = _find_longest_gap(pack), calibrate_band_for_place(pack.place)
    if not (gap and band):
        return []
    usual, widths = gap.width(band), []
    for table, derived in tables:
        try:
            widths.append(gap.width(calibrate_band(table, pack.place, derived=derived)))
        except TooFewDonorsError:
            continue
    return (
        [AssumptionPrice(HEADLINE_BAND_WIDTH, gap.about, usual, max(widths, key=lambda w: abs(w - usual)))]
        if widths
        else []
    )


def _price_donors_alike(pack: Pack) -> list[AssumptionPrice]:
    table = donors.load_donors()
    return _price_recalibrated_bands(
        pack, [(table[table["part_of"] != place], True) for place in table["part_of"].unique()]
    )


def _price_derived_donors(pack: Pack) -> list[AssumptionPrice]:
    return _price_recalibrated_bands(pack, [(donors.load_donors(), False)])


def _price_longest_gap(pack: Pack) -> list[AssumptionPrice]:
    gap, band = _find_longest_gap(pack), calibrate_band_for_place(pack.place)
    if not (gap and band):
        return []
    return [AssumptionPrice(HEADLINE_BAND_WIDTH, gap.about, gap.width(band), gap.width(replace(band, longest=np.inf)))]


def _price_declared_slope(pack: Pack) -> list[AssumptionPrice]:
    alone = restrict_to_evidence(pack, "article")  # other sources' levels would leave the mean less to say
    for question in alone.questions:
        for _, other in resolve_each_reading(alone, question):
            for spell in list_comparable_spells(other):
                for claim in spell.means:
                    years = list(range(parse_sdmx_period(claim.start).year, parse_sdmx_period(claim.end).year + 1))
                    known = {round(a.t): a.value for a in spell.anchors if a.t in years}
                    if not known or len(known) == len(years):
                        continue
                    unknown = next(i for i, year in enumerate(years) if year not in known)
                    mean = float(claim.value)
                    ends = [
                        1.96 * smooth_levels_to_mean(years, mean, known, k * DECLARED_SLOPE_SD)[unknown, 1]
                        for k in (1, 2)
                    ]
                    return [
                        AssumptionPrice(HEADLINE_MEAN_PATH, f"{spell.standard}, {years[unknown]}", *map(float, ends))
                    ]
    return []


def _phrase_spell_span(spell: Spell) -> str:
    return f"{spell.standard}, {spell.anchors[0].date} to {spell.anchors[-1].date}"


ASSUMPTION_SWITCHES: dict[str, Callable[[Pack], list[AssumptionPrice]]] = {
    "rounding": _price_rounding,
    "year-end": _price_year_end,
    "one-standard": _price_single_standard,
    "never-rises": _price_never_rising,
    "other-sources": _price_other_sources,
    "central-shape": _build_shape_pricer(0.0),
    "straight-line": _build_shape_pricer(1.0),
    "donors-alike": _price_donors_alike,
    "donors-derived": _price_derived_donors,
    "longest-gap": _price_longest_gap,
    "declared-slope": _price_declared_slope,
}


ASSUMPTION_LOG_COLUMNS = [
    "id", "assumption", "acts_on", "evidence", "basis", "instead", "headline", "about", "usual", "switched", "change",
    "kind", "claims", "readings",
]  # fmt: skip
SMALLEST_PRICED_CHANGE = 0.005  # smaller changes are none at two decimals


def tabulate_assumptions(pack: Pack) -> pd.DataFrame:
    """Every assumption, and for each headline number that it moves: what it is, what it becomes, the change.

    The readings that the pack prefers stand last, each against every other reading of its question. Blank numbers:
    it moves none of this pack's headline numbers, or cannot be switched.
    """
    rows = []
    for a in load_assumptions():
        found = price_assumption(pack, a.id) if a.instead else []
        told = [p for p in found if abs(p.switched - p.usual) >= SMALLEST_PRICED_CHANGE]
        rows += [vars(a) | _assumption_price_row(p) for p in told] or [vars(a)]
    for question, label, other, p in price_preferred_readings(pack):
        row = {"id": question, "assumption": f"{pack.questions[question][0].asks} Read as: {label}"}
        reading = next(r for r in pack.questions[question] if r.label == label)
        row |= {"acts_on": "paces and paths", "evidence": "high" if reading.supported_by else "low"}
        row |= {"basis": reading.reason, "instead": other, "readings": f"{question}={reading.name}"}
        rows.append(
            row | {"claims": " ".join(n for n in reading.supported_by if n in pack.claims)} | _assumption_price_row(p)
        )
    table = pd.DataFrame(rows, columns=ASSUMPTION_LOG_COLUMNS)
    return table.assign(kind="assumed", claims=table["claims"].fillna(""), readings=table["readings"].fillna(""))


def _assumption_price_row(p: AssumptionPrice) -> dict:
    numbers = {"usual": p.usual, "switched": p.switched, "change": p.switched - p.usual}
    return {"headline": p.headline, "about": p.about} | {name: round_finite(x) for name, x in numbers.items()}

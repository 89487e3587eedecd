"""The yearly table of poverty: one row a year and standard, with what is known, how it is known, or that nothing is.

A year's figure is that of its end, or, where a survey is made in another month, of the month of most of its figures.
A figure whose date no reading settles stands in every year that a reading gives it, as "date open". Only falling
register rates are reconstructed: between two figures of a survey, or of the near-poor, a year stays unknown.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import ceil, isnan, nan

import pandas as pd

from poverty.bands.band import Band
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.official import SURVEY_RATE, select_official_series
from poverty.packs.readings import ResolvedClaims, resolve_readings
from poverty.packs.rows import TABLE_DECIMALS, round_finite, tabulate_rows
from poverty.trajectory.consistency import find_doubted_claims, select_drawn_variants
from poverty.trajectory.country import read_country_rates
from poverty.trajectory.household_totals import HouseholdTotal
from poverty.trajectory.limits import is_non_increasing
from poverty.trajectory.path import calibrate_province_band, reconstruct_spell_path
from poverty.trajectory.spells import Anchor, Spell, list_comparable_spells, list_household_totals

NOTHING_KNOWN, DATE_OPEN, DISPUTED = "nothing known", "date open", "disputed"
MEASURES = ("poverty_rate", "poor_households", "poor_persons", "near_poor_rate", "near_poor_households")
COUNT_BASES = {  # of which rate a count is the numerator
    "poor_households": "households", "near_poor_households": "households", "poor_persons": "population",
}  # fmt: skip
UNPRINTED_DECIMALS = 2  # of a rate that nobody printed: more would say nothing
LONGEST_TOTAL_GAP = 4.0  # years between two known household totals, between which they are taken to change evenly
COUNTS_FROM_RATES = {"poor_households": "poverty_rate", "near_poor_households": "near_poor_rate"}
YEARLY_POVERTY_COLUMNS = [
    "year", "standard", "base", "date",
    *(f"{measure}{part}" for measure in MEASURES for part in ("", "_low", "_high", "_kind")),
    "doubt", "open_questions", "survey_rate", "survey_base", "survey_line", "country_rate", "country_rate_kind",
    "total_population", "households", "households_kind", "claims", "readings",
]  # fmt: skip
_TEXT_COLUMNS = {
    "standard",
    "base",
    "date",
    "doubt",
    "open_questions",
    "survey_base",
    "survey_line",
    "claims",
    "readings",
}
YEARLY_NUMBERS = [name for name in YEARLY_POVERTY_COLUMNS if name not in _TEXT_COLUMNS and not name.endswith("_kind")]


@dataclass(frozen=True)
class YearlyFigure:
    """What is known of one measure in one year, in percent, households or persons.

    `value` is NaN where only a range is known; `low` and `high` bound it. `date` is SDMX.
    """

    value: float
    low: float
    high: float
    kind: str
    t: float
    date: str
    claims: tuple[str, ...]
    readings: tuple[str, ...] = ()


RowKey = tuple[int, str, str]  # year, standard, base of its rate
FiguresByYear = dict[int, YearlyFigure]


def tabulate_yearly_poverty(pack: Pack) -> pd.DataFrame:
    """Poverty year by year: rate, households and people, each with its range and how it is known.

    One row a year from the first known one to the last, and one more where two standards were counted. Rates are in
    percent of what `base` says. A count that nobody printed is its rate times the households of the province.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_yearly_poverty(load_pack("bac-lieu")).set_index("year")
        >>> table.loc[[2021, 2023], ["poverty_rate", "poverty_rate_kind"]].values.tolist()
        [[5.09, 'reported'], [1.71, 'reconstructed']]
        >>> table.loc[2000, "poverty_rate_kind"]
        'nothing known'
    """
    return tabulate_rows(list_yearly_poverty(pack), YEARLY_POVERTY_COLUMNS, YEARLY_NUMBERS).astype({"year": int})


def list_yearly_poverty(pack: Pack) -> list[dict]:
    """The rows of `tabulate_yearly_poverty`; a row lacks the cells that are blank."""
    resolved = resolve_readings(pack)
    figures = _list_figures_by_row(pack, resolved)
    totals = list_household_totals(resolved)
    contradicted, country_rates = find_doubted_claims(pack), read_country_rates()
    standards = ["", *pack.shared.standards]
    keys = sorted(figures, key=lambda key: (key[0], standards.index(key[1])))
    surveys, population = _read_official_figures(pack.province["iso_3166_2"])
    years = [*(year for year, *_ in keys), *surveys]
    rows = []
    for year in range(min(years), max(years) + 1) if years else ():
        total = interpolate_household_total(totals, float(year))
        beside = surveys.get(year, {}) | {"total_population": population.get(year)}
        if total:
            beside |= {"households": round_finite(total.best, 0), "households_kind": total.kind}
        for key in [key for key in keys if key[0] == year] or [(year, "", "")]:
            measures = _add_counts(figures.get(key, {}), key[2], totals)
            people = _count_people(measures, total, population, pack, contradicted)
            measures |= {"poor_persons": people} if people else {}
            row = dict(zip(("year", "standard", "base"), key, strict=True)) | beside
            row |= _build_measure_cells(measures) | _describe_origin(measures, pack, contradicted)
            main = next(iter(measures.values()), None)
            if main and key[2] == "households" and (key[1], main.t) in country_rates:  # the country's is of households
                row["country_rate"], row["country_rate_kind"] = country_rates[key[1], main.t]
            rows.append(row)
    return rows


def _list_figures_by_row(pack: Pack, resolved: ResolvedClaims) -> dict[RowKey, dict[str, YearlyFigure]]:
    """The figures of every measure, by the row that they stand in.

    Rates of two bases never share a row. A printed rate of the base with fewer dates has a row of its own; one that
    nobody printed is left out where the other base has a rate.
    """
    band = calibrate_province_band(pack)
    readings_of: dict[tuple, list[FiguresByYear]] = {}  # by standard, measure and base: one entry for each reading
    for variant in select_drawn_variants(pack, resolved):
        series = variant.spell.series
        if series.of_all and series.indicator in MEASURES:
            key = (variant.spell.standard, series.indicator, series.whole)
            readings_of.setdefault(key, []).append(_list_spell_figures(variant.spell, band))
    figures = {key: _merge_readings(readings) for key, readings in readings_of.items()}
    rows: dict[RowKey, dict[str, YearlyFigure]] = {}
    by_length = sorted(figures.items(), key=lambda item: (MEASURES.index(item[0][1]), -len(item[1]), item[0][2]))
    for (standard, measure, base), by_year in by_length:
        for year, figure in by_year.items():
            key = _choose_row(rows, year, standard, measure, base)
            has_rate = any(k[:2] == key[:2] and measure in row for k, row in rows.items())
            if not has_rate or (figure.kind != "reconstructed" and measure not in rows.get(key, {})):
                rows.setdefault(key, {})[measure] = figure
    _add_low_trust_figures(rows, list_comparable_spells(resolved))
    return rows


def _choose_row(rows: dict[RowKey, object], year: int, standard: str, measure: str, base: str) -> RowKey:
    """The row of a figure: of its base if it is a rate; of a count the row of households, or else another one."""
    same_year = [key for key in rows if key[:2] == (year, standard)]
    wanted = (year, standard, base or COUNT_BASES[measure])
    if base or wanted in same_year or not same_year:
        return wanted
    return same_year[0]


def _add_low_trust_figures(rows: dict[RowKey, dict[str, YearlyFigure]], spells: list[Spell]) -> None:
    """Add the figures of sources of low trust in years of which nothing else is known."""
    known_years = {year for year, *_ in rows}
    for spell in spells:
        series = spell.series
        if not series.of_all or series.indicator not in MEASURES:
            continue
        for year, figure in _choose_yearly_anchors((*spell.check_levels, *spell.anchors)).items():
            if year not in known_years:
                key = _choose_row(rows, year, spell.standard, series.indicator, series.whole)
                rows.setdefault(key, {})[series.indicator] = figure


def _list_spell_figures(spell: Spell, band: Band | None) -> FiguresByYear:
    """The figure of each year of a spell: printed or inferred; or reconstructed, if it is a falling register rate."""
    figures = _choose_yearly_anchors(spell.anchors)
    if spell.series.indicator != "poverty_rate" or not is_non_increasing(spell):
        return figures
    for p in reconstruct_spell_path(spell, band):
        year = ceil(p.t - 1e-9)
        if p.kind == "reconstructed" and p.low is not None and year not in figures:
            low, high = (p.low, p.high) if p.band_low is None else (p.band_low, p.band_high)
            before, after = next((a, b) for a, b in pairwise(spell.anchors) if a.t < p.t < b.t)
            figures[year] = YearlyFigure(
                p.value, low, high, p.kind, p.t, format_sdmx_month(p.t),
                claims=tuple(dict.fromkeys((*before.claims, *after.claims))),
                readings=tuple(dict.fromkeys((*before.readings, *after.readings))),
            )  # fmt: skip
    return figures


def _choose_yearly_anchors(anchors: tuple[Anchor, ...]) -> FiguresByYear:
    """One figure a year: of the month of most of them, the later one of two, else the last of the year."""
    months = Counter(round(a.t * 12) % 12 for a in anchors)
    usual_month = max(months, key=lambda month: (months[month], month == 0, month), default=0)
    figures: FiguresByYear = {}
    for a in sorted(anchors, key=lambda a: (round(a.t * 12) % 12 == usual_month, a.t)):
        # what follows from loose words ("nearly 27,800 fewer") lies anywhere between its bounds
        loose = a.kind == "derived" and a.value in (a.low, a.high)
        value = (a.low + a.high) / 2 if loose else a.value
        figures[ceil(a.t - 1e-9)] = YearlyFigure(value, a.low, a.high, a.kind, a.t, a.date, a.claims, a.readings)
    return figures


def _merge_readings(readings: list[FiguresByYear]) -> FiguresByYear:
    """One figure a year from those of several readings of an open question; of one reading, its own."""
    merged: FiguresByYear = {}
    for year in sorted({year for figures in readings for year in figures}):
        known = [figures[year] for figures in readings if year in figures]
        first = known[0]
        if len(known) == len(readings) and all(
            replace(f, claims=(), readings=()) == replace(first, claims=(), readings=()) for f in known
        ):
            merged[year] = first
            continue
        values = {f.value for f in known}
        all_printed = len(known) == len(readings) and all(f.kind == "reported" for f in known)
        merged[year] = replace(
            first, value=first.value if len(values) == 1 else nan, low=min(f.low for f in known),
            high=max(f.high for f in known), kind=DISPUTED if all_printed else DATE_OPEN,
            claims=tuple(dict.fromkeys(name for f in known for name in f.claims)),
            readings=tuple(dict.fromkeys(tag for f in known for tag in f.readings)),
        )  # fmt: skip
    return merged


@cache
def _read_official_figures(area: str) -> tuple[dict[int, dict[str, object]], dict[int, float]]:
    """By year: the cells of the official survey's rate, and the official population."""
    survey, people = (select_official_series(area, name) for name in (SURVEY_RATE, "population"))
    surveys = {
        row.year: {"survey_rate": row.value, "survey_base": row.base, "survey_line": row.line}
        for row in survey.itertuples()
    }
    return surveys, {row.year: round(row.value * 1000) for row in people.itertuples()}


def _add_counts(measures: dict[str, YearlyFigure], base: str, totals: list[HouseholdTotal]) -> dict[str, YearlyFigure]:
    """The measures of a row, with the counts or rates that follow: rate × households, or the reverse."""
    complete = dict(measures)
    for count_name, rate_name in COUNTS_FROM_RATES.items():
        rate, count = measures.get(rate_name), measures.get(count_name)
        known = rate or count
        total = interpolate_household_total(totals, known.t) if known and base == "households" else None
        if total and not count:
            factors = (total.low / 100, total.best / 100, total.high / 100)
            complete[count_name] = _multiply_figure(rate, factors, total)
        elif total and not rate:
            factors = (100 / total.high, 100 / total.best, 100 / total.low)
            complete[rate_name] = _multiply_figure(count, factors, total)
    return complete


def _count_people(
    measures: dict[str, YearlyFigure],
    total: HouseholdTotal | None,
    population: dict[int, float],
    pack: Pack,
    contradicted: set[str],
) -> YearlyFigure | None:
    """The people in the poor households of a row: households × persons in each; None where it is printed or unknown.

    Persons in a household are the range that the pack declares, or else the official population over all households.
    Either is an assumption: poor households may be smaller or larger than others. Where the two official numbers make
    households that nobody has, or after the last of them nothing is declared, nothing is said.
    """
    households = measures.get("poor_households")
    if households is None or "poor_persons" in measures or contradicted & set(households.claims):
        return None
    year, declared = round(households.t), pack.province.get("people", {}).get("persons_per_household")
    if total and year in population:
        size = population[year] / total.best
        smallest, largest = pack.province["plausibility"]["persons_per_household"]
        if not smallest <= size <= largest:
            return None
        if not declared:
            value, low, high = (size * x for x in (households.value, households.low, households.high))
            return replace(households, value=value, low=low, high=high, kind="assumed")
    elif year <= max(population, default=0):
        return None
    if not declared:
        return None
    return replace(
        households, value=nan, low=households.low * declared[0], high=households.high * declared[1], kind="assumed"
    )


def _multiply_figure(figure: YearlyFigure, factors: tuple[float, float, float], total: HouseholdTotal) -> YearlyFigure:
    """A figure times the lowest, the best and the highest factor of a household total, in the unit that results."""
    kind = figure.kind
    if kind in ("reported", "derived"):
        kind = "reconstructed" if total.kind == "reconstructed" else "derived"
    low, best, high = factors
    return replace(
        figure, value=figure.value * best, low=figure.low * low, high=figure.high * high, kind=kind,
        claims=tuple(dict.fromkeys((*figure.claims, *total.claims))),
        readings=tuple(dict.fromkeys((*figure.readings, *total.readings))),
    )  # fmt: skip


def interpolate_household_total(totals: list[HouseholdTotal], t: float) -> HouseholdTotal | None:
    """All households at a date: the total of that date, or the even change between two that are near enough.

    Args:
        totals: from `list_household_totals`, in time order.
        t: the date as a year-end coordinate.

    Returns:
        the total; its kind is "reconstructed" between two dates. None where no two totals stand around the date.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> totals = list_household_totals(resolve_readings(load_pack("bac-lieu")))
        >>> interpolate_household_total(totals, 2021.0).best, interpolate_household_total(totals, 2023.0).kind
        (225901, 'reconstructed')
        >>> interpolate_household_total(totals, 2007.0) is None
        True
    """
    before = max((total for total in totals if total.t <= t + 1e-9), key=lambda total: total.t, default=None)
    after = min((total for total in totals if total.t >= t - 1e-9), key=lambda total: total.t, default=None)
    if before is None or after is None or after.t - before.t > LONGEST_TOTAL_GAP + 1e-9:
        return None
    if before is after:
        return before
    share = (t - before.t) / (after.t - before.t)
    low, best, high = (
        round((1 - share) * getattr(before, name) + share * getattr(after, name)) for name in ("low", "best", "high")
    )
    claims = tuple(dict.fromkeys((*before.claims, *after.claims)))
    readings = tuple(dict.fromkeys((*before.readings, *after.readings)))
    return HouseholdTotal(format_sdmx_month(t), low, best, high, "reconstructed", claims, readings)


def _build_measure_cells(measures: dict[str, YearlyFigure]) -> dict[str, object]:
    """The cells of a row that its measures fill; a row without a rate says that nothing is known of it."""
    cells: dict[str, object] = {"poverty_rate_kind": NOTHING_KNOWN}
    for name, figure in measures.items():
        decimals = 0
        if name.endswith("_rate"):
            printed = figure.kind in ("reported", DATE_OPEN, DISPUTED) and not isnan(figure.value)
            decimals = TABLE_DECIMALS if printed else UNPRINTED_DECIMALS
        for part in ("value", "low", "high"):
            number = getattr(figure, part)
            cells[name if part == "value" else f"{name}_{part}"] = round_finite(number, decimals)
        cells[f"{name}_kind"] = figure.kind
    return cells


def _describe_origin(measures: dict[str, YearlyFigure], pack: Pack, contradicted: set[str]) -> dict[str, str]:
    """Date, claims and readings of a row, what speaks against its poor, and the open questions about them."""
    claims = dict.fromkeys(name for figure in measures.values() for name in figure.claims)
    readings = dict.fromkeys(tag for figure in measures.values() for tag in figure.readings)
    open_questions = {q for q, group in pack.questions.items() if not any(r.preferred for r in group)}
    moving = dict.fromkeys(o.question for o in pack.overrides if o.claim_id in claims and o.question in open_questions)
    main = measures.get("poverty_rate") or next(iter(measures.values()), None)
    of_poor = set(main.claims) if main else set()
    sources = [pack.claims[name].source for name in of_poor]
    low_trust = bool(sources) and all(source.trust == "low" for source in sources)
    return {
        "date": main.date if main else "", "claims": " ".join(claims), "readings": " ".join(readings),
        "doubt": "contradicted" if contradicted & of_poor else "low trust" if low_trust else "",
        "open_questions": " ".join(moving),
    }  # fmt: skip

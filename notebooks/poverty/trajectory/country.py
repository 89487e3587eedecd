"""The country as a yardstick: its register rates, and how far they fell while a province's did."""

from functools import cache

import pandas as pd

from poverty.bands.donors import load_donors
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite, tabulate_rows
from poverty.trajectory.pace import annual_pace
from poverty.trajectory.spells import MIN_SPELL_YEARS, Anchor, collect_provenance, list_poverty_rate_spells

PLACE_NUMBERS = ("first", "last", "compound", "arr")
COUNTRY_COMPARISON_COLUMNS = [
    "standard", "start", "end", "years", *(f"province_{name}" for name in PLACE_NUMBERS),
    *(f"country_{name}" for name in PLACE_NUMBERS), "kind", "claims", "readings",
]  # fmt: skip


@cache
def read_country_rates() -> dict[tuple[str, float], tuple[float, str]]:
    """The register rates printed for the whole country, in percent, by standard and year-end coordinate, with kind.

    Rates that are printed as "about" are left out: some are of the survey.

    Example:
        >>> read_country_rates()["VN-2022", 2024.0]
        (1.93, 'reported')
    """
    figures = select_country_figures()
    return {(r.standard, r.t): (r.value, "derived" if r.derived else "reported") for r in figures.itertuples()}


def select_country_figures() -> pd.DataFrame:
    """The rows of `load_donors` that are register rates of the whole country, exact and actual.

    Example:
        >>> figures = select_country_figures().set_index(["standard", "date"])
        >>> figures.loc[("VN-2022", "2024-M12"), ["printed", "publisher"]].tolist()
        ['1,93', 'Tuyên Quang TV']
    """
    donors = load_donors()
    chosen = donors[(donors["level"] == "country") & (donors["series"] == "poverty_rate") & donors["t"].notna()]
    chosen = chosen[(chosen["status"] == "actual") & (chosen["qualifier"] == "exact")]
    return chosen[chosen["place"] == chosen["part_of"]]


def compare_with_country(pack: Pack) -> pd.DataFrame:
    """How far the rate of a province and that of its country fell, under one standard and over the same years.

    A row for each standard under which both have a rate of households at two dates, the first and the last such date.
    `compound` is in percent of the rate a year, `arr` the continuous annual rate of reduction in percent; below 0: a
    rise. The country's rates are those of `data/donors.csv`.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = compare_with_country(load_pack("bac-lieu")).set_index("standard")
        >>> table.loc["VN-2022", ["province_arr", "country_arr"]].astype(float).tolist()
        [76.6, 36.8]
    """
    country_rates = read_country_rates()
    rows = []
    for spell in list_poverty_rate_spells(resolve_readings(pack)):
        own = [a for a in spell.anchors if a.series.whole == "households" and (a.standard, a.t) in country_rates]
        if len(own) < 2 or own[-1].t - own[0].t < MIN_SPELL_YEARS:
            continue
        ends = (own[0], own[-1])
        country = [_build_country_anchor(a, *country_rates[a.standard, a.t]) for a in ends]
        row = {"standard": spell.standard, "start": own[0].date, "end": own[-1].date, "kind": "derived"}
        row |= {"years": round_finite(own[-1].t - own[0].t)} | collect_provenance(ends)
        for place, (first, last) in (("province", ends), ("country", country)):
            pace = annual_pace(first, last)
            row |= {f"{place}_first": first.value, f"{place}_last": last.value}
            row |= {f"{place}_compound": round_finite(pace.compound, 1), f"{place}_arr": round_finite(pace.arr, 1)}
        rows.append(row)
    numbers = [name for name in COUNTRY_COMPARISON_COLUMNS if name.startswith(("province", "country", "years"))]
    return tabulate_rows(rows, COUNTRY_COMPARISON_COLUMNS, numbers)


def _build_country_anchor(own: Anchor, rate: float, kind: str) -> Anchor:
    """The country's rate at the date of a province's figure."""
    return Anchor(own.series, own.standard, format_sdmx_month(own.t), rate, rate, rate, kind, (), ())

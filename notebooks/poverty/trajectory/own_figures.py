"""Figures of the pack itself as a test: inner figures of its own spells, and years that another source prints."""

from itertools import pairwise

import pandas as pd

from poverty.bands.band import compute_band_range, interpolate_power_path
from poverty.bands.calibration import tabulate_inner_figures
from poverty.bands.donor_choices import tabulate_donor_choices
from poverty.bands.donors import load_donors
from poverty.packs.dates import format_sdmx_month
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings, restrict_to_evidence
from poverty.packs.rows import round_finite
from poverty.packs.vocabulary import INDICATORS, PROVINCE_AREA
from poverty.trajectory.consistency import list_ruled_out_answers, list_spell_variants
from poverty.trajectory.limits import is_non_increasing
from poverty.trajectory.path import calibrate_province_band, find_longest_gap
from poverty.trajectory.spells import anchor_from_claim, list_comparable_spells

OUTSIDE_FIGURE_COLUMNS = [
    "standard", "reading", "from_anchor", "to_anchor", "date", "printed", "publisher", "centre", "band_low",
    "band_high", "in_band", "kind", "claims", "readings",
]  # fmt: skip


def tabulate_pack_inner_figures(pack: Pack) -> pd.DataFrame:
    """The inner figures of a pack's own spells of falling rates, as `calibration.tabulate_inner_figures` gives them.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_pack_inner_figures(load_pack("son-la"))
        >>> table[["place", "standard", "date", "r0", "r", "r1"]].values.tolist()
        [['Sơn La', 'VN-2022', '2023-M12', 21.66, 14.41, 11.11]]
    """
    spell_tables = []
    for spell in list_comparable_spells(resolve_readings(pack)):
        series = spell.series
        if INDICATORS[series.indicator].unit != "percent" or not is_non_increasing(spell) or len(spell.anchors) < 3:
            continue
        if spell.anchors[0].value <= spell.anchors[-1].value:
            continue
        group = ", ".join(word for word in (series.population, series.area) if word not in ("all", PROVINCE_AREA))
        cells = {"place": f"{pack.place} ({group})" if group else pack.place, "part_of": pack.place}
        cells |= {"series": series.indicator, "standard": spell.standard}
        rows = [{"date": a.date, "t": a.t, "value": a.value, "derived": a.kind != "reported"} for a in spell.anchors]
        spell_tables.append(pd.DataFrame([cells | row for row in rows]))
    return tabulate_inner_figures(spell_tables)


def tabulate_other_source_rates(pack: Pack) -> pd.DataFrame:
    """What the main source's figures alone say of the years for which another source prints a rate.

    A test on figures held back, in the province itself: each reading that is not ruled out is followed with the main
    source's own two anchors, and the band that other places give is held against the printed figure.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_other_source_rates(load_pack("son-la"))
        >>> table[["standard", "date", "printed", "in_band"]].values.tolist()
        [['VN-2022', '2023-M12', 14.41, 'yes']]
    """
    band = calibrate_province_band(pack)
    independent_figures = [
        c
        for c in resolve_readings(pack).claims.values()
        if not c.primary and c.source.trust != "low" and c.statistic == "level" and c.status == "actual" and c.end
    ]
    ruled_out = list_ruled_out_answers(pack)
    rows = []
    for variant in list_spell_variants(restrict_to_evidence(pack, "article")) if band else ():
        spell = variant.spell
        if not is_non_increasing(spell) or (variant.question, variant.reading) in ruled_out:
            continue
        for claim in independent_figures:
            figure = anchor_from_claim(claim) if (claim.series, claim.standard) == spell.key else None
            for first, last in pairwise(spell.anchors) if figure else ():
                if not first.t < figure.t < last.t:
                    continue
                path_ends = (first.t, first.value, last.t, last.value, figure.t)
                low, high = compute_band_range(*path_ends, band.miss_quantile, band.longest_gap)
                row = {"standard": spell.standard, "reading": variant.label, "from_anchor": first.date}
                row |= {"to_anchor": last.date, "date": claim.end, "printed": round_finite(figure.value)}
                row |= {"publisher": claim.source.publisher, "centre": round_finite(interpolate_power_path(*path_ends))}
                row |= {"band_low": round_finite(low), "band_high": round_finite(high), "kind": "reconstructed"}
                row["in_band"] = "yes" if figure.low <= high and figure.high >= low else "no"
                claims = dict.fromkeys([*first.claims, *last.claims, claim.id])
                rows.append(row | {"claims": " ".join(claims), "readings": variant.tag})
    return pd.DataFrame(rows, columns=OUTSIDE_FIGURE_COLUMNS)


def tabulate_gap_donor_choices(pack: Pack) -> pd.DataFrame:
    """How wide the band in the middle of a pack's longest gap is under each of ten choices of donors, never itself.

    Empty where the pack has no gap of two years between two falling rates of a register.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_gap_donor_choices(load_pack("son-la"))
        >>> len(table), table[["standard", "from_anchor", "to_anchor", "date"]].iloc[0].tolist()
        (10, ['VN-2022', '2021-M12', '2023-M12', '2022-M12'])
    """
    gap = find_longest_gap(pack)
    if gap is None:
        return pd.DataFrame()
    donors = load_donors()
    choices = tabulate_donor_choices(donors[donors["part_of"] != pack.place], *gap.path_ends)
    return choices.assign(
        standard=gap.first.standard, from_anchor=gap.first.date, to_anchor=gap.last.date, date=format_sdmx_month(gap.t)
    )

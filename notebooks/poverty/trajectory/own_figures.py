"""Figures of the pack itself as a test: inner figures of its own spells, and years that another source prints."""

import pandas as pd

from poverty.bands.calibration import compute_band_range, interpolate_power_path, tabulate_inner_figures
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings, restrict_to_evidence
from poverty.packs.rows import round_finite
from poverty.packs.vocabulary import INDICATORS, PROVINCE_AREA
from poverty.trajectory.limits import is_non_increasing
from poverty.trajectory.spells import anchor_from_claim, list_comparable_spells
from poverty.trajectory.trial import tabulate_ruled_out_readings
from poverty.trajectory.variants import calibrate_province_band, list_spell_variants

OUTSIDE_FIGURE_COLUMNS = [
    "standard", "reading", "from_anchor", "to_anchor", "date", "printed", "publisher", "centre", "band_low",
    "band_high", "in_band", "kind", "claims", "readings",
]  # fmt: skip


def tabulate_pack_inner_figures(pack: Pack) -> pd.DataFrame:
    """The inner figures of a pack's own spells of falling rates, in the form of `calibration.inner_figures`."""
    place = pack.place
    found = []
    for spell in list_comparable_spells(resolve_readings(pack)):
        series = spell.series
        if INDICATORS[series.indicator].unit != "percent" or not is_non_increasing(spell) or len(spell.anchors) < 3:
            continue
        if spell.anchors[0].value <= spell.anchors[-1].value:
            continue
        who = [word for word in (series.population, series.area) if word not in ("all", PROVINCE_AREA)]
        common = {"place": f"{place} ({', '.join(who)})" if who else place, "part_of": place}
        common |= {"series": series.indicator, "standard": spell.standard}
        rows = [
            common | {"date": a.date, "t": a.t, "value": a.value, "derived": a.kind != "reported"}
            for a in spell.anchors
        ]
        found.append(pd.DataFrame(rows))
    return tabulate_inner_figures(found)


def tabulate_other_source_rates(pack: Pack) -> pd.DataFrame:
    """What the main source's figures alone say of the years for which another source prints a rate.

    A test on figures held back, in the province itself: each reading that is not ruled out is followed with the main
    source's own two anchors, and the band that other places give is held against the printed figure.
    """
    band = calibrate_province_band(pack)
    others = [c for c in resolve_readings(pack).claims.values() if not c.primary and c.source.trust != "low"]
    rows = []
    refuted = {(row.question, row.reading) for row in tabulate_ruled_out_readings(pack).itertuples()}
    for variant in list_spell_variants(restrict_to_evidence(pack, "article")) if band else ():
        spell = variant.spell
        if not is_non_increasing(spell) or (variant.question, variant.reading) in refuted:
            continue
        for claim in others:
            same = claim.statistic == "level" and claim.status == "actual" and claim.end
            if not same or (claim.series, claim.standard) != (spell.series, spell.standard):
                continue
            known = anchor_from_claim(claim)
            around = [(a, b) for a, b in zip(spell.anchors, spell.anchors[1:], strict=False) if a.t < known.t < b.t]
            for first, last in around:
                ends = (first.t, first.value, last.t, last.value, known.t)
                low, high = compute_band_range(*ends, band.score_quantile, band.longest_gap)
                row = {"standard": spell.standard, "reading": variant.label, "from_anchor": first.date}
                row |= {"to_anchor": last.date, "date": claim.end, "printed": round_finite(known.value)}
                row |= {"publisher": claim.source.publisher, "centre": round_finite(interpolate_power_path(*ends))}
                row |= {"band_low": round_finite(low), "band_high": round_finite(high), "kind": "reconstructed"}
                row["in_band"] = "yes" if known.low <= high and known.high >= low else "no"
                names = dict.fromkeys([*first.claims, *last.claims, claim.id])
                rows.append(row | {"claims": " ".join(names), "readings": variant.tag})
    return pd.DataFrame(rows, columns=OUTSIDE_FIGURE_COLUMNS)

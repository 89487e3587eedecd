"""Tables of the backtest: how well each method gives back figures that were hidden from it."""

import numpy as np
import pandas as pd

from poverty.bands.backtest import (
    RECONSTRUCTION_METHODS,
    interval_score_gain,
    reconstruct_by_band,
    reconstruct_hidden_figures,
    score_reconstruction,
    select_scored_figures,
)
from poverty.bands.calibration import bootstrap_mean_interval, compute_band_range, interpolate_power_path
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings, restrict_to_evidence
from poverty.packs.rows import round_finite
from poverty.trajectory.limits import is_non_increasing
from poverty.trajectory.spells import anchor_from_claim, series_of_claim
from poverty.trajectory.trial_tables import tabulate_ruled_out_readings
from poverty.trajectory.variants import calibrate_province_band, list_spell_variants

SCORE_COLUMNS = [
    "figures_hidden", "method", "figures", "places", "coverage", "coverage_low", "coverage_high", "width",
    "interval_score", "gain", "gain_low", "gain_high", "error", "scaled_error", "kind", "claims", "readings",
]  # fmt: skip
HIDDEN_FIGURE_COLUMNS = [
    "place", "part_of", "series", "standard", "date", "derived", "s", "fall", "value", "centre", "low", "high", "held",
    "kind", "claims", "readings",
]  # fmt: skip
OUTSIDE_FIGURE_COLUMNS = [
    "standard", "reading", "from_anchor", "to_anchor", "date", "printed", "publisher", "centre", "band_low",
    "band_high", "in_band", "kind", "claims", "readings",
]  # fmt: skip
REFERENCE_METHOD = "log to linear"
TREND_METHOD = "UnobservedComponents"
TREND_DECIMALS = 2  # its likelihood is so flat that the third decimal differs from one processor to another


def tabulate_method_scores(donors: pd.DataFrame) -> pd.DataFrame:
    """Coverage, width, interval score and error of every method on every kind of hidden figure.

    `gain` is how far the interval score lies below that of the log-to-linear range; `*_low` and `*_high` are 90%
    bootstrap intervals over places. Widths, scores and scaled errors are shares of the fall of the spell; `error` is
    in the unit of the series. Blank: the method gives no range.
    """
    rows = []
    for name, (figures, known) in select_scored_figures(donors).items():
        places = figures["part_of"].to_numpy()
        against = score_reconstruction(figures, reconstruct_hidden_figures(name, REFERENCE_METHOD, figures, known))
        for method in RECONSTRUCTION_METHODS:
            scored = score_reconstruction(figures, reconstruct_hidden_figures(name, method, figures, known))
            seen = scored["error"].notna().to_numpy()
            row = {"figures_hidden": name, "method": method, "figures": int(seen.sum())}
            row["places"] = len(set(places[seen]))
            row |= {
                "error": round_finite(scored["error"].mean()),
                "scaled_error": round_finite(scored["scaled_error"].mean()),
            }
            if scored["held"].notna().any():
                held = scored.loc[seen, "held"].to_numpy()
                row["coverage"] = round_finite(held.mean())
                row["coverage_low"], row["coverage_high"] = map(
                    round_finite, bootstrap_mean_interval(held, places[seen])
                )
                row |= {
                    "width": round_finite(scored["width"].mean()),
                    "interval_score": round_finite(scored["score"].mean()),
                }
                if method != REFERENCE_METHOD:
                    ends = map(round_finite, interval_score_gain(scored, against, places))
                    row |= dict(zip(("gain", "gain_low", "gain_high"), ends, strict=True))
            if method == TREND_METHOD:
                row = {key: round(x, TREND_DECIMALS) if isinstance(x, float) else x for key, x in row.items()}
            rows.append(row | {"kind": "derived", "claims": "", "readings": ""})
    return pd.DataFrame(rows, columns=SCORE_COLUMNS)


def tabulate_hidden_figures(donors: pd.DataFrame, name: str = "falling rates, actual values") -> pd.DataFrame:
    """Each hidden figure of a kind beside the band of all other places."""
    figures, known = select_scored_figures(donors)[name]
    return tabulate_figures_in_bands(figures, known)


def tabulate_figures_in_bands(figures: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Hidden figures beside the band that the known figures of all other places give."""
    made = reconstruct_by_band(figures, known)
    held = score_reconstruction(figures, made)["held"]
    table = figures.assign(
        s=(figures["t"] - figures["t0"]) / (figures["t1"] - figures["t0"]),
        fall=figures["r0"] - figures["r1"],
        value=figures["r"],
        centre=made.centre,
        low=made.low,
        high=made.high,
        held=np.where(held == 1, "yes", "no"),
        derived=np.where(figures["derived"], "yes", "no"),
        kind="reconstructed",
        claims="",
        readings="",
    )
    numbers = ["s", "fall", "value", "centre", "low", "high"]
    table[numbers] = table[numbers].round(4)
    return table[HIDDEN_FIGURE_COLUMNS]


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
            if not same or (series_of_claim(claim), claim.standard) != (spell.series, spell.standard):
                continue
            known = anchor_from_claim(claim)
            around = [(a, b) for a, b in zip(spell.anchors, spell.anchors[1:], strict=False) if a.t < known.t < b.t]
            for first, last in around:
                ends = (first.t, first.value, last.t, last.value, known.t)
                low, high = compute_band_range(*ends, band.miss, band.longest)
                row = {"standard": spell.standard, "reading": variant.label, "from_anchor": first.date}
                row |= {"to_anchor": last.date, "date": claim.end, "printed": round_finite(known.value)}
                row |= {"publisher": claim.source.publisher, "centre": round_finite(interpolate_power_path(*ends))}
                row |= {"band_low": round_finite(low), "band_high": round_finite(high), "kind": "reconstructed"}
                row["in_band"] = "yes" if known.low <= high and known.high >= low else "no"
                names = dict.fromkeys([*first.claims, *last.claims, claim.id])
                rows.append(row | {"claims": " ".join(names), "readings": variant.tag})
    return pd.DataFrame(rows, columns=OUTSIDE_FIGURE_COLUMNS)

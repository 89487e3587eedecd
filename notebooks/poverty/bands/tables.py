"""Tables of the backtest: how well each method gives back figures that were hidden from it."""

import numpy as np
import pandas as pd

from poverty.bands import backtest, calibration
from poverty.packs import readings
from poverty.packs.load import Pack
from poverty.packs.rows import rounded
from poverty.trajectory.limits import never_rises
from poverty.trajectory.spells import anchor, series_of
from poverty.trajectory.trial_tables import ruled_out
from poverty.trajectory.variants import band_of, spell_variants

SCORES = [
    "figures_hidden", "method", "figures", "places", "coverage", "coverage_low", "coverage_high", "width",
    "interval_score", "gain", "gain_low", "gain_high", "error", "scaled_error", "kind", "claims", "readings",
]  # fmt: skip
HIDDEN = [
    "place", "part_of", "series", "standard", "date", "derived", "s", "fall", "value", "centre", "low", "high", "held",
    "kind", "claims", "readings",
]  # fmt: skip
OUTSIDE = [
    "standard", "reading", "from_anchor", "to_anchor", "date", "printed", "publisher", "centre", "band_low",
    "band_high", "in_band", "kind", "claims", "readings",
]  # fmt: skip
REFERENCE = "log to linear"
FITTED = "UnobservedComponents"
FITTED_DECIMALS = 2  # its likelihood is so flat that the third decimal differs from one processor to another


def scores(donors: pd.DataFrame) -> pd.DataFrame:
    """Coverage, width, interval score and error of every method on every kind of hidden figure.

    `gain` is how far the interval score lies below that of the log-to-linear range; `*_low` and `*_high` are 90%
    bootstrap intervals over places. Widths, scores and scaled errors are shares of the fall of the spell; `error` is
    in the unit of the series. Blank: the method gives no range.
    """
    rows = []
    for name, (figures, known) in backtest.kinds(donors).items():
        places = figures["part_of"].to_numpy()
        against = backtest.scores(figures, backtest.reconstruct(name, REFERENCE, figures, known))
        for method in backtest.METHODS:
            scored = backtest.scores(figures, backtest.reconstruct(name, method, figures, known))
            seen = scored["error"].notna().to_numpy()
            row = {"figures_hidden": name, "method": method, "figures": int(seen.sum())}
            row["places"] = len(set(places[seen]))
            row |= {"error": rounded(scored["error"].mean()), "scaled_error": rounded(scored["scaled_error"].mean())}
            if scored["held"].notna().any():
                held = scored.loc[seen, "held"].to_numpy()
                row["coverage"] = rounded(held.mean())
                row["coverage_low"], row["coverage_high"] = map(rounded, calibration.bootstrap(held, places[seen]))
                row |= {"width": rounded(scored["width"].mean()), "interval_score": rounded(scored["score"].mean())}
                if method != REFERENCE:
                    ends = map(rounded, backtest.gain(scored, against, places))
                    row |= dict(zip(("gain", "gain_low", "gain_high"), ends, strict=True))
            if method == FITTED:
                row = {key: round(x, FITTED_DECIMALS) if isinstance(x, float) else x for key, x in row.items()}
            rows.append(row | {"kind": "derived", "claims": "", "readings": ""})
    return pd.DataFrame(rows, columns=SCORES)


def hidden(donors: pd.DataFrame, name: str = "falling rates, actual values") -> pd.DataFrame:
    """Each hidden figure of a kind beside the band of all other places."""
    figures, known = backtest.kinds(donors)[name]
    return of_figures(figures, known)


def of_figures(figures: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Hidden figures beside the band that the known figures of all other places give."""
    made = backtest.calibrated(figures, known)
    held = backtest.scores(figures, made)["held"]
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
    return table[HIDDEN]


def outside(pack: Pack) -> pd.DataFrame:
    """What the main source's figures alone say of the years for which another source prints a rate.

    A test on figures held back, in the province itself: each reading that is not ruled out is followed with the main
    source's own two anchors, and the band that other places give is held against the printed figure.
    """
    band = band_of(pack)
    others = [c for c in readings.resolve(pack).claims.values() if not c.primary and c.source.trust != "low"]
    rows = []
    refuted = {(row.question, row.reading) for row in ruled_out(pack).itertuples()}
    for variant in spell_variants(readings.under(pack, "article")) if band else ():
        spell = variant.spell
        if not never_rises(spell) or (variant.question, variant.reading) in refuted:
            continue
        for claim in others:
            same = claim.statistic == "level" and claim.status == "actual" and claim.end
            if not same or (series_of(claim), claim.standard) != (spell.series, spell.standard):
                continue
            known = anchor(claim)
            around = [(a, b) for a, b in zip(spell.anchors, spell.anchors[1:], strict=False) if a.t < known.t < b.t]
            for first, last in around:
                ends = (first.t, first.value, last.t, last.value, known.t)
                low, high = calibration.band_ends(*ends, band.miss, band.longest)
                row = {"standard": spell.standard, "reading": variant.label, "from_anchor": first.date}
                row |= {"to_anchor": last.date, "date": claim.end, "printed": rounded(known.value)}
                row |= {"publisher": claim.source.publisher, "centre": rounded(calibration.power_path(*ends))}
                row |= {"band_low": rounded(low), "band_high": rounded(high), "kind": "reconstructed"}
                row["in_band"] = "yes" if known.low <= high and known.high >= low else "no"
                names = dict.fromkeys([*first.claims, *last.claims, claim.id])
                rows.append(row | {"claims": " ".join(names), "readings": variant.tag})
    return pd.DataFrame(rows, columns=OUTSIDE)

"""How far the ranges can be trusted: hidden figures of other places, and what was found."""

from functools import cache

import pandas as pd

from poverty.bands import (
    CALIBRATION_SERIES,
    Band,
    calibrate_band,
    list_donor_spells,
    load_donors,
    tabulate_calibration_figures,
    tabulate_figures_in_bands,
    tabulate_hidden_figures,
    tabulate_method_scores,
)
from poverty.jobs import tabulate_held_back_years
from poverty.outlook import find_fan
from poverty.packs.load import Pack, load_all_packs
from poverty.trajectory import tabulate_gap_donor_choices, tabulate_pack_inner_figures
from poverty.words.phrases import phrase_standard_years
from poverty.words.readable.table import ENGLISH, Entry, Head

MAIN_KIND = "falling rates at year ends"
OURS, SIMPLE = "calibrated band", "log to linear"  # the band, and the range that it is compared with
SHARES = ("coverage", "coverage_low", "coverage_high", "gain", "gain_low", "gain_high")
FIRST_LATE_YEAR = 2020  # of the jobs: from here on they fell


def tabulate_donor_spells() -> pd.DataFrame:
    """The spells of falling rates of other places with figures between, a row each."""
    rows = [
        {
            "place": spell["place"].iloc[0], "series": spell["series"].iloc[0], "standard": spell["standard"].iloc[0],
            "start": spell["date"].iloc[0], "end": spell["date"].iloc[-1], "inner_figures": len(spell) - 2,
            "derived": int(spell["derived"].sum()),
        }
        for spell in list_donor_spells(load_donors(), CALIBRATION_SERIES)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["place", "series", "standard", "start", "end", "inner_figures", "derived"])


def tabulate_scores(kind: str = MAIN_KIND) -> pd.DataFrame:
    """Each range on hidden figures of one kind; shares of figures and of scores in percent."""
    scores = _score_methods()
    return _in_percent(scores[(scores["figures_hidden"] == kind) & scores["coverage"].notna()])


def tabulate_scores_by_kind() -> pd.DataFrame:
    """The band beside the range from a constant rate to a straight line, on each kind of hidden figures."""
    scores = _score_methods()
    simple = scores[scores["method"] == SIMPLE].set_index("figures_hidden")
    ours = scores[scores["method"] == OURS]
    beside = simple.loc[ours["figures_hidden"], ["coverage", "interval_score"]].to_numpy()
    return _in_percent(ours.assign(simple_coverage=100 * beside[:, 0], simple_score=beside[:, 1]))


def tabulate_centres() -> pd.DataFrame:
    """The error of each method's middle: in points, and as a share of the fall on each kind of hidden figures."""
    scores = _score_methods()
    main = scores[scores["figures_hidden"] == MAIN_KIND]
    errors = scores.pivot(index="method", columns="figures_hidden", values="scaled_error")
    errors.columns = [kind.replace(" ", "_") for kind in errors]  # a column of a head is one word
    return main.join(errors, on="method").reset_index(drop=True)


def tabulate_gap_choices_everywhere() -> pd.DataFrame:
    """For each pack with such a gap, the widths of `tabulate_gap_donor_choices`: as used, and from end to end."""
    packs, _ = load_all_packs()
    choices = [(pack.place, table) for pack in packs if len(table := tabulate_gap_donor_choices(pack))]
    rows = [
        {
            "place": place, "date": table["date"].iloc[0], "width": table["width"].iloc[0],
            "narrowest": table["width"].min(), "widest": table["width"].max(),
            "times": table["width"].max() / table["width"].min(),
        }
        for place, table in choices
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["place", "date", "width", "narrowest", "widest", "times"])


def tabulate_own_figures() -> pd.DataFrame:
    """Inner figures of the packs' own spells, and how many lie in the band that all other places give."""
    rows = []
    for pack in load_all_packs()[0]:
        figures = tabulate_pack_inner_figures(pack)
        if figures.empty:
            continue
        scored = tabulate_figures_in_bands(figures, tabulate_calibration_figures(load_donors()))
        for (place, series, standard), spell in scored.groupby(["place", "series", "standard"], sort=False):
            rows.append(
                {
                    "place": place, "series": series, "standard": standard,
                    "years": phrase_standard_years(pack, standard, ENGLISH), "inner_figures": len(spell),
                    "in_the_band": int((spell["held"] == "yes").sum()),
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=["place", "series", "standard", "years", "inner_figures", "in_the_band"])


def phrase_record() -> list[str]:
    """What was tested, in one paragraph each: years between two counts, years ahead, jobs."""
    band, fan = _calibrate(), find_fan()
    ahead = [f"{inside} of {tried} figures {_years(years)} ahead" for years, inside, tried in fan.held]
    jobs = tabulate_held_back_years()
    held, late = jobs["held"] == "yes", jobs["year"] >= FIRST_LATE_YEAR
    level = ENGLISH.percent(100 * band.level)
    name = (
        f"The interval includes {level}, so it may be called a {level} band."
        if band.is_confirmed
        else f"The interval leaves out {level}, so it may not be called a {level} band."
    )
    return [
        "**Years between two counts** ([02](02_trajectory.ipynb)). Each place was held back in turn and judged by the "
        f"others. Of {band.figures} figures in {band.places} places the band held "
        f"{ENGLISH.percent(100 * band.coverage)} ({_interval(band.coverage_low, band.coverage_high)}, "
        f"a 90% interval over places). {name}",
        f"**Years ahead** ([05](05_outlook.ipynb)). The range of the others held {ENGLISH.listed(ahead)}. No figure "
        f"begins below {ENGLISH.percent(fan.lowest_rate, 1)}: from lower rates nothing was tested.",
        f"**Jobs by year** ([03](03_jobs.ipynb)). The range is declared, not learned. {held.sum()} of {len(jobs)} "
        f"hidden years of {jobs['place'].nunique()} places lie in it, {(held & late).sum()} of {late.sum()} from "
        f"{FIRST_LATE_YEAR} on: too few for more.",
    ]


def phrase_scores() -> list[str]:
    """How the band compares with the simple range, where the data cannot tell, and that it holds no path."""
    scores = _score_methods().set_index(["figures_hidden", "method"])
    ours, simple = scores.loc[(MAIN_KIND, OURS)], scores.loc[(MAIN_KIND, SIMPLE)]
    by_kind = scores.xs(OURS, level="method")
    unsure = [
        f"{kind} ({_count(row['figures'], 'figure')}, {_count(row['places'], 'place')})"
        for kind, row in by_kind[~(by_kind["gain_low"] > 0)].iterrows()
    ]
    hidden = hide_figures(MAIN_KIND)
    inside = (hidden["held"] == "yes").groupby([hidden[name] for name in ("place", "series", "standard")])
    longer = inside.agg(["size", "all"]).query("size > 1")
    said = [
        f"The band's score is {ENGLISH.percent(100 * ours['gain'])} below that of the simple range "
        f"({_interval(ours['gain_low'], ours['gain_high'])}), which held "
        f"{ENGLISH.percent(100 * simple['coverage'])} of the figures.",
        "The band holds a year, not a path: the more years, the likelier that one lies outside. "
        f"Of {len(longer)} spells with two hidden year ends or more it held all of {longer['all'].sum()}.",
    ]
    return [*said, f"The data cannot tell which range is better for: {'; '.join(unsure)}."] if unsure else said


def phrase_hidden_figures(kind: str = MAIN_KIND) -> list[str]:
    """Which hidden figures lie outside."""
    hidden = hide_figures(kind)
    missed = hidden[hidden["held"] == "no"]
    if missed.empty:
        return [f"All {len(hidden)} lie in the band."]
    names = [f"{row.place}, {ENGLISH.date(row.date)}" for row in missed.itertuples()]
    return [f"{len(missed)} of {len(hidden)} lie outside the band: {'; '.join(names)}."]


def phrase_donor_choices(pack: Pack) -> list[str]:
    """By how much the width of the band in a pack's longest gap hangs on the donors."""
    table = tabulate_gap_donor_choices(pack)
    if table.empty:
        return [
            f"{pack.place} has no gap of two years or more between two figures of a register that only fell. "
            "Put another province into the first cell."
        ]
    usual, widths = table.iloc[0], table["width"]
    narrowest, widest, used = (ENGLISH.number(x, 1) for x in (widths.min(), widths.max(), usual["width"]))
    return [
        f"{pack.place}, {ENGLISH.date(usual['date'])}, between {ENGLISH.date(usual['from_anchor'])} and "
        f"{ENGLISH.date(usual['to_anchor'])}: over the choices the band is {narrowest} to {widest} points wide, the "
        f"widest {ENGLISH.number(widths.max() / widths.min(), 1)} times the narrowest; as used, {used}."
    ]


def phrase_own_figures() -> list[str]:
    """How many figures of the packs lie in the band, and which packs could not be read."""
    figures, (_, faulty) = tabulate_own_figures(), load_all_packs()
    said = [
        f"{figures['in_the_band'].sum()} of {figures['inner_figures'].sum()} known years of the packs lie in the band."
    ]
    if faulty:
        said.append(
            f"Left out, as their packs have faults (`make check PROVINCE=name` lists them): {', '.join(faulty)}."
        )
    return said


def phrase_band_limits() -> list[str]:
    """What the test allows to say of a new place, and what it does not."""
    scores = _score_methods().set_index(["figures_hidden", "method"])
    near, band = scores.loc[("near-poor rates", OURS)], _calibrate()
    cannot = [
        "That your province is like these places. They are what newspapers and yearbooks print, not a sample.",
        "That all years of a path lie in the band.",
        "That places differ no more than Student's t allows. If they do, the band holds less than it should.",
        "Anything of near-poor rates. They may rise, and get no band: it would have held "
        f"{ENGLISH.percent(100 * near['coverage'])} of {_count(near['figures'], 'figure')}.",
    ]
    can = (
        "**What can be said.** If a new place is like these, the figure of one year end between two counts lies in the "
        f"band about {ENGLISH.number(100 * band.level)} times in 100."
    )
    return [*([can] if band.is_confirmed else []), "**What cannot be said.**\n\n- " + "\n- ".join(cannot)]


@cache
def _score_methods() -> pd.DataFrame:
    return tabulate_method_scores(load_donors())


def hide_figures(kind: str = MAIN_KIND) -> pd.DataFrame:
    """Each hidden figure of a kind beside the band of all other places, the largest miss first."""
    hidden = tabulate_hidden_figures(load_donors(), kind)
    values, counted = ["value", "centre", "low", "high"], hidden["series"].str.endswith("households")
    hidden[values] = hidden[values].where(~counted, hidden[values].round())
    return hidden.assign(series=hidden["series"].str.replace("near_poor", "near-poor"))


@cache
def _calibrate() -> Band:
    return calibrate_band(load_donors())


def _in_percent(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores with the shares of figures and of scores in percent."""
    return scores.assign(**{name: 100 * scores[name] for name in SHARES}).reset_index(drop=True)


def _interval(low: float, high: float) -> str:
    return f"{ENGLISH.range(ENGLISH.number(100 * low), ENGLISH.number(100 * high))}%"


def _count(number: float, word: str) -> str:
    return f"{number:.0f} {word}" + ("" if number == 1 else "s")


def _years(number: int) -> str:
    return "one year" if number == 1 else f"{number} years"


NO_DONORS = "No spell of a falling rate in data/donors.csv has figures between its ends."
TABLES: dict[str, Entry] = {
    "donor-spells": Entry(
        tabulate_donor_spells,
        (
            Head("Place", "place"), Head("Rate", "series"), Head("From, to", "start end"),
            Head("Figures between", "inner_figures"), Head("Worked out, not printed", "derived"),
        ),
        NO_DONORS, of_pack=False,
    ),
    "hidden-figures": Entry(
        hide_figures,
        (
            Head("Place", "place"), Head("What", "series"), Head("When", "date"), Head("Between", "start end"),
            Head("Printed, % or number", "value", 2), Head("Path (band of the others)", "centre low high", 2),
            Head("Miss", "miss", 2), Head("In the band", "held"),
        ),
        "No figure of this kind is known.", of_pack=False,
    ),
    "scores": Entry(
        tabulate_scores,
        (
            Head("Range", "method"), Head("Figures", "figures"), Head("Places", "places"),
            Head("Held, % (90% interval)", "coverage coverage_low coverage_high"),
            Head("Width, share of the fall", "width", 2), Head("Interval score", "interval_score", 3),
            Head("Better than log to linear, % (90% interval)", "gain gain_low gain_high"),
        ),
        NO_DONORS, of_pack=False,
    ),
    "scores-by-kind": Entry(
        tabulate_scores_by_kind,
        (
            Head("Hidden figures", "figures_hidden"), Head("Figures", "figures"), Head("Places", "places"),
            Head("The band held, % (90% interval)", "coverage coverage_low coverage_high"),
            Head("Log to linear held, %", "simple_coverage"), Head("Score of the band", "interval_score", 3),
            Head("Score of log to linear", "simple_score", 3),
            Head("The band is better by, % (90% interval)", "gain gain_low gain_high"),
        ),
        NO_DONORS, of_pack=False,
    ),
    "centres": Entry(
        tabulate_centres,
        (
            Head("Method", "method"), Head("Figures", "figures"), Head("Error, points", "error", 2),
            Head("Error, share of the fall", "scaled_error", 3),
            Head("without derived values", "without_derived_values", 3),
            Head("one year hidden at a time", "one_year_hidden_at_a_time", 3),
            Head("near-poor rates", "near-poor_rates", 3),
            Head("counts of poor households", "counts_of_poor_households", 3),
        ),
        NO_DONORS, of_pack=False,
    ),
    "donor-choices": Entry(
        tabulate_gap_donor_choices,
        (
            Head("Donors", "choice"), Head("Figures", "figures"), Head("Places", "places"),
            Head("q", "miss_quantile", 3), Head("Band, %", "band_low band_high", 2), Head("Width, points", "width", 2),
        ),
        "This province has no gap of two years or more between two figures of a register that only fell.",
    ),
    "gap-choices": Entry(
        tabulate_gap_choices_everywhere,
        (
            Head("Place", "place"), Head("When", "date"), Head("Width as used, points", "width", 2),
            Head("Over ten choices, points", "narrowest widest", 2), Head("Widest over narrowest", "times", 1),
        ),
        "No pack has such a gap.", of_pack=False,
    ),
    "own-figures": Entry(
        tabulate_own_figures,
        (
            Head("Place", "place"), Head("Rate", "series"), Head("Standard", "years"),
            Head("Figures between", "inner_figures"), Head("In the band", "in_the_band"),
        ),
        "No pack has a spell of a falling rate with figures between its ends.", of_pack=False,
    ),
}  # fmt: skip
EXPLANATIONS = {
    "record": phrase_record,
    "scores": phrase_scores,
    "hidden-figures": phrase_hidden_figures,
    "donor-choices": phrase_donor_choices,
    "own-figures": phrase_own_figures,
    "band-limits": phrase_band_limits,
}

"""Tables and explanations of notebook 02: poverty rates, their paths and paces."""

import pandas as pd

from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.tables import (
    assumptions,
    calibrate_province_band,
    tabulate_anchors,
    tabulate_consistency_tests,
    tabulate_counts_by_standard,
    tabulate_group_paths,
    tabulate_ruled_out_readings,
    tabulate_spell_paces,
    tabulate_trajectories,
    tabulate_uncertainty,
)
from poverty.trajectory import (
    ComparabilityError,
    annual_pace,
    compare_measures,
    compare_with_country,
    list_poverty_rate_spells,
    splice_earlier_rates,
    tabulate_other_source_rates,
    tabulate_poverty_lines,
    tabulate_two_measures,
)
from poverty.words.findings.measures import phrase_country_findings, phrase_line_findings, phrase_measure_findings
from poverty.words.phrases import phrase_group_and_area
from poverty.words.readable.table import ENGLISH, Entry, Head, put_into_words
from poverty.words.yearly import phrase_yearly_table

ALL_TOGETHER = "all of these together"  # the last test of each reading
PACE_HEADS = (
    Head("Points a year", "points", 2),
    Head("Fall of the rate a year, %", "compound", 1),
    Head("Halves in years", "halving_years", 1),
)
NO_PACE = "No standard has two poverty rates a year apart: there is no pace."


def _tabulate_years(pack: Pack) -> pd.DataFrame:
    heads, rows = phrase_yearly_table(pack, ENGLISH)
    return pd.DataFrame(rows, columns=[head.replace(" ", "_") for head in heads])


def _tabulate_figures(pack: Pack) -> pd.DataFrame:
    """The figures of everybody's rate that fix a path."""
    rows = tabulate_anchors(resolve_readings(pack))
    everybody = (rows["population"] == "all") & (rows["area"] == "province")
    return rows[everybody & (rows["series"] == "poverty_rate")]


def _tabulate_paces(pack: Pack) -> pd.DataFrame:
    """The paces of everybody's rate; a reading that is ruled out says so."""
    rows = tabulate_spell_paces(pack)
    rows = rows[(rows["population"] == "all") & (rows["area"] == "province") & (rows["indicator"] == "poverty_rate")]
    return rows.assign(label=_mark_ruled_out(rows))


def _mark_ruled_out(rows: pd.DataFrame) -> list[str]:
    ruled_out = rows["ruled_out"] == "yes"
    return [f"{label} (ruled out)" if out else label for label, out in zip(rows["label"], ruled_out, strict=True)]


def _tabulate_path(pack: Pack) -> pd.DataFrame:
    """The reconstructed years; one that two readings give alike stands once."""
    rows = tabulate_trajectories(pack, ("poverty_rate",))
    return rows[rows["role"] == "path"].drop_duplicates(["standard", "date", "value"])


def _tabulate_tests(pack: Pack) -> pd.DataFrame:
    """What readings allow beside what is printed: first the tests that rule a reading out, then those that disagree."""
    rows = tabulate_consistency_tests(pack)
    weight = 2 * (rows["decides"] == "yes") + (rows["verdict"] == "disagrees")
    return rows.loc[weight.sort_values(ascending=False, kind="stable").index]


def _tabulate_groups(pack: Pack) -> pd.DataFrame:
    rows = tabulate_group_paths(pack)
    rows = rows[((rows["population"] != "all") | (rows["area"] != "province")) & rows["role"].isin(["anchor", "path"])]
    named = [phrase_group_and_area(r.population, r.area, pack, ENGLISH) for r in rows.itertuples()]
    return rows.assign(group=named)


def _tabulate_price_of_assumptions(pack: Pack) -> pd.DataFrame:
    """The assumptions that move a headline number, the one that moves it most first."""
    rows = assumptions.tabulate_assumptions(pack).dropna(subset=["change"])
    return rows.iloc[rows["change"].abs().sort_values(ascending=False, kind="stable").index.map(rows.index.get_loc)]


TABLES = {
    "yearly": Entry(_tabulate_years, (), "Nothing is known of any year.", rows=60),
    "figures": Entry(
        _tabulate_figures,
        (
            Head("Standard", "standard"), Head("When", "date"), Head("Rate, %", "value", 2),
            Head("What the numeral allows, %", "low high", 2), Head("Kind", "kind"),
        ),
        "No poverty rate of everybody is printed.",
    ),
    "paces": Entry(
        _tabulate_paces,
        (Head("Standard", "standard"), Head("Reading", "label"), Head("From", "start"), Head("To", "end"), *PACE_HEADS),
        NO_PACE,
    ),
    "path": Entry(
        _tabulate_path,
        (
            Head("Standard", "standard"), Head("When", "date"), Head("Rate, %", "value", 2),
            Head("Band, %", "band_low band_high", 2), Head("Outer limits, %", "low high", 2),
        ),
        "No year lies between two figures of one standard: nothing is reconstructed.",
    ),
    "held-back": Entry(
        tabulate_other_source_rates,
        (
            Head("Reading", "reading"), Head("When", "date"), Head("Printed, %", "printed", 2),
            Head("Publisher", "publisher"), Head("Path, %", "centre", 2), Head("Band, %", "band_low band_high", 2),
            Head("In the band", "in_band"),
        ),
        "No corroborating source prints a rate between two figures of primary ones: nothing can be tried here.",
    ),
    "sensitivity": Entry(
        tabulate_uncertainty,
        (
            Head("What moves alone", "label"), Head("From", "start"), Head("To", "end"),
            Head("Points a year", "points points_low points_high", 2),
            Head("Fall of the rate a year, %", "compound compound_low compound_high", 1), Head("Verdict", "verdict"),
        ),
        "No spell of a year or more has a pace: there is nothing to take apart.",
    ),
    "measures": Entry(
        tabulate_two_measures,
        (
            Head("Year", "year"), Head("Register, when", "register_date"), Head("Standard", "register_standard"),
            Head("Register, %", "register_rate", 2), Head("of", "register_base"), Head("Survey, %", "survey_rate", 1),
            Head("of", "survey_base"), Head("Line of the survey", "survey_line"),
        ),
        "No survey rate stands beside a rate of the register.",
    ),
    "measure-paces": Entry(
        compare_measures,
        (
            Head("Measure", "measure"), Head("From", "start"), Head("To", "end"), Head("First, %", "first_value", 2),
            Head("Last, %", "last_value", 2), *PACE_HEADS,
        ),
        "Register and survey share no two years under one standard and one line.",
    ),
    "lines": Entry(
        tabulate_poverty_lines,
        (
            Head("Standard", "label"), Head("Area", "area"), Head("First year", "first_year"),
            Head("Line, money of its time", "line"), Head("Unit", "line_unit"),
            Head("Worth at its start, in prices of the last year known", "start_worth"),
            Head("Worth at its end", "end_worth"), Head("Change against the line before, %", "change", 1),
        ),
        "No poverty line in money is on record for this country.",
    ),
    "country": Entry(
        compare_with_country,
        (
            Head("Standard", "standard"), Head("From", "start"), Head("To", "end"),
            Head("Province, first %", "province_first", 2), Head("last %", "province_last", 2),
            Head("a year, %", "province_compound", 1),
            Head("Country, first to last %", "country_first country_last", 2),
            Head("a year, %", "country_compound", 1),
        ),
        "Province and country share no two dates under one standard.",
    ),
    "consistency": Entry(
        _tabulate_tests,
        (
            Head("Reading", "label"), Head("Preferred", "preferred"), Head("When", "date"), Head("Printed", "printed"),
            Head("Publisher", "publisher"), Head("The reading allows", "allows_from allows_to", 2),
            Head("Verdict", "verdict"), Head("Rules it out", "decides"),
        ),
        "No reading meets a figure of another source to which it makes a difference.",
    ),
    "assumptions": Entry(
        _tabulate_price_of_assumptions,
        (
            Head("Assumed", "assumption"), Head("How well founded", "evidence"), Head("Instead", "instead"),
            Head("Number", "headline"), Head("of", "about"), Head("As assumed", "usual", 2),
            Head("Instead", "switched", 2),
        ),
        "No assumption moves a headline number of this pack.",
    ),
    "groups": Entry(
        _tabulate_groups,
        (
            Head("Group or area", "group"), Head("Standard", "standard"), Head("When", "date"),
            Head("Rate, %", "value band_low band_high", 2), Head("Kind", "kind"),
        ),
        "No rate of a group or an area within the province is printed.",
    ),
    "counts": Entry(
        tabulate_counts_by_standard,
        (
            Head("Standard", "standard"), Head("When", "date"), Head("Poor, households or people", "value"),
            Head("What is allowed", "low high"), Head("Kind", "kind"),
        ),
        "No standard has two counts of the poor: there is no chart of them.",
    ),
}  # fmt: skip


def phrase_ruled_out(pack: Pack) -> list[str]:
    """Which readings other figures rule out, and why; and the doubt that stays."""
    rows, tests = tabulate_ruled_out_readings(pack), tabulate_consistency_tests(pack)
    said = [
        f"~~{row.label}~~: {put_into_words(row.why, pack)}."
        for row in rows.drop_duplicates(["question", "label", "why"]).itertuples()
    ]
    if rows.empty and len(tests):
        said.append("No reading is ruled out.")
    joint = tests[(tests["printed"] == ALL_TOGETHER) & (tests["preferred"] == "yes")]
    if (joint["verdict"] == "disagrees").any():
        said.append(
            "**A doubt that stays.** No path that never rises keeps a preferred reading and all independent figures at "
            "once, though each fits alone."
        )
    return said or ["No other source prints a figure that could rule a reading out."]


def phrase_standards(pack: Pack) -> list[str]:
    """What comes of asking for a pace across two standards, and of splicing."""
    rates, said = list_poverty_rate_spells(resolve_readings(pack)), []
    before = [spell for spell in rates if spell.standard != rates[-1].standard]
    if before:
        try:
            annual_pace(before[-1].anchors[-1], rates[-1].anchors[0])
        except ComparabilityError as refusal:
            said.append(f"Asking for a pace across two standards is an error: *{put_into_words(str(refusal), pack)}.*")
    for about, printed, low, high in splice_earlier_rates(pack)[:1]:
        limits = ENGLISH.range(ENGLISH.number(low), ENGLISH.number(high))
        said.append(
            f"What splicing would do: multiplied by the ratio of the two values of that census, "
            f"{ENGLISH.percent(printed, 1)} ({put_into_words(about, pack)}) becomes {limits}%."
            + (" More than everybody: the ratio of one date does not carry to another." if low > 100 else "")
        )
    return said or ["No two standards have a poverty rate here."]


def phrase_band_record(pack: Pack) -> list[str]:
    """What the band of the province rests on, and how often it held."""
    band = calibrate_province_band(pack)
    if band is None:
        return ["Too few places with known inner years: there are outer limits, and no band."]
    if tabulate_trajectories(pack, ("poverty_rate",))["band_low"].isna().all():
        return [
            "No year of this province stands in a band: none lies between two figures of a register that only fell."
        ]
    level, held = ENGLISH.percent(100 * band.level), ENGLISH.percent(100 * band.coverage)
    low, high = (ENGLISH.number(100 * x) for x in (band.coverage_low, band.coverage_high))
    called = f"It may be called a {level} band" if band.is_confirmed else f"It may not be called a {level} band"
    return [
        f"The band rests on **{band.figures} inner year ends of {band.spells} spells in {band.places} other places**, "
        f"with gaps of up to {ENGLISH.number(band.longest_gap)} years. In the middle of a gap it reaches "
        f"{ENGLISH.percent(50 * band.miss_quantile)} of the fall to either side.",
        f"Each place was left out in turn and tried in the band of the others: it held **{held}** of these figures "
        f"(90% interval over places: {low} to {high}%). {called}. It holds one year at a time, not a whole line.",
    ]


def phrase_held_back(pack: Pack) -> list[str]:
    """How many figures of other sources lie in the band that the main source alone gives."""
    rows = tabulate_other_source_rates(pack)
    if rows.empty:
        return ["Nothing can be tried here."]
    inside = (rows["in_band"] == "yes").sum()
    return [f"{inside} of {len(rows)} lie in the band. So few are an illustration; the record is in notebook 08."]


EXPLANATIONS = {
    "measures": lambda pack: phrase_measure_findings(pack, ENGLISH),
    "lines": lambda pack: phrase_line_findings(pack, ENGLISH),
    "country": lambda pack: phrase_country_findings(pack, ENGLISH),
    "standards": phrase_standards,
    "ruled-out": phrase_ruled_out,
    "band": phrase_band_record,
    "held-back": phrase_held_back,
}

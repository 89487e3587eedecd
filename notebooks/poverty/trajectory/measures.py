"""Two measures of poverty side by side, never joined: the register of the poor, and the official household survey.

A register lists the households that officials found to be poor; a survey estimates from a sample how many people live
below a line. Levels and paces of the two are compared, each over its own figures; no line and no pace runs from one to
the other. Official statistics are the same under any choice of evidence: they are no claims of a pack.
"""

from itertools import combinations, product
from math import prod

import pandas as pd

from poverty.packs.claims import MeasuredSeries
from poverty.packs.dates import parse_sdmx_period
from poverty.packs.load import Pack
from poverty.packs.official import CONSUMER_PRICES, SURVEY_RATE, select_official_series
from poverty.packs.readings import resolve_readings
from poverty.packs.rows import round_finite, tabulate_rows
from poverty.packs.vocabulary import PROVINCE_AREA
from poverty.trajectory.pace import PACE_NUMBERS, annual_pace, build_pace_cells
from poverty.trajectory.spells import Anchor, collect_provenance, list_poverty_rate_spells

REGISTER, SURVEY = "register", "survey"
TWO_MEASURES_COLUMNS = [
    "year", "register_rate", "register_low", "register_high", "register_date", "register_standard", "register_base",
    "survey_rate", "survey_line", "survey_base", "survey_status", "kind", "claims", "readings", "official_source",
]  # fmt: skip
SAME_YEARS_COLUMNS = [
    "measure", "t", "date", "value", "low", "high", "decimals", "standard", "survey_line", "base", "survey_status",
    "end", "kind", "claims", "readings", "official_source", "publisher",
]  # fmt: skip
COMPARISON_COLUMNS = [
    "measure", "standard", "base", "start", "end", "first_value", "last_value", *PACE_NUMBERS, "inferred",
    "kind", "claims", "readings", "official_source",
]  # fmt: skip
COMPARISON_NUMBERS = ["first_value", "last_value", *PACE_NUMBERS]
PACE_BOUNDS = [name for name in PACE_NUMBERS if name.endswith(("_low", "_high"))]
LINE_COLUMNS = [
    "standard", "label", "area", "first_year", "last_year", "line", "line_unit", "price_year", "start_worth",
    "end_worth", "change", "remark", "kind", "claims", "readings", "official_source",
]  # fmt: skip


def tabulate_two_measures(pack: Pack) -> pd.DataFrame:
    """Every year with a rate of the register or of the survey, each with its standard or line and its base.

    A row for each register figure of a year, with the survey's beside it; blank where there is none. `kind` is that of
    the register figure (reported or derived), or reported where the survey stands alone; `official_source` is a table
    of `data/official/sources.csv`. Empty where no official survey covers the province.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_two_measures(load_pack("quang-ngai"))
        >>> table.loc[table["year"] == 2012, ["register_rate", "register_base", "survey_rate", "survey_base"]].values
        array([[17.64, 'households', 17.6, 'population']], dtype=object)
    """
    surveys = _list_survey_figures(pack)
    registers = _list_register_anchors(pack) if surveys else []
    rows = []
    for year in sorted({_year_of(a) for a in [*registers, *(a for a, _ in surveys)]}):
        of_register = [a for a in registers if _year_of(a) == year]
        of_survey = [figure for figure in surveys if _year_of(figure[0]) == year]
        for a, figure in product(of_register or [None], of_survey or [None]):
            row = {"year": year, "kind": a.kind if a else "reported"}
            rows.append(row | (_register_cells(a) if a else {}) | (_survey_cells(*figure) if figure else {}))
    numbers = ["register_rate", "register_low", "register_high", "survey_rate"]
    return tabulate_rows(rows, TWO_MEASURES_COLUMNS, numbers)


def compare_measures(pack: Pack) -> pd.DataFrame:
    """How far each measure fell over the longest span of years in which both have two figures that may be compared.

    One row for the register (one standard, one base) and one for the survey (one line, one base); empty if there is no
    such span. A figure of a year end stands beside the survey of that year. `points` are points a year, `compound` and
    `arr` percent a year (the compound and the continuous rate of reduction); below 0 where a measure rose. `inferred`
    says whether an end is. A survey has no bounds here: its error is that of its sample, which is not printed.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = compare_measures(load_pack("quang-ngai"))
        >>> table[["measure", "start", "end"]].values.tolist()
        [['register', '2010-M12', '2015-M12'], ['survey', '2010', '2015']]
        >>> table["points"].tolist()
        [2.94, 2.36]
    """
    surveys = _list_survey_figures(pack)
    common = _find_longest_common_span(_list_register_anchors(pack), [a for a, _ in surveys])
    if not common:
        return tabulate_rows([], COMPARISON_COLUMNS, COMPARISON_NUMBERS)
    register, survey = common
    sources = dict.fromkeys(source for a, row in surveys if a in survey for source in [row["source"]])
    rows = [
        _comparison_row(REGISTER, *register),
        _comparison_row(SURVEY, *survey) | dict.fromkeys(PACE_BOUNDS) | {"official_source": " ".join(sources)},
    ]
    return tabulate_rows(rows, COMPARISON_COLUMNS, COMPARISON_NUMBERS)


def tabulate_same_years(pack: Pack) -> pd.DataFrame:
    """The figures of both measures over the years that they share: each of one standard or line, and of one base.

    The years are those of `compare_measures`; where the measures share one year alone, its two figures, the latest such
    year if there are several. `measure` is register or survey; `end` says whether a figure is the first or the last of
    its measure. Empty where they share no year. `standard` is the register's, `survey_line` the survey's; `publisher`
    published the survey.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_same_years(load_pack("soc-trang"))
        >>> table.loc[table["end"] == "last", ["measure", "date", "value"]].values.tolist()
        [['register', '2015-M12', 8.88], ['survey', '2015', 12.0]]
    """
    surveys, registers = _list_survey_figures(pack), _list_register_anchors(pack)
    shared = [(r, s) for r, (s, _) in product(registers, surveys) if r.t == s.t == round(r.t)]
    common = _find_longest_common_span(registers, [a for a, _ in surveys])
    if shared and not common:
        common = tuple((a, a) for a in max(shared, key=lambda pair: pair[0].t))
    rows = []
    for measure, ends in zip((REGISTER, SURVEY), common or (), strict=False):
        figures = surveys if measure == SURVEY else [(a, None) for a in registers]
        for a, official in sorted(figures, key=lambda figure: figure[0].t):
            if (a.series, a.standard) == (ends[0].series, ends[0].standard) and ends[0].t <= a.t <= ends[1].t:
                rows.append(_build_same_years_row(measure, a, official, ends))
    return tabulate_rows(rows, SAME_YEARS_COLUMNS, ["t", "value", "low", "high", "decimals"])


def tabulate_poverty_lines(pack: Pack) -> pd.DataFrame:
    """The rural and the urban line of each standard in prices of one year: did it rise, or only follow prices?

    `start_worth` is the line in prices of the end of `price_year`, counted from the end of the year before it came into
    force, `end_worth` from the end of its last year, both with three digits that count; `change` is by how many percent
    `start_worth` lies above that of the standard before. Blank where consumer prices are not known; `remark` says so.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> table = tabulate_poverty_lines(load_pack("gia-lai")).set_index(["standard", "area"])
        >>> table.loc[("VN-2016", "urban"), ["line", "start_worth", "change"]].tolist()
        [900000.0, 943000.0, 31.3]
    """
    prices = select_official_series(pack.province["country"], CONSUMER_PRICES)
    rows = []
    for area in ("rural", "urban") if len(prices) else ():
        earlier_worth = None
        for s in pack.shared.standards.values():
            line = getattr(s, f"{area}_line")
            if line is None:
                continue
            start, end = (_worth_in_last_prices(float(line), year, prices) for year in (s.first_year - 1, s.last_year))
            change = 100 * (start / earlier_worth - 1) if start and earlier_worth else None
            earlier_worth = start
            row = {"standard": s.id, "label": s.label, "area": area, "first_year": s.first_year}
            row |= {"last_year": s.last_year, "line": float(line), "line_unit": s.line_unit}
            row |= {"price_year": int(prices["year"].max()), "change": round_finite(change, 1)}
            row |= {"start_worth": _keep_three_digits(start), "end_worth": _keep_three_digits(end)}
            row["remark"] = "" if end else f"consumer prices are known up to {row['price_year']}"
            row["kind"] = "derived" if start else "reported" if s.verified else "assumed"
            rows.append(row | {"official_source": prices["source"].iloc[0]})
    return tabulate_rows(rows, LINE_COLUMNS, ["line", "start_worth", "end_worth", "change"])


def _list_survey_figures(pack: Pack) -> list[tuple[Anchor, pd.Series]]:
    """The survey's rates as anchors, by year, each with its row of the official statistics.

    Its line stands where a register has its standard. `low` and `high` are what rounding leaves; the sampling error is
    not printed.
    """
    figures = []
    for _, row in select_official_series(pack.province["iso_3166_2"], SURVEY_RATE).iterrows():
        half = 0.5 * 10 ** -row["decimals"]
        anchor = Anchor(
            series=MeasuredSeries(SURVEY_RATE, "all", PROVINCE_AREA, row["base"]), standard=row["line"],
            date=str(row["year"]), value=row["value"], low=row["value"] - half, high=row["value"] + half,
            kind=row["kind"], claims=(), readings=(),
        )  # fmt: skip
        figures.append((anchor, row))
    return figures


def _list_register_anchors(pack: Pack) -> list[Anchor]:
    """The rates of everybody that a register counted, standard by standard, by date."""
    spells = [s for s in list_poverty_rate_spells(resolve_readings(pack)) if s.method == "register"]
    return [a for spell in spells for a in spell.anchors]


def _year_of(a: Anchor) -> int:
    """The calendar year of an anchor."""
    return parse_sdmx_period(a.date).year


def _register_cells(a: Anchor) -> dict:
    """The cells of a row that a register's figure fills."""
    numbers = {"register_rate": a.value, "register_low": a.low, "register_high": a.high}
    cells = {name: round_finite(number) for name, number in numbers.items()}
    cells |= {"register_date": a.date, "register_standard": a.standard, "register_base": a.series.whole}
    return cells | collect_provenance([a])


def _survey_cells(a: Anchor, row: pd.Series) -> dict:
    """The cells of a row that a survey's figure fills."""
    cells = {"survey_rate": a.value, "survey_line": a.standard, "survey_base": a.series.whole}
    return cells | {"survey_status": row["status"], "official_source": row["source"]}


def _build_same_years_row(measure: str, a: Anchor, official: pd.Series | None, ends: tuple[Anchor, Anchor]) -> dict:
    """A figure over the years that both measures share; `official` is its row of the official statistics, if any."""
    row = {"measure": measure, "t": a.t, "date": a.date, "base": a.series.whole, "kind": a.kind}
    row |= {name: round_finite(number) for name, number in (("value", a.value), ("low", a.low), ("high", a.high))}
    row["end"] = "first" if a == ends[0] else "last" if a == ends[1] else ""
    if official is None:
        return row | {"standard": a.standard} | collect_provenance([a])
    row |= {"survey_line": a.standard, "survey_status": official["status"], "decimals": official["decimals"]}
    return row | {"official_source": official["source"], "publisher": official["publisher"]}


def _find_longest_common_span(
    registers: list[Anchor], surveys: list[Anchor]
) -> tuple[tuple[Anchor, Anchor], tuple[Anchor, Anchor]] | None:
    """Two comparable figures of each measure, of the same two year ends, as far apart as there are; the latest such."""
    register_pairs = [pair for pair in _pair_comparable(registers) if _are_year_ends(pair)]
    common = [
        (register, survey)
        for register, survey in product(register_pairs, _pair_comparable(surveys))
        if [a.t for a in register] == [a.t for a in survey]
    ]
    return max(common, key=lambda pairs: (pairs[0][1].t - pairs[0][0].t, pairs[0][1].t), default=None)


def _pair_comparable(anchors: list[Anchor]) -> list[tuple[Anchor, Anchor]]:
    """Every two figures of one series and one standard or line, the earlier first."""
    pairs = combinations(sorted(anchors, key=lambda a: a.t), 2)
    return [(a, b) for a, b in pairs if (a.series, a.standard) == (b.series, b.standard) and a.t < b.t]


def _are_year_ends(pair: tuple[Anchor, Anchor]) -> bool:
    """Whether both figures count the end of a year."""
    return all(a.t == round(a.t) for a in pair)


def _comparison_row(measure: str, first: Anchor, last: Anchor) -> dict:
    """The row of one measure: its ends, its pace and what they rest on."""
    pace = annual_pace(first, last)
    row = {"measure": measure, "standard": first.standard, "base": first.series.whole, "start": first.date}
    row |= {"end": last.date, "first_value": round_finite(first.value), "last_value": round_finite(last.value)}
    row |= {"inferred": "yes" if "derived" in (first.kind, last.kind) else "no", "kind": "derived"}
    return row | build_pace_cells(pace) | collect_provenance([first, last])


def _worth_in_last_prices(line: float, year: int, prices: pd.DataFrame) -> float | None:
    """A sum of the end of a year in prices of the end of the last year of the table; None if they are not known."""
    first, last = prices["year"].min(), prices["year"].max()
    if not first - 1 <= year <= last:
        return None
    return line * prod(prices.loc[prices["year"] > year, "value"] / 100)


def _keep_three_digits(amount: float | None) -> float | None:
    """An amount with three digits that count: an index of prices does not carry more."""
    return None if amount is None else float(f"{amount:.3g}")

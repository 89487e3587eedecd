"""Sentences, chart data, yearly table and audit of made-up packs, against a plain count of what was printed."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given

from examples import examples
from generated_packs import SURVEY, Rate, build_rates_pack, lists_of_rates
from poverty import tables
from poverty.packs.audit import audit_claims
from poverty.packs.readings import resolve_readings
from poverty.words.findings import phrase_poverty_findings
from poverty.words.language import Language

ENGLISH = Language("en")
ROUNDING = 1  # hundredths: rates so close may be the same
SMALL = 0.05  # of itself: a change that a survey without a printed error does not tell
BASE_RULES = {
    "base of a rate",
    "standard in force",
}  # they speak of the base, or of one standard's years, and join nothing


def list_series(rates: list[Rate]) -> dict[tuple[str, str], list[Rate]]:
    """The rates of each standard and base in time order: what may be joined by a line."""
    series: dict[tuple[str, str], list[Rate]] = {}
    for rate in sorted(rates, key=lambda rate: rate.year):
        series.setdefault((rate.standard, rate.base), []).append(rate)
    return series


def list_directions(first: Rate, last: Rate) -> set[str]:
    """What may be said of two rates of a series: it fell, it rose, or rounding or sampling hides it.

    Two answers where the change of a survey is about as large as what it does not tell, by how its rates were rounded.
    """
    change = abs(first.hundredths - last.hundredths)
    direction = "fell" if last.hundredths < first.hundredths else "rose"
    if change < ROUNDING:
        return {"cannot tell"}
    if first.standard != SURVEY or change > SMALL * first.hundredths:
        return {direction}
    return {"cannot tell"} if change + 1 < SMALL * (first.hundredths - 0.5) else {"cannot tell", direction}


@examples(200)
@given(lists_of_rates())
@example([Rate(SURVEY, "households", 2006, 231), Rate(SURVEY, "households", 2007, 220)])  # 4.8% of itself
@example([Rate(SURVEY, "households", 2006, 231), Rate(SURVEY, "households", 2007, 216)])  # 6.5%
def test_nothing_unlike_is_joined_and_no_direction_is_false(rates):
    pack = build_rates_pack(rates)
    series = list_series(rates)
    check_chart_table(tables.tabulate_trajectories(pack, ("poverty_rate",)), series)
    check_yearly_table(tables.tabulate_yearly(pack), series)
    check_paces(tables.tabulate_spell_paces(pack), series)
    for finding in audit_claims(resolve_readings(pack)):
        joined = {tuple(name.rsplit("-", 2)[0].rsplit("-", 1)) for name in finding.claims}
        assert finding.check in BASE_RULES or len(joined) <= 1 or finding.verdict == "not checkable", finding
    for sentence in phrase_poverty_findings(pack, ENGLISH)[:2]:
        check_sentence(sentence, series)


def check_chart_table(table, series):
    """The marks of each standard and base are its own, and a reconstructed year lies between two of them."""
    drawn = {key: rows for key, rows in table.groupby(["standard", "base"]) if (rows["role"] == "anchor").any()}
    assert set(drawn) == set(series)
    for key, rates in series.items():
        anchors = drawn[key][drawn[key]["role"] == "anchor"].sort_values("t")
        assert list(zip(anchors["t"], anchors["value"], strict=True)) == [(rate.year, rate.value) for rate in rates]
        for row in drawn[key][drawn[key]["role"] == "path"].itertuples():
            first, last = next((a, b) for a, b in pairwise(rates) if a.year < row.t < b.year)
            assert min(first.value, last.value) - 0.01 <= row.value <= max(first.value, last.value) + 0.01


def check_yearly_table(table, series):
    """Every printed rate that stands in the table is one of its own series; nothing of a survey is reconstructed."""
    for row in table[table["poverty_rate_kind"] == "reported"].itertuples():
        assert row.poverty_rate in [r.value for r in series[row.standard, row.base] if r.year == row.year]
    years = {(standard, rate.year) for (standard, _), rates in series.items() for rate in rates}
    shown = table[table["poverty_rate_kind"] == "reported"]
    assert set(zip(shown["standard"], shown["year"], strict=True)) == years
    reconstructed = table[table["poverty_rate_kind"] == "reconstructed"]
    assert SURVEY not in set(reconstructed["standard"])


def check_paces(table, series):
    """A pace is that of the first and the last rate of one series, under its own sign."""
    for row in table.dropna(subset=["points"]).itertuples():
        rates = series[row.standard, row.base]
        first, last = rates[0], rates[-1]
        assert (row.start, row.end) == (f"{first.year}-M12", f"{last.year}-M12")
        assert row.points == pytest.approx((first.value - last.value) / (last.year - first.year), abs=1e-4)


def check_sentence(sentence, series):
    """The first two rates of a sentence are of one series, the first earlier; the verb is their direction."""
    shown = [round(100 * float(n)) for n in re.findall(r"(\d+(?:\.\d+)?)%", sentence)][:2]
    if len(shown) < 2:
        return
    pairs = [
        (a, b)
        for rates in series.values()
        for i, a in enumerate(rates)
        for b in rates[i + 1 :]
        if (a.hundredths, b.hundredths) == tuple(shown)
    ]
    assert pairs, sentence
    directions = set().union(*(list_directions(*pair) for pair in pairs))
    if re.search("cannot be told|unclear", sentence):
        assert "cannot tell" in directions, sentence
    else:
        verb = next(word for word in ("fell", "rose") if re.search(rf"\b{word}\b", sentence))
        assert verb in directions, sentence

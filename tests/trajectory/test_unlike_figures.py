"""Rates of households and of people, rises, surveys: nothing unlike is joined, and no direction is false."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from poverty.packs.numerals import compute_numeral_bounds
from poverty.packs.readings import resolve_readings
from poverty.tables import tabulate_spell_paces, tabulate_trajectories
from poverty.trajectory.spells import list_comparable_spells

STANDARD = "VN-2022"
YEARS = [2021, 2022, 2023, 2024]
HALF_UNIT = 0.005
RATES = st.dictionaries(
    st.tuples(st.sampled_from(YEARS), st.sampled_from(["households", "population"])),
    st.integers(50, 900).map(lambda hundredths: Decimal(hundredths) / 100),
    min_size=1,
)


def with_rates(like, rates, method="register"):
    """The pack with these rates of everybody alone, by year and base, all under one standard."""
    model = like.claims["poverty-rate-2024"]
    claims, rows = {}, {}
    for (year, base), value in rates.items():
        name, date = f"rate-{year}-{base}", f"{year}-M12"
        unit, exact = Decimal("0.01"), like.shared.qualifiers["exact"]
        claims[name] = replace(
            model, id=name, start=date, end=date, base=base, value=value, printed=str(value).replace(".", ","),
            bounds=compute_numeral_bounds(value, None, unit, exact), together="", readings=(),
        )  # fmt: skip
        rows[name] = like.rows[model.id]
    standards = like.shared.standards
    shared = replace(like.shared, standards=standards | {STANDARD: replace(standards[STANDARD], method=method)})
    return replace(like, claims=claims, rows=rows, questions={}, overrides=[], shared=shared)


def by_base(rates):
    """What a reader of the sources sees: of each base, the years and rates in order."""
    return {
        base: sorted((year, float(value)) for (year, of), value in rates.items() if of == base)
        for base in {of for _, of in rates}
    }


def direction(first, last):
    if abs(first - last) < 2 * HALF_UNIT - 1e-9:
        return "unclear"
    return "fell" if last < first else "rose"


@examples(200)
@given(rates=RATES, method=st.sampled_from(["register", "survey"]))
def test_no_unlike_figures_are_joined_and_no_direction_is_false(bac_lieu, rates, method):
    read, series = with_rates(bac_lieu, rates, method), by_base(rates)
    table = tabulate_trajectories(read, ("poverty_rate",))
    for base, figures in series.items():
        anchors = table[(table["base"] == base) & (table["role"] == "anchor")]
        assert [(int(t), v) for t, v in zip(anchors["t"], anchors["value"], strict=True)] == figures
        for (start, before), (end, after) in pairwise(figures):
            between = table[(table["base"] == base) & (table["role"] == "path") & table["t"].between(start, end)]
            assert between["value"].between(min(before, after), max(before, after)).all()
            assert set(" ".join(between["claims"]).split()) <= {f"rate-{year}-{base}" for year, _ in figures}
    paces = tabulate_spell_paces(read)
    for row in paces.itertuples():
        (start, first), *_, (end, last) = series[row.base]
        told = direction(first, last).replace("unclear", "cannot tell")
        assert (row.direction, row.base) == (told, row.base)
        assert row.compound == pytest.approx(100 * (1 - (last / first) ** (1 / (end - start))), abs=1e-3)
        assert row.compound_high < 100


def test_rates_of_two_bases_are_two_spells(bac_lieu):
    rates = {(2021, "households"): Decimal("5.09"), (2024, "population"): Decimal("0.75")}
    spells = list_comparable_spells(resolve_readings(with_rates(bac_lieu, rates)))
    assert sorted((s.series.whole, len(s.anchors)) for s in spells) == [("households", 1), ("population", 1)]

"""Ten choices of donors: each does what it says, and the width of an unknown year hardly depends on them."""

import numpy as np
import pytest

from poverty.bands import donor_choices
from poverty.bands.calibration import tabulate_calibration_figures
from poverty.bands.donor_choices import DONOR_CHOICES, tabulate_donor_choices

END_2012 = (2010, 18.40, 2014, 4.48, 2012)  # the longest gap of Bạc Liêu


@pytest.fixture(scope="module")
def choices(table):
    return tabulate_donor_choices(table, *END_2012).set_index("choice")


def test_the_width_of_end_2012_stays_within_a_factor_of_two(choices):
    assert len(choices) == 10
    widths = choices["width"]
    assert widths.notna().all()
    assert widths.max() / widths.min() < 2  # 3.1 before: it was one order statistic
    assert widths.min() >= 2.6
    assert widths.max() <= 4.3
    assert widths.iloc[0] == pytest.approx(12.24 - 8.45, abs=0.01)
    np.testing.assert_allclose(widths, choices["band_high"] - choices["band_low"], atol=2e-4)


def test_each_choice_is_another(choices):
    assert not choices.duplicated(["figures", "places", "miss_quantile"]).any()
    assert choices["figures"].iloc[0] == 49


def test_each_choice_does_what_it_says(table):
    figures = {name: select(table) for name, select in DONOR_CHOICES.items()}
    usual = figures["inner year ends, as used"]
    assert set(usual["date"].str[-4:]) == {"-M12"}
    assert set(figures["recounts within a year too"]["date"].str[-4:]) == {"-M12", "-M06"}
    assert len(figures["estimates too"]) > len(usual)
    assert not figures["without derived values"]["derived"].any()
    assert set(figures["without minorities"]["series"]) == {"poverty_rate"}
    assert set(figures["from the end of 2015 on"]["standard"]) == {"VN-2016", "VN-2022"}
    levels = table.drop_duplicates("place").set_index("place")["level"]
    assert set(figures["provinces alone"]["place"].map(levels)) == {"province"}
    gaps = (usual["t1"] - usual["t0"]).unique()
    shorter = figures["without the longest gaps"]
    assert (shorter["t1"] - shorter["t0"]).max() == sorted(gaps)[-2]
    sizes = usual["part_of"].value_counts()
    assert sizes.index[:2].tolist() == ["Quảng Ngãi", "Việt Nam"]
    for choice, place in zip(
        ("without the largest place", "without the second largest place"), sizes.index, strict=False
    ):
        assert set(usual["part_of"]) - set(figures[choice]["part_of"]) == {place}


def test_a_choice_that_leaves_too_few_places_is_blank(table):
    few = table[table["part_of"].isin(tabulate_calibration_figures(table)["part_of"].unique()[:9])]
    some = tabulate_donor_choices(few, *END_2012).set_index("choice")
    assert some.loc["inner year ends, as used", "width"] > 0
    blank = some.loc["without the largest place"]
    assert blank["places"] == 8
    assert np.isnan(blank["width"])
    nothing = tabulate_donor_choices(table[:0], *END_2012)
    assert len(nothing) == len(donor_choices.DONOR_CHOICES)
    assert nothing["width"].isna().all()
    alone = tabulate_donor_choices(table[table["part_of"] == "Quảng Ngãi"], *END_2012).set_index("choice")
    assert alone.loc["without the second largest place", "figures"] == 0

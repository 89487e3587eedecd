"""What each source of uncertainty contributes to the pace: values computed by hand."""

import itertools
from dataclasses import replace
from math import log, nan

import numpy as np
import pytest

from poverty.packs import load as pack
from poverty.packs import readings
from poverty.trajectory.sensitivity import UNCERTAINTY_COLUMNS, tabulate_uncertainty
from sample_packs import edit, set_cell

PACKS = [*itertools.product(pack.list_province_slugs(), readings.EVIDENCE_CHOICES)]


@pytest.fixture(scope="module")
def table(bac_lieu):
    return tabulate_uncertainty(bac_lieu)


def row(table, source):
    found = table[table["source"] == source]
    assert len(found) == 1
    return found.iloc[0]


def ends(row, name):
    return row[f"{name}_low"], row[f"{name}_high"]


def with_rate(bac_lieu, **cells):
    """The pack with another rate of 2024."""
    changed = bac_lieu.rebuild("poverty-rate-2024", cells, ())
    rows = bac_lieu.rows | {changed.id: bac_lieu.rows[changed.id] | cells}
    return replace(bac_lieu, rows=rows, claims=bac_lieu.claims | {changed.id: changed})


def test_rounding_moves_the_pace_by_half_a_point(table):
    found = row(table, "rounding")
    assert ends(found, "arr") == pytest.approx((100 * log(5.085 / 0.695) / 3, 100 * log(5.095 / 0.685) / 3), abs=1e-4)
    assert [round(x, 1) for x in ends(found, "arr")] == [66.3, 66.9]
    assert ends(found, "points") == pytest.approx((4.39 / 3, 4.41 / 3), abs=1e-4)
    assert found["arr_width"] == pytest.approx(0.55, abs=0.005)
    assert (found["kind"], found["claims"]) == ("derived", "poverty-rate-2022 poverty-rate-2024")


def test_either_date_may_be_earlier(table, bac_lieu):
    found = row(table, "dates")
    assert tuple(found[["years_low", "years", "years_high"]]) == pytest.approx((2.75, 3, 3.25))
    rate = 100 * log(5.09 / 0.69)
    assert ends(found, "arr") == pytest.approx((rate / 3.25, rate / 2.75), abs=1e-4)
    assert ends(found, "points") == pytest.approx((4.4 / 3.25, 4.4 / 2.75), abs=1e-4)
    assert found["kind"] == "assumed"
    assert row(tabulate_uncertainty(bac_lieu, window=0.5), "dates")["arr_high"] == pytest.approx(rate / 2.5, abs=1e-4)
    assert row(tabulate_uncertainty(bac_lieu, window=0), "dates")["arr_width"] == 0


@pytest.mark.parametrize("window", [-0.1, 1.0, nan])
def test_a_window_that_may_swallow_the_spell_is_refused(bac_lieu, window):
    with pytest.raises(ValueError, match="window"):
        tabulate_uncertainty(bac_lieu, window=window)


@pytest.mark.parametrize(("slug", "evidence"), PACKS)
def test_a_register_has_no_sampling_error_and_a_survey_no_early_count(slug, evidence):
    province = readings.restrict_to_evidence(pack.load_pack(slug), evidence)
    table = tabulate_uncertainty(province)
    of_kind = {"register": {"rounding", "dates"}, "survey": {"rounding", "sampling"}}[table["method"].iloc[0]]
    assert set(table["source"]) - {"reading"} == of_kind


def test_the_reading_of_a_date_moves_it_by_33_points(table):
    found = row(table, "reading")
    assert [round(x, 1) for x in ends(found, "arr")] == [99.5, 100.3]
    assert found["arr_width"] == pytest.approx(33.3, abs=0.05)
    assert (found["ruled_out"], found["years"], found["readings"]) == ("yes", 2, "review-2022=closing")
    assert table["source"].tolist() == ["dates", "rounding", "reading"]


def test_the_article_alone_leaves_the_reading_open(bac_lieu):
    table = tabulate_uncertainty(readings.restrict_to_evidence(bac_lieu, "article"))
    found = row(table, "reading")
    assert (found["ruled_out"], found["readings"]) == ("no", "review-2022=opening")
    assert row(table, "rounding")["arr"] == pytest.approx(100 * log(5.09 / 0.69) / 2, abs=1e-4)
    assert found["arr_width"] == pytest.approx(33.3, abs=0.05)


def test_the_sampling_error_of_a_survey_is_not_printed():
    table = tabulate_uncertainty(pack.load_pack("nusa-tenggara-timur"))
    assert row(table, "sampling")["verdict"] == "cannot tell"
    assert "dates" not in set(table["source"])


def test_a_printed_sampling_error_moves_the_pace(survey_folder):
    for claim in ("poverty-rate-2016-03-n6", "poverty-rate-2023-03-n7"):
        for column, cell in (("error_kind", "standard error"), ("error", "0.3")):
            edit(survey_folder, "reported.csv", set_cell(claim, column, cell))
    read = pack.read_pack_folder(survey_folder)
    table = tabulate_uncertainty(read)
    # 1.96 times the root of 0.3² + 0.3² in seven years, to each side of 2.23 / 7
    assert ends(row(table, "sampling"), "points") == pytest.approx((2.23 / 7 - 0.1188, 2.23 / 7 + 0.1188), abs=1e-3)
    assert row(table, "sampling")["verdict"] == ""


def test_a_rate_that_reaches_0_has_points_alone(bac_lieu):
    table = tabulate_uncertainty(with_rate(bac_lieu, printed="0,00", value="0.00"))
    assert table["arr"].isna().all()
    assert ends(row(table, "dates"), "points") == pytest.approx((5.09 / 3.25, 5.09 / 2.75), abs=1e-4)


def test_a_rise_has_its_ends_in_order(bac_lieu):
    table = tabulate_uncertainty(with_rate(bac_lieu, printed="6,69", value="6.69"))
    told = table[table["verdict"] == ""]
    assert (told["arr"] < 0).all()
    assert (told["arr_low"] < told["arr_high"]).all()
    assert (told[["arr_width", "points_width"]] >= 0).all(axis=None)


def test_no_spell_is_no_table(bac_lieu):
    claims = {name: c for name, c in bac_lieu.claims.items() if c.standard == "VN-pre2001"}
    empty = replace(bac_lieu, claims=claims, overrides=[], questions={})
    table = tabulate_uncertainty(empty)
    assert (list(table.columns), len(table)) == (UNCERTAINTY_COLUMNS, 0)


@pytest.mark.parametrize(("slug", "evidence"), PACKS)
def test_every_pack_has_its_table(slug, evidence):
    province = readings.restrict_to_evidence(pack.load_pack(slug), evidence)
    table = tabulate_uncertainty(province)
    assert (table["source"] == "rounding").sum() == 1
    assert set(table["kind"]) <= {"derived", "assumed"}
    assert {name for cell in table["claims"] for name in cell.split()} <= set(province.claims)
    told = table[(table["verdict"] == "") & (table["source"] != "reading")]
    for name in ("compound", "points", "arr"):
        assert (told[f"{name}_low"] <= told[name]).all()
        assert (told[name] <= told[f"{name}_high"]).all()
        np.testing.assert_allclose(told[f"{name}_high"] - told[f"{name}_low"], told[f"{name}_width"], atol=2e-4)

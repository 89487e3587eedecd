"""What notebook 08 shows of hidden figures: key numbers typed here, and the same by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import t

import poverty
from poverty.bands import calibrate_band, load_donors
from poverty.words.readable import bands
from small_packs import build_pack, build_row


@pytest.fixture(scope="module")
def hidden():
    return poverty.table("hidden-figures", None).all


def test_the_figure_that_misses_most(hidden):
    assert poverty.table("hidden-figures", None).lines()[0] == [
        "Sơn La", "poverty rate", "end 2024", "end 2021 to June 2025", "11.11", "12.20 (11.36 to 13.07)", "-0.34", "no"
    ]  # fmt: skip
    assert len(hidden) == 49
    assert hidden["miss"].abs().is_monotonic_decreasing
    # (√11.11 - 12/14·√11.11 ...): s is 36 months of 42; the path's root is √21.66 / 7 + 6 · √r1 / 7
    one = hidden.iloc[0]
    assert one["s"] == pytest.approx(36 / 42)
    root = np.sqrt(one["r0"]) / 7 + 6 * np.sqrt(one["r1"]) / 7
    unit = (np.sqrt(one["r0"]) - np.sqrt(one["r1"])) * np.sqrt(6) / 7
    assert one["miss"] == pytest.approx((np.sqrt(11.11) - root) / unit)


@pytest.mark.parametrize("which", [0, 4, 11, 20])
def test_a_figure_by_hand_is_the_figure_of_the_table(hidden, which):
    """As the notebook opens it: the scale of the others' misses, then the band."""
    one = hidden.iloc[which]
    others = hidden[hidden["part_of"] != one["part_of"]]
    weights = 1 / others.groupby("part_of")["miss"].transform("size")

    def cost(log_scale):
        scale = np.exp(log_scale)
        return -(weights * (t(4).logpdf(others["miss"] / scale) - np.log(scale))).sum()

    q = t(4).ppf(0.95) * np.exp(minimize_scalar(cost).x)
    assert q == pytest.approx(calibrate_band(load_donors(), one["part_of"]).miss_quantile, rel=1e-6)
    root = (1 - one["s"]) * np.sqrt(one["r0"]) + one["s"] * np.sqrt(one["r1"])
    half = q * (np.sqrt(one["r0"]) - np.sqrt(one["r1"])) * np.sqrt(one["s"] * (1 - one["s"]))
    assert [(root - half) ** 2, (root + half) ** 2] == pytest.approx([one["low"], one["high"]], abs=6e-5)
    assert (abs(one["miss"]) <= q) == (one["held"] == "yes")


def test_the_interval_score_of_one_and_of_all(hidden):
    # Sơn La: (13.0743 - 11.3638 + 20 · 0.2538) ÷ a fall of 10.77
    one = hidden.iloc[0]
    under = 20 * (one["low"] - one["value"])
    assert (one["high"] - one["low"] + under) / one["fall"] == pytest.approx(0.630, abs=1e-3)
    width, fall = hidden["high"] - hidden["low"], hidden["fall"]
    outside = (hidden["low"] - hidden["value"]).clip(lower=0) + (hidden["value"] - hidden["high"]).clip(lower=0)
    scores = poverty.table("scores", None).all
    assert ((width + 20 * outside) / fall).mean() == pytest.approx(scores["interval_score"].iloc[0], abs=1e-4)
    assert scores["interval_score"].iloc[0] == 0.2643


def test_key_numbers_as_shown():
    assert poverty.table("scores", None).lines()[:2] == [
        ["calibrated band", "49", "17", "96 (89 to 100)", "0.25", "0.264", "35 (3 to 58)"],
        ["log to linear", "49", "17", "55 (28 to 73)", "0.09", "0.408", ""],
    ]
    by_kind = {line[0]: line[1:] for line in poverty.table("scores-by-kind", None).lines()}
    assert len(by_kind) == 12
    assert by_kind["near-poor rates"][:4] == ["9", "5", "67 (45 to 100)", "11"]
    centres = {line[0]: line[1:4] for line in poverty.table("centres", None).lines()}
    assert centres["square root (λ = ½)"] == ["49", "0.47", "0.044"]
    assert min(centres, key=lambda name: float(centres[name][2])) in ("calibrated band", "square root (λ = ½)")
    spells = poverty.table("donor-spells", None).all
    assert (len(spells), spells["inner_figures"].sum()) == (28, 51)


def test_the_answer_in_sentences():
    years, ahead, jobs = poverty.explain("record", None)
    assert "Of 49 figures in 17 places the band held 96% (89 to 100%" in years
    assert "39 of 42 figures one year ahead, 19 of 19 figures 2 years ahead and 11 of 13" in ahead
    assert "15 of 19 hidden years of 3 places lie in it, 1 of 3 from 2020 on" in jobs
    assert poverty.explain("hidden-figures", None) == [
        "2 of 49 lie outside the band: Sơn La, end 2024; Bắc Kạn, end 2019."
    ]
    assert "Of 11 spells with two hidden year ends or more it held all of 9." in poverty.explain("scores", None)[1]


def test_a_range_that_is_not_confirmed_is_not_called_so(monkeypatch):
    narrow = calibrate_band(load_donors())
    object.__setattr__(narrow, "coverage_high", 0.85)
    monkeypatch.setattr(bands, "_calibrate", lambda: narrow)
    assert "may not be called a 90% band" in poverty.explain("record", None)[0]
    assert not [s for s in poverty.explain("band-limits", None) if s.startswith("**What can be said.**")]


def test_a_pack_without_a_gap_says_so():
    alone = build_pack(build_row("rate", "poverty_rate", "5.09", "2021-M12"))
    assert repr(poverty.table("donor-choices", alone)).startswith("This province has no gap of two years")
    assert poverty.explain("donor-choices", alone)[0].startswith("Somewhere has no gap")
    assert bands.phrase_donor_choices(poverty.load("bac-lieu")) == [
        "Bạc Liêu, end 2012, between end 2010 and end 2014: over the choices the band is 3.1 to 4.1 points wide, "
        "the widest 1.3 times the narrowest; as used, 3.8."
    ]


def test_a_misspelt_kind_is_answered_with_those_there_are():
    with pytest.raises(poverty.ChoiceError, match="there are falling rates at year ends, all inner figures"):
        poverty.table("hidden-figures", None, kind="falling rates")


def test_counts_have_no_decimals():
    assert poverty.table("hidden-figures", None, kind="counts of poor households").lines()[0] == [
        "Gia Lai (ethnic minority)", "poor households", "end 2016", "end 2015 to end 2018", "47,133",
        "45,141 (42,037 to 48,355)", "0.17", "yes",
    ]  # fmt: skip
    assert poverty.table("hidden-figures", None, kind="near-poor rates").lines()[0][1] == "near-poor rate"


def test_nothing_is_shown_in_codes():
    for name, entry in bands.TABLES.items():
        table = poverty.table(name, poverty.load("gia-lai") if entry.of_pack else None)
        assert len(table.heads) <= 8
        shown = pd.DataFrame(table.lines()).to_string()
        assert "VN-" not in shown
        assert "-M" not in shown

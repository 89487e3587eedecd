"""Rates of households and of people, rises, surveys: nothing unlike is joined, and no direction is false."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poverty import charts
from poverty.charts import pace, trajectory
from poverty.packs import load as pack
from poverty.packs.numerals import compute_numeral_bounds
from poverty.packs.readings import resolve_readings, restrict_to_evidence
from poverty.tables import build_chart_tables, provinces, tabulate_spell_paces, tabulate_trajectories
from poverty.trajectory.spells import list_comparable_spells
from poverty.words.gather import gather_context
from poverty.words.language import Language
from sample_packs import add_row

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


def is_true_title(title, series):
    """Whether a title says what one of the series did."""
    told = re.search(r"(\d+\.\d\d)%(?: to|, then) (\d+\.\d\d)%", title)
    if not told:
        return "no trajectory" in title and all(len(figures) == 1 for figures in series.values())
    ends = tuple(map(float, told.groups()))
    steps = {
        (rates[-2], rates[-1]) if "in the last step" in title else (rates[0], rates[-1])
        for rates in ([rate for _, rate in figures] for figures in series.values() if len(figures) > 1)
    }
    verb = next(word for word in ("fell", "rose", "unclear") if re.search(rf"\b{word}\b", title))
    return ends in steps and verb == direction(*ends)


@settings(max_examples=200, deadline=None)
@given(rates=RATES, method=st.sampled_from(["register", "survey"]))
def test_no_unlike_figures_are_joined_and_no_direction_is_false(bac_lieu, rates, method):
    read, series = with_rates(bac_lieu, rates, method), by_base(rates)
    context, lang = gather_context(read), Language("en")
    table = tabulate_trajectories(read, ("poverty_rate",))
    for base, figures in series.items():
        anchors = table[(table["base"] == base) & (table["role"] == "anchor")]
        assert [(int(t), v) for t, v in zip(anchors["t"], anchors["value"], strict=True)] == figures
        for (start, before), (end, after) in pairwise(figures):
            between = table[(table["base"] == base) & (table["role"] == "path") & table["t"].between(start, end)]
            assert between["value"].between(min(before, after), max(before, after)).all()
            assert set(" ".join(between["claims"]).split()) <= {f"rate-{year}-{base}" for year, _ in figures}
    said = trajectory.words(table, context, lang)
    assert is_true_title(said.title, series), said.title
    assert len(said.title.split()) <= 15
    assert (len(series) > 1) == any("joined to no rate" in note for note in said.notes)
    paces = tabulate_spell_paces(read)
    for row in paces.itertuples():
        (start, first), *_, (end, last) = series[row.base]
        told = direction(first, last).replace("unclear", "cannot tell")
        assert (row.direction, row.base) == (told, row.base)
        assert row.compound == pytest.approx(100 * (1 - (last / first) ** (1 / (end - start))), abs=1e-3)
        assert row.compound_high < 100
    if len(paces):
        said = pace.words(paces, context, lang)
        assert len(said.title.split()) <= 15
        assert not re.search(r"[-−]\d", f"{said.title} {said.alt}")
        latest = pace.find_told_rows(paces).iloc[0]
        verb = {"fell": "fell by", "rose": "rose by", "cannot tell": "fall or rise unclear"}[latest["direction"]]
        assert verb in said.title


def test_two_bases_of_one_date_are_two_marks_and_no_line(folder, english):
    """A rate of people beside that of households, of one date: no finding "in 0 years"."""
    add_row(folder, "poverty-rate-2024", {
        "claim_id": "of-people", "printed": "0,75", "value": "0.75", "base": "population", "together": "",
    })  # fmt: skip
    read = pack.read_pack_folder(folder)
    table = build_chart_tables(read)["02-trajectory"]
    last = table[(table["t"] == 2024) & (table["role"] == "anchor")]
    assert sorted(zip(last["base"], last["value"], strict=True)) == [("households", 0.69), ("population", 0.75)]
    chart = charts.draw("02-trajectory", table, gather_context(read), english)
    assert chart.title.startswith("Poverty fell from 5.09% to 0.69% in 3 years")
    assert chart.subtitle.startswith("Poverty rate, % of households or of people")
    assert "Of people, not of households, and joined to no rate of households: 0.75% (end 2024)." in chart.caption


def test_a_province_is_labelled_by_the_base_of_most_of_its_figures(english):
    """Sóc Trăng prints one rate of people, all others are of households."""
    packs = [pack.load_pack(slug) for slug in ("soc-trang", "nusa-tenggara-timur")]
    levels = provinces.tabulate_province_levels(packs)
    contexts = {p.slug: gather_context(p) for p in packs}
    drawn = charts.draw_provinces("02-levels", levels, contexts, english)
    heads = {text.get_text() for text in drawn.figure.texts} | {
        t.get_text() for a in drawn.figure.axes for t in a.texts
    }
    assert "Sóc Trăng" in heads
    assert any(head.startswith("East Nusa Tenggara") and "people" in head for head in heads)
    assert "Sóc Trăng 1.34% (end 2024)" in drawn.caption


def test_groups_are_set_against_everybody_of_their_own_base(english):
    read = pack.load_pack("soc-trang")
    table = build_chart_tables(read)["06-groups"]
    wrong = table.assign(base=table["base"].mask(table["population"] == "all", "population"))
    assert ", against " in charts.draw("06-groups", table, gather_context(read), english).title
    assert ", against " not in charts.draw("06-groups", wrong, gather_context(read), english).title


def test_a_reached_rate_lies_over_a_target(live, english):
    """At the end of 2024 a target of 1% stands beside the reported 0.69%."""
    table = build_chart_tables(live)["02-trajectory"]
    drawn = charts.draw("02-trajectory", table, gather_context(live), english)
    height = {line.get_gid(): line.get_zorder() for line in drawn.figure.axes[0].lines if line.get_gid()}
    reported = [height[f"anchor.{i}"] for i in table.index[table["role"] == "anchor"]]
    beside = [height[f"aside.{i}"] for i in table.index[table["role"] == "aside"]]
    assert beside
    assert max(beside) < min(reported)


@pytest.mark.parametrize(
    ("slug", "name", "reason"),
    [
        ("nusa-tenggara-timur", "02-trajectory", "No tint: figures of a survey may rise between two dates."),
        ("nghe-an", "04-households", "The near-poor have no tint"),
        ("thanh-hoa", "06-groups", "No tint where a question is open"),
    ],
)
def test_the_reason_of_a_missing_tint_is_the_real_one(slug, name, reason, english):
    read = pack.load_pack(slug)
    caption = charts.draw(name, build_chart_tables(read)[name], gather_context(read), english).caption
    assert caption.count("No tint") + caption.count("no tint") == 1
    assert reason in caption


def test_a_contradicted_change_is_named(english):
    """Gia Lai: a rate of ethnic minorities that follows from a printed change, an end of which is contradicted."""
    read = pack.load_pack("gia-lai")
    caption = charts.draw("06-groups", build_chart_tables(read)["06-groups"], gather_context(read), english).caption
    assert "about 14.9% (ethnic minorities, end 2019)" in caption


def test_the_pace_of_a_survey_has_no_digit_that_only_rounding_allows(english):
    read = pack.load_pack("nusa-tenggara-timur")
    made, context = build_chart_tables(read), gather_context(read)
    chart = charts.draw("03-pace", made["03-pace"], context, english)
    assert chart.title == "Poverty rate, 2016–2023: fell by about 1.5% a year, about 0.3 points"
    assert "halves" not in chart.caption
    assert not re.search(r"\d\.\d\d", chart.alt)
    chart = charts.draw("08-uncertainty", made["08-uncertainty"], context, english)
    assert "sampling error is not printed" in chart.title
    assert not re.search(r"\d\.\d\d", chart.alt)


def test_a_change_of_less_than_a_percent_is_not_said_to_be_none(english):
    """East Nusa Tenggara: 1,146.32 thousand poor people in March 2019, 1.14 million in March 2023."""
    read = pack.load_pack("nusa-tenggara-timur")
    title = charts.draw("04-households", build_chart_tables(read)["04-households"], gather_context(read), english).title
    assert "0% to" not in title


def test_the_pace_under_readings_of_an_open_question_is_said_under_each(bac_lieu, english):
    read = restrict_to_evidence(bac_lieu, "article")
    chart = charts.draw("03-pace", build_chart_tables(read)["03-pace"], gather_context(read), english)
    # 5.09% to 0.69% in 2 or in 3 years
    assert chart.title == "Poverty rate, 2022–2026 standard: fell by 63.2% or 48.6% a year, by reading"


def test_the_pace_is_said_with_its_halving_time(evidence, english):
    chart = charts.draw("03-pace", build_chart_tables(evidence)["03-pace"], gather_context(evidence), english)
    assert chart.title == "Poverty rate, 2021–2024: fell by 48.5 to 48.8% a year, 1.46 to 1.47 points"
    assert "At the pace of 2021–2024 the rate halves in 1.04 years." in chart.caption


def test_rates_of_two_bases_are_two_spells(bac_lieu):
    rates = {(2021, "households"): Decimal("5.09"), (2024, "population"): Decimal("0.75")}
    spells = list_comparable_spells(resolve_readings(with_rates(bac_lieu, rates)))
    assert sorted((s.series.whole, len(s.anchors)) for s in spells) == [("households", 1), ("population", 1)]

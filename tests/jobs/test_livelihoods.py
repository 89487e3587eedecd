"""Livelihood models: what a model and a household come to, what they can have touched, a second source on trial."""

from dataclasses import replace
from decimal import Decimal
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poverty import tables
from poverty.jobs import livelihoods
from poverty.jobs.livelihoods import BUDGET_INDICATOR, HOUSEHOLDS_INDICATOR, MODELS_INDICATOR, LivelihoodSupport
from poverty.packs import csv_rows as schema
from poverty.packs import load as pack
from poverty.packs import readings
from poverty.packs import reference as exchange
from poverty.packs.csv_rows import PackError
from poverty.packs.numerals import Interval, NumeralBounds
from sample_packs import add_row, edit, keep, set_cell
from small_packs import build_row, resolve_pack

MILLION = 1e6
# by source: what is divided, in which unit and with how many decimals, what people mean by the words
QUOTIENTS = [
    ("BAOBACLIEU", "households a model", 1, 2, (11.28, 12.03)),
    ("BAOBACLIEU", "VND a model", MILLION, 1, (124.1, 127.8)),
    ("BAOBACLIEU", "VND a household", MILLION, 2, (10.31, 11.33)),
    ("VNN2024", "households a model", 1, 2, (8.70, 9.78)),
    ("VNN2024", "VND a model", MILLION, 1, (157.6, 163.0)),
    ("VNN2024", "VND a household", MILLION, 2, (16.11, 18.75)),
]
# the same of what the main source's numbers leave if the other one's are a part of them
REST = [
    ("households a model", 1, 1, (14.6, 19.5)),
    ("VND a model", MILLION, 1, (36.6, 61.0)),
    ("VND a household", MILLION, 1, (1.9, 4.2)),
]
KINDS = {"cattle", "civets", "chickens", "Muscovy ducks", "safe vegetables", "fish in integrated farming"}
OTHER_SOURCE = ("vnn-models", "vnn-model-households", "vnn-model-budget")


@pytest.fixture(scope="module")
def known(evidence):
    return readings.resolve_readings(evidence)


@pytest.fixture(scope="module")
def article(evidence):
    return readings.resolve_readings(readings.restrict_to_evidence(evidence, "article"))


@pytest.fixture(scope="module")
def tra_vinh():
    return pack.load_pack("tra-vinh")


def support(resolved, source="BAOBACLIEU"):
    return next(s for s in livelihoods.list_livelihood_supports(resolved) if s.first_claim.source.id == source)


def quotient(resolved, name, source="BAOBACLIEU"):
    return next(q for q in livelihoods.compute_support_quotients(support(resolved, source)) if q.name == name)


def rounded(ends, unit, decimals):
    return tuple(round(x / unit, decimals) for x in ends)


def row(table, role, measure):
    return table[(table["role"] == role) & (table["measure"] == measure)].iloc[0]


def redate(folder, claims, **columns):
    for claim in claims:
        for column, value in columns.items():
            edit(folder, "reported.csv", set_cell(claim, column.rstrip("_"), value))


def nestings(folder):
    return livelihoods.find_nested_supports(readings.resolve_readings(pack.read_pack_folder(folder)))


# What a model and a household come to


def test_the_main_source_stands_first(known):
    assert [s.first_claim.source.id for s in livelihoods.list_livelihood_supports(known)] == ["BAOBACLIEU", "VNN2024"]


@pytest.mark.parametrize(("source", "name", "unit", "decimals", "ends"), QUOTIENTS)
def test_quotients_as_people_use_the_words(known, source, name, unit, decimals, ends):
    assert rounded(quotient(known, name, source).soft, unit, decimals) == ends


@pytest.mark.parametrize(("source", "name", "unit", "decimals", "ends"), QUOTIENTS[:3])
def test_the_main_source_alone_says_the_same_of_its_own_models(article, source, name, unit, decimals, ends):
    assert rounded(quotient(article, name, source).soft, unit, decimals) == ends


def test_the_words_alone_set_no_highest_number_of_households_a_model(known):
    low, high = quotient(known, "households a model").hard
    assert (low, high) == (pytest.approx(1500 / 133), inf)


@pytest.mark.parametrize(("name", "most"), [("VND a household", 17e9 / 1500), ("VND a model", 17e9 / 133)])
def test_the_words_alone_set_no_lowest_sum_of_money(known, name, most):
    assert quotient(known, name).hard == (0, pytest.approx(most))


def test_an_open_end_is_blank_in_the_table(evidence):
    table = tables.tabulate_livelihoods(evidence)
    households, money = (row(table, "each", name) for name in ("households a model", "VND a household"))
    assert str(households["hard_high"]) == "nan"
    assert (households["hard_low"], money["hard_low"]) == (pytest.approx(11.28, abs=0.005), 0)


def test_dollars_a_household_at_the_rate_printed_nearest_to_the_end(evidence):
    money = row(tables.tabulate_livelihoods(evidence), "each", "VND a household")
    assert (money["usd_low"], money["usd_high"]) == (425, 467)
    assert (money["usd_rate"], money["usd_date"]) == (24_278, "2024-12-18")


def test_money_without_a_date_is_not_put_into_dollars(evidence):
    table = tables.tabulate_livelihoods(evidence)
    undated = table[(table["publisher"] == "VietNamNet") & (table["unit"] == "VND")]
    assert len(undated) == 3
    assert undated["usd_low"].isna().all()


parts = st.tuples(st.floats(1, 1e6), st.floats(0, 1e6)).map(lambda x: (x[0], x[0] + x[1]))
share = st.floats(0, 1)


def with_limits(claim, low, high):
    """The claim with these limits, also where it counts whole things."""
    ends = Interval(Decimal(str(low)), None if high == inf else Decimal(str(high)))
    return replace(claim, bounds=NumeralBounds(ends, ends), rounded_to=Decimal(10))


def between(ends, part):
    return ends[0] + part * (ends[1] - ends[0])


@given(limits=st.tuples(parts, parts, parts), at=st.tuples(share, share, share))
def test_every_quotient_of_numbers_inside_their_limits_lies_inside_its_own(known, limits, at):
    names = (MODELS_INDICATOR, HOUSEHOLDS_INDICATOR, BUDGET_INDICATOR)
    claims = support(known).claims
    made = LivelihoodSupport({name: with_limits(claims[name], *ends) for name, ends in zip(names, limits, strict=True)})
    number = dict(zip(names, map(between, limits, at), strict=True))
    limit = dict(zip(names, limits, strict=True))
    found = livelihoods.compute_support_quotients(made)
    assert len(found) == 3
    for q, (_, top, bottom) in zip(found, livelihoods.QUOTIENT_PARTS, strict=True):
        low, high = q.soft
        assert low * (1 - 1e-9) <= number[top] / number[bottom] <= high * (1 + 1e-9)
        corners = [a / b for a in limit[top] for b in limit[bottom]]
        assert (low, high) == pytest.approx((min(corners), max(corners)))  # both ends are attained


@given(top=parts, low=st.floats(1, 1e6), more=st.floats(0, 1e9), at=share)
def test_a_number_without_a_highest_one_leaves_its_quotients_without_a_lowest(known, top, low, more, at):
    claims = support(known).claims
    made = {
        BUDGET_INDICATOR: with_limits(claims[BUDGET_INDICATOR], *top),
        HOUSEHOLDS_INDICATOR: with_limits(claims[HOUSEHOLDS_INDICATOR], low, inf),
    }
    (found,) = livelihoods.compute_support_quotients(LivelihoodSupport(made))
    assert found.hard == (0, pytest.approx(top[1] / low))
    assert between(top, at) / (low + more) <= found.hard[1] * (1 + 1e-9)


# What they can have touched


def test_the_most_that_they_can_be_of_the_net_fall(known):
    found = livelihoods.largest_share_of_exits(known, support(known))
    assert (found["start"], found["end"]) == ("2021-M12", "2024-M12")
    assert 1600 / found["most"] == pytest.approx(9_916)  # the net fall: 11.497 less 1.581
    assert 100 * found["most"] == pytest.approx(16.1355, abs=0.00005)


def test_the_fall_is_taken_over_the_longest_run_of_one_standard_in_their_years(folder):
    # four years under VN-2016, three under VN-2022
    redate(folder, ["model-households-2021-2024"], from_="2016")
    resolved = readings.resolve_readings(pack.read_pack_folder(folder))
    found = livelihoods.largest_share_of_exits(resolved, support(resolved))
    assert (found["start"], found["end"]) == ("2015-M12", "2019-M12")


def test_the_most_that_they_can_be_of_the_programme(known):
    found = livelihoods.largest_share_of_programme(known, support(known))
    assert (found["start"], found["end"]) == ("2021", "2025")
    assert round(100 * found["most"], 1) == 7.4


def test_a_programme_of_other_years_is_no_whole(folder):
    keep(folder, lambda row: row["claim_id"] != "dbnd-programme-budget-2021-2025")  # that of 2016 to 2020 is left
    resolved = readings.resolve_readings(pack.read_pack_folder(folder))
    assert "programme_budget" in {c.indicator for c in resolved.claims.values()}
    assert livelihoods.largest_share_of_programme(resolved, support(resolved)) is None


def test_a_programme_that_begins_in_january_is_a_whole_of_the_year(folder):
    redate(folder, ["dbnd-programme-budget-2021-2025"], from_="2021-M01")
    resolved = readings.resolve_readings(pack.read_pack_folder(folder))
    assert livelihoods.largest_share_of_programme(resolved, support(resolved)) is not None


def test_models_without_dates_are_a_share_of_nothing(known):
    other = support(known, "VNN2024")
    assert livelihoods.largest_share_of_exits(known, other) is None
    assert livelihoods.largest_share_of_programme(known, other) is None


def test_the_main_source_alone_prints_no_programme_and_no_second_count(article):
    assert len(livelihoods.list_livelihood_supports(article)) == 1
    assert livelihoods.largest_share_of_programme(article, support(article)) is None
    assert livelihoods.find_nested_supports(article) == []


def test_no_share_of_a_count_that_rose(folder):
    for column, value in (("printed", "17.520"), ("value", "17520")):
        edit(folder, "reported.csv", set_cell("poor-households-2024", column, value))
    risen = readings.resolve_readings(pack.read_pack_folder(folder))
    assert livelihoods.largest_share_of_exits(risen, support(risen)) is None


# The other source on trial


def test_the_other_source_may_count_a_part_but_not_the_same_models(known):
    (found,) = livelihoods.find_nested_supports(known)
    assert (found.whole.first_claim.source.id, found.part.first_claim.source.id) == ("BAOBACLIEU", "VNN2024")
    assert found.possible
    assert not found.may_coincide


def test_what_the_other_source_leaves(known):
    (found,) = livelihoods.find_nested_supports(known)
    assert found.remainders == {
        MODELS_INDICATOR: (41, 41),
        HOUSEHOLDS_INDICATOR: (600, 800),
        BUDGET_INDICATOR: (1.5e9, 2.5e9),
    }


@pytest.mark.parametrize(("name", "unit", "decimals", "ends"), REST)
def test_what_the_remaining_models_come_to(known, name, unit, decimals, ends):
    (found,) = livelihoods.find_nested_supports(known)
    assert rounded(found.quotients[name], unit, decimals) == ends


@given(whole=st.tuples(share, share, share), part=st.tuples(share, share, share))
def test_every_pair_of_numbers_leaves_a_rest_inside_its_limits(known, whole, part):
    (found,) = livelihoods.find_nested_supports(known)
    left = {
        name: between(found.whole.claims[name].limits("soft"), a) - between(found.part.claims[name].limits("soft"), b)
        for name, a, b in zip((MODELS_INDICATOR, HOUSEHOLDS_INDICATOR, BUDGET_INDICATOR), whole, part, strict=True)
    }
    for name, top, bottom in livelihoods.QUOTIENT_PARTS:
        low, high = found.quotients[name]
        assert low * (1 - 1e-9) <= left[top] / left[bottom] <= high * (1 + 1e-9)


def test_more_models_on_less_money_cannot_be_a_whole(folder):
    for column, value in (("printed", "20"), ("value", "20")):
        edit(folder, "reported.csv", set_cell("vnn-model-budget", column, value))
    (found,) = nestings(folder)
    assert not found.possible
    assert found.quotients == {}
    assert not {"rest", "rest-each"} & set(tables.tabulate_livelihoods(pack.read_pack_folder(folder))["role"])


def test_the_same_numbers_are_nobodys_rest(folder):
    for name, printed in (("vnn-models", "133"), ("vnn-model-households", "1.500"), ("vnn-model-budget", "17")):
        edit(folder, "reported.csv", set_cell(name, "printed", printed))
        edit(folder, "reported.csv", set_cell(name, "value", printed.replace(".", "")))
    assert [n.may_coincide for n in nestings(folder)] == [True]
    assert not {"rest", "rest-each"} & set(tables.tabulate_livelihoods(pack.read_pack_folder(folder))["role"])


def test_a_part_must_lie_within_the_years_of_the_whole(folder):
    redate(folder, OTHER_SOURCE, from_="2021", to="2023")
    assert len(nestings(folder)) == 1
    redate(folder, OTHER_SOURCE, from_="2020", to="2023")
    assert nestings(folder) == []


def test_the_order_of_rows_does_not_decide_about_nesting(folder):
    def households_first(rows):
        at = next(i for i, cells in enumerate(rows) if cells[0] == "vnn-models")
        rows[at], rows[at + 1] = rows[at + 1], rows[at]

    edit(folder, "reported.csv", households_first)
    assert [(n.possible, n.may_coincide) for n in nestings(folder)] == [(True, False)]


def test_a_total_up_to_a_later_date_is_no_part(folder):
    redate(folder, OTHER_SOURCE, as_of="2025-M05")
    assert nestings(folder) == []


def test_the_end_of_2024_lies_within_2024(folder):
    redate(folder, OTHER_SOURCE, from_="2021", to="2024-M12")
    assert len(nestings(folder)) == 1


# What is named without a number, or with a word for one


def test_six_kinds_of_model_are_named_without_numbers(known, article):
    for resolved in (known, article):
        found = livelihoods.list_model_kinds(resolved)
        assert {c.note for c in found} == KINDS
        assert len(found) == 6
        assert {c.value for c in found} == {None}


def test_kinds_are_rows_without_numbers(evidence):
    table = tables.tabulate_livelihoods(evidence)
    kinds = table[table["role"] == "kind"]
    assert set(kinds["measure"]) == KINDS
    assert kinds[["value", "low", "high"]].isna().all(axis=None)


def test_hundreds_of_trained_workers_are_100_to_999(evidence):
    trained = row(tables.tabulate_livelihoods(evidence), "printed", "workers_trained")
    assert (trained["low"], trained["high"], trained["unit"]) == (100, 999, "persons")


# Another province


def test_models_of_tra_vinh_in_2019(tra_vinh):
    resolved = readings.resolve_readings(tra_vinh)
    table = tables.tabulate_livelihoods(tra_vinh)
    each = table[table["role"] == "each"]
    assert list(each["measure"]) == ["households a model"]
    assert list(each["start"]) == list(each["end"]) == ["2019"]
    assert (round(each["low"].iloc[0], 1), round(each["high"].iloc[0], 1)) == (20.8, 25.0)
    found = [livelihoods.largest_share_of_exits(resolved, s) for s in livelihoods.list_livelihood_supports(resolved)]
    assert [round(100 * f["most"], 1) for f in found if f] == [8.3]
    assert [(f["start"], f["end"]) for f in found if f] == [("2018-M12", "2019-M12")]


def test_the_main_source_of_tra_vinh_alone_allows_no_quotient(tra_vinh):
    table = tables.tabulate_livelihoods(readings.restrict_to_evidence(tra_vinh, "article"))
    assert set(table["role"]) == {"printed"}


# Dollars


@pytest.fixture
def rates(tmp_path, monkeypatch):
    """Put a table of exchange rates in the place of the shared one."""

    def write(*rows):
        path = tmp_path / "exchange_rates.csv"
        lines = [
            ",".join(schema.list_column_names("exchange_rates.csv")),
            *(f"{row},A title,A paper,2024,https://example.org," for row in rows),
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        monkeypatch.setattr(exchange, "EXCHANGE_RATE_FILE", path)
        exchange.load_exchange_rates.cache_clear()

    yield write
    exchange.load_exchange_rates.cache_clear()


@pytest.mark.parametrize(
    ("t", "day"),
    [
        (2009.0, "2010-12-31"),
        (2010.9, "2010-12-31"),
        (2011.1, "2012-12-31"),
        (2012.2, "2012-12-31"),
        (2012.3, "2013-07-01"),
        (2030.0, "2013-07-01"),
    ],
)
def test_the_rate_of_the_nearest_day(rates, t, day):
    rates("VND,2012-12-31,20828", "VND,2010-12-31,18932", "VND,2013-07-01,21036", "IDR,2011-01-05,9000")
    assert exchange.find_nearest_exchange_rate("VND", t).day == day


def test_a_currency_without_a_rate_is_refused(rates):
    rates("VND,2012-12-31,20828")
    assert exchange.find_nearest_exchange_rate("VND", 2012.0).per_usd == 20_828
    with pytest.raises(exchange.NoExchangeRateError, match="IDR"):
        exchange.find_nearest_exchange_rate("IDR", 2012.0)


def test_a_spoilt_table_of_rates_is_refused_with_every_fault(rates):
    rates("VND,18/12/2024,24278", "VND,2022-12-29,0", "VND,2020-12-24,23162", "VND,2019-12-24,dear", "VND,2018-12-24,")
    with pytest.raises(PackError, match=r"exchange_rates\.csv, row 2, column date: '18/12/2024'") as refused:
        exchange.find_nearest_exchange_rate("VND", 2024.0)
    faults = [(f.file, f.row, f.column) for f in refused.value.faults]
    assert faults == [("exchange_rates.csv", *at) for at in ((2, "date"), *((n, "per_usd") for n in (3, 5, 6)))]


def test_a_missing_table_of_rates_is_named(rates, monkeypatch, tmp_path):
    rates()
    monkeypatch.setattr(exchange, "EXCHANGE_RATE_FILE", tmp_path / "none.csv")
    with pytest.raises(PackError, match=r"none\.csv"):
        exchange.find_nearest_exchange_rate("VND", 2024.0)


def test_a_headline_beside_the_exact_number_makes_no_second_support():
    models = {"indicator": MODELS_INDICATOR, "unit": "models", "statistic": "total"}
    exact = build_row("exact", "households", "1,540", "2020", together="text") | models
    families = build_row("families", "households", "3,080", "2020", together="text", statistic="total")
    families |= {"indicator": HOUSEHOLDS_INDICATOR}
    head = build_row("head", "households", "1,500", "2020", qualifier="more than", rounded_to="100") | models
    (found,) = livelihoods.list_livelihood_supports(resolve_pack(exact, families, head))
    assert {claim.id for claim in found.claims.values()} == {"exact", "families"}
    other = head | {"printed": "2,000", "value": "2000"}
    assert len(livelihoods.list_livelihood_supports(resolve_pack(exact, families, other))) == 2


MANY = {"printed": "7.777", "value": "7777", "rounded_to": "1", "qualifier": "exact"}


@pytest.mark.parametrize("status", ["target", "forecast", "actual"])
def test_planned_models_are_no_models(folder, status):
    add_row(folder, "models-2021-2024", {"claim_id": "more", "together": "", "status": status} | MANY)
    supports = livelihoods.list_livelihood_supports(readings.resolve_readings(pack.read_pack_folder(folder)))
    assert any("more" in [c.id for c in s.claims.values()] for s in supports) == (status == "actual")

"""Numerals: print, parse, and the value lies in its bounds."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from poverty.packs import load as pack
from poverty.packs import numerals
from small_packs import build_row, resolve_pack

LOCALES = ("en", "vi", "id", "fr")
EXACT = numerals.Qualifier("exact", *map(Decimal, ("-0.5", "0.5", "-0.5", "0.5")), "low", "", "")
QUALIFIERS = pack.load_pack("bac-lieu").shared.qualifiers

values = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=6)
decimals = st.integers(0, 4)


@given(value=values, places=decimals, locale=st.sampled_from(LOCALES), grouped=st.booleans())
def test_a_printed_value_lies_in_the_bounds_of_its_numeral(value, places, locale, grouped):
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    printed = format_decimal(value, pattern, locale)
    number, second, unit = numerals.read_printed_numeral(printed, locale, "exact", {})
    assert second is None
    assert unit == Decimal(1).scaleb(-places)
    bounds = numerals.compute_numeral_bounds(number, None, unit, EXACT)
    # Babel rounds halves to even, so a half may sit at either end
    assert bounds.hard.low <= value <= bounds.hard.high


@given(number=st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=2), locale=st.sampled_from(LOCALES))
def test_a_numeral_reads_back_as_its_number(number, locale):
    assert numerals.parse_numeral(format_decimal(number, "#,##0.00", locale), locale) == number


@given(
    number=st.integers(1, 10**6).map(Decimal),
    unit=st.sampled_from([Decimal(x) for x in ("0.01", "1", "100")]),
    name=st.sampled_from(sorted(QUALIFIERS)),
)
def test_the_soft_range_lies_inside_the_hard_one(number, unit, name):
    bounds = numerals.compute_numeral_bounds(number, None, unit, QUALIFIERS[name])
    assert bounds.hard.low is None or bounds.hard.low <= bounds.soft.low
    assert bounds.hard.high is None or bounds.soft.high <= bounds.hard.high
    assert bounds.soft.low < bounds.soft.high


@pytest.mark.parametrize(
    ("printed", "locale", "number"),
    [
        ("5,09", "vi", "5.09"),
        ("31.818", "vi", "31818"),
        ("20.000", "id", "20000"),
        ("20.000", "en", "20.000"),
        ("1 234,50", "fr", "1234.50"),
        ("2,650", "vi", "2.650"),
    ],
)
def test_the_locale_decides(printed, locale, number):
    found = numerals.parse_numeral(printed, locale)
    assert (found, found.as_tuple().exponent) == (Decimal(number), Decimal(number).as_tuple().exponent)


@pytest.mark.parametrize(
    ("printed", "locale"),
    [("5,09", "en"), ("5.09", "vi"), ("24,5000", "en"), ("3.15.2", "vi"), ("", "en"), ("x", "en")],
)
def test_a_numeral_that_its_locale_cannot_print_is_refused(printed, locale):
    with pytest.raises(numerals.NumeralError):
        numerals.parse_numeral(printed, locale)


def test_bounds_are_half_open_and_trailing_zeros_count():
    bounds = numerals.compute_numeral_bounds(Decimal("5.09"), None, Decimal("0.01"), EXACT).hard
    assert (bounds.low, bounds.high) == (Decimal("5.085"), Decimal("5.095"))
    assert Decimal("5.085") in bounds
    assert Decimal("5.095") not in bounds
    assert numerals.read_printed_numeral("2,650", "vi", "exact", {})[2] == Decimal("0.001")


@pytest.mark.parametrize(
    ("word", "value", "unit", "hard", "soft"),
    [
        ("more than", "20000", "1000", (20000, None), (20000, 21000)),
        ("nearly", "3", "1", (None, 3), ("2.5", 3)),
        ("nearly", "17", "1", (None, 17), ("16.5", 17)),
        ("at least", "1500", "100", (1500, None), (1500, 1600)),
    ],
)
def test_words_have_a_hard_and_a_soft_tier(word, value, unit, hard, soft):
    bounds = numerals.compute_numeral_bounds(Decimal(value), None, Decimal(unit), QUALIFIERS[word])
    expected = [tuple(None if x is None else Decimal(x) for x in tier) for tier in (hard, soft)]
    assert [(bounds.hard.low, bounds.hard.high), (bounds.soft.low, bounds.soft.high)] == expected


def test_more_than_excludes_the_number_and_at_least_includes_it():
    more, least = (
        numerals.compute_numeral_bounds(Decimal(100), None, Decimal(10), QUALIFIERS[w])
        for w in ("more than", "at least")
    )
    assert Decimal(100) not in more.hard
    assert Decimal(100) in least.hard


def test_a_range_and_a_word_have_two_ends():
    assert numerals.read_printed_numeral("2.5 - 3", "en", "range", {})[:2] == (Decimal("2.5"), Decimal("3"))
    lexicon = pack.load_pack("bac-lieu").shared.lexicon
    assert numerals.read_printed_numeral("ratusan", "id", "range", lexicon)[:2] == (Decimal(100), Decimal(999))
    with pytest.raises(numerals.NumeralError, match="two numbers with a dash"):
        numerals.read_printed_numeral("ratusan", "vi", "range", lexicon)


def test_a_level_is_never_below_0():
    exact = pack.read_reference_tables([], []).qualifiers["exact"]
    bounds = numerals.compute_numeral_bounds(Decimal("0.00"), None, Decimal("0.01"), exact, Decimal(0))
    assert bounds.hard.as_floats() == bounds.soft.as_floats() == (0.0, 0.005)
    change = numerals.compute_numeral_bounds(Decimal("0.00"), None, Decimal("0.01"), exact)
    assert change.hard.as_floats() == (-0.005, 0.005)


@pytest.mark.parametrize(
    ("low", "high", "closed", "whole"),
    [
        ("100", "200", (False, False), (101, 199)),
        ("100", "200", (True, True), (100, 200)),
        ("99.5", "100.5", (False, False), (100, 100)),
        ("99.5", "100.5", (True, True), (100, 100)),
    ],
)
def test_the_whole_numbers_of_an_interval_leave_out_its_open_ends(low, high, closed, whole):
    assert numerals.Interval(Decimal(low), Decimal(high), *closed).whole_numbers() == whole


@pytest.mark.parametrize("ends", [(None, Decimal(1)), (Decimal(1), None)])
def test_without_a_limit_there_is_no_last_whole_number(ends):
    with pytest.raises(ValueError, match="without a limit"):
        numerals.Interval(*ends).whole_numbers()


@pytest.mark.parametrize(
    ("printed", "parts"),
    [("5,2 nghìn tỷ", ("5,2", "trillion")), ("5,2 tỷ", ("5,2", "billion")), ("hàng nghìn tỷ", ("hàng nghìn tỷ", ""))],
)
def test_a_magnitude_of_two_words_is_cut_off_whole(printed, parts):
    words = {("vi", "nghìn tỷ"): "trillion", ("vi", "tỷ"): "billion"}
    assert numerals.split_magnitude_word(printed, "vi", words) == parts


@pytest.mark.parametrize(("qualifier", "soft"), [("about", (1_436, 1_437)), ("more than", (1_438, 1_438))])
def test_of_households_the_limits_are_the_first_and_the_last_possible_number(qualifier, soft):
    claims = resolve_pack(build_row("a", "households", "1,437", "2020-M12", qualifier=qualifier)).claims
    assert claims["a"].limits("soft") == soft

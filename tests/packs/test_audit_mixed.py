"""On packs of mixed bases, standards, registers and surveys no finding joins what is not one series."""

import random

from hypothesis import given
from hypothesis import strategies as st

from examples import examples
from poverty.packs import audit
from poverty.packs.dates import parse_sdmx_period
from small_packs import build_row, resolve_pack

# Checks whose very point is to hold figures of two kinds together; each has to say so.
ACROSS_STANDARDS = (
    "one total for all counts and rates",
    "totals in time",
    "persons per household",
    "share of all households",
    "size of a yearly fall",
)
ACROSS_BASES = ("base of a rate", "people against households", "persons per household", "totals in time")
ACROSS_GROUPS = ("rate between its parts", "parts against their sum", "share against its counts")
OF_ONE_DATE = (
    "one source against itself", "one source against another", "one total for all counts and rates", "base of a rate",
    "parts against their sum", "rate between its parts", "people against households", "count against rate",
)  # fmt: skip

RATES = ("poverty_rate", "near_poor_rate", "poor_and_near_poor_rate")
HOUSEHOLD_COUNTS = ("poor_households", "poor_households", "near_poor_households", "households")
PEOPLE_COUNTS = ("poor_persons", "population")
STANDARDS = ("VN-2011", "VN-2016", "VN-2022", "")
YEARS = (2012, 2015, 2016, 2017, 2021)
BASES = ("households", "population")
PERCENTS = ("5.00", "10.00", "12.00", "15.00", "20.00")
COUNTS = ("5,000", "10,000", "20,000", "100,000", "200,000")


def draw_row(rng, name, standards, years):
    """A row of any kind, in numbers few enough that some agree."""

    def mostly(usual, *others):
        return usual if rng.random() < 0.85 else rng.choice(others)

    columns = {
        "source_id": mostly("A", "B"),
        "population": mostly("all", "ethnic minority"),
        "area": mostly("province", "rural", "urban"),
        "standard": mostly(*standards),
        "status": mostly("actual", "estimate", "target"),
        "qualifier": mostly("exact", "more than", "about"),
        "together": mostly("", "one", "two"),
    }
    first, last = sorted(rng.choices(years, k=2))
    date = rng.choice([f"{first}-M12", f"{first}-M12", f"{first}", ""])
    kind = rng.choice(["rate"] * 4 + ["households"] * 4 + ["people", "change", "change", "flow", "share", "money"])
    if kind == "rate":
        return build_row(name, rng.choice(RATES), rng.choice(PERCENTS), date, **columns | {"base": rng.choice(BASES)})
    if kind in ("households", "people"):
        indicators = HOUSEHOLD_COUNTS if kind == "households" else PEOPLE_COUNTS
        indicator = rng.choice(indicators)
        columns["standard"] *= indicator not in ("households", "population")  # these need none
        return build_row(name, indicator, rng.choice(COUNTS), date, **columns)
    if kind == "change":
        statistic = rng.choice(["fall", "rise", "mean fall per year", "relative fall", "unclear"])
        columns |= {"statistic": statistic, "base": mostly("", *BASES)}
        columns["unit"] = "percent" if statistic in ("relative fall", "unclear") else "percentage points"
        months = rng.choice(["", "-M12"])
        span = "" if statistic == "unclear" else f"{first}{months}..{last + (first == last)}{months}"
        return build_row(name, "poverty_rate", rng.choice(["2.00", "5.00", "50.00"]), span, **columns)
    if kind == "flow":
        return build_row(name, "households_escaped", rng.choice(COUNTS), f"{first}..{last}", **columns)
    if kind == "share":
        columns |= {"statistic": "share", "unit": "percent", "base": rng.choice(["poor_households", "households"])}
        indicator = rng.choice(["poor_households", "households_escaped"])
        return build_row(name, indicator, rng.choice(PERCENTS), date, **columns)
    columns |= {"unit": "million VND", "standard": ""}
    return build_row(name, "programme_budget", rng.choice(COUNTS), f"{first}..{last}", **columns)


def draw_pack(seed):
    """The claims of a pack of thirty to fifty rows, counted by registers, by surveys, or by both."""
    rng = random.Random(seed)
    standards, years = rng.sample(STANDARDS, rng.randint(2, 4)), rng.sample(YEARS, 2)
    drawn = [draw_row(rng, f"c{i}", standards, years) for i in range(rng.randint(30, 50))]
    surveys = rng.sample(STANDARDS[:3], rng.randint(0, 2))
    return resolve_pack(*drawn, standards=dict.fromkeys(surveys, "survey"))


SEEDS = st.integers(0, 2**32)


def base_of(claim):
    """What a figure is a share or a number of."""
    if claim.indicator in RATES:
        return claim.base
    return {"households": "households", "persons": "population"}.get(claim.base_unit, "")


@examples(200)
@given(seed=SEEDS)
def test_no_finding_joins_what_is_not_one_series(seed):
    resolved = draw_pack(seed)
    standards = resolved.pack.shared.standards
    for found in audit.audit_claims(resolved):
        claims = [resolved.claims[name] for name in found.claims]
        if found.verdict not in ("agrees", "disagrees") or found.check == "standard in force":
            continue
        names = {c.standard for c in claims} - {""}
        if len(names) > 1:
            assert found.check in ACROSS_STANDARDS, found
            assert all(name in found.finding for name in names), found
        assert len({standards[name].method for name in names}) <= 1, found
        if len({base_of(c) for c in claims} - {""}) > 1:
            assert found.check in ACROSS_BASES, found
            assert "people" in found.finding or "persons" in found.finding, found
            assert "households" in found.finding, found
        if len({(c.population, c.area) for c in claims}) > 1:
            assert found.check in ACROSS_GROUPS, found
        if found.check not in ("size of a sum of money", "two plans"):
            assert "target" not in {c.status for c in claims}, found
        if found.check in OF_ONE_DATE:
            assert len({c.t for c in claims}) == 1, found
        if found.check == "size of a sum of money":
            check_sum_of_money(*claims, standards=standards)


def check_sum_of_money(money, *counts, standards):
    """Every count is of the years of the sum, and of the one standard that was in force in them."""
    first, last = parse_sdmx_period(money.start), parse_sdmx_period(money.end)
    for count in counts:
        assert first.start <= count.t <= last.end
        in_force = standards[count.standard]
        assert in_force.first_year <= first.year <= last.year <= in_force.last_year


@examples(200)
@given(seed=SEEDS)
def test_a_change_entered_as_years_is_never_said_to_disagree_while_one_beginning_fits(seed):
    resolved = draw_pack(seed)
    for found in audit.audit_claims(resolved):
        change = resolved.claims[found.claims[0]] if found.claims else None
        if found.check == "change against its ends" and change.start.isdecimal() and found.verdict == "disagrees":
            dated = [resolve_beginning(resolved, change, year) for year in (int(change.start) - 1, int(change.start))]
            assert dated == ["disagrees", "disagrees"]


def resolve_beginning(resolved, change, year):
    """The verdict on a change whose beginning is entered as the end of a year."""
    changed = resolved.pack.rebuild(change.id, {"from": f"{year}-M12"}, ())
    dated = type(resolved)(resolved.pack, resolved.choice, resolved.claims | {change.id: changed})
    return next(
        f.verdict
        for f in audit.audit_claims(dated)
        if f.check == "change against its ends" and f.claims[0] == change.id
    )

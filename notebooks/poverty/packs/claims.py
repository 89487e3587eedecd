"""A claim: one number as one source printed it, checked against the numbers that the encoder entered beside it."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from math import isfinite

from poverty.packs import numerals
from poverty.packs.csv_rows import CsvRow, check_cells, list_column_names, suggest_correction
from poverty.packs.dates import Period, parse_sdmx_period, period_end_coordinate
from poverty.packs.labels import Labels
from poverty.packs.messages import Message, join, list_either, message
from poverty.packs.numerals import (
    NumeralBounds,
    advise_on_numeral,
    compute_numeral_bounds,
    diagnose_spreadsheet_edit,
    read_printed_numeral,
    split_magnitude_word,
)
from poverty.packs.sampling import SamplingError, read_sampling_error
from poverty.packs.vocabulary import (
    FORMER_AREA,
    INDICATORS,
    MAGNITUDE_FACTORS,
    PROVINCE_AREA,
    RATE_DENOMINATORS,
    STATISTICS,
    STATISTICS_IN_OWN_UNIT,
    STATISTICS_IN_WORDS,
    STATISTICS_OF_CHANGE,
    STATISTICS_OF_FLOWS,
    STATISTICS_OF_PLANS,
    STATISTICS_OF_STOCKS,
    STATISTICS_OVER_TIME,
    STATISTICS_UP_TO_100,
    STATISTICS_WITH_UNIT,
    STATISTICS_WITHOUT_NUMERAL,
    UNITS_READ_AS,
    WHOLE_UNITS,
    split_unit,
)

NUMERAL_COLUMNS = ("qualifier", "locale", "unit", "value", "value_to", "rounded_to")
STATISTICS_WITH_BASE = ("share", "multiple", "verdict", "unclear")
STATISTICS_OF_RATES = (  # which say of which whole their rate is a share
    "level", "mean level", *STATISTICS_OF_CHANGE, "relative fall", "relative rise", *STATISTICS_IN_WORDS,
)  # fmt: skip
COPIED_COLUMNS = (  # columns of reported.csv that a claim has under the same name
    "locator", "together", "indicator", "population", "area", "statistic", "qualifier", "printed", "locale", "unit",
    "base", "standard", "status", "note", "as_of",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A publication: who printed the numbers."""

    id: str
    title: str
    publisher: str
    published: str
    accessed: str
    language: str
    url: str
    role: str
    trust: str
    names: dict[str, str] = field(default_factory=dict, compare=False)  # of the publisher, by language, if others

    def name_publisher(self, language: str) -> str:
        """The publisher in a language, by its code."""
        return self.names.get(language, self.publisher)

    @property
    def is_stored_copy(self) -> bool:
        """Whether it was read in a stored copy rather than as the live page."""
        return "stored copy" in self.accessed


@dataclass(frozen=True)
class PovertyStandard:
    """An official poverty standard and the years in which it was in force."""

    id: str
    label: str
    method: str
    counts: str  # what makes a household poor, in a few words
    first_year: int
    last_year: int
    official_years: str  # those by which the law names it, if others
    legal_basis: str
    rural_line: Decimal | None  # currency per person a month
    urban_line: Decimal | None
    line_unit: str
    verified: bool  # seen in a source, rather than general knowledge
    url: str  # where it was seen


@dataclass(frozen=True)
class CoverageGroup:
    """Of whom or where a figure is: a population or an area; `partition` names the groups that make up the whole."""

    word: str
    label: str
    part_of: str
    partition: str


@dataclass(frozen=True)
class ReferenceTables:
    """The tables that a claim's cells refer to."""

    sources: dict[str, Source]
    standards: dict[str, PovertyStandard]
    qualifiers: dict[str, numerals.Qualifier]
    lexicon: dict[tuple[str, str], tuple[Decimal, Decimal]]
    magnitudes: dict[tuple[str, str], str]
    groups: dict[str, dict[str, CoverageGroup]]  # by column (population, area) and word
    territory: dict  # from, until: SDMX dates; followed_by: names by language
    labels: Labels = field(default_factory=dict)  # the pack's own texts in other languages


@dataclass(frozen=True)
class MeasuredSeries:
    """What is measured, of whom, where."""

    indicator: str
    population: str
    area: str
    whole: str = ""  # what a rate is a share of: households or population

    @property
    def of_all(self) -> bool:
        """Whether it is of everybody in the province."""
        return (self.population, self.area) == ("all", PROVINCE_AREA)


@dataclass(frozen=True)
class Claim:
    """One number as one source printed it. `value` and `bounds` are in base units (households, not thousands)."""

    id: str
    source: Source
    locator: str
    together: str
    indicator: str
    population: str
    area: str
    statistic: str
    qualifier: str
    printed: str
    locale: str
    unit: str
    value: Decimal | None
    rounded_to: Decimal | None
    bounds: NumeralBounds | None
    start: str
    end: str
    base: str
    standard: str
    status: str
    inferred: tuple[str, ...]
    note: str
    as_of: str = ""  # the date that the source says it speaks of, where it is another or has no other
    readings: tuple[str, ...] = ()  # the readings that changed it, as "question=reading"
    sampling: SamplingError | None = None  # of a survey's figure, where its source prints one

    @cached_property
    def t(self) -> float | None:
        """The year-end coordinate of its date; None if it has none."""
        return period_end_coordinate(self.end) if self.end else None

    @property
    def magnitude(self) -> Decimal:
        """The factor from the printed number to `value`: 1000 for "thousand households"."""
        return split_unit(self.unit)[0]

    @cached_property
    def base_unit(self) -> str:
        """The unit without its magnitude: "households" for "thousand households"."""
        return split_unit(self.unit)[1]

    @cached_property
    def whole(self) -> str:
        """What a rate is a share of: "households" or "population"; "" for anything else."""
        return self.base.partition(":")[0] if self.base.partition(":")[0] in RATE_DENOMINATORS else ""

    @property
    def percent_of_plan(self) -> tuple[float, float, float] | None:
        """A result in percent of its plan, with what its words allow, also where it is printed as so much above it."""
        if self.statistic not in STATISTICS_OF_PLANS:
            return None
        plan, (low, high) = STATISTICS_OF_PLANS[self.statistic], self.usable_bounds()
        return plan + float(self.value), plan + low, plan + high

    @property
    def primary(self) -> bool:
        """Whether the pack's own source printed it, rather than one that corroborates."""
        return self.source.role == "primary"

    def limits(self, tier: str) -> tuple[float, float]:
        """The ends of the "hard" or "soft" bounds, in base units, infinite where there is no limit.

        Of things that come whole they are the first and the last possible number.
        """
        interval = getattr(self.bounds, tier)
        counted = self.base_unit in WHOLE_UNITS and self.rounded_to == 1
        if counted and None not in (interval.low, interval.high):
            low, high = interval.whole_numbers()
            if low > high:  # "more than 18000" to the very person: none lies between, so it is the next one
                low = high = low if self.bounds.hard.low is not None else high
            return float(low), float(high)
        return interval.as_floats()

    def usable_bounds(self) -> tuple[float, float]:
        """What its words allow, or how people use them on the side where they set no limit, in base units.

        Example:
            >>> from poverty.packs.load import load_pack
            >>> claims = load_pack("bac-lieu").claims
            >>> claims["poor-households-1997"].usable_bounds()
            (31818.0, 31818.0)
            >>> claims["jobs-multiple-1997"].usable_bounds()  # "nearly 3 times"
            (2.5, 3.0)
        """
        (low, high), (soft_low, soft_high) = self.bounds.hard.as_floats(), self.bounds.soft.as_floats()
        if isfinite(low) and isfinite(high):
            return self.limits("hard")
        return (low if isfinite(low) else soft_low), (high if isfinite(high) else soft_high)

    @cached_property
    def series(self) -> MeasuredSeries:
        """What it measures; the communes of a former province are the territory that they were."""
        area = PROVINCE_AREA if self.area == FORMER_AREA else self.area
        return MeasuredSeries(self.indicator, self.population, area, self.whole)


def build_claim(row: CsvRow, shared: ReferenceTables) -> Claim | None:
    """One row of reported.csv as a claim; None if it cannot be one, its faults noted in the row."""
    before = len(row.faults)
    if re.fullmatch(r"\d{1,3}", row["locale"]) and re.fullmatch(r"\d+", row["printed"]):
        numeral = f"{row['printed']},{row['locale']}"
        mend = message('its comma has cut the row in two: write "%(numeral)s" in quotes', numeral=numeral)
        row.add_fault("printed", message("the whole numeral in one cell"), mend)
        return None
    tables = {
        "sources": shared.sources,
        "populations": shared.groups["population"],
        "areas": shared.groups["area"],
        "qualifiers": shared.qualifiers,
        "standards": shared.standards,
        "columns": list_column_names("reported.csv"),
    }
    cells = check_cells(row, "reported.csv", tables)
    _advise_on_own_groups(row, before)
    numeral_is_readable = not {fault.column for fault in row.faults[before:]} & set(NUMERAL_COLUMNS)
    _check_claim_dates(row, {name: cells[name] for name in ("from", "to", "as_of") if cells[name]})
    _check_claim_territory(row, shared.territory)
    _check_statistic_of_indicator(row)
    _check_claim_base(row)
    value, rounded_to, bounds, sampling = None, None, None, None
    if row["statistic"] in STATISTICS_WITHOUT_NUMERAL:
        _check_claim_without_numeral(row)
    else:
        unit_fits = cells["unit"] is None or _check_unit_of_indicator(row, cells["unit"][1])
        if numeral_is_readable and unit_fits and _check_numeral(row, cells, shared):
            magnitude, (value, rounded_to) = cells["unit"][0], (cells["value"], cells["rounded_to"])
            value, rounded_to = value * magnitude, rounded_to * magnitude
            value_to = None if cells["value_to"] is None else cells["value_to"] * magnitude
            lowest = Decimal(0) if row["statistic"] == "level" else None
            qualifier = shared.qualifiers[row["qualifier"]]
            bounds = compute_numeral_bounds(value, value_to, rounded_to, qualifier, lowest)
            standard = shared.standards.get(row["standard"])
            sampling = read_sampling_error(row, cells, standard.method if standard else "")
            if row["status"] == "target" and value == 0 and not INDICATORS[row["indicator"]].stock:
                mend = message("a plan of nothing says nothing: delete the row")
                row.add_fault("value", message("a number above 0, for a plan"), mend)
    if len(row.faults) > before:
        return None
    copied = {name: row[name] for name in COPIED_COLUMNS}
    return Claim(
        id=row["claim_id"], source=shared.sources[row["source_id"]], value=value, rounded_to=rounded_to, bounds=bounds,
        start=row["from"], end=row["to"], inferred=tuple(row["inferred"].split()), sampling=sampling, **copied,
    )  # fmt: skip


def _advise_on_own_groups(row: CsvRow, before: int) -> None:
    """Say with an unknown group or area where a pack's own ones belong; `before` faults are of other rows."""
    folder = row.file.rpartition("/")[0]
    for i, fault in enumerate(row.faults[before:], before):
        if fault.column in ("population", "area") and fault.value and folder != "data/jobs":
            path = f"{folder}/groups.csv".lstrip("/")
            own = message("or add the word to %(file)s, for groups and areas of this province", file=path)
            row.faults[i] = replace(fault, mend=join([fault.mend, own], "; "))


def _check_claim_dates(row: CsvRow, periods: dict[str, Period]) -> None:
    """Whether both dates stand there or none, and in order; `periods` are those that could be read."""
    both = "from" in periods and "to" in periods
    if bool(row["from"]) != bool(row["to"]):
        blank = "to" if row["from"] else "from"
        mend = message("repeat the date for a single point in time")
        row.add_fault(blank, message("both dates, or neither"), mend)
    elif row["statistic"] in STATISTICS_OVER_TIME and (not row["from"] or (both and _is_ending_alike(periods))):
        mend = message("enter when it begins and when it ends: a change of one year runs from 2021-M12 to 2022-M12")
        row.add_fault("from", message("two dates, for a %(statistic)s", statistic=row["statistic"]), mend)
    elif both and (periods["from"].start > periods["to"].start or periods["from"].end > periods["to"].end):
        row.add_fault("to", message("a date not before %(date)s", date=row["from"]), message("swap the two dates"))


def _is_ending_alike(periods: dict[str, Period]) -> bool:
    """Whether nothing lies between the ends of two dates, as between those of 2022 and 2022-M12."""
    return periods["from"].end == periods["to"].end


def _check_claim_territory(row: CsvRow, territory: dict) -> None:
    """After a province has become part of another, its name no longer says which territory a figure is of."""
    until, end = territory.get("until", ""), row["to"]
    if not until and row["area"] in (FORMER_AREA, "successor"):
        expected = message("province: province.toml names no end of the territory")
        row.add_fault("area", expected, message("enter until there, or correct the area"))
    if not until or not end or row["area"] not in (PROVINCE_AREA, FORMER_AREA, "successor"):
        return
    try:
        later = period_end_coordinate(end) > period_end_coordinate(until)
    except ValueError:
        return  # named already
    heir = territory.get("followed_by", {}).get("en") or message("another province")
    if later and row["area"] == PROVINCE_AREA:
        expected = message(
            "which territory, for a figure after %(until)s, when the province became part of %(heir)s",
            until=until, heir=heir,
        )  # fmt: skip
        mend = message(
            '"former territory" if it counts the former communes and wards, "successor" if it is of %(heir)s', heir=heir
        )
        row.add_fault("area", expected, mend)
    if not later and row["area"] != PROVINCE_AREA:
        expected = message("province, for a figure up to %(until)s", until=until)
        row.add_fault("area", expected, message("correct the date or the area"))


def _check_statistic_of_indicator(row: CsvRow) -> None:
    """What is counted at a date has no total, and what is added up over years no level."""
    indicator, statistic = INDICATORS.get(row["indicator"]), row["statistic"]
    if not indicator:
        return
    mend = message("correct the statistic or the indicator")
    if indicator.stock and statistic in STATISTICS_OF_FLOWS:
        expected = message(
            "level, mean level or a change: %(indicator)s is counted at a date", indicator=row["indicator"]
        )
        row.add_fault("statistic", expected, mend)
    elif not indicator.stock and statistic in STATISTICS_OF_STOCKS:
        expected = message(
            "total, mean per year or a change: %(indicator)s is added up over a time", indicator=row["indicator"]
        )
        row.add_fault("statistic", expected, mend)
    elif statistic == "duration" and row["indicator"] != "programme_duration":
        row.add_fault("statistic", message("another statistic: a duration is of programme_duration"), mend)


def _check_claim_base(row: CsvRow) -> None:
    """Add to a claim's row the faults of its base: missing, unknown, undated or unfit for a rate."""
    base_indicator, colon, period = row["base"].partition(":")
    indicator = INDICATORS.get(row["indicator"])
    may_stand = not base_indicator or base_indicator in INDICATORS  # another word is named as such below
    rate = indicator and indicator.unit == "percent" and row["statistic"] == "level"
    if rate and may_stand and base_indicator not in RATE_DENOMINATORS:
        expected = message("households or population, whichever the rate is a share of")
        row.add_fault("base", expected, message("most registers: households"))
    if row["statistic"] == "share" and not base_indicator:
        expected = message("what it is a share of, such as poor_households")
        row.add_fault("base", expected, message("enter an indicator"))
    if not may_stand:
        mend = suggest_correction(base_indicator, INDICATORS, listed=False)
        row.add_fault("base", message("an indicator, with :date if it is of another date"), mend)
    if row["statistic"] == "multiple" and not period:
        expected = message("what the multiple is of, such as jobs_created:1997")
        row.add_fault("base", expected, message("enter indicator and date"))
    if colon:
        try:
            parse_sdmx_period(period)
        except ValueError:
            expected = message("an indicator and a date, such as jobs_created:1997")
            row.add_fault("base", expected, message("write the year after the colon"))
    of_rate = indicator and indicator.unit == "percent" and row["statistic"] in STATISTICS_OF_RATES
    fits = row["statistic"] in STATISTICS_WITH_BASE or (of_rate and row["base"] in RATE_DENOMINATORS)
    if indicator and row["base"] and may_stand and row["statistic"] in STATISTICS and not (fits or rate):
        expected = message("nothing, for the %(statistic)s of %(indicator)s", statistic=row["statistic"],
                           indicator=row["indicator"])  # fmt: skip
        row.add_fault("base", expected, message("leave it blank, or correct the statistic"))
    elif rate and base_indicator in RATE_DENOMINATORS and colon:
        expected = message("households or population, whichever the rate is a share of")
        row.add_fault("base", expected, message("leave off the date"))


def _check_claim_without_numeral(row: CsvRow) -> None:
    """A verdict and a kind have no numeral; a kind is the word that the source prints, and what it is."""
    for column in ("value", "error_kind"):
        if row[column]:
            expected = message("nothing: a %(statistic)s has no numeral", statistic=row["statistic"])
            row.add_fault(column, expected, message("leave it blank"))
    if row["statistic"] == "verdict" and row["printed"]:
        mend = message("leave printed and value blank")
        row.add_fault("printed", message("nothing: a %(statistic)s has no numeral", statistic="verdict"), mend)
    if row["statistic"] in STATISTICS_IN_WORDS and (not row["printed"] or re.search(r"\d", row["printed"])):
        expected = message("the word that says so, such as “giảm”, and no number")
        mend = message("with a number it is a fall or a rise: the words of that statistic have none")
        row.add_fault("printed", expected, mend if row["printed"] else message("copy the word from the page"))
    for column in ("printed", "note") if row["statistic"] == "kind" else ():
        if not row[column]:
            expected = message("the kind that is named: its word in printed, what it is in note")
            row.add_fault(column, expected, message("enter both"))


def _check_unit_of_indicator(row: CsvRow, base_unit: str) -> bool:
    """Whether the unit is one of the indicator, or points for the change of a rate."""
    indicator, statistic = INDICATORS.get(row["indicator"]), row["statistic"]
    if not indicator:
        return True
    units = (indicator.unit, *indicator.also)
    named = {"units": list_either(units), "indicator": row["indicator"]}
    expected = mend = ""
    if statistic in STATISTICS_IN_OWN_UNIT and base_unit not in units:
        expected = message("%(units)s, for %(indicator)s", **named)
        mend = message("correct the unit or the indicator")
    elif statistic in STATISTICS_OF_CHANGE and indicator.unit != "percent" and base_unit not in units:
        expected = message("%(units)s, for the change of %(indicator)s", **named)
        mend = message("the statistic is relative fall or relative rise, if percent of the earlier figure are meant")
    elif statistic in STATISTICS_OF_CHANGE and indicator.unit == "percent" and base_unit != "percentage points":
        expected = message("percentage points, for the change of a rate")
        mend = message("correct the unit or the indicator")
        if base_unit == "percent":
            mend = message("the source writes percent and means points: enter percentage points as the unit")
    elif base_unit != STATISTICS_WITH_UNIT.get(statistic, base_unit):
        expected = message("%(unit)s, for a %(statistic)s", unit=STATISTICS_WITH_UNIT[statistic], statistic=statistic)
        mend = message("correct the unit or the statistic")
    elif statistic == "unclear" and base_unit not in (*units, "percent", "percentage points"):
        expected = message("%(units)s, for %(indicator)s", **named)
        mend = message("correct the unit or the indicator")
    elif statistic in STATISTICS_OF_PLANS and base_unit != "percent":
        expected, mend = message("percent, of the plan"), message("enter percent, or correct the statistic")
    elif row["unit"].split(" ")[-1] in UNITS_READ_AS and not row["note"]:
        mend = message("say so, or correct the unit")
        row.add_fault("note", message("that the page's register counts families, which are read as households"), mend)
        return False
    if expected:
        row.add_fault("unit", expected, mend)
    return not expected


def _check_numeral(row: CsvRow, cells: dict, shared: ReferenceTables) -> bool:
    """Whether the numeral says what the plain numbers say, or is said to be a misprint, and is no share above 100."""
    before = len(row.faults)
    indicator = INDICATORS.get(row["indicator"])
    if "value" not in row["inferred"].split():
        _compare_double_entry(row, cells, shared)
    elif not row["note"]:  # a misprint: the numeral says something that nobody can have meant
        mend = message("say it, or take value out of the column inferred")
        row.add_fault("note", message("why the numeral is a misprint"), mend)
        return False
    magnitude, base_unit = cells["unit"]
    largest = max(cells["value"], cells["value_to"] or cells["value"]) * magnitude
    share = base_unit == "percent" and row["statistic"] in STATISTICS_UP_TO_100
    if indicator and largest > 100 and (share or base_unit == "percentage points"):
        expected = message("0 to 100, for a share in percent") if share else message("0 to 100, for points of a rate")
        row.add_fault("value", expected, message("is a decimal mark missing?"))
    if cells["value_to"] is not None and cells["value_to"] <= cells["value"]:
        expected = message("a number above the first, %(value)s", value=row["value"])
        row.add_fault("value_to", expected, message("the smaller number comes first"))
    return len(row.faults) == before


def _compare_double_entry(row: CsvRow, cells: dict, shared: ReferenceTables) -> None:
    """The numeral and the plain numbers beside it must say the same."""
    locale, qualifier = row["locale"], row["qualifier"]
    value, value_to, rounded_to = (cells[name] for name in ("value", "value_to", "rounded_to"))
    printed, word = split_magnitude_word(row["printed"], locale, shared.magnitudes)
    if word and word != row["unit"].split(" ")[0]:
        expected = message("%(magnitude)s ..., as '%(printed)s' says", magnitude=word, printed=row["printed"])
        row.add_fault("unit", expected, message("put the magnitude into the unit"))
        return

    def find_rewriting() -> str:
        return "" if qualifier == "range" else diagnose_spreadsheet_edit(printed, value, rounded_to, locale)

    try:
        first, second, last_digit = read_printed_numeral(printed, locale, qualifier, shared.lexicon)
    except numerals.NumeralError as error:
        if qualifier == "range" and not row["value_to"]:
            mend = message("if it is one number, write exact into qualifier; or correct the column locale")
        elif rewritten := find_rewriting():
            mend = message("%(mend)s; or correct the column locale", mend=rewritten)
        elif row["unit"].split(" ")[0] in MAGNITUDE_FACTORS and re.fullmatch(r"[\d.,]+ [^\W\d]+", printed):
            last, magnitude = printed.split(" ")[1], row["unit"].split(" ")[0]
            mend = message("if '%(word)s' is the word for %(magnitude)s, data/magnitudes.csv lacks it: add it there",
                           word=last, magnitude=magnitude)  # fmt: skip
        else:
            mend = advise_on_numeral(row["printed"], locale, shared.magnitudes)
        row.add_fault("printed", error.args[0], mend)
        return
    if first != value:
        lost = message("no thousands mark: write %(number)s", number=f"{first:f}") if value * 1000 == first else ""
        mend = lost or find_rewriting() or message("correct value, printed or locale")
        row.add_fault("value", describe_double_entry(first, row), mend)
    if second is not None and second != value_to:
        mend = message("write %(text)s", text=f"{second:f}")
        row.add_fault("value_to", describe_double_entry(second, row), mend)
    elif second != value_to:
        row.add_fault("value_to", message("nothing"), message("leave it blank, or write range into qualifier"))
    try:
        numerals.check_rounding(first, last_digit, rounded_to)
    except numerals.NumeralError as error:
        fewer = rounded_to < last_digit < 1 or rounded_to < 1 == last_digit
        mend = (fewer and find_rewriting()) or message("enter the unit of the last digit that counts")
        row.add_fault("rounded_to", error.args[0], mend)


def describe_double_entry(number: Decimal, row: CsvRow) -> Message:
    """What a plain number should be, because the numeral of its row says so."""
    return message(
        "%(number)s, which '%(printed)s' says in '%(locale)s'",
        number=f"{number:f}", printed=row["printed"], locale=row["locale"],
    )  # fmt: skip

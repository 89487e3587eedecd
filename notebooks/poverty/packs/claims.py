"""A claim: one number as one source printed it, checked against the numbers that the encoder entered beside it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from babel import Locale, UnknownLocaleError

from poverty.packs import numerals, vocabulary
from poverty.packs.csv_rows import CsvRow, suggest_correction
from poverty.packs.dates import guess_sdmx_date, parse_sdmx_period, period_end_coordinate
from poverty.packs.numerals import (
    NumeralBounds,
    compute_numeral_bounds,
    diagnose_spreadsheet_edit,
    read_printed_numeral,
    split_magnitude_word,
)
from poverty.packs.vocabulary import (
    CLAIM_STATUSES,
    FORMER_AREA,
    PROVINCE_AREA,
    RATE_DENOMINATORS,
    STATISTICS_IN_OWN_UNIT,
    STATISTICS_OF_CHANGE,
    STATISTICS_OVER_TIME,
    STATISTICS_WITHOUT_NUMERAL,
    split_unit,
)

CLAIM_COLUMNS = (
    "claim_id", "source_id", "locator", "together", "indicator", "population", "area", "statistic", "qualifier",
    "printed", "locale", "unit", "value", "value_to", "rounded_to", "from", "to", "as_of", "base", "standard",
    "status", "inferred", "note",
)  # fmt: skip
ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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


@dataclass(frozen=True)
class PovertyStandard:
    """An official poverty standard and the years in which it was in force."""

    id: str
    label: str
    method: str
    counts: str  # what makes a household poor, in a few words
    first_year: int
    last_year: int
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
    territory: dict[str, str]  # from, until: SDMX dates; followed_by


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

    @property
    def t(self) -> float | None:
        """The year-end coordinate of its date; None if it has none."""
        return period_end_coordinate(self.end) if self.end else None

    @property
    def magnitude(self) -> Decimal:
        """The factor from the printed number to `value`: 1000 for "thousand households"."""
        return split_unit(self.unit)[0]

    @property
    def base_unit(self) -> str:
        """The unit without its magnitude: "households" for "thousand households"."""
        return split_unit(self.unit)[1]

    @property
    def whole(self) -> str:
        """What a rate is a share of: "households" or "population"; "" for anything else."""
        return self.base.partition(":")[0] if self.base.partition(":")[0] in RATE_DENOMINATORS else ""

    @property
    def primary(self) -> bool:
        """Whether the pack's own source printed it, rather than one that corroborates."""
        return self.source.role == "primary"

    def limits(self, tier: str) -> tuple[float, float]:
        """The ends of the "hard" or "soft" bounds; of things that come whole the first and last possible number."""
        interval = getattr(self.bounds, tier)
        if (
            self.base_unit in vocabulary.WHOLE_UNITS
            and self.rounded_to == 1
            and None not in (interval.low, interval.high)
        ):
            return tuple(map(float, interval.whole()))
        return interval.floats()

    def usable_bounds(self) -> tuple[float, float]:
        """What its words allow, or how people use them on the side where they set no limit."""
        (low, high), (soft_low, soft_high) = self.bounds.hard.floats(), self.bounds.soft.floats()
        if isfinite(low) and isfinite(high):
            return self.limits("hard")
        return (low if isfinite(low) else soft_low), (high if isfinite(high) else soft_high)

    @property
    def series(self) -> MeasuredSeries:
        """What it measures; the communes of a former province are the territory that they were."""
        area = PROVINCE_AREA if self.area == FORMER_AREA else self.area
        return MeasuredSeries(self.indicator, self.population, area, self.whole)


def build_claim(row: CsvRow, shared: ReferenceTables) -> Claim | None:
    """One row of reported.csv as a claim; None if it cannot be one, its faults noted in the row."""
    before = len(row.faults)
    if re.fullmatch(r"\d{1,3}", row["locale"]) and re.fullmatch(r"\d+", row["printed"]):
        numeral = f"{row['printed']},{row['locale']}"
        row.wrong(
            "printed", "the whole numeral in one cell", f'its comma has cut the row in two: write "{numeral}" in quotes'
        )
        return None
    if not ID_PATTERN.fullmatch(row["claim_id"]):
        row.wrong("claim_id", "small letters, digits and hyphens", "give it a name, such as poverty-rate-2015")
    if row["source_id"] not in shared.sources:
        mend = (
            suggest_correction(row["source_id"], shared.sources) if row["source_id"] else "say who printed the number"
        )
        row.wrong("source_id", f"an id of sources.csv: {', '.join(shared.sources)}", mend)
    if not row["locator"]:
        row.wrong("locator", "where in the source the number stands", "name page, paragraph or sentence")
    row.one_of("indicator", vocabulary.INDICATORS)
    row.one_of("population", shared.groups["population"])
    row.one_of("area", shared.groups["area"])
    row.one_of("statistic", vocabulary.STATISTICS)
    row.one_of("status", CLAIM_STATUSES)
    if row["standard"]:
        row.one_of("standard", shared.standards)
    for column in row["inferred"].split():
        if column not in CLAIM_COLUMNS:
            row.wrong("inferred", "names of columns, separated by spaces", suggest_correction(column, CLAIM_COLUMNS))
    _check_claim_dates(row)
    _check_claim_territory(row, shared.territory)
    _check_claim_base(row)
    value, rounded_to, bounds = None, None, None
    if row["statistic"] not in STATISTICS_WITHOUT_NUMERAL:
        value, rounded_to, bounds = _read_claim_quantity(row, shared)
    else:
        _check_claim_without_numeral(row)
    if len(row.faults) > before:
        return None
    return Claim(
        row["claim_id"], shared.sources[row["source_id"]], row["locator"], row["together"], row["indicator"],
        row["population"], row["area"], row["statistic"], row["qualifier"], row["printed"], row["locale"],
        row["unit"], value, rounded_to, bounds, row["from"], row["to"], row["base"], row["standard"], row["status"],
        tuple(row["inferred"].split()), row["note"], row["as_of"],
    )  # fmt: skip


def _check_claim_dates(row: CsvRow) -> None:
    dates = {}
    for column in ("from", "to", "as_of"):
        if row[column]:
            try:
                dates[column] = parse_sdmx_period(row[column])
            except ValueError:
                mend = "year first: end of 2015 is 2015-M12, March 2020 is 2020-M03, first half of 2018 is 2018-S1"
                meant = guess_sdmx_date(row[column])
                mend = f"write {meant}" if meant else mend
                row.wrong(column, "a date such as 1997, 2015-M12 or 2018-S1, or blank", mend)
    if bool(row["from"]) != bool(row["to"]):
        blank = "to" if row["from"] else "from"
        row.wrong(blank, "both dates, or neither", "repeat the date for a single point in time")
    elif "from" in dates and "to" in dates and dates["from"].start > dates["to"].start:
        row.wrong("to", f"a date not before {row['from']}", "swap the two dates")
    elif row["statistic"] in STATISTICS_OVER_TIME and (
        not row["from"] or (len({"from", "to"} & set(dates)) == 2 and dates["from"] == dates["to"])
    ):
        row.wrong("from", f"two dates, for a {row['statistic']}", "enter when it begins and when it ends")


def _check_claim_territory(row: CsvRow, territory: dict[str, str]) -> None:
    """After a province has become part of another, its name no longer says which territory a figure is of."""
    until, end = territory.get("until", ""), row["to"]
    if not until and row["area"] in (FORMER_AREA, "successor"):
        row.wrong(
            "area", "province: province.toml names no end of the territory", "enter until there, or correct the area"
        )
    if not until or not end or row["area"] not in (PROVINCE_AREA, FORMER_AREA, "successor"):
        return
    try:
        later = period_end_coordinate(end) > period_end_coordinate(until)
    except ValueError:
        return  # said already
    heir = territory.get("followed_by", "another province")
    if later and row["area"] == PROVINCE_AREA:
        mend = f'"former territory" if it counts the communes of the former province, "successor" if it is of {heir}'
        row.wrong("area", f"which territory, for a figure after {until}, when the province became part of {heir}", mend)
    if not later and row["area"] != PROVINCE_AREA:
        row.wrong("area", f"province, for a figure up to {until}", "correct the date or the area")


def _check_claim_base(row: CsvRow) -> None:
    indicator, _, period = row["base"].partition(":")
    kind = vocabulary.INDICATORS.get(row["indicator"])
    known = not indicator or indicator in vocabulary.INDICATORS  # another word is named as such below
    rate = kind and kind.unit == "percent" and row["statistic"] == "level"
    if rate and known and indicator not in RATE_DENOMINATORS:
        row.wrong("base", "households or population, whichever the rate is a share of", "most registers: households")
    if row["statistic"] == "share" and not indicator:
        row.wrong("base", "what it is a share of, such as poor_households", "enter an indicator")
    if indicator and indicator not in vocabulary.INDICATORS:
        row.wrong(
            "base",
            "an indicator, with :date if it is of another date",
            suggest_correction(indicator, vocabulary.INDICATORS),
        )
    if row["statistic"] == "multiple" and not period:
        row.wrong("base", "what the multiple is of, such as jobs_created:1997", "enter indicator and date")
    if period:
        try:
            parse_sdmx_period(period)
        except ValueError:
            row.wrong("base", "an indicator and a date, such as jobs_created:1997", "write the year after the colon")


def _check_claim_without_numeral(row: CsvRow) -> None:
    """A verdict and a kind have no numeral; a kind is the word that the source prints, and what it is."""
    if row["value"]:
        row.wrong("value", f"nothing: a {row['statistic']} has no numeral", "leave it blank")
    if row["statistic"] == "verdict" and row["printed"]:
        row.wrong("printed", "nothing: a verdict has no numeral", "leave printed and value blank")
    for column in ("printed", "note") if row["statistic"] == "kind" else ():
        if not row[column]:
            row.wrong(column, "the kind that is named: its word in printed, what it is in note", "enter both")


def _read_claim_quantity(
    row: CsvRow, shared: ReferenceTables
) -> tuple[Decimal | None, Decimal | None, NumeralBounds | None]:
    """Value, rounding and bounds of a row in base units, after the double entry is compared."""
    nothing = (None, None, None)
    before = len(row.faults)
    row.one_of("qualifier", shared.qualifiers)
    try:
        Locale.parse(row["locale"])
    except (ValueError, UnknownLocaleError):
        row.wrong("locale", "how the numeral is written: vi, en, id, fr ...", "the numeral's own, not the page's")
    magnitude = _read_unit_magnitude(row)
    value, value_to, rounded_to = (row.decimal(column) for column in ("value", "value_to", "rounded_to"))
    for column, entry in (("value", value), ("rounded_to", rounded_to)):
        if not row[column]:
            row.wrong(column, "a number", "enter the numeral once more as a plain number")
        elif column == "value" and entry is not None and entry < 0:
            row.wrong(column, "a number from 0 on", "enter the size; a fall is told by the column statistic")
        elif column == "rounded_to" and entry is not None and entry <= 0:
            row.wrong(column, "a number above 0", "enter the unit of the last digit that counts")
    if len(row.faults) > before:
        return nothing
    if "value" in row["inferred"].split():  # a misprint: the numeral says something that nobody can have meant
        if not row["note"]:
            row.wrong("note", "why the numeral is a misprint", "say it, or take value out of the column inferred")
            return nothing
    else:
        _compare_double_entry(row, shared, value, value_to, rounded_to)
    indicator = vocabulary.INDICATORS.get(row["indicator"])
    if (
        indicator
        and indicator.unit == "percent"
        and max(value, value_to or value) > 100
        and row["statistic"] in ("level", "mean level", "unclear")
    ):
        row.wrong("value", "0 to 100, for a share in percent", "is a decimal mark missing?")
    if len(row.faults) > before:
        return nothing
    scaled_to = None if value_to is None else value_to * magnitude
    qualifier = shared.qualifiers[row["qualifier"]]
    return (
        value * magnitude,
        rounded_to * magnitude,
        compute_numeral_bounds(value * magnitude, scaled_to, rounded_to * magnitude, qualifier),
    )


def _compare_double_entry(
    row: CsvRow, shared: ReferenceTables, value: Decimal, value_to: Decimal | None, rounded_to: Decimal
) -> None:
    """The numeral and the plain numbers beside it must say the same."""
    printed, word = split_magnitude_word(row["printed"], row["locale"], shared.magnitudes)
    unit = row["unit"].split(" ")[0]
    if word and word != unit:
        row.wrong("unit", f"{word} ..., as {row['printed']!r} says", "put the magnitude into the unit")
        return
    rewritten = (
        "" if row["qualifier"] == "range" else diagnose_spreadsheet_edit(printed, value, rounded_to, row["locale"])
    )
    try:
        first, second, last_digit = read_printed_numeral(printed, row["locale"], row["qualifier"], shared.lexicon)
    except numerals.NumeralError as error:
        also = f"{rewritten}; or" if rewritten else "copy the numeral as the source prints it, or"
        if row["qualifier"] == "range" and not row["value_to"]:
            also = "if it is one number, write exact into qualifier; or"
        row.wrong("printed", str(error), f"{also} correct the column locale")
        return
    said = f"which {row['printed']!r} says in {row['locale']!r}"
    if first != value:
        lost = "" if value * 1000 != first else f"no thousands mark: write {first:f}"
        row.wrong("value", f"{first:f}, {said}", lost or rewritten or "correct value, printed or locale")
    if second != value_to:
        mend = f"write {second:f}" if second is not None else "leave it blank, or write range into qualifier"
        row.wrong("value_to", f"{second:f}, {said}" if second is not None else "nothing", mend)
    try:
        numerals.check_rounding(first, last_digit, rounded_to)
    except numerals.NumeralError as error:
        fewer = rounded_to < last_digit < 1 or rounded_to < 1 == last_digit
        row.wrong("rounded_to", str(error), (fewer and rewritten) or "enter the unit of the last digit that counts")


def _read_unit_magnitude(row: CsvRow) -> Decimal:
    try:
        magnitude, base_unit = split_unit(row["unit"])
    except ValueError:
        known = vocabulary.BASE_UNITS
        expected = f"{', '.join(known)}, alone or after thousand, million, billion, trillion"
        row.wrong("unit", expected, suggest_correction(row["unit"], known))
        return Decimal(1)
    indicator = vocabulary.INDICATORS.get(row["indicator"])
    units = (indicator.unit, *indicator.also) if indicator else ()
    if indicator and row["statistic"] in STATISTICS_IN_OWN_UNIT and base_unit not in units:
        row.wrong("unit", f"{' or '.join(units)}, for {row['indicator']}", "correct the unit or the indicator")
    counted = indicator and indicator.unit != "percent" and row["statistic"] in STATISTICS_OF_CHANGE
    if counted and base_unit not in units:
        relative = "the statistic is relative fall or relative rise, if percent of the earlier figure are meant"
        row.wrong("unit", f"{' or '.join(units)}, for the change of {row['indicator']}", relative)
    if (
        indicator
        and indicator.unit == "percent"
        and row["statistic"] in STATISTICS_OF_CHANGE
        and base_unit == "percent"
    ):
        row.wrong("unit", "percentage points, for the change of a rate", "a printed % may mean points: say so here")
    return magnitude

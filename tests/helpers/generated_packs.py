"""Made-up packs: rates of two bases, that fall or rise, by registers and surveys, under one standard or several."""

import csv
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from poverty.packs.csv_rows import list_column_names
from poverty.packs.load import Pack, read_pack_folder

REGISTERS = {"VN-2011": range(2010, 2016), "VN-2016": range(2015, 2022), "VN-2022": range(2021, 2027)}
SURVEY = "ID-BPS"
PROVINCE = """slug = "made-up"
country = "{country}"
iso_3166_2 = "{country}-99"
standards = "{standards}"
[name]
en = "Made-up"
[territory]
[plausibility]
persons_per_household = [3.0, 6.0]
"""


@dataclass(frozen=True)
class Rate:
    """A printed rate of everybody, in percent with two decimals, at the end of a year."""

    standard: str
    base: str
    year: int
    hundredths: int

    @property
    def value(self) -> float:
        """The rate in percent."""
        return self.hundredths / 100


@st.composite
def lists_of_rates(draw) -> list[Rate]:
    """Rates of one country: each standard, base and year at most once, in any order and direction."""
    of_survey = draw(st.booleans())
    years_of = {SURVEY: range(2012, 2025)} if of_survey else REGISTERS
    rates = {}
    for _ in range(draw(st.integers(1, 9))):
        standard = draw(st.sampled_from(sorted(years_of)))
        base = draw(st.sampled_from(["households", "population"]))
        year = draw(st.sampled_from(list(years_of[standard])))
        rates[standard, base, year] = Rate(standard, base, year, draw(st.integers(10, 6000)))
    return draw(st.permutations(list(rates.values())))


def write_pack(folder: Path, rates: list[Rate]) -> Pack:
    """A pack of one source that prints these rates."""
    folder = folder / "made-up"
    folder.mkdir(parents=True, exist_ok=True)
    survey = rates[0].standard == SURVEY
    country, standards = ("ID", "indonesia") if survey else ("VN", "vietnam")
    (folder / "province.toml").write_text(PROVINCE.format(country=country, standards=standards), encoding="utf-8")
    source = {"id": "S1", "title": "A page", "publisher": "A paper", "published": "2026", "accessed": "stored copy"}
    source |= {"language": "en", "url": "https://example.org/", "role": "primary", "trust": "high"}
    _write_rows(folder / "sources.csv", [source])
    _write_rows(folder / "reported.csv", [_build_row(rate) for rate in rates])
    _write_rows(folder / "readings.csv", [])
    _write_rows(folder / "overrides.csv", [])
    return read_pack_folder(folder)


def _build_row(rate: Rate) -> dict[str, object]:
    printed, date = f"{rate.value:.2f}", f"{rate.year}-M12"
    return {
        "claim_id": f"{rate.standard}-{rate.base}-{rate.year}".lower(), "source_id": "S1", "locator": "page",
        "indicator": "poverty_rate", "population": "all", "area": "province", "statistic": "level",
        "qualifier": "exact", "printed": printed, "locale": "en", "unit": "percent", "value": printed,
        "rounded_to": "0.01", "from": date, "to": date, "base": rate.base, "standard": rate.standard,
        "status": "actual",
    }  # fmt: skip


def _write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    columns = list_column_names(path.name)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)

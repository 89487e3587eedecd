"""Provinces made up from a seed, as folders of data/: rates, households and jobs that fall, rise and are rounded."""

import csv
import random
from pathlib import Path

from generated_packs import REGISTERS, Rate
from poverty.packs.csv_rows import list_column_names
from small_packs import build_row

PROVINCE_TOML = """slug = "{slug}"
country = "VN"
iso_3166_2 = "VN-{code}"
standards = "vietnam"

[name]
en = "{name}"
vi = "{name}"

[territory]
from = "1997"

[plausibility]
persons_per_household = [3.0, 6.0]
"""
LAST_YEAR = 2024  # of which something is printed
SOURCE = {
    "id": "A", "title": "Made up", "publisher": "Paper A", "published": "2025-01-15", "accessed": "made up",
    "language": "vi", "url": "", "role": "primary", "trust": "high",
}  # fmt: skip


def write_made_up_provinces(data: Path, count: int) -> list[str]:
    """Write the packs of so many provinces into a folder data/; their slugs."""
    slugs = [f"made-up-{number:03}" for number in range(count)]
    for number, slug in enumerate(slugs):
        write_pack(data / slug, f"Made Up {number:03}", f"X{number:02}"[:3], list_rows(random.Random(number)))
    return slugs


def write_pack(folder: Path, name: str, code: str, rows: list[dict[str, str]]) -> None:
    """Write a pack of one source with these rows of reported.csv."""
    folder.mkdir(parents=True)
    text = PROVINCE_TOML.format(slug=folder.name, code=code, name=name)
    (folder / "province.toml").write_text(text, encoding="utf-8")
    tables = {"sources.csv": [SOURCE], "reported.csv": rows, "readings.csv": [], "overrides.csv": []}
    for file, of in tables.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list_column_names(file), lineterminator="\n")
            writer.writeheader()
            writer.writerows(of)


def list_rows(generator: random.Random) -> list[dict[str, str]]:
    """Rates and counts of three standards with the households that they are of, and jobs by year."""
    rows, first = [], generator.randint(80_000, 400_000)
    for standard, years in REGISTERS.items():
        hundredths = generator.randint(800, 3500)
        for year in range(years[0], min(years[-1], LAST_YEAR) + 1):
            if year not in (years[0], LAST_YEAR) and generator.random() < 0.4:
                continue  # nothing is printed of that year
            rate, households = Rate(standard, "households", year, hundredths), first + 1500 * (year - 2010)
            rows.append(_build_row(rate, "poverty_rate", f"{rate.value:.2f}"))
            rows.append(_build_row(rate, "poor_households", str(round(households * rate.value / 100))))
            hundredths = max(20, round(hundredths * generator.uniform(0.6, 1.05)))
    rows += [
        build_row(f"jobs-{year}", "jobs_created", str(generator.randint(8, 40) * 500), str(year))
        for year in range(2014, 2025)
    ]
    return rows


def _build_row(rate: Rate, indicator: str, printed: str) -> dict[str, str]:
    name = f"{rate.standard}-{indicator.replace('_', '-')}-{rate.year}".lower()
    base = rate.base if indicator == "poverty_rate" else ""
    return build_row(name, indicator, printed, f"{rate.year}-M12", standard=rate.standard, base=base)

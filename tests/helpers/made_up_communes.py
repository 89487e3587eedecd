"""Communes made up from a seed, as the table that a ministry has: small counts, zeros, roundings, falls and rises."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from generated_packs import REGISTERS
from poverty.packs.csv_rows import list_column_names
from small_packs import build_row

LAST_YEAR = 2024  # of which something is printed
SOURCE = {
    "id": "SO-LDTBXH", "title": "Kết quả rà soát hộ nghèo", "publisher": "Sở Lao động", "published": "2025-01-15",
    "accessed": "made up", "language": "vi", "url": "", "role": "primary", "trust": "high",
}  # fmt: skip


def write_made_up_communes(folder: Path, count: int, seed: int = 1) -> Path:
    """Write a table of so many communes, and its sources, into a folder data/<province>/communes/; the table."""
    folder.mkdir(parents=True)
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list_column_names("sources.csv"), lineterminator="\n")
        writer.writeheader()
        writer.writerow(SOURCE)
    path = folder / "reported.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["commune", *list_column_names("reported.csv")], lineterminator="\n")
        writer.writeheader()
        for number in range(count):
            code = f"{number + 1:05}"
            writer.writerows({"commune": code} | row for row in list_rows(random.Random(f"{seed}/{code}")))
    return path


def list_rows(generator: random.Random) -> Iterator[dict[str, str]]:
    """Poor households of three standards, most years with their rate, some with all households."""
    households = round(generator.lognormvariate(7.0, 0.6)) + 60
    decimals = generator.choice((1, 2, 2, 2))
    for standard, years in REGISTERS.items():
        share = min(0.8, generator.lognormvariate(-2.0, 0.8))
        last = min(years[-1], LAST_YEAR)
        for year in range(years[0], last + 1):
            if year in (years[0], last) or generator.random() < 0.25:
                poor, name = round(households * share), f"{standard.lower()}-{year}"
                common = {"standard": standard, "source_id": SOURCE["id"], "locale": "vi", "locator": "phụ lục 2"}
                yield build_row(f"poor-{name}", "poor_households", f"{poor}", f"{year}-M12", **common)
                if generator.random() < 0.8:
                    rate = f"{100 * poor / households:.{decimals}f}"
                    row = build_row(f"rate-{name}", "poverty_rate", rate, f"{year}-M12", **common)
                    yield row | {"printed": rate.replace(".", ",")}
                if generator.random() < 0.3:
                    common["standard"] = ""
                    yield build_row(f"all-{name}", "households", f"{households}", f"{year}-M12", **common)
            share = 0.0 if share < 0.01 and generator.random() < 0.3 else share * generator.uniform(0.6, 1.08)
            households = round(households * generator.uniform(0.99, 1.03))

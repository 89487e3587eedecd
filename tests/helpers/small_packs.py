"""Packs made up in a test: a few rows, the shared tables, and no file."""

from dataclasses import replace
from decimal import Decimal

from poverty.packs.claims import Source, build_claim
from poverty.packs.csv_rows import CsvRow, list_column_names
from poverty.packs.files import DATA
from poverty.packs.load import Pack, read_reference_tables
from poverty.packs.readings import resolve_readings

# What a row of each indicator has unless a test says otherwise.
OF_INDICATOR = {
    "poverty_rate": {"unit": "percent", "base": "households", "standard": "VN-2016"},
    "near_poor_rate": {"unit": "percent", "base": "households", "standard": "VN-2016"},
    "poor_and_near_poor_rate": {"unit": "percent", "base": "households", "standard": "VN-2016"},
    "poor_households": {"unit": "households", "standard": "VN-2016"},
    "near_poor_households": {"unit": "households", "standard": "VN-2016"},
    "poor_persons": {"unit": "persons", "standard": "VN-2016"},
    "households": {"unit": "households"},
    "households_escaped": {"unit": "households", "statistic": "total"},
    "population": {"unit": "persons"},
    "jobs_created": {"unit": "persons", "statistic": "total"},
    "programme_budget": {"unit": "VND", "statistic": "total"},
    "gross_regional_product": {"unit": "VND", "statistic": "total"},
}
OF_EVERY_ROW = {
    "source_id": "A", "locator": "text", "population": "all", "area": "province", "statistic": "level",
    "qualifier": "exact", "locale": "en", "status": "actual",
}  # fmt: skip


def build_row(name, indicator, printed, date="", **columns):
    """A row of reported.csv: `date` is one date or "from..to"; the plain numbers are worked out from `printed`."""
    first, _, last = date.partition("..")
    decimals = len(printed.partition(".")[2])
    row = dict.fromkeys(list_column_names("reported.csv"), "") | OF_EVERY_ROW | OF_INDICATOR[indicator]
    row |= {"claim_id": name, "indicator": indicator, "printed": printed, "value": printed.replace(",", "")}
    row["rounded_to"] = str(Decimal(1).scaleb(-decimals))
    return row | {"from": first, "to": last or first} | columns


def build_pack(*rows, standards=None, territory=None):
    """A pack of some rows.

    Args:
        rows: rows of reported.csv.
        standards: by standard, its method where it is another than in data/standards/.
        territory: the section [territory] of province.toml.
    """
    shared = read_reference_tables([], [DATA / "standards" / "vietnam.csv"], territory=territory)
    for source_id in {row["source_id"] for row in rows}:
        made_up = Source(source_id, "title", f"Paper {source_id}", "2026", "", "vi", "", "primary", "high")
        shared.sources[source_id] = made_up
    for name, method in (standards or {}).items():
        shared.standards[name] = replace(shared.standards[name], method=method)
    province = {"name": {"en": "Somewhere"}, "plausibility": {"persons_per_household": [3.0, 6.0]}}
    province |= {"country": "VN", "iso_3166_2": "VN-99"}  # no official statistics are of such a place
    pack = Pack("somewhere", province, shared, {row["claim_id"]: row for row in rows}, {}, {}, [])
    for row in rows:
        checked = CsvRow("reported.csv", None, row, [])
        claim = build_claim(checked, shared)
        assert claim, [str(fault) for fault in checked.faults]
        pack.claims[claim.id] = claim
    return pack


def resolve_pack(*rows, **tables):
    """The claims of such a pack."""
    return resolve_readings(build_pack(*rows, **tables))

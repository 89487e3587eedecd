"""Add to the donors what the packs hold of known inner years: `python -m poverty donors`.

Of every pack, under its preferred readings: the actual levels that its sources print for a date under a standard
whose method is a register, in spells of three or more dates. A survey has sampling error, so that its figures say
nothing of how a register moves. Rows that are there already are never changed.
"""

import csv
import io
import sys
from collections import Counter
from dataclasses import replace
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from poverty.bands import donors
from poverty.packs import dates as periods
from poverty.packs import load as pack
from poverty.packs import numerals, readings
from poverty.packs.claims import Claim
from poverty.packs.csv_rows import PackError
from poverty.packs.files import relative, write
from poverty.packs.load import Pack
from poverty.packs.vocabulary import PROVINCE
from poverty.trajectory.spells import series_of

INDICATORS = ("poverty_rate", "near_poor_rate", "poor_households", "near_poor_households")
MINORITY = "ethnic minority"
LANGUAGES = {"VN": "vi", "ID": "id"}  # in which a territory's own name is written

Key = tuple[str, str, str, float]  # place, series, standard, year-end coordinate


def add_donors() -> int:
    """Print what the packs add to data/donors.csv, and write it; 1 if a pack or the table is refused."""
    try:
        table = donors.load(donors.TABLE)
        found: dict[Key, dict[str, str]] = {}
        for slug in pack.provinces():
            for key, row in figures(pack.load(slug)).items():
                found.setdefault(key, row)
        added = missing(found, table)
        check(added)
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    if not added:
        print("nothing to add")
        return 0
    for spell, count in Counter((row["place"], row["series"], row["standard"]) for row in added).items():
        print(f"{', '.join(spell)}: {count} figure{'s' if count > 1 else ''}")
    write(donors.TABLE, extended(donors.TABLE.read_bytes(), added))
    print(f"added to {relative(donors.TABLE)}")
    return 0


def figures(province: Pack) -> dict[Key, dict[str, str]]:
    """What a pack holds, as rows of the table.

    Of several figures for one date that of a primary source, then the most precise.
    """
    standards = province.shared.standards
    levels = [c for c in readings.resolve(province).claims.values() if _is_level(c)]
    for name in sorted({c.standard for c in levels if standards[c.standard].method == "survey"}):
        print(f"{_name(province)}: {name} is a survey; left out")
    found: dict[Key, dict[str, str]] = {}
    for claim in sorted(levels, key=lambda c: (not c.primary, c.rounded_to)):
        if standards[claim.standard].method == "register" and _is_comparable(claim):
            row = _row(claim, province)
            found.setdefault((row["place"], row["series"], row["standard"], claim.t), row)
    return found


def missing(found: dict[Key, dict[str, str]], table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows that the table lacks, of spells that then have three or more dates, spell by spell in time order."""
    known = _keys(table)
    dates = _keys(donors.values(table)) | (set(found) - known)
    lengths = Counter(key[:3] for key in dates)
    return [found[key] for key in sorted(found) if key not in known and lengths[key[:3]] >= donors.FEWEST]


def extended(data: bytes, rows: list[dict[str, str]]) -> bytes:
    """The bytes of the table with rows at its end, in its own order of columns, delimiter and line ends."""
    first = data.decode("utf-8-sig").splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    end = "\r\n" if b"\r\n" in data else "\n"
    text = io.StringIO()
    columns = [name.strip() for name in next(csv.reader([first], delimiter=delimiter))]
    csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=end).writerows(rows)
    return data + (b"" if data.endswith(b"\n") else end.encode()) + text.getvalue().encode()


def check(rows: list[dict[str, str]]) -> None:
    """Refuse rows that the table would refuse.

    Raises:
        PackError: with every fault found, and the claim that it is of.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / donors.TABLE.name
        path.write_bytes(extended(",".join(donors.COLUMNS).encode(), rows))
        try:
            donors.load(path)
        except PackError as error:
            raise PackError([replace(f, file=rows[f.row - 2]["note"], row=None) for f in error.faults]) from None


def _keys(table: pd.DataFrame) -> set[Key]:
    return set(zip(table["place"], table["series"], table["standard"], table["t"], strict=True))


def _is_level(claim: Claim) -> bool:
    """Whether a claim is an actual value at one date, under one standard."""
    level = claim.statistic == "level" and claim.status == "actual" and claim.indicator in INDICATORS
    return level and bool(claim.standard and claim.end) and claim.start == claim.end


def _is_comparable(claim: Claim) -> bool:
    """Whether it may stand beside the donors: a number, of households, of the territory, from a source to trust."""
    low, high = map(isfinite, claim.bounds.hard.floats())
    number = claim.qualifier != "range" and low == high  # "more than 20.400" is a limit
    return number and claim.whole != "population" and claim.area != "successor" and claim.source.trust != "low"


def _row(claim: Claim, province: Pack) -> dict[str, str]:
    """A claim as a row of the table; a misprint is a value that was worked out."""
    whole, area = _name(province), series_of(claim).area
    group = province.shared.groups["population"][claim.population]
    minority = claim.indicator == "poverty_rate" and MINORITY in (group.word, group.part_of)
    parts = [claim.population] if claim.population != "all" and not (minority and group.word == MINORITY) else []
    parts += [area] if area != PROVINCE else []
    misprint = "value" in claim.inferred
    return {
        "place": f"{whole} ({', '.join(parts)})" if parts else whole,
        "part_of": whole,
        "level": "district" if area == "district" else "province",
        "series": "minority_poverty_rate" if minority else claim.indicator,
        "standard": claim.standard,
        "date": periods.name(claim.t),
        "printed": _printed(claim, province),
        "locale": claim.locale,
        "qualifier": claim.qualifier,
        "value": f"{claim.value.normalize():f}",
        "rounded_to": f"{claim.rounded_to.normalize():f}",
        "status": claim.status,
        "derived": "yes" if misprint else "no",
        "derivation": f"read for the printed {claim.printed}" if misprint else "",
        "title": claim.source.title,
        "publisher": claim.source.publisher,
        "published": claim.source.published,
        "url": claim.source.url,
        "note": f"{claim.id} of data/{province.slug}{''.join(f', {reading}' for reading in claim.readings)}",
    }


def _printed(claim: Claim, province: Pack) -> str:
    """The numeral as printed; in full where it is a misprint, or where its magnitude stands elsewhere on the page."""
    _, word = numerals.split_magnitude(claim.printed, claim.locale, province.shared.magnitudes)
    if "value" in claim.inferred or (claim.magnitude != 1 and not word):
        return numerals.written(claim.value, claim.rounded_to, claim.locale)
    return claim.printed


def _name(province: Pack) -> str:
    """The territory's own name."""
    names = province.province["name"]
    return names.get(LANGUAGES.get(province.province["country"], ""), names["en"])

"""Add to the donors what the packs hold of known inner years: `python -m poverty donors`.

Of every pack, under its preferred readings: the actual levels that its sources print for a date under a standard
whose method is a register, in spells of three or more dates. A survey has sampling error, so that its figures say
nothing of how a register moves. Rows that are there already are never changed.
"""

import csv
import io
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from poverty.bands import donors
from poverty.bands.donors import FEWEST_SPELL_DATES, select_spell_values
from poverty.packs import load
from poverty.packs.claims import Claim
from poverty.packs.csv_rows import PackError, list_column_names
from poverty.packs.dates import format_sdmx_month
from poverty.packs.files import format_project_path, write_if_changed
from poverty.packs.load import Pack
from poverty.packs.messages import Message, join, message, message_many
from poverty.packs.numerals import format_plain_number, split_magnitude_word
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import PROVINCE_AREA

DONOR_INDICATORS = ("poverty_rate", "near_poor_rate", "poor_households", "near_poor_households")
MINORITY_GROUP = "ethnic minority"
NAME_LANGUAGES = {"VN": "vi", "ID": "id"}  # in which a territory's own name is written

FigureKey = tuple[str, str, str, float]  # place, series, standard, year-end coordinate
DonorRow = dict[str, str]  # cells by the columns of data/donors.csv


def append_pack_donors(retell: Callable[[str], str] = str) -> int:
    """Print what the packs add to data/donors.csv, and write it; 1 if a pack or the table is refused.

    Args:
        retell: puts what is printed into a reader's language; English without it.
    """
    try:
        table = donors.load_donors(donors.DONORS_FILE)
        pack_rows: dict[FigureKey, DonorRow] = {}
        for slug in load.list_province_slugs():
            pack = load.load_pack(slug)
            for note in describe_surveys_left_out(pack):
                print(retell(note))
            pack_rows = extract_donor_rows(pack) | pack_rows  # of two packs the first
        missing_rows = select_missing_donor_rows(pack_rows, table)
        check_donor_rows(missing_rows)
    except PackError as error:
        print(retell(error.args[0]), file=sys.stderr)
        return 1
    if not missing_rows:
        print(retell(message("nothing to add")))
        return 0
    for spell, count in Counter((row["place"], row["series"], row["standard"]) for row in missing_rows).items():
        print(retell(join([", ".join(spell), message_many("%(count)s figure", "%(count)s figures", count)], ": ")))
    write_if_changed(donors.DONORS_FILE, append_csv_rows(donors.DONORS_FILE.read_bytes(), missing_rows))
    print(retell(message("added to %(file)s", file=format_project_path(donors.DONORS_FILE))))
    return 0


def describe_surveys_left_out(province: Pack) -> list[Message]:
    """Which standards of a pack are surveys, whose figures are never added."""
    place, standards = _native_territory_name(province), province.shared.standards
    names = {c.standard for c in _list_actual_levels(province) if standards[c.standard].method == "survey"}
    return [
        message("%(place)s: %(standard)s is a survey; left out", place=place, standard=name) for name in sorted(names)
    ]


def extract_donor_rows(province: Pack) -> dict[FigureKey, DonorRow]:
    """What a pack holds, as rows of data/donors.csv, without its surveys.

    Of several figures for one date that of a primary source, then the most precise.
    """
    standards = province.shared.standards
    levels = _list_actual_levels(province)
    rows: dict[FigureKey, DonorRow] = {}
    for claim in sorted(levels, key=lambda c: (not c.primary, c.rounded_to)):
        if standards[claim.standard].method == "register" and _is_comparable_to_donors(claim):
            row = _format_donor_row(claim, province)
            rows.setdefault((row["place"], row["series"], row["standard"], claim.t), row)
    return rows


def select_missing_donor_rows(pack_rows: dict[FigureKey, DonorRow], table: pd.DataFrame) -> list[DonorRow]:
    """The rows that the donors lack, of spells that then have three or more dates, spell by spell in time order."""
    donor_keys = _collect_figure_keys(table)
    missing_keys = sorted(set(pack_rows) - donor_keys)
    dates = Counter(key[:3] for key in _collect_figure_keys(select_spell_values(table)) | set(missing_keys))
    return [pack_rows[key] for key in missing_keys if dates[key[:3]] >= FEWEST_SPELL_DATES]


def append_csv_rows(csv_bytes: bytes, rows: list[DonorRow]) -> bytes:
    """The bytes of a CSV file with rows at its end, in its own order of columns, delimiter and line ends."""
    header = csv_bytes.decode("utf-8-sig").splitlines()[0]
    delimiter = max(",;\t", key=header.count)
    line_end = "\r\n" if b"\r\n" in csv_bytes else "\n"
    columns = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
    text = io.StringIO()
    csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return csv_bytes + (b"" if csv_bytes.endswith(b"\n") else line_end.encode()) + text.getvalue().encode()


def check_donor_rows(rows: list[DonorRow]) -> None:
    """Refuse rows that `donors.load_donors` would refuse.

    Raises:
        PackError: with every fault found, and the claim that it is of.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / donors.DONORS_FILE.name
        path.write_bytes(append_csv_rows(",".join(list_column_names("donors.csv")).encode(), rows))
        try:
            donors.load_donors(path)
        except PackError as error:
            raise PackError([replace(f, file=rows[f.row - 2]["note"], row=None) for f in error.faults]) from None


def _collect_figure_keys(table: pd.DataFrame) -> set[FigureKey]:
    """The keys of a donor table's figures: place, series, standard and year-end coordinate."""
    return set(zip(table["place"], table["series"], table["standard"], table["t"], strict=True))


def _list_actual_levels(province: Pack) -> list[Claim]:
    """The actual levels of a pack under its preferred readings."""
    return [c for c in resolve_readings(province).claims.values() if _is_actual_level(c)]


def _is_actual_level(claim: Claim) -> bool:
    """Whether a claim is an actual value at one date, under one standard."""
    is_level = claim.statistic == "level" and claim.status == "actual" and claim.indicator in DONOR_INDICATORS
    return is_level and bool(claim.standard and claim.end) and claim.start == claim.end


def _is_comparable_to_donors(claim: Claim) -> bool:
    """Whether it may stand beside the donors: a number, of households, of the territory, from a source to trust."""
    low, high = map(isfinite, claim.bounds.hard.as_floats())
    number = claim.qualifier != "range" and low == high  # "more than 20.400" is a limit
    return number and claim.whole != "population" and claim.area != "successor" and claim.source.trust != "low"


def _format_donor_row(claim: Claim, province: Pack) -> dict[str, str]:
    """A claim as a row of the table; a misprint is a value that was worked out."""
    whole, area = _native_territory_name(province), claim.series.area
    group = province.shared.groups["population"][claim.population]
    minority = claim.indicator == "poverty_rate" and MINORITY_GROUP in (group.word, group.part_of)
    parts = [claim.population] if claim.population != "all" and not (minority and group.word == MINORITY_GROUP) else []
    parts += [area] if area != PROVINCE_AREA else []
    misprint = "value" in claim.inferred
    return {
        "place": f"{whole} ({', '.join(parts)})" if parts else whole,
        "part_of": whole,
        "level": "district" if area == "district" else "province",
        "series": "minority_poverty_rate" if minority else claim.indicator,
        "standard": claim.standard,
        "date": format_sdmx_month(claim.t),
        "printed": _format_printed_numeral(claim, province),
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


def _format_printed_numeral(claim: Claim, province: Pack) -> str:
    """The numeral as printed; in full where it is a misprint, or where its magnitude stands elsewhere on the page."""
    _, word = split_magnitude_word(claim.printed, claim.locale, province.shared.magnitudes)
    if "value" in claim.inferred or (claim.magnitude != 1 and not word):
        return format_plain_number(claim.value, claim.rounded_to, claim.locale)
    return claim.printed


def _native_territory_name(province: Pack) -> str:
    """The territory's own name."""
    names = province.province["name"]
    return names.get(NAME_LANGUAGES.get(province.province["country"], ""), names["en"])

"""The Bạc Liêu pack holds every number of its source; a faulty pack is refused whole, with every reason."""

import csv
import os
import re
import time

import pytest

from poverty.packs import load as pack
from poverty.packs.claims import build_claim
from poverty.packs.csv_rows import CsvRow, PackError
from poverty.packs.files import DATA
from poverty.publish import fingerprint
from sample_packs import add_row, edit, set_cell
from small_packs import build_pack, build_row

# What the source prints about poverty, jobs, models, households and money: numeral, word, value, period, unit.
PRINTED = {
    ("31.818", "exact", 31818, "1997", "households"),
    ("28,9", "exact", 28.9, "1997", "percent"),
    ("3,15", "exact", 3.15, "2015", "percent"),
    ("2,65", "exact", 2.65, "2015-M12", "percent"),
    ("20.000", "more than", 20000, "", "persons"),
    ("3", "nearly", 3, "", "times"),
    ("133", "exact", 133, "2024", "models"),
    ("1.500", "more than", 1500, "2024", "households"),
    ("17", "nearly", 17e9, "2024", "billion VND"),
    ("ratusan", "range", 100, "2024", "persons"),
    ("11.497", "exact", 11497, "2022", "households"),
    ("5,09", "exact", 5.09, "2022", "percent"),
    ("14.775", "exact", 14775, "2022", "households"),
    ("6,54", "exact", 6.54, "2022", "percent"),
    ("1.581", "exact", 1581, "2024-M12", "households"),
    ("0,69", "exact", 0.69, "2024-M12", "percent"),
    ("4.236", "exact", 4236, "2024-M12", "households"),
    ("1,86", "exact", 1.86, "2024-M12", "percent"),
    ("28", "exact", 28, "", "years"),
}


def faults(folder):
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(folder)
    return refused.value.faults


def test_every_number_of_the_source_is_a_claim(bac_lieu):
    own = [c for c in bac_lieu.claims.values() if c.primary]
    found = {(c.printed, c.qualifier, float(c.value), c.end, c.unit) for c in own if c.printed}
    assert found == PRINTED
    assert [c.id for c in own if c.statistic == "verdict"] == ["target-verdict"]


def test_other_sources_only_decide_readings_or_plausibility(bac_lieu):
    others = {c.id: float(c.value) for c in bac_lieu.claims.values() if not c.primary}
    assert others == {
        "vbf-poverty-rate-2014": 4.48,
        "bds-poverty-rate-2022-opening": 5.09,
        "bds-poverty-rate-2022-closing": 3.19,
        "bktt-population-1999": 736800,
    }


def test_the_questions_and_what_is_preferred(bac_lieu):
    preferred = {q: [r.name for r in group if r.preferred] for q, group in bac_lieu.questions.items()}
    assert preferred == {
        "rate-2011-2015": ["fall-from-2010"],
        "review-2022": ["opening"],
        "jobs-per-year": [],
        "old-criteria": ["each-own"],
    }


BAD_CELLS = [
    ("poverty-rate-2015", "indicator", "povrty_rate", "indicator", "did you mean 'poverty_rate'?"),
    ("poverty-rate-2015", "printed", "2,6x", "printed", "copy the numeral"),
    ("poverty-rate-2015", "locale", "en", "printed", "a number as English prints it"),
    ("poverty-rate-2015", "value", "2.56", "value", "2.65"),
    ("poverty-rate-2015", "rounded_to", "0.1", "rounded_to", "0.01"),
    ("poor-households-1997", "value", "31.818", "value", "31818"),
    ("poverty-rate-2015", "source_id", "", "source_id", "say who printed the number"),
    ("poverty-rate-2015", "source_id", "BAOBACLEU", "source_id", "did you mean 'BAOBACLIEU'?"),
    ("poverty-rate-2015", "from", "12/2015", "from", "2015-M12"),
    ("poverty-rate-2015", "to", "2014-M12", "to", "swap the two dates"),
    ("poverty-rate-2024", "standard", "VN-2021", "standard", "VN-2022"),
    ("poverty-rate-2024", "unit", "households", "unit", "percent, for poverty_rate"),
    ("poverty-rate-2024", "locale", "xx-nowhere", "locale", "vi, en, id, fr"),
    ("target-verdict", "printed", "100", "printed", "a verdict has no numeral"),
]


@pytest.mark.parametrize(("claim", "column", "value", "blamed", "said"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_place_and_its_mend(copy, claim, column, value, blamed, said):
    edit(copy, "reported.csv", set_cell(claim, column, value))
    found = faults(copy)
    with (copy / "reported.csv").open(encoding="utf-8", newline="") as file:
        number = 1 + next(i for i, row in enumerate(csv.reader(file)) if row[0] == claim)
    first = next(f for f in found if f.row == number)
    assert (first.file, first.column) == ("reported.csv", blamed)
    assert said in str(first)


def test_all_faults_come_in_one_message(copy):
    edit(copy, "reported.csv", set_cell("poverty-rate-2015", "indicator", "nonsense"))
    edit(copy, "reported.csv", set_cell("poverty-rate-2024", "value", "9"))
    edit(copy, "overrides.csv", lambda rows: rows.append(["review-2022", "opening", "no-such-claim", "from", "2021"]))
    found = {(f.file, f.column) for f in faults(copy)}
    assert {("reported.csv", "indicator"), ("reported.csv", "value"), ("overrides.csv", "claim_id")} <= found


def test_a_missing_column_is_one_fault_of_the_first_row(copy):
    edit(copy, "reported.csv", lambda rows: [row.pop(10) for row in rows])
    found = [f for f in faults(copy) if f.file == "reported.csv"]
    assert [(f.row, f.column, f.value) for f in found] == [(1, "locale", "(missing)")]


def test_a_row_with_a_cell_too_many_is_refused(copy):
    edit(copy, "reported.csv", lambda rows: rows[3].insert(4, "extra"))
    assert any(f.row == 4 and "28 cells" in f.value for f in faults(copy))


def test_an_override_must_leave_a_row_that_would_be_accepted(copy):
    edit(copy, "overrides.csv", lambda rows: rows.append(["review-2022", "closing", "poverty-rate-2022", "unit", "kg"]))
    assert any(f.file == "overrides.csv" and f.column == "unit" for f in faults(copy))


def test_a_preference_without_support_is_refused(copy):
    def change(rows):
        rows[1][-1] = ""

    edit(copy, "readings.csv", change)
    assert [f.column for f in faults(copy)] == ["supported_by"]


def test_excel_and_windows_leave_the_pack_readable(copy, bac_lieu):
    path = copy / "reported.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b"\r\n,,\r\n".replace(b",,", b"," * 22))
    assert pack.read_pack_folder(copy).claims == bac_lieu.claims


@pytest.mark.parametrize("slug", ["bac-lieo", "../bac-lieu", "data/bac-lieu", "/etc", "", "standards", "."])
def test_a_province_is_the_name_of_a_folder(slug):
    with pytest.raises(PackError) as refused:
        pack.load_pack(slug)
    assert "bac-lieu" in str(refused.value)


BAD_FILES = [
    ("sources.csv", lambda data: data.replace(b",", b"~"), "save it as CSV, with commas"),
    ("reported.csv", lambda data: b"", "an empty file"),
    ("readings.csv", lambda data: data.decode().encode("utf-16"), "text in UTF-8"),
    ("readings.csv", lambda data: data + b'a,"b', "close every quotation mark"),
    ("province.toml", lambda data: b"slug = bac", "TOML in UTF-8"),
    ("province.toml", lambda data: data.replace(b'"vietnam"', b'"vietnm"'), "did you mean 'vietnam'?"),
    ("province.toml", lambda data: data.replace(b'"vietnam"', b'"../../x"'), "vietnam"),
    ("province.toml", lambda data: data.replace(b"[3.0, 6.0]", b"[6.0, 3.0]"), "two numbers such as"),
    ("province.toml", lambda data: data.replace(b'"bac-lieu"', b'"elsewhere"'), "the folder's name, bac-lieu"),
]


@pytest.mark.parametrize(("name", "spoil", "said"), BAD_FILES)
def test_a_bad_file_is_one_fault_and_not_its_consequences(copy, name, spoil, said):
    path = copy / name
    path.write_bytes(spoil(path.read_bytes()))
    found = faults(copy)
    assert len(found) == 1
    assert found[0].file == name
    assert said in str(found[0])


@pytest.mark.parametrize("name", ["province.toml", "sources.csv", "reported.csv", "readings.csv", "overrides.csv"])
def test_a_missing_file_is_one_fault(copy, name):
    (copy / name).unlink()
    assert [(f.file, f.value) for f in faults(copy)] == [(name, "(missing)")]


def test_changes_need_two_dates_and_multiples_a_base(copy):
    def same_date(rows):
        for row in rows:
            if row[1] == "fall-from-2010" and row[3] == "from":
                row[4] = "2015-M12"

    edit(copy, "overrides.csv", same_date)
    edit(copy, "reported.csv", set_cell("jobs-multiple-1997", "base", "jobs_created"))
    assert [(f.file, f.row, f.column) for f in faults(copy)] == [
        ("reported.csv", 7, "base"),
        ("overrides.csv", 4, "from"),
    ]


def test_a_fall_of_a_rate_is_in_points(copy):
    edit(copy, "overrides.csv", lambda rows: [r.__setitem__(4, "percent") for r in rows if r[4] == "percentage points"])
    assert {(f.column, f.value) for f in faults(copy)} == {("unit", "percent")}


@pytest.mark.parametrize(("start", "end"), [("2022", "2022-M12"), ("2022-M12", "2022"), ("2022-S2", "2022-Q4")])
def test_a_change_between_two_dates_that_end_alike_is_refused(copy, start, end):
    """Nothing lies between them, and a mean would be divided by no years."""
    fall = {
        "claim_id": "fall",
        "statistic": "mean fall per year",
        "unit": "percentage points",
        "from": start,
        "to": end,
    }
    add_row(copy, "poverty-rate-2024", fall)
    (fault,) = faults(copy)
    assert (fault.file, fault.column, fault.value) == ("reported.csv", "from", start)
    assert "from 2021-M12 to 2022-M12" in fault.mend


@pytest.mark.parametrize("entry", ['"Cà Mau"', '{ vi = "Cà Mau" }', "{ en = 1 }"])
def test_the_successor_has_names_by_language(folder, entry):
    path = folder / "province.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"followed_by = {entry}" if line.startswith("followed_by") else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")
    (fault,) = [f for f in faults(folder) if f.column == "territory.followed_by"]
    assert "en = " in fault.expected


def test_a_publisher_has_one_name_in_a_language():
    packs = [pack.load_pack(slug) for slug in pack.list_province_slugs()]
    sources = [s for p in packs for s in p.shared.sources.values()]
    agency = next(s for s in sources if s.publisher == "Dân tộc & Miền núi (VNA)")
    assert agency.name_publisher("vi") == "Dân tộc & Miền núi (TTXVN)"
    assert agency.name_publisher("en") == agency.name_publisher("id") == "Dân tộc & Miền núi (VNA)"
    remarks = re.compile(r"\b(copy|reprint|from|page|extract|English|FR)\b|TTXVN")
    assert [s.publisher for s in sources if remarks.search(s.publisher)] == []
    assert [s.title for s in sources if re.search(r"\((tag|English|French)? ?(page|extract)\)", s.title)] == []


def test_every_listed_publisher_is_one_of_a_source():
    with (DATA / "publishers.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["publisher"] for row in csv.DictReader(file)}
    known = set()
    for path in DATA.glob("*/sources.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            known |= {row["publisher"] for row in csv.DictReader(file)}
    assert listed <= known


def put_folder(path):
    path.mkdir()


def put_large_file(path):
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # it takes no room on the disk


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
@pytest.mark.parametrize(
    "name",
    ["province.toml", "sources.csv", "reported.csv", "readings.csv", "overrides.csv", "groups.csv", "labels.csv",
     "drafted.csv"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("put", "value"),
    [
        (put_folder, "a folder"),
        (put_large_file, "a file of 2,147 MB"),
        (lambda path: os.mkfifo(path), "a pipe or a device"),
        (lambda path: path.symlink_to("/dev/zero"), "a pipe or a device"),
    ],
    ids=["folder", "large", "pipe", "device"],
)
def test_what_is_no_file_that_people_fill_in_is_refused_at_once(copy, name, put, value):
    (copy / name).unlink(missing_ok=True)
    put(copy / name)
    started = time.perf_counter()
    assert [(f.file, f.value) for f in faults(copy)] == [(name, value)]
    fingerprint.hash_files(copy.iterdir())  # so that `make` asks
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(("to", "refused"), [("2025-M06", False), ("2025-M07", True)])
def test_the_day_of_the_merger_is_still_the_province(to, refused):
    row = build_row("rate", "poverty_rate", "5.00", to)
    territory = {"until": "2025-M06", "followed_by": {"en": "Elsewhere"}}
    shared = pack.read_reference_tables([], [DATA / "standards" / "vietnam.csv"], territory=territory)
    shared.sources["A"] = build_pack(row | {"area": "province"}).shared.sources["A"]
    checked = CsvRow("reported.csv", None, row, [])
    assert (build_claim(checked, shared) is None) == refused
    assert [fault.column for fault in checked.faults] == ["area"] * refused

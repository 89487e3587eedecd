"""The donors hold what was carried in, wrong rows are named, and packs add to them without changing a row."""

import csv
import shutil

import pytest

from poverty.bands import add_donors, donors
from poverty.bands.calibration import CALIBRATION_SERIES
from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from sample_packs import add_row, edit


@pytest.fixture
def spoilt(tmp_path):
    """A copy of the table, and how to change cells of a row in it: place, series, standard and date say which."""
    path = tmp_path / "donors.csv"
    shutil.copy(donors.DONORS_FILE, path)

    def spoil(key, **cells):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        at = [rows[0].index(c) for c in ("place", "series", "standard", "date")]
        number = next(i for i, row in enumerate(rows) if tuple(row[c] for c in at) == key)
        for column, value in cells.items():
            rows[number][rows[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        return number + 1

    spoil.path = path
    return spoil


@pytest.fixture
def packs(tmp_path, monkeypatch, copy):
    """A copy of the table, which the copy of the Bạc Liêu pack alone may add to."""
    monkeypatch.setattr(donors, "DONORS_FILE", tmp_path / "table" / "donors.csv")
    donors.DONORS_FILE.parent.mkdir()
    shutil.copy(donors.DATA / "donors.csv", donors.DONORS_FILE)
    lines = donors.DONORS_FILE.read_bytes().splitlines(keepends=True)
    donors.DONORS_FILE.write_bytes(b"".join(line for line in lines if b" of data/" not in line))
    monkeypatch.setattr(pack, "list_province_slugs", lambda: ["bac-lieu"])
    monkeypatch.setattr(pack, "find_pack_folder", lambda slug: copy)
    return copy


def count(spells):
    """Inner figures, places that are left out one at a time, spells."""
    return sum(len(s) - 2 for s in spells), len({s["part_of"].iloc[0] for s in spells}), len(spells)


def test_the_table_is_all_that_was_carried_in(table):
    assert len(table) == 204
    assert table["place"].nunique() == 28
    assert table["part_of"].nunique() == 21
    assert table["derived"].sum() == 26
    assert table["t"].isna().sum() == 1
    assert table["status"].value_counts().to_dict() == {"actual": 188, "estimate": 9, "forecast": 5, "target": 2}
    assert table["qualifier"].value_counts().to_dict() == {"exact": 188, "about": 15, "less than": 1}
    assert table["series"].value_counts().to_dict() == {
        "poverty_rate": 125, "near_poor_rate": 32, "poor_households": 21, "minority_poverty_rate": 19,
        "near_poor_households": 7,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("derived", "statuses", "expected"),
    [
        (True, ("actual",), (51, 17, 28)),
        (False, ("actual",), (37, 13, 22)),
        (True, ("actual", "estimate"), (59, 17, 32)),
    ],
)
def test_what_a_band_rests_on(table, derived, statuses, expected):
    assert count(donors.list_donor_spells(table, CALIBRATION_SERIES, derived, statuses)) == expected


def test_a_spell_is_one_series_of_one_place_in_time_order(table):
    spells = donors.list_donor_spells(table.iloc[::-1], CALIBRATION_SERIES)
    assert all(s["t"].is_monotonic_increasing and s["t"].is_unique for s in spells)
    assert all(s[c].nunique() == 1 for s in spells for c in ("place", "part_of", "series", "standard"))
    quang_ngai = next(s for s in spells if (s["place"].iloc[0], s["standard"].iloc[0]) == ("Quảng Ngãi", "VN-2011"))
    assert quang_ngai["value"].tolist() == [23.92, 20.69, 17.64, 14.93, 11.73, 9.22]
    assert quang_ngai["t"].tolist() == [2010, 2011, 2012, 2013, 2014, 2015]


def test_spells_that_rise_are_left_out_unless_asked_for(table):
    near_poor = donors.list_donor_spells(table, ("near_poor_rate",), falling=False)
    rising = [s for s in near_poor if s["value"].iloc[-1] >= s["value"].iloc[0]]
    assert {s["place"].iloc[0] for s in rising} == {"Đắk Lắk", "Gia Lai", "Quảng Nam"}
    assert len(donors.list_donor_spells(table, ("near_poor_rate",))) == len(near_poor) - len(rising)


def test_a_place_is_left_out_with_its_components(table):
    gone = table[table["part_of"] == "Quảng Ngãi"]
    assert set(gone["place"]) == {"Quảng Ngãi", "Quảng Ngãi (urban)", "Quảng Ngãi (rural)"}
    assert set(table.loc[table["part_of"] == "Lâm Đồng", "place"]) == {"Lâm Đồng", "Đạ Tẻh (Lâm Đồng)"}


def test_bounds_are_those_of_the_numeral_or_of_the_terms_of_a_sum(table):
    def bounds(*key):
        row = table.set_index(["place", "series", "standard", "date"]).loc[key]
        return row["low"], row["high"]

    assert bounds("Lào Cai", "poverty_rate", "VN-2022", "2022-M12") == pytest.approx((18.365, 18.375))
    assert bounds("Điện Biên", "poverty_rate", "VN-2011", "2014-M12") == pytest.approx((30, 32))  # about 31
    assert bounds("Điện Biên", "poverty_rate", "VN-2011", "2010-M12") == pytest.approx((50.065, 50.175))  # 43,8 + 6,32
    limit = ("Việt Nam (ethnic minorities)", "minority_poverty_rate", "VN-2022", "2024-M12")
    assert bounds(*limit) == (-float("inf"), 13.5)


def test_a_limit_is_no_value(table):
    places = {s["place"].iloc[0] for s in donors.list_donor_spells(table, CALIBRATION_SERIES)}
    assert "Việt Nam (ethnic minorities)" not in places  # 2021, 2022, and below 13.5 in 2024


def test_every_worked_out_value_is_its_sum(table):
    sums = table[table["derivation"].str.fullmatch(r"[\d.]+ [+-] [\d.]+")]
    assert len(sums) == 24
    for row in sums.itertuples():
        first, sign, second = row.derivation.split()
        assert row.value == pytest.approx(float(first) + float(sign + second), abs=1e-9)


ROW = ("Quảng Nam", "poverty_rate", "VN-2022", "2022-M12")  # 6,63
SUM = ("Lào Cai", "poverty_rate", "VN-2022", "2021-M12")  # 24,20 = 18.37 + 5.83
BAD_CELLS = [
    (ROW, "status", "actaul", "did you mean 'actual'?"),
    (ROW, "qualifier", "abuot", "did you mean 'about'?"),
    (ROW, "series", "povrty_rate", "did you mean 'poverty_rate'?"),
    (ROW, "level", "provinse", "did you mean 'province'?"),
    (ROW, "standard", "VN-2021", "VN-2022"),
    (ROW, "value", "6.36", "6.63, which '6,63' says in 'vi'"),
    (ROW, "value", "", "a number"),
    (ROW, "rounded_to", "0.1", "the last printed digit is worth 0.01"),
    (ROW, "printed", "6.63", "a number as Vietnamese prints it"),
    (ROW, "locale", "xx-nowhere", "vi, en, id, fr"),
    (ROW, "date", "12/2022", "write 2022-M12"),
    (ROW, "date", "2020-M12", "2021-M12 to 2026-M12, for VN-2022"),
    (ROW, "part_of", "Quang Nam", "Quảng Nam"),
    (ROW, "publisher", "", 'write "undated" or "unknown"'),
    (ROW, "derived", "maybe", "yes, no"),
    (ROW, "derivation", "5.57 + 1.06", "nothing, for a figure that is printed"),
    (SUM, "derivation", "", "how the value was worked out"),
    (SUM, "derivation", "18.37 + 5.38", "a sum of 24.2; this is 23.75"),
    (SUM, "derivation", "18,37 + 5,83", "points before decimals"),
    (("Gia Lai (ethnic minority)", "poor_households", "VN-2016", "2016-M12"), "part_of", "Trà Vinh", "Gia Lai"),
    (("Gia Lai (ethnic minority)", "poor_households", "VN-2016", "2016-M12"), "value", "47.133", "47133"),
]


@pytest.mark.parametrize(("key", "column", "value", "message"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_place_and_its_mend(spoilt, key, column, value, message):
    number = spoilt(key, **{column: value})
    with pytest.raises(PackError) as refused:
        donors.load_donors(spoilt.path)
    faults = refused.value.faults
    assert {(f.file, f.row, f.column) for f in faults} == {("donors.csv", number, column)}
    assert message in str(faults[0])


@pytest.mark.parametrize(("printed", "value", "holds"), [("100,00", "100", True), ("100,01", "100.01", False)])
def test_a_share_in_percent_is_100_at_most(spoilt, printed, value, holds):
    spoilt(ROW, printed=printed, value=value)
    if holds:
        donors.load_donors(spoilt.path)
    else:
        with pytest.raises(PackError, match="0 to 100, for a share in percent"):
            donors.load_donors(spoilt.path)


def test_a_figure_stands_there_once(spoilt):
    first = spoilt(("Quảng Nam", "poverty_rate", "VN-2022", "2022-M12"))
    number = spoilt(("Quảng Nam", "poverty_rate", "VN-2022", "2023-M12"), date="2022")
    with pytest.raises(PackError) as refused:
        donors.load_donors(spoilt.path)
    assert [(f.row, f.column) for f in refused.value.faults] == [(number, "date")]
    assert f"row {first} has this one" in str(refused.value)


def test_all_faults_come_in_one_message(spoilt):
    spoilt(ROW, status="actaul")
    spoilt(SUM, value="24.02")
    with pytest.raises(PackError) as refused:
        donors.load_donors(spoilt.path)
    assert {f.column for f in refused.value.faults} == {"status", "value"} | {"derivation"}


def test_a_pack_adds_its_spells_once_and_changes_no_row(packs, capsys):
    before = donors.DONORS_FILE.read_bytes()
    assert add_donors.append_pack_donors() == 0
    assert capsys.readouterr().out.count("Bạc Liêu, poverty_rate, VN-2022: 3 figures\n") == 1
    after = donors.DONORS_FILE.read_bytes()
    assert after.startswith(before)
    added = donors.load_donors(donors.DONORS_FILE).iloc[204:]
    assert added[["place", "part_of", "level"]].drop_duplicates().values.tolist() == [
        ["Bạc Liêu", "Bạc Liêu", "province"]
    ]
    assert list(zip(added["date"], added["value"], strict=True)) == [
        ("2021-M12", 5.09),  # the opening review of 2022, as the preferred reading has it
        ("2022-M12", 3.19),
        ("2024-M12", 0.69),
    ]
    assert added["note"].str.contains("review-2022=opening").tolist() == [True, False, False]
    assert add_donors.append_pack_donors() == 0
    assert donors.DONORS_FILE.read_bytes() == after
    assert capsys.readouterr().out == "nothing to add\n"


def test_a_figure_more_completes_a_spell(packs, capsys):
    like = "vbf-poverty-rate-2014"
    add_row(packs, like, {"claim_id": "poverty-rate-2012", "from": "2012-M12", "to": "2012-M12"})
    assert add_donors.append_pack_donors() == 0
    assert "Bạc Liêu, poverty_rate, VN-2011: 3 figures\n" in capsys.readouterr().out


def test_of_whom_and_where_a_figure_is_names_its_place(packs):
    minority = {"population": "ethnic minority"}
    claims = [("poverty-rate-2024", minority | {"claim_id": "minority-2024"})]
    claims += [("near-poor-rate-2024", minority | {"claim_id": "minority-near-poor-2024"})]
    claims += [("poverty-rate-2024", {"claim_id": "khmer-2024", "population": "Khmer", "area": "rural"})]
    for like, changes in claims:
        add_row(packs, like, changes)
    rows = add_donors.extract_donor_rows(pack.load_pack("bac-lieu"))
    assert {
        ("Bạc Liêu", "minority_poverty_rate", "VN-2022", 2024.0),
        ("Bạc Liêu (ethnic minority)", "near_poor_rate", "VN-2022", 2024.0),
        ("Bạc Liêu (Khmer, rural)", "minority_poverty_rate", "VN-2022", 2024.0),
    } <= set(rows)
    assert {row["part_of"] for row in rows.values()} == {"Bạc Liêu"}


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({}, True),
        ({"qualifier": "about"}, True),
        ({"status": "target"}, False),
        ({"statistic": "mean level", "from": "2022-M12"}, False),
        ({"standard": ""}, False),
        ({"from": "", "to": ""}, False),
        ({"qualifier": "more than"}, False),
        ({"base": "population"}, False),
        ({"from": "2022-M12"}, False),
        ({"area": "former territory", "from": "2025-M12", "to": "2025-M12"}, True),
        ({"area": "successor", "from": "2025-M12", "to": "2025-M12"}, False),
        ({"source_id": "BKTT"}, True),
        ({"source_id": "BKTT", "trust": "low"}, False),
    ],
)
def test_only_known_values_are_taken(packs, changes, taken):
    if "trust" in changes:
        trust = changes["trust"]
        edit(packs, "sources.csv", lambda rows: [row.__setitem__(-1, trust) for row in rows if row[0] == "BKTT"])
    row = {"claim_id": "poverty-rate-2023", "from": "2023-M12", "to": "2023-M12"} | changes
    add_row(packs, "poverty-rate-2024", row)
    rows = add_donors.extract_donor_rows(pack.load_pack("bac-lieu")).values()
    assert any(row["note"] == "poverty-rate-2023 of data/bac-lieu" for row in rows) is taken


def test_of_two_figures_for_a_date_the_own_source_and_then_the_more_precise_is_taken(packs):
    primary = {"claim_id": "own", "printed": "0,694", "value": "0.694", "rounded_to": "0.001"}
    secondary = {"claim_id": "other", "printed": "0,6941", "value": "0.6941", "rounded_to": "0.0001"}
    for changes in (primary, secondary | {"source_id": "BDS2023"}):
        add_row(packs, "poverty-rate-2024", changes)
    rows = add_donors.extract_donor_rows(pack.load_pack("bac-lieu"))
    assert rows["Bạc Liêu", "poverty_rate", "VN-2022", 2024.0]["printed"] == "0,694"


def test_magnitudes_and_misprints_are_rows_that_load(packs):
    thousand = {"unit": "thousand households", "value": "1.6", "rounded_to": "0.1"}
    misprint = {"printed": "1.6000", "value": "1600", "inferred": "value", "note": "a zero too many"}
    cells = {
        "2022-M12": thousand | {"printed": "1,6 ribu"},
        "2023-M06": thousand | {"printed": "1,6"},
        "2023-M12": misprint,
    }
    for date, changes in cells.items():
        add_row(packs, "poor-households-2024", changes | {"claim_id": date.lower(), "from": date, "to": date})
    assert add_donors.append_pack_donors() == 0
    table = donors.load_donors(donors.DONORS_FILE).set_index(["series", "date"]).loc["poor_households"].loc[list(cells)]
    table = table[table["place"] == "Bạc Liêu"]
    assert table["printed"].tolist() == ["1,6 ribu", "1.600", "1.600"]
    assert table["value"].tolist() == [1600, 1600, 1600]
    assert table["high"].tolist() == [1650, 1650, 1600.5]
    assert table["derivation"].tolist() == ["", "", "read for the printed 1.6000"]


def test_a_survey_is_left_out_with_a_word():
    survey = pack.load_pack("nusa-tenggara-timur")
    assert add_donors.extract_donor_rows(survey) == {}
    assert add_donors.describe_surveys_left_out(survey) == ["Nusa Tenggara Timur: ID-BPS is a survey; left out"]


def test_a_table_that_excel_has_saved_is_added_to_in_its_own_way(packs):
    text = donors.DONORS_FILE.read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    with donors.DONORS_FILE.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    before = donors.DONORS_FILE.read_bytes()
    assert add_donors.append_pack_donors() == 0
    after = donors.DONORS_FILE.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n") == 208
    assert len(donors.load_donors(donors.DONORS_FILE)) == 207


def test_a_table_without_a_last_line_end_is_added_to_all_the_same(packs):
    donors.DONORS_FILE.write_bytes(donors.DONORS_FILE.read_bytes().rstrip(b"\n"))
    assert add_donors.append_pack_donors() == 0
    assert len(donors.load_donors(donors.DONORS_FILE)) == 207


def test_rows_that_the_table_would_refuse_are_named_by_their_claim(packs, capsys):
    before = donors.DONORS_FILE.read_bytes()
    add_row(packs, "poverty-rate-2024", {"claim_id": "too-early", "from": "2019-M12", "to": "2019-M12"})
    assert add_donors.append_pack_donors() == 1
    message = "too-early of data/bac-lieu, column date: '2019-M12'\n    expected: 2021-M12 to 2026-M12, for VN-2022"
    assert message in capsys.readouterr().err
    assert donors.DONORS_FILE.read_bytes() == before


def test_only_actual_values_make_a_spell_long_enough(table):
    tuyen_quang = table[table["place"] == "Tuyên Quang"]  # 2012, 2013, and a target for 2014

    def rows_of(*years):
        return {("Tuyên Quang", "poverty_rate", "VN-2011", t): {"date": f"{t:.0f}-M12"} for t in years}

    assert add_donors.select_missing_donor_rows(rows_of(2011.0), tuyen_quang) == [{"date": "2011-M12"}]
    assert add_donors.select_missing_donor_rows(rows_of(2014.0), tuyen_quang) == []
    without_2013 = tuyen_quang[tuyen_quang["date"] != "2013-M12"]
    assert add_donors.select_missing_donor_rows(rows_of(2011.0, 2014.0), without_2013) == []


def test_a_refused_pack_changes_nothing(packs, capsys):
    before = donors.DONORS_FILE.read_bytes()
    add_row(packs, "poverty-rate-2024", {"claim_id": "poverty-rate-2023", "value": "9"})
    assert add_donors.append_pack_donors() == 1
    assert "which '0,69' says" in capsys.readouterr().err
    assert donors.DONORS_FILE.read_bytes() == before

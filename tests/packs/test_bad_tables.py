"""What once ended in a traceback, or changed numbers without a word, is refused by `check` with its place and its mend."""

import os

import pytest

import poverty.__main__ as command
from poverty.packs.csv_rows import read_csv_rows
from spoilt_house import add_column, append, cell, put, replace

B = "bac-lieu/"
MISPRINT = {"inferred": "value", "note": "x"}


REPORTED, SOURCES, OVERRIDES, READINGS = (f"{B}{name}.csv" for name in ("reported", "sources", "overrides", "readings"))
TOML = f"{B}province.toml"
RATE, COUNT = "poverty-rate-2015", "poor-households-1997"
REFUSED = [  # what is done, the pack that is checked, what is said
    # T: once a traceback
    (add_column(SOURCES), "bac-lieu", [f"data/{SOURCES}, row 1, column x: 'x'", "delete or rename it"]),
    (add_column(OVERRIDES), "bac-lieu", [f"data/{OVERRIDES}, row 1, column x: 'x'"]),
    (append(OVERRIDES, "old-criteria,each-own,rate-2011-2015,statistic,level", "old-criteria,each-own,rate-2011-2015,base,households"),
     "bac-lieu", [f"data/{OVERRIDES}, row 56, column column: 'statistic'", "row 2 sets it", "let one of the two questions change it"]),
    (cell(REPORTED, RATE, value="1e308"), "bac-lieu", ["row 5, column value: '1e308'", "at most 18 digits", "copy the number anew"]),
    (cell(REPORTED, RATE, value="1" * 40), "bac-lieu", ["row 5, column value", "at most 18 digits"]),
    (cell(REPORTED, RATE, printed="2" * 40), "bac-lieu", ["row 5, column printed", "at most 25 signs"]),
    (cell(REPORTED, RATE, rounded_to="1e-999999"), "bac-lieu", ["row 5, column rounded_to: '1e-999999'", "a plain number"]),
    (cell(REPORTED, COUNT, value="1e400", **MISPRINT), "bac-lieu", ["row 2, column value: '1e400'", "at most 18 digits"]),
    (cell(REPORTED, COUNT, value="9e999999", unit="million households", **MISPRINT), "bac-lieu", ["row 2, column value: '9e999999'"]),
    (cell("donors.csv", "Sơn La", rounded_to="1e-999999"), "bac-lieu", ["data/donors.csv, row", "column rounded_to"]),
    (cell("donors.csv", "Sơn La", value="1" * 40), "bac-lieu", ["data/donors.csv, row", "column value"]),
    (cell(SOURCES, "BAOBACLIEU", published="2022-13"), "bac-lieu", ["row 2, column published: '2022-13'", "the calendar has no such day"]),
    (cell(SOURCES, "BAOBACLIEU", published="2022-02-31"), "bac-lieu", ["row 2, column published", "the calendar has no such day"]),
    (cell(SOURCES, "BAOBACLIEU", published="0000-01"), "bac-lieu", ["row 2, column published", "correct the year: it is from 1800 to 2100"]),
    (cell(SOURCES, "BAOBACLIEU", language=""), "bac-lieu", ["row 2, column language: ''", "such as vi", "write the code"]),
    (cell(SOURCES, "BAOBACLIEU", language=")"), "bac-lieu", ["row 2, column language: ')'"]),
    (cell(READINGS, "review-2022", question="review = 2022"), "bac-lieu", ["column question: 'review = 2022'", "small letters, digits and hyphens"]),
    (replace(TOML, 'vi = "Bạc Liêu"', 'vi = ["x"]'), "bac-lieu", [f"data/{TOML}, column name.vi", "a name in quotes"]),
    (cell(REPORTED, RATE, **{"from": "0000-M06", "to": "0000-M06"}), "bac-lieu", ["row 5, column from: '0000-M06'", "it is from 1800 to 2100"]),
    (cell("qualifiers.csv", "about", soft_low=""), "bac-lieu", ["data/qualifiers.csv, row 9, column soft_low: ''"]),
    (cell("standards/vietnam.csv", "VN-2016", label=""), "bac-lieu", ["data/standards/vietnam.csv, row 6, column label: ''", "enter it"]),
    # a table that all provinces share
    (replace("exchange_rates.csv", "VND,2024-12-18,24278", "VND,2024-12-18,-24278"), "bac-lieu", ["data/exchange_rates.csv", "column per_usd: '-24278'"]),
    (replace("assumptions.csv", ",medium,", ",middling,"), "bac-lieu", ["data/assumptions.csv", "column evidence: 'middling'"]),
    (replace("donors.csv", "poverty_rate,VN-2016,2015-M12", "poverty_rate,VN-2061,2015-M12"), "bac-lieu", ["data/donors.csv", "column standard: 'VN-2061'"]),
    (replace("jobs/reported.csv", ",province,total,", ",provinse,total,"), "bac-lieu", ["data/jobs/reported.csv", "column level: 'provinse'"]),
    (replace("jobs/sources.csv", ",corroborating,high", ",corroborating,sure"), "bac-lieu", ["data/jobs/sources.csv", "column trust: 'sure'"]),
    (replace("official/statistics.csv", "VN-55,population,2010,", "VN-55,population,2009,"), "bac-lieu", ["data/official/statistics.csv", "column year: '2009'"]),
    (replace("official/sources.csv", ",0.1,", ",none,"), "bac-lieu", ["data/official/sources.csv", "column rounded_to: 'none'"]),
    (replace("outlook.toml", "# slower = 0.5", "slower = 5"), "bac-lieu", ["data/outlook.toml", "outlook.slower"]),
    (replace("standards/indonesia.csv", ",survey,", ",sample,"), "bac-lieu", ["data/standards/indonesia.csv", "column method: 'sample'"]),
    (replace("qualifiers.csv", "more than,0", "more than,x"), "bac-lieu", ["data/qualifiers.csv", "column hard_low: 'x'"]),
    # S: once accepted in silence
    (replace("lao-cai/reported.csv", "percentage points", "million VND"), "lao-cai", ["column unit: 'million VND'", "percentage points, for the change of a rate"]),
    (append(OVERRIDES, "rate-2011-2015,fall-from-2010,rate-2011-2015,from,2009-M12"), "bac-lieu", ["row 56, column column: 'from'", "row 4 sets it", "delete one of the two"]),
    (append("exchange_rates.csv", "VND,2024-12-18,9,t,p,2024-12-18,,"), "bac-lieu", ["data/exchange_rates.csv, row 5, column date", "one row for VND, 2024-12-18"]),
    (replace("exchange_rates.csv", "VND,2024", "VDN,2024"), "bac-lieu", ["column currency: 'VDN'", "the ISO 4217 code of a currency"]),
    (cell("qualifiers.csv", "exact", hard_low="5"), "bac-lieu", ["row 2, column hard_low: '5'", "a number not above hard_high, 0.5"]),
    (append("qualifiers.csv", "about,,,-1,9,low,x,y"), "bac-lieu", ["row 10, column qualifier: 'about'"]),
    (cell("standards/vietnam.csv", "VN-2016", first_year="2030"), "bac-lieu", ["row 6, column first_year: '2030'", "a number not above last_year, 2021"]),
    (cell("standards/vietnam.csv", "VN-2016", verified="Yes"), "bac-lieu", ["row 6, column verified: 'Yes'"]),
    (cell("standards/vietnam.csv", "VN-2016", rural_line="1e17"), "bac-lieu", ["row 6, column rural_line: '1e17'", "below a thousand billion"]),
    (replace("son-la/province.toml", 'vi = "Sơn La"', 'vi = "Son La"'), "son-la", ["column name.vi: 'Son La'", "Sơn La, as data/donors.csv has it"]),
    (replace("son-la/province.toml", 'vi = "Sơn La"', 'vn = "Sơn La"'), "son-la", ["column name.vn", "the code of a language"]),
    (cell("dien-bien/reported.csv", "poverty-rate-2010-db5", statistic="duration"), "dien-bien", ["column statistic: 'duration'", "a duration is of programme_duration"]),
    (cell("dien-bien/reported.csv", "poverty-rate-2010-db5", statistic="total"), "dien-bien", ["column statistic: 'total'", "poverty_rate is counted at a date"]),
    (cell("dien-bien/reported.csv", "poverty-rate-2010-db5", statistic="percent of plan"), "dien-bien", ["column base", "nothing, for the percent of plan"]),
    (cell("gia-lai/reported.csv", "total", statistic="level"), "gia-lai", ["column statistic: 'level'", "is added up over a time"]),
    (cell(REPORTED, COUNT, printed="71.798", value="71798", rounded_to="71798"), "bac-lieu", ["column rounded_to: '71798'", "1, 10, 100"]),
    (cell(REPORTED, COUNT, printed="20-10", qualifier="range", value="20", value_to="10"), "bac-lieu", ["column value_to: '10'", "a number above the first, 20"]),
    (cell(REPORTED, COUNT, base="jobs_created:"), "bac-lieu", ["row 2, column base: 'jobs_created:'", "write the year after the colon"]),
    (cell(REPORTED, COUNT, base="poor_households:9999"), "bac-lieu", ["row 2, column base: 'poor_households:9999'"]),
    (replace("groups.csv", "Khmer,ethnic minority", "Khmer,Khmer"), "bac-lieu", ["data/groups.csv, row 4, column part_of: 'Khmer'"]),
    (replace("groups.csv", "Khmer,ethnic minority", "Khmer,nowhere"), "bac-lieu", ["row 4, column part_of: 'nowhere'"]),
    (replace("groups.csv", "ethnic minorities,all", "ethnic minorities,Khmer"), "bac-lieu", ["row 3, column part_of: 'Khmer'"]),
    (append("groups.csv", "area,rural,another,province,"), "bac-lieu", ["row 14, column word: 'rural'", "row 7 is one"]),
    (replace("lexicon.csv", "100,999", "999,100"), "bac-lieu", ["data/lexicon.csv, row 2, column low: '999'", "swap the two"]),
    (append("lexicon.csv", "id,ratusan,1,2,x"), "bac-lieu", ["data/lexicon.csv, row 104, column word: 'ratusan'"]),
    (append("magnitudes.csv", "vi,nghìn,million"), "bac-lieu", ["data/magnitudes.csv, row 22, column word: 'nghìn'"]),
    (replace(TOML, 'en = "Bạc Liêu"', 'en = ""'), "bac-lieu", ["column name.en: ''", "a name in quotes"]),
    (replace(TOML, 'en = "Bạc Liêu"', f'en = "{"x" * 400}"'), "bac-lieu", ["column name.en", "at most 60 letters"]),
    (replace(TOML, "[3.0, 6.0]", "[true, 6]"), "bac-lieu", ["persons_per_household", "two numbers"]),
    (replace(TOML, 'from = "1997"', 'from = "2099"'), "bac-lieu", ["column territory.from: '2099'", "a date before until, 2025-M06"]),
    (cell(REPORTED, RATE, **{"from": "２０１５-M12", "to": "２０１５-M12"}), "bac-lieu", ["row 5, column from"]),
    (cell("lao-cai/reported.csv", "percentage points", printed="400", value="400", rounded_to="1"), "lao-cai", ["column value: '400'", "0 to 100, for points of a rate"]),
    # once misleading
    (put("son-la/province.toml", None), "son-la", ["data/son-la/province.toml: (missing)"]),
    (cell(REPORTED, COUNT, note="a" * 140_000), "bac-lieu", ["a cell of more than 131072 signs", "or shorten the cell"]),
    (put(SOURCES, os.mkdir), "bac-lieu", [f"data/{SOURCES}: a folder"]),
    (put(SOURCES, os.mkfifo), "bac-lieu", [f"data/{SOURCES}: a pipe or a device"]),
    (put(TOML, os.mkfifo), "bac-lieu", [f"1 fault; nothing was written\ndata/{TOML}: a pipe or a device"]),
    *((put(file, None), "bac-lieu", [f"1 fault; nothing was written\ndata/{file}: (missing)", "restore it"])
      for file in ("groups.csv", "lexicon.csv", "magnitudes.csv", "qualifiers.csv", "jobs/sources.csv", "standards/vietnam.csv", "columns.csv")),
    (cell(READINGS, "review-2022", asks=""), "bac-lieu", ["1 fault", "row 5, column asks: ''", "enter it"]),
    (replace("magnitudes.csv", "vi,tỷ,billion\n", ""), "bac-lieu", ["column printed: '230,5 tỷ'", "data/magnitudes.csv lacks it"]),
    (replace("qualifiers.csv", "nearly,", "nearlly,"), "bac-lieu", ["1 fault", "data/qualifiers.csv, column qualifier", "a row for nearly"]),
    (replace("columns.csv", "yes,name once", "yes,text once"), "bac-lieu", ["1 fault", "data/columns.csv: another table", "restore the file"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "slug", "said"), REFUSED, ids=[f"{i}: {said[0][:50]}" for i, (_, _, said) in enumerate(REFUSED)]
)
def test_it_is_refused_with_its_place_and_its_mend(house, check, spoil, slug, said):
    spoil(house)
    done = check(slug)
    assert done.code == 1
    assert not [text for text in said if text not in done.err], done.err
    assert "Traceback" not in done.err


def test_faults_of_several_tables_come_at_once_and_once(house, check):
    replace("qualifiers.csv", "more than,0", "more than,x")(house)
    replace("exchange_rates.csv", "VND,2024-12-18,24278", "VND,2024-12-18,-24278")(house)
    replace("assumptions.csv", ",medium,", ",middling,")(house)
    assert check("bac-lieu").err.startswith("3 faults; nothing was written\n")


ALIKE = [
    cell(REPORTED, COUNT, note="pasted\x0bfrom\x85a page\u2028of the web"),
    replace("exchange_rates.csv", "VND,2024-12-18", "VND\u200b,2024-12-18"),
]


@pytest.mark.parametrize("spoil", ALIKE)
def test_signs_that_nobody_sees_change_nothing(house, check, spoil):
    whole = check("bac-lieu")
    spoil(house)
    assert check("bac-lieu") == whole


LOOK_AGAIN = [
    (cell("lao-cai/reported.csv", "poor-households-2024-lc1", together="lc1-2024-por"), "lao-cai",
     "“lc1-2024-por” in together stands in one row alone, poor-households-2024-lc1, and “lc1-2024-poor”"),
    (cell(READINGS, "fall-from-2010", supported_by="rate-2011-2015"), "bac-lieu",
     "The reading fall-from-2010 of rate-2011-2015 is preferred because of what it changes itself: rate-2011-2015"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "slug", "said"), LOOK_AGAIN)
def test_what_may_be_meant_is_named_by_the_check(house, check, spoil, slug, said):
    assert f"look again     {said}" not in check(slug).out
    spoil(house)
    done = check(slug)
    assert done.code == 0
    assert said in next(line for line in done.out.splitlines() if line.startswith("look again"))


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").write_text("a,b\n")
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    faults = []
    read_csv_rows(tmp_path / "a.csv", ("a", "b"), faults)
    assert [(f.file, f.value, f.expected) for f in faults] == [("a.csv", "Permission denied", "a file to read")]


def test_what_nobody_foresaw_is_a_sentence_and_a_log(tmp_path, monkeypatch, capsys):
    def fail(options):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(command, "_check", fail)
    monkeypatch.setattr(command, "BUILD", tmp_path)
    assert command.main(["check", "bac-lieu"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("The program did not foresee this: ZeroDivisionError: by nothing. Please report it, with ")
    assert said.count("\n") == 1
    [log] = tmp_path.glob("unforeseen-*.log")
    assert "raise ZeroDivisionError" in log.read_text()

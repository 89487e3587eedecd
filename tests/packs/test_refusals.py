"""Each refusal of a pack that no other test provokes, once: what is done, what is named, how to mend it."""

import pytest

from spoilt_house import append, cell, put, replace

B, LC = "bac-lieu/reported.csv", "lao-cai/reported.csv"
RATE, COUNT = "poverty-rate-2015", "poor-households-1997"
TOML, READINGS, OVERRIDES = (f"bac-lieu/{name}" for name in ("province.toml", "readings.csv", "overrides.csv"))


def write(file, content):
    """Another content for a file."""
    return lambda house: house.spoil(file, content)


def head(file):
    """Its header alone."""
    return lambda house: house.spoil(file, house.read(file).splitlines(keepends=True)[0])


def both(*spoils):
    """One after the other, of different files."""
    return lambda house: [spoil(house) for spoil in spoils]


REFUSALS = [  # the pack that is checked, what is done, the place that is named, what was expected, the mend
    # a row of reported.csv
    ("bac-lieu", cell(B, RATE, printed="2", locale="65"), "printed: '2'", "the whole numeral in one cell", 'write "2,65" in quotes'),
    ("bac-lieu", cell(B, RATE, to=""), "to: ''", "both dates, or neither", "repeat the date for a single point in time"),
    ("bac-lieu", cell(B, RATE, **{"from": "2025-M12", "to": "2025-M12"}), "area: 'province'", "which territory, for a figure after 2025-M06", '"former territory" if it counts the former communes'),
    ("bac-lieu", cell(B, RATE, area="former territory"), "area: 'former territory'", "province, for a figure up to 2025-M06", "correct the date or the area"),
    ("bac-lieu", cell(B, RATE, base=""), "base: ''", "households or population", "most registers: households"),
    ("bac-lieu", cell(B, RATE, base="households:2014"), "base: 'households:2014'", "households or population", "leave off the date"),
    ("bac-lieu", cell(B, RATE, statistic="share", base=""), "base: ''", "what it is a share of, such as poor_households", "enter an indicator"),
    ("bac-lieu", cell(B, RATE, base="poor_houses"), "base: 'poor_houses'", "an indicator, with :date", "did you mean 'poor_households'?"),
    ("bac-lieu", cell(B, "kind", note=""), "note: ''", "its word in printed, what it is in note", "enter both"),
    ("bac-lieu", cell(B, COUNT, statistic="fall", unit="percent", **{"from": "1996", "to": "1997"}), "unit: 'percent'", "households, for the change of poor_households", "the statistic is relative fall"),
    ("lao-cai", cell(LC, "percentage points", statistic="relative fall"), "unit: 'percentage points'", "percent, for a relative fall", "correct the unit or the statistic"),
    ("bac-lieu", cell(B, RATE, statistic="unclear", unit="VND"), "unit: 'VND'", "percent, for poverty_rate", "correct the unit or the indicator"),
    ("bac-lieu", cell(B, COUNT, inferred="value", note=""), "note: ''", "why the numeral is a misprint", "take value out of the column inferred"),
    ("bac-lieu", cell(B, COUNT, qualifier="range"), "printed: '31.818'", "two numbers with a dash between", "write exact into qualifier"),
    ("bac-lieu", cell(B, COUNT, value_to="40000"), "value_to: '40000'", "nothing", "write range into qualifier"),
    ("bac-lieu", cell(B, COUNT, printed="71.798", value="71798", rounded_to="35899"), "rounded_to: '35899'", "a unit in which people round", "the last digit that counts"),
    # whole files
    ("bac-lieu", write(B, "claim_id,lấy".encode("latin-1", "replace") + b"\xe9"), f"data/{B}: byte 0xe9 at place 12", "text in UTF-8", "character set UTF-8"),
    ("bac-lieu", write(B, "claim_id".encode("utf-16")), f"data/{B}: text in UTF-16", "text in UTF-8", "save it again as CSV"),
    ("bac-lieu", write(B, b"\n ,\nclaim_id,x\n"), f"data/{B}: an empty row", "the names of the columns", "delete the empty rows above them"),
    ("bac-lieu", write(B, b"claim_id," * 2_500_000), f"data/{B}: a file of 23 MB", "at most 20 MB", "move it away"),
    ("bac-lieu", head(B), f"data/{B}: no rows", "at least one claim", "enter one"),
    ("bac-lieu", head("standards/vietnam.csv"), "data/standards/vietnam.csv: no rows", "at least one standard", "restore the file, or enter a standard"),
    # sources, readings, overrides, labels, groups
    ("bac-lieu", cell("bac-lieu/sources.csv", "BAOBACLIEU", published="26/12/2022"), "published: '26/12/2022'", "2022-12-26, 2022-12", "write 2022-12-26"),
    ("bac-lieu", cell("bac-lieu/sources.csv", "BAOBACLIEU", published="last week"), "published: 'last week'", "2022-12-26, 2022-12", "a remark belongs into accessed"),
    ("bac-lieu", cell(READINGS, "closing", asks="Which end?"), "asks: 'Which end?'", "the same words in every row of review-2022", "write: "),
    ("bac-lieu", cell(READINGS, "closing", reading="opening"), "reading: 'opening'", "a name of its own for each reading", "rename one of the two"),
    ("bac-lieu", cell(READINGS, "closing", preferred="yes", supported_by="poverty-rate-2015"), "preferred: 'yes'", "at most one yes for each question", "keep one"),
    ("bac-lieu", append(READINGS, "made-up,Why?,so,because,no,,"), f"data/{OVERRIDES}, column question: 'made-up'", "a row for one of its readings", "or delete the question"),
    ("lao-cai", append("lao-cai/labels.csv", ",chữ,kata"), "label: ''", "the English text, as the pack has it", "enter it"),
    ("bac-lieu", append("groups.csv", "area,coast,rural,province,"), "row 14, column label: 'rural'", "a label of its own", "say what sets it apart"),
    ("bac-lieu", replace("groups.csv", "population,all,all,,\n", ""), "data/groups.csv", "", ""),
    ("bac-lieu", replace("groups.csv", "area,successor,", "area,successors,"), "data/groups.csv, column word: (missing)", "a row for successor", "restore their rows"),
    ("bac-lieu", cell("standards/vietnam.csv", "VN-2006", label="standard of 2001–2005"), "column label", "a label of its own", "say what sets it apart"),
    ("bac-lieu", cell("standards/vietnam.csv", "VN-2006", line_unit=""), "line_unit: ''", "the currency and the time of the lines", "enter it"),
    # province.toml and outlook.toml
    ("bac-lieu", replace(TOML, 'country = "VN"', 'country = "Viet Nam"'), "column country: 'Viet Nam'", "the ISO 3166 code of a country", "look it up"),
    ("bac-lieu", replace(TOML, 'country = "VN"', 'country = "ID"'), "column iso_3166_2: 'VN-55'", "a province of ID", "correct one of the two"),
    ("bac-lieu", replace(TOML, 'country = "VN"', ""), "column country: (missing)", "an entry country", "compare data/_template/province.toml"),
    ("bac-lieu", replace(TOML, "country =", "contry ="), "column contry: 'VN'", "slug, country", "did you mean 'country'?"),
    ("son-la", replace("son-la/province.toml", "country =", 'people = "many"\ncountry ='), "column people: 'many'", "a section [people]", "compare data/_template"),
    ("bac-lieu", replace(TOML, 'en = "Bạc Liêu"\n', ""), "column name: (missing)", 'a line en = "..."', "add the English name"),
    ("bac-lieu", replace(TOML, "persons_per_household", "persons"), "column persons_per_household: (missing)", "two numbers such as [3.0, 6.0]", "compare data/_template"),
    ("bac-lieu", replace(TOML, "persons_per_household", "person_per_household"), "column plausibility.person_per_household", "persons_per_household", "did you mean 'persons_per_household'?"),
    ("bac-lieu", write(TOML, b"slug = \xff"), f"data/{TOML}: it cannot be read", "TOML in UTF-8", "a line name = value"),
    ("bac-lieu", append("outlook.toml", "slower = 5"), "data/outlook.toml, column outlook.slower: '5'", "a share between 0 and 1", "correct the number"),
    ("bac-lieu", append("outlook.toml", "slowre = 0.5"), "column outlook.slowre: '0.5'", "horizon, entry", "did you mean 'slower'?"),
    ("bac-lieu", put("outlook.toml", None), "data/outlook.toml: (missing)", "this file", "every parameter is a line name = number"),
    ("nusa-tenggara-timur", replace("nusa-tenggara-timur/province.toml", "from = \"1958\"", "from = \"2099\""), "column territory.from: '2099'", "a date before the last figure, 20", "correct one of the two dates"),
    # names of provinces
    ("Bạc Liêu", lambda house: None, "PROVINCE: 'Bạc Liêu'", "one of the folders in data/", "did you mean 'bac-lieu'?"),
    ("jobs", lambda house: None, "PROVINCE: 'jobs'", "one of the folders in data/", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "spoil", "named", "expected", "mend"), REFUSALS, ids=[f"{i}: {r[2][:40]}" for i, r in enumerate(REFUSALS)]
)
def test_it_says_where_what_was_expected_and_how_to_mend_it(house, check, slug, spoil, named, expected, mend):
    spoil(house)
    done = check(slug)
    assert done.code == 1
    faults = done.err.split("\ndata/") if "\ndata/" in done.err else [done.err]
    fitting = [f for f in faults if named.removeprefix("data/") in f and expected in f and mend in f]
    assert fitting, done.err

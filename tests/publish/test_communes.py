"""The communes of a province as one table: what is refused, and that a commune is worked out as a province is."""

import csv
import shutil
import sys
import time

import pandas as pd
import pytest

from made_up_communes import write_made_up_communes
from poverty.__main__ import main
from poverty.packs.communes import list_commune_columns, scan_commune_table
from poverty.packs.csv_rows import PackError
from poverty.packs.files import DATA
from poverty.packs.load import read_pack_folder
from poverty.publish import communes
from poverty.publish.runs import processes, staleness
from poverty.trajectory.communes import tabulate_rate_spread
from poverty.trajectory.yearly import tabulate_yearly_poverty
from project_copies import begin, build_house, interrupt
from sample_packs import edit

COUNT = 60  # more than a block


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return write_made_up_communes(tmp_path_factory.mktemp("communes") / "communes", COUNT).parent


@pytest.fixture
def folder(made_up, tmp_path, monkeypatch):
    """A folder of communes to spoil; what is made of it goes to build/ beside it."""
    data = tmp_path / "data"
    monkeypatch.setattr(communes, "DATA", data)
    shutil.copytree(DATA / "standards", data / "standards")
    for module in (communes, processes):
        monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    monkeypatch.delenv("POVERTY_SCHEDULER", raising=False)
    return shutil.copytree(made_up, data / "bac-lieu" / "communes")


def made(folder):
    """The folder of what was made."""
    return folder.parents[2] / "build" / "communes" / "bac-lieu"


def test_bad_communes_are_named_and_stop_no_other(folder, capsys):
    """What is made of the others is what a province of a commune's figures alone would have."""

    def spoil(rows):
        of = {code: [row for row in rows if row[0] == code] for code in ("00002", "00003", "00004", "00005")}
        columns = {name: place for place, name in enumerate(rows[0])}
        of["00002"][0][columns["value"]] = "7,5x"
        of["00003"][1][columns["claim_id"]] = of["00003"][0][columns["claim_id"]]
        of["00004"][0].append("one more")
        of["00005"][0][columns["confirmed"]] = "no"
        rows.append([*of["00004"][1]])  # apart from the others

    edit(folder, "reported.csv", spoil)
    assert main(["communes", "bac-lieu"]) == 1
    out, err = capsys.readouterr()
    assert f"bac-lieu: {COUNT + 1} communes" in out
    assert "4 of 61 communes were refused" in err
    assert "reported.csv, row" in err
    assert "column value: '7,5x'\n    expected: a plain number\n    to mend:" in err
    assert "an id of its own in its commune" in err
    assert "the rows of a commune together" in err
    assert "nobody has compared it with its page yet" in err
    assert "Traceback" not in err
    yearly = pd.read_csv(made(folder) / "yearly.csv", dtype={"commune": str})
    assert yearly["commune"].nunique() == COUNT - 4
    assert "7,5x" in (made(folder) / "refused.txt").read_text(encoding="utf-8")
    alone = tabulate_yearly_poverty(read_commune_alone(folder, "00007"))
    lines = (made(folder) / "yearly.csv").read_text(encoding="utf-8").splitlines()
    together = [line.removeprefix("00007,") for line in lines if line.startswith("00007,")]
    assert together == alone.to_csv(index=False, header=False).splitlines()
    assert {path.name for path in made(folder).iterdir()} >= {"audit.csv", "paths.csv", "spread.csv", "spread-en.svg"}


def read_commune_alone(folder, code):
    """A commune's figures as the pack of a province."""
    pack = shutil.copytree(DATA / "bac-lieu", folder.parents[2] / "alone")
    with (folder / "reported.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.pop("commune") == code]
    with (pack / "reported.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list_commune_columns()[1:])
        writer.writeheader()
        writer.writerows(rows)
    shutil.copy(folder / "sources.csv", pack / "sources.csv")
    for name in ("readings.csv", "overrides.csv", "labels.csv"):
        edit(pack, name, lambda rows: rows.__delitem__(slice(1, None)))
    toml = (pack / "province.toml").read_text(encoding="utf-8")
    toml = toml.replace("VN-55", "VN-99").replace('"bac-lieu"', '"alone"').partition("[people]")[0]
    (pack / "province.toml").write_text(toml, encoding="utf-8")
    return read_pack_folder(pack)


def test_the_spread_is_of_one_standard_and_year(folder):
    rates = [("VN-2016", 2021, 1.0, False), ("VN-2022", 2021, 9.0, False), ("VN-2022", 2021, 5.0, True)]
    table = tabulate_rate_spread(rates)
    assert table[["standard", "communes", "reconstructed", "p50"]].values.tolist() == [
        ["VN-2016", 1, 0, 1.0],
        ["VN-2022", 2, 1, 7.0],
    ]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: None, "(missing)\n    expected: this file"),
        (lambda text: text.replace("commune,", "comune,", 1), "column commune: (missing)"),
        (lambda text: text.partition("\n")[2], "the first row must hold the names of the columns"),
        (lambda text: text.partition("\n")[0] + "\n", "at least one commune"),
        (lambda text: text + '00061,"open', "close every quotation mark"),
        (lambda text: text.encode("utf-16"), "character set UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_before_anything_is_made(folder, capsys, spoil, said):
    path = folder / "reported.csv"
    spoilt = spoil(path.read_text(encoding="utf-8"))
    path.unlink()
    if spoilt is not None:
        path.write_bytes(spoilt if isinstance(spoilt, bytes) else spoilt.encode())
    assert main(["communes", "bac-lieu"]) == 1
    assert said in capsys.readouterr().err
    assert not made(folder).exists()


@pytest.mark.sweep
def test_a_reader_is_told_in_their_language(folder, capsys):
    edit(folder, "reported.csv", lambda rows: rows[1].__setitem__(rows[0].index("value"), "7,5x"))
    assert main(["communes", "bac-lieu", "--language", "vi"]) == 1
    err = capsys.readouterr().err
    assert "'7,5x'\n    cần có: " in err
    assert "cần có: " in (made(folder) / "refused.txt").read_text(encoding="utf-8")


def test_a_folder_in_place_of_the_table_is_refused(folder, capsys):
    (folder / "reported.csv").unlink()
    (folder / "reported.csv").mkdir()
    assert main(["communes", "bac-lieu"]) == 1
    assert "reported.csv: a folder\n    expected: a file of text\n" in capsys.readouterr().err


def test_a_table_of_communes_makes_no_notebook_stale(folder, monkeypatch):
    monkeypatch.setattr(staleness, "DATA", folder.parents[1])
    before = staleness.hash_inputs("bac-lieu", "shared")
    edit(folder, "reported.csv", lambda rows: rows.pop())
    assert staleness.hash_inputs("bac-lieu", "shared") == before
    (folder.parent / "province.toml").write_text("")
    assert staleness.hash_inputs("bac-lieu", "shared") != before


def test_a_word_of_a_table_is_no_formula(monkeypatch):
    tables = {"audit": pd.DataFrame({"sentence": ["=1+1", "as printed"], "low": [-0.5, 2.0]})}
    monkeypatch.setattr(communes.communes, "tabulate_commune_rows", lambda rows: tables)
    assert communes.work_on_block([], None, None, {}).texts == {"audit": b"'=1+1,-0.5\nas printed,2.0\n"}


def test_what_spreadsheets_do_to_a_table_is_understood(folder):
    path = folder / "reported.csv"
    expected = [commune.rows for commune in scan_commune_table(path).read()]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows([*rows, [""] * len(rows[0])])
    table = scan_commune_table(path)
    assert (table.count, [commune.rows for commune in table.read()]) == (COUNT, expected)


@pytest.mark.sweep
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C reaches a group of processes otherwise on Windows")
def test_ctrl_c_is_one_line_and_leaves_nothing(tmp_path):
    house = build_house(tmp_path, ())
    write_made_up_communes(house / "data" / "bac-lieu" / "communes", 3000)
    process = begin(house, "communes", "bac-lieu")
    assert "3,000 communes" in process.stdout.readline()
    time.sleep(3)  # its processes have begun
    interrupt(process)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == "stopped; what was not finished is as it was"
    assert not [path for path in (house / "build" / "communes").glob("*bac-lieu*") if path.name != ".bac-lieu"]


def test_an_unknown_province_is_named(capsys):
    assert main(["communes", "nowhere"]) == 1
    assert "one of the folders in data/" in capsys.readouterr().err
    with pytest.raises(PackError):
        scan_commune_table(DATA / "nowhere.csv")

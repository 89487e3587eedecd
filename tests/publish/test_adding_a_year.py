"""The analyst's main use: one new row, one command, and everything follows."""

import json

import pytest

from poverty import charts, tables
from poverty.packs import audit, readings
from poverty.packs import load as pack
from poverty.packs.csv_rows import PackError
from poverty.words.gather import gather_context
from project_copies import build_house, command, snapshot
from sample_packs import add_row, edit

YEAR_2025 = {
    "claim_id": "poverty-rate-2025", "printed": "0,40", "value": "0.40", "from": "2025-M12", "to": "2025-M12",
    "together": "", "area": "former territory",
}  # fmt: skip


def draw(folder, name, english):
    read = pack.read_pack_folder(folder)
    return charts.draw(name, tables.build_chart_tables(read)[name], gather_context(read), english)


def test_a_year_after_the_merger_needs_to_say_of_which_territory(copy, english):
    add_row(copy, "poverty-rate-2024", YEAR_2025 | {"area": "province"})
    with pytest.raises(PackError, match="former territory"):
        pack.read_pack_folder(copy)


def test_a_year_of_the_former_territory_lengthens_the_line_and_is_noted(copy, english):
    add_row(copy, "poverty-rate-2024", YEAR_2025)
    chart = draw(copy, "02-trajectory", english)
    assert "0.40%" in chart.alt
    assert "Cà\u00a0Mau" in chart.caption


def test_a_year_of_the_province_that_it_became_part_of_is_another_series(copy):
    add_row(copy, "poverty-rate-2024", YEAR_2025 | {"area": "successor", "printed": "1,40", "value": "1.40"})
    read = pack.read_pack_folder(copy)
    inside = tables.tabulate_group_paths(read)
    assert set(inside.loc[inside["date"] == "2025-M12", "area"]) == {"successor"}


def test_a_year_under_a_new_standard_is_a_mark_and_no_line(copy, english):
    changes = {"claim_id": "poverty-rate-2027", "printed": "3,10", "value": "3.10", "standard": "VN-2027"}
    add_row(copy, "poverty-rate-2024", YEAR_2025 | changes | {"from": "2027-M12", "to": "2027-M12"})
    read = pack.read_pack_folder(copy)
    path = tables.tabulate_trajectories(read, ("poverty_rate",))
    assert list(path.loc[path["standard"] == "VN-2027", "role"]) == ["anchor"]
    assert "VN-2027" in draw(copy, "02-trajectory", english).standards


def test_a_year_dated_outside_its_standard_is_named_by_the_audit(copy):
    add_row(copy, "poverty-rate-2024", YEAR_2025 | {"from": "2027-M12", "to": "2027-M12"})
    found = [
        f
        for f in audit.audit_claims(readings.resolve_readings(pack.read_pack_folder(copy)))
        if f.check == "standard in force"
    ]
    assert [f.claims for f in found if f.verdict == "disagrees"] == [("poverty-rate-2025",)]


def test_a_second_primary_figure_for_a_date_is_drawn_and_audited(copy):
    second = {"claim_id": "again", "printed": "0,96", "value": "0.96", "together": ""}
    add_row(copy, "poverty-rate-2024", second)
    read = pack.read_pack_folder(copy)
    path = tables.tabulate_trajectories(read, ("poverty_rate",))
    last = path[path["date"] == "2024-M12"]
    assert list(zip(last["role"], last["value"], strict=True)) == [("anchor", 0.69), ("check", 0.96)]
    assert list(last["contradicted"]) == ["yes", "no"]


@pytest.mark.sweep
def test_one_row_one_command_and_everything_follows(tmp_path):
    """In a copy of the project: charts, sentences, tables and stored outputs; and what changed is listed."""
    house = build_house(tmp_path, ("02_trajectory", "06_figures", "07_provinces"))
    add_row(house / "data" / "bac-lieu", "poverty-rate-2024", YEAR_2025)
    done = command(house, "run")
    assert done.returncode == 0, done.stderr
    assert "02-trajectory: " in done.stdout
    assert "with poverty-rate-2025" in done.stdout
    assert "(1 of " in done.stdout
    assert "audit: 2 of its checks disagree; see make check" in done.stdout
    stored = (house / "notebooks" / "02_trajectory.ipynb").read_text(encoding="utf-8")
    assert "5.09% to 0.40%, end 2021 to end 2025" in stored
    assert "0.40%" in (house / "README.md").read_text(encoding="utf-8")
    manifest = json.loads((house / "figures" / "bac-lieu" / "manifest.json").read_text(encoding="utf-8"))
    drawn = {figure["id"] for figure in manifest["figures"] if "poverty-rate-2025" in figure["claims"]}
    assert {"01-answer", "02-trajectory", "07-outlook", "a1-reported", "a2-sensitivity"} <= drawn
    assert not {"03-households", "06-jobs"} & drawn
    levels = (house / "figures" / "provinces" / "data" / "levels.csv").read_text(encoding="utf-8")
    assert "bac-lieu/poverty-rate-2025" in levels
    assert "nothing has changed" in command(house, "run").stdout


@pytest.mark.sweep
def test_a_failed_notebook_leaves_every_chart_as_it_was(tmp_path):
    house = build_house(tmp_path, ("03_jobs", "06_figures"))
    path = house / "notebooks" / "03_jobs.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace("import pandas as pd", "import pandaz as pd"), encoding="utf-8"
    )
    edit(house / "data" / "bac-lieu", "reported.csv", lambda rows: rows.pop())
    before = snapshot(house / "figures")
    done = command(house, "run")
    assert done.returncode == 1
    assert "No module named 'pandaz'" in done.stderr
    assert "its charts are as they were" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(house / "figures") == before

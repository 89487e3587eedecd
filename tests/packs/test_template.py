"""A pack from the template, and the documentation of its columns."""

from pathlib import Path

import pytest

from poverty.packs import csv_rows as schema
from poverty.packs import load as pack
from poverty.packs import template as new
from poverty.packs.csv_rows import PackError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path, monkeypatch):
    """An empty data folder."""
    monkeypatch.setattr(new, "DATA", tmp_path)
    return tmp_path


def test_a_new_pack_lacks_nothing_but_rows(data):
    assert new.copy_pack_template("kon-tum") == 0
    with pytest.raises(PackError) as refused:
        pack.read_pack_folder(data / "kon-tum")
    assert {f.expected for f in refused.value.faults} == {"its ISO 3166-2 code, such as VN-55", "at least one primary"}


def test_an_old_pack_is_not_touched(data, capsys):
    assert new.copy_pack_template("kon-tum") == 0
    (data / "kon-tum" / "reported.csv").write_text("mine")
    assert new.copy_pack_template("kon-tum") == 1
    assert (data / "kon-tum" / "reported.csv").read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../x", "Kon Tum", "kon_tum", "", "_x"])
def test_a_name_that_will_not_do_makes_nothing(data, name):
    assert new.copy_pack_template(name) == 1
    assert not list(data.iterdir())


def test_the_template_has_the_columns_of_the_schema():
    for name in ("sources.csv", "reported.csv", "readings.csv", "overrides.csv"):
        header = (new.TEMPLATE_FOLDER / name).read_text(encoding="utf-8").strip()
        assert tuple(header.split(",")) == schema.list_column_names(name)

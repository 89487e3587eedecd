"""The briefing: what it makes beside what is kept, nothing of it twice, and how it removes what is not wanted."""

import itertools
import json

import pytest

from poverty.charts.page import SIZES, SLIDE
from poverty.publish import briefing, export
from poverty.publish import chart_files as rendering
from project_copies import build_house, command
from workbook_reading import read_workbook


class Named:
    """A chart of which nothing but its name is asked."""

    def __init__(self, name):
        self.id = name


def test_charts_get_what_is_missing(monkeypatch):
    asked = {}

    def record(made, wanted, report):
        names = [name for of_language in made.values() for name in of_language]
        asked.update({name: {size.name: tuple(formats) for size, formats in wanted} for name in names})
        return {}, {}

    monkeypatch.setattr(export, "pictures_of", record)
    briefing._pictures({"en": {"02-trajectory": Named("02-trajectory")}})
    others = {name: rendering.FORMATS for name in SIZES if name != SLIDE.name}
    assert asked == {"02-trajectory": {"slide": ("pdf",)} | others}


def test_a_document_is_made_once_for_what_it_is_made_of(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("POVERTY_CACHE", str(tmp_path))
    assert briefing._once("brief-en.pdf", "inputs", lambda: b"first") == b"first"
    assert briefing._once("brief-en.pdf", "inputs", lambda: b"second") == b"first"
    assert briefing._once("brief-en.pdf", "other inputs", lambda: b"second") == b"second"
    assert briefing._once("brief-vi.pdf", "inputs", lambda: b"third") == b"third"
    assert capsys.readouterr().out.count("brief-en.pdf") == 2


def files(where):
    return {path.relative_to(where).as_posix() for path in where.rglob("*") if path.is_file()}


@pytest.mark.sweep
def test_everything_is_made_once_and_listed(tmp_path):
    house = build_house(tmp_path, ("06_figures",))
    where, listing = house / "figures" / "gia-lai", house / "build" / "gia-lai" / "briefing.json"

    def make(*words):
        done = command(house, "briefing", "--province", "gia-lai", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def listed():
        one = json.loads(listing.read_text(encoding="utf-8"))["folders"][0]
        return {item["path"] for figure in one["figures"] for item in figure["files"]}, {
            item["path"] for item in one["documents"]
        }

    assert command(house, "run", "--province", "gia-lai").returncode == 0
    kept = files(where)
    charts = {path[3:-4] for path in kept if path.startswith("en/") and path.endswith(".svg")}
    said = make()
    assert f"gia-lai: {len(charts)} charts in 4 sizes" in said
    assert "chart 1/" in said
    pictures, documents = listed()
    wanted = {
        export.file_path("en", name, suffix, size)
        for name, suffix, size in itertools.product(charts, rendering.FORMATS, SIZES.values())
    }
    assert pictures == wanted - kept
    assert documents == {"briefing-en.pptx", "brief-en.pdf", "gia-lai.xlsx", "index.html"}
    assert read_workbook((where / "gia-lai.xlsx").read_bytes())["Claims"].last_row > 1
    assert files(where) == kept | pictures | documents
    assert "gia-lai/index.html" in (house / "figures" / "index.html").read_text(encoding="utf-8")
    assert make() == "gia-lai: nothing has changed\ngia-lai: the briefing is as it was\n"
    (where / "en" / "square" / "02-trajectory.png").write_bytes(b"spoilt")
    assert "chart" not in make().replace("charts in 4 sizes", "")  # taken from what was drawn before
    assert (where / "en" / "square" / "02-trajectory.png").stat().st_size > 1000
    make("--evidence", "article")
    alone = files(where) - kept - pictures - documents
    assert all(name.startswith("article/") for name in alone)
    assert {"article/en/02-trajectory.svg", "article/en/02-trajectory.pdf"} <= alone
    make()
    assert files(where) == kept | pictures | documents

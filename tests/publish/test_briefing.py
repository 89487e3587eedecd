"""The briefing: what it makes beside what is kept, nothing of it twice, and how it removes what is not wanted."""

import itertools
import json
from types import SimpleNamespace

import pytest

from poverty.charts.page import SIZES, SLIDE
from poverty.packs.load import load_pack
from poverty.publish import briefing, export
from poverty.publish import chart_files as rendering
from poverty.publish import documents as documents_of
from poverty.publish.documents import DocumentError
from poverty.publish.runs import processes
from project_copies import build_house, command, snapshot
from workbook_reading import read_workbook


class Named:
    """A chart of which nothing but its name is asked."""

    def __init__(self, name):
        self.id = name


def test_charts_get_what_is_missing(monkeypatch):
    asked = {}

    def record(made, wanted, report, in_parallel):
        names = [name for of_language in made.values() for name in of_language]
        asked.update({name: {size.name: tuple(formats) for size, formats in wanted} for name in names})
        return {}, {}

    monkeypatch.setattr(export, "pictures_of", record)
    briefing.add_sizes({"en": {"02-trajectory": Named("02-trajectory")}})
    others = {name: rendering.FORMATS for name in SIZES if name != SLIDE.name}
    assert asked == {"02-trajectory": {"slide": ("pdf",)} | others}


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """A stand-in for what makes documents, which tells what it was asked for."""
    monkeypatch.setenv("POVERTY_CACHE", str(tmp_path))
    inputs = {None: "all packs", "here": "this pack"}
    monkeypatch.setattr(briefing.staleness, "hash_inputs", inputs.get)
    monkeypatch.setattr(briefing, "make_documents", lambda wanted, *rest: ((path, path.encode()) for path in wanted))
    return inputs


def test_a_document_is_made_once_for_what_it_is_made_of(documents, tmp_path):
    told, own = [], SimpleNamespace(slug="here")
    template = tmp_path / "office.pptx"

    def make(design=None):
        told.clear()
        files = briefing._make_missing(own, {"en": {}, "vi": {}}, {}, design, told.append)
        assert files == {path: path.encode() for path in files}
        assert len(files) == 5
        return [line.partition(" (")[0] for line in told]

    decks, alone = ["briefing-en.pptx", "briefing-vi.pptx"], ["brief-en.pdf", "brief-vi.pdf", "here.xlsx"]
    assert make() == decks + alone
    assert told[2] == "brief-en.pdf (3 of 5)"
    assert make() == []
    documents[None] = "another province changed"
    assert make() == decks
    documents["here"] = "this province changed"
    assert make() == alone
    template.write_bytes(b"first")
    assert make(template) == decks
    assert make(template) == []
    template.write_bytes(b"second")
    assert make(template) == decks
    assert told == ["briefing-en.pptx (1 of 2)", "briefing-vi.pptx (2 of 2)"]


def test_a_template_that_cannot_be_used_is_a_sentence_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    def refuse(*rest):
        raise DocumentError("office.pptx has no layout with a title: add one")

    for module in (briefing, processes):
        monkeypatch.setattr(module, "BUILD", tmp_path)
    monkeypatch.setattr(briefing, "_make_folder", refuse)
    assert briefing.make_briefing("gia-lai") == 1
    assert capsys.readouterr().err == "office.pptx has no layout with a title: add one; nothing was written\n"
    assert not (tmp_path / "gia-lai" / "briefing.json").exists()


def test_the_template_of_a_pack_is_used_unless_another_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(documents_of, "DATA", tmp_path)
    assert documents_of.find_template(None, "here") is None
    own, office = tmp_path / "here" / "template.pptx", tmp_path / "office.pptx"
    own.parent.mkdir()
    for path in (own, office):
        path.write_bytes(b"")
    assert documents_of.find_template(None, "here") == own
    assert documents_of.find_template(office, "here") == office


def test_a_deck_compares_its_own_province_with_the_others():
    packs = [load_pack(slug) for slug in ("gia-lai", "son-la", "soc-trang")]
    compared = export.draw_province_charts(packs, own="gia-lai", codes=["vi"])
    assert list(compared) == ["vi"]
    table = compared["vi"]["09-provinces"].table
    assert set(table.loc[table["own"] == "yes", "province"]) == {"gia-lai"}
    assert "8,11%" in compared["vi"]["09-provinces"].title
    other = export.draw_province_charts(packs, own="nusa-tenggara-timur", codes=["vi"])
    assert list(other["vi"]) == ["a5-backtest"]


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
        return {item["path"] for item in one["documents"]}

    assert command(house, "run", "--province", "gia-lai").returncode == 0
    kept = files(where)
    charts = {path[3:-4] for path in kept if path.startswith("en/") and path.endswith(".svg")}
    said = make()
    assert f"gia-lai: {len(charts)} charts in 4 sizes" in said
    assert "  gia-lai: en 02-trajectory, square (" in said
    assert "  gia-lai: briefing-en.pptx (" in said
    assert " of 3)" in said
    wanted = {
        export.file_path("en", name, suffix, size)
        for name, suffix, size in itertools.product(charts, rendering.FORMATS, SIZES.values())
    }
    documents = {"briefing-en.pptx", "brief-en.pdf", "gia-lai.xlsx", "index.html"}
    assert listed() == (wanted - kept) | documents
    assert read_workbook((where / "gia-lai.xlsx").read_bytes())["Claims"].last_row > 1
    assert files(where) == kept | listed()
    assert "gia-lai/index.html" in (house / "figures" / "index.html").read_text(encoding="utf-8")
    assert make() == "gia-lai: nothing has changed\ngia-lai: the briefing is as it was\n"
    (where / "en" / "square" / "02-trajectory.png").write_bytes(b"spoilt")
    assert " of " not in make()  # taken from what was drawn before
    assert (where / "en" / "square" / "02-trajectory.png").stat().st_size > 1000
    make("--evidence", "article")
    alone = files(where) - kept - wanted - documents
    assert all(name.startswith("article/") for name in alone)
    assert {"article/en/02-trajectory.svg", "article/en/02-trajectory.pdf"} <= alone
    mark = where / ".~lock.briefing-en.pptx#"  # LibreOffice has it open
    mark.write_bytes(b"")
    (where / "briefing-en.pptx").write_bytes(b"half a deck")
    refused, before = command(house, "briefing", "--province", "gia-lai"), snapshot(where)
    assert refused.returncode == 1
    assert refused.stderr == (
        "figures/gia-lai/briefing-en.pptx is open in another program: close it there, or delete "
        ".~lock.briefing-en.pptx# beside it if nothing has it open; what was not finished is as it was\n"
    )
    assert snapshot(where) == before
    mark.unlink()
    make()
    assert files(where) == kept | wanted | documents

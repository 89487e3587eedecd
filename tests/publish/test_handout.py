"""What a person takes from a notebook: what was asked, in the languages that were asked, as links."""

import json
import os
from pathlib import Path

import pytest

import poverty
from poverty.packs.files import BUILD
from poverty.publish import chart_files, handout
from poverty.publish.folders import NotWrittenError
from poverty.publish.handout import Written
from project_copies import snapshot


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder build/ of its own; whatever is drawn is drawn, and no chart is: they would take long."""
    monkeypatch.setattr(handout, "BUILD", tmp_path / "build")
    monkeypatch.setattr(chart_files, "render", lambda chart, code, size, formats: dict.fromkeys(formats, code.encode()))


def test_charts_of_one_language_come_with_their_tables_and_no_other(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "note.txt").write_bytes(b"mine")
    written = poverty.export("gia-lai", languages=["vi"], folder=folder)
    found = snapshot(folder)
    assert set(found) == {path.relative_to(folder).as_posix() for path in written} | {"note.txt"}
    assert {name.partition("/")[0] for name in found} == {"vi", "tables", "data", "manifest.json", "note.txt"}
    assert found["vi/02-trajectory.svg"] == b"vi"
    manifest = json.loads(found["manifest.json"])
    assert all(list(figure["title"]) == ["vi"] for figure in manifest["figures"])
    assert found["tables/03-households.csv"].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("what", "names"), [("brief", ["brief-vi.pdf"]), ("deck", ["briefing-vi.pptx"]), ("workbook", ["gia-lai.xlsx"])]
)
def test_a_document_alone_goes_to_build_where_git_looks_at_nothing(monkeypatch, tmp_path, what, names):
    made = []

    def record(wanted, *rest, **how):
        made.extend(wanted)
        return dict.fromkeys(wanted, b"x").items()

    monkeypatch.setattr(handout, "make_documents", record)
    written = poverty.export("gia-lai", what, languages=["vi"])
    assert [path.name for path in written] == names == made
    assert snapshot(tmp_path / "build") == {f"export/gia-lai/{name}": b"x" for name in names}


@pytest.mark.sweep
def test_the_gallery_comes_with_all_that_it_leads_to(monkeypatch, tmp_path):
    monkeypatch.setattr(handout, "make_documents", lambda wanted, *rest, **how: dict.fromkeys(wanted, b"x").items())
    monkeypatch.setattr(
        handout.briefing, "make_gallery", lambda manifest, listed, files, *rest: {"index.html": b"page"}
    )
    names = {path.relative_to(tmp_path).as_posix() for path in poverty.export("gia-lai", "gallery", "vi", tmp_path)}
    assert {"index.html", "briefing-vi.pptx", "brief-vi.pdf", "gia-lai.xlsx", "vi/02-trajectory.svg"} <= names
    assert {"vi/half-slide/02-trajectory.png", "vi/02-trajectory.pdf", "tables/02-trajectory.csv"} <= names
    assert not any(name.startswith(("en/", "id/")) for name in names)


def test_a_notebook_shows_links_that_hold_on_every_machine(monkeypatch):
    monkeypatch.chdir(BUILD.parent / "notebooks")
    assert handout._shorten(BUILD / "export" / "gia-lai") == Path("../build/export/gia-lai")
    monkeypatch.chdir(os.sep)
    assert handout._shorten(BUILD / "export") == BUILD / "export"
    shown = Written([Path("a/en/02 é.svg"), Path("a/en/x<y.png"), Path("a/index.html")])._repr_html_()
    assert shown == (
        'a/: <a href="a/index.html">index.html</a><br>\n'
        'a/en/: <a href="a/en/02%20%C3%A9.svg" download>02 é.svg</a> · '
        '<a href="a/en/x%3Cy.png" download>x&lt;y.png</a>'
    )


def test_a_file_that_is_open_is_named_in_one_sentence_and_nothing_is_written(tmp_path):
    (tmp_path / "gia-lai.xlsx").write_bytes(b"old")
    (tmp_path / "~$gia-lai.xlsx").write_bytes(b"")
    before = snapshot(tmp_path)
    with pytest.raises(NotWrittenError) as refused:
        poverty.export("gia-lai", "workbook", folder=tmp_path)
    assert refused.value._render_traceback_() == [
        "gia-lai.xlsx is open in another program: close it there, or delete ~$gia-lai.xlsx beside it if nothing has "
        "it open"
    ]
    assert snapshot(tmp_path) == before

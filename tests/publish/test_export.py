"""What is committed is what the code makes; the manifest says so."""

import hashlib
import itertools
import json
import platform
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from poverty import tables
from poverty.packs import load as pack
from poverty.packs.files import write_if_changed
from poverty.publish import chart_files as rendering
from poverty.publish import export, folders, readme
from poverty.words.language import list_languages
from sample_packs import swept

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "figures" / "bac-lieu"
SVG = "{http://www.w3.org/2000/svg}"
CHECKOUT = shutil.which("git") is not None and (ROOT / ".git").exists()
SAME_BYTES = sys.platform == "linux" and platform.machine() == "x86_64"


@pytest.fixture(scope="module")
def charts(live):
    return export.draw_every_chart(live)


@pytest.fixture(scope="module")
def rebuilt(live, charts):
    """Every kept file as the code makes it now, by path."""
    return export.build_folder("bac-lieu", charts, tables.build_tidy_tables(live))


def files(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def kept(folder):
    """What git knows, or would know, of a folder of figures: the rest is made by `make briefing`."""
    listed = folders.listed_files(folders.read_manifest(folder))
    return {name for name in (*listed, "manifest.json") if (folder / name).is_file()}


def pictures(suffix):
    return [COMMITTED / name for name in sorted(kept(COMMITTED)) if name.endswith(suffix)]


def manifest():
    return json.loads((COMMITTED / "manifest.json").read_text(encoding="utf-8"))


def listed():
    charts = [entry for figure in manifest()["figures"] for entry in [*figure["files"], figure["table"]]]
    return charts + manifest()["data"]


def test_the_same_files_are_made(rebuilt):
    assert set(rebuilt) == kept(COMMITTED)


@pytest.mark.parametrize("name", sorted(f for f in kept(COMMITTED) if f.endswith(".csv")))
def test_committed_tables_are_what_the_code_makes(rebuilt, name):
    assert rebuilt[name] == (COMMITTED / name).read_bytes()


@pytest.mark.skipif(not SAME_BYTES, reason="charts are byte for byte the same on Linux x86-64; elsewhere tables are")
@pytest.mark.parametrize("name", sorted(f for f in kept(COMMITTED) if not f.endswith(".csv")))
def test_committed_charts_are_what_the_code_makes(rebuilt, name):
    assert rebuilt[name] == (COMMITTED / name).read_bytes()


@pytest.mark.sweep
@pytest.mark.skipif(not SAME_BYTES, reason="charts are byte for byte the same on Linux x86-64")
def test_so_are_those_of_all_provinces():
    packs, _ = pack.load_all_packs()
    made = export.build_folder("provinces", export.draw_province_charts(packs), tables.build_province_data(packs))
    where = ROOT / "figures" / "provinces"
    assert set(made) == kept(where)
    assert [name for name, data in made.items() if (where / name).read_bytes() != data] == []


@pytest.mark.parametrize("entry", listed(), ids=lambda e: e["path"])
def test_the_manifest_has_the_hash_and_size_of_each_file(entry):
    data = (COMMITTED / entry["path"]).read_bytes()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (entry["sha256"], entry["bytes"])


@pytest.mark.skipif(
    not (shutil.which("git") and (ROOT / ".git").exists()),
    reason="this is no git checkout: git cannot say what it keeps",
)
@pytest.mark.parametrize("slug", ["bac-lieu", "provinces"])
def test_the_manifest_lists_what_git_keeps_and_nothing_else(slug):
    names = subprocess.run(
        ["git", "ls-files", "-z", f"figures/{slug}"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")[:-1]
    tracked = {name.removeprefix(f"figures/{slug}/") for name in names}
    assert tracked == kept(ROOT / "figures" / slug)


def test_every_chart_comes_as_a_slide_in_every_language(rebuilt):
    for figure in manifest()["figures"]:
        made = {(item["language"], item["size"], item["format"]): item["path"] for item in figure["files"]}
        assert set(made) == set(itertools.product(list_languages(), ["slide"], rendering.KEPT))
        assert set(made.values()) <= set(rebuilt)


def test_the_list_of_figures_is_what_the_manifests_say():
    listed = {slug: folders.read_manifest(ROOT / "figures" / slug)["figures"] for slug in ("bac-lieu", "provinces")}
    text = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")
    assert text == readme.write_contents(listed, {"bac-lieu": "Bạc Liêu", "provinces": "Provinces side by side"})
    above = text.partition("\n## ")[0].splitlines()[1:]
    assert sum(bool(line) for line in above) <= 6
    assert text.count("<img ") == 8  # the main charts; those of the appendix are a list
    assert text.count("\n- ") == 5
    assert "<b>Poor households fell by 90% in 4 years, then by 86% in 3</b>" in text
    links = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert len(links) == 8 * 6 + 5 * 4
    assert all((ROOT / "figures" / link).is_file() for link in links)


def test_what_a_title_holds_is_text_on_the_page_over_the_charts():
    files = [{"language": "en", "format": "svg", "path": "en/02-trajectory.svg"}]
    table = {"path": "tables/02-trajectory.csv"}
    said = {"title": {"en": "<b>Poverty</b> & more"}, "alt": {"en": '"Fell" <by> half'}}
    page = readme.write_contents(
        {"here": [{"id": "02-trajectory", "files": files, "table": table} | said]}, {"here": "Here"}
    )
    assert "&lt;b&gt;Poverty&lt;/b&gt; &amp; more" in page
    assert 'alt="&#34;Fell&#34; &lt;by&gt; half"' in page


def test_what_is_kept_is_under_eight_megabytes():
    kept_in = (ROOT / "figures" / slug for slug in ("bac-lieu", "provinces"))
    assert sum((folder / name).stat().st_size for folder in kept_in for name in kept(folder)) < 8e6


def test_the_manifest_traces_to_claims_and_readings(live):
    for figure in manifest()["figures"]:
        assert set(figure["claims"]) <= set(live.claims)
        assert set(figure["standards"]) <= set(live.shared.standards)
        for tag in figure["readings"]:
            question, reading = tag.split("=")
            assert reading in [r.name for r in live.questions[question]]
        assert (ROOT / figure["notebook"]).is_file()
        assert set(figure["title"]) == set(figure["alt"]) == set(figure["caption"]) == set(list_languages())


def test_every_row_of_every_table_names_its_kind_and_its_claims(built, bac_lieu):
    for table in built.values():
        assert set(table["kind"]) <= {
            "reported",
            "derived",
            "reconstructed",
            "assumed",
            "estimate",
            "target",
            "forecast",
        }
        official = table.get("official_source", pd.Series("", table.index))  # a table of the statistical office
        for cell, role, office in zip(table["claims"], table.get("role", table["kind"]), official, strict=True):
            assert cell or role == "standard" or office  # a standard is law, not a claim
            assert set(cell.split()) <= set(bac_lieu.claims)


@pytest.mark.parametrize(
    "path", [COMMITTED / f for f in sorted(kept(COMMITTED)) if f.endswith(".svg")], ids=lambda p: p.name
)
def test_an_svg_has_role_title_description_and_text_as_outlines(path):
    root = ET.parse(path).getroot()
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    entry = next(f for f in manifest()["figures"] if f["id"] == path.stem)
    language = path.parent.name
    assert root.get("lang") == language
    assert (title.text, description.text) == (entry["title"][language], entry["alt"][language])
    assert not list(root.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    "path", [COMMITTED / f for f in sorted(kept(COMMITTED)) if f.endswith(".png")], ids=lambda p: p.name
)
def test_a_png_is_a_slide_and_carries_its_alt_text(path):
    with Image.open(path) as image:
        assert image.size == (1999, 1125)
        entry = next(f for f in manifest()["figures"] if f["id"] == path.stem)
        assert image.text["Description"] == entry["alt"][path.parent.name]


@pytest.mark.sweep
def test_charts_of_the_main_source_alone_are_those_that_others_change(live):
    full, alone = export.draw_every_chart(live)["en"], export.draw_article_charts(live)["en"]
    assert alone
    for name, chart in alone.items():
        assert chart.evidence == "article"
        assert all(live.claims[claim].primary for claim in chart.claims)
        assert name not in full or not chart.table.equals(full[name].table)


def test_a_file_is_replaced_only_where_bytes_differ(tmp_path):
    path = tmp_path / "folder" / "file"
    assert write_if_changed(path, b"one")
    before = path.stat().st_mtime_ns
    assert not write_if_changed(path, b"one")
    assert path.stat().st_mtime_ns == before
    assert write_if_changed(path, b"two")
    assert files(tmp_path) == {"folder/file"}


def test_files_of_an_older_manifest_are_removed(rebuilt, tmp_path):
    where = tmp_path / "figures"
    old = {
        "figures": [{"id": "00-gone", "files": [{"path": "en/00-gone.svg"}], "table": {"path": "tables/00-gone.csv"}}],
        "data": [],
    }
    for name, data in (("en/00-gone.svg", b"1"), ("tables/00-gone.csv", b"2"), ("mine.txt", b"3")):
        write_if_changed(where / name, data)
    written = folders.replace_files(where, rebuilt, folders.listed_files(old))
    assert files(where) == {*rebuilt, "mine.txt"}
    changes = folders.describe_changes(old, json.loads(rebuilt["manifest.json"]), written)
    assert changes[0] == "removed en/00-gone.svg, tables/00-gone.csv"
    assert "02-trajectory: new" in changes


def test_what_changed_is_said(rebuilt, tmp_path):
    where = tmp_path / "figures"
    content = json.loads(rebuilt["manifest.json"])
    chart = next(figure for figure in content["figures"] if figure["id"] == "02-trajectory")
    said, chart["title"]["en"] = chart["title"]["en"], "Something else"
    older = json.dumps(content)
    folders.replace_files(where, rebuilt | {"manifest.json": older.encode(), "en/02-trajectory.svg": b"old"}, [])
    before = folders.read_manifest(where)
    written = folders.replace_files(where, rebuilt, folders.listed_files(before))
    assert written == ["en/02-trajectory.svg", "manifest.json"]
    changes = folders.describe_changes(before, folders.read_manifest(where), written)
    assert len(changes) == 1
    assert changes[0] == f"02-trajectory: “Something else” is now “{said}”"
    (where / "en/03-households.png").unlink()
    assert folders.replace_files(where, rebuilt, []) == ["en/03-households.png"]
    now = folders.read_manifest(where)
    assert folders.describe_changes(now, now, ["en/03-households.png"]) == []  # made again, and nothing has changed


TIDY = [
    "yearly",
    "claims",
    "audit",
    "trajectory",
    "jobs",
    "job_trials",
    "livelihoods",
    "targets",
    "verdicts",
    "codebook",
]


@pytest.mark.parametrize("slug", swept())
def test_tidy_tables_have_a_codebook_and_trace_every_row(slug):
    province = pack.load_pack(slug)
    made = tables.build_tidy_tables(province)
    book = made["codebook"]
    assert list(made) == TIDY
    for name, table in made.items():
        if name == "codebook":
            continue
        assert list(book.loc[book["file"] == f"{name}.csv", "column"]) == list(table.columns)
        assert set(table["province"]) <= {slug}
        cited = table["claim_id" if name == "claims" else "claims"]
        assert all(set(cell.split()) <= set(province.claims) for cell in cited)
        # a year of which nothing is known rests on nothing
        kinds = table["poverty_rate_kind" if name == "yearly" else "kind"]
        assert not kinds.eq("").any()
        assert set(kinds[cited.eq("")]) <= {"nothing known"}
    assert set(made["claims"]["claim_id"]) == set(province.claims)
    assert book["meaning"].str.len().min() > 0

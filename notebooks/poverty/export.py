"""Charts, their tables and the manifest, written as files; a file is replaced only where its bytes differ."""

import hashlib
import json
import os
import re
from pathlib import Path

import pandas as pd

from poverty import charts, donors, rendering, tables
from poverty.canvas import SIZES, SLIDE, Size
from poverty.charts import Chart
from poverty.files import FIGURES, ROOT, write
from poverty.pack import Pack
from poverty.readings import stories, under
from poverty.words import SOURCE_LANGUAGE, Language, languages

# Made by `make`, and no part of the repository: what matches here, as in .gitignore.
OTHER_SIZES = "|".join(name for name in SIZES if name != SLIDE.name)
NOT_KEPT = re.compile(rf"\.(pdf|pptx|html)$|-article\.(svg|png)$|/({OTHER_SIZES})/")


def root() -> Path:
    """The folder that holds a folder of figures for each province."""
    return Path(os.environ.get(FIGURES, ROOT / "figures"))


def drawn(pack: Pack, evidence: str = "both") -> dict[str, dict[str, Chart]]:
    """Every chart, by language and id.

    Under "both" a chart for which outside evidence changes something is made twice: first from the main source alone
    ("02-trajectory-article"), then from all.
    """
    told = {story: under(pack, story) for story in stories(evidence)}
    built = {story: tables.build(known) for story, known in told.items()}
    wanted = []
    for name in dict.fromkeys(name for made in built.values() for name in made):
        versions = {story: made[name] for story, made in built.items() if name in made}
        if len(versions) == 2 and versions["article"].equals(versions["all"]):
            del versions["article"]
        wanted += [(name, story, table) for story, table in versions.items()]
    return {
        code: dict(_drawn(*one, told, "all" in built, Language(code)) for one in wanted) for code in languages()
    }  # fmt: skip


def _drawn(
    name: str, story: str, table: pd.DataFrame, told: dict[str, Pack], apart: bool, lang: Language
) -> tuple[str, Chart]:
    chart = charts.draw(name, table, told[story], lang)
    name = f"{name}{charts.ARTICLE}" if apart and story == "article" else name
    return name, chart.named(name)


def drawn_provinces(packs: list[Pack], standard: str) -> dict[str, dict[str, Chart]]:
    """The charts that are of no province alone, by language and id.

    Paces are compared under one standard and of one kind of count: that which most provinces share.
    """
    paces, levels = tables.provinces.paces(packs), tables.provinces.levels(packs)
    same = paces[paces["standard"] == standard]
    shared = same[same["of"] == same["of"].mode()[0]].reset_index(drop=True)
    by_slug = {pack.slug: pack for pack in packs}
    made = {"01-paces": shared, "02-levels": levels, "03-backtest": tables.backtest.scores(donors.load())}
    return {
        code: {name: charts.draw_provinces(name, table, by_slug, Language(code)) for name, table in made.items()}
        for code in languages()
    }


def store(files: dict[str, bytes], where: Path) -> list[str]:
    """Write files into a folder of figures; what its older manifest lists and these do not hold is removed.

    Returns:
        what changed, in words: files, and titles that say something else.
    """
    before, after = _manifest(where), json.loads(files["manifest.json"])
    old, new = before["figures"], after["figures"]
    changes = []
    for path in _paths(before):
        if path not in files and (where / path).is_file():
            (where / path).unlink()
            changes.append(f"removed {path}")
    there = {name for name in files if (where / name).is_file()}  # what a fresh copy of the project lacks is no change
    written = [name for name, data in files.items() if write(where / name, data) and name in there]
    known = {figure["id"]: figure for figure in old}
    for figure in new:
        was = known.get(figure["id"])
        if was is None:
            changes.append(f"{figure['id']}: new")
            continue
        listed = [item["path"] for item in [*figure["files"], figure["table"]]]
        if not any(name in written for name in listed):
            continue
        said, says = was["title"][SOURCE_LANGUAGE], figure["title"][SOURCE_LANGUAGE]
        changes.append(f"{figure['id']}: “{said}” is now “{says}”" if said != says else f"{figure['id']}: changed")
        for word, names in (("with", figure["claims"]), ("without", was["claims"])):
            apart = [name for name in names if (name in was["claims"]) != (name in figure["claims"])]
            if apart:
                changes.append(f"    {word} {', '.join(apart)}")
    changes += [f"{name}: changed" for name in written if name.startswith("data/")]
    return changes


def publish(slug: str, staged: Path) -> list[str]:
    """Bring the figures that a run left in a folder of its own to where they belong; what changed, in words."""
    files = {path: (staged / path).read_bytes() for path in _paths(_manifest(staged))}
    files["manifest.json"] = (staged / "manifest.json").read_bytes()
    return store(files, root() / slug)


def _manifest(where: Path) -> dict:
    path = where / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"figures": [], "data": []}


def _paths(manifest: dict) -> list[str]:
    """Every file that a manifest lists."""
    charts = [item for figure in manifest["figures"] for item in [*figure["files"], figure["table"]]]
    return [item["path"] for item in [*charts, *manifest.get("data", []), *manifest.get("documents", [])]]


def build(
    slug: str,
    made: dict[str, dict[str, Chart]],
    data: dict[str, pd.DataFrame] | None = None,
    documents: dict[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Every file of a folder of figures, by its path, as bytes; the manifest last.

    Args:
        slug: the folder: a province, or "provinces".
        made: its charts by language and id, from `drawn`.
        data: tables for reuse, from `tables.tidy`.
        documents: further files by path, made from the charts.
    """
    files = {f"data/{name}.csv": csv_bytes(table) for name, table in (data or {}).items()}
    listed = [entry(path, content) for path, content in files.items()]
    figures: dict[str, dict] = {}
    rendering.prepare(made)
    for name, chart in made[SOURCE_LANGUAGE].items():
        path = f"tables/{name}.csv"
        files[path] = csv_bytes(chart.table)
        figures[name] = _entry(chart) | {"table": {"path": path, **_stamp(files[path])}}
    for code, of_language in made.items():
        for name, chart in of_language.items():
            told = figures[name]
            told["title"][code], told["caption"][code], told["alt"][code] = chart.title, chart.caption, chart.alt
            for size in SIZES.values():
                for suffix, data in rendering.render(chart, code, size).items():
                    path = file_path(code, name, suffix, size)
                    files[path] = data
                    about = {"path": path, "language": code, "size": size.name, "format": suffix}
                    told["files"].append(about | _stamp(data))
    content = {
        "province": slug,
        "sizes_inches": {size.name: size.inches for size in SIZES.values()},
        "figures": list(figures.values()),
    }
    content["data"] = listed
    files |= documents or {}
    content["documents"] = [entry(path, data) for path, data in (documents or {}).items()]
    content["claims"] = {name: told for chart in made[SOURCE_LANGUAGE].values() for name, told in chart.cited.items()}
    files["manifest.json"] = json_bytes(content)
    return files


def file_path(code: str, name: str, suffix: str, size: Size = SLIDE) -> str:
    """Where a chart lies in a folder of figures: `en/04-households.svg`; other sizes in folders of their own."""
    folder = code if size == SLIDE else f"{code}/{size.name}"
    return f"{folder}/{name}.{suffix}"


def entry(path: str, data: bytes) -> dict:
    """A file as the manifest lists it."""
    return {"path": path, **_stamp(data)}


def json_bytes(content: dict) -> bytes:
    """The manifest as bytes."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as CSV with a byte order mark: without one, spreadsheets garble Vietnamese."""
    return b"\xef\xbb\xbf" + table.to_csv(index=False, lineterminator="\n").encode()


def _entry(chart: Chart) -> dict:
    return {
        "id": chart.id,
        "title": {},
        "caption": {},
        "alt": {},
        "claims": chart.claims,
        "standards": chart.standards,
        "readings": chart.readings,
        "evidence": chart.evidence,
        "chains": chart.chains,
        "notebook": f"notebooks/{chart.notebook}.ipynb",
        "table": {},
        "files": [],
    }


def _stamp(data: bytes) -> dict:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}

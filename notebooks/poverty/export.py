"""Charts, their tables and the manifest, written as files; a file is replaced only where its bytes differ."""

import hashlib
import json
import os
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from weakref import WeakKeyDictionary
from xml.sax.saxutils import escape

import pandas as pd
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from poverty import canvas, charts, donors, pictures, tables
from poverty.charts import Chart
from poverty.files import FIGURES, ROOT, write
from poverty.pack import Pack
from poverty.readings import stories, under
from poverty.words import SOURCE_LANGUAGE, Language, languages

DPI = 150  # pixels per inch of the PNG: 2000 x 1125
# Made by `make`, and no part of the repository: what matches here, as in .gitignore.
NOT_KEPT = re.compile(r"\.(pdf|pptx|html)$|-article\.(svg|png)$")
COLOURS = 64  # of the PNG: a chart has few, and shades of its edges


_RENDERED: WeakKeyDictionary[Figure, dict[str, bytes]] = WeakKeyDictionary()
_NUMBER = re.compile(r"-?\d+\.\d{3,}")


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
    return name, replace(chart, id=name)


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
    for name, chart in made[SOURCE_LANGUAGE].items():
        path = f"tables/{name}.csv"
        files[path] = csv_bytes(chart.table)
        figures[name] = _entry(chart) | {"table": {"path": path, **_stamp(files[path])}}
    for code, of_language in made.items():
        for name, chart in of_language.items():
            told = figures[name]
            told["title"][code], told["caption"][code], told["alt"][code] = chart.title, chart.caption, chart.alt
            for suffix, data in render(chart, code).items():
                path = f"{code}/{name}.{suffix}"
                files[path] = data
                told["files"].append({"path": path, "language": code, "format": suffix, **_stamp(data)})
    content = {
        "province": slug,
        "size_inches": [canvas.WIDTH, canvas.HEIGHT],
        "figures": list(figures.values()),
    }
    content["data"] = listed
    files |= documents or {}
    content["documents"] = [entry(path, data) for path, data in (documents or {}).items()]
    content["claims"] = {name: told for chart in made[SOURCE_LANGUAGE].values() for name, told in chart.cited.items()}
    files["manifest.json"] = json_bytes(content)
    return files


def entry(path: str, data: bytes) -> dict:
    """A file as the manifest lists it."""
    return {"path": path, **_stamp(data)}


def json_bytes(content: dict) -> bytes:
    """The manifest as bytes."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def render(chart: Chart, language: str) -> dict[str, bytes]:
    """The chart as SVG (text as outlines, with title, description and role), PNG and PDF, the same bytes every time.

    The page is laid out once, so that all formats agree whichever is saved first; what was rendered is kept as long as
    the figure, because a deck asks for the picture again.
    """
    if chart.figure not in _RENDERED:
        _RENDERED[chart.figure] = _render(chart, language)
    return _RENDERED[chart.figure]


def _render(chart: Chart, language: str) -> dict[str, bytes]:
    with style.context(canvas.STYLE, after_reset=True):
        FigureCanvasAgg(chart.figure)
        chart.figure.draw_without_rendering()
        svg, pixels, pdf = StringIO(), BytesIO(), BytesIO()
        chart.figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Language": language})
        chart.figure.savefig(pixels, format="png", dpi=DPI)
        about = {"Title": chart.title, "Subject": chart.alt, "CreationDate": None, "Creator": None, "Producer": None}
        chart.figure.savefig(pdf, format="pdf", metadata=about)
    return {
        "svg": accessible(compact(svg.getvalue()), chart, language).encode(),
        "png": _few_colours(pixels, chart),
        "pdf": pdf.getvalue(),
    }


def compact(svg: str) -> str:
    """The same picture in fewer bytes: glyphs by short names, coordinates to a hundredth of a point, no comments."""
    svg = re.sub(r"\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    glyphs = dict.fromkeys(re.findall(r'id="(DejaVuSans[^"]*)"', svg))
    short = {name: f"g{i}" for i, name in enumerate(glyphs)}
    svg = re.sub(r'(id="|href="#)(DejaVuSans[^"]*)"', lambda m: f'{m[1]}{short[m[2]]}"', svg)
    svg = re.sub(r'(href="#g\d+") transform="translate\(([-\d.]+) 0\)"', r'\1 x="\2"', svg)
    return re.sub(r'(translate\(|\b(?:d|x|y)=")([^")]*)', lambda m: m[1] + _NUMBER.sub(_shorter, m[2]), svg)


def _shorter(number: re.Match) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _few_colours(pixels: BytesIO, chart: Chart) -> bytes:
    """A PNG with a palette, a third of the size; its title and description are kept in it."""
    image = pictures.reduced(Image.open(pixels), COLOURS)
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Title", chart.title)
    said.add_itxt("Description", chart.alt)
    found = BytesIO()
    image.save(found, "PNG", optimize=True, dpi=(DPI, DPI), pnginfo=said)
    return found.getvalue()


def accessible(svg: str, chart: Chart, language: str) -> str:
    """Give an SVG its role, language, title and description."""
    described = (
        f'\\1 role="img" lang="{language}" aria-labelledby="{chart.id}-title {chart.id}-desc">\n'
        f' <title id="{chart.id}-title">{_plain(chart.title)}</title>\n'
        f' <desc id="{chart.id}-desc">{_plain(chart.alt)}</desc>'
    )
    return re.sub(r"(<svg\b[^>]*)>", described, svg, count=1)


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


def _plain(text: str) -> str:
    return escape(text).replace("\\", "\\\\")  # a backslash would be read by the substitution

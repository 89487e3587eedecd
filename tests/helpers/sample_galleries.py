"""Figures for pages: those that are committed, and a few small ones made up."""

import copy
import itertools
import json
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from poverty.charts import page as canvas
from poverty.publish import chart_files as rendering
from poverty.publish import export, folders
from poverty.words import language as words

ROOT = Path(__file__).parents[2]
FOLDERS = ("bac-lieu", "provinces")  # those that are part of the repository
SAID = {
    "poverty": ["Poverty: one.", "Poverty: two, 5.09%.", "Poverty: three."],
    "jobs": ["Jobs: one, if so.", "Jobs: two & more.", "Jobs: three “as printed”."],
    "livelihoods": ["Livelihoods: one.", "Livelihoods: two.", "Livelihoods: three."],
    "outlook": ["Outlook: one.", "Outlook: two.", "Outlook: three."],
}


def committed(folder):
    """The manifest and the files of a folder of figures, with a stand-in for each that `make briefing` adds."""
    where = ROOT / "figures" / folder
    manifest = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    for figure in manifest["figures"]:
        listed = {item["path"] for item in figure["files"]}
        for code, size, suffix in itertools.product(figure["title"], canvas.SIZES.values(), rendering.FORMATS):
            path = export.file_path(code, figure["id"], suffix, size)
            if path not in listed:
                figure["files"].append({"path": path, "language": code, "size": size.name, "format": suffix})
    paths = [*folders.listed_files(manifest)]
    return manifest, {path: read_or_stand_in(where, path) for path in paths}


def read_or_stand_in(where, path):
    """A file of a folder; the slide for a picture of another size, or bytes that stand for another file."""
    for there in (where / path, where / path.split("/")[0] / path.split("/")[-1]):
        if there.is_file():
            return there.read_bytes()
    return path.encode() * 1000


def picture():
    """A PNG of the size of a slide, with one thin orange line."""
    found = BytesIO()
    image = Image.new("RGB", (2000, 1125), "white")
    ImageDraw.Draw(image).line((0, 0, 2000, 1125), fill="#F46A25", width=6)
    image.save(found, "PNG")
    return found.getvalue()


def in_all_languages(manifest, files):
    """The same with every language: one that is missing says the English words, with its code before them."""
    manifest, files = copy.deepcopy(manifest), dict(files)
    for figure in manifest["figures"]:
        for code in words.list_languages():
            for part in export.WORDS:
                figure[part].setdefault(code, f"{code}: {figure[part]['en']}")
            if not any(item["language"] == code for item in figure["files"]):
                for item in [item for item in figure["files"] if item["language"] == "en"]:
                    path = code + item["path"].removeprefix("en")
                    files[path] = files[item["path"]]
                    figure["files"].append(item | {"path": path, "language": code})
    return manifest, files


def findings():
    """Sentences to quote in every language; all but the English ones begin with its code."""
    return {
        code: {
            subject: [one if code == "en" else f"{code}: {one}" for one in sentences]
            for subject, sentences in SAID.items()
        }
        for code in words.list_languages()
    }


def small(languages=("en",), said="", csv="role,year,value\na,1997,1234.5\nb,1998,2\n"):
    """Two charts: a manifest and its files."""
    figures, files = [], {"data/codebook.csv": b"file,column\nx,y\n"}
    for name in ("02-trajectory", "06-jobs"):
        listed = []
        for code in languages:
            for suffix, data in (("svg", b"s" * 1_234_567), ("png", picture())):
                for size in canvas.SIZES.values():
                    path = export.file_path(code, name, suffix, size)
                    files[path] = data
                    listed.append({"path": path, "language": code, "size": size.name, "format": suffix})
        files[f"tables/{name}.csv"] = b"\xef\xbb\xbf" + csv.encode()
        figures.append(
            {
                "id": name,
                **{part: dict.fromkeys(languages, f"{part} of {name}{said}") for part in export.WORDS},
                "claims": ["poverty-rate-2024"],
                "readings": [],
                "evidence": "all",
                "notebook": "notebooks/0.ipynb",
                "table": {"path": f"tables/{name}.csv"},
                "files": listed,
            }
        )
    return {"province": "somewhere", "figures": figures, "data": [{"path": "data/codebook.csv"}]}, files

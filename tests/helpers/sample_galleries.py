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
    return manifest, {
        path: (where / path).read_bytes() if (where / path).is_file() else stand_in(path) for path in paths
    }


def stand_in(path):
    """A chart that says nothing, or bytes that stand for a file."""
    return picture() if path.endswith(".png") else path.encode() * 1000


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
            for said in (figure["title"], figure["caption"], figure["alt"]):
                said.setdefault(code, f"{code}: {said['en']}")
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


def small(
    languages=("en",), title="Title", caption="Caption", alt="Alt", csv="role,year,value\na,1997,1234.5\nb,1998,2\n"
):
    """Two charts: a manifest and its files."""
    figures, files = [], {"data/codebook.csv": b"file,column\nx,y\n"}
    for name in ("02-trajectory", "06-jobs"):
        listed = []
        for code in languages:
            for suffix, data in (("svg", b"<svg/>" + b" " * 1_234_567), ("png", picture())):
                for size in canvas.SIZES.values():
                    path = export.file_path(code, name, suffix, size)
                    files[path] = data
                    listed.append({"path": path, "language": code, "size": size.name, "format": suffix})
        files[f"tables/{name}.csv"] = b"\xef\xbb\xbf" + csv.encode()
        figures.append(
            {
                "id": name,
                "title": dict.fromkeys(languages, f"{title} of {name}"),
                "caption": dict.fromkeys(languages, f"{caption} of {name}"),
                "alt": dict.fromkeys(languages, f"{alt} of {name}"),
                "claims": ["a-claim"],
                "readings": [],
                "evidence": "all",
                "notebook": "notebooks/0.ipynb",
                "table": {"path": f"tables/{name}.csv"},
                "files": listed,
            }
        )
    claims = {"a-claim": {"reported": "a-claim: “5,09”", "bounds": "a-claim: [5.085, 5.095)"}}
    data = [{"path": "data/codebook.csv"}]
    return {"province": "somewhere", "figures": figures, "data": data, "claims": claims}, files

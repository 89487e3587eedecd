"""Pages to pick charts from: `index.html` of a province, and one over all provinces.

A page is one file that asks nothing of a network: pictures, style and script stand in it, and downloads are files
beside it. It holds every language; the address says which is shown (`#vi`, or `#vi-03-households` for a chart).
"""

import base64
import hashlib
from pathlib import Path

from babel import Locale
from markupsafe import Markup

from poverty.charts.page import PLOT
from poverty.packs.load import Pack
from poverty.publish.export import file_path
from poverty.publish.folders import OVERALL
from poverty.publish.gallery.cards import read_card
from poverty.publish.gallery.downloads import describe_download, draw_preview, list_sets
from poverty.publish.templates import load_template
from poverty.words.language import SOURCE_LANGUAGE, Language, list_languages
from poverty.words.phrases import capitalize_first

# A subject's sentences stand beside the chart that shows it; those of poverty at the top.
CHART_OF = {"jobs": "06-jobs", "livelihoods": "a4-livelihoods", "outlook": "07-outlook"}
LANGUAGE_NAMES = {"id": "Bahasa Indonesia"}  # where Babel's own name of a language is not the one people use
THUMBNAIL = 480  # pixels
HERE = Path(__file__).parent


def page(
    manifest: dict,
    files: dict[str, bytes],
    findings: dict[str, dict[str, list[str]]],
    name: dict[str, str],
    packs: dict[str, Pack] | None = None,
) -> bytes:
    """`index.html` of one province.

    Args:
        manifest: what `build_folder` wrote of it.
        files: those of its folder, by path: charts, tables, data, and the documents that were made.
        findings: sentences to quote, by language and subject; may be empty.
        name: the province's name by language; English stands in for one that is missing.
        packs: the packs that the claims are of, by slug: that of the province, or all for "provinces".
    """
    sheets = []
    for code in _list_languages(manifest):
        lang = Language(code)
        place = _name_place(manifest, name, lang)
        said = dict(findings.get(code, {}))
        top = said.pop("poverty", [])
        beside = {CHART_OF[subject]: sentences for subject, sentences in said.items()}
        cards = [read_card(figure, files, packs or {}, lang, beside.pop(figure["id"], []))
                 for figure in manifest["figures"]]  # fmt: skip
        sheets.append({
            "lang": lang,
            "title": lang.say("%(place)s: charts on poverty", place=place),
            "place": place,
            "together": list_sets(files, manifest["province"], lang),
            "sentences": top,
            "cards": [card for card in cards if card["id"][0] == "0"],
            "appendix": [card for card in cards if card["id"][0] != "0"],
            "unshown": [sentence for sentences in beside.values() for sentence in sentences],
            "data": [describe_download(one["path"], files[one["path"]], lang) for one in manifest["data"]],
        })  # fmt: skip
    return _render("province.html.j2", sheets, "../index.html")


def overall(provinces: list[tuple[dict, dict[str, str], Path]]) -> bytes:
    """`figures/index.html`: every province with its first chart, what it says, and a link to its page.

    Each is a manifest, the province's name by language, and the folder of its figures. The one that compares provinces
    may be among them; it comes last, under a heading of its own.
    """
    sheets = []
    for lang in map(Language, list_languages()):
        listed = [_list_province(*one, lang) for one in provinces if lang.code in _list_languages(one[0])]
        sheets.append({
            "lang": lang,
            "title": lang.say("Poverty in provinces: charts from printed figures"),
            "provinces": [one for one in listed if one["slug"] != OVERALL],
            "across": [one for one in listed if one["slug"] == OVERALL],
        })  # fmt: skip
    return _render("overall.html.j2", sheets)


def _list_province(manifest: dict, own: dict[str, str], folder: Path, lang: Language) -> dict:
    """What the page over all says of a province; its first chart where it was drawn."""
    figures = manifest["figures"][:1]
    pictures = [folder / file_path(lang.code, figure["id"], "png", PLOT) for figure in figures]
    name = _name_place(manifest, own, lang)
    return {
        "slug": manifest["province"],
        "name": name,
        "names": " ".join(dict.fromkeys([name, *own.values(), manifest["province"]])),
        "finding": "".join(figure["title"][lang.code] for figure in figures),
        "alt": "".join(figure["alt"][lang.code] for figure in figures),
        "pictures": [draw_preview(path.read_bytes(), THUMBNAIL) for path in pictures if path.is_file()],
    }


def _list_languages(manifest: dict) -> list[str]:
    """The languages that every chart of a manifest has, English first."""
    return [code for code in list_languages() if all(code in figure["title"] for figure in manifest["figures"])]


def _name_place(manifest: dict, name: dict[str, str], lang: Language) -> str:
    if manifest["province"] == OVERALL:
        return lang.say("Provinces side by side")
    return name.get(lang.code, name.get(SOURCE_LANGUAGE, manifest["province"]))


def _render(template: str, sheets: list[dict], up: str = "") -> bytes:
    """The frame of a page around what each language shows of a template; `up` is the page over it."""
    body = load_template(HERE / template)
    for sheet in sheets:
        sheet |= {"code": sheet["lang"].code, "say": sheet["lang"].say}
        sheet["body"] = Markup(body.render(sheet))
    script = (HERE / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    own = {sheet["code"]: Locale.parse(sheet["code"]).get_display_name() for sheet in sheets}
    names = {code: capitalize_first(LANGUAGE_NAMES.get(code, name)) for code, name in own.items()}
    given = {"sheets": sheets, "names": names, "up": up, "script": Markup(script), "digest": digest}
    return load_template(HERE / "page.html.j2").render(given).encode()

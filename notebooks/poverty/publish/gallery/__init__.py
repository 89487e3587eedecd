"""Pages to pick charts from: `index.html` of a province, and one over all provinces.

A page is one file that asks nothing of a network: pictures, style and script stand in it, and downloads are files
beside it. It holds every language; the address says which is shown (`#vi`, or `#vi-03-households` for a place).
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from poverty.packs.load import Pack
from poverty.publish.folders import OVERALL
from poverty.publish.gallery.cards import cards
from poverty.publish.gallery.downloads import download, of_all
from poverty.words.language import SOURCE_LANGUAGE, Language, translatable

SUBJECTS = {
    "poverty": translatable("Poverty"),
    "jobs": translatable("Jobs"),
    "livelihoods": translatable("Livelihoods"),
    "outlook": translatable("Outlook"),
}


def texts(lang: Language, name: str) -> dict[str, str]:
    """Every word that does not depend on a province; `name` is what the language calls itself."""
    return {
        "skip": lang.say("Skip to the content"),
        "language": lang.say("Language"),
        "all_provinces": lang.say("All provinces"),
        "contents": lang.say("On this page"),
        "together": lang.say("Everything together"),
        "quote": lang.say("Sentences to quote"),
        "quote_how": lang.say("Each sentence holds as it stands, with its range and its condition: quote it whole."),
        "copy_one": lang.say("Copy"),
        "copy_all": lang.say("Copy all three"),
        "charts": lang.say("Charts"),
        "charts_how": lang.say(
            "Download the chart, then copy its caption, which ends with the source. If a file opens instead of being "
            "saved, save it from there. The same files lie in the folder of this page."
        ),
        "download": lang.say("Download"),
        "sizes": lang.say("Other sizes"),
        "copy_caption": lang.say("Copy caption and source"),
        "copy_title": lang.say("Copy the finding"),
        "copy_alt": lang.say("Copy the description"),
        "alt": lang.say("Description for people who cannot see the chart"),
        "table": lang.say("Table behind the chart"),
        "table_how": lang.say(
            "Names of columns and words in cells are those of the CSV file. Left out here: blank columns, and those "
            "that lead back to the sources."
        ),
        "table_same": lang.say("The same in every row:"),
        "known": lang.say("How we know"),
        "known_caption": lang.say("Printed figures that the chart rests on"),
        "counted": lang.say("What is counted"),
        "printed": lang.say("As printed"),
        "allows": lang.say("What it allows"),
        "where": lang.say("Where it is printed"),
        "main_source": lang.say("main source"),
        "no_claims": lang.say("This chart rests on no printed figure of a province."),
        "readings": lang.say("How sentences with more than one meaning were read"),
        "explained": lang.say("Explained in:"),
        "reuse": lang.say("Tables for reuse"),
        "reuse_how": lang.say("One observation a row, as CSV; the codebook explains the columns."),
        "licence": lang.say("Charts and tables:"),
        "licence_of": lang.say("the contributors. The figures that sources print are theirs; each is cited."),
        "copied": lang.say("Copied to the clipboard."),
        "failed": lang.say("Copying is not allowed here. The text is selected: press Ctrl+C, or ⌘C."),
        "switched": lang.say("The page is now in %(language)s.", language=name),
    }


MAIN = ("02-trajectory", "01-answer")  # the chart whose finding stands for a province, the first that it has
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE_NAMES = {"id": "Bahasa Indonesia"}  # where Babel's own name of a language is not the one people use


@dataclass(frozen=True)
class Province:
    """A folder of figures as the page over all provinces shows it: its manifest, and the province's name."""

    manifest: dict
    name: dict[str, str] = field(default_factory=dict)


def page(
    manifest: dict,
    files: dict[str, bytes],
    findings: dict[str, dict[str, list[str]]],
    name: dict[str, str],
    packs: dict[str, Pack] | None = None,
    up: str = "../index.html",
) -> bytes:
    """`index.html` of one province.

    Args:
        manifest: what `build_folder` wrote of it.
        files: the files of its folder, by path: charts, tables, data, and `briefing-<language>.pptx`,
            `brief-<language>.pdf` and `<province>.xlsx` where they were made.
        findings: sentences to quote, by language and subject ("jobs", "livelihoods", "outlook"); may be empty.
        name: the province's name by language; English stands in for one that is missing.
        packs: the packs that the claims are of, by slug: that of the province, or all for "provinces". A claim that
            is in none of them is shown as the manifest has it, in English.
        up: where the page over all provinces lies; "" for none.
    """
    codes = _languages(manifest)
    sheets = []
    for code in codes:
        lang = Language(code)
        place = _name(manifest, name, lang)
        made = cards(manifest, files, packs or {}, lang)
        said = findings.get(code, {})
        sheet = {
            "code": code,
            "t": texts(lang, _own_name(code)),
            "title": lang.say("%(place)s: charts on poverty", place=place),
            "place": place,
            "lede": _lede(manifest, place, lang),
            "together": of_all(files, manifest["province"], lang),
            "subjects": [(key, lang.label(label), said[key]) for key, label in SUBJECTS.items() if said.get(key)],
            "cards": made,
            "data": [download(d["path"], files[d["path"]], lang) for d in manifest["data"] if d["path"] in files],
            "cut": _cuts(made, lang),
        }
        sheets.append(sheet)
    return _render("province.html.j2", sheets, up=up)


def overall(provinces: list[Province]) -> bytes:
    """`figures/index.html`: every province with its main finding, and a link to its page.

    The folder that compares provinces may be among them; it comes last, under a heading of its own.
    """
    sheets = []
    for code in dict.fromkeys(code for province in provinces for code in _languages(province.manifest)):
        lang = Language(code)
        listed = [_listed(p, lang) for p in provinces if code in _languages(p.manifest)]
        sheet = {
            "code": code,
            "t": texts(lang, _own_name(code)),
            "title": lang.say("Poverty in provinces: charts from printed figures"),
            "lede": lang.say("Pick a province: each page has its charts, what they say, and where the figures stand."),
            "provinces": [one for one in listed if one["slug"] != OVERALL],
            "across": [one for one in listed if one["slug"] == OVERALL],
            "heading": lang.say("Provinces"),
        }
        sheets.append(sheet)
    return _render("overall.html.j2", sheets)


def _listed(province: Province, lang: Language) -> dict[str, str]:
    titles = {figure["id"]: figure["title"][lang.code] for figure in province.manifest["figures"]}
    return {
        "slug": province.manifest["province"],
        "name": _name(province.manifest, province.name, lang),
        "count": lang.say_many("%(count)s chart", "%(count)s charts", len(province.manifest["figures"])),
        "finding": next((titles[name] for name in MAIN if name in titles), next(iter(titles.values()), "")),
    }


def _languages(manifest: dict) -> list[str]:
    """The languages that every chart of a manifest has, English first."""
    titles = [figure["title"] for figure in manifest["figures"]]
    codes = [code for code in (titles[0] if titles else ()) if all(code in title for title in titles)]
    return sorted(codes, key=lambda code: code != SOURCE_LANGUAGE)


def _name(manifest: dict, name: dict[str, str], lang: Language) -> str:
    if manifest["province"] == OVERALL:
        return lang.say("Provinces side by side")
    return name.get(lang.code, name.get(SOURCE_LANGUAGE, manifest["province"]))


def _lede(manifest: dict, place: str, lang: Language) -> str:
    """What the page is, in one sentence."""
    if manifest["province"] == OVERALL:
        return lang.say_many(
            "Provinces compared in %(count)s chart drawn from printed figures, with its finding, its source and files "
            "to download.",
            "Provinces compared in %(count)s charts drawn from printed figures, each with its finding, its source and "
            "files to download.",
            len(manifest["figures"]),
        )
    return lang.say_many(
        "Poverty in %(place)s in %(count)s chart drawn from printed figures, with its finding, its source and files "
        "to download.",
        "Poverty in %(place)s in %(count)s charts drawn from printed figures, each with its finding, its source and "
        "files to download.",
        len(manifest["figures"]),
        place=place,
    )


def _cuts(made: list, lang: Language) -> dict[str, str]:
    """What is said below a table of which only the first rows are shown, by chart."""
    return {
        card.id: lang.say(
            "The first %(shown)s of %(all)s rows; the CSV file has all.",
            shown=lang.number(len(card.sheet.rows)), all=lang.number(card.sheet.total),
        )
        for card in made if card.sheet.cut
    }  # fmt: skip


def _own_name(code: str) -> str:
    """What a language calls itself."""
    name = LANGUAGE_NAMES.get(code) or Locale.parse(code).get_display_name()
    return name[:1].upper() + name[1:]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(template: str, sheets: list[dict], **values: object) -> bytes:
    names = {sheet["code"]: _own_name(sheet["code"]) for sheet in sheets}
    return _templates().get_template(template).render(sheets=sheets, names=names, licence=LICENCE, **values).encode()

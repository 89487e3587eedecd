"""A card for each chart of a province: one, or two versions where outside evidence changes it."""

from dataclasses import dataclass

from poverty.packs.load import Pack
from poverty.publish.gallery import downloads, grounds, rows
from poverty.publish.gallery.downloads import Download, Sized
from poverty.publish.gallery.grounds import Answer, Printed
from poverty.publish.gallery.previews import Preview, preview
from poverty.publish.gallery.rows import Sheet
from poverty.words.chart_names import ARTICLE_SUFFIX, base_chart_id, find_question
from poverty.words.language import Language


@dataclass(frozen=True)
class Version:
    """A chart as drawn from some evidence: everything that a briefing takes from it.

    `anchor` is its place on the page; `evidence` is said only where there are two versions. `told` are claims that
    the packs at hand do not hold, as the manifest has them, in English.
    """

    id: str
    anchor: str
    evidence: str
    title: str
    caption: str
    alt: str
    preview: Preview | None
    downloads: list[Download]
    sizes: list[Sized]
    sheet: Sheet
    csv: str
    printed: list[Printed]
    told: list[dict[str, str]]
    answers: list[Answer]
    notebook: str


@dataclass(frozen=True)
class Card:
    """One question: the version to use first, and the one from the main source alone where it differs."""

    anchor: str
    question: str
    versions: list[Version]


def cards(manifest: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language) -> list[Card]:
    """The charts of a manifest in a language, in its order; of two versions that from all sources comes first."""
    groups: dict[str, list[dict]] = {}
    for figure in manifest["figures"]:
        groups.setdefault(base_chart_id(figure["id"]), []).append(figure)
    made = []
    for name, group in groups.items():
        ordered = sorted(group, key=lambda figure: figure["id"].endswith(ARTICLE_SUFFIX))
        versions = [_version(figure, len(group) > 1, manifest, files, packs, lang) for figure in ordered]
        made.append(Card(f"{lang.code}-topic-{name}", lang.label(find_question(name)), versions))
    return made


def _version(
    figure: dict, twice: bool, manifest: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language
) -> Version:
    code, evidence = lang.code, ""
    if twice:
        alone = figure["id"].endswith(ARTICLE_SUFFIX)
        evidence = lang.say("From the main source alone") if alone else lang.say("From all sources")
    offered = downloads.of_figure(figure, files, lang)
    pictures = [item.path for item in offered if item.format == "PNG"]
    table = figure["table"]["path"]
    known = grounds.printed(figure, packs, lang)
    missing = [name for name in figure["claims"] if name not in {one.id for one in known}]
    return Version(
        id=figure["id"],
        anchor=f"{code}-{figure['id']}",
        evidence=evidence,
        title=figure["title"][code],
        caption=figure["caption"][code],
        alt=figure["alt"][code],
        preview=preview(files[pictures[0]]) if pictures else None,
        downloads=offered,
        sizes=downloads.other_sizes(figure, files, lang),
        sheet=rows.sheet(files[table], lang),
        csv=table,
        printed=known,
        told=[manifest["claims"][name] for name in missing if name in manifest["claims"]],
        answers=grounds.answers(figure, packs, lang),
        notebook=figure["notebook"],
    )

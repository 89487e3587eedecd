"""A card for each chart of a province: one, or two versions where outside evidence changes it."""

from dataclasses import dataclass

from poverty.gallery import downloads, grounds, rows
from poverty.gallery.downloads import Download
from poverty.gallery.grounds import Answer, Printed
from poverty.gallery.previews import Preview, preview
from poverty.gallery.rows import Sheet
from poverty.pack import Pack
from poverty.words import Language, mark

ARTICLE = "-article"  # how the id of a chart ends that is drawn from the main source alone
TOPICS = {
    "01-reported": mark("What is printed, and what it allows"),
    "02-trajectory": mark("The poverty rate over time"),
    "03-pace": mark("How fast poverty fell"),
    "04-households": mark("Poor and near-poor households"),
    "05-jobs": mark("What the average number of jobs can mean"),
    "06-groups": mark("Groups and areas"),
    "07-standards": mark("Poverty standards"),
    "08-uncertainty": mark("What makes the pace uncertain"),
    "09-job-years": mark("People placed in jobs, by year"),
    "10-job-windows": mark("Of which years the average of jobs can be true"),
    "11-livelihoods": mark("Livelihood models"),
    "12-outlook": mark("Outlook to 2030"),
    "01-paces": mark("How fast poverty fell, by province"),
    "02-levels": mark("Poverty rates, by province"),
    "03-backtest": mark("How well the band gives back years that are known"),
}


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
    sheet: Sheet
    csv: str
    printed: list[Printed]
    told: list[dict[str, str]]
    answers: list[Answer]
    notebook: str


@dataclass(frozen=True)
class Card:
    """One topic: the version to use first, and the one from the main source alone where it differs."""

    anchor: str
    topic: str
    versions: list[Version]


def cards(manifest: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language) -> list[Card]:
    """The charts of a manifest in a language, in its order; of two versions that from all sources comes first."""
    groups: dict[str, list[dict]] = {}
    for figure in manifest["figures"]:
        groups.setdefault(figure["id"].removesuffix(ARTICLE), []).append(figure)
    made = []
    for name, group in groups.items():
        ordered = sorted(group, key=lambda figure: figure["id"].endswith(ARTICLE))
        versions = [_version(figure, len(group) > 1, manifest, files, packs, lang) for figure in ordered]
        made.append(Card(f"{lang.code}-topic-{name}", lang.label(TOPICS.get(name, name)), versions))
    return made


def _version(
    figure: dict, twice: bool, manifest: dict, files: dict[str, bytes], packs: dict[str, Pack], lang: Language
) -> Version:
    code, evidence = lang.code, ""
    if twice:
        alone = figure["id"].endswith(ARTICLE)
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
        sheet=rows.sheet(files[table], lang),
        csv=table,
        printed=known,
        told=[manifest["claims"][name] for name in missing if name in manifest["claims"]],
        answers=grounds.answers(figure, packs, lang),
        notebook=figure["notebook"],
    )

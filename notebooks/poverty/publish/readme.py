"""Fills the numbers of the README files from files that are committed, and writes the one over the kept charts.

A generated part stands between two marks, `<!-- generated: NAME -->` and `<!-- end -->`: within a line, or on lines
of its own. `PARTS` holds the names; some need a word more, as in `chart 02-trajectory` or `answer poverty`.
"""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from poverty.packs.files import DATA, DEFAULT_PROVINCE, ROOT, write_if_changed
from poverty.packs.load import Pack, load_pack, read_pack_folder
from poverty.publish.folders import OVERALL, read_manifest
from poverty.publish.templates import load_template
from poverty.words.chart_names import MAIN_CHARTS
from poverty.words.language import SOURCE_LANGUAGE, Language

TRANSLATED = {path.name: path.suffixes[0][1:] for path in sorted(ROOT.glob("README.*.md"))}
READMES = {"README.md": "en", **TRANSLATED, "notebooks/README.md": "en"}  # each with its language
MARK = re.compile(r"<!-- (?:generated: ([^\n]+?)|end) -->")
PART = re.compile(r"<!-- generated: ([^\n>]+?) -->(\n?)(?:(?!<!-- generated:).)*?<!-- end -->", re.DOTALL)
FIGURES = ROOT / "figures"
CONTENTS = Path(__file__).with_name("contents.md.j2")
SCORES = "provinces/data/scores.csv"
BAND, HIDDEN = "calibrated band", "falling rates at year ends"  # method and figures that a score is of, unless told
COUNTS = ("figures", "places")


@dataclass
class Committed:
    """The files that the numbers come from, and the language in which titles are wanted."""

    language: str
    figures: Path
    data: Path
    province: str

    @cached_property
    def charts(self) -> dict[str, dict]:
        """Each chart of the province, by its id."""
        manifest = (self.figures / self.province / "manifest.json").read_text(encoding="utf-8")
        return {chart["id"]: chart for chart in json.loads(manifest)["figures"]}

    @cached_property
    def whole_pack(self) -> Pack:
        """The province's data, read and checked."""
        return read_pack_folder(self.data / self.province)

    def pack(self, name: str) -> list[dict[str, str]]:
        """The rows of one file of the province's data."""
        return read_rows(self.data / self.province / name)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def show_chart(files: Committed, chart: str) -> str:
    """A chart as a picture with its alternative text; the path is that of a README at the top of the project."""
    if chart not in files.charts:
        raise ValueError(f"no chart {chart!r}; there are {', '.join(files.charts)}")
    alt = files.charts[chart]["alt"][files.language]
    return f"![{alt}](figures/{files.province}/{files.language}/{chart}.svg)"


def tell_answer(files: Committed, subject: str) -> str:
    """The sentences to quote of a subject, as a list; the first ones where a number follows, as in `jobs 1`."""
    from poverty.words.findings import FINDINGS_BY_SUBJECT  # here, not above: most of what is filled needs none of it

    name, _, count = subject.partition(" ")
    sentences = FINDINGS_BY_SUBJECT[name](files.whole_pack, Language(files.language))
    return "\n".join(f"- {text}" for text in (sentences[: int(count)] if count else sentences))


def show_yearly_table(files: Committed, _: str) -> str:
    """The yearly table in Markdown."""
    from poverty.words.yearly import phrase_yearly_table

    heads, rows = phrase_yearly_table(files.whole_pack, Language(files.language))
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main_figures(files: Committed) -> list[dict[str, str]]:
    """What the main source prints as a number; a verdict in words has no value."""
    main = {row["id"] for row in files.pack("sources.csv") if row["role"] == "primary"}
    return [row for row in files.pack("reported.csv") if row["source_id"] in main and row["value"]]


def span_years(files: Committed, _: str) -> str:
    """The first and the last year of which the main source prints something that was counted."""
    dates = [row[end] for row in main_figures(files) if row["status"] == "actual" for end in ("from", "to")]
    years = sorted(date[:4] for date in dates if date)
    return f"{years[0]}–{years[-1]}"


def count_other_provinces(files: Committed, _: str) -> str:
    """How many provinces beside this one the comparison of provinces draws."""
    drawn = {row["province"] for row in read_rows(files.figures / "provinces" / "data" / "levels.csv")}
    return str(len(drawn - {files.province}))


def tell_score(files: Committed, wanted: str) -> str:
    """A score of the band on hidden figures: `COLUMN`, or `COLUMN: FIGURES` for another choice of them."""
    column, _, hidden = wanted.partition(": ")
    for row in read_rows(files.figures / SCORES):
        if row["method"] == BAND and row["figures_hidden"] == (hidden or HIDDEN) and row.get(column):
            return row[column] if column in COUNTS else f"{100 * float(row[column]):.0f}%"
    raise ValueError(f"{SCORES} has no {column!r} of the {BAND} for {hidden or HIDDEN!r}")


PARTS: dict[str, Callable[[Committed, str], str]] = {
    "chart": show_chart,
    "answer": tell_answer,
    "yearly": show_yearly_table,
    "years": span_years,
    "main-numbers": lambda files, _: str(len(main_figures(files))),
    "claims": lambda files, _: str(len(files.pack("reported.csv"))),
    "publications": lambda files, _: str(len(files.pack("sources.csv"))),
    "other-publications": lambda files, _: str(sum(row["role"] != "primary" for row in files.pack("sources.csv"))),
    "other-provinces": count_other_provinces,
    "job-numbers": lambda files, _: str(len(read_rows(files.data / "jobs" / "reported.csv"))),
    "job-publications": lambda files, _: str(len(read_rows(files.data / "jobs" / "sources.csv"))),
    "backtest": tell_score,
}


def filled(text: str, language: str, figures: Path, data: Path, province: str = DEFAULT_PROVINCE) -> str:
    """The text of a README in a language with each part made anew, from the folders of figures and of packs.

    Raises:
        ValueError: a part is unknown, is not closed, or asks for a chart or a score that there is not.
    """
    files = Committed(language, figures, data, province)

    def fill(part: re.Match) -> str:
        name, line_end = part.groups()
        head, _, rest = name.partition(" ")
        if head not in PARTS:
            raise ValueError(f"unknown generated part {name!r}; there are {', '.join(PARTS)}")
        return f"<!-- generated: {name} -->{line_end}{PARTS[head](files, rest)}{line_end}<!-- end -->"

    if mark := MARK.search(PART.sub("", text)):
        if mark[1]:
            raise ValueError(f"generated part {mark[1]!r} is not closed: add <!-- end -->")
        raise ValueError("an <!-- end --> has no generated part before it")
    return PART.sub(fill, text)


def store() -> list[str]:
    """Fill the README files from what is committed; the names of those that changed.

    Raises:
        ValueError: a README has an unknown or unclosed part; the message begins with its name.
    """
    changed = []
    for name, language in READMES.items():
        if not (ROOT / name).is_file():
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        try:
            made = filled(text, language, FIGURES, DATA)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
        if made != text and write_if_changed(ROOT / name, made.encode()):
            changed.append(name)
    return changed


def write_contents(folders: dict[str, list[dict]], names: dict[str, str]) -> str:
    """The page over the kept charts, from those of each folder as its manifest has them, and the names of the folders.

    It is Markdown with a table in HTML, which GitHub shows with two pictures beside each other.
    """
    return load_template(CONTENTS).render(folders=folders, names=names, main=MAIN_CHARTS)


def store_contents(figures: Path, kept: tuple[str, ...]) -> list[str]:
    """Write `README.md` over the folders of figures that are kept; its name if it changed."""
    folders = {slug: manifest["figures"] for slug in sorted(kept) if (manifest := read_manifest(figures / slug))}
    names = {slug: load_pack(slug).province["name"][SOURCE_LANGUAGE] for slug in folders if slug != OVERALL}
    text = write_contents(folders, names | {OVERALL: "Provinces side by side"})
    return ["figures/README.md"] if write_if_changed(figures / "README.md", text.encode()) else []

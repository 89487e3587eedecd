"""The tables of columns in the guides to `data/`, made from `data/columns.csv` and the package's word lists.

The guide to writing a pack stands in every language; that to the tables which all packs share in English alone.
"""

from poverty.packs.csv_rows import read_columns
from poverty.packs.files import DATA, write_if_changed
from poverty.packs.vocabulary import INDICATORS, STATISTICS
from poverty.words.language import SOURCE_LANGUAGE, Language, list_languages

PACK_FILES = ("sources.csv", "reported.csv", "drafted.csv", "readings.csv", "overrides.csv", "groups.csv", "labels.csv")
SHARED_GUIDE = "SHARED.md"
MADE_BELOW = "<!-- what stands below is made by `make messages` -->\n"


def write_guides() -> list[str]:
    """Bring the tables of columns in every guide up to date; the names of the files that changed."""
    changed = []
    for name, tables in list_guide_tables().items():
        path = DATA / name
        head = path.read_text(encoding="utf-8").partition(MADE_BELOW)[0]
        if write_if_changed(path, f"{head}{MADE_BELOW}\n{tables}".encode()):
            changed.append(name)
    return changed


def list_guide_tables() -> dict[str, str]:
    """What stands below the mark in each guide, by its name."""
    shared = tuple(file for file in read_columns() if file not in PACK_FILES)
    tables = {SHARED_GUIDE: describe_columns(shared, Language(SOURCE_LANGUAGE))}
    for code in list_languages():
        name = "README.md" if code == SOURCE_LANGUAGE else f"README.{code}.md"
        if (DATA / name).is_file():
            lang = Language(code)
            tables[name] = "\n".join((describe_columns(PACK_FILES, lang), describe_words(lang)))
    return tables


def describe_columns(files: tuple[str, ...], lang: Language) -> str:
    """The columns of some files of `data/`, as Markdown."""
    heads = (
        lang.say("column"), lang.say("needed"), lang.say("what it holds"), lang.say("allowed"), lang.say("example"),
        lang.say("usual mistake"),
    )  # fmt: skip
    parts = []
    for file in files:
        rows = []
        for column in read_columns()[file]:
            holds, allowed, example, mistake = column.documentation
            name, shown = (f"`{cell}`" if cell not in ("", "…") else cell for cell in (column.name, example))
            told = (lang.label(text) for text in (column.needed, holds, allowed))
            rows.append((name, *told, shown, lang.label(mistake)))
        parts.append(f"### {file}\n\n{_write_table(heads, rows)}")
    return "\n\n".join(parts) + "\n"


def describe_words(lang: Language) -> str:
    """The words that the columns indicator and statistic of reported.csv may hold, as Markdown."""
    indicators = [
        (f"`{name}`", lang.label(i.label), " / ".join((i.unit, *i.also))) for name, i in INDICATORS.items()
    ]  # fmt: skip
    statistics = [(f"`{name}`", lang.label(meaning)) for name, meaning in STATISTICS.items()]
    return "\n\n".join((
        "### indicator",
        _write_table(("indicator", lang.say("what it is"), lang.say("unit")), indicators),
        "### statistic",
        _write_table(("statistic", lang.say("what it is")), statistics),
    )) + "\n"  # fmt: skip


def _write_table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

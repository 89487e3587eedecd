"""Start the pack of a province from the template: `python -m poverty new PROVINCE`."""

import csv
import sys

from poverty.packs import vocabulary
from poverty.packs.claims import ID_PATTERN
from poverty.packs.files import DATA, format_project_path

TEMPLATE_FOLDER = DATA / "_template"
PACK_FILES = ("province.toml", "sources.csv", "reported.csv", "readings.csv", "overrides.csv")


def copy_pack_template(slug: str) -> int:
    """Copy the template to data/PROVINCE; 1 if the name will not do or the folder is there."""
    where = DATA / slug
    if not ID_PATTERN.fullmatch(slug):
        print(f"PROVINCE: {slug!r}\n    expected: small letters, digits and hyphens, such as kon-tum", file=sys.stderr)
        return 1
    if where.exists():
        print(f"{format_project_path(where)}/ is there already; nothing was written", file=sys.stderr)
        return 1
    where.mkdir()
    name = slug.replace("-", " ").title()
    for file in PACK_FILES:
        text = (TEMPLATE_FOLDER / file).read_text(encoding="utf-8")
        (where / file).write_text(text.replace("SLUG", slug).replace("NAME", name), encoding="utf-8")
    print(f"{format_project_path(where)}/ is made. Next:")
    print(f"  1. {format_project_path(where)}/province.toml: the province's name, and the standards that apply")
    print("  2. sources.csv: a row for each publication")
    print("  3. reported.csv: a row for each number; data/README.md explains every column")
    print(f"  4. make check PROVINCE={slug}, until it names no fault")
    print(f"  5. make PROVINCE={slug}")
    return 0


def describe_pack_columns() -> str:
    """The columns of the files of a pack, and the words that two of them may hold, as Markdown for data/README.md."""
    with (TEMPLATE_FOLDER / "columns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = []
    for name in dict.fromkeys(row["file"] for row in rows):
        lines = ["| column | needed | what it holds | allowed | example | usual mistake |", "|---|---|---|---|---|---|"]
        for row in rows:
            if row["file"] == name:
                cells = [
                    f"`{row['column']}`",
                    *(row[c] for c in list(row)[2:5]),
                    f"`{row['example']}`",
                    row["usual mistake"],
                ]
                lines.append(f"| {' | '.join(cell if cell != '``' else '' for cell in cells)} |")
        parts.append(f"### {name}\n\n" + "\n".join(lines))
    words = ["| indicator | what it is | unit |", "|---|---|---|"]
    words += [
        f"| `{name}` | {i.label} | {' or '.join((i.unit, *i.also))} |" for name, i in vocabulary.INDICATORS.items()
    ]
    parts.append("### Words for `indicator`\n\n" + "\n".join(words))
    meaning = ["| statistic | when |", "|---|---|"]
    meaning += [f"| `{name}` | {vocabulary.STATISTICS[name]} |" for name in vocabulary.STATISTICS]
    parts.append("### Words for `statistic`\n\n" + "\n".join(meaning))
    return "\n\n".join(parts) + "\n"

"""Start the pack of a province from the template: `python -m poverty new PROVINCE`."""

import re
import sys

from poverty.packs import vocabulary
from poverty.packs.csv_rows import NAME_PATTERN, read_columns
from poverty.packs.files import DATA, format_project_path

TEMPLATE_FOLDER = DATA / "_template"
PACK_FILES = ("province.toml", "sources.csv", "reported.csv", "readings.csv", "overrides.csv")


def copy_pack_template(slug: str) -> int:
    """Copy the template to data/PROVINCE, and print what comes next; 1 if it cannot have that name."""
    folder = DATA / slug
    if not re.fullmatch(NAME_PATTERN, slug):
        print(f"PROVINCE: {slug!r}\n    expected: small letters, digits and hyphens, such as kon-tum", file=sys.stderr)
        return 1
    if folder.exists():
        print(f"{format_project_path(folder)}/ is there already; nothing was written", file=sys.stderr)
        return 1
    folder.mkdir()
    for file, content in fill_pack_template(slug).items():
        (folder / file).write_bytes(content)
    print(f"{format_project_path(folder)}/ is made. Next:")
    print(f"  1. {format_project_path(folder)}/province.toml: the province's name, and the standards that apply")
    print("  2. sources.csv: a row for each publication")
    print("  3. reported.csv: a row for each number; data/README.md explains every column")
    print(f"  4. make check PROVINCE={slug}, until it names no fault")
    print(f"  5. make PROVINCE={slug}")
    return 0


def fill_pack_template(slug: str) -> dict[str, bytes]:
    """The files of a new pack by name."""
    name = slug.replace("-", " ").title()
    texts = {file: (TEMPLATE_FOLDER / file).read_text(encoding="utf-8") for file in PACK_FILES}
    return {file: text.replace("SLUG", slug).replace("NAME", name).encode() for file, text in texts.items()}


def describe_columns() -> str:
    """The columns of the CSV files of data/, and the words that two may hold, as Markdown for data/README.md."""
    parts = []
    for file, columns in read_columns().items():
        lines = ["| column | needed | what it holds | allowed | example | usual mistake |", "|---|---|---|---|---|---|"]
        for column in columns:
            holds, allowed, example, mistake = column.documentation
            name, example = (f"`{cell}`" if cell not in ("", "…") else cell for cell in (column.name, example))
            lines.append(f"| {name} | {column.needed} | {holds} | {allowed} | {example} | {mistake} |")
        parts.append(f"### {file}\n\n" + "\n".join(lines))
    indicators = ["| indicator | what it is | unit |", "|---|---|---|"]
    for name, indicator in vocabulary.INDICATORS.items():
        indicators.append(f"| `{name}` | {indicator.label} | {' or '.join((indicator.unit, *indicator.also))} |")
    statistics = ["| statistic | when |", "|---|---|"]
    statistics += [f"| `{name}` | {meaning} |" for name, meaning in vocabulary.STATISTICS.items()]
    parts.append("### Words for `indicator`\n\n" + "\n".join(indicators))
    parts.append("### Words for `statistic`\n\n" + "\n".join(statistics))
    return "\n\n".join(parts) + "\n"

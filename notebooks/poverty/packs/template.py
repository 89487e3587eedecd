"""Start the pack of a province from the template: `python -m poverty new PROVINCE`."""

import re
import sys
from collections.abc import Callable

from poverty.packs.csv_rows import NAME_PATTERN
from poverty.packs.files import DATA, format_project_path
from poverty.packs.load import write_as_slug
from poverty.packs.messages import join, message

TEMPLATE_FOLDER = DATA / "_template"
PACK_FILES = ("province.toml", "sources.csv", "reported.csv", "readings.csv", "overrides.csv")


def copy_pack_template(slug: str, retell: Callable[[str], str] = str) -> int:
    """Copy the template to data/PROVINCE, and print what comes next; 1 if it cannot have that name.

    Args:
        slug: the name of the folder.
        retell: puts what is printed into a reader's language; English without it.
    """
    folder = DATA / slug
    if not re.fullmatch(NAME_PATTERN, slug):
        print(retell(_refuse_name(slug)), file=sys.stderr)
        return 1
    if folder.exists():
        said = message("%(folder)s/ is there already; nothing was written", folder=format_project_path(folder))
        print(retell(said), file=sys.stderr)
        return 1
    folder.mkdir()
    for file, content in fill_pack_template(slug).items():
        (folder / file).write_bytes(content)
    print(retell(_say_what_is_next(slug, format_project_path(folder))))
    return 0


def fill_pack_template(slug: str) -> dict[str, bytes]:
    """The files of a new pack by name."""
    name = slug.replace("-", " ").title()
    texts = {file: (TEMPLATE_FOLDER / file).read_text(encoding="utf-8") for file in PACK_FILES}
    return {file: text.replace("SLUG", slug).replace("NAME", name).encode() for file, text in texts.items()}


def _refuse_name(slug: str) -> str:
    """Why a folder cannot have a name, and which it could have."""
    expected = message("small letters, digits and hyphens, such as kon-tum")
    lines = [join(["PROVINCE", repr(slug)], ": "), message("expected: %(expected)s", expected=expected)]
    if plain := write_as_slug(slug):
        lines.append(message("to mend:  %(mend)s", mend=message("write %(text)s", text=plain)))
    return join(lines, "\n    ")


def _say_what_is_next(slug: str, folder: str) -> str:
    """What a person does with a new pack."""
    steps = [
        message("%(folder)s/ is made. Next:", folder=folder),
        message("1. %(folder)s/province.toml: the province's name, and the standards that apply", folder=folder),
        message("2. sources.csv: a row for each publication"),
        message("3. reported.csv: a row for each number; data/README.md explains every column"),
        message("4. make check PROVINCE=%(slug)s, until it names no fault", slug=slug),
        message("5. make PROVINCE=%(slug)s", slug=slug),
    ]
    return join(steps, "\n  ")

"""Message catalogues: what there is to translate, in code and data, and bringing a catalogue up to date.

`python -m poverty messages` adds new messages to every `locale/<code>.po`, empty, and removes those that are gone, and
brings the tables of columns in the guides to `data/` up to date;
`python -m poverty messages th` begins another language. Translations are kept. A translator needs no more than the
file: `%(name)s` stays as it is, and so does `%%`, which shows as a percent sign. Compounds that no line may break in
need no care: their blanks become no-break ones.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from poverty.outlook.scenarios import NO_SCENARIO_REASONS, SCENARIO_KINDS
from poverty.outlook.verdicts import VERDICT_REASONS
from poverty.packs.csv_rows import read_columns
from poverty.packs.files import write_if_changed
from poverty.packs.groups import read_shared_groups
from poverty.packs.load import list_province_slugs, load_pack
from poverty.packs.official import load_official_statistics
from poverty.packs.vocabulary import AUDIT_VERDICTS, INDICATORS, MAGNITUDE_FACTORS, STATISTICS
from poverty.trajectory.sensitivity import UNCERTAINTY_LABELS
from poverty.words.guide import write_guides
from poverty.words.language import CATALOGUE_FOLDER
from poverty.words.phrases import short_legal_basis
from poverty.words.unbroken import join_compounds

EXTRACTION_KEYWORDS = {
    "say": None, "sentence": (2,), "say_many": (1, 2), "translatable": None, "message": None,
    "message_many": (1, 2),
}  # fmt: skip
# the languages in which numerals are printed, as faults name them, and what machines refuse, as Linux says it
LANGUAGES_OF_NUMERALS = ("English", "French", "Indonesian", "Vietnamese")
REFUSALS_OF_MACHINES = (
    "No space left on device", "Permission denied", "Read-only file system", "No such file or directory",
    "Not a directory", "Is a directory", "File exists", "Input/output error", "Disk quota exceeded",
)  # fmt: skip
CATALOGUE_HEADER = """\
# Words on charts, in the deck, the brief and the gallery, of commands and of the guide.
# `make messages` brings this file up to date.
# Keep %(name)s and %% as they are. The lines beginning with #: say where a message stands."""
CHANGING_HEADERS = (
    b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Language-Team', b'"Project-Id',
    b'"Report-Msgid', b'"Generated-By',
)  # fmt: skip


def list_code_labels() -> list[tuple[str, str]]:
    """Every label that a chart or a sentence may show and that no catalogue finds in a call, with its module."""
    labels_by_module = {
        "packs/vocabulary.py": [
            *(i.label for i in INDICATORS.values()),
            *AUDIT_VERDICTS,
            *MAGNITUDE_FACTORS,
            *STATISTICS.values(),
        ],
        "packs/numerals.py": LANGUAGES_OF_NUMERALS,
        "publish/runs/runner.py": REFUSALS_OF_MACHINES,
        "trajectory/sensitivity.py": UNCERTAINTY_LABELS.values(),
        "outlook/scenarios.py": [
            *(text for k in SCENARIO_KINDS for text in (k.label, k.parameter_label, k.inflow_label)),
            *NO_SCENARIO_REASONS.values(),
        ],
        "outlook/verdicts.py": VERDICT_REASONS.values(),
    }
    return [(module, label) for module, labels in labels_by_module.items() for label in labels]


def update_catalogues(new_languages: list[str]) -> int:
    """Bring the catalogues up to date, and begin those of new languages, by code; 1 if a language is not known."""
    for code in new_languages:
        try:
            Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            print(f"{code!r} is no language code; expected: a code such as th or pt_BR", file=sys.stderr)
            return 1
    for code in sorted({path.stem for path in CATALOGUE_FOLDER.glob("*.po")} | set(new_languages)):
        path = CATALOGUE_FOLDER / f"{code}.po"
        catalogue = merge_translations(path, code)
        untranslated = sum(1 for m in catalogue if m.id and not is_translated(m))
        changed = write_if_changed(path, serialize_catalogue(catalogue))
        print(f"{path.name}: {len(catalogue)} messages, {untranslated} to translate{'; changed' if changed else ''}")
    for name in write_guides():
        print(f"data/{name}: changed")
    return 0


def extract_messages() -> Catalog:
    """Everything there is to translate: messages of the code, then labels of the data."""
    catalogue = Catalog()
    package = str(Path(__file__).parents[1])
    written_in = [("**.py", "python"), ("**.j2", "jinja2")]
    for name, _, message, _, _ in extract_from_dir(package, written_in, keywords=EXTRACTION_KEYWORDS):
        catalogue.add(message, locations=[(name, 0)])
    for name, label in list_data_labels():
        if label:
            catalogue.add(label, locations=[(name, 0)])
    return catalogue


def list_data_labels() -> list[tuple[str, str]]:
    """Words in the shared tables that charts show, after their files; those of a pack stand in its own labels.csv."""
    groups = [group for column in read_shared_groups([]).values() for group in column.values()]
    labels = [("data/groups.csv", text) for group in groups for text in (group.label, group.word)]  # the audit: words
    for pack in map(load_pack, list_province_slugs()):
        path = f"data/standards/{pack.province['standards']}.csv"
        for s in pack.shared.standards.values():
            labels += [(path, text) for text in (s.label, s.counts, short_legal_basis(s.legal_basis))]
    labels += [("data/columns.csv", text) for text in list_column_texts()]
    labels += [("data/official/sources.csv", name) for name in load_official_statistics()["publisher"]]
    return list(dict.fromkeys([*labels, *list_code_labels()]))


def list_column_texts() -> list[str]:
    """What the guide says of the columns of the tables, and faults of their cells; examples and codes stay as they are.

    Example:
        >>> "who printed it" in list_column_texts(), "2024-12-18" in list_column_texts()
        (True, False)
    """
    texts: list[str] = []
    for columns in read_columns().values():
        for column in columns:
            holds, allowed, _, mistake = column.documentation
            texts += [column.needed, holds, allowed, mistake, column.expected, column.mend]
    return [text for text in dict.fromkeys(texts) if re.search(r"[a-z]{2}", text)]


def merge_translations(path: Path, code: str) -> Catalog:
    """A catalogue with the messages that there are now, and the translations that it had."""
    catalogue = Catalog(locale=code, header_comment=CATALOGUE_HEADER, fuzzy=False)
    translated = Catalog(locale=code)
    if path.is_file():
        with path.open("rb") as file:
            translated = read_po(file, locale=code)
    for message in extract_messages():
        if message.id:
            before = translated.get(message.id)
            files = sorted({(name, None) for name, _ in message.locations})
            catalogue.add(message.id, join_compounds(before.string, code) if before else None, locations=files)
    return catalogue


def is_translated(message) -> bool:
    """Whether a message has its words in the language."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def serialize_catalogue(catalogue: Catalog) -> bytes:
    """The catalogue as the file that is kept: sorted as the messages stand, without dates."""
    file = BytesIO()
    write_po(file, catalogue, width=110, omit_header=False, include_lineno=False)
    lines = file.getvalue().split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(CHANGING_HEADERS))

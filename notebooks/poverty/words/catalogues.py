"""Message catalogues: what there is to translate, in code and data, and bringing a catalogue up to date.

`python -m poverty messages` adds new messages to every `locale/<code>.po`, empty, and removes those that are gone;
`python -m poverty messages th` begins another language. Translations are kept. A translator needs no more than the
file: `%(name)s` stays as it is, and so does `%%`, which shows as a percent sign.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from poverty.packs import load as pack
from poverty.packs.files import write_if_changed
from poverty.words.labels import list_code_labels
from poverty.words.language import CATALOGUE_FOLDER
from poverty.words.phrases import short_legal_basis

EXTRACTION_KEYWORDS = {"say": None, "sentence": (2,), "say_many": (1, 2), "translatable": None}
CATALOGUE_HEADER = """\
# Words on charts, in the deck, the brief and the gallery. `make messages` brings this file up to date.
# Keep %(name)s and %% as they are. The lines beginning with #: say where a message stands."""


def update_catalogues(wanted: list[str]) -> int:
    """Bring the catalogues up to date, and begin those that are wanted; 1 if a language is not known."""
    for code in wanted:
        try:
            Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            print(f"{code!r} is no language code; expected: a code such as th or pt_BR", file=sys.stderr)
            return 1
    for code in sorted({path.stem for path in CATALOGUE_FOLDER.glob("*.po")} | set(wanted)):
        path = CATALOGUE_FOLDER / f"{code}.po"
        catalogue = merge_translations(path, code)
        empty = [m.id for m in catalogue if m.id and not is_translated(m)]
        print(
            f"{path.name}: {len(catalogue)} messages, {len(empty)} to translate"
            + _write_and_report_change(path, catalogue)
        )
    return 0


def extract_messages() -> Catalog:
    """Everything there is to translate: messages of the code, then labels of the data."""
    found = Catalog()
    folder = Path(__file__).parents[1]
    for name, _, message, _, _ in extract_from_dir(str(folder), [("**.py", "python")], keywords=EXTRACTION_KEYWORDS):
        found.add(message, locations=[(name, 0)])
    for where, label in list_data_labels():
        if label:
            found.add(label, locations=[(where, 0)])
    return found


def list_data_labels() -> list[tuple[str, str]]:
    """Words in the data that charts show: of questions, readings, groups, areas and standards, each with its file."""
    found = []
    packs = [pack.load_pack(slug) for slug in pack.list_province_slugs()]
    for known in packs:
        for readings in known.questions.values():
            found += [(f"data/{known.slug}/readings.csv", text) for r in readings for text in (r.asks, r.label)]
    for known in packs:
        found += [("data/groups.csv", g.label) for groups in known.shared.groups.values() for g in groups.values()]
        table = f"data/standards/{known.province['standards']}.csv"
        for s in known.shared.standards.values():
            found += [(table, text) for text in (s.label, s.counts, short_legal_basis(s.legal_basis))]
    return list(dict.fromkeys([*found, *list_code_labels()]))


def merge_translations(path: Path, code: str) -> Catalog:
    """A catalogue with the messages that there are now, and the translations that it had."""
    current = extract_messages()
    catalogue = Catalog(locale=code, header_comment=CATALOGUE_HEADER, fuzzy=False)
    if path.is_file():
        with path.open("rb") as file:
            before = read_po(file, locale=code)
    else:
        before = Catalog(locale=code)
    for message in current:
        if message.id:
            known = before.get(message.id)
            places = sorted({(name, None) for name, _ in message.locations})
            text = known.string if known else None
            catalogue.add(message.id, text, locations=places)
    return catalogue


def is_translated(message) -> bool:
    """Whether a message has its words in the language."""
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts)


def serialize_catalogue(catalogue: Catalog) -> bytes:
    """The catalogue as the file that is kept: sorted as the messages stand, without dates."""
    out = BytesIO()
    write_po(out, catalogue, width=110, omit_header=False, include_lineno=False)
    lines = out.getvalue().decode("utf-8").split("\n")
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Project-Id",
        "Report-Msgid",
        "Generated-By",
    )
    kept = [line for line in lines if not line.startswith(tuple(f'"{word}' for word in dated))]
    return "\n".join(kept).encode("utf-8")


def _write_and_report_change(path: Path, catalogue: Catalog) -> str:
    return "; changed" if write_if_changed(path, serialize_catalogue(catalogue)) else ""

"""Every message of code and data is in every catalogue, translated, with its placeholders; and no other."""

import re

import pytest
from babel.messages.pofile import read_po

from poverty.words import catalogues
from poverty.words.language import CATALOGUE_FOLDER, Language, list_languages

PATHS = sorted(CATALOGUE_FOLDER.glob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def current():
    return {message.id for message in catalogues.extract_messages() if message.id}


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def catalogue(request):
    with request.param.open("rb") as file:
        return read_po(file, locale=request.param.stem)


def texts(message):
    """Pairs of a message and its translation, one for each plural form."""
    if isinstance(message.id, tuple):
        return [(message.id[-1], text) for text in message.string]
    return [(message.id, message.string)]


def test_english_and_every_catalogue_are_languages():
    assert list_languages() == ("en", *(path.stem for path in PATHS))
    assert {"id", "vi"} < set(list_languages())


def test_a_catalogue_holds_every_message_and_no_other(catalogue, current):
    held = {message.id for message in catalogue if message.id}
    assert current - held == set(), "run make messages, then translate"
    assert held - current == set(), "run make messages: these are gone"


def test_every_message_is_translated(catalogue):
    missing = [m.id for m in catalogue if m.id and not catalogues.is_translated(m)]
    assert missing == []
    assert not [m.id for m in catalogue if m.id and m.fuzzy]


def test_placeholders_spaces_and_lines_are_kept(catalogue):
    for message in catalogue:
        for said, text in texts(message) if message.id else ():
            assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(text)), said
            if PLACEHOLDER.search(said) or "%%" in said:  # it is filled in: a percent sign of its own is doubled
                assert "%" not in PLACEHOLDER.sub("", text).replace("%%", ""), text
            assert said.count("\n") == text.count("\n"), said
            for end in (str.lstrip, str.rstrip):
                assert len(said) - len(end(said)) == len(text) - len(end(text)), said


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_file_is_as_it_is_written(path, tmp_path):
    assert catalogues.serialize_catalogue(catalogues.merge_translations(path, path.stem)) == path.read_bytes()


@pytest.mark.sweep
def test_a_message_that_is_gone_is_removed_and_a_new_one_is_empty(tmp_path):
    path = tmp_path / "vi.po"
    text = (CATALOGUE_FOLDER / "vi.po").read_text(encoding="utf-8")
    path.write_text(text + '\nmsgid "of long ago"\nmsgstr "x"\n', encoding="utf-8")
    catalogue = catalogues.merge_translations(path, "vi")
    assert "of long ago" not in {m.id for m in catalogue}
    fresh = catalogues.merge_translations(tmp_path / "th.po", "th")
    assert not any(catalogues.is_translated(m) for m in fresh if m.id)


def test_official_terms():
    vietnamese, indonesian = Language("vi"), Language("id")
    assert vietnamese.label("poverty rate") == "tỷ\u00a0lệ hộ\u00a0nghèo"
    assert vietnamese.label("near-poor households") == "hộ\u00a0cận\u00a0nghèo"
    assert vietnamese.label("people placed in jobs") == "lao\u00a0động được giải quyết việc\u00a0làm"
    assert indonesian.label("poor households") == "rumah\u00a0tangga miskin"
    assert indonesian.label("people placed in jobs") == "tenaga\u00a0kerja yang ditempatkan"


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("vi", r"người được giải quyết|\bkhoảng 9\d%|điểm khoảng|^hơn |\d-\d{4}|xem phần kiểm tra"),
        ("id", r"(?<!persen\u00a0)\bpoin|orang yang ditempatkan|\d-\d{4}|lihat audit"),
    ],
)
def test_no_translation_uses_a_wrong_term(code, wrong, current):
    with (CATALOGUE_FOLDER / f"{code}.po").open("rb") as file:
        held = [text for m in read_po(file, locale=code) if m.id in current for _, text in texts(m)]
    held = [PLACEHOLDER.sub("", text).replace("percentage points", "") for text in held]  # a word of the schema
    assert [text for text in held if re.search(wrong, text, re.IGNORECASE)] == []


def test_compounds_become_unbreakable_when_a_catalogue_is_brought_up_to_date(tmp_path):
    path = tmp_path / "vi.po"
    kept = (CATALOGUE_FOLDER / "vi.po").read_text(encoding="utf-8")
    path.write_text(kept.replace("\u00a0", " "), encoding="utf-8")
    joined = catalogues.merge_translations(path, "vi")
    assert joined.get("near-poor households").string == "hộ\u00a0cận\u00a0nghèo"
    assert joined.get("%(n)s million").string == "%(n)s\u00a0triệu"


def test_an_unknown_language_code_is_refused(capsys):
    assert catalogues.update_catalogues(["zzzz"]) == 1
    assert "expected: a code such as th" in capsys.readouterr().err

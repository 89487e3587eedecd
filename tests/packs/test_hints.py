"""How to mend a fault: a hint leads to a row that is accepted, and never astray."""

import pytest

from poverty.packs.csv_rows import PackError, suggest_correction
from poverty.packs.dates import guess_iso_day, guess_sdmx_date
from poverty.packs.load import read_pack_folder
from poverty.packs.numerals import advise_on_numeral
from poverty.packs.vocabulary import STATISTICS
from sample_packs import edit, set_cell

MAGNITUDES = {("id", "ribu"): "thousand", ("vi", "ngàn"): "thousand", ("en", "thousand"): "thousand",
              ("vi", "nghìn tỷ"): "thousand billion"}  # fmt: skip


def mend(copy, *cell):
    edit(copy, "reported.csv", set_cell(*cell))
    with pytest.raises(PackError) as refused:
        read_pack_folder(copy)
    return refused.value.faults[0].mend


def test_the_statistic_that_begins_so_is_meant():
    assert suggest_correction("mean fall", STATISTICS) == "did you mean 'mean fall per year'?"
    assert suggest_correction("mean lvel", STATISTICS) == "did you mean 'mean level'?"
    assert suggest_correction("VN-201", ["VN-2011", "VN-2016"]) == "use one of these words"


NUMERALS = [
    ("32,21%", "vi", "leave off the sign %: write 32,21"),
    ("32,21 %", "vi", "leave off the sign %: write 32,21"),
    ("32,21%", "en", "if it is printed so, write vi or id into the column locale"),
    ("38.550 hộ", "vi", "leave off 'hộ': write 38.550; the unit says what is counted"),
    ("307,99 ribu jiwa", "id", "leave off 'jiwa': write 307,99 ribu; the unit says what is counted"),
    ("307.99 Ribu", "en", "the word 'Ribu' is of 'id', the numeral is not: write 307.99 with locale en, and put "
     "thousand into the unit"),
    ("307.99 Ribu", "id", "the word 'Ribu' is of 'id', the numeral is not: write 307.99 with locale en, and put "
     "thousand into the unit"),
    ("34 ribu", "en", "if it is printed so, write id into the column locale"),
    ("1.5 nghìn tỷ đồng", "en", "the word 'nghìn tỷ' is of 'vi', the numeral is not: write 1.5 with locale en, and put "
     "thousand billion into the unit"),
    ("5.09", "vi", "if it is printed so, write en into the column locale"),
    ("2,6x", "vi", "copy the numeral as the source prints it, or correct the column locale"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "locale", "said"), NUMERALS)
def test_a_numeral_that_cannot_be_read_is_mended_as_it_is_printed(printed, locale, said):
    assert advise_on_numeral(printed, locale, MAGNITUDES) == said


def test_a_semicolon_is_not_called_a_comma(copy):
    path = copy / "reported.csv"
    text = path.read_text(encoding="utf-8").replace(",", ";")
    lines = text.splitlines()
    path.write_text("\n".join([lines[0], f"{lines[1]};x"]), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        read_pack_folder(copy)
    assert refused.value.faults[0].mend == "put quotes around a cell that holds a semicolon"


DATES = [
    ("15/12/2021", "2021-12-15", "2021-M12"),
    ("12/15/2021", "2021-12-15", "2021-M12"),
    ("2021.12.15", "2021-12-15", "2021-M12"),
    ("31/02/2021", "", ""),
    ("12/2022", "", "2022-M12"),
    ("2022-12", "", "2022-M12"),
    ("13/2022", "", ""),
]


@pytest.mark.parametrize(("text", "day", "month"), DATES)
def test_a_day_of_another_order_is_converted(text, day, month):
    assert (guess_iso_day(text), guess_sdmx_date(text)) == (day, month)


def test_the_day_of_a_publication_is_converted(copy):
    edit(copy, "sources.csv", lambda rows: rows[1].__setitem__(3, "15/12/2021"))
    with pytest.raises(PackError) as refused:
        read_pack_folder(copy)
    assert refused.value.faults[0].mend == "write 2021-12-15"


def test_words_are_listed_where_nothing_above_lists_them(copy):
    said = mend(copy, "poverty-rate-2024", "inferred", "zzz")
    assert said.startswith("use one of these words: claim_id, source_id, locator")


def test_of_many_words_the_nearest_are_named():
    ids = [f"poverty-rate-{year}" for year in range(1990, 2025)]
    assert "such as poverty-rate-" in suggest_correction("rate", ids, listed=False)

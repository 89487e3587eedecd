"""Numbers, dates and messages as each language writes them; every message can be extracted for translation."""

import calendar
import gettext
import re
from decimal import Decimal

import pytest
from babel.messages.extract import extract_from_dir

from poverty import charts, tables
from poverty.charts import page as canvas
from poverty.packs import load as pack
from poverty.packs.official import load_official_statistics
from poverty.words.catalogues import EXTRACTION_KEYWORDS, list_code_labels
from poverty.words.gather import gather_context
from poverty.words.language import Language, translatable
from poverty.words.phrases import short_legal_basis

BABELS = rf"({'|'.join(calendar.month_name[1:])}) \d{{4}}|\b(and|or)\b"  # what Babel writes
OPEN, CLOSE = "⟦", "⟧"


class Pseudo(gettext.NullTranslations):
    """A language in which every message stands in brackets, and which remembers what it was asked."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def gettext(self, message):
        self.asked.add(message)
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


def outside(text):
    """What of a text stands outside all brackets."""
    depth, left = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        if depth == 0 and letter != CLOSE:
            left.append(letter)
    return "".join(left)


def language(code):
    return Language(code, gettext.NullTranslations())


@pytest.mark.parametrize(
    ("code", "percent", "number"),
    [
        ("en", "5.09%", "11,497"),
        ("vi", "5,09%", "11.497"),
        ("id", "5,09%", "11.497"),
        ("fr", "5,09\u00a0%", "11\u202f497"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(code, percent, number):
    assert language(code).percent(5.09, 2) == percent
    assert language(code).number(11497) == number


def test_small_percentages_keep_their_decimals(english):
    assert english.percent(0.69, 2) == "0.69%"
    assert english.percent(Decimal("2.650"), 3) == "2.650%"
    assert english.number(0.5, 1) == "0.5"
    assert english.number(float("inf"), 2) == "∞"


@pytest.mark.parametrize(
    ("sdmx", "words"),
    [
        ("1997", "1997"),
        ("2015-M12", "end 2015"),
        ("", "undated"),
        ("2021-M03", "March 2021"),
        ("2024-M06", "June 2024"),
    ],
)
def test_dates_in_words(english, sdmx, words):
    assert english.date(sdmx) == words


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2023-02-22", ("22 February 2023", "22/02/2023", "22 Februari 2023")),
        ("2025-05", ("May 2025", "tháng\u00a05/2025", "Mei 2025")),
        ("2025 (inferred)", ("2025 (inferred)", "2025 (suy ra)", "2025 (disimpulkan)")),
    ],
)
def test_dates_as_official_texts_write_them(published, words):
    assert tuple(Language(code).published(published) for code in ("en", "vi", "id")) == words


def test_english_lists_are_british(english):
    assert english.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("sdmx", "words"),
    [
        ("2023-S1", ("first half of 2023", "6 tháng đầu năm 2023", "semester I 2023")),
        ("2023-S2", ("second half of 2023", "6 tháng cuối năm 2023", "semester II 2023")),
        ("2023-Q2", ("quarter 2 of 2023", "quý 2 năm 2023", "triwulan 2 tahun 2023")),
        ("2023-Q4", ("quarter 4 of 2023", "quý 4 năm 2023", "triwulan 4 tahun 2023")),
    ],
)
def test_a_period_is_not_a_day(sdmx, words):
    assert tuple(Language(code).date(sdmx) for code in ("en", "vi", "id")) == words


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(FileNotFoundError):
        Language("th")


def test_a_mark_leaves_the_message_as_it_is():
    assert translatable("poor households") == "poor households"


@pytest.fixture(scope="module")
def messages():
    folder = str(canvas.STYLE.parents[1])
    return {
        message
        for _, _, found, _, _ in extract_from_dir(folder, [("**.py", "python")], keywords=EXTRACTION_KEYWORDS)
        for message in ([found] if isinstance(found, str) else found)
    }


@pytest.mark.parametrize("name", list(charts.CHARTS))
def test_every_word_on_a_chart_goes_through_the_catalogue(bac_lieu, built, messages, name):
    province, table = bac_lieu, built.get(name)
    if table is None:
        province = pack.load_pack("gia-lai")
        table = tables.TABLES_BY_CHART[name](province)
    pseudo = Pseudo()
    drawn = charts.draw(name, table, gather_context(province), Language("en", pseudo))
    as_printed = set(table.get("printed", ()))
    texts: dict[object, str] = {}
    for artist in drawn.figure.findobj(lambda a: hasattr(a, "get_text")):
        key = artist.get_gid() or id(artist)  # the lines of a cell are texts of one id
        texts[key] = f"{texts.get(key, '')} {artist.get_text()}".strip()
    for text in [*texts.values(), drawn.title, drawn.alt]:
        rest = re.sub(BABELS, "", outside(text))
        for publisher in set(table.get("publisher", ())):  # a name, the same in every language
            rest = rest.replace(publisher, "")
        if rest not in as_printed:
            assert not any(letter.isalpha() for letter in rest), text
    labels = {text for group in province.questions.values() for r in group for text in (r.label, r.asks)}
    labels |= {label for _, label in list_code_labels()}
    labels |= {g.label for groups in province.shared.groups.values() for g in groups.values()}
    labels |= {
        text for s in province.shared.standards.values() for text in (s.counts, short_legal_basis(s.legal_basis))
    }
    labels |= set(load_official_statistics()["publisher"])
    labels |= {word for unit in table.get("printed_unit", ()) for word in unit.split()}
    assert pseudo.asked <= messages | labels

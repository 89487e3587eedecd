"""The brief: one tagged page in every language and for every province, drawn in vectors, the same bytes every time."""

import gettext
import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from pdf_reading import open_pdf, size_of, tags_of, text_of
from poverty import charts, tables
from poverty.packs import load as pack
from poverty.packs.readings import restrict_to_evidence
from poverty.publish import brief
from poverty.publish.documents import DocumentError
from poverty.words.gather import gather_context
from poverty.words.language import Language, list_languages
from sample_packs import keep

EVIDENCE = Path(__file__).parents[1] / "data" / "evidence" / "bac-lieu"
DRAWN = ("01-answer", "02-trajectory", "03-households", "06-jobs", "07-outlook")
HOSTILE = "#panic(\"x\") *a* _b_ $c$ [d] <e> @f \\ // g “h” 'i' -- ~"
SHORT, LONG = 350, 400  # words
SAME = """
import sys
from test_brief import EVIDENCE, Language, make, pack
sys.stdout.buffer.write(make(pack.read_pack_folder(EVIDENCE), Language("en")))
"""


class Long(gettext.NullTranslations):
    """A language whose messages are three tenths longer than the English ones, placeholders apart."""

    def gettext(self, message):
        more = round(0.3 * len(re.sub(r"%\(\w+\)s", "", message)))
        return f"{message} {('rongo ' * more)[: more - 1].strip()}" if more > 2 else message

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


def draw(province, lang):
    built, context = tables.build_chart_tables(province), gather_context(province)
    return {name: charts.draw(name, built[name], context, lang) for name in DRAWN if name in built}


def make(province, lang):
    return brief.brief(province, draw(province, lang), lang)


@pytest.fixture(scope="module")
def drawn(evidence):
    """The charts of Bạc Liêu in English, with all the evidence."""
    return draw(evidence, Language("en"))


@pytest.fixture(scope="module")
def page(evidence, drawn):
    return brief.brief(evidence, drawn, Language("en"))


@pytest.fixture
def limited(evidence, drawn, english, monkeypatch):
    """The same page with other limits than those of the province."""

    def make_limited(*said):
        monkeypatch.setattr(brief, "phrase_limits", lambda *_: list(said))
        return brief.brief(evidence, drawn, english)

    return make_limited


def test_it_is_one_page_of_a4_with_350_to_400_words(page):
    (one,) = open_pdf(page).pages
    assert [round(float(side)) for side in one.mediabox[2:]] == [595, 842]
    assert SHORT <= len(text_of(page).replace("•", "").split()) <= LONG


def test_the_first_bullet_says_what_happened_to_people(page):
    first = text_of(page).split("• ")[1]
    assert first == "11,497 poor households in Bạc Liêu at the end of 2021 became 1,581 at the end of 2024, 86% fewer. "


def test_it_is_read_in_order(page):
    text = text_of(page)
    parts = (
        "Poverty and jobs, Bạc Liêu, 1997 to 2024", "Under three poverty standards in a row, poverty fell by 86%",
        "Poverty rate, % of households", "Hollow: inferred.", "Poor households fell by 90% in 4 years", "Net change",
        "What the figures say", "halving about once a year", "Outlook. If the fall goes on", "about 0.18%",
        "Jobs. An estimated 19,000 to 24,400 people a year", "What this does not say", "No causes", "Not settled:",
        "Sources: Báo Bạc Liêu, 2025; ", " more.", "CC BY 4.0. Evidence used: all sources.",
    )  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    roles = [role for role, _ in tags_of(page)]
    assert [role for role in roles if role in ("/H1", "/H2", "/Figure", "/L")] == [
        "/H1", "/Figure", "/H2", "/Figure", "/H2", "/L", "/H2", "/L",
    ]  # fmt: skip
    assert roles.count("/LI") == 3 + 5


def test_its_charts_are_described_and_made_of_lines(page):
    told = [alt for role, alt in tags_of(page) if role == "/Figure"]
    assert [alt.split(".")[0] for alt in told] == [
        "Under three poverty standards in a row, poverty fell by 86% to 91%",
        "Poor households fell by 90% in 4 years, then by 86% in 3",
    ]
    assert all(len(alt.split()) > 30 for alt in told)
    assert b"/Subtype/Image" not in page
    assert len(page) < 150_000


def test_it_says_what_it_is_to_machines(page):
    read = open_pdf(page)
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in page
    assert read.metadata.title.startswith("Poverty and jobs, Bạc Liêu, 1997 to 2024: Under three poverty standards")
    assert set(read.metadata) == {"/Title", "/Creator"}  # no date, no author
    fonts = [font.get_object() for font in read.pages[0]["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {"SourceSansPro-Regular", "SourceSansPro-Bold"}
    assert page.count(b"/FontFile2") == 2


@pytest.mark.sweep
def test_the_bytes_are_the_same_in_another_process_and_time_zone(page, tmp_path):
    surroundings = os.environ | {"TZ": "Pacific/Auckland", "POVERTY_CACHE": str(tmp_path), "PYTHONHASHSEED": "7"}
    surroundings["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    run = [sys.executable, "-c", SAME]
    assert subprocess.run(run, stdout=subprocess.PIPE, check=True, env=surroundings).stdout == page


def test_it_is_set_without_the_network():
    assert "@" not in brief.LAYOUT.read_text(encoding="utf-8")  # a package would be fetched


def test_words_of_a_pack_are_no_markup(limited):
    assert text_of(limited(HOSTILE, f"= {HOSTILE}")).count(HOSTILE) == 2


def test_a_page_that_does_not_fit_is_refused_in_a_sentence(limited):
    with pytest.raises(DocumentError) as refused:
        limited("word " * 900)
    assert str(refused.value) == (
        "brief-en.pdf of bac-lieu: its words take more than one page; shorten open questions in readings.csv or names "
        "in sources.csv"
    )


def test_a_letter_that_the_font_lacks_is_named(limited):
    with pytest.raises(DocumentError, match=r'^brief-en.pdf of bac-lieu: the text `"∮"` could not be displayed'):
        limited("∮")


@pytest.mark.sweep
def test_letters_get_smaller_and_then_sentences_go(limited):
    def look(words):
        made = limited("No causes", "word " * words)
        return size_of(made, "No causes"), *(name in text_of(made) for name in ("Jobs.", "Outlook."))

    assert look(100) == (10.0, True, True)
    assert look(420) == (8.5, True, True)
    assert look(470) == (8.5, False, True)
    assert look(510) == (8.5, False, False)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("slug", "code"),
    [*product(pack.list_province_slugs(), list_languages()), ("tra-vinh", "long"), ("nusa-tenggara-timur", "long")],
)
def test_it_is_one_page_for_every_province_in_every_language(slug, code):
    province = pack.load_pack(slug)
    lang = Language("en", Long()) if code == "long" else Language(code)
    drawn = draw(province, lang)
    made = brief.brief(province, drawn, lang)
    assert len(open_pdf(made).pages) == 1
    assert province.province["name"][lang.code].replace("\u00a0", " ") in text_of(made)
    if code != "long":
        said = brief.phrase_page(province, drawn, lang)
        assert all(" ".join(word.split()) in text_of(made) for word, _ in said["others"])  # nothing had to go


@pytest.mark.sweep
def test_where_a_chart_is_missing_another_takes_its_place_or_none(english):
    def chosen(slug):
        return [chart.id for chart in brief.choose_charts(draw(pack.load_pack(slug), english)).values()]

    assert chosen("soc-trang") == ["02-trajectory", "03-households"]
    assert chosen("thanh-hoa") == ["02-trajectory", "07-outlook"]
    assert chosen("quang-ngai") == ["02-trajectory"]


def test_a_pack_of_one_figure_has_a_brief(copy, english):
    keep(copy, lambda row: row["claim_id"] == "poverty-rate-2024")
    assert "0.69%" in text_of(make(pack.read_pack_folder(copy), english))


@pytest.mark.sweep
def test_from_the_main_source_alone_it_says_so(bac_lieu, english):
    text = text_of(make(restrict_to_evidence(bac_lieu, "article"), english))
    assert text.endswith("Evidence used: main source alone.")
    assert "Sources: Báo Bạc Liêu, 2025." in text

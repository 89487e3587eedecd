"""The brief: one page in every language and for every province, its words text, its bytes the same every time."""

import gettext
import re
import time
from dataclasses import replace

import pytest
from reportlab.platypus import Image

from pdf_reading import streams, text_of
from poverty import charts, tables
from poverty.charts.page import PLOT
from poverty.packs import load as pack
from poverty.packs.readings import restrict_to_evidence
from poverty.publish import brief
from poverty.publish import brief as sheet
from poverty.words.gather import gather_context
from poverty.words.language import Language, list_languages
from sample_packs import keep, swept

QUOTED = tuple(brief.SHOWN_IN.values())  # where the numbers of findings come from
SMALLEST_BODY, SMALLEST_IN_CHART = 8.5, 6.5  # points
THREE = swept(("gia-lai", "nusa-tenggara-timur", "quang-ngai"))


class Long(gettext.NullTranslations):
    """A language whose messages are three tenths longer than the English ones, placeholders apart."""

    def gettext(self, message):
        more = round(0.3 * len(re.sub(r"%\(\w+\)s", "", message)))
        return f"{message} {('rongo ' * more)[: more - 1].strip()}" if more > 2 else message

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


def drawn(known, lang, names=brief.DRAWN):
    """Some of the charts that there are of a province."""
    return {
        name: charts.draw(name, table, gather_context(known), lang)
        for name, table in tables.build_chart_tables(known).items()
        if name in names
    }


def said_by(slug, lang):
    """What a brief on all sources says, from the charts that it shows."""
    province = pack.load_pack(slug)
    return brief.sheet(province, drawn(province, lang), lang)


@pytest.fixture(scope="module")
def briefed(evidence):
    """Everything that a brief takes, for Bạc Liêu in English."""
    english = Language("en")
    return evidence, drawn(evidence, english, (*brief.DRAWN, *QUOTED)), english


@pytest.fixture(scope="module")
def page(briefed):
    return brief.brief(*briefed)


@pytest.fixture(scope="module")
def said(briefed):
    return brief.sheet(*briefed)


def test_it_is_one_page_of_a4(page):
    assert page.startswith(b"%PDF-")
    assert re.findall(rb"/Count (\d+)", page) == [b"1"]
    wide, high = re.search(rb"/MediaBox \[ 0 0 (\S+) (\S+) \]", page).groups()
    assert (round(float(wide)), round(float(high))) == (595, 842)


def test_everything_can_be_found_as_text_in_the_order_of_reading(page, said):
    text = text_of(page)
    first, second = said.figures
    parts = [said.heading, said.main, said.said, *(f"{word} {words}" for word, words in said.findings)]
    parts += [
        f"{first.title} {first.caption}",
        f"{second.title} {second.caption}",
        said.unsaid,
        *said.limits,
        said.foot,
    ]
    places = [text.find(part.replace("\u00a0", " ")) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "Báo Bạc Liêu" in text


def test_findings_have_their_numbers(said):
    assert said.heading == "Poverty in Bạc Liêu, 1997 to 2024"
    findings = dict(said.findings)
    assert list(findings) == ["Pace.", "Households.", "Outlook.", "Jobs.", "Livelihood models."]
    assert "11,497 poor households in Bạc Liêu at the end of 2021 became 1,581" in findings["Households."]
    assert "halving about once a year" in findings["Pace."]
    assert "about 0.18%" in findings["Outlook."]
    assert "19,000 to 24,400 people a year" in findings["Jobs."]
    assert "133 models, more than 1,500 households" in findings["Livelihood models."]


def test_charts_are_pictures_sharp_enough_for_print(page):
    sizes = {(int(w), int(h)) for h, w in re.findall(rb"/Height (\d+).*?/Width (\d+)", page, re.S)}
    assert sizes == {(1999, 870)}
    assert 1999 / (sheet.WIDTH / 72) > 270  # dots to the inch
    assert text_of(page).count("Figure 1.") == 1


def test_fonts_are_embedded_and_no_others_are_used(page):
    fonts = [body for body in streams(page).values() if b"/Type /Font\n" in body or b"/Type /Font " in body]
    assert fonts
    assert {re.search(rb"/BaseFont /[A-Z]{6}\+(\S+)", body)[1] for body in fonts} == {
        b"SourceSansPro-Regular",
        b"SourceSansPro-Bold",
    }
    described = [body for body in streams(page).values() if b"/Type /FontDescriptor" in body]
    assert described
    assert all(b"/FontFile2" in body for body in described)
    assert len(page) < 400_000  # subsets, and two pictures


def test_properties_name_title_and_language_and_nobody(page):
    assert b"/Lang (en)" in page
    assert b"/DisplayDocTitle true" in page
    assert b"/Author ()" in page
    title = re.search(rb"/Title \((.*?)\) /", page, re.S)[1]
    assert b"\\376\\377" in title  # UTF-16: not every letter is in the old set
    assert b"anonymous" not in page
    assert b"untitled" not in page


def test_the_bytes_are_the_same_every_time(briefed, page, monkeypatch):
    assert brief.brief(*briefed) == page
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    assert brief.brief(*briefed) == page


@pytest.mark.sweep
@pytest.mark.parametrize("slug", swept())
def test_every_province_fits_in_a_long_language(slug):
    said = said_by(slug, Language("en", Long()))
    also = [said.limits[0] + " rongo" * 8] if len(said.limits) < 8 else []  # what the main source alone says
    upper, lower = sheet.fitted(replace(said, limits=[*said.limits, *also]))
    assert sum(gap + part.wrap(sheet.WIDTH, sheet.HEIGHT)[1] for gap, part in [*upper, *lower]) <= sheet.HEIGHT + 0.01
    drawings = [part for _, part in upper if isinstance(part, Image)]
    assert drawings
    assert min(14 * part.drawWidth / 72 / PLOT.width for part in drawings) >= SMALLEST_IN_CHART
    assert len(said.findings) <= 5


def test_no_look_is_too_small():
    assert min(look.body for look in sheet.LOOKS) >= SMALLEST_BODY
    assert 14 * sheet.WIDTH / 72 / PLOT.width * min(look.share for look in sheet.LOOKS) >= SMALLEST_IN_CHART


@pytest.mark.sweep
@pytest.mark.parametrize("code", list_languages())
@pytest.mark.parametrize("slug", THREE)
def test_it_is_one_page_in_every_language(slug, code):
    province, lang = pack.load_pack(slug), Language(code)
    made = brief.brief(province, drawn(province, lang), lang)
    assert re.findall(rb"/Count (\d+)", made) == [b"1"]
    assert f"/Lang ({code})".encode() in made
    assert province.province["name"][code] in text_of(made)


def test_the_charts_are_the_most_useful_that_there_are(said, english):
    assert [figure.chart.id for figure in said.figures] == ["02-trajectory", "07-outlook"]
    assert [figure.chart.id for figure in said_by("soc-trang", english).figures] == ["02-trajectory", "03-households"]


def test_it_finds_nothing_in_what_is_not_printed(english):
    said = said_by("nusa-tenggara-timur", english)
    assert [word for word, _ in said.findings] == ["Pace.", "Households.", "With care."]
    assert not any("No scenario" in words for _, words in said.findings)


def test_limits_are_said_once(said):
    assert len(set(said.limits)) == len(said.limits)
    under_charts = " ".join(figure.caption for figure in said.figures)
    assert not any(words in under_charts for words in said.limits)


def test_from_the_main_source_alone_it_says_so(bac_lieu, english):
    alone = restrict_to_evidence(bac_lieu, "article")
    said = brief.sheet(alone, drawn(alone, english), english)
    assert said.foot.endswith("Evidence used: main source alone.")
    assert said.sources[0].startswith("Sources: Báo Bạc Liêu, 2025 (inferred)")


def test_sources_are_shortened_with_the_number_of_the_others(page, said):
    everyone = said.sources[0].removeprefix("Sources: ").removesuffix(".").split("; ")
    assert f"; and {len(everyone) - brief.FEWEST} more." in said.sources[-1]
    more = int(re.search(r"; and (\d+) more\.", text_of(page))[1])
    assert 0 < more < len(everyone) - brief.FEWEST


def test_a_pack_of_one_figure_has_a_brief(copy, english):
    keep(copy, lambda row: row["claim_id"] == "poverty-rate-2024")
    province = pack.read_pack_folder(copy)
    made = drawn(province, english)
    assert re.findall(rb"/Count (\d+)", brief.brief(province, made, english)) == [b"1"]


def test_what_does_not_fit_is_refused_and_not_clipped(said):
    with pytest.raises(sheet.SheetError, match="points more than one page has"):
        sheet.pdf(replace(said, limits=said.limits * 30))

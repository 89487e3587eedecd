"""What is said of a survey's figures: with the error that its source prints, or that none is printed."""

import pytest

from poverty import tables
from poverty.packs import load as pack
from poverty.packs.readings import resolve_readings
from poverty.trajectory.spells import list_poverty_rate_spells
from poverty.words.findings.poverty import phrase_poverty_findings
from poverty.words.gather import gather_context
from poverty.words.language import Kind
from poverty.words.notes import phrase_survey_note
from sample_packs import edit, set_cell
from small_packs import build_pack, build_row


@pytest.fixture
def print_error(survey_folder):
    """Print an error beside the first and the last rate, 22.19 in March 2016 and 19.96 in March 2023."""

    def enter(kind, error, error_to=""):
        (spell,) = list_poverty_rate_spells(resolve_readings(pack.read_pack_folder(survey_folder)))
        for end in (spell.anchors[0], spell.anchors[-1]):
            for column, cell in (("error_kind", kind), ("error", error), ("error_to", error_to)):
                edit(survey_folder, "reported.csv", set_cell(end.claims[0], column, cell))
        return pack.read_pack_folder(survey_folder)

    return enter


def survey_note(read, lang):
    (note,) = phrase_survey_note(gather_context(read), tables.tabulate_trajectories(read, ("poverty_rate",)), lang)
    assert note.kind is Kind.SURVEY
    return note


def test_the_note_of_a_chart_tells_the_printed_interval(print_error, english):
    assert survey_note(print_error("95% interval", "19.1", "22.5"), english) == (
        "These are survey figures: 19.96% (March 2023) stands for 19.1% to 22.5% (95% interval as printed)."
    )


def test_an_interval_that_nobody_printed_is_not_called_printed(print_error, english):
    # 1.96 times 0.5 to each side
    assert survey_note(print_error("standard error", "0.5"), english) == (
        "These are survey figures: 19.96% (March 2023) stands for 19.0% to 20.9% (95% interval by its printed error)."
    )


def test_without_a_printed_error_the_note_says_so(english):
    assert "sampling error is not printed" in survey_note(pack.load_pack("nusa-tenggara-timur"), english)


def test_the_caution_tells_the_interval_of_the_change(print_error, english):
    # 2.23 points in seven years are 0.319 a year; 0.3 and 0.3 make 0.424, in seven years 1.96 x 0.061 to each side
    sentences = phrase_poverty_findings(print_error("standard error", "0.3"), english)
    assert "fell from 22.19%" in sentences[0]
    assert (
        "with their printed sampling error the change is -0.44 to -0.20 points a year (95% interval)" in sentences[-1]
    )


def test_a_change_within_its_error_has_no_direction(print_error, english):
    sentences = phrase_poverty_findings(print_error("standard error", "1.5"), english)
    assert "Whether East Nusa Tenggara's poverty rate fell cannot be told" in sentences[0]


def test_a_printed_error_that_hides_a_change_hides_it_in_sentences(english):
    ends = (("a", "21.00", "2018-M03"), ("b", "20.50", "2020-M03"))
    exact = {"base": "population", "error_kind": "standard error", "error": "0.80"}
    read = build_pack(
        *(build_row(name, "poverty_rate", printed, date, **exact) for name, printed, date in ends),
        standards={"VN-2016": "survey"},
    )
    assert "cannot be told" in phrase_poverty_findings(read, english)[0]
    small = {**exact, "error": "0.08"}
    read = build_pack(
        *(build_row(name, "poverty_rate", printed, date, **small) for name, printed, date in ends),
        standards={"VN-2016": "survey"},
    )
    assert "fell from 21.00%" in phrase_poverty_findings(read, english)[0]

"""Charts in every language: numbers as it writes them, and no letter that the font lacks."""

import re

import pytest
from babel.messages.pofile import read_po

from poverty import charts
from poverty.charts.fonts import MissingLettersError, require_letters
from poverty.words.gather import gather_context
from poverty.words.language import CATALOGUE_FOLDER, Language, list_languages

OTHERS = [code for code in list_languages() if code != "en"]


@pytest.mark.parametrize("code", OTHERS)
def test_a_rate_has_the_decimal_comma(bac_lieu, built, code):
    for name, table in built.items():
        chart = charts.draw(name, table, gather_context(bac_lieu), Language(code))
        said = f"{chart.title} {chart.subtitle} {chart.alt} {chart.caption}"
        assert not re.search(r"\d\.\d{1,2}%", said), said


@pytest.mark.parametrize("code", OTHERS)
def test_the_font_has_every_letter_of_a_language(code):
    catalogue = read_po((CATALOGUE_FOLDER / f"{code}.po").read_bytes().splitlines(keepends=True))
    for message in catalogue:
        said = message.string if message.pluralizable else [message.string]
        if message.id and "⌘" not in message.id:  # a key that the gallery names
            require_letters("".join(said), code)


def test_a_language_whose_letters_the_font_lacks_is_refused_by_name():
    with pytest.raises(MissingLettersError, match=r"km: Source Sans Pro lacks"):
        require_letters("អត្រា", "km")

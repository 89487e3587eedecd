"""What whoever hears an alternative text gets: the finding and every number that is written on the chart."""

import re

from matplotlib.text import Text

NUMBER = re.compile(r"(?<!\d)(?:\d[\d.,]*\d|\d)(?![\d.,]*…)")  # what is cut off is no number
YEAR = re.compile(r"(19|20)\d\d")


def written(chart):
    """The numbers beside marks: neither those of scales and keys, nor of the words above and below."""
    figure = chart.figure
    aside = {*chart.beside, *(text for legend in figure.legends for text in legend.get_texts())}
    for ax in figure.axes:
        ticks = [*ax.xaxis.get_major_ticks(), *ax.yaxis.get_major_ticks()]
        aside |= {label for tick in ticks for label in (tick.label1, tick.label2)}
    for text in figure.findobj(Text):
        if text not in aside and text.get_visible():
            yield from ((number, text.get_text()) for number in NUMBER.findall(text.get_text()))


def says(alt, number, lang):
    """Whether an alternative text has a number; amounts may be written in full there, years name standards."""
    said = set(NUMBER.findall(alt))
    thousand = lang.number(1000)[1:]  # as the language writes three more digits: ,000
    return number in said or f"{number}{thousand}" in said or YEAR.fullmatch(number)


def heard(chart, lang):
    """Nothing that is written on the chart is missing from its alternative text, which begins with the finding."""
    for number, text in written(chart):
        assert says(chart.alt, number, lang), f"{chart.id}, {lang.code}: “{text}” has {number}, and the alt text not"
    assert chart.alt.startswith(chart.title)
    assert len(chart.alt) > len(chart.title) + 20

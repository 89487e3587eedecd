"""The letters of every chart: Source Sans Pro from its package, the same on every machine."""

from functools import cache
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import TextToPath

FAMILY = "Source Sans Pro"
FILES = tuple(font_source_sans_pro.font_files_ttf[name] for name in ("SourceSansPro", "SourceSansProBold"))
_MEASURE = TextToPath()


class MissingLettersError(ValueError):
    """The font lacks letters of a language; the message names both."""


@cache
def register_font() -> None:
    """Make the font known to matplotlib."""
    known = {Path(font.fname) for font in fontManager.ttflist}
    for file in FILES:
        if Path(file) not in known:
            fontManager.addfont(file)


@cache
def list_letters() -> frozenset[str]:
    """Every character that the font has, in both of its weights."""
    letters = []
    for file in FILES:
        with TTFont(file, lazy=True) as font:
            letters.append(frozenset(map(chr, font.getBestCmap())))
    return frozenset.intersection(*letters)


def require_letters(text: str, language: str) -> None:
    """Refuse a text with characters that the font lacks.

    Raises:
        MissingLettersError: the message names the language and the characters.

    Example:
        >>> require_letters("tỷ lệ hộ nghèo", "vi")
        >>> require_letters("អត្រា", "km")
        Traceback (most recent call last):
        ...
        poverty.charts.fonts.MissingLettersError: km: Source Sans Pro lacks ត រ អ ា ្; draw it with another font
    """
    lacking = sorted(set(text) - list_letters() - {"\n"})
    if lacking:
        raise MissingLettersError(f"{language}: {FAMILY} lacks {' '.join(lacking)}; draw it with another font")


@cache
def measure_text(text: str, points: float, bold: bool = False) -> float:
    """The width of a line of text in inches.

    Example:
        >>> measure_text("households", 14, bold=True) > measure_text("households", 14)
        True
    """
    register_font()
    font = FontProperties(family=FAMILY, weight="bold" if bold else "normal", size=points)
    return _MEASURE.get_text_width_height_descent(text, font, ismath=False)[0] / 72


def wrap_text(text: str, points: float, width: float, bold: bool = False) -> list[str]:
    """Break a text at its blanks into lines no wider than `width` inches; a no-break space holds words together.

    Example:
        >>> wrap_text("one two three", 14, width=0.7)
        ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split(" "):
        if lines and measure_text(f"{lines[-1]} {word}", points, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def balance_text(text: str, points: float, width: float, bold: bool = False) -> list[str]:
    """As few lines as `wrap_text` gives, of about equal width."""
    lines = wrap_text(text, points, width, bold)
    while len(lines) > 1 and len(narrower := wrap_text(text, points, width - 0.2, bold)) == len(lines):
        lines, width = narrower, width - 0.2
    return lines

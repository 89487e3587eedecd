"""What a chart says around its drawing."""

from dataclasses import dataclass

from poverty.charts.fonts import wrap_text
from poverty.charts.page import Size
from poverty.words.context import Context
from poverty.words.language import Language, Sentence

MOST_TITLE_WORDS, MOST_FOOT_WORDS = 13, 45  # in English
MORE_WORDS = {"vi": 1.25}  # times as many: Vietnamese writes syllables apart
NOTE_LINES = 1  # unless the first note alone takes more


@dataclass(frozen=True)
class ChartTexts:
    """What a chart says.

    Args:
        title: what happened, at most 13 words; of a main chart without words of method.
        subtitle: what is measured, of whom, where.
        alt: what the picture shows, in at most 60 words, with the finding's numbers.
        notes: what must be said, the most important first; the page has room for the first, the caption for all.
        headline: gids of the marks whose numbers the title names.
    """

    title: str
    subtitle: str
    alt: str
    notes: tuple[Sentence, ...] = ()
    headline: tuple[str, ...] = ()


def allow_words(most: int, code: str) -> int:
    """How many words a language may use where English has so many at most.

    Example:
        >>> allow_words(13, "en"), allow_words(13, "vi")
        (13, 16)
    """
    return int(most * MORE_WORDS.get(code, 1))


def choose_page_note(notes: tuple[Sentence, ...], source: str, size: Size, code: str) -> str:
    """The notes that stand on a page: the first, and as many more as its line and the limit of words have room for.

    Example:
        >>> from poverty.charts.page import SLIDE
        >>> notes = (Sentence("limit", "Hollow: inferred."), Sentence("limit", "word " * 40))
        >>> choose_page_note(notes, "Source: a paper, 2025.", SLIDE, "en")
        'Hollow: inferred.'
    """
    shown = ""
    for note in notes:
        longer = f"{shown} {note}".strip()
        words = len(f"{longer} {source}".split())
        lines = len(wrap_text(longer, size.foot, size.room))
        is_full = words > allow_words(MOST_FOOT_WORDS, code) or lines > NOTE_LINES
        if is_full and shown:
            break
        shown = longer
    return shown


def state_evidence(subtitle: str, context: Context, lang: Language) -> str:
    """A subtitle that also says so if the chart rests on the main source alone."""
    if context.evidence != "article":
        return subtitle
    return lang.say("%(subtitle)s; main source alone", subtitle=subtitle)

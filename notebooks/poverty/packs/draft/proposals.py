"""What a draft holds: the numerals of a page, each with the row proposed for it or the reason why it was left alone."""

from dataclasses import dataclass

from poverty.packs.messages import Message


@dataclass(frozen=True)
class Place:
    """Where a numeral stands: characters of the page's text from `start` up to `end`, and in which sentence.

    Paragraph 0 is the headline and what stands with it; paragraphs and sentences count from 1.
    """

    start: int
    end: int
    paragraph: int
    sentence: int


@dataclass(frozen=True)
class Proposal:
    """A row proposed for a numeral: `cells` by column of reported.csv; `doubts` say what a person should look at."""

    place: Place
    cells: dict[str, str]
    doubts: tuple[Message, ...]
    sure: float  # from 0 to 1: how sure the row is, for the order of a review


@dataclass(frozen=True)
class LeftNumeral:
    """A numeral for which no row is proposed, and why: a law's number, a date, a telephone number, another subject."""

    place: Place
    printed: str
    reason: Message


@dataclass(frozen=True)
class Draft:
    """What a page prints, in the order of its text."""

    text: str
    locale: str
    proposals: tuple[Proposal, ...]
    left: tuple[LeftNumeral, ...]

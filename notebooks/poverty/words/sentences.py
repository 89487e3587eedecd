"""Sentences that say what kind they are, so that nobody has to look for it in their words."""

from enum import StrEnum


class Kind(StrEnum):
    """What a sentence is for: first the kinds of notes of a chart, then those of findings."""

    KEY = "key"  # what marks, lines and tints mean
    BAND = "band"  # on what the calibrated band rests, or why there is none
    SURVEY = "survey"  # figures have a sampling error
    CONTRADICTED = "contradicted"  # a check or another figure speaks against a mark
    TERRITORY = "territory"  # the province had become part of another by then
    OPEN_QUESTION = "open question"  # nothing settles how a figure is read
    READING = "reading"  # how figures are read
    LIMIT = "limit"  # what the chart does not say, or leaves out
    LAW = "law"  # the legal basis of standards
    SOURCES = "sources"  # who printed what is drawn
    STATED = "stated"  # a finding that states something
    ELSEWHERE = "elsewhere"  # a finding on other places, for want of one on the province
    UNTOLD = "untold"  # a finding that something cannot be told
    PARTLY_UNTOLD = "partly untold"  # a finding that states something, and that something else cannot be told


class Sentence(str):
    """A text as a reader reads it, and its kind, which is not shown.

    Example:
        >>> note = Sentence(Kind.SURVEY, "These are survey figures.")
        >>> note.kind is Kind.SURVEY, f"{note} So small changes may be none."
        (True, 'These are survey figures. So small changes may be none.')
    """

    kind: Kind

    def __new__(cls, kind: Kind, text: str) -> "Sentence":
        """The text with its kind; joined to another text it is a plain string again."""
        sentence = super().__new__(cls, text)
        sentence.kind = kind
        return sentence

    def __getnewargs__(self) -> tuple[Kind, str]:
        """Between processes a sentence keeps its kind."""
        return self.kind, str(self)

"""What a chart says around its drawing."""

from dataclasses import dataclass

from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence


@dataclass(frozen=True)
class ChartTexts:
    """What a chart says: title (the finding), subtitle, alt text, and its own notes, each with its kind."""

    title: str
    subtitle: str
    alt: str
    notes: tuple[Sentence, ...] = ()

    def notes_except(self, kind: Kind) -> tuple[Sentence, ...]:
        """The notes of every kind but one, in order."""
        return tuple(note for note in self.notes if note.kind != kind)


def state_evidence(subtitle: str, context: Context, lang: Language) -> str:
    """A subtitle (measure, place, years, what is left out) that also says so if it rests on the main source alone.

    A chart that writes another subtitle for a small page writes it anew, from its parts, and puts this around it.
    """
    if context.evidence != "article":
        return subtitle
    return lang.say("%(subtitle)s; main source alone", subtitle=subtitle)

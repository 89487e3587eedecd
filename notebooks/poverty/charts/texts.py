"""What a chart says around its drawing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartTexts:
    """What a chart says: title (the finding), subtitle, alt text, and its own notes."""

    title: str
    subtitle: str
    alt: str
    notes: tuple[str, ...] = ()

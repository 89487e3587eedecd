"""Sentences that show themselves in a notebook."""

from collections.abc import Iterable


class Sentences(list[str]):
    """Sentences to quote: a list, which a notebook shows as paragraphs set apart.

    Example:
        >>> Sentences(["Poverty fell."])._repr_markdown_()
        '> Poverty fell.'
    """

    def __init__(self, sentences: Iterable[str], nothing: str = "Nothing that is printed says more.") -> None:
        """Sentences, and what is said where there is none."""
        super().__init__(sentences)
        self.nothing = nothing

    def _repr_markdown_(self) -> str:
        return "\n\n".join(f"> {sentence}" for sentence in self) or f"*{self.nothing}*"


class Explanation(Sentences):
    """What a result means: a list of sentences, which a notebook shows as plain paragraphs."""

    def _repr_markdown_(self) -> str:
        return "\n\n".join(self) or f"*{self.nothing}*"

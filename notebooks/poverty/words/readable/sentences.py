"""Sentences that show themselves in a notebook.

They are Markdown: they may be bold or hold a link. HTML and pictures in the words of a source stay text.
"""

from collections.abc import Iterable

UNSAFE = {"<": "&lt;", "![": "!&#91;"}  # how HTML begins, and a picture, which a page would fetch


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
        return "\n\n".join(f"> {_disarm(sentence)}" for sentence in self) or f"*{self.nothing}*"


class Explanation(Sentences):
    """What a result means: a list of sentences, which a notebook shows as plain paragraphs."""

    def _repr_markdown_(self) -> str:
        return "\n\n".join(map(_disarm, self)) or f"*{self.nothing}*"


def _disarm(sentence: str) -> str:
    """A sentence whose HTML is text.

    Example:
        >>> _disarm("**Poor** <script> ![x](http://y)")
        '**Poor** &lt;script> !&#91;x](http://y)'
    """
    for mark, shown in UNSAFE.items():
        sentence = sentence.replace(mark, shown)
    return sentence

"""Names for rows and pages that nobody has named yet."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

LONGEST_SOURCE_ID = 24  # characters


def find_free_name(name: str, taken: Collection[str]) -> str:
    """The name of a row, with a number behind it where another row has it.

    Example:
        >>> find_free_name("poverty-rate-2024", ["poverty-rate-2024"])
        'poverty-rate-2024-2'
    """
    return next(each for each in _number(name) if each not in taken)


def make_source_ids(stem: str) -> Iterator[str]:
    """Ids for a page by the name of its file, the next one where the first is taken: PAGE, PAGE-2, PAGE-3.

    Example:
        >>> ids = make_source_ids("báo-gia-lai 2024")
        >>> next(ids), next(ids)
        ('BAOGIALAI2024', 'BAOGIALAI2024-2')
    """
    return _number(simplify(stem).replace("-", "").upper()[:LONGEST_SOURCE_ID] or "PAGE")


def simplify(text: str) -> str:
    """A text in small Latin letters, digits and hyphens.

    Example:
        >>> simplify("Dân tộc Đồng bào")
        'dan-toc-dong-bao'
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join(re.findall("[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _number(name: str) -> Iterator[str]:
    """The name, then the name with a number: page, page-2, page-3."""
    yield name
    for number in count(2):
        yield f"{name}-{number}"

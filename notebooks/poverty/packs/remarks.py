"""What nobody can call a fault, and a person should look at again: words nearly alike, reasons in a circle."""

import re
from collections import defaultdict

from poverty.packs.load import Pack
from poverty.packs.messages import Message, message


def list_doubtful_words(pack: Pack) -> list[Message]:
    """A sentence for each word in `together` that stands in one row alone and is another one but for a letter.

    Rows that one sentence prints as one statement have the same word: a letter more or less, and the pair falls apart.
    """
    rows: dict[str, list[str]] = defaultdict(list)
    for claim_id, cells in pack.rows.items():
        if cells["together"]:
            rows[cells["together"]].append(claim_id)
    sentences = []
    for word in (word for word, ids in rows.items() if len(ids) == 1):
        near = [other for other in rows if _is_slip(word, other)]
        if near and (len(rows[near[0]]) > 1 or word > near[0]):
            text = message(
                "The word “%(word)s” in together stands in one row alone, %(claim)s, and “%(near)s” in %(others)s. If "
                "one sentence prints them as one statement, give them the same word",
                word=word, claim=rows[word][0], near=near[0], others=", ".join(rows[near[0]]),
            )  # fmt: skip
            sentences.append(text)
    return sentences


def list_reasons_in_circles(pack: Pack) -> list[Message]:
    """A sentence for each preferred reading that rests on nothing but claims which it changes itself."""
    sentences = []
    for readings in pack.questions.values():
        for reading in (r for r in readings if r.preferred):
            changed = {
                o.claim_id for o in pack.overrides if (o.question, o.reading) == (reading.question, reading.name)
            }
            if set(reading.supported_by) <= changed:
                text = message(
                    "The reading %(reading)s of %(question)s is preferred because of what it changes itself: "
                    "%(claims)s. A claim that it leaves alone would say more",
                    reading=reading.name, question=reading.question, claims=", ".join(reading.supported_by),
                )  # fmt: skip
                sentences.append(text)
    return sentences


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ by one letter, be it another, one more or one less; digits make other words."""
    if word == other or abs(len(word) - len(other)) > 1 or re.sub(r"\D", "", word) != re.sub(r"\D", "", other):
        return False
    first, last = sorted((word, other), key=len)
    place = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[place + (len(first) == len(last)) :] == last[place + 1 :] and len(first) > 3

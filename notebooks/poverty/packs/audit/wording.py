"""How the sentences of the audit write figures, dates, numbers and ranges: as messages, which each language retells.

Numerals stay as their source prints them; numbers that a rule works out are written as the reader's language does.
"""

from collections.abc import Iterable
from decimal import Decimal
from math import isinf

from poverty.packs.claims import Claim
from poverty.packs.messages import Date, Joined, Number, join, label, message, number, translatable
from poverty.packs.vocabulary import INDICATORS, MAGNITUDE_FACTORS, QUALIFIED_NUMBERS

CHANGES = {
    "rise": translatable("A rise of %(value)s (%(what)s, %(when)s)"),
    "fall": translatable("A fall of %(value)s (%(what)s, %(when)s)"),
    "mean fall per year": translatable("A fall of %(value)s a year (%(what)s, %(when)s)"),
    "relative fall": translatable("A fall by %(value)s of the first figure (%(what)s, %(when)s)"),
    "relative rise": translatable("A rise by %(value)s of the first figure (%(what)s, %(when)s)"),
}
STATISTIC_LABELS = {
    "rise": translatable("rise"),
    "fall": translatable("fall"),
    "mean fall per year": translatable("mean fall a year"),
    "relative fall": translatable("relative fall"),
    "relative rise": translatable("relative rise"),
}


def phrase_claim(claim: Claim) -> str:
    """A claim's number as the source prints it, with its qualifier and a percent sign or points; or as inferred."""
    inferred = is_inferred(claim)
    printed: str = claim.printed
    if inferred:
        printed = phrase_number(float(claim.value / claim.magnitude))
    if claim.unit == "percent" and printed[-1:].isdigit():
        printed = message("%(n)s%%", n=printed)
    elif claim.unit == "percentage points":
        printed = message("%(n)s points", n=printed)
    elif claim.magnitude > 1 and (inferred or claim.printed[-1:].isdigit()):
        printed = join([printed, label(claim.unit.split()[0])], " ")
    if claim.qualifier in QUALIFIED_NUMBERS:
        template = QUALIFIED_NUMBERS[claim.qualifier]
        printed = message(template, n=printed)
    if inferred:
        return message("%(n)s (inferred; the page has %(printed)s)", n=printed, printed=claim.printed)
    return printed


def phrase_as_stated(claim: Claim) -> str:
    """A claim's number with "printed" before it, unless it was inferred: then it says so itself."""
    return phrase_claim(claim) if is_inferred(claim) else message("printed %(n)s", n=phrase_claim(claim))


def is_inferred(claim: Claim) -> bool:
    """Whether the number was worked out from a misprint: the page prints another."""
    return "value" in claim.inferred


def phrase_subject(claim: Claim) -> str:
    """What a claim is of, and of whom: "poverty rate, rural"."""
    return join([label(INDICATORS[claim.indicator].label), *phrase_groups(claim.population, claim.area)], ", ")


def phrase_groups(population: str, area: str) -> list[str]:
    """Of whom and where something is counted, as far as it is not of everybody in the province."""
    return [label(word) for word in (population, area) if word not in ("all", "province")]


def phrase_span(start: str, end: str) -> str:
    """Two dates as one span; one date alone, where they are the same."""
    return Date(start) if start == end else message("%(start)s to %(end)s", start=Date(start), end=Date(end))


def phrase_figure(claim: Claim) -> str:
    """A claim's number, what it is of, and when: "15,32% (poverty rate, end 2021)"."""
    when = phrase_span(claim.start, claim.end)
    return message("%(value)s (%(what)s, %(when)s)", value=phrase_claim(claim), what=phrase_subject(claim), when=when)


def phrase_dated(claim: Claim) -> str:
    """A claim's number with its date: "15,32% (end 2021)"."""
    return message("%(value)s (%(when)s)", value=phrase_claim(claim), when=Date(claim.end))


def phrase_change(claim: Claim) -> str:
    """A change, of what and when, as the subject of a sentence: "A fall of 4,46 points (poverty rate, ...)"."""
    template = CHANGES[claim.statistic]
    when = phrase_span(claim.start, claim.end)
    return message(template, value=phrase_claim(claim), what=phrase_subject(claim), when=when)


def phrase_change_briefly(claim: Claim) -> str:
    """What is measured, of whom, and how it is printed: "poverty rate, rural, fall 4,46 points"."""
    words = [phrase_subject(claim), label(STATISTIC_LABELS[claim.statistic])]
    return join([join(words, ", "), phrase_claim(claim)], " ")


def phrase_standards(standards: Iterable[str]) -> str:
    """Under which standards the figures behind numbers of all households were counted; "" under one alone."""
    names = list(dict.fromkeys(filter(None, standards)))
    if len(names) < 2:
        return ""
    return message("counted under %(standards)s, on which the number of all does not depend", standards=list_all(names))


def add_to(sentence: str, *others: str) -> Joined:
    """What else there is to say behind a sentence, where it says something."""
    return join(filter(None, (sentence, *others)), "; ")


def list_all(texts: Iterable[str]) -> Joined:
    """Texts that all hold, one behind the other."""
    *others, last = texts
    return message("%(first)s and %(last)s", first=join(others, ", "), last=last) if others else join([last])


def list_either(texts: Iterable[str]) -> str:
    """Texts of which one may hold: "A or B"; what says nothing is left out."""
    texts = [text for text in texts if text]
    if len(texts) < 2:
        return texts[0] if texts else ""
    return message("%(first)s or %(last)s", first=join(texts[:-1], ", "), last=texts[-1])


def phrase_number(x: float) -> Number:
    """A number in a sentence of the audit: thousands apart, and no more decimals than it needs."""
    if abs(x) >= 1000:
        return number(x)
    text = f"{x:.2g}" if 0 < abs(x) < 0.1 else f"{x:.2f}".rstrip("0").rstrip(".")
    rounded = Decimal(text) + 0  # no negative zero
    return number(rounded, max(-rounded.as_tuple().exponent, 0))


def phrase_range(low: float, high: float) -> str:
    """A range in a sentence of the audit: "3 to 4", "3 or more", or one number where both ends write the same."""
    if isinf(high):
        return message("%(n)s or more", n=phrase_number(low))
    if isinf(low):
        return message("%(n)s or less", n=phrase_number(high))
    return phrase_ends(phrase_number(low), phrase_number(high))


def phrase_ends(low: Number, high: Number) -> str:
    """Two numbers as a range; one, where both write the same."""
    return low if low == high else message("%(low)s to %(high)s", low=low, high=high)


def phrase_magnitude_slip(claim: Claim, factor: float) -> str:
    """Which word was meant and which one is printed, if a unit is off by a factor; "" where it has no such words."""
    words = {1.0: "", **{float(value): word for word, value in MAGNITUDE_FACTORS.items()}}
    printed, meant = (words.get(float(claim.magnitude) * times, "") for times in (1, factor))
    if not printed or not meant:
        return ""
    return message("perhaps %(meant)s was meant, not %(printed)s", meant=label(meant), printed=label(printed))

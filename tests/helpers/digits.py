"""One digit of a text changed: what somebody mistypes, or a program spoils."""

import re


def list_digit_changes(text):
    """The text with one digit changed, once for every number in it: each time another digit of the number."""
    for i, number in enumerate(re.finditer(r"\d+", text)):
        at = number.start() + i % len(number[0])
        yield text[:at] + str((int(text[at]) + 1 + i % 8) % 10) + text[at + 1 :]

"""In which language commands speak to a person, and how they say an error; charts and files never depend on it.

The language is the one that is asked for (`--language vi`, `make check LANG=vi`), or that of the environment, by the
variables of gettext. English speaks where neither has a catalogue.
"""

import os

from poverty.packs.messages import message
from poverty.words.language import SOURCE_LANGUAGE, Language, list_languages

LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # as gettext asks them: the first that is set decides
NO_LANGUAGE = ("C", "POSIX")  # locales in which programs speak English
ENGLISH = Language(SOURCE_LANGUAGE)


class LanguageError(ValueError):
    """A language that there is not; the message says what there is."""


def choose_language(code: str | None = None) -> Language:
    """The language in which commands speak.

    Args:
        code: the one that a person asked for, such as "vi" or "vi_VN.UTF-8"; None or "" for that of the environment.

    Raises:
        LanguageError: it was asked for, and has no catalogue.

    Example:
        >>> choose_language("vi_VN.UTF-8").code
        'vi'
    """
    if not code:
        return Language(_find_environment_language())
    found = _find_language(code)
    if not found:
        known = ", ".join(list_languages())
        raise LanguageError(message("no language '%(code)s'; there are %(languages)s", code=code, languages=known))
    return Language(found)


def phrase_error(error: Exception, lang: Language) -> str:
    """What an error says, faults of a pack among them, in a language.

    Example:
        >>> from poverty.packs.csv_rows import Fault, PackError
        >>> from poverty.packs.messages import message
        >>> fault = Fault("a.csv", 2, "unit", "kg", "percent", message("correct the number"))
        >>> print(phrase_error(PackError([fault]), ENGLISH))
        1 fault; nothing was written
        a.csv, row 2, column unit: 'kg'
            expected: percent
            to mend:  correct the number
    """
    said = error.args[0] if len(error.args) == 1 else ""
    return lang.retell(said) if isinstance(said, str) and said else str(error)


def _find_environment_language() -> str:
    """The code of the environment's language, or English where it has no catalogue."""
    chosen = next((os.environ[name] for name in LOCALE_VARIABLES if os.environ.get(name)), "")
    return next(filter(None, map(_find_language, chosen.split(":"))), SOURCE_LANGUAGE)


def _find_language(locale: str) -> str:
    """The code of the language of a locale: "vi" of vi_VN.UTF-8; "" where it has no catalogue."""
    name = locale.strip().partition(".")[0].partition("@")[0].replace("-", "_")
    if name.upper() in NO_LANGUAGE:
        return SOURCE_LANGUAGE
    codes = {code.lower(): code for code in list_languages()}
    return codes.get(name.lower()) or codes.get(name.partition("_")[0].lower(), "")

"""In which language the commands speak to a person: the one that was asked for, or that of the machine."""

import os
import sys

from poverty.words.language import SOURCE_LANGUAGE, Language, list_languages

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts


def choose_reader_language(code: str = "") -> Language:
    """The language of a code, or that of the machine's settings where there is no code; English where it has none.

    Example:
        >>> choose_reader_language("vi").code
        'vi'
    """
    if code and code not in list_languages():
        print(f"there is no language {code!r}; there are {', '.join(list_languages())}", file=sys.stderr)
    found = code or next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    short = found.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return Language(short if short in list_languages() else SOURCE_LANGUAGE)

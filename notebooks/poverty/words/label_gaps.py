"""Which texts of a pack have no translation: a remark for its author, and no fault."""

from babel import Locale

from poverty.packs.files import DATA, format_project_path
from poverty.packs.labels import LABELS_FILE
from poverty.packs.load import Pack, list_own_texts
from poverty.words.language import SOURCE_LANGUAGE, Language, list_languages


def phrase_label_gaps(pack: Pack, lang: Language) -> list[str]:
    """For each language in which charts come, how many texts of the pack it lacks: charts show them in English.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_label_gaps(load_pack("bac-lieu"), Language("en"))
        []
    """
    remarks, texts = [], list_own_texts(pack)
    file = format_project_path(DATA / pack.slug / LABELS_FILE)
    for other in map(Language, list_languages()):
        missing = sum(not other.has_label(text, pack.shared.labels) for text in texts)
        if missing and other.code != SOURCE_LANGUAGE:
            name = Locale.parse(other.code).get_display_name(lang.locale)
            remarks.append(
                lang.say_many(
                    "%(count)s label has no %(language)s, so charts show it in English: %(file)s",
                    "%(count)s labels have no %(language)s, so charts show them in English: %(file)s",
                    missing, language=name, file=file,
                )
            )  # fmt: skip
    return remarks

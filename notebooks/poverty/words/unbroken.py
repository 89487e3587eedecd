"""Compounds in which no line breaks: their blanks become no-break ones, in catalogues and in a pack's labels."""

import re
from functools import cache

UNBROKEN = {  # compounds in which no line breaks, by language
    "id": "hampir miskin|persen poin|rumah tangga|tenaga kerja|%(count)s tahun|%(n)s juta|%(n)s miliar",
    "vi": "cận nghèo|chuẩn nghèo|giảm nghèo|hộ nghèo|hộ cận|người nghèo|tái nghèo|thoát nghèo|điểm phần trăm|tỷ lệ|"
    "cách hiểu|chỉ số|dân số|dân tộc|thiểu số|khảo sát|rà soát|lao động|việc làm|mô hình|sinh kế|nông thôn|thành thị|"
    "số liệu|thu nhập|tổng điều tra|triệu đồng|tỷ đồng|%(count)s năm|%(n)s hộ|%(n)s triệu|%(n)s tỷ",
}


def join_compounds(text: str | tuple[str, ...], code: str) -> str | tuple[str, ...]:
    """A translation, or one for each plural form, with no-break blanks inside compounds.

    Example:
        >>> join_compounds("turun 2 persen poin", "id")
        'turun 2 persen\xa0poin'
    """
    if isinstance(text, tuple):
        return tuple(join_compounds(form, code) for form in text)
    for pattern in _list_patterns(code):
        text = pattern.sub(lambda m: m[0].replace(" ", "\u00a0"), text or "")
    return text


@cache
def _list_patterns(code: str) -> tuple[re.Pattern, ...]:
    """The compounds of a language, wherever they stand as words of their own."""
    compounds = UNBROKEN[code].split("|") if code in UNBROKEN else ()
    spaced = (re.escape(compound).replace(r"\ ", "[ \u00a0]") for compound in compounds)
    return tuple(re.compile(rf"(?<!\w){compound}(?!\w)", re.IGNORECASE) for compound in spaced)

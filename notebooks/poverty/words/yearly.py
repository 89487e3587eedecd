"""The yearly table and the figures on jobs as people read them: rows in the words and numbers of a language."""

from collections import Counter

import pandas as pd

from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.tables import tabulate_job_figures, tabulate_yearly
from poverty.words.language import Language, translatable
from poverty.words.phrases import phrase_job_figure, phrase_qualified_number, phrase_standard_years, round_to_digits

NOTHING_KNOWN = translatable("nothing known")  # the kind of a year of whose rate nothing is printed
DOUBT_PHRASES = {
    "contradicted": translatable("%(value)s (contradicted)"),
    "low trust": translatable("%(value)s (source of low trust)"),
}
BASE_PHRASES = {
    "households": translatable("%(value)s of households"),
    "population": translatable("%(value)s of people"),
}
KIND_PHRASES = {
    "derived": translatable("%(value)s (inferred)"),
    "assumed": translatable("%(value)s (assumed)"),
    "date open": translatable("%(value)s (date open)"),
    "disputed": translatable("%(value)s (disputed)"),
    "part of the year": translatable("%(value)s (part of the year)"),
}
VAGUE_POINTS = 0.2  # percentage points: an inferred rate with bounds so far apart is told as a range
JOB_FIGURE_KINDS = {  # by the role of a row of `tabulate_job_figures`
    "year": translatable("whole year"),
    "span": translatable("a year, mean of these years"),
    "part": translatable("part of the year: at least"),
    "said": translatable("said of every year"),
    "undated": translatable("average, its years not printed"),
    "plan": translatable("plan, a year"),
}


def phrase_yearly_table(pack: Pack, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the yearly table of a province; years of which nothing at all is known share a row.

    A number alone is printed; one with a range is reconstructed. Columns without any number are left out.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> heads, rows = phrase_yearly_table(load_pack("bac-lieu"), Language("en"))
        >>> rows[-1][:4]
        ['2024', '2022–2026', '0.69%', '1,581']
    """
    table = tabulate_yearly(pack)
    bases = set(table.loc[table["poverty_rate_kind"] != NOTHING_KNOWN, "base"])
    heads_by_base = {"households": translatable("Poor households, %%"), "population": translatable("Poor people, %%")}
    mixed = len(bases) > 1
    rate_head = lang.say(translatable("Poor, %%") if mixed else heads_by_base[next(iter(bases), "households")])
    columns = {
        lang.say("Year"): lambda row: _phrase_year(row, lang),
        lang.say("Standard"): lambda row: phrase_standard_years(pack, row["standard"], lang) if row["standard"] else "",
        rate_head: lambda row: _phrase_rate(row, pack, lang, mixed),
        lang.say("Poor households"): lambda row: _phrase_count(row, "poor_households", pack, lang),
        lang.say("Poor people"): lambda row: _phrase_count(row, "poor_persons", pack, lang),
        lang.say("Whole country, %%"): lambda row: _phrase_country_rate(row, lang),
        lang.say("Household survey"): lambda row: _phrase_survey_rate(row, lang),
        lang.say("Placed in jobs"): lambda row: _phrase_jobs(row, pack, lang),
    }
    rows = [[phrase(row) for phrase in columns.values()] for _, row in table.iterrows()]
    times = Counter(row[0] for row in rows)
    rows = [row for row in rows if any(row[2:]) or times[row[0]] == 1]  # of one with the near-poor alone nothing shows
    filled = [i for i in range(len(columns)) if i < 3 or any(row[i] for row in rows)]
    heads = [list(columns)[i] for i in filled]
    return heads, _join_unknown_years([[row[i] for i in filled] for row in rows], lang.say(NOTHING_KNOWN))


def phrase_job_table(pack: Pack, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of every figure on people placed in jobs, printed or inferred, in time order.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> heads, rows = phrase_job_table(load_pack("bac-lieu"), Language("en"))
        >>> rows[2][:3]
        ['2013', 'more than 17,250', 'whole year']
    """
    table = tabulate_job_figures(pack)
    table = table[table["role"].isin(JOB_FIGURE_KINDS)].sort_values(["first", "last"], kind="stable")
    heads = [lang.say("Year"), lang.say("Placed in jobs"), lang.say("Kind of figure"), lang.say("Publisher")]
    rows = []
    for _, row in table.iterrows():
        when = "" if row["role"] == "undated" else lang.span(str(row["first"]), str(row["last"]))
        kind, limits = lang.label(JOB_FIGURE_KINDS[row["role"]]), KIND_PHRASES.get(row["kind"])
        kind = lang.say(limits, value=kind) if limits else kind
        publishers = dict.fromkeys(pack.claims[name].source.name_publisher(lang.code) for name in row["claims"].split())
        rows.append([when, phrase_job_figure(row, pack, lang), kind, "; ".join(publishers)])
    return heads, rows


def _join_unknown_years(rows: list[list[str]], nothing: str) -> list[list[str]]:
    """The rows, with neighbours of which nothing is known made into one."""
    joined: list[list[str]] = []
    for row in rows:
        unknown = [*row[1:]] == ["", nothing, *[""] * (len(row) - 3)]
        if unknown and joined and joined[-1][1:] == row[1:]:
            joined[-1][0] = f"{joined[-1][0].partition('–')[0]}–{row[0]}"
        else:
            joined.append(list(row))
    return joined


def _phrase_year(row: pd.Series, lang: Language) -> str:
    """The year of a row, or the month of a figure that is not of its end."""
    return str(row["year"]) if row["date"] in ("", str(row["year"]), f"{row['year']}-M12") else lang.date(row["date"])


def _phrase_rate(row: pd.Series, pack: Pack, lang: Language, names_base: bool) -> str:
    """The poverty rate of a row, with how it is known and what speaks against it; of what, if it `names_base`."""
    value, low, high, kind = (row[f"poverty_rate{part}"] for part in ("", "_low", "_high", "_kind"))
    if kind == NOTHING_KNOWN and row["standard"]:
        return ""  # a count is known
    if kind == NOTHING_KNOWN:
        return lang.say(NOTHING_KNOWN) if pd.isna(row["survey_rate"]) else lang.say("no register figure")
    decimals = 1 if high - low >= 1 else 2
    if kind == "reconstructed":
        range_alone = lang.range(lang.number(low, decimals), lang.number(high, decimals))
        text = lang.say("%(value)s (%(range)s)", value=lang.percent(value, decimals), range=range_alone)
    elif pd.isna(value) or (kind == "derived" and high - low >= VAGUE_POINTS):
        text = lang.range(lang.number(low, decimals), lang.percent(high, decimals))
    else:
        claim = _find_printed_claim(row, "poverty_rate", value, pack)
        decimals = max(-claim.rounded_to.as_tuple().exponent, 0) if claim else 1
        text = phrase_qualified_number(claim.qualifier if claim else "", lang.percent(value, decimals), lang)
    if names_base:
        phrase = BASE_PHRASES[row["base"]]
        text = lang.say(phrase, value=text)
    for phrases, word in ((KIND_PHRASES, kind), (DOUBT_PHRASES, row["doubt"])):
        text = lang.say(phrases[word], value=text) if word in phrases else text
    return text


def _find_printed_claim(row: pd.Series, indicator: str, number: float, pack: Pack) -> Claim | None:
    """The claim of a row that prints a number; None if it follows from others."""
    claims = (pack.claims[name] for name in row["claims"].split())
    return next((c for c in claims if c.indicator == indicator and c.bounds and float(c.value) == number), None)


def _phrase_printed_number(row: pd.Series, indicator: str, number: float, pack: Pack, lang: Language) -> str:
    """A number of a row with the words that limit it: "more than 30,000"."""
    claim = _find_printed_claim(row, indicator, number, pack)
    return phrase_qualified_number(claim.qualifier if claim else "", lang.number(number), lang)


def _phrase_country_rate(row: pd.Series, lang: Language) -> str:
    """The whole country's rate of a row, with how it is known; "" where it is not."""
    if pd.isna(row["country_rate"]):
        return ""
    text, kind = _phrase_percent(row["country_rate"], lang), row["country_rate_kind"]
    return lang.say(KIND_PHRASES[kind], value=text) if kind in KIND_PHRASES else text


def _phrase_survey_rate(row: pd.Series, lang: Language) -> str:
    """The official survey's rate of a row and of what it is a share; "" where there is none."""
    if pd.isna(row["survey_rate"]):
        return ""
    phrase, rate = BASE_PHRASES[row["survey_base"]], _phrase_percent(row["survey_rate"], lang)
    return lang.say(phrase, value=rate)


def _phrase_percent(value: float, lang: Language) -> str:
    """A rate with one decimal, or with two where it has them."""
    return lang.percent(value, 1 if round(value, 1) == value else 2)


def _phrase_count(row: pd.Series, measure: str, pack: Pack, lang: Language) -> str:
    """A number of households or people, with how it is known; "" where it is not."""
    value, low, high, kind = (row[f"{measure}{part}"] for part in ("", "_low", "_high", "_kind"))
    if not kind:
        return ""
    if kind == "reported":
        return _phrase_printed_number(row, measure, value, pack, lang)
    if kind in ("reconstructed", "assumed"):
        value, low, high = (x if pd.isna(x) else round_to_digits(x) for x in (value, low, high))
    ends = lang.range(lang.number(low), lang.number(high))
    if kind == "reconstructed" and not pd.isna(value):
        return lang.say("%(value)s (%(range)s)", value=lang.number(value), range=ends)
    text = ends if pd.isna(value) or kind == "derived" else lang.number(value)
    return lang.say(KIND_PHRASES[kind], value=text) if kind in KIND_PHRASES else text


def _phrase_jobs(row: pd.Series, pack: Pack, lang: Language) -> str:
    """The people placed in jobs of a row, with the words that limit the number, or the range of an estimate."""
    kind = row["jobs_kind"]
    if not kind:
        return ""
    if kind == "derived":
        ends = lang.range(lang.number(row["jobs_low"]), lang.number(row["jobs_high"]))
        phrase = KIND_PHRASES[kind]
        return lang.say(phrase, value=ends)
    if kind == "estimated":
        value, low, high = (lang.number(round_to_digits(row[name])) for name in ("jobs", "jobs_low", "jobs_high"))
        return lang.say("%(value)s (%(range)s)", value=value, range=lang.range(low, high))
    number = row["jobs_low"] if pd.isna(row["jobs"]) else row["jobs"]
    text = _phrase_printed_number(row, "jobs_created", number, pack, lang)
    return lang.say(KIND_PHRASES[kind], value=text) if kind in KIND_PHRASES else text

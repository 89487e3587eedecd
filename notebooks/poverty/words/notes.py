"""Notes of a chart: what must be said of any table, each with its kind, none where there is nothing to say."""

from collections.abc import Callable

import pandas as pd

from poverty.packs.dates import find_next_day, period_end_coordinate
from poverty.packs.vocabulary import INDICATORS
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import format_bounds, phrase_group_and_area, phrase_successor, unique_ids

MISSING_TINTS = {  # why nothing limits a path, or its limits are not drawn
    "survey": translatable("No tint: figures of a survey may rise between two dates."),
    "near-poor": translatable(
        "The near-poor have no tint: the poor who move up join them, so their number may also rise."
    ),
    "rise": translatable("No tint where printed figures rise: nothing limits what lies between."),
    "misfit": translatable("No tint where the printed figures fit no path that never rises."),
    "open": translatable("No tint where a question is open: dashed lines show its readings."),
}


def phrase_spell_length(anchors: pd.DataFrame, lang: Language) -> str:
    """How long a spell is: "in 3 years", or its dates where the years are not whole."""
    first, last = anchors.iloc[0], anchors.iloc[-1]
    years = last["t"] - first["t"]
    if abs(years - round(years)) < 0.02:
        return lang.say_many("in %(count)s year", "in %(count)s years", round(years))
    return lang.say("from %(start)s to %(end)s", start=lang.date(first["date"]), end=lang.date(last["date"]))


def phrase_length_by_reading(anchors_by_reading: list[pd.DataFrame], lang: Language) -> str:
    """How long a spell is under each reading of an open question: "in 2 or 3 years"."""
    spans = dict.fromkeys(phrase_spell_length(anchors, lang) for anchors in anchors_by_reading)
    years = [anchors["t"].iloc[-1] - anchors["t"].iloc[0] for anchors in anchors_by_reading]
    if len(spans) > 1 and all(abs(y - round(y)) < 0.02 for y in years):
        return lang.say("in %(years)s years", years=lang.either([str(y) for y in sorted({round(y) for y in years})]))
    return lang.either(list(spans))


def phrase_path_cautions(
    context: Context, table: pd.DataFrame, show: Callable[[pd.Series], str], lang: Language
) -> tuple[Sentence, ...]:
    """What must be said of any table of paths: band, survey figures, two bases, contradicted figures, an old territory.

    Args:
        context: the province.
        table: rows of marks and of reconstructed paths, with `role`, `standard`, `t`, `date`, `contradicted`.
        show: how the chart writes the number of a row.
        lang: the language of the notes.
    """
    return (
        *phrase_band_note(context, table, lang),
        *phrase_survey_note(context, table, lang),
        *phrase_base_note(table, show, lang),
        *phrase_contradiction_note(context, table, show, lang),
        *phrase_territory_note(context, table, lang),
    )


def phrase_base_note(table: pd.DataFrame, show: Callable[[pd.Series], str], lang: Language) -> tuple[Sentence, ...]:
    """The note that names the rates of the base with fewer dates, where some are of households and others of people."""
    printed = table[(table["role"] != "path") & (table["base"] != "")].drop_duplicates(["base", "t", "value"])
    bases = list(printed["base"].value_counts().index)
    if len(bases) < 2:
        return ()
    apart = printed[printed["base"] != bases[0]].sort_values("t")
    named = [lang.say("%(value)s (%(when)s)", value=show(a), when=lang.date(a["date"])) for _, a in apart.iterrows()]
    text = translatable("Of people, not of households, and joined to no rate of households: %(values)s.")
    if bases[0] == "population":
        text = translatable("Of households, not of people, and joined to no rate of people: %(values)s.")
    return (lang.sentence(Kind.LIMIT, text, values=lang.listed(named)),)


def phrase_contradiction_note(
    context: Context, table: pd.DataFrame, show: Callable[[pd.Series], str], lang: Language
) -> tuple[Sentence, ...]:
    """The note on figures, also inferred ones, that a check or another figure contradicts.

    Args:
        context: the province.
        table: rows of marks, with `role`, `population`, `area`, `t`, `date`, `contradicted`.
        show: how the chart writes the number of a row.
        lang: the language of the note.
    """
    doubted = table[table["contradicted"] == "yes"].sort_values("t")
    named = []
    for _, a in doubted.iterrows():
        group = phrase_group_and_area(a["population"], a["area"], context, lang)
        when = ", ".join(filter(None, (group, lang.date(a["date"]))))
        named.append(lang.say("%(value)s (%(when)s)", value=show(a), when=when))
    if not named:
        return ()
    text = translatable("Contradicted by a check or by another printed figure: %(values)s.")
    return (lang.sentence(Kind.CONTRADICTED, text, values=lang.listed(list(dict.fromkeys(named)))),)


def phrase_missing_tint(context: Context, table: pd.DataFrame, lang: Language) -> list[str]:
    """Why some of the paths of a table have no tint: a sentence for each reason that there is.

    Args:
        context: the province.
        table: rows of anchors and of reconstructed paths; between two anchors without `low` nothing limits a path.
        lang: the language of the sentences.
    """
    reasons = set()
    for _, spell in table.groupby(["indicator", "population", "area", "base", "standard", "variant"], sort=False):
        between, anchors = spell[spell["role"] == "path"], spell[spell["role"] == "anchor"].sort_values("t")
        if between.empty or (between["low"].notna().all() and (between["open"] == "no").all()):
            continue
        if between["low"].notna().all():
            reasons.add("open")
        elif context.shared.standards[spell["standard"].iloc[0]].method == "survey":
            reasons.add("survey")
        elif not INDICATORS[spell["indicator"].iloc[0]].falls_in_registers:
            reasons.add("near-poor")
        else:
            reasons.add("rise" if (anchors["low"] >= anchors["high"].cummin()).any() else "misfit")
    return [lang.say(text) for reason, text in MISSING_TINTS.items() if reason in reasons]


def phrase_survey_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    """The note on figures of a survey, if any is in the table: the error of the latest, or that none is printed."""
    standards = context.shared.standards
    if not any(standards[name].method == "survey" for name in set(table["standard"]) if name):
        return ()
    cited = [context.claims[name] for name in unique_ids(table["claims"]) if name in context.claims]
    with_error = [claim for claim in cited if claim.sampling and claim.statistic == "level"]
    if not with_error:
        text = translatable(
            "These are survey figures: their sampling error is not printed, and small changes may be no changes."
        )
        return (lang.sentence(Kind.SURVEY, text),)
    latest = max(with_error, key=lambda claim: claim.t)
    text = translatable(
        "These are survey figures: %(value)s (%(when)s) stands for %(interval)s (95%% interval as printed)."
    )
    if not latest.sampling.is_printed_interval:
        text = translatable(
            "These are survey figures: %(value)s (%(when)s) stands for %(interval)s (95%% interval by its printed "
            "error)."
        )
    write = lang.percent if latest.base_unit == "percent" else lang.number
    note = lang.sentence(
        Kind.SURVEY, text, when=lang.date(latest.end),
        value=format_bounds(*latest.usable_bounds(), write, lang),
        interval=format_bounds(latest.sampling.low, latest.sampling.high, write, lang),
    )  # fmt: skip
    return (note,)


def phrase_open_questions(context: Context, claims: list[str], lang: Language) -> tuple[Sentence, ...]:
    """The note on questions that move a drawn claim, by id, and that nothing settles."""
    questions = []
    for question, readings in context.questions.items():
        moved = {o.claim_id for o in context.overrides if o.question == question}
        if moved & set(claims) and not any(r.preferred for r in readings):
            questions.append(lang.label(readings[0].asks))
    if not questions:
        return ()
    return (lang.sentence(Kind.OPEN_QUESTION, "Not settled: %(questions)s", questions=" ".join(questions)),)


def phrase_first_last_dates(table: pd.DataFrame, lang: Language) -> dict[str, str]:
    """The first and the last date of whatever is drawn."""
    first, last = table.loc[table["t"].idxmin(), "date"], table.loc[table["t"].idxmax(), "date"]
    return {"start": lang.date(first), "end": lang.date(last)}


def phrase_territory_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    """The note on figures of a province that had become part of another by then."""
    until = context.shared.territory.get("until")
    if not until or table["t"].max() <= period_end_coordinate(until):
        return ()
    text = translatable("From %(day)s, merged into %(heir)s: communes and wards of the former province.")
    heir = phrase_successor(context, lang) or lang.say("another province")
    return (lang.sentence(Kind.TERRITORY, text, day=lang.day(find_next_day(until)), heir=heir),)


def phrase_assumed_readings(context: Context, readings: list[str], lang: Language) -> tuple[Sentence, ...]:
    """The note that names the readings a chart assumes: the preferred ones; others are drawn side by side.

    `readings` are tags, "question=reading".
    """
    labels = []
    for tag in readings:
        question, name = tag.split("=")
        labels += [lang.label(r.label) for r in context.questions[question] if r.name == name and r.preferred]
    return (lang.sentence(Kind.READING, "Read as: %(labels)s.", labels="; ".join(labels)),) if labels else ()


def phrase_band_name(context: Context, lang: Language) -> str:
    """What the band of a province may be called: by its level only if the interval of its coverage includes it."""
    band = context.band
    if not band.is_confirmed:
        return lang.say("calibrated band")
    return lang.say("%(level)s band", level=lang.percent(100 * band.level))


def phrase_band_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    """The note on the calibrated band: on what it rests, or why there is none."""
    between, band = table[table["role"] == "path"], context.band
    if between["band_low"].notna().any():
        text = translatable(
            "Band for a year, not a path: of %(figures)s rates of %(places)s other places, held back by place, "
            "%(coverage)s lay in it (%(low)s to %(high)s)."
        )
        shares = {"coverage": band.coverage, "low": band.coverage_low, "high": band.coverage_high}
        percents = {name: lang.percent(100 * share) for name, share in shares.items()}
        return (lang.sentence(Kind.BAND, text, figures=band.figures, places=band.places, **percents),)
    if band is None and between["low"].notna().any():
        text = translatable("Too few places with known inner years for a calibrated band: outer limits only.")
        return (lang.sentence(Kind.BAND, text),)
    return ()

"""Notes of a chart: what must be said of any table, each with its kind, none where there is nothing to say."""

from collections.abc import Callable

import pandas as pd

from poverty.packs.audit.wording import STATISTIC_LABELS as CHANGE_STATISTICS
from poverty.packs.claims import Claim
from poverty.packs.dates import find_next_day, period_end_coordinate
from poverty.words.context import Context
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import (
    format_bounds,
    phrase_group_and_area,
    phrase_qualified_number,
    phrase_successor,
    unique_ids,
)


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
    """The note on figures, also inferred ones, and on printed changes, that a check or another figure contradicts.

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
    named += [_phrase_change(change, context, lang) for change in list_contradicted_changes(context, table)]
    if not named:
        return ()
    text = translatable("Contradicted by a check or by another printed figure: %(values)s.")
    return (lang.sentence(Kind.CONTRADICTED, text, values=lang.listed(list(dict.fromkeys(named)))),)


def list_contradicted_changes(context: Context, table: pd.DataFrame) -> list[Claim]:
    """The printed changes that a check contradicts and whose two ends are among the figures of a table."""
    if not {"indicator", "population", "area", "standard", "role", "t"} <= set(table):
        return []
    figures = table[~table["role"].isin(["path", "aside"])]
    series = {
        key: set(of["t"]) for key, of in figures.groupby(["indicator", "population", "area", "standard"], sort=False)
    }
    return [
        claim
        for claim in context.claims.values()
        if claim.id in context.contradicted and claim.statistic in CHANGE_STATISTICS and claim.end
        and any(_is_between(claim, key, dates) for key, dates in series.items())
    ]  # fmt: skip


def _is_between(change: Claim, series: tuple[str, ...], dates: set[float]) -> bool:
    """Whether a change is of a series under a standard, and both its ends are dates of it."""
    indicator, population, area, standard = series
    of_series = (change.indicator, change.population, change.series.area) == (indicator, population, area)
    starts = {period_end_coordinate(change.start)}
    if change.start.isdecimal():  # year ends or years
        starts.add(period_end_coordinate(change.start) - 1)
    return of_series and change.standard in ("", standard) and change.t in dates and bool(starts & dates)


def _phrase_change(change: Claim, context: Context, lang: Language) -> str:
    """A printed change, of whom, how large, and when: "fall 4.64 points (end 2021 to end 2025)"."""
    decimals = max(-change.rounded_to.as_tuple().exponent, 0)
    percent = change.base_unit == "percent"
    number = lang.percent(change.value, decimals) if percent else lang.number(change.value, decimals)
    if change.base_unit == "percentage points":
        number = lang.say("%(n)s points", n=number)
    number = phrase_qualified_number(change.qualifier, number, lang)
    group = phrase_group_and_area(change.population, change.area, context, lang)
    when = ", ".join(filter(None, (group, lang.span(change.start, change.end))))
    value = f"{lang.label(CHANGE_STATISTICS[change.statistic])} {number}"
    return lang.say("%(value)s (%(when)s)", value=value, when=when)


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
            questions.append(lang.label(readings[0].asks, context.shared.labels))
    if not questions:
        return ()
    return (lang.sentence(Kind.OPEN_QUESTION, "Not settled: %(questions)s", questions=" ".join(questions)),)


def phrase_territory_note(context: Context, table: pd.DataFrame, lang: Language) -> tuple[Sentence, ...]:
    """The note on figures of a province that had become part of another by then."""
    until = context.shared.territory.get("until")
    if not until or table.empty or table["t"].max() <= period_end_coordinate(until):
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
        assumed = [r for r in context.questions[question] if r.name == name and r.preferred]
        labels += [lang.label(r.label, context.shared.labels) for r in assumed]
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
            "Band for one year at a time: of %(figures)s rates of %(places)s other places, each left out in turn, "
            "%(coverage)s lay in it (%(low)s to %(high)s)."
        )
        shares = {"coverage": band.coverage, "low": band.coverage_low, "high": band.coverage_high}
        percents = {name: lang.percent(100 * share) for name, share in shares.items()}
        return (lang.sentence(Kind.BAND, text, figures=band.figures, places=band.places, **percents),)
    if band is None and between["low"].notna().any():
        text = translatable("Too few places with known inner years for a calibrated band: outer limits only.")
        return (lang.sentence(Kind.BAND, text),)
    return ()

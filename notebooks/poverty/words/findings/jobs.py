"""Sentences on jobs that a briefing may quote: what is printed, then what follows from it."""

from collections.abc import Iterator

from poverty.jobs.estimate_tables import tabulate_job_sums
from poverty.jobs.figures import JOB_FLOW_STATISTICS, list_job_figures, select_yearly_figures
from poverty.outlook.targets import JudgedTarget
from poverty.outlook.verdicts import VERDICT_REASONS, VerdictAnswer
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.packs.vocabulary import FORMER_AREA, PROVINCE_AREA
from poverty.words.language import Kind, Language, Sentence, translatable
from poverty.words.phrases import MOST_FINDINGS, phrase_qualified_number, province_name, round_to_digits


def phrase_verdict_reason(answer: VerdictAnswer, lang: Language) -> str:
    """Why the printed figures answer a source's own verdict as they do."""
    values = {name: _phrase_verdict_value(value, lang) for name, value in answer.values.items()}
    return lang.say(VERDICT_REASONS[answer.reason], **values)


def _phrase_verdict_value(value: object, lang: Language) -> str:
    """An answer's value in words: judged targets, a range with one decimal, a number, or as it is."""
    if isinstance(value, tuple) and value and isinstance(value[0], JudgedTarget):
        return "; ".join(f"{_phrase_target(judged.target, lang)}: {lang.label(judged.verdict)}" for judged in value)
    if isinstance(value, tuple):
        return lang.range(*(lang.number(end, 1) for end in value))
    return lang.number(value) if isinstance(value, float) else str(value)


def _phrase_target(target: Claim, lang: Language) -> str:
    """A target in words: a level, or a fall as printed, and its date or span."""
    if target.statistic == "level" and target.qualifier != "range":
        write = lang.percent if target.base_unit == "percent" else lang.number
        number = phrase_qualified_number(target.qualifier, write(target.value, _count_decimals(target)), lang)
        return lang.say("%(value)s, %(when)s", value=number, when=lang.date(target.end))
    if target.statistic == "level":
        return lang.say("%(value)s, %(when)s", value=target.printed, when=lang.date(target.end))
    return lang.say("fall %(n)s, %(when)s", n=target.printed, when=lang.span(target.start, target.end))


def phrase_job_findings(pack: Pack, lang: Language, **declared: float) -> list[Sentence]:
    """What may be quoted on jobs, from the evidence of the pack: up to three sentences, none where nothing is printed.

    `declared`: declared numbers of the estimate to change, by name.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_job_findings(load_pack("son-la"), Language("en"))[0]
        'In Sơn La 29,892 people were placed in jobs in 2022.'
    """
    texts = [
        *_phrase_estimate(pack, lang, declared), *_phrase_printed_years(pack, lang),
        *_phrase_undated_number(pack, lang), *_phrase_base_year(pack, lang), *_phrase_several_years(pack, lang),
        *_phrase_share_of_plan(pack, lang), *_phrase_plan(pack, lang),
    ]  # fmt: skip
    return [Sentence(Kind.STATED, text) for text in texts[:MOST_FINDINGS]]


def _phrase_estimate(pack: Pack, lang: Language, declared: dict[str, float]) -> Iterator[str]:
    """How many a year in the latest years that are estimated, and what that rests on."""
    sums = tabulate_job_sums(pack, **declared)
    means = sums[sums["what"] != "total"]
    if means.empty:
        return
    mean, place = means.iloc[0], province_name(pack, lang)
    value, low, high = (lang.number(round_to_digits(mean[name])) for name in ("value", "low", "high"))
    text = translatable(
        "An estimated %(range)s people a year were placed in jobs in %(place)s from %(first)s to %(last)s, the middle "
        "being %(value)s."
    )
    if mean["first"] == mean["last"]:
        text = translatable(
            "An estimated %(range)s people were placed in jobs in %(place)s in %(first)s, the middle being %(value)s."
        )
    first, last = mean["first"], mean["last"]
    yield lang.say(text, range=lang.range(low, high), place=place, first=first, last=last, value=value)
    plans = [f for f in list_job_figures(resolve_readings(pack)) if f.status == "target"]
    plan = next((f for f in plans if set(f.claims) <= set(mean["claims"].split())), None)
    if plan:
        text = translatable(
            "It rests on the plan of %(plan)s, printed years and declared numbers: a 90%% range if these hold, not "
            "tested."
        )
        if plan.first < plan.last:
            text = translatable(
                "It rests on the plan of %(plan)s a year, printed years and declared numbers: a 90%% range if these "
                "hold, not tested."
            )
        yield lang.say(text, plan=lang.number(plan.value))
    else:
        yield lang.say("It rests on printed years and declared numbers: a 90%% range if these hold, not tested.")


def _phrase_printed_years(pack: Pack, lang: Language) -> Iterator[str]:
    """The first and the last year whose number is printed."""
    claims = (pack.claims[f.claims[0]] for f in select_yearly_figures(list_job_figures(resolve_readings(pack))))
    printed = [c for c in claims if "value" not in c.inferred]
    place = province_name(pack, lang)
    if len(printed) > 1:
        first, last = printed[0], printed[-1]
        yield lang.say(
            "In %(place)s %(a)s people were placed in jobs in %(first)s and %(b)s in %(last)s.", place=place,
            a=_phrase_number(first, lang), b=_phrase_number(last, lang), first=first.end, last=last.end,
        )  # fmt: skip
    elif printed:
        number = _phrase_number(printed[0], lang)
        yield lang.say(
            "In %(place)s %(number)s people were placed in jobs in %(year)s.", place=place, number=number,
            year=printed[0].end,
        )  # fmt: skip


def _phrase_undated_number(pack: Pack, lang: Language) -> Iterator[str]:
    """A number that its source gives no years."""
    undated = next((c for c in _list_printed_claims(pack, "actual") if not c.start), None)
    if undated:
        text = translatable(
            "%(publisher)s reports %(number)s people placed in jobs a year in %(place)s, without saying for which "
            "years."
        )
        if undated.statistic == "total":
            text = translatable(
                "%(publisher)s reports %(number)s people placed in jobs in %(place)s, without saying for which years."
            )
        number, place = _phrase_number(undated, lang), province_name(pack, lang)
        yield lang.say(text, publisher=undated.source.name_publisher(lang.code), number=number, place=place)


def _phrase_base_year(pack: Pack, lang: Language) -> Iterator[str]:
    """The year that an average and its printed multiple put at a range."""
    for figure in list_job_figures(resolve_readings(pack)):
        claims = [pack.claims[name] for name in figure.claims]
        multiple = next((c for c in claims if c.statistic == "multiple"), None)
        if figure.kind == "derived" and multiple:
            number = lang.number(multiple.value, _count_decimals(multiple))
            times = phrase_qualified_number(multiple.qualifier, number, lang)
            publisher = multiple.source.name_publisher(lang.code)
            yield lang.say(
                "If %(average)s a year are %(times)s times %(year)s, as %(publisher)s prints, %(year)s had %(range)s.",
                average=_phrase_number(claims[0], lang), times=times, publisher=publisher,
                year=figure.first, range=lang.range(lang.number(figure.low), lang.number(figure.high)),
            )  # fmt: skip


def _phrase_several_years(pack: Pack, lang: Language) -> Iterator[str]:
    """The latest number of several years together, or of each of them."""
    spans = [c for c in _list_printed_claims(pack, "actual") if c.start.isdigit() and c.end.isdigit()]
    spans = sorted((c for c in spans if c.start != c.end), key=lambda c: c.end)
    if spans:
        c = next(s for s in spans if s.end == spans[-1].end)
        text = translatable("From %(first)s to %(last)s, %(number)s people a year were placed in jobs in %(place)s.")
        if c.statistic == "total":
            text = translatable("From %(first)s to %(last)s, %(number)s people were placed in jobs in %(place)s.")
        number, place = _phrase_number(c, lang), province_name(pack, lang)
        yield lang.say(text, first=c.start, last=c.end, number=number, place=place)


def _phrase_share_of_plan(pack: Pack, lang: Language) -> Iterator[str]:
    """What the latest result was of its plan, where a source prints it."""
    shares = [c for c in pack.claims.values() if c.indicator == "jobs_created" and c.percent_of_plan]
    shares = sorted((c for c in shares if c.start.isdigit() and c.end.isdigit()), key=lambda c: c.end)
    if shares and "value" not in shares[-1].inferred:
        c = shares[-1]
        number = lang.percent(c.value, _count_decimals(c))
        text = translatable("Placements in jobs in %(place)s came to %(share)s of the plan for %(years)s.")
        if c.statistic == "percent above plan":
            text = translatable("Placements in jobs in %(place)s were %(share)s above the plan for %(years)s.")
        yield lang.say(
            text, place=province_name(pack, lang), share=phrase_qualified_number(c.qualifier, number, lang),
            years=lang.span(c.start, c.end),
        )  # fmt: skip


def _phrase_plan(pack: Pack, lang: Language) -> Iterator[str]:
    """The latest plan."""
    plans = sorted((c for c in _list_printed_claims(pack, "target") if c.start), key=lambda c: c.end)
    if plans:
        c = plans[-1]
        text = translatable("The plan of %(place)s for %(years)s was to place %(number)s people a year in jobs.")
        if c.statistic == "total":
            text = translatable("The plan of %(place)s for %(years)s was to place %(number)s people in jobs.")
        place, years = province_name(pack, lang), lang.span(c.start, c.end)
        yield lang.say(text, place=place, years=years, number=_phrase_number(c, lang))


def _list_printed_claims(pack: Pack, status: str) -> list[Claim]:
    """Printed numbers of people placed in jobs, everybody's, as they are before any reading."""
    return [
        c
        for c in pack.claims.values()
        if (c.indicator, c.population, c.status) == ("jobs_created", "all", status)
        if c.area in (PROVINCE_AREA, FORMER_AREA) and c.statistic in JOB_FLOW_STATISTICS
        if c.bounds is not None and not {"value", "statistic"} & set(c.inferred)
    ]


def _phrase_number(c: Claim, lang: Language) -> str:
    """A printed number of people with its qualifier, or the two numbers of a printed range."""
    if c.qualifier == "range":
        low, high = (float(x) for x in (c.bounds.hard.low + c.rounded_to / 2, c.bounds.hard.high - c.rounded_to / 2))
        return lang.range(lang.number(low), lang.number(high))
    return phrase_qualified_number(c.qualifier, lang.number(c.value), lang)


def _count_decimals(c: Claim) -> int:
    """How many decimals of a number are printed."""
    return max(-c.rounded_to.as_tuple().exponent, 0)

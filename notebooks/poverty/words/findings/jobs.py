"""Three sentences on jobs: what is printed, of which years an average can be true, and what checks it."""

import pandas as pd

from poverty.jobs.elsewhere import (
    measure_ordinary_change,
    read_job_records,
    select_other_place_records,
    tabulate_plan_outcomes,
)  # fmt: skip
from poverty.jobs.figures import JOB_FLOW_STATISTICS
from poverty.jobs.tables import tabulate_job_figures, tabulate_job_windows
from poverty.jobs.trial import CANNOT_BE, MUST_BE
from poverty.outlook.targets import JudgedTarget
from poverty.outlook.verdicts import VERDICT_REASONS, VerdictAnswer, answer_source_verdicts
from poverty.packs.claims import Claim
from poverty.packs.load import Pack
from poverty.packs.readings import resolve_readings
from poverty.words.language import Kind, Language, Sentence
from poverty.words.phrases import phrase_qualified_number, province_name


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
    """A target in words: level or fall, the printed number and its date or span."""
    if target.statistic == "level":
        return lang.say("level %(n)s, %(when)s", n=target.printed, when=lang.date(target.end))
    return lang.say("fall %(n)s, %(when)s", n=target.printed, when=lang.span(target.start, target.end))


def phrase_job_findings(pack: Pack, lang: Language) -> list[Sentence]:
    """What may be quoted on jobs, from the evidence of the pack.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> phrase_job_findings(load_pack("son-la"), Language("en"))[0][:64]
        'Sources print 29,892 people placed in jobs a year in Sơn La (202'
    """
    table = tabulate_job_figures(pack)
    figures = table[~table["role"].isin(["limits", "trend"])]
    return [
        _phrase_printed_jobs(figures, pack, lang),
        _phrase_average_windows(tabulate_job_windows(pack), pack, lang),
        _phrase_job_checks(figures, pack, lang),
    ]


def _phrase_printed_jobs(figures: pd.DataFrame, pack: Pack, lang: Language) -> Sentence:
    """The first and the last printed year and their ratio; or an undated average; or whatever figures there are."""
    years = figures[(figures["role"] == "year") & (figures["kind"] == "reported")]
    undated = figures[figures["role"] == "undated"]
    if years["first"].nunique() > 1:
        a, b = years.iloc[0], years.iloc[-1]
        return lang.sentence(
            Kind.STATED, "In %(place)s %(a)s people were placed in jobs in %(first)s and %(b)s in %(last)s: %(ratio)s "
            "times as many, if both numbers are gross placements and their words mean what people use them for.",
            place=province_name(pack, lang), a=_phrase_job_number(a, pack, lang), b=_phrase_job_number(b, pack, lang),
            first=int(a["first"]), last=int(b["first"]),
            ratio=lang.range(lang.number(b["low"] / a["high"], 2), lang.number(b["high"] / a["low"], 2)),
        )  # fmt: skip
    if len(undated):
        base = figures[(figures["role"] == "year") & (figures["kind"] == "derived")].iloc[0]
        return lang.sentence(
            Kind.STATED, "The average of %(average)s jobs a year in %(place)s, whose years are not printed, would put "
            "%(year)s at %(range)s, if its comparison with that year means what people use its words for.",
            place=province_name(pack, lang), average=_phrase_job_number(undated.iloc[0], pack, lang),
            year=int(base["first"]), range=lang.range(lang.number(base["low"]), lang.number(base["high"])),
        )  # fmt: skip
    flows = figures[figures["role"].isin(["year", "span", "said"])]
    flows = flows if len(flows) else figures[figures["role"] == "part"]
    if len(flows):
        return lang.sentence(
            Kind.STATED, "Sources print %(range)s people placed in jobs a year in %(place)s (%(years)s; figures: "
            "%(n)s), if each of them counts gross placements.", place=province_name(pack, lang),
            range=lang.range(lang.number(flows["value"].min()), lang.number(flows["value"].max())),
            years=lang.span(str(flows["first"].min()), str(flows["last"].max())), n=len(flows),
        )  # fmt: skip
    claims = [c for c in resolve_readings(pack).claims.values() if c.indicator == "jobs_created"]
    undated_claim = next((c for c in claims if c.statistic in JOB_FLOW_STATISTICS), None)
    if undated_claim:
        return lang.sentence(
            Kind.UNTOLD, "To which years %(number)s people placed in jobs in %(place)s belong cannot be told: 0 of "
            "them are printed, if nothing beside the number says when.", place=province_name(pack, lang),
            number=phrase_qualified_number(undated_claim.qualifier, lang.number(float(undated_claim.value)), lang),
        )  # fmt: skip
    return lang.sentence(
        Kind.UNTOLD, "How many people were placed in jobs in %(place)s cannot be told: 0 numbers of them are printed, "
        "if the pack holds what is printed.", place=province_name(pack, lang),
    )  # fmt: skip


def _phrase_average_windows(windows: pd.DataFrame, pack: Pack, lang: Language) -> Sentence:
    """Of how many spans of years the average can be true; without one, how jobs move elsewhere."""
    if len(windows):
        average = pack.claims[windows["claims"].iloc[0].split()[0]]
        counts = pd.crosstab(windows["shape"], windows["state"]).reindex(columns=[MUST_BE, CANNOT_BE], fill_value=0)
        return lang.sentence(
            Kind.STATED, "Of the %(total)s spans of years from %(first)s to %(last)s, %(cannot)s cannot have averaged "
            "%(average)s jobs a year and %(must)s must have, if jobs never fell or moved from year to year as "
            "elsewhere.", total=lang.number(int((windows["shape"] == windows["shape"].iloc[0]).sum())),
            first=int(windows["first"].min()), last=int(windows["last"].max()),
            cannot=_format_count_range(counts[CANNOT_BE], lang), must=_format_count_range(counts[MUST_BE], lang),
            average=phrase_qualified_number(average.qualifier, lang.number(average.value), lang),
        )  # fmt: skip
    try:
        change = measure_ordinary_change(read_job_records(), pack.place)
    except LookupError:
        return lang.sentence(
            Kind.UNTOLD, "How jobs move from year to year cannot be told, if 0 changes are printed for other places.",
        )  # fmt: skip
    return lang.sentence(
        Kind.ELSEWHERE, "In other places the number of jobs changed by %(range)s from one year to the next (%(n)s "
        "changes in %(places)s places): figures of %(place)s further apart than that call for a look at the page, if "
        "they count alike.", place=province_name(pack, lang), n=change.figures, places=change.places,
        range=lang.range(lang.percent(100 * change.least), lang.percent(100 * change.most)),
    )  # fmt: skip


def _phrase_job_checks(figures: pd.DataFrame, pack: Pack, lang: Language) -> Sentence:
    """The source's own comparison, answered; or results against plans, here and elsewhere."""
    for answer in answer_source_verdicts(resolve_readings(pack)):
        if answer.verdict.indicator == "jobs_created":
            # a reason that counts targets also counts those of which it cannot be told
            return lang.sentence(
                Kind.UNTOLD if answer.reason == "targets" else Kind.STATED, "On whether jobs in %(place)s have grown "
                "as its source says the printed figures answer “%(answer)s”, if all of them count alike: %(why)s.",
                place=province_name(pack, lang), answer=lang.label(answer.answer),
                why=phrase_verdict_reason(answer, lang),
            )  # fmt: skip
    elsewhere = tabulate_plan_outcomes(select_other_place_records(read_job_records(), pack.place))["outcome"]
    range_elsewhere = lang.range(lang.percent(100 * elsewhere.min()), lang.percent(100 * elsewhere.max()))
    outcomes = _result_to_plan_ratios(figures)
    if outcomes:
        range_here = lang.range(lang.percent(100 * min(outcomes)), lang.percent(100 * max(outcomes)))
        return lang.sentence(
            Kind.STATED, "Jobs in %(place)s came to %(own)s of their plans (plans with a printed result: %(n)s) and "
            "elsewhere to %(shown)s (%(others)s), if plan and result count alike.", place=province_name(pack, lang),
            own=range_here, n=len(outcomes), shown=range_elsewhere, others=len(elsewhere),
        )  # fmt: skip
    return lang.sentence(
        Kind.ELSEWHERE, "In other places results came to %(shown)s of their plans for jobs (%(others)s plans); a plan "
        "of %(place)s says no more than that about what will come of it, if it is made alike.",
        place=province_name(pack, lang), shown=range_elsewhere, others=len(elsewhere),
    )  # fmt: skip


def _result_to_plan_ratios(figures: pd.DataFrame) -> list[float]:
    """Results of whole years over the plans of the same years."""
    results = figures[figures["role"].isin(["year", "span"])]
    pairs = figures[figures["role"] == "plan"].merge(results, on=["first", "last"], suffixes=("_plan", "_result"))
    return list(pairs["value_result"] / pairs["value_plan"])


def _format_count_range(counts: pd.Series, lang: Language) -> str:
    """The smallest and the largest count of a column, as a range."""
    return lang.range(lang.number(int(counts.min())), lang.number(int(counts.max())))


def _phrase_job_number(row: pd.Series, pack: Pack, lang: Language) -> str:
    """The jobs of a row with the qualifier of its first claim."""
    return phrase_qualified_number(pack.claims[row["claims"].split()[0]].qualifier, lang.number(row["value"]), lang)

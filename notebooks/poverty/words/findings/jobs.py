"""Three sentences on jobs: what is printed, of which years an average can be true, and what checks it."""

import pandas as pd

from poverty import tables
from poverty.jobs import elsewhere as job_records
from poverty.jobs.figures import FLOWS
from poverty.jobs.trial import CANNOT, MUST
from poverty.outlook import verdicts
from poverty.packs import readings
from poverty.packs.load import Pack
from poverty.words.language import Language
from poverty.words.phrases import place, qualified


def jobs(pack: Pack, lang: Language) -> list[str]:
    """What may be quoted on jobs, from the evidence of the pack."""
    table = tables.job_figures(pack)
    figures = table[~table["role"].isin(["limits", "trend"])]
    return [_printed(figures, pack, lang), _when(tables.job_windows(pack), pack, lang), _checked(figures, pack, lang)]


def _printed(figures: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """The first and the last printed year and their ratio; or an undated average; or whatever figures there are."""
    years = figures[(figures["role"] == "year") & (figures["kind"] == "reported")]
    undated = figures[figures["role"] == "undated"]
    if years["first"].nunique() > 1:
        a, b = years.iloc[0], years.iloc[-1]
        ratio = lang.range(lang.number(b["low"] / a["high"], 2), lang.number(b["high"] / a["low"], 2))
        return lang.say(
            "In %(place)s %(a)s people were placed in jobs in %(first)s and %(b)s in %(last)s: %(ratio)s times as "
            "many, if both numbers are gross placements and their words mean what people use them for.",
            place=place(pack, lang), a=_number(a, pack, lang), b=_number(b, pack, lang), first=int(a["first"]),
            last=int(b["first"]), ratio=ratio,
        )  # fmt: skip
    if len(undated):
        base = figures[(figures["role"] == "year") & (figures["kind"] == "derived")].iloc[0]
        return lang.say(
            "The average of %(average)s jobs a year in %(place)s, whose years are not printed, would put %(year)s at "
            "%(range)s, if its comparison with that year means what people use its words for.",
            place=place(pack, lang), average=_number(undated.iloc[0], pack, lang), year=int(base["first"]),
            range=lang.range(lang.number(base["low"]), lang.number(base["high"])),
        )  # fmt: skip
    done = figures[figures["role"].isin(["year", "span", "said"])]
    done = done if len(done) else figures[figures["role"] == "part"]
    if len(done):
        return lang.say(
            "Sources print %(range)s people placed in jobs a year in %(place)s (%(years)s; figures: %(n)s), if each of "
            "them counts gross placements.",
            place=place(pack, lang),
            range=lang.range(lang.number(done["value"].min()), lang.number(done["value"].max())),
            years=lang.span(str(done["first"].min()), str(done["last"].max())), n=len(done),
        )  # fmt: skip
    said = [c for c in readings.resolve(pack).claims.values() if c.indicator == "jobs_created" and c.statistic in FLOWS]
    if said:
        return lang.say(
            "To which years %(number)s people placed in jobs in %(place)s belong cannot be told: 0 of them are "
            "printed, if nothing beside the number says when.",
            place=place(pack, lang), number=qualified(said[0].qualifier, lang.number(float(said[0].value)), lang),
        )  # fmt: skip
    return lang.say(
        "How many people were placed in jobs in %(place)s cannot be told: 0 numbers of them are printed, if "
        "the pack holds what is printed.",
        place=place(pack, lang),
    )  # fmt: skip


def _when(windows: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """Of how many spans of years the average can be true; without one, how jobs move elsewhere."""
    if len(windows):
        average = pack.claims[windows["claims"].iloc[0].split()[0]]
        by = windows.groupby("shape", sort=False)
        counts = {state: by["state"].agg(lambda s, state=state: int((s == state).sum())) for state in (MUST, CANNOT)}
        return lang.say(
            "Of the %(total)s spans of years from %(first)s to %(last)s, %(cannot)s cannot have averaged %(average)s "
            "jobs a year and %(must)s must have, if jobs never fell or moved from year to year as elsewhere.",
            total=lang.number(int(by.size().iloc[0])), first=int(windows["first"].min()),
            last=int(windows["last"].max()),
            cannot=_least_to_most(counts[CANNOT], lang), must=_least_to_most(counts[MUST], lang),
            average=qualified(average.qualifier, lang.number(average.value), lang),
        )  # fmt: skip
    try:
        known = job_records.ordinary(job_records.load(), pack.place)
    except LookupError:
        return lang.say("How jobs move from year to year cannot be told, if 0 changes are printed for other places.")
    return lang.say(
        "In other places the number of jobs changed by %(range)s from one year to the next (%(n)s changes in "
        "%(places)s places): figures of %(place)s further apart than that call for a look at the page, if they count "
        "alike.",
        place=place(pack, lang), n=known.figures, places=known.places,
        range=lang.range(lang.percent(100 * known.least), lang.percent(100 * known.most)),
    )  # fmt: skip


def _checked(figures: pd.DataFrame, pack: Pack, lang: Language) -> str:
    """The source's own comparison, answered; or results against plans, here and elsewhere."""
    for answer in verdicts.answers(readings.resolve(pack), lang):
        if answer.verdict.indicator == "jobs_created":
            return lang.say(
                "On whether jobs in %(place)s have grown as its source says the printed figures answer “%(answer)s”, "
                "if all of them count alike: %(why)s.",
                place=place(pack, lang), answer=lang.label(answer.answer), why=answer.why,
            )  # fmt: skip
    elsewhere = job_records.plans(job_records.elsewhere(job_records.load(), pack.place))["outcome"]
    shown = lang.range(lang.percent(100 * elsewhere.min()), lang.percent(100 * elsewhere.max()))
    outcomes = _outcomes(figures)
    if outcomes:
        own = lang.range(lang.percent(100 * min(outcomes)), lang.percent(100 * max(outcomes)))
        return lang.say(
            "Jobs in %(place)s came to %(own)s of their plans (plans with a printed result: %(n)s) and elsewhere to "
            "%(shown)s (%(others)s), if plan and result count alike.",
            place=place(pack, lang), own=own, n=len(outcomes), shown=shown, others=len(elsewhere),
        )  # fmt: skip
    return lang.say(
        "In other places results came to %(shown)s of their plans for jobs (%(others)s plans); a plan of %(place)s "
        "says no more than that about what will come of it, if it is made alike.",
        place=place(pack, lang), shown=shown, others=len(elsewhere),
    )  # fmt: skip


def _outcomes(figures: pd.DataFrame) -> list[float]:
    """Results of whole years over the plans of the same years."""
    done = figures[figures["role"].isin(["year", "span"])]
    both = figures[figures["role"] == "plan"].merge(done, on=["first", "last"], suffixes=("_plan", "_result"))
    return list(both["value_result"] / both["value_plan"])


def _least_to_most(counts: pd.Series, lang: Language) -> str:
    return lang.range(lang.number(int(counts.min())), lang.number(int(counts.max())))


def _number(row: pd.Series, pack: Pack, lang: Language) -> str:
    return qualified(pack.claims[row["claims"].split()[0]].qualifier, lang.number(row["value"]), lang)

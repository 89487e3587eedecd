"""Three sentences on what comes next: where scenarios end, what the pace so far leaves, what became of targets."""

import pandas as pd

from poverty import tables
from poverty.outlook import scenarios as methods
from poverty.outlook.scenarios import Assumed, NoOutlookError, Start
from poverty.outlook.targets import MISSED, REACHED
from poverty.packs import readings
from poverty.packs.load import Pack
from poverty.words.language import Language
from poverty.words.phrases import place


def outlook(pack: Pack, lang: Language, **chosen: object) -> list[str]:
    """What may be quoted on the outlook, from the evidence of the pack; `chosen` are parameters of the scenarios.

    Raises:
        PackError: a parameter is out of its range.
    """
    given = methods.assumed(pack, **chosen)
    begun = [start for _, start in tables.starts(pack)]
    return [_ends(pack, given, lang), _left(begun, pack, given, lang), _targets(pack, lang)]


def _ends(pack: Pack, given: Assumed, lang: Language) -> str:
    """Where the scenarios end."""
    table = tables.scenarios(pack, given)
    paths = table[table["role"] == "scenario"]
    if paths.empty:
        return lang.say(
            "What the poverty rate of %(place)s will be in %(year)s, 0%% to 100%%, cannot be told: %(why)s, if "
            "nothing newer is printed.",
            place=place(pack, lang), year=given.horizon, why=_why(pack, given, lang),
        )  # fmt: skip
    ends = paths[paths["t"] == paths["t"].max()]
    low, high = ends["value"].min(), ends["value"].max()
    decimals = 2 if high < 2 else 1
    said = lang.range(lang.percent(low, decimals), lang.percent(high, decimals))
    if ends["households"].notna().all():
        counts = lang.range(lang.number(ends["households"].min()), lang.number(ends["households"].max()))
        said = lang.say("%(rates)s (%(counts)s households)", rates=said, counts=counts)
    standard = pack.shared.standards[table["standard"].iloc[0]]
    if standard.last_year < given.horizon:
        return lang.say(
            "By %(year)s the poverty rate of %(place)s would be %(said)s by the %(n)s scenarios, if one of them came "
            "true and the standard that ends in %(last)s still held.",
            place=place(pack, lang), year=given.horizon, said=said, n=_count(paths), last=standard.last_year,
        )  # fmt: skip
    return lang.say(
        "By %(year)s the poverty rate of %(place)s would be %(said)s by the %(n)s scenarios, if one of them came true.",
        place=place(pack, lang), year=given.horizon, said=said, n=_count(paths),
    )  # fmt: skip


def _left(begun: list[Start], pack: Pack, given: Assumed, lang: Language) -> str:
    """How long what is left would last at the pace so far, and how many would have to leave if others became poor."""
    if not begun:
        return lang.say(
            "At what pace poverty in %(place)s falls now cannot be told from 0 spells with two figures that still "
            "count, if nothing newer is printed.",
            place=place(pack, lang),
        )  # fmt: skip
    counted = all(b.count and b.earlier for b in begun)
    slowest, fastest = (pick(_pace(b, counted)[i] for b in begun) for i, pick in ((0, min), (1, max)))
    last = begun[0].count if counted else begun[0].last
    if slowest <= 0:
        return lang.say(
            "The poverty rate of %(place)s may not have fallen (%(range)s points a year): at the slowest of these "
            "paces it never ends, if that one goes on.",
            place=place(pack, lang), range=lang.range(*(lang.number(x, 2) for x in (slowest, fastest))),
        )  # fmt: skip
    lasts = lang.range(lang.number(last.low / fastest, 1), lang.number(last.high / slowest, 1))
    if not counted:
        return lang.say(
            "At the pace so far, %(pace)s points a year, the remaining %(left)s points of poverty in %(place)s would "
            "last %(lasts)s years, if nobody became poor meanwhile.",
            place=place(pack, lang), pace=lang.range(*(lang.number(x, 2) for x in (slowest, fastest))),
            left=lang.range(lang.number(last.low, 2), lang.number(last.high, 2)), lasts=lasts,
        )  # fmt: skip
    others = begun[0].whole - last.value
    entering = [others * e / 100 for e in (min(given.entry), max(given.entry))]
    return lang.say(
        "At the pace so far, %(pace)s households a year, the remaining %(left)s in %(place)s would last %(lasts)s "
        "years if nobody became poor; if %(entry)s of the others did each year, %(entering)s would have to leave a "
        "year for the number merely to stay.",
        place=place(pack, lang), pace=lang.range(*(lang.number(x) for x in (slowest, fastest))),
        left=lang.range(lang.number(last.low), lang.number(last.high)), lasts=lasts,
        entering=lang.range(*(lang.number(x) for x in entering)),
        entry=lang.range(*(lang.percent(e, 2) for e in (min(given.entry), max(given.entry)))),
    )  # fmt: skip


def _targets(pack: Pack, lang: Language) -> str:
    """How many printed targets were reached."""
    judged = tables.target_verdicts(pack)
    if judged.empty:
        return lang.say(
            "Whether targets were met in %(place)s cannot be told: 0 targets are printed, if the sources used "
            "hold all that was set.",
            place=place(pack, lang),
        )  # fmt: skip
    reached, missed = ((judged["verdict"] == word).sum() for word in (REACHED, MISSED))
    return lang.say(
        "Of the targets printed for %(place)s (%(n)s), %(reached)s to %(most)s were reached and %(missed)s missed, if "
        "each is judged by figures of its own series and standard; of %(untold)s it cannot be told.",
        place=place(pack, lang), n=len(judged), reached=reached, missed=missed, untold=len(judged) - reached - missed,
        most=len(judged) - missed,
    )  # fmt: skip


def _why(pack: Pack, given: Assumed, lang: Language) -> str:
    """Why there is no scenario."""
    try:
        last = methods.start(readings.resolve(pack)).last
    except NoOutlookError as reason:
        values = {name: lang.date(v) if name == "date" else v for name, v in reason.values.items()}
        return lang.say(reason.message, **values)
    return lang.say(
        "the last figure, of %(date)s, is not earlier than %(year)s", date=lang.date(last.date), year=given.horizon
    )


def _pace(begun: Start, counted: bool) -> tuple[float, float]:
    """The lowest and the highest households or points a year that the numerals leave, over the whole spell."""
    if not counted:
        return begun.so_far.points_low, begun.so_far.points_high
    first, last = begun.earlier, begun.count
    years = last.t - first.t
    return (first.low - last.high) / years, (first.high - last.low) / years


def _count(paths: pd.DataFrame) -> int:
    return len(paths[["scenario", "parameter"]].drop_duplicates())

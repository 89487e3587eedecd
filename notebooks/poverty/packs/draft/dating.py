"""The dates that a page names, as SDMX dates: from phrases, the date before, and the date of the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from poverty.packs.dates import format_sdmx_month, parse_sdmx_period, period_end_coordinate
from poverty.packs.draft.grammar import Grammar
from poverty.packs.draft.layout import Token
from poverty.packs.draft.matching import Cue, Matcher

HALF_A_YEAR = 0.5
NEAR_LINK, FAR_LINK = 2, 4  # words between "than" or "compared with" and its date
OPENING_YEAR = re.compile(r"^\{[yPT]-1\}-M12$")
NAME_LENGTH, SHORT_NAME = 12, 3  # words between "programme" and its years, and between the years and it
WITHIN = "within "  # "in half a year": from that long ago on
LOOKED_BACK = "{Y-n}-M12..{Y}-M12"
VAGUE_MEANINGS = ("now", "last")
PLANNED = ("target", "forecast")
OLD = 1.5  # years before the page: no date that is "now"
MIDDLE = "}-M06"  # of a year: with no month printed
_LOOK_BACK = re.compile(r"last-|before ")  # "a year earlier": a date beside which another is the one of the text
_WHOLE_PERIODS = {
    ("M01", "M12"): "", ("M01", "M06"): "-S1", ("M07", "M12"): "-S2", ("M01", "M03"): "-Q1", ("M04", "M06"): "-Q2",
    ("M07", "M09"): "-Q3", ("M10", "M12"): "-Q4",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageDate:
    """A date in a sentence: its tokens, its periods (alike for one), and whether it is what is compared with."""

    start: int
    end: int
    first: str
    last: str
    origin: bool = False
    explicit: bool = True  # its year is printed
    year: str = ""  # as printed
    since: bool = False  # a flow is counted from it on
    vague: bool = False  # "now": no date of a flow
    opens: bool = False  # the start of a year, which counts the end of the one before
    named: bool = False  # part of the name of a programme or a plan
    looks_back: bool = False  # "a year earlier"
    middle: bool = False  # of a year: a flow up to it is that of the first half

    @property
    def is_span(self) -> bool:
        """Whether it runs from one period to another."""
        return self.first != self.last


@dataclass
class Clock:
    """What dates without a year are told from: the page's own date, and the last dates, spans and changes before."""

    page: str = ""  # the month of the page, where it prints its date
    guess: str = ""  # the year of the page, where it does not
    last: str = ""
    named: str = ""  # the year of the last date, as printed
    span: tuple[str, str] = ("", "")
    level: str = ""  # of the last level
    told: str = ""  # of the last level of this paragraph that has a date of its own
    flow: tuple[str, str] = ("", "")  # of the last flow
    period: tuple[str, str] = ("", "")  # the last date of any kind, but for those that are compared with
    here: str = ""  # the year that the sentence at hand has named so far
    commune: bool = False  # whether the text speaks of one commune or household
    future: str = ""  # the last date after the page's own
    row: Sequence[tuple[str, str]] = ()  # the dates of the last numerals in a row
    plans: bool = False  # whether the sentence at hand tells what is planned, and nothing else
    looks_ahead: bool = False  # whether it tells anything that is planned or expected

    @property
    def page_year(self) -> int | None:
        """The year of the page."""
        return int((self.page or self.guess)[:4]) if self.page or self.guess else None

    @property
    def year(self) -> int | None:
        """The year that was named last, or that of the page."""
        return int(self.named or self.last[:4]) if self.last else self.page_year

    @property
    def this_year(self) -> int | None:
        """The year of "June" or "the first quarter": that of its sentence, else of the page, else the last one."""
        return int(self.here) if self.here else int(self.page[:4]) if self.page else self.year

    def begin_paragraph(self) -> None:
        """A new paragraph speaks of the latest figures again, whatever history the one before has told."""
        self.commune, self.told = False, ""
        if is_later(self.level, self.last):
            self.last, self.named, self.period = self.level, "", (self.level[:4],) * 2

    def forget_plans(self, known: "Clock") -> None:
        """After a sentence of plans, what was known before it counts again."""
        self.future = self.last if is_later(self.last, known.last) else self.future
        self.last, self.named, self.period = known.last, known.named, known.period
        self.span = known.span if known.span[0] else self.span

    def note(self, date: PageDate) -> None:
        """Keep a date as the last one, unless it only looks back from one."""
        if date.is_span:
            self.span = (date.first, date.last)
        if not date.origin and not date.looks_back:
            self.last, self.period, self.named = date.last, (date.first, date.last), date.year


def shift_date(sdmx: str, months: int) -> str:
    """A date so many months later, as a period of the same kind.

    Example:
        >>> shift_date("2023-M03", -6), shift_date("2023-S1", -12), shift_date("2023", -12)
        ('2022-M09', '2022-S1', '2022')
    """
    if months % 12 == 0:
        return f"{int(sdmx[:4]) + months // 12}{sdmx[4:]}"
    return format_sdmx_month(period_end_coordinate(sdmx) + months / 12)


def find_dates(cues: list[Cue], tokens: list[Token], grammar: Grammar, clock: Clock) -> list[PageDate]:
    """The dates of a sentence, each told with the help of those before it; the clock keeps the last."""
    links = _find_links(Matcher(grammar, tokens))
    listed = bool(Matcher(grammar, tokens).find_cues(("respectively",)))  # "in 2019 and 2020": two dates, no span
    names, small = Matcher(grammar, tokens).find_cues(("name",)), grammar.list_words("language")
    dates: list[PageDate] = []
    clock.here = ""
    told = Matcher(grammar, tokens).find_cues(("status",)) if any("{T" in cue.meaning for cue in cues) else []
    clock.looks_ahead = any(cue.meaning in PLANNED for cue in told)
    clock.plans = _leads_with_plan(cues, tokens, told)
    for cue in sorted(cues, key=_is_duration):
        periods = resolve_date(cue, clock)
        if not periods:
            continue
        years = [value for place, value in cue.values if place == "y"]
        named = {link.role for link in links if _points_at(link, cue, tokens) or _opens_with_since(link, cue)}
        origin = cue.meaning.startswith(("than ", WITHIN)) or bool(named)
        date = PageDate(
            cue.start, cue.end, *periods, origin, explicit=bool(years), year=years[-1] if years else "",
            since="since" in named, vague=cue.meaning in VAGUE_MEANINGS,
            opens=OPENING_YEAR.search(cue.meaning) is not None,
            named=periods[0] != periods[1] and any(_is_in_name(name, cue, tokens, small) for name in names),
            looks_back=bool(_LOOK_BACK.match(cue.meaning)), middle=cue.meaning.endswith(MIDDLE),
        )  # fmt: skip
        before = dates[-1] if dates else None
        joins = before and not before.is_span and not listed and _runs_until(links, before, cue, tokens)
        if before and joins and _in_order(before, date):
            dates[-1] = date = replace(before, end=cue.end, last=month_end(date.last), origin=False)
        else:
            dates.append(date)
        clock.here = date.year or (date.last[:4] if "{Y" in cue.meaning else clock.here)
        if date.named:
            clock.span = (date.first, date.last)
        elif not date.vague:
            clock.note(date)
    return sorted(dates, key=lambda date: date.start)


def _leads_with_plan(dates: list[Cue], tokens: list[Token], told: list[Cue]) -> bool:
    """Whether a sentence tells what is planned, and nothing else: words for a plan stand before its first number."""
    covered = {i for date in dates for i in range(date.start, date.end)}
    first = next((i for i, token in enumerate(tokens) if token.is_number and i not in covered), len(tokens))
    return any(cue.end <= first for cue in told) and all(cue.meaning in PLANNED for cue in told)


def _find_links(matcher: Matcher) -> list[Cue]:
    """The words that say what a date is for, but for those within a longer phrase, such as "escaped from poverty"."""
    phrases = [cue for cue in matcher.find_cues(("subject",)) if cue.items > 1]
    links = matcher.find_cues(("origin", "since", "until"))
    return [link for link in links if not any(p.start < link.start and link.end <= p.end for p in phrases)]


def _runs_until(links: list[Cue], before: PageDate, cue: Cue, tokens: list[Token]) -> bool:
    """Whether "to" or "until" joins two dates; it may be part of the second one's phrase ("until June 2023")."""
    if any(token.is_number for token in tokens[before.end : cue.start]):
        return False  # "22,480 in 2018 and 23,910 in 2019"
    until = [
        link for link in links if link.role == "until" and (0 <= cue.start - link.end <= 1 or link.start == cue.start)
    ]
    return any(0 <= link.start - before.end <= 1 for link in until)


def _points_at(link: Cue, cue: Cue, tokens: list[Token]) -> bool:
    """Whether "compared with" or "since" stands before a date, with few words between."""
    words = tokens[link.end : cue.start]
    reach = FAR_LINK if link.items > 1 else NEAR_LINK
    before = link.role != "until" and link.start < cue.start and link.end <= cue.start + 1
    return before and len(words) <= reach and all(token.is_word for token in words)


def _opens_with_since(link: Cue, cue: Cue) -> bool:
    """Whether "since" is the first word of a date's own phrase."""
    return link.role == "since" and link.start == cue.start


def _is_in_name(name: Cue, cue: Cue, tokens: list[Token], small: Mapping[str, str]) -> bool:
    """Whether a date stands behind "programme" or "plan" with words alone between, or before it as its first word."""
    words = tokens[name.end : cue.start] or tokens[cue.end : name.start]
    leads = cue.end <= name.start and len(words) <= SHORT_NAME and not any(word.text in small for word in words)
    behind = name.end <= cue.start and len(words) <= NAME_LENGTH
    return (leads or behind) and all(token.is_word for token in words)


def _is_duration(cue: Cue) -> bool:
    """Whether a phrase names a length of time alone: it is told from the other dates of its sentence."""
    return "-n}" in cue.meaning


def _in_order(first: PageDate, second: PageDate) -> bool:
    """Whether one date lies before another."""
    return period_end_coordinate(first.last) < period_end_coordinate(second.last)


def resolve_date(cue: Cue, clock: Clock) -> tuple[str, str] | None:
    """The periods that a date's phrase means, first and last; None if what it rests on is not known."""
    values: dict[str, str] = {}
    for place, value in cue.values:
        values[place if place not in values else place + "2"] = value
    is_day = cue.meaning.startswith("day ")
    # "after two years" goes on from a date before it; in a headline, which has none, it looks back
    meaning = LOOKED_BACK if "+{n}" in cue.meaning and clock.last in ("", clock.page) else cue.meaning
    parts = meaning.removeprefix("than ").removeprefix("day ").removeprefix(WITHIN).split("..")
    periods = [_fill_template(part, values, clock) for part in parts]
    if cue.meaning == "none":
        return None
    if cue.meaning == "same span":
        periods = list(clock.period if _is_stretch(clock.period) else clock.span)
    if not all(map(_is_period, periods)):
        return None
    first, last = periods[0], periods[-1]
    if "-n}" in meaning and clock.page and is_later(last, clock.page):
        first, last = shift_date(first, -12), shift_date(last, -12)
    if _is_duration(cue) and _lies_between(first, last, clock.level):
        first, last = last, clock.level  # from the year named last to the latest level
    if cue.meaning.startswith(WITHIN) and _lies_between(first, clock.last, clock.level):
        first = last = clock.last
    if "{T" in cue.meaning and not (clock.here or clock.plans) and _is_ahead(first, clock, cue):
        first, last = shift_date(first, -12), shift_date(last, -12)
    if cue.meaning.count("{T") > 1 and is_later(first, last):  # "from September to March"
        first = shift_date(first, -12)
    if is_day and first == clock.page:  # the day of a meeting or of the page itself
        return None
    if period_end_coordinate(first) > period_end_coordinate(last):
        return None
    return _name_whole_period(first, last if first == last else month_end(last))


def _is_stretch(period: tuple[str, str]) -> bool:
    """Whether a period is a half year, a quarter or some months, and no year or month alone."""
    first, last = period
    return first[4:6] in ("-S", "-Q") or ("-M" in first and first != last and first[:4] == last[:4])


def _lies_between(first: str, date: str, last: str) -> bool:
    """Whether a date lies as long behind one date as before another: the middle of two spans of one length."""
    before, middle, behind = (period_end_coordinate(year_end(each)) if each else 0.0 for each in (first, date, last))
    return before > 0 and behind > 0 and abs(before - 2 * middle + behind) < HALF_A_YEAR / 6


def _is_period(sdmx: str) -> bool:
    """Whether there is such a period: 18 months of one year are none."""
    try:
        parse_sdmx_period(sdmx)
    except ValueError:
        return False
    return True


def _is_ahead(sdmx: str, clock: Clock, cue: Cue) -> bool:
    """Whether a date without a year would lie so long after its page that the year before must be meant."""
    reach = HALF_A_YEAR if clock.looks_ahead and not cue.meaning.startswith("than ") else 0
    return bool(clock.page) and period_end_coordinate(sdmx) - period_end_coordinate(clock.page) > reach


def _fill_template(template: str, values: dict[str, str], clock: Clock) -> str:
    """One period of a date's meaning with its places filled in; "" if one is not known."""
    relative = re.fullmatch(r"last(?:([+-])(\d+|\{n\})(M?))?", template)
    if relative:
        page = clock.page if relative[3] else clock.page[:4]
        known, sign = clock.last or page, 1 if relative[1] == "+" else -1
        number = values.get("n", "") if relative[2] == "{n}" else relative[2] or "0"
        return shift_date(known, sign * int(number) * (1 if relative[3] else 12)) if known and number else ""
    if template == "now":
        known = later_date(clock.level, clock.last)
        late = bool(clock.page and known) and period_end_coordinate(clock.page) - period_end_coordinate(known) > OLD
        return "" if late else known
    if template == "last@{y}":
        return values["y"] + (clock.last or clock.page)[4:]
    if template == "before {m}":
        known = clock.last or clock.page
        if not known or "m" not in values:
            return ""
        same_year = f"{known[:4]}-M{int(values['m']):02d}"
        earlier = period_end_coordinate(same_year) < period_end_coordinate(known)
        return same_year if earlier else shift_date(same_year, -12)

    def fill(match: re.Match) -> str:
        known = {"Y": clock.year, "P": clock.page_year, "T": clock.this_year}.get(match[1], values.get(match[1]))
        if known in (None, ""):
            return ""
        step = match[2] or "+0"
        number = int(known) + (-int(values.get("n", 0)) if step == "-n" else int(step))
        return (
            f"{number:04d}"
            if match[1] in ("y", "y2", "Y", "P", "T")
            else f"{number:02d}"
            if match[1] != "q"
            else str(number)
        )

    filled = re.sub(r"\{(\w+?)([+-]\w)?\}", fill, template)
    return filled if re.match(r"\d{4}", filled) else ""


def _name_whole_period(first: str, last: str) -> tuple[str, str]:
    """Two months as the half year, quarter or year that they are, if they are one."""
    name = _WHOLE_PERIODS.get((first[5:], last[5:])) if first[:4] == last[:4] else None
    return (first[:4] + name,) * 2 if name is not None else (first, last)


def is_later(sdmx: str, than: str) -> bool:
    """Whether a period ends after another."""
    return bool(sdmx and than) and period_end_coordinate(sdmx) > period_end_coordinate(than)


def year_end(sdmx: str) -> str:
    """The month with which a date's year ends, of a whole year; any other date as it is."""
    return f"{sdmx}-M12" if len(sdmx) == 4 else sdmx


def up_to_middle(date: PageDate) -> tuple[str, str]:
    """The periods of a date; up to the middle of a year a flow is that of its first half."""
    return (f"{date.last[:4]}-S1",) * 2 if date.middle else (date.first, date.last)


def later_date(first: str, second: str) -> str:
    """The later of two dates that may be unknown."""
    return second if not first or is_later(second, first) else first


def year_end_before(sdmx: str) -> str:
    """The end of the year before a date: 2021-M12 for 2022 and 2022-M12."""
    return f"{int(sdmx[:4]) - 1}-M12"


def month_end(sdmx: str) -> str:
    """The month with which a period ends; a whole year as it is."""
    return sdmx if len(sdmx) == 4 else format_sdmx_month(parse_sdmx_period(sdmx).end)

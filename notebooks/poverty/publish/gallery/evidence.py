"""How we know: the printed figures that a chart rests on, and how sentences with two meanings were read."""

from math import inf

from poverty.packs.claims import Claim
from poverty.packs.load import Pack, Reading
from poverty.packs.readings import resolve_readings, restrict_to_evidence
from poverty.words.language import Language
from poverty.words.phrases import describe_figure, phrase_allowed_range, phrase_printed


def list_printed_figures(figure: dict, packs: dict[str, Pack], lang: Language) -> list[dict]:
    """The claims of a figure that stand in the packs, as the readings of its evidence settle them."""
    known = {slug: resolve_readings(restrict_to_evidence(p, figure["evidence"])).claims for slug, p in packs.items()}
    named = [_split(name, packs) for name in figure["claims"]]
    found = [(known[slug][own], packs[slug]) for slug, own in named if own in known.get(slug, {})]
    return [_printed(claim, pack, lang, "/" in figure["claims"][0]) for claim, pack in found]


def list_reading_answers(figure: dict, packs: dict[str, Pack], lang: Language) -> list[dict]:
    """The readings that a figure assumes, or shows side by side."""
    found = []
    told = {slug: restrict_to_evidence(pack, figure["evidence"]) for slug, pack in packs.items()}
    for tag in figure["readings"]:
        slug, own = _split(tag, packs)
        question, _, name = own.partition("=")
        group = told[slug].questions.get(question, []) if slug in told else []
        found += [_answer(reading, group, told[slug], lang) for reading in group if reading.name == name]
    return found


def _split(name: str, packs: dict[str, Pack]) -> tuple[str, str]:
    """The pack of a claim or a reading and its name there: with several provinces the name says which."""
    slug, slash, own = name.partition("/")
    return (slug, own) if slash else (next(iter(packs), ""), name)


def _answer(reading: Reading, group: list[Reading], pack: Pack, lang: Language) -> dict:
    """What is asked, how it was read, whether that is preferred, and why (in English)."""
    if reading.preferred:
        standing = lang.say("assumed here")
    elif any(other.preferred for other in group):
        standing = lang.say("not assumed, shown beside")
    else:
        standing = lang.say("open, shown beside the other readings")
    asks, label = (lang.label(text, pack.shared.labels) for text in (reading.asks, reading.label))
    return {"asks": asks, "label": label, "standing": standing, "reason": reading.reason}


def _printed(claim: Claim, pack: Pack, lang: Language, is_of_several: bool) -> dict:
    """A printed figure: what it is of, the numeral, what it allows, who printed it and where on the page."""
    source, names, none = claim.source, pack.province["name"], lang.say("no numeral")
    place = f"{names.get(lang.code, names['en'])}: " if is_of_several else ""
    when = lang.span(claim.start, claim.end) if claim.end else ""
    return {
        "what": place + describe_figure(claim, when, pack, lang),
        "printed": f"{phrase_printed(claim, pack, lang)} {_unit(claim, lang)}".rstrip() if claim.printed else none,
        "allows": _allowed(claim, lang),
        "title": source.title,
        "language": (source.language.strip(" )").split() or [""])[-1],  # of the title: "id (translated from vi)"
        "url": source.url if source.url.startswith(("https://", "http://")) else "",
        "publisher": f"{source.name_publisher(lang.code)}, {lang.published(source.published)}",
        "place": claim.locator,  # as the pack says it, in English
        "main": claim.primary and not pack.is_all_primary,
    }


def _unit(claim: Claim, lang: Language) -> str:
    """The unit as far as the name of what is counted leaves it open: percent, points, magnitudes, money."""
    if claim.base_unit == "percent":
        return "%"
    if claim.base_unit == "percentage points":
        return lang.say("points")
    words = [lang.label(claim.unit.split()[0])] if claim.magnitude > 1 else []
    return " ".join([*words, claim.base_unit] if claim.base_unit in ("VND", "USD") else words)


def _allowed(claim: Claim, lang: Language) -> str:
    """The range that people who write so mean, in the unit as printed, and whether the words set a limit."""
    if claim.bounds is None:
        return ""
    low, high = (end / float(claim.magnitude) for end in claim.limits("soft"))
    hard_low, hard_high = claim.limits("hard")
    return phrase_allowed_range(low, high, _unit(claim, lang), hard_low == -inf, hard_high == inf, lang)

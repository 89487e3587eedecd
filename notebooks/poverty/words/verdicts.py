"""Sentences about a source's own verdicts."""

from poverty.outlook.targets import JudgedTarget
from poverty.outlook.verdicts import VERDICT_REASONS, VerdictAnswer
from poverty.packs.claims import Claim
from poverty.words.language import Language


def phrase_verdict_reason(answer: VerdictAnswer, lang: Language) -> str:
    """Why the printed figures answer a source's own verdict as they do."""
    values = {name: _phrase_verdict_value(value, lang) for name, value in answer.values.items()}
    return lang.say(VERDICT_REASONS[answer.reason], **values)


def _phrase_verdict_value(value: object, lang: Language) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], JudgedTarget):
        return "; ".join(f"{_phrase_target(judged.target, lang)}: {lang.label(judged.verdict)}" for judged in value)
    if isinstance(value, tuple):
        return lang.range(*(lang.number(end, 1) for end in value))
    return lang.number(value) if isinstance(value, float) else str(value)


def _phrase_target(target: Claim, lang: Language) -> str:
    if target.statistic == "level":
        return lang.say("level %(n)s, %(when)s", n=target.printed, when=lang.date(target.end))
    return lang.say("fall %(n)s, %(when)s", n=target.printed, when=lang.span(target.start, target.end))

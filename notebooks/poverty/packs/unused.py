"""Rows that nothing is drawn from, named so that their silence is no surprise: no date, or of the province after."""

from collections.abc import Iterable

from poverty.packs.claims import Claim
from poverty.packs.messages import Message, message_many
from poverty.packs.readings import ResolvedClaims
from poverty.packs.vocabulary import INDICATORS

DATE_COLUMNS = ("from", "to")


def list_unused_rows(resolved: ResolvedClaims) -> list[Message]:
    """A sentence on rows without a date, and one on rows of the province that this one became part of.

    Example:
        >>> from poverty.packs.load import load_pack
        >>> from poverty.packs.readings import resolve_readings
        >>> list_unused_rows(resolve_readings(load_pack("quang-nam")))[0][:58]
        '1 row of a count or a rate has no date, so no chart and no'
    """
    sentences = []
    if undated := _list_ids(c for c in resolved.claims.values() if _is_undated(c, resolved)):
        text = message_many(
            "%(count)s row of a count or a rate has no date, so no chart and no table of years uses it. If the page "
            "says when, enter from and to: %(claims)s",
            "%(count)s rows of a count or a rate have no date, so no chart and no table of years uses them. If the "
            "page says when, enter from and to: %(claims)s",
            len(undated), claims=", ".join(undated),
        )  # fmt: skip
        sentences.append(text)
    if later := _list_ids(c for c in resolved.claims.values() if c.area == "successor"):
        text = message_many(
            "%(count)s row has the area successor: it is of the province that this one became part of, and no chart "
            "of this one uses it: %(claims)s",
            "%(count)s rows have the area successor: they are of the province that this one became part of, and no "
            "chart of this one uses them: %(claims)s",
            len(later), claims=", ".join(later),
        )  # fmt: skip
        sentences.append(text)
    return sentences


def _is_undated(claim: Claim, resolved: ResolvedClaims) -> bool:
    """Whether a number that holds at a date has none, and no answer to a question gives it one."""
    if claim.end or claim.bounds is None or not INDICATORS[claim.indicator].stock:
        return False
    return not any(o.claim_id == claim.id and o.column in DATE_COLUMNS for o in resolved.pack.overrides)


def _list_ids(claims: Iterable[Claim]) -> list[str]:
    """The ids of claims, in the order of their rows."""
    return [claim.id for claim in claims]

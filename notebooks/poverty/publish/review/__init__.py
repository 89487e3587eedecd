"""The page on which a person compares the rows of a draft with the text they are from.

It is one file in `build/`, which git ignores: the text is not ours to publish. The text is untrusted, and is shown as
text whatever stands in it; nothing is fetched, and no script runs but the one of the page.
"""

import base64
import hashlib
import re
from dataclasses import asdict
from pathlib import Path

from markupsafe import Markup

from poverty.packs.draft.merge import MergedRow, RowState
from poverty.packs.draft.proposals import Draft, Place
from poverty.publish.templates import load_template
from poverty.words.language import Language, translatable
from poverty.words.proposals import describe_proposal

HERE = Path(__file__).parent
BLOCK = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")  # lines between empty ones
AROUND = 40  # characters of text on each side of a numeral in a list
SURE, DOUBTFUL, LEFT = "sure", "doubtful", "left"
STATE_WORDS = {
    RowState.CHANGED: translatable("changed by a person, not confirmed yet"),
    RowState.CONFIRMED: translatable("confirmed by a person"),
    RowState.DELETED: translatable("taken out by a person"),
    RowState.TYPED: translatable("typed by a person"),
}
SETTLED = (RowState.CONFIRMED, RowState.DELETED, RowState.TYPED)


def build_review(draft: Draft, rows: tuple[MergedRow, ...], slug: str, name: str, lang: Language) -> bytes:
    """The review page of a draft, in a language.

    Args:
        draft: of the page.
        rows: each proposal with the row that stands for it.
        slug: the province.
        name: of the page's file.
        lang: of the reader.
    """
    shown = [_show_row(number, row, draft.text, lang) for number, row in enumerate(rows, start=1)]
    left = [
        {
            "id": f"l{number}", "start": one.place.start, "end": one.place.end, "kind": LEFT, "printed": one.printed,
            "reason": lang.retell(one.reason), "context": _cut_context(draft.text, one.place),
        }
        for number, one in enumerate(draft.left, start=1)
    ]  # fmt: skip
    doubtful = sorted((row for row in shown if row["kind"] == DOUBTFUL), key=lambda row: row["sure"])
    script = (HERE / "page.js").read_text(encoding="utf-8")
    given = {
        "say": lang.say, "say_many": lang.say_many, "code": lang.code, "locale": draft.locale, "slug": slug,
        "name": name, "rows": shown, "left": left, "doubtful": doubtful,
        "blocks": _split_blocks(draft.text, [*shown, *left]),
        "script": Markup(script), "digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }  # fmt: skip
    return load_template(HERE / "page.html.j2").render(given).encode()


def _show_row(number: int, row: MergedRow, text: str, lang: Language) -> dict:
    """What the page shows of a row."""
    proposal = row.proposal
    is_doubtful = bool(proposal.doubts) and row.state not in SETTLED
    return asdict(describe_proposal(row.cells, lang)) | {
        "id": f"r{number}", "number": number, "start": proposal.place.start, "end": proposal.place.end,
        "kind": DOUBTFUL if is_doubtful else SURE, "sure": proposal.sure, "claim": row.claim_id,
        "printed": row.cells["printed"], "doubts": [lang.retell(doubt) for doubt in proposal.doubts],
        "is_settled": row.state in SETTLED, "is_gone": row.state == RowState.DELETED,
        "state": lang.label(STATE_WORDS.get(row.state, "")), "locator": row.cells["locator"],
        "context": _cut_context(text, proposal.place),
    }  # fmt: skip


def _cut_context(text: str, place: Place) -> tuple[str, str, str]:
    """Some text before a numeral, the numeral, and some behind it, cut between words."""
    before, after = text[: place.start].rpartition("\n")[2], text[place.end :].partition("\n")[0]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return before, text[place.start : place.end], after


def _split_blocks(text: str, numerals: list[dict]) -> list[dict]:
    """The text in blocks between empty lines: each in pieces, of which some are numerals, and the rows beside it."""
    waiting = sorted(numerals, key=lambda one: one["start"])
    blocks = []
    for found in BLOCK.finditer(text):
        inside = [one for one in waiting if found.start() <= one["start"] < found.end()]
        pieces, at = [], found.start()
        for one in inside:
            if one["start"] >= at:  # one that lies within another has its row, and no mark of its own
                pieces += [(text[at : one["start"]], None), (text[one["start"] : one["end"]], one)]
                at = one["end"]
        pieces.append((text[at : max(at, found.end())], None))
        blocks.append({"pieces": pieces, "rows": [one for one in inside if one["kind"] != LEFT]})
    return blocks

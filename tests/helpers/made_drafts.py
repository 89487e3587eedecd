"""Drafts made by hand, as the engine would make them: a text, and what is proposed for some of its numerals."""

from poverty.packs.draft.proposals import Draft, LeftNumeral, Place, Proposal
from poverty.packs.messages import message

TEXT = """Kon Tum còn 9.812 hộ nghèo
26/12/2024

Theo Quyết định số 3147/QĐ-UBND, đến cuối năm 2024 toàn tỉnh còn 9.812 hộ nghèo, chiếm 4,37%. \
So với năm 2023 giảm 2.664 hộ.

Hộ nghèo dân tộc thiểu số chiếm 74,44%. <script>alert("x")</script> & hết.
"""
RATE = {"indicator": "poverty_rate", "unit": "percent", "base": "households"}
COUNT = {"indicator": "poor_households", "unit": "households"}
OF_EVERY_ROW = {
    "population": "all", "area": "province", "statistic": "level", "qualifier": "exact", "locale": "vi",
    "from": "2024-M12", "to": "2024-M12", "standard": "VN-2022", "status": "actual", "inferred": "standard",
}  # fmt: skip


def propose(text, printed, place, doubts=(), nth=0, **cells):
    """A row for the `nth` time that a numeral is printed; `place` is its paragraph and sentence."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(printed, start + 1)
    paragraph, sentence = place
    value = printed.replace(".", "").replace(",", ".")
    decimals = len(value.partition(".")[2])
    row = OF_EVERY_ROW | {
        "printed": printed, "locator": f"paragraph {paragraph}, sentence {sentence}", "value": value,
        "rounded_to": f"0.{'0' * (decimals - 1)}1" if decimals else "1",
    }  # fmt: skip
    row |= cells
    parts = [row["indicator"].replace("_", "-"), row["population"].replace("all", "").replace(" ", "-"),
             row["statistic"].replace("level", ""), row["to"][:4]]  # fmt: skip
    row["claim_id"] = "-".join(filter(None, parts))
    told = tuple(message("%(what)s", what=doubt) for doubt in doubts)
    found = Place(start, start + len(printed), paragraph, sentence)
    return Proposal(found, row, told, 0.4 if doubts else 0.95)


def leave(text, printed, reason="a law"):
    start = text.index(printed)
    return LeftNumeral(Place(start, start + len(printed), 1, 1), printed, message("%(what)s", what=reason))


def make_draft(text=TEXT):
    """The draft of a page like `TEXT`: whatever of its numerals the text has."""
    wanted = [
        ("9.812", (0, 1), (), 0, COUNT),
        ("9.812", (1, 1), (), 1, COUNT | {"together": "p1s1"}),
        ("4,37", (1, 1), (), 0, RATE | {"together": "p1s1"}),
        ("2.664", (1, 2), ("from when?",), 0,
         COUNT | {"statistic": "fall", "from": "2023-M12"}),
        ("74,44", (2, 1), ("a share or a rate?", "of whom?"), 0,
         RATE | {"statistic": "share", "base": "poor_households", "population": "ethnic minority"}),
    ]  # fmt: skip
    proposals = [propose(text, printed, place, doubts, nth, **cells)
                 for printed, place, doubts, nth, cells in wanted if text.count(printed) > nth]  # fmt: skip
    left = [leave(text, printed) for printed in ("3147", "26/12/2024") if printed in text]
    return Draft(text, "vi", tuple(proposals), tuple(left))

"""Measure the draft against pages whose rows a person entered: tests/data/draft/LANGUAGE/NN.txt and NN.csv.

Run: PYTHONPATH=notebooks python tests/helpers/draft_scores.py [folder] [language ...]
"""

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from poverty.packs.dates import parse_sdmx_period
from poverty.packs.draft.engine import draft_text
from poverty.packs.draft.proposals import Proposal

CORPUS = Path(__file__).parents[1] / "data" / "draft"
FIELDS = ("indicator", "unit", "qualifier", "statistic", "dates", "scope", "status", "base", "value")


@dataclass
class Score:
    """Counts over the pages of one language."""

    gold: int = 0
    proposed: int = 0
    right: Counter = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def rate(self, name: str) -> float:
        """The share of the found rows that are right in a field; of `found`, of all rows; of `false`, of proposals."""
        if name == "found":
            return self.right["found"] / max(self.gold, 1)
        if name == "false":
            return 1 - self.right["found"] / max(self.proposed, 1)
        return self.right[name] / max(self.right["found"], 1)


def score_folder(folder: Path) -> Score:
    """Draft every page of a folder and compare it with the rows beside it."""
    score = Score()
    for page in sorted(folder.glob("*.txt")):
        with page.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            gold = list(csv.DictReader(file))
        _compare_page(page, gold, list(draft_text(page.read_text(encoding="utf-8")).proposals), score)
    return score


def _compare_page(page: Path, gold: list[dict[str, str]], proposals: list[Proposal], score: Score) -> None:
    """Match each row with a proposal of its sentence that has its numeral, each used once."""
    score.gold += len(gold)
    score.proposed += len(proposals)
    pairs = _align(gold, proposals)
    for i, row in enumerate(gold):
        found = pairs.get(i)
        name = f"{page.parent.parent.name}/{page.stem} p{row['paragraph']}s{row['sentence']} {row['printed']}"
        if found is None:
            score.misses.append(f"{name}: not found ({row['indicator']})")
            continue
        proposals.remove(found)
        score.right["found"] += 1
        judged = {name: _pick(found.cells, name) == _pick(row, name) for name in FIELDS}
        judged["all three"] = judged["indicator"] and judged["unit"] and judged["qualifier"]
        for key, good in judged.items():
            score.right[key] += good
        wrong = [f"{key} {_show(found.cells, key)} for {_show(row, key)}" for key in FIELDS if not judged[key]]
        if wrong:
            score.misses.append(f"{name}: {'; '.join(wrong)}")
    score.misses += [
        f"{page.stem} {p.cells['locator']} {p.cells['printed']}: false row ({p.cells['indicator']})" for p in proposals
    ]


def _align(gold: list[dict[str, str]], proposals: list[Proposal]) -> dict[int, Proposal]:
    """The proposal for each row, by the numerals of both in the order of the text."""
    matcher = SequenceMatcher(
        None, [_bare(row["printed"]) for row in gold], [_bare(p.cells["printed"]) for p in proposals], autojunk=False
    )
    pairs = {}
    for block in matcher.get_matching_blocks():
        pairs |= {block.a + k: proposals[block.b + k] for k in range(block.size)}
    return pairs


def _bare(printed: str) -> str:
    """A numeral without its magnitude word and spaces."""
    return printed.lower().split(" ")[0] if printed[:1].isdigit() else printed.lower()


def _pick(cells: dict[str, str], name: str) -> tuple[str, ...]:
    """The cells of a field, dates as periods."""
    if name == "dates":
        return tuple(str(parse_sdmx_period(cells[c])) if cells[c] else "" for c in ("from", "to"))
    if name == "scope":
        return cells["population"], cells["area"]
    if name == "value":
        return tuple(str(float(cells[c])) if cells[c] else "" for c in ("value", "value_to"))
    return (cells[name],)


def _show(cells: dict[str, str], name: str) -> str:
    """The cells of a field as they stand."""
    columns = {"dates": ("from", "to"), "scope": ("population", "area"), "value": ("value", "value_to")}
    return " ".join(cells[column] or "-" for column in columns.get(name, (name,)))


def print_scores(folders: dict[str, Path]) -> None:
    """A table of the scores by language, and the misses."""
    scores = {language: score_folder(folder) for language, folder in folders.items()}
    names = ("found", "false", "all three", *FIELDS)
    print("language", *names, sep="\t")
    for language, score in scores.items():
        print(language, *(f"{score.rate(name):.3f}" for name in names), f"{score.gold} rows", sep="\t")
    for score in scores.values():
        print("", *score.misses, sep="\n")


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    languages = sys.argv[2:] or ["vi", "id", "en"]
    print_scores(
        {language: next(p for p in (root / language / "dev", root / language) if p.is_dir()) for language in languages}
    )

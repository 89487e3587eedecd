"""The hash of every table of every pack under both evidences: which of them a change of code or data moves.

    python tests/table_hashes.py            which tables are others than those held, with the first row that differs
    python tests/table_hashes.py --renew    the same, and hold them as they are now

The rows of before are those of the last commit, or of `--before COMMIT`: its tables are made again in a worktree.
"""

import argparse
import csv
import hashlib
import importlib
import inspect
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
HELD = ROOT / "tests" / "data" / "table_hashes.csv"
DRAFTS = "drafts"
ROOMS = ("bands", "trajectory", "trajectory.provinces", "jobs", "outlook")
HEAD = ("pack", "evidence", "table", "hash")
Name = tuple[str, str, str]  # pack, evidence, table


def build_tables(slugs: list[str] | None = None) -> dict[Name, str]:
    """Every table of some packs, or of all, as CSV: those that are exported, and those that notebooks alone show.

    Of a pack whose sources all count alike there is one evidence; "" is no pack. "drafts" are the pages in
    tests/data/draft, each with the rows that are proposed for it.
    """
    from poverty.packs.load import list_province_slugs, load_pack
    from poverty.packs.readings import restrict_to_evidence
    from poverty.tables import build_chart_tables, build_tidy_tables

    made: dict[Name, str] = {}
    for slug in slugs if slugs is not None else ["", DRAFTS, *list_province_slugs()]:
        if slug == DRAFTS:
            pages = sorted((ROOT / "tests" / "data" / "draft").glob("*/*.txt"))
            made |= {(DRAFTS, page.parent.name, page.stem): tabulate_draft(page) for page in pages}
            continue
        if not slug:  # of no province
            packs = [load_pack(each) for each in list_province_slugs()]
            made |= {("", "", name): _call(tabulate) for name, tabulate in list_table_functions().items()}
            made |= {("", "", name): _call(tabulate, packs) for name, tabulate in list_table_functions("packs").items()}
            continue
        pack = load_pack(slug)
        for evidence in ("all",) if pack.is_all_primary else ("all", "article"):
            shown = restrict_to_evidence(pack, evidence)
            tables = build_chart_tables(shown) | build_tidy_tables(shown)
            tables.pop("codebook")
            made |= {(slug, evidence, name): _write(table) for name, table in tables.items()}
            for name, tabulate in list_table_functions("pack").items():
                made[slug, evidence, name] = _call(tabulate, shown)
    return made


def tabulate_draft(page: Path) -> str:
    """The rows proposed for a page with their doubts, then the numerals that were left alone and why, as CSV."""
    from poverty.packs.draft.engine import draft_text

    draft = draft_text(page.read_text(encoding="utf-8"))
    rows = [p.cells | {"sure": p.sure, "look": "; ".join(p.doubts)} for p in draft.proposals]
    rows += [{"printed": left.printed, "look": left.reason} for left in draft.left]
    return _write(pd.DataFrame(rows))


def list_table_functions(*given: str) -> dict[str, Callable]:
    """The public functions of the rooms that make a table of what is given and of nothing else, by room and name."""
    found = {}
    for room in ROOMS:
        module = importlib.import_module(f"poverty.{room}")
        for name in getattr(module, "__all__", vars(module)):
            function = getattr(module, name)
            if not inspect.isfunction(function) or inspect.signature(function).return_annotation is not pd.DataFrame:
                continue
            asked = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
            if [p.name for p in asked if p.kind is not p.VAR_KEYWORD] == list(given):
                found[f"{room}.{name}"] = function
    return found


def _call(tabulate: Callable, *arguments: object) -> str:
    """A table as CSV; the sentence in which it is refused, where a pack allows none."""
    try:
        return _write(tabulate(*arguments))
    except ValueError as error:
        return f"refused\n{error}\n"


def _write(table: pd.DataFrame) -> str:
    """A table as CSV; the last digits of a float may depend on the version of Python, and say nothing."""
    return table.to_csv(index=False, float_format="%.9g")


def hash_table(text: str) -> str:
    """The hash of a table."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_held() -> dict[Name, str]:
    """The hashes that are held."""
    with HELD.open(encoding="utf-8", newline="") as file:
        return {(row["pack"], row["evidence"], row["table"]): row["hash"] for row in csv.DictReader(file)}


def list_changed(made: dict[Name, str], slugs: list[str] | None = None) -> list[Name]:
    """The tables that are others than those held, or are not held, or are no more; of some packs, or of all."""
    held, now = read_held() if HELD.is_file() else {}, {name: hash_table(text) for name, text in made.items()}
    names = {name for name in {*held, *now} if slugs is None or name[0] in slugs}
    return sorted(name for name in names if held.get(name) != now.get(name))


def build_tables_before(commit: str, slugs: list[str]) -> dict[Name, str]:
    """The tables of some packs as a commit makes them, in a worktree that is removed again."""
    with tempfile.TemporaryDirectory() as where:
        tree, out = Path(where) / "tree", Path(where) / "out"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
        try:
            told = f"import table_hashes as t; t.write_tables({slugs!r}, {str(out)!r})"
            paths = os.pathsep.join([str(tree / "notebooks"), str(Path(__file__).parent)])
            subprocess.run([sys.executable, "-c", told], cwd=tree, env=os.environ | {"PYTHONPATH": paths}, check=True)
            return {tuple(path.stem.split("__")): path.read_text(encoding="utf-8") for path in out.iterdir()}
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


def write_tables(slugs: list[str], folder: str) -> None:
    """Write the tables of those of some packs that there are, a file each."""
    from poverty.packs.load import list_province_slugs

    Path(folder).mkdir()
    for name, text in build_tables([slug for slug in slugs if slug in ("", DRAFTS, *list_province_slugs())]).items():
        (Path(folder) / f"{'__'.join(name)}.csv").write_text(text, encoding="utf-8")


def show_first_difference(before: str, now: str) -> str:
    """The first row that two tables do not share, with the names of the columns whose cells differ."""
    lines = zip_longest(*(list(csv.reader(text.splitlines())) for text in (before, now)), fillvalue=[])
    head = next(csv.reader(now.splitlines() or before.splitlines()))
    for number, (old, new) in enumerate(lines, 1):
        if old != new:
            cells = zip_longest(head, old, new, fillvalue="")
            told = [f"{name}: {a!r} is now {b!r}" for name, a, b in cells if a != b]
            return f"row {number}, {'; '.join(told)}"
    return "the rows are those of that commit: the hash was held before it"


def main() -> int:
    """Show what changed, and hold it if that is asked for; 1 if something changed and is not held."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--renew", action="store_true", help="hold the hashes as they are now")
    parser.add_argument("--before", default="HEAD", metavar="COMMIT", help="what to compare with (%(default)s)")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "notebooks"))
    made = build_tables()
    changed = list_changed(made)
    before = build_tables_before(options.before, sorted({name[0] for name in changed})) if changed else {}
    for name in changed:
        print(f"{', '.join(name)}: {show_first_difference(before.get(name, ''), made.get(name, ''))}")
    print(f"{len(changed)} of {len(made)} tables are others than those held")
    if options.renew:
        rows = [(*name, hash_table(text)) for name, text in sorted(made.items())]
        with HELD.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEAD, *rows])
    return int(bool(changed) and not options.renew)


if __name__ == "__main__":
    sys.exit(main())

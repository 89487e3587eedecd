"""Spoil a pack or a shared table in one way of many, and see what the commands make of it: `make fuzz`.

    python tests/fuzz.py                  5,000 cases, each kind as often as another
    python tests/fuzz.py --cases 60       fewer
    python tests/fuzz.py --case 1234      one again, with everything that is said

A case is refused (`check` or `draft` names the file and the mend, exits with 1 and writes nothing), or every table is
what it was, or, where its kind says so, it is another value that a person could have meant. A traceback, a command that
hangs and a number that changes without a word are failures. Kinds stand in `tests/helpers/corruptions.py`.
"""

import argparse
import hashlib
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent / "helpers"))
from corruptions import KINDS, OTHER, PACK, REFUSED, SAME, Kind, put, spoil
from spoilt_house import HUNG, Done, House, run_forked

CASES = 5000
SHOWN_EVERY = 250  # cases
LIMIT = 150  # seconds: more on a busy machine is a command that hangs
SLUGS = (  # small packs more often than others
    *("son-la", "lao-cai", "nusa-tenggara-timur") * 3, "thanh-hoa", "gia-lai", "tra-vinh", "soc-trang", "quang-nam",
)  # fmt: skip
DRAFTS = Path(__file__).parent / "data" / "draft"
OF_PACK = (*PACK, "province.toml", "drafted.csv", "own/groups.csv")
ACCEPTED = 10  # exit code of a child whose pack was accepted; the last line it prints is what the pack comes to


@dataclass(frozen=True)
class Case:
    """One corruption: of which kind, and where it is."""

    seed: int
    kind: Kind
    slug: str
    file: str
    content: bytes
    row: int | None


class Fuzz:
    """A house, what its packs are like while they are whole, and the cases tried in it."""

    def __init__(self, where: Path) -> None:
        self.house = House(where)
        sys.path.insert(0, str(self.house.root / "notebooks"))
        sys.dont_write_bytecode = True
        from poverty.__main__ import main
        from poverty.words.language import Language, list_languages

        for code in list_languages():
            Language(code).say("")  # catalogues do not depend on data/
        self.main = main
        self._whole: dict[str, str] = {}

    def choose(self, seed: int) -> Case:
        """The case of a seed: the kind by turns, everything else at random."""
        rng, kind = Random(seed), KINDS[seed % len(KINDS)]
        for _ in range(200):
            slug, name = rng.choice(SLUGS), rng.choice(kind.files)
            if name == "page":
                path = rng.choice(sorted(DRAFTS.glob("*/*.txt")))
                slug, file, whole = "fuzz-land", f"../{path.parent.name}-{path.name}", path.read_bytes()
            else:
                file = f"{slug}/{name.removeprefix('own/')}" if name in OF_PACK else name
                path = self.house.data / file
                whole = path.read_bytes() if path.is_file() else b""
                if not whole and name not in ("drafted.csv", "own/groups.csv"):
                    continue
            done = spoil(kind, name, whole, rng)
            if done:
                return Case(seed, kind, slug, file, *done)
        raise LookupError(f"{kind.name}: no pack has what this kind spoils")

    def try_case(self, case: Case) -> tuple[Done, str, str]:
        """Spoil, run, restore: how it ended, the outcome, and what is wrong with it ("" if nothing is)."""
        if case.slug == "fuzz-land":
            whole = self._recall(
                case.file, lambda: self._draft(case, (DRAFTS / case.file[3:5] / case.file[6:]).read_bytes())
            )
            done = self._draft(case, case.content)
            wrote = (self.house.data / case.slug).exists()
            outcome = self._name(done, SAME if done.code == 0 and whole == self._proposed else OTHER)
            self._clear_draft(case)
            return done, outcome, judge(case, done, outcome, wrote and outcome == REFUSED)
        read = self._recall(f"{case.slug} read", lambda: digest_read(case.slug))
        put(self.house.mark(case.file), case.content)
        before = self.house.list_files()
        done = run_forked(lambda: self._check(case, read), LIMIT)
        wrote = self.house.list_files() != before
        self.house.restore()
        outcome = self._name(done, SAME)
        if outcome == SAME and (made := done.out.splitlines()[-1]) != read:
            whole = self._recall(f"{case.slug} made", lambda: digest_made(case.slug))
            outcome = SAME if made == whole else OTHER
        return done, outcome, judge(case, done, outcome, wrote)

    def _recall(self, key: str, make: Callable[[], str]) -> str:
        if key not in self._whole:
            self._whole[key] = make()
        return self._whole[key]

    @staticmethod
    def _name(done: Done, accepted: str) -> str:
        """The outcome of a case."""
        if done.code == HUNG:
            return "hang"
        if "Traceback" in done.err or done.code in (70, 99) or done.code < 0:
            return "traceback"
        return REFUSED if done.code == 1 else accepted if done.code in (0, ACCEPTED) else ""

    def _check(self, case: Case, whole: str) -> int:
        """Check the pack, and print what it comes to: what was read, if that is as before, or all it makes."""
        if not case.file.startswith(case.slug):
            forget_shared_tables()
        code = self.main(["check", case.slug])
        if code:
            return code
        read = digest_read(case.slug)
        print(read if read == whole else digest_made(case.slug))
        return ACCEPTED

    def _draft(self, case: Case, content: bytes) -> str | Done:
        """Draft a page into a new pack; the rows that it holds then are kept for comparison."""
        self._clear_draft(case)
        page = self.house.root / case.file.removeprefix("../")
        put(page, content)
        done = run_forked(lambda: self.main(["draft", case.slug, str(page)]), LIMIT)
        written = self.house.data / case.slug / "reported.csv"
        proposed = written.read_text(encoding="utf-8") if written.is_file() else ""
        if content == case.content:
            self._proposed = proposed
            return done
        return proposed

    def _clear_draft(self, case: Case) -> None:
        """Undo a draft."""
        self.house.mark(case.slug)
        self.house.mark(case.file)
        self.house.restore()


def forget_shared_tables() -> None:
    """Clear what the parent remembers of files that all packs share."""
    modules = [m for name, m in sys.modules.items() if name.startswith("poverty.") and not name.endswith(".language")]
    for module in modules:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def digest_read(slug: str) -> str:
    """A fingerprint of everything that is read of a pack and of the tables that all packs share."""
    from poverty.outlook.scenarios import load_scenario_parameters
    from poverty.words.check import SHARED_TABLE_READERS, read_pack_and_shared_tables

    pack = read_pack_and_shared_tables(slug)
    shared = [load() for load in SHARED_TABLE_READERS]
    texts = [table.to_csv() if hasattr(table, "to_csv") else repr(table) for table in shared]
    read = (pack.province, pack.shared, pack.rows, pack.claims, pack.questions, pack.overrides, pack.drafted)
    return hash_text([*map(repr, read), *texts, repr(load_scenario_parameters(pack))])


def digest_made(slug: str) -> str:
    """A fingerprint of the tables and sentences of a pack, under both evidences."""
    from poverty.packs.load import load_pack
    from poverty.packs.readings import restrict_to_evidence
    from poverty.tables import build_chart_tables, build_tidy_tables
    from poverty.words.findings import FINDINGS_BY_SUBJECT
    from poverty.words.language import Language

    texts = []
    for evidence in ("all", "article"):
        pack = restrict_to_evidence(load_pack(slug), evidence)
        tables = build_chart_tables(pack) | build_tidy_tables(pack)
        texts += [f"{name}\n{table.to_csv()}" for name, table in tables.items()]
        texts += [
            repr(phrase(pack, Language(code))) for phrase in FINDINGS_BY_SUBJECT.values() for code in ("en", "vi")
        ]
    return hash_text(texts)


def hash_text(texts: list[str]) -> str:
    """The hash of some texts; where the house stands is left out."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def judge(case: Case, done: Done, outcome: str, wrote: bool) -> str:
    """What is wrong with the outcome of a case; "" if nothing is."""
    if outcome not in case.kind.may:
        return f"{outcome or f'exit code {done.code}'}, where {' or '.join(case.kind.may)} is due"
    if outcome != REFUSED:
        return ""
    name = case.file.rpartition("/")[2]
    if wrote:
        return "refused, and yet something was written"
    if case.slug == "fuzz-land":
        return "" if len(done.err.strip()) > 20 and done.err.count("\n") < 5 else "not said in a sentence"
    if not re.search(r"^\d+ faults?; nothing was written\n", done.err):
        return "no list of faults"
    faults = re.split(r"\n(?=\S)", done.err.strip())[1:]
    bare = [f for f in faults if not re.search(r"\n    expected: \S.*\n    to mend:  \S", f)]
    if bare:
        return f"a fault without what was expected or its mend: {bare[0]!r}"
    if not case.kind.elsewhere and not any(f.startswith(f"data/{case.file}") for f in faults):
        return f"{name} is not named"
    if (
        not case.kind.elsewhere
        and case.row
        and not any(re.match(rf"data/{case.file}(, row |: |, column )", f) for f in faults)
    ):
        return "no row is named"
    return ""


def run(cases: list[int], tell: bool) -> int:
    """Try the cases of some seeds; 1 if one of them failed."""
    counts: dict[str, Counter] = {}
    failed: list[str] = []
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as where:
        fuzz = Fuzz(Path(where))
        for tried, seed in enumerate(cases):
            if tried and tried % SHOWN_EVERY == 0:
                print(f"{tried} of {len(cases)} cases, {len(failed)} failed", file=sys.stderr, flush=True)
            case = fuzz.choose(seed)
            done, outcome, wrong = fuzz.try_case(case)
            counts.setdefault(case.kind.name, Counter())[outcome if not wrong else "WRONG"] += 1
            if wrong:
                failed.append(f"--case {seed}: {case.kind.name}, data/{case.file}, {case.slug}: {wrong}")
                print(failed[-1], file=sys.stderr, flush=True)
            if tell:
                where_it_is = f"data/{case.file}, row {case.row}, {case.slug}"
                print(f"{case.kind.name}: {where_it_is}\n{done.out}{done.err}{outcome} {wrong}")
    columns = (REFUSED, SAME, OTHER, "WRONG")
    if not tell:
        print(f"{'kind':<52}" + "".join(f"{name:>9}" for name in columns))
        for kind, counter in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
            print(f"{kind:<52}" + "".join(f"{counter[name] or '':>9}" for name in columns))
        took = time.perf_counter() - begin
        print(f"{len(cases)} cases of {len(counts)} kinds in {took:.0f} s, {took / len(cases):.2f} s each")
    print(f"{len(failed)} failed", *failed, sep="\n")
    return bool(failed)


def main() -> int:
    """Read the options, and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=CASES, help="how many (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: %(default)s)")
    parser.add_argument("--case", type=int, help="one seed alone, with everything that is said")
    options = parser.parse_args()
    if options.case is not None:
        return run([options.case], tell=True)
    return run(list(range(options.first, options.first + options.cases)), tell=False)


if __name__ == "__main__":
    sys.exit(main())

"""The worked example of the guide, done again: what the guide shows is what the commands say, in every language."""

import csv
import re

import pytest

from project_copies import ROOT, build_house, command
from sample_packs import sweep

GUIDES = {"en": "README.md", "vi": "README.vi.md", "id": "README.id.md"}
PAGE = "data/_template/example.txt"
ENTERED = {  # what the guide tells to enter, by file
    "province.toml": (
        ('"VN-00"', '"VN-28"'),
        ('# until = "2025-M06"', 'until = "2025-M06"'),
        ("# followed_by = { en =", "followed_by = { en ="),
    ),
    "sources.csv": (("hai năm,,", "hai năm,Kon Tum,"),),
}
CORRECTED = {"statistic": "relative fall", "from": "2021-M12", "to": "2023-M12", "base": ""}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return build_house(tmp_path_factory.mktemp("guide"), (), tuple(GUIDES))


def confirm_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {"confirmed": "yes"} | (CORRECTED if row["statistic"] == "unclear" else {})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("code", ["en", *map(sweep, ("vi", "id"))])
def test_the_guide_shows_what_the_commands_say(house, code):
    pack, said = house / "data" / "kon-tum", []

    def run(*arguments):
        done = command(house, *arguments, "--language", code)
        said.append((done.stdout + done.stderr).splitlines())
        return done.returncode

    try:
        assert run("draft", "kon-tum", PAGE) == 0
        assert run("check", "kon-tum") == 1
        confirm_rows(pack / "reported.csv")
        for name, changes in ENTERED.items():
            text = (pack / name).read_text(encoding="utf-8")
            for before, after in changes:
                assert before in text
                text = text.replace(before, after, 1)
            (pack / name).write_text(text, encoding="utf-8")
        assert run("check", "kon-tum") == 0
    finally:
        for path in pack.glob("*"):
            path.unlink()
        pack.rmdir()
    guide = (ROOT / "data" / GUIDES[code]).read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)\n```", guide, re.S)[:3]
    for block, lines in zip(blocks, said, strict=True):
        shown = [line for line in block.splitlines() if line != "..." and not line.startswith("$")]
        assert shown
        assert not set(shown) - set(lines)

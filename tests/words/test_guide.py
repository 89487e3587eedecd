"""The guides to writing a pack: tables as the schema has them, and the same parts in every language."""

import re
from pathlib import Path

import pytest

from poverty.words.guide import MADE_BELOW, PACK_FILES, list_guide_tables
from poverty.words.language import list_languages

DATA = Path(__file__).parents[2] / "data"
GUIDES = ("README.md", "README.vi.md", "README.id.md")


@pytest.mark.parametrize("name", [*GUIDES, "SHARED.md"])
def test_the_tables_are_what_the_schema_says(name):
    told = (DATA / name).read_text(encoding="utf-8").split(MADE_BELOW)[1].lstrip("\n")
    assert told == list_guide_tables()[name]


def test_every_language_has_a_guide():
    assert len(GUIDES) == len(list_languages())


def read_parts(name: str) -> list[tuple[int, int, int]]:
    """Of each section its tables' rows, its code blocks and its items."""
    head = (DATA / name).read_text(encoding="utf-8").split(MADE_BELOW)[0]
    return [
        (len(re.findall(r"^\|", part, re.M)), part.count("```"), len(re.findall(r"^- ", part, re.M)))
        for part in head.split("\n## ")
    ]


@pytest.mark.parametrize("name", GUIDES[1:])
def test_a_translated_guide_has_every_part(name):
    assert read_parts(name) == read_parts("README.md")


def test_files_and_commands_are_named_alike_in_every_language():
    named = re.compile(r"`([a-z_]+\.(?:csv|toml|txt)|make [a-z]+)")
    texts = [(DATA / name).read_text(encoding="utf-8").split(MADE_BELOW)[0] for name in GUIDES]
    assert len({tuple(sorted(set(named.findall(text)))) for text in texts}) == 1


def test_the_guide_names_every_file_of_a_pack():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in PACK_FILES)

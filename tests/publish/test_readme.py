"""The README files: their generated numbers, their links, their commands."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from poverty.publish import readme

ROOT = Path(__file__).parents[2]
FIGURES, DATA = ROOT / "figures", ROOT / "data"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fill(text: str) -> str:
    return readme.filled(text, "en", FIGURES, DATA)


@pytest.mark.parametrize(("name", "language"), readme.READMES.items())
def test_a_readme_says_what_the_committed_files_say(name, language):
    assert text_of(name) == readme.filled(text_of(name), language, FIGURES, DATA)


@pytest.mark.parametrize("name", readme.READMES)
def test_a_changed_digit_is_put_right(name):
    """Also shows that no part is empty, and that a part of its own stands on lines of its own, as Markdown needs."""
    text = text_of(name)
    for part in readme.PART.finditer(text):
        digit = re.search(r"\d(?=[^>]*<!-- end -->$)", part[0])
        assert digit, part[0]
        at = digit.start()
        spoilt = part[0][:at] + str((int(digit[0]) + 1) % 10) + part[0][at + 1 :]
        assert readme.filled(spoilt, readme.READMES[name], FIGURES, DATA) == part[0]
        begins_line = part.start() == 0 or text[part.start() - 1] == "\n"
        assert begins_line == (part[2] == "\n"), part[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- generated: chrat 02-trajectory -->x<!-- end -->", "unknown generated part 'chrat 02-trajectory'"),
        ("<!-- generated: chart 02-trajektory -->x<!-- end -->", "no chart '02-trajektory'"),
        ("<!-- generated: backtest cover -->x<!-- end -->", "has no 'cover' of the calibrated band"),
        ("<!-- generated: backtest figures: rates -->x<!-- end -->", "for 'rates'"),
        ("<!-- generated: claims -->x", "'claims' is not closed"),
        ("<!-- generated: claims -->x <!-- generated: years -->y<!-- end -->", "'claims' is not closed"),
        ("x<!-- end -->", "no generated part before it"),
    ],
)
def test_a_wrong_part_is_refused(text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        fill(text)


def test_text_outside_the_parts_stays():
    assert fill("5.09% <!-- a remark --> of `title`\n") == "5.09% <!-- a remark --> of `title`\n"


@pytest.mark.sweep
def test_only_a_changed_readme_is_written(monkeypatch, tmp_path):
    for name in readme.READMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(readme, "ROOT", tmp_path)
    assert readme.store() == []
    spoilt = text_of("README.vi.md").replace("0,69%", "0,96%")
    (tmp_path / "README.vi.md").write_bytes(spoilt.encode())
    assert readme.store() == ["README.vi.md"]
    assert (tmp_path / "README.vi.md").read_bytes() == (ROOT / "README.vi.md").read_bytes()
    (tmp_path / "README.id.md").write_bytes(b"<!-- generated: nothing -->0<!-- end -->")
    with pytest.raises(ValueError, match=r"README\.id\.md: unknown generated part 'nothing'"):
        readme.store()


def test_nothing_heavy_is_loaded():
    code = "import sys, poverty.publish.readme; sys.exit(bool({'pandas', 'matplotlib', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT / "notebooks", check=False).returncode == 0


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", readme.READMES)
def test_every_link_leads_somewhere(name):
    text = text_of(name)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("https://")]
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent.joinpath(path) if path else ROOT / name
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("name", readme.READMES)
def test_every_command_is_one_of_the_makefile(name):
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    code = re.findall(r"```.*?```|`[^`\n]+`", text_of(name), re.DOTALL)
    named = {target for span in code for target in re.findall(r"\bmake ([a-z][a-z-]*)", span)}
    assert {"briefing", "check", "draft"} <= named
    assert named <= targets, named - targets


def test_the_translations_have_the_same_parts_and_commands():
    """The same charts, numbers and commands, in any order of words."""

    def content(name: str) -> tuple:
        text = text_of(name)
        blocks = re.findall(r"^(?:make|python|\.venv).*?(?=  +#|$)", text, re.MULTILINE)
        return sorted(part[1] for part in readme.PART.finditer(text)), text.count("\n## "), blocks

    assert content("README.vi.md") == content("README.md") == content("README.id.md")


def test_the_readme_is_short():
    written = readme.PART.sub("", text_of("README.md"))  # without what is generated
    assert len(written.encode()) < 6500


def test_the_key_numbers():
    """Typed here, so that a mistake in what generates them cannot pass."""
    for number in ("5.09%", "0.69%"):
        assert number in text_of("README.md")
        for translation in ("README.vi.md", "README.id.md"):
            assert number.replace(".", ",") in text_of(translation)


@pytest.fixture
def small(tmp_path):
    """A province of three publications, with one chart, compared with one other province."""
    rows = {
        "data/here/sources.csv": "id,role\nA,primary\nB,corroborating\nC,corroborating",
        "data/here/reported.csv": "source_id,value,status,from,to\nA,5.1,actual,2001-M12,2003\n"
        "A,,actual,1990,1990\nA,4,target,2030,2030\nA,7,actual,,\nB,9,actual,1980,1980",
        "data/jobs/sources.csv": "id\nX",
        "data/jobs/reported.csv": "claim_id\nx1\nx2",
        "figures/provinces/data/levels.csv": "province,value\nhere,1\nthere,2\nthere,3",
        "figures/provinces/data/scores.csv": "figures_hidden,method,figures,places,coverage,gain\n"
        '"falling rates at year ends",calibrated band,40,12,0.934,0.3488\n'
        '"falling rates at year ends",log to linear,40,12,0.5,\nnear-poor rates,calibrated band,9,5,0.6667,',
    }
    for name, content in rows.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("\ufeff" + content, encoding="utf-8")
    manifest = {"figures": [{"id": "01-x", "title": {"vi": "Giảm 5,1%"}, "alt": {"vi": "Từ 9% xuống 3,9%."}}]}
    (tmp_path / "figures" / "here").mkdir()
    (tmp_path / "figures" / "here" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("part", "made"),
    [
        ("chart 01-x", "![Từ 9% xuống 3,9%.](figures/here/vi/01-x.svg)"),
        ("years", "2001–2003"),
        ("main-numbers", "3"),
        ("claims", "5"),
        ("publications", "3"),
        ("other-publications", "2"),
        ("other-provinces", "1"),
        ("job-numbers", "2"),
        ("job-publications", "1"),
        ("backtest figures", "40"),
        ("backtest coverage", "93%"),
        ("backtest gain", "35%"),
        ("backtest coverage: near-poor rates", "67%"),
    ],
)
def test_what_a_part_says(small, part, made):
    text = f"a <!-- generated: {part} -->old<!-- end --> b"
    assert readme.filled(text, "vi", small / "figures", small / "data", "here") == text.replace("old", made)

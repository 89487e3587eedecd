"""The numbered notebooks: where they are, what each says of itself, and its parameters.

A notebook says in its metadata whether it is of one province or of all, and whether it writes figures. Its first cell
holds literals, which the runner may set; whatever else somebody left there does no harm.
"""

import ast
import json
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from poverty.packs.files import BUILD, DEFAULT_PROVINCE, ROOT
from poverty.packs.messages import join, message
from poverty.publish.folders import OVERALL

NOTEBOOKS = ROOT / "notebooks"
TAG = "parameters"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}  # every Jupyter has one
NAME = re.compile(r"\d\d_[a-z_]+\.ipynb")
FIRST_LINE = f'PROVINCE = "{DEFAULT_PROVINCE}"  # a folder of data/'
PROVINCE_LINE = re.compile(r"^PROVINCE[ \t]*=.*$", re.MULTILINE)


class NotebookError(ValueError):
    """A notebook cannot be used; the message names the mend."""

    def __init__(self, notebook: Path, what: str) -> None:
        name = f"notebooks/{notebook.name}"
        mend = message("to mend:  %(mend)s", mend=f"git checkout {name}")
        super().__init__(join([join([name, what], ": "), mend], "\n    "))


def list_notebooks(province: str | None = None) -> list[Path]:
    """The numbered notebooks, in order; of another province than the default those that are of one province.

    Copies and notebooks of a person's own, which stand beside them, are left alone.

    Raises:
        NotebookError: a file is no notebook.
    """
    named = (path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if NAME.fullmatch(path.name))
    found = [path for path in named if "poverty" in _read_metadata(path)]
    if province is None or province == DEFAULT_PROVINCE:
        return found
    return [path for path in found if is_of_one_province(path)]


def executed_path(notebook: Path, province: str) -> Path:
    """Where the executed notebook of a province is kept: the default's in place, another's in build/<province>/."""
    return notebook if province == DEFAULT_PROVINCE else BUILD / province / notebook.name


def is_of_one_province(notebook: Path) -> bool:
    """Whether it is about one province; the others are about all of them."""
    return _about(notebook)["about"] == "province"


def publishes(notebook: Path) -> bool:
    """Whether it writes a folder of figures."""
    return _about(notebook)["publishes"]


def figures_folder(notebook: Path, province: str) -> str:
    """The folder of figures that it writes to: a province's, or that of all."""
    return province if is_of_one_province(notebook) else OVERALL


def read_parameters(notebook: Path) -> dict[str, object]:
    """The literals of the first cell, by name; what is no literal, or cannot be parsed, is left out."""
    try:
        tree = ast.parse("".join(parameters_cell(_read(notebook)["cells"], notebook)["source"]))
    except SyntaxError:
        return {}
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            with suppress(ValueError):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def parameters_cell(cells: list[dict], notebook: Path) -> dict:
    """The cell that is tagged as the one of parameters; a notebook without one is refused."""
    for cell in cells:
        if TAG in cell["metadata"].get("tags", []):
            return cell
    raise NotebookError(notebook, message("no cell is tagged '%(tag)s'", tag=TAG))


def restore_province(source: str) -> str:
    """The source of a first cell that names the default province, whatever somebody left there.

    Example:
        >>> restore_province('PROVINCE = "gia-lai"\\nEVIDENCE = "all"').splitlines()[1]
        'EVIDENCE = "all"'
    """
    if PROVINCE_LINE.search(source):
        return PROVINCE_LINE.sub(FIRST_LINE, source, count=1)
    return f"{FIRST_LINE}\n{source}"


def clean_metadata(content: dict) -> dict:
    """Remove from a notebook, in place, what an editor adds: the version of Python, how long cells took, how they look.

    Returns:
        the notebook.
    """
    content["metadata"].get("language_info", {}).pop("version", None)  # another Python would be a difference
    content["metadata"]["kernelspec"] = dict(KERNEL)  # VS Code calls it by the folder that it found it in
    for name in [*content["metadata"]]:
        if name not in ("kernelspec", "language_info", "poverty"):
            del content["metadata"][name]
    for cell in content["cells"]:
        cell["metadata"] = {"tags": cell["metadata"]["tags"]} if cell["metadata"].get("tags") else {}
    return content


def read_source(notebook: Path) -> bytes:
    """The cells of a notebook as they are run for the default province, without outputs: what its results rest on."""
    content = clean_metadata(_read(notebook))
    if is_of_one_province(notebook):
        cell = parameters_cell(content["cells"], notebook)
        cell["source"] = restore_province("".join(cell["source"]))
    return json.dumps([(c["cell_type"], "".join(c["source"]), c["metadata"]) for c in content["cells"]]).encode()


def _about(notebook: Path) -> dict:
    return _read_metadata(notebook)["poverty"]


def _read_metadata(notebook: Path) -> dict:
    return _parse_metadata(notebook, notebook.read_bytes())


@lru_cache(maxsize=64)
def _parse_metadata(notebook: Path, data: bytes) -> dict:
    """The metadata of a notebook; every province asks for them, and parsing is slow."""
    return _parse(notebook, data)["metadata"]


def _read(notebook: Path) -> dict:
    return _parse(notebook, notebook.read_bytes())


def _parse(notebook: Path, data: bytes) -> dict:
    try:
        content = json.loads(data.decode("utf-8"))
        content["cells"], content["metadata"]  # what every notebook has
    except (ValueError, KeyError, TypeError) as error:
        raise NotebookError(notebook, message("this is no notebook, or one that was not saved whole")) from error
    return content

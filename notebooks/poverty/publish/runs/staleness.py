"""What is out of date, by content and never by time: hashes of what a notebook rests on and of what it left."""

from functools import cached_property
from pathlib import Path

from poverty.packs.files import BUILD, COMMUNES_FOLDER, DATA, ROOT, figures_root, read_json_object
from poverty.publish import fingerprint, folders
from poverty.publish.runs import collection


def state_path(province: str) -> Path:
    """Where the last run of a province notes what it left."""
    return BUILD / province / "state.json"


def read_state(province: str) -> dict:
    """What the last run of a province noted, by notebook; nothing if it cannot be read."""
    return read_json_object(state_path(province))


class Inputs:
    """What notebooks rest on, as it was when this was first asked: each file is read once, for all provinces."""

    def __init__(self) -> None:
        self._sources: dict[Path, bytes] = {}
        self._packs: dict[str | None, str] = {}

    def hash(self, notebook: Path, province: str) -> str:
        """A hash of the cells of a notebook and of all that its results for a province rest on."""
        about = province if collection.is_of_one_province(notebook) else None
        if notebook not in self._sources:
            self._sources[notebook] = collection.read_source(notebook)
        if about not in self._packs:
            self._packs[about] = hash_inputs(about, self._shared)
        return fingerprint.hash_parts(self._sources[notebook], self._packs[about])

    @cached_property
    def _shared(self) -> str:
        return hash_shared_inputs()


def hash_notebook(notebook: Path, province: str, inputs: Inputs | None = None) -> dict[str, str]:
    """Hashes of what a notebook depends on and of what it left."""
    return {"inputs": (inputs or Inputs()).hash(notebook, province), "outputs": hash_outputs(notebook, province)}


def hash_outputs(notebook: Path, province: str) -> str:
    """A hash of what a notebook left."""
    left = [collection.executed_path(notebook, province)]
    if collection.publishes(notebook):
        where = figures_root() / collection.figures_folder(notebook, province)
        listed = folders.listed_files(folders.read_manifest(where))
        left += [where / "manifest.json", *(where / name for name in listed)]
    return fingerprint.hash_files(left)


def hash_inputs(province: str | None, shared: str = "") -> str:
    """A hash of what `hash_shared_inputs` covers, and of the pack of a province, or of all for None.

    No notebook reads the table of communes, and their rows travel to other machines by themselves.
    """
    files = (DATA / province if province else DATA).rglob("*")
    files = (path for path in files if path.parent.name != COMMUNES_FOLDER)
    packs = [path for path in files if path.suffix != ".md"]  # READMEs are written by a run, and rest on it
    return fingerprint.hash_parts(shared or hash_shared_inputs(), fingerprint.hash_files(packs))


def hash_shared_inputs() -> str:
    """A hash of what every province rests on: the package, the requirements, the shared data."""
    package = [path for path in fingerprint.PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    return fingerprint.hash_files({*package, *fingerprint.list_shared_data(), ROOT / "requirements.txt"})

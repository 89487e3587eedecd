"""What is out of date, by content and never by time: hashes of what a notebook rests on and of what it left."""

from pathlib import Path

from poverty.packs.files import BUILD, DATA, ROOT, figures_root, read_json_object
from poverty.publish import fingerprint, folders
from poverty.publish.runs import collection


def state_path(province: str) -> Path:
    """Where the last run of a province notes what it left."""
    return BUILD / province / "state.json"


def read_state(province: str) -> dict:
    """What the last run of a province noted, by notebook; nothing if it cannot be read."""
    return read_json_object(state_path(province))


def hash_notebook(notebook: Path, province: str) -> dict[str, str]:
    """Hashes of what a notebook depends on and of what it left."""
    own = collection.is_of_one_province(notebook)
    inputs = fingerprint.hash_parts(collection.read_source(notebook), hash_inputs(province if own else None))
    left = [collection.executed_path(notebook, province)]
    if collection.publishes(notebook):
        where = figures_root() / collection.figures_folder(notebook, province)
        listed = folders.listed_files(folders.read_manifest(where))
        left += [where / "manifest.json", *(where / name for name in listed)]
    return {"inputs": inputs, "outputs": fingerprint.hash_files(left)}


def hash_inputs(province: str | None) -> str:
    """A hash of the package, the requirements, the shared data, and the pack of a province, or of all for None."""
    package = [path for path in fingerprint.PACKAGE.rglob("*") if "__pycache__" not in path.parts]
    packs = (DATA / province).rglob("*") if province else DATA.rglob("*")
    return fingerprint.hash_files({*package, *fingerprint.list_shared_data(), *packs, ROOT / "requirements.txt"})

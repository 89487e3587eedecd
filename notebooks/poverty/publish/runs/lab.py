"""What JupyterLab does for this collection: looking at a notebook, and saving it then, changes nothing.

An editor adds the version of Python to every notebook that it opens, and so calls it changed. This extension of the
server, which `jupyter_server_config.d/poverty.json` in the environment names, gives it the version when it is opened
and removes it again before the file is saved.
"""

import platform

from jupyter_core.utils import ensure_async

from poverty.publish.runs.collection import clean_metadata


def clean_model(model: dict, **_: object) -> None:
    """Clean the metadata of one of our notebooks before it is saved; of other notebooks nothing."""
    if is_ours(model):
        clean_metadata(model["content"])


def add_version(model: dict) -> None:
    """Give one of our notebooks the version of Python that its kernel will have, for the editor that opens it."""
    if is_ours(model):
        model["content"]["metadata"].setdefault("language_info", {})["version"] = platform.python_version()


def is_ours(model: dict) -> bool:
    """Whether a file that the server reads or writes is a notebook of this collection, with its content."""
    return model["type"] == "notebook" and "poverty" in (model["content"] or {}).get("metadata", {})


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "poverty.publish.runs.lab"}]


def _load_jupyter_server_extension(server: object) -> None:
    manager = server.contents_manager
    manager.register_pre_save_hook(clean_model)
    read = manager.get

    async def get(*arguments: object, **options: object) -> dict:
        model = await ensure_async(read(*arguments, **options))
        add_version(model)
        return model

    manager.get = get

"""What JupyterLab does for this collection: saving a notebook that was only looked at changes nothing.

An editor adds the version of Python to every notebook that it opens. This extension of the server, which
`jupyter_server_config.d/poverty.json` in the environment names, removes it again before a file is saved.
"""

from poverty.collection import clean_metadata


def clean_model(model: dict, **_: object) -> None:
    """Clean the metadata of one of our notebooks before it is saved; of other notebooks nothing."""
    if model["type"] == "notebook" and "poverty" in (model["content"] or {}).get("metadata", {}):
        clean_metadata(model["content"])


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "poverty.lab"}]


def _load_jupyter_server_extension(server: object) -> None:
    server.contents_manager.register_pre_save_hook(clean_model)

"""What `pyproject.toml` says of this collection: the province whose notebooks and charts are kept in the repository."""

import tomllib

from poverty.packs.files import ROOT

_PROJECT_SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poverty"]
DEFAULT_PROVINCE: str = _PROJECT_SETTINGS["default-province"]

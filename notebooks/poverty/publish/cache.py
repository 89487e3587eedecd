"""What was made before, by a key that names everything it was made from: `build/cache/`.

A key is a hash of all inputs, so an entry never goes out of date; entries that nothing has asked for in a month are
removed.
"""

import os
import time
from pathlib import Path

from poverty.packs.files import BUILD, write_if_changed

FOLDER = "POVERTY_CACHE"  # environment variable: the folder to use instead of build/cache/, in a test
KEPT = 30 * 24 * 3600  # seconds


def get_entry(key: str) -> bytes | None:
    """What was stored under a key; None if nothing was, or an empty file that a power cut left."""
    path = _folder() / key
    try:
        data = path.read_bytes()
        if data:
            os.utime(path)
    except OSError:
        return None
    return data or None


def put_entry(key: str, data: bytes) -> None:
    """Store something under a key."""
    write_if_changed(_folder() / key, data)


def prune_cache() -> None:
    """Remove what nothing has asked for in a month, and what an interrupted write left."""
    oldest = time.time() - KEPT
    for path in _folder().glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(os.environ.get(FOLDER, BUILD / "cache"))

"""What of our environment reaches the process that holds the learner's code."""

from __future__ import annotations

import os

KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PYTHONPATH", "LD_LIBRARY_PATH")


def environment() -> dict[str, str]:
    """What a worker may know of our environment."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # glibc reserves 64 MB of addresses for each thread that allocates; a limit of memory counts addresses
    kept["MALLOC_ARENA_MAX"] = "2"
    # SQLite asks once, before there is a scratch folder: a worker may write in that only, and works there
    kept["SQLITE_TMPDIR"] = "."
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}

"""Links among the entries of a class's folder: followed only where no learner can have made them."""

from __future__ import annotations

import os
from pathlib import Path


def trusted() -> set[int]:
    """Whose links are followed: those of whoever runs this, and of the administrator."""
    return {0, os.geteuid()} if hasattr(os, "geteuid") else {0}


def leads_elsewhere(path: Path, trusted: set[int]) -> bool:
    """Whether it is a link that none of these accounts has made, or one to another entry of the same folder.

    Learners make them where they put their files there; what unpacks an archive makes them in its user's name.
    """
    if not path.is_symlink():
        return False
    return path.lstat().st_uid not in trusted or path.parent.resolve() in Path(os.path.realpath(path)).parents

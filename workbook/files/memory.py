"""A folder in memory, for files that come and go with every check: some disks take milliseconds to forget a folder.

Standard library only.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # what is in it is gone with the next start of the machine
ENOUGH = 2 << 30  # bytes that must be free there; a server under load was seen to take 0.1 of these 2 GB


def has_room() -> bool:
    """Whether there is such a folder, and enough of it is free; a container has a small one."""
    return os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH

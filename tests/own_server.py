"""What servers of the tests' own have in common: where a program is, and that its socket is waited for."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

PLACES = ("/usr/sbin", "/usr/local/sbin")  # beside those on the path: of programs for administrators
LOOK = 0.05  # seconds between two looks


def find(program: str) -> str | None:
    """Where it is; None where there is none."""
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *PLACES]))


def wait_for(socket: Path, process: subprocess.Popen, log: Path, seconds: int) -> None:
    """Return when the server has made its socket.  Raises RuntimeError, with the end of its log, if it does not."""
    for _ in range(round(seconds / LOOK)):
        if socket.exists():
            return
        if process.poll() is not None:
            break
        time.sleep(LOOK)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")

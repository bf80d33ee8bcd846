"""How much memory a process needed at its peak, as the kernel says."""

from __future__ import annotations

import re
from pathlib import Path

RESET_PEAK = "5"  # /proc/<pid>/clear_refs, in proc(5)


class Growth:
    """How many megabytes more than now process `pid` holds at its peak, from the making of this object on.

    `of_kernel` is None where the kernel does not tell: elsewhere than on Linux, or for a process of somebody else.
    """

    def __init__(self, pid: int):
        self.folder = Path(f"/proc/{pid}")
        try:
            (self.folder / "clear_refs").write_text(RESET_PEAK)
            self.base: float | None = self._status("VmRSS")
        except (OSError, LookupError):
            self.base = None

    def of_kernel(self) -> float | None:
        """The growth up to now, or None."""
        try:
            return None if self.base is None else max(0.0, self._status("VmHWM") - self.base)
        except (OSError, LookupError):
            return None

    def _status(self, name: str) -> float:
        found = re.search(rf"^{name}:\s*(\d+) kB", (self.folder / "status").read_text(), re.MULTILINE)
        if found is None:
            raise LookupError(name)
        return int(found[1]) * 1024 / 1e6

"""Which state of an exercise was judged, told so that one notices an editor that has not saved."""

from __future__ import annotations

import contextlib
import hashlib
import time
from dataclasses import dataclass

from workbook.files.exercise import Exercise, TooMuch

UNITS = ((60, "s"), (60, "min"), (24, "h"))


@dataclass(frozen=True)
class Saved:
    """The files of an exercise as they are: when the last of them was saved, and a fingerprint of all."""

    at: float
    fingerprint: str

    def told(self, unchanged: bool = False, after: Saved | None = None) -> str:
        """ "as saved 8 s ago"; and what is odd: unchanged since the last verdict, or other files `after` this one."""
        if not self.at:
            return ""
        said = f"as saved {ago(time.time() - self.at)} ago"
        if after is not None and after.fingerprint != self.fingerprint:
            return f"{said}, or as it was before: it was saved while it was judged, check again"
        return f"{said}, unchanged: did you save?" if unchanged else said


def saved(exercise: Exercise) -> Saved:
    """The state of an exercise's files now."""
    at, content = 0.0, hashlib.sha256()
    with contextlib.suppress(OSError, TooMuch):
        for file in exercise.files():
            at = max(at, file.stat().st_mtime)
            content.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Saved(at, content.hexdigest())


def ago(seconds: float) -> str:
    """ "8 s", "3 min", "5 h", "2 days"."""
    number = max(0.0, seconds)
    for size, unit in UNITS:
        if number < size:
            return f"{number:.0f} {unit}"
        number /= size
    return f"{number:.0f} days" if number >= 1.5 else "1 day"

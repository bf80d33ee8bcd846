"""Gets the judge of a kernel ready when the notebook's exercise is saved: `%check` then need not wait for it to start.

In a room, whoever saved some seconds ago has a judge that is there, also when many press `%check` at the same moment.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.notebook.magic import judge, this_notebook
from workbook.project import standing

EACH = 1.0  # seconds between two looks at the exercise
_followed: set[Path] = set()


def follow() -> None:
    """Look at the exercise of this notebook for as long as the kernel lives, between its cells."""
    root, stem = standing(), "ex" + this_notebook().removesuffix(".ipynb")
    if root is None or not Exercise.find(root / "exercises", stem).file.exists() or root in _followed:
        return
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # not in a kernel
        return
    _followed.add(root)
    seen = saved(root, stem)

    def look() -> None:
        nonlocal seen
        now = saved(root, stem)
        if now != seen:
            seen = now
            judge(root).get_ready([f"checker/test_{stem}.py"])
        loop.call_later(EACH, look)

    loop.call_later(EACH, look)


def saved(root: Path, stem: str) -> float:
    """When the exercise was saved last, or 0.0 if it is not there."""
    place = Exercise.find(root / "exercises", stem).place
    try:
        return max(path.stat().st_mtime for path in (place.glob("*.py") if place.is_dir() else [place]))
    except (OSError, ValueError):
        return 0.0

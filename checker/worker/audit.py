"""What the interpreter itself tells of, whatever a file does: texts that libraries evaluate, connections of SQLite.

An audit hook cannot be taken away (PEP 578): there is one for the process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from checker.wall.out_of_bounds import reached_by
from checker.wall.verdicts import Wrong

# what evaluates a text that a file gave it: an annotation in quotes, a relationship's condition
EVALUATING = {
    *("typing", "typing_extensions", "annotationlib", "inspect", "pydantic._internal._typing_extra"),
    *("sqlalchemy.orm.clsregistry", "sqlalchemy.util.typing", "fastapi.dependencies.utils"),
}
_opened: list[Callable[[Any], None]] = []
_at_work: list[bool] = []  # whether a file is loaded: libraries may evaluate what they like
_listening = False


def listen(opened: Callable[[Any], None]) -> None:
    """From now on call `opened` with each connection of sqlite3, however it came to be."""
    global _listening
    _opened[:] = [opened]
    if not _listening:
        _listening = True
        sys.addaudithook(_heard)


def forget() -> None:
    """Call nobody any more."""
    _opened.clear()


def look_at_texts(at_work: bool) -> None:
    """From now on refuse the texts that reach, or let all be."""
    _at_work[:] = [True] * at_work


def _heard(name: str, arguments: Any) -> None:
    if name == "compile":
        text = arguments[0]
        if _at_work and isinstance(text, str | bytes) and sys._getframe(1).f_globals.get("__name__") in EVALUATING:
            reached = reached_by(text if isinstance(text, str) else text.decode(errors="replace"))
            if reached:
                raise Wrong(f"a text in your file is evaluated, and reaches into the process that runs it ({reached})")
    elif name == "sqlite3.connect/handle":
        for opened in _opened:
            opened(arguments[0])

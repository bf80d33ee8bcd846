"""One result as text, for formats that know no parts; nothing in it that a check compares with."""

from __future__ import annotations

from typing import Any

from checker.reports.text import printable
from checker.wall.verdicts import PASSED

PARTS = {
    "called": "What was called",
    "happened": "What happened",
    "expected": "What was to hold",
    "statements": "SQL that was sent",
    "hint": "Hint",
}


def parts(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What there is to tell of a result: the part's name, its heading, its text."""
    if result["outcome"] == PASSED:
        return []
    texts = {name: "\n".join(result[name]) if name == "called" else result[name] for name in PARTS}
    return [(name, heading, printable(texts[name])) for name, heading in PARTS.items() if texts[name]]


def as_text(result: dict[str, Any]) -> str:
    """All of it, several lines; "" for what passed."""
    told = [("Outcome", result["outcome"])] * (result["outcome"] != PASSED)
    told += [(heading, text) for _, heading, text in parts(result)]
    return "\n".join(f"{heading}:\n{text}" if "\n" in text else f"{heading}: {text}" for heading, text in told)

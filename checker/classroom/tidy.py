"""What is kept of a result: without what differs from run to run though nothing else does, and not without end."""

from __future__ import annotations

import re
from typing import Any

MOST_TEXT = 20_000  # characters of what a check tells
SCRATCH = re.compile(r"\S*/(?:submission|check|workbook)_[a-z0-9_]{8}\b")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")


def tidied(result: dict[str, Any]) -> dict[str, Any]:
    """A result with all its texts tidied."""
    return {name: tidy(value) for name, value in result.items()}


def tidy(value: Any) -> Any:
    """Text without addresses in memory and the names of scratch folders, and not without end."""
    if isinstance(value, list):
        return [tidy(each) for each in value]
    if not isinstance(value, str):
        return value
    text = value if len(value) <= MOST_TEXT else value[:MOST_TEXT] + " …"
    return ADDRESS.sub("0x…", SCRATCH.sub("…", text))

"""One sentence on the usual cause of an exception: clues are read in the worker, told by the judge."""

from __future__ import annotations

from typing import Any

from checker.verdicts import Raised


def clues(problem: BaseException) -> dict[str, Any]:
    """Plain data that only the exception itself can tell (read in the worker)."""
    return {}


def sentence(raised: Raised) -> str:
    """The usual cause of what was raised, or ""."""
    if "'coroutine' object" in raised.message:
        return "A coroutine was used as if it were its result: an `await` is missing on that line."
    return ""

"""One sentence on the usual cause of an exception, from the clues that `workbook.clues.reading` read in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbook import errors


def sentence(clues: Mapping[str, Any]) -> str:
    """The usual cause of what was raised, and its cure; "" where nothing is known."""
    return errors.sentence(str(clues.get("cause")), clues)

"""One sentence on the usual cause of an exception, from the clues that `checker.clues` read in the worker."""

from __future__ import annotations

from checker.verdicts import Raised
from workbook import errors


def sentence(raised: Raised) -> str:
    """The usual cause of what was raised, and its cure; "" where nothing is known."""
    return errors.sentence(str(raised.clues.get("cause")), raised.clues)

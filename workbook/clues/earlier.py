"""Which of two exceptions came first: to leave a block can fail because of what ended it, and then hides that."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from workbook.passwords import without_passwords

MOST = 120  # characters of what it says


def first(problem: BaseException, is_theirs: Callable[[str], bool]) -> BaseException:
    """The exception that ended a block of the learner's, if `problem` is what leaving the block raised then.

    `problem` itself where it is not.
    """
    while (earlier := _before(problem, is_theirs)) is not None:
        problem = earlier
    return problem


def told(problem: BaseException, is_theirs: Callable[[str], bool]) -> str:
    """ "ValueError at ex04_transactions.py:31 (`…`): what it says"; a text that raises is left out."""
    try:
        said = " ".join(str(getattr(problem, "orig", None) or problem).split())
        said = without_passwords(said)
    except Exception:
        said = ""
    steps = [step for step in traceback.walk_tb(problem.__traceback__) if is_theirs(step[0].f_code.co_filename)]
    place = ""
    for frame, number in steps[-1:]:
        place = f" at {Path(frame.f_code.co_filename).name}:{number} (`{_line(frame, number)}`)"
    return f"{type(problem).__name__}{place}" + (f": {said[:MOST]}" if said else "")


def _before(problem: BaseException, is_theirs: Callable[[str], bool]) -> BaseException | None:
    if isinstance(problem, BaseExceptionGroup):  # it holds what came before
        return None
    theirs = [step for step in traceback.walk_tb(problem.__traceback__) if is_theirs(step[0].f_code.co_filename)]
    if not theirs or not _line(*theirs[-1]).startswith(("async with ", "with ")):
        return None
    (block, header), earlier = theirs[-1], problem.__context__
    while earlier is not None:
        inside = [number for frame, number in traceback.walk_tb(earlier.__traceback__) if frame is block]
        # a cancelled task's block says itself what that means
        if inside and inside[-1] > header and isinstance(earlier, Exception):
            return earlier
        earlier = earlier.__context__
    return None


def _line(frame: FrameType, number: int) -> str:
    return linecache.getline(frame.f_code.co_filename, number).strip()

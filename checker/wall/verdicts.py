"""The six outcomes of a check, and the exceptions that stand for all but the first.

A check that ends normally is `passed`; an AssertionError, a check's own or `Wrong`, is `wrong`; any other exception
means that the checker itself broke, and is never held against the learner.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

PASSED = "passed"
NOT_SOLVED = "not solved yet"
WRONG = "wrong"
RAISED = "raised"
TIMED_OUT = "timed out"
BROKE = "checker broke"

LOADING = "loading"  # a worker's word for a file that is being imported, or could not be

OUTCOMES = (PASSED, NOT_SOLVED, WRONG, RAISED, TIMED_OUT, BROKE)


class NotSolved(Exception):
    """The hole is still there, or the function or the file is not; the message is one line, `where` the hole's."""

    def __init__(self, why: str, where: str = ""):
        super().__init__(why)
        self.where = where


class Wrong(AssertionError):
    """The function cannot be judged as it stands: another signature, not `async`, a value that is not plain data."""


class TimedOut(Exception):
    """The check's time is over; the message says where the learner's code stood, if that could be seen, and `where`
    is their line, or "".  `printed` is what it had printed by then, and `loading` whether the file was being imported.
    """

    def __init__(self, why: str, where: str = "", printed: str = ""):
        super().__init__(why)
        self.loading = False
        self.where, self.printed = where, printed


@dataclass
class Frame:
    """One line of the learner's in a traceback."""

    where: str
    function: str
    line: str


@dataclass
class Raised(Exception):
    """The learner's code raised.

    `names` are the exception's class and its bases, nearest first; `frames` the learner's lines only, innermost
    last; `clues` is what the worker could read from the exception for the explanation (`checker.telling.explain`).
    """

    names: list[str]
    message: str
    frames: list[Frame] = field(default_factory=list)
    clues: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.names[0]}: {self.message}" if self.message else self.names[0]


def was_loading(problem: BaseException | None) -> bool:
    """Whether the learner's file could not be imported, or not in time: no check says more than the first."""
    return getattr(problem, "loading", False) or (isinstance(problem, Raised) and LOADING in problem.clues)


def outcome_of(problem: BaseException | None) -> str:
    """The outcome that an exception out of a check stands for; None stands for `passed`."""
    if problem is None:
        return PASSED
    for kind, outcome in ((NotSolved, NOT_SOLVED), (AssertionError, WRONG), (Raised, RAISED)):
        if isinstance(problem, kind):
            return outcome
    return TIMED_OUT if isinstance(problem, TimedOut | asyncio.TimeoutError) else BROKE

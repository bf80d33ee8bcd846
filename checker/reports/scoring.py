"""What a submission counts in every report: what grading gave, exercise by exercise, and what was changed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from checker.reports import points
from checker.reports.points import Score, plain
from checker.wall.verdicts import PASSED


@dataclass(frozen=True)
class Adjustment:
    """Points that an instructor adds to (or, below 0, takes from) what one exercise counts for one learner."""

    lesson: str
    function: str
    points: float
    comment: str = ""


@dataclass(frozen=True)
class Adjusted:
    """An adjustment, and how many of its points count."""

    by: Adjustment
    counted: float

    def __str__(self) -> str:
        its, counted = self.by, self.counted
        counts = f"{counted:+g} counts" if counted else "nothing of it counts"
        part = f" ({counts}: an exercise counts from 0 to all its points)" if counted != its.points else ""
        return f"{its.function}() {its.points:+g}{part}" + (f": {its.comment}" if its.comment else "")


@dataclass(frozen=True)
class Scored:
    """What one submission counts."""

    exercises: dict[tuple[str, str], Score] = field(default_factory=dict)
    """By lesson and function."""
    adjusted: list[Adjusted] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """All exercises together."""
        return sum(self.exercises.values(), Score())

    @property
    def change(self) -> float:
        """The points that count of all adjustments."""
        return plain(sum(each.counted for each in self.adjusted))

    def of_lesson(self, lesson: str) -> Score:
        """The exercises of one lesson together."""
        return sum((score for (its, _), score in self.exercises.items() if its == lesson), Score())


def scored(results: Iterable[dict[str, Any]], adjustments: Iterable[Adjustment] = ()) -> Scored:
    """What these results count, and these adjustments of them.

    No exercise counts less than 0, or more than could be got for it.  Where nothing was graded, nothing is adjusted.
    """
    found = {key: points.total(its) for key, its in points.by_exercise(results).items()}
    adjusted = []
    for each in adjustments:
        if (before := found.get((each.lesson, each.function))) is not None:
            after = plain(min(max(before.got + each.points, 0), before.possible))
            found[each.lesson, each.function] = replace(before, got=after)
            adjusted.append(Adjusted(each, plain(after - before.got)))
    return Scored(found, adjusted)


def all_points(checks: Iterable[dict[str, Any]]) -> Scored:
    """What these checks are worth: what counts where all of them pass."""
    return scored({**check, "outcome": PASSED} for check in checks)

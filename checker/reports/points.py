"""What a submission's checks are worth together: by exercise (a function), by lesson (a file), and in all.

The points of what passed are added up.  A check in which the checker itself broke counts neither for nor against: its
points are taken out of what was possible for that learner, and shown as `unscored`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from checker.wall.verdicts import BROKE, NOT_SOLVED, PASSED, RAISED, TIMED_OUT, WRONG


@dataclass(frozen=True)
class Score:
    """Points got, points that could be got, and points that could not be judged."""

    got: float = 0
    possible: float = 0
    unscored: float = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            plain(self.got + other.got),
            plain(self.possible + other.possible),
            plain(self.unscored + other.unscored),
        )

    @property
    def share(self) -> float | None:
        """From 0 to 1; None if nothing could be got."""
        return self.got / self.possible if self.possible else None


def plain(number: float) -> float:
    """A sum of points without the noise of binary fractions, and as an int if it is whole."""
    number = round(number, 6)
    return int(number) if number == int(number) else number


def of_check(result: dict[str, Any]) -> Score:
    """What one result counts."""
    worth = plain(result["points"])
    if result["outcome"] == BROKE:
        return Score(unscored=worth)
    return Score(got=worth if result["outcome"] == PASSED else 0, possible=worth)


def total(results: Iterable[dict[str, Any]]) -> Score:
    """The sum over these results."""
    return sum((of_check(result) for result in once(results)), Score())


def once(results: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each check once, in order: where its end broke after it had passed, the check broke."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for result in results:
        key = (result["exercise"], result["check"])
        if key not in found or result["outcome"] == BROKE:
            found[key] = result
    return list(found.values())


def by_exercise(results: Iterable[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The results of each function of each lesson: `("ex05_eager_loading", "orders_page")`."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for result in once(results):
        found.setdefault((result["exercise"], result["function"]), []).append(result)
    return found


def tried(results: Iterable[dict[str, Any]]) -> bool:
    """Whether the learner has written anything: some check got beyond the hole."""
    return any(result["outcome"] not in (NOT_SOLVED, BROKE) for result in results)


def telling(results: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The failures of one exercise that say what is wrong with it.

    Where something passed, each says something of its own.  Where nothing did, the first says it, and the others
    follow from it.
    """
    results = list(results)
    failed = [result for result in results if result["outcome"] in (WRONG, RAISED, TIMED_OUT)]
    return failed if any(result["outcome"] == PASSED for result in results) else failed[:1]


def misconceptions(results: Iterable[dict[str, Any]]) -> set[str]:
    """What one exercise shows to be misunderstood.

    A file that cannot be imported, or a function that raises whatever it is asked, shows nothing.
    """
    results = list(results)
    passed = any(result["outcome"] == PASSED for result in results)
    return {each["misconception"] for each in telling(results) if passed or each["outcome"] == WRONG} - {""}

"""A lab's file: which exercises it asks for, what each is worth, and how they are judged.  Standard library only.

title = "Week 3"
exercises = ["05", "06.add_books"]      # lessons, or single functions of them
time_limit = 10                         # seconds a check may take
seed = 7                                # of the random values
[points]                                # what all checks of an exercise are worth together
orders_page = 4
"06" = 10
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from workbook.learning.lessons import Lesson, find, lessons

KINDS: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "exercises": list,
    "points": dict,
    "time_limit": (int, float),
    "seed": int,
}


class NoLab(Exception):
    """A file is no lab; the message is a sentence that says why."""


@dataclass(frozen=True)
class Lab:
    """What a lab's file says; its `lessons` are in the order of the course."""

    title: str
    lessons: list[Lesson]
    functions: dict[str, frozenset[str]] = field(default_factory=dict)
    """By a lesson's stem the functions that are asked for, where these are not all."""
    points: dict[tuple[str, str], float] = field(default_factory=dict)
    """By a lesson's stem, and a function or "" for the whole lesson."""
    time_limit: float | None = None
    seed: int | None = None

    def asks(self, stem: str, function: str) -> bool:
        """Whether the checks of this function belong to it."""
        return any(each.stem == stem for each in self.lessons) and function in self.functions.get(stem, {function})

    def worth(self, checks: Iterable[tuple[str, str, str, float]]) -> dict[tuple[str, str], float]:
        """What each check is worth, by lesson and check, where this lab weighs it otherwise than the checks do.

        `checks` are a lesson, function, check and points each.  What an exercise is worth is shared out among its
        checks in hundredths of a point, by their own points, and adds up exactly.
        """
        checks = list(checks)
        found: dict[tuple[str, str], float] = {}
        for (stem, function), points in self.points.items():
            its = [each for each in checks if each[0] == stem and function in ("", each[1])]
            shares = _shared(points, [each[3] for each in its])
            found |= {(each[0], each[2]): share for each, share in zip(its, shares, strict=True)}
        return found


def read_lab(file: Path, root: Path) -> Lab:
    """The lab in a TOML file, of the lessons of the project at `root`.  Raises NoLab."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise NoLab(f"The lab {file} cannot be read ({problem.strerror}): give the path of its .toml file.") from None
    except ValueError as problem:
        raise NoLab(f"{file} is no lab: {problem}") from None
    for name, value in told.items():
        if name not in KINDS:
            raise NoLab(f"{file} is no lab: it says {', '.join(KINDS)}, and nothing else; {name!r} is none of these.")
        if not isinstance(value, KINDS[name]) or isinstance(value, bool):
            raise NoLab(f"{file}: {name} cannot be {value!r}.")
    if not told.get("exercises"):
        raise NoLab(f'{file} is no lab: it needs exercises = ["01", "05"], and nothing else is needed.')
    asked = [_exercise(file, root, str(word)) for word in told["exercises"]]
    whole = {each.stem for each, function in asked if not function}
    stems = {each.stem for each, _ in asked}
    lab = Lab(
        told.get("title", ""),
        [each for each in lessons(root) if each.stem in stems],
        {stem: frozenset(function for each, function in asked if each.stem == stem) for stem in sorted(stems - whole)},
        time_limit=_positive(file, "time_limit", told.get("time_limit")),
        seed=told.get("seed"),
    )
    for word, points in told.get("points", {}).items():
        lab.points[_weighed(file, root, lab, str(word))] = _points(file, word, points)
    for stem, function in lab.points:
        if function and (stem, "") in lab.points:
            raise NoLab(f"{file}: points are given for {stem} as a whole and for {function}: give one of them.")
    return lab


def exercise_named(root: Path, word: str) -> tuple[Lesson, str] | str:
    """The lesson and the function ("" for all) meant by "05", "orders_page" or "05.orders_page"; or why there is none.

    A function may be written as it is called, orders_page().
    """
    word = word.strip().removesuffix("()")
    lesson = find(root, word) if "." not in word.removesuffix(".py") else None
    by_name = [each for each in lessons(root) if word in each.functions]
    if len(by_name) == 1:
        return by_name[0], word
    if len(by_name) > 1:
        numbers = [f"{each.number}.{word}" for each in by_name]
        return f"{word!r} is in more lessons than one: say {' or '.join(numbers)}."
    if lesson is not None:
        return lesson, ""
    head, _, function = word.removesuffix(".py").partition(".")
    lesson = find(root, head)
    if lesson is not None and function in lesson.functions:
        return lesson, function
    if lesson is not None and function:
        return f"lesson {lesson.number} has no exercise {function!r}. It has: {', '.join(lesson.functions)}."
    if not word[:1].isdigit():
        close = difflib.get_close_matches(
            function or word, [name for each in lessons(root) for name in each.functions], 1
        )
        return f"there is no exercise {word!r}" + (f": is it {close[0]!r}?" if close else ".")
    return f"there is no lesson {word!r}. There are: {', '.join(each.number for each in lessons(root))}."


def _exercise(file: Path, root: Path, word: str) -> tuple[Lesson, str]:
    found = exercise_named(root, word)
    if isinstance(found, str):
        raise NoLab(f"{file}: {found}")
    return found


def _weighed(file: Path, root: Path, lab: Lab, word: str) -> tuple[str, str]:
    lesson, function = _exercise(file, root, word)
    asked = lab.asks(lesson.stem, function) if function else any(each.stem == lesson.stem for each in lab.lessons)
    if not asked:
        raise NoLab(f"{file}: points are given for {word}, which is not among its exercises.")
    return lesson.stem, function


def _points(file: Path, word: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1_000_000:
        raise NoLab(f"{file}: {word} cannot be worth {value!r} points.")
    return value


def _positive(file: Path, name: str, value: Any) -> float | None:
    if value is not None and not 0 < value <= 3600:
        raise NoLab(f"{file}: {name} is a number of seconds, up to an hour, and not {value!r}.")
    return None if value is None else float(value)


def _shared(points: float, weights: list[float]) -> list[float]:
    """Parts of `points` as `weights` have it, in hundredths; they add up to it."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    reached = [0.0]
    for weight in weights:
        reached.append(reached[-1] + weight)
    steps = [round(100 * points * each / total) / 100 for each in reached[:-1]] + [points]
    return [round(after - before, 6) for before, after in pairwise(steps)]

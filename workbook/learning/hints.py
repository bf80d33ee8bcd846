"""Hints in three levels, for the check that failed: where it is taught, which way to go, the line that matters."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.learning import source
from workbook.learning.lessons import Check, Lesson
from workbook.learning.progress import Progress


@dataclass(frozen=True)
class Hint:
    """One hint: its level of how many, the function and the sentence of the check it is for, and the text."""

    level: int
    most: int
    function: str
    sentence: str
    text: str

    def __str__(self) -> str:
        more = "Ask again for the next." if self.level < self.most else "That was the last one for this check."
        return f"{self.function}(): {self.sentence}\nHint {self.level} of {self.most}: {self.text}\n{more}"


def hint(root: Path, lesson: Lesson, function: str = "") -> Hint | None:
    """The next hint for the first check that failed last time; None when all checks of it pass."""
    progress = Progress(root)
    check = progress.failed(lesson, function)
    if check is None:
        return None
    line, most = _line(root, lesson, check.function), most_hints(root, lesson, check.function)
    level = progress.next_level(lesson, check, most)
    return Hint(level, most, check.function, check.sentence, _text(lesson, check, level, line))


def most_hints(root: Path, lesson: Lesson, function: str) -> int:
    """How many hints there are for each check of a function."""
    return 3 if _line(root, lesson, function) else 2  # an instructor may have taken the solutions out


def _line(root: Path, lesson: Lesson, function: str) -> str:
    """The line that matters; "" without solutions, and for a package, which is more than its function."""
    solution, mine = (Exercise.find(root / folder, lesson.stem) for folder in ("solutions", "exercises"))
    return "" if solution.is_package else line_that_matters(solution, mine, function)


def _text(lesson: Lesson, check: Check, level: int, line: str) -> str:
    if level == 1:
        under = f", under “{check.taught}”" if check.taught else ""
        return f"it is taught in {lesson.notebook}{under}."
    if level == 2:
        return check.hint or f"most who fail this check {check.misconception or 'have read its sentence too quickly'}."
    return f"in our solution, the line that matters is\n\n    {line}\n"


def line_that_matters(solution: Exercise, mine: Exercise, function: str) -> str:
    """The first statement of our function that the learner's does not have, or "" where there is no solution."""
    theirs = set(map(ast.unparse, _statements(mine, function)))
    ours = _statements(solution, function)
    lacking = [text for text in map(ast.unparse, ours) if text not in theirs]
    return next(iter(lacking), "")


def _statements(exercise: Exercise, function: str) -> list[ast.stmt]:
    """The simple statements in a function or class of an exercise, but for docstrings; [] if it is not there."""
    found = source.defined(exercise.text()).get(function)
    simple = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Raise)
    return [
        node
        for node in (ast.walk(found) if found else ())
        if isinstance(node, simple) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]

"""`--adjust FILE`: points changed by hand, held to the class before anything is graded.

The table has columns `learner`, `exercise`, `points` (added to what grading gave; below 0, taken away) and perhaps
`comment`.  The report keeps a copy, which counts for every later run into it until another table is given.
"""

from __future__ import annotations

import math
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from checker.classroom.roster import NoRoster, plain_name, rows_of
from checker.classroom.whom import Whom
from checker.reports.scoring import Adjustment, all_points
from workbook.learning.lab import exercise_named
from workbook.project import ROOT

KEPT = "adjustments.csv"
COLUMNS = ("learner", "exercise", "points", "comment")
NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,6})?")


class NoAdjustments(Exception):
    """A table of adjustments cannot be used; the message names the line, and says what to do."""


@dataclass(frozen=True)
class Given:
    """A table of adjustments, if there is one, and what it says, by learner."""

    file: Path | None = None
    by_learner: dict[str, list[Adjustment]] = field(default_factory=dict)

    def keep(self, out: Path) -> None:
        """Keep a copy in the report `out`, for later runs.  Raises OSError."""
        if self.file is not None and not ((out / KEPT).exists() and self.file.samefile(out / KEPT)):
            unfinished = out / f".{KEPT}.unfinished"
            shutil.copyfile(self.file, unfinished)
            unfinished.replace(out / KEPT)


def read(file: Path, who: Whom, worth: dict[tuple[str, str], float]) -> dict[str, list[Adjustment]]:
    """By learner, the adjustments in a CSV file; `worth` is what each exercise is worth.  Raises NoAdjustments."""
    try:
        (_, header), *rows = rows_of(file)[0]
    except NoRoster as problem:
        raise NoAdjustments(str(problem)) from None
    names = [plain_name(name) for name in header]
    lacking = [name for name in COLUMNS[:3] if names.count(name) != 1]
    if lacking:
        raise NoAdjustments(
            f"{file}: its first line must name the columns {', '.join(COLUMNS)}; {lacking[0]} is missing."
        )
    found: dict[str, list[Adjustment]] = {}
    lines: dict[tuple[str, str, str], int] = {}
    for line, row in rows:
        try:
            if any(row[len(header) :]):
                raise ValueError("it has more cells than the first line: put a text with commas in double quotes")
            cells = dict(zip(names, (each.strip() for each in row + [""] * len(header)), strict=False))
            learner = who.called(cells["learner"])
            lesson, function = _exercise(cells["exercise"], worth)
            points = _points(cells["points"], function, worth[lesson, function])
            before = lines.setdefault((learner, lesson, function), line)
            if before != line:
                raise ValueError(f"line {before} is for the same learner and exercise: make one line of the two")
        except ValueError as problem:
            why = str(problem).removesuffix(".")
            raise NoAdjustments(
                f"{file}, line {line}: {why}{'' if why.endswith('?') else '.'}  Nothing was graded."
            ) from None
        found.setdefault(learner, []).append(Adjustment(lesson, function, points, cells.get("comment", "")))
    return found


def given(config: pytest.Config, out: Path, who: Whom, checks: list[dict[str, Any]]) -> Given:
    """The table that is given, else the one that `out` has kept, else none.  Raises pytest.UsageError."""
    asked = config.option.adjust
    file = config.invocation_params.dir / Path(asked).expanduser() if asked else out / KEPT
    if not asked and not file.exists():
        return Given()
    worth = {key: score.possible for key, score in all_points(checks).exercises.items()}
    try:
        return Given(file, read(file, who, worth))
    except NoAdjustments as problem:
        more = "" if asked else "  An earlier run has kept this table: give it anew, mended, with --adjust."
        raise pytest.UsageError(f"{problem}{more}") from None


def _exercise(word: str, worth: dict[tuple[str, str], float]) -> tuple[str, str]:
    found = exercise_named(ROOT, word) if word else "it names no exercise."
    if isinstance(found, str):
        raise ValueError(found.removesuffix("."))
    lesson, function = found
    its = [key for key in worth if key[0] == lesson.stem and function in ("", key[1])]
    if not its:
        raise ValueError(
            f"{word} is not among the exercises that are graded: take the line out, or ask for it (-k, --lab)"
        )
    if len(its) > 1:
        raise ValueError(f"{word} has {len(its)} exercises: name one, as in {lesson.number}.{its[0][1]}")
    return its[0]


def _points(text: str, function: str, most: float) -> float:
    text = text.removeprefix("'").replace("\N{MINUS SIGN}", "-")
    if not NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is no number of points: write the points to be added, as in 2, 0.5 or -1")
    points = float(text.replace(",", "."))
    if not math.isfinite(points) or abs(points) > most:
        raise ValueError(f"{function}() is worth {most:g}: {text} cannot be added, only -{most:g} to {most:g} can")
    return points

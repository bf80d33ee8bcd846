"""Finds, in what a learner handed in, the lines that reach into the process that runs it: read by the judge, not run.

Values and the database the judge sees itself.  For a trace or a probe it has only the word of the worker, and whoever
holds the worker's own objects can have it say anything.  No exercise needs that, so there the judge takes no word from
a file that does it.  It is no proof of good faith: see docs/threat-model.md.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from checker.judge.source import READ_AS_IT_RUNS, Reading
from checker.wall.out_of_bounds import (
    AROUND,
    EXTENSIONS,
    ORDINARY,
    ORDINARY_EXTENSION,
    TO_THE_DRIVER,
    is_in,
)
from workbook.files.exercise import Exercise, TooMuch

MOST_BYTES = 300_000  # of one file: its tree takes several hundred times that
MOST_MODULES = 40  # that a file imports from beside it, or that a package holds
BINARY = (".so", ".pyc", ".pyd")


class TooLarge(ValueError):
    """There is more of the source than anybody writes for an exercise."""


def reaches(file: Path, solution: Path | None = None) -> str:
    """The first such line of a file, or of a module beside it that it imports: "ex05_….py:7 (gc)"; "" if there is none.

    Of a package every file is read, whether anything imports it or not: Alembic finds its revisions by themselves.
    With `solution`, speaking to the database past the engine is one too, unless the solution does.  A file that cannot
    be read or parsed has none: it cannot run either.
    """
    meant = AROUND
    if solution is not None:
        text = Exercise(solution).text()
        if text:
            meant = frozenset(word for word in AROUND if word in text)
            meant |= TO_THE_DRIVER if meant & TO_THE_DRIVER else meant  # there are several ways to it
    try:
        return next((place for place, what in _in_exercise(Exercise(file)) if what not in meant), "")
    except (RecursionError, MemoryError):
        return f"{file.name} (nested too deep to be read)"
    except TooLarge:
        return f"{file.name} (too large to be read)"


def is_ordinary(file: Path) -> bool:
    """Whether a file neither reaches into its process nor imports what could keep something there for the next check.

    That is a matter of speed, not of points: of any other file each check gets a worker of its own.
    """
    if Exercise(file).is_package:
        return False
    try:
        _, imported, _ = _read(file, file.stat().st_mtime_ns, file.stat().st_size)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(map(_is_ordinary, imported)) and not reaches(file)


def _is_ordinary(module: str) -> bool:
    if module.startswith(EXTENSIONS):
        return module.startswith(ORDINARY_EXTENSION)
    return is_in(ORDINARY, module)


def _in_exercise(exercise: Exercise) -> Iterator[tuple[str, str]]:
    seen: set[Path] = set()
    yield from _in(exercise.file, exercise.folder, seen)
    if exercise.is_package:
        try:
            files = exercise.files()
        except TooMuch as problem:
            yield f"{exercise.place.name} ({problem})", "no source"
            return
        for path in files:
            if path.suffix == ".py" and path not in seen:
                yield from _in(path, exercise.folder, seen)
            elif path.suffix in BINARY:
                yield f"{path.name} (no Python source)", "no source"


def _in(file: Path, folder: Path, seen: set[Path]) -> Iterator[tuple[str, str]]:
    is_theirs = not seen  # the exercise's own file, whose `getattr` looks at each name when it runs
    seen.add(file)
    if len(seen) > MOST_MODULES:
        raise TooLarge
    try:
        found, imported, strange = _read(file, file.stat().st_mtime_ns, file.stat().st_size)
        beside = os.listdir(folder)
    except TooLarge:
        raise
    except (OSError, SyntaxError, ValueError):
        return
    modules = {entry.split(".")[0] for entry in beside}
    found = sorted([*found, *((line, what) for line, what in strange if what.split(".")[0] not in modules)])
    for line, what in found:
        if what not in READ_AS_IT_RUNS or not is_theirs:
            yield f"{file.name}:{line} ({what})", what
    for name in imported:
        first, *rest = name.split(".")
        if not first:  # `from . import models`: of a package every file is read
            continue
        names = [entry for entry in beside if entry.startswith(first)]
        if names:
            place = folder.joinpath(first, *rest)
            for path in (place.with_suffix(".py"), place / "__init__.py"):
                if path.is_file() and path not in seen:
                    yield from _in(path, folder, seen)
        for entry in names:
            if entry.endswith(BINARY):
                yield f"{entry} (no Python source)", "no source"


@lru_cache(maxsize=64)
def _read(file: Path, changed: int, size: int) -> tuple[list[tuple[int, str]], list[str], list[tuple[int, str]]]:
    """The lines that reach, the modules that are imported, and the lines that import what is not known."""
    if size > MOST_BYTES:
        raise TooLarge
    tree = ast.parse(file.read_bytes())
    reading = Reading()
    reading.visit(tree)
    return sorted(reading.found), sorted(reading.modules), sorted(reading.strange)

"""What was saved, what is to be judged of it, and in which order: first the functions that were edited."""

from __future__ import annotations

import ast
import os
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.learning import source
from workbook.learning.lessons import Lesson, find, lessons
from workbook.learning.progress import Progress


def saves(root: Path, stop: threading.Event) -> Iterator[set[str]]:
    """The exercises ("ex05_eager_loading") that were saved, each time some were, until `stop` is set."""
    from watchfiles import watch  # here: nobody else needs it

    folder = (root / "exercises").resolve()
    for changed in watch(folder, stop_event=stop, debounce=400, raise_interrupt=False):
        # polling tells of the folder too
        inside = [Path(os.path.relpath(path, folder)) for _, path in changed if os.path.relpath(path, folder) != "."]
        names = {path.parts[0].removesuffix(".py") for path in inside}
        known = names & {lesson.stem for lesson in lessons(root)}
        if known:
            yield known


class Edits:
    """Remembers what each function looked like the last time."""

    def __init__(self, root: Path):
        self.root = root
        self._seen: dict[str, dict[str, str]] = {}

    def since(self, lesson: Lesson) -> list[str]:
        """The lesson's functions that are not as they were the last time; none when another part of the file is."""
        text = Exercise.find(self.root / "exercises", lesson.stem).text()
        now = {name: ast.dump(node) for name, node in source.defined(text).items()}
        before = self._seen.get(lesson.stem, now)
        self._seen[lesson.stem] = now
        changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        return [name for name in lesson.functions if name in changed] if changed <= {*lesson.functions} else []


def parts(lesson: Lesson, first: list[str]) -> list[list[str]]:
    """What to give to pytest, run after run: the checks of the functions that come first, then the rest."""
    file = f"checker/test_{lesson.stem}.py"
    split: list[list[str]] = [[], []]
    for check in lesson.checks:
        split[check.function not in first].append(f"{file}::{check.name}")
    return split if all(split) else [[file]]


def mistake(root: Path, lesson: Lesson) -> str:
    """Why the exercise is no Python, in one line, or ""."""
    for name, text in Exercise.find(root / "exercises", lesson.stem).sources().items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(text, name, "exec", dont_inherit=True)
        except SyntaxError as problem:
            return f"{name}, line {problem.lineno}: {problem.msg}"
        except ValueError as problem:
            return f"{name}: {problem}"
    return ""


def where_one_was(root: Path) -> Lesson:
    """The lesson of the last verdict if something is open there, else the first where something is."""
    progress = Progress(root)
    rows = progress.rows()
    last = find(root, progress.last())
    waiting = [row.lesson for row in rows if row.done < len(row.states)]
    return last if last in waiting and last is not None else next(iter(waiting), rows[0].lesson)

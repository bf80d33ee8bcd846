"""The words `progress`, `hint`, `reset` and `undo` after `python3 -m workbook`.  Standard library only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.learning.begin_again import CannotReset, remember_stubs, reset, undo
from workbook.learning.hints import hint
from workbook.learning.judge import Judge
from workbook.learning.lessons import Lesson, find, lessons
from workbook.learning.progress import Progress
from workbook.learning.solution import beside
from workbook.project import ROOT


def show_progress(arguments: list[str], root: Path = ROOT) -> int:
    """A row for each lesson, and what is next."""
    progress = Progress(root)
    rows = progress.rows()
    for row in rows:
        print(row)
    waiting = next((row for row in rows if row.done < len(row.states)), None)
    print(f"\nNext: {waiting.lesson.notebook}" if waiting else "\nEverything is solved.")
    if progress.said:
        print(progress.said)
    return 0


def give_hint(arguments: list[str], root: Path = ROOT) -> int:
    """`hint 05 [FUNCTION]`: the next hint for the first check that failed."""
    lesson = asked_for(arguments, root, "hint 05 orders_page")
    if lesson is None:
        return 2
    function = arguments[1].removesuffix("()") if len(arguments) > 1 else ""
    if function and function not in lesson.functions:
        return _refuse(f"{lesson.stem} has no exercise {function}(): it has {', '.join(lesson.functions)}.")
    given = hint(root, lesson, function)
    print(given or "All its checks passed the last time: there is nothing to hint at.")
    return 0


def show_solution(arguments: list[str], root: Path = ROOT) -> int:
    """`solution 05 FUNCTION`: ours beside the learner's, when that passes or after the last hint."""
    lesson = asked_for(arguments, root, "solution 05 orders_page")
    if lesson is None:
        return 2
    judge = Judge(root, dict(os.environ))
    try:
        shown = beside(root, lesson, arguments[1].removesuffix("()") if len(arguments) > 1 else "", judge)
    finally:
        judge.close()
    if isinstance(shown, str):
        return _refuse(shown)
    print(shown)
    return 0


def begin_again(arguments: list[str], root: Path = ROOT) -> int:
    """`reset 05 [FUNCTION]`, or `reset --all` after a question."""
    if arguments[:1] == ["--all"]:
        found = lessons(root)
        if not _sure(f"Put back the stubs of all {len(found)} lessons?  Your versions are kept.", arguments[1:]):
            print("Nothing was changed.")
            return 1
        kept = [_reset(root, lesson, "") for lesson in found]
        return 0 if all(kept) else 1
    lesson = asked_for(arguments, root, "reset 05 orders_page")
    if lesson is None:
        return 2
    return 0 if _reset(root, lesson, arguments[1].removesuffix("()") if len(arguments) > 1 else "") else 1


def bring_back(arguments: list[str], root: Path = ROOT) -> int:
    """`undo`: what the last `reset` or `update` replaced stands there again."""
    try:
        undone = undo(root)
    except CannotReset as problem:
        return _refuse(str(problem))
    if undone is None:
        return _refuse("There is nothing to bring back: nothing was reset or updated, or all of it was undone.")
    if undone.place is not None:
        print(f"{undone.place.relative_to(root)} is as it was before the last reset.")
        return 0
    print("The workbook is as it was before the last update.")
    for name in undone.since:
        print(f"{name} was changed since, and stays as it is.")
    return 0


def _reset(root: Path, lesson: Lesson, function: str) -> bool:
    remember_stubs(root, lessons(root))
    name = Exercise.find(root / "exercises", lesson.stem).place.relative_to(root).as_posix()
    what = f"{function}() in {name}" if function else name
    try:
        kept = reset(root, lesson, function)
    except CannotReset as problem:
        _refuse(str(problem))
        return False
    if kept is None:
        print(f"{what} is as it was handed out: there is nothing to put back.")
    else:
        print(f"{what} begins again.  Your version is kept: {kept.relative_to(root)}  (`python3 -m workbook undo`)")
    return True


def lesson_one_is_at(root: Path) -> Lesson | None:
    """The lesson of the last verdict, or the one after it where that is solved; None where there was none."""
    progress = Progress(root)
    if not progress.file.exists():
        return None
    rows, last = progress.rows(), progress.last()
    for row, following in zip(rows, [*rows[1:], *rows[-1:]], strict=True):
        if row.lesson.stem == last:
            return following.lesson if row.done == len(row.states) else row.lesson
    return None


def asked_for(arguments: list[str], root: Path, example: str) -> Lesson | None:
    """The lesson that is asked for; None, and it is said, where there is none."""
    found = find(root, arguments[0]) if arguments else None
    if found is None:
        numbers = ", ".join(each.number for each in lessons(root))
        asked = f"There is no lesson {arguments[0]!r}. " if arguments else ""
        _refuse(f"{asked}Say which, as in `python3 -m workbook {example}`. There are: {numbers}.")
    return found


def _sure(question: str, arguments: list[str]) -> bool:
    if arguments == ["--yes"]:
        return True
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2

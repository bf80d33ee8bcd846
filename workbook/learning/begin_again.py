"""Putting a stub back: the learner's version is kept under `.workbook/kept/`, and `undo` brings it back."""

from __future__ import annotations

import ast
import subprocess
import time
from pathlib import Path

from workbook.files.whole import write
from workbook.learning.lessons import Lesson
from workbook.learning.source import Definition, defined, holes, read


class CannotReset(Exception):
    """The stub cannot be put back; the message is a sentence that says what to do."""


def reset(root: Path, lesson: Lesson, function: str = "") -> Path | None:
    """Put the stub of an exercise file back, or of one function in it; where the learner's version is kept.

    None when there was nothing to put back.  Raise CannotReset if the stub is nowhere, there is no such function, or
    a file that is no Python should lose one function only.
    """
    file = root / "exercises" / f"{lesson.stem}.py"
    mine = file.read_text(encoding="utf-8") if file.exists() else ""
    new = stub = pristine(root, lesson)
    if function:
        if function not in lesson.functions:
            raise CannotReset(f"{file.name} has no exercise {function}(): it has {', '.join(lesson.functions)}.")
        new = _with_stub_of(mine, stub, function)
    if new == mine:
        return None
    kept = _keep(root, file, mine)
    write(file, new)
    return kept


def undo(root: Path) -> Path | None:
    """Bring back what the last `reset` replaced, and keep what stands there now in its place; the file, or None."""
    kept = sorted((root / ".workbook" / "kept").glob("*/ex*.py"), key=lambda path: path.parent.name)
    if not kept:
        return None
    last = kept[-1]
    file = root / "exercises" / last.name
    text, mine = last.read_text(encoding="utf-8"), file.read_text(encoding="utf-8") if file.exists() else ""
    _keep(root, file, mine, beside="undone")
    write(file, text)
    last.unlink()
    last.parent.rmdir()
    return file


def pristine(root: Path, lesson: Lesson) -> str:
    """The exercise file as it was handed out: from git's history, else as it was first seen.  Raise CannotReset."""
    path = f"exercises/{lesson.stem}.py"
    seen = root / ".workbook" / "stubs" / f"{lesson.stem}.py"
    versions = _git(root, "log", "--format=%H", "--", path).split()
    for text in (*(_git(root, "show", f"{version}:{path}") for version in versions), read(seen)):
        if _is_stub(text, lesson):
            return text
    raise CannotReset(
        f"The stub of {path} is nowhere to be found: this copy has no git history, and the file was changed before "
        "the workbook first saw it. Take it from a fresh copy of the workbook."
    )


def remember_stubs(root: Path, found: list[Lesson]) -> None:
    """Keep a copy of every exercise file that nobody has written in yet, for a project without git."""
    for lesson in found:
        text = read(root / "exercises" / f"{lesson.stem}.py")
        seen = root / ".workbook" / "stubs" / f"{lesson.stem}.py"
        if _is_stub(text, lesson) and text != read(seen):
            seen.parent.mkdir(parents=True, exist_ok=True)
            write(seen, text)


def _is_stub(text: str, lesson: Lesson) -> bool:
    return bool(text) and set(lesson.functions) <= holes(text)


def _with_stub_of(mine: str, stub: str, function: str) -> str:
    try:
        ast.parse(mine)
    except (SyntaxError, ValueError):
        raise CannotReset(
            "The file is no Python as it stands, so one function cannot be told from the next: reset it whole."
        ) from None
    theirs, ours = defined(mine).get(function), defined(stub)[function]
    text = "".join(stub.splitlines(keepends=True)[_first(ours) - 1 : ours.end_lineno])
    lines = mine.splitlines(keepends=True)
    if theirs is None:
        return mine.rstrip("\n") + "\n\n\n" + text.rstrip("\n") + "\n"
    return "".join([*lines[: _first(theirs) - 1], text.rstrip("\n") + "\n", *lines[theirs.end_lineno :]])


def _first(node: Definition) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _keep(root: Path, file: Path, text: str, beside: str = "kept") -> Path:
    stamp = time.strftime("%Y-%m-%d_%H-%M-%S") + f"-{time.time_ns() % 10**9:09}"
    kept = root / ".workbook" / beside / stamp / file.name
    kept.parent.mkdir(parents=True)
    write(kept, text)
    return kept


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

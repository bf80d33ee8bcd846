"""Putting a stub back: the learner's version is kept under `.workbook/kept/`, and `undo` brings it back."""

from __future__ import annotations

import ast
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from workbook.files.exercise import Exercise
from workbook.files.removing import remove
from workbook.files.swap import changed_since, is_committed_upon, put_back
from workbook.files.whole import write
from workbook.learning.lessons import Lesson
from workbook.learning.source import Definition, defined, holes


@dataclass(frozen=True)
class Undone:
    """What came back: the `place` of an exercise, or (None) a whole version, but for what was written `since`."""

    place: Path | None
    since: list[str] = field(default_factory=list)


class CannotReset(Exception):
    """The stub cannot be put back; the message is a sentence that says what to do."""


def reset(root: Path, lesson: Lesson, function: str = "") -> Path | None:
    """Put the stub of an exercise back, or of one function in it; where the learner's version is kept.

    None when there was nothing to put back.  Raise CannotReset if the stub is nowhere, there is no such function, or
    a file that is no Python should lose one function only.
    """
    exercise = Exercise.find(root / "exercises", lesson.stem)
    mine = exercise.sources()
    new = stub = pristine(root, lesson)
    if function:
        if function not in lesson.functions:
            raise CannotReset(f"{lesson.stem} has no exercise {function}(): it has {', '.join(lesson.functions)}.")
        new = mine | _with_stub_of(mine, stub, function)
    if new == mine:
        return None
    kept = _keep(root, lesson.stem)
    _put(root, new, replaced=[] if function else _places(root, lesson.stem))
    return kept


def undo(root: Path) -> Undone | None:
    """Bring back what the last `reset` or `update` replaced, and keep what stands there now; None if there was none.

    After an update, what the learner has written since stays as it is; raise CannotReset if they have committed since.
    """
    kept = [*(root / ".workbook" / "kept").glob("*/ex*"), *(root / ".workbook" / "kept").glob("*/update")]
    if not kept:
        return None
    last = max(kept, key=lambda path: path.parent.name)
    stem, stamp = last.stem, last.parent
    if stem == "update":
        if is_committed_upon(root, last):
            raise CannotReset(
                "You have committed since the last update, so it is part of your history: `git revert` takes it back. "
                f"What it replaced is kept in {last.relative_to(root)}; nothing was changed."
            )
        since = changed_since(root, last)
        put_back(root, last, since)
        remove(stamp)
        return Undone(None, sorted(name for name in since if not name.startswith(".")))
    _keep(root, stem, beside="undone")
    for place in _places(root, stem):
        _remove(place)
    for path in sorted(stamp.iterdir()):
        _copy(path, root / "exercises" / path.name)
    remove(stamp)
    return Undone(Exercise.find(root / "exercises", stem).place)


def new_keep(root: Path) -> Path:
    """Where to keep what is replaced now: a folder that is not there yet."""
    return _stamped(root, "kept")


def pristine(root: Path, lesson: Lesson) -> dict[str, str]:
    """The files of an exercise as it was handed out: from git's history, else as first seen.  Raise CannotReset."""
    paths = [f"exercises/{lesson.stem}.py", f"exercises/{lesson.stem}"]
    for version in _git(root, "log", "--format=%H", "--", *paths).split():
        names = _git(root, "ls-tree", "-r", "--name-only", version, "--", *paths).splitlines()
        texts = {name.removeprefix("exercises/"): _git(root, "show", f"{version}:{name}") for name in names}
        if _is_stub(texts, lesson):
            return texts
    texts = Exercise.find(root / ".workbook" / "stubs", lesson.stem).sources()
    if _is_stub(texts, lesson):
        return texts
    raise CannotReset(
        f"The stub of {lesson.stem} is nowhere to be found: this copy has no git history, and it was changed before "
        "the workbook first saw it. Take it from a fresh copy of the workbook."
    )


def remember_stubs(root: Path, found: list[Lesson]) -> None:
    """Keep a copy of every exercise that nobody has written in yet, for a project without git."""
    seen = root / ".workbook" / "stubs"
    for lesson in found:
        texts = Exercise.find(root / "exercises", lesson.stem).sources()
        if _is_stub(texts, lesson) and texts != Exercise.find(seen, lesson.stem).sources():
            _write(seen, texts)


def _is_stub(texts: dict[str, str], lesson: Lesson) -> bool:
    return bool(texts) and set(lesson.functions) <= {name for text in texts.values() for name in holes(text)}


def _with_stub_of(mine: dict[str, str], stub: dict[str, str], function: str) -> dict[str, str]:
    """The file of mine that has the function, by its name, with the stub of it in its place."""
    try:
        for text in mine.values():
            ast.parse(text)
    except (SyntaxError, ValueError):
        raise CannotReset(
            "The file is no Python as it stands, so one function cannot be told from the next: reset it whole."
        ) from None
    theirs = next(text for text in stub.values() if function in defined(text))
    ours = defined(theirs)[function]
    text = "".join(theirs.splitlines(keepends=True)[_first(ours) - 1 : ours.end_lineno]).rstrip("\n") + "\n"
    for name, source in mine.items():
        node = defined(source).get(function)
        if node is not None:
            lines = source.splitlines(keepends=True)
            return {name: "".join([*lines[: _first(node) - 1], text, *lines[node.end_lineno :]])}
    name = next(iter(mine or stub))  # the main file
    return {name: mine.get(name, "").rstrip("\n") + "\n\n\n" + text}


def _first(node: Definition) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _places(root: Path, stem: str) -> list[Path]:
    """The file and the folder of an exercise, those that are there."""
    places = [root / "exercises" / f"{stem}.py", root / "exercises" / stem]
    return [place for place in places if place.exists() or place.is_symlink()]


def _keep(root: Path, stem: str, beside: str = "kept") -> Path:
    """Copy what stands there, whatever it is; where to."""
    folder = _stamped(root, beside)
    folder.mkdir(parents=True)
    places = _places(root, stem)
    for place in places:
        _copy(place, folder / place.name)
    if not places:
        write(folder / f"{stem}.py", "")
    return folder / (places[0].name if places else f"{stem}.py")


def _stamped(root: Path, beside: str) -> Path:
    return root / ".workbook" / beside / (time.strftime("%Y-%m-%d_%H-%M-%S") + f"-{time.time_ns() % 10**9:09}")


def _copy(path: Path, to: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, to, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copyfile(path, to, follow_symlinks=False)


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        remove(place)
    else:
        place.unlink()


def _put(root: Path, new: dict[str, str], replaced: list[Path]) -> None:
    """Write these files, and of what they replace leave nothing else."""
    folder = root / "exercises"
    for place in replaced:
        if place.relative_to(folder).as_posix() not in new:  # a file that comes again is replaced whole, not removed
            _remove(place)
    _write(folder, new)


def _write(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / name, text)


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

"""The learner's file, in the worker: loading it, finding its functions, reading its exceptions."""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.exc import MissingGreenlet

from checker.wall.out_of_bounds import CONNECTING, is_out_of_bounds
from checker.wall.verdicts import NotSolved, Wrong
from workbook.files.exercise import Exercise
from workbook.passwords import without_passwords

MOST_MESSAGE = 2_000  # characters of an exception's message


class Learner:
    """The names of a learner's module: `learner.count_books` is what they wrote, or NotSolved if it is missing."""

    def __init__(self, path: Path):
        self.path = path
        self.exercise = Exercise(path)
        self.folder = str(self.exercise.folder)
        self.module: ModuleType | None = None
        self.loading = False
        """Whether the file is being imported, or could not be."""

    def is_theirs(self, file_name: str) -> bool:
        """Whether a file is the learner's: in the folder they handed in."""
        return file_name.startswith(self.folder)

    def load(self) -> None:
        """Import the file.  Raises NotSolved if it is not there, and whatever the file itself raises."""
        if self.module is not None:
            return
        try:
            source = self.path.read_bytes()
        except OSError as problem:
            absent = isinstance(problem, FileNotFoundError)
            name = self.exercise.name
            raise NotSolved(f"there is no {name}" if absent else f"{name} cannot be read: {problem.strerror}") from None
        self.loading = True
        name = self.exercise.module
        module = ModuleType(name)
        module.__file__ = str(self.path)
        module.__package__ = name.rpartition(".")[0]  # of a package, for `from .models import …`
        # the judge reads only the names that are written out
        module.__dict__.update(named(name), vars=shower(name), open=_open)
        sys.modules[name] = module
        exec(compile(source, str(self.path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - this is what a worker is for
        self.module, self.loading = module, False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self.module, name, None)
        if found is None:
            raise NotSolved(f"{self.exercise.name} has no function {name}()")
        if not callable(found):
            raise Wrong(f"{name} in {self.exercise.name} is no function but a value of type {type(found).__name__}")
        return found

    def is_hole(self, problem: BaseException) -> bool:
        """Whether an exception is a stub's `raise NotImplementedError`."""
        if not isinstance(problem, NotImplementedError):
            return False
        frames = [frame for frame, _ in traceback.walk_tb(problem.__traceback__)]
        return bool(frames) and self.is_theirs(frames[-1].f_code.co_filename)

    def task(self, hole: BaseException) -> str:
        """What a hole asks for: "Repository.get(): Return …", the first paragraph of its docstring."""
        *_, (frame, _) = traceback.walk_tb(hole.__traceback__)
        name = frame.f_code.co_qualname  # of a method, with its class
        found: Any = self.module
        for part in name.split("."):
            found = getattr(found, part, None)
        asked = (inspect.getdoc(found) or "").split("\n\n")[0] if callable(found) else ""
        return f"{name}()" + (": " + " ".join(asked.split()) if asked else "")

    def frames(self, problem: BaseException) -> list[dict[str, str]]:
        """The learner's lines in a traceback, innermost last; of a group, those of its first exception too."""
        found = [
            {"where": f"{Path(frame.filename).name}:{frame.lineno}", "function": frame.name, "line": frame.line or ""}
            for frame in traceback.extract_tb(problem.__traceback__)
            if self.is_theirs(frame.filename)
        ]
        if isinstance(problem, SyntaxError) and problem.filename and self.is_theirs(problem.filename):
            where = f"{Path(problem.filename).name}:{problem.lineno}"
            return [{"where": where, "function": "", "line": (problem.text or "").strip()}]
        if isinstance(problem, BaseExceptionGroup):
            found += self.frames(problem.exceptions[0])
        return found[-6:]


def names(problem: BaseException) -> list[str]:
    """The exception's class and its bases, nearest first; what it wraps (`.orig`) comes last."""
    found = [kind.__name__ for kind in type(problem).__mro__ if kind not in (BaseException, object)]
    wrapped = getattr(problem, "orig", None)
    return found + ([type(wrapped).__name__] if isinstance(wrapped, BaseException) else [])


def message(problem: BaseException) -> str:
    """What the exception says, shortened and without passwords; an exception whose text itself raises says so."""
    try:
        text = str(problem.msg) if isinstance(problem, SyntaxError) else str(problem)
        if isinstance(problem, BaseExceptionGroup):
            text += ": " + "; ".join(f"{type(each).__name__}: {each}" for each in problem.exceptions[:3])
    except Exception:
        return "(its text cannot be read)"
    # SQLAlchemy hides passwords; others, as Alembic's configuration, show the URL that they could not read
    text = without_passwords(text.split("\n(Background on this error")[0])
    if isinstance(getattr(problem, "orig", None), MissingGreenlet):
        text = text.split("\n[SQL:")[0]  # a query that was never sent, its parameters named by addresses
    return text if len(text) <= MOST_MESSAGE else text[:MOST_MESSAGE] + " …"


def shower(module: str) -> Callable[..., dict[str, Any]]:
    """The `vars` of a module: values only, under names that its file may name."""

    def shown(*things: Any) -> dict[str, Any]:
        if not things:  # as Python's own: of whoever calls
            return sys._getframe(1).f_locals
        if isinstance(things[0], ModuleType | type) or callable(things[0]):
            raise Wrong("vars() of a module, a class or a function reaches into the process that runs it")
        mine = type(things[0]).__module__ == module
        found = vars(*things)
        # its own objects' may be changed by it; of another's there is a copy
        return found if mine else {name: it for name, it in found.items() if not is_out_of_bounds(name, mine)}

    return shown


def _open(file: Any, *how: Any, **named: Any) -> Any:
    """The `open` of a module: of a path, not of a number, which may be any file or socket of the process."""
    try:
        path = str.__str__(os.fsdecode(file))  # an exact str: a class derived from it could be a number, too
    except TypeError:
        raise Wrong("open() of what is no path reaches into the process that runs it: no exercise needs this") from None
    if len(how) > len(("mode", "buffering", "encoding", "errors", "newline", "closefd")) or "opener" in named:
        raise Wrong("open() with an opener reaches into the process that runs it: no exercise needs this")
    return open(path, *how, **named)


def named(module: str) -> dict[str, Callable[..., Any]]:
    """The `getattr`, `setattr` and `delattr` of a module: of no attribute that its file may not name either."""

    def guarded(do: Callable[..., Any]) -> Callable[..., Any]:
        def done(thing: Any, name: str, *rest: Any) -> Any:
            # an exact str: a class derived from it could say of itself what it likes
            name = str.__str__(name) if isinstance(name, str) else name
            if isinstance(name, str) and is_out_of_bounds(name, mine=type(thing).__module__ == module):
                raise Wrong(f"{do.__name__}(…, {name!r}) reaches into the process that runs it: no exercise needs this")
            if do is not getattr and isinstance(thing, type) and thing.__module__ != module:
                raise Wrong(f"{do.__name__}() of a class that is not your own reaches into the process that runs it")
            if isinstance(thing, ModuleType) and thing.__name__.startswith("asyncpg") and name in CONNECTING:
                raise Wrong("a connection that SQLAlchemy knows nothing of: no exercise needs this")
            return do(thing, name, *rest)

        return done

    return {do.__name__: guarded(do) for do in (getattr, setattr, delattr)}

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

from checker.wall.out_of_bounds import (
    AROUND,
    EXTENSIONS,
    IN_TESTS,
    MODULES,
    NAMES,
    ORDINARY,
    ORDINARY_EXTENSION,
    TO_THE_DRIVER,
    is_out_of_bounds,
)
from workbook.files.exercise import Exercise, TooMuch

MOST_BYTES = 300_000  # of one file: its tree takes several hundred times that
MOST_MODULES = 40  # that a file imports from beside it, or that a package holds
BINARY = (".so", ".pyc", ".pyd")
UNREAD = " of a name that is not written out"


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
    except RecursionError:
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
        _, imported = _read(file, file.stat().st_mtime_ns, file.stat().st_size)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return False
    return all(map(_is_ordinary, imported)) and not reaches(file)


def _is_ordinary(module: str) -> bool:
    if module.startswith(EXTENSIONS):
        return module.startswith(ORDINARY_EXTENSION)
    parts = module.split(".")
    return any(".".join(parts[:length]) in ORDINARY for length in (1, 2))


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
        found, imported = _read(file, file.stat().st_mtime_ns, file.stat().st_size)
        beside = os.listdir(folder)
    except TooLarge:
        raise
    except (OSError, SyntaxError, ValueError):
        return
    for line, what in found:
        if what != "getattr" + UNREAD or not is_theirs:
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
def _read(file: Path, changed: int, size: int) -> tuple[list[tuple[int, str]], list[str]]:
    if size > MOST_BYTES:
        raise TooLarge
    tree = ast.parse(file.read_bytes())
    reading = _Reading()
    reading.visit(tree)
    return sorted(reading.found), sorted(reading.modules)


class _Reading(ast.NodeVisitor):
    """Collects the lines that reach, and the modules that are imported."""

    def __init__(self) -> None:
        self.texts: dict[str, set[str]] = {}  # what a comprehension's variable can be, where that is written out
        self.found: set[tuple[int, str]] = set()
        self.modules: set[str] = set()
        self.imported: set[str] = set()
        self.pytest: set[str] = set()  # the names it goes by

    def note(self, node: ast.AST, what: str) -> None:
        self.found.add((getattr(node, "lineno", 1), what))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            called = (alias.asname or alias.name).split(".")[0]
            if alias.name == "pytest":
                self.pytest.add(called)
                self.modules.add("pytest")
            else:
                self._module(node, alias.name)
            self.imported.add(called)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        name = node.module or ""
        if name == "pytest" and IN_TESTS.issuperset(alias.name for alias in node.names):
            self.modules.add(name)
            return
        self._module(node, name)
        for alias in node.names:
            self._module(node, f"{name}.{alias.name}".lstrip("."))
            self._attribute(node, alias.name)
            if alias.name == "attrgetter" and alias.asname:
                self.note(node, alias.name)
            if (name, alias.name) == ("sys", "path"):
                self.note(node, "sys.path")
            self.imported.add(alias.asname or alias.name)

    def _module(self, node: ast.AST, name: str) -> None:
        self.modules.add(name)
        first = name.split(".")[0]
        if name in MODULES or first in MODULES | AROUND:
            self.note(node, first if first in AROUND else name)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.pytest:
            self.note(node, "pytest")
        if node.id in NAMES:
            self.note(node, node.id + UNREAD * (node.id in ("getattr", "attrgetter")))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr == "attrgetter":
            self.note(node, node.attr)
        if _root(node.value) in self.pytest and isinstance(node.value, ast.Name) and node.attr in IN_TESTS:
            if not isinstance(node.ctx, ast.Load):
                self.note(node, f"a change to {ast.unparse(node)}")
            return
        self._attribute(node, node.attr, _is_own(node.value))
        if node.attr == "path" and _root(node) == "sys":
            self.note(node, "sys.path")
        if isinstance(node.ctx, ast.Store | ast.Del) and _root(node) in self.imported:
            self.note(node, f"a change to {ast.unparse(node)}")
        self.generic_visit(node)

    def _attribute(self, node: ast.AST, name: str, mine: bool = False) -> None:
        if is_out_of_bounds(name, mine):
            self.note(node, name)

    def visit_Assign(self, node: ast.Assign) -> None:
        if _root(node.value) in self.imported:  # another name for the same thing
            self.imported |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        for name in node.kwd_attrs:
            self._attribute(node, name)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[0] if node.args else None
        if name in ("setattr", "delattr") and _root(first) in self.imported:
            self.note(node, f"a change to {ast.unparse(first)}" if first is not None else name)
        texts = self._texts(node.args[1]) if len(node.args) > 1 else set()
        if name in ("getattr", "setattr", "delattr"):
            for text in texts:
                self._attribute(node, text, _is_own(first))
        words = [_text(arg) for arg in node.args]
        read = bool(texts) if name == "getattr" else _is_attrgetter(node.func) and bool(words) and all(words)
        if _is_attrgetter(node.func):
            for part in ".".join(filter(None, words)).split("."):
                self._attribute(node, part)
        if name == "open" and (first is None or _text(first) is None):
            self.note(node, "open")
        for child in ast.iter_child_nodes(node):
            if not (child is node.func and read):  # a name that can be read
                self.visit(child)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        self.visit(node.generators[0].iter)  # the one part that is evaluated outside
        outer, self.texts = self.texts, dict(self.texts)
        for each in node.generators:
            for name in ast.walk(each.target):
                self.texts.pop(getattr(name, "id", ""), None)
            values = [_text(value) for value in getattr(each.iter, "elts", [])]
            if isinstance(each.target, ast.Name) and values and all(values):
                self.texts[each.target.id] = set(filter(None, values))
        # every part once: what is visited twice at each level takes for ever at twenty levels
        for number, each in enumerate(node.generators):
            for part in (each.target, *([each.iter] if number else []), *each.ifs):
                self.visit(part)
        for field in ("key", "value", "elt"):
            if hasattr(node, field):
                self.visit(getattr(node, field))
        self.texts = outer

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_Lambda(self, node: ast.Lambda) -> None:
        outer, self.texts = self.texts, {}
        self.generic_visit(node)
        self.texts = outer

    def _texts(self, node: ast.AST) -> set[str]:
        text = _text(node)
        return {text} if text is not None else self.texts.get(node.id, set()) if isinstance(node, ast.Name) else set()


def _is_own(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _is_attrgetter(node: ast.AST) -> bool:
    return getattr(node, "id", getattr(node, "attr", "")) == "attrgetter"


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _root(node: ast.AST | None) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""

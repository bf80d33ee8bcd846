"""What lessons there are, read from their checks: no check is run or imported for it.  Standard library only."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Check:
    """One check: its `name`, the learner's `function` that it judges, its `sentence`, and the parts of its hint.

    `taught` is a heading of the lesson's notebook, `hint` points the way; `misconception` completes "most who fail this
    …".  `database` is the only one it exists on, or "".
    """

    name: str
    function: str
    sentence: str
    taught: str = ""
    hint: str = ""
    misconception: str = ""
    database: str = ""


@dataclass(frozen=True)
class Lesson:
    """One lesson: the `stem` of its exercise file ("ex05_eager_loading"), and its checks in order."""

    stem: str
    checks: list[Check] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.stem[2:4]

    @property
    def title(self) -> str:
        """ "Eager loading" for ex05_eager_loading."""
        return self.stem[5:].replace("_", " ").capitalize()

    @property
    def notebook(self) -> str:
        return f"notebooks/{self.stem.removeprefix('ex')}.ipynb"

    @property
    def functions(self) -> list[str]:
        """The learner's functions, in the order of their checks."""
        return list(dict.fromkeys(check.function for check in self.checks))


def lessons(root: Path) -> list[Lesson]:
    """All lessons of the project at `root`, in order."""
    return [lesson(path) for path in _files(root)]


def find(root: Path, asked: str) -> Lesson | None:
    """The lesson meant by "05", "5", "ex05", "eager" or "ex05_eager_loading"; None if none or several could be."""
    word = asked.lower().removesuffix(".py").removesuffix(".ipynb")
    number = re.match(r"(?:ex)?(\d{1,2})(?:_|$)", word)
    found = []
    for path in _files(root):  # by their names, for to read all of them takes longer than to judge one
        its, _, title = path.stem.removeprefix("test_ex").partition("_")
        if its == f"{int(number[1]):02}" if number else word and word in title:
            found.append(path)
    return lesson(found[0]) if len(found) == 1 else None


def _files(root: Path) -> list[Path]:
    return sorted((root / "checker").glob("test_ex[0-9][0-9]_*.py"))


def lesson(path: Path) -> Lesson:
    """The lesson whose checks are in the file at `path`."""
    found = path.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _read(path: Path, *state: int) -> Lesson:
    """As `lesson`; a kernel asks for all of them again and again."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    words = _words(body)
    found = [
        _check(node, words)
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]
    return Lesson(path.stem.removeprefix("test_"), found)


def _words(body: list[ast.stmt]) -> dict[str, str]:
    """The texts that have a name at the top of a file: a heading that several checks are taught under."""
    named: dict[str, str] = {}
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                named |= {name.id: _text(value, {}) for name, value in pairs if isinstance(name, ast.Name)}
    return named


def _check(node: ast.FunctionDef | ast.AsyncFunctionDef, words: dict[str, str]) -> Check:
    marks = {
        mark.func.attr: mark
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute)
    }
    sentence = " ".join((ast.get_docstring(node) or node.name).split("\n\n")[0].split())
    judges = marks.get("exercise")
    parts = {keyword.arg: _text(keyword.value, words) for keyword in judges.keywords} if judges else {}
    only = marks.get("only")
    return Check(
        node.name,
        _text(judges.args[0], words) if judges and judges.args else "",
        sentence,
        parts.get("taught", ""),
        parts.get("hint", ""),
        parts.get("misconception", ""),
        _text(only.args[0], words) if only else "",
    )


def _text(node: ast.expr, words: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return words.get(node.id, "")
    return str(node.value) if isinstance(node, ast.Constant) else ""

"""What a file defines, read from its syntax tree; where it cannot be parsed, line by line.  Nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_PARSED = 150_000  # bytes of a file: many times the longest solution
AT_THE_TOP = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.M)
WITHIN = (ast.If, ast.Try, ast.With)  # what is defined in one of these is still the module's
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass
class Definitions:
    """The names of a module, or of a package's modules together."""

    functions: set[str] = field(default_factory=set)
    """And classes."""
    assigned: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    holes: set[str] | None = field(default_factory=set)
    """Functions in which `NotImplementedError` is raised, as "Books.add"; None where that cannot be read."""
    open: bool = False
    """Whether there may be more, since it imports all of another module's names."""

    @property
    def made(self) -> set[str]:
        """All that is its own."""
        return self.functions | self.assigned


def definitions(sources: Iterable[str]) -> Definitions:
    """What these files define together."""
    found = Definitions()
    for source in sources:
        tree = _parsed(source)
        if tree is None:
            found.functions.update(AT_THE_TOP.findall(source))
            found.holes = None
            continue
        _of_module(tree, found)
        if found.holes is not None:
            found.holes |= _holes(tree)
    return found


def _parsed(source: str) -> ast.Module | None:
    if len(source) > MOST_PARSED:
        return None
    try:
        return ast.parse(source.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _of_module(tree: ast.Module, found: Definitions) -> None:
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, SCOPES):
            found.functions.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.assigned.update(each.id for each in targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
            found.open |= "*" in names
            found.imported.update(names)
        elif isinstance(node, (*WITHIN, ast.ExceptHandler)):
            waiting += ast.iter_child_nodes(node)


def _holes(tree: ast.Module) -> set[str]:
    holes: set[str] = set()
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, where = waiting.pop()
        if isinstance(node, ast.Raise) and where:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(raised, ast.Name) and raised.id == "NotImplementedError":
                holes.add(where)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, SCOPES):
                waiting.append((child, f"{where}.{child.name}".lstrip(".")))
            elif isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                waiting.append((child, where))
    return holes

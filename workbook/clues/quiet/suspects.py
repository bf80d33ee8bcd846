"""Clues in a function's source alone: what raises nothing, and is hardly ever meant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from workbook.clues.lines import shown
from workbook.clues.quiet import (
    calls,
    code,
    conditions,
    engines,
    handlers,
    objects,
    promises,
    queries,
    revisions,
    rows,
    services,
    sessions,
    tasks,
    testing,
    texts,
    transactions,
    values,
)

Clues = dict[str, str]
Reader = Callable[[ast.AST, ast.AST, ast.Module], Iterator[Clues]]
READERS: list[Reader] = [
    *queries.READERS,
    *conditions.READERS,
    *rows.READERS,
    *sessions.READERS,
    *objects.READERS,
    *revisions.READERS,
    *promises.READERS,
    *values.READERS,
    *engines.READERS,
    *code.READERS,
    *handlers.READERS,
    *services.READERS,
    *calls.READERS,
    *tasks.READERS,
    *testing.READERS,
    *texts.READERS,
    *transactions.READERS,
]
"""Each gets a node, the function or method it stands in, and the file."""
RAISING = {
    "returned out of its block",
    "id before the flush",
    "zero for none",
    "function for nothing",
    "compared for nothing",
    "named for nothing",
    "nothing returned",
    "never added",
    "called at once",
    "status second",
    "coroutine that nobody runs",
    "last round",
    "attribute of no column",
    "changed outside",
    "ended for the caller",
    "override called",
    "client of no host",
    "factory for a dependency",
    "assert of a coroutine",
    "key by the length",
    "asked first",
    "exception for a value",
    "add alone in a try",
    "driver's error caught",
    "one session for all",
    "listener that nobody awaits",
    "other column for a key",
    "expression as text",
    "commit in a savepoint",
    "result for an object",
    "plain context manager",
}
"""What can make something raise elsewhere, where nothing tells of it."""
MOST_TEXT, MOST_NODES = 20_000, 800  # of a file, of a function: each node is looked at beside the whole function


@lru_cache(maxsize=64)
def of_source(source: str, name: str, task: str = "") -> tuple[Clues, ...]:
    """The clues of one function or class, and of those of the same file that it names; of all where `name` is "".

    `task` is what the exercise says of it, where its own docstring was left out.
    Each has its "line".  None for a file that is longer than any exercise.
    Raises SyntaxError for what Python cannot read.
    """
    if len(source) > MOST_TEXT:
        return ()
    tree = ast.parse(source)
    found: list[Clues] = []
    for node in _reached(tree, name):
        if getattr(node, "name", "") == name and task and ast.get_docstring(node) is None:  # type: ignore[arg-type]
            node.body.insert(0, ast.Expr(ast.Constant(task)))  # type: ignore[attr-defined]
        for unit in _units(node):
            inside = [each for each in ast.walk(unit) if hasattr(each, "lineno")]
            for inner in inside if len(inside) < MOST_NODES else []:
                for reader in READERS:
                    found += [clues | {"line": str(inner.lineno)} for clues in reader(inner, unit, tree)]
    return tuple(found)


def _units(node: ast.stmt) -> list[ast.stmt]:
    """What shares its names: a function, each method of a class, and what else is in the class."""
    return node.body if isinstance(node, ast.ClassDef) else [node]


def _is_promise(node: Any) -> bool:
    """Whether it is a Protocol, which only says what others have."""
    return isinstance(node, ast.ClassDef) and any(shown(each).startswith("Protocol") for each in node.bases)


def _reached(tree: ast.Module, name: str) -> list[ast.stmt]:
    """The definition of this name, and those that it leads to."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    named: dict[str, Any] = {node.name: node for node in tree.body if isinstance(node, kinds)}
    if not name:
        return [*named.values()]
    aliases = {shown(node.targets[0]): node for node in tree.body if isinstance(node, ast.Assign)}
    reached: list[str] = []
    waiting = [name]
    while waiting:
        current = waiting.pop()
        node = named.get(current) or aliases.get(current)
        if node is not None and current not in reached:
            reached.append(current)
            waiting += [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    routes = [node for node in named.values() if getattr(node, "decorator_list", []) and name == "create_app"]
    reached = [each for each in reached if each == name or not _is_promise(named.get(each))]
    return [named[each] for each in reached if each in named] + [node for node in routes if node.name not in reached]

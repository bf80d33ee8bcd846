"""What is asked of a function's source: whose columns these are, what a name was given, what is called in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from workbook.bookshop import Base
from workbook.clues.lines import shown

Function = ast.FunctionDef | ast.AsyncFunctionDef
MODELS: dict[str, Any] = {mapper.class_.__name__: mapper for mapper in Base.registry.mappers}


def column(node: ast.AST) -> str:
    """`User.email`, if the bookshop has such a column; "" for anything else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        mapper = MODELS.get(node.value.id)
        return shown(node) if mapper is not None and node.attr in mapper.column_attrs else ""
    return ""


def own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions and classes in it."""
    for each in ast.iter_child_nodes(node):
        yield each
        if not isinstance(each, Function | ast.Lambda | ast.ClassDef):
            yield from own(each)


def parameters(function: ast.AST) -> list[ast.arg]:
    """Those of a function by position, and of the functions in it."""
    return [each for inner in ast.walk(function) for each in getattr(getattr(inner, "args", None), "args", [])]


def task(function: ast.AST) -> str:
    """What the exercise asks of a function, its docstring, in one line."""
    said = ast.get_docstring(function) if isinstance(function, Function) else None
    return " ".join((said or "").split())


def given(name: str, function: ast.AST) -> list[ast.expr]:
    """What a function gives to a name."""
    made = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    return [node.value for node in made if name in map(shown, node.targets)]


def meant(node: ast.AST, function: ast.AST) -> Iterator[ast.AST]:
    """All nodes of an expression, and of what the function gave to the names in it, each name once."""
    waiting, seen = [node], set()
    while waiting:
        for each in ast.walk(waiting.pop()):
            yield each
            if isinstance(each, ast.Name) and each.id not in seen:
                seen.add(each.id)
                waiting += given(each.id, function)


def is_statement(node: ast.AST) -> bool:
    """Whether it is a call of `select()` and its like, or of a method of what that gives."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"select", "insert", "update", "delete"}


def says(function: ast.AST, *names: str) -> bool:
    """Whether a method or function of one of these names is called in it."""
    return any(called(each) in names for each in ast.walk(function) if isinstance(each, ast.Call))


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))

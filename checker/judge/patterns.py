"""Which classes a pattern may ask by position: `case OutOfStock(title)` reads attributes that the class names.

A class made with a metaclass, or by a call, can say that anything is one of its own, and name any attribute.
"""

from __future__ import annotations

import ast
import builtins
from collections import Counter

# https://docs.python.org/3/reference/compound_stmts.html#class-patterns: of these the position is the object itself
WHOLE = {"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"}
BASES = frozenset(name for name, it in vars(builtins).items() if isinstance(it, type) and issubclass(it, Exception))
MAKES_FIELDS = {"dataclasses.dataclass", "typing.NamedTuple"}


def plain_classes(tree: ast.Module) -> frozenset[str]:
    """The names that stand, everywhere in a source, for such a class: Python's own, and those it defines plainly."""
    nodes = list(ast.walk(tree))
    bound = Counter(name for node in nodes for name in _binds(node))
    if bound["*"]:  # by which any name may be another's
        return frozenset()
    paths = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
    }
    plain = {name for name in WHOLE | BASES | {"object"} if not bound[name]}
    plain |= {name for name, path in paths.items() if path in MAKES_FIELDS and bound[name] == 1}
    for node in nodes:
        if isinstance(node, ast.ClassDef) and bound[node.name] == 1 and not node.keywords:
            makers = [getattr(it, "func", it) for it in node.decorator_list]
            if all(getattr(it, "id", "") in plain for it in (*node.bases, *makers)):
                plain.add(node.name)
    return frozenset(plain)


def _binds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return [node.id]
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    if isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler):
        return [node.name] if node.name else []
    return [node.rest] if isinstance(node, ast.MatchMapping) and node.rest else []

"""An exercise as text: the functions and classes it defines, and those whose hole is still there."""

from __future__ import annotations

import ast

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def defined(text: str) -> dict[str, Definition]:
    """The functions and classes at the top of a file, by name; none if it is no Python."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return {}
    return {node.name: node for node in body if isinstance(node, Definition)}


def holes(text: str) -> set[str]:
    """Those that still raise NotImplementedError, as a stub does."""
    return {name for name, node in defined(text).items() if any(map(_is_hole, ast.walk(node)))}


def _is_hole(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and node.exc is not None and ast.unparse(node.exc) == "NotImplementedError"

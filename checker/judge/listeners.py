"""Cursors of connections that were just opened: a listener may set such a one up, as SQLAlchemy's documentation does.

What it sends is counted where the driver is called, as everything is.  Whoever calls the listener by its name hands it
another connection, and then it is like any other function.
"""

from __future__ import annotations

import ast

OPENING = {"connect", "first_connect"}


def cursors_of_new_connections(tree: ast.Module) -> frozenset[int]:
    """The ids of the nodes `connection.cursor`, where `connection` is what such a listener was given."""
    called = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    return frozenset(
        id(each)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name not in called and function.args.args
        if any(map(_listens, function.decorator_list))
        for each in ast.walk(function)
        if isinstance(each, ast.Attribute) and each.attr == "cursor" and isinstance(each.ctx, ast.Load)
        if isinstance(each.value, ast.Name) and each.value.id == function.args.args[0].arg
    )


def _listens(decorator: ast.expr) -> bool:
    """Whether it is `@event.listens_for(engine.sync_engine, "connect")`."""
    if not isinstance(decorator, ast.Call) or len(decorator.args) != 2:
        return False
    name = getattr(decorator.func, "attr", getattr(decorator.func, "id", ""))
    event = decorator.args[1]
    return name == "listens_for" and isinstance(event, ast.Constant) and event.value in OPENING

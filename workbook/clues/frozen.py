"""Clues to what was set on something that cannot be changed, and to an attribute that may not load by itself."""

from __future__ import annotations

import ast
from typing import Any

from sqlalchemy import URL

from workbook.clues.lines import Line, shown
from workbook.clues.paths import chain

Clues = dict[str, str]


def of_frozen(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, AttributeError | TypeError):
        return _of_a_url(line)
    if type(problem).__name__ == "InvalidRequestError":
        return _of_an_awaitable(line)
    return {}


def _of_a_url(line: Line) -> Clues:
    """`url.drivername = …`, `url.query["ssl"] = …`."""
    statement = line.statement
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    value = shown(statement.value) if isinstance(statement, ast.Assign) else ""
    if isinstance(target, ast.Attribute) and isinstance(line.value(target.value), URL):
        whose = shown(target.value)
        return {"cause": "URL written", "whose": whose, "better": f"{whose}.set({target.attr}={value})"}
    query = target.value if isinstance(target, ast.Subscript) else None
    if isinstance(query, ast.Attribute) and query.attr == "query" and isinstance(line.value(query.value), URL):
        whose = shown(query.value)
        better = f"{whose}.update_query_dict({{{shown(target.slice)}: {value}}})"  # type: ignore[union-attr]
        return {"cause": "URL written", "whose": whose, "better": better}
    return {}


def _of_an_awaitable(line: Line) -> Clues:
    """`await user.awaitable_attrs.orders`, where the relationship is not to be loaded by reading it."""
    for node in ast.walk(line.statement or ast.Pass()):
        inner = node.value if isinstance(node, ast.Attribute) else None
        if not isinstance(inner, ast.Attribute) or inner.attr != "awaitable_attrs":
            continue
        owner: Any = line.value(inner.value)
        mapper: Any = getattr(type(owner), "__mapper__", None)
        relationship = mapper.relationships.get(node.attr) if mapper is not None else None  # type: ignore[attr-defined]
        if relationship is not None:
            plain = f"{shown(inner.value)}.{relationship.key}"
            return {
                "cause": "awaitable attribute",
                "written": f"await {shown(node)}",
                "option": chain([relationship]),
                "plain": plain,
            }
    return {}

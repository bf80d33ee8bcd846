"""Clues to what holds others: a relationship that was given no object, a part of a stream that was taken for a row."""

from __future__ import annotations

import ast
from typing import Any

from sqlalchemy.orm import attributes

from workbook.clues.lines import Line, found, shown

Clues = dict[str, str]
IMPL: type = getattr(attributes, "AttributeImpl", None) or attributes._AttributeImpl  # 2.1 has the latter


def of_relationship(problem: BaseException, line: Line, kind: str) -> Clues:
    """`OrderLine(book=isbn)`: the attribute that was given a plain value, and the line that gave it."""
    attribute: Any = found(problem, "self", IMPL)
    if attribute is None:
        return {
            "cause": "relationship of a value",
            "kind": kind,
            "relationship": "It",
            "there": "object",
            "name": "user",
        }
    name, model = attribute.key, attribute.class_.__name__
    relationship = attribute.parent_token if hasattr(attribute.parent_token, "mapper") else None
    there = relationship.mapper.class_.__name__ if relationship is not None else "object"
    keys = [column.name for column in relationship.local_columns if not column.primary_key] if relationship else []
    tree = line.around[-1] if line.around else ast.Pass()
    given = [each for each in ast.walk(tree) if isinstance(each, ast.keyword) and each.arg == name]
    made = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and shown(each.func) == model]
    places = [each.value for call in made for each in call.keywords if each in given]
    place = f"`{name}={shown(places[0])}` in line {places[0].lineno}" if len(places) == 1 else ""
    column = f"`{keys[0]}={name}.id`" if keys else ""
    if relationship is not None and relationship.uselist:
        return {
            "cause": "list of values",
            "kind": kind,
            "relationship": f"{model}.{name}",
            "place": place,
            "there": there,
        }
    told = {"relationship": f"{model}.{name}", "there": there, "name": name, "place": place, "column": column}
    return {"cause": "relationship of a value", "kind": kind, **told}


def of_partitions(line: Line, node: ast.AST | None) -> Clues:
    """A part of `result.partitions()`, which is a list of rows, was used as one of them."""
    loops = [each for each in line.around if isinstance(each, ast.For | ast.AsyncFor)]
    for loop in loops:
        made = line.made(shown(loop.iter)) or loop.iter
        if "partitions" in shown(made) and node is not None and shown(node) in map(shown, ast.walk(loop.target)):
            return {"cause": "partition for a row", "name": shown(node), "iterated": shown(loop.iter)}
    return {}

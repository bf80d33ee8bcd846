"""Clues to an AttributeError: what was asked for an attribute that it does not have."""

from __future__ import annotations

import ast
import asyncio
import inspect
from typing import Any

from sqlalchemy import Result, Row, Select, inspection
from sqlalchemy.engine import FilterResult
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncResult,
    AsyncScalarResult,
    AsyncSessionTransaction,
    async_sessionmaker,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from workbook.clues.built import of_a_statement
from workbook.clues.connected import of_a_connected
from workbook.clues.elsewhere import of_name, of_record
from workbook.clues.held import of_partitions, of_relationship
from workbook.clues.lines import Line, found, shown
from workbook.clues.sides import target

Clues = dict[str, str]
FIRST_COLUMN = {"scalar", "scalars", "scalar_one", "scalar_one_or_none", "stream_scalars"}


def of_owner(problem: AttributeError, line: Line) -> Clues:
    """What was asked for an attribute that it does not have."""
    node = line.node
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and isinstance(line.value(node.value), Row):
        return {"cause": "row written", "whose": shown(node.value), "name": node.attr}
    waiting = line.value(getattr(node, "value", None))
    if inspect.iscoroutine(waiting) and isinstance(node, ast.Attribute) and hasattr(asyncio.Task, node.attr):
        return {"cause": "coroutine for a task", "whose": shown(node.value), "name": node.attr}
    if inspect.iscoroutine(waiting):
        return unawaited(waiting, shown(node.value), line)  # type: ignore[attr-defined]
    if given := _of_values(line):
        return given
    if problem.name is None and isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return _of_setting(node, line)
    held = found(problem, "self", ReadOnlyColumnCollection) if problem.name is None else None
    if held is not None and isinstance(node, ast.Attribute):
        told = {"whose": shown(node.value), "name": node.attr}
        return {"cause": "column of a table", "columns": ", ".join(map(str, held.keys())), **told}
    if problem.name is None:  # somebody's own `raise AttributeError(…)`, as SQLAlchemy's about a column
        column = line.column(getattr(node, "value", None))
        if leads := target(getattr(node, "value", None), line):
            return {"cause": "path", "whose": column, "name": node.attr, "there": leads.__name__}  # type: ignore[attr-defined]
        return {"cause": "column method", "whose": column, "name": node.attr} if column else {}  # type: ignore[attr-defined]
    owner: Any = problem.obj
    name = problem.name
    whose = shown(node.value) if isinstance(node, ast.Attribute) else ""
    told = {"whose": whose or "it", "name": name}
    if isinstance(owner, Row):
        held = next((each for each in owner if hasattr(each, name)), None)
        if held is not None and not isinstance(held, str | int | float):
            return {"cause": "row", "held": type(held).__name__, **told}
        return {"cause": "row without", "keys": ", ".join(owner._fields), **told}
    if isinstance(owner, Result | FilterResult | AsyncResult | AsyncScalarResult):
        if hasattr(Select, name):
            return {"cause": "result narrowed", **told}
        return {"cause": "result attribute", "kind": type(owner).__name__, **told}
    if owner is None and line.deeper and isinstance(waiting, Result):
        return {"cause": "key of a driver", **told} if name == "lastrowid" else {}
    if owner is None:
        return {"cause": "none", **told}
    if isinstance(owner, asyncio.Future):
        return {"cause": "task for its result", **told}
    if isinstance(owner, dict) and isinstance(node, ast.Attribute) and name in owner:
        return {"cause": "key of a dict", **told}
    if isinstance(owner, list) and isinstance(node, ast.Attribute) and (loop := of_partitions(line, node.value)):
        return loop
    if isinstance(owner, list) and any(hasattr(type(each), name) for each in owner):
        return {"cause": "list for its objects", "kind": type(owner[0]).__name__, **told}
    if inspect.isroutine(owner) and whose:
        return {"cause": "uncalled", **told}
    if clues := of_record(owner, name) or of_name(owner, name, whose):
        return clues
    if isinstance(owner, async_sessionmaker):
        return {"cause": "factory", **told}
    if isinstance(owner, AsyncSessionTransaction):
        if session := kept_transaction(whose, line):
            return {"cause": "transaction kept", "session": session, **told}
        return {"cause": "transaction for session", **told}
    if inspect.isasyncgen(owner) or inspect.isgenerator(owner):
        return {"cause": "generator by hand", "function": owner.__name__, **told}
    if type(owner).__name__ == "Depends" and name == "__qualname__":
        return {"cause": "annotated swapped"}
    if type(owner).__name__ == "Depends":
        return {"cause": "depends by hand", **told}
    if clues := of_a_statement(owner, name, line):
        return clues | told
    if isinstance(owner, list) and hasattr(Select, name):
        return {"cause": "result narrowed", **told}
    if clues := of_a_connected(owner, name):
        return clues | told
    if name == "_sa_instance_state":
        if isinstance(owner, list | tuple | set):
            return {"cause": "list for one", "kind": type(owner).__name__}
        return of_relationship(problem, line, type(owner).__name__)
    if name == "_static_cache_key" and isinstance(owner, int | type):  # a type of Python's is made, `int()`, on the way
        return {"cause": "type of Python"}
    if name == "_static_cache_key":
        return {"cause": "type as text"}
    if (column := line.column(getattr(node, "value", None))) and (leads := target(node.value, line)):  # type: ignore[attr-defined]
        return {"cause": "path", **told, "whose": column, "there": leads.__name__}
    if column := line.column(getattr(node, "value", None)):
        return {"cause": "column method", **told, "whose": column}
    if inspect.isclass(owner) and hasattr(owner, "__mapper__"):
        if name in {"query", "objects"}:
            return {"cause": "query", **told}
        return {"cause": "no such column", "model": owner.__name__, "columns": columns(owner), **told}
    if hasattr(type(owner), "__mapper__"):
        model = type(owner)
        if name in {"model_dump", "model_dump_json", "dict", "json", "to_dict", "asdict"}:
            return {"cause": "dump of an object", "model": model.__name__, "columns": columns(model), **told}
        return {"cause": "no such column", "model": model.__name__, "columns": columns(model), **told}
    if isinstance(owner, str | int | float | list) and isinstance(node, ast.Attribute):
        if connection := _connection_asked(node.value, line):
            return {"cause": "objects of a connection", "connection": connection, "kind": type(owner).__name__, **told}
        if first_column(node.value, line):
            return {"cause": "first column", "kind": type(owner).__name__, **told}
        return {"cause": "plain value", "kind": type(owner).__name__, **told}
    return {}


def _of_setting(node: ast.Attribute, line: Line) -> Clues:
    """`book.title = …`, where Python does not say of what: a name that is None, or a list."""
    owner: Any = line.value(node.value)
    told = {"whose": shown(node.value), "name": node.attr}
    if isinstance(node.value, ast.Name) and owner is None:
        return {"cause": "none", **told}
    if isinstance(owner, list) and any(hasattr(type(each), node.attr) for each in owner):
        return {"cause": "list for its objects", "kind": type(owner[0]).__name__, **told}
    return {}


def kept_transaction(whose: str, line: Line) -> str:
    """`make_session()`, where the file has `self.session = await make_session().begin()`; "" where it has none."""
    for node in ast.walk(line.around[-1]) if line.around else ():
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Await):
            continue
        begun = node.value.value.func if isinstance(node.value.value, ast.Call) else None
        if isinstance(begun, ast.Attribute) and begun.attr == "begin" and whose in map(shown, node.targets):
            return shown(begun.value)
    return ""


def _connection_asked(node: ast.AST, line: Line) -> str:
    """The connection that a class was selected from, which gives its columns; "" if none was."""
    calls = [each for each in line.meant(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)]
    owners = [each.func.value for each in calls if isinstance(line.value(each.func.value), AsyncConnection)]  # type: ignore[attr-defined]
    selects = [each for each in line.meant(node) if isinstance(each, ast.Call) and shown(each.func) == "select"]
    classes = any(hasattr(line.value(argument), "__mapper__") for each in selects for argument in each.args)
    return shown(owners[0]) if owners and classes else ""


def unawaited(waiting: Any, name: str, line: Line) -> Clues:
    """What a name holds is a coroutine: it is told by the call that gave it, and its line."""
    made = line.made(name)
    call = f"`{shown(made)}` in line {made.lineno}" if isinstance(made, ast.Call) else f"{waiting.__qualname__}()"
    return {"cause": "no await", "call": call}


def _of_values(line: Line) -> Clues:
    for call in line.calls("values"):
        if call.args and not isinstance(call.args[0], ast.Dict | ast.List | ast.ListComp):
            return {"cause": "value of no name", "given": shown(call.args[0])}
    return {}


def first_column(node: ast.expr, line: Line) -> bool:
    """Whether an expression, or a name, was given the first of several columns, by `scalar()` or one of its kind."""
    calls = [each for each in line.meant(node) if isinstance(each, ast.Call)]
    names = [getattr(each.func, "attr", getattr(each.func, "id", "")) for each in calls]
    if not FIRST_COLUMN.intersection(names):
        return False
    sent = [line.value(argument) for each in calls for argument in each.args]
    several = any(len(each.selected_columns) > 1 for each in sent if isinstance(each, Select))
    listed = any(name in {"select", "returning"} and len(it.args) > 1 for name, it in zip(names, calls, strict=True))
    return several or listed


def columns(model: Any) -> str:
    """The names of a mapped class's attributes."""
    return ", ".join(inspection.inspect(model).attrs.keys())

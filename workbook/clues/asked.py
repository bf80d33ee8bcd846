"""Clues to an AttributeError: what was asked for an attribute that it does not have."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from sqlalchemy import Result, Row, Select, Subquery, inspection
from sqlalchemy.engine import FilterResult
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncResult,
    AsyncScalarResult,
    AsyncSession,
    AsyncSessionTransaction,
    async_sessionmaker,
)
from sqlalchemy.sql import ClauseElement, Insert
from sqlalchemy.sql.base import Executable

from workbook.clues.lines import Line, shown

Clues = dict[str, str]
FETCHES = {"all", "first", "one", "one_or_none", "scalar", "scalars", "scalar_one", "get", "count", "fetchall"}
BULK = {"bulk_insert_mappings": "insert", "bulk_update_mappings": "update", "bulk_save_objects": "add_all"}
STATEMENTS = {"select", "insert", "update", "delete"}
SAVES = {"save", "create", "persist", "store", "append", "put"}


def of_owner(problem: AttributeError, line: Line) -> Clues:
    """What was asked for an attribute that it does not have."""
    node = line.node
    if isinstance(node, ast.Call):
        node = node.func
    if problem.name is None:  # somebody's own `raise AttributeError(…)`, as SQLAlchemy's about a column
        column = line.column(getattr(node, "value", None))
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
    if owner is None:
        return {"cause": "none", **told}
    if isinstance(owner, async_sessionmaker):
        return {"cause": "factory", **told}
    if isinstance(owner, AsyncSessionTransaction):
        return {"cause": "transaction for session", **told}
    if inspect.isasyncgen(owner) or inspect.isgenerator(owner):
        return {"cause": "generator by hand", "function": owner.__name__, **told}
    if type(owner).__name__ == "Depends":
        return {"cause": "depends by hand", **told}
    if isinstance(owner, Insert) and name.startswith("on_"):
        return {"cause": "generic insert", **told}
    if isinstance(owner, ClauseElement) and isinstance(owner, Executable) and name in FETCHES:
        return {"cause": {"count": "statement counted", "get": "statement get"}.get(name, "statement fetched"), **told}
    if isinstance(owner, AsyncSession):
        if name in BULK:
            return {"cause": "bulk", **told}
        return {"cause": "query", **told} if name == "query" else {"cause": "session lacks", **instead(name), **told}
    if isinstance(owner, AsyncEngine) and name in {"execute", "scalar", "scalars", "stream"}:
        return {"cause": "engine executes", **told}
    if isinstance(owner, AsyncEngine) and hasattr(AsyncConnection, name):
        return {"cause": "connection's own", **told}
    if name == "_sa_instance_state":
        return {"cause": "relationship of a value", "kind": type(owner).__name__}
    if isinstance(owner, AsyncConnection) and name.startswith("fetch"):
        return {"cause": "driver's own", **told}
    if name == "_static_cache_key":
        return {"cause": "type as text"}
    if isinstance(owner, Subquery):
        return {"cause": "subquery", **told}
    if column := line.column(getattr(node, "value", None)):
        return {"cause": "column method", **told, "whose": column}
    if isinstance(owner, AsyncConnection) and name in {"add", "add_all", "get", "flush", "refresh"}:
        return {"cause": "connection for session", **told}
    if inspect.isclass(owner) and hasattr(owner, "__mapper__"):
        if name in {"query", "objects"}:
            return {"cause": "query", **told}
        return {"cause": "no such column", "model": owner.__name__, "columns": columns(owner), **told}
    if hasattr(type(owner), "__mapper__"):
        model = type(owner)
        return {"cause": "no such column", "model": model.__name__, "columns": columns(model), **told}
    if isinstance(owner, str | int | float | list) and isinstance(node, ast.Attribute):
        return {"cause": "plain value", "kind": type(owner).__name__, **told}
    return {}


def instead(name: str) -> Clues:
    """What a session has where this was asked of it."""
    if name == "exec":
        return {"instead": "`exec` is SQLModel's, and here it is `await session.scalars(…)`"}
    if name in STATEMENTS:
        return {
            "instead": f"`{name}(…)` is a function of sqlalchemy, and what it makes is sent by "
            "`await session.execute(…)`; an object that was loaded is changed by setting its attributes"
        }
    if name in SAVES:
        return {"instead": "`session.add(…)` takes the object, and `await session.commit()` stores it"}
    if name.startswith(("fetch", "first", "all", "one", "get_")):
        return {
            "instead": "send the query, and take the rows from its result: "
            "`(await session.execute(…)).first()`, or `.all()`"
        }
    return {"instead": "it has `add`, `get`, `delete`, `execute`, `scalar`, `scalars`, `flush`, `commit`, `rollback`"}


def columns(model: Any) -> str:
    """The names of a mapped class's attributes."""
    return ", ".join(inspection.inspect(model).attrs.keys())

"""Clues to a name that belongs elsewhere: to another library, another driver, another module, another object."""

from __future__ import annotations

import difflib
import importlib
import inspect
import sys
from typing import Any

from sqlalchemy import URL
from sqlalchemy.engine import AdaptedConnection
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

Clues = dict[str, str]
MODULES = ("sqlalchemy", "sqlalchemy.orm", "sqlalchemy.ext.asyncio", "sqlalchemy.exc", "fastapi", "pydantic")
RECORD = {
    "save": "`session.add(…)` takes a new object, one that was loaded is only changed, and `await session.commit()` "
    "stores both",
    "delete": "`await session.delete(…)` takes the object, `delete({model})` makes a statement for many",
    "refresh": "`await session.refresh(…)` takes the object",
    "insert": "`insert({model})` makes the statement, and `await session.execute(…)` sends it",
    "update": "set the attributes of an object, or send `update({model}).where(…).values(…)` by "
    "`await session.execute(…)`",
    "get": "`await session.get({model}, key)`, or by another column `await session.scalar(select({model}).where(…))`",
    "all": "`(await session.scalars(select({model}))).all()`",
}
"""What other libraries let a class or an object do itself, with what does it here."""
ALIKE = {"create": "save", "update_or_create": "save", "get_or_none": "get", "find": "get", "first": "get"}
ALIKE |= {"filter": "all", "filter_by": "all", "select": "all", "where": "all", "get_or_create": "get"}
OPERATIONS = {
    "rename_column": '`op.alter_column("table", "old", new_column_name="new")`',
    "modify_column": '`op.alter_column("table", "column", …)`',
    "delete_column": '`op.drop_column("table", "column")`',
    "connection": "`op.get_bind()`",
}


def of_record(owner: Any, name: str) -> Clues:
    """A class or an object of the database was to ask it by itself."""
    model = owner if inspect.isclass(owner) else type(owner)
    cure = RECORD.get(ALIKE.get(name, name))
    if cure is None or not hasattr(model, "__mapper__"):
        return {}
    return {"cause": "record", "name": name, "model": model.__name__, "instead": cure.format(model=model.__name__)}


def of_name(owner: Any, name: str, whose: str) -> Clues:
    """An object was asked for what another one has."""
    told = {"whose": whose or "it", "name": name}
    if isinstance(owner, str) and not hasattr(str, name) and hasattr(URL, name):
        return {"cause": "URL as text", **told}
    if isinstance(owner, async_sessionmaker) and name in {"bind", "engine", "get_bind", "kw_bind"}:
        return {"cause": "engine of a factory", **told}
    if type(owner).__module__.startswith("alembic."):  # not imported here: only lesson 09 needs it
        near = difflib.get_close_matches(name, [each for each in dir(owner) if each[0] != "_"], 1)
        better = OPERATIONS.get(name) or (f"`op.{near[0]}(…)`" if near else "`op.execute(…)` sends any SQL")
        return {"cause": "operation", "better": better, **told}
    if isinstance(owner, BaseException) and name in {"pgcode", "diag", "sqlstate", "sqlite_errorname", "pgerror"}:
        return {"cause": "code of a driver", **told}
    if isinstance(owner, ReadOnlyColumnCollection):
        return {"cause": "column of a table", "columns": ", ".join(map(str, owner.keys())), **told}
    if isinstance(owner, PoolProxiedConnection | AdaptedConnection):
        return {"cause": "driver connection", **told}
    return {}


def of_import(problem: ImportError) -> Clues:
    """A name was imported from where it is not."""
    # only from 3.12 on does the error know the name; its text has it between quotes
    name = getattr(problem, "name_from", None) or next(iter(str(problem).split("'")[1:2]), "")
    if isinstance(problem, ModuleNotFoundError):
        return {"cause": "no module", "name": problem.name or name}
    told = {"name": name, "module": problem.name or ""}
    for place in MODULES:
        if hasattr(importlib.import_module(place), name):
            twin = " (for an asyncio engine, `create_async_engine` is the one)" if name == "create_engine" else ""
            return {"cause": "import elsewhere", "place": place, "twin": twin, **told}
    there = dir(sys.modules[problem.name]) if problem.name in sys.modules else []
    near = difflib.get_close_matches(name, there, 1)
    return {"cause": "import of nothing", "near": f"; {near[0]} is there" if near else "", **told}

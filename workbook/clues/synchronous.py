"""Clues to what is synchronous, and was used as its asynchronous twin; and to what has only the name of another."""

from __future__ import annotations

import ast
import inspect
import re
from types import ModuleType
from typing import Any

import sqlalchemy
import sqlalchemy.orm
from sqlalchemy import Connection, Engine, Result
from sqlalchemy.engine import FilterResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement

from workbook.clues.lines import Line, shown

Clues = dict[str, str]
UNCALLED = re.compile(r"\b(method|function|async_generator)\b")
NAMES = {"sqlalchemy": sqlalchemy, "sqlalchemy.orm": sqlalchemy.orm}


def of_synchronous(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, AttributeError):
        node = line.node.func if isinstance(line.node, ast.Call) else line.node
        return _of_owner(problem.obj, getattr(node, "value", None))
    if not isinstance(problem, TypeError):
        return {}
    return _of_a_namesake(line) or _of_await(problem, line)


def _of_await(problem: TypeError, line: Line) -> Clues:
    """`await engine.dispose()` of a synchronous engine; else what gave a plain value."""
    if line.deeper or not isinstance(line.node, ast.Await):
        return {}
    awaited = line.node.value
    if isinstance(awaited, ast.List | ast.ListComp):
        return {"cause": "list awaited", "given": shown(awaited)}
    called = awaited.func if isinstance(awaited, ast.Call) else awaited
    of_a_block = isinstance(line.statement, ast.With | ast.AsyncWith)
    if isinstance(awaited, ast.Call) and not of_a_block and isinstance(line.member(called), async_sessionmaker):
        return {"cause": "session awaited", "call": shown(awaited)}
    if isinstance(called, ast.Name) and inspect.isfunction(line.value(called)) and isinstance(awaited, ast.Call):
        inner = ", ".join([shown(called), *map(shown, awaited.args)])
        return {"cause": "plain function awaited", "call": shown(awaited), "name": shown(called), "inner": inner}
    if isinstance(called, ast.Attribute) and (clues := _of_owner(line.value(called.value), called.value)):
        return clues
    plain = isinstance(called, ast.Attribute) and not of_a_block and not UNCALLED.search(str(problem))
    if isinstance(awaited, ast.Call) and plain:
        return {"cause": "plain call awaited", "call": shown(awaited), "why": _why(line, called)}
    return {}


def _why(line: Line, called: ast.expr) -> str:
    """Why a method of SQLAlchemy's has nothing to wait for."""
    whose = getattr(called, "value", None)
    owner: Any = line.value(whose)
    if isinstance(owner, AsyncSession | AsyncConnection):
        return ", for it asks the database nothing"
    if isinstance(owner, Result | FilterResult):
        return f", for `{shown(whose)}` has its rows already"
    return ""


def _of_owner(owner: Any, node: ast.AST | None) -> Clues:
    if isinstance(owner, Engine):
        return {"cause": "sync engine", "whose": f"`{shown(node)}`" if node is not None else "The engine"}
    if isinstance(owner, Session | Connection):
        kind = "session" if isinstance(owner, Session) else "connection"
        return {"cause": "sync session", "whose": shown(node) or "It", "kind": kind}
    return {}


def _of_a_namesake(line: Line) -> Clues:
    """`select(Book)`, where `select` is the system call that Python's module of this name has."""
    calls = [each for each in [line.node, *line.around] if isinstance(each, ast.Call)]
    for call in calls:
        value: Any = line.value(call.func)
        name = getattr(call.func, "id", "")
        place = next((place for place, module in NAMES.items() if hasattr(module, name)), "")
        if not place or value is None or value is getattr(NAMES[place], name) or _is_of(value, line):
            continue
        if isinstance(value, ModuleType) or any(_is_of_a_query(argument, line) for argument in call.args):
            module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", "")
            return {"cause": "namesake", "name": name, "module": str(module), "place": place}
    return {}


def _is_of(value: Any, line: Line) -> bool:
    """Whether it is the learner's own, or SQLAlchemy's."""
    module = str(getattr(value, "__module__", ""))
    return module.startswith("sqlalchemy") or module == line.frame.f_globals.get("__name__")


def _is_of_a_query(node: ast.AST, line: Line) -> bool:
    value: Any = line.value(node)
    mapped = hasattr(value if inspect.isclass(value) else type(value), "__mapper__")
    return bool(line.column(node)) or mapped or isinstance(value, ClauseElement)

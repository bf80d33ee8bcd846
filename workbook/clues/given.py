"""Clues to what a call was given that it does not take: engines, factories, sessions, objects, relationships."""

from __future__ import annotations

import ast
import difflib
import inspect
import re
import traceback
from inspect import signature
from typing import Any

from sqlalchemy import Engine, exc
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    AsyncSessionTransaction,
    async_sessionmaker,
)
from sqlalchemy.ext.asyncio.exc import AsyncContextNotStarted
from sqlalchemy.orm import Session

from workbook.clues.asked import unawaited
from workbook.clues.lines import Line, found, functions, shown

Clues = dict[str, str]
COLLECTION = re.compile(r"Incompatible collection type: (\w+) is not")
POOL_OPTIONS = {"pool_size", "max_overflow", "pool_timeout", "pool_use_lifo"}
DRIVER_OPTIONS = {
    "check_same_thread": "it is an option of SQLite, so give it only where the URL is SQLite's; aiosqlite needs none",
    "options": "asyncpg takes `server_settings={'statement_timeout': '5000'}`, each value as a text",
    "application_name": "asyncpg takes `server_settings={'application_name': '…'}`",
    "connect_timeout": "asyncpg calls it `timeout`",
    "server_settings": "it is an option of asyncpg, so give it only where the URL is PostgreSQL's",
    "charset": "PostgreSQL and SQLite need none",
}
"""What people give to a driver that does not take it, with what to do instead."""
UNAWAITED = re.compile(r"\bcoroutine\b")


def of_given(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, TypeError):
        return _of_coroutine(problem, line) or _of_objects(problem, line) or of_options(problem)
    if isinstance(problem, exc.NoInspectionAvailable):
        return _of_a_class(line)
    if isinstance(problem, ValueError) and any(len(call.args) > 1 for call in line.calls("execute")):
        return _of_rows(line.calls("execute")[0], line)
    if isinstance(problem, AsyncContextNotStarted):
        return _of_what_was_not_opened(problem)
    if isinstance(problem, ValueError) and "_parse_url" in functions(problem):
        return {"cause": "URL"}
    if type(problem).__name__ == "LoaderStrategyException":
        return {"cause": "option of a column"}
    if isinstance(problem, exc.InvalidRequestError) and "expunge" in functions(problem):
        return {"cause": "not in the session"}
    if isinstance(problem, exc.InvalidRequestError) and found(problem, "self", AsyncConnection) is not None:
        return _of_what_was_opened(problem, line)
    return {}


def _of_coroutine(problem: TypeError, line: Line) -> Clues:
    if line.deeper or not UNAWAITED.search(str(problem)):
        return {}
    names = [node for node in ast.walk(line.statement or ast.Pass()) if isinstance(node, ast.Name)]
    for name in names:
        if inspect.iscoroutine(line.value(name)):
            return unawaited(line.value(name), name.id, line)
    for call in line.calls("to_thread"):
        if call.args and inspect.iscoroutinefunction(line.value(call.args[0])):
            inner = f"{shown(call.args[0])}({', '.join(map(shown, call.args[1:]))})"
            return {"cause": "coroutine in a thread", "call": shown(call), "name": shown(call.args[0]), "inner": inner}
    loop, node = getattr(line.statement, "iter", None), line.node
    sides = [node.left, node.right] if isinstance(node, ast.BinOp) else [getattr(node, "left", None)]
    sides += [*getattr(node, "comparators", []), getattr(node, "value", None)]
    calls = [each for each in [loop, *sides] if isinstance(each, ast.Call) or ".awaitable_attrs." in shown(each)]
    return {"cause": "no await", "call": f"`{shown(calls[0])}`" if len(calls) == 1 else "The call"}


def _of_objects(problem: TypeError, line: Line) -> Clues:
    if (held := COLLECTION.search(str(problem))) is not None:
        return {"cause": "collection", "kind": held[1]}
    for call in line.calls("add"):
        if len(call.args) > 1:
            return {"cause": "list added"}
    for call in line.calls("add_all"):
        if len(call.args) > 1 or "add_all" in functions(problem):
            return {"cause": "object for a list", "call": shown(call.func)}
    for call in line.calls("get"):
        if call is line.node and isinstance(line.value(getattr(call.func, "value", None)), AsyncSession):
            return {"cause": "get"}
    for call in line.calls("execute"):
        if len(call.args) > 1 and (clues := _of_rows(call, line)):
            return clues
    for call in line.calls("sorted", "sort", "min", "max"):
        key = next((each.value for each in call.keywords if each.arg == "key"), None)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return {"cause": "key as text", "call": shown(call.func), "key": key.value}
    for call in line.calls("commit", "rollback", "flush", "close"):
        if call.args and isinstance(line.value(getattr(call.func, "value", None)), AsyncSession):
            return {"cause": "takes nothing", "call": shown(call.func)}
    function = getattr(line.node, "func", None)
    return (
        {"cause": "session called", "whose": shown(function)} if isinstance(line.value(function), AsyncSession) else {}
    )


def _of_rows(call: ast.Call, line: Line) -> Clues:
    """`execute(insert(Book), books)`, whose rows are objects, or tuples."""
    rows: Any = line.value(call.args[1])
    listed = call.args[1].elts if isinstance(call.args[1], ast.List) else []
    one: Any = rows[0] if isinstance(rows, list) and rows else None
    made = line.value(getattr(listed[0], "func", None)) if listed else None
    if hasattr(type(one), "__mapper__") or hasattr(made, "__mapper__"):
        return {"cause": "rows as objects", "given": shown(call.args[1])}
    if isinstance(one, tuple) or (listed and isinstance(listed[0], ast.Tuple)):
        return {"cause": "rows as tuples", "given": shown(call.args[1])}
    return {}


def _of_a_class(line: Line) -> Clues:
    """What is no mapped class stands where one is wanted: `session.get(1, User)`, `aliased(user_id)`."""
    for call in line.calls("inspect"):
        if call.args and isinstance(line.value(call.args[0]), AsyncEngine | AsyncConnection):
            return {"cause": "inspected without run_sync", "call": shown(call), "given": shown(call.args[0])}
    for call in line.calls("get"):
        first, second, *_ = [*call.args, None, None]
        if second is not None and hasattr(line.value(second), "__mapper__"):
            swapped = [shown(second), shown(first), *map(shown, call.args[2:])]
            return {"cause": "get swapped", "call": shown(call), "better": f"{shown(call.func)}({', '.join(swapped)})"}
        if isinstance(line.value(getattr(call.func, "value", None)), AsyncSession):
            return {"cause": "get"}
    given = next((each for each in [line.node, *line.around] if isinstance(each, ast.Call) and each.args), None)
    return {"cause": "no mapped class", "call": shown(given)} if given is not None else {}


def of_options(problem: BaseException) -> Clues:
    """What an engine, its pool, its driver or a session was given by a name it does not know, or in another kind."""
    if not isinstance(problem, TypeError) or problem.__traceback__ is None:
        return {}
    names = re.findall(r"'(\w+)'", str(problem).split(" sent to ")[0])
    called = functions(problem)
    innermost = [frame for frame, _ in traceback.walk_tb(problem.__traceback__)][-1]
    if "Session.__init__()" in str(problem) and names:
        near = difflib.get_close_matches(names[-1], [*signature(Session.__init__).parameters], 1)
        return {"cause": "session option", "name": names[-1], "near": f", perhaps `{near[0]}`" if near else ""}
    if "create_engine" in called and (size := found(problem, "pool_size", str)) is not None:
        return {"cause": "pool size as text", "value": repr(size)}
    if innermost.f_code.co_name == "create_engine" and names:
        pool: Any = found(problem, "poolclass", type)
        if names[0] in POOL_OPTIONS and pool is not None:
            return {"cause": "pool option", "name": names[0], "pool": pool.__name__}
        return {"cause": "engine option", "name": names[0]}
    if "connect" in called and names and names[-1] != "sslmode" and found(problem, "cparams", dict) is not None:
        better = DRIVER_OPTIONS.get(names[-1], "leave it out, or look for what this driver calls it")
        return {"cause": "driver option", "name": names[-1], "better": better}
    return {}


def _of_what_was_opened(problem: exc.InvalidRequestError, line: Line) -> Clues:
    """A connection that was awaited is open, and a block, or another `await`, opens it again."""
    if "start" not in functions(problem):
        return {}
    for item in getattr(line.statement, "items", []):
        if isinstance(item.context_expr, ast.Await):
            return {"cause": "awaited block", "opened": shown(item.context_expr.value)}
        return {"cause": "opened twice", "opened": shown(item.context_expr)}
    awaited = line.node.value if isinstance(line.node, ast.Await) else line.node
    return {"cause": "opened twice", "opened": shown(awaited)}


def _of_what_was_not_opened(problem: AsyncContextNotStarted) -> Clues:
    what: Any = found(problem, "self", (AsyncConnection, AsyncSessionTransaction))
    if isinstance(what, AsyncSessionTransaction):
        return {"cause": "block not opened", "kind": "transaction", "block": "session.begin_nested()"}
    return {"cause": "block not opened", "kind": "connection", "block": "engine.connect() as connection"}


def of_engine(problem: BaseException) -> Clues:
    """What an engine, or a factory of sessions, was given; a factory says so only when it is used."""
    if not isinstance(problem, exc.ArgumentError):
        return {}
    if problem.code == "pcls":
        return {"cause": "pool class"}
    if "_parse_url" in functions(problem):
        return {"cause": "URL"}
    if "_get_sync_engine_or_connection" not in functions(problem):
        return {}
    given: Any = found(problem, "async_engine", object)
    if isinstance(given, Engine):
        return {"cause": "sync engine", "whose": "The engine"}
    if isinstance(given, async_sessionmaker):
        return {"cause": "factory for an engine"}
    return {"cause": "URL for an engine", "kind": type(given).__name__}

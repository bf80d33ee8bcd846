"""Clues to mistakes in the learner's own line: an `await`, `with` or `for` too few, a name of 1.x, a row for an object.

Each is read from the types of what was there and from the line's syntax tree, not from an exception's words.
"""

from __future__ import annotations

import ast
import bdb
import builtins
import inspect
from typing import Any

from sqlalchemy import Result, Row, exc, inspection
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
from sqlalchemy.orm import InstrumentedAttribute, sessionmaker
from sqlalchemy.sql import ClauseElement, Insert
from sqlalchemy.sql.base import Executable

from checker.worker.lines import Line, functions, shown

Clues = dict[str, str]
FETCHES = {"all", "first", "one", "one_or_none", "scalar", "scalars", "scalar_one", "get", "count", "fetchall"}
BULK = {"bulk_insert_mappings": "insert", "bulk_update_mappings": "update", "bulk_save_objects": "add_all"}


def of_line(problem: BaseException, line: Line) -> Clues:
    """The clues that a line itself gives; empty where it gives none."""
    if isinstance(problem, bdb.BdbQuit):
        return {"cause": "debugger"}
    if isinstance(problem, AttributeError):
        return _binding(problem, line) or _of_owner(problem, line)
    if isinstance(problem, TypeError):
        if "__bool__" in functions(problem):
            return _of_truth(line)
        return _of_type(line) or _binding(problem, line)
    if isinstance(problem, exc.ArgumentError | exc.ObjectNotExecutableError):
        return _of_argument(line)
    runs = line.calls("run", "run_until_complete") if isinstance(problem, RuntimeError) else []
    if runs and line.deeper and functions(problem) & {"run", "run_until_complete", "_check_running"}:
        call = runs[0]
        return {"cause": "running loop", "call": shown(call), "inner": shown(call.args[0] if call.args else None)}
    return {}


def _binding(problem: BaseException, line: Line) -> Clues:
    """`await session.execute(query).scalars()`: the await is there, and takes what follows the call with it."""
    node = line.node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func  # Python 3.11 takes a method's call for the place where its name is looked up
    if line.deeper or not isinstance(node, ast.Attribute | ast.Subscript) or not isinstance(node.value, ast.Call):
        return {}
    if not inspect.iscoroutine(getattr(problem, "obj", None)) and "coroutine" not in str(problem):
        return {}
    if not line.inside(ast.Await):
        return {}
    inner = shown(node.value)
    after = shown(node)[len(inner) :]
    call = node.value.func
    owner = f"{shown(call.value)}.scalars(…)" if isinstance(call, ast.Attribute) else ""
    short = f", or use `await {owner}`" if after == ".scalars" and owner and call.attr == "execute" else ""  # type: ignore[attr-defined]
    return {"cause": "await binds", "call": inner, "after": after, "short": short}


def _of_owner(problem: AttributeError, line: Line) -> Clues:
    """What was asked for an attribute that it does not have."""
    if problem.name is None:  # somebody's own `raise AttributeError(…)`
        return {}
    owner: Any = problem.obj
    name = problem.name
    node = line.node
    if isinstance(node, ast.Call):
        node = node.func
    whose = shown(node.value) if isinstance(node, ast.Attribute) else ""
    told = {"whose": whose or "it", "name": name}
    if isinstance(owner, Row):
        held = next((each for each in owner if hasattr(each, name)), None)
        if held is not None and not isinstance(held, str | int | float):
            return {"cause": "row", "held": type(held).__name__, **told}
        return {"cause": "row without", "keys": ", ".join(owner._fields), **told}
    if isinstance(owner, Result | FilterResult | AsyncResult | AsyncScalarResult):
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
        return {"cause": "statement fetched", **told}
    if isinstance(owner, AsyncSession):
        if name in BULK:
            return {"cause": "bulk", **told}
        return {"cause": "query", **told} if name == "query" else {}
    if isinstance(owner, AsyncEngine) and name in {"execute", "scalar", "scalars", "stream"}:
        return {"cause": "engine executes", **told}
    if isinstance(owner, AsyncConnection) and name in {"add", "add_all", "get", "flush", "refresh"}:
        return {"cause": "connection for session", **told}
    if inspect.isclass(owner) and hasattr(owner, "__mapper__"):
        if name in {"query", "objects"}:
            return {"cause": "query", **told, "whose": "session"}
        return {"cause": "no such column", "model": owner.__name__, "columns": _columns(owner), **told}
    if hasattr(type(owner), "__mapper__"):
        model = type(owner)
        return {"cause": "no such column", "model": model.__name__, "columns": _columns(model), **told}
    if isinstance(owner, str | int | float | list) and isinstance(node, ast.Attribute):
        return {"cause": "plain value", "kind": type(owner).__name__, **told}
    return {}


def _of_type(line: Line) -> Clues:
    statement, node = line.statement, line.node
    if isinstance(statement, ast.With | ast.AsyncWith) and not line.deeper:
        for item in statement.items:
            if item.context_expr is node or node is statement:
                return _of_block(statement, item.context_expr, line)
    if not line.deeper and (loop := _loop(line)) is not None:
        return _of_loop(loop, line)
    if isinstance(node, ast.Call):
        return _of_call(node, line)
    return {}


def _of_block(statement: ast.With | ast.AsyncWith, opened: ast.expr, line: Line) -> Clues:
    value = line.value(opened)
    told = {"opened": shown(opened)}
    if isinstance(value, async_sessionmaker | sessionmaker):
        return {"cause": "factory block", **told}
    if isinstance(value, AsyncEngine):
        return {"cause": "engine block", **told}
    if isinstance(statement, ast.With):
        return {"cause": "plain with", **told}
    if isinstance(opened, ast.Call) and type(line.value(opened.func)) is sessionmaker:
        return {"cause": "sync factory", "whose": shown(opened.func)}
    if isinstance(opened, ast.Call) and inspect.iscoroutinefunction(line.value(opened.func)):
        return {"cause": "block of a coroutine", **told}
    if isinstance(opened, ast.Call) and inspect.isasyncgenfunction(line.value(opened.func)):
        return {"cause": "generator by hand", "function": shown(opened.func), **told}
    return {"cause": "async with", **told}


def _loop(line: Line) -> ast.For | ast.AsyncFor | ast.comprehension | None:
    """The loop that could not begin: Python names the whole loop as the place, from 3.12 on what it goes over."""
    for node in [line.node, *line.around[:1]]:
        loops = getattr(node, "generators", [node] if isinstance(node, ast.For | ast.AsyncFor) else [])
        for loop in loops:
            if line.node in (node, loop.iter):
                return loop  # type: ignore[no-any-return]
    return None


def _of_loop(loop: ast.For | ast.AsyncFor | ast.comprehension, line: Line) -> Clues:
    text = shown(loop.iter)
    called = getattr(getattr(loop.iter, "func", None), "attr", "")
    streamed = any(getattr(each, "attr", "").startswith("stream") for each in ast.walk(loop.iter))
    if isinstance(loop, ast.AsyncFor) or getattr(loop, "is_async", False):
        if called.startswith("stream"):
            return {"cause": "stream not awaited", "iterated": text}
        if hasattr(type(line.value(loop.iter)), "__aiter__"):
            return {}
        return {"cause": "async for", "iterated": f"await {text}" if isinstance(loop.iter, ast.Call) else text}
    if hasattr(line.value(loop.iter), "__aiter__") or streamed:
        return {"cause": "plain for", "iterated": f"await {text}" if called.startswith("stream") else text}
    return {}


def _of_call(node: ast.Call, line: Line) -> Clues:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in {"create_all", "drop_all"} and not node.args:
        return {"cause": "run_sync called", "call": shown(node.func)}
    called = line.value(node.func)
    if inspect.isclass(called) and hasattr(called, "__mapper__"):
        if node.args:
            return {"cause": "by position", "model": called.__name__, "columns": _columns(called)}
        known = set(inspection.inspect(called).attrs.keys())
        wrong = [each.arg for each in node.keywords if each.arg is not None and each.arg not in known]
        if wrong:
            told = {"name": wrong[0], "model": called.__name__, "columns": _columns(called)}
            return {"cause": "no such column", "whose": called.__name__, **told}
    function = getattr(builtins, name, None) if isinstance(node.func, ast.Name) else None
    if function is called is not None or (function is not None and called is None):
        for argument in node.args:
            owner = line.value(getattr(argument, "value", None))
            value = inspect.getattr_static(owner, getattr(argument, "attr", ""), None)
            if inspect.isclass(owner) and isinstance(value, InstrumentedAttribute):
                return {"cause": "python function", "function": name, "argument": shown(argument)}
    return {}


def _of_truth(line: Line) -> Clues:
    """An SQL expression was asked whether it is true."""
    for node in [line.node, *line.around]:
        if isinstance(node, ast.BoolOp):
            word, sign = ("and", "&") if isinstance(node.op, ast.And) else ("or", "|")
            return {"cause": "boolean", "word": word, "sign": sign}
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return {"cause": "not", "operand": shown(node.operand)}
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            word = "in_" if isinstance(node.ops[0], ast.In) else "not_in"
            return {"cause": "in", "left": shown(node.left), "right": shown(node.comparators[0]), "word": word}
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            return {"cause": "chained", "compared": shown(node), "middle": shown(node.comparators[0])}
    return {"cause": "truth", "expression": shown(line.node)}


def _of_argument(line: Line) -> Clues:
    for call in line.calls("select"):
        if call.args and isinstance(call.args[0], ast.List):
            return {"cause": "select list", "inner": ", ".join(shown(each) for each in call.args[0].elts)}
    for call in line.calls("execute", "scalar", "scalars", "stream", "stream_scalars"):
        sql = call.args[0] if call.args else None
        if isinstance(sql, ast.JoinedStr) or (isinstance(sql, ast.Constant) and isinstance(sql.value, str)):
            return {"cause": "plain string", "call": shown(call.func)}
        value = line.value(sql)
        if isinstance(value, str):
            return {"cause": "plain string", "call": shown(call.func)}
        if inspect.isclass(value) and hasattr(value, "__mapper__"):
            return {"cause": "model executed", "model": value.__name__}
    for call in line.calls("where", "order_by", "filter", "having", "group_by"):
        if any(isinstance(each, ast.Constant | ast.JoinedStr) for each in call.args):
            return {"cause": "string in query", "call": shown(call)}
    return {}


def _columns(model: Any) -> str:
    return ", ".join(inspection.inspect(model).attrs.keys())

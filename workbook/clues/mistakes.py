"""Clues to mistakes in the learner's own line: an `await`, `with` or `for` too few, a name of 1.x, a row for an object.

Each is read from the types of what was there and from the line's syntax tree, not from an exception's words.
"""

from __future__ import annotations

import ast
import bdb
import contextlib
import inspect

from sqlalchemy import Engine, exc, inspection
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncResult,
    AsyncScalarResult,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import sessionmaker

from workbook.clues.asked import columns, of_owner
from workbook.clues.calls import of_call
from workbook.clues.expressions import of_argument, of_expression, of_truth, python_function
from workbook.clues.frozen import of_frozen
from workbook.clues.given import of_given
from workbook.clues.libraries import of_library
from workbook.clues.lines import Line, found, functions, shown
from workbook.clues.schemas import is_schema, of_schema_use
from workbook.clues.synchronous import of_synchronous
from workbook.clues.taken import of_taken
from workbook.clues.tasks import of_task

Clues = dict[str, str]
CONNECTS = AsyncEngine, AsyncSession, AsyncConnection


def of_line(problem: BaseException, line: Line) -> Clues:
    """The clues that a line itself gives; empty where it gives none."""
    if isinstance(problem, bdb.BdbQuit):
        return {"cause": "debugger"}
    if clues := of_schema_use(problem, line) or of_synchronous(problem, line) or of_frozen(problem, line):
        return clues
    if isinstance(problem, AttributeError):
        return _binding(problem, line) or of_library(problem, line) or of_owner(problem, line)
    if isinstance(problem, TypeError):
        if "__bool__" in functions(problem):
            return of_truth(line)
        if clues := _of_type(problem, line) or _binding(problem, line):
            return clues
    if isinstance(problem, exc.ObjectNotExecutableError):
        return of_argument(line)
    runs = line.calls("run", "run_until_complete") if isinstance(problem, RuntimeError) else []
    if runs and line.deeper and functions(problem) & {"run", "run_until_complete", "_check_running"}:
        call = runs[0]
        functions_around = [each for each in line.around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        plain = functions_around[0].name if isinstance(next(iter(functions_around), None), ast.FunctionDef) else ""
        told = {"call": shown(call), "inner": shown(call.args[0] if call.args else None)}
        return {
            "cause": "running loop",
            "plain": f"`async def {plain}`, awaited by whoever calls it" if plain else "",
            **told,
        }
    readers = of_task, of_given, of_taken, of_expression, of_call
    for reader in readers:
        with contextlib.suppress(Exception):  # a reader that breaks hides no other
            if clues := reader(problem, line):
                return clues
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


def _of_type(problem: TypeError, line: Line) -> Clues:
    statement, node = line.statement, line.node
    # another TypeError of that line is about what was called, and not about the block
    opening = any(words in str(problem) for words in ("context manager", "await", "not callable"))
    if isinstance(statement, ast.With | ast.AsyncWith) and not line.deeper and opening:
        for item in statement.items:
            if item.context_expr is node or node is statement:
                return _of_block(statement, item.context_expr, line)
    if not line.deeper and (loop := _loop(line)) is not None:
        return _of_loop(loop, line)
    if isinstance(node, ast.Call):
        return _of_call(problem, node, line)
    return {}


def _of_block(statement: ast.With | ast.AsyncWith, opened: ast.expr, line: Line) -> Clues:
    value = line.value(opened)
    told = {"opened": shown(opened)}
    owner = line.value(getattr(opened, "value", None))
    if isinstance(opened, ast.Attribute) and (callable(line.member(opened)) or isinstance(owner, CONNECTS)):
        return {"cause": "method as a block", **told}
    if isinstance(opened, ast.Await):
        return {"cause": "awaited block", "opened": shown(opened.value)}
    if isinstance(value, async_sessionmaker | sessionmaker):
        return {"cause": "factory block", **told}
    if line.value(getattr(opened, "func", None)) is create_async_engine:
        names = [shown(each.optional_vars) for each in statement.items if each.context_expr is opened]
        return {"cause": "engine made for a block", "name": names[0] or "engine", **told}
    if isinstance(value, AsyncEngine):
        return {"cause": "engine block", **told}
    if isinstance(statement, ast.With):
        return {"cause": "plain with", **told}
    owner = line.value(getattr(getattr(opened, "func", None), "value", None))
    if isinstance(line.value(getattr(opened, "func", None)), AsyncSession):
        return {"cause": "session called", "whose": shown(opened.func)}  # type: ignore[attr-defined]
    if isinstance(owner, AsyncSession | AsyncConnection) and not opened.func.attr.startswith("begin"):  # type: ignore[attr-defined]
        return {"cause": "block of a call", **told}
    if isinstance(owner, Engine):
        return {"cause": "sync engine", "whose": f"`{shown(opened.func.value)}`"}  # type: ignore[attr-defined]
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
    if inspect.isfunction(line.value(loop.iter)):
        return {"cause": "function looped", "iterated": text}
    if isinstance(loop, ast.AsyncFor) or getattr(loop, "is_async", False):
        if called.startswith("stream"):
            return {"cause": "stream not awaited", "iterated": text}
        if hasattr(type(line.value(loop.iter)), "__aiter__"):
            return {}
        waits = isinstance(loop.iter, ast.Call) and not any(isinstance(each, ast.Await) for each in ast.walk(loop.iter))
        return {"cause": "async for", "iterated": f"await {text}" if waits else text}
    if _is_asynchronous(loop.iter, line) or streamed:
        return {"cause": "plain for", "iterated": f"await {text}" if called.startswith("stream") else text}
    return {}


def _is_asynchronous(node: ast.expr, line: Line) -> bool:
    """Whether an expression is for `async for`: a name of such a thing, or a call of a function that yields it."""
    made = isinstance(node, ast.Call) and inspect.isasyncgenfunction(line.member(node.func))
    return made or hasattr(type(line.value(node)), "__aiter__")


def _of_call(problem: TypeError, node: ast.Call, line: Line) -> Clues:
    if isinstance(node.func, ast.Name) and node.args and not line.deeper and _is_asynchronous(node.args[0], line):
        streamed = isinstance(line.value(node.args[0]), AsyncResult | AsyncScalarResult)
        told = {"function": node.func.id, "whose": shown(node.args[0])}
        return {"cause": "stream taken" if streamed else "generator taken", **told}
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in {"create_all", "drop_all"} and not node.args:
        return {"cause": "run_sync called", "call": shown(node.func)}
    called = line.value(node.func)
    if inspect.isclass(called) and hasattr(called, "__mapper__"):
        if any(each.arg is None and shown(each.value).endswith("__dict__") for each in node.keywords):
            return {"cause": "dict of an object", "model": called.__name__}
        if node.args and is_schema(line.value(node.args[0])):
            return {"cause": "schema for a model", "model": called.__name__, "given": shown(node.args[0])}
        if node.args:
            names = [shown(each) for each in node.args]
            known = set(inspection.inspect(called).attrs.keys()) & set(names)
            rest = [f"{each}={each}" if each in known else f"…={each}" for each in names]
            better = f"`{called.__name__}({', '.join(rest)})`"
            return {"cause": "by position", "model": called.__name__, "columns": columns(called), "better": better}
        known = set(inspection.inspect(called).attrs.keys())
        wrong = [each.arg for each in node.keywords if each.arg is not None and each.arg not in known]
        given = found(problem, "k", str)  # of a dict that was spread, as SQLAlchemy's own frame names it
        wrong += [given] if given is not None and given not in known else []
        if wrong:
            told = {"name": wrong[0], "model": called.__name__, "columns": columns(called)}
            return {"cause": "no such column", "whose": called.__name__, **told}
    return python_function(node, line)

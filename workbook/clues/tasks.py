"""Clues to what asyncio, and whoever calls a function later, was given: a function, or what it gives."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re

from workbook.clues.lines import Line, shown

Clues = dict[str, str]
WANT_COROUTINES = ("create_task", "ensure_future", "run", "run_until_complete", "wait_for", "shield", "gather", "wait")
CALL_LATER = {"to_thread": 0, "run_sync": 0, "run_in_threadpool": 0, "add_task": 0, "run_in_executor": 1, "submit": 0}
"""Which argument is the function that they call."""


def of_task(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, TimeoutError) and (waiting := line.calls("timeout", "timeout_at", "wait_for")):
        return {"cause": "time ran out", "call": shown(waiting[0])}
    if isinstance(problem, asyncio.InvalidStateError):
        asked = next(iter(line.calls("result", "exception")), None)
        return {"cause": "result too early", "call": shown(asked)} if asked is not None else {}
    if isinstance(problem, RuntimeError):
        return _of_a_future(line) or (_of_coroutines(problem, line) if line.calls("gather") else {})
    if not isinstance(problem, TypeError | ValueError):
        return {}
    return _of_coroutines(problem, line) or _of_functions(problem, line)


def _of_a_future(line: Line) -> Clues:
    """Somebody went over a future, which is what `gather()` gives."""
    for node in ast.walk(line.statement or ast.Pass()):
        awaited = any(isinstance(each, ast.Await) and each.value is node for each in line.around)
        if isinstance(line.value(node), asyncio.Future) and not awaited and not line.inside(ast.Await):
            return {"cause": "future not awaited", "whose": shown(node)}
    return {}


def _of_coroutines(problem: BaseException, line: Line) -> Clues:
    for call in line.calls(*WANT_COROUTINES):
        name = shown(call.func).rpartition(".")[2]
        for place, argument in enumerate(call.args[:1] if name in {"create_task", "run", "wait_for"} else call.args):
            if inspect.iscoroutinefunction(line.member(argument)):
                rest = call.args[1:] if place == 0 and name == "create_task" else []
                inner = f"{shown(argument)}({', '.join(map(shown, rest)) or '…'})"
                return {"cause": "coroutine wanted", "call": shown(call.func), "given": shown(argument), "inner": inner}
        several = isinstance(call.args[0], ast.List | ast.ListComp | ast.GeneratorExp) if call.args else False
        several = several or (bool(call.args) and isinstance(line.value(call.args[0]), list | tuple | set))
        if name == "gather" and several:
            return {"cause": "gather a list", "call": shown(call.func), "given": shown(call.args[0])}
        if name in {"create_task", "ensure_future", "run", "wait_for", "gather"} and call is line.node:
            return _of_a_value(call, line)
        if name == "wait" and "orbidden" in str(problem):
            return {"cause": "tasks wanted", "call": shown(call.func)}
    return {}


def _of_a_value(call: ast.Call, line: Line) -> Clues:
    """What was given is neither a function nor a coroutine: the result of a plain function, or a list of objects."""
    given = call.args[0] if call.args else None
    inner = given.value if isinstance(given, ast.Starred) else given
    told = {"call": shown(call.func), "given": shown(inner)}
    return {"cause": "value for a coroutine", **told} if inner is not None else {}


def _of_functions(problem: BaseException, line: Line) -> Clues:
    """A function was called on the spot, and what it gave handed on in its place."""
    for name, place in CALL_LATER.items():
        for call in line.calls(name):
            given = call.args[place] if len(call.args) > place else None
            name_of = shown(given).rpartition(".")[2] if given is not None else ""
            if name_of and re.match(rf"(\S+\.)?{re.escape(name_of)}\(\) (missing|takes)", str(problem)):
                gives = (
                    "the connection, or session, and what stands behind it"
                    if name == "run_sync"
                    else "what stands behind"
                )
                return {"cause": "called with too few", "call": shown(call.func), "given": shown(given), "gives": gives}
            if isinstance(given, ast.Call) and not inspect.isclass(line.member(given.func)):
                parts = [shown(given.func), *map(shown, given.args)]
                before = [shown(each) for each in call.args[:place]]
                better = f"{shown(call.func)}({', '.join([*before, *parts])})"
                return {"cause": "called at once", "call": shown(call.func), "given": shown(given), "better": better}
    return {}

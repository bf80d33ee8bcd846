"""Clues in the source of what is called too early, too late or not at all: coroutines, functions for others, rounds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import called, own
from workbook.clues.tasks import CALL_LATER

Clues = dict[str, str]
STARTS = {"create_task", "ensure_future", "append", "add_task", "submit", "start_soon", "to_thread"}


def _of_a_coroutine(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`migrate()` on a line of its own, where `migrate` is an `async def` of the file."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return
    named = {each.name for each in ast.walk(tree) if isinstance(each, ast.AsyncFunctionDef)}
    if call.func.id in named:
        inside = [
            each for each in ast.walk(function) if isinstance(each, ast.AsyncFunctionDef) and node in [*own(each)]
        ]
        better = f"await {shown(call)}" if inside else f"asyncio.run({shown(call)})"
        yield {"cause": "coroutine that nobody runs", "call": shown(call), "better": better}


def _of_a_function_for_others(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`run_sync(run(connection, metadata))`: what is handed on is not the function, but what it gave."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    place = CALL_LATER.get(called(node))
    given = node.args[place] if place is not None and len(node.args) > place else None
    if isinstance(given, ast.Call) and called(given) not in {"partial", "getattr", "methodcaller", "attrgetter"}:
        before = [shown(each) for each in node.args[:place]]
        rest = [shown(each) for each in given.args]
        rest = rest[1:] if called(node) == "run_sync" and rest and rest[0] == shown(node.func.value) else rest
        better = f"{shown(node.func)}({', '.join([*before, shown(given.func), *rest])})"
        yield {"cause": "called at once", "call": shown(node.func), "given": shown(given), "better": better}


def _of_a_status(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`HTTPException("no such book", 404)`, which fails when it is answered."""
    if isinstance(node, ast.Call) and called(node) == "HTTPException" and len(node.args) > 1:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            better = f"HTTPException({shown(node.args[1])}, {shown(first)})"
            yield {"cause": "status second", "call": shown(node), "better": better}


def _of_the_last_round(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A function that reads the variable of a loop, and is run when the loop has gone on."""
    if not isinstance(node, ast.For | ast.AsyncFor) or not isinstance(node.target, ast.Name):
        return
    name = node.target.id
    inner = [
        each
        for each in ast.walk(function)
        if isinstance(each, ast.AsyncFunctionDef | ast.Lambda) and each is not function
    ]
    for each in inner:
        takes = {it.arg for it in [*each.args.args, *each.args.kwonlyargs]}
        its = [it for it in ast.walk(each) if isinstance(it, ast.Name) and it.id == name]
        if name in takes or not its or any(isinstance(it.ctx, ast.Store) for it in its):
            continue
        starts = [it for it in ast.walk(node) if isinstance(it, ast.Call) and called(it) in STARTS]
        used = [it for start in starts for argument in start.args for it in ast.walk(argument)]
        named = isinstance(each, ast.AsyncFunctionDef) and each.name in {
            it.id for it in used if isinstance(it, ast.Name)
        }
        if named or each in used:
            yield {"cause": "last round", "name": name, "function": getattr(each, "name", "the lambda")}


def _of_giving_up(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A loop of tries that ends after the last one as if it had succeeded."""
    body = getattr(function, "body", [])
    if not isinstance(node, ast.For) or node.orelse or body[-1:] != [node]:
        return
    tries = [each for each in node.body if isinstance(each, ast.Try) and each.handlers]
    for attempt in tries:
        tests = [each.test for handler in attempt.handlers for each in ast.walk(handler) if isinstance(each, ast.If)]
        asked = {shown(it) for test in tests for it in ast.walk(test)}
        leaves = any(isinstance(it, ast.Return | ast.Break) for each in node.body for it in ast.walk(each))
        always = any(isinstance(handler.body[-1], ast.Raise) for handler in attempt.handlers)
        if leaves and not always and shown(node.target) not in asked:
            yield {"cause": "gives up silently", "loop": f"for {shown(node.target)} in {shown(node.iter)}"}


READERS = [_of_a_status, _of_a_coroutine, _of_a_function_for_others, _of_the_last_round, _of_giving_up]

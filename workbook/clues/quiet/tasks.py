"""Clues in the source of tasks: what raises nothing, and goes on, or comes, at another time than was meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import Function, called, meant, parameters, says, task

Clues = dict[str, str]
NONE_RUNNING = re.compile(r"no other \w+ running|others are cancelled")
OWN_TIMEOUT = re.compile(r"TimeoutError of its own")
"""How an exercise says so."""
ONE_AFTER_ANOTHER = (
    "do it one after another, `for …: await …`, or ask once for all, by `selectinload(…)` or `in_(…)`; tasks at "
    "once want a session each"
)


def _of_gather(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`await asyncio.gather(…)` in a function that cancels nothing; several tasks on one session."""
    if not isinstance(node, ast.Call) or not shown(node.func).endswith(("gather", "create_task")):
        return
    shared = [each for each in _sessions(function) if _is_shared(each, node, function) and not says(function, "Lock")]
    if shared:
        theirs = shared[0] in {each.arg for each in parameters(function)}
        better = ONE_AFTER_ANOTHER if theirs else "open one in each task, `async with make_session() as session`"
        yield {"cause": "session of several tasks", "name": shared[0], "call": shown(node.func), "better": better}
    options = {each.arg for each in node.keywords}
    alone = shown(node.func).endswith("gather") and "return_exceptions" not in options and not says(function, "cancel")
    if alone and NONE_RUNNING.search(task(function)):
        yield {"cause": "others go on", "call": shown(node.func)}


def _is_shared(name: str, node: ast.Call, function: ast.AST) -> bool:
    """Whether the tasks that a call makes, or those beside it, use a session of this name more than once."""
    calls = [each for each in ast.walk(function) if isinstance(each, ast.Call) and shown(each.func) == shown(node.func)]
    inner = [each for each in ast.walk(function) if isinstance(each, Function) and each is not function]
    names = {each.name for each in inner if name in map(shown, ast.walk(each)) and not _makes(each, name)} | {name}
    uses = [each for call in calls for it in call.args for each in ast.walk(it) if shown(each) in names]
    loops = [each for each in ast.walk(function) if isinstance(each, ast.For | ast.ListComp | ast.GeneratorExp)]
    repeated = any(use in [*ast.walk(each)] for use in uses for each in loops)
    return len(uses) > 1 or (bool(uses) and repeated)


def _makes(inner: ast.AST, name: str) -> bool:
    """Whether a function within has a session of this name of its own."""
    stored = any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id == name for each in ast.walk(inner)
    )
    return stored or name in {each.arg for each in parameters(inner)}


def _sessions(function: ast.AST) -> Iterator[str]:
    """The names of the sessions that a function was given, or opens."""
    for node in ast.walk(function):
        for each in getattr(getattr(node, "args", None), "args", []) if isinstance(node, ast.AsyncFunctionDef) else []:
            if shown(each.annotation) == "AsyncSession" and node is function:
                yield each.arg
        for item in node.items if isinstance(node, ast.AsyncWith) else []:
            if "make_session" in shown(item.context_expr) and item.optional_vars is not None:
                yield shown(item.optional_vars)


def _of_completion(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`for … in asyncio.as_completed(…)`, whose results are put into a list as they come."""
    if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension) and "as_completed" in shown(node.iter):
        returned = {shown(each.value) for each in ast.walk(function) if isinstance(each, ast.Return)}
        appends = [each for each in ast.walk(node) if isinstance(each, ast.Call) and called(each) == "append"]
        kept = isinstance(node, ast.comprehension) or any(
            shown(getattr(each.func, "value", None)) in returned for each in appends
        )
        if kept:
            yield {"cause": "in the order they end", "loop": shown(node.iter)}


def _of_cancelling(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`task.cancel()` and nothing that waits for the task to end."""
    if (
        isinstance(node, ast.Call)
        and called(node) == "cancel"
        and isinstance(node.func, ast.Attribute)
        and not node.args
    ):
        waits = [
            each.lineno for each in ast.walk(function) if isinstance(each, ast.Await) and each.lineno > node.lineno
        ]
        name = shown(node.func.value)
        made = [each for each in meant(node.func.value, function) if isinstance(each, ast.Call)]
        kept = any(called(each) == "create_task" and shown(each.func) != "asyncio.create_task" for each in made)
        kept |= any(  # by a set that somebody else waits for
            name in map(shown, each.args) and called(each) in {"add", "append"}
            for each in ast.walk(function)
            if isinstance(each, ast.Call)
        )
        if not waits and not kept and "scope" not in name:
            yield {"cause": "cancelled and left", "call": shown(node), "name": name}


def _of_a_counter(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`inside += 1 … inside -= 1`, where an exception in between leaves it too high."""
    if not isinstance(node, ast.AugAssign) or not isinstance(node.op, ast.Sub):
        return
    name, nodes = shown(node.target), [*ast.walk(function)]
    raised = [each for each in nodes if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add)]
    tried = [each for each in nodes if isinstance(each, ast.Try)]
    last = [each for it in tried for body in it.finalbody for each in ast.walk(body)]
    caught = [each for it in tried for handler in it.handlers for each in ast.walk(handler)]
    always = any(isinstance(each, ast.AugAssign) and shown(each.target) == name for each in last)
    between = any(shown(each.target) == name and each.lineno < node.lineno for each in raised)
    if between and not always and node not in caught and any(isinstance(each, ast.Await) for each in nodes):
        yield {"cause": "counted down too late", "written": shown(node)}


def _of_a_deadline(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`except TimeoutError` around somebody else's work; a COMMIT within the deadline."""
    if isinstance(node, ast.Try) and any(shown(each.type).endswith("TimeoutError") for each in node.handlers):
        calls = [each for body in node.body for each in ast.walk(body) if isinstance(each, ast.Call)]
        timed = [each for each in calls if called(each) in {"timeout", "wait_for", "timeout_at"}]
        if timed and OWN_TIMEOUT.search(task(function)) and not says(function, "expired", "when"):
            yield {"cause": "any timeout", "call": shown(timed[0].func)}
    if isinstance(node, ast.AsyncWith) and _is_timed(node, function):
        inside = [each for body in node.body for each in ast.walk(body)]
        blocks = [node, *(each for each in inside if isinstance(each, ast.AsyncWith))]
        begun = [it.context_expr for each in blocks for it in each.items]
        if any(isinstance(each, ast.Call) and called(each) == "commit" for each in inside) or any(
            isinstance(each, ast.Call) and called(each) == "begin" for each in begun
        ):
            yield {"cause": "commit in the deadline", "block": shown(node.items[0].context_expr)}


def _is_timed(node: ast.AsyncWith, function: ast.AST) -> bool:
    calls = [each for item in node.items for each in meant(item.context_expr, function) if isinstance(each, ast.Call)]
    return any(called(each) in {"timeout", "timeout_at"} for each in calls)


READERS = [_of_gather, _of_completion, _of_cancelling, _of_a_counter, _of_a_deadline]

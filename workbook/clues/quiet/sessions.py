"""Clues in the source of what works with sessions and objects: what raises nothing, and loses what was written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, Function, called, given, meant, parameters, says, task

Clues = dict[str, str]
ENDS = {"commit": "keeps", "rollback": "takes back", "close": "takes back"}
CALLERS = re.compile(r"[Tt]he caller (commits\.|decides)|nothing is committed")
"""How an exercise says that the transaction is not the function's to end."""
ONCE = re.compile(r"\bcommit once\b")


def _of_a_key(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`session.get(User, email)`, where `email` is declared as a text, and the key of User is a number."""
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") != "get" or len(node.args) < 2:
        return
    mapper, given = MODELS.get(shown(node.args[0])), node.args[1]
    if mapper is None or len(mapper.primary_key) != 1 or mapper.primary_key[0].type.python_type is not int:
        return
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        told = {"call": shown(node), "model": mapper.class_.__name__, "given": shown(given), "column": "…"}
        yield {"cause": "get by another column", "key": mapper.primary_key[0].name, **told}
    if not isinstance(given, ast.Name):
        return
    declared = next((shown(each.annotation) for each in parameters(function) if each.arg == given.id), "")
    if declared == "str":
        column = given.id if given.id in mapper.column_attrs else "…"
        told = {"call": shown(node), "model": mapper.class_.__name__, "given": given.id, "column": column}
        yield {"cause": "get by another column", "key": mapper.primary_key[0].name, **told}


def _of_a_block(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`async with make_session() as session: return session`: whoever gets it gets what was closed."""
    if not isinstance(node, ast.AsyncWith):
        return
    opened = {shown(item.optional_vars): item for item in node.items if isinstance(item.optional_vars, ast.Name)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Return) and isinstance(inner.value, ast.Name) and inner.value.id in opened:
            yield {
                "cause": "returned out of its block",
                "name": inner.value.id,
                "block": _shown(opened[inner.value.id]),
            }


def _shown(item: ast.withitem) -> str:
    return f"async with {shown(item.context_expr)} as {shown(item.optional_vars)}"


def _of_a_background_task(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`background.add_task(setattr, user, …)`: it runs when the request's session has ended."""
    if (
        not isinstance(node, ast.Call)
        or getattr(node.func, "attr", "") != "add_task"
        or not isinstance(function, Function)
    ):
        return
    aliases = {shown(each.targets[0]): shown(each.value) for each in tree.body if isinstance(each, ast.Assign)}
    declared = {each.arg: shown(each.annotation) for each in [*function.args.args, *function.args.kwonlyargs]}
    for argument in [*node.args[1:], *(keyword.value for keyword in node.keywords)]:
        kind = declared.get(shown(argument), "")
        words = aliases.get(kind, kind)
        if "AsyncSession" in words or any(f"[{model}," in words or words == model for model in MODELS):
            yield {"cause": "session in the background", "call": shown(node), "given": shown(argument)}
            return


def _of_a_sale(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`book.stock -= 1` on an object that was read without a lock: what others change meanwhile is lost."""
    target = (
        node.target if isinstance(node, ast.AugAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
    )
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return
    written = shown(target)
    reckoned = isinstance(node, ast.AugAssign) or any(
        isinstance(each, ast.BinOp) and written in map(shown, ast.walk(each))
        for each in meant(node.value, function)  # type: ignore[attr-defined]
    )
    sources = [each for value in given(target.value.id, function) for each in ast.walk(value)]
    read = any(isinstance(each, ast.Await) for each in sources)
    if reckoned and read and not says(function, "with_for_update", "begin_nested"):
        yield {"cause": "read and written back", "written": written, "attribute": target.attr, "name": target.value.id}


def _of_the_callers(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`async with session.begin():` on a session that the function was given."""
    if not isinstance(node, ast.AsyncWith):
        return
    given = {each.arg for each in parameters(function) if shown(each.annotation) == "AsyncSession"}
    for call in (item.context_expr for item in node.items):
        if isinstance(call, ast.Call) and shown(call.func) in {f"{name}.begin" for name in given}:
            yield {"cause": "begun on the caller's", "call": shown(call), "name": shown(call.func).partition(".")[0]}


def _of_the_callers_end(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`await session.commit()` on a session whose caller commits, as the function's own words say."""
    call = node.value if isinstance(node, ast.Await) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in ENDS:
        return
    given = [
        each.arg for each in getattr(getattr(function, "args", None), "args", []) if "Session" in shown(each.annotation)
    ]
    if shown(call.func.value) in [name for name in given if name != "make_session"] and CALLERS.search(task(function)):
        told = {"call": shown(call), "name": shown(call.func.value), "does": ENDS[call.func.attr]}
        yield {"cause": "ended for the caller", **told}


def _of_a_scope(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`async_scoped_session(factory, …)`: each task gets one and the same session, however often it asks."""
    if isinstance(node, ast.Call) and called(node) in {"async_scoped_session", "scoped_session"} and node.args:
        yield {"cause": "one session for a task", "call": called(node), "factory": shown(node.args[0])}


def _of_a_commit(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A commit for each row, where one is asked for; a commit inside a savepoint's block."""
    if isinstance(node, ast.AsyncWith) and any("begin_nested(" in shown(item.context_expr) for item in node.items):
        for call in _commits(node, function):
            yield {"cause": "commit in a savepoint", "call": shown(call), "block": shown(node.items[0].context_expr)}
            return
    if isinstance(node, ast.For | ast.AsyncFor) and ONCE.search(task(function)):
        for call in _commits(node, function):
            loop = f"for {shown(node.target)} in {shown(node.iter)}"
            yield {"cause": "commit in a loop", "call": shown(call), "loop": loop}
            return


def _commits(block: ast.AST, function: ast.AST) -> list[ast.Call]:
    """The commits in it, but for those of a savepoint."""
    commits = [each for each in ast.walk(block) if isinstance(each, ast.Call) and called(each) == "commit"]
    owners = {id(each): shown(getattr(each.func, "value", None)) for each in commits}
    return [each for each in commits if "begin_nested(" not in "".join(map(shown, given(owners[id(each)], function)))]


READERS = [
    _of_a_key,
    _of_a_block,
    _of_a_background_task,
    _of_a_sale,
    _of_the_callers,
    _of_the_callers_end,
    _of_a_scope,
    _of_a_commit,
]

"""Clues in the source of a service: one session for all, an object of another session, the options of `get()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import Function, called, given, own, parameters

Clues = dict[str, str]


def _of_a_factory(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`app.state.make_session = Session()`, where `Session` is the factory: one session for all requests."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    call = node.value if isinstance(node, ast.Assign) else None
    if not isinstance(target, ast.Attribute) or not isinstance(call, ast.Call) or ".state." not in shown(target):
        return
    made = [call.func] if isinstance(call.func, ast.Call) else given(shown(call.func), function)
    if any(isinstance(each, ast.Call) and called(each) == "async_sessionmaker" for each in made):
        told = {"written": f"{shown(target)} = {shown(call)}", "better": f"{shown(target)} = {shown(call.func)}"}
        yield {"cause": "one session for all", **told}


def _of_another_session(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A dependency that gives an object of a session of its own, which is closed by then."""
    if not isinstance(node, Function) or node is not function or node.name == "get_session":
        return
    if any(isinstance(each, ast.Yield) for each in own(node)):
        return
    requests = {each.arg for each in parameters(node) if "Request" in shown(each.annotation).split("[")}
    opened = {
        shown(item.optional_vars): shown(item.context_expr)
        for each in own(node)
        if isinstance(each, ast.AsyncWith)
        for item in each.items
        if item.optional_vars is not None and any(f"{name}.app.state." in shown(item.context_expr) for name in requests)
    }
    returned = {shown(each.value) for each in own(node) if isinstance(each, ast.Return) and each.value is not None}
    for name in sorted(returned):
        loads = [call for value in given(name, node) for call in ast.walk(value) if isinstance(call, ast.Call)]
        owners = {shown(getattr(call.func, "value", None)) for call in loads} & set(opened)
        if owners:
            alias = next(
                (shown(it.targets[0]) for it in tree.body if isinstance(it, ast.Assign) and _is_alias(it)),
                "RequestSession",
            )
            told = {"name": name, "block": opened[owners.pop()], "alias": alias, "function": node.name}
            yield {"cause": "object of another session", **told}


def _is_alias(node: ast.Assign) -> bool:
    """Whether it is `RequestSession = Annotated[AsyncSession, Depends(…)]`."""
    return shown(node.value).startswith("Annotated[AsyncSession, Depends(")


def _of_options(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`session.get(Order, key, options=…)`: an object that the session holds comes as it is, and nothing is loaded."""
    if not isinstance(node, ast.Call) or called(node) not in {"get", "get_one"} or len(node.args) < 2:
        return
    names = {each.arg for each in node.keywords}
    theirs = {each.arg for each in parameters(function) if shown(each.annotation) == "AsyncSession"}
    if shown(getattr(node.func, "value", None)) not in theirs:  # a new session holds nothing yet
        return
    if "options" in names and "populate_existing" not in names:
        told = {"call": shown(node.func), "model": shown(node.args[0]), "key": shown(node.args[1])}
        yield {"cause": "options of get", **told}


READERS = [_of_a_factory, _of_another_session, _of_options]

"""Clues in the source of what tests are made with: a factory on a connection, a client, overrides of dependencies."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import called, given, parameters, says

Clues = dict[str, str]


def _of_a_factory(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`async_sessionmaker(connection)` whose sessions end the connection's transaction, or one that goes past it."""
    if not isinstance(node, ast.Call) or called(node) not in {"async_sessionmaker", "AsyncSession"}:
        return
    options = {each.arg: each.value for each in node.keywords}
    bind = node.args[0] if node.args else options.get("bind")
    opened = {
        shown(item.optional_vars): shown(item.context_expr)
        for block in ast.walk(function)
        if isinstance(block, ast.AsyncWith)
        for item in block.items
        if item.optional_vars is not None
    }
    connections = {name: made for name, made in opened.items() if made.endswith((".connect()", ".begin()"))}
    if bind is None or None in options:
        return
    if shown(bind) in connections and "join_transaction_mode" not in options and says(function, "rollback"):
        told = {"call": shown(node), "name": shown(bind)}
        yield {"cause": "rollback goes through", **told}
    beside = [name for name, made in connections.items() if made.startswith(f"{shown(bind)}.connect")]
    if beside and says(function, "rollback"):
        yield {"cause": "past the connection", "call": shown(node), "name": beside[0], "engine": shown(bind)}


def _of_an_override(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`app.dependency_overrides[get_session] = make_session`, which FastAPI would ask for its parameters."""
    factories = {each.arg for each in parameters(function) if "async_sessionmaker" in shown(each.annotation)}
    for key, value in _overrides(node):
        for each in (key, value):
            if isinstance(each, ast.Call) and not given(shown(each.func), function):
                yield {"cause": "override called", "call": shown(each), "better": shown(each.func)}
        if shown(value) in factories:
            yield {"cause": "factory for a dependency", "name": shown(value), "key": shown(key)}


def _overrides(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What an assignment puts in the place of what: `overrides[get_session] = …`, `overrides = {get_session: …}`."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    if isinstance(target, ast.Subscript) and shown(target.value).endswith("dependency_overrides"):
        yield target.slice, node.value  # type: ignore[attr-defined]
    if shown(target).endswith("dependency_overrides") and isinstance(node.value, ast.Dict):  # type: ignore[attr-defined]
        pairs = zip(node.value.keys, node.value.values, strict=True)  # type: ignore[attr-defined]
        yield from ((key, value) for key, value in pairs if key is not None)


def _of_clearing(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`app.dependency_overrides.clear()`, and a copy of them that is none."""
    copies = [each for each in ast.walk(function) if isinstance(each, ast.Call | ast.Dict)]
    copied = any("dependency_overrides" in shown(each) and called_as_copy(each) for each in copies)
    clears = isinstance(node, ast.Call) and shown(node.func).endswith("dependency_overrides.clear")
    empties = (
        isinstance(node, ast.Assign) and shown(node.targets[0]).endswith("overrides") and shown(node.value) == "{}"
    )
    if (clears or empties) and not copied:
        yield {"cause": "overrides of others", "written": shown(node)}
    same = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    if same and shown(node.value).endswith(".dependency_overrides"):  # type: ignore[attr-defined]
        changed = f"{shown(node.value)}["  # type: ignore[attr-defined]
        sets = [each for each in ast.walk(function) if isinstance(each, ast.Assign)]
        if any(shown(each.targets[0]).startswith(changed) for each in sets):
            yield {"cause": "no copy", "name": shown(node.targets[0]), "value": shown(node.value)}  # type: ignore[attr-defined]


def called_as_copy(node: ast.Call | ast.Dict) -> bool:
    """Whether it makes another dict: `dict(…)`, `….copy()`, `{**…}`."""
    return isinstance(node, ast.Dict) or called(node) in {"dict", "copy", "deepcopy"}


def _of_a_client(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`AsyncClient(transport=…)` that is asked for paths."""
    if isinstance(node, ast.Call) and called(node) == "AsyncClient":
        options = {str(each.arg): shown(each.value) for each in node.keywords}
        if "transport" in options and not {"base_url", "None"} & set(options):
            yield {"cause": "client of no host", "better": f'{shown(node)[:-1]}, base_url="http://test")'}


def _of_a_test(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`assert shop.shelf(isbn) == 3` in a test whose other calls of it are awaited."""
    if not isinstance(node, ast.Assert) or not getattr(function, "name", "").startswith("test_"):
        return
    awaited = {id(each.value) for each in ast.walk(function) if isinstance(each, ast.Await)}
    methods = {
        called(each.value)
        for each in ast.walk(function)
        if isinstance(each, ast.Await) and isinstance(each.value, ast.Call)
    }
    for each in ast.walk(node.test):
        if isinstance(each, ast.Call) and id(each) not in awaited and called(each) in methods:
            yield {"cause": "assert of a coroutine", "call": shown(each)}


READERS = [_of_a_factory, _of_clearing, _of_a_client, _of_an_override, _of_a_test]

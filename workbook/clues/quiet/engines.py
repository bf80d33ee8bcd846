"""Clues in the source of engines, URLs and pools: what raises nothing, and opens more, or less, than was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import called, given, parameters

Clues = dict[str, str]
SHOWING = {"str", "repr", "format"}
OF_DRIVERS = {"sqlite3.Connection", "aiosqlite.Connection", "asyncpg.Connection", "SQLite3Connection"}
CHANGING = {"set", "update_query_dict", "update_query_pairs", "update_query_string", "difference_update_query"}


def _of_a_url(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`str(url)`, `f"{url}"`: SQLAlchemy writes `***` for the password."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHOWING and len(node.args) == 1:
        url, written = node.args[0], shown(node)
    elif isinstance(node, ast.FormattedValue):
        url, written = node.value, f'f"{{{shown(node.value)}}}"'
    else:
        return
    if _is_url(url, function):
        yield {"cause": "URL shown", "written": written, "url": shown(url)}


def _is_url(node: ast.AST, function: ast.AST, depth: int = 4) -> bool:
    if isinstance(node, ast.Name):
        return depth > 0 and any(_is_url(each, function, depth - 1) for each in given(node.id, function))
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Attribute) and node.attr == "url"
    owner = getattr(node.func, "value", ast.Pass())
    changed = called(node) in CHANGING and _is_url(owner, function, depth)
    return changed or called(node) == "make_url" or shown(owner) == "URL"


def _of_a_pool(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A pool that overflows its size, transactions that are none, a listener that hears one connection."""
    if not isinstance(node, ast.Call):
        return
    options = {each.arg: shown(each.value) for each in node.keywords}
    if called(node) == "create_async_engine" and "pool_size" in options and "max_overflow" not in options:
        yield {"cause": "pool overflows", "size": options["pool_size"]}
    if options.get("isolation_level", "").strip("'\"") == "AUTOCOMMIT" and called(node) != "connect":
        yield {"cause": "autocommit", "call": called(node)}
    if called(node) in {"listens_for", "listen"} and "'first_connect'" in map(shown, node.args):
        yield {"cause": "first connection alone", "call": shown(node)}


def _of_the_callers_engine(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`await engine.dispose()` on an engine that the function was given."""
    if isinstance(node, ast.Call) and called(node) == "dispose" and isinstance(node.func, ast.Attribute):
        whose = shown(node.func.value)
        if whose in {each.arg for each in parameters(function) if "Engine" in shown(each.annotation)}:
            yield {"cause": "caller's engine", "call": shown(node), "name": whose}


def _of_a_listener(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`@event.listens_for(…)` over an `async def`, or `event.listen(…)` with one: nobody awaits what it gives."""
    decorators = [each for each in getattr(node, "decorator_list", []) if isinstance(each, ast.Call)]
    if isinstance(node, ast.AsyncFunctionDef) and "listens_for" in map(called, decorators):
        yield {"cause": "listener that nobody awaits", "name": node.name}
    if isinstance(node, ast.Call) and called(node) == "listen" and len(node.args) > 2:
        named = {each.name for each in ast.walk(tree) if isinstance(each, ast.AsyncFunctionDef)}
        if shown(node.args[2]) in named:
            yield {"cause": "listener that nobody awaits", "name": shown(node.args[2])}


def _of_a_replacement(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`url.replace("sqlite", …)`, which a password, or a database's name, can hold too."""
    if not isinstance(node, ast.Call) or called(node) != "replace" or len(node.args) != 2 or node.keywords:
        return
    owner = getattr(node.func, "value", None)
    texts = [each.arg for each in parameters(function) if shown(each.annotation) == "str"]
    if isinstance(owner, ast.Name) and owner.id in texts and "url" in owner.id.lower():
        told = {"call": shown(node), "name": owner.id, "old": shown(node.args[0])}
        yield {"cause": "replaced everywhere", "better": f"{shown(node)[:-1]}, 1)", **told}


def _of_a_drivers_class(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`isinstance(connection, sqlite3.Connection)`, where SQLAlchemy hands over what it has put around it."""
    if isinstance(node, ast.Call) and called(node) == "isinstance" and len(node.args) == 2:
        kind = shown(node.args[1])
        if kind in OF_DRIVERS:
            yield {"cause": "driver's own class", "call": shown(node), "kind": kind}


def _of_a_beginning(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`url.startswith(name)`, which is true of a longer name that begins so."""
    if not isinstance(node, ast.Call) or called(node) != "startswith" or len(node.args) != 1:
        return
    owner, loops = getattr(node.func, "value", None), (ast.For, ast.comprehension)
    names = {shown(each) for loop in ast.walk(function) if isinstance(loop, loops) for each in ast.walk(loop.target)}
    if isinstance(owner, ast.Name) and "url" in owner.id.lower() and shown(node.args[0]) in names:
        yield {"cause": "beginning of a longer name", "call": shown(node), "url": owner.id, "name": shown(node.args[0])}


def _of_dropping(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`drop_all` before `create_all`."""
    if isinstance(node, ast.Attribute) and node.attr == "drop_all" and "create_all" in ast.dump(function):
        yield {"cause": "dropped first", "written": shown(node)}


READERS = [
    *(_of_a_url, _of_a_pool, _of_the_callers_engine, _of_a_listener, _of_a_replacement),
    *(_of_a_drivers_class, _of_a_beginning, _of_dropping),
]

"""Clues in the source of what catches and raises: the wrong exception, around the wrong lines, or none at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import Function, called, own, says, task

Clues = dict[str, str]
BROAD = {"", "Exception", "BaseException"}
OF_A_DATABASE = {"IntegrityError", "DBAPIError", "SQLAlchemyError", "OperationalError", "StatementError"}
DRIVERS = {"sqlite3", "aiosqlite", "asyncpg", "psycopg", "psycopg2"}
SENDS = {
    "flush",
    "commit",
    "execute",
    "scalar",
    "scalars",
    "merge",
    "get",
    "begin_nested",
    "begin",
    "refresh",
    "delete",
}
OTHERS_GO_ON = re.compile(r"\b(?:any|every) other (?:\w+ )?(?:exception|error)s? goes on", re.IGNORECASE)
"""How an exercise says that a function turns only one error into another."""


def _of_a_driver(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`except sqlite3.IntegrityError` around a session's work: SQLAlchemy raises one of its own."""
    if not isinstance(node, ast.ExceptHandler) or says(function, "get_raw_connection", "connect_driver"):
        return
    if any(isinstance(each, ast.Attribute) and each.attr == "driver_connection" for each in ast.walk(function)):
        return
    modules = {
        alias.asname or alias.name: f"{each.module}.{alias.name}"
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and each.module
        for alias in each.names
    }
    for kind in getattr(node.type, "elts", [node.type]):
        first, _, rest = shown(kind).partition(".")
        full = f"{modules.get(first, first)}{'.' * bool(rest)}{rest}"
        if full.partition(".")[0] in DRIVERS and kind is not None:
            name = full.rpartition(".")[2]
            ours = name if name in OF_A_DATABASE else "IntegrityError" if "Violation" in name else "DBAPIError"
            yield {"cause": "driver's error caught", "written": shown(kind), "ours": ours}


def _of_a_try(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`try: session.add(user)`, and the flush that can fail after it."""
    if not isinstance(node, ast.Try):
        return
    caught = [
        shown(kind).rpartition(".")[2] for each in node.handlers for kind in getattr(each.type, "elts", [each.type])
    ]
    ours = next((each for each in caught if each in OF_A_DATABASE), "")
    inside = [each for body in node.body for each in ast.walk(body)]
    calls = [each for each in inside if isinstance(each, ast.Call)]
    added = [each for each in calls if called(each) in {"add", "add_all"}]
    waits = any(isinstance(each, ast.Await | ast.AsyncWith | ast.AsyncFor) for each in inside)
    if ours and added and not waits and not any(called(each) in SENDS for each in calls):
        yield {"cause": "add alone in a try", "call": shown(added[0]), "error": ours, "name": _owner(added[0])}


def _owner(call: ast.Call) -> str:
    return shown(getattr(call.func, "value", None)) or "session"


def _of_a_broad_one(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`except Exception as error: raise ImportStopped(…)`, where the exercise lets any other error go on."""
    if not isinstance(node, ast.ExceptHandler) or shown(node.type) not in BROAD:
        return
    if not OTHERS_GO_ON.search(task(function)):
        return
    raised = [each for each in ast.walk(node) if isinstance(each, ast.Raise)]
    asks = any(isinstance(each, ast.If | ast.Match) for each in ast.walk(node))
    made = [each for each in raised if isinstance(each.exc, ast.Call)]
    if made and len(made) == len(raised) and not asks:
        told = {"clause": f"except {shown(node.type)}".strip(), "raised": called(made[0].exc)}  # type: ignore[arg-type]
        alone = "`DBAPIError`" if "database refuses" in task(function) else "the one error that is meant"
        yield {"cause": "every error turned", "alone": alone, **told}


def _of_a_return(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`return HTTPException(401)`: a value like any other."""
    if not isinstance(node, Function) or "Exception" in shown(node.returns) or "Error" in shown(node.returns):
        return
    for each in own(node):
        made = each.value if isinstance(each, ast.Return) else None
        if isinstance(made, ast.Call) and called(made).endswith(("Exception", "Error")) and called(made)[0].isupper():
            yield {"cause": "exception for a value", "written": shown(made), "function": node.name}


READERS = [_of_a_driver, _of_a_try, _of_a_broad_one, _of_a_return]

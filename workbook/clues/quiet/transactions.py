"""Clues in the source of transactions: taken back too far, asked before they are sure, in sessions nobody closes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, called, parameters, says

Clues = dict[str, str]
ASKS = {"execute", "scalar", "scalars", "stream", "stream_scalars", "get"}


def _of_a_rollback(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`for row in rows: try: … except IntegrityError: await session.rollback()`, with one commit after the loop."""
    if not isinstance(node, ast.For | ast.AsyncFor) or says(node, "commit", "begin_nested", "begin"):
        return
    sends = any(called(each) in {"flush", "execute", "scalar"} for each in ast.walk(node) if isinstance(each, ast.Call))
    if not sends or not says(function, "commit"):
        return
    for attempt in (each for each in ast.walk(node) if isinstance(each, ast.Try)):
        for call in (it for each in attempt.handlers for it in ast.walk(each) if isinstance(it, ast.Call)):
            leaves = any(isinstance(it, ast.Raise | ast.Return) for each in attempt.handlers for it in ast.walk(each))
            if called(call) == "rollback" and isinstance(call.func, ast.Attribute) and not leaves:
                told = {"call": shown(call), "name": shown(call.func.value)}
                yield {"cause": "rollback of all rounds", "loop": f"for {shown(node.target)} in …", **told}


def _of_asking_first(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """A SELECT by a unique column, and the INSERT after it, with nobody who catches that it was taken meanwhile."""
    if not isinstance(node, ast.Call) or called(node) not in {"where", "filter_by"}:
        return
    caught = {shown(each.type) for each in ast.walk(function) if isinstance(each, ast.ExceptHandler)}
    if any("Error" in each or "Exception" in each for each in caught):
        return
    conditions = [each for each in node.args if isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.Eq)]
    columns = [side for each in conditions for side in (each.left, each.comparators[0])]
    unique = [each for each in columns if isinstance(each, ast.Attribute) and _is_unique(each)]
    made = {shown(each.func) for each in ast.walk(function) if isinstance(each, ast.Call)}
    refuses = any(isinstance(each, ast.Raise) for each in ast.walk(function))
    for each in unique:
        model = shown(each.value)
        if model in made and refuses and says(function, "add") and says(function, "commit", "flush"):
            sends = "commit" if says(function, "commit") else "flush"
            yield {"cause": "asked first", "column": shown(each), "sends": sends, "model": model}


def _is_unique(node: ast.Attribute) -> bool:
    """Whether it is a column of the bookshop that no two rows may have alike."""
    mapper = MODELS.get(shown(node.value))
    return mapper is not None and node.attr in mapper.columns and bool(mapper.columns[node.attr].unique)


def _of_an_open_session(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`make_session().scalar(…)`: a session without a name, which nobody can close."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in ASKS:
        return
    made = node.func.value
    factories = {each.arg for each in parameters(function) if "async_sessionmaker" in shown(each.annotation)}
    if isinstance(made, ast.Call) and shown(made.func) in factories:
        yield {"cause": "session never closed", "made": shown(made), "call": node.func.attr}


READERS = [_of_a_rollback, _of_asking_first, _of_an_open_session]

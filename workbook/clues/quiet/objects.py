"""Clues in the source of objects of the database: changed where no session sees it, never added, by a wrong name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, called, given, says

Clues = dict[str, str]
Block = ast.AsyncWith | ast.With
RESULTS = {"execute", "scalars", "stream", "stream_scalars"}


def _of_a_change(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`user.full_name = …` after the block of the session that loaded the user, or after its commit."""
    target = _target(node)
    if target is None:
        return
    name, written = shown(target.value), shown(target)
    model = _model(name, function)
    loaded = [each for each in given(name, function) if any(isinstance(it, ast.Await) for it in ast.walk(each))]
    if not loaded or any(each.lineno > target.lineno for each in loaded):
        return
    if model and target.attr not in MODELS[model].attrs:
        columns = ", ".join(MODELS[model].column_attrs.keys())
        yield {"cause": "attribute of no column", "written": written, "model": model, "columns": columns}
        return
    blocks = [each for each in ast.walk(function) if isinstance(each, Block) and _holds(each, loaded[-1])]
    block = next((each for each in blocks if _opens_a_session(each)), None)
    if block is None:
        return
    later = [each for each in ast.walk(function) if isinstance(each, ast.Call) and each.lineno > target.lineno]
    if not _holds(block, target):
        if not any(called(each) in {"add", "add_all", "merge"} for each in later):
            yield {"cause": "changed outside", "written": written, "name": name, "block": _header(block)}
    elif not any(called(each) in {"commit", "merge"} for each in later) and says(block, "commit"):
        commits = [each for each in ast.walk(block) if isinstance(each, ast.Call) and called(each) == "commit"]
        if all(each.lineno < target.lineno for each in commits) and not _commits_itself(block):
            yield {"cause": "changed after the commit", "written": written}


def _target(node: ast.AST) -> ast.Attribute | None:
    """The attribute that a line sets."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    found = [each for each in targets if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)]
    return found[0] if found else None


def _model(name: str, function: ast.AST) -> str:
    """The class of an object that was made, or loaded, under this name; "" if that does not stand there."""
    for value in given(name, function):
        for call in (each for each in ast.walk(value) if isinstance(each, ast.Call)):
            first = shown(call.args[0]) if call.args else ""
            one = called(call) == "get" or (called(call) == "select" and len(call.args) == 1)
            if one and first in MODELS and not any(isinstance(each, ast.Subscript) for each in ast.walk(value)):
                return first
    return ""


def _holds(block: ast.AST, node: ast.AST) -> bool:
    return any(each is node for each in ast.walk(block))


def _opens_a_session(block: Block) -> bool:
    words = _header(block)
    return "session" in words.lower() and "begin_nested" not in words


def _commits_itself(block: Block) -> bool:
    return ".begin(" in _header(block)


def _header(block: Block) -> str:
    return ", ".join(shown(item.context_expr) for item in block.items)


def _of_a_new_one(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`user = User(…)` that nobody gives to the session; `await session.merge(…)` whose answer is dropped."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Await) and isinstance(node.value.value, ast.Call):
        call = node.value.value
        if getattr(call.func, "attr", "") == "merge" and call.args and isinstance(call.args[0], ast.Name):
            yield {"cause": "merge for nothing", "call": shown(call), "name": shown(call.args[0])}
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    if not isinstance(target, ast.Name) or not isinstance(node.value, ast.Call):  # type: ignore[attr-defined]
        return
    model = shown(node.value.func)  # type: ignore[attr-defined]
    if model not in MODELS or any(each.arg in MODELS[model].relationships for each in node.value.keywords):  # type: ignore[attr-defined]
        return
    owners = {id(each.value) for each in ast.walk(function) if isinstance(each, ast.Attribute)}
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == target.id]
    handed = [each for each in uses if isinstance(each.ctx, ast.Load) and id(each) not in owners]
    returned = {id(each.value) for each in ast.walk(function) if isinstance(each, ast.Return)}
    linked = any(
        (place := _target(each)) is not None
        and shown(place.value) == target.id
        and place.attr in MODELS[model].relationships
        for each in ast.walk(function)
    )
    if not linked and all(id(each) in returned for each in handed) and says(function, "commit", "flush", "begin"):
        yield {"cause": "never added", "name": target.id, "model": model}


def _of_a_result(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`user = await session.execute(…)`, asked whether it is None, or given a new name: it is a result, and no User."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    call = node.value.value if isinstance(node, ast.Assign) and isinstance(node.value, ast.Await) else None
    if not isinstance(target, ast.Name) or not isinstance(call, ast.Call) or called(call) not in RESULTS:
        return
    if any(each is not node.value for each in given(target.id, function)):  # type: ignore[attr-defined]
        return
    asked = [
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Compare)
        and shown(each.left) == target.id
        and isinstance(each.ops[0], ast.Is | ast.IsNot)
    ]
    negated = [
        each for each in ast.walk(function) if isinstance(each, ast.UnaryOp) and shown(each.operand) == target.id
    ]
    set_here = [
        each for each in ast.walk(function) if (it := _target(each)) is not None and shown(it.value) == target.id
    ]
    if found := [*asked, *negated, *set_here]:
        owner = shown(getattr(call.func, "value", None))
        take = "one_or_none" if called(call) == "scalars" else "scalar_one_or_none"
        told = {"name": target.id, "call": shown(call.func), "written": shown(found[0]), "take": take}
        yield {"cause": "result for an object", "owner": owner, **told}


def _of_a_key(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`OrderLine(book_id=isbn)`: a foreign key leads to the `id`, and this is another column of the same row."""
    pairs = []
    if isinstance(node, ast.Call) and shown(node.func) in MODELS:
        pairs = [(shown(node.func), each.arg, each.value) for each in node.keywords if each.arg]
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.left, ast.Attribute):
        pairs = [(shown(node.left.value), node.left.attr, node.comparators[0])]
    elif isinstance(node, ast.Assign) and (place := _target(node)) is not None:
        pairs = [(_model(shown(place.value), function), place.attr, node.value)]
    for model, key, value in pairs:
        found = MODELS[model].columns.get(key) if model in MODELS else None
        leads: Any = next((each.column for each in found.foreign_keys), None) if found is not None else None
        name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
        for there, mapper in MODELS.items() if leads is not None else ():
            other = mapper.columns.get(name) if mapper.local_table is leads.table else None
            if other is not None and other.type.python_type is not leads.type.python_type:
                told = {"key": key, "model": there, "column": leads.name, "given": shown(value), "name": name}
                yield {"cause": "other column for a key", **told}


READERS = [_of_a_change, _of_a_new_one, _of_a_result, _of_a_key]

"""Clues in the source of a value: a key before its time, a pattern, a number that is 0: other than was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, called, column, given, meant

Clues = dict[str, str]
PATTERNS = {"like", "ilike", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith"}


def _of_an_id(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`user = User(…)` and `user.id` without anything in between that sends the INSERT."""
    if (
        not isinstance(node, ast.Attribute)
        or not isinstance(node.ctx, ast.Load)
        or not isinstance(node.value, ast.Name)
    ):
        return
    made = [each for each in given(node.value.id, function) if isinstance(each, ast.Call)]
    mapper = MODELS.get(shown(made[0].func)) if len(made) == 1 else None
    if mapper is None or node.attr not in {each.key for each in mapper.primary_key}:
        return
    if node.attr in {each.arg for each in made[0].keywords} or made[0].lineno > node.lineno:
        return
    sends = [
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Await | ast.AsyncWith | ast.AsyncFor)
        or (isinstance(each, ast.Call) and called(each) in {"flush", "commit"})
    ]
    after, before = made[0].lineno, (node.lineno, node.col_offset)
    if not any(after <= _end(each) and (each.lineno, each.col_offset) < before and _ends(each, node) for each in sends):
        yield {"cause": "id before the flush", "whose": node.value.id, "key": node.attr, "made": shown(made[0].func)}


def _end(node: ast.AST) -> int:
    return int(getattr(node, "end_lineno", 0))


def _ends(node: ast.AST, before: ast.AST) -> bool:
    """Whether an `await` has come to its end, or a block was left, before another node."""
    return isinstance(node, ast.Await | ast.Call) or _end(node) < before.lineno  # type: ignore[attr-defined]


def _of_a_pattern(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`Book.title.like(f"%{text}%")`: what somebody searches for can hold `%` and `_`."""
    if not isinstance(node, ast.Call) or called(node) not in PATTERNS or not node.args:
        return
    owner, pattern = getattr(node.func, "value", None), node.args[0]
    if not column(_inside(owner)) or {each.arg for each in node.keywords} & {"escape", "autoescape"}:
        return
    parts = [*meant(pattern, function)]
    if all(isinstance(each, ast.Constant) for each in parts) or any(
        isinstance(each, ast.Call) and called(each) in {"replace", "sub", "translate"} for each in parts
    ):
        return
    names = [each.id for each in ast.walk(pattern) if isinstance(each, ast.Name)] or ["text"]
    whole = called(node) in {"like", "ilike"} and isinstance(pattern, ast.Name) and not given(pattern.id, function)
    word = called(node) if called(node) not in {"like", "ilike"} else "contains"
    searched = [each.value for each in parts if isinstance(each, ast.FormattedValue)]
    value = shown(searched[0]) if searched else names[0]
    better = f"{shown(owner)}.{word}({value}, autoescape=True)"
    yield {"cause": "wildcards", "call": shown(node), "better": f"{shown(owner)} == {value}" if whole else better}


def _inside(node: ast.AST | None) -> ast.AST:
    """The column in `func.lower(Book.title)`, or what was given."""
    while isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    return node or ast.Pass()


def _of_zero(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`if not left`, where `left` is a number of the database's: 0 is as false as None."""
    tests: list[ast.expr] = [node.test] if isinstance(node, ast.If | ast.While | ast.IfExp) else []
    tests += node.values[:1] if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) else []
    for test in tests:
        asked = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else test
        if isinstance(asked, ast.Name) and any(_is_number(each, function) for each in given(asked.id, function)):
            yield {"cause": "zero for none", "asked": shown(test), "name": asked.id}


def _is_number(value: ast.expr, function: ast.AST) -> bool:
    """Whether it is the number that a query gave, or None: `await session.scalar(select(Book.stock)…)`."""
    calls = [each for each in ast.walk(value) if isinstance(each, ast.Call)]
    if not {called(each) for each in calls} & {"scalar", "scalar_one_or_none"}:
        return False
    for each in meant(value, function):
        if isinstance(each, ast.Call) and called(each) == "returning" and len(each.args) == 1:
            owner, _, key = shown(each.args[0]).partition(".")
            attribute = MODELS[owner].columns.get(key) if owner in MODELS else None
            if attribute is not None and not attribute.primary_key and attribute.type.python_type is int:
                return True
    return False


READERS = [_of_an_id, _of_a_pattern, _of_zero]

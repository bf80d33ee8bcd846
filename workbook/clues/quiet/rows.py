"""Clues in the source of which rows a statement means: too many of them, too few, none, or in no order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, called, column, is_statement, meant, parameters, says

Clues = dict[str, str]
LOADERS = ("selectinload", "joinedload", "subqueryload")


def _of_a_sum(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`func.sum(…)` of no rows at all is NULL, which an outer join and an empty table both bring."""
    if not isinstance(node, ast.Call) or not shown(node.func).endswith("func.sum"):
        return
    outer = says(function, "outerjoin") or any(
        each.arg in {"isouter", "full"} for each in ast.walk(function) if isinstance(each, ast.keyword)
    )
    caught = says(function, "coalesce", "ifnull") or any(
        isinstance(each, ast.BoolOp) and isinstance(each.op, ast.Or) for each in ast.walk(function)
    )
    asked = any(isinstance(each, ast.Constant) and each.value is None for each in ast.walk(function))
    beside = any(
        len(each.args) > 1 and node in [*meant(each, function)]
        for each in ast.walk(function)
        if isinstance(each, ast.Call) and called(each) == "select"
    )
    if not caught and not asked and (outer or not (beside or says(function, "group_by", "over"))):
        yield {"cause": "sum of nothing", "call": shown(node)}


def _of_a_join(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`select(User).join(User.orders)`: one row for each order, and none for who has none."""
    if not isinstance(node, ast.Call) or called(node) != "join" or not node.args:
        return
    if any(each.arg in {"isouter", "full"} for each in node.keywords):
        return
    parts = [*_chain(node)]
    selected = [each for each in _selected(parts) if each in MODELS]
    named = node.args[0]
    for model in selected:
        for relationship in MODELS[model].relationships:
            there = relationship.mapper.class_.__name__
            meant_here = shown(named) in {f"{model}.{relationship.key}", there} and relationship.uselist
            if meant_here:
                told = {"join": shown(named), "model": model, "name": relationship.key}
                limited = any(called(each) == "limit" for each in [*_around(node, function), *parts])
                if limited or says(function, "contains_eager", "coalesce", *LOADERS):
                    yield {"cause": "limit of joined rows" if limited else "inner join", **told}


def _chain(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that a method's call goes on from, and itself: `select(…)`, `.where(…)`, `.join(…)`."""
    while isinstance(node, ast.Call):
        yield node
        node = node.func.value if isinstance(node.func, ast.Attribute) else ast.Pass()


def _around(node: ast.AST, function: ast.AST) -> Iterator[ast.Call]:
    """The calls that go on from this one in the same expression."""
    for each in ast.walk(function):
        if isinstance(each, ast.Call) and each is not node and node in [*_chain(each)]:
            yield each


def _selected(chain: list[ast.Call]) -> Iterator[str]:
    """The classes whose rows, or columns, are selected."""
    for call in chain:
        if called(call) == "select":
            yield from dict.fromkeys(shown(each).partition(".")[0] for each in call.args)


def _of_a_statement(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`update(Book).where(…).values(…)` that nobody sends, or that says of no row which is meant."""
    call = node.value if isinstance(node, ast.Expr) else None
    if call is not None and is_statement(call):
        yield {"cause": "statement not sent", "call": shown(call)}
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and is_statement(node.value):
        name = node.targets[0].id
        uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
        if not any(isinstance(each.ctx, ast.Load) for each in uses):
            yield {"cause": "statement not sent", "call": name}


def _of_a_page(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`.limit(…)` without an order, `.offset(page * size)`."""
    if not isinstance(node, ast.Call) or called(node) not in {"limit", "offset", "fetch"} or not node.args:
        return
    if not isinstance(node.func, ast.Attribute):  # a function of this name
        return
    one = shown(node.args[0]) == "1" and says(function, "where", "filter", "filter_by")
    if not one and shown(node.args[0]) != "0" and "order_by" not in ast.dump(function):
        yield {"cause": "limit without order", "call": f"{called(node)}({shown(node.args[0])})"}
    reckoned = [each for each in meant(node.args[0], function) if isinstance(each, ast.BinOp)]
    if called(node) == "offset" and len(reckoned) == 1 and isinstance(reckoned[0].op, ast.Mult):
        sides = [shown(reckoned[0].left), shown(reckoned[0].right)]
        for size in (side for side in sides if side != "page" and "page" in sides):
            yield {"cause": "first page left out", "written": shown(reckoned[0]), "better": f"(page - 1) * {size}"}


def _of_a_count(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`result.rowcount` of a SELECT."""
    if isinstance(node, ast.Attribute) and node.attr == "rowcount":
        made = {called(each) for each in meant(node.value, function) if isinstance(each, ast.Call)}
        if "select" in made and not made & {"update", "delete", "insert"}:
            yield {"cause": "rowcount of a SELECT", "whose": shown(node.value)}


def _of_keys(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`where(Book.id.in_(keys))`, whose rows are returned as they come."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    asked = [each for each in meant(node.value, function) if isinstance(each, ast.Call) and called(each) == "in_"]
    kinds = {each.arg: shown(each.annotation).lower() for each in parameters(function)}
    lists = {name for name, kind in kinds.items() if kind.startswith(("list", "sequence"))}
    ordered = any(isinstance(each, ast.Attribute) and each.attr == "order_by" for each in meant(node.value, function))
    direct = not any(isinstance(each, ast.comprehension | ast.Dict) for each in ast.walk(node.value))
    for call in asked:
        if direct and not ordered and call.args and shown(call.args[0]) in lists and _gives_rows(node.value, function):
            yield {"cause": "rows of IN", "keys": shown(call.args[0]), "written": shown(call)}


def _gives_rows(value: ast.expr, function: ast.AST) -> bool:
    """Whether it is, after the names are looked up, all that a query gave."""
    calls = {called(each) for each in meant(value, function) if isinstance(each, ast.Call)}
    no_order = {"sorted", "set", "frozenset"}
    return bool(calls & {"scalars", "execute", "stream_scalars"}) and not calls & {"get", "update", "delete", *no_order}


def _of_cents(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`Book.price * (1 + percent / 100)`: a float, which is not exact."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult):
        return
    parts = [*meant(node, function)]
    floats = [each for each in parts if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div)]
    written = [each for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, float)]
    if any(map(column, ast.walk(node))) and (floats or written):
        yield {"cause": "cents by a float", "written": shown(node), "inexact": shown([*floats, *written][0])}


def _of_a_text(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`text(f"… '{title}'")`: what somebody sends becomes a part of the SQL."""
    if isinstance(node, ast.Call) and called(node) == "text" and node.args:
        parts: list[Any] = [each for each in meant(node.args[0], function) if isinstance(each, ast.FormattedValue)]
        if parts:
            yield {"cause": "value in the SQL", "value": shown(parts[0].value)}


READERS = [_of_a_sum, _of_a_join, _of_a_statement, _of_a_page, _of_a_count, _of_keys, _of_cents, _of_a_text]

"""Clues to an expression over columns: Python's functions, brackets, a path through relationships, a keyword."""

from __future__ import annotations

import ast
from typing import Any

from sqlalchemy.orm import RelationshipProperty

from workbook.clues.lines import Line, shown

Clues = dict[str, str]
INSTEAD = {
    "round": "func.round(…)", "sum": "func.sum(…)", "max": "func.max(…)", "min": "func.min(…)", "abs": "func.abs(…)",
    "len": "func.length(…)` for a text, `func.count(…)", "int": "cast(…, Integer)` or `//", "float": "cast(…, Float)",
    "str": "cast(…, String)", "ceil": "func.ceil(…)", "floor": "func.floor(…)", "sqrt": "func.sqrt(…)",
    "sorted": ".order_by(…)", "any": ".any(…)", "set": ".distinct()",
}  # fmt: skip
OPTIONS = ("selectinload", "joinedload", "subqueryload", "contains_eager", "raiseload", "lazyload")


def of_sides(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, TypeError | NotImplementedError | ValueError):
        return (
            _of_a_function(line) or _of_brackets(line) or _of_a_keyword(problem, line) or _of_an_operand(problem, line)
        )
    if type(problem).__name__ == "ArgumentError":
        return _of_a_path(line)
    return {}


def first_column(node: ast.AST, line: Line) -> str:
    """The first column that stands anywhere in an expression; "" if there is none."""
    return next(filter(None, (line.column(each) for each in ast.walk(node))), "")


def target(column: ast.AST | None, line: Line) -> Any:
    """The class that a relationship, written as `User.orders`, leads to; None for anything else."""
    if not isinstance(column, ast.Attribute) or not line.column(column):
        return None
    attribute: Any = getattr(line.value(column.value), column.attr)
    return attribute.property.mapper.class_ if isinstance(attribute.property, RelationshipProperty) else None


def _of_a_function(line: Line) -> Clues:
    """One of Python's functions was given a column, or something reckoned from one."""
    for call in [each for each in [line.node, *line.around] if isinstance(each, ast.Call)]:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        is_python = getattr(line.member(call.func), "__module__", "builtins") in {"builtins", "math"}
        owner = shown(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        fits = name in INSTEAD and is_python and owner in {"", "math"} and call.args and not call.keywords
        fits = fits and not isinstance(call.args[0], ast.GeneratorExp | ast.ListComp | ast.SetComp)
        sent = any(isinstance(each, ast.Await) for each in (ast.walk(call.args[0]) if call.args else ()))
        if fits and not sent and first_column(call.args[0], line):
            told = {"function": shown(call.func), "argument": shown(call.args[0]), "instead": INSTEAD[name]}
            return {"cause": "function of Python", **told}
    return {}


def _of_brackets(line: Line) -> Clues:
    """`Book.isbn == isbn & Book.stock > 0`: the `&` comes before the comparisons."""
    for node in [line.node, *line.around[:2]]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            sign = "&" if isinstance(node.op, ast.BitAnd) else "|"
            if any(isinstance(each, ast.Compare) for each in line.around[:2]) and first_column(node, line):
                return {"cause": "brackets", "sign": sign, "bound": shown(node)}
    return {}


def _of_a_keyword(problem: BaseException, line: Line) -> Clues:
    for call in line.calls("like", "ilike"):
        if any(each.arg == "autoescape" for each in call.keywords):
            return {"cause": "autoescape", "call": shown(call.func)}
    for call in line.calls("filter_by"):
        if call.args:
            return {"cause": "filter by position", "condition": shown(call.args[0])}
    for call in line.calls("update", "delete", "insert"):
        if len(call.args) > 1 and "positional" in str(problem) and isinstance(call.func, ast.Name):
            verb = call.func.id
            return {"cause": "old statement", "verb": verb, "model": shown(call.args[0])}
    return {}


def _of_an_operand(problem: BaseException, line: Line) -> Clues:
    """A method that was not called stands beside an operator."""
    words = str(problem)
    if line.deeper or not ("'method'" in words or "'function'" in words):
        return {}
    sides = [line.node.left, line.node.right] if isinstance(line.node, ast.BinOp) else []
    if isinstance(line.node, ast.Compare):
        sides = [line.node.left, *line.node.comparators]
    methods = [each for each in sides if isinstance(each, ast.Attribute | ast.Name)]
    sure = [each for each in methods if callable(line.member(each))] or methods
    return {"cause": "uncalled operand", "whose": shown(sure[0])} if sure else {}


def _of_a_path(line: Line) -> Clues:
    """An option goes on from a class that the one before it does not lead to."""
    for call in line.calls(*OPTIONS):
        before = getattr(call.func, "value", None)
        if not isinstance(before, ast.Call) or not before.args or not call.args:
            continue
        there, owner = target(before.args[-1], line), line.value(getattr(call.args[0], "value", None))
        if there is not None and isinstance(owner, type) and not issubclass(there, owner):
            told = {"option": shown(call.args[0]), "before": shown(before.args[-1]), "there": there.__name__}
            return {"cause": "option of another", **told}
    for call in line.calls("case"):
        if call.args and isinstance(call.args[0], ast.List):
            inner = ", ".join(shown(each) for each in call.args[0].elts)
            return {"cause": "case list", "inner": inner}
    return {}

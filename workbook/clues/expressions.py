"""Clues to mistakes in a query: Python's own words on columns, strings for expressions, names that are none."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy
from sqlalchemy import exc
from sqlalchemy.orm import RelationshipProperty

from workbook.clues.elsewhere import of_import
from workbook.clues.lines import Line, found, functions, shown
from workbook.clues.lookups import of_lookup, of_minus
from workbook.clues.names import of_a_name
from workbook.clues.options import of_option
from workbook.clues.parameters import of_an_option, of_conditions, of_parameters, of_streaming
from workbook.clues.sides import of_sides

Clues = dict[str, str]


def of_expression(problem: BaseException, line: Line) -> Clues:
    """The clues that a query's own words give; empty where they give none."""
    if isinstance(problem, ImportError):
        # an import inside somebody else's code is about that, as a URL that wants another driver
        return of_import(problem) if isinstance(line.statement, ast.Import | ast.ImportFrom) else {}
    if clues := of_sides(problem, line):
        return clues
    if isinstance(problem, NameError):
        return {} if line.deeper else of_a_name(problem, line)
    if isinstance(problem, NotImplementedError):
        return _of_containing(line) or _of_a_loop(line)
    if isinstance(problem, TypeError):
        return of_an_option(line) or _of_keywords(line) or _of_a_call(line)
    if isinstance(problem, ValueError) and line.calls("limit", "offset"):
        return {"cause": "limit", "call": shown(line.calls("limit", "offset")[0])}
    if isinstance(problem, exc.CompileError):
        return _of_compiling(problem, line)
    if isinstance(problem, exc.ArgumentError):
        return (
            of_option(problem, line)
            or _of_values(line)
            or _of_relationship(line)
            or _of_value(problem, line)
            or of_argument(line)
        )
    if isinstance(problem, exc.InvalidRequestError):
        return of_streaming(problem, line) or _of_relationship(line) or _of_names(problem, line)
    return {}


def python_function(node: ast.Call, line: Line) -> Clues:
    """A function of Python's that was given a column: `max(Book.price)`."""
    name = getattr(node.func, "id", "")
    if getattr(builtins, name, None) is None or line.value(node.func) not in (None, getattr(builtins, name)):
        return {}
    for argument in node.args:
        if column := line.column(argument):
            return {"cause": "python function", "function": name, "argument": column}
    return {}


def of_truth(line: Line) -> Clues:
    """An SQL expression was asked whether it is true."""
    for node in [line.node, *line.around]:
        if isinstance(node, ast.BoolOp):
            if isinstance(node.op, ast.Or) and isinstance(node.values[-1], ast.Constant):
                told = {"written": shown(node), "left": shown(node.values[0]), "right": shown(node.values[-1])}
                return {"cause": "default by or", **told}
            word, sign = ("and", "&") if isinstance(node.op, ast.And) else ("or", "|")
            return {"cause": "boolean", "word": word, "sign": sign}
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return {"cause": "not", "operand": shown(node.operand)}
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            word = "in_" if isinstance(node.ops[0], ast.In) else "not_in"
            return {"cause": "in", "left": shown(node.left), "right": shown(node.comparators[0]), "word": word}
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            return {"cause": "chained", "compared": shown(node), "middle": shown(node.comparators[0])}
    return {"cause": "truth", "expression": shown(getattr(line.node, "test", line.node))}


def of_argument(line: Line) -> Clues:
    """SQLAlchemy refused an argument of a query."""
    for call in line.calls("select"):
        if call.args and isinstance(call.args[0], ast.List):
            return {"cause": "select list", "inner": ", ".join(shown(each) for each in call.args[0].elts)}
    for call in line.calls("execute", "scalar", "scalars", "stream", "stream_scalars"):
        sql = call.args[0] if call.args else None
        if isinstance(sql, ast.JoinedStr) or (isinstance(sql, ast.Constant) and isinstance(sql.value, str)):
            return {"cause": "plain string", "call": shown(call.func)}
        value = line.value(sql)
        if isinstance(value, str):
            return {"cause": "plain string", "call": shown(call.func)}
        if inspect.isclass(value) and hasattr(value, "__mapper__"):
            return {"cause": "model executed", "model": value.__name__}
    for call in line.calls("where", "order_by", "filter", "having", "group_by", "select_from", "join"):
        if any(isinstance(each, ast.Constant | ast.JoinedStr) for each in call.args):
            return {"cause": "string in query", "call": shown(call)}
    return {}


def _of_containing(line: Line) -> Clues:
    """`text in Book.title`."""
    for node in [line.node, *line.around]:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            whole = line.column(node.comparators[0])
            told = {"left": whole, "right": f"{shown(node.left)}, autoescape=True", "word": "contains"}
            return {"cause": "in", **told} if whole else {}
    return {}


def _of_a_loop(line: Line) -> Clues:
    """Somebody goes over a column, as `for` and `max()` do."""
    for node in ast.walk(line.statement or ast.Pass()):
        if isinstance(node, ast.Call) and (clues := python_function(node, line)):
            return clues
        if isinstance(node, ast.For | ast.comprehension) and (column := line.column(node.iter)):
            return {"cause": "column looped", "column": column}
    return {}


def _of_keywords(line: Line) -> Clues:
    for call in line.calls("where", "filter", "having"):
        if call.keywords and call.keywords[0].arg:
            if clues := of_lookup(line):
                return clues
            first = call.keywords[0]
            return {"cause": "where keywords", "name": str(first.arg), "value": shown(first.value)}
    for call in line.calls("text", "execute", "scalar", "scalars", "stream", "stream_scalars"):
        known = {"params", "statement", "execution_options", "bind_arguments"}
        if names := [each.arg for each in call.keywords if each.arg and each.arg not in known]:
            return {"cause": "values by keyword", "name": names[0]}
    return {}


def _of_a_call(line: Line) -> Clues:
    for node in [line.node, *line.around]:
        if isinstance(node, ast.Call) and (column := line.column(node.func)):
            return {"cause": "column called", "column": column}
    return {}


def _of_compiling(problem: exc.CompileError, line: Line) -> Clues:
    unknown = re.search(r"Unconsumed column names: (\w+)", str(problem))
    if unknown:
        return {"cause": "values name", "name": unknown[1]}
    if "explicitly rendered as a boundparameter" in str(problem):
        return {"cause": "rows of other keys"}
    if "resolve label reference" in str(problem):
        if clues := of_minus(line):
            return clues
        given = str(getattr(found(problem, "element", object), "element", ""))
        call = shown(next(iter(line.calls("order_by", "group_by")), None))
        return {"cause": "string in query", "call": call or f"order_by({given!r})"}
    return {}


def _of_relationship(line: Line) -> Clues:
    """A relationship was compared by `==` with what it cannot be compared with."""
    for node in ast.walk(line.statement or ast.Pass()):
        if isinstance(node, ast.Compare) and (name := line.column(node.left)):
            attribute: Any = getattr(line.value(getattr(node.left, "value", None)), name.partition(".")[2])
            if isinstance(attribute.property, RelationshipProperty):
                return {"cause": "relationship compared", "relationship": name}
    return {}


def _of_value(problem: exc.ArgumentError, line: Line) -> Clues:
    if isinstance(found(problem, "element", sqlalchemy.Exists), sqlalchemy.Exists):
        return {"cause": "exists executed"}
    for call in [each for each in [line.node] if each in line.calls("in_", "not_in")]:
        values: Any = line.value(call.args[0]) if call.args else None
        if isinstance(values, list | tuple | set) and any(hasattr(type(each), "__mapper__") for each in values):
            return {"cause": "in_ of objects", "call": shown(call.func), "given": shown(call.args[0])}
        return {"cause": "in_", "call": shown(call)}
    for call in line.calls("update", "insert", "delete"):
        if call.args and (column := line.column(call.args[0])):
            return {"cause": "statement of a column", "call": shown(call), "model": column.partition(".")[0]}
    for call in line.calls("order_by", "where", "group_by"):
        for each in call.args:
            if isinstance(each, ast.Attribute) and line.column(each.value):
                return {"cause": "method in a query", "method": shown(each)}
    for call in line.calls("select"):
        for each in call.args:
            if hasattr(type(line.value(each)), "__mapper__"):
                return {"cause": "object selected", "model": type(line.value(each)).__name__}
    given: Any = found(problem, "element", object)
    if type(given).__name__ == "_FunctionGenerator":  # `func.sum` without its brackets
        return {"cause": "uncalled operand", "whose": next(_functions_of_sql(line), "func.…")}
    if isinstance(given, type) and hasattr(given, "model_fields"):
        return {"cause": "schema selected", "model": given.__name__}
    if isinstance(given, type) and hasattr(given, "__mapper__"):
        return of_argument(line) or {"cause": "class as a value", "model": given.__name__}
    if hasattr(type(given), "__mapper__"):
        return {"cause": "object as a value", "model": type(given).__name__}
    if clues := of_parameters(line) or of_conditions(line):
        return clues
    for call in line.calls("select"):
        if any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in call.args):
            return {"cause": "string selected", "call": shown(call)}
    return {}


def _functions_of_sql(line: Line) -> Iterator[str]:
    nodes = [each for each in ast.walk(line.statement or ast.Pass()) if isinstance(each, ast.Attribute)]
    called = {id(each.func) for each in ast.walk(line.statement or ast.Pass()) if isinstance(each, ast.Call)}
    return (shown(each) for each in nodes if line.value(each.value) is sqlalchemy.func and id(each) not in called)


def _of_values(line: Line) -> Clues:
    """`values("stock", 1)`, `values(Book.stock, 1)`."""
    for call in line.calls("values"):
        if len(call.args) > 1 or any(isinstance(each, ast.Constant) for each in call.args):
            return {"cause": "value of no name", "given": ", ".join(map(shown, call.args))}
    return {}


def _of_names(problem: exc.InvalidRequestError, line: Line) -> Clues:
    called = functions(problem)
    if "filter_by" in called:
        names = [each.arg for call in line.calls("filter_by") for each in call.keywords if each.arg]
        wrong = next((name for name in names if f'"{name}"' in str(problem)), "")
        if clues := of_lookup(line):
            return clues
        return {"cause": "filter name", "name": wrong} if wrong else {}
    if called & {"_join_determine_implicit_left_side", "_join_check_and_adapt_right_side"}:
        return {"cause": "join", "call": shown(next(iter(line.calls("join", "outerjoin")), None))}
    return {}

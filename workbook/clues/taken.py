"""Clues to what was taken from a result or a row, or done with it, and cannot be: unpacked, counted, asked by name."""

from __future__ import annotations

import ast
import re
from typing import Any

from sqlalchemy import Result, Row, RowMapping, ScalarResult
from sqlalchemy.engine import FilterResult
from sqlalchemy.ext.asyncio import AsyncResult, AsyncScalarResult
from sqlalchemy.orm.state import InstanceState

from workbook.clues.asked import first_column
from workbook.clues.lines import Line, found, functions, shown
from workbook.clues.names import of_a_hidden_name
from workbook.clues.unpacked import loop_around, of_nothing, of_unpacking

Clues = dict[str, str]
COMPARED = re.compile(r"not supported between instances of '(\w+)' and '\1'")


def of_taken(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, TypeError) and "catching classes" in str(problem):
        return {"cause": "caught no exception"}
    if isinstance(problem, ValueError) and isinstance(line.node, ast.Call) and shown(line.node.func) in {"max", "min"}:
        return {"cause": "most of nothing", "function": shown(line.node.func), "call": shown(line.node)}
    if isinstance(problem, TypeError) and "NoneType.__format__" in str(problem):
        values = [each.value for each in ast.walk(line.statement or ast.Pass()) if isinstance(each, ast.FormattedValue)]
        none = [each for each in values if isinstance(each, ast.Name) and line.value(each) is None]
        return {"cause": "none in an expression", "whose": shown(none[0])} if none else {}
    if isinstance(line.statement, ast.Raise) and "exceptions must derive" in str(problem):
        return {"cause": "raised no exception", "given": shown(line.statement.exc)}
    nothing = isinstance(problem, TypeError) and "NoneType" in str(problem)
    if nothing and ("unpack" in str(problem) or loop_around(line) is not None):
        return of_nothing(line)
    if isinstance(problem, TypeError | ValueError) and "unpack" in str(problem):
        return of_unpacking(line)
    if nothing and not line.deeper:
        return _of_nothing_yet(line) or _of_none(line)
    if isinstance(problem, TypeError) and isinstance(line.node, ast.Subscript) and "indices" in str(problem):
        owner: Any = line.value(line.node.value)
        if isinstance(owner, list) and owner and isinstance(line.node.slice, ast.Constant):
            told = {"whose": shown(line.node.value), "key": shown(line.node.slice), "kind": type(owner[0]).__name__}
            return {"cause": "list by name", **told}
    if isinstance(problem, IndexError | KeyError) and (clues := _of_a_row(problem, line)):
        return clues
    if isinstance(problem, IndexError):
        return _of_an_index(line)
    if isinstance(problem, TypeError) and (clues := _of_an_object_taken(line)):
        return clues
    if isinstance(problem, ValueError | TypeError) and (clues := _of_a_function(problem, line)):
        return clues
    if isinstance(problem, TypeError) and not line.deeper and (clues := _of_a_value(problem, line)):
        return clues
    if isinstance(problem, TypeError):
        readers = (_of_brackets(line), _of_an_object(problem, line), _of_kinds(problem), _of_nothing_yet(line))
        return next(filter(None, readers), {})
    return {}


def _of_an_object_taken(line: Line) -> Clues:
    """`dict(book)`, `len(book)`, `list(book)`: an object of a mapped class, and no collection."""
    node = line.node
    if not isinstance(node, ast.Call) or shown(node.func) not in {
        "dict",
        "len",
        "list",
        "tuple",
        "set",
        "sorted",
        "sum",
    }:
        return {}
    given: Any = line.value(node.args[0]) if node.args else None
    if not hasattr(type(given), "__mapper__"):
        return {}
    columns = ", ".join(type(given).__mapper__.column_attrs.keys())
    told = {"whose": shown(node.args[0]), "kind": type(given).__name__, "call": shown(node)}
    return {"cause": "object taken for several", "columns": columns, **told}


def _of_a_value(problem: TypeError, line: Line) -> Clues:
    """What was called, or gone over, is of another kind than was thought."""
    node = line.node
    if isinstance(node, ast.Call) and "not callable" in str(problem) and isinstance(node.func, ast.Name):
        return of_a_hidden_name(node.func.id, line)
    if isinstance(node, ast.Call) and "not callable" in str(problem):
        return {"cause": "value called", "whose": shown(node.func)} if isinstance(node.func, ast.Attribute) else {}
    loop = next((each for each in getattr(node, "generators", [node])), None)
    source = getattr(loop, "iter", node) if "not iterable" in str(problem) else None
    if hasattr(type(line.value(source)), "__mapper__"):
        return {"cause": "one object looped", "whose": shown(source), "kind": type(line.value(source)).__name__}
    if isinstance(source, ast.Attribute) and "'method'" in str(problem):
        return {"cause": "uncalled operand", "whose": shown(source)}
    return {}


def _of_none(line: Line) -> Clues:
    """`row[0]`, `int(price)`, `total + 1`, where a name or a call gave None."""
    node = line.node
    if isinstance(node, ast.Subscript):
        parts = [node.value]
    elif isinstance(node, ast.BinOp):
        parts = [node.left, node.right]
    elif isinstance(node, ast.Compare):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.Call):
        parts = node.args
    else:
        return {}
    none: list[ast.expr] = [each for each in parts if isinstance(each, ast.Name) and line.value(each) is None]
    none = none or [each for each in parts if isinstance(each, ast.Await | ast.Call)]
    return {"cause": "none in an expression", "whose": shown(none[0])} if len(none) == 1 else {}


def _of_a_row(problem: BaseException, line: Line) -> Clues:
    owner: Any = line.value(getattr(line.node, "value", None))
    if not isinstance(owner, Row | RowMapping):
        return _of_a_dict(problem, owner, line) if isinstance(problem, KeyError) else {}
    keys = ", ".join(owner._fields if isinstance(owner, Row) else map(str, owner.keys()))
    return {"cause": "place in a row", "whose": shown(getattr(line.node, "value", None)), "keys": keys}


def _of_a_dict(problem: KeyError, owner: Any, line: Line) -> Clues:
    """A dict that a name stands for, or that is written out there, has no such key."""
    node = line.node
    if not isinstance(node, ast.Subscript) or line.deeper:
        return {}
    written = [each.value for each in getattr(node.value, "keys", []) if isinstance(each, ast.Constant)]
    keys = list(owner) if isinstance(owner, dict) else written
    if isinstance(owner, dict) and not keys:
        return {"cause": "no such key", "whose": shown(node.value), "key": repr(problem.args[0]), "keys": "none"}
    told = {"whose": shown(node.value), "key": repr(problem.args[0])[:60]}
    return {"cause": "no such key", "keys": ", ".join(map(repr, keys[:12])), **told}


def _of_kinds(problem: TypeError) -> Clues:
    """Rows where values are wanted, a result where a number is, times of two kinds: told by the types' names."""
    words = set(re.findall(r"\w+", str(problem)))
    if "Row" in words and not words & {"subscriptable", "indices", "await", "awaited"}:
        return {"cause": "rows for values"}
    if results := words & {kind.__name__ for kind in [ScalarResult, *_deeper(Result)]}:
        return {"cause": "result compared", "kind": min(results)} if "supported" in words else {}
    if {"decimal", "Decimal", "float"} <= words:
        return {"cause": "decimal and float"}
    return {"cause": "times of two kinds"} if "naive" in words and "aware" in words else {}


def _deeper(kind: type) -> list[type]:
    derived: list[type] = kind.__subclasses__()
    return [each for one in derived for each in [one, *_deeper(one)]]


def _of_an_index(line: Line) -> Clues:
    node = line.node
    if not isinstance(node, ast.Subscript):
        return {}
    queried = _ends_in_all(node.value)
    if isinstance(node.value, ast.Name) and line.value(node.value) == [] and line.around:
        made = [each for each in ast.walk(line.around[-1]) if isinstance(each, ast.Assign) and _ends_in_all(each.value)]
        queried = node.value.id in {shown(target) for each in made for target in each.targets}
    return {"cause": "index of nothing"} if queried else {}


def _ends_in_all(node: ast.AST) -> bool:
    return getattr(getattr(node, "func", None), "attr", "") == "all"


def _of_a_function(problem: BaseException, line: Line) -> Clues:
    node = line.node
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return {}
    given: Any = line.value(node.args[0])
    kinds = {kind.__name__ for kind in [*_deeper(Result), *_deeper(FilterResult)]}
    if node.func.id == "len" and set(re.findall(r"\w+", str(problem))) & kinds:
        return {"cause": "result counted", "whose": shown(node.args[0])}
    if node.func.id in {"list", "next", "sorted", "len", "sum"} and isinstance(given, AsyncResult | AsyncScalarResult):
        return {"cause": "stream taken", "function": node.func.id, "whose": shown(node.args[0])}
    if node.func.id == "dict" and not isinstance(given, Row) and "sequence element" in str(problem):
        if first_column(node.args[0], line):
            return {"cause": "one column", "source": shown(node.args[0])}
        return {"cause": "dict of others", "whose": shown(node.args[0])}
    if node.func.id == "dict" and isinstance(given, Row):
        return {"cause": "dict of a row", "whose": shown(node.args[0])}
    return {}


def _of_brackets(line: Line) -> Clues:
    node = line.node
    if not isinstance(node, ast.Subscript):
        return {}
    owner: Any = line.value(node.value)
    if isinstance(owner, Result | FilterResult):
        return {"cause": "result by place", "whose": shown(node.value)}
    key = node.slice.value if isinstance(node.slice, ast.Constant) else line.value(node.slice)
    if not isinstance(key, str):
        return {}
    told = {"whose": shown(node.value), "name": key}
    if isinstance(owner, str | int | float):
        return {"cause": "value by name", "kind": type(owner).__name__, "body": _body(node.value, line), **told}
    if isinstance(owner, Row):
        held = next((each for each in owner if hasattr(type(each), "__mapper__") and hasattr(each, key)), None)
        if held is not None:
            return {"cause": "row", "held": type(held).__name__, **told}
        return {"cause": "row by name", **told}
    if hasattr(type(owner), "__mapper__"):
        return {"cause": "object by name", "kind": type(owner).__name__, **told}
    return {}


def _body(node: ast.expr, line: Line) -> str:
    """What FastAPI has to do with it, where this is a parameter of an endpoint that it fills from the body."""
    scopes = [each for each in line.around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    declared = {each.arg: shown(each.annotation) for scope in scopes[:1] for each in scope.args.args}
    return ", which FastAPI has taken out of the body" if "Body(" in declared.get(shown(node), "") else ""


def _of_an_object(problem: TypeError, line: Line) -> Clues:
    """Python was to order objects of a mapped class, or to write one as JSON."""
    if functions(problem) & {"dumps", "dump"}:
        given: Any = found(problem, "o", object)
        mapped = hasattr(type(given), "__mapper__")
        return {"cause": "json" if mapped else "json value", "kind": type(given).__name__} if given is not None else {}
    if (compared := COMPARED.search(str(problem))) and hasattr(line.frame.f_globals.get(compared[1]), "__mapper__"):
        return {"cause": "compared", "kind": compared[1]}
    return {}


def _of_nothing_yet(line: Line) -> Clues:
    """A value that the database makes was read from an object that was not flushed."""
    parts = getattr(line.statement, "items", [line.statement or ast.Pass()])  # of a block its head, not what is in it
    for node in [each for part in parts for each in ast.walk(part)]:
        if isinstance(node, ast.Attribute):
            owner: Any = line.value(node.value)
            state: Any = getattr(owner, "_sa_instance_state", None)
            if not isinstance(state, InstanceState) or state.key is not None:
                continue
            if node.attr in {column.key for column in state.mapper.primary_key}:
                return {"cause": "no id yet", "whose": shown(node.value), "name": node.attr}
    return {}

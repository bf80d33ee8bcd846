"""Clues in the expressions of a statement that raise nothing: what is compared, divided, quoted, counted otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbook.clues.lines import shown
from workbook.clues.sources import MODELS, called, column, meant, parameters, task

Clues = dict[str, str]
CONDITIONS = {"where", "filter", "having"}
STATEMENTS = {"select", "insert", "update", "delete"}


def _of_itself(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`where(email == email)`: both sides are the parameter, and no column is asked for."""
    if not isinstance(node, ast.Call) or called(node) not in CONDITIONS or not isinstance(node.func, ast.Attribute):
        return
    models = _models(node, function)
    for each in node.args:
        if not isinstance(each, ast.Compare) or len(each.ops) != 1:
            continue
        left, right = each.left, each.comparators[0]
        plain = all(_is_plain(side, function) for side in (left, right))
        if plain or shown(left) == shown(right):
            name = left.id if isinstance(left, ast.Name) else shown(left).rpartition(".")[2]
            model = next((each for each in models if name in MODELS[each].column_attrs), "")
            sign = shown(ast.Compare(ast.Name("x"), each.ops, [ast.Name("y")]))[1:-1]
            value = name if shown(left) == shown(right) else shown(right)
            yield {
                "cause": "no column compared",
                "written": shown(each),
                "better": f"{model or '…'}.{name}{sign}{value}",
            }


def _is_plain(side: ast.AST, function: ast.AST) -> bool:
    """Whether it is a value of Python's: one that is written there, or a parameter that is declared as one."""
    declared = {each.arg: shown(each.annotation).partition(" ")[0] for each in parameters(function)}
    return isinstance(side, ast.Constant) or declared.get(getattr(side, "id", "")) in {"str", "int", "date", "datetime"}


def _of_a_value(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`values(stock="stock - 1")`, `values(price=Book.price * … / 100)` of a column of whole numbers."""
    for name, value in _values(node):
        for model in _models(node, function):
            found = MODELS[model].columns.get(name)
            if found is None or found.type.python_type is not int:
                continue
            if expression := as_expression(value, name):
                told = {"written": expression, "column": name, "better": f"{model}.{expression}"}
                yield {"cause": "expression as text", **told}
            if _divides(value, model):
                whole = ast.BinOp(value.left, ast.FloorDiv(), value.right)  # type: ignore[attr-defined]
                told = {"written": shown(value), "column": name, "better": shown(whole)}
                yield {"cause": "fraction for a whole number", **told}


def _models(call: ast.AST, function: ast.AST) -> list[str]:
    """The classes that a statement is about, whose method is called."""
    owner = getattr(getattr(call, "func", None), "value", ast.Pass())
    made = [each for each in meant(owner, function) if isinstance(each, ast.Call) and each.args]
    about = [shown(each.args[0]).partition(".")[0] for each in made if called(each) in STATEMENTS]
    return list(dict.fromkeys(each for each in about if each in MODELS))


def _divides(value: ast.expr, model: str) -> bool:
    """Whether it divides what is reckoned from a column of the model by `/`."""
    divides = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div)
    return divides and any(column(each).startswith(f"{model}.") for each in ast.walk(value.left))  # type: ignore[attr-defined]


def _values(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What `values(…)` or `set_=…` gives to columns, by their names."""
    if not isinstance(node, ast.Call) or called(node) not in {"values", "on_conflict_do_update"}:
        return
    if called(node) == "values":
        yield from ((each.arg, each.value) for each in node.keywords if each.arg)
    tables = [*node.args, *(each.value for each in node.keywords if each.arg == "set_")]
    for table in (each for each in tables if isinstance(each, ast.Dict)):
        for key, value in zip(table.keys, table.values, strict=True):
            yield (str(key.value) if isinstance(key, ast.Constant) else shown(key).rpartition(".")[2]), value


def as_expression(value: ast.AST, name: str) -> str:
    """`stock - 1`, if a text is that, an expression with the column of this name; "" for any other."""
    text = shown(value)[1:].strip("'\"") if isinstance(value, ast.JoinedStr) else getattr(value, "value", None)
    found = isinstance(text, str) and re.fullmatch(rf"(?:\w+\.)?({name}\s*[-+*/].+)", text.strip())
    return found[1] if found else ""


def _of_a_conflict(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`set_={"stock": insert.excluded.stock}`, where the exercise wants it on top of what is there."""
    if not isinstance(node, ast.Call) or called(node) != "on_conflict_do_update":
        return
    summed = re.findall(r"\b(\w+) of its row on top of its own", task(function))
    model = next(iter(_models(node, function)), "…")
    for name, value in _values(node):
        if name in summed and isinstance(value, ast.Attribute) and shown(value.value).endswith("excluded"):
            better = f"{model}.{name} + {shown(value)}"
            yield {"cause": "excluded alone", "written": shown(value), "column": name, "better": better}


def _of_a_slice(node: ast.AST, function: ast.AST, tree: ast.Module) -> Iterator[Clues]:
    """`slice((page - 1) * size, size)`: the second is where to stop, and not how many."""
    if not isinstance(node, ast.Call) or called(node) != "slice" or len(node.args) != 2:
        return
    if not isinstance(node.func, ast.Attribute):
        return
    start, stop = node.args
    parts = [each for each in meant(start, function) if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Mult)]
    if any(shown(stop) in {shown(each.left), shown(each.right)} for each in parts):
        told = {
            "written": f"slice({shown(start)}, {shown(stop)})",
            "better": f".offset({shown(start)}).limit({shown(stop)})",
        }
        yield {"cause": "end of a slice", **told}


READERS = [_of_itself, _of_a_value, _of_a_conflict, _of_a_slice]

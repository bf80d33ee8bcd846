"""Django's way to name a condition, `title__contains=text`, in the words of SQLAlchemy."""

from __future__ import annotations

import ast
from typing import Any

from workbook.clues.lines import Line, shown
from workbook.clues.paths import chain

Clues = dict[str, str]
LOOKUPS = {
    "exact": "{column} == {value}",
    "iexact": "func.lower({column}) == {value}.lower()",
    "contains": "{column}.contains({value}, autoescape=True)",
    "icontains": "{column}.icontains({value}, autoescape=True)",
    "startswith": "{column}.startswith({value}, autoescape=True)",
    "istartswith": "{column}.istartswith({value}, autoescape=True)",
    "endswith": "{column}.endswith({value}, autoescape=True)",
    "iendswith": "{column}.iendswith({value}, autoescape=True)",
    "in": "{column}.in_({value})",
    "gt": "{column} > {value}",
    "gte": "{column} >= {value}",
    "lt": "{column} < {value}",
    "lte": "{column} <= {value}",
    "ne": "{column} != {value}",
    "isnull": "{column}.is_(None)",
    "range": "{column}.between(*{value})",
    "year": "extract('year', {column}) == {value}",
    "date": "func.date({column}) == {value}",
}


def of_lookup(line: Line) -> Clues:
    """`filter_by(title__contains=text)`, `where(user__email=email)`."""
    for call in line.calls("filter_by", "where", "filter"):
        model = _selected(call)
        mapped: Any = line.value(model)
        for each in call.keywords if hasattr(mapped, "__mapper__") else ():
            if each.arg and is_lookup(mapped, each.arg):
                better = f"{joins(mapped, each.arg)}.where({condition(mapped, each.arg, shown(each.value))})"
                told = {"written": f"{each.arg}={shown(each.value)}", "call": call.func.attr}  # type: ignore[attr-defined]
                return {"cause": "lookup", "better": better, **told}
    return {}


def of_minus(line: Line) -> Clues:
    """`order_by("-created_at")`, anywhere in the function that sends it."""
    scope = next((each for each in line.around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), None)
    for call in [each for each in ast.walk(scope or ast.Pass()) if isinstance(each, ast.Call)]:
        texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if getattr(call.func, "attr", "") != "order_by" or not any(text.startswith("-") for text in texts):
            continue
        model = _selected(call)
        owner = f"{shown(model)}." if hasattr(line.value(model), "__mapper__") else "Model."
        better = [f"{owner}{text.lstrip('-')}{'.desc()' * text.startswith('-')}" for text in texts]
        return {"cause": "minus for descending", "given": f'"{texts[0]}"', "better": ", ".join(better)}
    return {}


def _selected(call: ast.Call) -> ast.expr | None:
    """The class that the query is about, on which this method is called: `Book` of `select(Book.title).where(…)`."""
    node: ast.AST = call
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    first = node.args[0] if isinstance(node, ast.Call) and node.args else None
    return first.value if isinstance(first, ast.Attribute) else first


def is_lookup(model: Any, name: str) -> bool:
    """Whether a keyword is such a condition on a class, `title__contains` or `user__email`."""
    first, _, rest = name.partition("__")
    return bool(rest) and first in model.__mapper__.attrs


def condition(model: Any, name: str, value: str) -> str:
    """`title__contains=text` as `Book.title.contains(text, autoescape=True)`; joins are left to the reader."""
    parts, owner = name.split("__"), model
    while len(parts) > 1 and parts[0] in owner.__mapper__.relationships:
        owner = owner.__mapper__.relationships[parts.pop(0)].mapper.class_
    form = LOOKUPS.get(parts[1], "{column} … {value}") if len(parts) > 1 else "{column} == {value}"
    return form.format(column=f"{owner.__name__}.{parts[0]}", value=value)


def joins(model: Any, name: str) -> str:
    """What has to be joined for it: `.join(Order.user)`; "" for a column of the class itself."""
    joined, owner = "", model
    for part in name.split("__"):
        if part not in owner.__mapper__.relationships:
            break
        joined += f".join({owner.__name__}.{part})"
        owner = owner.__mapper__.relationships[part].mapper.class_
    return joined


def path_of_names(model: Any, name: str) -> str:
    """`"orders__lines"` as `selectinload(User.orders).selectinload(Order.lines)`; "" where a name leads nowhere."""
    properties: list[Any] = []
    owner = model.__mapper__
    for part in name.split("__"):
        if part not in owner.relationships:
            return ""
        properties.append(owner.relationships[part])
        owner = properties[-1].mapper
    return chain(properties)

"""Clues to how things were handed to a query: values by position, conditions in a list, one option for a list."""

from __future__ import annotations

import ast
import re
from typing import Any

from workbook.clues.lines import Line, shown
from workbook.clues.options import LOADERS

Clues = dict[str, str]
SENDS = ("execute", "scalar", "scalars", "stream", "stream_scalars")
ONE_BY_ONE = ("where", "filter", "having", "order_by", "group_by", "options", "and_", "or_")
PLACEHOLDER = re.compile(r"\$\d+|%s|\?")


def of_parameters(line: Line) -> Clues:
    """`execute(text("… $1"), isbn)`, `execute(text(…), (isbn,))`: values without the names that they go by."""
    for call in line.calls(*SENDS):
        given = call.args[1] if len(call.args) > 1 else None
        value: Any = line.value(given)
        first = next(iter(value if isinstance(value, tuple | list) else getattr(given, "elts", [])), None)
        if given is None or any(isinstance(each, dict | ast.Dict) for each in (given, value, first)):
            continue
        if isinstance(given, ast.Tuple | ast.List) or isinstance(value, tuple | list):
            return {"cause": "values by position"}
        texts = [str(each.value) for each in line.meant(call.args[0]) if isinstance(each, ast.Constant)]
        marks = [found[0] for text in texts for found in [PLACEHOLDER.search(text)] if found]
        name = given.id if isinstance(given, ast.Name) else "name"
        told = {"given": shown(given), "name": name, "mark": f" in the place of `{marks[0]}`" if marks else ""}
        return {"cause": "value without a name", **told}
    return {}


def of_conditions(line: Line) -> Clues:
    """`where(conditions)`, where that is a tuple, or a list, of conditions."""
    for call in line.calls(*ONE_BY_ONE):
        for each in call.args:
            value: Any = line.value(each)
            if isinstance(each, ast.Tuple | ast.List) or isinstance(value, tuple | list):
                kind = "list" if isinstance(each, ast.List) or isinstance(value, list) else "tuple"
                name = getattr(call.func, "attr", shown(call.func))
                return {"cause": "several in one", "given": shown(each), "kind": kind, "call": name}
    return {}


def of_an_option(line: Line) -> Clues:
    """`session.get(User, 1, options=selectinload(…))`: a list is wanted there."""
    for call in line.calls("get", "get_one", "refresh", "merge"):
        for each in call.keywords:
            first: ast.AST = each.value
            while isinstance(first, ast.Call) and isinstance(first.func, ast.Attribute):
                first = first.func.value
            if each.arg == "options" and isinstance(first, ast.Call) and shown(first.func) in LOADERS:
                return {"cause": "option without a list", "given": shown(each.value), "call": shown(call.func)}
    return {}


def of_streaming(problem: BaseException, line: Line) -> Clues:
    """`execute(query.execution_options(yield_per=…))`: rows that stay with the server, asked for all at once."""
    if type(problem).__name__ != "AsyncMethodRequired":
        return {}
    for call in line.calls("execute", "scalars", "scalar"):
        words = [each.arg for node in call.args for each in line.meant(node) if isinstance(each, ast.keyword)]
        option = next((word for word in words if word in {"yield_per", "stream_results"}), "yield_per")
        scalars = "stream_scalars" if call.func.attr == "scalars" else "stream"  # type: ignore[attr-defined]
        owner = shown(getattr(call.func, "value", None))
        given = ", ".join(map(shown, call.args))
        told = {"call": shown(call.func), "option": option, "better": f"await {owner}.{scalars}({given})"}
        return {"cause": "streamed at once", **told}
    return {}

"""Clues to loader options: one given a string, one that begins at a class the query does not select."""

from __future__ import annotations

import ast

from sqlalchemy import exc

from workbook.clues.lines import Line, found, functions, shown
from workbook.clues.paths import path_between

Clues = dict[str, str]
LOADERS = ("selectinload", "joinedload", "subqueryload", "raiseload", "lazyload", "contains_eager", "load_only")
EXAMPLE = "selectinload(User.orders).selectinload(Order.lines)"


def of_option(problem: exc.ArgumentError, line: Line) -> Clues:
    """The clues that the query's frames, or the failing line, give; empty where they give none."""
    return _of_a_root(problem) or _of_option(line)


def _of_a_root(problem: exc.ArgumentError) -> Clues:
    """A loader option begins at a class that the query does not select."""
    loader, entities = found(problem, "parent_loader", object), found(problem, "mapper_entities", list)
    path, selected = getattr(loader, "path", None), [each.entity_zero for each in entities or [] if each.entity_zero]
    if not path or not selected or "_raise_for_no_match" not in functions(problem):
        return {}
    owner, key = path[0].class_.__name__, getattr(path[1], "key", "") if len(path) > 1 else ""
    better = path_between(selected[0].mapper, path[0].mapper, key)
    told = {
        "option": f"{owner}.{key}",
        "owner": owner,
        "selected": selected[0].class_.__name__,
        "better": better or EXAMPLE,
    }
    return {"cause": "option elsewhere", **told}


def _attribute(line: Line, name: str) -> str:
    """The attribute of this name of what the statement selects: "Order.user"."""
    nodes = [each for select in line.calls("select") for each in select.args]
    models = [model for each in nodes if hasattr(model := line.value(each), "__mapper__")]
    return next((f"{each.__name__}.{name}" for each in models if name in each.__mapper__.attrs), f"User.{name}")


def _of_option(line: Line) -> Clues:
    if isinstance(line.node, ast.Call) and line.node in line.calls(*LOADERS):
        given = line.node.args[:1]
        if given and isinstance(given[0], ast.Constant):
            option = shown(line.node.func).rpartition(".")[2]
            better = f"{option}({_attribute(line, str(given[0].value))})"
            return {"cause": "option as text", "option": option, "given": shown(given[0]), "better": better}
    for call in line.calls(*LOADERS):
        owner = shown(getattr(call.args[0], "value", None)) if call.args else ""
        selects = [argument for select in line.calls("select") for argument in select.args]
        if owner and selects and owner not in map(shown, selects):
            told = {"option": shown(call), "owner": owner, "selected": shown(selects[0])}
            return {"cause": "option elsewhere", "better": EXAMPLE, **told}
    return {}

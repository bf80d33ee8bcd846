"""Clues to what was gone over, or unpacked into names: nothing at all, one column for several, a dict, a part."""

from __future__ import annotations

import ast

from workbook.clues.asked import FIRST_COLUMN
from workbook.clues.held import of_partitions
from workbook.clues.lines import Line, shown

Clues = dict[str, str]
Loop = ast.For | ast.AsyncFor | ast.comprehension
GIVES_NONE = {"first", "scalar", "one_or_none", "scalar_one_or_none", "get"}
ROWS = {"execute", "first", "one", "all", "stream"}


def loop_around(line: Line) -> Loop | None:
    """The innermost loop around what raised, or the part of a comprehension whose names were to be filled."""
    for node in [line.node, *line.around]:
        if isinstance(node, ast.For | ast.AsyncFor):
            return node
        for part in getattr(node, "generators", []):
            if line.node in [node, *ast.walk(part.target)]:
                return part  # type: ignore[no-any-return]
    return None


def of_nothing(line: Line) -> Clues:
    """`for … in`, or names filled from, what gave None."""
    source = _source(line)
    return {"cause": "nothing there", "source": shown(source)} if _called(source) & GIVES_NONE else {}


def of_unpacking(line: Line) -> Clues:
    """`for email, total in rows`, where a row has another number of values."""
    source, loop = _source(line), loop_around(line)
    if isinstance(line.value(source), dict):
        return {"cause": "keys unpacked", "whose": shown(source)}
    if isinstance(loop, ast.For | ast.AsyncFor) and (clues := of_partitions(line, loop.target)):
        return clues
    names = loop.target if loop is not None else (getattr(line.statement, "targets", None) or [None])[0]
    number = str(len(names.elts)) if isinstance(names, ast.Tuple | ast.List) else "several"
    made = line.made(source.id) if isinstance(source, ast.Name) else source
    called = _called(made)
    if called & FIRST_COLUMN:
        return {"cause": "one column", "source": shown(made)}
    return {"cause": "unpacked", "number": number} if called & ROWS else {}


def _source(line: Line) -> ast.expr | None:
    """What the loop goes over, or what is assigned."""
    loop = loop_around(line)
    return loop.iter if loop is not None else getattr(line.statement, "value", None)


def _called(source: ast.expr | None) -> set[str]:
    calls = [node.func for node in ast.walk(source or ast.Pass()) if isinstance(node, ast.Call)]
    return {each.attr for each in calls if isinstance(each, ast.Attribute)}

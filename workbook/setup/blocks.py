"""A new version of an exercise file meets the one that a learner has written in: function by function.

Both are cut into blocks, as a notebook is into cells, and merged as notebooks are.  Standard library only.
"""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass, field

from workbook.learning.source import Definition, defined, holes
from workbook.setup.merge import merge, text

Block = dict
IMPORTS = ast.Import | ast.ImportFrom


@dataclass(frozen=True)
class Met:
    """The merged `text`; which functions stay the learner's, which arrived; how the task of those that stay changed."""

    text: str
    stayed: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    tasks: dict[str, list[str]] = field(default_factory=dict)


def meet(base: str, mine: str, new: str) -> Met:
    """Mine, with what the new version brings; `base` is what mine was begun from, "" where nobody knows.

    Raise SyntaxError if mine is no Python.
    """
    ast.parse(mine)
    ours, theirs = blocks(mine), blocks(new)
    before = blocks(base) if base else [block for block in ours if block["id"] in holes(mine) or _is_given(block)]
    both = merge({"cells": before}, {"cells": ours}, {"cells": theirs}, _of_both)["cells"]
    merged = _joined(_with_what_is_used(both, ours))
    started, written, now = defined(base), defined(mine), defined(new)
    told = {block["id"]: text(block) for block in blocks(merged)}
    here = {block["id"]: text(block) for block in ours}
    there = {block["id"]: text(block) for block in theirs}
    stayed = [name for name in written if told.get(name) == here[name] != there.get(name)]
    arrived = [name for name in now if told.get(name) == there[name] != here.get(name)]
    tasks = {name: _change(started.get(name) or written[name], now[name]) for name in stayed if name in now}
    return Met(merged, stayed, arrived, {name: change for name, change in tasks.items() if change})


def blocks(source: str) -> list[Block]:
    """The statements at the top of a file, each with the comments above it, in the form of a notebook's cells."""
    lines = source.splitlines(keepends=True)
    found: list[Block] = []
    end, names = 0, dict[str, int]()
    for node in ast.parse(source).body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        last = node.end_lineno or first
        if first <= end and found:  # two on a line
            found[-1]["source"] += "".join(lines[end:last]).rstrip()
        else:
            name = _name(node, is_first=not found)
            names[name] = names.get(name, 0) + 1
            above = "".join(lines[end:last])
            gap = len(above) - len(above.lstrip("\n"))
            if names[name] > 1:
                name += f" {names[name]}"
            found.append({"id": name, "cell_type": "code", "source": above.strip("\n").rstrip(), "gap": gap})
        end = max(end, last)
    if rest := "".join(lines[end:]).strip("\n"):
        found.append({"id": "the end", "cell_type": "code", "source": rest.rstrip(), "gap": 2})
    return found


def _name(node: ast.stmt, is_first: bool) -> str:
    """By what a statement is known as the same one in another version."""
    if isinstance(node, Definition):
        return node.name
    if isinstance(node, ast.ImportFrom):
        return f"from {'.' * node.level}{node.module or ''} import"
    if isinstance(node, ast.Assign):
        return "= " + ", ".join(map(ast.unparse, node.targets))
    if isinstance(node, ast.AnnAssign):
        return "= " + ast.unparse(node.target)
    return "docstring" if is_first and isinstance(node, ast.Expr) else ast.unparse(node)


def _of_both(mine: Block, new: Block) -> list[Block]:
    """Where both have changed a statement, the learner's stays; of imports what either needs."""
    if mine["id"] == "docstring":
        return [new]
    ours, theirs = _bound(text(mine)), _bound(text(new))
    if not mine["id"].startswith("from ") or theirs <= ours:
        return [mine]
    return [new] if ours <= theirs else [mine, {**new, "gap": 0}]


def _with_what_is_used(merged: list[Block], ours: list[Block]) -> list[Block]:
    """With those statements of ours that have gone, if what stands there needs them."""
    for block in ours:
        lacking = _used(merged) - set().union(*(_bound(text(each)) for each in merged))
        if _bound(text(block)) & lacking:
            users = [number for number, each in enumerate(merged) if _used([each]) & _bound(text(block))]
            imports = [number + 1 for number, each in enumerate(merged) if _is_import(each)]
            place = imports[-1] if imports and _is_import(block) else users[0]
            merged = [*merged[:place], block, *merged[place:]]
    return merged


def _joined(found: list[Block]) -> str:
    return "".join("\n" * block["gap"] * (number > 0) + text(block) + "\n" for number, block in enumerate(found))


def _is_import(block: Block) -> bool:
    return any(isinstance(node, IMPORTS) for node in ast.parse(text(block)).body)


def _is_given(block: Block) -> bool:
    return block["id"] == "docstring" or _is_import(block)


def _bound(source: str) -> set[str]:
    """The names that statements at the top of a file give to something."""
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, IMPORTS):
            found |= {(each.asname or each.name).partition(".")[0] for each in node.names}
        elif isinstance(node, Definition):
            found.add(node.name)
        else:
            found |= {
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
    return found


def _used(found: list[Block]) -> set[str]:
    nodes = [node for block in found for node in ast.walk(ast.parse(text(block)))]
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _change(before: Definition, now: Definition) -> list[str]:
    """How the head and the docstring of a function have changed, line by line; [] if they have not."""
    told = [line for line in difflib.ndiff(_task(before), _task(now)) if not line.startswith("?")]
    return told if any(line[0] in "+-" for line in told) else []


def _task(node: Definition) -> list[str]:
    head = "" if isinstance(node, ast.ClassDef) else f"({ast.unparse(node.args)})"
    return [f"{node.name}{head}", *(ast.get_docstring(node) or "").splitlines()]

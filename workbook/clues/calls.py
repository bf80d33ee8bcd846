"""Clues to what Python itself refuses on the learner's line: a call's arguments, the operands of a sign."""

from __future__ import annotations

import ast
import inspect
import re

from workbook.clues.lines import Line, shown

Clues = dict[str, str]
MISSING = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.+)")
UNEXPECTED = re.compile(r"got an unexpected keyword argument '(\w+)'")
TOO_MANY = re.compile(r"takes .* but (\d+) (?:was|were) given")
OPERANDS = re.compile(r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'")


def of_call(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if not isinstance(problem, TypeError) or line.deeper:
        return {}
    node, said = line.node, str(problem)
    if found := OPERANDS.search(said):
        return {"cause": "operands", "sign": found[1].rstrip(":="), "left": found[2], "right": found[3]}
    if not isinstance(node, ast.Call):
        return {}
    told = {"call": shown(node), "takes": _takes(node, line)}
    if found := MISSING.search(said):
        return {"cause": "argument missing", "names": found[1].replace("'", "`"), **told}
    if found := UNEXPECTED.search(said):
        return {"cause": "argument of no name", "name": found[1], **told}
    return {"cause": "arguments too many", **told} if TOO_MANY.search(said) else {}


def _takes(node: ast.Call, line: Line) -> str:
    """The names of what the called function takes; "" where it cannot be seen without running anything."""
    called = line.member(node.func)
    if not inspect.isroutine(called):
        return ""
    names = [name for name in inspect.signature(called).parameters if name not in {"self", "cls"}]
    return ", ".join(f"`{name}`" for name in names)

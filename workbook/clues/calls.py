"""Clues to what Python itself refuses on the learner's line: a call's arguments, the operands of a sign."""

from __future__ import annotations

import ast
import difflib
import inspect
import re
from typing import Any

from sqlalchemy import Delete, Insert, Select, Update, exc

from workbook.clues.lines import Line, modules, shown

Clues = dict[str, str]
MAKES = {"select": Select, "update": Update, "insert": Insert, "delete": Delete}
MOVED = {
    ("AsyncClient", "app"): "AsyncClient(transport=ASGITransport(app=app), base_url=…)",
    ("AsyncClient", "proxies"): "AsyncClient(proxy=…)",
    ("gather", "loop"): "gather(…)",
    ("Semaphore", "loop"): "Semaphore(…)",
    ("Field", "regex"): "Field(pattern=…)",
    ("Query", "regex"): "Query(pattern=…)",
    ("HTTPException", "message"): "HTTPException(status_code, detail=…)",
    ("begin", "subtransactions"): "session.begin_nested()",
    ("HTTPException", "status"): "HTTPException(status_code=…)",
    ("HTTPException", "code"): "HTTPException(status_code=…)",
    ("Field", "const"): "Literal[…] as the type",
    ("sessionmaker", "autocommit"): "commit(), or a block of begin()",
    ("async_sessionmaker", "autocommit"): "commit(), or a block of begin()",
    ("relationship", "backref_populates"): "relationship(back_populates=…)",
    ("select", "whereclause"): "select(…).where(…)",
}
"""What others take, or libraries took before, and what stands in its place."""
MISSING = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.+)")
UNEXPECTED = re.compile(r"got an unexpected keyword argument '(\w+)'")
CONCATENATED = re.compile(r"can only concatenate (\w+) \(not \"(\w+)\"\) to")
TOO_MANY = re.compile(r"takes .* but (\d+) (?:was|were) given")
LEAVING = re.compile(r"([\w.<>]*(__a?exit__))\(\) takes \S+ positional arguments?")
OPERANDS = re.compile(r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'")


def of_call(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, ValueError) and "configparser" in modules(problem) and "nterpolation" in str(problem):
        return {"cause": "percent in a configuration", "call": shown(line.node)}
    if isinstance(problem, exc.ArgumentError):
        return _of_a_statement(line)
    if not isinstance(problem, TypeError) or line.deeper:
        return {}
    if clues := of_a_method(problem):  # from 3.13 on, Python takes what the block opens for the place
        return clues
    node, said = line.node, str(problem)
    if found := CONCATENATED.search(said):
        return {"cause": "operands", "sign": "+", "left": found[1], "right": found[2]}
    if found := OPERANDS.search(said):
        return {"cause": "operands", "sign": found[1].rstrip(":="), "left": found[2], "right": found[3]}
    if not isinstance(node, ast.Call):
        return {}
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    told = {"call": shown(node), "function": name}
    if not _is_of_this_file(name, line):
        return _of_a_library(said, node, line, told)
    if TOO_MANY.search(said) and (method := _without_self(name, node, line)):
        return {"cause": "self missing", "method": method, **told}
    told["takes"] = ", ".join(f"`{each}`" for each in _takes(node, line))
    if found := MISSING.search(said):
        return {"cause": "argument missing", "names": found[1].replace("'", "`"), **told}
    if found := UNEXPECTED.search(said):
        return {"cause": "argument of no name", "name": found[1], **told}
    return {"cause": "arguments too many", **told} if TOO_MANY.search(said) else {}


def _of_a_library(said: str, node: ast.Call, line: Line, told: Clues) -> Clues:
    """The same of a function that is somebody else's, whose names for its arguments the learner never wrote."""
    if found := MISSING.search(said):
        return {"cause": "argument missing elsewhere", "names": found[1].replace("'", "`"), **told}
    if found := UNEXPECTED.search(said):
        if told["function"].startswith("on_conflict") and found[1] == "constraint":
            return {"cause": "constraint of PostgreSQL", **told}
        if better := MOVED.get((told["function"], found[1])):
            return {"cause": "argument of before", "name": found[1], "better": better, **told}
        if better := _as_a_method(node, found[1], line):
            return {"cause": "keyword of a method", "name": found[1], "better": better, **told}
        near = difflib.get_close_matches(found[1], _takes(node, line), 1)
        return {"cause": "argument of no name elsewhere", "name": found[1], "near": near[0] if near else "", **told}
    if not TOO_MANY.search(said):
        return {}
    if told["function"] in {"in_", "not_in", "notin_"}:
        return {"cause": "in_", **told}
    return {"cause": "arguments too many elsewhere", **told}


def _as_a_method(node: ast.Call, name: str, line: Line) -> str:
    """What is a method today was an argument before: `begin(nested=True)`, `select(Book, limit=1)`."""
    given = next((shown(each.value) for each in node.keywords if each.arg == name), "…")
    if isinstance(node.func, ast.Attribute):
        method = f"{node.func.attr}_{name}"
        return f"{shown(node.func.value)}.{method}()" if hasattr(line.value(node.func.value), method) else ""
    made = MAKES.get(shown(node.func))
    rest = [*map(shown, node.args), *(f"{each.arg}={shown(each.value)}" for each in node.keywords if each.arg != name)]
    method = {"whereclause": "where", "from_obj": "select_from"}.get(name, name)
    model: Any = line.value(node.args[0]) if node.args else None
    if made in (Update, Insert) and hasattr(model, "__mapper__") and name in model.__mapper__.attrs:
        return f"{shown(node.func)}({', '.join(rest)}).values({name}={given})"
    return f"{shown(node.func)}({', '.join(rest)}).{method}({given})" if made and hasattr(made, method) else ""


def _of_a_statement(line: Line) -> Clues:
    """`select(Book, limit=1)`, which SQLAlchemy refuses in words of its own."""
    for call in line.calls(*MAKES):
        for name in (str(each.arg) for each in call.keywords):
            if better := _as_a_method(call, name, line):
                return {"cause": "keyword of a method", "name": name, "function": shown(call.func), "better": better}
    return {}


def _without_self(name: str, node: ast.Call, line: Line) -> str:
    """`get(isbn)`, if a class of the file has such a method without `self`."""
    tree = line.around[-1] if line.around and isinstance(node.func, ast.Attribute) else ast.Pass()
    classes = [each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)]
    methods = [each for held in classes for each in held.body if getattr(each, "name", "") == name]
    for method in methods:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.decorator_list:
            names = [each.arg for each in method.args.args]
            if names[:1] not in (["self"], ["cls"]):
                return f"{name}({', '.join(names)})"
    return ""


def _is_of_this_file(name: str, line: Line) -> bool:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    tree = line.around[-1] if line.around else ast.Pass()
    return any(isinstance(each, kinds) and each.name == name for each in ast.walk(tree))


def _takes(node: ast.Call, line: Line) -> list[str]:
    """The names of what the called function takes; none where it cannot be seen without running anything."""
    called = line.member(node.func)
    called = called.__init__ if inspect.isclass(called) else called
    if not inspect.isfunction(called):
        return []
    return [name for name in inspect.signature(called).parameters if name not in {"self", "cls"}]


def of_a_method(problem: BaseException) -> Clues:
    """A block called a method of the learner's by itself, with what it has to say of an exception."""
    found = LEAVING.match(str(problem)) if isinstance(problem, TypeError) else None
    return {"cause": "leaving a block", "method": found[1], "plain": found[2]} if found else {}

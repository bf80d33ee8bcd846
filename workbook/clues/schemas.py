"""Clues to how an endpoint's code uses a schema, the state of the application, its lifespan and its dependencies."""

from __future__ import annotations

import ast
import inspect
import typing
from typing import Any

from workbook.clues.lines import Line, functions, shown

Clues = dict[str, str]


def of_schema_use(problem: BaseException, line: Line) -> Clues:
    """The clues that the failing line gives; empty where it gives none."""
    if isinstance(problem, AttributeError):
        return _of_a_name(problem, line)
    if type(problem).__name__ == "PydanticUserError" and "from_orm" in functions(problem):
        return {"cause": "from_orm"}
    if isinstance(problem, ValueError) and "__setattr__" in functions(problem):
        target = getattr(line.statement, "targets", [None])[0]
        owner: Any = line.value(getattr(target, "value", None))
        if isinstance(target, ast.Attribute) and is_schema(owner):
            fields = ", ".join(type(owner).model_fields)
            return {"cause": "schema without", "whose": shown(target.value), "name": target.attr, "fields": fields}
    if not isinstance(problem, TypeError):
        return {}
    return _of_values(line) or _of_a_call(problem, line)


def is_schema(value: Any) -> bool:
    """Whether it is a class of Pydantic's, or an object of one."""
    return hasattr(value if inspect.isclass(value) else type(value), "model_fields")


def of_lifespan(problem: BaseException) -> Clues:
    """A lifespan that cannot be called with the application, which FastAPI does out of sight of the learner's lines."""
    wrong = isinstance(problem, TypeError) and "positional argument" in str(problem)
    return {"cause": "lifespan without app"} if wrong and "lifespan" in functions(problem) else {}


def _of_a_name(problem: AttributeError, line: Line) -> Clues:
    owner: Any = problem.obj
    node = line.node.func if isinstance(line.node, ast.Call) else line.node
    whose = shown(node.value) if isinstance(node, ast.Attribute) else "it"
    told = {"whose": whose, "name": str(problem.name)}
    if type(owner).__name__ == "State" and type(owner).__module__.startswith("starlette"):
        if whose.endswith("request.state"):
            return {"cause": "state of the request", **told}
        return {"cause": "state without", "there": ", ".join(owner._state) or "nothing", **told}
    if is_schema(owner) and not hasattr(type(owner), "__mapper__"):
        model: Any = owner if inspect.isclass(owner) else type(owner)
        return {"cause": "schema without", "fields": ", ".join(model.model_fields), **told}
    return {}


def _of_values(line: Line) -> Clues:
    """`BookOut(**book)`, `UserOut(user)`, `new["email"]`."""
    node = line.node
    if isinstance(node, ast.Subscript) and is_schema(line.value(node.value)):
        return {"cause": "schema by name", "whose": shown(node.value), "key": shown(node.slice).strip("'")}
    if not isinstance(node, ast.Call):
        return {}
    for keyword in node.keywords:
        value: Any = line.value(keyword.value)
        if keyword.arg is None and hasattr(type(value), "__mapper__"):
            return {"cause": "object for keywords", "made": shown(node.func), "given": shown(keyword.value)}
        if keyword.arg is None and is_schema(value):
            return {"cause": "schema for keywords", "made": shown(node.func), "given": shown(keyword.value)}
    if node.args and inspect.isclass(line.value(node.func)) and is_schema(line.value(node.func)):
        return {"cause": "schema by position", "made": shown(node.func), "given": shown(node.args[0])}
    return {}


def _of_a_call(problem: TypeError, line: Line) -> Clues:
    if "required positional argument" not in str(problem):
        return {}
    for call in line.calls("Depends"):
        if call.args and isinstance(call.args[0], ast.Call):
            return {"cause": "depends called", "call": shown(call.args[0])}
    for call in line.calls("FastAPI"):
        given = next((each.value for each in call.keywords if each.arg == "lifespan"), None)
        if isinstance(given, ast.Call):
            return {"cause": "lifespan called", "call": shown(given), "function": shown(given.func)}
    if line.deeper:
        return {}
    for call in [node for node in ast.walk(line.statement or ast.Pass()) if isinstance(node, ast.Call)]:
        owner: Any = line.value(getattr(call.func, "value", None))
        if typing.get_origin(owner) is typing.Annotated:
            return {"cause": "alias as a default", "whose": shown(call.func.value)}  # type: ignore[attr-defined]
        called: Any = line.value(call.func)
        if inspect.isfunction(called) and not call.args and _is_injected(called):
            return {"cause": "dependency by hand", "function": shown(call.func)}
    return {}


def _is_injected(function: Any) -> bool:
    """Whether a parameter is FastAPI's to give: the request, or what `Depends` names."""
    hints = inspect.get_annotations(function).values()
    return any("Depends" in repr(hint) or getattr(hint, "__name__", "") == "Request" for hint in hints)

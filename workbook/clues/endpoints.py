"""Clues to mistakes in a service: its dependencies, its schemas, what its endpoints answer."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import traceback
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from sqlalchemy import Result, Row
from sqlalchemy.engine import FilterResult

from workbook.clues.lines import Line, found, functions, shown
from workbook.clues.schemas import of_lifespan

Clues = dict[str, str]
NOT_LOADED = re.compile("MissingGreenlet|is not available due to lazy=|is not bound to a Session")


def of_endpoint(problem: BaseException, line: Line | None) -> Clues:
    """The clues that FastAPI's and Pydantic's own errors give; empty where they give none."""
    called = functions(problem)
    if clues := of_lifespan(problem):
        return clues
    if type(problem).__name__ == "UnsupportedProtocol":
        return {"cause": "no base URL"}
    if "jsonable_encoder" in called:
        return _of_an_answer(problem)
    if "_AsyncGeneratorContextManager" in str(problem) and "not an async iterator" in str(problem):
        return {"cause": "decorated dependency"}
    unanswered = isinstance(problem, UnboundLocalError) or type(problem).__name__ == "FastAPIError"
    if unanswered and "handle" in called and _innermost(problem).startswith("fastapi."):
        return {"cause": "dependency that swallows"}  # as it serves a request, and not as it reads a declaration
    if isinstance(problem, RuntimeError) and str(problem).startswith("generator didn't stop"):
        return {"cause": "two yields"}
    if isinstance(problem, RuntimeError) and str(problem).startswith("generator didn't yield"):
        opened: Any = found(problem, "self", AbstractAsyncContextManager | AbstractContextManager)  # type: ignore[arg-type]
        return {"cause": "never yields", "function": getattr(getattr(opened, "gen", None), "__name__", "the function")}
    if isinstance(problem, TypeError) and called & {"__post_init__", "get_dependant", "get_typed_signature"}:
        given = [call.args[0] for call in line.calls("Depends") if call.args] if line is not None else []
        depends: Any = found(problem, "call", object)
        if any(isinstance(each, ast.Call) for each in given) or inspect.isasyncgen(depends):
            return {"cause": "depends called", "call": next((shown(each) for each in given), "the dependency")}
    if type(problem).__name__ == "FastAPIError":
        answer: Any = found(problem, "type_", type) or found(problem, "annotation", type)
        if "Invalid args for response field" in str(problem) and hasattr(answer, "__mapper__") and _answers(line):
            return {"cause": "model for a schema", "model": answer.__name__}
        return {"cause": "depends left out"}
    if type(problem).__module__.startswith(("pydantic", "fastapi")):
        return _of_schema(problem)
    return {}


def _innermost(problem: BaseException) -> str:
    """The module that raised it."""
    frames = [frame for frame, _ in traceback.walk_tb(problem.__traceback__)]
    return str(frames[-1].f_globals.get("__name__")) if frames else ""


def _answers(line: Line | None) -> bool:
    """Whether the failing line declares an endpoint's answer, and not a parameter alone."""
    return line is not None and bool(line.calls("get", "post", "put", "patch", "delete", "api_route"))


def _of_an_answer(problem: BaseException) -> Clues:
    for frame, _ in traceback.walk_tb(problem.__traceback__):  # the encoder calls itself for what is inside
        given: Any = frame.f_locals.get("obj") if frame.f_code.co_name == "jsonable_encoder" else None
        if inspect.iscoroutine(given):
            return {"cause": "answer not awaited", "call": f"{given.__qualname__}()"}
        if isinstance(given, Result | FilterResult):
            return {"cause": "result for an answer"}
        if isinstance(given, Row):
            return {"cause": "row for an answer"}
    return {}


def _returned(problem: BaseException) -> str:
    """The `return` of the endpoint whose answer was refused, if it has one only: "`return new` in line 12"."""
    returns = _returns(problem)
    return f"`{shown(returns[0])}` in line {returns[0].lineno}" if len(returns) == 1 else ""


def _returns(problem: BaseException) -> list[ast.Return]:
    """Each `return` of a value in the endpoint whose answer was refused."""
    file, name = getattr(problem, "endpoint_file", None), getattr(problem, "endpoint_function", None)
    try:
        tree = ast.parse("".join(linecache.getlines(str(file))))
    except SyntaxError:
        return []
    named = [each for each in ast.walk(tree) if getattr(each, "name", "") == name]
    inside = [each for function in named[:1] for each in ast.walk(function)]
    return [each for each in inside if isinstance(each, ast.Return) and each.value is not None]


def _returned_pair(problem: BaseException) -> str:
    """The `return …, 404` of the endpoint whose answer was refused: "`return …, 404` in line 12"."""
    returned = [each for each in _returns(problem) if isinstance(each.value, ast.Tuple)]
    return f"`{shown(returned[0])}` in line {returned[0].lineno}" if returned else "A pair"


def _is_mapped(value: Any) -> bool:
    return hasattr(type(value), "__mapper__")


def _of_schema(problem: BaseException) -> Clues:
    errors: list[dict[str, Any]] = getattr(problem, "errors", list)()
    for error in errors:
        place = ".".join(str(part) for part in error.get("loc", ()) if part != "response")
        if error.get("type") == "get_attribute_error" and NOT_LOADED.search(str(error.get("msg"))):
            return {"cause": "schema", "attribute": place}
        given: Any = error.get("input")
        if inspect.iscoroutine(given):
            return {"cause": "answer not awaited", "call": f"{given.__qualname__}()"}
        if isinstance(given, BaseException):
            return {"cause": "exception returned", "kind": type(given).__name__}
        if isinstance(given, Row) and (held := next((each for each in given if _is_mapped(each)), None)) is not None:
            return {"cause": "row for a schema", "held": type(held).__name__}
        if error.get("type") in {"model_type", "model_attributes_type", "dict_type"}:
            if given is None or isinstance(given, list):
                return {"cause": "nothing for a schema" if given is None else "list for a schema"}
            if isinstance(given, tuple) and any(isinstance(each, int) and 100 <= each < 600 for each in given[1:]):
                status = next(str(each) for each in given[1:] if isinstance(each, int))
                return {"cause": "status beside the answer", "status": status, "returned": _returned_pair(problem)}
            if _is_mapped(given):
                return {"cause": "from_attributes", "model": type(given).__name__}
            return {"cause": "value for a schema", "kind": type(given).__name__}
        if error.get("type") == "list_type":
            return {"cause": "one for a list", "kind": type(given).__name__}
        if error.get("type") == "missing":
            kind = "dict" if isinstance(given, dict) else type(given).__name__
            return {"cause": "field missing", "field": place, "kind": kind, "place": _returned(problem)}
        if str(error.get("type")).endswith(("_parsing", "_type")) and place:
            told = {"field": place, "value": repr(given)[:60], "said": str(error.get("msg"))}
            return {"cause": "field of another type", **told}
    for error in errors[:1]:
        place = ".".join(str(part) for part in error.get("loc", ()) if part != "response")
        told = {"field": place, "value": repr(error.get("input"))[:60], "said": str(error.get("msg"))}
        return {"cause": "field refused", **told} if place else {}
    return {}

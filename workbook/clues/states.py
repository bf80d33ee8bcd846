"""Clues from what was true when it raised: objects' state, the session's transaction, parameters, the trace."""

from __future__ import annotations

import ast
import re
import traceback
from inspect import signature
from types import FunctionType
from typing import Any

from sqlalchemy import Connection, exc
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm import exc as orm_exc
from sqlalchemy.orm.state import InstanceState
from sqlalchemy.sql import ClauseElement

from workbook.clues.calls import of_a_method
from workbook.clues.endpoints import of_endpoint
from workbook.clues.given import of_engine, of_options
from workbook.clues.gone import of_object
from workbook.clues.lines import Line, found, functions, shown
from workbook.clues.models import of_model
from workbook.clues.refusals import of_driver
from workbook.clues.statements import of_database
from workbook.clues.values import of_values
from workbook.events import Event, Trace

Clues = dict[str, str]
CLOSE = {"first", "one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none", "close"}
PROCESSOR = re.compile(r"(\w+)\.(?:_make_)?bind_processor\.<locals>\.process")


def of_state(problem: BaseException, line: Line | None, trace: Trace) -> Clues:
    """The clues that the state of things gives; empty where it gives none."""
    if clues := of_model(problem):
        return clues
    if clues := of_object(problem, line):
        return clues
    if clues := of_a_method(problem):
        return clues
    if isinstance(problem, exc.ResourceClosedError):
        return _of_what_is_closed(problem, line, trace)
    if isinstance(problem, exc.NoResultFound):
        return {"cause": "taken twice" if _last(trace).fetched > 0 else "no row"}
    if isinstance(problem, exc.MultipleResultsFound):
        return {"cause": "many rows"}
    if isinstance(problem, exc.UnboundExecutionError):
        return {"cause": "no engine"}
    if isinstance(problem, orm_exc.UnmappedInstanceError):
        return _of_unmapped(problem)
    if isinstance(problem, exc.StatementError) and (clues := of_values(problem)):
        return clues
    if isinstance(problem, exc.DBAPIError):
        return of_database(problem, line)
    if isinstance(problem, exc.StatementError):
        return _of_statement(problem)
    if isinstance(problem, exc.InvalidRequestError):
        return _of_session(problem, line, trace)
    if (
        clues := of_endpoint(problem, line)
        or of_driver(problem)
        or of_engine(problem)
        or of_options(problem)
        or _of_a_listener(problem)
    ):
        return clues
    if type(problem).__name__ in {"InvalidPasswordError", "InvalidAuthorizationSpecificationError"}:
        return {"cause": "password hidden"} if found(problem, "password", str) == "***" else {}
    if isinstance(problem, NotImplementedError) and "_accept_with" in functions(problem):
        return {"cause": "async listener"}
    return {}


def _of_a_listener(problem: BaseException) -> Clues:
    """SQLAlchemy called a listener with more, or fewer, values than it takes."""
    innermost = [*traceback.walk_tb(problem.__traceback__)][-1][0] if problem.__traceback__ else None
    listener: Any = innermost.f_locals.get("fn") if innermost is not None else None
    called = innermost is not None and innermost.f_globals.get("__name__", "").startswith("sqlalchemy.event")
    if not isinstance(problem, TypeError) or not called or not isinstance(listener, FunctionType):
        return {}
    return {"cause": "listener", "name": listener.__name__, "number": str(len(signature(listener).parameters))}


def _last(trace: Trace) -> Event:
    """The last statement; one of no words if there is none."""
    return next((event for event in reversed(trace.events) if event.kind == "statement"), Event("statement", 0.0))


def _of_what_is_closed(problem: BaseException, line: Line | None, trace: Trace) -> Clues:
    if found(problem, "self", SessionTransaction) is not None:
        return {"cause": "transaction ended"}
    if found(problem, "self", Connection) is not None:
        return {"cause": "connection closed"}
    sql = _last(trace).sql.upper()
    verb = (sql.split() or [""])[0]
    if verb in {"INSERT", "UPDATE", "DELETE"} and "RETURNING" not in sql:
        return {"cause": "no returning", "verb": verb}
    return (_of_a_first_taking(line) if line is not None else {}) or {"cause": "result closed"}


def _of_a_first_taking(line: Line) -> Clues:
    """`result.first()`, which closes the result, before what failed."""
    node = line.node.func if isinstance(line.node, ast.Call) else line.node
    whose = shown(getattr(node, "value", None))
    scope = next((each for each in line.around if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)), None)
    calls = [each for each in ast.walk(scope or ast.Pass()) if isinstance(each, ast.Call) and each is not line.node]
    taken = [each for each in calls if getattr(each.func, "attr", "") in CLOSE and shown(each.func.value) == whose]  # type: ignore[attr-defined]
    before = [each for each in taken if each.lineno <= getattr(node, "lineno", 0)]
    if not whose or not before:
        return {}
    told = {"taken": shown(before[-1]), "line": str(before[-1].lineno), "call": shown(line.node)}
    return {"cause": "closed by its first row", **told}


def _of_unmapped(problem: BaseException) -> Clues:
    given = found(problem, "instance", object)
    if given is None:
        return {"cause": "nothing given"}
    if isinstance(given, list | tuple | set):
        return {"cause": "list added" if "add" in functions(problem) else "list given"}
    if isinstance(given, dict):
        return {"cause": "dict added"}
    if isinstance(given, ClauseElement):
        return {"cause": "statement for an object"}
    if isinstance(given, type):
        deleted = "delete" in functions(problem)
        return {"cause": "class deleted" if deleted else "class added", "model": given.__name__}
    if hasattr(type(given), "model_fields"):
        return {"cause": "schema added", "kind": type(given).__name__}
    return {"cause": "not an object", "kind": type(given).__name__}


def _of_session(problem: BaseException, line: Line | None, trace: Trace) -> Clues:
    called = functions(problem)
    state: Any = found(problem, "state", InstanceState)
    begun: Any = found(problem, "trans", SessionTransaction) if "begin" in called else None
    for item in getattr(line.statement, "items", []) if line is not None and begun is not None else []:
        if isinstance(item.context_expr, ast.Await):
            return {"cause": "awaited block", "opened": shown(item.context_expr.value)}
    if begun is not None and begun.origin.name != "AUTOBEGIN":
        return {"cause": "begun by begin"}
    if begun is not None and line is not None and (given := _parameter(line)):
        here = [event for event in trace.of("begin")[-1:] if event.where]
        return {} if here else {"cause": "begun by the caller", "name": given, "function": line.frame.f_code.co_name}
    if (
        type(problem) is exc.InvalidRequestError
        and "begin" in called
        and found(problem, "self", Connection) is not None
    ):
        return {"cause": "connection begun"}
    if "_event_key" in called and (name := found(problem, "identifier", str)):
        return {"cause": "no event", "name": name}
    session: Any = found(problem, "self", Session)
    if "permanently closed" in str(problem) and session is not None:
        return {"cause": "session closed"}
    innermost = [*traceback.walk_tb(problem.__traceback__)][-1][0]
    if innermost.f_code.co_name == "_before_attach":
        return {"cause": "two sessions", "model": state.class_.__name__ if state is not None else "object"}
    if called & {"refresh", "delete", "expire"} and state is not None and state.key is None:
        return {"cause": "not flushed", "model": state.class_.__name__}
    if called & {"_trans_ctx_check"}:
        failed = [event for event in trace.of("statement") if event.failed]
        if failed:
            event = failed[-1]
            return {"cause": "closed by error", "places": f"{event.where} (`{event.line}`)" if event.where else ""}
    return {}


def _parameter(line: Line) -> str:
    """The name of the session that `….begin()` was asked of, if the function was given it; "" if not."""
    code = line.frame.f_code
    names = [shown(getattr(call.func, "value", None)) for call in line.calls("begin")]
    return next((name for name in names if name in code.co_varnames[: code.co_argcount]), "")


def _of_statement(problem: exc.StatementError) -> Clues:
    """SQLAlchemy itself refused the values, before the database saw them."""
    name = re.search(r"bind parameter '(\w+)'", str(problem.orig))
    if isinstance(problem.orig, exc.InvalidRequestError) and name is not None:
        return {"cause": "value missing", "name": name[1]}
    for frame, _ in traceback.walk_tb(problem.orig.__traceback__ if problem.orig is not None else None):
        if (kind := PROCESSOR.match(frame.f_code.co_qualname)) is not None:
            return _of_a_type(kind[1], frame.f_locals.get("value"), problem)
    return {}


def _of_a_type(column: str, value: Any, problem: exc.StatementError) -> Clues:
    """A column's type could not turn a value into what the database takes."""
    if column.upper() in {"DATETIME", "DATE", "TIME"}:
        return {"cause": "time as text"}
    if column.upper() in {"JSON", "JSONB"}:
        within = found(problem.orig, "o", object) if problem.orig is not None else None
        return {"cause": "json value", "kind": type(value if within is None else within).__name__}
    told = {"value": repr(value)[:60], "kind": type(value).__name__, "column": column}
    return {"cause": "value of another kind", **told}

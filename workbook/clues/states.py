"""Clues from what was true when it raised: objects' state, the session's transaction, parameters, the trace."""

from __future__ import annotations

import ast
import datetime
import difflib
import inspect
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

from workbook.bookshop import Base
from workbook.clues.endpoints import of_endpoint
from workbook.clues.given import of_engine, of_options
from workbook.clues.gone import of_object
from workbook.clues.lines import Line, found, functions
from workbook.clues.models import of_model
from workbook.clues.refusals import of_driver, of_refusal
from workbook.events import Event, Trace

Clues = dict[str, str]
NO_TABLE = re.compile(r"no such table: (\S+)|relation \"(\S+)\" does not exist")
NO_FUNCTION = re.compile(
    r"no such function: (\w+)|function (\w+)\(.*\) does not exist|wrong number of arguments to function (\w+)"
)
LITERAL, PARAMETER = re.compile(r"'(?:[^']|'')*'"), re.compile(r"\?|\$\d+|%s")


def of_state(problem: BaseException, line: Line | None, trace: Trace) -> Clues:
    """The clues that the state of things gives; empty where it gives none."""
    if clues := of_model(problem):
        return clues
    if clues := of_object(problem, line):
        return clues
    if isinstance(problem, exc.ResourceClosedError):
        return _of_what_is_closed(problem, trace)
    if isinstance(problem, exc.NoResultFound):
        return {"cause": "taken twice" if _last(trace).fetched > 0 else "no row"}
    if isinstance(problem, exc.MultipleResultsFound):
        return {"cause": "many rows"}
    if isinstance(problem, exc.UnboundExecutionError):
        return {"cause": "no engine"}
    if isinstance(problem, orm_exc.UnmappedInstanceError):
        return _of_unmapped(problem)
    if isinstance(problem, exc.DBAPIError):
        return _of_database(problem, line)
    if isinstance(problem, exc.StatementError):
        return _of_statement(problem)
    if isinstance(problem, exc.InvalidRequestError):
        return _of_session(problem, trace)
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


def _of_what_is_closed(problem: BaseException, trace: Trace) -> Clues:
    if found(problem, "self", SessionTransaction) is not None:
        return {"cause": "transaction ended"}
    if found(problem, "self", Connection) is not None:
        return {"cause": "connection closed"}
    sql = _last(trace).sql.upper()
    verb = (sql.split() or [""])[0]
    if verb in {"INSERT", "UPDATE", "DELETE"} and "RETURNING" not in sql:
        return {"cause": "no returning", "verb": verb}
    return {"cause": "result closed"}


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
        return {"cause": "class added", "model": given.__name__}
    return {"cause": "not an object", "kind": type(given).__name__}


def _of_session(problem: BaseException, trace: Trace) -> Clues:
    called = functions(problem)
    state: Any = found(problem, "state", InstanceState)
    begun: Any = found(problem, "trans", SessionTransaction) if "begin" in called else None
    if begun is not None and begun.origin.name != "AUTOBEGIN":
        return {"cause": "begun by begin"}
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


def _of_statement(problem: exc.StatementError) -> Clues:
    """SQLAlchemy itself refused the values, before the database saw them."""
    name = re.search(r"bind parameter '(\w+)'", str(problem.orig))
    if isinstance(problem.orig, exc.InvalidRequestError) and name is not None:
        return {"cause": "value missing", "name": name[1]}
    if isinstance(problem.orig, TypeError) and "process" in functions(problem.orig):
        return {"cause": "time as text"}
    return {}


def _of_database(problem: exc.DBAPIError, line: Line | None) -> Clues:
    if isinstance(problem, exc.IntegrityError):
        return _of_unique(problem, line) if "unique" in str(problem.orig).lower() else {}
    if table := NO_TABLE.search(str(problem.orig)):
        near = difflib.get_close_matches(table[1] or table[2], list(Base.metadata.tables), 1)
        meant = f"; there is a `{near[0]}`" if near and near[0] not in str(problem.orig) else ""
        return {"cause": "no table", "table": table[1] or table[2], "near": meant}
    if clues := of_refusal(problem):
        return clues
    if problem.statement and has_quoted_parameter(problem.statement):
        return {"cause": "quoted parameter"}
    if getattr(problem.orig, "sqlite_errorname", None) == "SQLITE_CANTOPEN":
        return {"cause": "no folder"}
    if function := NO_FUNCTION.search(str(problem.orig)):
        return {"cause": "no function", "function": next(filter(None, function.groups()))}
    if "misuse of aggregate" in str(problem.orig) or getattr(problem.orig, "sqlstate", None) == "42803":
        return {"cause": "aggregate"}
    if getattr(problem.orig, "sqlstate", None) == "42883":
        return {"cause": "no operator"}
    causes: Any = [problem.orig, getattr(problem.orig, "__cause__", None)]
    if any(type(each).__name__ == "DataError" and "asyncpg" in type(each).__module__ for each in causes):
        return _of_parameters(problem)
    if isinstance(problem.orig, ValueError | TypeError) or type(problem.orig).__name__ == "InterfaceError":
        return _of_parameters(problem)
    if type(problem.orig).__name__ == "ProgrammingError" and "type" in str(problem.orig):
        return _of_parameters(problem)
    return {}


def has_quoted_parameter(sql: str) -> bool:
    """Whether a parameter's sign stands inside a text; not between two of them, as in `'%' || $1 || '%'`."""
    return any(map(PARAMETER.search, LITERAL.findall(sql)))


def _of_parameters(problem: exc.DBAPIError) -> Clues:
    params: Any = problem.params
    while isinstance(params, list) and params:
        params = params[0]
    values = list(params.values() if isinstance(params, dict) else params or ())
    if waiting := next(filter(inspect.iscoroutine, values), None):
        return {"cause": "coroutine for a value", "call": f"{waiting.__qualname__}()"}
    times = [value for value in values if isinstance(value, datetime.datetime)]
    if any(time.tzinfo is None for time in times):
        return {"cause": "naive time"}
    if times:
        return {"cause": "aware time"}
    number = re.search(r"argument \$(\d+)|parameter \$?(\d+)", str(problem.orig))
    if number is None:
        return {}
    place = int(number[1] or number[2]) - 1
    if not 0 <= place < len(values):
        return {}
    if isinstance(values[place], list | tuple | set):
        return {"cause": "list as a value", "value": repr(values[place])[:60]}
    if re.search(rf"\${place + 1}::(TIMESTAMP|DATE|TIME)", problem.statement or ""):
        return {"cause": "time as text"}
    return {"cause": "type", "value": repr(values[place])[:60], "kind": type(values[place]).__name__}


def _of_unique(problem: exc.IntegrityError, line: Line | None) -> Clues:
    statement = (problem.statement or "").upper()
    if "ON CONFLICT" in statement:
        return {"cause": "other conflict"}
    source: Any = line.around[-1] if line is not None and line.around else None
    if source is not None and statement.startswith("INSERT"):
        names = {each.func.attr for each in _function(source, line) if isinstance(each.func, ast.Attribute)}
        if "merge" in names:
            return {"cause": "merged"}
    return {}


def _function(tree: ast.AST, line: Line | None) -> list[ast.Call]:
    """The calls in the function that holds the line."""
    name = line.frame.f_code.co_name if line is not None else ""
    holding = [each for each in ast.walk(tree) if getattr(each, "name", None) == name]
    return [each for held in holding for each in ast.walk(held) if isinstance(each, ast.Call)]

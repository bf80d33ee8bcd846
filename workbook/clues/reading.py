"""Reads, in the worker, what only an exception and the trace can tell about its cause: clues, as plain text."""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Callable
from typing import Any

from sqlalchemy import Result, exc
from sqlalchemy.orm import exc as orm_exc

from workbook.clues.causes import behind
from workbook.clues.earlier import first, told
from workbook.clues.groups import of_group
from workbook.clues.lines import Line, failing
from workbook.clues.mistakes import of_line
from workbook.clues.places import holding, places, writing
from workbook.clues.states import of_state
from workbook.clues.unloaded import of_attribute
from workbook.events import Event, Trace

BY_SQLSTATE = {"40P01": "deadlock", "40001": "serialization", "55P03": "lock", "57014": "too slow"}

DATABASES = {"sqlite", "postgresql", "mysql", "mariadb", "oracle", "mssql"}  # whose dialects SQLAlchemy brings

NO_AWAIT = re.compile("can't be (used in 'await' expression|awaited)")  # Python to 3.13, and from 3.14 on


def read(
    problem: BaseException, trace: Trace, is_theirs: Callable[[str], bool] = lambda file_name: False
) -> dict[str, str]:
    """The clues to an exception: its "cause", one of the names in `workbook.errors.ERRORS`, and what goes with it.

    "by" says for an author what it was seen by; "before" tells of an earlier exception, where the clues are to that,
    and "others" of those that were raised in a group together with it.

    What the failing line's syntax tree and the state of things say comes before what the exception says.  Empty for
    an exception of which nothing is known, or whose text cannot be read.
    """
    if isinstance(problem, BaseExceptionGroup):
        return of_group(problem, lambda each: read(each, trace, is_theirs), is_theirs)
    with contextlib.suppress(Exception):
        if (earlier := first(problem, is_theirs)) is not problem:
            return read(earlier, trace, is_theirs) | {"before": told(earlier, is_theirs)}
    line = None
    with contextlib.suppress(Exception):  # a line that cannot be read back hides no other clue
        line = failing(problem, is_theirs)
    seen = _seen(problem, line, trace)
    with contextlib.suppress(Exception):
        return behind(seen, line) if line is not None else seen
    return seen


def _seen(problem: BaseException, line: Line | None, trace: Trace) -> dict[str, str]:
    with contextlib.suppress(Exception):
        if line is not None and (seen := of_line(problem, line)):
            return seen | {"by": "the failing line"}
    with contextlib.suppress(Exception):
        if seen := of_state(problem, line, trace):
            return seen | {"by": "the state of things"}
    try:
        seen = _read(problem, str(problem), trace)
        return seen | {"by": "the exception and the trace"} if seen else {}
    except Exception:  # the exception may be of the learner's making, and raise when it is looked at
        return {}


def _read(problem: BaseException, text: str, trace: Trace) -> dict[str, str]:
    driver = getattr(problem, "orig", None)
    if isinstance(problem, exc.MissingGreenlet) or isinstance(driver, exc.MissingGreenlet):
        return of_attribute("greenlet", problem)  # on SQLite, SQLAlchemy 2.1 wraps it in a StatementError
    if re.search(r"Error extracting attribute: .*MissingGreenlet", text):  # pydantic's own error
        errors: list[dict[str, Any]] = getattr(problem, "errors", list)()  # FastAPI's own has the same method
        found = [error["loc"] for error in errors if "MissingGreenlet" in str(error.get("msg"))]
        return {"cause": "schema", "attribute": ".".join(str(part) for part in found[0] if part != "response")}
    if isinstance(problem, orm_exc.DetachedInstanceError):
        return of_attribute("detached", problem)
    if isinstance(problem, exc.PendingRollbackError):
        first = re.search(r"Original exception was: \((?:\w+\.)*(\w+)\)", text)
        return {"cause": "pending rollback", "first": first[1] if first else "an error"}
    if isinstance(problem, exc.IntegrityError):
        if type(driver).__module__ == "builtins":  # a fake's own: there is no transaction to roll back
            return {}
        return {"cause": _integrity(str(driver))}
    if isinstance(problem, exc.TimeoutError):
        return {"cause": "pool", "places": places(holding(trace))}
    if getattr(problem, "connection_invalidated", False):
        return {"cause": "lost"}
    if (state := getattr(driver, "sqlstate", None)) in BY_SQLSTATE:
        return {"cause": BY_SQLSTATE[state]}
    if isinstance(problem, exc.NoSuchModuleError) and "sqlalchemy.dialects" in text:
        name, _, driver = text.rpartition(":")[2].partition(".")
        return (
            {"cause": "no such driver", "driver": driver, "name": name}
            if name in DATABASES
            else {"cause": "no dialect"}
        )
    if "database is locked" in text:
        return {"cause": "locked", "places": places(writing(trace))}
    if "A transaction is already begun" in text:
        return {"cause": "begun", "places": places(trace.of("begin")[-1:])}
    if "in 'prepared' state" in text:
        return {"cause": "commit failed"}
    if isinstance(problem, exc.InvalidRequestError):
        return _of_request(problem, text, trace)
    if "current transaction is aborted" in text:
        failed = [event for event in trace.of("statement") if event.failed]
        return {"cause": "aborted", "places": places(failed[:1])}
    if "another operation is in progress" in text:
        return {"cause": "shared"}
    if isinstance(problem, RuntimeError) and "attached to a different loop" in text:
        return {"cause": "loop"}
    if "_run_ddl_visitor" in text:  # what create_all() asks of an engine or a connection
        return {"cause": "run_sync"}
    if "object is not an async iterator" in text:  # what @asynccontextmanager was put over
        return {"cause": "no yield"}
    called = {frame.f_code.co_name for frame, _ in traceback.walk_tb(problem.__traceback__)}
    if isinstance(problem, KeyError | TypeError) and "copy_records_to_table" in called:
        return {"cause": "records"}
    if isinstance(problem, ModuleNotFoundError) and "import_dbapi" in called:
        return {"cause": "no driver"}
    if isinstance(problem, TypeError) and "'sslmode'" in text:
        return {"cause": "sslmode"}
    if isinstance(problem, OSError) and "_connect_addr" in called:
        return {"cause": "unreachable"}
    return _of_await(problem, text)


def _of_request(problem: exc.InvalidRequestError, text: str, trace: Trace) -> dict[str, str]:
    if "is not available due to lazy=" in text:
        return of_attribute("raise", problem)
    if "concurrent operations are not permitted" in text or type(problem).__name__ == "IllegalStateChangeError":
        return {"cause": "shared"}
    if "The unique() method must be invoked" in text:
        return {"cause": "unique"}
    if "closed transaction inside context manager" in text:
        return {"cause": "closed", "places": places(_ended(trace)[-1:])}
    if "requires an async driver" in text:
        return {"cause": "sync driver"}
    return {}


def _ended(trace: Trace) -> list[Event]:
    """The commits and rollbacks that a line asked for, not those that came with the end of something else."""
    return [event for event in trace.of("commit", "rollback") if re.search(r"commit|rollback", event.line)]


def _of_await(problem: BaseException, text: str) -> dict[str, str]:
    if isinstance(problem, AttributeError | TypeError) and "'coroutine' object" in text:
        name = getattr(getattr(problem, "obj", None), "__qualname__", "")  # an AttributeError knows its object
        return {"cause": "no await", "call": f"{name}()" if name else "The call"}
    if isinstance(problem, TypeError) and NO_AWAIT.search(text):
        if "async_generator" in text:
            return {"cause": "generator awaited"}
        uncalled = re.search(r"\b(method|function|builtin_function_or_method)\b", text)
        return {"cause": "not called" if uncalled else "too much await"}
    subscripted = re.fullmatch(r"'(\w+)' object is not subscriptable", text)
    if subscripted and subscripted[1] in {kind.__name__ for kind in _subclasses(Result)}:
        return {"cause": "result"}
    return {}


def _integrity(text: str) -> str:
    text = text.lower()
    for words, cause in {
        ("unique",): "unique constraint",
        ("foreign key",): "foreign key constraint",
        ("not null", "not-null"): "not null constraint",
    }.items():
        if any(word in text for word in words):
            return cause
    return "constraint"


def _subclasses(kind: type) -> list[type]:
    derived: list[type] = kind.__subclasses__()
    return [kind, *(found for each in derived for found in _subclasses(each))]

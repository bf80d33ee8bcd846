"""The trace: what the engines of this process really did, in order, and the line of code that caused it."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sized
from contextlib import contextmanager
from datetime import date, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from workbook.cause import caller, caused_by, is_not_a_library, watched_task
from workbook.events import MOST_EVENTS, Event, Trace

MOST_SQL = 2_000  # characters kept of one statement
FEW, LONG, PACKED = 50, 500, 50  # rows; characters of a text; characters of a row that is packed into one
WIDE = 30  # columns
PLAIN = (int, float, date, time_of_day, timedelta, UUID)
RECORDERS = itertools.count(1)


class Recorder:
    """Writes the events of every engine and pool of the process into `trace`, from `start()` to `stop()`.

    `is_watched` tells by file name whose lines count as the cause of an event; with `only_caused`, what happens
    while no `cause` is set is left out.
    """

    def __init__(self, is_watched: Callable[[str], bool] = lambda name: False, only_caused: bool = False):
        self.only_caused = only_caused
        self.renew(is_watched)

    def renew(self, is_watched: Callable[[str], bool]) -> None:
        """Begin a new trace, of what is caused by the lines of these files."""
        self.trace = Trace()
        self.is_watched = is_watched
        self._began = time.perf_counter()
        self._connections, self._sessions = itertools.count(1), itertools.count(1)
        self._key = f"number in trace {next(RECORDERS)}"  # a pooled connection lives through many recordings
        self._last_numbers: WeakKeyDictionary[Connection, int] = WeakKeyDictionary()
        # by the number of its context, which whoever is recorded can reach: nothing of ours hangs on that
        self._running: dict[int, tuple[Event, float]] = {}

    def start(self) -> None:
        """Begin to listen."""
        self._began = time.perf_counter()
        for target, name, listener in self._listeners():
            event.listen(target, name, listener)

    def stop(self) -> None:
        """Listen no longer; what was recorded stays."""
        for target, name, listener in self._listeners():
            event.remove(target, name, listener)

    def note(self, kind: str, *, connection: int = 0, where: str = "", line: str = "", **details: Any) -> Event:
        """Add an event of any kind, caused by the line that is running now unless `where` or `line` is given."""
        if not where and not line:
            where, line = caller(self.is_watched)
        at = time.perf_counter() - self._began
        happened = Event(kind, at, connection=connection, where=where, line=line, cause=caused_by(), **details)
        if self.only_caused and not happened.cause:
            return happened
        if len(self.trace.events) < MOST_EVENTS:
            self.trace.events.append(happened)
        elif kind == "statement":
            self.trace.dropped += 1
        return happened

    def _listeners(self) -> list[tuple[Any, str, Callable[..., None]]]:
        return [
            (Session, "after_begin", self._session),
            (Engine, "before_cursor_execute", self._before_statement),
            (Engine, "after_cursor_execute", self._after_statement),
            (Engine, "handle_error", self._failed),
            (Engine, "begin", self._begin),
            (Engine, "commit", self._commit),
            (Engine, "rollback", self._rollback),
            (Engine, "savepoint", self._savepoint),
            (Engine, "release_savepoint", self._release),
            (Engine, "rollback_savepoint", self._rollback_to),
            (Pool, "connect", self._connect),
            (Pool, "close", self._close),
            (Pool, "checkout", self._checkout),
            (Pool, "checkin", self._checkin),
        ]

    def _of(self, conn: Connection) -> int:
        if not conn.invalidated:  # a connection that was lost has no info any more, and yet is rolled back
            self._last_numbers[conn] = self._number(conn.info)
        return self._last_numbers.get(conn, 0)

    def _number(self, info: dict[Any, Any], numbers: Iterator[int] | None = None) -> int:
        if self._key not in info:
            info[self._key] = next(numbers or self._connections)
        return info[self._key]

    def _before_statement(self, conn, cursor, statement, parameters, context, executemany) -> None:
        # what a list of dicts becomes: EXECUTEMANY is one event with many parameter sets, INSERTMANYVALUES one
        # event a batch with all values in one flat tuple
        if statement.startswith(("SAVEPOINT ", "RELEASE ", "ROLLBACK TO ")):
            return  # these have events of their own
        style = context.execute_style.name if context is not None else "EXECUTE"
        if style == "EXECUTEMANY":
            rows = len(parameters)
        elif style == "INSERTMANYVALUES":
            rows = len(parameters) // max(1, len(context.compiled_parameters[0]))
        else:
            rows = 1
        happened = self.note("statement", connection=self._of(conn), sql=statement[:MOST_SQL], rows=rows)
        if style == "EXECUTEMANY":
            happened.times = rows
        if context is not None:
            self._running[id(context)] = happened, time.perf_counter()

    def is_running(self, context: Any) -> bool:
        """Whether the statement of this execution context is in the trace, and has not come to its end."""
        return id(context) in self._running

    def _after_statement(self, conn, cursor, statement, parameters, context, executemany) -> None:
        happened, began = self._running.pop(id(context), (None, 0.0))
        if happened is not None:
            happened.seconds = time.perf_counter() - began
            if getattr(cursor, "server_side", False):  # an asyncio cursor of a stream: its rows come later
                cursor._cursor = Counted(cursor._cursor, happened)
            else:  # SQLAlchemy's other asyncio cursors hold all rows by now
                happened.fetched = rows_in(cursor._rows) if hasattr(cursor, "_rows") else _unknown(cursor)

    def _failed(self, failure) -> None:
        happened, _ = self._running.pop(id(failure.execution_context), (None, None))
        if happened is not None:
            happened.failed = type(failure.sqlalchemy_exception or failure.original_exception).__name__
            happened.told = rows_in([texts_of(failure.original_exception)])

    def _session(self, session, transaction, conn) -> None:
        self.note("session", connection=self._of(conn), session=self._number(session.info, self._sessions))

    def _begin(self, conn) -> None:
        self.note("begin", connection=self._of(conn))

    def _commit(self, conn) -> None:
        self.note("commit", connection=self._of(conn))

    def _rollback(self, conn) -> None:
        self.note("rollback", connection=self._of(conn))

    def _savepoint(self, conn, name) -> None:
        self.note("savepoint", connection=self._of(conn))

    def _release(self, conn, name, context) -> None:
        self.note("release", connection=self._of(conn))

    def _rollback_to(self, conn, name, context) -> None:
        self.note("rollback to", connection=self._of(conn))

    def _connect(self, dbapi_connection, record) -> None:
        self.note("connect", connection=self._number(record.info))

    def _close(self, dbapi_connection, record) -> None:
        self.note("close", connection=self._number(record.info))

    def _checkout(self, dbapi_connection, record, proxy) -> None:
        self.note("checkout", connection=self._number(record.info))

    def _checkin(self, dbapi_connection, record) -> None:
        self.note("checkin", connection=self._number(record.info))


def rows_in(rows: Collection[Any]) -> int:
    """How many rows these are; of a few, what is packed into one counts as the rows it holds.

    That is a list, a long text or number, and each column of more than there are in all tables together.
    """
    if len(rows) > FEW:
        return len(rows)
    wide = sum(max(0, len(row) - WIDE) for row in rows)
    return len(rows) + wide + sum(_packed(row) for row in rows)


def texts_of(problem: BaseException) -> tuple[str, ...]:
    """What a database's error says, which can be what a query found: a text that is no number, a path that is none."""
    said = {str(problem)}
    for each in (problem, problem.__cause__):
        said |= {it for it in getattr(each, "__dict__", {}).values() if isinstance(it, str)}
    return tuple(said)


def _packed(row: Collection[Any]) -> int:
    found = long = 0
    for cell in row:
        if cell is None or isinstance(cell, PLAIN):
            continue
        if isinstance(cell, str | bytes):
            long += len(cell)  # of all its texts together: many short ones hold as much as one that is long
        elif isinstance(cell, Decimal) or not isinstance(cell, Sized):
            digits = len(str(cell))
            found += digits // PACKED
            long += digits if digits <= PACKED else 0
        else:  # of PostgreSQL: records, ranges, paths
            found += len(cell)
    return found + (long // PACKED if long > LONG else 0)


def _unknown(cursor: Any) -> int:
    """A synchronous driver's rows come later, and nobody sees them come."""
    return -1 if cursor.description else 0


class Counted:
    """The driver's cursor of a stream, which adds to `happened.fetched` what comes by it."""

    def __init__(self, cursor: Any, happened: Event):
        self._cursor, self._happened = cursor, happened

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._cursor, name)
        return self._counting(found) if name in ("fetch", "fetchrow", "fetchone", "fetchmany", "fetchall") else found

    def _counting(self, fetch: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(*args: Any, **named: Any) -> Any:
            found = await fetch(*args, **named)
            if found is not None:
                self._happened.fetched += rows_in([found] if fetch.__name__ in ("fetchrow", "fetchone") else found)
            return found

        return counted


@contextmanager
def recording(is_watched: Callable[[str], bool] | None = None) -> Iterator[Trace]:
    """Record every engine of this process while the block runs: `with recording() as trace: …`.

    Without `is_watched` the lines that count are those of notebook cells and of files outside the installed
    packages.
    """
    recorder = Recorder(is_watched or is_not_a_library)
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no event loop: a synchronous program
        task = None
    token = watched_task.set(task)
    recorder.start()
    try:
        yield recorder.trace
    finally:
        recorder.stop()
        watched_task.reset(token)

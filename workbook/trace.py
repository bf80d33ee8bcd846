"""The trace: what the engines of this process really did, in order, and the line of code that caused it."""

from __future__ import annotations

import asyncio
import gc
import itertools
import linecache
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, cast
from weakref import WeakKeyDictionary

import greenlet
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

MOST_EVENTS = 5_000  # a learner's loop of a million statements must not fill the memory
MOST_SQL = 2_000  # characters kept of one statement
RECORDERS = itertools.count(1)

cause: ContextVar[str] = ContextVar("cause", default="")
"""Whatever caused the events that follow: a call, a request.  Tasks and threads inherit it."""

watched_task: ContextVar[asyncio.Task | None] = ContextVar("watched_task", default=None)
"""The task that runs the watched code; the tasks it starts inherit it."""


@dataclass(slots=True)
class Event:
    """One thing that happened.

    `kind` is "statement", "begin", "commit", "rollback", "savepoint", "release", "rollback to", "connect",
    "close", "checkout", "checkin" or "session" (an ORM session takes a connection to begin its transaction); whoever
    records may add kinds of their own.  `at` and `seconds` are in seconds, `at` since the recording began; `rows` is
    the number of parameter sets of a statement, `fetched` the rows that came back with it (those of a stream come
    later, and are not counted), `times` how often the server runs it; `connection` and `session` are small numbers
    for each database connection and each ORM session, in order of first use; `where` is "file.py:12", or "" when no
    line of the watched code stood behind the event.
    """

    kind: str
    at: float
    sql: str = ""
    rows: int = 0
    fetched: int = 0
    times: int = 1
    seconds: float = 0.0
    failed: str = ""
    connection: int = 0
    session: int = 0
    where: str = ""
    line: str = ""
    cause: str = ""


@dataclass
class Trace:
    """Events in order.  `dropped` counts statements beyond the first thousands, of which nothing else is kept."""

    events: list[Event] = field(default_factory=list)
    dropped: int = 0

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def of(self, *kinds: str) -> list[Event]:
        """The events of these kinds, in order."""
        return [event for event in self.events if event.kind in kinds]

    def statements(self, verb: str = "") -> list[Event]:
        """The statements, or those that begin with `verb` ("SELECT")."""
        return [event for event in self.of("statement") if event.sql.lstrip().upper().startswith(verb.upper())]

    def by_cause(self) -> dict[str, Trace]:
        """The trace of each cause, in the order they first appear: of each request, of each call."""
        found: dict[str, Trace] = {}
        for happened in self.events:
            found.setdefault(happened.cause, Trace()).events.append(happened)
        return found

    def usage(self) -> dict[str, int]:
        """How many ORM sessions began a transaction, and how many connections were taken and given back."""
        return {
            "sessions": len({event.session for event in self.of("session")}),
            "connections taken": len(self.of("checkout")),
            "connections given back": len(self.of("checkin")),
        }

    def since(self, start: int) -> Trace:
        """The part of the trace from event number `start` on."""
        return Trace(self.events[start:], self.dropped)

    def to_plain(self) -> dict[str, Any]:
        """The trace as plain data, for JSON."""
        return {
            # not asdict(), which would copy each value too
            "events": [{name: getattr(event, name) for name in Event.__slots__} for event in self.events],
            "dropped": self.dropped,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Trace:
        """The reverse of `to_plain`.  Raises TypeError, ValueError or KeyError for anything else."""
        numbers = ("rows", "fetched", "times", "connection", "session")
        kinds: dict[str, Any] = {"at": float, "seconds": float} | dict.fromkeys(numbers, int)
        events = [
            Event(**{name: kinds.get(name, str)(value) for name, value in event.items()}) for event in plain["events"]
        ]
        return cls(events, int(plain["dropped"]))


def listing(statements: list[Event], width: int = 78) -> str:
    """The statements, numbered, each with the line that sent it, and the line that repeats, if one does."""
    rows = []
    for number, sent in enumerate(statements[:12], 1):
        sql = " ".join(sent.sql.split())
        sql = sql if len(sql) <= width else sql[: width - 2] + " …"
        many = f" ({sent.rows} rows)" if sent.rows > 1 else ""
        rows.append(f"  {number}. {sql + many:<{width}}  {sent.where}".rstrip())
    if len(statements) > 12:
        rows.append(f"  … and {len(statements) - 12} more")
    # a line whose loader options send several different statements repeats nothing
    repeated = Counter((sent.where, sent.sql) for sent in statements if sent.where).most_common(1)
    if repeated and repeated[0][1] > 2:
        (where, sql), times = repeated[0]
        of_many_rows = any(sent.rows > 1 for sent in statements if sent.sql == sql)
        rows.append(f"{where} sent the same one {times} times{': a statement for every row' * (not of_many_rows)}.")
    return "\n".join(rows)


def place(frame: FrameType) -> tuple[str, str]:
    """`("file.py:12", "the text of that line")` for the line where `frame` stands."""
    # seen from another thread, a frame may stand between two lines: then its number is None
    name, number = frame.f_code.co_filename, frame.f_lineno or frame.f_code.co_firstlineno
    return f"{Path(name).name}:{number}", linecache.getline(name, number).strip()


def caller(is_watched: Callable[[str], bool]) -> tuple[str, str]:
    """The place of the innermost running frame of the watched code, or two empty strings.

    SQLAlchemy runs its own code in a greenlet whose frames end before the code that awaited it: the walk then goes
    on in the parent greenlet.  And it closes sessions in a task of its own, where none of the watched code runs: then
    the place is where `watched_task` waits.
    """
    frame: FrameType | None = sys._getframe(1)
    current = greenlet.getcurrent()
    while frame is not None:
        if is_watched(frame.f_code.co_filename):
            return place(frame)
        following = frame.f_back
        if following is None and current.parent is not None:
            current = current.parent
            following = current.gr_frame
        frame = following
    return waiting(watched_task.get(), is_watched)


def waiting(task: asyncio.Task | None, is_watched: Callable[[str], bool]) -> tuple[str, str]:
    """The place of the innermost frame of the watched code in a suspended task, or two empty strings."""
    found, inner = None, cast(Any, task.get_coro() if task is not None else None)
    while inner is not None:
        frame = getattr(inner, "cr_frame", None) or getattr(inner, "gi_frame", None) or getattr(inner, "ag_frame", None)
        if frame is not None and is_watched(frame.f_code.co_filename):
            found = frame
        inner = (
            getattr(inner, "cr_await", None)
            or getattr(inner, "gi_yieldfrom", None)
            or getattr(inner, "ag_await", None)
            or _generator_behind(inner)
        )
    return place(found) if found is not None else ("", "")


def _generator_behind(waits: object) -> object:
    # `async with` of an @asynccontextmanager waits for an object that tells nobody whose next step it is
    if type(waits).__name__ not in ("async_generator_asend", "async_generator_athrow", "anext_awaitable"):
        return None
    return next((it for it in gc.get_referents(waits) if hasattr(it, "ag_frame") or hasattr(it, "send")), None)


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
        happened = Event(kind, at, connection=connection, where=where, line=line, cause=cause.get(), **details)
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
            context._event_in_trace = happened, time.perf_counter()

    def _after_statement(self, conn, cursor, statement, parameters, context, executemany) -> None:
        happened, began = getattr(context, "_event_in_trace", (None, 0.0))
        if happened is not None:
            happened.seconds = time.perf_counter() - began
            happened.fetched = len(getattr(cursor, "_rows", ()))  # SQLAlchemy's asyncio cursors hold all rows by now

    def _failed(self, failure) -> None:
        happened, _ = getattr(failure.execution_context, "_event_in_trace", (None, None))
        if happened is not None:
            happened.failed = type(failure.sqlalchemy_exception or failure.original_exception).__name__

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


def is_not_a_library(name: str) -> bool:
    """Whether a file is neither an installed package, nor Python's own, nor the workbook's."""
    # "<": SQLAlchemy compiles some of its own functions from text
    return "site-packages" not in name and not name.startswith((sys.base_prefix, str(Path(__file__).parent), "<"))

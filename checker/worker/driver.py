"""What the driver itself was given to run, against what SQLAlchemy sent: a second count beside the trace's.

A statement goes past the trace on the driver's own cursor, on a connection without events, or inside the listener of
another one.  Python's sqlite3 tells of every statement of a connection that it runs, and an audit hook of every
connection: one that did not come from `sqlite3.connect` counts for itself.  PostgreSQL counts by itself, but not a
cursor that is open at a rollback: those of asyncpg are counted when they begin.
"""

from __future__ import annotations

import re
import sqlite3
import sqlite3.dbapi2
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from checker.worker import audit

# what begins and ends transactions, and what the drivers and SQLAlchemy ask by themselves
NOT_COUNTED = {"", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "ATTACH", "DETACH"}
CURSOR, COUNTED = "CURSOR", "_is_counted"
READS = {"SELECT", "WITH", "VALUES"}
# a byte order mark is white space to SQLite, wherever it stands
FIRST_WORD = re.compile(r"(?:[\s(;\ufeff]+|--[^\n]*|/\*.*?\*/)*+(\w+)", re.DOTALL)
OF_A_TABLE = re.compile(r"\b(?:FROM|IN)\b", re.IGNORECASE)  # `1 IN books` asks a table, too
MOST_SHOWN = 160  # characters of a statement
# of one statement, as SQLite is built by itself (https://www.sqlite.org/limits.html); Debian's build takes 250,000, and
# a verdict must not depend on whose it is
MOST_PARAMETERS = 32_766


class Driver:
    """Counts, for every sqlite3 connection of the process that is opened after `start()`, what nobody accounts for."""

    def __init__(self, in_trace: Callable[[Any], bool] = lambda context: True) -> None:
        """`in_trace` says whether the trace has the statement of an execution context: one that it lacks is hidden."""
        self.in_trace = in_trace
        self.accounts: list[Account] = []
        self.ours: list[None] = []  # one for each connection that came from `connect`, and for each there is
        self.all: list[None] = []
        self.cursors = (
            Account()
        )  # of asyncpg: a server counts no cursor that is open when its transaction is rolled back
        # by numbers, and nothing on the objects themselves: a learner's code can reach those
        self.of: dict[int, Account] = {}
        self.running: dict[int, tuple[Account, str, int, int]] = {}

    def start(self) -> None:
        """Begin to count."""
        audit.listen(self._opened)
        # aiosqlite calls the one, SQLAlchemy's synchronous engine the other
        sqlite3.connect = sqlite3.dbapi2.connect = self._connect  # type: ignore[assignment]
        for name, listener in self.listeners():
            event.listen(Engine, name, listener)
        _opening[:] = [self.cursors]
        count_cursors()

    def stop(self) -> None:
        """Count no longer."""
        audit.forget()
        _opening.clear()
        sqlite3.connect = sqlite3.dbapi2.connect = _connect  # type: ignore[assignment]
        for name, listener in self.listeners():
            event.remove(Engine, name, listener)

    def clear(self) -> None:
        """Begin anew: what was is another check's."""
        for each in (self.accounts, self.ours, self.all, self.running):
            each.clear()
        self.cursors.clear()

    def hidden(self) -> dict[str, tuple[int, str]]:
        """How many statements went past SQLAlchemy, by their first word, and the last of them."""
        found: dict[str, tuple[int, str]] = {}
        for account in [*self.accounts, self.cursors]:
            for verb, ran in list(account.ran.items()):  # the driver's thread adds to it meanwhile
                if (more := ran - account.known[verb]) > 0:
                    found[verb] = (found.get(verb, (0, ""))[0] + more, account.last[verb])
        if (others := len(self.all) - len(self.ours)) > 0:
            found["CONNECT"] = (others, "a connection of its own, made past sqlite3.connect()")
        return found

    def listeners(self) -> list[tuple[str, Any]]:
        """What listens to engines: an event's name, and the function."""
        return [
            ("before_cursor_execute", self._before),
            ("after_cursor_execute", self._after),
            ("handle_error", self._failed),
        ]

    def _connect(self, *args: Any, **named: Any) -> sqlite3.Connection:
        self.ours.append(None)
        try:
            connection = _connect(*args, **{"factory": Counted, **named})
        except BaseException:
            self.ours.pop()
            raise
        account = Account()
        self.accounts.append(account)
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, MOST_PARAMETERS)
        _set_trace_callback(connection, account.note)
        self.of[id(connection)] = account
        return connection

    def _opened(self, connection: sqlite3.Connection) -> None:
        self.all.append(None)

    def _before(self, conn: Any, cursor: Any, sql: str, parameters: Any, context: Any, many: bool) -> None:
        driver = getattr(conn.connection, "driver_connection", None)
        account = self.of.get(id(getattr(driver, "_connection", driver)))
        if conn.dialect.name == "postgresql":
            count_cursors()  # a worker that was not forked has only now loaded the driver
            account = self.cursors if getattr(cursor, "server_side", False) else None
        if account is None or not self.in_trace(context):
            return
        # each set of parameters is a statement here, where they are not all in one; no driver takes a SELECT of many
        verb = first_word(sql) if account is not self.cursors else CURSOR
        times = len(parameters) if context.execute_style.name == "EXECUTEMANY" and verb not in READS else 1
        self.running[id(context)] = account, verb, times, account.ran[verb]
        account.known[verb] += times

    def _after(self, conn: Any, cursor: Any, sql: str, parameters: Any, context: Any, many: bool) -> None:
        account, verb, times, before = self.running.pop(id(context), (None, "", 0, 0))
        if account is not None:  # what did not run excuses nothing else
            account.known[verb] -= times - min(times, account.ran[verb] - before)

    def _failed(self, failure: Any) -> None:
        if isinstance(failure.original_exception, Exception):  # one that is cancelled may run yet
            self._after(None, None, "", (), failure.execution_context, False)


class Account:
    """The statements of one connection by their first word: how many ran, and of how many SQLAlchemy knows."""

    def __init__(self) -> None:
        self.ran: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.last: dict[str, str] = {}

    def note(self, sql: str) -> None:
        """SQLite is about to run this, all values in their places."""
        verb = first_word(sql)
        # a SELECT of no table asks for no data: a ping, a version
        if verb not in NOT_COUNTED and (verb != "SELECT" or OF_A_TABLE.search(sql)):
            self.add(verb, sql)

    def add(self, verb: str, sql: str) -> None:
        """One more of these ran."""
        self.ran[verb] += 1
        self.last[verb] = sql[:MOST_SHOWN]

    def clear(self) -> None:
        """Begin anew."""
        for each in (self.ran, self.known, self.last):
            each.clear()


class Counted(sqlite3.Connection):
    """A connection with an account of what it runs."""

    def set_trace_callback(self, callback: Any) -> None:
        """Nobody else is told: there is one place for a callback, and it is taken."""


_opening: list[Account] = []
_connect = sqlite3.connect
_set_trace_callback = sqlite3.Connection.set_trace_callback


def first_word(sql: str) -> str:
    """The first word of a statement: "SELECT"; "" for a comment alone, as SQLite tells of a trigger."""
    found = FIRST_WORD.match(sql)
    return found[1].upper() if found else ""


def count_cursors() -> None:
    """Have each cursor that asyncpg opens on a server counted, if it is loaded."""
    cursors = sys.modules.get("asyncpg.cursor")
    if cursors is None or hasattr(cursors.BaseCursor, COUNTED):
        return

    def counting(begin: Callable[..., Any]) -> Callable[..., Any]:
        async def begun(cursor: Any, *args: Any) -> Any:
            for account in _opening:
                account.add(CURSOR, str(cursor._query))
            return await begin(cursor, *args)

        return begun

    for name in ("_bind", "_bind_exec"):
        setattr(cursors.BaseCursor, name, counting(getattr(cursors.BaseCursor, name)))
    setattr(cursors.BaseCursor, COUNTED, True)

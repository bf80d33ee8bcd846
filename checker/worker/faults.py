"""Faults on demand, in the worker: a statement fails, the connection is lost, the learner's call is cancelled."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError

from checker.wall.fault import Fault
from workbook.cause import caused_by, watched_task
from workbook.trace import Recorder

REASONS = {
    # reason: SQLSTATE and text on PostgreSQL, name, number and text on SQLite
    "full": ("53100", "no space left on device", "SQLITE_FULL", 13, "database or disk is full"),
    "refused": ("40001", "could not serialize access due to concurrent update", "SQLITE_BUSY", 5, "database is locked"),
}
KILL = "SELECT pg_terminate_backend(pg_backend_pid())"


class Faults:
    """The faults of one check, for every engine of the process; only what a call of the judge caused is met."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.ahead: list[Fault] = []
        self.cancelled: set[asyncio.Task] = set()
        self._listening = False

    def add(self, fault: Fault) -> None:
        """From now on, until it has struck once."""
        self.ahead.append(fault)
        if not self._listening:
            self._listening = True
            for target, name, listener in self._listeners():
                event.listen(target, name, listener)

    def clear(self) -> None:
        """Forget those that have not struck."""
        self.ahead.clear()
        if self._listening:
            self._listening = False
            for target, name, listener in self._listeners():
                event.remove(target, name, listener)

    def _listeners(self) -> list[tuple[Any, str, Any]]:
        # the dialect's events stand where the driver is called: what is raised there is taken for the driver's error.
        # But they tell of the questions to a new server too, which are nobody's statements, and the engine's does not
        return [
            (Engine, "before_cursor_execute", self._mark),
            (Dialect, "do_execute", self._statement),
            (Dialect, "do_executemany", self._statement),
            (Dialect, "do_execute_no_params", self._statement_without_parameters),
            (Engine, "commit", self._commit),
        ]

    def _due(self, sql: str) -> Fault | None:
        if not caused_by():
            return None
        struck = [fault for fault in self.ahead if fault.strikes(sql)]  # every one counts
        for fault in struck:
            self.ahead.remove(fault)
        if not struck:
            return None
        self.recorder.note("fault", sql=struck[0].kind)
        return struck[0]

    def _mark(self, conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if context is not None:
            context.fault_due = self._due(statement)

    def _statement(self, cursor: Any, statement: str, parameters: Any, context: Any) -> None:
        fault = getattr(context, "fault_due", None)
        if fault is not None:
            self._strike(fault, context.root_connection)

    def _statement_without_parameters(self, cursor: Any, statement: str, context: Any) -> None:
        self._statement(cursor, statement, (), context)

    def _commit(self, connection: Connection) -> None:
        fault = self._due("COMMIT")
        if fault is None:
            return
        if fault.kind == "unanswered":
            connection.dialect.do_commit(connection.connection)
        try:
            self._strike(fault, connection)
        except connection.dialect.loaded_dbapi.Error as error:  # here nobody does for us what follows an error
            dialect = connection.dialect
            lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
            if lost:
                connection.invalidate()
            else:
                dialect.do_rollback(connection.connection)  # a COMMIT that fails ends the transaction too
            dbapi_error = dialect.loaded_dbapi.Error
            raise DBAPIError.instance(
                None, None, error, dbapi_error, connection_invalidated=lost, dialect=dialect
            ) from error

    def _strike(self, fault: Fault, connection: Connection) -> None:
        if fault.kind == "cancel":
            task = watched_task.get() or asyncio.current_task()
            assert task is not None
            self.cancelled.add(task)
            task.cancel()
        elif connection.dialect.name == "sqlite":
            _on_sqlite(fault, connection)
        else:
            _on_postgresql(fault, connection)


def _on_sqlite(fault: Fault, connection: Connection) -> None:
    proxied: Any = connection.connection
    if fault.kind in ("disconnect", "unanswered"):  # a statement finds it closed; SQLite rolls back what was open
        if connection.dialect.is_async:
            proxied.dbapi_connection.run_async(lambda driver: driver.close())
        else:
            proxied.dbapi_connection.close()
        if fault.verb == "COMMIT":  # SQLAlchemy leaves out the COMMIT of a closed connection, and says nothing
            raise sqlite3.OperationalError("no active connection")
        return
    _, _, name, number, text = REASONS[fault.reason]
    error = sqlite3.OperationalError(text)
    error.sqlite_errorname, error.sqlite_errorcode = name, number
    raise error


def _on_postgresql(fault: Fault, connection: Connection) -> None:
    """Let the server itself fail: it knows best what becomes of the transaction."""
    state, text, *_ = REASONS[fault.reason]
    fail = f"DO $$ BEGIN RAISE EXCEPTION '{text}' USING ERRCODE = '{state}'; END $$"
    cursor = connection.connection.cursor()
    try:
        cursor.execute(KILL if fault.kind in ("disconnect", "unanswered") else fail)
    finally:
        cursor.close()

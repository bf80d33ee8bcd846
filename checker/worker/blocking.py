"""Notes, in the worker, the calls that block the event loop: by what they are, not by how long they take."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from types import ModuleType
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from workbook.cause import caller, cause
from workbook.trace import Recorder

# what Python's audit hooks tell of calls that wait for something outside
WAITING = {
    "sqlite3.connect": "sqlite3.connect()",
    "socket.getaddrinfo": "a look-up of a host's address",
    "urllib.Request": "urllib's request",
    "subprocess.Popen": "a process that was started",
    "os.system": "os.system()",
}


class Blocking:
    """Writes a "blocking" event into the trace for each call of the learner's that blocks in the event loop's thread.

    `sql` says what was called.  A call in a thread (a plain `def` endpoint, `asyncio.to_thread`) is none.
    """

    current: Blocking | None = None  # an audit hook cannot be taken away: one for the process
    hooked = False

    def __init__(self, recorder: Recorder, module: ModuleType | None):
        """`module` is the learner's, where sleep() may have a name of its own."""
        self.recorder, self.module = recorder, module
        self.thread = threading.get_ident()

    def start(self) -> None:
        """Begin to listen."""
        Blocking.current = self
        event.listen(Engine, "before_cursor_execute", self._statement)
        self._replace(_sleep, _noted_sleep)
        if not Blocking.hooked:
            Blocking.hooked = True
            sys.addaudithook(_heard)

    def stop(self) -> None:
        """Listen no longer."""
        Blocking.current = None
        event.remove(Engine, "before_cursor_execute", self._statement)
        self._replace(_noted_sleep, _sleep)

    def _replace(self, old: Any, new: Any) -> None:
        time.sleep = new
        names = vars(self.module) if self.module is not None else {}
        names.update({name: new for name, value in names.items() if value is old})

    def note(self, what: str) -> None:
        """Note a call that is being made, if the loop waits for it and a line of the learner's is behind it."""
        if threading.get_ident() != self.thread or not cause.get() or asyncio._get_running_loop() is None:
            return
        where, line = caller(self.recorder.is_watched)
        if where:
            self.recorder.note("blocking", sql=what, where=where, line=line)

    def _statement(self, conn: Any, *_: Any) -> None:
        if not conn.dialect.is_async:
            self.note(f"a statement through {conn.dialect.driver}, which is not for asyncio,")


_sleep = time.sleep


def _noted_sleep(seconds: float) -> None:
    if Blocking.current is not None:  # the audit hook hears of it from Python 3.13 on only
        Blocking.current.note("time.sleep()")
    _sleep(seconds)


def _heard(name: str, arguments: Any) -> None:
    if name in WAITING and Blocking.current is not None:
        Blocking.current.note(WAITING[name])

"""Notes, in the worker, the calls that block the event loop: by what they are, not by how long they take."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from concurrent.futures import Future
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
        Future.result = _noted_result  # type: ignore[assignment, method-assign]
        threading.Thread.join = _noted_join  # type: ignore[assignment, method-assign]
        if not Blocking.hooked:
            Blocking.hooked = True
            sys.addaudithook(_heard)

    def stop(self) -> None:
        """Listen no longer."""
        Blocking.current = None
        event.remove(Engine, "before_cursor_execute", self._statement)
        self._replace(_noted_sleep, _sleep)
        Future.result = _result  # type: ignore[method-assign]
        threading.Thread.join = _join  # type: ignore[method-assign]

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


_result, _join = Future.result, threading.Thread.join


def _noted_result(future: Future, timeout: float | None = None) -> Any:
    if not future.done() and Blocking.current is not None:  # one that is done, asyncio itself reads
        Blocking.current.note("result() of what a thread has not done yet")
    return _result(future, timeout)


def _noted_join(thread: threading.Thread, timeout: float | None = None) -> None:
    now = Blocking.current
    # an executor's block joins its idle threads at the end, which takes no time
    if thread.is_alive() and now is not None and now.recorder.is_watched(sys._getframe(1).f_code.co_filename):
        now.note("join() of a thread")
    _join(thread, timeout)


def _heard(name: str, arguments: Any) -> None:
    if name in WAITING and Blocking.current is not None:
        Blocking.current.note(WAITING[name])

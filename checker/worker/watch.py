"""Watches the event loop from a thread of its own: where it is blocked, and where it stands when time is over."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable

from checker.worker.calls import Calls
from workbook.cause import cause, place, waiting
from workbook.events import Event

TICK = 0.01  # seconds between two looks
BLOCKED = 0.05  # seconds without a turn of the loop that count as blocked


class Watch:
    """Looks at `loop` until `stop()`; writes a "blocked" event into the trace of `calls` for each time a line of
    the learner's keeps the loop from turning, and calls `on_late(where, line)` once when `limit` seconds are over.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, calls: Calls, limit: float, on_late: Callable[[str, str], None]
    ):
        # no Thread itself: anybody can ask Python for its threads, and those for what they hold
        self._in_thread = threading.Thread(target=lambda: self.run(), name="watch", daemon=True)
        self.loop, self.calls, self.on_late = loop, calls, on_late
        self.deadline = time.monotonic() + limit
        self.thread = threading.get_ident()
        self.beat = time.monotonic()
        self._over = threading.Event()

    def start(self) -> None:
        """Start; to be called from the loop's own thread, inside the loop."""
        self._tick()
        self._in_thread.start()

    def stop(self) -> None:
        """Look no longer."""
        self._over.set()

    def join(self) -> None:
        """Wait for its end."""
        self._in_thread.join()

    def _tick(self) -> None:
        self.beat = time.monotonic()
        if not self._over.is_set():
            self.loop.call_later(TICK / 2, self._tick)

    def run(self) -> None:
        blocked: Event | None = None
        while not self._over.wait(TICK):
            now, beat = time.monotonic(), self.beat
            if now > self.deadline:
                self.on_late(*self.standing())
                return
            if now - beat < BLOCKED:
                blocked = None
                continue
            where, line = self._running()
            if blocked is None and where:
                cause.set("blocked")
                blocked = self.calls.recorder.note("blocked", where=where, line=line)
            if blocked is not None:
                blocked.seconds = now - beat

    def standing(self) -> tuple[str, str]:
        """The place of the learner's code: the line that runs, else the line where a task of theirs waits."""
        running = self._running()
        if running[0]:
            return running
        places = [waiting(task, self.calls.learner.is_theirs) for task in asyncio.all_tasks(self.loop)]
        return next((found for found in places if found[0]), ("", ""))

    def _running(self) -> tuple[str, str]:
        frame = sys._current_frames().get(self.thread)
        while frame is not None:
            if self.calls.learner.is_theirs(frame.f_code.co_filename):
                return place(frame)
            frame = frame.f_back
        return "", ""

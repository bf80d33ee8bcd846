"""Interleaving on demand, in the worker: every call stops after its first SELECT until all have read."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from workbook.cause import cause, watched_task


class Meeting:
    """Each call that has run its first statement beginning with `verb` waits until `parties` calls have.

    Whoever cannot come must not keep the others for ever, since they may hold the lock that keeps it away: when
    `patience` seconds have passed without another arrival, the meeting is over for all.
    """

    def __init__(self, verb: str, parties: int, patience: float):
        self.verb, self.parties, self.patience = verb.upper(), parties, patience
        self.here: set[asyncio.Task | None] = set()
        self.arrived, self.over = asyncio.Event(), asyncio.Event()

    def open(self) -> None:
        """Stop the calls of every engine of the process from now on."""
        event.listen(Engine, "after_cursor_execute", self._after_statement)

    def close(self) -> None:
        """Let everybody go on, and forget it: not while a statement is under way."""
        self.over.set()
        event.remove(Engine, "after_cursor_execute", self._after_statement)

    def _after_statement(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        party = watched_task.get()
        if self.over.is_set() or party in self.here or not cause.get() or not connection.dialect.is_async:
            return
        if statement.lstrip().upper().startswith(self.verb):
            self.here.add(party)
            connection.connection.dbapi_connection.run_async(lambda driver: self._wait())

    async def _wait(self) -> None:
        self.arrived.set()
        if len(self.here) >= self.parties:
            self.over.set()
        while not self.over.is_set():
            number = len(self.here)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.patience):
                    await self.over.wait()
            if len(self.here) == number:
                self.over.set()

"""A link to the learner's code in the judge's own process, without the wall: `pytest checker --in-process`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from checker.wall import wire
from checker.worker.calls import Calls
from checker.worker.changed import Originals
from workbook.cause import bystander
from workbook.files.exercise import Exercise


class InProcess:
    """Answers the judge's requests right here, where a debugger can follow."""

    pid = os.getpid()

    def __init__(self, calls: Calls):
        self.answer: wire.Answer = wire.unasked
        self.calls = calls
        self.calls.ask = self._asked
        bystander.set(True)  # the judge, whose own statements are nobody's call

    async def _asked(self, question: dict[str, Any]) -> dict[str, Any]:
        return self.answer(question)

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        return await asyncio.create_task(self.calls.answer(request))

    async def end(self) -> Exception:
        return await asyncio.get_running_loop().create_future()  # never

    def may_serve_at(self, address: Any) -> bool:
        return True


@contextlib.asynccontextmanager
async def in_process(setup: dict[str, Any]) -> AsyncIterator[InProcess]:
    """A link for one check, set up as a worker is (`checker.worker.worker`)."""
    with (
        contextlib.closing(Originals()) as originals,
        Calls(Path(setup["file"]), setup["database"], Path(setup["scratch"]), originals) as calls,
    ):
        sys.path.insert(0, folder := str(Exercise(Path(setup["file"])).folder))
        try:
            yield InProcess(calls)
        finally:
            sys.path.remove(folder)
            await calls.close()

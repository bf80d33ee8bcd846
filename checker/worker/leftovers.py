"""What a learner's code has left behind in a worker: connections, tasks, coroutines that were never awaited."""

from __future__ import annotations

import asyncio
import gc
import warnings
from pathlib import Path
from typing import Any

from workbook.cause import cause, waiting
from workbook.trace import Recorder


class Leftovers:
    """From entering to leaving it, notes in the trace which coroutines were never awaited; finds what else is left."""

    def __init__(self, recorder: Recorder):
        self.recorder = recorder

    def __enter__(self) -> Leftovers:
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.simplefilter("always", RuntimeWarning)
        warnings.showwarning = self._note  # type: ignore[assignment]
        return self

    def __exit__(self, *_: object) -> None:
        self._warnings.__exit__(None, None, None)

    async def found(self) -> list[str]:
        """A sentence for each, after one turn of the loop in which they may end."""
        await asyncio.sleep(0)
        gc.collect()
        events = self.recorder.trace.of("never awaited")
        found = [f"{event.line} was never awaited, so it never ran ({event.where})" for event in events]
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            where, line = waiting(task, self.recorder.is_watched)
            if where:
                found.append(f"a task was left running, at {where}: {line}")
                task.cancel()
        held: dict[int, str] = {}
        for event in self.recorder.trace.of("checkout", "checkin"):
            if event.kind == "checkout":
                held[event.connection] = f" ({event.where})" if event.where else ""
            else:
                held.pop(event.connection, None)
        return found + [f"a connection was never given back to the pool{where}" for where in held.values()]

    def _note(self, message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any) -> None:
        text = str(message)
        if "was never awaited" not in text:
            return
        # "coroutine 'AsyncSession.commit' was never awaited", then the lines that made it, as tracked by the loop
        name = text.split("'")[1]
        where = ""
        for line in text.splitlines():
            if line.strip().startswith('File "') and self.recorder.is_watched(line.split('"')[1]):
                where = f"{Path(line.split(chr(34))[1]).name}:{line.split('line ')[1].split(',')[0]}"
        if where:
            token = cause.set(f"{name}()")
            self.recorder.note("never awaited", where=where, line=f"{name}()")
            cause.reset(token)

"""What a learner's code has left behind in a worker: connections, tasks, coroutines that were never awaited."""

from __future__ import annotations

import asyncio
import gc
import warnings
from pathlib import Path
from typing import Any

from workbook.cause import cause, waiting
from workbook.events import never_awaited
from workbook.trace import Recorder


class Leftovers:
    """From entering to leaving it, notes in the trace which coroutines were never awaited; finds what else is left."""

    def __init__(self, recorder: Recorder):
        self.recorder = recorder

    def __enter__(self) -> Leftovers:
        # what the interpreter itself calls: no filter of warnings that a file sets comes before it
        self._before = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
        warnings._warn_unawaited_coroutine = self._note  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        warnings._warn_unawaited_coroutine = self._before  # type: ignore[attr-defined]

    async def found(self) -> list[str]:
        """A sentence for each, after one turn of the loop in which they may end."""
        await asyncio.sleep(0)
        gc.collect()
        events = self.recorder.trace.of("never awaited")
        found = [never_awaited(event) for event in events]
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

    def _note(self, coroutine: Any) -> None:
        name = coroutine.__qualname__
        # the frames that made it, innermost first; None where a file has switched off that they are kept
        made = coroutine.cr_origin
        places = [f"{Path(file).name}:{line}" for file, line, _ in made or () if self.recorder.is_watched(file)]
        if places or made is None:
            token = cause.set(f"{name}()")
            self.recorder.note("never awaited", where=places[0] if places else "", line=f"{name}()")
            cause.reset(token)

"""Runs the learner's FastAPI application in the worker, under uvicorn, and notes which request caused what."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

# what the first application and its first request load: once here, not in every worker
import anyio._backends._asyncio  # noqa: F401
import pydantic.v1  # noqa: F401
import uvicorn.lifespan.on
import uvicorn.protocols.http.auto  # noqa: F401

from checker.wall.verdicts import Raised, Wrong
from checker.worker.blocking import Blocking
from checker.worker.learner import Learner, message, names
from workbook import serving
from workbook.cause import cause, waiting
from workbook.clues.reading import read as read_clues
from workbook.clues.routes import unserved
from workbook.trace import Recorder

TO_SHUT_DOWN = 3.0  # seconds


class Server:
    """One application on a socket of its own; `address` is its path, or its port on the loopback.

    Beside the events of `workbook.serving`, the trace gets an "error" event for each exception that left the
    application, an "unserved" event for each request without a route (`clues` of both lead to the usual cause),
    "blocking" events (`checker.worker.blocking`), and "startup" and "shutdown" when the lifespan has done its part.
    """

    def __init__(self, app: Any, learner: Learner, recorder: Recorder, scratch: Path):
        self.app, self.learner, self.recorder = app, learner, recorder
        self.hole: BaseException | None = None
        self._lifespan_problem: BaseException | None = None
        self._socket, self.address = serving.listen(scratch)
        self._observed = serving.Observed(app, recorder)
        self._server = serving.Server(self._watched, int(TO_SHUT_DOWN))
        self._blocking = Blocking(recorder, learner.module)

    async def start(self) -> None:
        """Start up; raise what the lifespan raises."""
        self._blocking.start()
        self._task = asyncio.create_task(self._server.run_on(self._socket))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.002)
        if self._lifespan_problem is not None:
            raise self._lifespan_problem
        if not self._server.started:
            raise Wrong("the application did not start, and did not say why")

    async def stop(self) -> None:
        """Shut down; raise what the lifespan raises, and Wrong if it does not come to an end."""
        self._server.asked.set()
        done, _ = await asyncio.wait([self._task], timeout=2 * TO_SHUT_DOWN)
        if not done:
            self._task.cancel()
            places = [waiting(task, self.learner.is_theirs) for task in asyncio.all_tasks()]
            standing = "".join(f"; it stood at {where}: {line}" for where, line in places if where)
            raise Wrong(f"the application was told to shut down, and had not after {2 * TO_SHUT_DOWN:g} s{standing}")
        self._blocking.stop()
        if self._lifespan_problem is not None:
            raise self._lifespan_problem

    async def _watched(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The application, as uvicorn sees it."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        try:
            await self._observed(scope, receive, send)
            if found := unserved(self.app, scope):
                self.recorder.note("unserved", line=found["asked"], clues=found)
        except BaseException as problem:
            if self.learner.is_hole(problem):
                self.hole = problem
            frames = self.learner.frames(problem)
            where = frames[-1]["where"] if frames else ""
            found = read_clues(problem, self.recorder.trace, self.learner.is_theirs)
            raised = Raised(names(problem), message(problem), clues=found)
            self.recorder.note("error", where=where, line=str(raised), clues=raised.clues)
            raise

    async def _lifespan(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        cause.set("lifespan")

        async def noting(event: dict[str, Any]) -> None:
            if event["type"].endswith(".complete"):
                self.recorder.note(event["type"].split(".")[1])
            await send(event)

        try:
            await self.app(scope, receive, noting)
        except BaseException as problem:
            self._lifespan_problem = problem
            raise

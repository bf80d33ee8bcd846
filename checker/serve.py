"""Runs the learner's FastAPI application in the worker, under uvicorn, and notes which request caused what."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import uvicorn

from checker.blocking import Blocking
from checker.learner import Learner, message, names
from checker.verdicts import Wrong
from workbook.trace import Recorder, cause, waiting, watched_task

TO_SHUT_DOWN = 3.0  # seconds


class Server:
    """One application on a socket of its own; `address` is its path, or its port on the loopback.

    The trace gets a "request" event and a "response" event for each request (`line` is the method and the path, and
    the status), an "error" event for each exception that left the application, "blocking" events (`checker.blocking`),
    and "startup" and "shutdown" when the lifespan has done its part.  All that a request causes carries it as its
    cause: "GET /books/1", and the second of the same name "GET /books/1 (2)".
    """

    def __init__(self, app: Any, learner: Learner, recorder: Recorder, scratch: Path):
        self.app, self.learner, self.recorder = app, learner, recorder
        self.hole: BaseException | None = None
        self._lifespan_problem: BaseException | None = None
        self._socket, self.address = _listen(scratch)
        config = uvicorn.Config(
            self._observed,
            interface="asgi3",
            lifespan="on",
            log_config=None,
            access_log=False,
            ws="none",
            proxy_headers=False,
            timeout_graceful_shutdown=int(TO_SHUT_DOWN),
        )
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)  # errors are told through the trace
        self._server = _Prompt(config)
        self._blocking = Blocking(recorder)
        self._requests: Counter[str] = Counter()

    async def start(self) -> None:
        """Start up; raise what the lifespan raises."""
        self._blocking.start()
        self._task = asyncio.create_task(self._run())
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

    async def _run(self) -> None:
        with contextlib.suppress(SystemExit):  # uvicorn's word for a failed lifespan; loose, it would end the worker
            await self._server.serve(sockets=[self._socket])

    async def _observed(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The application, as uvicorn sees it."""
        if scope["type"] == "lifespan":
            await self._observed_lifespan(scope, receive, send)
            return
        name = f"{scope['method']} {scope['path']}"
        self._requests[name] += 1
        cause.set(name if self._requests[name] == 1 else f"{name} ({self._requests[name]})")
        watched_task.set(asyncio.current_task())
        self.recorder.note("request", line=cause.get())

        async def noting(event: dict[str, Any]) -> None:
            if event["type"] == "http.response.start":
                self.recorder.note("response", line=str(event["status"]))
            await send(event)

        try:
            await self.app(scope, receive, noting)
        except BaseException as problem:
            if self.learner.is_hole(problem):
                self.hole = problem
            frames = self.learner.frames(problem)
            where = frames[-1]["where"] if frames else ""
            self.recorder.note("error", where=where, line=f"{names(problem)[0]}: {message(problem)}")
            raise

    async def _observed_lifespan(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
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


class _Prompt(uvicorn.Server):
    """uvicorn, but it sees at once that it is to end; its own way is to look ten times a second."""

    def __init__(self, config: uvicorn.Config):
        super().__init__(config)
        self.asked = asyncio.Event()

    async def main_loop(self) -> None:
        await self.asked.wait()


def _listen(scratch: Path) -> tuple[socket.socket, str | int]:
    if not hasattr(socket, "AF_UNIX"):
        listener = socket.create_server(("127.0.0.1", 0))
        return listener, listener.getsockname()[1]
    listener = socket.socket(socket.AF_UNIX)
    path = str(scratch / "app")
    listener.bind(path)
    return listener, path

"""An application on a real socket, and what each of its requests did: for lessons and for checks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from workbook.cause import cause, is_not_a_library, watched_task
from workbook.events import Trace
from workbook.trace import Recorder

SECONDS_IDLE = 60  # until a connection is closed that nobody uses: a client may be about to use it, on a slow machine


class Observed:
    """An ASGI application whose requests are noted.

    The trace gets a "request" event and a "response" event for each (`line` is the method and the path, and the
    status).  All that a request causes carries it as its cause: "GET /books/1", and the second of the same name
    "GET /books/1 (2)".
    """

    def __init__(self, app: Any, recorder: Recorder):
        self.app, self.recorder = app, recorder
        self._requests: Counter[str] = Counter()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
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

        await self.app(scope, receive, noting)


class Server(uvicorn.Server):
    """uvicorn, but it sees at once that it is to end; its own way is to look ten times a second."""

    def __init__(self, app: Any, seconds_to_shut_down: int = 3):
        quiet: dict[str, Any] = {"log_config": None, "access_log": False}
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)  # errors are told in other ways
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                lifespan="on",
                ws="none",
                proxy_headers=False,
                timeout_graceful_shutdown=seconds_to_shut_down,
                timeout_keep_alive=SECONDS_IDLE,
                **quiet,
            )
        )
        self.asked = asyncio.Event()

    async def main_loop(self) -> None:
        await self.asked.wait()

    async def run_on(self, listener: socket.socket) -> None:
        """Serve until `asked` is set."""
        with contextlib.suppress(SystemExit):  # uvicorn's word for a failed lifespan; loose, it would end the process
            await self.serve(sockets=[listener])


def listen(folder: Path) -> tuple[socket.socket, str | int]:
    """A socket, and its address: a path in `folder`, or a port of the loopback where there are no Unix sockets."""
    if not hasattr(socket, "AF_UNIX"):
        listener = socket.create_server(("127.0.0.1", 0))
        return listener, listener.getsockname()[1]
    listener = socket.socket(socket.AF_UNIX)
    path = str(folder / "app")
    Path(path).unlink(missing_ok=True)  # of one that has been served there before
    listener.bind(path)
    return listener, path


@contextlib.asynccontextmanager
async def serving(app: Any) -> AsyncIterator[tuple[httpx.AsyncClient, Trace]]:
    """Serve `app` on a socket while the block runs; gives a client that speaks to it, and the trace of its requests.

    The lifespan is run.  The trace is complete when the block has ended: a request may go on after its answer.
    """
    recorder = Recorder(is_not_a_library, only_caused=True)
    with tempfile.TemporaryDirectory(prefix="app_", ignore_cleanup_errors=True) as folder:
        listener, address = listen(Path(folder))
        server = Server(Observed(app, recorder))
        recorder.start()
        task = asyncio.create_task(server.run_on(listener))
        try:
            while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn offers no event
                await asyncio.sleep(0.002)
            if task.done():
                raise RuntimeError("The application did not start: its lifespan raised.")
            transport = httpx.AsyncHTTPTransport(uds=address if isinstance(address, str) else None)
            base = "http://shop" if isinstance(address, str) else f"http://127.0.0.1:{address}"
            async with httpx.AsyncClient(transport=transport, base_url=base, trust_env=False, timeout=30) as client:
                yield client, recorder.trace
        finally:
            server.asked.set()
            await task
            recorder.stop()
            listener.close()

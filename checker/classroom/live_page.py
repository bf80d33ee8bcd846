"""Serves a class's report while it is made: the live page, server-sent events, and the report's own pages."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, StreamingResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

from checker.reports.live import page

FILES = ("index.html", "grades.csv", "results.json", "timings.json")
LOOK = 0.25  # seconds until an event is sent, at most
ALIVE = 60  # looks between two signs of life on a stream of events


def listening(given: str) -> socket.socket:
    """A socket that listens at "HOST:PORT"; port 0 is any that is free.  Raises OSError, ValueError."""
    host, _, port = given.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("a host and a port are wanted, as in 127.0.0.1:8000")
    return socket.create_server((host, int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


class Server:
    """Serves the report in the folder `out` on a socket that listens."""

    def __init__(self, out: Path, sock: socket.socket):
        self.out, self.sock = out, sock
        self.trouble = ""
        self._version = 0
        host, port = sock.getsockname()[:2]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        alone = ipaddress.ip_address(host).is_loopback
        self.app = self._app(["127.0.0.1", "localhost", host] if alone else ["*"])
        config = uvicorn.Config(self.app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        self._server = _Quiet(config)

    async def serve(self) -> None:
        """Answer until `close`."""
        await self._server.serve(sockets=[self.sock])

    def show(self, trouble: str = "") -> None:
        """Have all who look told that there is something new."""
        self.trouble = trouble
        self._version += 1

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.should_exit = True

    async def _events(self) -> AsyncIterator[str]:
        seen = quiet = 0
        while not self._server.should_exit:
            if seen != self._version:
                seen, quiet = self._version, 0
                yield f"data: {seen}\n\n"
            elif quiet > ALIVE:
                quiet = 0
                yield ": still here\n\n"
            quiet += 1
            await asyncio.sleep(LOOK)

    def _app(self, hosts: list[str]) -> FastAPI:
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        # a page of elsewhere that names our address as its own must not read what learners wrote
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts)

        @app.get("/", response_class=HTMLResponse)
        def live() -> HTMLResponse:
            return HTMLResponse(page(self.out, self.trouble), headers=FRESH)

        @app.get("/now", response_class=HTMLResponse)
        def now() -> HTMLResponse:
            return HTMLResponse(page(self.out, self.trouble, whole=False), headers=FRESH)

        @app.get("/events")
        async def events() -> StreamingResponse:
            return StreamingResponse(self._events(), media_type="text/event-stream", headers=FRESH)

        @app.get("/report/{name}")
        def report(name: str) -> FileResponse:
            return self._file(self.out / name, name in FILES)

        @app.get("/report/feedback/{learner}/feedback.html")
        def feedback(learner: str) -> FileResponse:
            return self._file(self.out / "feedback" / learner / "feedback.html", learner not in (".", ".."))

        return app

    def _file(self, path: Path, is_meant: bool) -> FileResponse:
        """A file of the report; nothing else of it, and nothing beside it, is served."""
        if not is_meant or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, headers=FRESH)


FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class _Quiet(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

"""The shop that lesson 11 puts under load, in a process of its own: one endpoint, made in several ways.

`python -m workbook.loaded_shop` reads one line of JSON from its standard input ("url", and "loop", which may be
"uvloop"), writes the port of the loopback at which it serves, and ends when its standard input does, or after
`SECONDS`.  What is under `/async`, `/def` and `/blocking` differs in the endpoint; what is under `/knob/…` in the
engine; under `/pool/4` the engine has a pool of four.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import sessionmaker

from workbook.bookshop import Book
from workbook.database import make_engine
from workbook.serving import Server

SECONDS = 300  # after which it ends, whoever has forgotten it
POOL = 16
POOLS = (1, 2, 4, 8, 16)
KNOBS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "as it is, again": {},
    "pool_pre_ping=True": {"pool_pre_ping": True},
    "echo=True": {"echo": True},
    "expire_on_commit=True": {},
}
SLEEP = {"sqlite": "SELECT nap(:seconds)", "postgresql": "SELECT pg_sleep(:seconds)"}


def plain_url(url: URL) -> URL | None:
    """The URL for SQLAlchemy without asyncio; None where there is no such driver."""
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    return url.set(drivername="postgresql+psycopg") if find_spec("psycopg") else None


def endpoints(engine: AsyncEngine, plain: Any) -> dict[str, Callable[..., Any]]:
    """The same request in three ways: `seconds` is how long the database takes for it."""
    make_session = async_sessionmaker(engine, expire_on_commit=False)
    make_plain_session = sessionmaker(plain, expire_on_commit=False)
    slow = text(SLEEP[engine.dialect.name])

    async def with_await(seconds: float = 0.0) -> dict[str, str]:
        async with make_session() as session:
            if seconds:
                await session.execute(slow, {"seconds": seconds})
            return {"title": (await session.get_one(Book, 1)).title}

    def in_a_thread(seconds: float = 0.0) -> dict[str, str]:
        with make_plain_session() as session:
            if seconds:
                session.execute(slow, {"seconds": seconds})
            return {"title": session.get_one(Book, 1).title}

    async def blocking(seconds: float = 0.0) -> dict[str, str]:
        return in_a_thread(seconds)

    return {"async": with_await} | ({"def": in_a_thread, "blocking": blocking} if plain is not None else {})


def committing(make_session: async_sessionmaker[AsyncSession], expires: bool) -> Callable[..., Any]:
    """Read a book, commit, and say its title: once more from the database, where the commit has expired it."""

    async def read(book_id: int = 1) -> dict[str, str]:
        async with make_session() as session:
            book = await session.get_one(Book, book_id)
            await session.commit()
            if expires:
                await session.refresh(book)
            return {"title": book.title}

    return read


def create_app(url: URL) -> FastAPI:
    """The shop, in all its ways, on the database at `url`."""
    engines = [make_engine(url, pool_size=POOL, max_overflow=0)]
    plain = plain_url(url)
    threads = create_engine(plain, pool_size=POOL, max_overflow=0) if plain is not None else None
    can_sleep(threads) if threads is not None else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        for engine in engines:
            await engine.dispose()
        if threads is not None:
            threads.dispose()

    app = FastAPI(lifespan=lifespan)
    for name, endpoint in endpoints(engines[0], threads).items():
        app.get(f"/{name}")(endpoint)
    for size in POOLS:
        engines.append(make_engine(url, pool_size=size, max_overflow=0))
        app.get(f"/pool/{size}")(endpoints(engines[-1], None)["async"])
    for number, (name, options) in enumerate(KNOBS.items()):
        engines.append(make_engine(url, pool_size=POOL, max_overflow=0, **options))
        expires = name.startswith("expire")
        make_session = async_sessionmaker(engines[-1], expire_on_commit=expires)
        app.get(f"/knob/{number}")(committing(make_session, expires))
    for engine in engines:
        can_sleep(engine.sync_engine)

    @app.get("/nothing")
    async def nothing() -> dict[str, str]:
        return {"title": "Kindred"}

    return app


def can_sleep(engine: Any) -> None:
    """Give SQLite a function that takes its time, as PostgreSQL has one; it works in the connection's own thread."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        if hasattr(connection, "run_async"):
            connection.run_async(lambda driver: driver.create_function("nap", 1, time.sleep))
        else:
            connection.create_function("nap", 1, time.sleep)


async def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve until the standard input ends, or the time is over."""
    server, loop = Server(app), asyncio.get_running_loop()
    server.config.timeout_keep_alive = SECONDS  # nobody's connection is closed because others had their turn

    def wait_for_the_end() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(server.asked.set)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    loop.call_later(SECONDS, server.asked.set)
    await server.run_on(listener)


def main() -> None:
    asked, port_to = json.loads(sys.stdin.readline()), sys.stdout
    # the protocol must be said: else asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an ACK
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)  # who comes before it serves waits
    with open(os.devnull, "w", encoding="utf-8") as sys.stdout:  # echo=True writes there: nobody reads it
        app = create_app(make_url(asked["url"]))
        print(listener.getsockname()[1], file=port_to, flush=True)
        if asked.get("loop") == "uvloop":
            import uvloop  # who has it may try it

            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(serve(app, listener))
        else:
            asyncio.run(serve(app, listener))


if __name__ == "__main__":
    main()

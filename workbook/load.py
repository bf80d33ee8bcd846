"""Load for lesson 11: the service in a process of its own, and the generator that asks it.

All of it stays on the loopback, is bounded in requests and in seconds, and ends by itself.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

from workbook.project import ROOT

Generator = Callable[..., Awaitable[list[Any]]]

SECONDS_TO_START, SECONDS_TO_STOP = 60, 10


class Client:
    """Asks one server, over connections that it keeps: no more than HTTP needs, or we would measure the client."""

    def __init__(self, port: int):
        self.port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._all: list[asyncio.StreamWriter] = []

    async def get(self, path: str) -> Any:
        """What the server answers to GET, read as JSON.  Raises RuntimeError for any other status than 200."""
        reader, writer = self._idle.pop() if self._idle else await self._open()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.split(b"content-length:")[1].split(b"\r\n")[0]
        body = await reader.readexactly(int(length))
        self._idle.append((reader, writer))  # not if it was cancelled meanwhile: its answer is still to come
        status = head.split(maxsplit=2)[1].decode()
        if status != "200":
            raise RuntimeError(f"GET {path} was answered {status}")
        return json.loads(body)

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._all.append(writer)
        return reader, writer

    def close(self) -> None:
        """Hang up."""
        for writer in self._all:
            writer.close()


def asking(client: Client, path: str) -> Callable[[int], Awaitable[Any]]:
    """A request for `load` and `in_turns`: whatever its number, it asks for this path."""

    async def request(number: int) -> Any:
        return await client.get(path)

    return request


@asynccontextmanager
async def under_load(url: URL, loop: str = "asyncio") -> AsyncIterator[Client]:
    """Run `workbook.loaded_shop` on this database while the block runs; gives a client that speaks to it.

    `loop="uvloop"` runs it on uvloop's event loop, for those who have it.
    """
    process = await asyncio.to_thread(started)
    client = None
    try:
        # by its standard input: an argument, with the password in it, could be read by everybody
        asked = {"url": url.render_as_string(hide_password=False), "loop": loop}
        port = await asyncio.wait_for(asyncio.to_thread(told, process, json.dumps(asked)), SECONDS_TO_START)
        if not port:
            raise RuntimeError("the service did not start")
        client = Client(int(port))
        yield client
    finally:
        if client is not None:
            client.close()
        await asyncio.to_thread(stop, process)


def started() -> subprocess.Popen[str]:
    """The service's process."""
    command = [sys.executable, "-m", "workbook.loaded_shop"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str], line: str) -> str:
    """Tell it a line, and what it says to that."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stdout.readline()


def stop(process: subprocess.Popen[str]) -> None:
    """Wait until it has ended, for which the end of its standard input is the sign."""
    try:
        process.communicate(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


async def generator() -> Generator:
    """The learner's own `bounded_load`, as soon as it makes all requests; until then the workbook's."""
    with suppress(Exception):  # not written yet, or not to be read: the lesson goes on without it
        found: Generator = loaded(ROOT / "exercises" / "ex11_load.py").bounded_load
        if await asyncio.wait_for(found(itself, 3, 2), 5) == [0, 1, 2]:
            return found
    return until_there_is_one


async def until_there_is_one(
    request: Callable[[int], Awaitable[Any]], total: int, at_once: int, seconds: float = 10.0
) -> list[Any]:
    """Enough for the lesson, and not for the exercise: what fails or is late takes everything with it."""
    turn = asyncio.Semaphore(at_once)

    async def one(number: int) -> Any:
        async with turn:
            return await request(number)

    async with asyncio.timeout(seconds):
        return await asyncio.gather(*map(one, range(total)))


async def itself(number: int) -> int:
    """The least of all requests."""
    return number


def loaded(file: Path) -> Any:
    """A file of Python as a module."""
    spec = spec_from_file_location(f"{file.parent.name}_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

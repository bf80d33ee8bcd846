"""The judge's end of the socket to a worker: a request goes out, its own answer comes back, or why there is none."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import time
from pathlib import Path
from typing import Any, Protocol

from checker.wall import wire
from checker.wall.verdicts import LOADING, Raised, TimedOut, Wrong

END_OF_PROCESS = "EndOfProcess"  # what a learner reads in the place of an exception's name
GRACE = 1.0  # seconds beyond the time limit in which the worker may still say where the learner's code stands


class Link(Protocol):
    """A way to a worker: sends a request and gives its reply."""

    pid: int
    answer: wire.Answer
    """Answers what the worker asks in its turn (`checker.worker.suite`)."""

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to a request of `checker.worker.calls`.  Raises TimedOut or Raised if the worker is gone."""

    async def end(self) -> Exception:
        """Wait until the worker is gone, and say why: TimedOut, Raised or Wrong."""

    def may_serve_at(self, address: Any) -> bool:
        """Whether the learner's application can be at `address`: the judge speaks to nothing else."""


class SocketLink:
    """A link to the worker `pid` at the other end of a socket."""

    def __init__(self, sock: socket.socket, pid: int, setup: dict[str, Any]):
        self.pid = pid
        self.limit = float(setup["limit"])
        self.setup = setup
        self.sock = sock
        self.answer: wire.Answer = wire.unasked
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def __aenter__(self) -> SocketLink:
        self._deadline = time.monotonic() + self.limit + GRACE
        self._end: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self._reader, self._writer = await asyncio.open_connection(sock=self.sock, limit=wire.MOST_BYTES + 1)
        self._writer.write(wire.to_line(self.setup))
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            self._writer.write(wire.to_line({"finish": True}))
            async with asyncio.timeout(GRACE):  # nobody may read at the other end
                await self._writer.drain()
        self._listening.cancel()
        self._writer.close()

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._end.done():
            raise self._end.result()
        number = secrets.randbits(50)  # an answer must name its question, and nobody can answer before it is asked
        self._waiting[number] = answer = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(max(0.0, self._deadline - time.monotonic())):
                with contextlib.suppress(ConnectionError):  # the listener sees it too, and tells every call that waits
                    self._writer.write(wire.to_line({"id": number, **request}))
                    await self._writer.drain()
                return await answer
        except TimeoutError:
            raise TimedOut(
                "the time was over, and the code could not be seen: it holds the interpreter, or it has stopped"
            ) from None

    async def _listen(self) -> None:
        problem: Exception | None = None
        try:
            while line := await self._reader.readline():
                reply = wire.from_line(line)
                if "late" in reply:
                    where, text = str(reply["late"]["where"]), str(reply["late"]["line"])
                    at = f"at {where}: {text}" if where else "outside the learner's own lines"
                    problem = TimedOut(f"the time was over, and the code stood {at}", where, str(reply["output"]))
                    problem.loading = reply["late"].get(LOADING) is True
                    break
                if "asks" in reply:
                    self._writer.write(wire.to_line({"told": reply["asks"], **self.answer(reply)}))
                    await self._writer.drain()
                    continue
                answer = self._waiting.get(int(reply["id"]))
                if answer is not None and not answer.done():
                    answer.set_result(reply)
        except Exception as malformed:
            problem = Wrong(f"the worker sent something that is not an answer: {malformed}")
        self.give_up(problem or self._ended())

    def give_up(self, problem: Exception) -> None:
        """Wait for no answer any more: all that is asked, and will be, is answered by this."""
        if self._end.done():
            return
        self._end.set_result(problem)
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(problem)

    async def end(self) -> Exception:
        return await asyncio.shield(self._end)

    def may_serve_at(self, address: Any) -> bool:
        if not hasattr(socket, "AF_UNIX"):
            return isinstance(address, int)
        place = Path(self.setup["scratch"]) / "app"
        return address == str(place) and place.is_socket() and not place.is_symlink()

    def _ended(self) -> Exception:
        return Raised(
            [END_OF_PROCESS],
            "the process that ran the code came to its end before it answered: os._exit(), a crash, or too much memory",
        )

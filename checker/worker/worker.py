"""The worker: a process that holds one learner's module and answers the judge over one socket.

It is told what to do in JSON lines: first a setup (`{"file": …, "database": …, "room": folder, "scratch": folder,
"limit": seconds}`), then requests with an `id`, answered in any order, until `{"finish": true}`.  A worker that is then
what it was before (`checker.worker.untouched`) answers `{"ready": true}` with the same, and may get the setup of the
submission's next check; any other ends.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any

from checker.confinement import confine
from checker.wall import wire
from checker.wall.verdicts import LOADING
from checker.worker.calls import Calls
from checker.worker.changed import Originals
from checker.worker.learner import Learner, message, names
from checker.worker.output import Output
from checker.worker.untouched import Untouched
from checker.worker.watch import Watch
from workbook.events import Trace
from workbook.files.exercise import Exercise
from workbook.project import ROOT


class Line:
    """The worker's end of the socket: whole messages only, from any thread."""

    def __init__(self, sock: socket.socket):
        self.sock = sock
        self.incoming = sock.makefile("rb")
        self.lock = threading.Lock()

    def receive(self) -> dict[str, Any] | None:
        """The next message, or None when the judge has hung up."""
        line = self.incoming.readline()
        return wire.from_line(line) if line else None

    def send(self, reply: dict[str, Any]) -> None:
        """Send a message; one that is too large becomes a short one that says so."""
        try:
            line = wire.to_line(reply)
        except Exception as problem:  # an object may lie about what it is
            why = f"what was returned cannot be sent: {problem}"
            line = wire.to_line({**reply, "outcome": "wrong", "why": why, "value": None})
        with self.lock:
            self.sock.sendall(line)


def work(sock: socket.socket, forked: bool, originals: Originals) -> None:
    """Do one check after another until the judge hangs up, or one has left something behind."""
    line = Line(sock)
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(ROOT))]
    sys.dont_write_bytecode = True
    confined = False
    untouched = Untouched()
    while (setup := line.receive()) is not None:
        if "ready" in setup:
            line.send({"ready": True})
            continue
        file = Path(setup["file"])
        folder = Exercise(file).folder
        if not confined:
            confine.confine(ROOT, folder, Path(setup["room"]), setup["database"], forked)
            confined = True
        confine.settle(Path(setup["scratch"]))
        sys.path.insert(0, str(folder))
        output = Output()
        pending: set[int] = set()
        with output.captured():
            try:
                asyncio.run(_check(line, setup, file, output, pending, originals))
            except (SystemExit, KeyboardInterrupt) as problem:
                # raised in a task of the learner's own, where nobody could catch it
                reply: dict[str, Any] = {"outcome": "raised", "names": names(problem), "message": message(problem)}
                reply |= {"frames": Learner(file).frames(problem), "clues": {}, "trace": Trace().to_plain()}
                for number in pending:
                    line.send({"id": number, **reply})
                return
        sys.path.remove(str(folder))
        sys.modules.pop(Exercise(file).module, None)  # others of the submission's there are none: see `is_ordinary`
        if not untouched.again():
            return


async def _check(
    line: Line, setup: dict[str, Any], file: Path, output: Output, pending: set[int], originals: Originals
) -> None:
    loop = asyncio.get_running_loop()
    sys.set_coroutine_origin_tracking_depth(8)
    finished = asyncio.Event()

    def late(where: str, text: str) -> None:
        loading = calls.learner.loading
        line.send({"late": {"where": where, "line": text, LOADING: loading}, "output": output.take()})

    async def answer(request: dict[str, Any]) -> None:
        reply = await calls.answer(request)
        line.send({"id": request["id"], "output": output.take(), **reply})
        pending.discard(request["id"])

    async def ask(question: dict[str, Any]) -> dict[str, Any]:
        number = next(numbers)
        asked[number] = told = loop.create_future()
        line.send({"asks": number, **question})
        return await told

    def tell(answer: dict[str, Any]) -> None:
        told = asked.pop(answer["told"])
        if not told.done():  # a test may have given up
            told.set_result(answer)

    def take(request: dict[str, Any]) -> None:
        pending.add(request["id"])
        tasks.add(task := asyncio.create_task(answer(request)))
        task.add_done_callback(tasks.discard)

    def listen() -> None:
        while (request := line.receive()) is not None and "finish" not in request:
            loop.call_soon_threadsafe(tell if "told" in request else take, request)
        loop.call_soon_threadsafe(finished.set)

    tasks: set[asyncio.Task] = set()
    asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
    numbers = count()
    with Calls(file, setup["database"], Path(setup["scratch"]), originals, ask) as calls:
        watch = Watch(loop, calls, setup["limit"], late)
        watch.start()
        listener = threading.Thread(target=listen, name="listen", daemon=True)
        listener.start()
        try:
            await finished.wait()
            await calls.close()
        finally:
            watch.stop()
        listener.join()
        watch.join()


def main() -> None:
    """Connect to the judge that started this: `python -m checker.worker.worker HOST PORT`, the word on stdin."""
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(sys.stdin.readline().encode())
        work(sock, forked=False, originals=Originals())


if __name__ == "__main__":
    main()
    os._exit(0)  # a thread of the learner's must not keep the process

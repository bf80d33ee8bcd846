"""The nursery: a process that has imported everything once, and forks a worker in milliseconds.

The judge starts it (`python -m checker.worker.apart FD`) and asks over the socket FD, first of all
`{"database": "file" | "socket" | "tcp"}`, how workers will reach the database, answered by what keeps them apart,
`{"confined": {part: bool}}`; then `{"fork": true}` with the end of a new socket attached, answered by
`{"pid": …}`; `{"end": true}`, answered by `{"status": …}` when the worker and every process it left is gone.
`{"nursery": [processor, …]}`, with a socket too, is answered by `{}` when there is another nursery, which serves there;
`{"load": [module, …]}` when these are imported.

Where the system allows it, the nursery lives in a user namespace, with no network, and every worker in a PID namespace
of its own: when the worker ends, so does all it started.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from checker.confinement import confine
from checker.confinement.kernel import (
    CLONE_NEWNET,
    CLONE_NEWPID,
    PR_SET_CHILD_SUBREAPER,
    PR_SET_PDEATHSIG,
    call,
    prctl,
)
from checker.worker.changed import Originals
from checker.worker.worker import work
from workbook.bookshop import Base, Book, User, seed_rows
from workbook.database import make_engine
from workbook.project import ROOT

MOST_FILES = 1024  # that the nursery itself may have open
PRELOADED = (
    "aiosqlite",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "checker.confinement.landlock",
    "checker.confinement.mounts",
    "checker.confinement.seccomp",
)
ON_POSTGRESQL = ("asyncpg", "sqlalchemy.dialects.postgresql.asyncpg")


def begin(control: socket.socket, apart: bool) -> None:
    """Serve until the judge hangs up."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)  # processes that a worker leaves behind become our children
    get_ready()
    Nursery(control, apart).serve()


@cache
def get_ready() -> None:
    """Import what workers need, and use it once."""
    for name in PRELOADED:
        importlib.import_module(name)
    warm_up()
    _freeze()


class Nursery:
    """Forks one worker after another, and ends each with all it started."""

    def __init__(self, control: socket.socket, apart: bool):
        self.control = control
        self.namespace = os.open("/proc/thread-self/ns/pid_for_children", os.O_RDONLY) if apart else None
        self.worker = 0
        self.originals: Originals | None = None  # made for the first worker: a nursery in waiting has none
        self.loaded: set[str] = set()

    def serve(self) -> None:
        """Do what the judge asks until it hangs up."""
        while True:
            try:
                data, fds, _, _ = socket.recv_fds(self.control, 65_536, 1)
            except ConnectionResetError:  # the judge hung up without having read what we said
                break
            if not data:
                break
            request = json.loads(data)
            if "database" in request:
                reply: dict[str, Any] = {"confined": self.prepare(request["database"])}
            elif "fork" in request:
                self.load(request["preload"])
                reply = {"pid": self.fork(fds[0])}
            elif "load" in request:
                self.load(request["load"])
                reply = {}
            elif "nursery" in request:
                if self.fork_nursery(fds[0], request["nursery"]):
                    continue
                reply = {}
            else:
                reply = {"status": self.end()}
            self.control.sendall(json.dumps(reply).encode())
        self.end()

    def prepare(self, database: str) -> dict[str, bool]:
        """Get ready for workers that reach the database so; which parts of the confinement are applied to them."""
        offline = False
        if self.namespace is not None and database != "tcp":
            with contextlib.suppress(OSError):
                call("unshare", CLONE_NEWNET)
                offline = True
        if database != "file":
            self.load(ON_POSTGRESQL)
        told = confine.parts(
            ROOT, network=offline, apart=self.namespace is not None, database_is_file=database == "file"
        )
        _freeze()
        return told

    def load(self, modules: Iterable[str]) -> None:
        """Import those of these modules that there are, and that workers would otherwise import each for itself."""
        missing = set(modules) - self.loaded
        self.loaded |= missing
        for name in missing:
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name)
        if missing and self.originals is not None:
            self.originals.close()
            self.originals = None
        if missing:
            _freeze()

    def fork(self, fd: int) -> int:
        """A new worker, given `fd` for its socket; its process id, as the judge sees it."""
        if self.namespace is not None:
            # back to our own namespace first: the one of the worker before has ended with it, and takes nobody in
            call("setns", self.namespace, CLONE_NEWPID)
            call("unshare", CLONE_NEWPID)
        if self.originals is None:
            self.originals = Originals()
            _freeze()
        self.worker = os.fork()
        if self.worker:
            os.close(fd)
            # /proc is still the judge's, and so are the numbers in it
            seen = _children() if self.namespace is not None else [self.worker]
            return seen[-1] if seen else 0
        try:
            self.control.close()
            os.setsid()
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            nothing = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(nothing, standard)
            os.closerange(3, fd)
            os.closerange(fd + 1, MOST_FILES)

            work(socket.socket(fileno=fd), forked=True, originals=self.originals)
        finally:
            os._exit(0)  # nothing the learner registered to run at exit is run

    def fork_nursery(self, fd: int, processors: list[int]) -> bool:
        """Fork a nursery that serves at the socket `fd`, on these processors; whether this is the new one."""
        if self.namespace is not None:
            call("setns", self.namespace, CLONE_NEWPID)
        with contextlib.suppress(ChildProcessError):
            while not self.worker and os.waitpid(-1, os.WNOHANG)[0]:  # those that have ended
                pass
        if os.fork():
            os.close(fd)
            return False
        self.control.close()
        self.control = socket.socket(fileno=fd)
        os.sched_setaffinity(0, processors)
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        return True

    def end(self) -> int:
        """Kill the worker and all it left; its exit status, negative for a signal."""
        status = 0
        if self.worker:
            os.kill(self.worker, signal.SIGKILL)  # one that was ending by itself keeps the status it ends with
            status = os.waitstatus_to_exitcode(os.waitpid(self.worker, 0)[1])
            self.worker = 0
        while self.namespace is None and (children := _children()):
            for child in children:
                os.kill(child, signal.SIGKILL)
            for child in children:
                os.waitpid(child, 0)
        return status


def _freeze() -> None:
    gc.collect()
    gc.freeze()  # the collector of a worker need not look at, and so copy, what all share


def warm_up() -> None:
    """Use the bookshop once, on a database in memory: mappers and caches are then ready in whatever is forked."""
    asyncio.run(_use_the_bookshop())
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        thread.join()  # the driver's, which has closed its connection: a fork would not take it along


async def _use_the_bookshop() -> None:
    engine = make_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        session.add_all(seed_rows())
        await session.commit()
        await session.scalars(select(User).options(selectinload(User.orders)).order_by(User.email))
        await session.execute(update(Book).where(Book.stock > 0).values(stock=Book.stock - 1))
    await engine.dispose()


def _children() -> list[int]:
    return [int(word) for word in Path("/proc/thread-self/children").read_text().split()]

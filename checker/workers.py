"""How the judge gets a worker: forked from a warm nursery where that is safe, else a process of its own."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbook.own_folder import OwnFolder

if TYPE_CHECKING:
    import psutil

ROOT = Path(__file__).parent.parent
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PYTHONPATH", "LD_LIBRARY_PATH")
READY = {"ready": True}
TO_BE_READY = 1.0  # seconds in which a worker has tidied up after a check


@dataclass
class Worker:
    """A worker, as the judge has it."""

    sock: socket.socket
    """Our end of its socket; a check speaks through a copy of it."""
    pid: int
    room: Path
    """A folder of its own: what it may write is in here."""
    folder: Path
    """The submission's."""
    preload: frozenset[str]
    """Modules that were loaded for it."""
    kept: bool = False
    """Whether it has done a check before."""

    def is_ready(self) -> bool:
        """Whether it says, and says nothing else, that its check has left it as it was (`checker.untouched`).

        Nothing of that check is in its room any more.
        """
        try:
            if any(self.room.iterdir()):
                return False
            self.sock.settimeout(TO_BE_READY)
            self.sock.sendall(json.dumps(READY).encode() + b"\n")
            return json.loads(self.sock.recv(65_536)) == READY
        except (OSError, ValueError):
            return False


class Workers(ABC):
    """Gives out workers, one at a time.

    One whose check has passed may do the next check of the same submission.
    """

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._rooms: OwnFolder | None = None
        self._numbers = itertools.count(1)
        self._unfit: Path | None = None  # the submission whose workers cannot be kept

    @abstractmethod
    def prepare(self, database: str) -> None:
        """Say how workers will reach the database: "file", "socket" or "tcp"."""

    @property
    @abstractmethod
    def confined(self) -> dict[str, bool]:
        """Which parts of the confinement are applied here (`checker.confine`)."""

    def hire(self, folder: Path, preload: frozenset[str] = frozenset(), fresh: bool = False) -> Worker:
        """A worker for the submission in `folder`; with `fresh`, one that has done nothing yet."""
        kept = self._worker
        if kept is not None and not fresh and folder == kept.folder != self._unfit and preload <= kept.preload:
            if self._is_alone() and kept.is_ready():
                kept.kept = True
                return kept
            self._unfit = folder  # what it has left behind once it leaves behind again
        self.dismiss()
        if self._rooms is None:
            self._rooms = OwnFolder()
        room = self._rooms.path / str(next(self._numbers))
        room.mkdir(mode=0o700)
        sock, pid = self._start(preload)
        self._worker = Worker(sock, pid, room, folder, preload)
        return self._worker

    def dismiss(self) -> int | None:
        """End the worker and all it started; its exit status, negative for a signal, if that is known."""
        worker, self._worker = self._worker, None
        if worker is None:
            return None
        worker.sock.close()
        status = self._end()
        shutil.rmtree(worker.room, ignore_errors=True)
        return status

    def close(self) -> None:
        """End everything."""
        self.dismiss()
        if self._rooms is not None:
            self._rooms.close()
            self._rooms = None

    @abstractmethod
    def _start(self, preload: frozenset[str]) -> tuple[socket.socket, int]:
        """Our end of a new worker's socket, and its process id."""

    @abstractmethod
    def _is_alone(self) -> bool:
        """Whether no process is left that the worker has started."""

    @abstractmethod
    def _end(self) -> int | None:
        """End what `_start` began, and all it started; its exit status, if that is known."""


WORKERS = pytest.StashKey[Workers]()


def can_fork() -> bool:
    """Whether workers can be forked here: elsewhere than on Linux, forking with libraries loaded is unsafe."""
    return sys.platform == "linux"


def environment() -> dict[str, str]:
    """What a worker may know of our environment."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # glibc reserves 64 MB of addresses for each thread that allocates; a limit of memory counts addresses
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


class Nursery(Workers):
    """Workers forked from a process that has imported everything (`checker.nursery`)."""

    def __init__(self) -> None:
        super().__init__()
        self._open()

    def forked(self, processors: set[int]) -> Nursery:
        """Another one, on these processors: forked from this one, and so ready.  It ends when this one does."""
        other = copy(self)
        Workers.__init__(other)
        other.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(self.control, [json.dumps({"nursery": sorted(processors)}).encode()], [theirs.fileno()])
        self.control.recv(65_536)
        other.process = None
        return other

    def _open(self) -> None:
        self._confined: dict[str, bool] | None = None
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process: subprocess.Popen | None = subprocess.Popen(
            [sys.executable, "-m", "checker.nursery", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment(),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the judge alone
        )
        theirs.close()

    def prepare(self, database: str) -> None:
        self.database = database
        with contextlib.suppress(OSError):  # it has ended: `_start` notices
            self.control.sendall(json.dumps({"database": database}).encode())

    @property
    def confined(self) -> dict[str, bool]:
        if self._confined is None:
            self._confined = json.loads(self.control.recv(65_536))["confined"]
        return self._confined

    def _start(self, preload: frozenset[str]) -> tuple[socket.socket, int]:
        ours, theirs = socket.socketpair()
        request = json.dumps({"fork": True, "preload": sorted(preload)}).encode()
        with theirs:
            try:
                _ = self.confined  # the answer to `prepare` comes first
                socket.send_fds(self.control, [request], [theirs.fileno()])
                reply = self.control.recv(65_536)
            except (OSError, ValueError):
                reply = b""
        if not reply:  # somebody ended the nursery: a new one
            ours.close()
            self._shut()
            self._open()
            self.prepare(self.database)
            return self._start(preload)
        return ours, json.loads(reply)["pid"]

    def _is_alone(self) -> bool:
        return self.confined["system calls"]  # then it could start none

    def _end(self) -> int | None:
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps({"end": True}).encode())
            reply = self.control.recv(65_536)
            return json.loads(reply)["status"] if reply else None
        return None

    def close(self) -> None:
        super().close()
        self._shut()

    def _shut(self) -> None:
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_WR)
            self.control.settimeout(5)
            while self.control.recv(65_536):  # until it has ended
                pass
        self.control.close()
        if self.process is not None:  # else it is another's child
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.5)
            self.process.kill()
            self.process.wait()


class Spawned(Workers):
    """A worker that is started anew, where forking is unsafe."""

    def prepare(self, database: str) -> None:
        pass

    @property
    def confined(self) -> dict[str, bool]:
        apart = ("files", "processes", "network", "sockets of other programs", "system calls")
        return {"limits": os.name == "posix", **dict.fromkeys(apart, False)}

    def _start(self, preload: frozenset[str]) -> tuple[socket.socket, int]:
        word = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as server:
            host, port = server.getsockname()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "checker.worker", host, str(port)],
                env=environment(),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
            assert self.process.stdin is not None
            self.process.stdin.write(word + "\n")
            self.process.stdin.close()
            server.settimeout(30)
            sock, _ = server.accept()
            sock.settimeout(30)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            heard = sock.makefile("rb", buffering=0).readline(100)
        if heard.decode(errors="replace").strip() != word:
            sock.close()
            self._end()
            raise ConnectionError("another process answered in place of the worker")
        return sock, self.process.pid

    def _is_alone(self) -> bool:
        return not self._children()

    def _children(self) -> list[psutil.Process]:
        import psutil

        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def _end(self) -> int | None:
        import psutil

        status = self.process.poll()
        for child in self._children():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, 9)
        self.process.kill()
        self.process.wait()
        return status

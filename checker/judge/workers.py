"""How the judge gets a worker, and keeps it: where it comes from stands in `forked` and `spawned`."""

from __future__ import annotations

import itertools
import json
import socket
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workbook.files.own_folder import OwnFolder
from workbook.files.removing import remove

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
        """Whether it says, and says nothing else, that its check has left it as it was (`checker.worker.untouched`).

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
        """Which parts of the confinement are applied here (`checker.confinement.confine`)."""

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
            self._rooms = OwnFolder(busy=True)
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
        remove(worker.room)
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
DIRECT = pytest.StashKey[Callable[[dict[str, Any]], Any]]()
"""For --in-process: what gives a link to the learner's code in this very process."""


def can_fork() -> bool:
    """Whether workers can be forked here: elsewhere than on Linux, forking with libraries loaded is unsafe."""
    return sys.platform == "linux"

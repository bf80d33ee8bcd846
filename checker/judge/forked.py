"""Workers forked from a warm nursery, in milliseconds: where forking with libraries loaded is safe."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from copy import copy

from checker.judge.workers import Workers
from checker.wall.environment import environment
from workbook.project import ROOT


class Nursery(Workers):
    """Workers forked from a process that has imported everything (`checker.worker.nursery`)."""

    def __init__(self, control: socket.socket | None = None) -> None:
        """Begin one, or take the one that serves at `control` and is another's child."""
        super().__init__()
        self._confined: dict[str, bool] | None = None
        self.process: subprocess.Popen | None = None
        if control is None:
            self._open()
        else:
            self.control = control

    def forked(self, processors: set[int]) -> Nursery:
        """Another one, on these processors: forked from this one, and so ready.  It ends when this one does."""
        other = copy(self)
        Workers.__init__(other)
        other.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(self.control, [json.dumps({"nursery": sorted(processors)}).encode()], [theirs.fileno()])
        if not self.control.recv(65_536):
            raise ConnectionError("the nursery has ended")
        other.process = None
        return other

    def load(self, modules: set[str]) -> None:
        """Let it import these, so that those forked from it need not; for one that has no workers itself."""
        self.control.sendall(json.dumps({"load": sorted(modules)}).encode())
        self.control.recv(65_536)

    def _open(self) -> None:
        self._confined = None
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "checker.worker.apart", str(theirs.fileno())],
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

"""How the judge gets a worker: forked from a warm nursery where that is safe, else a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parent.parent
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PYTHONPATH", "LD_LIBRARY_PATH")


class Workers(Protocol):
    """Something that gives out workers, one at a time; `pid` is the one given out last."""

    def prepare(self, database: str) -> None:
        """Say how workers will reach the database: "file", "socket" or "tcp"."""

    @property
    def confined(self) -> dict[str, bool]:
        """Which parts of the confinement are applied here (`checker.confine`)."""

    @property
    def pid(self) -> int:
        """Its process id."""

    def hire(self, preload: tuple[str, ...] = ()) -> socket.socket:
        """The judge's end of a socket to a worker."""

    def dismiss(self, healthy: bool) -> int | None:
        """End the worker and all it started; its exit status, negative for a signal, if that is known."""

    def close(self) -> None:
        """End everything."""


WORKERS = pytest.StashKey[Workers]()


def can_fork() -> bool:
    """Whether workers can be forked here: elsewhere than on Linux, forking with libraries loaded is unsafe."""
    return sys.platform == "linux"


def environment() -> dict[str, str]:
    """What a worker may know of our environment."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # glibc reserves 64 MB of addresses for each thread that allocates; a limit of memory counts addresses
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


class Nursery:
    """Workers forked from a process that has imported everything (`checker.nursery`)."""

    def __init__(self) -> None:
        self.pid = 0
        self._start()

    def _start(self) -> None:
        self._confined: dict[str, bool] | None = None
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = subprocess.Popen(
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
        with contextlib.suppress(OSError):  # it has ended: `hire` notices
            self.control.sendall(json.dumps({"database": database}).encode())

    @property
    def confined(self) -> dict[str, bool]:
        if self._confined is None:
            self._confined = json.loads(self.control.recv(65_536))["confined"]
        return self._confined

    def hire(self, preload: tuple[str, ...] = ()) -> socket.socket:
        ours, theirs = socket.socketpair()
        request = json.dumps({"fork": True, "preload": preload}).encode()
        try:
            _ = self.confined  # the answer to `prepare` comes first
            socket.send_fds(self.control, [request], [theirs.fileno()])
            reply = self.control.recv(65_536)
        except (OSError, ValueError):
            reply = b""
        if not reply:  # somebody ended the nursery: a new one
            self.close()
            self._start()
            self.prepare(self.database)
            ours.close()
            theirs.close()
            return self.hire(preload)
        theirs.close()
        self.pid = json.loads(reply)["pid"]
        return ours

    def dismiss(self, healthy: bool) -> int | None:
        if not self.pid:
            return None
        self.pid = 0
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps({"end": True}).encode())
            reply = self.control.recv(65_536)
            return json.loads(reply)["status"] if reply else None
        return None

    def close(self) -> None:
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Spawned:
    """A worker of its own process, kept from check to check while it stays healthy."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self.sock: socket.socket | None = None

    def prepare(self, database: str) -> None:
        pass

    @property
    def confined(self) -> dict[str, bool]:
        apart = ("files", "processes", "network", "sockets of other programs", "system calls")
        return {"limits": os.name == "posix", **dict.fromkeys(apart, False)}

    @property
    def pid(self) -> int:
        return self.process.pid if self.process is not None else 0

    def hire(self, preload: tuple[str, ...] = ()) -> socket.socket:
        if self.process is None or self.sock is None or self.process.poll() is not None:
            self.close()
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
                self.sock, _ = server.accept()
                self.sock.settimeout(30)
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                heard = self.sock.makefile("rb", buffering=0).readline(100)
            if heard.decode(errors="replace").strip() != word:
                self.close()
                raise ConnectionError("another process answered in place of the worker")
        return self.sock.dup()

    def dismiss(self, healthy: bool) -> int | None:
        import psutil

        process = self.process
        if process is None:
            return None
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        if not healthy:
            self.close()
        return process.poll()

    def close(self) -> None:
        if self.sock is not None:
            self.sock.close()
        if self.process is not None:
            if hasattr(os, "killpg"):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, 9)
            self.process.kill()
            self.process.wait()
        self.process = self.sock = None

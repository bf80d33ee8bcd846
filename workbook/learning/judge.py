"""Runs `pytest checker`: forked from a resident judge where that is safe, else in a process started for it.

The resident judge (`checker.resident`) has imported what a run needs.  It is started anew when anything that it has
imported has changed since, and ends with this process.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

PATIENCE = ((signal.SIGINT, 3.0), (signal.SIGTERM, 1.0), (getattr(signal, "SIGKILL", signal.SIGTERM), 5.0))


class Run(Protocol):
    """A run of the checker."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status.  Raise subprocess.TimeoutExpired if it does not end in time."""

    def signal(self, number: int) -> None:
        """Send a signal to all of it."""


class Judge:
    """Runs the checker of the project at `root`, one run at a time, for as long as this process lives."""

    def __init__(self, root: Path, environment: dict[str, str]):
        self.root, self.environment = root, environment
        self._resident: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._state: object = None
        self._last: WarmRun | None = None
        self._lock = threading.Lock()

    def start(self, arguments: list[str], output: int) -> Run:
        """Start `pytest` with these arguments in the project's folder; what it says goes to a file descriptor."""

        def cold() -> Run:
            return ColdRun(self.root, arguments, self.environment, output)

        with self._lock:
            if self._can_be_resident():
                with contextlib.suppress(OSError):
                    control = self._resident_judge()
                    socket.send_fds(control, [json.dumps({"run": arguments}).encode()], [output])
                    self._last = WarmRun(control, cold)
                    return self._last
                self.close()
        return cold()

    def get_ready(self, checks: list[str]) -> None:
        """Let a resident judge import these files of checks, so that the next run need not wait for that."""
        with self._lock:
            if self._can_be_resident():
                with contextlib.suppress(OSError):
                    self._resident_judge().sendall(json.dumps({"collect": checks}).encode())

    def _can_be_resident(self) -> bool:
        is_free = self._last is None or self._last.is_over()
        return sys.platform == "linux" and is_free and (self.root / "checker" / "resident.py").exists()

    def close(self) -> None:
        """End the resident judge, if there is one, and what it runs."""
        if self._control is not None and self._resident is not None:
            self._control.close()
            try:
                self._resident.wait(sum(patience for _, patience in PATIENCE))
            except subprocess.TimeoutExpired:
                self._resident.kill()
                self._resident.wait()
        self._control = self._resident = None

    def _resident_judge(self) -> socket.socket:
        """The socket of the resident judge, started anew if what it has imported is no longer what is there."""
        state = (sorted(self.environment.items()), dict(_states(self.root)))
        if self._resident is None or self._resident.poll() is not None or state != self._state:
            self.close()
            self._state = state  # as it was before: what changes while the judge starts is seen at the next run
            self._open()
        assert self._control is not None
        return self._control

    def _open(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._resident = subprocess.Popen(
                [sys.executable, "-m", "checker.ancestor", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for us
            )


class WarmRun:
    """A run that the resident judge has forked; where that ends instead of answering, one that is `cold`."""

    def __init__(self, control: socket.socket, cold: Callable[[], Run]):
        self._control, self._cold = control, cold
        self._instead: Run | None = None
        self._waiting = threading.RLock()
        self._signalled = False
        self.status: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        with self._waiting:
            if self._instead is None and self.status is None:
                if not select.select([self._control], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired("pytest", timeout or 0)
                message = b""
                with contextlib.suppress(OSError):
                    message = self._control.recv(1_000)
                if message:
                    self.status = json.loads(message)["status"]
                elif self._signalled:
                    self.status = -signal.SIGTERM
                else:
                    self._instead = self._cold()
            if self._instead is not None:
                self.status = self._instead.wait(timeout)
            assert self.status is not None
            return self.status

    def is_over(self) -> bool:
        """Whether it has ended, as far as is known without waiting."""
        if self._waiting.acquire(blocking=False):  # else another thread waits
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.wait(0)
            self._waiting.release()
        return self.status is not None

    def signal(self, number: int) -> None:
        self._signalled = True
        if self._instead is not None:
            self._instead.signal(number)
        elif self.status is None:
            with contextlib.suppress(OSError):
                self._control.sendall(json.dumps({"signal": number}).encode())


class ColdRun:
    """A run in a process that is started for it."""

    def __init__(self, root: Path, arguments: list[str], environment: dict[str, str], output: int):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own, to be ended as a whole
        )

    def wait(self, timeout: float | None = None) -> int:
        return self._process.wait(timeout)

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)  # also what it has left, where it has ended itself
            elif self._process.poll() is None:
                self._process.terminate()


def end(run: Run) -> None:
    """End a run and all it started: first so that it can clear up, then for good."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        run.wait(0)
        return
    for number, patience in PATIENCE:
        run.signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(patience)
            break
    run.signal(PATIENCE[-1][0])  # what it has started may take longer to end than it does


def _states(root: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What a judge has imported, and how it was saved: exercises and solutions are read anew at each run."""
    packages = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}  # installing changes the folder
    for place in [
        root / "pyproject.toml",
        root / "conftest.py",
        Path(sys.prefix, "workbook-stamp.json"),
        *map(Path, packages),
    ]:
        with contextlib.suppress(OSError):
            yield os.fspath(place), _state(place.stat())
    pending = [os.fspath(root / "checker"), os.fspath(root / "workbook")]
    while pending:
        for entry in os.scandir(pending.pop()):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    pending.append(entry.path)
            else:
                with contextlib.suppress(OSError):
                    yield entry.path, _state(entry.stat())


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino

"""A worker that is started anew, in a process of its own: where forking is unsafe."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from checker.judge.workers import Workers
from checker.wall.environment import environment
from workbook.project import ROOT

if TYPE_CHECKING:
    import psutil


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
                [sys.executable, "-m", "checker.worker.worker", host, str(port)],
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

        for child in self._children():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, 9)
        self.process.kill()  # one that is already ending keeps the status it ends with
        return self.process.wait()

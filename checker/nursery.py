"""The nursery: a process that has imported everything once, and forks a worker in milliseconds.

The judge starts it (`python -m checker.nursery FD`) and asks over the socket FD: `{"fork": true}` with the end of a new
socket attached, answered by `{"pid": …}`; `{"end": pid}`, answered by `{"status": …}` when the worker and every
process it left is gone.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
from pathlib import Path

PRELOADED = (
    "aiosqlite",
    "fastapi",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.ext.asyncio",
    "checker.worker",
    "workbook.bookshop",
)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


def main() -> None:
    """Serve until the judge hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _prctl(PR_SET_CHILD_SUBREAPER, 1)  # processes that a worker leaves behind become our children
    for name in PRELOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the collector of a worker need not look at, and so copy, what all share
    while True:
        data, fds, _, _ = socket.recv_fds(control, 65_536, 1)
        if not data:
            break
        request = json.loads(data)
        for name in request.get("preload", ()):
            importlib.import_module(name)
        reply = {"status": _end(request["end"])} if "end" in request else {"pid": _fork(control, fds[0])}
        control.sendall(json.dumps(reply).encode())
    _end(0)


def _fork(control: socket.socket, fd: int) -> int:
    pid = os.fork()
    if pid:
        os.close(fd)
        return pid
    try:
        control.close()
        os.setsid()
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)

        from checker.worker import work

        work(socket.socket(fileno=fd))
    finally:
        os._exit(0)  # nothing the learner registered to run at exit is run


def _end(pid: int) -> int:
    """Kill the worker and all it left; its exit status, negative for a signal (0 if it had to be killed)."""
    status = 0
    if pid:
        found, raw = os.waitpid(pid, os.WNOHANG)
        if found:
            status = os.waitstatus_to_exitcode(raw)
        else:
            os.kill(pid, signal.SIGKILL)
    while children := _children():
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
    return status


def _children() -> list[int]:
    return [int(word) for word in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()

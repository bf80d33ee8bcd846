"""The private server's process: run its programs, find it, tell a dead one from a living one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from workbook.postgres.place import account


class PidFile(NamedTuple):
    """What postmaster.pid says: the process, the Unix socket's folder ("" if none), the port."""

    pid: int
    socket_folder: str
    port: int


def run(command: list[str | Path], said: Path, text: str = "") -> bool:
    """Run one of PostgreSQL's programs as its account; whether it succeeded.  What it says is added to a file.

    A file, not a pipe: the server inherits it, and would keep a pipe open for ever.
    """
    user, group = account() or (None, None)
    # PGPORT, PGDATA and the like would change what we say ourselves
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with said.open("a") as output:
        finished = subprocess.run(
            [str(word) for word in command],
            input=text,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**environment, "LC_ALL": "C", "TZ": "UTC"},
            cwd=said.parent,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            start_new_session=True,  # Ctrl-C in this terminal is not meant for the server
            check=False,
        )
    return finished.returncode == 0


def read_pid_file(data: Path) -> PidFile | None:
    """What the server in `data` wrote when it started, or None."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return PidFile(int(lines[0]), lines[4].strip(), int(lines[3]))
    except (OSError, ValueError, IndexError):
        return None


def answers(written: PidFile) -> bool:
    """Whether anybody listens where the server said it would.

    A process number says less: a killed server may stay a zombie, and its number may be another process's by now.
    """
    try:
        if written.socket_folder:
            with socket.socket(socket.AF_UNIX) as trial:
                trial.settimeout(5)
                trial.connect(f"{written.socket_folder}/.s.PGSQL.{written.port}")
        else:
            socket.create_connection(("127.0.0.1", written.port), timeout=5).close()
    except OSError:
        return False
    return True


def forget_dead(data: Path) -> None:
    """Make a stale postmaster.pid harmless: PostgreSQL takes any living process of its account for its server.

    Only the number in the first line is replaced, by that of a process that has ended.  The file stays, because it
    also names the shared memory, by which PostgreSQL notices children of the dead server that still live.
    """
    path = data / "postmaster.pid"
    written = read_pid_file(data)
    if written is None or sys.platform == "win32" or is_server(written.pid, data):
        return
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([f"{ended.pid}\n", *lines[1:]]))


def is_server(pid: int, data: Path) -> bool:
    """Whether process `pid` lives and is the server of `data`."""
    if Path("/proc/self/cwd").exists():
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
        except OSError:  # no such process, or a zombie
            return False
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(data) in listed.stdout

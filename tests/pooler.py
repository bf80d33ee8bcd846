"""A PgBouncer of the tests' own in transaction mode, with few connections to the server for all who come."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

SECONDS_TO_START = 30
SETTINGS = """\
[databases]
{database} = host={sockets} dbname={database} user={user} password={password}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
ignore_startup_parameters = extra_float_digits
"""


def program() -> str | None:
    """Where it is; None where there is none."""
    return shutil.which("pgbouncer", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


@contextmanager
def pooled(server: URL, connections: int) -> Iterator[URL]:
    """The URL of `server`, which is on a Unix socket, through a pooler that runs as nobody where we are root."""
    folder = Path(tempfile.mkdtemp(prefix="pooler_"))
    folder.chmod(0o711)
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        SETTINGS.format(
            database=server.database,
            sockets=server.query["host"],
            user=server.username,
            password=server.password,
            folder=folder,
            connections=connections,
        ),
        encoding="utf-8",
    )
    as_nobody = {"user": "nobody"} if os.geteuid() == 0 else {}
    if as_nobody:
        for path in (folder, settings):
            shutil.chown(path, "nobody")
    log = folder / "log"
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen([str(program()), str(settings)], stdout=told, stderr=told, cwd="/", **as_nobody)
    try:
        _wait(folder / ".s.PGSQL.6432", process, log)
        yield server.set(query={"host": str(folder)}, port=6432)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(socket: Path, process: subprocess.Popen, log: Path) -> None:
    for _ in range(SECONDS_TO_START * 20):
        if socket.exists():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"PgBouncer did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")

"""A PgBouncer of the tests' own in transaction mode, with few connections to the server for all who come."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from own_server import find, wait_for
from sqlalchemy import URL

SECONDS_TO_START = 30
PROGRAM = "pgbouncer"
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
        process = subprocess.Popen([str(find(PROGRAM)), str(settings)], stdout=told, stderr=told, cwd="/", **as_nobody)
    try:
        wait_for(folder / ".s.PGSQL.6432", process, log, SECONDS_TO_START)
        yield server.set(query={"host": str(folder)}, port=6432)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)

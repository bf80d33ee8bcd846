"""A private MariaDB of the tests' own: in a temporary folder, on a Unix socket, run by an account without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from own_server import find, wait_for
from sqlalchemy import URL

SECONDS_TO_START = 60


def missing() -> str:
    """Why there can be none here, in a sentence; "" if there can."""
    if find("mariadbd") is None or find("mariadb-install-db") is None:
        return "no MariaDB on this machine: Debian's package is mariadb-server"
    return ""


@contextmanager
def server() -> Iterator[URL]:
    """Run a server, and give its URL, which names no database."""
    # in memory where Linux has room there, and a short name: a socket's path has room for 107 characters
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 10**9 else None
    folder = Path(tempfile.mkdtemp(prefix="mariadb_", dir=memory))
    data, socket = folder / "data", folder / "socket"
    user = _account()
    if user is not None:
        shutil.chown(folder, user)
    # a process of ours is this account before it has read a line of the configuration, and no file of ours is its
    as_them = {"user": user, "cwd": folder, "env": {"PATH": os.defpath, "HOME": str(folder)}}
    log = folder / "log"
    try:
        with log.open("w", encoding="utf-8") as told:
            make = [find("mariadb-install-db"), "--no-defaults", f"--datadir={data}", "--skip-test-db"]
            make += ["--auth-root-authentication-method=normal", "--skip-name-resolve"]
            make += ["--innodb-log-file-size=8M"]
            subprocess.run(make, check=True, stdout=told, stderr=told, timeout=120, **as_them)
            run = [find("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={socket}"]
            run += ["--skip-networking", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"]
            run += ["--innodb-log-file-size=8M"]
            process = subprocess.Popen(run, stdout=told, stderr=told, **as_them)
        try:
            wait_for(socket, process, log, SECONDS_TO_START)
            yield URL.create("mysql+asyncmy", "root", query={"unix_socket": str(socket), "charset": "utf8mb4"})
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> str | None:
    """Whom root runs the server as; None for others, who run it as themselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "mysql" if "mysql" in names else "nobody"

"""The private server's files and programs: set up, launch, halt."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from workbook.postgres.place import account, socket_folder
from workbook.postgres.process import forget_dead, is_server, read_pid_file, run
from workbook.problems import DatabaseProblem

SETTINGS = """\
# Lessons and checks make all that is in here anew, so nothing waits for the disk:
# a crash of the server costs nothing, a power cut may cost the folder.
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 256MB
autovacuum = off                # its workers would keep a database from being copied or dropped
max_connections = 200
deadlock_timeout = 200ms        # a second by default, and lessons and checks run into one another on purpose
timezone = 'UTC'
log_timezone = 'UTC'
"""
SECRET = "workbook.password"
LOG = "workbook.log"


def major(binaries: Path) -> int:
    """PostgreSQL's major version: 18."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", said)
    if found is None:
        raise DatabaseProblem(f"The program postgres in {binaries} does not run: set WORKBOOK_POSTGRES_BIN to others.")
    return int(found[0])


def initialise(binaries: Path, data: Path) -> None:
    """Make the server's files.  Raise DatabaseProblem when that fails."""
    for interrupted in data.parent.glob("new-*"):
        shutil.rmtree(interrupted, ignore_errors=True)
    # made under another name and renamed when it is whole; a new name each time, since a killed run's initdb lives on
    new = Path(tempfile.mkdtemp(prefix="new-", dir=data.parent))
    new_data, said = new / data.name, new / "said"
    new_data.mkdir(mode=0o700)
    for folder in (new, new_data):
        if user := account():
            os.chown(folder, *user)
    # C collation: the same order as SQLite's, on every machine
    settled = run(
        [binaries / "initdb", "-D", new_data, "-U", "postgres", "-A", "trust", "-N", "--no-locale", "--encoding=UTF8"],
        said,
    )
    if not settled:
        raise DatabaseProblem(f"PostgreSQL's initdb failed: read what it said in {said}.")
    secret = secrets.token_urlsafe(18)
    with os.fdopen(os.open(new_data / SECRET, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(secret)
    counters = any((binaries.parent / "lib").glob("**/pg_stat_statements.*"))
    settings = SETTINGS + ("shared_preload_libraries = 'pg_stat_statements'\n" if counters else "")
    if major(binaries) >= 16:
        settings += "scram_iterations = 1            # many of them protect a weak password; this one is random\n"
    with (new_data / "postgresql.conf").open("a") as file:
        file.write(f"{settings}include_if_exists = 'workbook.conf'\n")
    (new_data / "pg_hba.conf").write_text(
        "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="ascii"
    )
    commands = f"ALTER ROLE postgres PASSWORD '{secret}'\n" + (
        "CREATE EXTENSION pg_stat_statements\n" if counters else ""
    )
    commands += "".join(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC\n" for name in ("postgres", "template1"))
    if not run([binaries / "postgres", "--single", "-D", new_data, "postgres"], said, commands):
        raise DatabaseProblem(f"PostgreSQL could not be set up: read what it said in {said}.")
    new_data.rename(data)
    shutil.rmtree(new)


def launch(binaries: Path, home: Path, data: Path) -> None:
    """Start the server, whatever state its last run left.  Raise DatabaseProblem when it does not start."""
    written = read_pid_file(data)
    if written is not None and is_server(written.pid, data):
        halt(binaries, data)  # it lives, but its socket was swept out of the temporary folder
    sockets = socket_folder(home)
    if sockets is not None:
        listen = (
            f"listen_addresses = ''\nunix_socket_directories = '\"{str(sockets).replace(chr(39), chr(39) * 2)}\"'\n"
        )
    else:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            listen = f"listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nport = {trial.getsockname()[1]}\n"
    (data / "workbook.conf").write_text(listen)
    (data / "workbook.conf").chmod(0o644)
    deadline = time.monotonic() + 15
    while True:
        forget_dead(data)
        if sockets is not None:  # likewise it would stop at the number of a process that is no server of ours
            (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        (data / LOG).unlink(missing_ok=True)
        if run([binaries / "pg_ctl", "start", "-D", data, "-w", "-t", "60", "-s"], data / LOG):
            return
        said = (data / LOG).read_text(errors="replace")
        if "pre-existing shared memory" not in said or time.monotonic() > deadline:
            break
        time.sleep(0.1)  # children of a killed server still live: they notice and leave
    reason = next((line for line in said.splitlines() if "FATAL" in line), "nothing").partition("FATAL:")[2].strip()
    raise DatabaseProblem(
        f"The private PostgreSQL server did not start ({reason or 'no reason given'}): read {data / LOG}, "
        f"or remove the folder {data}, which is then made anew."
    )


def halt(binaries: Path, data: Path) -> bool:
    """Stop the server and wait until it has ended; whether that worked."""
    return run([binaries / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-t", "30", "-s"], data / LOG)

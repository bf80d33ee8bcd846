"""A private PostgreSQL server, without anybody's permission: `python3 -m workbook postgres start|stop|status`."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from workbook.address import DatabaseProblem
from workbook.postgres_place import account, find_binaries, find_home, reachable_binaries, socket_folder
from workbook.postgres_process import answers, forget_dead, held, is_server, read_pid_file, run

__all__ = ["find_binaries", "main", "running_url", "start", "status", "stop"]

SETTINGS = """\
# Lessons and checks make all that is in here anew, so nothing waits for the disk:
# a crash of the server costs nothing, a power cut may cost the folder.
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off                # its workers would keep a database from being copied or dropped
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
"""
SECRET = "workbook.password"
LOG = "workbook.log"


def start() -> str:
    """Start the server unless it runs, and return its URL.  Raise DatabaseProblem when it cannot be started."""
    home = find_home()
    with held(home / "lock"):
        data = _running(home)
        if data is None:
            binaries = reachable_binaries(home)
            data = home / f"data-{_major(binaries)}"
            if not data.exists():
                _initialise(binaries, data)
            _launch(binaries, home, data)
        return _url(data)


def stop() -> bool:
    """Stop the server; False if it did not run."""
    home = find_home()
    with held(home / "lock"):
        data = _running(home)
        return data is not None and _halt(reachable_binaries(home), data)


def running_url() -> str | None:
    """The server's URL, or None if it does not run."""
    data = _running(find_home())
    return _url(data) if data else None


def status() -> str:
    """One line: whether the server runs, and where."""
    data = _running(find_home())
    written = read_pid_file(data) if data else None
    return f"private server runs (process {written.pid}, {data})" if written else "private server does not run"


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    word = arguments[0] if arguments else "start"
    try:
        if word == "start":
            print(
                f"PostgreSQL runs, for this workbook only.  Its URL:\n\n    {start()}\n\n"
                "Checks on it:   pytest checker --database postgres\n"
                "Lessons on it:  DATABASE_URL=postgres python3 -m workbook lab\n"
                "Stop it:        python3 -m workbook postgres stop"
            )
        elif word == "stop":
            print("PostgreSQL is stopped." if stop() else "PostgreSQL did not run.")
        elif word == "status":
            url = running_url()
            print(f"PostgreSQL runs:\n\n    {url}" if url else "PostgreSQL does not run.")
            return 0 if url else 3  # as pg_ctl has it
        else:
            print(f"There is no word {word!r} here: say start, stop or status.", file=sys.stderr)
            return 2
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _running(home: Path) -> Path | None:
    for data in home.glob("data-*"):
        written = read_pid_file(data)
        if written is not None and answers(written):
            return data
    return None


def _url(data: Path) -> str:
    written = read_pid_file(data)
    secret = (data / SECRET).read_text()
    if written is None:  # it stopped this very moment
        raise DatabaseProblem("The private PostgreSQL server has just stopped: start it again.")
    if written.socket_folder:
        return f"postgresql://postgres:{secret}@/postgres?host={quote(written.socket_folder)}"
    return f"postgresql://postgres:{secret}@127.0.0.1:{written.port}/postgres"


def _major(binaries: Path) -> int:
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", said)
    if found is None:
        raise DatabaseProblem(f"The program postgres in {binaries} does not run: set WORKBOOK_POSTGRES_BIN to others.")
    return int(found[0])


def _initialise(binaries: Path, data: Path) -> None:
    """Make the server's files under another name first: what was interrupted is never taken for whole."""
    new = data.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    _make_folder(new)
    _make_folder(new / data.name)
    new_data, said = new / data.name, new / "said"
    # C collation: the same order as SQLite's, on every machine
    settled = run(
        [binaries / "initdb", "-D", new_data, "-U", "postgres", "-A", "trust", "-N", "--no-locale", "--encoding=UTF8"],
        said,
    )
    if not settled:
        raise DatabaseProblem(f"PostgreSQL's initdb failed; what it said is in {said}.")
    secret = secrets.token_urlsafe(18)
    with os.fdopen(os.open(new_data / SECRET, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(secret)
    counters = any((binaries.parent / "lib").glob("**/pg_stat_statements.*"))
    settings = SETTINGS + ("shared_preload_libraries = 'pg_stat_statements'\n" if counters else "")
    if _major(binaries) >= 16:
        settings += "scram_iterations = 1            # many of them protect a weak password; this one is random\n"
    with (new_data / "postgresql.conf").open("a") as file:
        file.write(f"{settings}include_if_exists = 'workbook.conf'\n")
    (new_data / "pg_hba.conf").write_text(
        "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="ascii"
    )
    commands = f"ALTER ROLE postgres PASSWORD '{secret}'\n" + (
        "CREATE EXTENSION pg_stat_statements\n" if counters else ""
    )
    if not run([binaries / "postgres", "--single", "-D", new_data, "postgres"], said, commands):
        raise DatabaseProblem(f"PostgreSQL could not be set up; what it said is in {said}.")
    new_data.rename(data)
    shutil.rmtree(new)


def _launch(binaries: Path, home: Path, data: Path) -> None:
    written = read_pid_file(data)
    if written is not None and is_server(written.pid, data):
        _halt(binaries, data)  # it lives, but its socket was swept out of the temporary folder
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
        (data / LOG).unlink(missing_ok=True)
        if run([binaries / "pg_ctl", "start", "-D", data, "-w", "-t", "60", "-s"], data / LOG):
            return
        said = (data / LOG).read_text(errors="replace")
        if "shared memory" not in said or time.monotonic() > deadline:
            break
        time.sleep(0.1)  # children of a killed server still live: they notice and leave
    reason = next((line for line in said.splitlines() if "FATAL" in line), "nothing").partition("FATAL:")[2].strip()
    raise DatabaseProblem(
        f"The private PostgreSQL server did not start ({reason or 'no reason given'}): read {data / LOG}, "
        f"or remove the folder {data}, which is then made anew."
    )


def _halt(binaries: Path, data: Path) -> bool:
    return run([binaries / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-t", "30", "-s"], data / LOG)


def _make_folder(path: Path) -> None:
    path.mkdir(mode=0o700)
    user = account()
    if user is not None:
        os.chown(path, *user)

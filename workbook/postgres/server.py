"""A private PostgreSQL server, without anybody's permission: `python3 -m workbook postgres start|stop|status`."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

from workbook.files.locks import held
from workbook.postgres.cluster import SECRET, halt, initialise, launch, major
from workbook.postgres.place import find_binaries, find_home, reachable_binaries
from workbook.postgres.process import answers, read_pid_file
from workbook.problems import DatabaseProblem

__all__ = ["find_binaries", "main", "running_url", "start", "status", "stop"]


def start(*, asked: bool = False) -> str:
    """Start the server unless it runs, and return its URL.  Raise DatabaseProblem when it cannot be started.

    Somebody who has not `asked` for a server is told that there is one now, and how it ends.
    """
    home = find_home()
    with held(home / "lock"):
        data = _running(home)
        if data is None:
            binaries = reachable_binaries(home)
            data = home / f"data-{major(binaries)}"
            if not data.exists():
                initialise(binaries, data)
            launch(binaries, home, data)
            if not asked:
                print(
                    "A private PostgreSQL server was started; `python3 -m workbook postgres stop` ends it.",
                    file=sys.stderr,
                )
        return _url(data)


def stop() -> bool:
    """Stop the server; False if it did not run."""
    home = find_home()
    with held(home / "lock"):
        data = _running(home)
        return data is not None and halt(reachable_binaries(home), data)


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
                f"PostgreSQL runs, for this workbook only.  Its URL:\n\n    {start(asked=True)}\n\n"
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

"""What a worker may do: applied in the worker before the first byte of the learner's file is read.

Of these parts each is applied where the system offers it, and told by the nursery where it does not:

- limits: memory, file size, open files, by setrlimit; time and output have limits of their own.
- processes: a PID namespace for each worker, so that it sees and signals nobody, and all it started ends with it.
- files: Landlock; read Python, the libraries and the submission, write in the worker's room: the scratch folder and
  the database of each check are there.
- network: a network namespace without interfaces; where the database is reached by TCP, Landlock, but for its port.
- sockets of other programs: on SQLite no connection at all, by seccomp; else a root of its own (`mounts`).
- system calls: seccomp, against what no exercise needs; processes, rights and owners of files are among it.

The namespaces are made for the nursery (`checker.worker.apart`), which forks the worker into them.
"""

from __future__ import annotations

import contextlib
import os
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy.engine import URL, make_url

MEGABYTE = 1 << 20
MEMORY = 1024 * MEGABYTE  # of address space, beyond what the worker starts with
FILE_SIZE = 256 * MEGABYTE
OPEN_FILES = 256
PROCESSES = 1024  # of this user, on all the machine: a bound for where seccomp refuses none
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/passwd")
EMPTY = Path("/proc")  # a folder that a worker needs nothing of, for the root of its own
SOCKETS = "sockets of other programs"
DEVICES = tuple(Path("/dev", name) for name in ("null", "zero", "urandom", "random"))


def parts(project: Path, network: bool, apart: bool, database_is_file: bool) -> dict[str, bool]:
    """Which parts are applied here to workers in namespaces of processes (`apart`) and of the network.

    Of the folder `project` they may read `workbook/` and nothing else.
    """
    if sys.platform != "linux":
        return {"limits": os.name == "posix"} | dict.fromkeys(
            ("files", "network", "processes", SOCKETS, "system calls"), False
        )
    from checker.confinement import kernel, landlock, mounts, seccomp

    calls = seccomp.library() is not None
    # what is alike for all workers, made once before they are forked
    if calls:
        seccomp.program(database_is_file)
    readable(project), kernel.capabilities(), _size()
    return {
        "limits": True,
        "processes": apart,
        "files": landlock.version() > 0,
        "network": network or landlock.version() >= 4,
        SOCKETS: calls if database_is_file else apart and mounts.possible(EMPTY),
        "system calls": calls,
    }


def confine(project: Path, folder: Path, room: Path, database: str, forked: bool) -> None:
    """Confine this process to the submission in `folder`, to its `room`, to the database, and to the limits.

    Of the folder `project` it may read `workbook/`, which it shares with us.

    A worker that is not forked keeps to the limits alone.
    """
    if os.name == "posix":
        _limit(forked)
    if forked and sys.platform == "linux":
        _wall(project, folder, room, make_url(database))


def settle(scratch: Path) -> None:
    """Work in this folder from now on."""
    os.environ.update(HOME=str(scratch), TMPDIR=str(scratch))
    tempfile.tempdir = str(scratch)
    os.chdir(scratch)


def _wall(project: Path, folder: Path, room: Path, url: URL) -> None:
    from checker.confinement import kernel, landlock, mounts, seccomp

    rights = [(path, landlock.READ) for path in (*readable(project), folder)]
    rights += [(room, landlock.SCRATCH), *((path, landlock.WRITE) for path in DEVICES)]
    offline = url.get_backend_name() == "sqlite"  # the database is a file in the room
    port = None
    if not offline:
        if url.host:
            port = url.port or 5432
        sockets = [Path(path) for path in [url.query.get("host")] if isinstance(path, str) and path.startswith("/")]
        with contextlib.suppress(OSError):  # the nursery has said so
            mounts.restrict([*(path for path, _ in rights), *sockets], EMPTY)
    kernel.drop_capabilities()
    if landlock.version():
        landlock.restrict(rights, port)
    if seccomp.library() is not None:
        seccomp.restrict(offline=offline)


@cache
def readable(project: Path) -> tuple[Path, ...]:
    """What a worker may read beside the submission: Python, the libraries, and the part of ours it shares."""
    paths = {Path(path) for path in (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *SYSTEM)}
    paths |= {Path(entry) for entry in sys.path if entry}
    ours = {project, *project.parents}  # an editable install puts the project itself on the path: the solutions with it
    return (*(path for path in paths if path not in ours and path.exists()), project / "workbook")


@cache
def _size() -> int:
    """The bytes of address space that a worker has before the learner's code is read, or 0 where nobody tells."""
    import resource

    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def _refuses_processes() -> bool:
    if sys.platform != "linux":
        return False
    from checker.confinement import seccomp

    return seccomp.library() is not None


def _limit(forked: bool) -> None:
    import resource

    limits = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": FILE_SIZE, "RLIMIT_NOFILE": OPEN_FILES}
    if not forked or not _refuses_processes():
        limits["RLIMIT_NPROC"] = PROCESSES
    if _size():
        limits["RLIMIT_AS"] = _size() + MEMORY
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, (value, value))

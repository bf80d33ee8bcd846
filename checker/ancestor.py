"""What a resident judge and its workers have in common: the libraries, imported once, before either knows anything.

`python -m checker.ancestor FD` imports what a nursery does, forks the nursery, and becomes the resident judge
(`checker.resident`), which imports the checks.  So most of their memory is the same, in a room of learners the greater
part of it.

A worker begins as a copy of what was here before the fork.  That is nothing of the judge's: no check, no seed, and of
the environment what a worker may know; the rest is read from a file after the fork.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from typing import NoReturn

from checker.wall.environment import environment
from workbook.project import ROOT

UNWRITTEN = "PYTHONDONTWRITEBYTECODE"


def main() -> None:
    """Begin anew without what a worker may not know, fork the nursery, and be the judge."""
    if len(sys.argv) == 2:
        _begin_anew()
    from checker.worker import apart, nursery

    nursery.get_ready()
    control, rest = map(int, sys.argv[1:])
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        for fd in (control, rest, ours.detach()):
            os.close(fd)
        os.environ[UNWRITTEN] = "1"
        sys.dont_write_bytecode = True
        os.setsid()
        os.chdir(ROOT)
        apart.serve(theirs)
    theirs.close()
    with os.fdopen(rest) as file:
        whole = json.load(file)
    os.environ.clear()
    os.environ.update(whole)
    from checker.judge.forked import Nursery
    from checker.resident import serve

    serve(socket.socket(fileno=control), Nursery(ours))


def _begin_anew() -> NoReturn:
    known = environment()
    known.pop(UNWRITTEN)  # what is imported here may be written, where it may
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(dict(os.environ)).encode())
        file.seek(0)  # which writes it out
        for fd in (int(sys.argv[1]), file.fileno()):
            os.set_inheritable(fd, True)
        flags = ["-B"] * sys.dont_write_bytecode
        again = [sys.executable, *flags, "-m", "checker.ancestor", sys.argv[1], str(file.fileno())]
        os.execve(sys.executable, again, known)


if __name__ == "__main__":
    main()

"""Begins the nursery in namespaces of its own: `python -m checker.worker.apart FD`, as the judge starts it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

from checker.confinement.kernel import (
    CLONE_NEWIPC,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    PR_SET_PDEATHSIG,
    call,
    prctl,
)


def serve(control: socket.socket) -> NoReturn:
    """Serve until the judge hangs up."""
    ended, held = os.pipe()  # its other end is held by whoever serves, for as long as that lives
    apart = _enter_namespaces()
    if apart and os.fork():
        # namespaces of processes begin with the next child: that is the nursery, and all ends with it
        control.close()
        os.close(held)
        _wait(ended)
    os.close(ended)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    from checker.worker import nursery

    nursery.begin(control, apart)
    os._exit(0)


def _wait(ended: int) -> NoReturn:
    """Stay until the nursery has ended, as a shell: a Python would keep in memory all that it has imported."""
    os.dup2(ended, 0)
    with contextlib.suppress(OSError):
        os.execve("/bin/sh", ["sh", "-c", "read nothing"], {})
    os.read(ended, 1)
    os._exit(0)


def _enter_namespaces() -> bool:
    """Enter namespaces of our own, if the system allows it: then processes are apart from the next child on."""
    user, group = os.getuid(), os.getgid()
    try:
        call("unshare", CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWIPC)
    except OSError:
        return False
    # the same ids inside as outside, so that files stay whose they are
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with contextlib.suppress(OSError):
            Path(f"/proc/self/{name}").write_text(text)
    return True


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))

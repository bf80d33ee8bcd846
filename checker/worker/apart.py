"""Begins the nursery in namespaces of its own: `python -m checker.worker.apart FD`, as the judge starts it.

The nursery imports after the fork, so that the process which waits for it, and must stay, holds nothing of that; where
all was imported before (`checker.ancestor`), they share it.
"""

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
    apart = _enter_namespaces()
    if apart and (inner := os.fork()):
        # namespaces of processes begin with the next child: that is the nursery, and all ends with it
        control.close()
        os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]) & 0xFF)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    from checker.worker import nursery

    nursery.begin(control, apart)
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

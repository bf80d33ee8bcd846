"""Forks graders from a process that has collected the checks, as workers are forked from a nursery.

What a grader would import and collect for itself, which takes longer than to grade a submission, is there already; and
its nursery is forked from the one of the class run.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import signal
import socket
import tempfile
import threading
import traceback
from contextlib import suppress

import psutil
import pytest

from checker.classroom.grader import Grader, GraderBroke, serve
from checker.confinement.kernel import PR_SET_PDEATHSIG, prctl
from checker.judge.forked import Nursery
from checker.judge.running import BENCH, bench_on, close
from checker.judge.workers import WORKERS


class Graders:
    """Gives out graders for the checks of `session`, from any thread; to be made while there is only one thread.

    Where there will be a `number` of them that keeps all processors busy, each keeps to one of them: a judge and its
    worker take turns, and to wake each other across processors takes longer than many an answer (bench_class.py).
    """

    def __init__(self, session: pytest.Session, nursery: Nursery, number: int):
        _ = nursery.confined  # read once, by us: from here on the nursery's socket belongs to the process we fork
        databases = session.config.stash[BENCH].databases
        if databases.server.get_backend_name() == "postgresql":
            asyncio.run(databases.close())  # a thread is not forked, and should not be there
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pid = os.fork()
        if self._pid:
            theirs.close()
            return
        try:
            self._control.close()
            _fork_graders(theirs, session, nursery, number)
        finally:
            os._exit(0)

    def grader(self) -> Grader:
        """A new grader.  Raises GraderBroke if there can be none any more."""
        ours, theirs = socket.socketpair()
        errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # for as long as the process
        pid = b""
        with ours:
            with theirs, self._lock, suppress(OSError):
                socket.send_fds(self._control, [b"one more"], [theirs.fileno(), errors.fileno()])
                pid = self._control.recv(100)
            if not pid:
                raise GraderBroke("the process that graders are forked from has ended")
            return Grader(psutil.Process(int(pid)), ours.makefile("w"), ours.makefile("r"), errors)

    def close(self) -> None:
        """Give out no more; those that are out go on."""
        self._control.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _fork_graders(control: socket.socket, session: pytest.Session, nursery: Nursery, number: int) -> None:
    processors = sorted(os.sched_getaffinity(0))
    places = itertools.cycle([{one} for one in processors] if number >= len(processors) else [{*processors}])
    os.setsid()  # Ctrl-C is for the class run alone
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):  # whoever reads what the class run says waits for nobody else
        os.dup2(nothing, standard)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that end
    gc.freeze()  # the collectors of the graders need not look at, and so copy, what all share
    while True:
        asked, fds, _, _ = socket.recv_fds(control, 100, 2)
        if not asked:
            return
        place = next(places)
        its_nursery = nursery.forked(place)
        pid = os.fork()
        if pid == 0:
            control.close()
            os.sched_setaffinity(0, place)
            _be_grader(session, its_nursery, *fds)
        its_nursery.control.close()
        for fd in fds:
            os.close(fd)
        control.sendall(str(pid).encode())


def _be_grader(session: pytest.Session, nursery: Nursery, fd: int, errors: int) -> None:
    status = 1
    try:
        os.setsid()
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)  # it tidies up, whatever it grades
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(errors, 2)
        config = session.config
        config.pluginmanager.unregister(name="capturemanager")  # its files are shared with the class run
        config.stash[WORKERS] = nursery
        config.stash[BENCH] = bench = bench_on(config.stash[BENCH].databases.forked(), config)
        with socket.socket(fileno=fd) as sock, sock.makefile("r") as asks, sock.makefile("w") as answers:
            try:
                serve(session, asks, answers)
            except KeyboardInterrupt:
                pass
            finally:
                nursery.close()
                close(bench)
        status = 0
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)

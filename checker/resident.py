"""A resident judge: it has imported what a run of the checks needs, and forks a process for each run.

`python -m checker.ancestor FD` serves whoever started it (`workbook.learning.judge`) over the socket FD.  To
`{"run": [argument of pytest, …]}`, with what the run writes to attached, it answers `{"status": …}` when the run has
ended; meanwhile `{"signal": number}` goes to all of the run.  `{"collect": [file of checks, …]}`, which has no answer,
gets it ready for runs of these.  When the other side hangs up, everything ends.

Nothing is run in this process itself: it imports and collects, as a cold run does, and a run begins where that ended.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback

import pytest

from checker.confinement.kernel import PR_SET_PDEATHSIG, prctl
from checker.judge.forked import Nursery
from checker.judge.workers import WORKERS, Workers

IDLE = 600.0  # seconds without a run after which it gives its memory back
TO_TIDY_UP = 3.0  # seconds that a run has when nobody waits for it any more


class Collected:
    """Collects files of checks, each once, and knows which modules their workers need, by file."""

    def __init__(self) -> None:
        self.modules: dict[str, set[str]] = {}

    def collect(self, arguments: list[str]) -> None:
        """Collect those that a run with these arguments will, if they are not yet.

        Those of other lessons would be memory of each learner in a room, and a wait for the first verdict.
        """
        named = {argument.partition("::")[0] for argument in arguments if argument.startswith("checker/test_")}
        missing = sorted(named - self.modules.keys())
        if missing:
            self.modules |= {file: set() for file in missing}  # one that cannot be read is told by the run
            pytest.main([*missing, "--collect-only", "-qq"], plugins=[self])
            sys.stdout.flush()
            gc.collect()
            gc.freeze()  # the collectors of the runs need not look at, and so copy, what all share

    def needed(self, arguments: list[str]) -> set[str]:
        """The modules that the workers of such a run need."""
        return {name for argument in arguments for name in self.modules.get(argument.partition("::")[0], ())}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        from checker.judge.running import PRELOAD  # imported by pytest, which rewrites its assertions

        for path, needed in session.config.stash[PRELOAD].items():
            self.modules[f"checker/{path.name}"] = needed


class Ready:
    """Gives a run workers that are there already."""

    def __init__(self, workers: Workers) -> None:
        self.workers = workers

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[WORKERS] = self.workers


def serve(control: socket.socket, nursery: Nursery) -> None:
    """Fork one run after another, until the other side hangs up or nothing is asked for a while."""
    try:
        _serve(control, nursery)
    finally:
        nursery.close()


def _serve(control: socket.socket, nursery: Nursery) -> None:
    collected = Collected()
    while select.select([control], [], [], IDLE)[0]:
        message, fds, _, _ = socket.recv_fds(control, 1_000_000, 1)
        if not message:
            return
        asked = json.loads(message)
        if "collect" in asked:
            collected.collect(asked["collect"])
            nursery.load(collected.needed(asked["collect"]))
        if "run" not in asked:  # or a signal that comes too late
            continue
        collected.collect(asked["run"])
        status = one_run(control, nursery, asked["run"], fds[0])
        if status is None:
            return
        control.sendall(json.dumps({"status": status}).encode())
        nursery.load(collected.needed(asked["run"]))  # what this run has loaded, for the next


def one_run(control: socket.socket, nursery: Nursery, arguments: list[str], output: int) -> int | None:
    """Run pytest in a process of its own; its exit status, negative for a signal, or None if nobody waits for it."""
    ended, held = os.pipe()
    workers = nursery.forked(os.sched_getaffinity(0))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # it is for the run, once that can tidy up
    pid = os.fork()
    if pid == 0:
        _be_run(arguments, workers, output, nobody=[control.detach(), ended])
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    workers.control.close()
    os.close(held)
    os.close(output)
    try:
        while ended not in select.select([control.fileno(), ended], [], [])[0]:
            message = control.recv(1_000_000)
            if not message:
                _end(pid, ended)
                return None
            _signal(pid, json.loads(message)["signal"])
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    finally:
        os.close(ended)


def _be_run(arguments: list[str], workers: Workers, output: int, nobody: list[int]) -> None:
    status = 1
    try:
        for fd in nobody:
            os.close(fd)
        os.setsid()
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)  # it tidies up
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for standard in (1, 2):
            os.dup2(output, standard)
        os.close(output)
        sys.stdout.reconfigure(line_buffering=os.isatty(1))  # type: ignore[union-attr]
        status = int(pytest.main(arguments, plugins=[Ready(workers)]))
        atexit._run_exitfuncs()
        sys.stdout.flush()
    except KeyboardInterrupt:  # before pytest has begun
        status = pytest.ExitCode.INTERRUPTED
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it is not yet the head of its group
        os.killpg(pid, number)
        return
    os.kill(pid, number)


def _end(pid: int, ended: int) -> None:
    _signal(pid, signal.SIGINT)
    if not select.select([ended], [], [], TO_TIDY_UP)[0]:
        _signal(pid, signal.SIGKILL)
    os.waitpid(pid, 0)

"""A processor that had to be waited for: read from the kernel, and no learner's fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from classes import SOLUTION, grade_class, make_class, results_of

from checker.judge import case
from checker.judge.bench import Bench
from checker.judge.case import Case
from checker.judge.starved import Unserved, Waiting
from checker.judge.workers import Worker
from checker.wall.verdicts import BROKE, TIMED_OUT, TimedOut, outcome_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells it")


def test_who_shares_a_processor_waits_for_it():
    one = {min(os.sched_getaffinity(0))}
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"], preexec_fn=lambda: os.sched_setaffinity(0, one))
        for _ in range(2)
    ]
    try:
        waiting = Waiting(busy[0].pid)
        while waiting.seconds() < 0.3:
            assert busy[0].poll() is None
    finally:
        for process in busy:
            process.kill()
            process.wait()


def test_nobody_waits_who_is_not_there():
    assert Waiting(2**22 + 1).seconds() == 0


@pytest.mark.parametrize(
    ("alone", "waited", "kind"), [(False, 6.0, Unserved), (False, 4.0, TimedOut), (True, 9.0, TimedOut)]
)
async def test_a_starved_check_is_no_timeout_unless_nobody_else_was_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path, alone: bool, waited: float, kind: type[Exception]
):
    class Told:
        def __init__(self, *pids: object): ...

        def seconds(self) -> float:
            return waited

    class Link:
        give_up = None

        def __init__(self, *_: object): ...

        async def __aenter__(self):
            return self

        async def __aexit__(self, *_: object): ...

    class Workers:
        def dismiss(self): ...

    class Socket:
        def dup(self): ...

    monkeypatch.setattr(case, "Waiting", Told)
    monkeypatch.setattr(case, "SocketLink", Link)
    bench = Bench(None, Workers(), 1, 10.0, alone=alone)  # type: ignore[arg-type]
    worker = Worker(Socket(), 1, tmp_path, tmp_path, frozenset())  # type: ignore[arg-type]
    with pytest.raises(kind) as raised:
        async with Case(tmp_path / "ex00.py", "x")._behind_the_wall(bench, bench.workers, worker, {"limit": 10.0}):  # type: ignore[arg-type]
            raise TimedOut("too late")
    assert (outcome_of(raised.value) == BROKE) == (kind is Unserved)


def test_who_is_the_only_one_of_a_class_is_graded_again_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nobody else can show then that the checks work, and a loop that never ends is no fault of theirs."""
    starving = "from checker.judge.starved import Waiting\n\nWaiting.seconds = lambda _: 9.0\n"
    (tmp_path / "starving.py").write_text(starving)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    submissions = make_class(tmp_path / "in", {"ana": f"while True:\n    pass\n{SOLUTION}"})
    done = grade_class(submissions, tmp_path / "out", "-p", "starving")
    outcomes = {result["outcome"] for result in results_of(tmp_path / "out")["ana"]["results"]}
    assert outcomes == {TIMED_OUT}, done.stdout + done.stderr

"""A grader: a judge's process that grades one submission after another, so that a class needs no start-up each.

`Grader` is the side of whoever has submissions; the other is `serve`, which gets a JSON line
`{"folder": …, "checks": [node id, …] or null for all, "alone": bool}` for each, and answers with a line
`{"results": [...]}`.  It runs in a process that is forked from a class run (`checker.classroom.graders`), or in one of
its own, `pytest checker --grader`.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

import psutil
import pytest

from checker.judge.running import BENCH, FOLDER, begin, exists, run
from checker.telling.telling import of_check, what_came
from checker.wall.results import Result
from checker.wall.verdicts import TIMED_OUT
from workbook.project import ROOT

MOST_MEMORY = 1_500  # megabytes that a grader may take for one submission
LOOK = 0.25  # seconds between two looks at it


class GraderBroke(Exception):
    """The grader's process ended; the message is a sentence, a second argument the end of what it wrote."""


class Grader:
    """A grader's process, spoken to through two streams of lines; what it writes as errors is in the file `errors`."""

    def __init__(self, process: subprocess.Popen | psutil.Process, asks: IO[str], answers: IO[str], errors: IO[str]):
        self.process, self._asks, self._answers, self._errors = process, asks, answers, errors

    @classmethod
    def started(cls, options: list[str], database: str, python: str = sys.executable) -> Grader:
        """A new process of `python`, started with these options of `pytest checker`, on the server at `database`."""
        errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # for as long as the process
        command = [python, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
        quiet = ["-o", "addopts=--disable-plugin-autoload -p checker.plugin"]
        quiet += ["-p", "no:terminal", "-p", "no:cacheprovider"]
        process = subprocess.Popen(
            [*command, *quiet, "--capture=no", "--grader", *options],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database},  # not on the command line, where a password could be read
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the one who started us
        )
        assert process.stdin is not None
        assert process.stdout is not None
        return cls(process, process.stdin, process.stdout, errors)

    def grade(
        self, folder: Path, checks: list[str] | None = None, *, seconds: float = math.inf, alone: bool = True
    ) -> list[dict[str, Any]]:
        """The results of the submission laid out in `folder`: of all checks, or of those with these node ids.

        `alone` says that nobody else is graded meanwhile.
        Raises GraderBroke if the process ends, and ends it when it takes longer than `seconds` or has too much memory.
        """
        with Bounds(self.process, seconds) as bounds:
            try:
                self._asks.write(json.dumps({"folder": str(folder), "checks": checks, "alone": alone}) + "\n")
                self._asks.flush()
                for line in self._answers:
                    if line.startswith('{"results"'):
                        return json.loads(line)["results"]
            except (OSError, ValueError):  # ValueError: a line that was cut off
                pass
        if bounds.passed:
            raise GraderBroke(bounds.passed)
        self._errors.seek(0)
        raise GraderBroke("the process that judged it came to its end", self._errors.read()[-2000:])

    def interrupt(self) -> None:
        """Stop what it grades; it tidies up and ends."""
        if os.name == "nt":
            self.process.terminate()
        else:
            with contextlib.suppress(psutil.NoSuchProcess):
                self.process.send_signal(signal.SIGINT)

    def finish(self) -> None:
        """Ask for no more: the process tidies up and ends."""
        for stream in (self._asks, self._answers):  # of one socket, perhaps, which is open as long as either is
            with contextlib.suppress(OSError):
                stream.close()

    def close(self) -> None:
        """End the process: kindly, and if that takes long, not."""
        self.finish()
        try:
            self.process.wait(5)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            self.kill()

    def kill(self) -> None:
        """End the process now; its nursery ends with it."""
        with contextlib.suppress(psutil.NoSuchProcess):
            self.process.kill()
        self.process.wait()


class Bounds(threading.Thread):
    """Looks at a grader from outside while it grades a submission, and ends it when that needs too much.

    Each check has limits of its own, but they are kept by the judge: what keeps the judge itself busy nobody else ends.
    """

    def __init__(self, process: subprocess.Popen | psutil.Process, seconds: float):
        super().__init__(daemon=True)
        self.process, self.seconds = process, seconds
        self.passed = ""
        """What was more than it may be, in a sentence."""
        self._over = threading.Event()

    def __enter__(self) -> Bounds:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        deadline = time.monotonic() + self.seconds
        with contextlib.suppress(psutil.Error):
            seen = psutil.Process(self.process.pid)
            while not self._over.wait(LOOK):
                if time.monotonic() > deadline:
                    self.passed = f"its checks were not done after {self.seconds:.0f} s"
                elif seen.memory_info().rss > MOST_MEMORY * 10**6:
                    self.passed = f"judging it took more than {MOST_MEMORY} MB of memory"
                if self.passed:
                    seen.kill()
                    return


def serve(session: pytest.Session, asks: Iterable[str], answers: IO[str]) -> None:
    """Grade what is asked for in these lines, until there is no more (the other side of `Grader`)."""
    session.config.option.tbstyle = "no"  # nobody reads it, and pytest would parse whole files for each line of it
    for line in asks:
        asked = json.loads(line)
        session.config.stash[BENCH].alone = asked["alone"]
        items = [item for item in session.items if asked["checks"] is None or item.nodeid in asked["checks"]]
        results = grade(session, items, Path(asked["folder"]))
        answers.write(json.dumps({"results": [asdict(result) for result in results]}) + "\n")
        answers.flush()


def grade(session: pytest.Session, items: list[pytest.Item], folder: Path) -> list[Result]:
    """The results of these checks for the submission in `folder`."""
    session.config.stash[FOLDER] = folder
    workers = session.config.stash[BENCH].workers
    if workers is not None:
        workers.dismiss()  # a worker that is kept from check to check is not kept for somebody else
    results: list[Result] = []
    hanging: dict[str, Result] = {}  # by lesson: its file is not imported in time, and costs its limit once
    for item in filter(exists, items):
        about = of_check(item)
        if about["exercise"] in hanging:
            results.append(replace(hanging[about["exercise"]], **about | {"misconception": "", "seconds": 0.0}))
            continue
        results.append(result := _checked(item))
        if result.unloaded and result.outcome == TIMED_OUT:
            hanging[result.exercise] = result
    return results


def _checked(item: pytest.Item) -> Result:
    """What comes of one check: without pytest's set-up, capture and reports, which take longer than many a check."""

    def check() -> None:
        begin(item)
        run(item)

    call = pytest.CallInfo.from_call(check, when="call", reraise=(KeyboardInterrupt, pytest.exit.Exception))
    return what_came(item, call.excinfo.value if call.excinfo is not None else None, call.duration)

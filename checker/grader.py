"""A grader: a judge's process that grades one submission after another, so that a class needs no start-up each.

`Grader` is the side of whoever has submissions; the other is `pytest checker --grader`, which reads a JSON line
`{"folder": …, "checks": [node id, …] or null for all}` from its standard input for each, and writes a line
`{"results": [...]}` to its standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from checker.results import Result
from checker.running import BENCH, FOLDER
from checker.workers import ROOT


class GraderBroke(Exception):
    """The grader's process ended; the message is the end of what it wrote."""


class Grader:
    """A grader's process, started with these options of `pytest checker`, on the server at `database`."""

    def __init__(self, options: list[str], database: str):
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # for as long as the process
        command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
        quiet = [
            "-o",
            "addopts=--disable-plugin-autoload -p checker.plugin",
            "-p",
            "no:terminal",
            "-p",
            "no:cacheprovider",
        ]
        self.process = subprocess.Popen(
            [*command, *quiet, "--capture=no", "--grader", *options],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database},  # not on the command line, where a password could be read
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for the one who started us
        )

    def grade(self, folder: Path, checks: list[str] | None = None) -> list[dict[str, Any]]:
        """The results of the submission laid out in `folder`: of all checks, or of those with these node ids.

        Raises GraderBroke if the process ends.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"folder": str(folder), "checks": checks}) + "\n")
            self.process.stdin.flush()
            for line in self.process.stdout:
                if line.startswith('{"results"'):
                    return json.loads(line)["results"]
        except OSError:
            pass
        self._errors.seek(0)
        raise GraderBroke(self._errors.read()[-2000:] or f"a grader ended with status {self.process.wait()}")

    def interrupt(self) -> None:
        """Stop what it grades; it tidies up and ends."""
        if os.name == "nt":
            self.process.terminate()
        else:
            self.process.send_signal(signal.SIGINT)

    def close(self) -> None:
        """End the process: kindly, and if that takes long, not."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the process now; its nursery ends with it."""
        self.process.kill()
        self.process.wait()


def serve(session: pytest.Session) -> None:
    """Grade what is asked for on standard input, until there is no more (the other side of `Grader`)."""
    for line in sys.stdin:
        asked = json.loads(line)
        items = [item for item in session.items if asked["checks"] is None or item.nodeid in asked["checks"]]
        results = grade(session, items, Path(asked["folder"]))
        sys.stdout.write(json.dumps({"results": [asdict(result) for result in results]}) + "\n")
        sys.stdout.flush()


def grade(session: pytest.Session, items: list[pytest.Item], folder: Path) -> list[Result]:
    """The results of these checks for the submission in `folder`."""
    session.config.stash[FOLDER] = folder
    workers = session.config.stash[BENCH].workers
    if workers is not None:
        workers.dismiss()  # a worker that is kept from check to check is not kept for somebody else
    results = []
    for item in items:
        item._initrequest()  # type: ignore[attr-defined]  # the same check again, with new fixtures
        for report in runtestprotocol(item, log=False, nextitem=None):
            if isinstance(getattr(report, "result", None), Result):
                results.append(report.result)
    return results

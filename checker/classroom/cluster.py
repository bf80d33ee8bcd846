"""Graders on other machines: `pytest checker --submissions DIR --scheduler ADDRESS` sends submissions to Dask workers.

A Dask worker (`dask worker ADDRESS`, with the workbook installed beside it) keeps a grader of its own, a child process
(`checker.classroom.grader`), and the learner's code runs in workers of that: a submission cannot end the Dask worker
that holds its neighbours.  A Dask worker that is lost all the same has its submissions graded by another.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.classroom.grader import Grader, GraderBroke
from workbook.files.removing import passing_folder

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10  # seconds to wait for the scheduler, and for its first worker

_mine = threading.local()


class SchedulerProblem(Exception):
    """The scheduler cannot be used; the message is one sentence that says what to do."""


class Cluster:
    """The Dask workers behind a scheduler at `address`, given these options of `pytest checker`."""

    def __init__(self, address: str, options: list[str], database: str):
        try:
            from distributed import Client
        except ImportError:
            raise SchedulerProblem(
                "--scheduler needs Dask: python3 -m pip install 'async-sqlalchemy-workbook[cluster]'"
            ) from None
        self.options, self.database = options, database
        try:
            self.client: Client = Client(address, timeout=PATIENCE, set_as_default=False)
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError):
            raise SchedulerProblem(
                f"No Dask scheduler with a worker answers at {address}: "
                f"start `dask scheduler`, then `dask worker {address}` on every machine."
            ) from None

    def threads(self) -> int:
        """How many submissions the workers take at once."""
        return sum(self.client.nthreads().values())

    def grader(self) -> RemoteGrader:
        """A grader somewhere."""
        return RemoteGrader(self)

    def close(self) -> None:
        """Take leave of the scheduler, which goes on."""
        with contextlib.suppress(OSError, TimeoutError):
            self.client.close(timeout=PATIENCE)


class RemoteGrader:
    """What a `Grader` is on this machine, on whatever worker the scheduler chooses each time."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster

    def grade(self, folder: Path, *, seconds: float, alone: bool) -> list[dict[str, Any]]:
        """The results of the submission laid out in `folder`.  Raises GraderBroke if no worker survives it."""
        from distributed import KilledWorker

        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        future = self.cluster.client.submit(
            grade_here, files, self.cluster.options, self.cluster.database, seconds, alone, pure=False, retries=1
        )
        try:
            return future.result()
        except KilledWorker:
            raise GraderBroke("every machine that graded it was lost meanwhile") from None
        except OSError as problem:
            raise GraderBroke("the scheduler was lost", str(problem)) from None

    def close(self) -> None:
        """Nothing: the grader stays with its worker."""

    finish = kill = close


def grade_here(
    files: dict[str, bytes], options: list[str], database: str, seconds: float, alone: bool
) -> list[dict[str, Any]]:
    """Grade a submission with the grader of this thread: what a Dask worker runs.  Raises GraderBroke."""
    wanted = (tuple(options), database)
    if getattr(_mine, "options", None) != wanted:
        if getattr(_mine, "grader", None) is not None:
            _mine.grader.close()
        _mine.grader, _mine.options = Grader.started(options, database), wanted
    with passing_folder("submission_") as folder:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        try:
            return _mine.grader.grade(folder, seconds=seconds, alone=alone)
        except GraderBroke:
            _mine.grader.kill()
            _mine.grader = _mine.options = None
            raise

"""One run over a class: hands submissions to graders, and keeps each result as soon as it is there."""

from __future__ import annotations

import os
import queue
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from checker.classroom.grader import Grader, GraderBroke
from checker.classroom.graders import Graders
from checker.classroom.tidy import tidied, tidy
from checker.intake.copying import fingerprint
from checker.intake.entries import Entry, NoFile, Refused
from checker.intake.laying_out import lay_out
from checker.judge.forked import Nursery
from checker.judge.link import GRACE
from checker.judge.running import BENCH
from checker.judge.workers import WORKERS
from checker.reports.run import NO_FILE, REFUSED, Graded, read, status
from checker.reports.shapes import shape
from checker.wall.results import VERSION
from checker.wall.verdicts import BROKE, OUTCOMES
from workbook.files.own_folder import OwnFolder
from workbook.files.removing import passing_folder
from workbook.files.whole import write_json
from workbook.project import ROOT

BAR = "{n_fmt} of {total_fmt} |{bar:16}| {remaining} left, {rate_fmt}{postfix}"
SPARE = 20  # seconds beyond what its checks may take, that a submission has
RECEIVED = ("notes", "hints", "late", "handed_in")  # what is said of how it came, whatever was in it
OF_AN_EARLIER = ("exercise", "function", "check", "outcome", "points")


class ClassRun:
    """One run over a class, into the folder `out`; `run` is what `run.json` says."""

    def __init__(self, session: pytest.Session, out: Path, run: dict[str, Any]):
        config = session.config
        self.out, self.run = out, run
        self.number = config.option.workers
        self.lessons = sorted({Path(check.split("::")[0]).stem.removeprefix("test_") for check in run["checks"]})
        self.database = config.option.database or os.environ.get("DATABASE_URL", "")
        self.server = config.stash[BENCH].databases.server.render_as_string(hide_password=False)
        self.arguments = [
            *(run["checks"] if config.option.lab else config.args),
            *(["-k", config.option.keyword] if config.option.keyword else []),
            *(["-m", config.option.markexpr] if config.option.markexpr else []),
            f"--seed={run['seed']}",
            f"--time-limit={config.option.time_limit}",
            f"--start-method={config.option.start_method}",
        ]
        address = config.getoption("scheduler", None)
        self.cluster = self._cluster(address) if address else None
        self.graders: Graders | None = None
        nursery = config.stash[WORKERS]
        if self.cluster is None and isinstance(nursery, Nursery):
            config.option.seed = run["seed"]  # of the run that is gone on with, if there is one
            self.graders = Graders(session, nursery, self.number)
        self.folder = OwnFolder(busy=True)  # for the submissions, laid out
        self.seconds = sum(map(most_seconds, session.items)) + SPARE
        self.idle: queue.SimpleQueue[Any] = queue.SimpleQueue()  # of graders; None for one that is yet to be started
        self.alive: set[Any] = set()
        self.stopping = threading.Event()

    def grade(self, found: list[Entry]) -> Iterator[Graded]:
        """What came of each entry, as it comes.  Raises OSError when a result cannot be kept.

        Where a check broke that works for others, what all share was broken, perhaps by a neighbour: it is graded
        again when all others are gone.
        """
        from tqdm import tqdm

        counts: Counter[str] = Counter()
        ahead = iter(found)
        shown = tqdm(total=len(found), unit="submission", disable=None, dynamic_ncols=True, bar_format=BAR)
        with shown as bar, ThreadPoolExecutor(self.number) as pool:
            for _ in range(self.number):
                self.idle.put(None)  # one is started when it is needed
            waiting = {pool.submit(self._one, entry): entry for entry in islice(ahead, 2 * self.number)}
            broken: list[tuple[Entry, Graded]] = []
            working: set[tuple[str, str]] = set()  # checks that did not break for everybody

            def counted(graded: Graded) -> Graded:
                counts.update(result["outcome"] for result in graded["results"])
                counts.update([status(graded)] * bool(graded["refused"]))
                seen = [f"{counts[what]} {what}" for what in (*OUTCOMES, REFUSED, NO_FILE) if counts[what]]
                bar.set_postfix_str(", ".join(seen), refresh=False)
                bar.update()
                return graded

            try:
                while waiting:
                    finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                    waiting |= {pool.submit(self._one, entry): entry for entry in islice(ahead, len(finished))}
                    for future in finished:
                        entry, graded = waiting.pop(future), future.result()
                        working |= {_name(result) for result in graded["results"] if result["outcome"] != BROKE}
                        if any(result["outcome"] == BROKE for result in graded["results"]):
                            broken.append((entry, graded))
                        else:
                            yield counted(graded)
                few = len(broken) <= self.number  # then nothing else may have been graded by the same check
                for entry, graded in broken:
                    if few or any(
                        result["outcome"] == BROKE and _name(result) in working for result in graded["results"]
                    ):
                        future = pool.submit(self._one, entry, alone=True)
                        waiting = {future: entry}
                        graded = future.result()
                        waiting = {}
                    yield counted(graded)
            finally:
                self._stop(set(waiting))

    def _cluster(self, address: str) -> Any:
        from checker.classroom.cluster import Cluster, SchedulerProblem

        try:
            # the word, not what it came to here: "postgres" is a server of its own on every machine
            cluster = Cluster(address, self.arguments, self.database)
        except SchedulerProblem as problem:
            raise pytest.UsageError(str(problem)) from None
        self.number = cluster.threads()
        return cluster

    def _grader(self) -> Any:
        if self.cluster is not None:
            return self.cluster.grader()
        if self.graders is not None:
            with suppress(GraderBroke):
                return self.graders.grader()
        return Grader.started(self.arguments, self.server)

    def _one(self, entry: Entry, alone: bool = False) -> Graded:
        kept = self.out / "learners" / entry.learner / "result.json"
        with passing_folder("submission_", self.folder.path) as folder:
            graded: Graded = {"learner": entry.learner, "fingerprint": "", "refused": "", "results": []}
            graded |= {"no_file": False, "notes": list(entry.told), "hints": list(entry.hints)}
            graded |= {"late": entry.late, "handed_in": entry.handed_in}
            before = read(kept)
            if earlier := _earlier(before):
                graded["before"] = earlier
            try:
                laid_out = lay_out(entry, folder, self.lessons)
            except Refused as problem:
                graded |= {"refused": tidy(str(problem)), "no_file": isinstance(problem, NoFile)}
                return before if _are_equal(before, graded) else self._keep(kept, graded)
            graded["fingerprint"] = laid_out.fingerprint
            graded["notes"] += map(tidy, laid_out.notes)
            if before is not None and before["fingerprint"] == graded["fingerprint"] and _is_good(before):
                received = {name: graded[name] for name in RECEIVED}
                return before if _are_equal(before, received) else self._keep(kept, before | received)
            graded["shape"] = shape(folder, self.lessons, ROOT / "exercises")
            graded["results"], graded["refused"], graded["details"] = self._graded(folder, alone)
            if not graded["refused"] and fingerprint(folder) != graded["fingerprint"]:
                graded |= {"results": [], "refused": "its files were removed or changed while it was graded."}
            return self._keep(kept, graded)

    def _graded(self, folder: Path, alone: bool) -> tuple[list[dict[str, Any]], str, str]:
        """The results of the submission in `folder`, or why there are none, and what no learner is to read of that."""
        why = details = ""
        for _ in range(2):  # a grader that ends is no fault of the learner's: once more, with another
            mine = self.idle.get()
            try:
                if self.stopping.is_set():
                    raise KeyboardInterrupt
                if mine is None:
                    mine = self._grader()
                    self.alive.add(mine)
                return [tidied(result) for result in mine.grade(folder, seconds=self.seconds, alone=alone)], "", ""
            except GraderBroke as problem:
                if self.stopping.is_set():
                    raise KeyboardInterrupt from None
                why, *more = problem.args
                why, details = f"it could not be graded: {why}.", "".join(more)
                if mine is not None:
                    mine.kill()
                    self.alive.discard(mine)
                    mine = None
            finally:
                self.idle.put(mine)
        return [], tidy(why), tidy(details)

    def _keep(self, path: Path, graded: Graded) -> Graded:
        if self.stopping.is_set():  # what it was made from may be gone already
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, {"version": VERSION, **graded})
        return graded

    def _stop(self, waiting: set[Future[Graded]]) -> None:
        self.stopping.set()
        for future in waiting:
            future.cancel()
        for busy in list(self.alive) if waiting else []:
            getattr(busy, "interrupt", busy.close)()  # on another machine it ends what it began
        ending = []
        with suppress(queue.Empty):
            for _ in range(self.number):
                ending.append(self.idle.get(timeout=10))
                self.idle.put(None)
        ending = [grader for grader in ending if grader is not None]
        for grader in ending:
            grader.finish()
        for grader in ending:
            grader.close()
        for source in (self.cluster, self.graders, self.folder):
            if source is not None:
                source.close()


def _earlier(before: Graded | None) -> list[dict[str, Any]]:
    """What came of the checks when something else was handed in than now, which `before` is not."""
    if before is None or not _is_good(before):
        return before.get("before", []) if before else []
    return [{name: result[name] for name in OF_AN_EARLIER} for result in before["results"]]


def most_seconds(item: pytest.Item) -> float:
    """The seconds that a check may take however it goes: it may be judged three times, each time with a new worker."""
    limit = max([item.config.option.time_limit, *(mark.args[0] for mark in item.iter_markers("limit"))])
    return 3 * (limit + 2 * GRACE) + 1


def _name(result: dict[str, Any]) -> tuple[str, str]:
    return result["exercise"], result["check"]


def _are_equal(before: Graded | None, now: dict[str, Any]) -> TypeGuard[Graded]:
    return before is not None and all(before.get(name) == value for name, value in now.items())


def _is_good(graded: Graded) -> bool:
    """Whether it was graded, and nothing of ours broke."""
    return not graded["refused"] and all(result["outcome"] != BROKE for result in graded["results"])

"""Grades a class: `pytest checker --submissions DIR [--report OUT] [-n WORKERS]`, stopped and resumed at will."""

from __future__ import annotations

import json
import queue
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from checker import grader, options, outfolder
from checker.entries import Entry, Refused, entries, lay_out
from checker.grader import Grader, GraderBroke
from checker.results import VERSION, write_json
from checker.running import BENCH

Graded = dict[str, Any]
"""One learner's: `learner`, `fingerprint` of what was handed in, `results`, and `refused`: why not, or ""."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    config = session.config
    if config.option.collectonly:
        return None
    if config.option.grader:
        grader.serve(session)
        return True
    if config.option.submissions:
        grade_class(session)
        return True
    return None


def grade_class(session: pytest.Session) -> None:
    """Grade every submission that is not graded yet, and write the reports."""
    config = session.config
    out = outfolder.prepare(config)
    found = entries(options.folder(config, config.option.submissions))
    if not found:
        raise pytest.UsageError(
            f"{config.option.submissions} holds no folder and no .zip: give the folder of submissions."
        )
    with outfolder.locked(out):
        run = outfolder.begin(config, out, [item.nodeid for item in session.items])
        terminal = config.pluginmanager.get_plugin("terminalreporter")
        done: dict[str, str] = {}
        try:
            for graded in ClassRun(config, out, run).grade(found):
                done[graded["learner"]] = graded["refused"]
                passed = graded["results"] and all(result["outcome"] == "passed" for result in graded["results"])
                session.testsfailed += not passed
        finally:
            refused = {learner: why for learner, why in done.items() if why}
            if terminal is not None:
                for learner, why in refused.items():
                    terminal.write_line(f"{learner}: not graded, {why.splitlines()[-1]}", yellow=True)
                terminal.write_line(f"\n{len(done)} of {len(found)} submissions are graded; the results are in {out}")
                terminal.write_line(f"(--seed {run['seed']} repeats the random values of this run)", light=True)


class ClassRun:
    """One run over a class: hands submissions to graders, keeps each result as soon as it is there."""

    def __init__(self, config: pytest.Config, out: Path, run: dict[str, Any]):
        self.out, self.run = out, run
        self.number = config.option.workers
        self.server = config.stash[BENCH].databases.server.render_as_string(hide_password=False)
        self.arguments = [
            *config.args,
            *(["-k", config.option.keyword] if config.option.keyword else []),
            *(["-m", config.option.markexpr] if config.option.markexpr else []),
            f"--seed={run['seed']}",
            f"--time-limit={config.option.time_limit}",
            f"--start-method={config.option.start_method}",
        ]
        self.graders: queue.SimpleQueue[Grader | None] = queue.SimpleQueue()
        self.stopping = threading.Event()

    def grade(self, found: list[Entry]) -> Iterator[Graded]:
        """What came of each entry, as it comes; those graded before first."""
        from tqdm import tqdm

        counts: Counter[str] = Counter()
        with tqdm(total=len(found), unit="submission", disable=None) as bar, ThreadPoolExecutor(self.number) as pool:
            for _ in range(self.number):
                self.graders.put(None)  # one is started when it is needed
            waiting = {pool.submit(self._one, entry) for entry in found}
            try:
                while waiting:
                    finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in finished:
                        graded = future.result()
                        counts.update(result["outcome"] for result in graded["results"])
                        bar.set_postfix(counts, refresh=False)
                        bar.update()
                        yield graded
            finally:
                self.stopping.set()
                for future in waiting:
                    future.cancel()
                self._close()

    def _one(self, entry: Entry) -> Graded:
        kept = self.out / "learners" / entry.learner / "result.json"
        with tempfile.TemporaryDirectory(prefix="submission_", ignore_cleanup_errors=True) as folder:
            graded: Graded = {"learner": entry.learner, "fingerprint": "", "refused": "", "results": []}
            try:
                graded["fingerprint"] = lay_out(entry, Path(folder))
            except (Refused, OSError) as problem:
                return self._keep(kept, graded | {"refused": str(problem)})
            before = _read(kept)
            if before is not None and before["fingerprint"] == graded["fingerprint"]:
                return before
            graded["results"], graded["refused"] = self._graded(Path(folder))
            return self._keep(kept, graded)

    def _graded(self, folder: Path) -> tuple[list[dict[str, Any]], str]:
        """The results of the submission in `folder`, or why there are none."""
        why = ""
        for _ in range(2):  # a grader that ends is no fault of the learner's: once more, with another
            mine = self.graders.get()
            if self.stopping.is_set():
                self.graders.put(mine)
                raise KeyboardInterrupt
            mine = mine or Grader(self.arguments, self.server)
            try:
                results = mine.grade(folder)
                self.graders.put(mine)
                return [tidy(result) for result in results], ""
            except GraderBroke as problem:
                why = f"it could not be graded: {problem}"
                mine.kill()
                self.graders.put(None)
        return [], why

    def _keep(self, path: Path, graded: Graded) -> Graded:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, {"version": VERSION, **graded})
        return graded

    def _close(self) -> None:
        while not self.graders.empty():
            mine = self.graders.get()
            if mine is not None:
                mine.close()


def tidy(result: dict[str, Any]) -> dict[str, Any]:
    """A result without what differs from run to run though nothing else does: addresses in memory."""
    return {**result, "message": re.sub(r"\b0x[0-9a-f]{6,}", "0x…", result["message"])}


def _read(path: Path) -> Graded | None:
    try:
        graded = json.loads(path.read_text(encoding="utf-8"))
        return graded if graded["version"] == VERSION else None
    except (OSError, ValueError, KeyError):
        return None

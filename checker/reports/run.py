"""A graded class as the reports see it: who is in it, what was checked, and each learner's results, one at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.reports.points import once
from checker.wall.results import VERSION

Graded = dict[str, Any]
"""One learner's: `learner`, `fingerprint` of what was handed in, `results`, and `refused`: why not, or ""."""

WAITING = "not graded yet"


@dataclass(frozen=True)
class Run:
    """One run over a class; `run` is what `run.json` says of it."""

    out: Path
    run: dict[str, Any]
    learners: list[str]
    """Their names, sorted."""
    text: Callable[[str], str]
    """A learner's files as they were handed in, without those that are the stub; "" where they are gone."""
    unconfined: str = ""
    checks: list[dict[str, Any]] = field(default_factory=list)
    """Every check: `exercise`, `function`, `check`, `sentence`, `points`, `misconception` and its `code`, in order."""

    def folder(self, learner: str) -> Path:
        """What is given back to a learner; what is kept of them, in `learners`, tells what the checks compare with."""
        return self.out / "feedback" / learner

    def graded(self) -> Iterator[Graded]:
        """Each learner's results, read when it is their turn, so that a class of thousands needs no memory."""
        for learner in self.learners:
            yield read(self.out / "learners" / learner / "result.json") or {
                "learner": learner,
                "fingerprint": "",
                "refused": WAITING,
                "results": [],
            }


def read(path: Path) -> Graded | None:
    """What was kept of a learner, or None if there is nothing that this version can read."""
    try:
        graded = json.loads(path.read_text(encoding="utf-8"))
        if graded["version"] != VERSION:
            return None
        graded["results"] = once(graded["results"])
        return graded
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""Classes for the tests: small folders of submissions, and one way to have them graded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from variants import ROOT

NAME = "ex00_start_here"
SOLUTION = (ROOT / "solutions" / f"{NAME}.py").read_text(encoding="utf-8")
STUB = (ROOT / "exercises" / f"{NAME}.py").read_text(encoding="utf-8")
HEAD, BODY = SOLUTION.split("    return await")
DEAREST = SOLUTION.replace("Book.price)", "Book.price.desc())")
FIRST = SOLUTION.replace(".order_by(Book.price)", "")

HOSTILE = "<script>alert('name')<!-- & \"quotes\""
HOSTILE_RAISES = (
    f"{HEAD}    raise ValueError(\"<script>alert('message')</script> ]]> \\x00 \\ud800 & \\n=cmd|' /C calc'!A0\")\n"
)


def make_class(folder: Path, learners: dict[str, str]) -> Path:
    """A folder of submissions: for each learner the text of ex00_start_here.py."""
    for learner, text in learners.items():
        (folder / learner).mkdir(parents=True)
        (folder / learner / f"{NAME}.py").write_text(text, encoding="utf-8")
    return folder


LESSON = ("-k", "ex00", "--time-limit", "3", "--seed", "5")


def command(folder: Path, out: Path, *options: str, asked: tuple[str, ...] = LESSON) -> list[str]:
    """The command that grades the class in `folder` for lesson 00, into `out`."""
    given = ["--submissions", str(folder), "--report", str(out)]
    return [sys.executable, "-m", "pytest", "checker", *asked, *given, *options]


def grade_class(
    folder: Path, out: Path, *options: str, asked: tuple[str, ...] = LESSON
) -> subprocess.CompletedProcess[str]:
    """What came of that command."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    asking = command(folder, out, *options, asked=asked)
    return subprocess.run(asking, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


def rows_of(out: Path, learners: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What these got: their entries of `results.json` and their lines of `grades.csv`."""
    grades = (out / "grades.csv").read_text(encoding="utf-8").splitlines()
    return {
        learner: (json.dumps(entry), next(line for line in grades if line.startswith(learner)))
        for learner, entry in results_of(out).items()
        if learner in learners
    }


def results_of(out: Path) -> dict[str, dict]:
    """The learners' entries of `results.json`, by name."""
    data = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return {entry["learner"]: entry for entry in data["learners"]}

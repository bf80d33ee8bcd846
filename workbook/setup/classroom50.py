"""What is Classroom 50's own: the autograder.py of an assignment, and the result it writes.  Standard library only.

Both are as https://github.com/foundation50/classroom50/wiki/Advanced-Autograding has them.  Its runner starts
autograder.py in the learner's checkout, and publishes the `result.json` that it finds there.
"""

from __future__ import annotations

import datetime
import os
from typing import Any

from workbook.setup.grading import Graded

AUTOGRADER = '''\
"""Grades a submission for Classroom 50 with the checker of %(repository)s at one commit."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY, COMMIT = "%(address)s", "%(commit)s"
LAB = %(lab)r

submission = Path.cwd()
top = Path(tempfile.mkdtemp())
checker, result = top / "checker", submission / "result.json"
result.unlink(missing_ok=True)
subprocess.run(["git", "init", "-q", checker], check=True)
subprocess.run(["git", "fetch", "-q", "--depth=1", REPOSITORY, COMMIT], cwd=checker, check=True)
subprocess.run(["git", "checkout", "-q", "FETCH_HEAD"], cwd=checker, check=True)
for name in %(left_out)r:
    shutil.rmtree(checker / name, ignore_errors=True)
(top / "lab.toml").write_text(LAB, encoding="utf-8")
command = [sys.executable, "-m", "workbook.setup.on_github", submission, top / "lab.toml", result]
subprocess.run(command, cwd=checker)
sys.exit(0 if result.exists() else 1)  # what is not there is an error of ours, and published as one
'''


def form(graded: Graded) -> dict[str, Any]:
    """A test for each exercise.  There are whole points only: a part of one that is not got in full is cut off."""
    exercises: dict[str, list[dict[str, Any]]] = {}
    for test in graded.tests:
        exercises.setdefault(test["name"].partition(":")[0], []).append(test)
    tests = [_test(name, its) for name, its in exercises.items()]
    if graded.why_not:
        tests = [{"test-name": graded.why_not, "passed": False, "score": 0, "max-score": round(graded.possible)}]
    says = os.environ.get
    return {
        "schema": "classroom50/result/v1",
        "classroom": says("CLASSROOM", ""),
        "assignment": says("ASSIGNMENT", ""),
        "submission": says("SUBMISSION_TAG", ""),
        "commit": says("COMMIT_URL", ""),
        "release": says("RELEASE_URL", ""),
        "review": says("REVIEW_URL") or says("COMMIT_URL", ""),
        "datetime": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }


def _test(name: str, its: list[dict[str, Any]]) -> dict[str, Any]:
    passed = all(test.get("status") == "passed" for test in its)
    possible = round(sum(test["max_score"] for test in its))
    score = possible if passed else min(possible, int(sum(test["score"] for test in its) + 1e-6))
    return {"test-name": name, "passed": passed, "score": score, "max-score": possible}

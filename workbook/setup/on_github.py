"""What a workflow on GitHub runs for one submission, and how it tells what came of it.  Standard library only.

GitHub Classroom's reporter (classroom-resources/autograding-grading-reporter) reads the output `result` of a step, JSON
in Base64; Classroom 50's runner a file; people the summary on the run's page.
"""

from __future__ import annotations

import base64
import html
import json
import math
import os
import re
import sys
from pathlib import Path
from typing import Any

from workbook.files.whole import write_json
from workbook.setup.environment import PYTHON, make_ready
from workbook.setup.grading import OURS, Graded, grade
from workbook.setup.install import SetupProblem

SECONDS = 600  # Classroom 50 ends a run after fifteen minutes, the set-up included
MOST_TOLD = 15_000  # characters of all checks in a step's output: the next gets it as a variable, of 128 KB at most
MOST_SHOWN = 200_000  # in the summary, which may have a megabyte, markup included


def reported(graded: Graded) -> dict[str, Any]:
    """As the graders of GitHub Classroom tell its reporter."""
    tests = [
        {
            "name": test["name"][:100],
            "status": "pass" if test.get("status") == "passed" else "fail" if "status" in test else "error",
            "message": _cut(test["output"], MOST_TOLD, graded) or None,
            "score": test["score"],
        }
        for test in graded.tests
    ]
    if graded.why_not:
        tests = [{"name": "The submission", "status": "error", "message": graded.why_not, "score": 0}]
    states = {test["status"] for test in tests}
    status = "error" if graded.why_not else "pass" if states == {"pass"} else "fail"
    return {"version": 1, "status": status, "max_score": graded.possible, "tests": tests}


def of_classroom50(graded: Graded) -> dict[str, Any]:
    """As Classroom 50 has it, to which nothing out of nothing would say that there is no autograder."""
    if not graded.why_not:
        return graded.classroom50
    possible = math.ceil(graded.possible)
    test = {"test-name": "The submission", "passed": False, "score": 0, "max-score": possible, "output": graded.why_not}
    return graded.classroom50 | {"score": 0, "max-score": possible, "tests": [test]}


def summary(graded: Graded) -> str:
    """As Markdown, for the page of the run; what a learner's code had a say in stands in it as text."""
    parts = [f"## {graded.score:g} of {graded.possible:g} points", *map(_text, graded.notes)]
    if graded.why_not:
        parts = [_text(graded.why_not), *map(_text, graded.notes)]
    rows = [
        f"| {_text(test['name'])} | {test['score']:g} of {test['max_score']:g} | {test.get('status', 'not judged')} |"
        for test in graded.tests
    ]
    if rows:
        parts.append("\n".join(["| check | points | |", "|---|---|---|", *rows]))
    for test in graded.tests:
        if test["output"]:
            parts.append(
                f"**{_text(test['name'])}**\n\n<pre>{html.escape(_cut(test['output'], MOST_SHOWN, graded))}</pre>"
            )
    return "\n\n".join(parts) + "\n"


def _cut(text: str, most: int, graded: Graded) -> str:
    """What fits of a check's text where all of them may have `most` characters."""
    room = most // len(graded.tests)
    return text if len(text) <= room else f"{text[:room]} …"


def _text(text: str) -> str:
    """One line in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]()#+!|~<>&-])", r"\\\1", " ".join(text.split()))


def main(arguments: list[str]) -> int:
    """`SUBMISSION LAB [RESULT]`: grade, and tell the platform.

    0 where everything passed, 1 where something did not, 2 where nothing was graded.  A Python that has the packages
    already is named in WORKBOOK_PYTHON; else they are installed, in `.venv`.
    """
    submission, lab, *result = (Path(word).resolve() for word in arguments)
    there = os.environ.get("WORKBOOK_PYTHON", "")
    try:
        if not there:
            make_ready(set())
        graded = grade(submission, lab, seconds=SECONDS, python=Path(there or PYTHON))
    except SetupProblem as problem:
        print(problem)
        graded = Graded(why_not=OURS, broke=True)
    told = base64.b64encode(json.dumps(reported(graded), ensure_ascii=False).encode("utf-8", "replace")).decode()
    for name, text in (("GITHUB_OUTPUT", f"result={told}\n"), ("GITHUB_STEP_SUMMARY", summary(graded))):
        if os.environ.get(name):
            with open(os.environ[name], "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
    if result and graded.classroom50:
        write_json(result[0], of_classroom50(graded))
    print(graded.why_not or f"{graded.score:g} of {graded.possible:g} points")
    if graded.why_not:
        return 2
    return 0 if all(test.get("status") == "passed" for test in graded.tests) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The autograder for GitHub: a workflow for GitHub Classroom, and an autograder.py for Classroom 50.

Both fetch the checker at one commit, and import nothing of the learner's repository; what they run is `on_github.py`.
Classroom 50's runner starts autograder.py in the learner's checkout, and publishes the `result.json` it finds there
(https://github.com/foundation50/classroom50/wiki/Advanced-Autograding).
Standard library only.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from workbook.setup.install import SetupProblem

NOT_FOR_GRADING = (".git", "solutions", "tests", "docs")  # a learner's code runs beside it
CHECKER = re.compile(r"([\w.-]+/[\w.-]+)@(?![0-9a-f]{1,39}$)([\w./-]+)")  # GitHub fetches no abbreviated commit
ON_GITHUB = re.compile(r"(?:https://|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")

WORKFLOW = """\
# Grades what is pushed with the checker of %(repository)s, and nothing of this repository's checker/ or workbook/.
name: Autograding Tests
on: [push, workflow_dispatch, repository_dispatch]
permissions:
  contents: read
  checks: write
  actions: read
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v4
        with: { path: submission, persist-credentials: false }
      - uses: actions/checkout@v4
        with: { path: checker, repository: "%(repository)s", ref: "%(commit)s", persist-credentials: false }
      - uses: actions/setup-python@v5
        with: { python-version: "3.12" }
      - name: Grade
        id: workbook
        working-directory: checker
        run: |
          rm -rf %(left_out)s
          printf '%%s' "$LAB" > ../lab.toml
          python -m workbook.setup.on_github ../submission ../lab.toml
        env:
          LAB: %(lab)s
      - name: Autograding Reporter
        if: always()
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
          WORKBOOK_RESULTS: "${{ steps.workbook.outputs.result }}"
        with: { runners: workbook }
"""

CLASSROOM_50 = '''\
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


def write_files(root: Path, place: Path, lab_file: Path, checker: str = "") -> str:
    """Write both files below the folder `place`, for the checker "OWNER/REPOSITORY@COMMIT" or this copy's own.

    Returns which checker that is.  Raises SetupProblem, and then has written nothing.
    """
    repository, commit = _given(checker) if checker else _own(root)
    lab = lab_file.read_text(encoding="utf-8-sig")
    told = {"repository": repository, "commit": commit, "address": f"https://github.com/{repository}"}
    files = {
        place / ".github" / "workflows" / "classroom.yml": WORKFLOW
        % {**told, "lab": json.dumps(lab, ensure_ascii=False), "left_out": " ".join(NOT_FOR_GRADING)},
        place / "autograder.py": CLASSROOM_50 % {**told, "lab": lab, "left_out": NOT_FOR_GRADING},
    }
    for path in files:
        if path.exists():
            raise SetupProblem(f"{path} is there already: delete it to have it written anew, or name another folder.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return f"{repository}@{commit}"


def _given(checker: str) -> tuple[str, str]:
    found = CHECKER.fullmatch(checker)
    if not found:
        raise SetupProblem(
            f"{checker} is no checker: say --checker OWNER/REPOSITORY@COMMIT, the commit in full, or a tag."
        )
    return found[1], found[2]


def _own(root: Path) -> tuple[str, str]:
    """This copy's repository on GitHub, and its commit."""
    origin = ON_GITHUB.fullmatch(_git(root, "remote", "get-url", "origin"))
    commit = _git(root, "rev-parse", "HEAD")
    if origin is None or not _git(root, "branch", "-r", "--contains", commit):
        raise SetupProblem(
            "This copy's commit is not known to be on GitHub: push it, or say which checker is to grade, with "
            "--checker OWNER/REPOSITORY@COMMIT. The repository that you hand out will do."
        )
    return origin[1], commit


def _git(root: Path, *words: str) -> str:
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""

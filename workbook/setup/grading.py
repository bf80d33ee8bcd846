"""One submission, graded as a class of one for a platform that runs its autograder itself.  Standard library only."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.project import ROOT

OURS = (
    "Not graded: the autograder broke. It says nothing about your work, and this 0 is no grade: tell your instructor."
)
NAME = "submission"
NOBODY = 65534  # the account without rights, by its number on every Linux
MOST_TEXT = 20_000  # characters of what the run has said that are shown
PASSED_ON = {  # and no token of a platform's
    *("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DATABASE_URL", "SYSTEMROOT"),
    # whose submission it is, as Classroom 50 says it
    *("CLASSROOM", "ASSIGNMENT", "ASSIGNMENT_TYPE", "OWNER", "USERNAME"),
    *("SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL"),
}


@dataclass(frozen=True)
class Graded:
    """What came of it: `tests` as Gradescope's form has them, and the points; or why there are none.

    `classroom50` is all of it in that platform's form.  `why_not` is for the learner to read, and `broke` says that it
    is not theirs to mend.
    """

    tests: list[dict[str, Any]] = field(default_factory=list)
    classroom50: dict[str, Any] = field(default_factory=dict)
    score: float = 0
    possible: float = 0
    notes: list[str] = field(default_factory=list)
    why_not: str = ""
    broke: bool = False


def grade(submission: Path, lab: Path, *, seconds: float, python: Path) -> Graded:
    """Grade what lies in the folder `submission` by `lab`, with this `python`, in so many seconds.

    Never raises, whatever is odd about the submission or the environment.  What the run says, and with it what is not
    confined here, goes to stdout, which is the instructor's.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="autograder_", ignore_cleanup_errors=True) as folder:
            return _graded(Path(folder), submission, lab, seconds, python)
    except Exception as problem:
        print(f"The autograder broke: {type(problem).__name__}: {problem}")
        return Graded(why_not=OURS, broke=True)


def _graded(work: Path, submission: Path, lab: Path, seconds: float, python: Path) -> Graded:
    place = work / "submissions" / NAME
    if submission.is_dir():
        shutil.copytree(submission, place, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv"))
    else:
        place.mkdir(parents=True)
    shutil.copy(lab, work / "lab.toml")
    command = [str(python), "-m", "pytest", "checker", "-p", "no:cacheprovider", "--lab", str(work / "lab.toml")]
    command += ["--submissions", str(place.parent), "--report", str(work / "report")]
    in_time = _run(command, work, seconds, _account(work, python))
    if not in_time:
        return Graded(
            why_not=f"Not graded: its checks were not done after {seconds:.0f} s. Look for a loop that never ends, or "
            "for what waits for something that does not come."
        )
    told = _read(work / "report" / "results.json")
    (learner,) = told["learners"]
    what, why, possible, notes = learner["status"], learner["refused"], told["possible"], learner["notes"]
    if what not in ("graded", "refused", "no file") or why.startswith("it could not be graded: the process"):
        return Graded(possible=possible, why_not=OURS, broke=True)
    pages = work / "report" / "feedback" / NAME
    classroom50 = _read(pages / "classroom50.json")
    if why:
        return Graded(classroom50=classroom50, possible=possible, notes=notes, why_not=f"Not graded: {why}")
    gradescope = _read(pages / "gradescope.json")
    return Graded(gradescope["tests"], classroom50, gradescope["score"], possible, notes)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _run(command: list[str], work: Path, seconds: float, account: dict[str, Any]) -> bool:
    """Run it to its end, and show the end of what it says; whether it came to it in time."""
    variables = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    variables |= {"HOME": str(work), "PYTHONDONTWRITEBYTECODE": "1"}
    with (work / "said").open("w+b") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **account,
        )
        try:
            process.wait(seconds)
            in_time = True
        except subprocess.TimeoutExpired:
            in_time = False
            _end(process)
        said.seek(max(0, said.seek(0, os.SEEK_END) - MOST_TEXT))
        sys.stdout.flush()
        sys.stdout.buffer.write(said.read() + b"\n")  # whatever the terminal's encoding
        sys.stdout.buffer.flush()
    return in_time


def _end(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does, so that it ends what it started; if that takes long, not so kindly."""
    with suppress(OSError, subprocess.TimeoutExpired):
        process.send_signal(signal.SIGINT)
        process.wait(10)
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _account(work: Path, python: Path) -> dict[str, Any]:
    """Who runs the checker: in place of root, who would be root in a learner's code too, an account without rights."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    account: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        for folder, _, names in os.walk(work):
            for path in (folder, *(os.path.join(folder, name) for name in names)):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        reads = [str(python), "-c", "import checker.plugin"]
        subprocess.run(reads, cwd=ROOT, env={}, capture_output=True, check=True, timeout=60, **account)
    except (OSError, subprocess.SubprocessError):
        print("The checker runs as root here: an account without rights cannot read it, or may not be had.")
        return {}
    return account

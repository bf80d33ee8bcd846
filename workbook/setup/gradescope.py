"""The autograder for Gradescope: its archive, and what `run_autograder` in it does.  Standard library only.

The form is Gradescope's (https://gradescope-autograders.readthedocs.io/en/latest/specs/): `setup.sh` runs once, in
/autograder/source, when the image is built; `run_autograder` for each submission, which lies in /autograder/submission;
what is to be shown stands in /autograder/results/results.json.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbook.files.whole import write_json
from workbook.learning.lab import Lab
from workbook.project import ROOT
from workbook.setup.environment import make_ready
from workbook.setup.grading import OURS, Graded, grade
from workbook.setup.handout import hand_out
from workbook.setup.install import SetupProblem

SECONDS = 540  # Gradescope ends a run after ten minutes unless told otherwise, and then gives 0 without a word

SET_UP = """\
#!/usr/bin/env bash
# Makes what the checker needs, once, when the image is built. What it says is the instructor's to read.
cd "${AUTOGRADER:-/autograder}/source/workbook" || exit 1

usable() {
    for python in python3.13 python3.12 python3.11 python3; do
        "$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && return
    done
    return 1
}

if ! usable; then
    apt-get update
    apt-get install -y python3-venv libseccomp2
    usable || apt-get install -y python3.12-venv || apt-get install -y python3.11-venv
    usable || { echo "There is no Python 3.11 or newer: choose a newer base image."; exit 1; }
fi
"$python" -m workbook.setup.gradescope set-up
"""

RUN = """\
#!/usr/bin/env bash
# Grades one submission. Whatever happens below, there is a results.json, and a sentence in it.
export AUTOGRADER="${AUTOGRADER:-/autograder}"
# Seconds for one submission: less than the time limit in the assignment's settings, after which Gradescope gives 0.
export AUTOGRADER_SECONDS="${AUTOGRADER_SECONDS:-%(seconds)d}"
mkdir -p "$AUTOGRADER/results"
cat > "$AUTOGRADER/results/results.json" <<'JSON'
%(broke)s
JSON
cd "$AUTOGRADER/source/workbook" && .venv/bin/python -m workbook.setup.gradescope && exit
echo "Nothing was graded. Where something is said above to be missing, setup.sh has said why when the image was built."
"""


def write_archive(root: Path, place: Path, lab: Lab, lab_file: Path) -> None:
    """Write the archive for a lab to `place`: the workbook as learners are handed it out, without solutions.

    Raises SetupProblem, and then has written nothing.
    """
    if place.exists():
        raise SetupProblem(f"{place} is there already: delete it to have it written anew, or name another file.")
    unfinished = place.with_name(f".{place.name}.unfinished")
    with tempfile.TemporaryDirectory(prefix="autograder_") as folder:
        top = Path(folder)
        hand_out(root, top / "workbook", lab)
        shutil.rmtree(top / "workbook" / ".git", ignore_errors=True)
        shutil.copy(lab_file, top / "lab.toml")
        (top / "setup.sh").write_text(SET_UP)
        (top / "run_autograder").write_text(RUN % {"seconds": SECONDS, "broke": json.dumps(_form(_broke()), indent=1)})
        try:
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(path for path in top.rglob("*") if path.is_file()):
                    path.chmod(0o755 if path.parent == top and path.suffix != ".toml" else 0o644)
                    archive.write(path, path.relative_to(top).as_posix())
            unfinished.replace(place)
        except OSError as problem:
            unfinished.unlink(missing_ok=True)
            raise SetupProblem(f"{place} cannot be written: {problem.strerror}.") from None


def _broke() -> Graded:
    return Graded(why_not=OURS, broke=True)


def _form(graded: Graded) -> dict[str, Any]:
    """As Gradescope's form has it, which asks for a score also where there is none: the sentence says what the 0 is."""
    said = [graded.why_not] * bool(graded.why_not) + graded.notes
    form: dict[str, Any] = {"score": graded.score, "stdout_visibility": "hidden"}
    if said:
        form |= {"output": "\n".join(said), "output_format": "text"}
    return form | {"tests": graded.tests} if graded.tests else form


def main(arguments: list[str]) -> int:
    """Set up, as `setup.sh` asks for, or grade what lies in the container's folders, as `run_autograder` does."""
    if arguments == ["set-up"]:
        try:
            make_ready(set())
            for package in ("checker", "workbook"):  # no submission is graded by an account that may write there
                compileall.compile_dir(ROOT / package, quiet=1)
        except SetupProblem as problem:
            print(problem)
            return 1
        return 0
    top = Path(os.environ.get("AUTOGRADER", "/autograder"))
    for private in (top / "submission_metadata.json", top / "results"):  # names, and points of before
        with suppress(OSError):
            private.chmod(0o700 if private.is_dir() else 0o600)
    seconds = float(os.environ.get("AUTOGRADER_SECONDS", SECONDS))
    graded = grade(top / "submission", top / "source" / "lab.toml", seconds=seconds, python=Path(sys.executable))
    write_json(top / "results" / "results.json", _form(graded))
    return 1 if graded.broke else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

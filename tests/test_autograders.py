"""What platforms run themselves, in folders laid out as theirs are: whatever is handed in, a result says what it was.

Only the set-up is another: the packages are those of the tests' own environment.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from test_classroom50 import held
from test_handout import bodies
from variants import ROOT

from workbook.setup.grading import OURS, Graded
from workbook.setup.handout import hand_out
from workbook.setup.on_github import reported, summary

STEM = "ex00_start_here"
LAB = 'title = "Week 1: „äé🐍“"\nexercises = ["00"]\n[points]\n"00" = 10\n'
SOLUTION = (ROOT / "solutions" / f"{STEM}.py").read_text(encoding="utf-8")
STUB = (ROOT / "exercises" / f"{STEM}.py").read_text(encoding="utf-8")
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
# https://gradescope-autograders.readthedocs.io/en/latest/specs/
GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["score"],
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["score"],
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}
FLOOD = "import sys\nfor _ in range(300):\n    print('x' * 100_000)\n    print('y' * 100_000, file=sys.stderr)\n"


def write_lab(folder: Path) -> Path:
    file = folder / "week3.toml"
    file.write_text(LAB, encoding="utf-8")
    return file


def type_in(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbook", "autograder", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    done = type_in(folder, "gradescope", "--lab", write_lab(folder), folder / "autograder.zip")
    assert done.returncode == 0, done.stderr
    return folder / "autograder.zip"


@pytest.fixture(scope="module")
def container(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("autograder")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(top / "source")
    shutil.copy(top / "source" / "run_autograder", top)
    (top / "source" / "workbook" / ".venv").symlink_to(sys.prefix)
    return top


class Run:
    """What a run of `run_autograder`, started by `by`, leaves; `said` is what the instructor alone sees."""

    def __init__(self, top: Path, files: dict[str, str] | None, by: tuple[str, ...] = (), **variables: str):
        shutil.rmtree(top / "submission", ignore_errors=True)
        shutil.rmtree(top / "results", ignore_errors=True)
        (top / "submission_metadata.json").write_text('{"users": [{"email": "a@example.com"}]}')
        for name, text in ({} if files is None else files).items():
            path = top / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [*by, "bash", str(top / "run_autograder")],
            cwd=top,
            env={"PATH": os.environ["PATH"], "AUTOGRADER": str(top), "PYTHONPATH": str(ROOT), **variables},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=300,
        )
        assert done.returncode == 0
        self.said = done.stdout + done.stderr
        text = (top / "results" / "results.json").read_text(encoding="utf-8")
        assert len(text) < 1_000_000
        self.results: dict[str, Any] = json.loads(text)
        jsonschema.validate(self.results, GRADESCOPE)
        self.score = self.results["score"]
        self.tests = self.results.get("tests", [])
        self.output = self.results.get("output", "")
        assert self.tests or self.output
        assert self.score == pytest.approx(sum(test["score"] for test in self.tests))
        assert self.results["stdout_visibility"] == "hidden"

    @property
    def told(self) -> str:
        return "\n".join([self.output, *(test["output"] for test in self.tests)])


def test_the_archive_has_what_gradescope_wants_and_no_line_of_a_solution(archive: Path):
    with zipfile.ZipFile(archive) as opened:
        modes = {each.filename: stat.S_IMODE(each.external_attr >> 16) for each in opened.infolist()}
        texts = [opened.read(name).decode(errors="replace") for name in modes]
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert not any({"solutions", "tests", ".git"} & {*Path(name).parts} for name in modes)
    assert [name for name in modes if re.search(r"checker/test_ex\d", name)] == [f"workbook/checker/test_{STEM}.py"]
    everything = " ".join(" ".join(texts).split())
    of_this = {name: body for name, body in bodies().items() if name.startswith("ex1")}
    assert of_this
    assert [name for name, body in of_this.items() if body in everything] == []


def test_what_is_solved_has_the_points_of_the_lab(container: Path):
    run = Run(container, {f"{STEM}.py": SOLUTION})
    assert run.score == 10
    assert {(test["status"], test["visibility"]) for test in run.tests} == {("passed", "visible")}
    assert "1 of 1 submissions are graded" in run.said


def test_the_stub_is_not_solved_yet(container: Path):
    run = Run(container, {f"{STEM}.py": STUB})
    assert run.score == 0
    assert {test["status"] for test in run.tests} == {"failed"}
    assert sum(test["max_score"] for test in run.tests) == pytest.approx(10)


def test_a_misnamed_file_and_a_whole_clone_are_taken_and_it_is_said(container: Path):
    misnamed = Run(container, {f"{STEM} (1).py": SOLUTION})
    assert misnamed.score == 10
    assert f"{STEM} (1).py was taken for {STEM}.py." in misnamed.output
    evil = "raise SystemExit('not ours')"
    clone = {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--version'\n", "conftest.py": evil}
    clone |= dict.fromkeys(("checker/__init__.py", "workbook/__init__.py", f"checker/test_{STEM}.py"), evil)
    clone |= {f"exercises/{STEM}.py": SOLUTION, f"solutions/{STEM}.py": evil}
    assert Run(container, {f"mine/{name}": text for name, text in clone.items()}).score == 10


@pytest.mark.parametrize("files", [None, {"notes.txt": "", "ex01_engine.py": "x = 1\n"}])
def test_where_there_is_no_exercise_file_a_sentence_says_what_is_wanted(container: Path, files: dict[str, str] | None):
    run = Run(container, files)
    assert run.output.startswith(f"Not graded: there is no {STEM}.py in it")
    assert run.tests == []


@pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
def test_what_is_not_confined_in_a_container_is_said_to_the_instructor_alone(container: Path):
    in_a_container = (sys.executable, str(ROOT / "tests" / "no_namespaces.py"))
    run = Run(container, {f"{STEM}.py": SOLUTION}, by=in_a_container)
    assert run.score == 10
    assert re.search(r"^Not confined here: .*processes", run.said, re.MULTILINE)
    assert "confined" not in json.dumps(run.results)


def test_code_that_cannot_be_imported_is_told(container: Path):
    run = Run(container, {f"{STEM}.py": SOLUTION + "\ndef broken(:\n"})
    assert run.score == 0
    assert "SyntaxError" in run.told


def test_a_loop_that_never_ends_is_told_as_that(container: Path):
    run = Run(container, {f"{STEM}.py": "while True:\n    pass\n" + SOLUTION})
    assert run.score == 0
    assert len(run.tests) == 3
    assert {test["output"].splitlines()[0] for test in run.tests} == {"Outcome: timed out"}


def test_a_flood_of_output_is_no_part_of_the_results(container: Path):
    run = Run(container, {f"{STEM}.py": FLOOD + SOLUTION})
    assert run.score == 10
    assert "xxxx" not in json.dumps(run.results)
    assert len(run.said) < 100_000


def test_what_cannot_begin_or_does_not_end_leaves_a_sentence(container: Path, tmp_path: Path):
    late = Run(container, {f"{STEM}.py": SOLUTION}, AUTOGRADER_SECONDS="0.1")
    assert late.output.startswith("Not graded: its checks were not done after 0 s.")
    top = tmp_path / "autograder"
    shutil.copytree(container, top, symlinks=True)
    venv = top / "source" / "workbook" / ".venv"
    venv.unlink()
    without = Run(top, {f"{STEM}.py": SOLUTION})
    assert without.output == OURS
    assert "setup.sh has said why" in without.said
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    half = Run(top, {f"{STEM}.py": SOLUTION})
    assert half.output == OURS
    assert "No module named pytest" in half.said
    (top / "source" / "lab.toml").unlink()
    assert Run(top, {f"{STEM}.py": SOLUTION}).output == OURS


@pytest.fixture(scope="module")
def on_github(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository that is handed out, and what the command writes for it."""
    top = tmp_path_factory.mktemp("github")
    hand_out(ROOT, top / "lab")
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=top / "lab", capture_output=True, text=True, check=True)
    checker = f"someone/lab@{told.stdout.strip()}"
    done = type_in(top, "github", "--lab", write_lab(top), top / "out", "--checker", checker)
    assert done.returncode == 0, done.stderr
    return top


def as_a_clone(place: Path, text: str) -> None:
    """A learner's repository, whose own checker would give every point."""
    shutil.rmtree(place, ignore_errors=True)
    evil = "import os\nos._exit(0)\n"
    for name in ("checker/__init__.py", "workbook/__init__.py", "workbook/__main__.py", "conftest.py", "result.json"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(evil)
    (place / "exercises").mkdir()
    (place / "exercises" / f"{STEM}.py").write_text(text, encoding="utf-8")


VARIABLES = {
    "CLASSROOM": "databases",
    "ASSIGNMENT": "week1",
    "SUBMISSION_TAG": "submit/1",
    "COMMIT_URL": "https://example.com/commit",
    "RELEASE_URL": "https://example.com/release",
    "WORKBOOK_PYTHON": sys.executable,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}
CASES = {"solved": (SOLUTION, 10, 0), "stub": (STUB, 0, 1)}


@pytest.mark.parametrize(("text", "score", "status"), CASES.values(), ids=CASES)
def test_the_workflow_grades_with_our_checker(on_github: Path, tmp_path: Path, text: str, score: int, status: int):
    workflow = yaml.safe_load((on_github / "out" / ".github" / "workflows" / "classroom.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    learners, ours, _, step, reporter = job["steps"]
    as_a_clone(tmp_path / learners["with"]["path"], text)
    shutil.copytree(on_github / "lab", tmp_path / ours["with"]["path"])
    (tmp_path / "checker" / "solutions").mkdir()
    told = {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    folder = tmp_path / step["working-directory"]
    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(command, cwd=folder, env=VARIABLES | told | step["env"], capture_output=True, text=True)
    assert done.returncode == status, done.stdout + done.stderr
    assert not (folder / "solutions").exists()
    assert not (folder / ".git").exists()
    name, _, value = (tmp_path / "output").read_text().strip().partition("=")
    assert reporter["env"] == {"WORKBOOK_RESULTS": f"${{{{ steps.{step['id']}.outputs.{name} }}}}"}
    result = json.loads(base64.b64decode(value))
    assert result["max_score"] == 10
    assert sum(test["score"] for test in result["tests"]) == pytest.approx(score)
    assert result["status"] == ("pass" if status == 0 else "fail")
    assert {test["status"] for test in result["tests"]} == {result["status"]}
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith(f"## {score} of 10 points\n")


@pytest.mark.parametrize(("text", "score"), [(SOLUTION, 10), ("", 0)], ids=["solved", "empty"])
def test_classroom_50_finds_its_result(on_github: Path, tmp_path: Path, text: str, score: int):
    as_a_clone(tmp_path / "learner", text)
    shutil.copy(on_github / "out" / "autograder.py", tmp_path)
    instead = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{on_github / 'lab'}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/someone/lab",
    }
    command = [sys.executable, str(tmp_path / "autograder.py")]
    done = subprocess.run(
        command, cwd=tmp_path / "learner", env=VARIABLES | instead, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((tmp_path / "learner" / "result.json").read_text(encoding="utf-8"))
    held(result)
    assert result["submission"] == VARIABLES["SUBMISSION_TAG"]
    assert (result["score"], result["max-score"]) == (score, 10)
    assert all(test["passed"] == (score == 10) for test in result["tests"])


def test_what_a_step_hands_to_the_next_and_the_summary_stay_within_their_bounds():
    """A variable has 128 KB on Linux, a summary a megabyte."""
    test = {
        "name": "ex05_eager_loading.orders_page: " + "a sentence " * 10,
        "score": 0,
        "max_score": 1,
        "status": "failed",
    }
    many = Graded([test | {"output": "<é&\n" * 5_000} for _ in range(400)])
    encoded = base64.b64encode(json.dumps(reported(many), ensure_ascii=False).encode())
    assert len(encoded) < 128 * 1024
    assert len(summary(many).encode()) < 1024 * 1024
    assert "<é" not in summary(many)


def test_classroom_50_is_told_of_what_broke_by_the_status_alone(on_github: Path, tmp_path: Path):
    as_a_clone(tmp_path / "learner", SOLUTION)
    broken = {**VARIABLES, "WORKBOOK_PYTHON": "/nowhere", "GIT_CONFIG_COUNT": "1"}
    broken |= {
        "GIT_CONFIG_KEY_0": f"url.{on_github / 'lab'}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/someone/lab",
    }
    command = [sys.executable, str(on_github / "out" / "autograder.py")]
    done = subprocess.run(command, cwd=tmp_path / "learner", env=broken, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert OURS in done.stdout
    assert not (tmp_path / "learner" / "result.json").exists()


def test_nothing_is_written_over_and_what_cannot_be_is_told(archive: Path, on_github: Path, tmp_path: Path):
    lab = write_lab(tmp_path)
    again = type_in(tmp_path, "gradescope", "--lab", lab, archive)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    again = type_in(tmp_path, "github", "--lab", lab, on_github / "out", "--checker", "someone/lab@v1")
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    short = type_in(tmp_path, "github", "--lab", lab, tmp_path / "out", "--checker", "someone/lab@0123abc")
    assert (short.returncode, "the commit in full" in short.stderr) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == [lab.name]


def test_the_guides_commands_do_what_they_say(tmp_path: Path):
    write_lab(tmp_path)
    guide = (ROOT / "docs" / "autograders.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 (-m workbook autograder .+)$", guide, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        words = [sys.executable, *command.replace("COMMIT", "v1").split()]
        done = subprocess.run(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
        assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"week3.toml", "autograder.zip", "autograder"}

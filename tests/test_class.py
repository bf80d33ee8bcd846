"""A class as a whole: the same grades in any order, stopped and resumed, and bad input told in a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from classes import DEAREST, HEAD, NAME, SOLUTION, STUB, command, grade_class, make_class, results_of
from variants import ROOT

from checker.classroom import classroom
from checker.judge.workers import can_fork

CLASS = {
    "Ada": SOLUTION,
    "Bö hm": DEAREST,
    "stub": STUB,
    "broken": "def (\n",
    "left": f"{HEAD}    import os; os._exit(0)\n",
}
SLOW = f"{HEAD}    import asyncio; await asyncio.sleep(1)\n    return ''\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, subprocess.CompletedProcess[str]]:
    """A class, its report, and what the command said."""
    top = tmp_path_factory.mktemp("class")
    folder = make_class(top / "in", CLASS)
    return folder, top / "out", grade_class(folder, top / "out")


def test_a_class_that_was_graded_is_a_success_whatever_its_points(graded):
    _, out, run = graded
    assert run.returncode == 0, run.stdout + run.stderr
    assert "5 of 5 submissions are graded" in run.stdout
    got = {learner: entry["score"]["got"] for learner, entry in results_of(out).items()}
    assert got == {"Ada": 3, "Bö hm": 0, "stub": 0, "broken": 0, "left": 0}


def test_the_same_bytes_however_many_graders_and_in_whatever_order(graded, tmp_path: Path):
    _, out, _ = graded
    mirrored = make_class(tmp_path / "in", dict(reversed(CLASS.items())))
    grade_class(mirrored, tmp_path / "out", "-n", "3")
    for name in ("grades.csv", "results.json"):
        assert (out / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    assert not list((tmp_path / "out").glob(".tmp*"))


def test_the_same_command_grades_what_is_new_or_changed_only(tmp_path: Path):
    mine = make_class(tmp_path / "in", {"Ada": SOLUTION, "Bob": STUB})
    grade_class(mine, tmp_path / "out")
    before = {name: (tmp_path / "out/learners" / name / "result.json").stat().st_mtime_ns for name in ("Ada", "Bob")}
    make_class(tmp_path / "in", {"Cleo": SOLUTION})
    (mine / "Bob" / f"{NAME}.py").write_text(SOLUTION, encoding="utf-8")
    run = grade_class(mine, tmp_path / "out")
    after = {name: (tmp_path / "out/learners" / name / "result.json").stat().st_mtime_ns for name in ("Ada", "Bob")}
    assert after["Ada"] == before["Ada"]
    assert after["Bob"] > before["Bob"]
    assert {entry["score"]["got"] for entry in results_of(tmp_path / "out").values()} == {3}, run.stdout


def test_what_one_submission_leaves_in_its_process_no_other_meets(tmp_path: Path):
    planted = "import sys\nif 'planted' in sys.modules: raise RuntimeError('somebody was here')\n"
    folder = make_class(
        tmp_path / "in",
        {"a": f"{SOLUTION}\nimport sys\nsys.modules['planted'] = sys\n", "b": planted + SOLUTION},
    )
    for method in ("fork", "spawn"):
        grade_class(folder, tmp_path / method, "--start-method", method)
        assert results_of(tmp_path / method)["b"]["score"]["got"] == 3


def begun(folder: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run that has graded learner a."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(
        command(folder, out, *options), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    done = out / "feedback" / "a" / "junit.xml"
    for _ in range(600):
        if done.exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    return process


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a child")
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": SOLUTION, **{f"slow {number}": SLOW for number in range(4)}})
    process = begun(folder, tmp_path / "out")
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 2, said
    assert "the same command goes on with them" in said
    assert "Traceback" not in said
    assert results_of(tmp_path / "out")["slow 3"]["refused"] == "not graded yet"
    kept = tmp_path / "out" / "learners" / "a" / "result.json"
    first = kept.stat().st_mtime_ns
    run = grade_class(folder, tmp_path / "out", "-n", "2")
    assert run.returncode == 0, run.stdout + run.stderr
    assert kept.stat().st_mtime_ns == first
    assert not [entry for entry in results_of(tmp_path / "out").values() if entry["refused"]]


def graders(run: psutil.Process) -> list[psutil.Process]:
    """The graders of a run: forked from a child of it that has been forked too."""
    return [
        grader
        for child in run.children()
        for grader in child.children()
        if grader.cmdline() == child.cmdline() == run.cmdline()
    ]


@pytest.mark.skipif(not can_fork(), reason="graders are not forked here")
@pytest.mark.parametrize("what", ["a grader", "what they are forked from"])
def test_a_grader_that_is_killed_is_replaced(tmp_path: Path, what: str):
    folder = make_class(tmp_path / "in", {"a": SOLUTION, **{f"slow {number}": SLOW for number in range(3)}})
    process = begun(folder, tmp_path / "out", "-n", "2")
    before = graders(psutil.Process(process.pid))
    assert len(before) == 2
    killed = before[0] if what == "a grader" else before[0].parent()
    killed.kill()
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 0, said
    assert "4 of 4 submissions are graded" in said
    assert {entry["refused"] for entry in results_of(tmp_path / "out").values()} == {""}


@pytest.mark.skipif(not can_fork(), reason="graders are not forked here")
def test_a_run_that_is_killed_leaves_no_process(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": SOLUTION, **{f"slow {number}": SLOW for number in range(4)}})
    process = begun(folder, tmp_path / "out", "-n", "2")
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 6, "two graders, what they are forked from, and their nurseries"
    process.kill()
    process.communicate(timeout=10)
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []


def archive(path: Path, entries: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in entries.items():
            file.writestr(name, text)


def test_zips_nested_folders_and_two_of_one_name(tmp_path: Path):
    folder = make_class(tmp_path / "in" / "nbgrader", {"ps1": SOLUTION}).parent
    archive(folder / "Zoë.zip", {f"Zoë/lab/{NAME}.py": SOLUTION})
    archive(folder / "Zoë.ZIP", {f"{NAME}.py": STUB})
    archive(folder / "leaves.zip", {f"../../{NAME}.py": SOLUTION})
    run = grade_class(folder, tmp_path / "out")
    results = results_of(tmp_path / "out")
    assert {name: (entry["score"] or {}).get("got") for name, entry in results.items()} == {
        "nbgrader": 3,
        "Zoë.zip": 3,
        "Zoë.ZIP": 0,
        "leaves": None,
    }
    assert "would leave its folder" in results["leaves"]["refused"]
    assert run.returncode == 1, "one could not be graded"
    assert "leaves: not graded" in run.stdout


def refusal(run: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a run that was refused."""
    said = run.stdout + run.stderr
    assert run.returncode == 4, said
    assert "Traceback" not in said
    assert "INTERNALERROR" not in said
    [line] = [line for line in said.splitlines() if line.startswith("ERROR: ")]
    return line


def test_a_class_is_not_graded_in_the_judges_own_process(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": SOLUTION})
    run = grade_class(folder, tmp_path / "out", "--in-process")
    assert run.returncode == 4
    assert "--in-process is for one submission" in run.stdout + run.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "give the folder that holds an entry for each learner"),
        (lambda path: path.write_text(""), "is a file"),
        (lambda path: path.mkdir(), "holds no folder and no .zip"),
    ],
    ids=["missing", "a file", "empty"],
)
def test_a_folder_of_submissions_that_is_none(tmp_path: Path, make, words: str):
    make(tmp_path / "in")
    assert words in refusal(grade_class(tmp_path / "in", tmp_path / "out"))


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(_: Path) -> list:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(classroom, "entries", refused)  # root, who may run this test, is never refused
    config = SimpleNamespace(
        option=SimpleNamespace(submissions=str(tmp_path)), invocation_params=SimpleNamespace(dir=tmp_path)
    )
    with pytest.raises(pytest.UsageError, match="Permission denied"):
        classroom.submissions(config, tmp_path / "out")  # type: ignore[arg-type]


def test_reports_that_cannot_be_written(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": STUB})
    (tmp_path / "out").write_text("a file")
    assert "give another --report" in refusal(grade_class(folder, tmp_path / "out"))


def test_checks_that_do_not_exist(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": STUB})
    assert "No check is asked for" in refusal(grade_class(folder, tmp_path / "out", "-k", "ex99"))
    assert not (tmp_path / "out").exists()


def test_a_report_among_the_submissions_is_no_submission(tmp_path: Path):
    folder = make_class(tmp_path / "in", {"a": STUB})
    assert "another folder" in refusal(grade_class(folder, folder))
    for _ in range(2):
        assert grade_class(folder, folder / "report").returncode == 0
    assert set(results_of(folder / "report")) == {"a"}


def test_results_of_another_version_seed_or_checker_are_not_mixed(graded, tmp_path: Path):
    folder, _, _ = graded
    out = tmp_path / "out"
    (out / "learners").mkdir(parents=True)
    (out / "run.json").write_text(json.dumps({"version": 0, "seed": 3}))
    said = refusal(grade_class(folder, out))
    assert "another version" in said
    assert "seed" in said
    assert "--fresh" in said
    assert json.loads((out / "run.json").read_text()) == {"version": 0, "seed": 3}, "nothing is lost"


def test_one_run_at_a_time(graded):
    from filelock import FileLock

    folder, out, _ = graded
    before = (out / "results.json").read_bytes()
    with FileLock(out / ".lock"):
        assert "Another run writes to" in refusal(grade_class(folder, out))
    assert (out / "results.json").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="mounts a small file system")
def test_a_disk_that_is_full_loses_nothing_that_was_done(tmp_path: Path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        out = small / "out"
        grade_class(make_class(tmp_path / "one", {"Ada": SOLUTION}), out)
        whole = (out / "learners" / "Ada" / "result.json").read_bytes()
        more = make_class(tmp_path / "more", {"Ada": SOLUTION, **{f"more {number}": DEAREST for number in range(12)}})
        with (small / "filler").open("wb") as filler:
            room = os.statvfs(small)
            filler.write(b"x" * (room.f_bavail * room.f_bsize - 40_000))
        assert "make room" in refusal(grade_class(more, out))
        assert (out / "learners" / "Ada" / "result.json").read_bytes() == whole
        for path in [out / "results.json", *out.glob("learners/*/*.json")]:
            json.loads(path.read_text(encoding="utf-8"))
        (small / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
        assert grade_class(more, out).returncode == 0
        assert len(results_of(out)) == 13
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_clock_that_jumps_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    import tqdm.std

    times = iter([1000.0, 5.0, 9e9, 0.0, -3.0, 10.0] * 50)
    monkeypatch.setattr(tqdm.std, "time", lambda: next(times))
    with tqdm.std.tqdm(total=20, file=open(os.devnull, "w")) as bar:
        for _ in range(20):
            bar.update()
    assert bar.n == 20

"""An exercise may be a folder: graded, read, begun again and handed in as a file is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from classes import NAME, SOLUTION, STUB, grade_class, results_of
from variants import ROOT

from checker.intake.entries import Entry, Refused
from checker.intake.laying_out import lay_out
from checker.judge.reaching import is_ordinary, reaches
from checker.reports.shapes import shape
from checker.worker.learner import Learner
from workbook.files.exercise import MOST_ENTRIES, Exercise, TooMuch
from workbook.learning import words
from workbook.learning.lessons import lessons
from workbook.learning.progress import IN_WORK, UNTOUCHED, Progress
from workbook.notebook.feedback import Feedback

HEAD = SOLUTION.split("async def ")[0]
PACKAGE = {
    f"{NAME}/app.py": "from .queries.inner import greeting\n",
    f"{NAME}/queries/inner.py": SOLUTION,
    f"{NAME}/export.py": "import json  # by nobody\n",
}


def put(folder: Path, files: dict[str, str]) -> Exercise:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Exercise.find(folder, NAME)


def package(**changed: str) -> dict[str, str]:
    """The solution of lesson 00 as a package."""
    return PACKAGE | {f"{NAME}/{name.replace('__', '/')}.py": text for name, text in changed.items()}


def check(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "checker", "-k", "ex00", "--submission", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)


# -- where it is --------------------------------------------------------------------------------------------------


def test_a_file_or_a_folder_and_the_file_counts_where_there_are_both(tmp_path: Path):
    none = Exercise.find(tmp_path, NAME)
    assert (none.name, none.sources()) == (f"{NAME}.py", {})
    folder = put(tmp_path, package())
    assert (folder.name, folder.module, folder.stem) == (f"{NAME}/app.py", f"{NAME}.app", NAME)
    assert (folder.folder, folder.place) == (tmp_path, tmp_path / NAME)
    assert list(folder.sources()) == [f"{NAME}/app.py", f"{NAME}/export.py", f"{NAME}/queries/inner.py"]
    file = put(tmp_path, {f"{NAME}.py": STUB})
    assert (file.name, file.module, file.stem, file.folder) == (f"{NAME}.py", NAME, NAME, tmp_path)


@pytest.mark.parametrize("way", ["a link to a file", "a link to a folder", "many files", "itself a link"])
def test_what_belongs_into_no_package_is_not_read(way: str, tmp_path: Path):
    put(tmp_path, package())
    if way == "a link to a file":
        (tmp_path / NAME / "other.py").symlink_to("/etc/passwd")
    elif way == "a link to a folder":
        (tmp_path / NAME / "other").symlink_to("/etc")
    elif way == "many files":
        for number in range(MOST_ENTRIES):
            (tmp_path / NAME / "queries" / f"{number}.txt").touch()
    else:
        (tmp_path / NAME).rename(tmp_path / "elsewhere")
        (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    exercise = Exercise.find(tmp_path, NAME)
    with pytest.raises(TooMuch):
        exercise.files()
    assert reaches(exercise.file).startswith(f"{NAME} (")


# -- graded -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--in-process"], ["--start-method=spawn"]])
def test_a_package_is_graded(options: list[str], tmp_path: Path):
    put(tmp_path, package())
    done = check(tmp_path, *options)
    assert done.returncode == 0, done.stdout
    assert f"{NAME}/" in done.stdout


def test_one_that_is_not_written_yet_says_so(tmp_path: Path):
    put(tmp_path, package(app=STUB))
    done = check(tmp_path)
    assert done.returncode == 1
    assert "Not solved yet" in done.stdout


def test_what_is_raised_deep_in_it_is_told_with_its_line(tmp_path: Path):
    put(tmp_path, package(queries__inner=f"{HEAD}async def greeting(session):\n    raise LookupError('deep')\n"))
    found = tmp_path / "results.json"
    assert check(tmp_path, "--results", str(found)).returncode == 1
    [result] = json.loads(found.read_text())["results"][:1]
    assert (result["outcome"], result["where"].split(":")[0]) == ("raised", "inner.py")
    root = tmp_path / "root"
    put(root / "exercises", package())
    (root / "notebooks").mkdir()
    step = Feedback(NAME, [result], root).next_step()
    assert f"exercises/{NAME}/queries/inner.py, line" in step


@pytest.fixture
def nothing_loaded() -> Iterator[None]:
    """No module of the exercise is there before or after: other tests load one in this process."""

    def forget() -> None:
        for name in [name for name in sys.modules if name.split(".")[0] == NAME]:
            del sys.modules[name]

    forget()
    yield
    forget()


@pytest.mark.usefixtures("nothing_loaded")
def test_it_sees_its_own_modules_by_either_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    exercise = put(tmp_path, package(app=f"from {NAME}.queries import inner\nfrom . import queries\n"))
    monkeypatch.syspath_prepend(str(tmp_path))
    learner = Learner(exercise.file)
    learner.load()
    assert learner.module is not None
    assert learner.module.queries.inner is learner.module.inner
    assert learner.is_theirs(learner.module.inner.__file__)


def test_every_file_of_it_is_read_imported_or_not(tmp_path: Path):
    exercise = put(tmp_path, package())
    assert reaches(exercise.file) == ""
    assert not is_ordinary(exercise.file)
    for name in ("export", "queries__inner", "migrations__versions__0001_begin"):
        exercise = put(tmp_path, package(**{name: "\nimport gc\n"}))
        assert reaches(exercise.file) == f"{name.rpartition('__')[2]}.py:2 (gc)"
        exercise = put(tmp_path, package(**{name: ""}))
    (tmp_path / NAME / "queries" / "fast.so").touch()
    assert reaches(exercise.file) == "fast.so (no Python source)"


# -- handed in ----------------------------------------------------------------------------------------------------


def of_folder(files: dict[str, str], place: Path, inside: str) -> None:
    put(place / inside, files)


def of_archive(files: dict[str, str], place: Path, inside: str) -> None:
    with zipfile.ZipFile(place, "w") as archive:
        for name, text in files.items():
            archive.writestr(str(Path(inside, name)), text)


@pytest.mark.parametrize("inside", ["", "lab", f"lab/{NAME}", "lab/Ana"])
@pytest.mark.parametrize("handed_in", [of_folder, of_archive])
def test_a_submission_may_hold_it(handed_in: Callable[[dict[str, str], Path, str], None], inside: str, tmp_path: Path):
    files = package(migrations__versions__0001_begin="x = 1\n")
    handed_in(files, tmp_path / "Ana.zip", inside)
    lay_out(Entry("Ana", tmp_path / "Ana.zip"), tmp_path / "out")
    found = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == set(files)


def test_one_that_leads_out_is_refused(tmp_path: Path):
    put(tmp_path / "Ana", package())
    (tmp_path / "Ana" / NAME / "queries" / "more").symlink_to(ROOT / "solutions")
    with pytest.raises(Refused, match="is a link"):
        lay_out(Entry("Ana", tmp_path / "Ana"), tmp_path / "out")


def test_a_class_where_some_hand_in_packages(tmp_path: Path):
    folder = tmp_path / "in"
    put(folder / "file", {f"{NAME}.py": SOLUTION})
    put(folder / "package", package())
    put(folder / "wrong", package(queries__inner=SOLUTION.replace("return await", "return 7 + await")))
    put(folder / "both", package() | {f"{NAME}.py": STUB})
    done = grade_class(folder, tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    got = {name: entry["exercises"][NAME] for name, entry in results_of(tmp_path / "out").items()}
    scores = {name: sum(it["got"] for it in its.values()) for name, its in got.items()}
    assert scores["package"] == scores["file"] == scores["both"] > 0, "a stub beside it is no answer"
    assert scores["wrong"] == 0


def test_its_shape_is_that_of_all_its_files(tmp_path: Path):
    put(tmp_path / "file", {f"{NAME}.py": SOLUTION * 3})
    put(tmp_path / "folder", package(queries__inner=SOLUTION * 3))
    (tmp_path / "exercises").mkdir()
    file, folder = (set(shape(tmp_path / each, [NAME], tmp_path / "exercises")) for each in ("file", "folder"))
    assert file
    assert file <= folder


# -- the learner's loop -------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy without git, where lesson 00 is a package that is untouched."""
    (tmp_path / "checker").mkdir()
    (tmp_path / "checker" / f"test_{NAME}.py").write_bytes((ROOT / "checker" / f"test_{NAME}.py").read_bytes())
    put(tmp_path / "exercises", {f"{NAME}/app.py": STUB, f"{NAME}/models.py": "# yours\n"})
    return tmp_path


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_package_begins_again_and_comes_back(root: Path, capsys: pytest.CaptureFixture[str]):
    exercises = root / "exercises"
    stub = everything(exercises)
    assert words.begin_again(["00"], root) == 0
    assert "nothing to put back" in capsys.readouterr().out
    put(exercises, package())
    (exercises / NAME / "drawing.png").write_bytes(os.urandom(100))
    mine = everything(exercises)
    assert words.begin_again(["00"], root) == 0
    assert everything(exercises) == stub
    assert words.bring_back([], root) == 0
    assert everything(exercises) == mine
    assert f"exercises/{NAME} is as it was" in capsys.readouterr().out


def test_a_file_in_the_place_of_a_package_begins_again_and_comes_back(root: Path):
    exercises = root / "exercises"
    stub = everything(exercises)
    words.begin_again(["00"], root)
    put(exercises, {f"{NAME}.py": SOLUTION})
    assert words.begin_again(["00"], root) == 0
    assert everything(exercises) == stub
    assert words.bring_back([], root) == 0
    assert everything(exercises) == stub | {f"{NAME}.py": SOLUTION.encode()}


def test_one_function_of_a_package_begins_again(root: Path):
    words.begin_again(["00"], root)
    put(root / "exercises", {f"{NAME}/app.py": SOLUTION, f"{NAME}/models.py": "mine = 1\n"})
    assert words.begin_again(["00", "greeting"], root) == 0
    assert everything(root / "exercises") == {f"{NAME}/app.py": STUB.encode(), f"{NAME}/models.py": b"mine = 1\n"}


def test_the_states_of_a_package(root: Path):
    [lesson] = lessons(root)
    [row] = Progress(root).rows()
    assert row.states == dict.fromkeys(lesson.functions, UNTOUCHED)
    put(root / "exercises", {f"{NAME}/app.py": SOLUTION})
    [row] = Progress(root).rows()
    assert row.states == dict.fromkeys(lesson.functions, IN_WORK)

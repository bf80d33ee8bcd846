"""The learner's loop: progress is kept and never fatal, hints come in levels, beginning again loses nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbook.files.exercise import Exercise
from workbook.learning import words
from workbook.learning.begin_again import CannotReset, pristine, remember_stubs, reset, undo
from workbook.learning.hints import hint
from workbook.learning.lessons import Lesson, find, lessons
from workbook.learning.progress import AGAIN, IN_WORK, SOLVED, UNTOUCHED, Progress
from workbook.learning.saved import ago, saved
from workbook.project import ROOT
from workbook.setup.workspace import opened_on

STEM = "ex05_eager_loading"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy without git, where lesson 05 is untouched."""
    for part in ("checker", "exercises", "solutions", "notebooks"):
        (tmp_path / part).mkdir()
    shutil.copy(ROOT / "checker" / f"test_{STEM}.py", tmp_path / "checker")
    for part in ("exercises", "solutions"):
        shutil.copy(ROOT / part / f"{STEM}.py", tmp_path / part)
    return tmp_path


@pytest.fixture
def lesson(root: Path) -> Lesson:
    [only] = lessons(root)
    return only


def solve(root: Path, function: str) -> None:
    """Write our solution of one function into the exercise."""
    file = root / "exercises" / f"{STEM}.py"
    stub, solution = file.read_text(), (root / "solutions" / f"{STEM}.py").read_text()
    body = solution.split(f"def {function}(")[1].split("\n\n\n")[0].rstrip("\n")
    before, rest = stub.split(f"async def {function}(")
    after = rest.split("\n\n\n", 1)[1] if "\n\n\n" in rest else ""
    file.write_text(f"{before}async def {function}({body}\n\n\n{after}")


def record(root: Path, lesson: Lesson, function: str, outcome: str) -> None:
    checks = [check for check in lesson.checks if check.function == function]
    Progress(root).record((lesson.stem, function, check.name, outcome) for check in checks)


def state(root: Path, function: str) -> str:
    [row] = Progress(root).rows()
    return row.states[function]


def test_a_lesson_is_read_from_its_checks(lesson: Lesson):
    assert (lesson.number, lesson.title, lesson.notebook) == ("05", "Eager loading", "notebooks/05_eager_loading.ipynb")
    assert lesson.functions[:2] == ["users_with_orders", "order_details"]
    assert all(check.sentence.endswith(".") and check.misconception for check in lesson.checks)


@pytest.mark.parametrize("asked", ["05", "5", "ex05", "eager", "ex05_eager_loading.py", "05_eager_loading.ipynb"])
def test_a_lesson_is_found_by_what_one_would_type(asked: str):
    found = find(ROOT, asked)
    assert found is not None
    assert found.stem == STEM


@pytest.mark.parametrize("asked", ["77", "", "nothing", "e", "055"])
def test_what_means_no_lesson_or_several_finds_none(asked: str):
    assert find(ROOT, asked) is None


def test_the_states_of_an_exercise(root: Path, lesson: Lesson):
    name = "orders_page"
    assert state(root, name) == UNTOUCHED
    record(root, lesson, name, "not solved yet")
    assert state(root, name) == UNTOUCHED
    solve(root, name)
    record(root, lesson, name, "wrong")
    assert state(root, name) == IN_WORK
    record(root, lesson, name, "passed")
    assert state(root, name) == SOLVED
    first = next(check for check in lesson.checks if check.function == name)
    Progress(root).record([(lesson.stem, name, first.name, "raised")])
    assert state(root, name) == AGAIN
    [row] = Progress(root).rows()
    assert "broken again: orders_page()" in str(row)


def test_one_check_alone_does_not_solve_an_exercise(root: Path, lesson: Lesson):
    solve(root, "orders_page")
    first = next(check for check in lesson.checks if check.function == "orders_page")
    Progress(root).record([(lesson.stem, "orders_page", first.name, "passed")])
    assert state(root, "orders_page") == IN_WORK


def test_a_state_is_unchanged_when_all_these_checks_have_judged_it(root: Path, lesson: Lesson):
    exercise, progress = Exercise.find(root / "exercises", STEM), Progress(root)
    before, names = saved(exercise), [check.name for check in lesson.checks]
    assert not progress.judged(STEM, names[:2], before.fingerprint)
    assert progress.judged(STEM, names[:1], before.fingerprint)
    assert not progress.judged(STEM, names, before.fingerprint), "most of them have not"
    assert before.told(unchanged=True, after=before).endswith(" s ago, unchanged: did you save?")
    solve(root, "orders_page")
    after = saved(exercise)
    assert not progress.judged(STEM, names, after.fingerprint)
    assert "saved while it was judged" in before.told(after=after)


@pytest.mark.parametrize(
    ("seconds", "told"), [(-3, "0 s"), (8.4, "8 s"), (150, "2 min"), (7200, "2 h"), (90_000, "1 day"), (5e5, "6 days")]
)
def test_how_long_ago(seconds: float, told: str):
    assert ago(seconds) == told


def test_two_runs_at_once_keep_both(root: Path, lesson: Lesson):
    for name in lesson.functions:
        solve(root, name)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: record(root, lesson, name, "passed"), lesson.functions))
    [row] = Progress(root).rows()
    assert set(row.states.values()) == {SOLVED}


def test_a_damaged_record_is_set_aside_and_said(root: Path, lesson: Lesson, capsys: pytest.CaptureFixture[str]):
    record(root, lesson, "orders_page", "passed")
    file = root / ".workbook" / "progress.sqlite"
    file.write_bytes(b"this is no database" * 100)
    assert words.show_progress([], root) == 0
    [aside] = (root / ".workbook").glob("progress-damaged-*.sqlite")
    assert aside.read_bytes().startswith(b"this is no database")
    assert f".workbook/{aside.name}" in capsys.readouterr().out


def test_each_hint_says_more_and_the_last_is_a_line_of_ours(root: Path, lesson: Lesson):
    solve(root, "users_with_orders")
    record(root, lesson, "users_with_orders", "passed")
    record(root, lesson, "order_details", "wrong")
    given = [hint(root, lesson) for _ in range(4)]
    assert [(each.level, each.most, each.function) for each in given if each] == [
        (level, 3, "order_details") for level in (1, 2, 3, 3)
    ]
    assert lesson.notebook in str(given[0])
    ours = (root / "solutions" / f"{STEM}.py").read_text()
    assert "".join(str(given[2]).split("matters is")[1].split("That was")[0].split()) in "".join(ours.split())
    record(root, lesson, "order_details", "passed")
    after = hint(root, lesson)
    assert after is not None
    assert after.function == "orders_page", "the next that was not tried"


def test_without_solutions_the_second_hint_is_the_last(root: Path, lesson: Lesson):
    (root / "solutions" / f"{STEM}.py").unlink()
    given = [hint(root, lesson, "order_details") for _ in range(3)]
    assert [(each.level, each.most) for each in given if each] == [(1, 2), (2, 2), (2, 2)]
    assert "last one" in str(given[1])


@pytest.mark.parametrize("function", ["", "orders_page"])
def test_what_begins_again_is_kept_and_undone(root: Path, lesson: Lesson, function: str):
    file = root / "exercises" / f"{STEM}.py"
    stub = file.read_text()
    remember_stubs(root, [lesson])
    solve(root, "orders_page")
    solve(root, "users_with_orders")
    mine = file.read_text()
    kept = reset(root, lesson, function)
    assert kept is not None
    assert kept.read_text() == mine
    assert reset(root, lesson, function) is None, "there is nothing more to put back"
    if function:
        assert file.read_text() != stub, "the other function is still mine"
        solve(root, function)
        assert file.read_text() == mine
        reset(root, lesson, function)
    else:
        assert file.read_text() == stub
    assert (undone := undo(root)) is not None
    assert undone.place == file
    assert file.read_text() == mine


def test_a_stub_is_found_in_git_also_when_my_work_is_committed(root: Path, lesson: Lesson):
    file = root / "exercises" / f"{STEM}.py"
    stub = file.read_text()

    def git(*given: str) -> None:
        options = ["-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *options, *given], cwd=root, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "as handed out")
    solve(root, "orders_page")
    git("commit", "-am", "mine")
    assert pristine(root, lesson) == {f"{STEM}.py": stub}


def test_a_stub_that_is_nowhere_is_said_and_nothing_is_lost(root: Path, lesson: Lesson):
    file = root / "exercises" / f"{STEM}.py"
    solve(root, "orders_page")
    mine = file.read_text()
    with pytest.raises(CannotReset, match="fresh copy"):
        reset(root, lesson)
    assert file.read_text() == mine


def test_a_file_that_is_no_python_is_reset_whole_only(root: Path, lesson: Lesson):
    remember_stubs(root, [lesson])
    file = root / "exercises" / f"{STEM}.py"
    stub = file.read_text()
    file.write_text(stub + "\ndef (:\n")
    with pytest.raises(CannotReset, match="reset it whole"):
        reset(root, lesson, "orders_page")
    assert reset(root, lesson) is not None
    assert file.read_text() == stub


def test_reset_all_asks_first(root: Path, monkeypatch: pytest.MonkeyPatch):
    file = root / "exercises" / f"{STEM}.py"
    remember_stubs(root, lessons(root))
    solve(root, "orders_page")
    mine = file.read_text()
    monkeypatch.setattr("builtins.input", lambda question: "n")
    assert words.begin_again(["--all"], root) == 1
    assert file.read_text() == mine
    monkeypatch.setattr("builtins.input", lambda question: "y")
    assert words.begin_again(["--all"], root) == 0
    assert file.read_text() != mine


def test_a_run_of_ones_own_exercises_is_kept_and_no_other(tmp_path: Path):
    copy = tmp_path / "copy"
    for part in ("checker", "workbook", "exercises", "solutions"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)

    def run(*words: str) -> str:
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=200).stdout

    run("pytest", "checker", "-k", "ex00", "--submission", "solutions")
    assert not (copy / ".workbook").exists()
    shutil.copy(copy / "solutions" / "ex00_start_here.py", copy / "exercises")
    run("pytest", "checker", "-k", "ex00")
    told = run("workbook", "progress")
    assert "00 Start here             █          1 of 1 solved" in told
    assert "Next: notebooks/01_engine.ipynb" in told


def test_one_is_at_the_lesson_of_the_last_verdict_and_after_a_solved_one_at_the_next(root: Path, lesson: Lesson):
    assert words.lesson_one_is_at(root) is None
    record(root, lesson, lesson.functions[0], "wrong")
    assert words.lesson_one_is_at(root) == lesson
    shutil.copy(ROOT / "checker" / "test_ex06_bulk_operations.py", root / "checker")
    shutil.copy(ROOT / "exercises" / "ex06_bulk_operations.py", root / "exercises")
    for function in lesson.functions:
        solve(root, function)
        record(root, lesson, function, "passed")
    after = words.lesson_one_is_at(root)
    assert after is not None
    assert after.stem == "ex06_bulk_operations"


def test_a_lesson_is_opened_beside_its_exercise_and_what_the_learner_rearranged_stays(root: Path, lesson: Lesson):
    folder, url = (option.partition("=")[2] for option in opened_on(root, lesson))
    assert url == "/lab/workspaces/lesson-05/tree/notebooks/05_eager_loading.ipynb"
    [file] = Path(folder).iterdir()
    tabs = [f"notebook:{lesson.notebook}", f"editor:exercises/{STEM}.py"]
    assert [name for name in json.loads(file.read_text())["data"] if name in tabs] == tabs
    assert root in file.parents, "the learner's own workspaces are elsewhere"
    file.write_text("rearranged")
    opened_on(root, lesson)
    assert file.read_text() == "rearranged"

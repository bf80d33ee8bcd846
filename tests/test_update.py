"""`update` brings a new version, keeps what the learner wrote, and stopped anywhere it has changed nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from workbook.files.swap import mend
from workbook.learning import words
from workbook.learning.begin_again import undo
from workbook.project import ROOT
from workbook.setup.blocks import meet
from workbook.setup.install import SetupProblem
from workbook.setup.update import remember_shipped, told, update

EXERCISE, NOTEBOOK, CHECKS = "exercises/ex05_loading.py", "notebooks/05_loading.ipynb", "checker/test_ex05_loading.py"
HOLE = "    raise NotImplementedError  # TODO\n"
USERS = 'async def users(session):\n    """Return all users."""\n'
PAGE = 'async def page(session, size):\n    """Return a page."""\n'
NEWEST = 'async def page(session, size):\n    """Return a page, newest first."""\n'
TOTALS = 'async def totals(session):\n    """Return the totals."""\n'
MINE = "    return list(await session.scalars(select(func.lower('mine'))))\n"


def exercise(imports: str, *functions: str) -> str:
    return "\n\n".join(
        [f'"""Exercises."""\n\nfrom sqlalchemy import {imports}\n', *(each + HOLE for each in functions)]
    )


def notebook(*sources: str) -> str:
    cells = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    return json.dumps(new_notebook(cells=cells), indent=1, sort_keys=True) + "\n"


ALWAYS = {"pyproject.toml": "[project]\n", "workbook/__init__.py": "", ".gitignore": ".workbook/\n"}
VERSIONS: list[dict[str, str]] = [
    {
        **ALWAYS,
        "README.md": "one\n",
        EXERCISE: exercise("func, select", USERS, PAGE),
        NOTEBOOK: notebook("a", "b", "c"),
        CHECKS: "old",
        "checker/gone.py": "",
    },
    {
        **ALWAYS,
        "README.md": "two\n",
        EXERCISE: exercise("select", USERS, NEWEST, TOTALS),
        NOTEBOOK: notebook("a", "b, mended", "c"),
        CHECKS: "new",
        "exercises/ex06_bulk.py": exercise("select", TOTALS),
    },
    {
        **ALWAYS,
        "README.md": "three\n",
        EXERCISE: exercise("select, update", PAGE, TOTALS),
        NOTEBOOK: notebook("a", "b, mended", "c", "d"),
        CHECKS: "new",
        "exercises/ex06_bulk.py": exercise("select", TOTALS, USERS),
    },
]


def lay_out(folder: Path, version: dict[str, str]) -> Path:
    for path in [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]:
        path.unlink()
    for name, text in version.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def files(root: Path) -> dict[str, bytes]:
    """All that is there, but for git's own and what is kept."""
    here = [path for path in root.rglob("*") if path.is_file() and not {".git", "kept"} & {*path.parts}]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in here}


def git(folder: Path, *given: str) -> str:
    options = ["-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *options, *given], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Course:
    """A history of three versions, and a learner's copy of the first."""

    def __init__(self, scratch: Path, kind: str) -> None:
        self.scratch, self.kind, self.number = scratch, kind, 0
        self.upstream, self.root = scratch / "upstream", scratch / "a copy"
        lay_out(self.upstream, VERSIONS[0])
        git(self.upstream, "init", "--quiet")
        self.commit()
        if kind in ("clone", "committed"):
            git(scratch, "clone", "--quiet", "upstream", "a copy")
        else:
            lay_out(self.root, VERSIONS[0])
            remember_shipped(self.root)

    def commit(self) -> None:
        git(self.upstream, "add", "--all")
        git(self.upstream, "commit", "--quiet", "--message", f"version {self.number}")

    def write(self) -> None:
        """As a learner does: one function solved with a helper, a notebook run and written in, a file of their own."""
        file = self.root / EXERCISE
        mine = file.read_text().replace(PAGE + HOLE, f"def helper():\n    return 1\n\n\n{PAGE}{MINE}")
        file.write_text(mine)
        (self.root / NOTEBOOK).write_text(notebook("a", "b", "c, mine"))
        (self.root / "exercises" / "notes.txt").write_text("my own")
        (self.root / "README.md").write_text("my readme\n")
        if self.kind == "committed":
            git(self.root, "add", "--all")
            git(self.root, "commit", "--quiet", "--message", "mine")

    def next(self, step: Callable[[], object] = int) -> str:
        """Publish the next version and update to it; what is told."""
        self.publish()
        return self.update(step)

    def publish(self) -> None:
        self.number += 1
        lay_out(self.upstream, VERSIONS[self.number])
        self.commit()

    def update(self, step: Callable[[], object] = int) -> str:
        source = None if self.kind in ("clone", "committed") else self.upstream
        if self.kind in ("zip", "gztar"):
            source = Path(
                shutil.make_archive(str(self.scratch / f"v{self.number}"), self.kind, self.scratch, "upstream")
            )
        return "\n".join(told(*update(self.root, source, step), self.root))


@pytest.fixture
def course(tmp_path: Path, request: pytest.FixtureRequest) -> Course:
    return Course(tmp_path, getattr(request, "param", "clone"))


@pytest.mark.parametrize("course", ["clone", "committed", "folder", "zip", "gztar"], indirect=True)
def test_three_versions_arrive_and_what_was_written_stays(course: Course):
    course.write()
    said = course.next()
    text = (course.root / EXERCISE).read_text()
    assert PAGE + MINE in text, "mine, with the docstring I wrote it for"
    assert TOTALS + HOLE in text
    assert "def helper()" in text
    assert "func" in text.split("def ")[0], "what mine needs is still imported"
    assert f"{EXERCISE}: yours stay: helper(), page(); new or changed: totals()." in said
    assert "    - Return a page.\n    + Return a page, newest first.\n" in said
    cells = [cell["source"] for cell in json.loads((course.root / NOTEBOOK).read_text())["cells"]]
    assert cells == ["a", "b, mended", "c, mine"]
    assert (course.root / CHECKS).read_text() == "new"
    assert not (course.root / "checker" / "gone.py").exists()
    assert (course.root / "README.md").read_text() == "two\n"
    [kept] = (course.root / ".workbook" / "kept").glob("*/update/old/README.md")
    assert kept.read_text() == "my readme\n"
    assert "README.md: you had changed it." in said

    course.next()
    text = (course.root / EXERCISE).read_text()
    assert PAGE + MINE in text
    assert "users" not in text, "it was never written, and the course has dropped it"
    assert "update" in text.split("def ")[0]
    assert (course.root / "exercises" / "ex06_bulk.py").read_text() == VERSIONS[2]["exercises/ex06_bulk.py"]
    assert (course.root / "exercises" / "notes.txt").read_text() == "my own"
    assert "newest version already" in course.update() or course.kind not in ("clone", "committed")
    if course.kind == "clone":
        assert git(course.root, "rev-parse", "HEAD") == git(course.upstream, "rev-parse", "HEAD")
    if course.kind == "committed":
        assert git(course.root, "merge-base", "HEAD", "origin/HEAD") == git(course.upstream, "rev-parse", "HEAD")
        assert git(course.root, "status", "--porcelain") == ""
        assert PAGE + MINE in git(course.root, "show", f"HEAD:{EXERCISE}")


@pytest.mark.parametrize("course", ["clone", "committed", "folder"], indirect=True)
def test_an_update_is_undone_but_for_what_was_written_since(course: Course):
    course.write()
    before = files(course.root)
    course.next()
    undone = undo(course.root)
    assert undone is not None
    assert (undone.place, undone.since) == (None, [])
    assert files(course.root) == before
    course.update()
    assert (course.root / CHECKS).read_text() == "new"
    (course.root / EXERCISE).write_text("# later\n")
    undone = undo(course.root)
    assert undone is not None
    assert undone.since == [EXERCISE]
    assert files(course.root) == {**before, EXERCISE: b"# later\n"}
    if course.kind != "folder":
        changed = git(course.root, "status", "--porcelain").split()
        assert ("README.md" in changed) == (course.kind == "clone")


@pytest.mark.parametrize(("course", "how"), [("folder", "raised"), ("committed", "killed")], indirect=["course"])
def test_stopped_at_any_step_it_has_changed_nothing(course: Course, how: str):
    course.write()
    before, head = files(course.root), git_state(course)
    course.publish()
    at = 1
    while stopped(course, at, how):
        mend(course.root)
        mended = {name: content for name, content in files(course.root).items() if "/updating/" not in name}
        assert (mended, git_state(course)) == (before, head), f"stopped at step {at}"
        at += 1
    assert at > 10, "there are files to prepare, and files to put in place"
    assert (course.root / CHECKS).read_text() == "new", "the last time nothing stopped it"


def stopped(course: Course, at: int, how: str) -> bool:
    """Whether an update that is to be stopped at a step got as far as that."""
    steps = iter(range(1, at))

    def step() -> None:
        if next(steps, None) is None:
            if how == "killed":
                os._exit(9)
            raise RuntimeError

    if how == "killed":
        return in_a_child(lambda: course.update(step)) == 9
    try:
        course.update(step)
    except RuntimeError:
        return True
    return False


def git_state(course: Course) -> str:
    if course.kind == "folder":
        return ""
    return git(course.root, "rev-parse", "HEAD") + git(course.root, "status", "--porcelain")


def in_a_child(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_next_command_mends_what_was_killed_also_where_the_workbook_itself_is_half_new(tmp_path: Path):
    course = Course(tmp_path, "folder")
    shutil.copytree(ROOT / "workbook", course.root / "workbook", dirs_exist_ok=True)
    course.publish()
    new = course.upstream / "workbook" / "setup"
    new.mkdir()
    (new / "__init__.py").write_text("raise ImportError('half of one version and half of another')\n")
    shutil.copy(ROOT / "workbook" / "__main__.py", course.upstream / "workbook")

    def step() -> None:
        if "raise" in (course.root / "workbook" / "setup" / "__init__.py").read_text():
            os._exit(9)

    assert in_a_child(lambda: update(course.root, course.upstream, step)) == 9
    command = [sys.executable, "-m", "workbook", "progress"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.stderr == "An update was stopped half-way: everything is as it was before it.\n"
    assert done.returncode == 0
    assert (course.root / CHECKS).read_text() == "old"


def test_a_copy_of_which_nothing_is_known_loses_nothing(tmp_path: Path):
    course = Course(tmp_path, "folder")
    (course.root / ".workbook" / "shipped.tar.gz").unlink()
    course.write()
    said = course.next()
    text = (course.root / EXERCISE).read_text()
    assert PAGE + MINE in text
    assert TOTALS + HOLE in text
    assert f"{NOTEBOOK}: you had changed it." in said
    assert "README.md" not in said, "nobody knows, and it is kept all the same"
    [kept] = (course.root / ".workbook" / "kept").glob(f"*/update/old/{NOTEBOOK}")
    assert "c, mine" in kept.read_text()
    assert (course.root / ".workbook" / "shipped.tar.gz").exists()


def test_an_origin_that_was_made_anew_has_no_history_in_common(course: Course):
    course.write()
    course.number = 1
    lay_out(course.upstream, VERSIONS[1])
    git(course.upstream, "checkout", "--quiet", "--orphan", "anew")
    course.commit()
    git(course.upstream, "branch", "--quiet", "--force", "master", "anew")
    git(course.root, "branch", "--set-upstream-to", "origin/" + git(course.root, "branch", "--show-current"))
    git(course.upstream, "branch", "--force", git(course.root, "branch", "--show-current"), "anew")
    course.update()
    assert PAGE + MINE in (course.root / EXERCISE).read_text()
    assert (course.root / CHECKS).read_text() == "new"
    assert git(course.root, "rev-parse", "HEAD") == git(course.upstream, "rev-parse", "anew")


@pytest.mark.parametrize(
    ("course", "spoil", "said"),
    [
        ("folder", lambda course: (course.root / EXERCISE).write_text("def (:\n"), "line 1 is no Python"),
        ("folder", lambda course: (course.upstream / "pyproject.toml").unlink(), "is no workbook"),
        ("clone", lambda course: git(course.root, "remote", "remove", "origin"), "knows no address"),
        ("clone", lambda course: (course.root / ".git" / "MERGE_HEAD").write_text("x"), "in the middle of something"),
    ],
    indirect=["course"],
)
def test_what_cannot_be_updated_is_said_and_nothing_has_changed(course: Course, spoil, said: str):
    course.publish()
    spoil(course)
    before = files(course.root)
    with pytest.raises(SetupProblem, match=said):
        course.update()
    assert files(course.root) == before


def test_without_git_and_without_a_path_it_says_what_to_name(tmp_path: Path):
    lay_out(tmp_path, VERSIONS[0])
    with pytest.raises(SetupProblem, match=r"update ~/Downloads/workbook\.zip"):
        update(tmp_path)
    (tmp_path / "broken.zip").write_text("no zip")
    with pytest.raises(SetupProblem, match=r"should be a \.zip or a \.tar\.gz"):
        update(tmp_path, tmp_path / "broken.zip")


def test_undo_of_a_reset_after_an_update_is_the_reset_s(course: Course, capsys: pytest.CaptureFixture[str]):
    course.next()
    assert words.bring_back([], course.root) == 0
    assert capsys.readouterr().out == "The workbook is as it was before the last update.\n"
    assert words.bring_back([], course.root) == 2


def test_a_task_that_has_changed_is_shown_also_where_nothing_else_has(tmp_path: Path):
    course = Course(tmp_path, "folder")
    course.write()
    (course.upstream / EXERCISE).write_text(VERSIONS[0][EXERCISE].replace(PAGE, NEWEST))
    before = (course.root / EXERCISE).read_text()
    assert "+ Return a page, newest first." in course.update()
    assert (course.root / EXERCISE).read_text() == before
    assert "newest version already" in course.update()


def test_what_was_committed_upon_is_not_undone(course: Course, capsys: pytest.CaptureFixture[str]):
    course.next()
    (course.root / EXERCISE).write_text("# later\n")
    git(course.root, "commit", "--all", "--quiet", "--message", "mine")
    before = files(course.root)
    assert words.bring_back([], course.root) == 2
    assert "You have committed since the last update" in capsys.readouterr().err
    assert files(course.root) == before


def test_functions_meet_whatever_is_between_them():
    hole = "# about f\ndef f():\n    raise NotImplementedError\n"
    base = f"X = 1\n\n\n{hole}\n\nclass A:\n    'One.'\n"
    solved = "# about f\ndef f():\n    return os.sep\n"
    mine = f"import os\n\nX = 2\n\n\n{solved}\n\nclass A:\n    x = 1\n\n\nif f:\n    pass\n"
    new = f"'Doc.'\n\nX = 3\nY = 4\n\n\n{hole}\n\nclass A:\n    'Two.'\n"
    met = meet(base, mine, new)
    assert met.text == "'Doc.'\nimport os\n\nX = 2\nY = 4\n" + mine.partition("X = 2\n")[2]
    assert met.stayed == ["f", "A"]
    assert met.tasks == {"A": ["  A", "- One.", "+ Two."]}
    assert meet(base, base, new).text == new
    assert meet(base, mine, base).text == mine

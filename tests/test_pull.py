"""A pull brings a new version of a notebook that the learner has run, or changed, without a question."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbook.setup.merge import make_pulling_easy, merge

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK, MERGE = "notebooks/00_start_here.ipynb", "workbook/setup/merge.py"


class Clone:
    """A repository with one notebook, and somebody's clone of it in which `lab` was run once."""

    def __init__(self, scratch: Path) -> None:
        self.upstream, self.folder = scratch / "upstream", scratch / "a clone"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **{"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(scratch)},
            **{f"GIT_{who}_{what}": "somebody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        for name in ("notebooks", "workbook/setup"):
            (self.upstream / name).mkdir(parents=True)
        for name in (".gitattributes", "workbook/__init__.py", "workbook/setup/__init__.py", MERGE, NOTEBOOK):
            shutil.copy(ROOT / name, self.upstream / name)
        self.git(self.upstream, "init", "--quiet")
        self.commit("first")
        self.git(scratch, "clone", "--quiet", "upstream", "a clone")
        make_pulling_easy(self.folder, Path(sys.executable))

    def git(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, message: str) -> None:
        self.git(self.upstream, "add", "--all")
        self.git(self.upstream, "commit", "--quiet", "--message", message)

    def pull(self) -> list[str]:
        """The sources of the clone's notebook after a pull."""
        self.git(self.folder, "pull")
        return [cell.source for cell in nbformat.read(self.folder / NOTEBOOK, as_version=4).cells]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def changed(folder: Path, change) -> list[str]:
    """The sources of the notebook after `change(notebook)`."""
    notebook = nbformat.read(folder / NOTEBOOK, as_version=4)
    change(notebook)
    nbformat.write(notebook, folder / NOTEBOOK)
    return [cell.source for cell in notebook.cells]


def run(notebook: NotebookNode) -> None:
    """What JupyterLab leaves: other numbers and outputs, its own metadata, folds that are open."""
    notebook.metadata.language_info.version = "3.14.2"
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 40):
        cell.execution_count, cell.outputs, cell.metadata = number, [new_output("stream", text=f"{number}\n")], {}


def edit(notebook: NotebookNode) -> None:
    notebook.cells[4].source += "  # mine"
    notebook.cells.insert(5, new_code_cell("print('my own cell')"))


def upstream_mends(notebook: NotebookNode) -> None:
    notebook.cells[0].source += "\nMended."
    notebook.cells[7].source += "\nprint(2)"
    notebook.cells[7].outputs = [new_output("stream", text="2\n")]
    notebook.cells.insert(8, new_markdown_cell("A new cell."))


def test_a_notebook_that_was_only_run_becomes_the_new_one(clone: Clone):
    changed(clone.folder, run)
    expected = changed(clone.upstream, upstream_mends)
    clone.commit("mended")
    assert clone.pull() == expected
    assert (clone.folder / NOTEBOOK).read_bytes() == (clone.upstream / NOTEBOOK).read_bytes()


def test_what_the_learner_wrote_is_kept_and_what_was_mended_arrives(clone: Clone):
    changed(clone.folder, run)
    mine = changed(clone.folder, edit)
    expected = changed(clone.upstream, upstream_mends)
    clone.commit("mended")
    assert clone.pull() == [*expected[:4], mine[4], mine[5], *expected[5:]]


def test_of_a_cell_that_both_have_changed_both_versions_are_kept(clone: Clone):
    mine = changed(clone.folder, edit)[4]
    theirs = changed(clone.upstream, lambda notebook: notebook.cells[4].update(source="print('mended')"))
    clone.commit("mended")
    assert clone.pull()[4:6] == [theirs[4], mine]


def test_a_clone_that_has_committed_what_it_ran_pulls_too(clone: Clone):
    changed(clone.folder, run)
    clone.git(clone.folder, "commit", "--all", "--quiet", "--message", "mine")
    expected = changed(clone.upstream, upstream_mends)
    clone.commit("mended")
    clone.git(clone.folder, "config", "pull.rebase", "true")
    assert clone.pull() == expected


def test_what_one_side_takes_away_is_gone_unless_the_other_has_changed_it():
    base = new_notebook(cells=[new_code_cell(text) for text in "abcd"])
    ours, theirs = (json.loads(json.dumps(base)) for _ in range(2))
    del theirs["cells"][1:3]
    ours["cells"][2]["source"] = "c, changed"
    ours["cells"][3]["source"] = "d, changed"
    theirs["cells"][0]["source"] = "a, changed"
    assert [cell["source"] for cell in merge(base, ours, theirs)["cells"]] == ["a, changed", "c, changed", "d, changed"]


def test_a_folder_without_git_is_left_alone(tmp_path: Path):
    make_pulling_easy(tmp_path, Path(sys.executable))
    assert list(tmp_path.iterdir()) == []

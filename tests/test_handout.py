"""What learners are handed out: the same checks, and no line of a solution, in no file and in no object of git."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_copies import copy_of_the_workbook
from variants import ROOT, lessons

from workbook.files.exercise import Exercise
from workbook.learning.lab import NoLab, read_lab
from workbook.setup.handout import hand_out
from workbook.setup.install import SetupProblem

LEAST = 140  # characters of a body: what is shorter is how everybody says it, the checks too


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed") / "for the class"
    hand_out(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    (folder / "lab.toml").write_text('title = "Week 3"\nexercises = ["05", "bulk"]\n')
    hand_out(ROOT, folder / "lab", read_lab(folder / "lab.toml", ROOT))
    return folder / "lab"


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def bodies() -> dict[str, str]:
    """The body of every function of every solution that its stub does not have, as it is written."""
    found = {}
    for stem in lessons():
        stub = " ".join(Exercise.find(ROOT / "exercises", stem).text().split())
        for path in Exercise.find(ROOT / "solutions", stem).files():
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    start = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
                    lines = text.splitlines()[start.lineno - 1 : node.end_lineno]
                    body = " ".join(" ".join(lines).split())
                    if len(body) >= LEAST and body not in stub:
                        found[f"{path.name} {node.name}"] = body
    return found


def test_no_file_and_no_object_of_git_holds_a_solution(place: Path):
    asked = ["git", "cat-file", "--batch-all-objects", "--batch", "--buffer"]
    objects = subprocess.run(asked, cwd=place, capture_output=True, check=True).stdout.decode(errors="replace")
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in place.rglob("*") if path.is_file()]
    everything = " ".join("\n".join([objects, *texts]).split())
    searched = bodies()
    assert len(searched) > 60
    # what a lesson itself shows, line for line, is no secret
    shown = " ".join(
        " ".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
        for path in (ROOT / "notebooks").glob("*.ipynb")
    )
    shown = " ".join(shown.split())
    assert [name for name, body in searched.items() if body in everything and body not in shown] == []


def test_it_has_one_commit_and_no_way_to_what_is_left_out(place: Path):
    log = subprocess.run(["git", "log", "--format=%H"], cwd=place, capture_output=True, text=True, check=True).stdout
    assert len(log.split()) == 1
    assert not any((place / name).exists() for name in ("solutions", "tests", "docs", ".ci"))
    for path in [place / "README.md", *(place / "notebooks").glob("*.ipynb")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\]\((\.\./)?(solutions|tests|docs)/|`tests/\w+\.py`", text), path
    assert "handed out" not in (place / "README.md").read_text(encoding="utf-8")


def test_its_checks_are_the_same_and_grade_by_themselves(place: Path):
    for folder in ("checker", "exercises"):
        for path in (ROOT / folder).rglob("*.py"):
            assert (place / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
    for folder, code in ((ROOT / "solutions", 0), (place / "exercises", 1)):
        command = [sys.executable, "-m", "pytest", "checker", "-k", "ex01", "--submission", str(folder)]
        run = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=120)
        assert run.returncode == code, run.stdout + run.stderr
    assert "Not solved yet" in run.stdout
    told = subprocess.run([sys.executable, "-m", "workbook", "hint", "01"], cwd=place, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def test_a_lab_has_its_lessons_and_they_lead_to_one_another(lab: Path):
    stems = {"ex00_start_here", "ex05_eager_loading", "ex06_bulk_operations"}
    assert {path.stem for path in (lab / "exercises").glob("ex*")} == stems
    assert {f"ex{path.stem}" for path in (lab / "notebooks").glob("*.ipynb")} == stems
    assert {path.stem.removeprefix("test_") for path in (lab / "checker").glob("test_ex*.py")} == stems
    rows = re.findall(r"\(notebooks/(\w+)\.ipynb\)", (lab / "README.md").read_text(encoding="utf-8"))
    assert {f"ex{row}" for row in rows} == stems
    onwards = {
        path.stem: re.findall(r"[Gg]o on with \[[^\]]+\]\((\w+)\.ipynb\)", path.read_text(encoding="utf-8"))
        for path in (lab / "notebooks").glob("*.ipynb")
    }
    assert onwards == {
        "00_start_here": ["05_eager_loading"],
        "05_eager_loading": ["06_bulk_operations"],
        "06_bulk_operations": [],
    }


def test_handed_out_again_it_is_one_commit_more_and_a_clone_of_it_only_pulls(tmp_path: Path):
    (tmp_path / "lab.toml").write_text('title = "Week 1"\nexercises = ["00"]\n')
    hand_out(ROOT, tmp_path / "lab", read_lab(tmp_path / "lab.toml", ROOT))
    git(tmp_path, "clone", "--quiet", "lab", "clone")
    (tmp_path / "lab" / ".venv").mkdir()  # whatever git ignores stays
    for _ in range(2):  # the second time there is nothing new
        hand_out(ROOT, tmp_path / "lab")
    git(tmp_path / "clone", "pull", "--quiet", "--ff-only")
    for folder in ("lab", "clone"):
        assert (tmp_path / folder / "exercises" / "ex13_capstone").is_dir()
        assert git(tmp_path / folder, "status", "--porcelain") == ""
        assert git(tmp_path / folder, "log", "--format=%s").splitlines() == ["The workbook", "Week 1"]
    assert (tmp_path / "lab" / ".venv").is_dir()
    readme = tmp_path / "lab" / "README.md"
    readme.write_text("changed there, and not committed\n")
    changed = copy_of_the_workbook(tmp_path / "changed", solved=False)
    (changed / "README.md").write_text("changed here\n")
    with pytest.raises(SetupProblem, match=r"README\.md"):
        hand_out(changed, tmp_path / "lab")
    assert readme.read_text() == "changed there, and not committed\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed", "clone", "lab", "lab.toml"]


def test_nothing_is_written_over_and_a_lab_that_is_none_is_told(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.py").write_text("x = 1\n")
    with pytest.raises(SetupProblem, match="is there already"):
        hand_out(ROOT, tmp_path / "mine")
    with pytest.raises(SetupProblem, match="outside of it"):
        hand_out(ROOT, ROOT / "lab")
    with pytest.raises(NoLab, match=r"none\.toml cannot be read \(No such file or directory\): give the path"):
        read_lab(tmp_path / "none.toml", ROOT)
    for text, words in (
        ("exercises = [", "is no lab"),
        ('exercises = ["99"]', "no lesson '99'"),
        ("x = 1", "and nothing else"),
    ):
        (tmp_path / "lab.toml").write_text(text)
        with pytest.raises(NoLab, match=words):
            read_lab(tmp_path / "lab.toml", ROOT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lab.toml", "mine"]
    assert (tmp_path / "mine" / "work.py").read_text() == "x = 1\n"

"""What learners are handed out: the same checks, and no line of a solution, in no file and in no object of git."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
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
        assert not re.search(r"\]\((\.\./)?(solutions|tests|docs)/", text), path
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
    onwards = {
        path.stem: re.findall(r"[Gg]o on with \[[^\]]+\]\((\w+)\.ipynb\)", path.read_text(encoding="utf-8"))
        for path in (lab / "notebooks").glob("*.ipynb")
    }
    assert onwards == {
        "00_start_here": ["05_eager_loading"],
        "05_eager_loading": ["06_bulk_operations"],
        "06_bulk_operations": [],
    }


def test_nothing_is_written_over_and_a_lab_that_is_none_is_told(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.py").write_text("x = 1\n")
    with pytest.raises(SetupProblem, match="is there already"):
        hand_out(ROOT, tmp_path / "mine")
    with pytest.raises(SetupProblem, match="outside of it"):
        hand_out(ROOT, ROOT / "lab")
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

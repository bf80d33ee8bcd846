"""The lessons' notebooks keep the house's rules, and still print what they say they print."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import notebook_rules
import on_postgres
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_rules import CHECK, RULES, SETUP, tags

from workbook.address import server_url
from workbook.notebook.author import METADATA, tag
from workbook.problems import DatabaseProblem

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NBVAL = [
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:asyncio",
    "-c",
    os.devnull,
]

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])


@each_rule
@each_notebook
def test_a_notebook_keeps_the_rule(path: Path, rule):
    broken = list(rule(nbformat.read(path, as_version=4), path.name[:2]))
    assert not broken, "\n\n".join(broken)


@each_notebook
def test_on_sqlite_every_cell_prints_what_is_committed(path: Path):
    options = ["--nbval", f"--nbval-sanitize-with={ROOT / 'tests' / 'nbval.cfg'}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, *NBVAL, str(path)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "sqlite", "WORKBOOK_ROUNDS": "1"},  # what is measured is not compared
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@each_notebook
def test_on_postgresql_every_cell_runs_and_prints_what_the_lesson_says(path: Path, monkeypatch: pytest.MonkeyPatch):
    try:
        monkeypatch.setenv("DATABASE_URL", server_url("postgres").render_as_string(hide_password=False))
    except DatabaseProblem as problem:
        pytest.skip(str(problem))
    monkeypatch.setenv("WORKBOOK_ROUNDS", "1")
    notebook = nbformat.read(path, as_version=4)
    words = " ".join(" ".join(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    notebook.cells = [cell for cell in notebook.cells if "nbval-skip" not in tags(cell)]
    place = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", coalesce_streams=True, resources=place).execute()
    for sentence, part, printed in on_postgres.SAID.get(path.name[:2], []):
        assert sentence in words, "the lesson does not say so any more"
        [cell] = [each for each in notebook.cells if each.cell_type == "code" and part in each.source]
        shown = [text for output in cell.outputs for text in (output.get("text"), *output.get("data", {}).values())]
        assert any(printed in text for text in shown if text), f"{sentence}\n\n{shown}"


def a_good_notebook() -> nbformat.NotebookNode:
    """The smallest lesson that keeps every rule."""
    cells = [
        new_markdown_cell("# Sessions\nWhat they are for, in 20 minutes."),
        new_code_cell(SETUP),
        *(new_markdown_cell(f"## Idea {number}") for number in (1, 2, 3)),
        new_markdown_cell("What will this print? Decide, then run it."),
        new_code_cell("print(6 * 7)"),
        new_markdown_cell("## “You will read that…” sessions are slow"),
        new_markdown_cell("## Check yourself"),
        new_code_cell("from workbook.quiz import quiz\n\nquiz({})"),
        new_markdown_cell("## Recap"),
        new_markdown_cell("## Your turn"),
        new_code_cell(CHECK.format("02")),
    ]
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
    notebook = new_notebook(cells=cells, metadata=METADATA)
    tag(notebook)
    return notebook


@each_rule
def test_a_good_notebook_breaks_no_rule(rule):
    assert list(rule(a_good_notebook(), "02")) == []


def moved_up(notebook):
    notebook.cells.insert(2, notebook.cells.pop())


def another_setup(notebook):
    notebook.cells[1].source += "  # ours"


def code_after_code(notebook):
    notebook.cells.insert(2, new_code_cell("1"))


def nine_lines(notebook):
    notebook.cells[1].source = "1\n" * 9


def a_long_one(notebook):
    notebook.cells[5:5] = [new_markdown_cell("And so on.") for _ in range(80)]


def untagged_check(notebook):
    notebook.cells[-1].metadata = {}


def collapsed(notebook):
    notebook.cells[1].metadata = {"collapsed": True}


def told_before_it_is_asked(notebook):
    notebook.cells[6].metadata = {}


def told_where_it_is_folded(notebook):
    notebook.cells[6].outputs = [new_output("stream", text="42\n")]


def never_asked(notebook):
    notebook.cells[5].source = "What will this print?"


def a_path_to_type(notebook):
    notebook.cells[-2].source = "Open `exercises/ex02_sessions.py`."


def on_one_line(notebook):
    notebook.cells[6].source = "try: 1\nexcept Exception: print(0)"


def run_twice(notebook):
    notebook.cells[1].execution_count = 7


def an_error(notebook):
    notebook.cells[1].outputs = [new_output("error", ename="E", evalue="", traceback=[])]


def a_huge_output(notebook):
    notebook.cells[1].outputs = [new_output("stream", name="stdout", text="x" * 100_000)]


def a_picture_without_words(notebook):
    notebook.cells[1].outputs = [new_output("display_data", data={"image/png": "iVBO", "text/plain": "a picture"})]


def a_path(notebook):
    notebook.cells[1].outputs = [new_output("stream", name="stdout", text="in /home/somebody/workbook")]


def a_star(notebook):
    notebook.cells[1].source = "from sqlalchemy import *"


def no_minutes(notebook):
    notebook.cells[0].source = "# Sessions"


def two_ideas(notebook):
    del notebook.cells[2]


def recap_after_the_end(notebook):
    notebook.cells.append(notebook.cells.pop(-3))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (moved_up, "every_cell_of_code_has_its_words"),
        (another_setup, "setup_cell_is_the_same_everywhere"),
        (code_after_code, "every_cell_of_code_has_its_words"),
        (nine_lines, "cells_of_code_are_short"),
        (a_long_one, "cells_are_few"),
        (untagged_check, "quiz_and_check_are_there"),
        (collapsed, "metadata_is_as_the_author_s_tool_leaves_it"),
        (told_before_it_is_asked, "metadata_is_as_the_author_s_tool_leaves_it"),
        (told_where_it_is_folded, "what_is_folded_tells_nothing"),
        (never_asked, "the_reader_is_asked_first"),
        (a_path_to_type, "exercises_and_solutions_are_links"),
        (on_one_line, "no_block_on_the_line_of_its_colon"),
        (run_twice, "executed_from_the_top"),
        (an_error, "executed_from_the_top"),
        (a_huge_output, "outputs_are_small"),
        (a_picture_without_words, "pictures_are_told_in_words"),
        (a_path, "nothing_of_one_machine"),
        (a_star, "no_star_imports"),
        (no_minutes, "parts_in_order"),
        (two_ideas, "parts_in_order"),
        (recap_after_the_end, "parts_in_order"),
    ],
)
def test_a_rule_notices(change, rule):
    notebook = a_good_notebook()
    change(notebook)
    assert list(getattr(notebook_rules, rule)(notebook, "02"))

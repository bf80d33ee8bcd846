"""The author's tool executes a notebook and keeps nothing that changes from run to run."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook.notebook.author import main

CELLS = [
    new_markdown_cell("# A lesson", metadata={"collapsed": True}),
    new_code_cell("import os\nprint(6 * 7, os.environ.get('DATABASE_URL'))", metadata={"editable": False}),
    new_code_cell('from workbook.quiz import quiz\n\nquiz({"One?": {"a": "Yes: a", "b": "No: b"}})'),
    new_markdown_cell("Decide, then\nrun it."),
    new_code_cell("print('so')"),
    new_code_cell("%reload_ext workbook\n%check 00", outputs=[]),
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "99_lesson.ipynb"
    nbformat.write(new_notebook(cells=CELLS, metadata={"widgets": {"of": "yesterday"}}), path)
    return path


def test_run_executes_cleans_and_tags(notebook: Path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost/nothing")
    assert main(["run", str(notebook)]) == 0
    first = notebook.read_bytes()
    _, code, quiz, _, surprise, check = nbformat.read(notebook, as_version=4).cells
    assert code.outputs[0].text == "42 None\n"
    assert code.metadata == {}
    assert quiz.metadata == {"jupyter": {"source_hidden": True}, "tags": ["nbval-ignore-output"]}
    assert surprise.metadata == {"collapsed": True, "jupyter": {"outputs_hidden": True}}
    assert "application/javascript" not in str(quiz.outputs)
    assert [output.get("text") or output.data for output in surprise.outputs] == [{}, "so\n"]
    assert check.metadata == {"tags": ["nbval-skip"]}
    assert check.outputs == []
    assert b"yesterday" not in first
    assert main(["run", str(notebook)]) == 0
    assert notebook.read_bytes() == first


def test_a_notebook_that_raises_is_left_as_it_was(notebook: Path, capsys):
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), notebook)
    before = notebook.read_bytes()
    assert main(["run", str(notebook)]) == 1
    assert notebook.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "[]", "not JSON", '{"cells": 1}'])
def test_what_is_no_notebook_is_told_in_a_sentence(tmp_path: Path, text, capsys):
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    assert main(["run", str(path)]) == 1
    assert "cannot be read as a notebook" in capsys.readouterr().err
    assert main(["clean", str(tmp_path / "missing.ipynb")]) == 1

"""What the terminal says: a lesson that is not there, a file that cannot be loaded, the wrong folder, a bad URL."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from classes import DEAREST, NAME
from variants import ROOT


def checker(*words: str, cwd: Path = ROOT) -> str:
    command = [sys.executable, "-m", "pytest", *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr


def hand_in(folder: Path, text: str) -> str:
    (folder / f"{NAME}.py").write_text(text, encoding="utf-8")
    return f"--submission={folder}"


def test_a_lesson_that_is_not_there():
    assert "There is no lesson 99: there are 00, 01, 02," in checker("checker", "-k", "ex99")


def test_a_file_that_cannot_be_loaded_is_told_once(tmp_path: Path):
    said = checker("checker", "-k", "ex00", hand_in(tmp_path, "def greeting(:\n"))
    assert "all 3 checks wait for this:" in said
    assert said.count("SyntaxError") == 1


def test_a_wrong_answer_is_shown_with_its_line_in_an_editor_s_pane_too(tmp_path: Path):
    pane = tmp_path / "pane.xml"  # what VS Code and PyCharm get: the report's text
    said = checker("checker", "-k", "ex00", hand_in(tmp_path, DEAREST), f"--junitxml={pane}")
    line = next(number for number, line in enumerate(DEAREST.splitlines(), 1) if "desc()" in line)
    assert f"{NAME}.py:{line}:  return await session.scalar(" in said
    [told, *_] = [failure.text or "" for failure in ElementTree.parse(pane).iter("failure")]
    assert [row for row in told.splitlines() if row.strip() not in said] == []
    assert "wrong:" in told
    assert f"{NAME}.py:{line}" in told


def test_another_folder_of_the_project():
    assert f"There is no folder checker/ here: give the command in {ROOT}." in checker("checker", cwd=ROOT / "docs")


@pytest.mark.parametrize(("url", "told"), [("mysql://x", "give --database postgresql://"), ("::", "--database is not")])
def test_what_is_wrong_with_a_database_is_said_of_the_option(url: str, told: str):
    said = checker("checker", "-k", "ex00", "--database", url)
    assert told in said
    assert "DATABASE_URL" not in said

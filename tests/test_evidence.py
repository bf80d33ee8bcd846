"""`python3 -m workbook explain FILE` tells an author by what an explanation was chosen, or what there was to see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from variants import ROOT

HEAD = """\
from sqlalchemy import select

from workbook.bookshop import Book


async def greeting(session):
"""


def explained(place: Path, source: str) -> subprocess.CompletedProcess[str]:
    (place / "ex00_start_here.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "checker", "-k", "ex00", "--submission", str(place), "--explain"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            HEAD + "    return await session.execute(select(Book)).scalars()\n",
            ["cause:    'await binds', seen by the failing line", "after = .scalars"],
        ),
        (HEAD + "    return (await session.execute(select(Book))).scalar_one()\n", ["seen by the state of things"]),
        (HEAD + "    return select(Book)['x']\n", ["What there was to be seen", "is a:", "Subscript(", "line:"]),
        (
            HEAD + "    query = select(Book)\n    query.limit(1)\n",
            ["'unused statement', seen by the source"],
        ),
        (HEAD + "    return 'no title'\n", ["nothing raised, so the check's own words are all that is told"]),
        ("async def greeting(session\n", ["SyntaxError", "line:     ex00_start_here.py:1"]),
    ],
)
def test_the_evidence_is_told(tmp_path: Path, source: str, words: list[str]):
    told = explained(tmp_path, source)
    assert told.returncode == 1, told.stdout + told.stderr
    assert [word for word in words if word not in told.stdout] == [], told.stdout


def test_a_file_of_no_exercise_is_told():
    command = [sys.executable, "-m", "workbook", "explain", "README.md"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 1
    assert "under its own name: python3 -m workbook explain" in run.stderr

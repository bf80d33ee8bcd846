"""A copy of the workbook with one lesson, for tests that start what belongs to it: there is little to read."""

from __future__ import annotations

import shutil
from pathlib import Path

from workbook.project import ROOT

STEM = "ex00_start_here"
CHECKS = f"checker/test_{STEM}.py"
CHECK = '''
import pytest


@pytest.mark.exercise("greeting", taught="The database is live", hint="return 1")
async def test_greeting(submission, shop):
    """greeting() is kept by the check."""
    assert await submission.greeting() == 1
'''


def small_copy(folder: Path, checks: str = CHECK) -> Path:
    """Lay it out in a folder, with these checks and no exercise."""
    for part in ("checker", "workbook"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("test_ex*"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("exercises", "solutions", "notebooks"):
        (folder / name).mkdir()
    (folder / CHECKS).write_text(checks)
    return folder

"""The solutions pass on the older SQLAlchemy that pyproject.toml allows, too.

The whole gate on it, by hand: put the folder of an older SQLAlchemy first on the path, as here, and run
`PYTHONPATH=FOLDER pytest tests/test_gate.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from variants import ROOT


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with SQLAlchemy 2.0 in it, which goes before the installed one on PYTHONPATH."""
    folder = tmp_path_factory.mktemp("older")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), "sqlalchemy<2.1"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("SQLAlchemy 2.0 cannot be had: no network")
    if run.returncode:
        pytest.skip(f"SQLAlchemy 2.0 cannot be had: {run.stderr.strip()[-200:]}")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_every_solution_passes_on_sqlalchemy_2_0(older: Path, database: str):
    environment = {**os.environ, "PYTHONPATH": str(older)}
    version = [sys.executable, "-c", "import sqlalchemy; print(sqlalchemy.__version__)"]
    assert subprocess.run(version, env=environment, capture_output=True, text=True).stdout.startswith("2.0.")
    command = [sys.executable, "-m", "pytest", "checker", f"--submission={ROOT / 'solutions'}", "--database", database]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]

"""A tiny project with the real `workbook` commands, in a folder with spaces and an umlaut, and the ways to run it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parent
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable
NOBODY_THERE = "http://127.0.0.1:9/simple"  # nothing answers on this port

PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tiny"
version = "1.0"
dependencies = [{dependencies}]

[project.optional-dependencies]
postgres = [{postgres}]
develop = []
"""


CONTRACTS = """\
import json, sys

def lint_imports_command():
    print(json.dumps({"name": "importlinter", "arguments": sys.argv[1:]}))
"""


class TinyProject:
    """A project on disk; `run` is what a person types there.  There is no uv on the PATH, and no network."""

    def __init__(self, scratch: Path) -> None:
        self.folder = scratch / "a b ü" / "workbook"
        self.venv = self.folder / ".venv"
        self.variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "PYTHON"))},
            "HOME": str(scratch / "home"),
            "PATH": os.pathsep.join(_path_without_uv()),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": NOBODY_THERE,
            "PIP_RETRIES": "1",  # with 0 pip does not say what went wrong
            "UV_DEFAULT_INDEX": NOBODY_THERE,
            "UV_HTTP_RETRIES": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "FAILS": "",
        }
        (self.folder / "notebooks").mkdir(parents=True)
        (scratch / "home").mkdir()
        (self.folder / "notebooks" / "00_start_here.ipynb").touch()
        (self.folder / "constraints.txt").touch()
        shutil.copytree(PROJECT / "workbook", self.folder / "workbook", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "tiny_project" / "backend.py", self.folder)
        for name in ("jupyterlab", "ruff", "mypy", "pytest"):
            shutil.copy(HERE / "tiny_project" / "echo.py", self.folder / f"{name}.py")
        (self.folder / "importlinter").mkdir()
        (self.folder / "importlinter" / "cli.py").write_text(CONTRACTS)
        self.needs()

    def needs(self, *dependencies: str, postgres: str = "") -> None:
        """What the project depends on, from here on."""
        quoted = ", ".join(f'"{name}"' for name in dependencies)
        text = PYPROJECT.format(dependencies=quoted, postgres=f'"{postgres}"' if postgres else "")
        (self.folder / "pyproject.toml").write_text(text)

    def finds(self, folder: Path) -> None:
        """From here on there is one more folder on the PATH."""
        self.variables["PATH"] = f"{folder}{os.pathsep}{self.variables['PATH']}"

    def run(self, *words: str, python: str | Path = BASE_PYTHON, **options) -> subprocess.CompletedProcess[str]:
        """`python -m workbook WORDS`, to its end."""
        command = [str(python), "-m", "workbook", *words]
        return subprocess.run(
            command, cwd=self.folder, env=self.variables, capture_output=True, text=True, timeout=120, **options
        )

    def says(self, finished: subprocess.CompletedProcess[str]) -> list[dict]:
        """How the programs of the tiny project were called, in order."""
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return [json.loads(line) for line in finished.stdout.splitlines() if line.startswith("{")]


def _path_without_uv() -> list[str]:
    folders = os.environ["PATH"].split(os.pathsep)
    return [folder for folder in folders if not shutil.which("uv", path=folder)]

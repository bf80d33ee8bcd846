"""Makes `.venv` and installs the workbook in it; where that is done, says so at once. Standard library only."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from workbook.files.locks import held
from workbook.project import ROOT
from workbook.setup.install import SetupProblem, install, make_venv

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / ".venv.lock"
STAMP = VENV / "workbook-stamp.json"  # what was installed last, and whether the folder is ours to delete


def make_ready(extras: set[str]) -> None:
    """See to it that `.venv` holds the project with these extras.

    An environment of ours that was left half-made, or was moved, is made anew.  One that we did not make is never
    deleted.  Raise SetupProblem for anything that stands in the way.
    """
    if not (ROOT / "pyproject.toml").exists():
        raise SetupProblem("There is no pyproject.toml here: run this in the folder that git clone made.")
    if _is_ready(extras):
        return
    with held(LOCK, waiting="Another command is at this set-up already; waiting for it."):
        if not _is_ready(extras):
            _make(extras)


def _is_ready(extras: set[str]) -> bool:
    stamp = _read_stamp()
    return bool(stamp.get("finished") and stamp["key"] == _key(version_of(PYTHON)) and extras <= set(stamp["extras"]))


def _make(extras: set[str]) -> None:
    stamp = _read_stamp()
    version = version_of(PYTHON)
    made_here = stamp.get("made_here", not VENV.exists() or not any(VENV.iterdir()))
    if made_here and not (stamp.get("finished") and stamp["project"] == str(ROOT) and version):
        _make_anew()
        version = version_of(PYTHON)
    if not version:
        raise SetupProblem("The Python in .venv does not run: delete the folder .venv, or move it away, and try again.")
    if tuple(map(int, version.split("."))) < (3, 11):
        raise SetupProblem(f"The folder .venv has Python {version}, which is too old: move it away and try again.")
    if stamp.get("finished") and version == stamp["version"]:
        extras = extras | set(stamp["extras"])
    record = {"made_here": made_here, "project": str(ROOT), "version": version, "extras": sorted(extras)}
    _write_stamp({**record, "finished": False})
    install(ROOT, PYTHON, extras)
    _write_stamp({**record, "finished": True, "key": _key(version)})


def version_of(python: Path) -> str:
    """The version of an interpreter, such as "3.11.7", or "" if it does not run."""
    command = [str(python), "-I", "-S", "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def inside() -> bool:
    """Whether this very process runs with the Python of `.venv`."""
    return VENV.exists() and Path(sys.prefix).exists() and os.path.samefile(sys.prefix, VENV)


def variables() -> dict[str, str]:
    """The environment variables of somebody who has activated `.venv`."""
    path = os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", os.defpath)])
    unwanted = ("PYTHONHOME", "__PYVENV_LAUNCHER__")  # the second makes a venv's Python on macOS forget where it is
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {
        "VIRTUAL_ENV": str(VENV),
        "PATH": path,
    }


def become(arguments: list[str], python: Path = PYTHON) -> int:
    """Go on as `python ARGUMENTS` in the project's folder: one process, so that stopping it stops everything."""
    sys.stdout.flush()
    os.chdir(ROOT)
    command = [str(python), *arguments]
    if os.name == "nt":  # exec on Windows starts a second process and gives the prompt back
        return subprocess.run(command, env=variables()).returncode
    os.execve(command[0], command, variables() if python == PYTHON else dict(os.environ))


def silence_the_news() -> None:
    """Keep JupyterLab in `.venv` from asking, on the first lesson, whether it may fetch news."""
    overrides = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    if not overrides.exists():
        overrides.parent.mkdir(parents=True, exist_ok=True)
        news = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
        overrides.write_text(json.dumps(news, indent=4) + "\n")


def _make_anew() -> None:
    """An empty `.venv` of ours, stamped before anything is in it, so that an interruption is noticed."""
    if VENV.exists():
        for child in VENV.iterdir():
            if child != STAMP:  # the stamp stays: until the end the folder is known as ours
                shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()
    VENV.mkdir(exist_ok=True)
    _write_stamp({"made_here": True, "finished": False})
    make_venv(VENV)


def _key(version: str) -> str:
    """Changes whenever what should be installed changes."""
    contents = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256(b"\0".join([*contents, version.encode(), str(ROOT).encode()])).hexdigest()


def _read_stamp() -> dict:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(stamp: dict) -> None:
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")

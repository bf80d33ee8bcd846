"""What is here and what is missing, in a dozen lines. Runs on the standard library alone, to say what else to get."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from workbook.project import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS_FOR_A_DATABASE = 20
REMEDY = "python3 -m workbook lab installs packages, and a line about the database says itself what to do"


def main() -> int:
    """Print a line for each thing; return 1 if something is missing that the lessons need."""
    sentences = [_python(), _environment(), *_packages(), _database(), _postgres(), _browser(), *_confinement()]
    for state, what in sentences:
        print(f"{state:8} {what}")
    missing = sum(state == "MISSING" for state, what in sentences)
    if missing:
        print(f"\nThe lessons need what is marked MISSING: {REMEDY}.")
    else:
        print("\nEverything that the lessons need is here; what is marked `without` is for more.")
    return 1 if missing else 0


def _python() -> tuple[str, str]:
    state = "ok" if sys.version_info >= (3, 11) else "MISSING"
    return state, f"Python {platform.python_version()} on {platform.system()} ({platform.machine()})"


def _environment() -> tuple[str, str]:
    if sys.prefix == sys.base_prefix and not (Path(sys.prefix) / "conda-meta").exists():
        return "without", "no environment yet: python3 -m workbook lab makes one in .venv"
    return "ok", f"environment in {sys.prefix}"


def _packages() -> list[tuple[str, str]]:
    """One line for the packages that are here, one for those that are not, or are too old."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    here: list[str] = []
    missing: list[str] = []
    for requirement in project["dependencies"]:
        name = re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        (here if _is_allowed(version, requirement) else missing).append(f"{name} {version}")
    lines = [("ok", f"packages: {', '.join(here)}")] if here else []
    return [*lines, ("MISSING", f"packages: {', '.join(missing)}")] if missing else lines


def _is_allowed(version: str, requirement: str) -> bool:
    if not importlib.util.find_spec("packaging"):
        return True
    from packaging.requirements import Requirement

    return Requirement(requirement).specifier.contains(version, prereleases=True)


def _database() -> tuple[str, str]:
    try:
        from workbook.database import DatabaseProblem, open_bookshop, server_url
    except ImportError as error:
        return "MISSING", f"database: not looked at, {error.name or 'a package'} is not installed"

    async def visit() -> str:
        url = server_url()
        engine, _ = await open_bookshop()
        await engine.dispose()
        return url.render_as_string(hide_password=True)

    try:
        url = asyncio.run(asyncio.wait_for(visit(), SECONDS_FOR_A_DATABASE))
    except DatabaseProblem as problem:
        return "MISSING", f"database: {problem}"
    except TimeoutError:
        return "MISSING", f"database: DATABASE_URL did not answer within {SECONDS_FOR_A_DATABASE} s"
    where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "the default, a file for each lesson"
    return "ok", f"database: made and opened one at {url} ({where})"


def _postgres() -> tuple[str, str]:
    try:
        from workbook.postgres.server import find_binaries, status
        from workbook.problems import DatabaseProblem
    except ImportError as error:
        return "without", f"PostgreSQL: not looked at, {error.name or 'a package'} is not installed"
    try:
        folder = find_binaries()
        if folder is None:
            return "without", "PostgreSQL: no binaries found, so lessons and checks use SQLite"
        return "ok", f"PostgreSQL: binaries in {folder}; {status()}"
    except DatabaseProblem as problem:
        return "without", f"PostgreSQL: {problem}"


def _browser() -> tuple[str, str]:
    for name in BROWSERS:
        if found := shutil.which(name):
            return "ok", f"browser for the project's own tests: {found}"
    return "without", "Chromium: only the project's own browser test needs it"


def _confinement() -> list[tuple[str, str]]:
    """How far the process that runs a learner's code can be shut in, on this machine."""
    landlock = _landlock_version()
    means = {
        "fork and process limits": hasattr(os, "fork"),
        f"Landlock (interface {landlock})" if landlock else "Landlock": landlock > 0,
        "seccomp filters": _has_seccomp(),
        "user namespaces": _has_user_namespaces(),
    }
    here = [name for name, is_here in means.items() if is_here]
    absent = [name for name, is_here in means.items() if not is_here]
    lines = [("ok", f"to confine a learner's code: a time limit{''.join(f', {name}' for name in here)}")]
    return [*lines, ("without", f"to confine a learner's code: {', '.join(absent)}")] if absent else lines


def _landlock_version() -> int:
    """The version of Landlock's interface, 0 without it (landlock_create_ruleset(2), number 444 everywhere)."""
    if sys.platform != "linux":
        return 0
    version_flag = 1
    return max(0, ctypes.CDLL(None, use_errno=True).syscall(444, None, ctypes.c_size_t(0), version_flag))


def _has_seccomp() -> bool:
    """A filter at address 0 is refused as a bad address where filters exist, as a bad argument where not (prctl(2))."""
    if sys.platform != "linux":
        return False
    set_seccomp, filter_mode = 22, 2
    ctypes.CDLL(None, use_errno=True).prctl(set_seccomp, filter_mode, None, 0, 0)
    return ctypes.get_errno() == errno.EFAULT


def _has_user_namespaces() -> bool:
    if sys.platform != "linux":
        return False
    code = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000) != 0)"  # CLONE_NEWUSER
    return subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True).returncode == 0

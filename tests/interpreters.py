"""What the gate grades with besides what is installed: the newest Python of this machine, and an older SQLAlchemy."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

from variants import ROOT

from workbook.files.locks import held

NOT_FOR_CHECKS = {"jupyterlab", "ipykernel", "jupyterquiz", "matplotlib", "nbval", "watchfiles"}
FOLDER = ROOT / ".venv-newest"


def newest() -> Path:
    """An interpreter of the newest version that is found here; this very one if there is no newer.

    Raises AssertionError if the packages cannot be installed for it.
    """
    found = max(candidates(), key=version, default=None)
    if found is None or version(found) <= sys.version_info[:2]:
        return Path(sys.executable)
    python = FOLDER / "bin" / "python"
    files = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
    stamp, key = FOLDER / "made-for", sha256(b"\0".join([str(found).encode(), *(f.read_bytes() for f in files)]))
    with held(FOLDER.with_suffix(".lock"), waiting="Another test installs for the newest Python; waiting for it."):
        if not stamp.exists() or stamp.read_text() != key.hexdigest():
            run([str(found), "-m", "venv", "--clear", str(FOLDER)])
            wanted = tomllib.loads(files[0].read_text())["project"]["dependencies"]
            wanted = [each for each in wanted if re.match(r"[\w-]+", each)[0] not in NOT_FOR_CHECKS]  # type: ignore[index]
            run([str(python), "-m", "pip", "install", "-q", "-c", str(files[1]), *wanted])
            stamp.write_text(key.hexdigest())
    return python


def older_sqlalchemy(python: Path, folder: Path) -> Path | None:
    """A folder for PYTHONPATH with the oldest line of SQLAlchemy that pyproject.toml allows; None without a network."""
    with contextlib.suppress(AssertionError, subprocess.TimeoutExpired):
        run([str(python), "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), "sqlalchemy<2.1"])
        asked = [str(python), "-c", "import sqlalchemy; print(sqlalchemy.__version__)"]
        found = subprocess.run(asked, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True)
        assert found.stdout.startswith("2.0."), found
        return folder
    return None


def candidates() -> list[Path]:
    """Interpreters by the names and places that they usually have."""
    on_path = [shutil.which(f"python3.{minor}") for minor in range(11, 20)]
    kept = Path.home() / ".pyenv" / "versions"
    return [python for python in [*map(Path, filter(None, on_path)), *kept.glob("3.*/bin/python3")] if version(python)]


def version(python: Path) -> tuple[int, ...]:
    """Such as (3, 13); () if it does not run."""
    try:
        said = subprocess.run(
            [str(python), "-I", "-S", "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(map(int, said.stdout.split()))


def run(command: list[str]) -> None:
    """Run it; raise AssertionError with what it said if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{command}: {done.stdout[-1000:]}{done.stderr[-1000:]}"

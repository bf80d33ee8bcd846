"""Where the project lies: the folder that holds `notebooks/`, `exercises/` and `checker/`, and what it needs."""

from __future__ import annotations

import os
import tomllib
from importlib import metadata
from pathlib import Path

from workbook import copy_around

ROOT = Path(__file__).resolve().parent.parent


def standing() -> Path | None:
    """The copy of the workbook that the current folder lies in, or else the notebook that is running; or None."""
    notebook = os.environ.get("JPY_SESSION_NAME", "")  # its path, as Jupyter's server tells its kernel
    for folder in (Path.cwd(), *([Path(notebook).parent] if os.path.isabs(notebook) else [])):
        if found := copy_around(folder):
            return found
    return None


def unmet(root: Path = ROOT) -> str:
    """A sentence if this environment lacks what the copy at `root` needs: it was made for another version.  Or ""."""
    try:
        from packaging.requirements import Requirement

        wanted = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    except (ImportError, OSError, ValueError, KeyError):
        return ""
    lacking = []
    for text in wanted:
        requirement = Requirement(text)
        try:
            met = requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)
        except metadata.PackageNotFoundError:
            met = False
        if not met:
            lacking.append(text)
    if not lacking:
        return ""
    return (
        f"This environment was made for another version of the workbook: {', '.join(lacking)} is missing. "
        "Run `python3 -m workbook lab` in this copy, or ask whoever made the environment to install it there."
    )

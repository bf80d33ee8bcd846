"""What of an entry belongs to a copy of the workbook, or to another project, rather than to the learner's answers.

A submission may be a whole clone: its `exercises/` count, and what stands beside the exercise files; never its checker,
its workbook, its tests, its solutions, nor a file that Python or pytest would read by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

NEVER_FOLDERS = {"solutions"}
IN_A_CLONE = {"tests", "notebooks", "docs", "solutions", "checker", "workbook", "build"}
PACKAGES = {"checker", "workbook"}
IN_AN_ENVIRONMENT = {"bin", "lib", "lib64", "include", "share", "Scripts", "Lib", "Include"}
NEVER_FILES = {
    *("conftest.py", "pyproject.toml", "pytest.ini", "tox.ini", "setup.cfg", "setup.py", "sitecustomize.py"),
    *("usercustomize.py", "environment.yml", "constraints.txt"),
}


class Projects:
    """The copies of the workbook among the files of an entry."""

    def __init__(self, paths: Iterable[PurePosixPath]):
        self._aside: set[PurePosixPath] = set()
        clones: set[PurePosixPath] = set()
        folders: set[PurePosixPath] = set()
        for path in paths:
            folders.update(path.parents)
            if path.name == "__init__.py" and path.parent.name in PACKAGES:
                self._aside.add(path.parent)
                clones.add(path.parent.parent)
            elif path.name == "pyproject.toml":
                clones.add(path.parent)
            elif path.name == "pyvenv.cfg":
                self._aside |= {path.parent / name for name in IN_AN_ENVIRONMENT}
        for folder in folders:
            if folder.name in NEVER_FOLDERS:
                self._aside.add(folder)
            elif folder.name == "exercises":
                clones.add(folder.parent)
        # a clone may itself be called "workbook": only what is a package of that name is one
        self._aside |= {clone / name for clone in clones for name in IN_A_CLONE - PACKAGES}

    def hold(self, path: PurePosixPath) -> bool:
        """Whether a file is a project's and never an answer."""
        return not self._aside.isdisjoint(path.parents)

    def stands_beside(self, path: PurePosixPath, home: PurePosixPath) -> bool:
        """Whether a file below the folder of an exercise comes along with it."""
        inside = path.relative_to(home)
        if any(part.startswith(".") for part in inside.parts) or path.suffix == ".pth" or path.name in NEVER_FILES:
            return False
        return not (inside.parts[0] == "exercises" and len(inside.parts) > 1)

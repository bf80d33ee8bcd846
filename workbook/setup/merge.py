"""`git pull` over a notebook that was run: git calls this to merge notebooks. Standard library only.

`python -m workbook.setup.merge BASE OURS THEIRS` writes the merged notebook over OURS.  A side that only *ran* it
has changed nothing that counts: the other side is taken as it is.  Where both have changed a cell, both versions are
kept, one below the other, so that the notebook can be opened in any case.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

Notebook = dict
NAME = "merge.workbook-notebook"


def main(arguments: list[str]) -> int:
    base, ours, theirs = (json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments)
    merged = json.dumps(merge(base, ours, theirs), ensure_ascii=False, indent=1, sort_keys=True)
    Path(arguments[1]).write_text(merged + "\n", encoding="utf-8", newline="\n")
    return 0


def keep_both(cell: dict, other: dict) -> list[dict]:
    """Of a cell that both have changed: ours, and theirs below."""
    return [cell, {**other, "id": uuid.uuid4().hex[:8]}]


def merge(
    base: Notebook,
    ours: Notebook,
    theirs: Notebook,
    of_both: Callable[[dict, dict], list[dict]] = keep_both,
) -> Notebook:
    """Ours, with what theirs has changed, added or taken away since the base; `of_both` decides where both changed."""
    if sources(theirs) == sources(base):
        return ours
    if sources(ours) == sources(base):
        return theirs
    before, there = by_id(base), by_id(theirs)
    cells = new_after(None, ours, theirs, before)
    for cell in ours["cells"]:
        name, other = cell["id"], there.get(cell["id"])
        touched = name not in before or text(cell) != text(before[name])
        if other is None and name in before and not touched:
            continue  # they took it away
        if other is None or name not in before or text(other) in (text(before[name]), text(cell)):
            cells.append(cell)
        else:
            cells += of_both(cell, other) if touched else [other]
        cells += new_after(name, ours, theirs, before)
    return {**ours, "cells": cells}


def new_after(name: str | None, ours: Notebook, theirs: Notebook, before: dict[str, dict]) -> list[dict]:
    """The cells that theirs has added behind the cell of this name."""
    names = [None, *(cell["id"] for cell in theirs["cells"])]
    if name not in names:
        return []
    found = []
    for cell in theirs["cells"][names.index(name) :]:
        if cell["id"] in before or cell["id"] in by_id(ours):
            break
        found.append(cell)
    return found


def sources(notebook: Notebook) -> list[tuple[str, str, str]]:
    """What counts: which cells there are, of which kind, and what they say."""
    return [(cell["id"], cell["cell_type"], text(cell)) for cell in notebook["cells"]]


def by_id(notebook: Notebook) -> dict[str, dict]:
    return {cell["id"]: cell for cell in notebook["cells"]}


def text(cell: dict) -> str:
    return "".join(cell["source"])


def make_pulling_easy(project: Path, python: Path) -> None:
    """Tell the git of this clone, if it is one, to merge notebooks so, and to pull although files were changed."""
    if shutil.which("git") is None or not (project / ".git").exists():
        return
    settings = {
        f"{NAME}.name": "a notebook that was run",
        f"{NAME}.driver": f'"{python.as_posix()}" -m workbook.setup.merge %O %A %B',
    }
    settings |= {"merge.autoStash": "true", "rebase.autoStash": "true"}
    for name, value in settings.items():
        if name.startswith(NAME) or not git(project, "config", "--get", name):
            git(project, "config", "--local", name, value)


def git(project: Path, *arguments: str) -> str:
    """What git answers, or "" if it complains."""
    done = subprocess.run(["git", *arguments], cwd=project, env={**os.environ}, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
